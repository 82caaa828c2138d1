/** Operations that no feature reaches, and why. */
export interface LeftOut {
  readonly operations: readonly string[];
  readonly why: string;
  /** The AWS page behind the reason. */
  readonly see: string;
}

const GUIDE = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide';
const API = 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference';
const REFERENCE = 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_dynamodb.html';

export const LEFT_OUT: readonly LeftOut[] = [
  {
    operations: ['DescribeLimits'],
    why: 'tells an operator the quotas of the account; `TableFeature.custom` with `accountActions` reaches it',
    see: `${API}/API_DescribeLimits.html`,
  },
  {
    operations: ['DescribeEndpoints'],
    why: 'the AWS SDKs know the endpoints of DynamoDB without it; `TableFeature.custom` with `accountActions` reaches it',
    see: `${API}/API_DescribeEndpoints.html`,
  },
  {
    operations: ['DescribeTableReplicaAutoScaling', 'UpdateTableReplicaAutoScaling'],
    why: 'belongs to whoever deploys the table: it takes ten actions of Application Auto Scaling in all Regions of the replicas',
    see: `${GUIDE}/globaltables-security.html`,
  },
  {
    operations: [
      'CreateGlobalTable', 'DescribeGlobalTable', 'DescribeGlobalTableSettings', 'ListGlobalTables', 'UpdateGlobalTable',
      'UpdateGlobalTableSettings',
    ],
    why: 'manages the legacy version 2017.11.29 of global tables, which AWS advises against; for the present one, it is `UpdateTable`',
    see: `${GUIDE}/globaltables.V1.html`,
  },
  {
    operations: ['CancelBulkOperation', 'DescribeBulkOperation', 'ListBulkOperations', 'StartBulkPutItems'],
    why: 'the service authorization reference has no actions for it yet; once AWS names them, `TableFeature.custom` reaches it',
    see: REFERENCE,
  },
];

/** Actions without an operation of their name, and why no feature grants them. */
export interface PermissionOnly {
  readonly actions: readonly string[];
  readonly why: string;
}

export const PERMISSION_ONLY: readonly PermissionOnly[] = [
  {
    actions: ['dynamodb:ReadDataForReplication', 'dynamodb:ReplicateSettings', 'dynamodb:WriteDataForReplication'],
    why: 'for the service principal of the replication between accounts, never for a function',
  },
  {
    actions: ['dynamodb:AssociateTableReplica'],
    why: 'lets another account add a replica: it stands in the resource policy of the table, not in that of a role',
  },
  { actions: ['dynamodb:UpdateGlobalTableVersion'], why: 'moves a global table from the legacy version, once' },
  {
    actions: ['dynamodb:RestoreTableFromAwsBackup', 'dynamodb:StartAwsBackupJob'],
    why: 'backs up and restores through AWS Backup; `BACKUP` is for DynamoDB\'s own backups',
  },
  {
    actions: [
      'dynamodb:DescribeReservedCapacity', 'dynamodb:DescribeReservedCapacityOfferings', 'dynamodb:PurchaseReservedCapacityOfferings',
    ],
    why: 'reserved capacity: a purchase, not what a function does',
  },
  { actions: ['dynamodb:GetAbacStatus', 'dynamodb:UpdateAbacStatus'], why: 'switches tag-based access for the whole account' },
  { actions: ['dynamodb:InjectError'], why: 'starts experiments on a global table' },
];

/** What lies beyond DynamoDB's own API and actions. */
export const BEYOND: readonly { readonly what: string; readonly why: string; readonly see: string }[] = [
  {
    what: 'DynamoDB Accelerator (DAX)',
    why: 'a client of a cluster needs actions of the service `dax`; it is the role of the cluster that needs those on tables, '
      + 'and `TableAccessGrants` gives them',
    see: `${GUIDE}/DAX.access-control.html`,
  },
  {
    what: 'The hierarchical keyring of the AWS Database Encryption SDK',
    why: 'its key store is a table of its own: `READ_ITEM` on that table, and `FieldEncryption` with `EncryptionMode.READ_ONLY` '
      + 'on its key',
    see: 'https://docs.aws.amazon.com/database-encryption-sdk/latest/devguide/use-hierarchical-keyring.html',
  },
];
