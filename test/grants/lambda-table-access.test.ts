import { App, AspectPriority, Aspects, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Alias, Function as LambdaFunction, IFunction, Version } from 'aws-cdk-lib/aws-lambda';
import { LambdaTableAccess, LambdaTableAccessProps, TableFeature } from '../../src';
import { ENV, FLAG_SETTINGS, newFunction, newStack, newTable, permissionsOf } from '../support/app';
import { lambdaRole, newSingleton } from '../support/functions';
import { errorMatching } from '../support/messages';
import '../support/quiet';

const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:orders';
const ROLE_ARN = 'arn:aws:iam::111122223333:role/orders';

function access(stack: Stack, fn: IFunction, props: Partial<LambdaTableAccessProps> = {}): LambdaTableAccess {
  return new LambdaTableAccess(stack, 'Access', {
    function: fn,
    table: props.table ?? newTable(stack, 'Table'),
    features: [TableFeature.READ_ITEM],
    ...props,
  });
}

/** The roles that a policy with this action is attached to. */
function rolesWith(stack: Stack, action: string): unknown[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
    .filter(({ Properties }) => JSON.stringify(Properties.PolicyDocument).includes(`"${action}"`))
    .flatMap(({ Properties }) => Properties.Roles);
}

describe('the policies', () => {
  test('of a function stand on the role that CDK made for it', () => {
    const stack = newStack();
    access(stack, newFunction(stack, 'Fn'));

    expect(rolesWith(stack, 'dynamodb:GetItem')).toEqual([{ Ref: 'FnServiceRoleB9001A96' }]);
    expect(rolesWith(stack, 'logs:PutLogEvents')).toEqual([{ Ref: 'FnServiceRoleB9001A96' }]);
  });

  test('of a function with a role that it was given stand on that role', () => {
    const stack = newStack();
    access(stack, newFunction(stack, 'Fn', { role: lambdaRole(stack) }));

    expect(rolesWith(stack, 'dynamodb:GetItem')).toEqual([{ Ref: 'Role1ABCC5F0' }]);
    expect(rolesWith(stack, 'logs:PutLogEvents')).toEqual([{ Ref: 'Role1ABCC5F0' }]);
  });

  test('of a function with an imported role stand on that role', () => {
    const stack = newStack({}, ENV);
    access(stack, newFunction(stack, 'Fn', { role: Role.fromRoleArn(stack, 'Role', ROLE_ARN) }));

    expect(rolesWith(stack, 'dynamodb:GetItem')).toEqual(['orders']);
    expect(rolesWith(stack, 'logs:PutLogEvents')).toEqual(['orders']);
  });

  const PUBLISHED: [string, (fn: LambdaFunction, stack: Stack) => IFunction][] = [
    ['an alias', (fn, stack) => new Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion })],
    ['the alias of an alias', (fn) => fn.currentVersion.addAlias('live')],
    ['a version', (fn) => fn.currentVersion],
    ['the latest version', (fn) => fn.latestVersion],
  ];

  test.each(PUBLISHED)('of %s are those of its function', (_kind, publish) => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn');
    access(stack, publish(fn, stack));

    expect(permissionsOf(stack)).toEqual([
      'dynamodb:GetItem on <TableCD117FA1.Arn>',
      'logs:CreateLogGroup on arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:/aws/lambda/<Fn9270CBC0>',
      'logs:CreateLogGroup on arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:/aws/lambda/<Fn9270CBC0>:*',
      'logs:CreateLogStream on arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:/aws/lambda/<Fn9270CBC0>:*',
      'logs:PutLogEvents on arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:/aws/lambda/<Fn9270CBC0>:*',
    ]);
  });

  test('of a singleton stand on its role', () => {
    const stack = newStack();
    access(stack, newSingleton(stack));

    expect(rolesWith(stack, 'dynamodb:GetItem')).toEqual([{ Ref: 'Fn5c3a1fServiceRole4A433C3B' }]);
  });

  test('of an imported function with a role hold the table access alone', () => {
    const stack = newStack({}, ENV);
    const role = Role.fromRoleArn(stack, 'Role', ROLE_ARN);
    access(stack, LambdaFunction.fromFunctionAttributes(stack, 'Fn', { functionArn: FUNCTION_ARN, role }));

    expect(permissionsOf(stack)).toEqual(['dynamodb:GetItem on <TableCD117FA1.Arn>']);
    expect(rolesWith(stack, 'dynamodb:GetItem')).toEqual(['orders']);
  });

  test('of two accesses to one function hold its logs once', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn');
    const table = newTable(stack, 'Table');
    new LambdaTableAccess(stack, 'Read', { function: fn, table, features: [TableFeature.READ_ITEM] });
    new LambdaTableAccess(stack, 'Write', { function: fn, table, features: [TableFeature.PUT_ITEM] });

    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 2);
    expect(rolesWith(stack, 'logs:PutLogEvents')).toHaveLength(1);
  });

  test('grow by addTableAccess', () => {
    const stack = newStack();
    access(stack, newFunction(stack, 'Fn'))
      .addTableAccess({ table: newTable(stack, 'Other'), features: [TableFeature.PUT_ITEM] });

    expect(permissionsOf(stack)).toEqual(expect.arrayContaining([
      'dynamodb:GetItem on <TableCD117FA1.Arn>', 'dynamodb:PutItem on <Other34654A52.Arn>',
    ]));
  });
});

