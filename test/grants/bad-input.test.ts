import { Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { DynamoAccessRole, FieldEncryption, LambdaTableAccess, TableAccessGrants, TableAccessOptions, TableFeature } from '../../src';
import { ErrorId } from '../../src/problems/catalogue';
import { newFunction, newStack, newTable } from '../support/app';
import { errorMatching } from '../support/messages';
import '../support/quiet';

type BadInput = (stack: Stack) => Partial<TableAccessOptions>;

const features = (...list: TableFeature[]): BadInput => () => ({ features: list });
const custom = (options: object): BadInput => features(TableFeature.custom({ name: 'NEW', why: 'to test it', ...options }));
const context = (encryptionContext: any): BadInput => (stack) => ({
  fieldEncryption: FieldEncryption.envelope(new Key(stack, 'Key'), { encryptionContext }),
});

const EAGER: [string, BadInput, string][] = [
  ['no features', features(),
    'features is an empty list; expected at least one feature; write one feature for each operation of the function, such as '
      + 'TableFeature.READ_ITEM for GetItem [cdk-dynamo-access:emptyList]'],
  ['a feature twice', features(TableFeature.QUERY, TableFeature.READ_ITEM, TableFeature.QUERY),
    'features has QUERY twice; expected each feature once; remove one of the two, or correct it [cdk-dynamo-access:duplicate]'],
  ['indexes on a feature without index-capable actions', features(TableFeature.READ_ITEM.onIndexes('x')),
    "READ_ITEM.onIndexes('x') has an index scope, but READ_ITEM has no actions on indexes; expected an index scope only on features such as "
      + 'QUERY and SCAN; write READ_ITEM [cdk-dynamo-access:featureReach]'],
  ['no index name', features(TableFeature.QUERY.onIndexes()),
    'QUERY.onIndexes() names no index; expected index names of 3 to 255 letters, digits and _ . - with each name once; correct the names, or '
      + 'write onAnyIndex() for all indexes that the table may have [cdk-dynamo-access:indexNames]'],
  ['an index name twice', features(TableFeature.QUERY.onIndexes('byDate', 'byDate')),
    "QUERY.onIndexes('byDate', 'byDate') has 'byDate' twice; expected index names of 3 to 255 letters, digits and _ . - with each name once; "
      + 'correct the names, or write onAnyIndex() for all indexes that the table may have [cdk-dynamo-access:indexNames]'],
  ['an index name that is too short', features(TableFeature.SCAN.onIndexes('by')),
    "SCAN.onIndexes('by') has 'by', which no index can have as its name; expected index names of 3 to 255 letters, digits and _ . - with each "
      + 'name once; correct the names, or write onAnyIndex() for all indexes that the table may have [cdk-dynamo-access:indexNames]'],
  ['a custom feature without actions', custom({}),
    'the custom feature NEW has no actions; expected actions in tableActions, indexActions, streamActions or accountActions; add the actions '
      + 'to the list of the resource that AWS authorizes them on [cdk-dynamo-access:emptyList]'],
  ['a custom action without a service', custom({ tableActions: ['GetItem'] }),
    "the custom feature NEW has the action 'GetItem'; expected an action in the form dynamodb:ActionName without wildcards; write the full "
      + 'name of each action, such as dynamodb:GetItem [cdk-dynamo-access:customAction]'],
  ['dynamodb:TransactWriteItems as a custom action', custom({ tableActions: ['dynamodb:TransactWriteItems'] }),
    "the custom feature NEW has the action 'dynamodb:TransactWriteItems', which is an API operation without an IAM action; expected an action "
      + 'that IAM has; use TableFeature.TRANSACT_WRITE or one of its four parts [cdk-dynamo-access:customAction]'],
  ['a stream action on the table', custom({ tableActions: ['dynamodb:GetRecords'] }),
    "the custom feature NEW has the action 'dynamodb:GetRecords' in tableActions, where it allows nothing; expected the action in the list of "
      + 'each resource type that AWS authorizes it on: stream; move the action to streamActions [cdk-dynamo-access:customActionPlace]'],
  ['a table action on the indexes', custom({ indexActions: ['dynamodb:PutItem'] }),
    "the custom feature NEW has the action 'dynamodb:PutItem' in indexActions, where it allows nothing; expected the action in the list of "
      + 'each resource type that AWS authorizes it on: table; move the action to tableActions [cdk-dynamo-access:customActionPlace]'],
  ['an action on tables and indexes on the account', custom({ accountActions: ['dynamodb:Query'] }),
    "the custom feature NEW has the action 'dynamodb:Query' in accountActions, where it allows nothing; expected the action in the list of "
      + 'each resource type that AWS authorizes it on: table and index; move the action to tableActions and indexActions '
      + '[cdk-dynamo-access:customActionPlace]'],
  ['an account action on the table', custom({ tableActions: ['dynamodb:ListTables'] }),
    "the custom feature NEW has the action 'dynamodb:ListTables' in tableActions, where it allows nothing; expected the action in "
      + 'accountActions, because AWS authorizes it on no resource; move the action to accountActions [cdk-dynamo-access:customActionPlace]'],
  ['an empty encryption context', context({}),
    'encryptionContext is {}; expected pairs of texts that are not empty and have no *, with keys that differ in more than case; write the '
      + 'pairs that the client sends to KMS, or leave encryptionContext out [cdk-dynamo-access:encryptionContext]'],
  ['CHANGE_TABLE_KEY without a key', features(TableFeature.CHANGE_TABLE_KEY),
    'the feature CHANGE_TABLE_KEY needs the option tableKey; expected the customer managed key that the table will have; pass the key as '
      + 'tableKey [cdk-dynamo-access:missingOption]'],
  ['a Region without a number', () => ({ regions: ['eu-west'] }),
    "regions has 'eu-west', which is no Region name; expected the name of an AWS Region, such as eu-west-1; correct the name, or remove it "
      + 'from regions [cdk-dynamo-access:regionName]'],
];

test.each(EAGER)('an access fails with %s', (_name, badInput, message) => {
  const stack = newStack();
  const table = newTable(stack, 'Table');

  expect(() => new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.READ_ITEM], ...badInput(stack) }))
    .toThrow(new Error(`[Stack/Access] ${message}`));
});

