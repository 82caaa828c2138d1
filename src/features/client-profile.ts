import { EncryptionScheme } from './encryption-mode';
import { Permission } from './permission';
import { TableFeature } from './table-feature';
import { checkShape, FLAG, expectValue, optional, PROPS, expectOptions } from '../problems/shape';

/**
 * What a function lets dynamoose do besides reading and writing items.
 *
 * @see https://dynamoosejs.com/guide/Table
 */
export interface DynamooseOptions {
  /**
   * Whether dynamoose looks for the table before its first request and creates it where there is none: its setting `create`.
   *
   * @default true, as in dynamoose
   */
  readonly createTable?: boolean;

  /**
   * Whether dynamoose waits before its first request until the table is active: its setting `waitForActive`.
   *
   * @default true, as in dynamoose
   */
  readonly waitForActive?: boolean;

  /**
   * Whether dynamoose changes the table to match its models, tags included: its setting `update`.
   *
   * @default false, as in dynamoose
   */
  readonly updateTable?: boolean;

  /**
   * Whether dynamoose turns time to live on for the table: its setting `expires`, with `create` or `update`.
   *
   * @default false
   */
  readonly timeToLive?: boolean;

  /**
   * Whether dynamoose tags the table that it creates: its setting `tags`, with `create`.
   *
   * @default false
   */
  readonly tags?: boolean;
}

/**
 * What a function lets pydynox do besides reading and writing items, and which version of it.
 *
 * @see https://github.com/ferrumio/pydynox
 */
export interface PydynoxOptions {
  /**
   * Whether the function calls `ping`, which lists the tables of the account.
   *
   * @default false
   */
  readonly ping?: boolean;

  /**
   * Whether the function creates and deletes tables, or asks if they exist.
   *
   * @default false
   */
  readonly tableManagement?: boolean;

  /**
   * Whether the function searches vectors; with `tableManagement`, it also creates and deletes vector indexes.
   *
   * @default false
   */
  readonly vectorSearch?: boolean;

  /**
   * Whether fields are encrypted by KMS itself, as pydynox did before 0.14; since then, it asks KMS for data keys. This is
   * for `FieldEncryption.forClient`.
   *
   * @default false
   */
  readonly directEncryption?: boolean;
}

/**
 * What a function lets PynamoDB do besides reading and writing items.
 *
 * @see https://github.com/pynamodb/PynamoDB
 */
export interface PynamoDbOptions {
  /**
   * Whether the function calls `exists`, `describe_table`, or `count` without a key.
   *
   * @default false
   */
  readonly describeTable?: boolean;

  /**
   * Whether the function calls `create_table`.
   *
   * @default false
   */
  readonly createTable?: boolean;

  /**
   * Whether a model has a `TTLAttribute`, for which `create_table` and `update_ttl` turn time to live on.
   *
   * @default false
   */
  readonly timeToLive?: boolean;

  /**
   * Whether a model has `tags`, with which `create_table` tags the table.
   *
   * @default false
   */
  readonly tags?: boolean;
}

/**
 * What the table of the parameters utility of Powertools for AWS Lambda is like.
 *
 * @see https://docs.powertools.aws.dev/lambda/typescript/latest/features/parameters/
 */
export interface PowertoolsParametersOptions {
  /**
   * Whether the table has a sort key: `getMultiple`, which queries, asks for one, and `get`, which reads an item, for none.
   *
   * @default - either: the profile covers both
   */
  readonly sortKey?: boolean;
}

/**
 * The features that a client library needs, as a list to start from: `features: ClientProfile.electrodb().features`.
 *
 * A profile covers all that the library can call at run time, whatever the function calls of it. A function that uses less
 * lists its features itself, or takes from the profile what it doesn't use with `without(...)`.
 *
 * What each library calls was seen with the version that the profile names; a test compares the two.
 */
export class ClientProfile {
  /**
   * dynamoose (npm): items, batches, transactions, and queries and scans of the table and its indexes. With its defaults it
   * also looks for the table, creates it, and waits for it.
   *
   * @see https://dynamoosejs.com
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
   * ElectroDB (npm): items, batches, transactions, queries of the table and its indexes, and scans of the table alone.
   *
   * @see https://electrodb.dev
   */
  public static electrodb(): ClientProfile {
    return new ClientProfile('electrodb', '3.9.3', 'https://github.com/tywalch/electrodb',
      [...ITEMS, TableFeature.QUERY, TableFeature.SCAN.onTable(), ...BATCHES, ...TRANSACTIONS]);
  }

  /**
   * DynamoDB-Toolbox (npm): items, batches, transactions, and queries and scans of the table and its indexes.
   *
   * @see https://www.dynamodbtoolbox.com
   */
  public static dynamodbToolbox(): ClientProfile {
    return new ClientProfile('dynamodb-toolbox', '2.10.6', 'https://github.com/dynamodb-toolbox/dynamodb-toolbox',
      [...ITEMS, TableFeature.QUERY, TableFeature.SCAN, ...BATCHES, ...TRANSACTIONS]);
  }

  /**
   * The idempotency utility of Powertools for AWS Lambda (TypeScript), on the table of its persistence layer.
   *
   * @see https://docs.powertools.aws.dev/lambda/typescript/latest/features/idempotency/
   */
  public static powertoolsIdempotency(): ClientProfile {
    return new ClientProfile('@aws-lambda-powertools/idempotency', '2.35.0',
      'https://github.com/aws-powertools/powertools-lambda-typescript', ITEMS);
  }

