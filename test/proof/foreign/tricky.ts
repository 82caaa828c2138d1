import { addMissingTables } from './reading';
import { RecordedRequest } from './recorder';

const PLACE = { region: 'eu-west-1', account: '111122223333' };
const ORDERS = 'arn:aws:dynamodb:eu-west-1:111122223333:table/Orders';
const OTHER_ACCOUNT = 'arn:aws:dynamodb:eu-west-1:444455556666:table/Orders';
const TABLES = { [ORDERS]: { partitionKey: 'pk', indexes: { byStatus: 'status' } } };

const ON = { TableName: 'Orders' };
const KEY = { pk: { S: 'a' }, sk: { S: 'b' } };
const item = { ...ON, Key: KEY };
const v = { ':v': { S: 'x' } };
const query = { ...ON, KeyConditionExpression: 'pk = :a', ExpressionAttributeValues: { ':a': { S: 'a' } } };

/** Requests to DynamoDB in forms that are easily misread. */
const PARAMETERS: readonly [operation: string, parameters: RecordedRequest['parameters']][] = [
  // keys
  ['GetItem', { ...ON, Key: { pk: { N: '7' } } }],
  ['GetItem', { ...ON, Key: { pk: { N: '1.0' } } }],
  ['GetItem', { ...ON, Key: { pk: { N: '1E2' } } }],
  ['GetItem', { ...ON, Key: { pk: { B: 'YQ==' } } }],
  ['GetItem', { ...ON, Key: { sk: { S: 'b' } } }],
  ['GetItem', { ...ON, Key: { pk: { S: '' } } }],
  ['PutItem', { ...ON, Item: { pk: { M: { pk: { S: 'a' } } } } }],
  ['GetItem', { ...item, TableName: ORDERS }],
  ['GetItem', { ...item, TableName: OTHER_ACCOUNT }],
  // queries and scans
  ['Query', { ...query, KeyConditionExpression: 'sk = :a AND pk = :a' }],
  ['Query', { ...query, KeyConditionExpression: '(pk = :a) AND (sk > :a)' }],
  ['Query', { ...query, KeyConditionExpression: '#pk=:a', ExpressionAttributeNames: { '#pk': 'pk' } }],
  ['Query', { ...query, KeyConditionExpression: 'pk = :a AND begins_with(sk, :a)' }],
  ['Query', { ...query, KeyConditionExpression: 'pk = :a AND sk BETWEEN :a AND :a' }],
  ['Query', { ...query, IndexName: 'byStatus', KeyConditionExpression: 'status = :a AND pk = :a' }],
  ['Query', { ...query, IndexName: 'byStatus', KeyConditionExpression: 'status = :a', ProjectionExpression: 'pk' }],
  ['Query', { ...query, IndexName: 'byStatus', KeyConditionExpression: 'status = :a', Select: 'ALL_ATTRIBUTES' }],
  ['Query', { ...query, Select: 'COUNT' }],
  ['Query', { ...query, FilterExpression: 'pk = :a OR size(note) > :a' }],
  ['Query', { ...query, ExclusiveStartKey: KEY }],
  ['Query', { ...ON, KeyConditions: { pk: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'a' }] } }, AttributesToGet: ['note'] }],
  ['Query', {
    ...ON, KeyConditions: { pk: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'a' }] } }, QueryFilter: { secret: { ComparisonOperator: 'NULL' } },
  }],
  ['Scan', { ...ON, ScanFilter: { secret: { ComparisonOperator: 'NOT_NULL' } }, Segment: 0, TotalSegments: 2 }],
  ['Scan', { ...ON, FilterExpression: 'pk = :a', ExpressionAttributeValues: query.ExpressionAttributeValues }],
  ['Scan', { ...ON, IndexName: 'byStatus', AttributesToGet: ['pk'] }],
  ['Scan', { ...ON, Select: 'COUNT', ReturnConsumedCapacity: 'INDEXES' }],
  // attributes in expressions
  ['GetItem', { ...item, ProjectionExpression: 'a.b, list[0], #c', ExpressionAttributeNames: { '#c': 'c.d' } }],
  ['GetItem', { ...item, AttributesToGet: ['a', 'b'] }],
  ['UpdateItem', { ...item, UpdateExpression: 'SET a.b = :v REMOVE c[1] ADD d :v DELETE e :v', ExpressionAttributeValues: v }],
  ['UpdateItem', { ...item, UpdateExpression: 'SET a = if_not_exists(b, :v), c = c + :v, d = list_append(e, :v)', ExpressionAttributeValues: v }],
  ['UpdateItem', { ...item, UpdateExpression: 'set #a = :v remove b', ExpressionAttributeNames: { '#a': 'SET' }, ExpressionAttributeValues: v }],
  ['UpdateItem', { ...item, UpdateExpression: 'REMOVE #e.#f', ExpressionAttributeNames: { '#e': 'e', '#f': 'f' } }],
  ['UpdateItem', {
    ...item, UpdateExpression: 'SET a = :v', ConditionExpression: 'NOT contains(b, :v) AND attribute_type(c, :v) OR d IN (:v)', ExpressionAttributeValues: v,
  }],
  ['UpdateItem', { ...item, AttributeUpdates: { a: { Action: 'DELETE' } }, Expected: { b: { Exists: false } }, ConditionalOperator: 'OR' }],
  ['DeleteItem', { ...item, Expected: { secret: { ComparisonOperator: 'NULL' } }, ReturnValues: 'ALL_OLD' }],
  ['PutItem', { ...ON, Item: { ...KEY, note: { M: { secret: { S: 'x' } } } }, ConditionExpression: 'attribute_not_exists(pk)' }],
  ['PutItem', { ...ON, Item: KEY, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }],
  // several items
  ['BatchGetItem', { RequestItems: { Orders: { Keys: [KEY, { ...KEY, pk: { S: 'c' } }], ProjectionExpression: 'a' }, Other: { Keys: [KEY] } } }],
  ['BatchGetItem', { RequestItems: { [OTHER_ACCOUNT]: { Keys: [KEY], AttributesToGet: ['a'] } } }],
  ['BatchWriteItem', { RequestItems: { Orders: [{ PutRequest: { Item: { ...KEY, x: { S: 'y' } } } }, { DeleteRequest: { Key: { pk: { S: 'c' } } } }] } }],
  ['TransactGetItems', { TransactItems: [{ Get: item }, { Get: { ...item, Key: { pk: { S: 'c' } }, ProjectionExpression: 'a' } }] }],
  ['TransactGetItems', { TransactItems: [{ Get: item }, { Get: { ...item, TableName: OTHER_ACCOUNT } }], ReturnConsumedCapacity: 'TOTAL' }],
  ['TransactWriteItems', {
    TransactItems: [
      { Put: { ...ON, Item: KEY, ConditionExpression: 'attribute_not_exists(secret)' } },
      { Update: { ...item, UpdateExpression: 'SET a = :v', ExpressionAttributeValues: v } },
      { Delete: { ...item, Key: { pk: { S: 'c' } } } },
      { ConditionCheck: { ...item, TableName: 'Other', ConditionExpression: 'a = :v', ExpressionAttributeValues: v } },
    ],
  }],
  ['TransactWriteItems', {
    TransactItems: [{ ConditionCheck: { ...item, ConditionExpression: 'attribute_exists(pk)', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } }],
  }],
  // tables
  ['CreateTable', { ...ON, KeySchema: [], AttributeDefinitions: [], Tags: [{ Key: 'a', Value: 'b' }], ResourcePolicy: '{}' }],
  ['CreateTable', { ...ON, KeySchema: [], AttributeDefinitions: [], Tags: [] }],
  ['RestoreTableToPointInTime', { SourceTableName: 'Orders', TargetTableName: 'Restored' }],
  ['GetRecords', { ShardIterator: `${ORDERS}/stream/2026-11-29T00:00:00.000|1|AAAA|B` }],
  ['ListTagsOfResource', { ResourceArn: `${ORDERS}/index/byStatus` }],
  ['ListBackups', ON],
  ['ListContributorInsights', ON],
  ['ListExports', { TableArn: ORDERS }],
];

