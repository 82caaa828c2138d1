import { CustomFeatureOptions, findCustomOptionsProblem, leavesKeyUseOpen, listCustomPermissions } from './custom-feature';
import { DECLARED_INDEXES, describeIndexScope, IndexScope } from './index-scope';
import { Permission, permitKeyChoice, permitOn, permitOnAccount, permitOnTable, permitOnTableAndIndexes } from './permission';
import { Problem } from '../problems/problem';

/** The actions on items that AWS requires to fill a restored table or a replica. */
const FILLING_ACTIONS = [
  'dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:Scan', 'dynamodb:UpdateItem',
];

/**
 * A feature is something that a function does with a table. It names the IAM actions for it, and the reason for each.
 *
 * Index features (`QUERY`, `SCAN`, `PARTIQL_SELECT`, `CONTRIBUTOR_INSIGHTS`, and bundles with them) work on the table and every
 * index that it declares. `onTable()`, `onIndexes(...)` and `onAnyIndex()` change that.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_dynamodb.html
 */
export class TableFeature {
  /** Read one item by its primary key: `GetItem`. */
  public static readonly READ_ITEM = TableFeature.of('READ_ITEM', permitOnTable('dynamodb:GetItem', 'reads an item by its key'));

  /** Create an item or replace it: `PutItem`. */
  public static readonly PUT_ITEM = TableFeature.of('PUT_ITEM', permitOnTable('dynamodb:PutItem', 'creates or replaces an item'));

  /** Change some attributes of an item: `UpdateItem`. */
  public static readonly UPDATE_ITEM = TableFeature.of('UPDATE_ITEM',
    permitOnTable('dynamodb:UpdateItem', 'changes attributes of an item'));

  /** Delete one item: `DeleteItem`. */
  public static readonly DELETE_ITEM = TableFeature.of('DELETE_ITEM', permitOnTable('dynamodb:DeleteItem', 'deletes an item'));

  /** Read the items of one partition: `Query` on the table and every index that it declares. */
  public static readonly QUERY = TableFeature.of('QUERY',
    permitOnTableAndIndexes('dynamodb:Query', 'reads the items of a partition'));

  /** Read all items: `Scan` on the table and every index that it declares. */
  public static readonly SCAN = TableFeature.of('SCAN', permitOnTableAndIndexes('dynamodb:Scan', 'reads all items'));

  /** Read up to 100 items in one request: `BatchGetItem`. `GetItem` doesn't include it. */
  public static readonly BATCH_READ = TableFeature.of('BATCH_READ',
    permitOnTable('dynamodb:BatchGetItem', 'reads several items in one request'));

  /** Put or delete up to 25 items in one request: `BatchWriteItem`. IAM can't allow a batch to put items but not to delete them. */
  public static readonly BATCH_WRITE = TableFeature.of('BATCH_WRITE',
    permitOnTable('dynamodb:BatchWriteItem', 'puts or deletes several items in one request'));

  /**
   * Read items in a transaction: `GetItem`, only inside `TransactGetItems`.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
   */
  public static readonly TRANSACT_READ = TableFeature.of('TRANSACT_READ',
    permitOnTable('dynamodb:GetItem', 'reads items in a transaction', 'TransactGetItems'));

  /**
   * Check that an item meets a condition: `ConditionCheckItem`. Only a write transaction can do this.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
   */
  public static readonly CONDITION_CHECK = TableFeature.of('CONDITION_CHECK',
    permitOnTable('dynamodb:ConditionCheckItem', 'checks a condition on an item in a transaction'));

  /**
   * Create items or replace them in a transaction: `PutItem`, only inside `TransactWriteItems`. `PUT_ITEM` allows this too.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
   */
  public static readonly TRANSACT_PUT = TableFeature.of('TRANSACT_PUT',
    permitOnTable('dynamodb:PutItem', 'creates or replaces items in a transaction', 'TransactWriteItems'));

