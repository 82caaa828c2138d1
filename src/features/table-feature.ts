import { CustomFeatureOptions, listCustomPermissions, leavesKeyUseOpen, findCustomOptionsProblem } from './custom-feature';
import { DECLARED_INDEXES, describeIndexScope, IndexScope } from './index-scope';
import { permitKeyChoice, permitOn, permitOnAccount, permitOnTable, permitOnTableAndIndexes, Permission } from './permission';
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
  public static readonly READ_ITEM = TableFeature.of('READ_ITEM', permitOnTable('dynamodb:GetItem', 'reads an item by its key'));

  /** Create an item or replace it: `PutItem`. */
  public static readonly PUT_ITEM = TableFeature.of('PUT_ITEM', permitOnTable('dynamodb:PutItem', 'creates or replaces an item'));

  /** Change some attributes of an item: `UpdateItem`. */
  public static readonly UPDATE_ITEM = TableFeature.of('UPDATE_ITEM',
    permitOnTable('dynamodb:UpdateItem', 'changes attributes of an item'));

  /** Delete one item: `DeleteItem`. */
  public static readonly DELETE_ITEM = TableFeature.of('DELETE_ITEM', permitOnTable('dynamodb:DeleteItem', 'deletes an item'));

  /** Read the items of one partition: `Query` on the table and on every index that it declares. */
  public static readonly QUERY = TableFeature.of('QUERY',
    permitOnTableAndIndexes('dynamodb:Query', 'reads the items of a partition'));

  /** Read all items: `Scan` on the table and on every index that it declares. */
  public static readonly SCAN = TableFeature.of('SCAN', permitOnTableAndIndexes('dynamodb:Scan', 'reads all items'));

  /**
   * Read up to 100 items in one request: `BatchGetItem`, which `GetItem` neither covers nor needs.
   */
  public static readonly BATCH_READ = TableFeature.of('BATCH_READ',
    permitOnTable('dynamodb:BatchGetItem', 'reads several items in one request'));

  /**
   * Put or delete up to 25 items in one request: `BatchWriteItem`. IAM can't allow a batch to put but not to delete.
   */
  public static readonly BATCH_WRITE = TableFeature.of('BATCH_WRITE',
    permitOnTable('dynamodb:BatchWriteItem', 'puts or deletes several items in one request'));

  /**
   * Read items in a transaction: `GetItem`, inside `TransactGetItems` only.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
   */
  public static readonly TRANSACT_READ = TableFeature.of('TRANSACT_READ',
    permitOnTable('dynamodb:GetItem', 'reads items in a transaction', 'TransactGetItems'));

  /**
   * Check that an item meets a condition, which only a write transaction can: `ConditionCheckItem`.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
   */
  public static readonly CONDITION_CHECK = TableFeature.of('CONDITION_CHECK',
    permitOnTable('dynamodb:ConditionCheckItem', 'checks a condition on an item in a transaction'));

  /**
   * Write items in a transaction: `PutItem`, `UpdateItem` and `DeleteItem`, inside `TransactWriteItems` only, and
   * `ConditionCheckItem`, which can run nowhere else.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
   */
  public static readonly TRANSACT_WRITE = TableFeature.of('TRANSACT_WRITE', [
    ...['dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'].flatMap((action) =>
      permitOnTable(action, 'writes items in a transaction', 'TransactWriteItems')),
    ...TableFeature.CONDITION_CHECK._permissions,
  ]);

  /**
   * Search by similarity: `SearchVectors` on every vector index that the table declares. `QUERY` and `SCAN` don't reach
   * vector indexes, nor does this reach others.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/iam-policy-example-search-vectors.html
   */
  public static readonly SEARCH_VECTORS = TableFeature.of('SEARCH_VECTORS',
    permitOn('vector-index', 'dynamodb:SearchVectors', 'searches by similarity'));

  /**
   * Run `SELECT` statements: `PartiQLSelect` on the table and on every index that it declares. The item actions don't
   * cover PartiQL, nor it them.
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
   * Create the table: `CreateTable`, and, where its customer managed key is known, what whoever chooses that key needs.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
   */
  public static readonly CREATE_TABLE = TableFeature.of('CREATE_TABLE',
    [...permitOnTable('dynamodb:CreateTable', 'creates the table'), ...permitKeyChoice()]);

  /**
   * Change the table's capacity, indexes, stream, class or protection: `UpdateTable`. This gives no permission on keys:
   * to change the table's key takes `CHANGE_TABLE_KEY`.
   */
  public static readonly UPDATE_TABLE = TableFeature.of('UPDATE_TABLE',
    permitOnTable('dynamodb:UpdateTable', 'changes the settings of the table'));

  /**
   * Change the customer managed key of the table: `UpdateTable`, and what whoever chooses a key needs on the new key.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
   */
  public static readonly CHANGE_TABLE_KEY = TableFeature.of('CHANGE_TABLE_KEY',
    [...permitOnTable('dynamodb:UpdateTable', 'changes the key of the table'), ...permitKeyChoice()]);

  /** Delete the table with all its items: `DeleteTable`. */
  public static readonly DELETE_TABLE = TableFeature.of('DELETE_TABLE',
    permitOnTable('dynamodb:DeleteTable', 'deletes the table'));

  /**
   * Read and change when items expire: `DescribeTimeToLive` and `UpdateTimeToLive`. Of a global table, in all its Regions
   * (`regions`).
   */
  public static readonly TIME_TO_LIVE = TableFeature.of('TIME_TO_LIVE', [
    ...permitOnTable('dynamodb:DescribeTimeToLive', 'reads when items expire'),
    ...permitOnTable('dynamodb:UpdateTimeToLive', 'changes when items expire'),
  ]);

  /**
   * Read and change whether the table can be restored to any point in time: `DescribeContinuousBackups` and
   * `UpdateContinuousBackups`.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/backuprestore_IAM.html
   */
  public static readonly POINT_IN_TIME_RECOVERY = TableFeature.of('POINT_IN_TIME_RECOVERY', [
    ...permitOnTable('dynamodb:DescribeContinuousBackups', 'reads the settings of continuous backups'),
    ...permitOnTable('dynamodb:UpdateContinuousBackups', 'changes the settings of continuous backups'),
  ]);

  /**
   * Back the table up, and read and delete its backups: `CreateBackup` on the table, `DescribeBackup` and `DeleteBackup` on
   * its backups, and `ListBackups`, which AWS authorizes on `*` alone.
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
   * Restore the table, from a backup or to a point in time, to another table (`restoreTo`): `RestoreTableFromBackup` on the
   * backups and the restored table, `RestoreTableToPointInTime` on the table, and on the restored table the item actions that
   * AWS asks for. Where the customer managed keys are known, the caller decrypts the one and chooses the other.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/backuprestore_IAM.html
   */
  public static readonly RESTORE = TableFeature.of('RESTORE', [
    ...permitOn('backup', 'dynamodb:RestoreTableFromBackup', 'restores a backup'),
    ...permitOn('restored-table', 'dynamodb:RestoreTableFromBackup', 'restores a backup to this table'),
    ...permitOn('table', 'dynamodb:RestoreTableToPointInTime', 'restores the table to a point in time'),
    ...[
      'dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:Scan',
      'dynamodb:UpdateItem',
    ].map((action): Permission => ({ action, on: 'restored-table', why: 'fills the restored table' })),
    ...permitKeyChoice('restored-table-key'),
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
    ...permitOn('table', 'dynamodb:ExportTableToPointInTime', 'exports the table'),
    ...permitOn('export', 'dynamodb:DescribeExport', 'reads the state of an export'),
    ...permitOnAccount('dynamodb:ListExports', 'lists the exports of the account'),
    ...['s3:AbortMultipartUpload', 's3:PutObject', 's3:PutObjectAcl'].flatMap((action) =>
      permitOn('export-objects', action, 'writes the export to the bucket')),
    ...['kms:Decrypt', 'kms:GenerateDataKey'].flatMap((action) =>
      permitOn('export-key', action, 'encrypts the export in the bucket, in parts')),
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
   * Stream the changes of items to a Kinesis data stream (`kinesisStream`), change how, stop it, and read its state.
   *
   * The first use in an account makes a service-linked role: that takes `iam:CreateServiceLinkedRole`, which this feature
   * doesn't give.
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
    ...permitOn('table', 'dynamodb:UpdateTable', 'adds and removes replicas'),
    ...['dynamodb:CreateTable', 'dynamodb:CreateTableReplica'].flatMap((action) => permitOn('replica', action, 'creates a replica')),
    ...[
      'dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:Scan',
      'dynamodb:UpdateItem',
    ].flatMap((action) => permitOn('replica', action, 'fills a replica')),
    ...['dynamodb:DeleteTable', 'dynamodb:DeleteTableReplica'].flatMap((action) => permitOn('replica', action, 'removes a replica')),
    ...permitKeyChoice(),
  ]);

  /**
   * Add the witness of a global table with strong consistency, and remove it: `UpdateTable`, `CreateGlobalTableWitness` and
   * `DeleteGlobalTableWitness` in all Regions of the access (`regions`), that of the witness among them.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables-security.html
   */
  public static readonly WITNESS = TableFeature.of('WITNESS', [
    ...permitOn('table', 'dynamodb:UpdateTable', 'adds and removes the witness'),
    ...permitOn('table', 'dynamodb:CreateGlobalTableWitness', 'creates the witness'),
    ...permitOn('table', 'dynamodb:DeleteGlobalTableWitness', 'removes the witness'),
  ]);

  /**
   * Read and change the tags of the table: `ListTagsOfResource`, `TagResource` and `UntagResource`. Where permissions depend
   * on tags, whoever may change them may give itself these permissions.
   */
  public static readonly TAGS = TableFeature.of('TAGS', [
    ...permitOnTable('dynamodb:ListTagsOfResource', 'reads the tags of the table'),
    ...permitOnTable('dynamodb:TagResource', 'tags the table'),
    ...permitOnTable('dynamodb:UntagResource', 'takes tags from the table'),
  ]);

  /**
   * Read and change the resource policy of the table: `GetResourcePolicy`, `PutResourcePolicy` and `DeleteResourcePolicy`.
   * Whoever may change it may give itself, and others, any access to the table: a warning says so.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html
   */
  public static readonly RESOURCE_POLICY = TableFeature.of('RESOURCE_POLICY', [
    ...permitOnTable('dynamodb:DeleteResourcePolicy', 'deletes the resource policy of the table'),
    ...permitOnTable('dynamodb:GetResourcePolicy', 'reads the resource policy of the table'),
    ...permitOnTable('dynamodb:PutResourcePolicy', 'writes the resource policy of the table'),
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
    ...permitOnTableAndIndexes('dynamodb:DescribeContributorInsights', 'reads if the most used keys are recorded'),
    ...permitOnTableAndIndexes('dynamodb:UpdateContributorInsights', 'changes if the most used keys are recorded'),
    ...permitOnAccount('dynamodb:ListContributorInsights', 'lists the tables whose most used keys are recorded'),
  ]);

  /** List the names of all tables of the account in a Region: `ListTables`, which AWS authorizes on `*` alone. */
  public static readonly LIST_TABLES = TableFeature.of('LIST_TABLES',
    permitOnAccount('dynamodb:ListTables', 'lists the tables of the account'));

  /** Read the table's stream: `DescribeStream`, `GetShardIterator` and `GetRecords`. */
  public static readonly STREAM_READ = TableFeature.of('STREAM_READ', [
    ...permitOn('stream', 'dynamodb:DescribeStream', 'finds the shards of the stream'),
    ...permitOn('stream', 'dynamodb:GetRecords', 'reads the records of the stream'),
    ...permitOn('stream', 'dynamodb:GetShardIterator', 'finds a place in the stream'),
  ]);

  /** List the streams of the account: `ListStreams`, which AWS authorizes on `*` alone. */
  public static readonly LIST_STREAMS = TableFeature.of('LIST_STREAMS',
    permitOnAccount('dynamodb:ListStreams', 'lists the streams of the account'));

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
    /** The name of the feature, as in `QUERY`. */
    public readonly name: string,
    /** @internal */
    public readonly _permissions: readonly Permission[],
    /** @internal */
    public readonly _indexScope: IndexScope,
    /** @internal */
    public readonly _custom?: { readonly leavesKeyOpen: boolean; readonly problem?: Problem },
  ) {}

  /**
   * The feature on the table alone: on none of its indexes.
   *
   * A feature that can't reach indexes is an error where it is granted.
   */
  public onTable(): TableFeature {
    return this.withIndexScope({ kind: 'table' });
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
    return this.withIndexScope({ kind: 'named', names: indexNames });
  }

  /**
   * The feature on any index that the table has or will have: its index-capable actions on `index/*` and not on the
   * table, all others as before.
   *
   * A feature that can't reach indexes is an error where it is granted.
   */
  public onAnyIndex(): TableFeature {
    return this.withIndexScope({ kind: 'any' });
  }

  /** The feature as it is written, for example `QUERY.onIndexes('byCustomer')`. */
  public toString(): string {
    return `${this.name}${describeIndexScope(this._indexScope)}`;
  }

  private withIndexScope(reach: IndexScope): TableFeature {
    return new TableFeature(this.name, this._permissions, reach, this._custom);
  }
}
