import { PLACES, TABLE, TABLE_KEY } from '../../catalogue/placeholders';
import { guides, logPolicies, PeerPolicy, toolPolicies } from '../../catalogue/policies';
import { plannedFor, REPLACEMENTS } from '../../catalogue/replacements';
import { ByTarget, compare, Comparison } from '../../docs/generate/compare';
import { TableFeature } from '../../src/features/table-feature';
import { planAccess } from '../../src/plan/plan-access';

const POLICIES: PeerPolicy[] = [...toolPolicies(), ...logPolicies(), ...guides().flatMap(({ policies }) => policies)];
const NONE: Comparison = { dead: {}, dropped: {}, added: {}, tightened: {} };

/** A comparison on a table without a customer managed key. */
async function compared(grants: PeerPolicy['grants'], ...features: TableFeature[]): Promise<Comparison> {
  return compare(grants, planAccess(features, { ...PLACES, tableKeys: [] }));
}

test('every policy of the other tools and guides has a replacement, or a reason why not', () => {
  expect(Object.keys(REPLACEMENTS).sort()).toEqual(POLICIES.map(({ name }) => name).sort());
});

test('what nothing stands in the place of has a reason', () => {
  const unreplaced = Object.entries(REPLACEMENTS).filter(([, replacement]) => !plannedFor(replacement));

  expect(unreplaced.filter(([, { note }]) => note === undefined)).toEqual([]);
});

test('of all actions that these policies name, two do not exist', async () => {
  const dead = await Promise.all(POLICIES.map(async ({ grants }) => (await compare(grants, [])).dead));

  expect(dead.flatMap((remarks) => remarks['no IAM action'] ?? []))
    .toEqual(['dynamodb:TransactGetItems', 'dynamodb:TransactWriteItems']);
});

describe('a comparison', () => {
  test('finds no difference where both allow the same', async () => {
    expect(await compared([{ action: 'dynamodb:GetItem', resource: TABLE }], TableFeature.READ_ITEM)).toEqual(NONE);
  });

  test('finds what AWS has no action for', async () => {
    expect((await compared([{ action: 'dynamodb:TransactGetItems', resource: TABLE }])).dead)
      .toEqual({ 'no IAM action': ['dynamodb:TransactGetItems'] });
  });

  test('finds what AWS authorizes on another type of resource', async () => {
    expect((await compared([{ action: 'dynamodb:GetItem', resource: `${TABLE}/index/*` }])).dead)
      .toEqual({ 'on `table/TABLE/index/*`': ['dynamodb:GetItem'] });
  });

  test('finds an account-level action on a resource', async () => {
    expect((await compared([{ action: 'dynamodb:ListStreams', resource: `${TABLE}/stream/*` }])).dead)
      .toEqual({ 'on `table/TABLE/stream/*`': ['dynamodb:ListStreams'] });
  });

  test('takes no wildcard for dead that matches something else too', async () => {
    expect((await compared([{ action: 'dynamodb:*', resource: TABLE }])).dead).toEqual({});
  });

  test('finds what the features drop', async () => {
    expect(await compared([{ action: 'dynamodb:DescribeTable', resource: TABLE }]))
      .toEqual({ ...NONE, dropped: { 'on the table': ['dynamodb:DescribeTable'] } });
  });

  test('finds what the features add', async () => {
    expect(await compared([{ action: 'dynamodb:Query', resource: TABLE }], TableFeature.QUERY))
      .toEqual({ ...NONE, added: { 'on the index': ['dynamodb:Query'] } });
  });

  test('finds what the features allow on fewer resources', async () => {
    expect(await compared([{ action: 'dynamodb:Query', resource: `${TABLE}/index/*` }], TableFeature.QUERY.onIndexes('INDEX')))
      .toEqual({ ...NONE, tightened: { 'not on other indexes': ['dynamodb:Query'] } });
  });

  test('finds what the features allow under a condition', async () => {
    const inside = 'ForAnyValue:StringEquals `dynamodb:EnclosingOperation` = `TransactGetItems`';

    expect(await compared([{ action: 'dynamodb:GetItem', resource: TABLE }], TableFeature.TRANSACT_READ))
      .toEqual({ ...NONE, tightened: { [`on the table only where ${inside}`]: ['dynamodb:GetItem'] } });
  });

  test('takes a wildcard in an action for the actions that it matches', async () => {
    expect((await compare([{ action: 'kms:ReEncrypt*', resource: TABLE_KEY }], [])).dropped)
      .toEqual({ 'on the key of the table': ['kms:ReEncryptFrom', 'kms:ReEncryptTo'] });
  });

  test('takes * for every resource', async () => {
    expect(Object.keys((await compare([{ action: 'dynamodb:GetRecords', resource: '*' }], [])).dropped))
      .toEqual(['on the stream', 'on other streams of the table', 'on streams of other tables']);
  });
});

