import { CustomFeatureOptions, customPermissions, leavesKeyOpen, problemOfCustomOptions } from './custom-feature';
import { DECLARED, describeReach, IndexReach } from './index-reach';
import { choosingKey, on, onAccount, onTable, onTableAndIndexes, Permission } from './permission';
import { Problem } from '../problems/problem';

/**
 * What a function does with a table: a name for the IAM actions that this takes, each with its reason.
 *
 * Features that reach indexes (`QUERY`, `SCAN`, `PARTIQL_SELECT`, `CONTRIBUTOR_INSIGHTS`, and bundles with them) mean the table
 * and every index that it declares; `onTable()`, `onIndexes(...)` and `onAnyIndex()` say otherwise.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_dynamodb.html
 */
export class TableFeature {
  /** Read one item by its primary key: `GetItem`. */
  public static readonly READ_ITEM = TableFeature.of('READ_ITEM', onTable('dynamodb:GetItem', 'reads an item by its key'));

  /** Create an item or replace it: `PutItem`. */
  public static readonly PUT_ITEM = TableFeature.of('PUT_ITEM', onTable('dynamodb:PutItem', 'creates or replaces an item'));

  /** Change some attributes of an item: `UpdateItem`. */
  public static readonly UPDATE_ITEM = TableFeature.of('UPDATE_ITEM',
    onTable('dynamodb:UpdateItem', 'changes attributes of an item'));

  /** Delete one item: `DeleteItem`. */
  public static readonly DELETE_ITEM = TableFeature.of('DELETE_ITEM', onTable('dynamodb:DeleteItem', 'deletes an item'));

  /** Read the items of one partition: `Query` on the table and on every index that it declares. */
  public static readonly QUERY = TableFeature.of('QUERY',
    onTableAndIndexes('dynamodb:Query', 'reads the items of a partition'));

  /** Read all items: `Scan` on the table and on every index that it declares. */
  public static readonly SCAN = TableFeature.of('SCAN', onTableAndIndexes('dynamodb:Scan', 'reads all items'));

  /**
   * Read up to 100 items in one request: `BatchGetItem`, which `GetItem` neither covers nor needs.
   */
  public static readonly BATCH_READ = TableFeature.of('BATCH_READ',
    onTable('dynamodb:BatchGetItem', 'reads several items in one request'));

  /**
   * Put or delete up to 25 items in one request: `BatchWriteItem`. IAM can't allow a batch to put but not to delete.
   */
  public static readonly BATCH_WRITE = TableFeature.of('BATCH_WRITE',
    onTable('dynamodb:BatchWriteItem', 'puts or deletes several items in one request'));

  /**
   * Read items in a transaction: `GetItem`, inside `TransactGetItems` only.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
   */
  public static readonly TRANSACT_READ = TableFeature.of('TRANSACT_READ',
    onTable('dynamodb:GetItem', 'reads items in a transaction', 'TransactGetItems'));

  /**
   * Check that an item meets a condition, which only a write transaction can: `ConditionCheckItem`.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
   */
  public static readonly CONDITION_CHECK = TableFeature.of('CONDITION_CHECK',
    onTable('dynamodb:ConditionCheckItem', 'checks a condition on an item in a transaction'));

  /**
   * Write items in a transaction: `PutItem`, `UpdateItem` and `DeleteItem`, inside `TransactWriteItems` only, and
   * `ConditionCheckItem`, which can run nowhere else.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
   */
  public static readonly TRANSACT_WRITE = TableFeature.of('TRANSACT_WRITE', [
    ...['dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'].flatMap((action) =>
      onTable(action, 'writes items in a transaction', 'TransactWriteItems')),
    ...TableFeature.CONDITION_CHECK._permissions,
  ]);

  /**
   * Search by similarity: `SearchVectors` on every vector index that the table declares. `QUERY` and `SCAN` don't reach
   * vector indexes, nor does this reach others.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/iam-policy-example-search-vectors.html
   */
  public static readonly SEARCH_VECTORS = TableFeature.of('SEARCH_VECTORS',
    on('vector-index', 'dynamodb:SearchVectors', 'searches by similarity'));

  /**
   * Run `SELECT` statements: `PartiQLSelect` on the table and on every index that it declares. The item actions don't
   * cover PartiQL, nor it them.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
   */
  public static readonly PARTIQL_SELECT = TableFeature.of('PARTIQL_SELECT',
    onTableAndIndexes('dynamodb:PartiQLSelect', 'runs SELECT statements'));

