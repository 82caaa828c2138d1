import { Stack } from 'aws-cdk-lib';
import { Effect, ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { DynamoAccessRole, RoleLogs, TableFeature } from '../../src';
import { ENV, newStack, newTable } from '../support/app';
import { warningsOf } from '../support/messages';
import '../support/quiet';

const deny = (actions: string[], resources = ['*'], more = {}) => new PolicyStatement({ effect: Effect.DENY, actions, resources, ...more });

function access(stack: Stack): DynamoAccessRole {
  return new DynamoAccessRole(stack, 'Access', {
    table: newTable(stack, 'Table'),
    features: [TableFeature.READ_ITEM, TableFeature.PUT_ITEM],
    logs: RoleLogs.none(),
  });
}

function warnings(statement: PolicyStatement): string[] {
  const stack = newStack({}, ENV);
  access(stack).role.addToPrincipalPolicy(statement);
  return warningsOf(stack);
}

const warning = (policy: string, actions: string) => `/Stack/Access: ${policy} denies ${actions}, which this access allows Stack/Access/Role; `
  + 'expected no other policy that denies the actions of the features, because AWS then denies the requests; narrow or remove the denial, '
  + 'or remove the features [ack: cdk-dynamo-access:deniedElsewhere]';

test('a statement of the role that denies an action of a feature has a warning', () => {
  expect(warnings(deny(['dynamodb:Put*']))).toEqual([warning('Stack/Access/Role/DefaultPolicy', 'dynamodb:PutItem')]);
});

test('a managed policy of the app that denies all actions has a warning', () => {
  const stack = newStack({}, ENV);
  access(stack).role.addManagedPolicy(new ManagedPolicy(stack, 'Policy', { statements: [deny(['*'])] }));

  expect(warningsOf(stack)).toEqual([warning('Stack/Policy', 'dynamodb:GetItem, dynamodb:PutItem')]);
});

test('a statement that denies all actions but one has a warning about the others', () => {
  expect(warnings(new PolicyStatement({ effect: Effect.DENY, notActions: ['dynamodb:GetItem'], resources: ['*'] })))
    .toEqual([warning('Stack/Access/Role/DefaultPolicy', 'dynamodb:PutItem')]);
});

test.each<[string, PolicyStatement]>([
  ['under a condition, which may not be met', deny(['dynamodb:*'], ['*'], { conditions: { Bool: { 'aws:SecureTransport': 'false' } } })],
  ['of another table', deny(['dynamodb:*'], ['arn:aws:dynamodb:*:*:table/other'])],
  ['of another action', deny(['dynamodb:DeleteTable'])],
])('a denial %s has none', (_name, statement) => {
  expect(warnings(statement)).toEqual([]);
});
