const TABLE = 'dynamodb:${AWS::Region}:${AWS::AccountId}:table/${TableName}';
const KEY = 'kms:${AWS::Region}:${AWS::AccountId}:key/${KeyId}';
const READS = ['GetItem', 'Scan', 'Query', 'BatchGetItem', 'DescribeTable'];
const WRITES = ['PutItem', 'UpdateItem', 'BatchWriteItem'];

/** A statement of a policy template: actions of one service on resources, whose names are parameters. */
interface TemplateStatement {
  readonly service: 'dynamodb' | 'kms' | 'logs';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

function makeTableStatement(actions: readonly string[], ...parts: string[]): TemplateStatement {
  return { service: 'dynamodb', actions, resources: parts.map((part) => TABLE + part) };
}

/**
 * The policy templates of SAM about DynamoDB, KMS and CloudWatch Logs.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html
 */
export const POLICY_TEMPLATES: Readonly<Record<string, readonly TemplateStatement[]>> = {
  DynamoDBBackupFullAccessPolicy: [
    makeTableStatement(['CreateBackup', 'DescribeContinuousBackups'], ''), makeTableStatement(['DeleteBackup', 'DescribeBackup', 'ListBackups'], '/backup/*'),
  ],
  DynamoDBCrudPolicy: [makeTableStatement([...READS, ...WRITES, 'DeleteItem', 'ConditionCheckItem'], '', '/index/*')],
  DynamoDBReadPolicy: [makeTableStatement(READS, '', '/index/*')],
  DynamoDBReconfigurePolicy: [makeTableStatement(['UpdateTable'], '')],
  DynamoDBRestoreFromBackupPolicy: [
    makeTableStatement(['RestoreTableFromBackup'], '/backup/*'), makeTableStatement([...WRITES, 'DeleteItem', 'GetItem', 'Query', 'Scan'], ''),
  ],
  DynamoDBStreamReadPolicy: [
    makeTableStatement(['DescribeStream', 'GetRecords', 'GetShardIterator'], '/stream/${StreamName}'), makeTableStatement(['ListStreams'], '/stream/*'),
  ],
  DynamoDBWritePolicy: [makeTableStatement(WRITES, '', '/index/*')],
  FilterLogEventsPolicy: [{
    service: 'logs', actions: ['FilterLogEvents'], resources: ['logs:${AWS::Region}:${AWS::AccountId}:log-group:${LogGroupName}:log-stream:*'],
  }],
  KMSDecryptPolicy: [{ service: 'kms', actions: ['Decrypt'], resources: [KEY] }],
  KMSEncryptPolicy: [{ service: 'kms', actions: ['Encrypt'], resources: [KEY] }],
  KMSEncryptPolicy_v2: [{
    service: 'kms',
    actions: ['Encrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'GenerateDataKeyPair', 'GenerateDataKeyPairWithoutPlaintext'],
    resources: [KEY],
  }],
};

/** The policy templates of SAM about other services. */
export const OTHER_POLICY_TEMPLATES: ReadonlySet<string> = new Set((
  'AMIDescribePolicy AWSSecretsManagerGetSecretValuePolicy AWSSecretsManagerRotationPolicy AcmGetCertificatePolicy AthenaQueryPolicy '
  + 'CloudFormationDescribeStacksPolicy CloudWatchDashboardPolicy CloudWatchDescribeAlarmHistoryPolicy CloudWatchPutMetricPolicy '
  + 'CodeCommitCrudPolicy CodeCommitReadPolicy CodePipelineLambdaExecutionPolicy CodePipelineReadOnlyPolicy ComprehendBasicAccessPolicy '
  + 'CostExplorerReadOnlyPolicy EC2CopyImagePolicy EC2DescribePolicy EFSWriteAccessPolicy EKSDescribePolicy EcsRunTaskPolicy '
  + 'ElasticMapReduceAddJobFlowStepsPolicy ElasticMapReduceCancelStepsPolicy ElasticMapReduceModifyInstanceFleetPolicy '
  + 'ElasticMapReduceModifyInstanceGroupsPolicy ElasticMapReduceSetTerminationProtectionPolicy ElasticMapReduceTerminateJobFlowsPolicy '
  + 'ElasticsearchHttpPostPolicy EventBridgePutEventsPolicy FirehoseCrudPolicy FirehoseWritePolicy KinesisCrudPolicy KinesisStreamReadPolicy '
  + 'LambdaInvokePolicy MobileAnalyticsWriteOnlyAccessPolicy OrganizationsListAccountsPolicy PinpointEndpointAccessPolicy PollyFullAccessPolicy '
  + 'RekognitionDetectOnlyPolicy RekognitionFacesManagementPolicy RekognitionFacesPolicy RekognitionLabelsPolicy RekognitionNoDataAccessPolicy '
  + 'RekognitionReadPolicy RekognitionWriteOnlyAccessPolicy Route53ChangeResourceRecordSetsPolicy S3CrudPolicy S3FullAccessPolicy S3ReadPolicy '
  + 'S3WritePolicy SESBulkTemplatedCrudPolicy SESBulkTemplatedCrudPolicy_v2 SESCrudPolicy SESEmailTemplateCrudPolicy SESSendBouncePolicy '
  + 'SNSCrudPolicy SNSPublishMessagePolicy SQSPollerPolicy SQSSendMessagePolicy SSMParameterReadPolicy SSMParameterWithSlashPrefixReadPolicy '
  + 'SageMakerCreateEndpointConfigPolicy SageMakerCreateEndpointPolicy ServerlessRepoReadWriteAccessPolicy StepFunctionsCallbackPolicy '
  + 'StepFunctionsExecutionPolicy StepFunctionsExecutionPolicy_v2 TextractDetectAnalyzePolicy TextractGetResultPolicy TextractPolicy '
  + 'VPCAccessPolicy'
).split(' '));

/** Makes the document of a policy template, in which the values of parameters are CloudFormation expressions. */
export function makeTemplatePolicy(statements: readonly TemplateStatement[], parameters: Readonly<Record<string, unknown>>): object {
  return {
    Version: '2012-10-17',
    Statement: statements.map(({ service, actions, resources }) => ({
      Effect: 'Allow',
      Action: actions.map((action) => `${service}:${action}`),
      Resource: resources.map((resource) => ({ 'Fn::Sub': [`arn:\${AWS::Partition}:${resource}`, parameters] })),
    })),
  };
}
