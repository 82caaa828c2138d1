/** Parameters that name the table or the key, where that isn't `TableName`. */
const NAMED_OTHERWISE: Readonly<Record<string, readonly string[]>> = {
  DescribeBackup: ['BackupArn'],
  DeleteBackup: ['BackupArn'],
  RestoreTableFromBackup: ['BackupArn'],
  RestoreTableToPointInTime: ['SourceTableName', 'SourceTableArn'],
  DescribeExport: ['ExportArn'],
  ExportTableToPointInTime: ['TableArn'],
  DescribeImport: ['ImportArn'],
  ImportTable: ['TableCreationParameters'],
  TagResource: ['ResourceArn'],
  UntagResource: ['ResourceArn'],
  ListTagsOfResource: ['ResourceArn'],
  GetResourcePolicy: ['ResourceArn'],
  PutResourcePolicy: ['ResourceArn'],
  DeleteResourcePolicy: ['ResourceArn'],
  DescribeStream: ['StreamArn'],
  GetShardIterator: ['StreamArn'],
  GetRecords: ['ShardIterator'],
  CreateGlobalTable: ['GlobalTableName'],
  DescribeGlobalTable: ['GlobalTableName'],
  DescribeGlobalTableSettings: ['GlobalTableName'],
  UpdateGlobalTable: ['GlobalTableName'],
  UpdateGlobalTableSettings: ['GlobalTableName'],
  Encrypt: ['KeyId'],
  Decrypt: ['KeyId'],
  GenerateDataKey: ['KeyId'],
  GenerateDataKeyWithoutPlaintext: ['KeyId'],
  ReEncrypt: ['DestinationKeyId'],
};

const WITHOUT_TABLE = [
  'ListTables', 'ListBackups', 'ListExports', 'ListImports', 'ListGlobalTables', 'ListStreams', 'ListContributorInsights', 'DescribeLimits', 'DescribeEndpoints',
];

/** The ciphertext or the iterator may say which resource is meant, so that no parameter needs to. */
export const RESOURCE_IS_OPTIONAL = ['Decrypt', 'GetRecords'];

/** These name something that belongs to a table, by an ARN that only runs know. */
export const NAMED_BY_ARN = ['DescribeBackup', 'DeleteBackup', 'RestoreTableFromBackup', 'DescribeExport', 'DescribeImport'];

/** The parameters that name the table of an operation; undefined for operations on the account. */
export function findTableParameters(operation: string): readonly string[] | undefined {
  if (WITHOUT_TABLE.includes(operation)) return undefined;
  if (Object.hasOwn(NAMED_OTHERWISE, operation)) return NAMED_OTHERWISE[operation];
  return ['TableName'];
}
