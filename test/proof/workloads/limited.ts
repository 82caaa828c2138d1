/**
 * Roles whose rows, attributes, requests or tables are limited, and roles that are denied something.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
import {
  BatchGetItemCommand, BatchWriteItemCommand, DeleteItemCommand, DeleteTableCommand, DynamoDBClient, ExecuteStatementCommand,
  GetItemCommand, PutItemCommand, QueryCommand, ScanCommand, UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { versionOf } from './version';
import { AccessCondition, AttributeScope, RowScope, TableDenial, TableFeature } from '../../../src';
import { Attempt } from '../attempts';
import { Context } from '../endpoint/permission';
import { requestsForRow, statementsInTransaction, statementsWithoutRow, transactionsForRow } from '../requests';
import { BY_CUSTOMER, BY_STATUS, Forbidden, Session, Workload } from '../workload';

type Command = Attempt['command'];

const CLIENT = versionOf('@aws-sdk/client-dynamodb');

/** Runs what a table's name makes, in turn. */
function running(requests: (table: string) => Command[]): Workload['run'] {
  return async ({ config, table }: Session) => {
    const client = new DynamoDBClient(config);
    for (const command of requests(table)) await client.send(command as any);
  };
}

function forbidding(requests: (table: string) => Command[], context?: Context): (table: string) => Forbidden[] {
  return (table) => requests(table).map((command) => ({ command, context }));
}

const ITEMS = [
  TableFeature.READ_ITEM, TableFeature.PUT_ITEM, TableFeature.UPDATE_ITEM, TableFeature.DELETE_ITEM, TableFeature.QUERY.onTable(),
  TableFeature.BATCH, TableFeature.PARTIQL.onTable(),
];

const byCustomer = (table: string, customer: string) => new QueryCommand({
  TableName: table,
  IndexName: BY_CUSTOMER,
  KeyConditionExpression: 'customer = :c',
  ExpressionAttributeValues: { ':c': { S: customer } },
});

const OTHER_VALUES = ['orders', 'Order', 'ORDER', 'orde', ' order', 'order ', '*', 'o*', 'order*', '?rder'];
const OTHER_TENANTS = [
  'TENANT#2#order', 'TENANT#12#order', 'TENANT#1', 'TENANT#', 'TENANT', 'tenant#1#order', 'XTENANT#1#order', '*',
  'TENANT#*#order', 'TENANT#${aws:PrincipalTag/TenantId}#order',
];
const OWN = 'TENANT#1#order';

const ROWS: Workload[] = [
  {
    client: CLIENT,
    name: 'rows by their value',
    features: ITEMS,
    scope: () => ({ rows: RowScope.ofValues('order') }),
    run: running((table) => requestsForRow(table, 'order')),
    forbidden: forbidding((table) => [
      ...OTHER_VALUES.flatMap((other) => requestsForRow(table, other, 'order')), ...statementsWithoutRow(table, 'order'),
    ]),
  },
  {
    client: CLIENT,
    name: 'rows of the tenant whose tag the role has, on table and index',
    features: [...ITEMS, TableFeature.QUERY.onIndexes(BY_CUSTOMER)],
    scope: () => ({ rows: RowScope.ofPrefixes('TENANT#${aws:PrincipalTag/TenantId}#') }),
    context: { 'aws:PrincipalTag/TenantId': '1' },
    run: running((table) => [...requestsForRow(table, OWN), byCustomer(table, OWN)]),
    forbidden: (table) => [
      ...forbidding((name) => [
        ...OTHER_TENANTS.flatMap((other) => [...requestsForRow(name, other, OWN), byCustomer(name, other)]),
        ...statementsWithoutRow(name, OWN),
      ])(table),
      // the same rows, for who has another tag
      ...['2', '12', '', '*', 'TENANT'].flatMap((TenantId) => forbidding(
        (name) => [...requestsForRow(name, OWN), byCustomer(name, OWN)], { 'aws:PrincipalTag/TenantId': TenantId },
      )(table)),
    ],
  },
  {
    client: CLIENT,
    name: 'rows in transactions',
    features: [TableFeature.TRANSACTIONS],
    scope: () => ({ rows: RowScope.ofPrefixes('TENANT#${aws:PrincipalTag/TenantId}#') }),
    context: { 'aws:PrincipalTag/TenantId': '1' },
    run: running((table) => transactionsForRow(table, OWN)),
    forbidden: forbidding((table) => OTHER_TENANTS.flatMap((other) => transactionsForRow(table, other, OWN))),
  },
];

