import { Stack } from 'aws-cdk-lib';
import { AttributeType, CfnTable, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { neededPairs, TableAtHand } from './needed-pairs';
import { AccessCondition, AttributeScope, DynamoAccessRole, RoleLogs, RowScope, TableAccessScope, TableFeature } from '../../src';
import { addIndexes, newStack, newTable, permissionsOf } from '../support/app';
import { companionOf } from '../support/companions';
import '../support/quiet';

const FEATURES = Object.entries(TableFeature).filter((entry): entry is [string, TableFeature] => entry[1] instanceof TableFeature);

const TABLE = '<Table.Arn>';

/** What distinguishes a table of each kind. */
interface Kind {
  readonly make: (stack: Stack) => Table;
  readonly indexes?: string[];
  readonly vectorIndexes?: string[];
  readonly stream?: string;
  readonly key?: string;
}

const KINDS: Record<string, Kind> = {
  'without an index': { make: (stack) => newTable(stack, 'Table') },
  'with two global indexes': {
    make: (stack) => {
      const table = newTable(stack, 'Table');
      addIndexes(table, 'byCustomer', 'byDate');
      return table;
    },
    indexes: ['byCustomer', 'byDate'],
  },
  'with a local index': {
    make: (stack) => {
      const table = newTable(stack, 'Table');
      table.addLocalSecondaryIndex({ indexName: 'byPrice', sortKey: { name: 'price', type: AttributeType.NUMBER } });
      return table;
    },
    indexes: ['byPrice'],
  },
  'with a vector index': {
    make: (stack) => {
      const table = newTable(stack, 'Table');
      (table.node.defaultChild as CfnTable).addPropertyOverride('VectorIndexes', [{ IndexName: 'bySimilarity' }]);
      return table;
    },
    vectorIndexes: ['bySimilarity'],
  },
  'with a stream': {
    make: (stack) => newTable(stack, 'Table', { stream: StreamViewType.NEW_IMAGE }),
    stream: '<Table.StreamArn>',
  },
  'with a customer managed key': {
    make: (stack) => newTable(stack, 'Table', { encryption: TableEncryption.CUSTOMER_MANAGED, stream: StreamViewType.NEW_IMAGE }),
    stream: '<Table.StreamArn>',
    key: '<TableKey.Arn>',
  },
};

/** Scopes that leave the pairs as they are, by which features they go with; and one that adds a Region. */
const SCOPES: Record<string, TableAccessScope> = {
  'no scope': {},
  'another Region': { regions: ['us-east-1'] },
  'rows': { rows: RowScope.ofValues('TENANT#1') },
  'attributes': { attributes: AttributeScope.ofAttributes('pk', 'sk', 'byCustomerKey', 'byDateKey', 'price') },
  'write-only attributes': { attributes: AttributeScope.writeOnly() },
  'a condition': { conditions: [AccessCondition.tlsOnly()] },
};

/** What is granted on a table of a kind under a scope; nothing where the feature doesn't go with them. */
function granted(feature: TableFeature, kind: Kind, scope: TableAccessScope): string[] | undefined {
  const stack = newStack();
  const table = kind.make(stack);
  try {
    new DynamoAccessRole(stack, 'Access', {
      table,
      // the key that the table has stands for the one that it gets
      features: [feature],
      ...feature.name === 'CHANGE_TABLE_KEY' && table.encryptionKey ? { tableKey: table.encryptionKey } : {},
      logs: RoleLogs.none(),
      ...scope,
      ...companionOf(feature, stack),
    });
    return permissionsOf(stack).map(readableKey);
  } catch {
    return undefined;
  }
}

function readableKey(pair: string): string {
  return pair.replace(/<TableKey[0-9A-F]+\.Arn>/, '<TableKey.Arn>').replace(/<Table[0-9A-F]{8}/g, '<Table')
    .replace(/<(BucketKey|Bucket|Kinesis)[0-9A-F]{8}/g, '<$1');
}

function tableAtHand({ indexes = [], vectorIndexes = [], stream, key }: Kind, regions: string[] = []): TableAtHand {
  const tables = [TABLE, ...regions.map((region) => `arn:<AWS::Partition>:dynamodb:${region}:<AWS::AccountId>:table/<Table>`)];
  const below = (names: string[]) => tables.flatMap((table) => names.map((name) => `${table}/index/${name}`));
  const dynamodb = 'arn:<AWS::Partition>:dynamodb:<AWS::Region>:<AWS::AccountId>';
  return {
    tables,
    indexes: below(indexes),
    vectorIndexes: below(vectorIndexes),
    stream,
    replicaStreams: tables.slice(1).map((table) => `${table}/stream/*`),
    key,
    restored: `${dynamodb}:table/restored`,
    bucket: '<Bucket.Arn>',
    bucketKey: '<BucketKey.Arn>',
    kinesisStream: '<Kinesis.Arn>',
    importLogs: 'arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:/aws-dynamodb/*',
  };
}

const GRID = Object.keys(KINDS).flatMap((kind) => Object.keys(SCOPES).map((scope) => [kind, scope] as const));

describe.each(GRID)('on a table %s, with %s', (kindName, scopeName) => {
  const kind = KINDS[kindName];
  const scope = SCOPES[scopeName];
  const regionsOf = (feature: TableFeature) => companionOf(feature, newStack()).regions ?? scope.regions;

  test('every feature that goes with them grants exactly what its operations need', () => {
    const differing = FEATURES.flatMap(([name, feature]) => {
      const pairs = granted(feature, kind, scope);
      if (pairs === undefined) return [];
      const needed = neededPairs(name, tableAtHand(kind, regionsOf(feature)));
      return [{ name, missing: needed.filter((pair) => !pairs.includes(pair)), excess: pairs.filter((pair) => !needed.includes(pair)) }];
    }).filter(({ missing, excess }) => missing.length + excess.length > 0);

    expect(differing).toEqual([]);
  });
});

test('every feature goes with some kind of table and without a scope', () => {
  const never = FEATURES.filter(([, feature]) => Object.values(KINDS).every((kind) => granted(feature, kind, {}) === undefined));

  expect(never.map(([name]) => name)).toEqual([]);
});

test.each([
  ['rows', [
    'BATCH', 'BATCH_READ', 'BATCH_WRITE', 'CONDITION_CHECK', 'DELETE_ITEM', 'PARTIQL_DELETE', 'PARTIQL_INSERT', 'PARTIQL_UPDATE',
    'PUT_ITEM', 'READ_ITEM', 'TRANSACTIONS', 'TRANSACT_DELETE', 'TRANSACT_PUT', 'TRANSACT_READ', 'TRANSACT_UPDATE', 'TRANSACT_WRITE',
    'UPDATE_ITEM',
  ]],
  ['attributes', ['BATCH_READ', 'PARTIQL_INSERT', 'PARTIQL_SELECT', 'PARTIQL_UPDATE', 'QUERY', 'READ_ITEM', 'SCAN', 'UPDATE_ITEM']],
  ['write-only attributes', [
    'BATCH_WRITE', 'DELETE_ITEM', 'PARTIQL_DELETE', 'PARTIQL_INSERT', 'PARTIQL_UPDATE', 'PUT_ITEM', 'UPDATE_ITEM',
  ]],
])('%s go, as they are, with these features alone', (scopeName, expected) => {
  const going = FEATURES.filter(([, feature]) =>
    granted(feature, KINDS['with two global indexes'], SCOPES[scopeName]) !== undefined);

  expect(going.map(([name]) => name).sort()).toEqual(expected);
});
