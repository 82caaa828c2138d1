import { makeLookup } from '../../src/values/lookup';

test('a lookup finds its own members', () => {
  expect(makeLookup({ one: 1 }).one).toBe(1);
});

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('a lookup finds no %s', (name) => {
  const lookup = makeLookup({ one: 1 });

  expect([lookup[name], name in lookup]).toEqual([undefined, false]);
});