const KEY = { pk: { S: 'order' }, sk: { S: '1' } };
const READ = ['pk', 'sk', 'status'];
const hidden = { ExpressionAttributeValues: { ':v': { S: 'x' } } };

/** Reads, each with what it lists or compares. */
function readsOf(TableName: string, options: object): Command[] {
  return [
    new GetItemCommand({ TableName, Key: KEY, ...options }),
    new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [KEY], ...options } } }),
    ...searchesOf(TableName, options),
  ];
}

function searchesOf(TableName: string, options: object): Command[] {
  const KeyConditions = { pk: { ComparisonOperator: 'EQ' as const, AttributeValueList: [KEY.pk] } };
  return [
    new QueryCommand({ TableName, KeyConditions, ...options }),
    new ScanCommand({ TableName, ...options }),
  ];
}

function updateOf(TableName: string, attribute: string, options: object = {}): Command {
  return new UpdateItemCommand({ TableName, Key: KEY, UpdateExpression: `SET ${attribute} = :v`, ...hidden, ...options });
}

const readStatement = (what: string, table: string, and = '') => new ExecuteStatementCommand({
  Statement: `SELECT ${what} FROM "${table}" WHERE pk = 'order'${and}`,
});
const updateStatement = (what: string, table: string, end = '') => new ExecuteStatementCommand({
  Statement: `UPDATE "${table}" SET ${what} = 'x' WHERE pk = 'order' AND sk = '1'${end}`,
});

const HIDING = [
  { AttributesToGet: ['pk', 'secret'] }, { AttributesToGet: ['secret'] }, {}, { Select: 'ALL_ATTRIBUTES' },
  { ConsistentRead: true },
];

