import { TableType } from './table-parts';
import { makeLookup } from '../values/lookup';

/**
 * The catalogue: every IAM action that the library grants, as the AWS Service Authorization Reference documents it.
 *
 * A new action is one row here. Nothing in this file is derived from another tool's policy.
 */

/** The kinds of resource that AWS authorizes actions on. */
export type ResourceType =
  | TableType
  | 'key'
  | 'bucket' | 'object' | 'accesspoint' | 'accesspointobject'
  | 'log-group' | 'log-stream'
  | 'network-interface' | 'security-group' | 'subnet'
  | 'durable execution';

/**
 * The access levels of the Service Authorization Reference. Actions on permissions and tags write as well, but have levels of their
 * own.
 */
export type AccessLevel = 'List' | 'Read' | 'Write' | 'Tagging' | 'Permissions management';

/** Holds the facts that AWS documents about one IAM action. */
export interface ActionFact {
  readonly accessLevel: AccessLevel;
  /** The resource types that AWS authorizes the action on. An empty list means that only `*` matches (an account-level action). */
  readonly resourceTypes: readonly ResourceType[];
  /** True if a request may omit the resource, so that `*` matches as well. */
  readonly isResourceOptional?: boolean;
  /** The condition keys that AWS documents for the action, without the global keys and the keys of resource tags. */
  readonly conditionKeys?: readonly string[];
  /** True if DynamoDB decrypts the customer managed key of the table on the caller's behalf. */
  readonly usesTableKey?: boolean;
  /** The AWS page that documents the action. */
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
 * Requests that read or write items make DynamoDB decrypt the table key on the caller's behalf.
 *
 * AWS documents the caller as the principal of this Decrypt for item requests. For transactions, PartiQL and vector searches we
 * assume the same, because they use the same table key (docs/assumptions.md).
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
const ITEM_DATA = { usesTableKey: true, see: DYNAMODB } as const;

/** Adds the prefix to condition keys. The reference shows them beside each action. */
function qualifyKeys(...names: string[]): string[] {
  return names.map((name) => `dynamodb:${name}`);
}

const TAGGING = { conditionKeys: ['aws:RequestTag', 'aws:TagKeys'] } as const;

export const ACTIONS = makeLookup<ActionFact>({
  // Items
  'dynamodb:BatchGetItem': {
    accessLevel: 'Read', resourceTypes: ['table'], ...ITEM_DATA, conditionKeys: qualifyKeys('Attributes', 'LeadingKeys', 'ReturnConsumedCapacity', 'Select'),
  },
  'dynamodb:BatchWriteItem': {
    accessLevel: 'Write', resourceTypes: ['table'], ...ITEM_DATA, conditionKeys: qualifyKeys('Attributes', 'LeadingKeys', 'ReturnConsumedCapacity'),
  },
  'dynamodb:ConditionCheckItem': {
    accessLevel: 'Read', resourceTypes: ['table'], ...ITEM_DATA, conditionKeys: qualifyKeys('Attributes', 'LeadingKeys', 'ReturnConsumedCapacity', 'ReturnValues'),
  },
  'dynamodb:DeleteItem': {
    accessLevel: 'Write', resourceTypes: ['table'], ...ITEM_DATA, conditionKeys: qualifyKeys('Attributes', 'EnclosingOperation', 'LeadingKeys', 'ReturnConsumedCapacity', 'ReturnValues'),
  },
  'dynamodb:GetItem': {
    accessLevel: 'Read', resourceTypes: ['table'], ...ITEM_DATA, conditionKeys: qualifyKeys('Attributes', 'EnclosingOperation', 'LeadingKeys', 'ReturnConsumedCapacity', 'Select'),
  },
  'dynamodb:PutItem': {
    accessLevel: 'Write', resourceTypes: ['table'], ...ITEM_DATA, conditionKeys: qualifyKeys('Attributes', 'EnclosingOperation', 'LeadingKeys', 'ReturnConsumedCapacity', 'ReturnValues'),
  },
  'dynamodb:Query': {
    accessLevel: 'Read', resourceTypes: ['table', 'index'], ...ITEM_DATA, conditionKeys: qualifyKeys('Attributes', 'LeadingKeys', 'ReturnConsumedCapacity', 'ReturnValues', 'Select'),
  },
  'dynamodb:Scan': {
    accessLevel: 'Read', resourceTypes: ['table', 'index'], ...ITEM_DATA, conditionKeys: qualifyKeys('Attributes', 'ReturnConsumedCapacity', 'ReturnValues', 'Select'),
  },
  // AWS's example policy names only the index
  'dynamodb:SearchVectors': { accessLevel: 'Read', resourceTypes: ['table', 'index'], ...ITEM_DATA },
  'dynamodb:UpdateItem': {
    accessLevel: 'Write', resourceTypes: ['table'], ...ITEM_DATA, conditionKeys: qualifyKeys('Attributes', 'EnclosingOperation', 'LeadingKeys', 'ReturnConsumedCapacity', 'ReturnValues'),
  },

  // PartiQL: the item actions don't allow its statements, and its actions don't allow item requests
  'dynamodb:PartiQLDelete': {
    accessLevel: 'Write', resourceTypes: ['table'], ...ITEM_DATA, conditionKeys: qualifyKeys('Attributes', 'EnclosingOperation', 'LeadingKeys', 'ReturnValues'),
  },
  'dynamodb:PartiQLInsert': { accessLevel: 'Write', resourceTypes: ['table'], ...ITEM_DATA, conditionKeys: qualifyKeys('Attributes', 'EnclosingOperation', 'LeadingKeys') },
  'dynamodb:PartiQLSelect': {
    accessLevel: 'Read', resourceTypes: ['table', 'index'], ...ITEM_DATA, conditionKeys: qualifyKeys('Attributes', 'EnclosingOperation', 'FullTableScan', 'LeadingKeys', 'Select'),
  },
  'dynamodb:PartiQLUpdate': {
    accessLevel: 'Write', resourceTypes: ['table'], ...ITEM_DATA, conditionKeys: qualifyKeys('Attributes', 'EnclosingOperation', 'LeadingKeys', 'ReturnValues'),
  },

  // Tables
  'dynamodb:CreateBackup': { accessLevel: 'Write', resourceTypes: ['table'], see: DYNAMODB },
  'dynamodb:CreateGlobalTableWitness': { accessLevel: 'Write', resourceTypes: ['table'], see: DYNAMODB },
  'dynamodb:CreateTable': { accessLevel: 'Write', resourceTypes: ['table'], ...TAGGING, see: DYNAMODB },
  'dynamodb:CreateTableReplica': { accessLevel: 'Write', resourceTypes: ['table'], see: DYNAMODB },
  'dynamodb:DeleteBackup': { accessLevel: 'Write', resourceTypes: ['backup'], see: DYNAMODB },
  'dynamodb:DeleteGlobalTableWitness': { accessLevel: 'Write', resourceTypes: ['table'], see: DYNAMODB },
  'dynamodb:DeleteResourcePolicy': { accessLevel: 'Permissions management', resourceTypes: ['table', 'stream'], see: DYNAMODB },
  'dynamodb:DeleteTable': { accessLevel: 'Write', resourceTypes: ['table'], see: DYNAMODB },
  'dynamodb:DeleteTableReplica': { accessLevel: 'Write', resourceTypes: ['table'], see: DYNAMODB },
  'dynamodb:DescribeBackup': { accessLevel: 'Read', resourceTypes: ['backup'], see: DYNAMODB },
  'dynamodb:DescribeContinuousBackups': { accessLevel: 'Read', resourceTypes: ['table'], see: DYNAMODB },
  'dynamodb:DescribeContributorInsights': { accessLevel: 'Read', resourceTypes: ['table', 'index'], see: DYNAMODB },
  'dynamodb:DescribeExport': { accessLevel: 'Read', resourceTypes: ['export'], see: DYNAMODB },
  'dynamodb:DescribeImport': { accessLevel: 'Read', resourceTypes: ['import'], see: DYNAMODB },
  'dynamodb:DescribeKinesisStreamingDestination': { accessLevel: 'Read', resourceTypes: ['table'], see: DYNAMODB },
  'dynamodb:DescribeTable': { accessLevel: 'Read', resourceTypes: ['table'], see: DYNAMODB },
  'dynamodb:DescribeTimeToLive': { accessLevel: 'Read', resourceTypes: ['table'], see: DYNAMODB },
  'dynamodb:DisableKinesisStreamingDestination': { accessLevel: 'Write', resourceTypes: ['table'], see: DYNAMODB },
  'dynamodb:EnableKinesisStreamingDestination': { accessLevel: 'Write', resourceTypes: ['table'], see: DYNAMODB },
  'dynamodb:ExportTableToPointInTime': { accessLevel: 'Write', resourceTypes: ['table'], ...ITEM_DATA },
  'dynamodb:GetResourcePolicy': { accessLevel: 'Read', resourceTypes: ['table', 'stream'], see: DYNAMODB },
  'dynamodb:ImportTable': { accessLevel: 'Write', resourceTypes: ['table'], see: DYNAMODB },
  'dynamodb:ListBackups': { accessLevel: 'List', resourceTypes: [], see: DYNAMODB },
  'dynamodb:ListContributorInsights': { accessLevel: 'List', resourceTypes: [], see: DYNAMODB },
  'dynamodb:ListExports': { accessLevel: 'List', resourceTypes: ['table'], isResourceOptional: true, see: DYNAMODB },
  'dynamodb:ListImports': { accessLevel: 'List', resourceTypes: ['table'], isResourceOptional: true, see: DYNAMODB },
  'dynamodb:ListTables': { accessLevel: 'List', resourceTypes: [], see: DYNAMODB },
  'dynamodb:ListTagsOfResource': { accessLevel: 'Read', resourceTypes: ['table', 'stream'], see: DYNAMODB },
  'dynamodb:PutResourcePolicy': { accessLevel: 'Permissions management', resourceTypes: ['table', 'stream'], see: DYNAMODB },
  'dynamodb:RestoreTableFromBackup': { accessLevel: 'Write', resourceTypes: ['backup', 'table'], ...ITEM_DATA },
  'dynamodb:RestoreTableToPointInTime': { accessLevel: 'Write', resourceTypes: ['table'], ...ITEM_DATA },
  'dynamodb:TagResource': { accessLevel: 'Tagging', resourceTypes: ['table', 'stream'], ...TAGGING, see: DYNAMODB },
  'dynamodb:UntagResource': { accessLevel: 'Tagging', resourceTypes: ['table', 'stream'], conditionKeys: ['aws:TagKeys'], see: DYNAMODB },
  'dynamodb:UpdateContinuousBackups': { accessLevel: 'Write', resourceTypes: ['table'], see: DYNAMODB },
  // uses the table key though it reads no items: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Contributor_Insights_IAM.html
  'dynamodb:UpdateContributorInsights': { accessLevel: 'Write', resourceTypes: ['table', 'index'], ...ITEM_DATA },
  'dynamodb:UpdateKinesisStreamingDestination': { accessLevel: 'Write', resourceTypes: ['table'], see: DYNAMODB },
  'dynamodb:UpdateTable': { accessLevel: 'Write', resourceTypes: ['table'], see: DYNAMODB },
  'dynamodb:UpdateTimeToLive': { accessLevel: 'Write', resourceTypes: ['table'], see: DYNAMODB },

  // Streams: only GetRecords returns items, so only GetRecords uses the table key
  'dynamodb:DescribeStream': { accessLevel: 'Read', resourceTypes: ['stream'], see: DYNAMODB },
  'dynamodb:GetRecords': { accessLevel: 'Read', resourceTypes: ['stream'], ...ITEM_DATA },
  'dynamodb:GetShardIterator': { accessLevel: 'Read', resourceTypes: ['stream'], see: DYNAMODB },
  'dynamodb:ListStreams': { accessLevel: 'Read', resourceTypes: [], see: DYNAMODB },

  // Keys
  'kms:CreateGrant': { accessLevel: 'Permissions management', resourceTypes: ['key'], see: KMS },
  'kms:Decrypt': { accessLevel: 'Write', resourceTypes: ['key'], see: KMS },
  'kms:DescribeKey': { accessLevel: 'Read', resourceTypes: ['key'], see: KMS },
  'kms:Encrypt': { accessLevel: 'Write', resourceTypes: ['key'], see: KMS },
  'kms:GenerateDataKey': { accessLevel: 'Write', resourceTypes: ['key'], see: KMS },
  'kms:GenerateDataKeyWithoutPlaintext': { accessLevel: 'Write', resourceTypes: ['key'], see: KMS },
  'kms:ReEncryptFrom': { accessLevel: 'Write', resourceTypes: ['key'], see: KMS },
  'kms:ReEncryptTo': { accessLevel: 'Write', resourceTypes: ['key'], see: KMS },

  // Logs
  'logs:CreateLogGroup': { accessLevel: 'Write', resourceTypes: ['log-group'], see: LOGS },
  'logs:CreateLogStream': { accessLevel: 'Write', resourceTypes: ['log-stream'], see: LOGS },
  'logs:PutLogEvents': { accessLevel: 'Write', resourceTypes: ['log-stream'], see: LOGS },

  'logs:DescribeLogGroups': { accessLevel: 'List', resourceTypes: [], see: LOGS },
  'logs:DescribeLogStreams': { accessLevel: 'List', resourceTypes: ['log-group'], see: LOGS },
  'logs:PutRetentionPolicy': { accessLevel: 'Write', resourceTypes: ['log-group'], see: LOGS },

  // Exports to a bucket, imports from one, and streaming to Kinesis
  'kinesis:DescribeStream': { accessLevel: 'Read', resourceTypes: ['stream'], see: KINESIS },
  'kinesis:DescribeStreamSummary': { accessLevel: 'Read', resourceTypes: ['stream'], see: KINESIS },
  'kinesis:ListStreams': { accessLevel: 'List', resourceTypes: [], see: KINESIS },
  'kinesis:PutRecords': { accessLevel: 'Write', resourceTypes: ['stream'], see: KINESIS },
  's3:AbortMultipartUpload': { accessLevel: 'Write', resourceTypes: ['accesspointobject', 'object'], see: S3 },
  's3:GetObject': { accessLevel: 'Read', resourceTypes: ['accesspointobject', 'object'], see: S3 },
  's3:ListBucket': { accessLevel: 'List', resourceTypes: ['accesspoint', 'bucket'], see: S3 },
  's3:PutObject': { accessLevel: 'Write', resourceTypes: ['accesspointobject', 'object'], see: S3 },
  's3:PutObjectAcl': { accessLevel: 'Permissions management', resourceTypes: ['accesspointobject', 'object'], see: S3 },

  // Permissions of the AWS managed policies for Lambda, besides logs
  'ec2:AssignPrivateIpAddresses': { accessLevel: 'Write', resourceTypes: ['network-interface'], see: EC2 },
  'ec2:CreateNetworkInterface': { accessLevel: 'Write', resourceTypes: ['network-interface', 'security-group', 'subnet'], see: EC2 },
  'ec2:DeleteNetworkInterface': { accessLevel: 'Write', resourceTypes: ['network-interface'], see: EC2 },
  'ec2:DescribeNetworkInterfaces': { accessLevel: 'List', resourceTypes: [], see: EC2 },
  'ec2:DescribeSubnets': { accessLevel: 'List', resourceTypes: [], see: EC2 },
  'ec2:UnassignPrivateIpAddresses': { accessLevel: 'Write', resourceTypes: ['network-interface'], see: EC2 },
  'lambda:CheckpointDurableExecution': { accessLevel: 'Write', resourceTypes: ['durable execution'], see: LAMBDA },
  'lambda:GetDurableExecutionState': { accessLevel: 'Read', resourceTypes: ['durable execution'], see: LAMBDA },

  // Traces
  'xray:PutTelemetryRecords': { accessLevel: 'Write', resourceTypes: [], see: XRAY },
  'xray:PutTraceSegments': { accessLevel: 'Write', resourceTypes: [], see: XRAY },
});

/**
 * These operations read items without a `Select` parameter. AWS applies `dynamodb:Select` to them, so that they can't read all attributes,
 * and doesn't document the value of a request with a projection. Its sample policies accept both that value and none.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export const WITHOUT_SELECT_PARAMETER = ['dynamodb:BatchGetItem', 'dynamodb:GetItem'];
