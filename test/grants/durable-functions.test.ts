import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { FunctionProps } from 'aws-cdk-lib/aws-lambda';
import { DynamoAccessRole, LambdaTableAccess, TableFeature } from '../../src';
import { FLAG_SETTINGS, newFunction, newStack, newTable, permissionsOf } from '../support/app';
import { lambdaRole } from '../support/functions';
import { warningsOf } from '../support/messages';
import '../support/quiet';

const DURABLE: Partial<FunctionProps> = { durableConfig: { executionTimeout: Duration.hours(1) } };
const POLICY = 'service-role/AWSLambdaBasicDurableExecutionRolePolicy';

function grantToFunction(stack: Stack, props: Partial<FunctionProps> = {}, keepManagedPolicies?: boolean): void {
  new LambdaTableAccess(stack, 'Access', {
    function: newFunction(stack, 'Fn', { ...DURABLE, ...props }), table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM], keepManagedPolicies,
  });
}

function createRole(stack: Stack): DynamoAccessRole {
  return new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM] });
}

describe.each(FLAG_SETTINGS)('%s', (_name, flags) => {
  test('a durable function keeps the managed policy by which it saves its state, so that executions never wait for another policy', () => {
    const stack = newStack(flags);
    grantToFunction(stack);

    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
    expect(JSON.stringify(Properties.ManagedPolicyArns)).toContain(`policy/${POLICY}`);
    expect(permissionsOf(stack)).toEqual(['dynamodb:GetItem on <TableCD117FA1.Arn>']);
  });
});

test('a durable function has a warning that its role keeps the managed policy', () => {
  const stack = newStack();
  grantToFunction(stack);

  expect(warningsOf(stack)).toEqual([
    '/Stack/Access: the role Stack/Fn/ServiceRole keeps AWSLambdaBasicDurableExecutionRolePolicy, which allows writing to every log group, because '
    + 'its function needs it to save the state of durable executions; expected a role that CDK made for this function only; acknowledge this warning, or set '
    + 'keepManagedPolicies: true [ack: cdk-dynamo-access:durableRoleKeepsManagedPolicies]',
  ]);
});

test('a durable function with keepManagedPolicies has no warning', () => {
  const stack = newStack();
  grantToFunction(stack, {}, true);

  expect(warningsOf(stack)).toEqual([]);
});

test('a durable function that was given a role without the permissions has a warning', () => {
  const stack = newStack();
  grantToFunction(stack, { role: lambdaRole(stack) });

  expect(warningsOf(stack)).toEqual([
    '/Stack/Access: the function Stack/Fn runs with durable executions, but its role Stack/Role cannot save their state; expected a role that can, '
    + 'because no execution gets beyond its first step otherwise; add the managed policy service-role/AWSLambdaBasicDurableExecutionRolePolicy to the '
    + 'role, or let CDK make the role [ack: cdk-dynamo-access:durableWithoutAccess]',
  ]);
});

test('a durable function that runs with a DynamoAccessRole has a warning', () => {
  const stack = newStack();
  const { role, logGroup } = createRole(stack);
  newFunction(stack, 'Fn', { ...DURABLE, role, logGroup });

  expect(warningsOf(stack)).toEqual([expect.stringContaining('durableWithoutAccess')]);
});

test('the remedy of the warning ends it', () => {
  const stack = newStack();
  const { role, logGroup } = createRole(stack);
  newFunction(stack, 'Fn', { ...DURABLE, role, logGroup });
  role.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName(POLICY));

  expect(warningsOf(stack)).toEqual([]);
});

test('a function without durable executions has no warning', () => {
  const stack = newStack();
  const { role, logGroup } = createRole(stack);
  newFunction(stack, 'Fn', { role, logGroup });

  expect(warningsOf(stack)).toEqual([]);
});
