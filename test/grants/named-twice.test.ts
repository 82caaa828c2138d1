import { App, Stack } from 'aws-cdk-lib';
import { AttributeType, ITableRef, Table } from 'aws-cdk-lib/aws-dynamodb';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Tracing } from 'aws-cdk-lib/aws-lambda';
import { DynamoAccessRole, LambdaTableAccess, TableAccessPolicy, TableFeature } from '../../src';
import { ENV, newFunction, newStack, newTable, permissionsOf } from '../support/app';
import { lambdaRole } from '../support/functions';
import { synthesisError, warningsOf } from '../support/messages';
import '../support/quiet';

const OTHER = { account: '444455556666', region: 'eu-west-1' };
const ARN = `arn:aws:dynamodb:eu-west-1:${ENV.account}:table/orders`;

function shareTable(app: App): { readonly table: Table; readonly stack: Stack } {
  const tables = new Stack(app, 'Tables', { env: ENV });
  const table = new Table(tables, 'Table', { tableName: 'orders', partitionKey: { name: 'pk', type: AttributeType.STRING } });
  const stack = new Stack(app, 'Functions', { env: OTHER });
  new TableAccessPolicy(tables, 'Policy', { table, principals: [lambdaRole(stack, { roleName: 'partner' })], features: [TableFeature.READ_ITEM] });
  return { table, stack };
}

test.each<[string, (stack: Stack, table: Table) => ITableRef]>([
  ['imports it by its ARN', (stack) => Table.fromTableArn(stack, 'Import', ARN)],
  ['refers to it', (_stack, table) => table],
])('a table that a TableAccessPolicy shares stands once in the policy of a role, if a LambdaTableAccess %s', (_how, findTable) => {
  const { table, stack } = shareTable(new App());
  const fn = newFunction(stack, 'Fn', { role: stack.node.findChild('Role') as any });
  new LambdaTableAccess(stack, 'Access', { function: fn, table: findTable(stack, table), features: [TableFeature.READ_ITEM, TableFeature.PUT_ITEM] });

  expect(permissionsOf(stack).filter((each) => each.startsWith('dynamodb:'))).toEqual([
    'dynamodb:GetItem on arn:<AWS::Partition>:dynamodb:eu-west-1:111122223333:table/orders',
    'dynamodb:PutItem on arn:<AWS::Partition>:dynamodb:eu-west-1:111122223333:table/orders',
  ]);
});

test('tracing stands once where CDK adds it for the function', () => {
  const stack = newStack();
  const { role, logGroup } = new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM], tracing: true });
  newFunction(stack, 'Fn', { role, logGroup, tracing: Tracing.ACTIVE });

  expect(permissionsOf(stack).filter((each) => each.startsWith('xray:'))).toEqual(['xray:PutTelemetryRecords on *', 'xray:PutTraceSegments on *']);
  expect(permissionsInPolicies(stack, 'xray:PutTraceSegments')).toBe(1);
});

/** The number of statements that have an action. */
function permissionsInPolicies(stack: Stack, action: string): number {
  const { template } = (stack.node.root as App).synth().getStackByName(stack.stackName);
  return JSON.stringify(template).split(`"${action}"`).length - 1;
}

test('fails when a principal of another account has a name that CloudFormation chooses', () => {
  const app = new App();
  const tables = new Stack(app, 'Tables', { env: ENV });
  const role = lambdaRole(new Stack(app, 'Roles', { env: OTHER }), { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  new TableAccessPolicy(tables, 'Policy', { table: newTable(tables, 'Table', { tableName: 'orders' }), principals: [role], features: [TableFeature.READ_ITEM] });

  expect(synthesisError(tables)).toContain('[Tables/Policy] CloudFormation chooses the name of the principal Roles/Role; expected a role or user that the '
    + 'policy of a table in another account can name; give it a roleName or userName [cdk-dynamo-access:roleWithoutName]');
});

test('a role without a name has the warning about the table of another account, with a place for its ARN', () => {
  const app = new App();
  const table = newTable(new Stack(app, 'Tables', { env: ENV }), 'Table', { tableName: 'orders' });
  const stack = new Stack(app, 'Roles', { env: OTHER });
  const fn = newFunction(stack, 'Fn');
  new LambdaTableAccess(Stack.of(table), 'Access', { function: fn, table, features: [TableFeature.READ_ITEM] });

  expect(warningsOf(Stack.of(table)).join()).toContain('"Principal":{"AWS":"<FnServiceRoleB9001A96.Arn>"}');
});
