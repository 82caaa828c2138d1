import { ClientProfile } from '../../src/features/client-profile';
import { TableFeature } from '../../src/features/table-feature';

const ITEMS = ['READ_ITEM', 'PUT_ITEM', 'UPDATE_ITEM', 'DELETE_ITEM'];
const TRANSACTIONS = ['TRANSACT_READ', 'TRANSACT_PUT', 'TRANSACT_UPDATE', 'TRANSACT_DELETE', 'CONDITION_CHECK'];
const BATCHES_AND_TRANSACTIONS = ['BATCH_READ', 'BATCH_WRITE', ...TRANSACTIONS];
const EVERYTHING = [...ITEMS, 'QUERY', 'SCAN', ...BATCHES_AND_TRANSACTIONS];
const PARTIQL = ['PARTIQL_SELECT', 'PARTIQL_INSERT', 'PARTIQL_UPDATE', 'PARTIQL_DELETE'];

function featuresOf(profile: ClientProfile): string[] {
  return profile.features.map(String);
}

describe('a profile has exactly the features of', () => {
  test.each<[string, ClientProfile, string[]]>([
    ['dynamoose', ClientProfile.dynamoose(), [...EVERYTHING, 'DESCRIBE_TABLE', 'CREATE_TABLE']],
    ['dynamoose without create', ClientProfile.dynamoose({ createTable: false }), [...EVERYTHING, 'DESCRIBE_TABLE']],
    ['dynamoose without waitForActive', ClientProfile.dynamoose({ waitForActive: false }),
      [...EVERYTHING, 'DESCRIBE_TABLE', 'CREATE_TABLE']],
    ['dynamoose without create and waitForActive', ClientProfile.dynamoose({ createTable: false, waitForActive: false }), EVERYTHING],
    ['dynamoose with update', ClientProfile.dynamoose({ createTable: false, waitForActive: false, updateTable: true }),
      [...EVERYTHING, 'DESCRIBE_TABLE', 'UPDATE_TABLE', 'TAGS']],
    ['dynamoose with expires', ClientProfile.dynamoose({ timeToLive: true }),
      [...EVERYTHING, 'DESCRIBE_TABLE', 'CREATE_TABLE', 'TIME_TO_LIVE']],
    ['dynamoose with tags', ClientProfile.dynamoose({ tags: true }), [...EVERYTHING, 'DESCRIBE_TABLE', 'CREATE_TABLE', 'TAGS']],
    ['electrodb', ClientProfile.electrodb(), [...ITEMS, 'QUERY', 'SCAN.onTable()', ...BATCHES_AND_TRANSACTIONS]],
    ['dynamodb-toolbox', ClientProfile.dynamodbToolbox(), EVERYTHING],
    ['Powertools idempotency', ClientProfile.powertoolsIdempotency(), ITEMS],
    ['Powertools parameters', ClientProfile.powertoolsParameters(), ['READ_ITEM', 'QUERY.onTable()']],
    ['Powertools parameters of a table with a sort key', ClientProfile.powertoolsParameters({ sortKey: true }), ['QUERY.onTable()']],
    ['Powertools parameters of a table without one', ClientProfile.powertoolsParameters({ sortKey: false }), ['READ_ITEM']],
    ['pydynox', ClientProfile.pydynox(), [...EVERYTHING, ...PARTIQL]],
    ['pydynox with ping', ClientProfile.pydynox({ ping: true }), [...EVERYTHING, ...PARTIQL, 'LIST_TABLES']],
    ['pydynox with table management', ClientProfile.pydynox({ tableManagement: true }),
      [...EVERYTHING, ...PARTIQL, 'CREATE_TABLE', 'DESCRIBE_TABLE', 'DELETE_TABLE']],
    ['pydynox with vector searches', ClientProfile.pydynox({ vectorSearch: true }), [...EVERYTHING, ...PARTIQL, 'SEARCH_VECTORS']],
    ['pydynox with vector indexes', ClientProfile.pydynox({ vectorSearch: true, tableManagement: true }),
      [...EVERYTHING, ...PARTIQL, 'CREATE_TABLE', 'DESCRIBE_TABLE', 'DELETE_TABLE', 'SEARCH_VECTORS', 'UPDATE_TABLE']],
    ['dynomite', ClientProfile.dynomite(),
      [...ITEMS, 'QUERY', 'SCAN.onTable()', 'BATCH_READ', 'BATCH_WRITE', ...PARTIQL, 'DESCRIBE_TABLE']],
    ['the migrations of dynomite', ClientProfile.dynomiteMigrations(),
      ['CREATE_TABLE', 'DESCRIBE_TABLE', 'UPDATE_TABLE', 'DELETE_TABLE', 'TIME_TO_LIVE', 'TAGS']],
    ['PynamoDB', ClientProfile.pynamodb(), EVERYTHING],
    ['PynamoDB with exists and count', ClientProfile.pynamodb({ describeTable: true }), [...EVERYTHING, 'DESCRIBE_TABLE']],
    ['PynamoDB with create_table', ClientProfile.pynamodb({ createTable: true }), [...EVERYTHING, 'DESCRIBE_TABLE', 'CREATE_TABLE']],
    ['PynamoDB with a TTLAttribute', ClientProfile.pynamodb({ timeToLive: true }), [...EVERYTHING, 'TIME_TO_LIVE']],
    ['PynamoDB with tags', ClientProfile.pynamodb({ tags: true }), [...EVERYTHING, 'TAGS']],
  ])('the profile of %s has exactly the listed features', (_library, profile, expected) => {
    expect(featuresOf(profile)).toEqual(expected);
  });
});

