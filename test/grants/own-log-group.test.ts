import { App, Aspects, Duration, Mixins, NestedStack, RemovalPolicy, Shims, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { CfnRole, ManagedPolicy, Role } from 'aws-cdk-lib/aws-iam';
import { Alias, CfnFunction, Function as LambdaFunction, IFunction, Version } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CfnFunction as SamFunction } from 'aws-cdk-lib/aws-sam';
import { Construct } from 'constructs';
import { DynamoAccessRole, LambdaTableAccess, OwnLogGroup, TableFeature } from '../../src';
import { getConstructPath, listLogGroupArns } from '../../src/policy/assembly-resources';
import { Assembly, FunctionRecord, readAssembly } from '../../src/policy/read-assembly';
import { ProblemId } from '../../src/problems/catalogue';
import { FLAG_SETTINGS, newFunction, newStack, newTable, permissionsOf } from '../support/app';
import { dependencyGraph, findCycle } from '../support/dependency-graph';
import { addDeployableFunctions, addOtherFunctions } from '../support/function-kinds';
import { FUNCTIONS, isolatedVpc, lambdaRole } from '../support/functions';
import { messageMatching, warningsOf } from '../support/messages';
import { iamFindings } from '../support/nag';
import '../support/quiet';

const PLACE = { account: '111122223333', region: 'eu-west-1', partition: 'aws' };
const WRITING = /^logs:(CreateLogGroup|CreateLogStream|PutLogEvents) on /;
const BASIC = ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaBasicExecutionRole');

function infosOf(stack: Stack): string[] {
  return Annotations.fromStack(stack).findInfo('*', Match.anyValue()).map(({ id, entry }) => `${id}: ${entry.data}`);
}

/** The permissions on logs that the functions of a role need. A function creates its log group if the app doesn't. */
function listNeeded({ logGroups, functions }: Assembly, role: string): string[] {
  return functions.filter((fn) => fn.roles.includes(role)).flatMap((fn) => {
    const [group] = listLogGroupArns(fn);
    const isCreated = logGroups.some(({ arn }) => arn === group) || getConstructPath(fn.origin).endsWith('/Retained');
    const create = isCreated ? [] : [`logs:CreateLogGroup on ${group}`, `logs:CreateLogGroup on ${group}:*`];
    // the function that carries out logRetention creates the groups of the others
    const retained = functions.filter(({ origin }) => getConstructPath(origin).endsWith('/Retained')).flatMap(listLogGroupArns);
    const created = getConstructPath(fn.origin).includes('/LogRetention') ? retained : [];
    return [...create, ...created.flatMap((arn) => [`logs:CreateLogGroup on ${arn}`, `logs:CreateLogGroup on ${arn}:*`]), `logs:CreateLogStream on ${group}:*`, `logs:PutLogEvents on ${group}:*`];
  });
}

function listAllowed({ roles }: Assembly, arn: string): string[] {
  const { policies } = roles.find((role) => role.arn === arn)!;
  return policies.flatMap(({ document }) => [document!.Statement].flat()).flatMap(({ Action = [], Resource = [] }) =>
    [Action].flat().flatMap((action) => [Resource].flat().map((resource) => `${action} on ${resource}`)))
    .filter((permission) => WRITING.test(permission)).sort();
}

