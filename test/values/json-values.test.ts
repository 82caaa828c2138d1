import { isRecord, mapValues, toList, toRecord } from '../../src/values/json-values';

test.each([[[]], [null], ['text'], [1], [undefined]])('%j is no record', (value) => {
  expect(isRecord(value)).toBe(false);
  expect(toRecord(value)).toEqual({});
});

test('an object is a record', () => {
  expect(isRecord({})).toBe(true);
  expect(toRecord({ one: 1 })).toEqual({ one: 1 });
});

test.each([[undefined, []], ['a', ['a']], [['a', 'b'], ['a', 'b']], [null, [null]]])('%j is the list %j', (value, list) => {
  expect(toList<unknown>(value)).toEqual(list);
});

test('the values of a record are mapped by their keys', () => {
  expect(mapValues({ one: 1, two: 2 }, (value) => value * 2)).toEqual({ one: 2, two: 4 });
});