  /**
   * The parameters utility of Powertools for AWS Lambda (TypeScript), on the table of its `DynamoDBProvider`: `get` reads an
   * item, `getMultiple` queries the table. One table is for one of them: `sortKey` says for which.
   *
   * @see https://docs.powertools.aws.dev/lambda/typescript/latest/features/parameters/
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
   * pydynox (Python): items, batches, transactions, PartiQL, and queries and scans of the table and its indexes. Its field
   * encryption is `FieldEncryption.forClient(profile, key)`; what it stores in S3 is not part of the profile.
   *
   * @see https://github.com/ferrumio/pydynox
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
   * Dynomite (Ruby, part of Ruby on Jets) at run time: items, batches, PartiQL, queries of the table and its indexes, scans
   * of the table alone, and `DescribeTable` at the first use of each model.
   *
   * @see https://github.com/rubyonjets/dynomite
   */
  public static dynomite(): ClientProfile {
    return new ClientProfile('dynomite', '2.0.3', 'https://github.com/rubyonjets/dynomite',
      [...ITEMS, TableFeature.QUERY, TableFeature.SCAN.onTable(), ...BATCHES, ...PARTIQL, TableFeature.DESCRIBE_TABLE]);
  }

  /**
   * The migrations of Dynomite, for whatever runs them: creating, changing, tagging and deleting the table. They keep
   * their state in the table `schema_migrations`, on which they need this profile and `dynomite()`.
   *
   * @see https://github.com/rubyonjets/dynomite
   */
  public static dynomiteMigrations(): ClientProfile {
    return new ClientProfile('dynomite', '2.0.3', 'https://github.com/rubyonjets/dynomite', [
      TableFeature.CREATE_TABLE, TableFeature.DESCRIBE_TABLE, TableFeature.UPDATE_TABLE, TableFeature.DELETE_TABLE,
      TableFeature.TIME_TO_LIVE, TableFeature.TAGS,
    ]);
  }

  /**
   * PynamoDB (Python): items, batches, transactions, and queries and scans of the table and its indexes.
   *
   * @see https://github.com/pynamodb/PynamoDB
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

  /** What the library needs, each feature once. */
  public readonly features: TableFeature[];

  private constructor(
    /** The name of the library, as its registry has it. */
    public readonly library: string,
    /** The version of the library that its calls were seen with. */
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
   * The profile with more features, those that it has already only once.
   *
   * @param features what the function does besides, for example the features of another profile
   */
  public adding(...features: TableFeature[]): ClientProfile {
    for (const feature of features) checkShape('ClientProfile.adding', 'feature', feature, TABLE_FEATURE);
    const known = this.features.map(String);
    const added = features.filter((feature, index) =>
      !known.includes(feature.toString()) && features.findIndex((other) => other.toString() === feature.toString()) === index);
    return this.copyWith([...this.features, ...added]);
  }

  /**
   * The profile without what these features stand for, whichever indexes either of them reaches: `without(TableFeature.SCAN)`,
   * `without(TableFeature.TRANSACTIONS)`. What another feature of the profile allows as well stays allowed: without
   * `TRANSACT_WRITE`, `PUT_ITEM` still puts items, in transactions too.
   *
   * To narrow a feature, take it away and add it again: `without(TableFeature.QUERY).adding(TableFeature.QUERY.onTable())`.
   *
   * @param features what the function doesn't do
   */
  public without(...features: TableFeature[]): ClientProfile {
    for (const feature of features) checkShape('ClientProfile.without', 'feature', feature, TABLE_FEATURE);
    const unused = new Set(features.flatMap((feature) => feature._permissions).map(identify));
    return this.copyWith(this.features.filter(({ _permissions }) => !_permissions.map(identify).every((each) => unused.has(each))));
  }

  private copyWith(features: readonly TableFeature[]): ClientProfile {
    return new ClientProfile(this.library, this.version, this.source, features, this._fieldEncryption);
  }
}

const ITEMS = [TableFeature.READ_ITEM, TableFeature.PUT_ITEM, TableFeature.UPDATE_ITEM, TableFeature.DELETE_ITEM];
const BATCHES = [TableFeature.BATCH_READ, TableFeature.BATCH_WRITE];
const TRANSACTIONS = [TableFeature.TRANSACT_READ, TableFeature.TRANSACT_WRITE];
const PARTIQL = [
  TableFeature.PARTIQL_SELECT, TableFeature.PARTIQL_INSERT, TableFeature.PARTIQL_UPDATE, TableFeature.PARTIQL_DELETE,
];

const TABLE_FEATURE = expectValue((value) => value instanceof TableFeature, {
  expected: 'a TableFeature, such as TableFeature.SCAN', remedy: 'name the features one by one; spread a list: write ... before it',
});

function checkFlags(factory: string, options: object, ...flags: string[]): void {
  checkShape(`ClientProfile.${factory}`, PROPS, options, expectOptions(Object.fromEntries(flags.map((flag) => [flag, optional(FLAG)]))));
}

function includeIf(used: boolean, ...features: TableFeature[]): TableFeature[] {
  return used ? features : [];
}

function identify({ action, on, onlyIn }: Permission): string {
  return JSON.stringify([action, on, onlyIn]);
}
