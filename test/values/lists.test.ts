import { groupBy, partition, removeDuplicates, sortBy } from '../../src/values/lists';

test('of equal items, the first stays', () => {
  const first = { a: 1 };
  const unique = removeDuplicates([first, { a: 2 }, { a: 1 }]);

  expect(unique).toEqual([{ a: 1 }, { a: 2 }]);
  expect(unique[0]).toBe(first);
});

test('groups are in the order of their first items', () => {
  expect([...groupBy(['bb', 'a', 'cc'], (text) => String(text.length))]).toEqual([['2', ['bb', 'cc']], ['1', ['a']]]);
});

test('items are sorted by code units, and items with one key keep their order', () => {
  expect(sortBy(['b1', 'a', 'B', 'b2'], (text) => text[0])).toEqual(['B', 'a', 'b1', 'b2']);
});

test('items that meet a condition come first', () => {
  expect(partition([1, 2, 3, 4], (item) => item % 2 === 0)).toEqual([[2, 4], [1, 3]]);
});
