import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { StreamViewType } from 'aws-cdk-lib/aws-dynamodb';
import { CfnFunction, Runtime, StartingPosition, Tracing } from 'aws-cdk-lib/aws-lambda';
import { DynamoAccessRole, DynamoAccessRoleProps, LambdaTableAccess, TableFeature } from '../../src';
import { FLAG_SETTINGS, newFunction, newStack, newTable, permissionsOf, RECOMMENDED_FLAGS, statementsOf } from '../support/app';
import { dependencyGraph, findCycle } from '../support/dependency-graph';
import { deployedPolicies } from '../support/deployed-policies';
import { isolatedVpc } from '../support/functions';
import { warningsOf } from '../support/messages';
import { iamFindings } from '../support/nag';
import '../support/quiet';

function access(stack: Stack, props: Partial<DynamoAccessRoleProps> = {}): DynamoAccessRole {
  const table = newTable(stack, 'Table', { stream: StreamViewType.NEW_IMAGE });
  return new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.READ_ITEM], ...props });
}

/** The statements that deny something, with the logical ids of their policies. */
function denialsOf(stack: Stack): Record<string, any[]> {
  return Object.fromEntries(Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
    .map(([id, { Properties }]) => [id, Properties.PolicyDocument.Statement.filter(({ Effect }: any) => Effect === 'Deny')])
    .filter(([, statements]) => statements.length > 0));
}

const EC2 = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

test('a role has neither VPC access nor tracing unless asked', () => {
  const stack = newStack();
  access(stack);

  expect(permissionsOf(stack).filter((permission) => permission.endsWith(' on *'))).toEqual([]);
});

test('a role without vpcAccess warns of a function in a VPC', () => {
  const stack = newStack();
  const { role, logGroup } = access(stack);
  newFunction(stack, 'Fn', { role, logGroup, ...isolatedVpc(stack) });

  expect(warningsOf(stack)).toEqual([
    '/Stack/Access: the function Stack/Fn runs in a VPC, but its role Stack/Access/Role cannot create network interfaces; expected a role with '
      + 'this permission, because Lambda cannot create the function without it; set vpcAccess: true [ack: cdk-dynamo-access:vpcWithoutAccess]',
  ]);
});

describe.each(FLAG_SETTINGS)('%s', (_flags, flags) => {
  test('vpcAccess allows what AWS documents, in a statement that says why', () => {
    const stack = newStack(flags);
    access(stack, { vpcAccess: true });

    expect(statementsOf(stack).filter(({ resources }) => resources.includes('*'))).toEqual([
      { sid: 'NetworkInterfacesOfLambda', actions: EC2, resources: ['*'] },
    ]);
  });

  test('tracing allows what AWS documents, in a statement that says why', () => {
    const stack = newStack(flags);
    access(stack, { tracing: true });

    expect(statementsOf(stack).filter(({ resources }) => resources.includes('*'))).toEqual([
      { sid: 'TracesOfLambda', actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], resources: ['*'] },
    ]);
  });

  test('vpcAccess denies the same to the code of each function with the role, in a policy of the function', () => {
    const stack = newStack(flags);
    const { role } = access(stack, { vpcAccess: true });
    newFunction(stack, 'First', { role });
    newFunction(stack, 'Second', { role });
    newFunction(stack, 'Stranger');

    const denial = (fn: string) => [{
      Sid: 'NetworkInterfacesOfLambdaAlone',
      Effect: 'Deny',
      Action: EC2,
      Resource: '*',
      Condition: { ArnEquals: { 'lambda:SourceFunctionArn': { 'Fn::GetAtt': [fn, 'Arn'] } } },
    }];
    expect(denialsOf(stack)).toEqual({
      FirstNetworkInterfaces8C6B98AB: denial('First8D4707F1'),
      SecondNetworkInterfaces972A1853: denial('Second394350F9'),
    });
  });

  test('vpcAccess makes no cycle with a function that a stream triggers', () => {
    const stack = newStack(flags);
    const table = newTable(stack, 'Table', { stream: StreamViewType.NEW_IMAGE });
    const { role, logGroup } = new DynamoAccessRole(stack, 'Access', {
      table, features: [TableFeature.STREAM_TRIGGER], vpcAccess: true, tracing: true,
    });
    const fn = newFunction(stack, 'Fn', { role, logGroup, tracing: Tracing.ACTIVE, ...isolatedVpc(stack) });
    fn.addEventSourceMapping('Stream', { eventSourceArn: table.tableStreamArn, startingPosition: StartingPosition.LATEST });

    expect(findCycle(dependencyGraph(Template.fromStack(stack).toJSON()))).toBeUndefined();
  });

  test('vpcAccess makes no cycle with a function in another stack', () => {
    const app = new App({ context: flags });
    const [roles, functions] = [new Stack(app, 'Roles'), new Stack(app, 'Functions')];
    newFunction(functions, 'Fn', { role: access(roles, { vpcAccess: true }).role });

    expect([roles, functions].map((stack) => findCycle(dependencyGraph(Template.fromStack(stack).toJSON())))).toEqual([undefined, undefined]);
    expect(roles.dependencies).toEqual([]);
  });
});

