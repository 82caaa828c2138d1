import { App, Aws, CfnCondition, CfnParameter, Fn, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Distribution, experimental, LambdaEdgeEventType } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { CfnRole, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, FunctionProps, IFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LambdaTableAccess, TableFeature } from '../../../src';
import { ENV, FLAG_SETTINGS, newFunction, newStack, newTable, permissionsOf, RECOMMENDED_FLAGS } from '../../support/app';
import { isolatedVpc, lambdaRole } from '../../support/functions';
import { warningsOf } from '../../support/messages';
import '../../support/quiet';

const BASIC = 'service-role/AWSLambdaBasicExecutionRole';

function access(stack: Stack, fn: IFunction, keepManagedPolicies?: boolean): void {
  new LambdaTableAccess(stack, 'Access', {
    function: fn, table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM], keepManagedPolicies,
  });
}

/** The names of the managed policies of the roles whose logical ids begin so. */
function managedPoliciesOf(stack: Stack, role: string): string[] {
  return Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Role'))
    .filter(([id]) => id.startsWith(role))
    .flatMap(([, { Properties }]) => Properties.ManagedPolicyArns ?? [])
    .map((arn) => /:policy\/([\w/-]+)"/.exec(JSON.stringify(arn))![1]);
}

describe.each(FLAG_SETTINGS)('%s', (_name, flags) => {
  const REPLACED: [string, (stack: Stack) => Partial<FunctionProps>, string[]][] = [
    ['a plain function', () => ({}), [BASIC]],
    ['a function in a VPC', isolatedVpc, [BASIC, 'service-role/AWSLambdaVPCAccessExecutionRole']],
  ];

  test.each(REPLACED)('%s loses the managed policies with wide logs permissions', (_kind, props) => {
    const stack = newStack(flags);
    access(stack, newFunction(stack, 'Fn', props(stack)));

    expect(managedPoliciesOf(stack, 'FnServiceRole')).toEqual([]);
  });

  test.each(REPLACED)('%s has them without the access, so this is what is replaced', (_kind, props, policies) => {
    const stack = newStack(flags);
    newFunction(stack, 'Fn', props(stack));

    expect(managedPoliciesOf(stack, 'FnServiceRole')).toEqual(policies);
  });

  test.each(REPLACED)('%s keeps them with keepManagedPolicies', (_kind, props, policies) => {
    const stack = newStack(flags);
    access(stack, newFunction(stack, 'Fn', props(stack)), true);

    expect(managedPoliciesOf(stack, 'FnServiceRole')).toEqual(policies);
    expect(permissionsOf(stack)).toEqual(['dynamodb:GetItem on <TableCD117FA1.Arn>']);
  });
});

describe('keepManagedPolicies of one access', () => {
  test.each([[true, undefined], [undefined, true]])('holds for the function, whatever a second access says: %s, %s', (first, second) => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn');
    const table = newTable(stack, 'Table');
    new LambdaTableAccess(stack, 'First', { function: fn, table, features: [TableFeature.READ_ITEM], keepManagedPolicies: first });
    new LambdaTableAccess(stack, 'Second', { function: fn, table, features: [TableFeature.PUT_ITEM], keepManagedPolicies: second });

    expect(managedPoliciesOf(stack, 'FnServiceRole')).toEqual([BASIC]);
  });
});

describe('other managed policies survive', () => {
  const XRAY = ManagedPolicy.fromAwsManagedPolicyName('AWSXRayDaemonWriteAccess');

  test('that were added before the access', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn');
    fn.role!.addManagedPolicy(XRAY);
    access(stack, fn);

    expect(managedPoliciesOf(stack, 'FnServiceRole')).toEqual(['AWSXRayDaemonWriteAccess']);
  });

  test('that are added after the access', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn');
    access(stack, fn);
    fn.role!.addManagedPolicy(XRAY);

    expect(managedPoliciesOf(stack, 'FnServiceRole')).toEqual(['AWSXRayDaemonWriteAccess']);
  });

  test('that Lambda Insights brings', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn');
    fn.role!.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('CloudWatchLambdaInsightsExecutionRolePolicy'));
    access(stack, fn);

    expect(managedPoliciesOf(stack, 'FnServiceRole')).toEqual(['CloudWatchLambdaInsightsExecutionRolePolicy']);
  });
});

