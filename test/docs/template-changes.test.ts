import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { LambdaTableAccess, TableFeature } from '../../src';
import { newFunction, newStack, newTable, RECOMMENDED_FLAGS } from '../support/app';
import '../support/quiet';

/* What docs/template-changes.md and docs/first-deployment.md say of templates. */

type Grant = (stack: Stack, table: Table, fn: LambdaFunction) => void;

const CDK_GRANT: Grant = (_stack, table, fn) => table.grantReadWriteData(fn);
const ACCESS: Grant = (stack, table, fn) => {
  new LambdaTableAccess(stack, 'OrdersAccess', { function: fn, table, features: [TableFeature.READ_ITEM, TableFeature.PUT_ITEM] });
};

interface Case {
  readonly flags?: Record<string, unknown>;
  readonly namesLogGroup?: boolean;
}

/** The types of the resources besides the table, by their logical ids without hashes. */
function resourcesWith(grant: Grant, { flags = {}, namesLogGroup = false }: Case): Record<string, string> {
  const stack = newStack(flags);
  const table = newTable(stack, 'Orders');
  grant(stack, table, newFunction(stack, 'Handler', namesLogGroup ? { logGroup: new LogGroup(stack, 'Logs') } : {}));
  const { Resources } = Template.fromStack(stack).toJSON();
  return Object.fromEntries(Object.entries<{ Type: string }>(Resources)
    .map(([id, { Type }]) => [id.slice(0, -8), Type])
    .filter(([, type]) => type !== 'AWS::DynamoDB::Table'));
}

const WITH_GRANT = {
  Handler: 'AWS::Lambda::Function',
  HandlerServiceRole: 'AWS::IAM::Role',
  HandlerServiceRoleDefaultPolicy: 'AWS::IAM::Policy',
};
const WITH_ACCESS = {
  Handler: 'AWS::Lambda::Function',
  HandlerServiceRole: 'AWS::IAM::Role',
  HandlerServiceRoleTableAccess: 'AWS::IAM::Policy',
};

test('a function that names its log group has as many resources with the library as with a grant', () => {
  const logs = { Logs: 'AWS::Logs::LogGroup' };

  expect(resourcesWith(CDK_GRANT, { namesLogGroup: true })).toEqual({ ...WITH_GRANT, ...logs });
  expect(resourcesWith(ACCESS, { namesLogGroup: true })).toEqual({ ...WITH_ACCESS, ...logs });
});

test('a function with the log group that CDK creates has one more policy with the library', () => {
  const logs = { HandlerLogGroup: 'AWS::Logs::LogGroup' };

  expect(resourcesWith(CDK_GRANT, { flags: RECOMMENDED_FLAGS })).toEqual({ ...WITH_GRANT, ...logs });
  expect(resourcesWith(ACCESS, { flags: RECOMMENDED_FLAGS })).toEqual({ ...WITH_ACCESS, ...logs, HandlerRuntimeAccess: 'AWS::IAM::Policy' });
});

test('a function without a log group in the template has one more policy with the library', () => {
  expect(resourcesWith(CDK_GRANT, {})).toEqual(WITH_GRANT);
  expect(resourcesWith(ACCESS, {})).toEqual({ ...WITH_ACCESS, HandlerRuntimeAccess: 'AWS::IAM::Policy' });
});

test('an access beside a grant that stays removes nothing with keepManagedPolicies', () => {
  const [before, after] = [false, true].map((hasAccess) => {
    const stack = newStack();
    const table = newTable(stack, 'Orders');
    const fn = newFunction(stack, 'Handler');
    table.grantReadWriteData(fn);
    if (hasAccess) {
      new LambdaTableAccess(stack, 'OrdersAccess', {
        function: fn, table, keepManagedPolicies: true, features: [TableFeature.READ_ITEM, TableFeature.PUT_ITEM],
      });
    }
    return Object.entries<any>(Template.fromStack(stack).toJSON().Resources).map(([id, { Type, Properties }]) => ({ id, Type, Properties }));
  });

  expect(after.filter(({ id }) => !id.includes('TableAccess'))).toEqual(before);
});