test.each([
  ['dynamoose', 'https://github.com/dynamoose/dynamoose', ClientProfile.dynamoose()],
  ['electrodb', 'https://github.com/tywalch/electrodb', ClientProfile.electrodb()],
  ['dynamodb-toolbox', 'https://github.com/dynamodb-toolbox/dynamodb-toolbox', ClientProfile.dynamodbToolbox()],
  ['Powertools idempotency', 'https://github.com/aws-powertools/powertools-lambda-typescript', ClientProfile.powertoolsIdempotency()],
  ['Powertools parameters', 'https://github.com/aws-powertools/powertools-lambda-typescript', ClientProfile.powertoolsParameters()],
  ['pydynox', 'https://github.com/ferrumio/pydynox', ClientProfile.pydynox()],
  ['dynomite', 'https://github.com/rubyonjets/dynomite', ClientProfile.dynomite()],
  ['the migrations of dynomite', 'https://github.com/rubyonjets/dynomite', ClientProfile.dynomiteMigrations()],
  ['PynamoDB', 'https://github.com/pynamodb/PynamoDB', ClientProfile.pynamodb()],
])('the source of %s is at %s', (_library, source, profile) => {
  expect(profile.source).toBe(source);
});

test.each<[string, ClientProfile, string | undefined]>([
  ['pydynox encrypts fields under data keys', ClientProfile.pydynox(), 'envelope'],
  ['pydynox before 0.14 lets KMS encrypt fields', ClientProfile.pydynox({ directEncryption: true }), 'direct'],
  ['a profile with more features encrypts as before', ClientProfile.pydynox().adding(TableFeature.TAGS), 'envelope'],
  ['dynamoose encrypts nothing', ClientProfile.dynamoose(), undefined],
])('%s', (_name, profile, scheme) => {
  expect(profile._fieldEncryption).toBe(scheme);
});

test.each<[string, string, ClientProfile]>([
  ['dynamoose', '4.2.0', ClientProfile.dynamoose()],
  ['electrodb', '3.9.3', ClientProfile.electrodb()],
  ['dynamodb-toolbox', '2.10.6', ClientProfile.dynamodbToolbox()],
  ['@aws-lambda-powertools/idempotency', '2.35.0', ClientProfile.powertoolsIdempotency()],
  ['@aws-lambda-powertools/parameters', '2.35.0', ClientProfile.powertoolsParameters()],
  ['pydynox', '1.8.0', ClientProfile.pydynox()],
  ['dynomite', '2.0.3', ClientProfile.dynomite()],
  ['dynomite', '2.0.3', ClientProfile.dynomiteMigrations()],
  ['PynamoDB', '6.1.0', ClientProfile.pynamodb()],
])('the calls of %s were seen with %s', (library, version, profile) => {
  expect([profile.library, profile.version]).toEqual([library, version]);
});

