import { Stack, Stage } from 'aws-cdk-lib';
import { CfnTable, Table } from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, Group, PolicyStatement, Role, ServicePrincipal, User } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { AccessAssertions, TableFeature } from '../../src';
import { checkAssembly } from '../../src/checks/check-assembly';
import { newApp } from '../policy/assemblies';
import { newFunction, newTable } from '../support/app';
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

/** Builds something in a stack of each of two stages, and asserts in the second one. */
function buildStages<T>(build: (stack: Stack, isFirst: boolean) => T) {
  const app = newApp();
  const [, last] = ['Beta', 'Prod'].map((id) => {
    const stack = new Stack(new Stage(app, id), 'Stack', { stackName: 'shop' });
    return { stack, built: build(stack, id === 'Beta') };
  });
  return { access: AccessAssertions.fromStack(last.stack), built: last.built, directory: app.synth().directory };
}

const TRUST = new ServicePrincipal('lambda.amazonaws.com');

test.each([[true, []], [false, ['Prod/Stack/Role', 'Beta/Stack/Role']]])(
  'a table that names its key by an alias has the key of its own stage; the roles use their own keys: %s', (isOwn, refused) => {
    const { access, built: { table, role }, directory } = buildStages((stack, isFirst) => {
      const keys = ['One', 'Two'].map((id) => new Key(stack, id));
      const [used, other] = isFirst ? keys : [...keys].reverse();
      used.addAlias('alias/orders');
      const orders = new CfnTable(stack, 'Orders', {
        tableName: 'orders', keySchema: [{ attributeName: 'pk', keyType: 'HASH' }], sseSpecification: { sseEnabled: true, kmsMasterKeyId: 'alias/orders' },
      });
      const reader = new Role(stack, 'Role', { assumedBy: TRUST });
      reader.addToPolicy(new PolicyStatement({ actions: ['dynamodb:GetItem'], resources: [orders.attrArn] }));
      reader.addToPolicy(new PolicyStatement({ actions: ['kms:Decrypt'], resources: [(isOwn ? used : other).keyArn] }));
      return { table: orders, role: reader };
    });
    const findings = checkAssembly(directory).filter(({ id }) => id === 'cdk-dynamo-access:no-table-key-access');

    expect(findings.map(({ origin }) => origin.constructPath?.replace(/\/DefaultPolicy.*/, '')).sort()).toEqual([...refused].sort());
    if (isOwn) expect(() => access.of(role).can(TableFeature.READ_ITEM, table)).not.toThrow();
    else expect(() => access.of(role).can(TableFeature.READ_ITEM, table)).toThrow('Prod/Stack/Role is not allowed kms:Decrypt on Prod/Stack/Two');
  });

test.each<[string, string, boolean]>([['dynamodb:GetItem', 'dynamodb:*', false], ['dynamodb:*', 'dynamodb:GetItem', true]])(
  'a user is in the group of its own stage; the groups of the stages allow %s and %s', (first, second, passes) => {
    const { access, built: { table, user } } = buildStages((stack, isFirst) => {
      new Group(stack, 'Group', { groupName: 'clerks' }).addToPolicy(new PolicyStatement({ actions: [isFirst ? first : second], resources: ['*'] }));
      return { table: newTable(stack, 'Orders', { tableName: 'orders' }), user: new User(stack, 'User', { groups: [Group.fromGroupName(stack, 'Clerks', 'clerks')] }) };
    });
    const assertNoScan = () => access.of(user).cannot(TableFeature.SCAN, table);

    if (passes) expect(assertNoScan).not.toThrow();
    else expect(assertNoScan).toThrow('Prod/Stack/User is allowed dynamodb:Scan on Prod/Stack/Orders, by');
  });

test('a role writes the logs of the functions of its own stage', () => {
  const { access, built: role } = buildStages((stack, isFirst) => {
    const functionName = isFirst ? 'beta' : 'prod';
    const writer = new Role(stack, 'Role', { roleName: 'writer', assumedBy: TRUST });
    const resources = [`arn:aws:logs:${stack.region}:${stack.account}:log-group:/aws/lambda/${functionName}:*`];
    writer.addToPolicy(new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources }));
    newFunction(stack, 'Fn', { role: writer, functionName });
    return writer;
  });

  expect(() => access.of(role).writesOnlyLogGroup()).not.toThrow();
});
