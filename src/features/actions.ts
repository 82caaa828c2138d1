/**
 * The catalogue: every IAM action that the library grants, as the AWS Service Authorization Reference documents it.
 *
 * A new action is one row here. Nothing in this file is derived from another tool's policy.
 */

/** The kinds of resource that an action is authorized on. */
export type ResourceType =
  | 'table' | 'index' | 'stream' | 'backup' | 'export' | 'import'
  | 'key'
  | 'bucket' | 'object' | 'accesspoint' | 'accesspointobject'
  | 'log-group' | 'log-stream'
  | 'network-interface' | 'security-group' | 'subnet'
  | 'durable execution';

/** What AWS documents about one IAM action. */
export interface ActionFact {
  /** The resource types that the action is authorized on; none means that only `*` matches (an account-level action). */
  readonly resourceTypes: readonly ResourceType[];
  /** Whether requests may leave the resource out, so that `*` matches as well. */
  readonly isResourceOptional?: boolean;
  /** The condition keys that AWS documents for the action, apart from those of every request and of resource tags. */
  readonly conditionKeys?: readonly string[];
  /** Whether DynamoDB decrypts the table's customer managed key for the caller of this action. */
  readonly usesTableKey?: boolean;
  /** The AWS page that the row rests on. */
  readonly see: string;
}

const REFERENCE = 'https://docs.aws.amazon.com/service-authorization/latest/reference';
const DYNAMODB = `${REFERENCE}/list_dynamodb.html`;
const KMS = `${REFERENCE}/list_awskeymanagementservice.html`;
const LOGS = `${REFERENCE}/list_amazoncloudwatchlogs.html`;
const EC2 = `${REFERENCE}/list_amazonec2.html`;
const LAMBDA = `${REFERENCE}/list_awslambda.html`;
const S3 = `${REFERENCE}/list_amazons3.html`;
const KINESIS = `${REFERENCE}/list_amazonkinesisdatastreams.html`;
const XRAY = `${REFERENCE}/list_awsx-ray.html`;

/**
 * Reading and writing items both make DynamoDB decrypt the table key on the caller's behalf.
 *
 * AWS's usage notes show the caller as the principal of that Decrypt for item requests. For the requests of a
 * transaction, for PartiQL and for vector searches it follows by analogy, because they reach the same table key (docs/assumptions.md).
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
const DATA = { usesTableKey: true, see: DYNAMODB } as const;

/** Condition keys by their names without the prefix, as the reference lists them beside each action. */
function keys(...names: string[]): { conditionKeys: string[] } {
  return { conditionKeys: names.map((name) => `dynamodb:${name}`) };
}

const TAGGING = { conditionKeys: ['aws:RequestTag', 'aws:TagKeys'] } as const;