  /**
   * Run `INSERT` statements: `PartiQLInsert`.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
   */
  public static readonly PARTIQL_INSERT = TableFeature.of('PARTIQL_INSERT',
    onTable('dynamodb:PartiQLInsert', 'runs INSERT statements'));

  /**
   * Run `UPDATE` statements: `PartiQLUpdate`.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
   */
  public static readonly PARTIQL_UPDATE = TableFeature.of('PARTIQL_UPDATE',
    onTable('dynamodb:PartiQLUpdate', 'runs UPDATE statements'));

  /**
   * Run `DELETE` statements: `PartiQLDelete`.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
   */
  public static readonly PARTIQL_DELETE = TableFeature.of('PARTIQL_DELETE',
    onTable('dynamodb:PartiQLDelete', 'runs DELETE statements'));

  /** Read the table's settings, keys, indexes and status: `DescribeTable`. */
  public static readonly DESCRIBE_TABLE = TableFeature.of('DESCRIBE_TABLE',
    onTable('dynamodb:DescribeTable', 'reads the settings of the table'));

  /**
   * Create the table: `CreateTable`, and, where its customer managed key is known, what whoever chooses that key needs.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
   */
  public static readonly CREATE_TABLE = TableFeature.of('CREATE_TABLE',
    [...onTable('dynamodb:CreateTable', 'creates the table'), ...choosingKey()]);

  /**
   * Change the table's capacity, indexes, stream, class or protection: `UpdateTable`. This gives no permission on keys:
   * to change the table's key takes `CHANGE_TABLE_KEY`.
   */
  public static readonly UPDATE_TABLE = TableFeature.of('UPDATE_TABLE',
    onTable('dynamodb:UpdateTable', 'changes the settings of the table'));

  /**
   * Change the customer managed key of the table: `UpdateTable`, and what whoever chooses a key needs on the new key.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
   */
  public static readonly CHANGE_TABLE_KEY = TableFeature.of('CHANGE_TABLE_KEY',
    [...onTable('dynamodb:UpdateTable', 'changes the key of the table'), ...choosingKey()]);

  /** Delete the table with all its items: `DeleteTable`. */
  public static readonly DELETE_TABLE = TableFeature.of('DELETE_TABLE',
    onTable('dynamodb:DeleteTable', 'deletes the table'));

  /**
   * Read and change when items expire: `DescribeTimeToLive` and `UpdateTimeToLive`. Of a global table, in all its Regions
   * (`regions`).
   */
  public static readonly TIME_TO_LIVE = TableFeature.of('TIME_TO_LIVE', [
    ...onTable('dynamodb:DescribeTimeToLive', 'reads when items expire'),
    ...onTable('dynamodb:UpdateTimeToLive', 'changes when items expire'),
  ]);

  /**
   * Read and change whether the table can be restored to any point in time: `DescribeContinuousBackups` and
   * `UpdateContinuousBackups`.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/backuprestore_IAM.html
   */
  public static readonly POINT_IN_TIME_RECOVERY = TableFeature.of('POINT_IN_TIME_RECOVERY', [
    ...onTable('dynamodb:DescribeContinuousBackups', 'reads the settings of continuous backups'),
    ...onTable('dynamodb:UpdateContinuousBackups', 'changes the settings of continuous backups'),
  ]);

  /**
   * Back the table up, and read and delete its backups: `CreateBackup` on the table, `DescribeBackup` and `DeleteBackup` on
   * its backups, and `ListBackups`, which AWS authorizes on `*` alone.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/backuprestore_IAM.html
   */
  public static readonly BACKUP = TableFeature.of('BACKUP', [
    ...onTable('dynamodb:CreateBackup', 'backs the table up'),
    ...on('backup', 'dynamodb:DescribeBackup', 'reads what a backup holds'),
    ...on('backup', 'dynamodb:DeleteBackup', 'deletes a backup'),
    ...onAccount('dynamodb:ListBackups', 'lists the backups of the account'),
  ]);

  /**
   * Restore the table, from a backup or to a point in time, to another table (`restoreTo`): `RestoreTableFromBackup` on the
   * backups and the restored table, `RestoreTableToPointInTime` on the table, and on the restored table the item actions that
   * AWS asks for. Where the customer managed keys are known, the caller decrypts the one and chooses the other.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/backuprestore_IAM.html
   */
  public static readonly RESTORE = TableFeature.of('RESTORE', [
    ...on('backup', 'dynamodb:RestoreTableFromBackup', 'restores a backup'),
    ...on('restored-table', 'dynamodb:RestoreTableFromBackup', 'restores a backup to this table'),
    ...on('table', 'dynamodb:RestoreTableToPointInTime', 'restores the table to a point in time'),
    ...[
      'dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:Scan',
      'dynamodb:UpdateItem',
    ].map((action): Permission => ({ action, on: 'restored-table', why: 'fills the restored table' })),
    ...choosingKey('restored-table-key'),
  ]);

