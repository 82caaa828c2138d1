import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ClientProfile, DynamoAccessRole, EncryptionMode, FieldEncryption, RoleLogs, TableFeature } from '../../src';
import { newStack, Statement, statementsOf } from '../support/app';
import '../support/quiet';

/*
 * The policies of pydynox' guide "IAM permissions", for a table that has the index byEmail.
 */
const TABLE = 'arn:aws:dynamodb:us-east-1:123456789012:table/users';
const KEY = 'arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012';

interface Access {
  readonly features: TableFeature[];
  readonly profile?: ClientProfile;
  readonly mode?: EncryptionMode;
}

function statements({ features, profile, mode }: Access): Statement[] {
  const stack = newStack({}, { account: '123456789012', region: 'us-east-1' });
  new DynamoAccessRole(stack, 'Access', {
    table: Table.fromTableArn(stack, 'Users', TABLE),
    features,
    logs: RoleLogs.none(),
    fieldEncryption: profile && FieldEncryption.forClient(profile, Key.fromKeyArn(stack, 'Key', KEY), { mode }),
  });
  return statementsOf(stack);
}

/** Queries and scans on the table and on its one index. */
const CRUD = [TableFeature.CRUD.onTable(), TableFeature.CRUD.onIndexes('byEmail')];

test('basic CRUD also reaches the index', () => {
  expect(statements({ features: CRUD })).toEqual([
    { actions: ['DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'].map((name) => `dynamodb:${name}`), resources: [TABLE] },
    { actions: ['dynamodb:Query', 'dynamodb:Scan'], resources: [`${TABLE}/index/byEmail`] },
  ]);
});

test('batch operations are as in the guide', () => {
  expect(statements({ features: [TableFeature.BATCH] })).toEqual([
    { actions: ['dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem'], resources: [TABLE] },
  ]);
});

test('table management is as in the guide', () => {
  expect(statements({ features: [TableFeature.TABLE_MANAGEMENT] })).toEqual([
    { actions: ['CreateTable', 'DeleteTable', 'DescribeTable', 'UpdateTable'].map((name) => `dynamodb:${name}`), resources: [TABLE] },
  ]);
});

describe.each([
  ['since 0.14', ClientProfile.pydynox(), 'kms:GenerateDataKey'],
  ['before 0.14', ClientProfile.pydynox({ directEncryption: true }), 'kms:Encrypt'],
])('the complete example, %s,', (_edition, profile, writes) => {
  const features = [...CRUD, TableFeature.BATCH];

  test('reads and writes encrypted fields', () => {
    expect(statements({ features, profile })).toEqual([
      {
        actions: ['BatchGetItem', 'BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem']
          .map((name) => `dynamodb:${name}`),
        resources: [TABLE],
      },
      { actions: ['dynamodb:Query', 'dynamodb:Scan'], resources: [`${TABLE}/index/byEmail`] },
      { actions: ['kms:Decrypt', writes].sort(), resources: [KEY] },
    ]);
  });

  test('writes encrypted fields that it can\'t read', () => {
    expect(statements({ features, profile, mode: EncryptionMode.WRITE_ONLY }).pop()).toEqual({ actions: [writes], resources: [KEY] });
  });

  test('reads encrypted fields that it can\'t write', () => {
    expect(statements({ features, profile, mode: EncryptionMode.READ_ONLY }).pop()).toEqual({ actions: ['kms:Decrypt'], resources: [KEY] });
  });
});
