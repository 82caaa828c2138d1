import { TableFeature } from '../src/features/table-feature';

const { BATCH, BATCH_WRITE, CONDITION_CHECK, DELETE_ITEM, DESCRIBE_TABLE, PUT_ITEM, QUERY, READ_ITEM, SCAN, UPDATE_ITEM } = TableFeature;
const ITEMS = [READ_ITEM, PUT_ITEM, UPDATE_ITEM, DELETE_ITEM];
const CRUD = [...ITEMS, QUERY, SCAN.onTable()];

/** A client library whose features are so few that it needs no profile. */
export interface ClientLine {
  readonly library: string;
  readonly source: string;
  /** The version that ran with these features. No request was denied, and each feature was used. */
  readonly version: string;
  readonly features: readonly TableFeature[];
  /** When the library calls more or less. */
  readonly note: string;
}

export const CLIENT_LINES: readonly ClientLine[] = [
  {
    library: 'connect-dynamodb',
    source: 'https://github.com/ca98am79/connect-dynamodb',
    version: '3.0.5',
    features: [...ITEMS, DESCRIBE_TABLE, SCAN.onTable()],
    note: '`SCAN` only if you call `reap`; no `DESCRIBE_TABLE` with `initialized: true`; `CREATE_TABLE` if the table is missing',
  },
  {
    library: 'dynamodb-onetable',
    source: 'https://github.com/sensedeep/dynamodb-onetable',
    version: '2.7.7',
    features: [...CRUD, BATCH, CONDITION_CHECK],
    note: '`CONDITION_CHECK` only if you call `check`; transactions need no more',
  },
  {
    library: '@typedorm/core',
    source: 'https://github.com/typedorm/typedorm',
    version: '1.15.4',
    features: [...CRUD, BATCH],
    note: 'transactions and unique attributes need no more; it never checks conditions',
  },
  {
    library: '@auth/dynamodb-adapter',
    source: 'https://github.com/nextauthjs/next-auth/tree/main/packages/adapter-dynamodb',
    version: '2.11.3',
    features: [...ITEMS, QUERY, BATCH_WRITE],
    note: '`QUERY` includes the index `GSI1`; `BATCH_WRITE` only to delete users',
  },
  {
    library: 'dynamode',
    source: 'https://github.com/blazejkustra/dynamode',
    version: '1.4.0',
    features: [...ITEMS, QUERY, SCAN, BATCH, CONDITION_CHECK],
    note: '`CONDITION_CHECK` only for `transaction.condition`; other transactions need no more',
  },
  {
    library: '@castore/event-storage-adapter-dynamodb',
    source: 'https://github.com/castore-dev/castore',
    version: '2.4.2',
    features: [PUT_ITEM, QUERY],
    note: '`QUERY` includes the index `initialEvents`; groups of events are transactions that only put',
  },
  {
    library: 'boto3, the resource `Table`',
    source: 'https://github.com/boto/boto3',
    version: '1.44.8',
    features: [...ITEMS, QUERY.onTable(), SCAN.onTable(), BATCH_WRITE],
    note: '`BATCH_WRITE` for `batch_writer`; attributes such as `table.item_count` call `DescribeTable`: add `DESCRIBE_TABLE`',
  },
  {
    library: 'langgraph-checkpoint-aws, `DynamoDBSaver`',
    source: 'https://github.com/langchain-ai/langchain-aws',
    version: '1.2.6',
    features: [READ_ITEM, PUT_ITEM, QUERY, BATCH],
    note: '`BATCH_WRITE` also deletes threads',
  },
  {
    library: 'langgraph-checkpoint-aws, `DynamoDBStore`',
    source: 'https://github.com/langchain-ai/langchain-aws',
    version: '1.2.6',
    features: [READ_ITEM, UPDATE_ITEM, DELETE_ITEM, QUERY, SCAN],
    note: '`SCAN` for `list_namespaces`; `setup` also calls `DescribeTable`',
  },
  {
    library: 'DynamoDB Enhanced Client for Java',
    source: 'https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/dynamodb-enhanced-client.html',
    version: '2.54.15',
    features: [...ITEMS, QUERY, SCAN, BATCH, CONDITION_CHECK],
    note: '`CONDITION_CHECK` only for `addConditionCheck`; other transactions need no more; `describeTable` needs `DESCRIBE_TABLE`',
  },
  {
    library: 'guregu/dynamo for Go',
    source: 'https://github.com/guregu/dynamo',
    version: '2.1.1',
    features: [...ITEMS, QUERY, SCAN, BATCH, CONDITION_CHECK],
    note: '`CONDITION_CHECK` only for `Check`; other transactions need no more; `Get` with `One` and the whole key is `READ_ITEM`, else `QUERY`',
  },
];
