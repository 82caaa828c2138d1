import { CfnTable, ITableRef, Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { AccessCondition, DynamoAccessRole, TableAccessOptions, TableFeature } from '../../src';
import { newStack, newTable } from '../support/app';
import { warningsOf } from '../support/messages';
import '../support/quiet';

/** The warnings of an access of a role. */
function warningsWith(options: (scope: Construct) => Partial<TableAccessOptions>): string[] {
  const stack = newStack();
  new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM], ...options(stack) });
  return warningsOf(stack);
}

describe('an access whose time is over', () => {
  const ENDED = ['/Stack/Access: the access to Stack/Table ended on 2020-01-01T00:00:00Z, so it allows nothing; expected an end in the future; '
    + 'remove the access, or choose a later end [ack: cdk-dynamo-access:accessEnded]'];

  test.each([
    ['until', AccessCondition.until('2020-01-01T00:00:00Z')],
    ['between', AccessCondition.between('2019-01-01', '2020-01-01T00:00:00Z')],
  ])('has a warning with %s', (_name, condition) => {
    expect(warningsWith(() => ({ conditions: [condition] }))).toEqual(ENDED);
  });

  test('has none where it ends in the future', () => {
    expect(warningsWith(() => ({ conditions: [AccessCondition.until('9999-01-01')] }))).toEqual([]);
  });
});

describe('an export without point-in-time recovery', () => {
  const keySchema = [{ attributeName: 'pk', keyType: 'HASH' }];
  const partitionKey = { name: 'pk', type: 'S' as any };
  const on = { pointInTimeRecoveryEnabled: true };
  const warnings = (makeTable: (scope: Construct) => ITableRef, ...features: TableFeature[]) => warningsWith((scope) => ({
    table: makeTable(scope), features: [TableFeature.EXPORT, ...features], exportTo: { bucket: new Bucket(scope, 'Bucket') },
  }));

  test.each<[string, (scope: Construct) => ITableRef]>([
    ['Table', (scope) => newTable(scope, 'Orders')],
    ['TableV2', (scope) => new TableV2(scope, 'Orders', { partitionKey })],
    ['CfnTable', (scope) => new CfnTable(scope, 'Orders', { keySchema })],
  ])('has a warning on a %s', (_kind, makeTable) => {
    expect(warnings(makeTable)).toEqual([
      '/Stack/Access: EXPORT fails because point-in-time recovery of Stack/Orders is off; expected a table with point-in-time recovery; write '
        + 'pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true } in the properties of the table [ack: '
        + 'cdk-dynamo-access:exportWithoutRecovery]',
    ]);
  });

  test.each<[string, (scope: Construct) => ITableRef]>([
    ['Table with it', (scope) => newTable(scope, 'Orders', { pointInTimeRecoverySpecification: on })],
    ['TableV2 with it', (scope) => new TableV2(scope, 'Orders', { partitionKey, pointInTimeRecoverySpecification: on })],
    ['CfnTable with it', (scope) => new CfnTable(scope, 'Orders', { keySchema, pointInTimeRecoverySpecification: on })],
    ['table of another app', (scope) => Table.fromTableAttributes(scope, 'Orders', { tableName: 'orders', encryptionKey: new Key(scope, 'Key') })],
    ['CfnTable that an override gives it', (scope) => {
      const table = new CfnTable(scope, 'Orders', { keySchema });
      table.addPropertyOverride('PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled', true);
      return table;
    }],
  ])('has none on a %s', (_kind, makeTable) => {
    expect(warnings(makeTable)).toEqual([]);
  });

  test('has none where the function may turn it on', () => {
    expect(warnings((scope) => newTable(scope, 'Orders'), TableFeature.POINT_IN_TIME_RECOVERY)).toEqual([]);
  });
});