  /**
   * Export the table to a bucket (`exportTo`): `ExportTableToPointInTime` on the table, what writes the objects in the bucket,
   * with the keys of table and bucket, `DescribeExport` on its exports, and `ListExports` on `*`.
   *
   * A bucket of another account has to allow the same in its bucket policy.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport_Requesting.html
   */
  public static readonly EXPORT = TableFeature.of('EXPORT', [
    ...on('table', 'dynamodb:ExportTableToPointInTime', 'exports the table'),
    ...on('export', 'dynamodb:DescribeExport', 'reads the state of an export'),
    ...onAccount('dynamodb:ListExports', 'lists the exports of the account'),
    ...['s3:AbortMultipartUpload', 's3:PutObject', 's3:PutObjectAcl'].flatMap((action) =>
      on('export-objects', action, 'writes the export to the bucket')),
    ...['kms:Decrypt', 'kms:GenerateDataKey'].flatMap((action) =>
      on('export-key', action, 'encrypts the export in the bucket, in parts')),
  ]);

  /**
   * Create the table from objects in a bucket (`importFrom`): `ImportTable` on the table, what reads the bucket, with its key,
   * what writes the logs of imports, `DescribeImport` on its imports, and `ListImports` on `*`. Where the table's customer
   * managed key is known, what whoever chooses it needs.
   *
   * A bucket of another account has to allow the same in its bucket policy.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataImport.Requesting.html
   */
  public static readonly IMPORT = TableFeature.of('IMPORT', [
    ...on('table', 'dynamodb:ImportTable', 'creates the table from objects'),
    ...on('import', 'dynamodb:DescribeImport', 'reads the state of an import'),
    ...onAccount('dynamodb:ListImports', 'lists the imports of the account'),
    ...on('import-objects', 's3:GetObject', 'reads the objects that are imported'),
    ...on('import-bucket', 's3:ListBucket', 'finds the objects that are imported'),
    ...on('import-key', 'kms:Decrypt', 'decrypts the objects that are imported'),
    ...[
      'logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents', 'logs:PutRetentionPolicy',
    ].flatMap((action) => on('import-logs', action, 'writes what could not be imported')),
    ...onAccount('logs:DescribeLogGroups', 'finds the log group of the import'),
    ...choosingKey(),
  ]);

  /**
   * Stream the changes of items to a Kinesis data stream (`kinesisStream`), change how, stop it, and read its state.
   *
   * The first use in an account makes a service-linked role: that takes `iam:CreateServiceLinkedRole`, which this feature
   * doesn't give.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds_iam.html
   */
  public static readonly KINESIS_STREAMING = TableFeature.of('KINESIS_STREAMING', [
    ...on('table', 'dynamodb:DescribeKinesisStreamingDestination', 'reads where changes are streamed to'),
    ...on('table', 'dynamodb:DisableKinesisStreamingDestination', 'stops streaming changes'),
    ...on('table', 'dynamodb:EnableKinesisStreamingDestination', 'streams changes to the Kinesis data stream'),
    ...on('table', 'dynamodb:UpdateKinesisStreamingDestination', 'changes how changes are streamed'),
    ...['kinesis:DescribeStream', 'kinesis:DescribeStreamSummary', 'kinesis:PutRecords'].flatMap((action) =>
      on('kinesis-stream', action, 'is streamed to by DynamoDB on the caller\'s behalf')),
    ...onAccount('kinesis:ListStreams', 'finds the Kinesis data stream'),
  ]);