  /**
   * Change some attributes of items in a transaction: `UpdateItem`, only inside `TransactWriteItems`. `UPDATE_ITEM` allows this too.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
   */
  public static readonly TRANSACT_UPDATE = TableFeature.of('TRANSACT_UPDATE',
    permitOnTable('dynamodb:UpdateItem', 'changes attributes of items in a transaction', 'TransactWriteItems'));

  /**
   * Delete items in a transaction: `DeleteItem`, only inside `TransactWriteItems`. `DELETE_ITEM` allows this too.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
   */
  public static readonly TRANSACT_DELETE = TableFeature.of('TRANSACT_DELETE',
    permitOnTable('dynamodb:DeleteItem', 'deletes items in a transaction', 'TransactWriteItems'));

  /**
   * Do everything that a write transaction can do: `TRANSACT_PUT`, `TRANSACT_UPDATE`, `TRANSACT_DELETE` and `CONDITION_CHECK`.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
   */
  public static readonly TRANSACT_WRITE = TableFeature.bundle('TRANSACT_WRITE',
    TableFeature.TRANSACT_PUT, TableFeature.TRANSACT_UPDATE, TableFeature.TRANSACT_DELETE, TableFeature.CONDITION_CHECK);

  /**
   * Search by similarity: `SearchVectors` on every vector index that the table declares. `QUERY` and `SCAN` don't work on vector
   * indexes, and `SEARCH_VECTORS` doesn't work on other indexes.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/iam-policy-example-search-vectors.html
   */
  public static readonly SEARCH_VECTORS = TableFeature.of('SEARCH_VECTORS',
    permitOn('vector-index', 'dynamodb:SearchVectors', 'searches by similarity'));

  /**
   * Run `SELECT` statements: `PartiQLSelect` on the table and every index that it declares. The item actions don't allow PartiQL
   * statements, and the PartiQL actions don't allow item requests.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
   */
  public static readonly PARTIQL_SELECT = TableFeature.of('PARTIQL_SELECT',
    permitOnTableAndIndexes('dynamodb:PartiQLSelect', 'runs SELECT statements'));

  /**
   * Run `INSERT` statements: `PartiQLInsert`.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
   */
  public static readonly PARTIQL_INSERT = TableFeature.of('PARTIQL_INSERT',
    permitOnTable('dynamodb:PartiQLInsert', 'runs INSERT statements'));

  /**
   * Run `UPDATE` statements: `PartiQLUpdate`.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
   */
  public static readonly PARTIQL_UPDATE = TableFeature.of('PARTIQL_UPDATE',
    permitOnTable('dynamodb:PartiQLUpdate', 'runs UPDATE statements'));

  /**
   * Run `DELETE` statements: `PartiQLDelete`.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
   */
  public static readonly PARTIQL_DELETE = TableFeature.of('PARTIQL_DELETE',
    permitOnTable('dynamodb:PartiQLDelete', 'runs DELETE statements'));

  /** Read the table's settings, keys, indexes and status: `DescribeTable`. */
  public static readonly DESCRIBE_TABLE = TableFeature.of('DESCRIBE_TABLE',
    permitOnTable('dynamodb:DescribeTable', 'reads the settings of the table'));

  /**
   * Create the table: `CreateTable`. If the customer managed key of the table is known, also the KMS actions that choosing a key
   * needs.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
   */
  public static readonly CREATE_TABLE = TableFeature.of('CREATE_TABLE',
    [...permitOnTable('dynamodb:CreateTable', 'creates the table'), ...permitKeyChoice()]);

  /**
   * Change the capacity, indexes, stream, class or protection of the table: `UpdateTable`. To change the key of the table, use
   * `CHANGE_TABLE_KEY`, because this feature gives no permissions on keys.
   */
  public static readonly UPDATE_TABLE = TableFeature.of('UPDATE_TABLE',
    permitOnTable('dynamodb:UpdateTable', 'changes the settings of the table'));

