import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ManagedPolicy, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { CfnFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { DynamoAccessRole, LambdaTableAccess, TableFeature } from '../../src';
import { FLAG_SETTINGS, newFunction, newStack, newTable } from '../support/app';
import { dependencyGraph, findCycle } from '../support/dependency-graph';
import { isolatedVpc, lambdaRole } from '../support/functions';
import { warningsOf } from '../support/messages';
import '../support/quiet';

const awsPolicy = (name: string) => ManagedPolicy.fromAwsManagedPolicyName(name);

/** The warnings of an access of a function in a VPC that was given its role. */
function vpcWarnings(prepare: (role: Role) => void = () => undefined): string[] {
  const stack = newStack();
  const role = lambdaRole(stack);
  prepare(role);
  const fn = newFunction(stack, 'Fn', { role, ...isolatedVpc(stack) });
  new LambdaTableAccess(stack, 'Access', { function: fn, table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM] });
  return warningsOf(stack);
}

describe('a function in a VPC that was given its role', () => {
  test('has a warning where the role can\'t make network interfaces', () => {
    expect(vpcWarnings()).toEqual([
      '/Stack/Access: the function Stack/Fn runs in a VPC, but its role Stack/Role cannot create network interfaces; expected a role with this '
        + 'permission, because Lambda cannot create the function without it; add the managed policy AWSLambdaVPCAccessExecutionRole to the '
        + 'role, or let CDK make the role [ack: cdk-dynamo-access:vpcWithoutAccess]',
    ]);
  });

  test('has the warning where the role has other managed policies that are known not to allow it', () => {
    expect(vpcWarnings((role) => role.addManagedPolicy(awsPolicy('service-role/AWSLambdaDynamoDBExecutionRole')))).toHaveLength(1);
  });

  test.each<[string, (role: Role) => void]>([
    ['a managed policy that may allow it', (role) => role.addManagedPolicy(awsPolicy('TeamDefault'))],
    ['a statement that allows it', (role) => role.addToPolicy(new PolicyStatement({ actions: ['ec2:*NetworkInterface*'], resources: ['*'] }))],
  ])('has none where the role has %s', (_name, prepare) => {
    expect(vpcWarnings(prepare)).toEqual([]);
  });
});

describe('a traced function', () => {
  const l1 = (stack: Stack, role: Role, mode: string) => new CfnFunction(stack, 'Fn', {
    role: role.roleArn, code: { zipFile: 'x' }, handler: 'index.handler', runtime: Runtime.NODEJS_22_X.name, tracingConfig: { mode },
  });

  function warnings(mode: string, tracing?: boolean): string[] {
    const stack = newStack();
    const { role } = new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM], tracing });
    l1(stack, role, mode);
    return warningsOf(stack).filter((warning) => !warning.includes('otherLogGroup'));
  }

  test('has a warning where its role can\'t send traces', () => {
    expect(warnings('Active')).toEqual([
      '/Stack/Access: the function Stack/Fn runs with active tracing, but its role Stack/Access/Role cannot send traces; expected a role with '
        + 'this permission, because the traces are lost without it; set tracing: true [ack: cdk-dynamo-access:tracingWithoutAccess]',
    ]);
  });

  test('has none with tracing: true', () => {
    expect(warnings('Active', true)).toEqual([]);
  });

  test('has none where its callers decide', () => {
    expect(warnings('PassThrough')).toEqual([]);
  });

  test('has none as a Function, which adds the permission itself', () => {
    const stack = newStack();
    const { role, logGroup } = new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM] });
    newFunction(stack, 'Fn', { role, logGroup, tracing: Tracing.ACTIVE });

    expect(warningsOf(stack)).toEqual([]);
  });
});

describe('functions that share a role', () => {
  const WARNING = '/Stack/Access: the functions Stack/Fn, Stack/Second share the role Stack/Role, so each function has the access of all; '
    + 'expected one role for each function, or functions that need the same access; give each function its own role, or acknowledge this '
    + 'warning [ack: cdk-dynamo-access:sharedRole]';

  function shared(stack: Stack): LambdaTableAccess {
    const role = lambdaRole(stack);
    const [fn] = ['Fn', 'Second'].map((id) => newFunction(stack, id, { role }));
    return new LambdaTableAccess(stack, 'Access', { function: fn, table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM] });
  }

  test('have a warning where one of them gets an access', () => {
    const stack = newStack();
    shared(stack);

    expect(warningsOf(stack)).toEqual([WARNING]);
  });

  test('have one warning for several accesses', () => {
    const stack = newStack();
    shared(stack).addTableAccess({ table: newTable(stack, 'Other'), features: [TableFeature.READ_ITEM] });
    new LambdaTableAccess(stack, 'More', {
      function: stack.node.findChild('Second') as any, table: newTable(stack, 'Third'), features: [TableFeature.READ_ITEM],
    });

    expect(warningsOf(stack)).toEqual([WARNING]);
  });

  test('have none with a DynamoAccessRole, which is there to be shared', () => {
    const stack = newStack();
    const { role, logGroup } = new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM] });
    for (const id of ['Fn', 'Second']) newFunction(stack, id, { role, logGroup });

    expect(warningsOf(stack)).toEqual([]);
  });

  test('have the warning of the logs alone where the role keeps a managed policy for them', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn');
    newFunction(stack, 'Second', { role: fn.role });
    new LambdaTableAccess(stack, 'Access', { function: fn, table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM] });

    expect(warningsOf(stack)).toEqual([expect.stringContaining('[ack: cdk-dynamo-access:sharedRoleKeepsManagedPolicies]')]);
  });
});

describe.each(FLAG_SETTINGS)('a function in a VPC whose role CDK made, %s', (_name, flags) => {
  function access(stack: Stack): Stack {
    new LambdaTableAccess(stack, 'Access', {
      function: newFunction(stack, 'Fn', isolatedVpc(stack)), table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM],
    });
    return stack;
  }

  test('denies its own code what connects it to the VPC', () => {
    const denying = Object.values(Template.fromStack(access(newStack(flags))).findResources('AWS::IAM::Policy'))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement).filter(({ Effect }: any) => Effect === 'Deny');

    expect(denying).toEqual([{
      Sid: 'NetworkInterfacesOfLambdaAlone',
      Effect: 'Deny',
      Action: [
        'ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSubnets', 'ec2:UnassignPrivateIpAddresses',
      ],
      Resource: '*',
      Condition: { ArnEquals: { 'lambda:SourceFunctionArn': { 'Fn::GetAtt': ['Fn9270CBC0', 'Arn'] } } },
    }]);
  });

  test('makes no cycle', () => {
    expect(findCycle(dependencyGraph(Template.fromStack(access(newStack(flags))).toJSON()))).toBeUndefined();
  });

  test('has no warning', () => {
    expect(warningsOf(access(newStack(flags)))).toEqual([]);
  });
});

test('a function in a stack of its own has its access without a cycle between the stacks', () => {
  const app = new App();
  const [tables, functions] = [new Stack(app, 'Tables'), new Stack(app, 'Functions')];
  new LambdaTableAccess(functions, 'Access', {
    function: newFunction(functions, 'Fn', isolatedVpc(functions)), table: newTable(tables, 'Table'), features: [TableFeature.READ_ITEM],
  });

  expect([tables, functions].map((stack) => findCycle(dependencyGraph(Template.fromStack(stack).toJSON())))).toEqual([undefined, undefined]);
});
