import { Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { DynamoAccessRole, FieldEncryption, LambdaTableAccess, TableAccessGrants, TableAccessOptions, TableFeature } from '../../src';
import { newFunction, newStack, newTable } from '../support/app';
import '../support/quiet';

type BadInput = (stack: Stack) => Partial<TableAccessOptions>;

const features = (...list: TableFeature[]): BadInput => () => ({ features: list });
const custom = (options: object): BadInput => features(TableFeature.custom({ name: 'NEW', why: 'to test it', ...options }));
const context = (encryptionContext: any): BadInput => (stack) => ({
  fieldEncryption: FieldEncryption.envelope(new Key(stack, 'Key'), { encryptionContext }),
});

const EAGER: [string, BadInput, string][] = [
  ['no features', features(),
    'features []; expected at least one TableFeature; '
    + 'list what is done with the table, for example TableFeature.READ_ITEM [cdk-dynamo-access:emptyList]'],
  ['a feature twice', features(TableFeature.QUERY, TableFeature.READ_ITEM, TableFeature.QUERY),
    'feature QUERY twice; expected each feature once; remove one of them [cdk-dynamo-access:duplicate]'],
  ['a narrowed feature twice', features(TableFeature.QUERY.onTable(), TableFeature.QUERY.onTable()),
    'feature QUERY.onTable() twice; expected each feature once; remove one of them [cdk-dynamo-access:duplicate]'],
  ['indexes on a feature without index-capable actions', features(TableFeature.READ_ITEM.onIndexes('x')),
    "feature READ_ITEM.onIndexes('x'); expected a feature that reaches indexes, such as QUERY or SCAN, before a call that says which; "
    + 'write READ_ITEM [cdk-dynamo-access:featureReach]'],
  ['onTable() on a feature without index-capable actions', features(TableFeature.BATCH.onTable()),
    'feature BATCH.onTable(); expected a feature that reaches indexes, such as QUERY or SCAN, before a call that says which; write BATCH '
      + '[cdk-dynamo-access:featureReach]'],
  ['onAnyIndex() on a feature without index-capable actions', features(TableFeature.DESCRIBE_TABLE.onAnyIndex()),
    'feature DESCRIBE_TABLE.onAnyIndex(); '
    + 'expected a feature that reaches indexes, such as QUERY or SCAN, before a call that says which; write DESCRIBE_TABLE '
    + '[cdk-dynamo-access:featureReach]'],
  ['no index name', features(TableFeature.QUERY.onIndexes()),
    'feature QUERY.onIndexes(); expected the names of indexes, each once, of 3 to 255 letters, digits, and _ . -; '
    + 'name the indexes, or use onAnyIndex() for all that the table may have [cdk-dynamo-access:indexNames]'],
  ['an index name twice', features(TableFeature.QUERY.onIndexes('byDate', 'byDate')),
    "feature QUERY.onIndexes('byDate', 'byDate'); expected the names of indexes, each once, of 3 to 255 letters, digits, and _ . -; "
    + 'name the indexes, or use onAnyIndex() for all that the table may have [cdk-dynamo-access:indexNames]'],
  ['an index name that is too short', features(TableFeature.SCAN.onIndexes('by')),
    "feature SCAN.onIndexes('by'); expected the names of indexes, each once, of 3 to 255 letters, digits, and _ . -; "
    + 'name the indexes, or use onAnyIndex() for all that the table may have [cdk-dynamo-access:indexNames]'],
  ['an index name with a wildcard', features(TableFeature.CRUD.onIndexes('by*')),
    "feature CRUD.onIndexes('by*'); expected the names of indexes, each once, of 3 to 255 letters, digits, and _ . -; "
    + 'name the indexes, or use onAnyIndex() for all that the table may have [cdk-dynamo-access:indexNames]'],
  ['a custom feature without actions', custom({}),
    'custom feature NEW without actions; expected at least one of tableActions, indexActions, streamActions and accountActions; '
    + 'list the actions under the resource that AWS authorizes them on [cdk-dynamo-access:emptyList]'],
  ['a custom feature that only uses the key of the table', custom({ usesTableKey: true }),
    'custom feature NEW without actions; expected at least one of tableActions, indexActions, streamActions and accountActions; '
    + 'list the actions under the resource that AWS authorizes them on [cdk-dynamo-access:emptyList]'],
  ['a custom action without a service', custom({ tableActions: ['GetItem'] }),
    "custom feature NEW: action 'GetItem'; expected the form dynamodb:ActionName, without wildcards; "
    + 'write each action by its full name, as in dynamodb:GetItem [cdk-dynamo-access:customAction]'],
  ['a custom action of another service', custom({ accountActions: ['s3:ListAllMyBuckets'] }),
    "custom feature NEW: action 's3:ListAllMyBuckets'; expected the form dynamodb:ActionName, without wildcards; "
    + 'write each action by its full name, as in dynamodb:GetItem [cdk-dynamo-access:customAction]'],
  ['a custom action with a wildcard', custom({ tableActions: ['dynamodb:Get*'] }),
    "custom feature NEW: action 'dynamodb:Get*'; expected the form dynamodb:ActionName, without wildcards; "
    + 'write each action by its full name, as in dynamodb:GetItem [cdk-dynamo-access:customAction]'],
  ['the second of two custom actions with a wildcard', custom({ tableActions: ['dynamodb:GetItem', 'dynamodb:*'] }),
    "custom feature NEW: action 'dynamodb:*'; expected the form dynamodb:ActionName, without wildcards; "
    + 'write each action by its full name, as in dynamodb:GetItem [cdk-dynamo-access:customAction]'],
  ['dynamodb:TransactWriteItems as a custom action', custom({ tableActions: ['dynamodb:TransactWriteItems'] }),
    "custom feature NEW: action 'dynamodb:TransactWriteItems'; "
    + 'expected an IAM action; this is an API operation that has none of its own; use TableFeature.TRANSACT_WRITE [cdk-dynamo-access:customAction]'],
  ['dynamodb:TransactGetItems as a custom action', custom({ tableActions: ['dynamodb:TransactGetItems'] }),
    "custom feature NEW: action 'dynamodb:TransactGetItems'; "
    + 'expected an IAM action; this is an API operation that has none of its own; use TableFeature.TRANSACT_READ [cdk-dynamo-access:customAction]'],
  ['a stream action on the table', custom({ tableActions: ['dynamodb:GetRecords'] }),
    "custom feature NEW: action 'dynamodb:GetRecords' among the table actions; "
    + 'expected a place that AWS authorizes it on: stream; move it to streamActions [cdk-dynamo-access:customActionPlace]'],
  ['a table action on the indexes', custom({ indexActions: ['dynamodb:PutItem'] }),
    "custom feature NEW: action 'dynamodb:PutItem' among the index actions; "
    + 'expected a place that AWS authorizes it on: table; move it to tableActions [cdk-dynamo-access:customActionPlace]'],
  ['an action on tables and indexes on the account', custom({ accountActions: ['dynamodb:Query'] }),
    "custom feature NEW: action 'dynamodb:Query' among the account actions; "
    + 'expected a place that AWS authorizes it on: table and index; move it to tableActions and indexActions [cdk-dynamo-access:customActionPlace]'],
  ['an account action on the table', custom({ tableActions: ['dynamodb:ListTables'] }),
    "custom feature NEW: action 'dynamodb:ListTables' among the table actions; "
    + 'expected a place that AWS authorizes it on: no resource, only the whole account; move it to accountActions '
    + '[cdk-dynamo-access:customActionPlace]'],
  ['an empty encryption context', context({}),
    'encryptionContext {}; expected at least one pair of non-empty strings, no two keys that differ in case alone, '
    + 'and no *, which is no wildcard here; '
    + 'name the pairs that the client sends to KMS, or leave encryptionContext out [cdk-dynamo-access:encryptionContext]'],
  ['an empty key in the encryption context', context({ '': 'orders' }),
    'encryptionContext {"":"orders"}; expected at least one pair of non-empty strings, no two keys that differ in case alone, '
    + 'and no *, which is no wildcard here; '
    + 'name the pairs that the client sends to KMS, or leave encryptionContext out [cdk-dynamo-access:encryptionContext]'],
  ['an empty value in the encryption context', context({ tenant: 'a', table: '' }),
    'encryptionContext {"tenant":"a","table":""}; expected at least one pair of non-empty strings, no two keys that differ in case alone, '
    + 'and no *, which is no wildcard here; '
    + 'name the pairs that the client sends to KMS, or leave encryptionContext out [cdk-dynamo-access:encryptionContext]'],
  ['keys in the encryption context that differ in case alone', context({ tenant: 'a', Tenant: 'b' }),
    'encryptionContext {"tenant":"a","Tenant":"b"}; expected at least one pair of non-empty strings, no two keys that differ in case alone, '
    + 'and no *, which is no wildcard here; '
    + 'name the pairs that the client sends to KMS, or leave encryptionContext out [cdk-dynamo-access:encryptionContext]'],
  ['a wildcard in the encryption context', context({ tenant: 'a*' }),
    'encryptionContext {"tenant":"a*"}; expected at least one pair of non-empty strings, no two keys that differ in case alone, '
    + 'and no *, which is no wildcard here; '
    + 'name the pairs that the client sends to KMS, or leave encryptionContext out [cdk-dynamo-access:encryptionContext]'],
  ['CHANGE_TABLE_KEY without a key', features(TableFeature.CHANGE_TABLE_KEY),
    'feature CHANGE_TABLE_KEY without a key; expected the customer managed key that the table is to have; pass it as tableKey '
      + '[cdk-dynamo-access:missingOption]'],
  ['a Region without a number', () => ({ regions: ['eu-west'] }),
    "region 'eu-west'; expected the name of an AWS Region, for example eu-west-1; correct it, or remove it from regions "
      + '[cdk-dynamo-access:regionName]'],
  ['a Region in capitals', () => ({ regions: ['us-east-1', 'EU-WEST-1'] }),
    "region 'EU-WEST-1'; expected the name of an AWS Region, for example eu-west-1; correct it, or remove it from regions "
      + '[cdk-dynamo-access:regionName]'],
  ['an Availability Zone', () => ({ regions: ['eu-west-1a'] }),
    "region 'eu-west-1a'; expected the name of an AWS Region, for example eu-west-1; correct it, or remove it from regions "
      + '[cdk-dynamo-access:regionName]'],
  ['an empty Region', () => ({ regions: [''] }),
    "region ''; expected the name of an AWS Region, for example eu-west-1; correct it, or remove it from regions [cdk-dynamo-access:regionName]"],
];

test.each(EAGER)('fails when given %s', (_name, badInput, message) => {
  const stack = newStack();
  const table = newTable(stack, 'Table');

  expect(() => new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.READ_ITEM], ...badInput(stack) }))
    .toThrow(new Error(`[Stack/Access] ${message}`));
});

describe('the message names the construct', () => {
  test('a LambdaTableAccess', () => {
    const stack = newStack();
    expect(() => new LambdaTableAccess(stack, 'Orders', { function: newFunction(stack, 'Fn'), table: newTable(stack, 'Table'), features: [] }))
      .toThrow(/^\[Stack\/Orders\] features \[\];/);
  });

  test('a later addTableAccess', () => {
    const stack = newStack();
    const table = newTable(stack, 'Table');
    const access = new DynamoAccessRole(stack, 'Orders', { table, features: [TableFeature.READ_ITEM] });
    expect(() => access.addTableAccess({ table, features: [] })).toThrow(/^\[Stack\/Orders\] features \[\];/);
  });

  test('the table of TableAccessGrants', () => {
    const stack = newStack();
    const grants = TableAccessGrants.fromTable(newTable(stack, 'Table'));
    expect(() => grants.features(newFunction(stack, 'Fn'))).toThrow(/^\[Stack\/Table\] features \[\];/);
  });
});