describe.each(FLAG_SETTINGS)('in an app with a function of each kind and %s', (_flags, flags) => {
  const stack = newStack(flags);
  addDeployableFunctions(stack);
  addOtherFunctions(stack);
  newFunction(new NestedStack(stack, 'Nested'), 'Inner');
  Mixins.of(stack.node.root).apply(new OwnLogGroup());
  const assembly = readAssembly((stack.node.root as App).synth().directory, PLACE);
  const functions = assembly.functions.map((fn): [string, FunctionRecord] => [getConstructPath(fn.origin), fn]);

  test('there are more than 20 functions', () => {
    expect(functions).toHaveLength(32);
  });

  test.each(functions)('%s may write to its own log group and to no other', (_construct, { roles: [role] }) => {
    expect(listAllowed(assembly, role)).toEqual(listNeeded(assembly, role).sort());
  });

  test('no role has an AWS managed policy', () => {
    expect(assembly.roles.flatMap(({ policies }) => policies.flatMap(({ arn }) => arn ?? []))).toEqual([]);
  });

  test('cdk-nag finds no AWS managed policy', () => {
    expect(iamFindings(stack).filter((finding) => finding.includes('IAM4'))).toEqual([]);
  });

  test('there is no warning and no info', () => {
    expect([...warningsOf(stack), ...infosOf(stack)]).toEqual([]);
  });

  test('no resource depends on itself', () => {
    expect(findCycle(dependencyGraph(Template.fromStack(stack).toJSON()))).toBeUndefined();
  });
});

describe.each(FUNCTIONS)('a function %s', (kind, makeFunction) => {
  // the function that carries out logRetention keeps the permission to create the group, which the mixin limits
  const isOfHandler = (permission: string) => kind === 'with logRetention' && permission.startsWith('logs:CreateLogGroup');
  const permissionsBy = (give: (stack: Stack, fn: IFunction) => void) => {
    const stack = newStack();
    give(stack, makeFunction(stack));
    return permissionsOf(stack).filter((permission) => !/^dynamodb:|LogRetention/.test(permission) && !isOfHandler(permission));
  };
  const withAccess = (stack: Stack, fn: IFunction) =>
    void new LambdaTableAccess(stack, 'Access', { function: fn, table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM] });

  test('gets the permissions that LambdaTableAccess gives besides those on the table', () => {
    expect(permissionsBy((stack) => void Mixins.of(stack).apply(new OwnLogGroup()))).toEqual(permissionsBy(withAccess));
  });
});

test('the function that carries out logRetention is created after the permission to create the log group', () => {
  const stack = newStack();
  newFunction(stack, 'Fn', { logRetention: RetentionDays.ONE_WEEK });
  stack.with(new OwnLogGroup());
  const { Resources } = Template.fromStack(stack).toJSON();
  const [creating] = Object.keys(Resources).filter((id) => JSON.stringify(Resources[id]).includes('logs:CreateLogGroup'));
  const [handler] = Object.keys(Resources).filter((id) => /^LogRetention/.test(id) && Resources[id].Type === 'AWS::Lambda::Function');

  expect(Resources[handler].DependsOn).toContain(creating);
});

test.each<[string, (stack: Stack, access: () => void) => void]>([
  ['before', (stack, access) => {
    access();
    stack.with(new OwnLogGroup());
  }],
  ['after', (stack, access) => {
    stack.with(new OwnLogGroup());
    access();
  }],
])('a LambdaTableAccess that is declared %s the mixin decides about the managed policies', (_order, declare) => {
  const stack = newStack();
  const fn = newFunction(stack, 'Fn');
  declare(stack, () => new LambdaTableAccess(stack, 'Access', {
    function: fn, table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM], keepManagedPolicies: true,
  }));

  expect(permissionsOf(stack)).toEqual(['dynamodb:GetItem on <TableCD117FA1.Arn>']);
});

describe('the role of a DynamoAccessRole', () => {
  function newAccess(stack: Stack): DynamoAccessRole {
    return new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM] });
  }

  test('gets no second permission on the log group that it has', () => {
    const stack = newStack();
    const { role, logGroup } = newAccess(stack);
    newFunction(stack, 'Fn', { role, logGroup }).with(new OwnLogGroup());

    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 1);
  });

  test('gets the permissions of a function that logs to another group, without a warning', () => {
    const stack = newStack();
    newFunction(stack, 'Fn', { role: newAccess(stack).role, logGroup: new LogGroup(stack, 'Other') }).with(new OwnLogGroup());

    expect([warningsOf(stack), permissionsOf(stack).filter((each) => each.includes('<Other'))]).toEqual([[], [
      'logs:CreateLogStream on <Other34654A52.Arn>', 'logs:PutLogEvents on <Other34654A52.Arn>',
    ]]);
  });
});