  /**
   * Add replicas to the table and remove them: `UpdateTable` on the table, and on its replicas in the other Regions of the
   * access (`regions`) what AWS asks for to create, fill and delete them, and, where their customer managed keys are known,
   * what whoever chooses these needs.
   *
   * The first use in an account makes a service-linked role: that takes `iam:CreateServiceLinkedRole`, which this feature
   * doesn't give.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables-security.html
   */
  public static readonly REPLICAS = TableFeature.of('REPLICAS', [
    ...on('table', 'dynamodb:UpdateTable', 'adds and removes replicas'),
    ...['dynamodb:CreateTable', 'dynamodb:CreateTableReplica'].flatMap((action) => on('replica', action, 'creates a replica')),
    ...[
      'dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:Scan',
      'dynamodb:UpdateItem',
    ].flatMap((action) => on('replica', action, 'fills a replica')),
    ...['dynamodb:DeleteTable', 'dynamodb:DeleteTableReplica'].flatMap((action) => on('replica', action, 'removes a replica')),
    ...choosingKey(),
  ]);

  /**
   * Add the witness of a global table with strong consistency, and remove it: `UpdateTable`, `CreateGlobalTableWitness` and
   * `DeleteGlobalTableWitness` in all Regions of the access (`regions`), that of the witness among them.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables-security.html
   */
  public static readonly WITNESS = TableFeature.of('WITNESS', [
    ...on('table', 'dynamodb:UpdateTable', 'adds and removes the witness'),
    ...on('table', 'dynamodb:CreateGlobalTableWitness', 'creates the witness'),
    ...on('table', 'dynamodb:DeleteGlobalTableWitness', 'removes the witness'),
  ]);

  /**
   * Read and change the tags of the table: `ListTagsOfResource`, `TagResource` and `UntagResource`. Where permissions depend
   * on tags, whoever may change them may give itself these permissions.
   */
  public static readonly TAGS = TableFeature.of('TAGS', [
    ...onTable('dynamodb:ListTagsOfResource', 'reads the tags of the table'),
    ...onTable('dynamodb:TagResource', 'tags the table'),
    ...onTable('dynamodb:UntagResource', 'takes tags from the table'),
  ]);

  /**
   * Read and change the resource policy of the table: `GetResourcePolicy`, `PutResourcePolicy` and `DeleteResourcePolicy`.
   * Whoever may change it may give itself, and others, any access to the table: a warning says so.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html
   */
  public static readonly RESOURCE_POLICY = TableFeature.of('RESOURCE_POLICY', [
    ...onTable('dynamodb:DeleteResourcePolicy', 'deletes the resource policy of the table'),
    ...onTable('dynamodb:GetResourcePolicy', 'reads the resource policy of the table'),
    ...onTable('dynamodb:PutResourcePolicy', 'writes the resource policy of the table'),
  ]);

  /**
   * Read and change whether the most used keys of the table and its indexes are recorded: `DescribeContributorInsights`,
   * `UpdateContributorInsights`, and `ListContributorInsights`, which AWS authorizes on `*` alone.
   *
   * The first use in an account makes a service-linked role: that takes `iam:CreateServiceLinkedRole`, which this feature
   * doesn't give.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Contributor_Insights_IAM.html
   */
  public static readonly CONTRIBUTOR_INSIGHTS = TableFeature.of('CONTRIBUTOR_INSIGHTS', [
    ...onTableAndIndexes('dynamodb:DescribeContributorInsights', 'reads if the most used keys are recorded'),
    ...onTableAndIndexes('dynamodb:UpdateContributorInsights', 'changes if the most used keys are recorded'),
    ...onAccount('dynamodb:ListContributorInsights', 'lists the tables whose most used keys are recorded'),
  ]);

  /** List the names of all tables of the account in a Region: `ListTables`, which AWS authorizes on `*` alone. */
  public static readonly LIST_TABLES = TableFeature.of('LIST_TABLES',
    onAccount('dynamodb:ListTables', 'lists the tables of the account'));

  /** Read the table's stream: `DescribeStream`, `GetShardIterator` and `GetRecords`. */
  public static readonly STREAM_READ = TableFeature.of('STREAM_READ', [
    ...on('stream', 'dynamodb:DescribeStream', 'finds the shards of the stream'),
    ...on('stream', 'dynamodb:GetRecords', 'reads the records of the stream'),
    ...on('stream', 'dynamodb:GetShardIterator', 'finds a place in the stream'),
  ]);

  /** List the streams of the account: `ListStreams`, which AWS authorizes on `*` alone. */
  public static readonly LIST_STREAMS = TableFeature.of('LIST_STREAMS',
    onAccount('dynamodb:ListStreams', 'lists the streams of the account'));

  /** Read, put, update, delete, query and scan, one request an item. */
  public static readonly CRUD = TableFeature.bundle('CRUD',
    TableFeature.READ_ITEM, TableFeature.PUT_ITEM, TableFeature.UPDATE_ITEM, TableFeature.DELETE_ITEM,
    TableFeature.QUERY, TableFeature.SCAN);