test('each stage of an app has policies of its own', () => {
  const app = new App();
  const stacks = ['Beta', 'Prod'].map((stage) => new Stack(new Stage(app, stage), 'Stack'));
  for (const stack of stacks) access(stack, newFunction(stack, 'Fn'));

  expect(stacks.map((stack) => rolesWith(stack, 'dynamodb:GetItem'))).toEqual([
    [{ Ref: 'FnServiceRoleB9001A96' }], [{ Ref: 'FnServiceRoleB9001A96' }],
  ]);
});

describe('a function without a known role', () => {
  const ERROR = new Error('[Stack/Access] the function Stack/Fn is imported without its role; expected a function whose role this app knows; '
    + 'import the function with Function.fromFunctionAttributes and its role [cdk-dynamo-access:granteeWithoutRole]');

  test('fails when it is imported by its ARN', () => {
    const stack = newStack();
    expect(() => access(stack, LambdaFunction.fromFunctionArn(stack, 'Fn', FUNCTION_ARN))).toThrow(ERROR);
  });

  test('fails when it is the imported version of one', () => {
    const stack = newStack();
    expect(() => access(stack, Version.fromVersionArn(stack, 'Fn', `${FUNCTION_ARN}:1`))).toThrow(ERROR);
  });
});

describe('environmentVariable', () => {
  function variablesOf(stack: Stack): unknown {
    const [fn] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
    return fn.Properties.Environment?.Variables;
  }

  test('is none by default', () => {
    const stack = newStack();
    access(stack, newFunction(stack, 'Fn'));

    expect(variablesOf(stack)).toBeUndefined();
  });

  test('gets the name of the table', () => {
    const stack = newStack();
    access(stack, newFunction(stack, 'Fn'), { environmentVariable: 'TABLE' });

    expect(variablesOf(stack)).toEqual({ TABLE: { Ref: 'TableCD117FA1' } });
  });

  test('gets the ARN of a table of another account', () => {
    const stack = newStack({}, ENV);
    const table = Table.fromTableArn(stack, 'Table', 'arn:aws:dynamodb:eu-west-1:444455556666:table/customers');
    access(stack, newFunction(stack, 'Fn'), { table, environmentVariable: 'TABLE' });

    expect(variablesOf(stack)).toEqual({ TABLE: 'arn:aws:dynamodb:eu-west-1:444455556666:table/customers' });
  });

  test('gets the name of an imported table of the same account', () => {
    const stack = newStack({}, ENV);
    const table = Table.fromTableArn(stack, 'Table', 'arn:aws:dynamodb:us-east-1:111122223333:table/customers');
    access(stack, newFunction(stack, 'Fn'), { table, environmentVariable: 'TABLE' });

    expect(variablesOf(stack)).toEqual({ TABLE: 'customers' });
  });

  test('gets the ARN where the account of the table may be another', () => {
    const stack = newStack();
    const table = Table.fromTableArn(stack, 'Table', 'arn:aws:dynamodb:us-east-1:111122223333:table/customers');
    access(stack, newFunction(stack, 'Fn'), { table, environmentVariable: 'TABLE' });

    expect(variablesOf(stack)).toEqual({ TABLE: 'arn:aws:dynamodb:us-east-1:111122223333:table/customers' });
  });

  test.each<[string, (table: Table) => string, unknown]>([
    ['the name of the table', ({ tableName }) => tableName, { Ref: 'TableCD117FA1' }],
    ['the name of its L1', ({ tableRef }) => tableRef.tableName, { Ref: 'TableCD117FA1' }],
    ['the ARN of the table', ({ tableArn }) => tableArn, { 'Fn::GetAtt': ['TableCD117FA1', 'Arn'] }],
  ])('keeps %s', (_value, read, value) => {
    const stack = newStack();
    const table = newTable(stack, 'Table');
    access(stack, newFunction(stack, 'Fn', { environment: { TABLE: read(table) } }), { table, environmentVariable: 'TABLE' });

    expect(variablesOf(stack)).toEqual({ TABLE: value });
  });

  test('fails when the function has the name of a table of another account, which needs the ARN', () => {
    const stack = newStack({}, ENV);
    const table = Table.fromTableArn(stack, 'Table', 'arn:aws:dynamodb:eu-west-1:444455556666:table/customers');
    const fn = newFunction(stack, 'Fn', { environment: { TABLE: 'customers' } });

    expect(() => access(stack, fn, { table, environmentVariable: 'TABLE' }))
      .toThrow(errorMatching('Stack/Access', 'environmentVariableTaken', '"customers"'));
  });

  test('fails when the function has it with the name of another table, which the message names', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn', { environment: { TABLE: newTable(stack, 'Other').tableName } });

    expect(() => access(stack, fn, { environmentVariable: 'TABLE' })).toThrow(errorMatching('Stack/Access', 'environmentVariableTaken', '{"Ref":"Other34654A52"}'));
  });

  test('fails when the function has it with the name of a table of another stack with the same logical id', () => {
    const app = new App();
    const [first, second] = ['First', 'Second'].map((id) => new Stack(app, id));
    const [table, other] = [newTable(first, 'Table'), newTable(second, 'Table')];
    const fn = newFunction(second, 'Fn', { environment: { TABLE: other.tableName } });

    expect(() => access(second, fn, { table, environmentVariable: 'TABLE' })).toThrow(errorMatching('Second/Access', 'environmentVariableTaken', 'First/Table'));
  });

  test('fails when another table has it', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn');
    const first = access(stack, fn, { environmentVariable: 'TABLE' });
    const other = { table: newTable(stack, 'Other'), features: [TableFeature.PUT_ITEM], environmentVariable: 'TABLE' };

    expect(() => first.addTableAccess(other)).toThrow(new Error(
      "[Stack/Access] environmentVariable 'TABLE' for Stack/Other already has the name of Stack/Table; expected a different variable for each "
        + 'table; choose another name for the variable [cdk-dynamo-access:environmentVariableTaken]',
    ));
  });

  test('fails when the function has it with another value', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn', { environment: { TABLE: 'other' } });

    expect(() => access(stack, fn, { environmentVariable: 'TABLE' })).toThrow(new Error(
      '[Stack/Access] environmentVariable \'TABLE\' for Stack/Table already has the value "other"; expected a different variable for each table; '
        + 'choose another name for the variable [cdk-dynamo-access:environmentVariableTaken]',
    ));
  });

  test('is set by addTableAccess too', () => {
    const stack = newStack();
    access(stack, newFunction(stack, 'Fn'), { environmentVariable: 'TABLE' })
      .addTableAccess({ table: newTable(stack, 'Other'), features: [TableFeature.PUT_ITEM], environmentVariable: 'OTHER' });

    expect(variablesOf(stack)).toEqual({ TABLE: { Ref: 'TableCD117FA1' }, OTHER: { Ref: 'Other34654A52' } });
  });

  test('is set on a singleton', () => {
    const stack = newStack();
    access(stack, newSingleton(stack), { environmentVariable: 'TABLE' });

    expect(variablesOf(stack)).toEqual({ TABLE: { Ref: 'TableCD117FA1' } });
  });

  test('is set on the function of an alias', () => {
    const stack = newStack();
    access(stack, newFunction(stack, 'Fn').currentVersion.addAlias('live'), { environmentVariable: 'TABLE' });

    expect(variablesOf(stack)).toEqual({ TABLE: { Ref: 'TableCD117FA1' } });
  });

  test('fails when the function is imported', () => {
    const stack = newStack({}, ENV);
    const role = Role.fromRoleArn(stack, 'Role', ROLE_ARN);
    const fn = LambdaFunction.fromFunctionAttributes(stack, 'Fn', { functionArn: FUNCTION_ARN, role });

    expect(() => access(stack, fn, { environmentVariable: 'TABLE' })).toThrow(new Error(
      "[Stack/Access] environmentVariable is 'TABLE', but this app does not declare the function Stack/Fn; expected a function that this app "
        + 'declares, because another app sets the variables of an imported function; leave environmentVariable out '
        + '[cdk-dynamo-access:environmentVariableWithoutFunction]',
    ));
  });
});

describe.each(FLAG_SETTINGS)('an access that an aspect declares, %s', (_name, flags) => {
  function declareInAspect(priority: number): Stack {
    const stack = newStack(flags);
    const fn = newFunction(stack, 'Fn');
    const table = newTable(stack, 'Table');
    access(stack, fn, { table });
    Aspects.of(stack).add({
      visit: (node) => {
        if (node === fn) new LambdaTableAccess(stack, 'Late', { function: fn, table, features: [TableFeature.PUT_ITEM] });
      },
    }, { priority });
    return stack;
  }

  test('is written too', () => {
    expect(permissionsOf(declareInAspect(AspectPriority.DEFAULT))).toEqual(expect.arrayContaining([
      'dynamodb:GetItem on <TableCD117FA1.Arn>', 'dynamodb:PutItem on <TableCD117FA1.Arn>',
    ]));
  });
});
