import { EncryptionScheme } from './encryption-mode';
import { Permission } from './permission';
import { TableFeature } from './table-feature';
import { checkShape, expectOptions, expectValue, FLAG, optional, PROPS } from '../problems/shape';

/**
 * The operations of dynamoose that a function uses, besides reading and writing items.
 *
 * @see https://dynamoosejs.com/guide/Table
 */
export interface DynamooseOptions {
  /**
   * Set to true if dynamoose creates the table when it doesn't exist: its setting `create`.
   *
   * @default true, as in dynamoose
   */
  readonly createTable?: boolean;

  /**
   * Set to true if dynamoose waits before its first request until the table is active: its setting `waitForActive`.
   *
   * @default true, as in dynamoose
   */
  readonly waitForActive?: boolean;

  /**
   * Set to true if dynamoose changes the table and its tags to match the models: its setting `update`.
   *
   * @default false, as in dynamoose
   */
  readonly updateTable?: boolean;

  /**
   * Set to true if dynamoose turns on time to live for the table: its setting `expires`, with `create` or `update`.
   *
   * @default false
   */
  readonly timeToLive?: boolean;

  /**
   * Set to true if dynamoose tags the table that it creates: its setting `tags`, with `create`.
   *
   * @default false
   */
  readonly tags?: boolean;
}

/**
 * The operations of pydynox that a function uses besides reading and writing items, and the encryption of its version.
 *
 * @see https://github.com/ferrumio/pydynox
 */
export interface PydynoxOptions {
  /**
   * Set to true if the function calls `ping`, which lists the tables of the account.
   *
   * @default false
   */
  readonly ping?: boolean;

  /**
   * Set to true if the function creates tables, deletes them, or checks that they exist.
   *
   * @default false
   */
  readonly tableManagement?: boolean;

  /**
   * Set to true if the function searches vectors. With `tableManagement`, it can also create and delete vector indexes.
   *
   * @default false
   */
  readonly vectorSearch?: boolean;

  /**
   * Set to true if KMS itself encrypts fields, as in pydynox before 0.14. Newer versions use data keys from KMS.
   * `FieldEncryption.forClient` uses this option.
   *
   * @default false
   */
  readonly directEncryption?: boolean;
}

/**
 * The operations of PynamoDB that a function uses, besides reading and writing items.
 *
 * @see https://github.com/pynamodb/PynamoDB
 */
export interface PynamoDbOptions {
  /**
   * Set to true if the function calls `exists`, `describe_table`, or `count` without a key.
   *
   * @default false
   */
  readonly describeTable?: boolean;

  /**
   * Set to true if the function calls `create_table`.
   *
   * @default false
   */
  readonly createTable?: boolean;

  /**
   * Set to true if a model has a `TTLAttribute`. `create_table` and `update_ttl` then turn on time to live.
   *
   * @default false
   */
  readonly timeToLive?: boolean;

  /**
   * Set to true if a model has `tags`. `create_table` then tags the table.
   *
   * @default false
   */
  readonly tags?: boolean;
}

/**
 * The kind of table that the parameters utility of Powertools for AWS Lambda reads.
 *
 * @see https://docs.powertools.aws.dev/lambda/typescript/latest/features/parameters/
 */
export interface PowertoolsParametersOptions {
  /**
   * Set to true if the table has a sort key, which `getMultiple` needs, or to false if it has none, which `get` needs.
   *
   * @default - the profile covers both
   */
  readonly sortKey?: boolean;
}

/**
 * The features that a client library needs. Start from its list: `features: ClientProfile.electrodb().features`.
 *
 * A profile covers every call that the library can make at run time. If the function uses less, list its features instead, or
 * remove features with `without(...)`.
 *
 * The calls of each library were recorded with the version that the profile names. A test compares the two.
 */
export class ClientProfile {
  /**
   * The features of dynamoose (npm): items, batches, transactions, and queries and scans of the table and its indexes. By default,
   * dynamoose also describes and creates the table, and waits for it.
   *
   * @see https://dynamoosejs.com
   * @example
   * const features = ClientProfile.dynamoose({ createTable: false, waitForActive: false }).features;
   */
  public static dynamoose(options: DynamooseOptions = {}): ClientProfile {
    checkFlags('dynamoose', options, 'createTable', 'waitForActive', 'updateTable', 'timeToLive', 'tags');
    const { createTable = true, waitForActive = true, updateTable = false, timeToLive = false, tags = false } = options;
    return new ClientProfile('dynamoose', '4.2.0', 'https://github.com/dynamoose/dynamoose', [
      ...ITEMS, TableFeature.QUERY, TableFeature.SCAN, ...BATCHES, ...TRANSACTIONS,
      ...includeIf(createTable || waitForActive || updateTable, TableFeature.DESCRIBE_TABLE),
      ...includeIf(createTable, TableFeature.CREATE_TABLE),
      ...includeIf(updateTable, TableFeature.UPDATE_TABLE),
      ...includeIf(timeToLive, TableFeature.TIME_TO_LIVE),
      ...includeIf(tags || updateTable, TableFeature.TAGS),
    ]);
  }

