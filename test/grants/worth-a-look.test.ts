import { App, Stack } from 'aws-cdk-lib';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { DynamoAccessRole, EncryptionMode, FieldEncryption, RoleLogs, RowScope, TableFeature } from '../../src';
import { ENV, newStack, newTable } from '../support/app';
import { problemsOf, warningsOf } from '../support/messages';
import '../support/quiet';

describe('an access with a field key', () => {
  function warnings(mode: EncryptionMode | undefined, ...features: TableFeature[]): string[] {
    const stack = newStack();
    new DynamoAccessRole(stack, 'Access', {
      table: newTable(stack, 'Table'), features, fieldEncryption: FieldEncryption.envelope(new Key(stack, 'Key'), { mode }), logs: RoleLogs.none(),
    });
    return warningsOf(stack);
  }

  test('that can decrypt alone has a warning where it writes items', () => {
    expect(warnings(EncryptionMode.READ_ONLY, TableFeature.READ_ITEM, TableFeature.PUT_ITEM, TableFeature.BATCH_WRITE)).toEqual([
      '/Stack/Access: PUT_ITEM, BATCH_WRITE on Stack/Table writes items, but the access may only decrypt with the field key; expected an '
        + 'access that may encrypt, because some clients write plain text if they get no key; use EncryptionMode.READ_WRITE or WRITE_ONLY, '
        + 'or acknowledge this warning if the function writes no encrypted fields [ack: cdk-dynamo-access:unencryptedWrites]',
    ]);
  });

  test.each([TableFeature.UPDATE_ITEM, TableFeature.PARTIQL_INSERT, TableFeature.PARTIQL_UPDATE, TableFeature.TRANSACT_WRITE, TableFeature.CRUD])(
    'that can decrypt alone has a warning with %s', (feature) => {
      expect(warnings(EncryptionMode.READ_ONLY, feature)).toHaveLength(1);
    });

  test.each<[EncryptionMode | undefined, TableFeature]>([
    [EncryptionMode.READ_ONLY, TableFeature.READ_ITEM],
    [EncryptionMode.READ_ONLY, TableFeature.DELETE_ITEM],
    [EncryptionMode.WRITE_ONLY, TableFeature.PUT_ITEM],
    [EncryptionMode.READ_WRITE, TableFeature.PUT_ITEM],
    [undefined, TableFeature.PUT_ITEM],
  ])('in the mode %s has none with %s', (mode, feature) => {
    expect(warnings(mode, feature)).toEqual([]);
  });
});

describe('a custom feature', () => {
  function warnings(...tableActions: string[]): string[] {
    const stack = newStack();
    const feature = TableFeature.custom({ name: 'CUSTOM', why: 'to test it', tableActions });
    new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [feature], logs: RoleLogs.none() });
    return warningsOf(stack);
  }

  test('has a warning for an action that is almost one of AWS', () => {
    expect(warnings('dynamodb:GetItems')).toEqual([
      "/Stack/Access: this library does not know the action 'dynamodb:GetItems'; expected an action that IAM has, such as dynamodb:GetItem, "
        + 'because other names allow nothing; write dynamodb:GetItem, or acknowledge this warning if AWS has dynamodb:GetItems now [ack: '
        + 'cdk-dynamo-access:misspeltAction]',
    ]);
  });

  test.each(['dynamodb:UpdatItem', 'dynamodb:QueryI', 'dynamodb:Scann', 'dynamodb:DeletItems'])('has one for %s', (action) => {
    expect(warnings(action)).toHaveLength(1);
  });

  test.each(['dynamodb:GetItem', 'dynamodb:FreezeTable', 'dynamodb:StartBulkPutItems'])('has none for %s', (action) => {
    expect(warnings(action)).toEqual([]);
  });
});

describe('a role in the Region of a replica', () => {
  function warnings(region: string, regions?: string[]): string[] {
    const app = new App();
    const [tables, roles] = [new Stack(app, 'Tables', { env: ENV }), new Stack(app, 'Roles', { env: { ...ENV, region } })];
    const table = new TableV2(tables, 'Table', {
      tableName: 'orders', partitionKey: { name: 'pk', type: AttributeType.STRING }, replicas: [{ region: 'us-east-1' }],
    });
    new DynamoAccessRole(roles, 'Access', { table, features: [TableFeature.READ_ITEM], regions, logs: RoleLogs.none() });
    return warningsOf(roles).filter((warning) => warning.includes('cdk-dynamo-access:'));
  }

  test('that the access doesn\'t cover has a warning', () => {
    expect(warnings('us-east-1')).toEqual([
      '/Roles/Access: Roles/Access/Role is in us-east-1, where the table Tables/Table has a replica that this access does not cover; expected '
        + "an access in us-east-1, because clients use the table in their own Region; add 'us-east-1' to regions, or acknowledge this "
        + 'warning if the client uses another Region [ack: cdk-dynamo-access:replicaNotCovered]',
    ]);
  });

  test('that the access covers has none', () => {
    expect(warnings('us-east-1', ['us-east-1'])).toEqual([]);
  });

  test.each([ENV.region, 'ap-northeast-1'])('is not one in %s', (region) => {
    expect(warnings(region)).toEqual([]);
  });
});

test.each(['TENANT€1', 'テナント'])('rows of characters that IAM takes in no policy fail at synthesis: %s', (value) => {
  const stack = newStack();
  new DynamoAccessRole(stack, 'Access', {
    table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM], rows: RowScope.ofValues(value), logs: RoleLogs.none(),
  });

  expect(problemsOf(stack)).toEqual([
    `[Stack/Access] READ_ITEM has a value with characters that IAM allows in no policy: {"ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["${value}"]},`
      + '"Null":{"dynamodb:LeadingKeys":"false"}}; expected characters from U+0020 to U+00FF; write the values without the other characters '
      + '[cdk-dynamo-access:policyCharacters]',
  ]);
});

test('rows of other letters of Latin-1 don\'t fail', () => {
  const stack = newStack();
  new DynamoAccessRole(stack, 'Access', {
    table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM], rows: RowScope.ofValues('MÜLLER#ÿ'), logs: RoleLogs.none(),
  });

  expect(warningsOf(stack)).toEqual([]);
});