describe('a list of managed policies that stands in the place of CDK\'s', () => {
  const BASIC_ARN = `arn:aws:iam::aws:policy/${BASIC}`;
  const VPC_ARN = 'arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole';
  const OTHER_ARN = 'arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess';

  /** What the role of a function has after an access, where its list is this. */
  function left(list: (stack: Stack) => unknown): unknown {
    const stack = newStack();
    new CfnCondition(stack, 'Condition', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
    const fn = newFunction(stack, 'Fn');
    (fn.role!.node.defaultChild as CfnRole).managedPolicyArns = list(stack) as string[];
    access(stack, fn);
    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
    return Properties.ManagedPolicyArns;
  }

  test('loses the wide one where it is plain text', () => {
    expect(left(() => [BASIC_ARN, OTHER_ARN])).toEqual([OTHER_ARN]);
  });

  test('loses the wide one where it is known when it is resolved', () => {
    expect(left(() => [Lazy.string({ produce: () => BASIC_ARN }), OTHER_ARN])).toEqual([OTHER_ARN]);
  });

  test('loses the wide one where CloudFormation fills its partition in', () => {
    expect(left(() => [Fn.sub(BASIC_ARN.replace('aws', '${AWS::Partition}')), OTHER_ARN])).toEqual([OTHER_ARN]);
  });

  test('is gone where nothing is left', () => {
    expect(left(() => [BASIC_ARN])).toBeUndefined();
  });

  test('keeps what CloudFormation chooses', () => {
    expect(left(() => [Fn.conditionIf('Condition', BASIC_ARN, VPC_ARN).toString()])).toEqual([{ 'Fn::If': ['Condition', BASIC_ARN, VPC_ARN] }]);
  });

  test('keeps what CloudFormation chooses, as an object', () => {
    expect(left(() => [Fn.conditionIf('Condition', OTHER_ARN, VPC_ARN), BASIC_ARN])).toEqual([{ 'Fn::If': ['Condition', OTHER_ARN, VPC_ARN] }]);
  });

  test('keeps a parameter', () => {
    expect(left((stack) => new CfnParameter(stack, 'Arns', { type: 'List<String>' }).valueAsList)).toEqual({ Ref: 'Arns' });
  });
});

describe('a role that something else relies on', () => {
  test('keeps its policy with a warning where a second function shares it', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn');
    access(stack, fn);
    newFunction(stack, 'Second', { role: fn.role });

    expect(managedPoliciesOf(stack, 'FnServiceRole')).toEqual([BASIC]);
    expect(warningsOf(stack)).toEqual([
      '/Stack/Access: the role Stack/Fn/ServiceRole keeps AWSLambdaBasicExecutionRole, which allows writing to every log group, because '
        + 'another function also runs with the role; expected a role that CDK made for this function only; give each function its own role, '
        + 'or set keepManagedPolicies: true [ack: cdk-dynamo-access:sharedRoleKeepsManagedPolicies]',
    ]);
  });

  test('keeps its policy where a second function of another stack shares it', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const fn = newFunction(stack, 'Fn');
    access(stack, fn);
    newFunction(new Stack(app, 'Other'), 'Second', { role: fn.role });

    expect(managedPoliciesOf(stack, 'FnServiceRole')).toEqual([BASIC]);
    expect(warningsOf(stack)).toHaveLength(1);
  });

  test('keeps its policy where the second function has the access', () => {
    const stack = newStack();
    const second = newFunction(stack, 'Second', { role: newFunction(stack, 'Fn').role });
    access(stack, second);

    expect(managedPoliciesOf(stack, 'FnServiceRole')).toEqual([BASIC]);
  });

  const EDGE_WARNING = (role: string) => `/Stack/Access: the role ${role} keeps AWSLambdaBasicExecutionRole, which allows writing to every log `
    + 'group, because its function runs at the edge and logs in many Regions; expected a role that CDK made for this function only; '
    + 'acknowledge this warning, or set keepManagedPolicies: true [ack: cdk-dynamo-access:edgeRoleKeepsManagedPolicies]';

  test('keeps its policy with a warning where it is that of an EdgeFunction', () => {
    const stack = newStack({}, { ...ENV, region: 'us-east-1' });
    access(stack, new experimental.EdgeFunction(stack, 'Fn', {
      runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code: Code.fromInline('exports.handler = async () => {};'),
    }));

    expect(managedPoliciesOf(stack, 'Fn')).toEqual([BASIC]);
    expect(warningsOf(stack)).toEqual([EDGE_WARNING('Stack/Fn/Fn/ServiceRole')]);
  });

  test('keeps its policy with a warning where a distribution runs the function at the edge', () => {
    const stack = newStack({}, { ...ENV, region: 'us-east-1' });
    const fn = newFunction(stack, 'Fn');
    access(stack, fn);
    new Distribution(stack, 'Distribution', {
      defaultBehavior: {
        origin: new HttpOrigin('example.com'),
        edgeLambdas: [{ functionVersion: fn.currentVersion, eventType: LambdaEdgeEventType.VIEWER_REQUEST }],
      },
    });

    expect(managedPoliciesOf(stack, 'FnServiceRole')).toEqual([BASIC]);
    expect(warningsOf(stack)).toEqual([EDGE_WARNING('Stack/Fn/ServiceRole')]);
  });

  test('keeps its policy with a warning where its trust was resolved, and so merged, before', () => {
    const stack = newStack(RECOMMENDED_FLAGS, { ...ENV, region: 'us-east-1' });
    const fn = newFunction(stack, 'Fn');
    access(stack, fn);
    const { assumeRolePolicy } = fn.role as Role;
    assumeRolePolicy!.addStatements(new PolicyStatement({
      actions: ['sts:AssumeRole'], principals: [new ServicePrincipal('edgelambda.amazonaws.com')],
    }));
    stack.resolve(assumeRolePolicy);

    expect(warningsOf(stack)).toEqual([EDGE_WARNING('Stack/Fn/ServiceRole')]);
  });

  test('is told to stay as it is where it was given to a function at the edge', () => {
    const stack = newStack();
    const role = new Role(stack, 'Role', {
      assumedBy: new ServicePrincipal('edgelambda.amazonaws.com'), managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName(BASIC)],
    });
    access(stack, newFunction(stack, 'Fn', { role }));

    expect(warningsOf(stack)).toEqual([EDGE_WARNING('Stack/Role')]);
  });
});

describe('a role that the function was given', () => {
  test('keeps all its managed policies', () => {
    const stack = newStack();
    const role = lambdaRole(stack);
    role.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName(BASIC));
    access(stack, newFunction(stack, 'Fn', { role }));

    expect(managedPoliciesOf(stack, 'Role')).toEqual([BASIC]);
  });

  test('has no warning', () => {
    const stack = newStack({}, ENV);
    access(stack, newFunction(stack, 'Fn', { role: Role.fromRoleName(stack, 'Role', 'orders') }));

    expect(warningsOf(stack)).toEqual([]);
  });
});