/** Other values with the same errors. */
const SIMILAR: [string, BadInput, ErrorId, string][] = [
  ['a narrowed feature twice', features(TableFeature.QUERY.onTable(), TableFeature.QUERY.onTable()), 'duplicate', 'QUERY.onTable()'],
  ['onTable() on a feature without index-capable actions', features(TableFeature.BATCH.onTable()), 'featureReach', 'BATCH'],
  ['onAnyIndex() on a feature without index-capable actions', features(TableFeature.DESCRIBE_TABLE.onAnyIndex()), 'featureReach', 'DESCRIBE_TABLE'],
  ['an index name with a wildcard', features(TableFeature.CRUD.onIndexes('by*')), 'indexNames', "'by*'"],
  ['a custom feature that only uses the key of the table', custom({ usesTableKey: true }), 'emptyList', 'NEW'],
  ['a custom action of another service', custom({ accountActions: ['s3:ListAllMyBuckets'] }), 'customAction', "'s3:ListAllMyBuckets'"],
  ['a custom action with a wildcard', custom({ tableActions: ['dynamodb:Get*'] }), 'customAction', "'dynamodb:Get*'"],
  ['the second of two custom actions with a wildcard', custom({ tableActions: ['dynamodb:GetItem', 'dynamodb:*'] }), 'customAction', "'dynamodb:*'"],
  ['dynamodb:TransactGetItems as a custom action', custom({ tableActions: ['dynamodb:TransactGetItems'] }), 'customAction', "'dynamodb:TransactGetItems'"],
  ['an empty key in the encryption context', context({ '': 'orders' }), 'encryptionContext', '{"":"orders"}'],
  ['an empty value in the encryption context', context({ tenant: 'a', table: '' }), 'encryptionContext', '{"tenant":"a","table":""}'],
  ['keys in the encryption context that differ in case alone', context({ tenant: 'a', Tenant: 'b' }), 'encryptionContext', '{"tenant":"a","Tenant":"b"}'],
  ['a wildcard in the encryption context', context({ tenant: 'a*' }), 'encryptionContext', '{"tenant":"a*"}'],
  ['a Region in capitals', () => ({ regions: ['us-east-1', 'EU-WEST-1'] }), 'regionName', "'EU-WEST-1'"],
  ['an Availability Zone', () => ({ regions: ['eu-west-1a'] }), 'regionName', "'eu-west-1a'"],
  ['an empty Region', () => ({ regions: [''] }), 'regionName', "''"],
];

test.each(SIMILAR)('an access also fails with %s', (_name, badInput, id, value) => {
  const stack = newStack();
  const table = newTable(stack, 'Table');

  expect(() => new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.READ_ITEM], ...badInput(stack) }))
    .toThrow(errorMatching('Stack/Access', id, value));
});

describe('the message names the construct', () => {
  test('a LambdaTableAccess', () => {
    const stack = newStack();
    expect(() => new LambdaTableAccess(stack, 'Orders', { function: newFunction(stack, 'Fn'), table: newTable(stack, 'Table'), features: [] }))
      .toThrow(errorMatching('Stack/Orders', 'emptyList', 'features'));
  });

  test('a later addTableAccess', () => {
    const stack = newStack();
    const table = newTable(stack, 'Table');
    const access = new DynamoAccessRole(stack, 'Orders', { table, features: [TableFeature.READ_ITEM] });
    expect(() => access.addTableAccess({ table, features: [] })).toThrow(errorMatching('Stack/Orders', 'emptyList', 'features'));
  });

  test('the table of TableAccessGrants', () => {
    const stack = newStack();
    const grants = TableAccessGrants.fromTable(newTable(stack, 'Table'));
    expect(() => grants.features(newFunction(stack, 'Fn'))).toThrow(errorMatching('Stack/Table', 'emptyList', 'features'));
  });
});