/** PartiQL statements in forms that are easily misread. */
const STATEMENTS: readonly (string | readonly [statement: string, ...parameters: object[]])[] = [
  'SELECT * FROM "Orders" WHERE pk = \'a\'',
  'select a, b from Orders where "pk" = \'it\'\'s\'',
  'SELECT * FROM "Orders" WHERE pk = 7',
  'SELECT * FROM "Orders" WHERE pk = 1.0',
  ['SELECT * FROM "Orders" WHERE sk = ? AND pk = ?', { S: 's' }, { S: 'p' }],
  ['SELECT * FROM "Orders" WHERE pk = ?', { N: '1.50' }],
  'SELECT * FROM "Orders" WHERE pk IN [\'a\', \'b\']',
  'SELECT * FROM "Orders" WHERE pk IN (\'a\', \'b\')',
  ['SELECT * FROM "Orders" WHERE pk IN [?, ?]', { S: 'a' }, { S: 'b' }],
  'SELECT * FROM "Orders" WHERE pk = \'a\' OR pk = \'b\'',
  'SELECT * FROM "Orders" WHERE pk = \'a\' OR pk IN [\'b\', \'c\']',
  'SELECT * FROM "Orders" WHERE (pk = \'a\' AND sk = 1) OR (pk = \'b\' AND sk = 2)',
  'SELECT * FROM "Orders" WHERE pk = \'a\' OR sk = \'b\'',
  'SELECT * FROM "Orders" WHERE pk = \'a\' AND (x = 1 OR y = 2)',
  'SELECT * FROM "Orders" WHERE (pk = \'a\')',
  'SELECT * FROM "Orders" WHERE pk = \'a\' AND NOT contains(x, \'y\')',
  'SELECT * FROM "Orders" WHERE NOT pk = \'a\'',
  'SELECT * FROM "Orders" WHERE pk <> \'a\'',
  'SELECT * FROM "Orders" WHERE pk > \'a\'',
  'SELECT * FROM "Orders" WHERE pk > \'a\' AND pk = \'b\'',
  'SELECT * FROM "Orders" WHERE pk = \'a\' AND pk = \'b\'',
  'SELECT * FROM "Orders" WHERE pk BETWEEN \'a\' AND \'b\'',
  'SELECT * FROM "Orders" WHERE x BETWEEN 1 AND 2 AND pk = \'a\'',
  'SELECT * FROM "Orders" WHERE \'a\' = pk',
  'SELECT * FROM "Orders" WHERE begins_with(pk, \'a\')',
  'SELECT * FROM "Orders" WHERE pk = \'a\' AND x IS NOT NULL',
  'SELECT * FROM "Orders" WHERE pk = \'a\' AND x IS MISSING',
  'SELECT * FROM "Orders" WHERE m.pk = \'a\'',
  'SELECT * FROM "Orders" WHERE m.pk = \'a\' AND pk = \'b\'',
  'SELECT * FROM "Orders" WHERE pk.m = \'a\'',
  'SELECT * FROM "Orders" WHERE pk = sk',
  'SELECT * FROM "Orders" WHERE note = \'pk = 1\'',
  'SELECT * FROM "Orders" WHERE note = \'x OR y\' AND pk = \'a\'',
  'SELECT * FROM "Orders"',
  'SELECT pk FROM "Orders" WHERE sk = \'pk\'',
  'SELECT a.b, c[0] FROM "Orders" WHERE pk = \'a\'',
  'SELECT "a.b", "where" FROM "Orders" WHERE pk = \'a\'',
  'SELECT * FROM "Orders" WHERE pk = \'a\' ORDER BY sk DESC',
  'SELECT * FROM "Orders"."byStatus" WHERE status = \'NEW\'',
  'SELECT pk FROM "Orders"."byStatus" WHERE status = \'NEW\'',
  'SELECT * FROM "Orders"."byStatus" WHERE pk = \'a\'',
  `SELECT * FROM "${OTHER_ACCOUNT}" WHERE pk = 'a'`,
  'INSERT INTO "Orders" VALUE {\'pk\': \'a\', \'m\': {\'pk\': \'b\', \'n\': [1, 2]}}',
  ['INSERT INTO "Orders" VALUE {\'m\': ?, \'pk\': ?}', { M: {} }, { S: 'a' }],
  'INSERT INTO "Orders" VALUE {\'sk\': \'a\'}',
  'UPDATE "Orders" SET a = 1 SET b.c = 2 REMOVE d WHERE pk = \'a\' AND sk = \'b\'',
  ['UPDATE "Orders" SET a = ? WHERE pk = ? AND sk = ?', { S: 'x' }, { S: 'a' }, { S: 'b' }],
  'UPDATE "Orders" SET a = list_append(b, [1]) WHERE pk = \'a\' AND attribute_type(c, \'S\') RETURNING ALL OLD *',
  'UPDATE "Orders" SET a = a + 1 WHERE pk = \'a\' RETURNING MODIFIED NEW *',
  'DELETE FROM "Orders" WHERE pk = \'a\' AND e IS MISSING RETURNING ALL OLD *',
  'DELETE FROM "Orders" WHERE sk = \'b\' AND pk = \'a\'',
  'EXISTS(SELECT * FROM "Orders" WHERE pk = \'a\')',
];

const statements = STATEMENTS.map((each): RecordedRequest['parameters'] => {
  const [Statement, ...Parameters] = [each].flat() as [string, ...object[]];
  return Parameters.length === 0 ? { Statement } : { Statement, Parameters };
});

export const TRICKY: readonly RecordedRequest[] = [
  ...PARAMETERS,
  ...statements.map((statement) => ['ExecuteStatement', statement] as const),
  ['BatchExecuteStatement', { Statements: [statements[0], statements[39]] }] as const,
  ['ExecuteTransaction', { TransactStatements: [statements[0], statements[46]] }] as const,
].map(([operation, parameters]) => addMissingTables({ ...PLACE, operation, parameters, tables: TABLES }));