describe('the features that replace a policy', () => {
  const VIA_DYNAMODB = 'StringEquals `kms:ViaService` = `dynamodb.REGION.amazonaws.com`';
  const KEY: ByTarget = { [`on the key of the table, where ${VIA_DYNAMODB}`]: ['kms:Decrypt'] };

  async function replaced(name: string): Promise<Comparison> {
    return compare(POLICIES.find((policy) => policy.name === name)!.grants, plannedFor(REPLACEMENTS[name])!);
  }

  test('differ from SAM\'s DynamoDBCrudPolicy', async () => {
    expect(await replaced('SAM DynamoDBCrudPolicy')).toEqual({
      dead: {
        'on `table/TABLE/index/*`': [
          'BatchGetItem', 'BatchWriteItem', 'ConditionCheckItem', 'DeleteItem', 'DescribeTable', 'GetItem', 'PutItem', 'UpdateItem',
        ].map((name) => `dynamodb:${name}`),
      },
      dropped: { 'on the table': ['dynamodb:DescribeTable'] },
      added: KEY,
      tightened: { 'not on other indexes': ['dynamodb:Query', 'dynamodb:Scan'] },
    });
  });

  test('differ from CDK\'s grantReadData', async () => {
    expect(await replaced('CDK Table/TableV2 grantReadData (table with a GSI)')).toEqual({
      dead: {
        'on `table/TABLE/index/*`': [
          'BatchGetItem', 'ConditionCheckItem', 'DescribeTable', 'GetItem', 'GetRecords', 'GetShardIterator',
        ].map((name) => `dynamodb:${name}`),
        'on `table/TABLE`': ['dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      },
      dropped: {
        'on the table': ['dynamodb:ConditionCheckItem', 'dynamodb:DescribeTable'],
        'on the key of the table': ['kms:DescribeKey'],
      },
      added: {},
      tightened: {
        'not on other indexes': ['dynamodb:Query', 'dynamodb:Scan'],
        [`on the key of the table only where ${VIA_DYNAMODB}`]: ['kms:Decrypt'],
      },
    });
  });

  test('differ from AWS\'s managed AWSLambdaDynamoDBExecutionRole', async () => {
    const STREAM = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];

    expect(await replaced('AWS managed AWSLambdaDynamoDBExecutionRole')).toEqual({
      ...NONE,
      added: KEY,
      tightened: { 'not on other streams of the table': STREAM, 'not on streams of other tables': STREAM },
    });
  });

  test('pydynox\' policy for transactions, which allows nothing', async () => {
    expect(await replaced('Transactions')).toEqual({
      ...NONE,
      dead: { 'no IAM action': ['dynamodb:TransactGetItems', 'dynamodb:TransactWriteItems'] },
      added: {
        ...KEY,
        'on the table': ['dynamodb:ConditionCheckItem'],
        'on the table, where ForAnyValue:StringEquals `dynamodb:EnclosingOperation` = `TransactGetItems`': ['dynamodb:GetItem'],
        'on the table, where ForAnyValue:StringEquals `dynamodb:EnclosingOperation` = `TransactWriteItems`':
          ['dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      },
    });
  });

  test.each([
    'KMS ReadWrite, before 0.14', 'KMS WriteOnly, before 0.14', 'KMS ReadOnly', 'KMS ReadWrite, since 0.14',
    'KMS WriteOnly, since 0.14', 'ListTables', 'CDK LogGroup.grantWrite', 'SAM DynamoDBReconfigurePolicy',
  ])('allow the same as %s', async (name) => {
    expect(await replaced(name)).toEqual(NONE);
  });
});