const ATTRIBUTES: Workload[] = [
  {
    client: CLIENT,
    name: 'attributes by their names',
    features: [
      TableFeature.READ_ITEM, TableFeature.UPDATE_ITEM, TableFeature.QUERY.onTable(), TableFeature.SCAN.onTable(),
      TableFeature.BATCH_READ, TableFeature.PARTIQL_SELECT.onTable(), TableFeature.PARTIQL_UPDATE,
    ],
    scope: () => ({ attributes: AttributeScope.ofAttributes(...READ) }),
    run: running((table) => [
      updateOf(table, 'status', { UpdateExpression: 'SET #s = :v', ExpressionAttributeNames: { '#s': 'status' } }),
      updateOf(table, '#s', { ExpressionAttributeNames: { '#s': 'status' }, ReturnValues: 'UPDATED_NEW' }),
      ...readsOf(table, { AttributesToGet: READ }),
      readStatement('pk, sk, "status"', table),
      updateStatement('"status"', table, ' RETURNING MODIFIED NEW *'),
    ]),
    forbidden: forbidding((table) => [
      ...HIDING.flatMap((options) => readsOf(table, options)),
      new GetItemCommand({ TableName: table, Key: KEY, ProjectionExpression: 'pk, secret.a' }),
      new GetItemCommand({
        TableName: table, Key: KEY, ProjectionExpression: '#a[0]', ExpressionAttributeNames: { '#a': 'secret' },
      }),
      new ScanCommand({ TableName: table, ProjectionExpression: 'pk', FilterExpression: 'secret = :v', ...hidden }),
      new ScanCommand({ TableName: table, ProjectionExpression: 'pk', FilterExpression: 'begins_with(secret, :v)', ...hidden }),
      new ScanCommand({ TableName: table, ProjectionExpression: 'pk', FilterExpression: 'size(secret) > :v', ...hidden }),
      ...searchesOf(table, { Select: 'COUNT' }),
      updateOf(table, 'secret'),
      updateOf(table, 'secret.a'),
      updateOf(table, '#a', { ExpressionAttributeNames: { '#a': 'secret' } }),
      updateOf(table, 'sk2', { UpdateExpression: 'REMOVE secret', ExpressionAttributeValues: undefined }),
      updateOf(table, 'sk2', { UpdateExpression: 'ADD secret :v' }),
      ...[
        'attribute_exists(secret)', 'secret = :v', 'pk = :v OR secret > :v', 'contains(secret, :v)',
      ].map((ConditionExpression) =>
        updateOf(table, '#s', { ConditionExpression, ExpressionAttributeNames: { '#s': 'status' } })),
      ...['ALL_OLD', 'ALL_NEW'].map((ReturnValues) =>
        updateOf(table, '#s', { ReturnValues, ExpressionAttributeNames: { '#s': 'status' } })),
      ...['*', 'secret', 'pk, secret', 'secret.a'].map((what) => readStatement(what, table)),
      readStatement('pk', table, ' AND secret = \'x\''),
      updateStatement('secret', table),
      updateStatement('"status"', table, ' RETURNING ALL OLD *'),
      updateStatement('"status"', table, ' RETURNING ALL NEW *'),
    ]),
    prepare: putItem,
  },
  {
    client: CLIENT,
    name: 'attributes by their names, returning nothing',
    features: [TableFeature.UPDATE_ITEM, TableFeature.PARTIQL_UPDATE],
    scope: () => ({ attributes: AttributeScope.ofAttributes('pk', 'sk', 'note').returningNothing() }),
    prepare: putItem,
    run: running((table) => [updateOf(table, 'note'), updateStatement('note', table)]),
    forbidden: forbidding((table) => [
      updateOf(table, 'secret'),
      updateStatement('secret', table),
      ...['ALL_OLD', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW'].map((ReturnValues) => updateOf(table, 'note', { ReturnValues })),
      ...['ALL OLD', 'ALL NEW', 'MODIFIED OLD', 'MODIFIED NEW'].map((what) =>
        updateStatement('note', table, ` RETURNING ${what} *`)),
    ]),
  },
  {
    client: CLIENT,
    name: 'attributes that an index projects',
    features: [TableFeature.QUERY.onIndexes(BY_STATUS), TableFeature.SCAN.onIndexes(BY_STATUS)],
    scope: () => ({ attributes: AttributeScope.ofProjections() }),
    run: running((table) => [...onStatus(table, {}), ...onStatus(table, { Select: 'ALL_PROJECTED_ATTRIBUTES' })]),
    forbidden: forbidding((table) => [
      { Select: 'ALL_ATTRIBUTES' }, { Select: 'COUNT' }, { Select: 'SPECIFIC_ATTRIBUTES', AttributesToGet: ['pk', 'secret'] },
      { AttributesToGet: ['secret'] }, { AttributesToGet: ['pk'] },
    ].flatMap((options) => onStatus(table, options))),
  },
  {
    client: CLIENT,
    name: 'any attribute, to write only',
    features: [
      TableFeature.PUT_ITEM, TableFeature.UPDATE_ITEM, TableFeature.DELETE_ITEM, TableFeature.BATCH_WRITE,
      TableFeature.PARTIQL_INSERT, TableFeature.PARTIQL_UPDATE, TableFeature.PARTIQL_DELETE,
    ],
    scope: () => ({ attributes: AttributeScope.writeOnly() }),
    run: running((table) => [
      ...writesOf(table, undefined),
      new BatchWriteItemCommand({ RequestItems: { [table]: [{ PutRequest: { Item: KEY } }] } }),
      updateStatement('note', table),
      deleteStatement(table),
      new ExecuteStatementCommand({ Statement: `INSERT INTO "${table}" VALUE {'pk': 'order', 'sk': '1'}` }),
    ]),
    forbidden: forbidding((table) => [
      ...writesOf(table, 'ALL_OLD'),
      ...['ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW'].map((ReturnValues) => updateOf(table, 'note', { ReturnValues })),
      ...['ALL OLD', 'ALL NEW', 'MODIFIED OLD', 'MODIFIED NEW'].map((what) =>
        updateStatement('note', table, ` RETURNING ${what} *`)),
      deleteStatement(table, ' RETURNING ALL OLD *'),
    ]),
  },
];

async function putItem({ config, table: TableName }: Session): Promise<void> {
  await new DynamoDBClient(config).send(new PutItemCommand({ TableName, Item: { ...KEY, secret: { S: 'x' } } }));
}

function onStatus(TableName: string, options: object): Command[] {
  const on = { TableName, IndexName: BY_STATUS, ...options };
  return [
    new QueryCommand({ ...on, KeyConditions: { status: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'NEW' }] } } }),
    new ScanCommand(on),
  ];
}

function writesOf(TableName: string, ReturnValues: 'ALL_OLD' | undefined): Command[] {
  return [
    new PutItemCommand({ TableName, Item: KEY, ReturnValues }),
    updateOf(TableName, 'note', { ReturnValues }),
    new DeleteItemCommand({ TableName, Key: KEY, ReturnValues }),
  ];
}

const deleteStatement = (table: string, end = '') => new ExecuteStatementCommand({
  Statement: `DELETE FROM "${table}" WHERE pk = 'order' AND sk = '1'${end}`,
});