  /**
   * The features of ElectroDB (npm): items, batches, transactions, queries of the table and its indexes, and scans of the table
   * only.
   *
   * @see https://electrodb.dev
   * @example
   * const features = ClientProfile.electrodb().features;
   */
  public static electrodb(): ClientProfile {
    return new ClientProfile('electrodb', '3.9.3', 'https://github.com/tywalch/electrodb',
      [...ITEMS, TableFeature.QUERY, TableFeature.SCAN.onTable(), ...BATCHES, ...TRANSACTIONS]);
  }

  /**
   * The features of DynamoDB-Toolbox (npm): items, batches, transactions, and queries and scans of the table and its indexes.
   *
   * @see https://www.dynamodbtoolbox.com
   * @example
   * const features = ClientProfile.dynamodbToolbox().features;
   */
  public static dynamodbToolbox(): ClientProfile {
    return new ClientProfile('dynamodb-toolbox', '2.10.6', 'https://github.com/dynamodb-toolbox/dynamodb-toolbox',
      [...ITEMS, TableFeature.QUERY, TableFeature.SCAN, ...BATCHES, ...TRANSACTIONS]);
  }

  /**
   * The features of the idempotency utility of Powertools for AWS Lambda (TypeScript), on the table of its persistence layer.
   *
   * @see https://docs.powertools.aws.dev/lambda/typescript/latest/features/idempotency/
   * @example
   * const features = ClientProfile.powertoolsIdempotency().features;
   */
  public static powertoolsIdempotency(): ClientProfile {
    return new ClientProfile('@aws-lambda-powertools/idempotency', '2.35.0',
      'https://github.com/aws-powertools/powertools-lambda-typescript', ITEMS);
  }

  /**
   * The features of the parameters utility of Powertools for AWS Lambda (TypeScript), on the table of its `DynamoDBProvider`. `get`
   * reads an item, `getMultiple` queries the table. A table works with only one of them: name it with `sortKey`.
   *
   * @see https://docs.powertools.aws.dev/lambda/typescript/latest/features/parameters/
   * @example
   * const features = ClientProfile.powertoolsParameters({ sortKey: false }).features;
   */
  public static powertoolsParameters(options: PowertoolsParametersOptions = {}): ClientProfile {
    checkFlags('powertoolsParameters', options, 'sortKey');
    const { sortKey } = options;
    return new ClientProfile('@aws-lambda-powertools/parameters', '2.35.0',
      'https://github.com/aws-powertools/powertools-lambda-typescript', [
        ...includeIf(sortKey !== true, TableFeature.READ_ITEM), ...includeIf(sortKey !== false, TableFeature.QUERY.onTable()),
      ]);
  }

  /**
   * The features of pydynox (Python): items, batches, transactions, PartiQL, and queries and scans of the table and its indexes.
   * For its field encryption use `FieldEncryption.forClient(profile, key)`. The profile doesn't cover the objects that pydynox
   * stores in S3.
   *
   * @see https://github.com/ferrumio/pydynox
   * @example
   * const features = ClientProfile.pydynox({ vectorSearch: true }).features;
   */
  public static pydynox(options: PydynoxOptions = {}): ClientProfile {
    checkFlags('pydynox', options, 'ping', 'tableManagement', 'vectorSearch', 'directEncryption');
    const { ping = false, tableManagement = false, vectorSearch = false, directEncryption = false } = options;
    return new ClientProfile('pydynox', '1.8.0', 'https://github.com/ferrumio/pydynox', [
      ...ITEMS, TableFeature.QUERY, TableFeature.SCAN, ...BATCHES, ...TRANSACTIONS, ...PARTIQL,
      ...includeIf(ping, TableFeature.LIST_TABLES),
      ...includeIf(tableManagement, TableFeature.CREATE_TABLE, TableFeature.DESCRIBE_TABLE, TableFeature.DELETE_TABLE),
      ...includeIf(vectorSearch, TableFeature.SEARCH_VECTORS),
      ...includeIf(vectorSearch && tableManagement, TableFeature.UPDATE_TABLE),
    ], directEncryption ? 'direct' : 'envelope');
  }

  /**
   * The features of Dynomite (Ruby, part of Ruby on Jets) at run time: items, batches, PartiQL, queries of the table and its
   * indexes, scans of the table only, and `DescribeTable` at the first use of each model.
   *
   * @see https://github.com/rubyonjets/dynomite
   * @example
   * const features = ClientProfile.dynomite().features;
   */
  public static dynomite(): ClientProfile {
    return new ClientProfile('dynomite', '2.0.3', 'https://github.com/rubyonjets/dynomite',
      [...ITEMS, TableFeature.QUERY, TableFeature.SCAN.onTable(), ...BATCHES, ...PARTIQL, TableFeature.DESCRIBE_TABLE]);
  }

