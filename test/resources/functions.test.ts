import { App, Stack, Stage } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, CfnFunction, Code, Function as LambdaFunction, IFunction, Runtime, Version } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { findFunctionDeclaration, listFunctionsWithRole, findOwnRole, unqualified } from '../../src/resources/functions';
import { newFunction, newStack } from '../support/app';
import { lambdaRole, newSingleton } from '../support/functions';
import '../support/quiet';

const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:orders';

const cfnOf = (fn: LambdaFunction) => fn.node.defaultChild as CfnFunction;
const newAlias = (scope: Construct, fn: LambdaFunction) => new Alias(scope, 'Live', { aliasName: 'live', version: fn.currentVersion });

describe('the function behind', () => {
  test.each<[string, (fn: LambdaFunction, stack: Stack) => IFunction]>([
    ['a function', (fn) => fn],
    ['a version', (fn) => fn.currentVersion],
    ['an alias', (fn, stack) => newAlias(stack, fn)],
  ])('%s is the function itself', (_name, qualify) => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn');

    expect(unqualified(qualify(fn, stack))).toBe(fn);
  });

  test('an imported version is its imported function', () => {
    const version = Version.fromVersionArn(newStack(), 'Version', `${FUNCTION_ARN}:1`);

    expect(unqualified(version).functionArn).toBe(FUNCTION_ARN);
  });
});

describe('the declaration of', () => {
  test('a function is its CfnFunction', () => {
    const fn = newFunction(newStack(), 'Fn');

    expect(findFunctionDeclaration(fn)).toBe(fn.node.defaultChild);
  });

  test('a function with a physical name is its CfnFunction', () => {
    const fn = newFunction(newStack(), 'Fn', { functionName: 'orders' });

    expect(findFunctionDeclaration(fn)).toBe(fn.node.defaultChild);
  });

  test('an alias is the CfnFunction that it publishes', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn');

    expect(findFunctionDeclaration(newAlias(stack, fn))).toBe(fn.node.defaultChild);
  });

  test('a singleton is the CfnFunction that it shares', () => {
    const stack = newStack();
    const singleton = newSingleton(stack);

    expect(findFunctionDeclaration(singleton)).toBe(stack.node.findChild('Fn5c3a1f').node.defaultChild);
  });

  test('a function that was imported by the reference to a CfnFunction is that', () => {
    const stack = newStack();
    const cfn = new CfnFunction(stack, 'Fn', { role: lambdaRole(stack).roleArn, code: {} });

    expect(findFunctionDeclaration(LambdaFunction.fromFunctionArn(stack, 'Import', cfn.attrArn))).toBe(cfn);
  });

  test('an import is not known', () => {
    expect(findFunctionDeclaration(LambdaFunction.fromFunctionArn(newStack(), 'Fn', FUNCTION_ARN))).toBeUndefined();
  });
});

describe('the own role of a function', () => {
  test('is the one that CDK made for it', () => {
    const fn = newFunction(newStack(), 'Fn');

    expect(findOwnRole(cfnOf(fn))).toBe(fn.role);
  });

  test('is none where the function was given a role', () => {
    const stack = newStack();

    expect(findOwnRole(cfnOf(newFunction(stack, 'Fn', { role: lambdaRole(stack) })))).toBeUndefined();
  });

  test('is none where the function runs with the role of another', () => {
    const stack = newStack();
    const first = newFunction(stack, 'First');

    expect(findOwnRole(cfnOf(newFunction(stack, 'Second', { role: first.role })))).toBeUndefined();
  });

  test('is none where the role was changed after CDK made one', () => {
    const stack = newStack();
    const cfn = cfnOf(newFunction(stack, 'Fn'));
    cfn.role = lambdaRole(stack).roleArn;

    expect(findOwnRole(cfn)).toBeUndefined();
  });

  test('is none where the role was imported', () => {
    const stack = newStack();
    const role = Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/orders');

    expect(findOwnRole(cfnOf(newFunction(stack, 'Fn', { role })))).toBeUndefined();
  });

  test('is none where a CfnFunction stands by itself', () => {
    const stack = newStack();

    expect(findOwnRole(new CfnFunction(stack, 'Fn', { role: lambdaRole(stack).roleArn, code: {} }))).toBeUndefined();
  });
});

describe('the number of functions of a role', () => {
  test('is 0 without a function', () => {
    expect(listFunctionsWithRole(lambdaRole(newStack()))).toHaveLength(0);
  });

  test('is 1 for the role that CDK made for a function', () => {
    expect(listFunctionsWithRole(newFunction(newStack(), 'Fn').role!)).toHaveLength(1);
  });

  test('counts every function that runs with it, and no other', () => {
    const stack = newStack();
    const role = lambdaRole(stack);
    newFunction(stack, 'First', { role });
    newFunction(stack, 'Second', { role: role.withoutPolicyUpdates() });
    new CfnFunction(stack, 'Third', { role: role.roleArn, code: {} });
    newFunction(stack, 'Other');

    expect(listFunctionsWithRole(role)).toHaveLength(3);
  });

  test('counts the functions of other stacks', () => {
    const stack = newStack();
    const role = lambdaRole(stack);
    const other = new Stack(stack.node.root as Stage, 'Other');
    newFunction(stack, 'First', { role });
    newFunction(other, 'Second', { role });

    expect(listFunctionsWithRole(role)).toHaveLength(2);
  });

  test('does not count the functions of another stage', () => {
    const app = new App();
    const [one, other] = ['One', 'Other'].map((id) => newFunction(new Stack(new Stage(app, id), 'Stack'), 'Fn'));

    expect([listFunctionsWithRole(one.role!).length, listFunctionsWithRole(other.role!).length]).toEqual([1, 1]);
  });

  test('is 0 for an imported role', () => {
    const stack = newStack();
    const role = Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/orders');
    newFunction(stack, 'Fn', { role });

    expect(listFunctionsWithRole(role)).toHaveLength(0);
  });

  test('does not count a version or an alias', () => {
    const stack = newStack();
    const role = new Role(stack, 'Shared', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const fn = new LambdaFunction(stack, 'Fn', { role, runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code: Code.fromInline('//') });
    newAlias(stack, fn);

    expect(listFunctionsWithRole(role)).toHaveLength(1);
  });
});
