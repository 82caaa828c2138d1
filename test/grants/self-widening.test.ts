import { Stack } from 'aws-cdk-lib';
import { AccessCondition, DynamoAccessRole, RoleLogs, TableAccessGrants, TableDenial, TableFamily, TableFeature } from '../../src';
import { newStack, newTable } from '../support/app';
import { lambdaRole } from '../support/functions';
import { warningsOf } from '../support/messages';
import '../support/quiet';

function warningsWith(feature: TableFeature): string[] {
  const stack = newStack();
  new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [feature], logs: RoleLogs.none() });
  return warningsOf(stack);
}

test('a role that may change the resource policy has a warning', () => {
  expect(warningsWith(TableFeature.RESOURCE_POLICY)).toEqual([
    '/Stack/Access: the grantee may change the resource policy of Stack/Table, so it can give itself any access to the table; expected '
      + 'RESOURCE_POLICY only for administrators of the table; remove the feature, or acknowledge this warning [ack: '
      + 'cdk-dynamo-access:widensItself]',
  ]);
});

test('a role that may tag the table has none, as no permission depends on tags', () => {
  expect(warningsWith(TableFeature.TAGS)).toEqual([]);
});

test('a role that may change the resource policy by a custom feature has the warning', () => {
  const feature = TableFeature.custom({ name: 'POLICY', why: 'to test it', tableActions: ['dynamodb:PutResourcePolicy'] });

  expect(warningsWith(feature)).toEqual(warningsWith(TableFeature.RESOURCE_POLICY));
});

test('a role that may change the resource policy in two accesses has one warning', () => {
  const stack = newStack();
  const table = newTable(stack, 'Table');
  const access = new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.RESOURCE_POLICY], logs: RoleLogs.none() });
  access.addTableAccess({ table, features: [TableFeature.RESOURCE_POLICY, TableFeature.READ_ITEM] });

  expect(warningsOf(stack)).toHaveLength(1);
});

test('a role that may change the resource policies of two tables has one warning for each', () => {
  const stack = newStack();
  const access = new DynamoAccessRole(stack, 'Access', {
    table: newTable(stack, 'Table'), features: [TableFeature.RESOURCE_POLICY], logs: RoleLogs.none(),
  });
  access.addTableAccess({ table: newTable(stack, 'Other'), features: [TableFeature.RESOURCE_POLICY] });

  expect(warningsOf(stack).map((warning) => /policy of ([\w/]+)/.exec(warning)?.[1]).sort()).toEqual(['Stack/Other', 'Stack/Table']);
});

describe('a role that may tag tables, and has access that depends on their tags,', () => {
  const BY_TAG = [AccessCondition.resourceTag('team', 'orders')];
  const WARNING = '/Stack/Access: Stack/Access/Role may change tags of tables and has access that depends on these tags, so it can give itself '
    + 'access; expected a role that has only one of the two; give the feature TAGS to another role, or acknowledge this warning [ack: '
    + 'cdk-dynamo-access:widensItself]';

  function wideningsOf(stack: Stack): string[] {
    return warningsOf(stack).filter((warning) => warning.includes('cdk-dynamo-access:widensItself'));
  }

  function access(stack: Stack, ...features: TableFeature[]): DynamoAccessRole {
    return new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features, logs: RoleLogs.none() });
  }

  test('has a warning, across two accesses', () => {
    const stack = newStack();
    access(stack, TableFeature.TAGS).addTableAccess({ table: newTable(stack, 'Other'), features: [TableFeature.READ_ITEM], conditions: BY_TAG });

    expect(wideningsOf(stack)).toEqual([WARNING]);
  });

  test('has a warning within one access', () => {
    const stack = newStack();
    new DynamoAccessRole(stack, 'Access', {
      table: newTable(stack, 'Table'), features: [TableFeature.TAGS, TableFeature.READ_ITEM], conditions: BY_TAG, logs: RoleLogs.none(),
    });

    expect(wideningsOf(stack)).toEqual([WARNING]);
  });

  test('has a warning for a family by tag', () => {
    const stack = newStack();
    access(stack, TableFeature.TAGS)
      .addTableAccess({ table: TableFamily.withTag(stack, 'Tables', 'team', 'orders'), features: [TableFeature.READ_ITEM] });

    expect(wideningsOf(stack)).toEqual([WARNING]);
  });

  test('has one warning for three accesses', () => {
    const stack = newStack();
    const role = access(stack, TableFeature.TAGS);
    for (const id of ['Other', 'Third']) role.addTableAccess({ table: newTable(stack, id), features: [TableFeature.READ_ITEM], conditions: BY_TAG });

    expect(wideningsOf(stack)).toEqual([WARNING]);
  });

  test('has none where the access depends on tags of the principal', () => {
    const stack = newStack();
    access(stack, TableFeature.TAGS).addTableAccess({
      table: newTable(stack, 'Other'), features: [TableFeature.READ_ITEM], conditions: [AccessCondition.principalTag('team', 'orders')],
    });

    expect(wideningsOf(stack)).toEqual([]);
  });

  test('has none where these are two roles', () => {
    const stack = newStack();
    access(stack, TableFeature.TAGS);
    TableAccessGrants.fromTable(newTable(stack, 'Other'), { conditions: BY_TAG }).features(lambdaRole(stack), TableFeature.READ_ITEM);

    expect(wideningsOf(stack)).toEqual([]);
  });

  test('has none where tagging is denied rather than allowed', () => {
    const stack = newStack();
    const table = newTable(stack, 'Table');
    new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.READ_ITEM], conditions: BY_TAG, logs: RoleLogs.none() })
      .denyTableAccess({ table, denials: [TableDenial.features(TableFeature.TAGS)] });

    expect(wideningsOf(stack)).toEqual([]);
  });
});
