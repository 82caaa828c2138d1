import { join } from 'path';
import { Annotations, Duration, Stack } from 'aws-cdk-lib';
import { AwsIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { AuthorizationType, Definition, DynamoDbDataSource, GraphqlApi, MappingTemplate } from 'aws-cdk-lib/aws-appsync';
import { AttributeType, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { ContainerImage, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { IPrincipal, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { Universal } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, JsonPath, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { DynamoAttributeValue, DynamoUpdateItem } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { DynamoAccessRole, RoleLogs, RoleTrust, TableAccessGrants, TableFeature } from 'cdk-dynamo-access';

/** Services that use a table without a function. Each has a role with one feature. */
export class ServicesStack extends Stack {
  private readonly orders: Table;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.orders = new Table(this, 'Orders', {
      partitionKey: { name: 'orderId', type: AttributeType.STRING },
      stream: StreamViewType.NEW_IMAGE,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    });
    this.addGraphqlApi();
    this.addStateMachine();
    this.addPipe();
    this.addRestApi();
    this.addSchedule();
    this.addTask();
  }

  /** AppSync reads an order. With a role that takes no policies, CDK adds none for the data source. */
  private addGraphqlApi(): void {
    const api = new GraphqlApi(this, 'Graphql', {
      name: 'orders',
      definition: Definition.fromFile(join(__dirname, 'schema.graphql')),
      authorizationConfig: { defaultAuthorization: { authorizationType: AuthorizationType.IAM } },
    });
    const access = this.newAccess('GraphqlAccess', this.trust('appsync.amazonaws.com'), TableFeature.READ_ITEM);
    const source = new DynamoDbDataSource(this, 'OrdersSource', {
      api, table: this.orders, serviceRole: access.role.withoutPolicyUpdates(),
    });
    source.createResolver('OrderResolver', {
      typeName: 'Query',
      fieldName: 'order',
      requestMappingTemplate: MappingTemplate.dynamoDbGetItem('orderId', 'orderId'),
      responseMappingTemplate: MappingTemplate.dynamoDbResultItem(),
    });
  }

  /** Step Functions changes the status of an order. The state machine waits for the policies of its role. */
  private addStateMachine(): void {
    const access = this.newAccess('WorkflowAccess', this.trust('states.amazonaws.com'), TableFeature.UPDATE_ITEM);
    const ship = new DynamoUpdateItem(this, 'Ship', {
      table: this.orders,
      key: { orderId: DynamoAttributeValue.fromString(JsonPath.stringAt('$.orderId')) },
      updateExpression: 'SET #status = :status',
      expressionAttributeNames: { '#status': 'status' },
      expressionAttributeValues: { ':status': DynamoAttributeValue.fromString('SHIPPED') },
    });
    new StateMachine(this, 'Workflow', {
      definitionBody: DefinitionBody.fromChainable(ship), role: access.role.withoutPolicyUpdates(),
    }).node.addDependency(access);
  }

  /** EventBridge Pipes sends the changes of orders to a queue. It reads the stream as soon as it is created. */
  private addPipe(): void {
    const changes = new Queue(this, 'Changes', { enforceSSL: true });
    const access = this.newAccess('PipeAccess', new ServicePrincipal('pipes.amazonaws.com'), TableFeature.STREAM_TRIGGER);
    const send = changes.grantSendMessages(access.role);
    const pipe = new CfnPipe(this, 'Pipe', {
      roleArn: access.role.roleArn,
      source: this.orders.tableStreamArn!,
      sourceParameters: { dynamoDbStreamParameters: { startingPosition: 'LATEST' } },
      target: changes.queueArn,
    });
    pipe.node.addDependency(access);
    send.applyBefore(pipe);
  }

  /** API Gateway reads an order. CDK adds no policies for an `AwsIntegration`. */
  private addRestApi(): void {
    const access = this.newAccess('RestAccess', new ServicePrincipal('apigateway.amazonaws.com'), TableFeature.READ_ITEM);
    const request = { TableName: this.orders.tableName, Key: { orderId: { S: "$input.params('orderId')" } } };
    new RestApi(this, 'Rest', { cloudWatchRole: false }).root.addResource('{orderId}').addMethod('GET', new AwsIntegration({
      service: 'dynamodb',
      action: 'GetItem',
      options: {
        credentialsRole: access.role,
        requestTemplates: { 'application/json': JSON.stringify(request) },
        integrationResponses: [{ statusCode: '200' }],
      },
    }), { methodResponses: [{ statusCode: '200' }] });
  }

  /** EventBridge Scheduler writes an item every day. By default, CDK would allow `PutItem` on every table, and warns about it. */
  private addSchedule(): void {
    const access = this.newAccess('ScheduleAccess', this.trust('scheduler.amazonaws.com'), TableFeature.PUT_ITEM);
    Annotations.of(access).acknowledgeWarning(
      '@aws-cdk/aws-scheduler-targets:defaultWildcardResourcePolicy', 'the role takes no policies of CDK',
    );
    new Schedule(this, 'Daily', {
      schedule: ScheduleExpression.rate(Duration.days(1)),
      target: new Universal({
        service: 'dynamodb',
        action: 'putItem',
        role: access.role.withoutPolicyUpdates(),
        input: ScheduleTargetInput.fromObject({ TableName: this.orders.tableName, Item: { orderId: { S: 'REPORT' } } }),
      }),
    }).node.addDependency(access);
  }

  /** A container queries the orders with the role of its task. */
  private addTask(): void {
    const task = new FargateTaskDefinition(this, 'Task');
    task.addContainer('Container', { image: ContainerImage.fromRegistry('public.ecr.aws/docker/library/node:22') });
    TableAccessGrants.fromTable(this.orders).features(task.taskRole, TableFeature.QUERY)
      .applyBefore(task.node.defaultChild!); // the role is a child of the task definition
  }

  /** A role without logs, which only functions need. */
  private newAccess(id: string, assumedBy: IPrincipal, feature: TableFeature): DynamoAccessRole {
    return new DynamoAccessRole(this, id, { table: this.orders, features: [feature], assumedBy, logs: RoleLogs.none() });
  }

  /** A service that says for which account it acts. EventBridge Pipes and API Gateway don't. */
  private trust(service: string): IPrincipal {
    return RoleTrust.ofService(service, { sourceAccount: this.account });
  }
}
