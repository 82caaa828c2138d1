/**
 * Roles whose rows, attributes, requests or tables are limited, and roles that are denied something.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
import {
  BatchGetItemCommand, BatchWriteItemCommand, DeleteItemCommand, DeleteTableCommand, DynamoDBClient, ExecuteStatementCommand,
  GetItemCommand, PutItemCommand, QueryCommand, ScanCommand, UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { versionOf } from './version';
import { AccessCondition, AttributeScope, RowScope, TableDenial, TableFeature } from '../../../src';
import { INTERNET, Network } from '../../../src/local/endpoint/network';
import { TagValues } from '../../../src/local/endpoint/tags';
import { Attempt } from '../attempts';
import { REPLICA_REGION } from '../loopback';
import { requestsForRow, statementsForRow, statementsInTransaction, statementsWithoutRow, transactionsForRow } from '../requests';
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

/** What a table's name makes, in other circumstances than those of the role. */
function forbidding(requests: (table: string) => Command[], otherwise: Omit<Forbidden, 'command'> = {}): (table: string) => Forbidden[] {
  return (table) => requests(table).map((command) => ({ command, ...otherwise }));
}

const ITEMS = [
  TableFeature.READ_ITEM, TableFeature.PUT_ITEM, TableFeature.UPDATE_ITEM, TableFeature.DELETE_ITEM, TableFeature.QUERY.onTable(),
  TableFeature.BATCH,
];
const STATEMENTS = [TableFeature.PARTIQL.onTable()];

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

const OF_TENANT = {
  scope: () => ({ rows: RowScope.ofPrefixes('TENANT#${aws:PrincipalTag/TenantId}#') }),
  circumstances: { context: { 'aws:PrincipalTag/TenantId': '1' } },
};

/** The requests for a tenant's own rows, for who has another tag. */
function forOtherTags(requests: (table: string) => Command[]): (table: string) => Forbidden[] {
  return (table) => ['2', '12', '', '*', 'TENANT'].flatMap((TenantId) =>
    forbidding(requests, { context: { 'aws:PrincipalTag/TenantId': TenantId } })(table));
}