describe('the method adding(...)', () => {
  test('appends the features', () => {
    expect(featuresOf(ClientProfile.powertoolsParameters().adding(TableFeature.SCAN, TableFeature.LIST_TABLES)))
      .toEqual(['READ_ITEM', 'QUERY.onTable()', 'SCAN', 'LIST_TABLES']);
  });

  test('leaves out a feature that the profile has', () => {
    expect(featuresOf(ClientProfile.powertoolsParameters().adding(TableFeature.READ_ITEM))).toEqual(['READ_ITEM', 'QUERY.onTable()']);
  });

  test('takes a feature once that it is given twice', () => {
    expect(featuresOf(ClientProfile.powertoolsParameters().adding(TableFeature.SCAN, TableFeature.SCAN)))
      .toEqual(['READ_ITEM', 'QUERY.onTable()', 'SCAN']);
  });

  test('keeps a feature that reaches other indexes than the one that the profile has', () => {
    expect(featuresOf(ClientProfile.powertoolsParameters().adding(TableFeature.QUERY.onIndexes('byName'))))
      .toEqual(['READ_ITEM', 'QUERY.onTable()', "QUERY.onIndexes('byName')"]);
  });

  test('leaves the profile as it was', () => {
    const profile = ClientProfile.powertoolsParameters();
    profile.adding(TableFeature.SCAN);

    expect(featuresOf(profile)).toEqual(['READ_ITEM', 'QUERY.onTable()']);
  });
});

describe('the method without(...)', () => {
  test('takes a feature away', () => {
    expect(featuresOf(ClientProfile.powertoolsIdempotency().without(TableFeature.DELETE_ITEM)))
      .toEqual(['READ_ITEM', 'PUT_ITEM', 'UPDATE_ITEM']);
  });

  test('takes a feature away whatever indexes it reaches', () => {
    expect(featuresOf(ClientProfile.electrodb().without(TableFeature.SCAN.onAnyIndex()))).not.toContain('SCAN.onTable()');
  });

  test('takes away all that a bundle stands for', () => {
    expect(featuresOf(ClientProfile.dynamodbToolbox().without(TableFeature.CRUD, TableFeature.BATCH)))
      .toEqual(TRANSACTIONS);
  });

  test('leaves item features where transactions are taken away', () => {
    expect(featuresOf(ClientProfile.dynamodbToolbox().without(TableFeature.TRANSACTIONS)))
      .toEqual([...ITEMS, 'QUERY', 'SCAN', 'BATCH_READ', 'BATCH_WRITE']);
  });

  test('takes away one part of a write transaction', () => {
    expect(featuresOf(ClientProfile.dynamodbToolbox().without(TableFeature.CONDITION_CHECK)))
      .toEqual(EVERYTHING.filter((name) => name !== 'CONDITION_CHECK'));
  });

  test('leaves a feature of which only a part is taken away', () => {
    const tagging = TableFeature.custom({ name: 'TAGGING', why: 'tags the table', tableActions: ['dynamodb:TagResource'] });

    expect(featuresOf(ClientProfile.dynomiteMigrations().without(tagging))).toContain('TAGS');
  });

  test('leaves what shares no action with what is taken away', () => {
    expect(featuresOf(ClientProfile.dynomiteMigrations().without(TableFeature.CREATE_TABLE)))
      .toEqual(['DESCRIBE_TABLE', 'UPDATE_TABLE', 'DELETE_TABLE', 'TIME_TO_LIVE', 'TAGS']);
  });

  test('keeps the library, its version and its source', () => {
    const { library, version, source } = ClientProfile.electrodb().without(TableFeature.SCAN);

    expect([library, version, source]).toEqual(['electrodb', '3.9.3', 'https://github.com/tywalch/electrodb']);
  });
});

test('features that are added to one profile do not appear in another', () => {
  ClientProfile.powertoolsIdempotency().features.push(TableFeature.DELETE_TABLE);

  expect(ClientProfile.electrodb().features.map(String)).not.toContain('DELETE_TABLE');
});