/** A role that may do what it does under conditions, and the requests' contexts that don't meet these. */
function under(name: string, conditions: AccessCondition[], context: Context, others: Context[]): Workload {
  return {
    client: CLIENT,
    name,
    features: ITEMS,
    scope: () => ({ conditions }),
    context,
    run: running((table) => requestsForRow(table, 'order')),
    forbidden: (table) => others.flatMap((other) => forbidding((own) => requestsForRow(own, 'order'), other)(table)),
  };
}

const CONDITIONS: Workload[] = [
  under(
    'within a period', [AccessCondition.between('2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z')],
    { 'aws:CurrentTime': '2026-06-30T12:00:00Z' },
    ['2025-12-31T23:59:59Z', '2027-01-01T00:00:00Z', '2027-01-01T00:00:01Z', '2031-06-30T12:00:00Z']
      .map((time) => ({ 'aws:CurrentTime': time })),
  ),
  under(
    'by a team, over TLS, from addresses', [
      AccessCondition.principalTag('team', 'orders'), AccessCondition.tlsOnly(), AccessCondition.fromAddresses('203.0.113.0/24'),
    ],
    { 'aws:PrincipalTag/team': 'orders' },
    [
      { 'aws:PrincipalTag/team': 'sales' }, { 'aws:PrincipalTag/team': '' }, { 'aws:PrincipalTag/team': 'Orders' },
      { 'aws:SecureTransport': 'false' }, { 'aws:SourceIp': '203.0.114.1' },
    ],
  ),
];

const FAMILY: Workload = {
  client: CLIENT,
  name: 'the tables with a prefix',
  features: [TableFeature.READ_ITEM, TableFeature.PUT_ITEM, TableFeature.QUERY],
  target: ({ family }) => family,
  run: running((table) => [
    new PutItemCommand({ TableName: table, Item: { ...KEY, customer: { S: 'order' } } }),
    new GetItemCommand({ TableName: table, Key: KEY }),
    new QueryCommand({ TableName: table, KeyConditionExpression: 'pk = :v', ...hidden }),
    byCustomer(table, 'order'),
    ...onStatus(table, {}).slice(0, 1),
  ]),
  neighbours: (table) => [
    table.replace('-', '2-'), table.replace('-', '_'), `x${table}`, table.toLowerCase(), table.split('-')[0],
  ],
};

const DENIED: Workload = {
  client: CLIENT,
  name: 'what it is denied, whatever it is granted later',
  features: [
    TableFeature.READ_ITEM, TableFeature.PUT_ITEM, TableFeature.UPDATE_ITEM, TableFeature.QUERY,
    TableFeature.PARTIQL_SELECT.onTable(),
  ],
  denials: [
    TableDenial.DELETES, TableDenial.PARTIQL_FULL_SCANS, TableDenial.TRANSACTIONS,
    TableDenial.features(TableFeature.SCAN, TableFeature.DELETE_TABLE),
  ],
  run: running((table) => [
    new PutItemCommand({ TableName: table, Item: { ...KEY, customer: { S: 'order' }, status: { S: 'order' } } }),
    new GetItemCommand({ TableName: table, Key: KEY }),
    updateOf(table, 'note'),
    new QueryCommand({ TableName: table, KeyConditionExpression: 'pk = :v', ...hidden }),
    byCustomer(table, 'order'),
    ...onStatus(table, {}).slice(0, 1),
    readStatement('*', table),
  ]),
  forbidden: forbidding((table) => [
    new DeleteItemCommand({ TableName: table, Key: KEY }),
    new BatchWriteItemCommand({ RequestItems: { [table]: [{ DeleteRequest: { Key: KEY } }] } }),
    new BatchWriteItemCommand({ RequestItems: { [table]: [{ PutRequest: { Item: KEY } }] } }),
    deleteStatement(table),
    ...transactionsForRow(table, 'order'),
    ...statementsInTransaction(table),
    ...[undefined, BY_STATUS, BY_CUSTOMER, 'later'].flatMap((index) => [
      new ScanCommand({ TableName: table, IndexName: index }),
      new ExecuteStatementCommand({ Statement: `SELECT * FROM "${table}"${index ? `."${index}"` : ''}` }),
      new ExecuteStatementCommand({ Statement: `SELECT sk FROM "${table}"${index ? `."${index}"` : ''} WHERE note = 'x'` }),
    ]),
    new DeleteTableCommand({ TableName: table }),
  ]),
};

export const LIMITED: Workload[] = [...ROWS, ...ATTRIBUTES, ...CONDITIONS, FAMILY, DENIED];