export const ACTIONS: Readonly<Record<string, ActionFact>> = {
  // Items
  'dynamodb:BatchGetItem': {
    resourceTypes: ['table'],
    ...keys('Attributes', 'LeadingKeys', 'ReturnConsumedCapacity', 'Select'),
    ...DATA,
  },
  'dynamodb:BatchWriteItem': {
    resourceTypes: ['table'],
    ...keys('Attributes', 'LeadingKeys', 'ReturnConsumedCapacity'),
    ...DATA,
  },
  'dynamodb:ConditionCheckItem': {
    resourceTypes: ['table'],
    ...keys('Attributes', 'LeadingKeys', 'ReturnConsumedCapacity', 'ReturnValues'),
    ...DATA,
  },
  'dynamodb:DeleteItem': {
    resourceTypes: ['table'],
    ...keys('Attributes', 'EnclosingOperation', 'LeadingKeys', 'ReturnConsumedCapacity', 'ReturnValues'),
    ...DATA,
  },
  'dynamodb:GetItem': {
    resourceTypes: ['table'],
    ...keys('Attributes', 'EnclosingOperation', 'LeadingKeys', 'ReturnConsumedCapacity', 'Select'),
    ...DATA,
  },
  'dynamodb:PutItem': {
    resourceTypes: ['table'],
    ...keys('Attributes', 'EnclosingOperation', 'LeadingKeys', 'ReturnConsumedCapacity', 'ReturnValues'),
    ...DATA,
  },
  'dynamodb:Query': {
    resourceTypes: ['table', 'index'],
    ...keys('Attributes', 'LeadingKeys', 'ReturnConsumedCapacity', 'ReturnValues', 'Select'),
    ...DATA,
  },
  'dynamodb:Scan': {
    resourceTypes: ['table', 'index'],
    ...keys('Attributes', 'ReturnConsumedCapacity', 'ReturnValues', 'Select'),
    ...DATA,
  },
  // of both types, AWS's example policy names the index alone
  'dynamodb:SearchVectors': { resourceTypes: ['table', 'index'], ...DATA },
  'dynamodb:UpdateItem': {
    resourceTypes: ['table'],
    ...keys('Attributes', 'EnclosingOperation', 'LeadingKeys', 'ReturnConsumedCapacity', 'ReturnValues'),
    ...DATA,
  },

  // PartiQL: authorized apart from the item actions, which neither cover it nor are covered by it
  'dynamodb:PartiQLDelete': {
    resourceTypes: ['table'],
    ...keys('Attributes', 'EnclosingOperation', 'LeadingKeys', 'ReturnValues'),
    ...DATA,
  },
  'dynamodb:PartiQLInsert': { resourceTypes: ['table'], ...keys('Attributes', 'EnclosingOperation', 'LeadingKeys'), ...DATA },
  'dynamodb:PartiQLSelect': {
    resourceTypes: ['table', 'index'],
    ...keys('Attributes', 'EnclosingOperation', 'FullTableScan', 'LeadingKeys', 'Select'),
    ...DATA,
  },
  'dynamodb:PartiQLUpdate': {
    resourceTypes: ['table'],
    ...keys('Attributes', 'EnclosingOperation', 'LeadingKeys', 'ReturnValues'),
    ...DATA,
  },

  // Tables
  'dynamodb:CreateBackup': { resourceTypes: ['table'], see: DYNAMODB },
  'dynamodb:CreateGlobalTableWitness': { resourceTypes: ['table'], see: DYNAMODB },
  'dynamodb:CreateTable': { resourceTypes: ['table'], ...TAGGING, see: DYNAMODB },
  'dynamodb:CreateTableReplica': { resourceTypes: ['table'], see: DYNAMODB },
  'dynamodb:DeleteBackup': { resourceTypes: ['backup'], see: DYNAMODB },
  'dynamodb:DeleteGlobalTableWitness': { resourceTypes: ['table'], see: DYNAMODB },
  'dynamodb:DeleteResourcePolicy': { resourceTypes: ['table', 'stream'], see: DYNAMODB },
  'dynamodb:DeleteTable': { resourceTypes: ['table'], see: DYNAMODB },
  'dynamodb:DeleteTableReplica': { resourceTypes: ['table'], see: DYNAMODB },
  'dynamodb:DescribeBackup': { resourceTypes: ['backup'], see: DYNAMODB },
  'dynamodb:DescribeContinuousBackups': { resourceTypes: ['table'], see: DYNAMODB },
  'dynamodb:DescribeContributorInsights': { resourceTypes: ['table', 'index'], see: DYNAMODB },
  'dynamodb:DescribeExport': { resourceTypes: ['export'], see: DYNAMODB },
  'dynamodb:DescribeImport': { resourceTypes: ['import'], see: DYNAMODB },
  'dynamodb:DescribeKinesisStreamingDestination': { resourceTypes: ['table'], see: DYNAMODB },
  'dynamodb:DescribeTable': { resourceTypes: ['table'], see: DYNAMODB },
  'dynamodb:DescribeTimeToLive': { resourceTypes: ['table'], see: DYNAMODB },
  'dynamodb:DisableKinesisStreamingDestination': { resourceTypes: ['table'], see: DYNAMODB },
  'dynamodb:EnableKinesisStreamingDestination': { resourceTypes: ['table'], see: DYNAMODB },
  'dynamodb:ExportTableToPointInTime': { resourceTypes: ['table'], ...DATA },
  'dynamodb:GetResourcePolicy': { resourceTypes: ['table', 'stream'], see: DYNAMODB },
  'dynamodb:ImportTable': { resourceTypes: ['table'], see: DYNAMODB },
  'dynamodb:ListBackups': { resourceTypes: [], see: DYNAMODB },
  'dynamodb:ListContributorInsights': { resourceTypes: [], see: DYNAMODB },
  'dynamodb:ListExports': { resourceTypes: ['table'], isResourceOptional: true, see: DYNAMODB },
  'dynamodb:ListImports': { resourceTypes: ['table'], isResourceOptional: true, see: DYNAMODB },
  'dynamodb:ListTables': { resourceTypes: [], see: DYNAMODB },
  'dynamodb:ListTagsOfResource': { resourceTypes: ['table', 'stream'], see: DYNAMODB },
  'dynamodb:PutResourcePolicy': { resourceTypes: ['table', 'stream'], see: DYNAMODB },
  'dynamodb:RestoreTableFromBackup': { resourceTypes: ['backup', 'table'], ...DATA },
  'dynamodb:RestoreTableToPointInTime': { resourceTypes: ['table'], ...DATA },
  'dynamodb:TagResource': { resourceTypes: ['table', 'stream'], ...TAGGING, see: DYNAMODB },
  'dynamodb:UntagResource': { resourceTypes: ['table', 'stream'], conditionKeys: ['aws:TagKeys'], see: DYNAMODB },
  'dynamodb:UpdateContinuousBackups': { resourceTypes: ['table'], see: DYNAMODB },
  // reads no items, yet takes the key: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Contributor_Insights_IAM.html
  'dynamodb:UpdateContributorInsights': { resourceTypes: ['table', 'index'], ...DATA },
  'dynamodb:UpdateKinesisStreamingDestination': { resourceTypes: ['table'], see: DYNAMODB },
  'dynamodb:UpdateTable': { resourceTypes: ['table'], see: DYNAMODB },
  'dynamodb:UpdateTimeToLive': { resourceTypes: ['table'], see: DYNAMODB },

  // Streams: of these, GetRecords alone returns items, so it alone needs the table key
  'dynamodb:DescribeStream': { resourceTypes: ['stream'], see: DYNAMODB },
  'dynamodb:GetRecords': { resourceTypes: ['stream'], ...DATA },
  'dynamodb:GetShardIterator': { resourceTypes: ['stream'], see: DYNAMODB },
  'dynamodb:ListStreams': { resourceTypes: [], see: DYNAMODB },

  // Keys
  'kms:CreateGrant': { resourceTypes: ['key'], see: KMS },
  'kms:Decrypt': { resourceTypes: ['key'], see: KMS },
  'kms:DescribeKey': { resourceTypes: ['key'], see: KMS },
  'kms:Encrypt': { resourceTypes: ['key'], see: KMS },
  'kms:GenerateDataKey': { resourceTypes: ['key'], see: KMS },
  'kms:GenerateDataKeyWithoutPlaintext': { resourceTypes: ['key'], see: KMS },
  'kms:ReEncryptFrom': { resourceTypes: ['key'], see: KMS },
  'kms:ReEncryptTo': { resourceTypes: ['key'], see: KMS },

  // Logs
  'logs:CreateLogGroup': { resourceTypes: ['log-group'], see: LOGS },
  'logs:CreateLogStream': { resourceTypes: ['log-stream'], see: LOGS },
  'logs:PutLogEvents': { resourceTypes: ['log-stream'], see: LOGS },

  'logs:DescribeLogGroups': { resourceTypes: [], see: LOGS },
  'logs:DescribeLogStreams': { resourceTypes: ['log-group'], see: LOGS },
  'logs:PutRetentionPolicy': { resourceTypes: ['log-group'], see: LOGS },

  // Exports to a bucket, imports from one, and streaming to Kinesis
  'kinesis:DescribeStream': { resourceTypes: ['stream'], see: KINESIS },
  'kinesis:DescribeStreamSummary': { resourceTypes: ['stream'], see: KINESIS },
  'kinesis:ListStreams': { resourceTypes: [], see: KINESIS },
  'kinesis:PutRecords': { resourceTypes: ['stream'], see: KINESIS },
  's3:AbortMultipartUpload': { resourceTypes: ['accesspointobject', 'object'], see: S3 },
  's3:GetObject': { resourceTypes: ['accesspointobject', 'object'], see: S3 },
  's3:ListBucket': { resourceTypes: ['accesspoint', 'bucket'], see: S3 },
  's3:PutObject': { resourceTypes: ['accesspointobject', 'object'], see: S3 },
  's3:PutObjectAcl': { resourceTypes: ['accesspointobject', 'object'], see: S3 },

  // What the AWS managed policies for Lambda give besides logs
  'ec2:AssignPrivateIpAddresses': { resourceTypes: ['network-interface'], see: EC2 },
  'ec2:CreateNetworkInterface': { resourceTypes: ['network-interface', 'security-group', 'subnet'], see: EC2 },
  'ec2:DeleteNetworkInterface': { resourceTypes: ['network-interface'], see: EC2 },
  'ec2:DescribeNetworkInterfaces': { resourceTypes: [], see: EC2 },
  'ec2:DescribeSubnets': { resourceTypes: [], see: EC2 },
  'ec2:UnassignPrivateIpAddresses': { resourceTypes: ['network-interface'], see: EC2 },
  'lambda:CheckpointDurableExecution': { resourceTypes: ['durable execution'], see: LAMBDA },
  'lambda:GetDurableExecutionState': { resourceTypes: ['durable execution'], see: LAMBDA },

  // Traces
  'xray:PutTelemetryRecords': { resourceTypes: [], see: XRAY },
  'xray:PutTraceSegments': { resourceTypes: [], see: XRAY },
};