  /**
   * Change the customer managed key of the table: `UpdateTable`, and the KMS actions that choosing a key needs on the new key.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
   */
  public static readonly CHANGE_TABLE_KEY = TableFeature.of('CHANGE_TABLE_KEY',
    [...permitOnTable('dynamodb:UpdateTable', 'changes the key of the table'), ...permitKeyChoice()]);

  /** Delete the table with all its items: `DeleteTable`. */
  public static readonly DELETE_TABLE = TableFeature.of('DELETE_TABLE',
    permitOnTable('dynamodb:DeleteTable', 'deletes the table'));

  /**
   * Read and change when items expire: `DescribeTimeToLive` and `UpdateTimeToLive`. For a global table, name all its Regions in
   * `regions`.
   */
  public static readonly TIME_TO_LIVE = TableFeature.of('TIME_TO_LIVE', [
    ...permitOnTable('dynamodb:DescribeTimeToLive', 'reads when items expire'),
    ...permitOnTable('dynamodb:UpdateTimeToLive', 'changes when items expire'),
  ]);

  /**
   * Read and change the point-in-time recovery of the table: `DescribeContinuousBackups` and `UpdateContinuousBackups`.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/backuprestore_IAM.html
   */
  public static readonly POINT_IN_TIME_RECOVERY = TableFeature.of('POINT_IN_TIME_RECOVERY', [
    ...permitOnTable('dynamodb:DescribeContinuousBackups', 'reads the settings of continuous backups'),
    ...permitOnTable('dynamodb:UpdateContinuousBackups', 'changes the settings of continuous backups'),
  ]);

  /**
   * Back up the table, and read and delete its backups: `CreateBackup` on the table, `DescribeBackup` and `DeleteBackup` on its
   * backups, and `ListBackups`, which AWS authorizes only on `*`.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/backuprestore_IAM.html
   */
  public static readonly BACKUP = TableFeature.of('BACKUP', [
    ...permitOnTable('dynamodb:CreateBackup', 'backs the table up'),
    ...permitOn('backup', 'dynamodb:DescribeBackup', 'reads what a backup holds'),
    ...permitOn('backup', 'dynamodb:DeleteBackup', 'deletes a backup'),
    ...permitOnAccount('dynamodb:ListBackups', 'lists the backups of the account'),
  ]);

  /**
   * Restore the table from a backup or to a point in time. Name the new table in `restoreTo`. This allows `RestoreTableFromBackup`
   * on the backups and the restored table, `RestoreTableToPointInTime` on the table, and the item actions that AWS requires on the
   * restored table. If the customer managed keys are known, the caller may decrypt with the key of the table and choose the key of
   * the restored table.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/backuprestore_IAM.html
   */
  public static readonly RESTORE = TableFeature.of('RESTORE', [
    ...permitOn('backup', 'dynamodb:RestoreTableFromBackup', 'restores a backup'),
    ...permitOn('restored-table', 'dynamodb:RestoreTableFromBackup', 'restores a backup to this table'),
    ...permitOn('table', 'dynamodb:RestoreTableToPointInTime', 'restores the table to a point in time'),
    ...FILLING_ACTIONS.map((action): Permission => ({ action, on: 'restored-table', why: 'fills the restored table' })),
    ...permitKeyChoice('restored-table-key'),
  ]);

  /**
   * Export the table to a bucket. Name the bucket in `exportTo`. This allows `ExportTableToPointInTime` on the table, the S3
   * actions that write the objects, the KMS actions on the keys of table and bucket, `DescribeExport` on its exports, and
   * `ListExports` on `*`.
   *
   * A bucket of another account must allow the same actions in its bucket policy.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport_Requesting.html
   */
  public static readonly EXPORT = TableFeature.of('EXPORT', [
    ...permitOn('table', 'dynamodb:ExportTableToPointInTime', 'exports the table'),
    ...permitOn('export', 'dynamodb:DescribeExport', 'reads the state of an export'),
    ...permitOnAccount('dynamodb:ListExports', 'lists the exports of the account'),
    ...['s3:AbortMultipartUpload', 's3:PutObject', 's3:PutObjectAcl'].flatMap((action) =>
      permitOn('export-objects', action, 'writes the export to the bucket')),
    ...['kms:Decrypt', 'kms:GenerateDataKey'].flatMap((action) =>
      permitOn('export-key', action, 'encrypts the export in the bucket, in parts')),
  ]);

