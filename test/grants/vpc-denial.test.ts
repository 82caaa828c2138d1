import { Aspects, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnRole, ManagedPolicy, Policy, PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { DynamoAccessRole, LambdaTableAccess, TableAccessGrants, TableFeature } from '../../src';
import { FLAG_SETTINGS, newFunction, newStack, newTable } from '../support/app';
import { isolatedVpc } from '../support/functions';
import { problemsOf } from '../support/messages';
import '../support/quiet';

const ALL = [
  'ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];
const OTHERS = ALL.filter((action) => !action.startsWith('ec2:Describe'));

const DESCRIBE = new PolicyStatement({ actions: ['ec2:DescribeSubnets', 'ec2:describeNetwork*'], resources: ['*'] });

function access(stack: Stack): Role {
  const fn = newFunction(stack, 'Fn', isolatedVpc(stack));
  new LambdaTableAccess(stack, 'Access', { function: fn, table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM] });
  return fn.role as Role;
}

function deniedActions(stack: Stack): string[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement).filter(({ Effect }) => Effect === 'Deny').flatMap(({ Action }) => Action);
}

describe.each(FLAG_SETTINGS)('the code of a function in a VPC, %s,', (_name, flags) => {
  test('is denied what Lambda does with network interfaces', () => {
    const stack = newStack(flags);
    access(stack);

    expect(deniedActions(stack)).toEqual(ALL);
  });

  test('keeps what a statement of its role allows', () => {
    const stack = newStack(flags);
    access(stack).addToPolicy(DESCRIBE);

    expect(deniedActions(stack)).toEqual(OTHERS);
  });

  test('keeps what the role of a DynamoAccessRole is allowed elsewhere', () => {
    const stack = newStack(flags);
    const { role, logGroup } = new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM], vpcAccess: true });
    newFunction(stack, 'Fn', { role, logGroup, ...isolatedVpc(stack) });
    role.addToPolicy(DESCRIBE);

    expect(deniedActions(stack)).toEqual(OTHERS);
  });
});

test.each<[string, (role: Role) => void]>([
  ['a policy elsewhere in the app', (role) => new Policy(Stack.of(role), 'Elsewhere', { roles: [role], statements: [DESCRIBE] })],
  ['a managed policy of the app', (role) => new ManagedPolicy(Stack.of(role), 'Elsewhere', { roles: [role], statements: [DESCRIBE] })],
  ['a policy that is granted something, too', (role) => {
    const policy = new Policy(Stack.of(role), 'Granted', { roles: [role], statements: [DESCRIBE] });
    TableAccessGrants.fromTable(newTable(Stack.of(role), 'Other')).features(policy, TableFeature.READ_ITEM);
  }],
  ['the properties of the role', (role) => {
    (role.node.defaultChild as CfnRole).policies = [{ policyName: 'inline', policyDocument: new PolicyDocument({ statements: [DESCRIBE] }) }];
  }],
])('the code of a function in a VPC keeps what %s allows', (_name, allow) => {
  const stack = newStack();
  allow(access(stack));

  expect(deniedActions(stack)).toEqual(OTHERS);
});

test.each([
  ['arn:aws:iam::111122223333:policy/company', 'the app doesn\'t know it'],
  ['arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole', 'it allows the actions'],
])('nothing is denied beside the managed policy %s, as %s', (arn) => {
  const stack = newStack();
  const { role, logGroup } = new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM], vpcAccess: true });
  newFunction(stack, 'Fn', { role, logGroup, ...isolatedVpc(stack) });
  role.addManagedPolicy(ManagedPolicy.fromManagedPolicyArn(stack, 'Managed', arn));

  expect(deniedActions(stack)).toEqual([]);
});

test('everything is denied beside a managed policy of AWS that has none of the actions', () => {
  const stack = newStack();
  access(stack).addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('AWSXRayDaemonWriteAccess'));

  expect(deniedActions(stack)).toEqual(ALL);
});

test('an aspect that allows a denied action later fails', () => {
  const stack = newStack();
  const role = access(stack);
  let isDone = false;
  Aspects.of(stack).add({
    visit: (node) => {
      if (node === stack && !isDone) role.addToPolicy(DESCRIBE);
      isDone = true;
    },
  });

  expect(problemsOf(stack)).toEqual([
    '[Stack/Access] the permissions of the role Stack/Fn/ServiceRole on network interfaces were changed after the policies were written; expected '
    + 'changes before synthesis; make them where the role is declared, not in an aspect [cdk-dynamo-access:functionChangedTooLate]',
  ]);
});