test('vpcAccess denies two L1 functions of one stack', () => {
  const stack = newStack();
  const { role } = access(stack, { vpcAccess: true });
  for (const id of ['First', 'Second']) {
    new CfnFunction(stack, id, { role: role.roleArn, code: { zipFile: 'x' }, handler: 'index.handler', runtime: Runtime.NODEJS_22_X.name });
  }

  expect(Object.values(denialsOf(stack)).map(([{ Condition }]) => Condition.ArnEquals['lambda:SourceFunctionArn'])).toEqual([
    { 'Fn::GetAtt': ['First', 'Arn'] },
    { 'Fn::GetAtt': ['Second', 'Arn'] },
  ]);
});

test('vpcAccess and a LambdaTableAccess of the same function allow once', () => {
  const stack = newStack();
  const { role } = access(stack, { vpcAccess: true });
  const fn = newFunction(stack, 'Fn', { role, ...isolatedVpc(stack) });
  new LambdaTableAccess(stack, 'More', { function: fn, table: newTable(stack, 'Other'), features: [TableFeature.READ_ITEM] });

  expect(statementsOf(stack).filter(({ sid }) => sid === 'NetworkInterfacesOfLambda')).toHaveLength(1);
});

describe('cdk-nag', () => {
  function findings(props: Partial<DynamoAccessRoleProps> = {}): string[] {
    const stack = newStack(RECOMMENDED_FLAGS);
    const { role, logGroup } = access(stack, { vpcAccess: true, tracing: true, ...props });
    newFunction(stack, 'Fn', { role, logGroup });
    return iamFindings(stack);
  }

  test('finds nothing on a role with VPC access and tracing', () => {
    expect(findings()).toEqual([]);
  });

  test('finds their * where it isn\'t acknowledged', () => {
    expect(findings({ acknowledgeAccountActions: false })).toEqual([
      'AwsSolutions-IAM5[Resource::*] on Stack/Access/Role/AccountAccess/Resource',
    ]);
  });
});

test('the policies of functions leave room for the tables within what IAM allows a role', () => {
  const stack = newStack();
  const own = access(stack, { vpcAccess: true });
  for (let i = 0; i < 8; i++) {
    const fn = newFunction(stack, `Fn${i}`, { role: own.role });
    new LambdaTableAccess(stack, `Access${i}`, { function: fn, table: newTable(stack, `TableOf${i}`), features: [TableFeature.READ_ITEM] });
  }
  for (let i = 0; i < 40; i++) own.addTableAccess({ table: newTable(stack, `Table${i}`), features: [TableFeature.READ_ITEM] });

  const inline = deployedPolicies(stack).filter(({ kind }) => kind === 'inline').map(({ characters }) => characters);
  expect(inline.reduce((sum, characters) => sum + characters, 0)).toBeLessThanOrEqual(10_240);
  expect(deployedPolicies(stack).filter(({ kind }) => kind === 'managed')).not.toEqual([]);
});