  /**
   * Create the table from objects in a bucket. Name the bucket in `importFrom`. This allows `ImportTable` on the table, the S3 and
   * KMS actions that read the objects, the actions that write the logs of imports, `DescribeImport` on its imports, and
   * `ListImports` on `*`. If the customer managed key of the table is known, also the KMS actions that choosing a key needs.
   *
   * A bucket of another account must allow the same actions in its bucket policy.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataImport.Requesting.html
   */
  public static readonly IMPORT = TableFeature.of('IMPORT', [
    ...permitOn('table', 'dynamodb:ImportTable', 'creates the table from objects'),
    ...permitOn('import', 'dynamodb:DescribeImport', 'reads the state of an import'),
    ...permitOnAccount('dynamodb:ListImports', 'lists the imports of the account'),
    ...permitOn('import-objects', 's3:GetObject', 'reads the objects that are imported'),
    ...permitOn('import-bucket', 's3:ListBucket', 'finds the objects that are imported'),
    ...permitOn('import-key', 'kms:Decrypt', 'decrypts the objects that are imported'),
    ...[
      'logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents', 'logs:PutRetentionPolicy',
    ].flatMap((action) => permitOn('import-logs', action, 'writes what could not be imported')),
    ...permitOnAccount('logs:DescribeLogGroups', 'finds the log group of the import'),
    ...permitKeyChoice(),
  ]);

  /**
   * Stream the changes of items to a Kinesis data stream, change or stop this, and read its state. Name the stream in
   * `kinesisStream`.
   *
   * The first use in an account creates a service-linked role. This needs `iam:CreateServiceLinkedRole`, which this feature doesn't
   * give.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds_iam.html
   */
  public static readonly KINESIS_STREAMING = TableFeature.of('KINESIS_STREAMING', [
    ...permitOn('table', 'dynamodb:DescribeKinesisStreamingDestination', 'reads where changes are streamed to'),
    ...permitOn('table', 'dynamodb:DisableKinesisStreamingDestination', 'stops streaming changes'),
    ...permitOn('table', 'dynamodb:EnableKinesisStreamingDestination', 'streams changes to the Kinesis data stream'),
    ...permitOn('table', 'dynamodb:UpdateKinesisStreamingDestination', 'changes how changes are streamed'),
    ...['kinesis:DescribeStream', 'kinesis:DescribeStreamSummary', 'kinesis:PutRecords'].flatMap((action) =>
      permitOn('kinesis-stream', action, 'is streamed to by DynamoDB on the caller\'s behalf')),
    ...permitOnAccount('kinesis:ListStreams', 'finds the Kinesis data stream'),
  ]);

  /**
   * Add replicas to the table and remove them: `UpdateTable` on the table, and on its replicas the actions that AWS requires to
   * create, fill and delete them. Name their Regions in `regions`. If the customer managed keys of the replicas are known, also the
   * KMS actions that choosing a key needs.
   *
   * The first use in an account creates a service-linked role. This needs `iam:CreateServiceLinkedRole`, which this feature doesn't
   * give.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables-security.html
   */
  public static readonly REPLICAS = TableFeature.of('REPLICAS', [
    ...permitOn('table', 'dynamodb:UpdateTable', 'adds and removes replicas'),
    ...['dynamodb:CreateTable', 'dynamodb:CreateTableReplica'].flatMap((action) => permitOn('replica', action, 'creates a replica')),
    ...FILLING_ACTIONS.flatMap((action) => permitOn('replica', action, 'fills a replica')),
    ...['dynamodb:DeleteTable', 'dynamodb:DeleteTableReplica'].flatMap((action) => permitOn('replica', action, 'removes a replica')),
    ...permitKeyChoice(),
  ]);

