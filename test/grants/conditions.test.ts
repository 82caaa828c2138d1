import { Stack } from 'aws-cdk-lib';
import { TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { AccessCondition, AttributeScope, DynamoAccessRole, LambdaTableAccess, RoleLogs, RowScope, TableAccessScope, TableFeature } from '../../src';
import { FLAG_SETTINGS, newFunction, newStack, newTable, statementsOf } from '../support/app';
import { companionOf } from '../support/companions';
import { warningsOf } from '../support/messages';
import '../support/quiet';

const TABLE = { 'Fn::GetAtt': ['TableCD117FA1', 'Arn'] };
const OVER_TLS = { Bool: { 'aws:SecureTransport': 'true' } };

function stackWith(features: TableFeature[], scope: TableAccessScope, flags: Record<string, unknown> = {}): Stack {
  const stack = newStack(flags);
  new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features, logs: RoleLogs.none(), ...scope });
  return stack;
}

describe.each(FLAG_SETTINGS)('conditions, %s', (_flags, flags) => {
  test('stand in one statement, all of them', () => {
    expect(statementsOf(stackWith([TableFeature.READ_ITEM, TableFeature.PUT_ITEM], {
      conditions: [
        AccessCondition.tlsOnly(),
        AccessCondition.between('2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'),
        AccessCondition.principalTag('team', 'orders', 'billing'),
        AccessCondition.fromAddresses('203.0.113.0/24'),
      ],
    }, flags))).toEqual([{
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
      resources: [TABLE],
      conditions: {
        Bool: { 'aws:SecureTransport': 'true' },
        DateGreaterThanEquals: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' },
        DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' },
        StringEquals: { 'aws:PrincipalTag/team': ['billing', 'orders'] },
        IpAddress: { 'aws:SourceIp': '203.0.113.0/24' },
      },
    }]);
  });

  test('name what is not known before deployment', () => {
    const stack = newStack(flags);
    const vpc = new Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 0 });
    new DynamoAccessRole(stack, 'Access', {
      table: newTable(stack, 'Table'),
      features: [TableFeature.READ_ITEM],
      conditions: [AccessCondition.fromVpcs(vpc.vpcId)],
      logs: RoleLogs.none(),
    });

    expect(statementsOf(stack)).toEqual([
      { actions: ['dynamodb:GetItem'], resources: [TABLE], conditions: { StringEquals: { 'aws:SourceVpc': { Ref: 'Vpc8378EB38' } } } },
    ]);
  });

  test('stand on account-level actions, in the statement with the Sid', () => {
    expect(statementsOf(stackWith([TableFeature.LIST_TABLES], { conditions: [AccessCondition.tlsOnly()] }, flags))).toEqual([
      { sid: 'ActionsWithoutResourceType', actions: ['dynamodb:ListTables'], resources: ['*'], conditions: OVER_TLS },
    ]);
  });

  test('of two accesses leave each its account-level statement, with a Sid of its own', () => {
    const stack = newStack(flags);
    const table = newTable(stack, 'Table');
    new DynamoAccessRole(stack, 'Access', {
      table, features: [TableFeature.LIST_TABLES], conditions: [AccessCondition.tlsOnly()], logs: RoleLogs.none(),
    }).addTableAccess({ table, features: [TableFeature.LIST_STREAMS] });

    expect(statementsOf(stack)).toEqual([
      { sid: 'ActionsWithoutResourceType', actions: ['dynamodb:ListTables'], resources: ['*'], conditions: OVER_TLS },
      { sid: 'ActionsWithoutResourceType2', actions: ['dynamodb:ListStreams'], resources: ['*'] },
    ]);
  });

  test.each([
    ['EXPORT', TableFeature.EXPORT], ['IMPORT', TableFeature.IMPORT], ['KINESIS_STREAMING', TableFeature.KINESIS_STREAMING],
    ['RESTORE', TableFeature.RESTORE], ['CREATE_TABLE', TableFeature.CREATE_TABLE],
  ])('of %s stand on all actions of DynamoDB and on no others', (_name, feature) => {
    const stack = newStack(flags);
    const table = newTable(stack, 'Table', { encryption: TableEncryption.CUSTOMER_MANAGED });
    new DynamoAccessRole(stack, 'Access', {
      table, features: [feature], conditions: [AccessCondition.tlsOnly()], logs: RoleLogs.newGroup(), ...companionOf(feature, stack),
    });
    const statements = statementsOf(stack).map(({ actions, conditions = {} }: any) =>
      [actions.map((action: string) => action.startsWith('dynamodb:')), 'Bool' in conditions && 'aws:SecureTransport' in conditions.Bool]);

    expect(statements.filter(([ofDynamo, isConditional]) => ofDynamo.some((each: boolean) => each !== isConditional))).toEqual([]);
  });

  test('stand on the actions of a function and not on its logs', () => {
    const stack = newStack(flags);
    new LambdaTableAccess(stack, 'Access', {
      function: newFunction(stack, 'Fn'), table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM], conditions: [AccessCondition.tlsOnly()],
    });

    expect(statementsOf(stack).filter(({ conditions }) => conditions !== undefined))
      .toEqual([{ actions: ['dynamodb:GetItem'], resources: [TABLE], conditions: OVER_TLS }]);
  });

  test('of two accesses that are the same in another order give one statement', () => {
    const stack = newStack(flags);
    const table = newTable(stack, 'Table');
    const conditions = [AccessCondition.tlsOnly(), AccessCondition.until('2027-01-01')];
    new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.READ_ITEM], conditions, logs: RoleLogs.none() })
      .addTableAccess({ table, features: [TableFeature.PUT_ITEM], conditions: [...conditions].reverse() });

    expect(statementsOf(stack).map(({ actions }) => actions)).toEqual([['dynamodb:GetItem', 'dynamodb:PutItem']]);
  });
});

