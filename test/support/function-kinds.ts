import { CustomResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, Architecture, CfnFunction, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { SnsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { SnsEventSource, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket, EventType } from 'aws-cdk-lib/aws-s3';
import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId, Provider } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { newFunction, newTable } from './app';
import { newSingleton } from './functions';
import { DynamoAccessRole, LambdaTableAccess, TableFeature } from '../../src';

function newRole(scope: Construct, id: string): Role {
  return new Role(scope, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
}

/** Functions that a local AWS deploys as AWS does. Each logs, runs or gets its role in another way. */
const DEPLOYABLE: Readonly<Record<string, (stack: Stack) => void>> = {
  'that has only the required properties': (stack) => newFunction(stack, 'Plain'),
  'with a log group': (stack) => newFunction(stack, 'Configured', { logGroup: new LogGroup(stack, 'Group') }),
  'with a log group that has a name': (stack) => newFunction(stack, 'Grouped', {
    logGroup: new LogGroup(stack, 'NamedGroup', { logGroupName: '/shop/orders' }),
  }),
  'with an imported log group': (stack) => newFunction(stack, 'Imported', { logGroup: LogGroup.fromLogGroupName(stack, 'Theirs', '/theirs') }),
  'with a name': (stack) => newFunction(stack, 'Named', { functionName: 'orders' }),
  'whose default log group the app declares': (stack) => {
    new LogGroup(stack, 'DefaultGroup', { logGroupName: '/aws/lambda/bills', removalPolicy: RemovalPolicy.DESTROY });
    newFunction(stack, 'Declared', { functionName: 'bills' });
  },
  'with logs in JSON': (stack) => newFunction(stack, 'Json', { loggingFormat: LoggingFormat.JSON }),
  'in a VPC': (stack) => newFunction(stack, 'Connected', {
    vpc: new Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 0, restrictDefaultSecurityGroup: false }),
    vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
  }),
  'with traces': (stack) => newFunction(stack, 'Traced', { tracing: Tracing.ACTIVE }),
  'with a role that it was given': (stack) => newFunction(stack, 'Given', { role: newRole(stack, 'GivenRole') }),
  'behind an alias': (stack) => new Alias(stack, 'Live', { aliasName: 'live', version: newFunction(stack, 'Published').currentVersion }),
  'that is a singleton': (stack) => newSingleton(stack),
  'that is an L1': (stack) => new CfnFunction(stack, 'Low', {
    role: newRole(stack, 'LowRole').roleArn, code: { zipFile: 'exports.handler = async () => {};' }, handler: 'index.handler', runtime: Runtime.NODEJS_22_X.name,
  }),
  'with a reserved concurrency': (stack) => newFunction(stack, 'Reserved', { reservedConcurrentExecutions: 1 }),
  'without retries': (stack) => newFunction(stack, 'Once', { retryAttempts: 0 }),
  'on ARM': (stack) => newFunction(stack, 'Arm', { architecture: Architecture.ARM_64 }),
  'with a URL': (stack) => newFunction(stack, 'Public').addFunctionUrl(),
  'that a schedule invokes': (stack) => new Rule(stack, 'Schedule', {
    schedule: Schedule.rate(Duration.days(1)), targets: [new LambdaTarget(newFunction(stack, 'Scheduled'))],
  }),
  'with a LambdaTableAccess': (stack) => new LambdaTableAccess(stack, 'ReaderAccess', {
    function: newFunction(stack, 'Reader'), table: newTable(stack, 'Read', { removalPolicy: RemovalPolicy.DESTROY }), features: [TableFeature.READ_ITEM],
  }),
  'with a DynamoAccessRole': (stack) => {
    const { role, logGroup } = new DynamoAccessRole(stack, 'WriterAccess', {
      table: newTable(stack, 'Written', { removalPolicy: RemovalPolicy.DESTROY }), features: [TableFeature.PUT_ITEM],
    });
    newFunction(stack, 'Writer', { role, logGroup });
  },
};

/** Functions that a local AWS doesn't deploy: those that CDK makes for itself, and those that need a queue or a topic. */
const OTHERS: Readonly<Record<string, (stack: Stack) => void>> = {
  'with a dead-letter topic': (stack) => newFunction(stack, 'Failing', { deadLetterTopic: new Topic(stack, 'DeadLetters') }),
  'with a destination for failures': (stack) => newFunction(stack, 'Asynchronous', { onFailure: new SnsDestination(new Topic(stack, 'Failures')) }),
  'with a topic as its source': (stack) => newFunction(stack, 'Listening').addEventSource(new SnsEventSource(new Topic(stack, 'Topic'))),
  'with a queue as its source': (stack) => newFunction(stack, 'Polling').addEventSource(new SqsEventSource(new Queue(stack, 'Source'))),
  'that sets the retention of logs': (stack) => newFunction(stack, 'Retained', { logRetention: RetentionDays.ONE_WEEK }),
  'that calls the SDK for a custom resource': (stack) => new AwsCustomResource(stack, 'Call', {
    onUpdate: { service: 'sts', action: 'GetCallerIdentity', physicalResourceId: PhysicalResourceId.of('caller') },
    policy: AwsCustomResourcePolicy.fromSdkCalls({ resources: AwsCustomResourcePolicy.ANY_RESOURCE }),
    installLatestAwsSdk: false,
  }),
  'that sets the notifications of a bucket': (stack) => new Bucket(stack, 'Bucket')
    .addEventNotification(EventType.OBJECT_CREATED, new LambdaDestination(newFunction(stack, 'Notified'))),
  'that waits for a custom resource': (stack) => new CustomResource(stack, 'Custom', {
    serviceToken: new Provider(stack, 'Provider', { onEventHandler: newFunction(stack, 'OnEvent') }).serviceToken,
  }),
};

/** Adds the 20 functions that a local AWS deploys. */
export function addDeployableFunctions(stack: Stack): void {
  for (const add of Object.values(DEPLOYABLE)) add(stack);
}

/** Adds the functions that only a synthesis shows. */
export function addOtherFunctions(stack: Stack): void {
  for (const add of Object.values(OTHERS)) add(stack);
}