  /**
   * Add the witness of a global table with strong consistency, and remove it: `UpdateTable`, `CreateGlobalTableWitness` and
   * `DeleteGlobalTableWitness` in all Regions of the access. Name them in `regions`, including the Region of the witness.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables-security.html
   */
  public static readonly WITNESS = TableFeature.of('WITNESS', [
    ...permitOn('table', 'dynamodb:UpdateTable', 'adds and removes the witness'),
    ...permitOn('table', 'dynamodb:CreateGlobalTableWitness', 'creates the witness'),
    ...permitOn('table', 'dynamodb:DeleteGlobalTableWitness', 'removes the witness'),
  ]);

  /**
   * Read and change the tags of the table: `ListTagsOfResource`, `TagResource` and `UntagResource`. If permissions depend on tags,
   * a principal with this feature can give itself these permissions.
   */
  public static readonly TAGS = TableFeature.of('TAGS', [
    ...permitOnTable('dynamodb:ListTagsOfResource', 'reads the tags of the table'),
    ...permitOnTable('dynamodb:TagResource', 'tags the table'),
    ...permitOnTable('dynamodb:UntagResource', 'takes tags from the table'),
  ]);

  /**
   * Read and change the resource policy of the table: `GetResourcePolicy`, `PutResourcePolicy` and `DeleteResourcePolicy`. A
   * principal with this feature can give itself and others any access to the table. A warning says so.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html
   */
  public static readonly RESOURCE_POLICY = TableFeature.of('RESOURCE_POLICY', [
    ...permitOnTable('dynamodb:DeleteResourcePolicy', 'deletes the resource policy of the table'),
    ...permitOnTable('dynamodb:GetResourcePolicy', 'reads the resource policy of the table'),
    ...permitOnTable('dynamodb:PutResourcePolicy', 'writes the resource policy of the table'),
  ]);

  /**
   * Read and change whether DynamoDB records the most used keys of the table and its indexes: `DescribeContributorInsights`,
   * `UpdateContributorInsights`, and `ListContributorInsights`, which AWS authorizes only on `*`.
   *
   * The first use in an account creates a service-linked role. This needs `iam:CreateServiceLinkedRole`, which this feature doesn't
   * give.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Contributor_Insights_IAM.html
   */
  public static readonly CONTRIBUTOR_INSIGHTS = TableFeature.of('CONTRIBUTOR_INSIGHTS', [
    ...permitOnTableAndIndexes('dynamodb:DescribeContributorInsights', 'reads if the most used keys are recorded'),
    ...permitOnTableAndIndexes('dynamodb:UpdateContributorInsights', 'changes if the most used keys are recorded'),
    ...permitOnAccount('dynamodb:ListContributorInsights', 'lists the tables whose most used keys are recorded'),
  ]);

  /** List the names of all tables of the account in a Region: `ListTables`, which AWS authorizes only on `*`. */
  public static readonly LIST_TABLES = TableFeature.of('LIST_TABLES',
    permitOnAccount('dynamodb:ListTables', 'lists the tables of the account'));

  /** Read the stream of the table: `DescribeStream`, `GetShardIterator` and `GetRecords`. */
  public static readonly STREAM_READ = TableFeature.of('STREAM_READ', [
    ...permitOn('stream', 'dynamodb:DescribeStream', 'finds the shards of the stream'),
    ...permitOn('stream', 'dynamodb:GetRecords', 'reads the records of the stream'),
    ...permitOn('stream', 'dynamodb:GetShardIterator', 'finds a place in the stream'),
  ]);

