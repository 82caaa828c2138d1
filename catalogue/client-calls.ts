import { ClientProfile } from '../src/features/client-profile';

/** What a client library was seen to call, and the profile that is to cover it. */
export interface ClientCalls {
  /** The profile as it is written. */
  readonly written: string;
  readonly profile: ClientProfile;
  /** Whether the library was run against a client or an endpoint that records its requests, or its source was read. */
  readonly seen: 'run' | 'source';
  /** The operations that it calls on the table, or on no resource. */
  readonly table: readonly string[];
  /** The operations that it calls on indexes, statements that the caller writes included. */
  readonly indexes?: readonly string[];
  /** What the features of the profile allow besides, as TIME_TO_LIVE and TAGS come in one piece. */
  readonly more?: readonly string[];
}

const ITEMS = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'];
const READS_AND_WRITES = [...ITEMS, 'Query', 'Scan', 'BatchGetItem', 'BatchWriteItem'];
const TRANSACTIONS = ['TransactGetItems', 'TransactWriteItems'];
const PARTIQL = ['ExecuteStatement'];

export const CLIENT_CALLS: readonly ClientCalls[] = [
  {
    written: 'dynamoose()',
    profile: ClientProfile.dynamoose(),
    seen: 'run',
    table: [...READS_AND_WRITES, ...TRANSACTIONS, 'DescribeTable', 'CreateTable'],
    indexes: ['Query', 'Scan'],
  },
  {
    written: 'dynamoose({ createTable: false })',
    profile: ClientProfile.dynamoose({ createTable: false }),
    seen: 'run',
    table: [...READS_AND_WRITES, ...TRANSACTIONS, 'DescribeTable'],
    indexes: ['Query', 'Scan'],
  },
  {
    written: 'dynamoose({ createTable: false, waitForActive: false })',
    profile: ClientProfile.dynamoose({ createTable: false, waitForActive: false }),
    seen: 'run',
    table: [...READS_AND_WRITES, ...TRANSACTIONS],
    indexes: ['Query', 'Scan'],
  },
  {
    written: 'dynamoose({ timeToLive: true })',
    profile: ClientProfile.dynamoose({ timeToLive: true }),
    seen: 'run',
    table: [...READS_AND_WRITES, ...TRANSACTIONS, 'DescribeTable', 'CreateTable', 'DescribeTimeToLive', 'UpdateTimeToLive'],
    indexes: ['Query', 'Scan'],
  },
  {
    written: 'dynamoose({ tags: true })',
    profile: ClientProfile.dynamoose({ tags: true }),
    seen: 'run',
    table: [...READS_AND_WRITES, ...TRANSACTIONS, 'DescribeTable', 'CreateTable', 'TagResource'],
    indexes: ['Query', 'Scan'],
    more: ['ListTagsOfResource', 'UntagResource'],
  },
  {
    written: 'dynamoose({ createTable: false, updateTable: true })',
    profile: ClientProfile.dynamoose({ createTable: false, updateTable: true }),
    seen: 'run',
    table: [
      ...READS_AND_WRITES, ...TRANSACTIONS, 'DescribeTable', 'UpdateTable', 'ListTagsOfResource', 'TagResource', 'UntagResource',
    ],
    indexes: ['Query', 'Scan'],
  },
  {
    written: 'electrodb()',
    profile: ClientProfile.electrodb(),
    seen: 'run',
    table: [...READS_AND_WRITES, ...TRANSACTIONS],
    indexes: ['Query'],
  },
  {
    written: 'dynamodbToolbox()',
    profile: ClientProfile.dynamodbToolbox(),
    seen: 'run',
    table: [...READS_AND_WRITES, ...TRANSACTIONS],
    indexes: ['Query', 'Scan'],
  },
  { written: 'powertoolsIdempotency()', profile: ClientProfile.powertoolsIdempotency(), seen: 'run', table: ITEMS },
  { written: 'powertoolsParameters()', profile: ClientProfile.powertoolsParameters(), seen: 'run', table: ['GetItem', 'Query'] },
  {
    written: 'powertoolsParameters({ sortKey: true })',
    profile: ClientProfile.powertoolsParameters({ sortKey: true }),
    seen: 'run',
    table: ['Query'],
  },
  {
    written: 'powertoolsParameters({ sortKey: false })',
    profile: ClientProfile.powertoolsParameters({ sortKey: false }),
    seen: 'run',
    table: ['GetItem'],
  },
  {
    written: 'pydynox()',
    profile: ClientProfile.pydynox(),
    seen: 'run',
    table: [...READS_AND_WRITES, ...TRANSACTIONS, ...PARTIQL],
    indexes: ['Query', 'Scan', 'ExecuteStatement'],
  },
  {
    written: 'pydynox({ ping: true })',
    profile: ClientProfile.pydynox({ ping: true }),
    seen: 'run',
    table: [...READS_AND_WRITES, ...TRANSACTIONS, ...PARTIQL, 'ListTables'],
    indexes: ['Query', 'Scan', 'ExecuteStatement'],
  },
  {
    written: 'pydynox({ tableManagement: true })',
    profile: ClientProfile.pydynox({ tableManagement: true }),
    seen: 'run',
    table: [...READS_AND_WRITES, ...TRANSACTIONS, ...PARTIQL, 'CreateTable', 'DescribeTable', 'DeleteTable'],
    indexes: ['Query', 'Scan', 'ExecuteStatement'],
  },
  {
    written: 'pydynox({ vectorSearch: true })',
    profile: ClientProfile.pydynox({ vectorSearch: true }),
    seen: 'run',
    table: [...READS_AND_WRITES, ...TRANSACTIONS, ...PARTIQL],
    indexes: ['Query', 'Scan', 'ExecuteStatement', 'SearchVectors'],
  },
  {
    written: 'pydynox({ vectorSearch: true, tableManagement: true })',
    profile: ClientProfile.pydynox({ vectorSearch: true, tableManagement: true }),
    seen: 'run',
    table: [...READS_AND_WRITES, ...TRANSACTIONS, ...PARTIQL, 'CreateTable', 'DescribeTable', 'DeleteTable', 'UpdateTable'],
    indexes: ['Query', 'Scan', 'ExecuteStatement', 'SearchVectors'],
  },
  {
    written: 'dynomite()',
    profile: ClientProfile.dynomite(),
    seen: 'source',
    table: [...READS_AND_WRITES, ...PARTIQL, 'DescribeTable'],
    indexes: ['Query', 'ExecuteStatement'],
  },
  {
    written: 'dynomiteMigrations()',
    profile: ClientProfile.dynomiteMigrations(),
    seen: 'source',
    table: ['CreateTable', 'DescribeTable', 'UpdateTable', 'DeleteTable', 'UpdateTimeToLive', 'TagResource'],
    more: ['DescribeTimeToLive', 'ListTagsOfResource', 'UntagResource'],
  },
  {
    written: 'pynamodb()',
    profile: ClientProfile.pynamodb(),
    seen: 'run',
    table: [...READS_AND_WRITES, ...TRANSACTIONS],
    indexes: ['Query', 'Scan'],
  },
  {
    written: 'pynamodb({ describeTable: true })',
    profile: ClientProfile.pynamodb({ describeTable: true }),
    seen: 'run',
    table: [...READS_AND_WRITES, ...TRANSACTIONS, 'DescribeTable'],
    indexes: ['Query', 'Scan'],
  },
  {
    written: 'pynamodb({ createTable: true, timeToLive: true, tags: true })',
    profile: ClientProfile.pynamodb({ createTable: true, timeToLive: true, tags: true }),
    seen: 'run',
    table: [...READS_AND_WRITES, ...TRANSACTIONS, 'DescribeTable', 'CreateTable', 'UpdateTimeToLive', 'TagResource'],
    indexes: ['Query', 'Scan'],
    more: ['DescribeTimeToLive', 'ListTagsOfResource', 'UntagResource'],
  },
];