describe('a function keeps its managed policies and has a warning', () => {
  const WARNINGS: [string, ProblemId, (stack: Stack) => void][] = [
    ['with durable executions', 'durableRoleKeepsManagedPolicies',
      (stack) => newFunction(stack, 'Fn', { durableConfig: { executionTimeout: Duration.hours(1) } })],
    ['with a role that it was given', 'givenRoleKeepsManagedPolicies',
      (stack) => newFunction(stack, 'Fn', { role: lambdaRole(stack, { managedPolicies: [BASIC] }) })],
    ['whose role another function shares', 'sharedRoleKeepsManagedPolicies',
      (stack) => newFunction(stack, 'Second', { role: newFunction(stack, 'Fn').role })],
  ];

  test.each(WARNINGS)('%s', (_kind, id, declare) => {
    const stack = newStack();
    declare(stack);
    Mixins.of(stack).apply(new OwnLogGroup());

    expect(warningsOf(stack)).toContainEqual(messageMatching('Stack/Fn', id, 'acknowledge this warning'));
    expect(permissionsOf(stack)).toEqual([]);
  });
});

test.each<[string, (stack: Stack, role: Role) => void]>([
  ['of AWS SAM', (stack, { roleArn }) => new SamFunction(stack, 'Fn', { handler: 'index.handler', runtime: 'nodejs22.x', role: roleArn })],
  ['that is an L1', (stack, { roleArn }) => new CfnFunction(stack, 'Fn', { role: roleArn, code: { zipFile: 'x' } })],
])('a function %s gets its own logs if a Role construct declares its role, as the info says', (_kind, declare) => {
  const stack = newStack();
  declare(stack, lambdaRole(stack));
  Mixins.of(stack).apply(new OwnLogGroup());

  expect([infosOf(stack), permissionsOf(stack).filter((each) => each.startsWith('logs:PutLogEvents'))]).toEqual([[], [
    'logs:PutLogEvents on arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:/aws/lambda/<Fn>:*',
  ]]);
});

test('a scope without functions is an error if the app requires one', () => {
  expect(() => Mixins.of(newStack()).requireAny().apply(new OwnLogGroup())).toThrow('none of the provided mixins could be applied');
});

describe('a function is left alone and an info says why', () => {
  const INFO = (path: string, reason: string) => `/${path}: the function ${path} keeps its permissions on logs, because ${reason} [ack: cdk-dynamo-access:logsLeftAlone]`;

  test('where it is imported', () => {
    const stack = newStack();
    LambdaFunction.fromFunctionName(stack, 'Fn', 'theirs');
    Mixins.of(stack).apply(new OwnLogGroup());

    expect(infosOf(stack)).toEqual([INFO('Stack/Fn', 'it is imported; apply OwnLogGroup in the app that declares it')]);
  });

  test('once where an alias of its version is imported', () => {
    const stack = newStack();
    const aliasVersion = Version.fromVersionArn(stack, 'Version', 'arn:aws:lambda:eu-west-1:111122223333:function:theirs:1');
    Alias.fromAliasAttributes(stack, 'Alias', { aliasName: 'live', aliasVersion });
    Mixins.of(stack).apply(new OwnLogGroup());

    expect(infosOf(stack)).toEqual([INFO('Stack/VersionFunction', 'it is imported; apply OwnLogGroup in the app that declares it')]);
  });

  test.each<[string, (stack: Stack) => void]>([
    ['AWS SAM makes its role', (stack) => new SamFunction(stack, 'Fn', { handler: 'index.handler', runtime: 'nodejs22.x' })],
    ['its role is an L1', (stack) => new CfnFunction(stack, 'Fn', {
      role: new CfnRole(stack, 'Role', { assumeRolePolicyDocument: {} }).attrArn, code: { zipFile: 'x' },
    })],
    ['its role is text', (stack) => new CfnFunction(stack, 'Fn', { role: 'arn:aws:iam::111122223333:role/theirs', code: { zipFile: 'x' } })],
  ])('where %s', (_case, declare) => {
    const stack = newStack();
    declare(stack);
    Mixins.of(stack).apply(new OwnLogGroup());

    expect(infosOf(stack)).toEqual([INFO('Stack/Fn', 'no Role construct of this app declares its role; declare a Role and write its '
      + 'roleArn as the role of the function for logs in its own log group only')]);
    expect(permissionsOf(stack)).toEqual([]);
  });

  test('where an override gives it another role', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn');
    (fn.node.defaultChild as CfnFunction).addPropertyOverride('Role', 'arn:aws:iam::111122223333:role/theirs');
    fn.with(new OwnLogGroup());

    expect(infosOf(stack)).toEqual([INFO('Stack/Fn', 'an override or a condition may give it another role; give it one role for logs in its own '
      + 'log group only')]);
  });

  test('where CDK declares its role without a Role construct', () => {
    const stack = newStack();
    new Bucket(stack, 'Bucket', { autoDeleteObjects: true, removalPolicy: RemovalPolicy.DESTROY });
    Mixins.of(stack).apply(new OwnLogGroup());

    expect(infosOf(stack)).toEqual([INFO('Stack/Custom::S3AutoDeleteObjectsCustomResourceProvider/Handler', 'it is a function of CDK for custom resources, which makes '
      + 'its role without a Role construct; no option changes this, so there is nothing to do')]);
  });
});