  /** List the streams of the account: `ListStreams`, which AWS authorizes only on `*`. */
  public static readonly LIST_STREAMS = TableFeature.of('LIST_STREAMS',
    permitOnAccount('dynamodb:ListStreams', 'lists the streams of the account'));

  /** Read, put, update, delete, query and scan items with single requests. */
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
   * The permissions that an event source mapping of Lambda needs to read the stream of the table: `STREAM_READ` and `LIST_STREAMS`.
   * The function's role must have them.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
   */
  public static readonly STREAM_TRIGGER = TableFeature.bundle('STREAM_TRIGGER',
    TableFeature.STREAM_READ, TableFeature.LIST_STREAMS);

  /**
   * Creates a feature for actions that the library doesn't know yet, for example new actions of AWS.
   *
   * Wrong actions are an error where the feature is granted: a form other than `dynamodb:ActionName`, a wildcard, an API operation
   * that isn't an IAM action, or a resource that AWS doesn't authorize the action on. Options that `CustomFeatureOptions` doesn't
   * have are an error too.
   *
   * @example
   * const bulkPut = TableFeature.custom({
   *   name: 'BULK_PUT_ITEMS',
   *   why: 'puts many items',
   *   tableActions: ['dynamodb:BulkPutItems'],
   *   usesTableKey: true,
   * });
   */
  public static custom(options: CustomFeatureOptions): TableFeature {
    const problem = findCustomOptionsProblem(options);
    if (problem) return new TableFeature('custom', [], DECLARED_INDEXES, { leavesKeyOpen: false, problem });
    return new TableFeature(options.name, listCustomPermissions(options), DECLARED_INDEXES, { leavesKeyOpen: leavesKeyUseOpen(options) });
  }

  private static of(name: string, permissions: Permission[]): TableFeature {
    return new TableFeature(name, permissions, DECLARED_INDEXES);
  }

  private static bundle(name: string, ...features: TableFeature[]): TableFeature {
    return TableFeature.of(name, features.flatMap((feature) => feature._permissions));
  }

  private constructor(
    /** The name of the feature, for example `QUERY`. */
    public readonly name: string,
    /** @internal */
    public readonly _permissions: readonly Permission[],
    /** @internal */
    public readonly _indexScope: IndexScope,
    /** @internal */
    public readonly _custom?: { readonly leavesKeyOpen: boolean; readonly problem?: Problem },
  ) {}

  /**
   * Returns the feature on the table only, without its indexes.
   *
   * It is an error to grant a feature that doesn't work on indexes this way.
   */
  public onTable(): TableFeature {
    return this.withIndexScope({ kind: 'table' });
  }

  /**
   * Returns the feature on these indexes only. Its index actions are allowed on the indexes and not on the table. Its other actions
   * stay as they are.
   *
   * It is an error to name no index, to name an index that the table doesn't declare, or to use a feature that doesn't work on
   * indexes. An unknown index is reported at synthesis, because indexes may be added until then. The other errors are thrown where
   * the feature is granted.
   *
   * @param indexNames the names of global or local indexes
   */
  public onIndexes(...indexNames: string[]): TableFeature {
    return this.withIndexScope({ kind: 'named', names: indexNames });
  }

  /**
   * Returns the feature on every index that the table has or will have. Its index actions are allowed on `index/*` and not on the
   * table. Its other actions stay as they are.
   *
   * It is an error to grant a feature that doesn't work on indexes this way.
   */
  public onAnyIndex(): TableFeature {
    return this.withIndexScope({ kind: 'any' });
  }

  /** Returns the feature as it is written in code, for example `QUERY.onIndexes('byCustomer')`. */
  public toString(): string {
    return `${this.name}${describeIndexScope(this._indexScope)}`;
  }

  private withIndexScope(scope: IndexScope): TableFeature {
    return new TableFeature(this.name, this._permissions, scope, this._custom);
  }
}
