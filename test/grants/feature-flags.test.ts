import { StreamViewType, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Alias } from 'aws-cdk-lib/aws-kms';
import { DynamoAccessRole, FieldEncryption, LambdaTableAccess, TableFeature } from '../../src';
import { addIndexes, ENV, newFunction, newStack, newTable, permissionsOf, RECOMMENDED_FLAGS } from '../support/app';
import { isolatedVpc } from '../support/functions';
import { warningsOf } from '../support/messages';
import '../support/quiet';

/** What the library writes, with a flag and without: log groups that CDK makes have other logical ids, so the functions have their own. */
function permissions(flags: Record<string, unknown>): { permissions: string[]; warnings: string[] } {
  const stack = newStack(flags, ENV);
  const table = newTable(stack, 'Table', { encryption: TableEncryption.CUSTOMER_MANAGED, stream: StreamViewType.NEW_IMAGE });
  addIndexes(table, 'byDate');
  const { role, logGroup } = new DynamoAccessRole(stack, 'Access', {
    table, features: [TableFeature.CRUD], fieldEncryption: FieldEncryption.direct(Alias.fromAliasName(stack, 'Alias', 'alias/fields')),
  });
  newFunction(stack, 'First', { role, logGroup });
  new LambdaTableAccess(stack, 'More', {
    function: newFunction(stack, 'Second', { ...isolatedVpc(stack), logGroup }), table, features: [TableFeature.STREAM_TRIGGER, TableFeature.TRANSACTIONS],
  });
  const ours = permissionsOf(stack).filter((permission) => !permission.startsWith('ec2:') || permission.endsWith(' on *'));
  return { permissions: ours, warnings: warningsOf(stack) };
}

const PLAIN = permissions({});

test('the flags that cdk init recommends are known', () => {
  expect(Object.keys(RECOMMENDED_FLAGS).length).toBeGreaterThan(70);
});

test.each(Object.entries(RECOMMENDED_FLAGS))('%s changes no permission, and brings no warning', (flag, value) => {
  expect(permissions({ [flag]: value })).toEqual(PLAIN);
});

test('without flags there is no warning', () => {
  expect(PLAIN.warnings).toEqual([]);
});