  /**
   * The features of the migrations of Dynomite, which create, change, tag and delete the table. The migrations keep their state in
   * the table `schema_migrations`. On this table they need this profile and `dynomite()`.
   *
   * @see https://github.com/rubyonjets/dynomite
   * @example
   * const features = ClientProfile.dynomiteMigrations().features;
   */
  public static dynomiteMigrations(): ClientProfile {
    return new ClientProfile('dynomite', '2.0.3', 'https://github.com/rubyonjets/dynomite', [
      TableFeature.CREATE_TABLE, TableFeature.DESCRIBE_TABLE, TableFeature.UPDATE_TABLE, TableFeature.DELETE_TABLE,
      TableFeature.TIME_TO_LIVE, TableFeature.TAGS,
    ]);
  }

  /**
   * The features of PynamoDB (Python): items, batches, transactions, and queries and scans of the table and its indexes.
   *
   * @see https://github.com/pynamodb/PynamoDB
   * @example
   * const features = ClientProfile.pynamodb({ describeTable: true }).features;
   */
  public static pynamodb(options: PynamoDbOptions = {}): ClientProfile {
    checkFlags('pynamodb', options, 'describeTable', 'createTable', 'timeToLive', 'tags');
    const { describeTable = false, createTable = false, timeToLive = false, tags = false } = options;
    return new ClientProfile('PynamoDB', '6.1.0', 'https://github.com/pynamodb/PynamoDB', [
      ...ITEMS, TableFeature.QUERY, TableFeature.SCAN, ...BATCHES, ...TRANSACTIONS,
      ...includeIf(describeTable || createTable, TableFeature.DESCRIBE_TABLE),
      ...includeIf(createTable, TableFeature.CREATE_TABLE),
      ...includeIf(timeToLive, TableFeature.TIME_TO_LIVE),
      ...includeIf(tags, TableFeature.TAGS),
    ]);
  }

  /** The features that the library needs, each once. */
  public readonly features: TableFeature[];

  private constructor(
    /** The name of the library in its package registry. */
    public readonly library: string,
    /** The version of the library that its calls were recorded with. */
    public readonly version: string,
    /** The address of the library's source. */
    public readonly source: string,
    features: readonly TableFeature[],
    /** @internal */
    public readonly _fieldEncryption?: EncryptionScheme,
  ) {
    this.features = [...features];
  }

  /**
   * Returns the profile with more features. Features that the profile already has are not repeated.
   *
   * @param features the features to add, for example the features of another profile
   */
  public adding(...features: TableFeature[]): ClientProfile {
    for (const feature of features) checkShape('ClientProfile.adding', 'feature', feature, TABLE_FEATURE);
    const known = this.features.map(String);
    const added = features.filter((feature, index) =>
      !known.includes(feature.toString()) && features.findIndex((other) => other.toString() === feature.toString()) === index);
    return this.copyWith([...this.features, ...added]);
  }

  /**
   * Returns the profile without these features, for any index that they work on: `without(TableFeature.SCAN)`,
   * `without(TableFeature.TRANSACTIONS)`. Actions that another feature of the profile allows stay allowed: without
   * `TRANSACT_WRITE`, `PUT_ITEM` still puts items in transactions.
   *
   * To narrow a feature, remove it and add it again: `without(TableFeature.QUERY).adding(TableFeature.QUERY.onTable())`.
   *
   * @param features the features to remove
   */
  public without(...features: TableFeature[]): ClientProfile {
    for (const feature of features) checkShape('ClientProfile.without', 'feature', feature, TABLE_FEATURE);
    const unused = new Set(features.flatMap((feature) => feature._permissions).map(identifyPermission));
    return this.copyWith(this.features.filter(({ _permissions }) => !_permissions.map(identifyPermission).every((each) => unused.has(each))));
  }

  private copyWith(features: readonly TableFeature[]): ClientProfile {
    return new ClientProfile(this.library, this.version, this.source, features, this._fieldEncryption);
  }
}

const ITEMS = [TableFeature.READ_ITEM, TableFeature.PUT_ITEM, TableFeature.UPDATE_ITEM, TableFeature.DELETE_ITEM];
const BATCHES = [TableFeature.BATCH_READ, TableFeature.BATCH_WRITE];
const TRANSACTIONS = [
  TableFeature.TRANSACT_READ,
  TableFeature.TRANSACT_PUT, TableFeature.TRANSACT_UPDATE, TableFeature.TRANSACT_DELETE, TableFeature.CONDITION_CHECK,
];
const PARTIQL = [
  TableFeature.PARTIQL_SELECT, TableFeature.PARTIQL_INSERT, TableFeature.PARTIQL_UPDATE, TableFeature.PARTIQL_DELETE,
];

const TABLE_FEATURE = expectValue((value) => value instanceof TableFeature, {
  expected: 'a feature, such as TableFeature.SCAN', remedy: (value) => Array.isArray(value) ? 'spread the list: write ... before it' : 'write TableFeature.SCAN, for example',
});

function checkFlags(factory: string, options: object, ...flags: string[]): void {
  checkShape(`ClientProfile.${factory}`, PROPS, options, expectOptions(Object.fromEntries(flags.map((flag) => [flag, optional(FLAG)]))));
}

function includeIf(used: boolean, ...features: TableFeature[]): TableFeature[] {
  return used ? features : [];
}

function identifyPermission({ action, on, onlyIn }: Permission): string {
  return JSON.stringify([action, on, onlyIn]);
}
