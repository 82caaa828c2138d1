import { Stack, Stage } from 'aws-cdk-lib';
import { CfnTable, Table } from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { AccessAssertions, TableFeature } from '../../src';
import { newApp } from '../policy/assemblies';
import { newTable } from '../support/app';
import '../support/quiet';

const { PUT_ITEM } = TableFeature;

/** A stage with a table `orders` and a role that may put items. */
function addStage(scope: Stage, id: string, isDenied: boolean): { table: Table; role: Role } {
  const stack = new Stack(new Stage(scope, id), 'Stack');
  const table = newTable(stack, 'Orders', { tableName: 'orders' });
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  role.addToPolicy(new PolicyStatement({ actions: ['dynamodb:PutItem'], resources: [(table.node.defaultChild as CfnTable).attrArn] }));
  if (isDenied) {
    table.addToResourcePolicy(new PolicyStatement({
      effect: Effect.DENY, principals: [new AnyPrincipal()], actions: ['dynamodb:PutItem'], resources: ['*'],
    }));
  }
  return { table, role };
}

test.each([['Dev', 'Prod'], ['Prod', 'Dev']])('two stages with one ARN each have the policies of their own tables, in the order %s, %s', (...order) => {
  const app = newApp();
  const stages = Object.fromEntries(order.map((id) => [id, addStage(app, id, id === 'Dev')]));
  const access = AccessAssertions.fromStack(Stack.of(stages.Prod.table));

  expect(() => access.of(stages.Prod.role).can(PUT_ITEM, stages.Prod.table)).not.toThrow();
  expect(() => access.of(stages.Prod.role).cannot(PUT_ITEM, stages.Prod.table)).toThrow('Prod/Stack/Role is allowed dynamodb:PutItem on');
  expect(() => access.of(stages.Dev.role).cannot(PUT_ITEM, stages.Dev.table)).not.toThrow();
});
