import { join } from 'path';
import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Definition, GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { AttributeType, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Universal } from 'aws-cdk-lib/aws-scheduler-targets';
import { DefinitionBody, JsonPath, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { DynamoAttributeValue, DynamoUpdateItem } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { ServicesStack } from '../../examples/services/services-stack';
import { newStack, permissionsOf, RECOMMENDED_FLAGS } from '../support/app';
import { dependencyGraph, dependenciesOf } from '../support/dependency-graph';
import { describeExample, EXAMPLES, newExampleApp } from '../support/example';

describeExample('services', (app) => [new ServicesStack(app, 'Services')], [
  'GraphqlAccess/Role may',
  '  - read items of Orders · READ_ITEM',
  '  - decrypt with key Orders/Key · only through DynamoDB · READ_ITEM',
  '',
  'PipeAccess/Role may',
  '  - decrypt with key Orders/Key · only through DynamoDB · STREAM_TRIGGER',
  '  - list the shards of, read the records of and find a place in the stream of Orders · STREAM_TRIGGER',
  '  - list the streams of the whole account · STREAM_TRIGGER',
  '',
  'RestAccess/Role may',
  '  - read items of Orders · READ_ITEM',
  '  - decrypt with key Orders/Key · only through DynamoDB · READ_ITEM',
  '',
  'ScheduleAccess/Role may',
  '  - put items into Orders · PUT_ITEM',
  '  - decrypt with key Orders/Key · only through DynamoDB · PUT_ITEM',
  '',
  'Task/TaskRole may',
  '  - query Orders · QUERY',
  '  - decrypt with key Orders/Key · only through DynamoDB · QUERY',
  '',
  'WorkflowAccess/Role may',
  '  - update items of Orders · UPDATE_ITEM',
  '  - decrypt with key Orders/Key · only through DynamoDB · UPDATE_ITEM',
]);

/** What CDK grants a service by itself, or else by its narrowest grant. */
const BY_CDK: Record<string, (stack: Stack, orders: Table) => void> = {
  AppSync: (stack, orders) => void new GraphqlApi(stack, 'Api', {
    name: 'orders', definition: Definition.fromFile(join(EXAMPLES, 'services', 'schema.graphql')),
  }).addDynamoDbDataSource('Source', orders),
  StepFunctions: (stack, orders) => void new StateMachine(stack, 'Workflow', {
    definitionBody: DefinitionBody.fromChainable(new DynamoUpdateItem(stack, 'Ship', {
      table: orders, key: { orderId: DynamoAttributeValue.fromString(JsonPath.stringAt('$.orderId')) },
    })),
  }),
  Pipes: (stack, orders) => void orders.grantStreamRead(newRole(stack)),
  ApiGateway: (stack, orders) => void orders.grantReadData(newRole(stack)),
  Scheduler: (stack) => void new Schedule(stack, 'Daily', {
    schedule: ScheduleExpression.rate(Duration.days(1)), target: new Universal({ service: 'dynamodb', action: 'putItem' }),
  }),
  Ecs: (stack, orders) => void orders.grantReadData(newRole(stack)),
};

function newRole(stack: Stack): Role {
  return new Role(stack, 'Role', { assumedBy: new ServicePrincipal('pipes.amazonaws.com') });
}

function listByCdk(service: string): string[] {
  const stack = newStack(RECOMMENDED_FLAGS);
  BY_CDK[service](stack, new Table(stack, 'Orders', {
    partitionKey: { name: 'orderId', type: AttributeType.STRING }, stream: StreamViewType.NEW_IMAGE, encryption: TableEncryption.CUSTOMER_MANAGED,
  }));
  return permissionsOf(stack).filter((permission) => /^(dynamodb|kms):/.test(permission));
}

const TEMPLATE = Template.fromStack(new ServicesStack(newExampleApp('services'), 'Services')).toJSON();
const POLICIES: [string, any][] = Object.entries<any>(TEMPLATE.Resources).filter(([, { Type }]) => Type === 'AWS::IAM::Policy');

/** The permissions on tables and keys of the roles below a construct of the example. */
function countOwn(id: string): number {
  const statements = POLICIES.filter(([logicalId]) => logicalId.startsWith(id)).flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
  return statements.flatMap(({ Action, Resource }) => [Action].flat().flatMap((action: string) => [Resource].flat().map(() => action)))
    .filter((action) => /^(dynamodb|kms):/.test(action)).length;
}

test.each([
  ['AppSync', 'GraphqlAccess', 17, 2],
  ['StepFunctions', 'WorkflowAccess', 1, 2],
  ['Pipes', 'PipeAccess', 6, 5],
  ['ApiGateway', 'RestAccess', 10, 2],
  ['Scheduler', 'ScheduleAccess', 1, 2],
  ['Ecs', 'Task', 10, 2],
])('the role of %s has fewer permissions than by CDK, or the key that it needs', (service, id, byCdk, own) => {
  expect([listByCdk(service).length, countOwn(id)]).toEqual([byCdk, own]);
});

test.each(['StepFunctions', 'Scheduler'])('CDK does not allow %s to use the key of the table', (service) => {
  expect(listByCdk(service).filter((permission) => permission.startsWith('kms:'))).toEqual([]);
});

test('CDK allows the scheduler to put items into every table', () => {
  expect(listByCdk('Scheduler')).toEqual(['dynamodb:PutItem on *']);
});

test('CDK adds a policy for the queue of the pipe, and no other', () => {
  expect(POLICIES.map(([logicalId]) => logicalId).filter((logicalId) => !/TableAccess|AccountAccess/.test(logicalId)))
    .toEqual(['PipeAccessRoleDefaultPolicyD877B049']);
});

test.each([
  ['AWS::StepFunctions::StateMachine', 'WorkflowAccessRoleTableAccess'],
  ['AWS::Pipes::Pipe', 'PipeAccessRoleTableAccess'],
  ['AWS::Pipes::Pipe', 'PipeAccessRoleAccountAccess'],
  ['AWS::Scheduler::Schedule', 'ScheduleAccessRoleTableAccess'],
  ['AWS::ECS::TaskDefinition', 'TaskTaskRoleTableAccess'],
])('%s waits for %s', (type, policy) => {
  const [id] = Object.entries<any>(TEMPLATE.Resources).find(([, { Type }]) => Type === type)!;

  expect([...dependenciesOf(dependencyGraph(TEMPLATE), id)].some((each) => each.startsWith(policy))).toBe(true);
});
