import { Stack } from 'aws-cdk-lib';
import { Effect, ManagedPolicy, PermissionsBoundary, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { DynamoAccessRole, FieldEncryption, LambdaTableAccess, RoleLogs, TableFeature } from '../../src';
import { ENV, FLAG_SETTINGS, newFunction, newStack, newTable } from '../support/app';
import { warningsOf } from '../support/messages';
import '../support/quiet';

const allow = (actions: string[], resources = ['*'], more = {}) => new PolicyStatement({ actions, resources, ...more });
const deny = (actions: string[], resources = ['*']) => allow(actions, resources, { effect: Effect.DENY });

const warning = (actions: string) => `/Stack/Access: the permissions boundary Stack/Boundary of Stack/Access/Role does not allow ${actions}; `
  + 'expected a boundary that allows all actions of the features, because AWS denies the requests otherwise; allow the actions in the '
  + 'boundary, or remove the features [ack: cdk-dynamo-access:permissionsBoundary]';

function boundary(stack: Stack, statements: PolicyStatement[]): ManagedPolicy {
  return new ManagedPolicy(stack, 'Boundary', { statements });
}

function warnings(statements: PolicyStatement[], stack = newStack({}, ENV)): string[] {
  new DynamoAccessRole(stack, 'Access', {
    table: newTable(stack, 'Table'),
    features: [TableFeature.READ_ITEM, TableFeature.PUT_ITEM],
    permissionsBoundary: boundary(stack, statements),
    logs: RoleLogs.none(),
  });
  return warningsOf(stack);
}

test.each<[string, PolicyStatement[], string]>([
  ['allows another action', [allow(['dynamodb:GetItem'])], 'dynamodb:PutItem'],
  ['allows another service', [allow(['s3:*'])], 'dynamodb:GetItem, dynamodb:PutItem'],
  ['denies an action', [allow(['*']), deny(['dynamodb:Put*'])], 'dynamodb:PutItem'],
  ['allows all but an action', [new PolicyStatement({ notActions: ['dynamodb:PutItem'], resources: ['*'] })], 'dynamodb:PutItem'],
])('a role whose boundary %s has a warning', (_name, statements, actions) => {
  expect(warnings(statements)).toEqual([warning(actions)]);
});

test.each<[string, PolicyStatement[]]>([
  ['everything', [allow(['*'])]],
  ['the service', [allow(['dynamodb:*'])]],
  ['the tables of the account', [allow(['dynamodb:*'], ['arn:aws:dynamodb:*:*:table/*'])]],
  ['it under a condition, which may be met', [allow(['dynamodb:*'], ['*'], { conditions: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } })]],
  ['it, and denies another table', [allow(['*']), deny(['dynamodb:*'], ['arn:aws:dynamodb:*:*:table/other'])]],
])('a role whose boundary allows %s has none', (_name, statements) => {
  expect(warnings(statements)).toEqual([]);
});

describe('a boundary of AWS', () => {
  const warningsOfBoundary = (name: string, flags = {}) => {
    const stack = newStack(flags, ENV);
    new DynamoAccessRole(stack, 'Access', {
      table: newTable(stack, 'Table'),
      features: [TableFeature.READ_ITEM, TableFeature.PUT_ITEM],
      permissionsBoundary: ManagedPolicy.fromAwsManagedPolicyName(name),
      logs: RoleLogs.none(),
    });
    return warningsOf(stack);
  };

  test.each(FLAG_SETTINGS)('whose content is known has a warning for what it does not allow, with %s', (_name, flags) => {
    expect(warningsOfBoundary('AmazonDynamoDBReadOnlyAccess', flags))
      .toEqual([warning('dynamodb:PutItem').replace('Stack/Boundary', 'AmazonDynamoDBReadOnlyAccess')]);
  });

  test.each([['AmazonDynamoDBFullAccess'], ['PowerUserAccess']])('%s has none', (name) => {
    expect(warningsOfBoundary(name)).toEqual([]);
  });
});

test('a boundary of another app is not known', () => {
  const stack = newStack({}, ENV);
  new DynamoAccessRole(stack, 'Access', {
    table: newTable(stack, 'Table'),
    features: [TableFeature.READ_ITEM],
    permissionsBoundary: ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary'),
  });

  expect(warningsOf(stack)).toEqual([]);
});

test.each(FLAG_SETTINGS)('a boundary that an aspect applies counts, with %s', (_name, flags) => {
  const stack = newStack(flags, ENV);
  PermissionsBoundary.of(stack).apply(boundary(stack, [allow(['dynamodb:PutItem'])]));
  new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM], logs: RoleLogs.none() });

  expect(warningsOf(stack)).toEqual([warning('dynamodb:GetItem')]);
});

test('a boundary that is cleared doesn\'t count', () => {
  const stack = newStack({}, ENV);
  PermissionsBoundary.of(stack).apply(boundary(stack, [allow(['s3:*'])]));
  new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM], logs: RoleLogs.none() });
  PermissionsBoundary.of(stack.node.findChild('Access')).clear();

  expect(warningsOf(stack)).toEqual([]);
});

test('the logs and the keys of a function count as well', () => {
  const stack = newStack({}, ENV);
  PermissionsBoundary.of(stack).apply(boundary(stack, [allow(['dynamodb:*'])]));
  new LambdaTableAccess(stack, 'Access', {
    function: newFunction(stack, 'Fn'),
    table: newTable(stack, 'Table'),
    features: [TableFeature.READ_ITEM],
    fieldEncryption: FieldEncryption.envelope(new Key(stack, 'Key')),
  });

  expect(warningsOf(stack)).toEqual([
    expect.stringContaining('of Stack/Fn/ServiceRole does not allow kms:Decrypt, kms:GenerateDataKey, logs:CreateLogGroup and 2 more;'),
  ]);
});