const ROWS: Workload[] = [
  {
    client: CLIENT,
    name: 'rows by their value',
    features: ITEMS,
    scope: () => ({ rows: RowScope.ofValues('order') }),
    run: running((table) => requestsForRow(table, 'order')),
    forbidden: forbidding((table) => OTHER_VALUES.flatMap((other) => requestsForRow(table, other, 'order'))),
  },
  {
    client: CLIENT,
    name: 'rows by their value, in statements',
    features: STATEMENTS,
    scope: () => ({ rows: RowScope.ofValues('order') }),
    run: running((table) => statementsForRow(table, 'order')),
    forbidden: forbidding((table) => [
      ...OTHER_VALUES.flatMap((other) => statementsForRow(table, other, 'order')), ...statementsWithoutRow(table, 'order'),
    ]),
  },
  {
    client: CLIENT,
    name: 'rows of the tenant whose tag the role has, on table and index',
    features: [...ITEMS, TableFeature.QUERY.onIndexes(BY_CUSTOMER)],
    ...OF_TENANT,
    run: running((table) => [...requestsForRow(table, OWN), byCustomer(table, OWN)]),
    forbidden: (table) => [
      ...forbidding((name) => OTHER_TENANTS.flatMap((other) =>
        [...requestsForRow(name, other, OWN), byCustomer(name, other)]))(table),
      ...forOtherTags((name) => [...requestsForRow(name, OWN), byCustomer(name, OWN)])(table),
    ],
  },
  {
    client: CLIENT,
    name: 'rows of the tenant whose tag the role has, in statements',
    features: STATEMENTS,
    ...OF_TENANT,
    run: running((table) => statementsForRow(table, OWN)),
    forbidden: (table) => [
      ...forbidding((name) => [
        ...OTHER_TENANTS.flatMap((other) => statementsForRow(name, other, OWN)), ...statementsWithoutRow(name, OWN),
      ])(table),
      ...forOtherTags((name) => statementsForRow(name, OWN))(table),
    ],
  },
  {
    client: CLIENT,
    name: 'rows in transactions',
    features: [TableFeature.TRANSACTIONS],
    ...OF_TENANT,
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

/** A role that may do what it does under conditions, and the requests in circumstances that don't meet these. */
function under(
  name: string, conditions: AccessCondition[], met: Pick<Workload, 'circumstances' | 'tags'>, others: Omit<Forbidden, 'command'>[],
): Workload[] {
  return ([['', ITEMS, requestsForRow], [', by statements', STATEMENTS, statementsForRow]] as const).map(
    ([kind, features, requests]) => ({
      client: CLIENT,
      name: `${name}${kind}`,
      features: [...features],
      scope: () => ({ conditions }),
      ...met,
      run: running((table) => requests(table, 'order')),
      forbidden: (table) => others.flatMap((other) => forbidding((own) => requests(own, 'order'), other)(table)),
    }),
  );
}

const IN_VPC: Network = { vpc: 'vpc-1', vpcEndpoint: 'vpce-1' };
const OUTSIDE: Network[] = [INTERNET, { vpc: 'vpc-2', vpcEndpoint: 'vpce-2' }];

const CONDITIONS: Workload[] = [
  ...under(
    'within a period', [AccessCondition.between('2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z')],
    { circumstances: { context: { 'aws:CurrentTime': '2026-06-30T12:00:00Z' } } },
    ['2025-12-31T23:59:59Z', '2027-01-01T00:00:00Z', '2027-01-01T00:00:01Z', '2031-06-30T12:00:00Z']
      .map((time) => ({ context: { 'aws:CurrentTime': time } })),
  ),
  ...under(
    'by a team, over TLS, from addresses', [
      AccessCondition.principalTag('team', 'orders'), AccessCondition.tlsOnly(), AccessCondition.fromAddresses('203.0.113.0/24'),
    ],
    { circumstances: { context: { 'aws:PrincipalTag/team': 'orders' } } },
    [
      ...['sales', '', 'Orders'].map((team) => ({ context: { 'aws:PrincipalTag/team': team } })),
      { context: { 'aws:SecureTransport': 'false' } }, { network: { address: '203.0.114.1' } }, { network: IN_VPC },
    ],
  ),
  ...under(
    'from VPCs', [AccessCondition.fromVpcs('vpc-0', 'vpc-1')], { circumstances: { network: IN_VPC } },
    OUTSIDE.map((network) => ({ network })),
  ),
  ...under(
    'from a VPC endpoint', [AccessCondition.fromVpcEndpoints('vpce-1')], { circumstances: { network: IN_VPC } },
    [...OUTSIDE, { vpc: 'vpc-1', vpcEndpoint: 'vpce-3' }].map((network) => ({ network })),
  ),
  ...under(
    'on a table of the team whose tag the role has', [AccessCondition.resourceTag('team', '${aws:PrincipalTag/team}')],
    { circumstances: { context: { 'aws:PrincipalTag/team': 'orders' } }, tags: { team: 'orders' } },
    [
      { tags: { team: 'sales' } }, { tags: { team: 'Orders' } }, { tags: { owner: 'orders' } }, { tags: {} },
      { context: { 'aws:PrincipalTag/team': 'sales' } },
    ],
  ),
];

const OF_FAMILY: Pick<Workload, 'client' | 'features' | 'run'> = {
  client: CLIENT,
  features: [TableFeature.READ_ITEM, TableFeature.PUT_ITEM, TableFeature.QUERY],
  run: running((table) => [
    new PutItemCommand({ TableName: table, Item: { ...KEY, customer: { S: 'order' } } }),
    new GetItemCommand({ TableName: table, Key: KEY }),
    new QueryCommand({ TableName: table, KeyConditionExpression: 'pk = :v', ...hidden }),
    byCustomer(table, 'order'),
    ...onStatus(table, {}).slice(0, 1),
  ]),
};

const FAMILIES: Workload[] = [
  {
    ...OF_FAMILY,
    name: 'the tables with a prefix',
    target: ({ family }) => family,
    neighbours: (table) => Object.fromEntries([
      table.replace('-', '2-'), table.replace('-', '_'), `x${table}`, table.toLowerCase(), table.split('-')[0],
    ].map((name) => [name, {}])),
  },
  {
    ...OF_FAMILY,
    name: 'the tables with a tag',
    target: ({ team }) => team,
    scope: ({ tableKey }) => ({ tableKey }),
    tags: { team: 'orders', stage: 'prod' },
    neighbours: (table): Record<string, TagValues> => ({
      [`${table}2`]: { team: 'sales' }, [`${table}3`]: { team: 'Orders' }, [`${table}4`]: { stage: 'orders' },
    }),
  },
];

const allowing = (actions: string[]) => new PolicyStatement({ actions, resources: ['*'] });

const BOUNDED: Workload = {
  client: CLIENT,
  name: 'within a permissions boundary, whatever it is granted later',
  features: [TableFeature.READ_ITEM, TableFeature.PUT_ITEM],
  boundary: [allowing(['dynamodb:*Item', 'kms:Decrypt', 'logs:*']), new PolicyStatement({
    effect: Effect.DENY, actions: ['dynamodb:Delete*'], resources: ['*'],
  })],
  run: running((table) => [new PutItemCommand({ TableName: table, Item: KEY }), new GetItemCommand({ TableName: table, Key: KEY })]),
  forbidden: forbidding((table) => [
    new DeleteItemCommand({ TableName: table, Key: KEY }),
    new ScanCommand({ TableName: table }),
    new QueryCommand({ TableName: table, KeyConditionExpression: 'pk = :v', ...hidden }),
    ...statementsForRow(table, 'order'),
    new DeleteTableCommand({ TableName: table }),
  ]),
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
    readStatement('*', table, ' OR pk = \'other\''),
    readStatement('*', table, ' AND NOT contains(note, \'x\')'),
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
      ...['note = \'x\'', 'm.pk = \'x\'', 'pk = \'x\' OR note = \'x\''].map((condition) => new ExecuteStatementCommand({
        Statement: `SELECT sk FROM "${table}"${index ? `."${index}"` : ''} WHERE ${condition}`,
      })),
    ]),
    new DeleteTableCommand({ TableName: table }),
  ]),
};

/** Puts an item and reads it again, by its key, from table and indexes. */
const useTable: Workload['run'] = OF_FAMILY.run;

const ELSEWHERE: Workload[] = [
  {
    client: CLIENT,
    name: 'a table and its replica in another Region',
    setting: 'a table in two Regions',
    features: OF_FAMILY.features,
    run: async (session) => {
      await useTable(session);
      await useTable({ ...session, config: { ...session.config, region: REPLICA_REGION } });
    },
  },
  {
    client: CLIENT,
    name: 'a table of another account',
    setting: 'a table of another account',
    features: OF_FAMILY.features,
    run: useTable,
  },
];

export const LIMITED: Workload[] = [...ELSEWHERE, ...ROWS, ...ATTRIBUTES, ...CONDITIONS, ...FAMILIES, BOUNDED, DENIED];