test('a role that accepts no policies has a warning, because its function may have no logs', () => {
  const stack = newStack();
  newFunction(stack, 'Fn', { role: Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/theirs', { mutable: false }) }).with(new OwnLogGroup());

  expect(warningsOf(stack)).toEqual([messageMatching('Stack/Fn', 'grantWithoutEffect', 'Stack/Role')]);
});

test('an imported role that the app may change gets the permissions', () => {
  const stack = newStack();
  newFunction(stack, 'Fn', { role: Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/theirs') }).with(new OwnLogGroup());

  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', { Roles: ['theirs'] });
});

test('only the functions of the scope change', () => {
  const stack = newStack();
  newFunction(stack, 'Fn').with(new OwnLogGroup());
  newFunction(stack, 'Other');

  expect(Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role')).map(({ Properties }) => Properties.ManagedPolicyArns?.length ?? 0))
    .toEqual([0, 1]);
});

test('a function in a VPC is denied the network interfaces of Lambda', () => {
  const stack = newStack();
  newFunction(stack, 'Fn', isolatedVpc(stack)).with(new OwnLogGroup());

  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: [Match.objectLike({ Effect: 'Deny', Sid: 'NetworkInterfacesOfLambdaAlone' })] },
  });
});

test('the mixin works as an aspect and twice', () => {
  const stack = newStack();
  newFunction(stack, 'Fn').with(new OwnLogGroup(), new OwnLogGroup());
  Aspects.of(stack).add(Shims.asAspect(new OwnLogGroup()));

  expect(permissionsOf(stack)).toHaveLength(4);
});

test('a construct that is not a function stays as it is', () => {
  const stack = newStack();
  const bucket = new Bucket(stack, 'Bucket');
  const mixin = new OwnLogGroup();
  mixin.applyTo(bucket);

  expect([mixin.supports(bucket), infosOf(stack)]).toEqual([false, []]);
});

test('a function that logs to a log group of another stack with the same logical id gets permissions on it', () => {
  const app = new App();
  const [first, second] = ['First', 'Second'].map((id) => new Stack(app, id));
  const { role } = new DynamoAccessRole(first, 'Access', { table: newTable(first, 'Table'), features: [TableFeature.READ_ITEM] });
  const logGroup = new LogGroup(new Construct(second, 'Access'), 'LogGroup');
  newFunction(second, 'Fn', { role, logGroup }).with(new OwnLogGroup());

  expect(permissionsOf(second)).toEqual(['logs:CreateLogStream on <AccessLogGroupA6C70CD6.Arn>', 'logs:PutLogEvents on <AccessLogGroupA6C70CD6.Arn>']);
});