test('conditions that a feature can not have fail where the access is granted', () => {
  expect(() => stackWith([TableFeature.STREAM_TRIGGER], { conditions: [AccessCondition.fromVpcs('vpc-1')] }))
    .toThrow(new Error('[Stack/Access] a condition on aws:SourceVpc cannot limit STREAM_TRIGGER, because Lambda polls the stream from its own '
      + 'network; expected features whose requests come from the network of the caller; grant STREAM_TRIGGER in another access without the '
      + 'condition [cdk-dynamo-access:featureBesideScope]'));
});

test('the same operator and key twice fail where the access is granted', () => {
  expect(() => stackWith([TableFeature.READ_ITEM], { conditions: [AccessCondition.fromVpcs('vpc-1'), AccessCondition.fromVpcs('vpc-2')] }))
    .toThrow(new Error('[Stack/Access] the condition StringEquals aws:SourceVpc appears twice with different values; expected each operator '
      + 'once for a key, because a statement can have it only once; list all values in one condition if one of them must match, or use '
      + 'another operator for one condition if all must match [cdk-dynamo-access:conditionTwice]'));
});

describe('access that depends on the tags of tables', () => {
  const WARNING = '/Stack/Access: the access to Stack/Table depends on the tags of tables; expected an account and Region where '
    + 'attribute-based access control is enabled, because tables count as untagged otherwise; check the output of aws dynamodb '
    + 'get-abac-status, then acknowledge this warning [ack: cdk-dynamo-access:tagBasedAccess]';

  test('has a warning', () => {
    expect(warningsOf(stackWith([TableFeature.READ_ITEM], { conditions: [AccessCondition.resourceTag('team', 'orders')] }))).toEqual([WARNING]);
  });

  test('has one warning for two conditions', () => {
    expect(warningsOf(stackWith([TableFeature.READ_ITEM], {
      conditions: [AccessCondition.resourceTag('team', 'orders'), AccessCondition.resourceTag('stage', 'prod')],
    }))).toEqual([WARNING]);
  });

  test('has one warning for two accesses to one table', () => {
    const stack = newStack();
    const access = { table: newTable(stack, 'Table'), conditions: [AccessCondition.resourceTag('team', 'orders')] };
    new DynamoAccessRole(stack, 'Access', { ...access, features: [TableFeature.READ_ITEM], logs: RoleLogs.none() })
      .addTableAccess({ ...access, features: [TableFeature.PUT_ITEM] });

    expect(warningsOf(stack)).toEqual([WARNING]);
  });

  test('has a warning where it is written as any condition, in another case', () => {
    expect(warningsOf(stackWith([TableFeature.READ_ITEM], {
      conditions: [AccessCondition.of('StringLike', 'AWS:resourcetag/team', 'orders*')],
    }))).toEqual([WARNING]);
  });

  test.each<[string, TableAccessScope]>([
    ['rows', { rows: RowScope.ofValues('${aws:ResourceTag/tenant}') }],
    ['attributes', { attributes: AttributeScope.ofAttributes('pk', 'sk', '${aws:ResourceTag/tenant}') }],
  ])('has a warning where %s name a tag as a variable', (_name, scope) => {
    expect(warningsOf(stackWith([TableFeature.READ_ITEM], scope))).toContainEqual(WARNING);
  });

  test('is not that which depends on the tags of the principal', () => {
    expect(warningsOf(stackWith([TableFeature.READ_ITEM], { conditions: [AccessCondition.principalTag('team', 'orders')] }))).toEqual([]);
  });
});

describe('an access that another one of the same role makes wider', () => {
  const NO_EFFECT = '/Stack/Access: the rows, attributes or conditions of READ_ITEM have no effect, because another access of '
    + 'Stack/Access/Role allows the same without them: READ_ITEM; expected the same limits on all accesses of the role to the table; limit '
    + 'the other access, give it to another role, or acknowledge this warning [ack: cdk-dynamo-access:scopeWithoutEffect]';

  test.each<[string, TableAccessScope]>([
    ['rows', { rows: RowScope.ofValues('TENANT#1') }],
    ['attributes', { attributes: AttributeScope.ofAttributes('pk', 'sk') }],
    ['conditions', { conditions: [AccessCondition.tlsOnly()] }],
  ])('has %s without effect, and warns', (_name, scope) => {
    const stack = newStack();
    const table = newTable(stack, 'Table');
    new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.READ_ITEM], ...scope })
      .addTableAccess({ table, features: [TableFeature.READ_ITEM] });

    expect(warningsOf(stack)).toEqual([NO_EFFECT]);
  });

  test('of another feature warns of nothing', () => {
    const stack = newStack();
    const table = newTable(stack, 'Table');
    new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.READ_ITEM], rows: RowScope.ofValues('TENANT#1') })
      .addTableAccess({ table, features: [TableFeature.DESCRIBE_TABLE, TableFeature.TRANSACT_READ] });

    expect(warningsOf(stack)).toEqual([]);
  });
});
