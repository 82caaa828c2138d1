import { parseStatement } from '../../src/local/endpoint/partiql';

test('a table and an index are named with or without quotes', () => {
  const quoted = parseStatement('SELECT * FROM "my-table"."by-status" WHERE x = 1');
  const plain = parseStatement('select * from Orders.byStatus where x = 1');
  expect([quoted.table, quoted.index, plain.table, plain.index]).toEqual(['my-table', 'by-status', 'Orders', 'byStatus']);
});

test.each([
  ['SELECT * FROM T WHERE pk = \'a\'', ['a']],
  ['SELECT * FROM T WHERE "pk" = \'it\'\'s\'', ['it\'s']],
  ['SELECT * FROM T WHERE pk = 7', ['7']],
  ['SELECT * FROM T WHERE sk = 1 AND pk = ?', ['p1']],
  ['SELECT * FROM T WHERE pk IN [?, \'z\']', ['p1', 'z']],
  ['SELECT * FROM T WHERE pk IN (?, ?)', ['p1', '2']],
  ['SELECT * FROM T WHERE pk = \'a\' OR sk = 1', undefined],
  ['SELECT * FROM T WHERE pk = \'a\' OR pk = 2', ['a', '2']],
  ['SELECT * FROM T WHERE (pk = \'a\' AND sk = 1) OR pk IN [\'b\', \'c\']', ['a', 'b', 'c']],
  ['SELECT * FROM T WHERE pk = \'a\' AND NOT contains(x, \'y\')', ['a']],
  ['SELECT * FROM T WHERE pk = \'a\' AND (x = 1 OR y = 2)', ['a']],
  ['SELECT * FROM T WHERE pk = \'a\' AND x IS NOT NULL', ['a']],
  ['SELECT * FROM T WHERE x BETWEEN 1 AND 2 AND pk = \'a\' ORDER BY sk', ['a']],
  ['SELECT * FROM T WHERE pk > \'a\' AND pk = \'b\'', ['b']],
  ['SELECT * FROM T WHERE \'a\' = pk', ['a']],
  ['SELECT * FROM T WHERE m.pk = \'a\'', undefined],
  ['SELECT * FROM T WHERE m."pk" IN [\'a\']', undefined],
  ['SELECT * FROM T WHERE pk.m = \'a\'', undefined],
  ['SELECT * FROM T WHERE pk[0] = \'a\'', undefined],
  ['SELECT * FROM T WHERE pk = sk', undefined],
  ['SELECT * FROM T WHERE pk = \'a\' OR m.pk = \'b\'', undefined],
  ['SELECT * FROM T WHERE NOT (pk = \'a\' AND sk = 1)', undefined],
  ['INSERT INTO T VALUE {\'sk\': \'a\'}', undefined],
  ['SELECT * FROM T WHERE NOT pk = \'a\'', undefined],
  ['SELECT * FROM T WHERE pk > \'a\'', undefined],
  ['SELECT * FROM T WHERE sk = \'pk\'', undefined],
  ['SELECT pk FROM T', undefined],
  ['INSERT INTO T VALUE {\'pk\': \'a\', \'m\': {\'pk\': \'b\'}}', ['a']],
  ['INSERT INTO T VALUE {\'m\': ?, \'pk\': ?}', ['2']],
  ['UPDATE T SET a = ? WHERE pk = ?', ['2']],
  ['DELETE FROM T WHERE pk = ? AND sk = ?', ['p1']],
])('of %s, the partition keys are %j', (statement, keys) => {
  expect(parseStatement(statement, [{ S: 'p1' }, { N: '2' }]).valuesOf('pk')).toEqual(keys);
});

test.each([
  ['SELECT * FROM T WHERE pk = \'a\' AND begins_with("sk", \'x\')', ['pk', 'sk']],
  ['SELECT a, "b".c FROM T ORDER BY d DESC', ['a', 'b', 'd']],
  ['INSERT INTO T VALUE {\'pk\': \'a\', \'m\': {\'n\': [1, 2]}}', ['pk', 'm']],
  ['UPDATE T SET a = list_append(b, [?]) REMOVE c[0] WHERE pk = \'a\' AND attribute_type(d, \'S\') RETURNING ALL OLD *', [
    'a', 'b', 'c', 'pk', 'd',
  ]],
  ['DELETE FROM T WHERE pk = \'a\' AND e IS MISSING', ['pk', 'e']],
])('%s names the attributes %j', (statement, attributes) => {
  expect(parseStatement(statement).attributes).toEqual(attributes);
});

test.each([
  ['UPDATE T SET a = 1 WHERE pk = 1', 'NONE'],
  ['UPDATE T SET a = 1 WHERE pk = 1 RETURNING MODIFIED NEW *', 'UPDATED_NEW'],
  ['DELETE FROM T WHERE pk = 1 RETURNING ALL OLD *', 'ALL_OLD'],
])('%s returns %s', (statement, returned) => {
  expect(parseStatement(statement).returnValues).toBe(returned);
});
