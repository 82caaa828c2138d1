import { Aspects, Aws, CfnCondition, CfnParameter, CfnResource, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AnyPrincipal, CfnRole, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { DynamoAccessRole, LambdaTableAccess, TableFeature } from '../../src';
import { ENV, FLAG_SETTINGS, newFunction, newStack, newTable, permissionsOf } from '../support/app';
import { lambdaRole } from '../support/functions';
import { problemsOf, warningsOf } from '../support/messages';
import '../support/quiet';

const NO_VALUE = { Ref: 'AWS::NoValue' };
const ifProd = (value: unknown, otherwise: unknown = NO_VALUE) => ({ 'Fn::If': ['Prod', value, otherwise] });
const BASIC = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
const GROUPS = 'arn:<AWS::Partition>:logs:eu-west-1:111122223333:log-group';

function newConditionalStack(flags = {}): Stack {
  const stack = newStack(flags, ENV);
  new CfnCondition(stack, 'Prod', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
  new CfnParameter(stack, 'Parameter');
  return stack;
}

function access(stack: Stack, fn: LambdaFunction): Stack {
  new LambdaTableAccess(stack, 'Access', { function: fn, table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM] });
  return stack;
}

const l1 = (construct: { node: { defaultChild?: unknown } }) => construct.node.defaultChild as CfnResource;
const logsOf = (stack: Stack) => permissionsOf(stack).filter((pair) => pair.startsWith('logs:PutLogEvents')).map((pair) => pair.split(' on ')[1]);
const idsOf = (stack: Stack) => warningsOf(stack).flatMap((text) => /cdk-dynamo-access:(\w+)/.exec(text)?.[1] ?? []);

function managedPoliciesOf(stack: Stack, role: string): unknown[] {
  return Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Role')).filter(([id]) => id.startsWith(role))
    .flatMap(([, { Properties }]) => Properties.ManagedPolicyArns ?? []);
}

describe.each(FLAG_SETTINGS)('a function writes to the log group of each branch, %s:', (_name, flags) => {
  function logsWith(change: (fn: CfnResource) => void): string[] {
    const stack = newConditionalStack(flags);
    const fn = newFunction(stack, 'Fn');
    change(l1(fn));
    return logsOf(access(stack, fn));
  }
  const byDefault = `${GROUPS}:/aws/lambda/<Fn9270CBC0>:*`;

  test.each<[string, unknown, string[]]>([
    ['a configuration, or none', ifProd({ LogGroup: '/company/central' }), [byDefault, `${GROUPS}:/company/central:*`]],
    ['a name, or none', { LogGroup: ifProd('/company/central') }, [byDefault, `${GROUPS}:/company/central:*`]],
    ['one of two names', { LogGroup: ifProd('/company/one', '/company/two') }, [`${GROUPS}:/company/one:*`, `${GROUPS}:/company/two:*`]],
    ['a configuration without a name', { LogFormat: 'JSON' }, [byDefault]],
  ])('%s', (_kind, value, groups) => {
    const groupsAsWritten = logsWith((fn) => fn.addPropertyOverride('LoggingConfig', value));
    // by a flag, CDK makes the default group
    expect(groupsAsWritten.map((group) => group.replace(/^<FnLogGroup\w+\.Arn>$/, byDefault)).sort()).toEqual(groups.sort());
  });
});

describe('a function whose log group CloudFormation alone knows', () => {
  test('keeps the managed policy that CDK attached', () => {
    const stack = newConditionalStack();
    const fn = newFunction(stack, 'Fn');
    l1(fn).addPropertyOverride('LoggingConfig', { Ref: 'Parameter' });
    access(stack, fn);

    expect(warningsOf(stack)).toEqual([
      '/Stack/Access: the role Stack/Fn/ServiceRole keeps AWSLambdaBasicExecutionRole, which allows writing to every log group, because only '
        + 'CloudFormation knows the log group of its function; expected a role that CDK made for this function only; name the log group by '
        + 'text or by a reference, or set keepManagedPolicies: true [ack: cdk-dynamo-access:unknownLogGroup]',
    ]);
    expect(managedPoliciesOf(stack, 'Fn')).toHaveLength(1);
  });

  test('has a warning where its role has no managed policy', () => {
    const stack = newConditionalStack();
    const fn = newFunction(stack, 'Fn', { role: lambdaRole(stack) });
    l1(fn).addPropertyOverride('LoggingConfig', { Ref: 'Parameter' });

    expect(idsOf(access(stack, fn))).toEqual(['unknownLogGroup']);
  });
});

describe('an aspect that changes, after the policies were written,', () => {
  function problemsWith(change: (fn: CfnFunction) => void, flags = {}): string[] {
    const stack = newConditionalStack(flags);
    access(stack, newFunction(stack, 'Fn'));
    Aspects.of(stack).add({ visit: (node) => { if (CfnFunction.isCfnFunction(node)) change(node); } });
    return problemsOf(stack);
  }

  test.each<[string, (fn: CfnFunction) => void]>([
    ['the log group of a function', (fn) => { fn.loggingConfig = { logGroup: '/company/central' }; }],
    ['the log group of a function by an override', (fn) => fn.addPropertyOverride('LoggingConfig.LogGroup', '/company/central')],
  ])('%s fails', (_kind, change) => {
    expect(problemsWith(change)).toEqual([
      '[Stack/Access] the log group of the function Stack/Fn or the managed policies of its role changed after the policies were written; '
        + 'expected changes before synthesis; change the function where it is declared or in a loop over app.node.findAll(), not in an '
        + 'aspect [cdk-dynamo-access:functionChangedTooLate]',
    ]);
  });

  test.each<[string, (fn: CfnFunction) => void]>([
    ['the format of logs', (fn) => { fn.loggingConfig = { logFormat: 'JSON' }; }],
    ['the name of a function, which the name of its log group follows', (fn) => { fn.functionName = 'reader'; }],
  ])('%s is fine', (_kind, change) => {
    const stack = newConditionalStack();
    access(stack, newFunction(stack, 'Fn'));
    Aspects.of(stack).add({ visit: (node) => { if (CfnFunction.isCfnFunction(node)) change(node); } });

    expect(warningsOf(stack)).toEqual([]);
    expect(logsOf(stack)).toEqual([`${GROUPS}:/aws/lambda/<Fn9270CBC0>:*`]);
  });

  test('the managed policies that its logs rest on fails', () => {
    const stack = newConditionalStack();
    const fn = newFunction(stack, 'Fn', { role: lambdaRole(stack) });
    fn.role!.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaBasicExecutionRole'));
    access(stack, fn);
    Aspects.of(stack).add({ visit: (node) => { if (CfnRole.isCfnRole(node)) node.addPropertyOverride('ManagedPolicyArns', ifProd([BASIC])); } });

    expect(problemsOf(stack)[0]).toContain('cdk-dynamo-access:functionChangedTooLate');
  });
});

describe('a function fails that runs', () => {
  function problemsWith(role: (stack: Stack) => unknown, byAspect = false): string[] {
    const stack = newConditionalStack();
    const fn = newFunction(stack, 'Fn');
    const act = () => l1(fn).addPropertyOverride('Role', role(stack));
    const other = lambdaRole(stack);
    if (byAspect) Aspects.of(other).add({ visit: (node) => { if (node === other) act(); } });
    else act();
    access(stack, fn);
    return problemsOf(stack);
  }
  const failure = '[Stack/Access] an override, an aspect or a condition gives the function Stack/Fn another role than Stack/Fn/ServiceRole; '
    + 'expected a function that always runs with the role that has the access; pass the role to the function where it is declared '
    + '[cdk-dynamo-access:otherRole]';

  test.each<[string, (stack: Stack) => unknown, boolean]>([
    ['with another role by an override', () => ({ 'Fn::GetAtt': ['Role1ABCC5F0', 'Arn'] }), false],
    ['with another role by an aspect', () => ({ 'Fn::GetAtt': ['Role1ABCC5F0', 'Arn'] }), true],
    ['with a role of another app', () => 'arn:aws:iam::111122223333:role/central', false],
    ['with another role in one branch', () => ifProd({ 'Fn::GetAtt': ['FnServiceRoleB9001A96', 'Arn'] }, 'arn:aws:iam::111122223333:role/central'), false],
    ['with a role that CloudFormation alone knows', () => ({ Ref: 'Parameter' }), false],
    ['without a role in one branch', () => ifProd({ 'Fn::GetAtt': ['FnServiceRoleB9001A96', 'Arn'] }), false],
  ])('%s', (_kind, role, byAspect) => {
    expect(problemsWith(role, byAspect)).toEqual([failure]);
  });

  test('but not with its own role, however that is written', () => {
    const stack = newConditionalStack();
    const fn = newFunction(stack, 'Fn');
    l1(fn).addPropertyOverride('Role', { 'Fn::Sub': '${FnServiceRoleB9001A96.Arn}' });

    expect(warningsOf(access(stack, fn))).toEqual([]);
  });
});

describe('the managed policy of a role stays where something else may run with it:', () => {
  test.each<[string, string]>([
    ['a function of AWS SAM', 'AWS::Serverless::Function'], ['a generic resource that is a function', 'AWS::Lambda::Function'],
  ])('%s', (_kind, type) => {
    const stack = newConditionalStack();
    const fn = newFunction(stack, 'Fn');
    new CfnResource(stack, 'Other', { type, properties: { Role: fn.role!.roleArn } });

    expect(idsOf(access(stack, fn))).toEqual(['sharedRoleKeepsManagedPolicies']);
  });

  test('a function that an override gives the role, in one branch', () => {
    const stack = newConditionalStack();
    const fn = newFunction(stack, 'Fn');
    l1(newFunction(stack, 'Other')).addPropertyOverride('Role', ifProd(stack.resolve(fn.role!.roleArn), stack.resolve(lambdaRole(stack).roleArn)));

    expect(idsOf(access(stack, fn))).toEqual(['sharedRoleKeepsManagedPolicies']);
  });

  test.each([
    ['another service', new ServicePrincipal('ecs-tasks.amazonaws.com'), '/Stack/Access: the role Stack/Fn/ServiceRole keeps '
      + 'AWSLambdaBasicExecutionRole, which allows writing to every log group, because ecs-tasks.amazonaws.com can also assume the role; '
      + 'expected a role that CDK made for this function only; give each of them its own role, or set keepManagedPolicies: true [ack: '
      + 'cdk-dynamo-access:sharedRoleKeepsManagedPolicies]'],
    ['anybody', new AnyPrincipal(), '/Stack/Access: the role Stack/Fn/ServiceRole keeps AWSLambdaBasicExecutionRole, which allows writing to '
      + 'every log group, because principals other than services can also assume the role; expected a role that CDK made for this function '
      + 'only; give each of them its own role, or set keepManagedPolicies: true [ack: cdk-dynamo-access:sharedRoleKeepsManagedPolicies]'],
  ])('%s that may assume the role', (_kind, principal, why) => {
    const stack = newConditionalStack();
    const fn = newFunction(stack, 'Fn');
    (fn.role as Role).assumeRolePolicy!.addStatements(new PolicyStatement({ actions: ['sts:AssumeRole'], principals: [principal] }));

    expect(warningsOf(access(stack, fn)).join()).toContain(why);
    expect(managedPoliciesOf(stack, 'Fn')).toHaveLength(1);
  });
});

describe('a managed policy that a condition attaches', () => {
  function role(arns: unknown): Stack {
    const stack = newConditionalStack();
    const fn = newFunction(stack, 'Fn');
    l1(fn.role!).addPropertyOverride('ManagedPolicyArns', arns);
    return access(stack, fn);
  }

  test.each<[string, unknown]>([
    ['by an override', [BASIC]], ['in one branch', ifProd([BASIC])], ['as an element', [ifProd(BASIC)]],
  ])('stays, with a warning, and the logs of the function are there without it: %s', (_kind, arns) => {
    const stack = role(arns);

    expect(warningsOf(stack)).toEqual([
      '/Stack/Access: the role Stack/Fn/ServiceRole keeps AWSLambdaBasicExecutionRole, which allows writing to every log group, because an '
        + 'override or a condition attaches it; expected a role that CDK made for this function only; remove the managed policy there, or '
        + 'set keepManagedPolicies: true [ack: cdk-dynamo-access:conditionalManagedPolicy]',
    ]);
    expect(logsOf(stack)).toEqual([`${GROUPS}:/aws/lambda/<Fn9270CBC0>:*`]);
  });
});

describe.each<[string, unknown, string[]]>([
  ['in a VPC in one branch', { VpcConfig: ifProd({ SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] }) }, ['vpcWithoutAccess']],
  ['in a VPC by a parameter', { VpcConfig: { SubnetIds: { Ref: 'Parameter' } } }, ['vpcWithoutAccess']],
  ['in no VPC', { VpcConfig: ifProd({ SubnetIds: [] }) }, []],
  ['traced in one branch', { TracingConfig: { Mode: ifProd('Active', 'PassThrough') } }, ['tracingWithoutAccess']],
  ['maybe traced', { TracingConfig: { Mode: { Ref: 'Parameter' } } }, ['tracingWithoutAccess']],
  ['not traced', { TracingConfig: ifProd({ Mode: 'PassThrough' }) }, []],
])('a function %s', (_kind, properties, ids) => {
  test('is warned of where its role doesn\'t allow what Lambda needs', () => {
    const stack = newConditionalStack();
    const role = new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM] });
    const fn = newFunction(stack, 'Fn', { role: role.role, logGroup: role.logGroup });
    for (const [name, value] of Object.entries(properties as object)) l1(fn).addPropertyOverride(name, value);

    expect(idsOf(stack)).toEqual(ids);
  });
});

test('several L1 functions of one stack have their accesses', () => {
  const stack = newConditionalStack();
  for (const id of ['A', 'B']) {
    const role = new Role(stack, `Role${id}`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const fn = new CfnFunction(stack, `Fn${id}`, { code: { zipFile: '' }, handler: 'i.h', runtime: 'nodejs22.x', role: role.roleArn });
    new LambdaTableAccess(stack, `Access${id}`, {
      function: LambdaFunction.fromFunctionAttributes(stack, `Import${id}`, { functionArn: fn.attrArn, role, sameEnvironment: true }),
      table: newTable(stack, `Table${id}`),
      features: [TableFeature.READ_ITEM],
    });
  }

  expect(logsOf(stack)).toEqual([`${GROUPS}:/aws/lambda/<FnA>:*`, `${GROUPS}:/aws/lambda/<FnB>:*`]);
});