  /** `BATCH_READ` and `BATCH_WRITE`. */
  public static readonly BATCH = TableFeature.bundle('BATCH', TableFeature.BATCH_READ, TableFeature.BATCH_WRITE);

  /** `TRANSACT_READ` and `TRANSACT_WRITE`. */
  public static readonly TRANSACTIONS = TableFeature.bundle('TRANSACTIONS',
    TableFeature.TRANSACT_READ, TableFeature.TRANSACT_WRITE);

  /** `PARTIQL_SELECT`, `PARTIQL_INSERT`, `PARTIQL_UPDATE` and `PARTIQL_DELETE`. */
  public static readonly PARTIQL = TableFeature.bundle('PARTIQL',
    TableFeature.PARTIQL_SELECT, TableFeature.PARTIQL_INSERT, TableFeature.PARTIQL_UPDATE, TableFeature.PARTIQL_DELETE);

  /** `CREATE_TABLE`, `DELETE_TABLE`, `DESCRIBE_TABLE` and `UPDATE_TABLE`. */
  public static readonly TABLE_MANAGEMENT = TableFeature.bundle('TABLE_MANAGEMENT',
    TableFeature.CREATE_TABLE, TableFeature.DELETE_TABLE, TableFeature.DESCRIBE_TABLE, TableFeature.UPDATE_TABLE);

  /**
   * What Lambda's event source mapping asks of the role of a function that a DynamoDB stream triggers: `STREAM_READ` and
   * `LIST_STREAMS`.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
   */
  public static readonly STREAM_TRIGGER = TableFeature.bundle('STREAM_TRIGGER',
    TableFeature.STREAM_READ, TableFeature.LIST_STREAMS);

  /**
   * A feature for actions that the library doesn't know, for example those that AWS adds tomorrow.
   *
   * What is wrong with the actions (a form other than `dynamodb:ActionName`, a wildcard, an API operation that is no IAM
   * action, a resource that AWS doesn't authorize the action on) is an error where the feature is granted; so are options that
   * aren't those of `CustomFeatureOptions`.
   */
  public static custom(options: CustomFeatureOptions): TableFeature {
    const problem = problemOfCustomOptions(options);
    if (problem) return new TableFeature('custom', [], DECLARED, { leavesKeyOpen: false, problem });
    return new TableFeature(options.name, customPermissions(options), DECLARED, { leavesKeyOpen: leavesKeyOpen(options) });
  }

  private static of(name: string, permissions: Permission[]): TableFeature {
    return new TableFeature(name, permissions, DECLARED);
  }

  private static bundle(name: string, ...features: TableFeature[]): TableFeature {
    return TableFeature.of(name, features.flatMap((feature) => feature._permissions));
  }

  private constructor(
    /** The name of the feature, as in `QUERY`. */
    public readonly name: string,
    /** @internal */
    public readonly _permissions: readonly Permission[],
    /** @internal */
    public readonly _reach: IndexReach,
    /** @internal */
    public readonly _custom?: { readonly leavesKeyOpen: boolean; readonly problem?: Problem },
  ) {}

  /**
   * The feature on the table alone: on none of its indexes.
   *
   * A feature that can't reach indexes is an error where it is granted.
   */
  public onTable(): TableFeature {
    return this.reaching({ kind: 'table' });
  }

  /**
   * The feature on these indexes alone: its index-capable actions on them and not on the table, all others as before.
   *
   * No name, a name that the table doesn't declare, or a feature that can't reach indexes is an error: the first and the
   * last where the feature is granted, the second at synthesis, as indexes may be added until then.
   *
   * @param indexNames the names of the indexes, global or local
   */
  public onIndexes(...indexNames: string[]): TableFeature {
    return this.reaching({ kind: 'named', names: indexNames });
  }

  /**
   * The feature on any index that the table has or will have: its index-capable actions on `index/*` and not on the
   * table, all others as before.
   *
   * A feature that can't reach indexes is an error where it is granted.
   */
  public onAnyIndex(): TableFeature {
    return this.reaching({ kind: 'any' });
  }

  /** The feature as it is written, for example `QUERY.onIndexes('byCustomer')`. */
  public toString(): string {
    return `${this.name}${describeReach(this._reach)}`;
  }

  private reaching(reach: IndexReach): TableFeature {
    return new TableFeature(this.name, this._permissions, reach, this._custom);
  }
}
