import { Stack } from 'aws-cdk-lib';
import { ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { resourceTypesOf } from '../../catalogue/iam-data';
import {
  AccessCondition, AttributeScope, DynamoAccessRole, RoleLogs, RowScope, TableAccessOptions, TableFamily, TableFeature,
} from '../../src';
import { ENV, FLAG_SETTINGS, newStack, permissionsOf, readable, Statement, statementsOf } from '../support/app';
import { companionOf } from '../support/companions';
import { NAMED_FEATURES } from '../support/features';
import { errorMatching, messageMatching, warningsOf } from '../support/messages';
import '../support/quiet';

const IN = (region: string, rest: string) => `arn:<AWS::Partition>:dynamodb:${region}:111122223333:table/${rest}`;
const FAMILY = IN('eu-west-1', 'demo-dev_*');

function stackWith(
  features: TableFeature[], scope: Partial<TableAccessOptions> = {}, makeTable: (stack: Stack) => ITableRef = prefixFamily, flags = {},
): Stack {
  const stack = newStack(flags, ENV);
  new DynamoAccessRole(stack, 'Access', { table: makeTable(stack), features, logs: RoleLogs.none(), ...scope });
  return stack;
}

function prefixFamily(stack: Stack): ITableRef {
  return TableFamily.withPrefix(stack, 'Tables', 'demo-dev_');
}

function tagFamily(stack: Stack): ITableRef {
  return TableFamily.withTag(stack, 'Tables', 'team', 'orders', 'billing');
}

/** The statements with their resources as text. */
function readableStatements(stack: Stack): Statement[] {
  return statementsOf(stack).map((statement) => ({ ...statement, resources: statement.resources.map(readable) }));
}

describe.each(FLAG_SETTINGS)('a family by prefix, %s:', (_flags, flags) => {
  test('is one statement, however many tables it has', () => {
    expect(readableStatements(stackWith([TableFeature.CRUD, TableFeature.BATCH, TableFeature.PARTIQL], {}, prefixFamily, flags))).toEqual([{
      actions: [
        'BatchGetItem', 'BatchWriteItem', 'DeleteItem', 'GetItem', 'PartiQLDelete', 'PartiQLInsert', 'PartiQLSelect', 'PartiQLUpdate',
        'PutItem', 'Query', 'Scan', 'UpdateItem',
      ].map((name) => `dynamodb:${name}`),
      resources: [FAMILY],
    }]);
  });

  test('its named indexes are those of each table', () => {
    expect(readableStatements(stackWith([TableFeature.QUERY.onIndexes('byDate'), TableFeature.READ_ITEM], {}, prefixFamily, flags))).toEqual([
      { actions: ['dynamodb:Query'], resources: [`${FAMILY}/index/byDate`] },
      { actions: ['dynamodb:GetItem'], resources: [FAMILY] },
    ]);
  });

  test.each<[string, TableFeature, string[]]>([
    ['vector indexes', TableFeature.SEARCH_VECTORS, [`dynamodb:SearchVectors on ${FAMILY}/index/*`]],
    ['indexes', TableFeature.SCAN.onAnyIndex(), [`dynamodb:Scan on ${FAMILY}/index/*`]],
    ['streams', TableFeature.STREAM_READ,
      ['DescribeStream', 'GetRecords', 'GetShardIterator'].map((name) => `dynamodb:${name} on ${FAMILY}/stream/*`)],
    ['backups', TableFeature.BACKUP, [
      `dynamodb:CreateBackup on ${FAMILY}`, `dynamodb:DeleteBackup on ${FAMILY}/backup/*`, `dynamodb:DescribeBackup on ${FAMILY}/backup/*`,
      'dynamodb:ListBackups on *',
    ]],
  ])('its %s are those of each table', (_name, feature, permissions) => {
    expect(permissionsOf(stackWith([feature], {}, prefixFamily, flags))).toEqual(permissions);
  });

  test('its replicas are in the Regions of the access', () => {
    expect(readableStatements(stackWith([TableFeature.READ_ITEM], { regions: ['us-east-1'] }, prefixFamily, flags)))
      .toEqual([{ actions: ['dynamodb:GetItem'], resources: [FAMILY, IN('us-east-1', 'demo-dev_*')] }]);
  });

  test('its rows and conditions are those of one table', () => {
    expect(readableStatements(stackWith([TableFeature.READ_ITEM], {
      rows: RowScope.ofValues('a'), conditions: [AccessCondition.tlsOnly()],
    }, prefixFamily, flags))).toEqual([{
      actions: ['dynamodb:GetItem'],
      resources: [FAMILY],
      conditions: {
        'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['a'] },
        'Null': { 'dynamodb:LeadingKeys': 'false' },
        'Bool': { 'aws:SecureTransport': 'true' },
      },
    }]);
  });

  test('has no key that is not named', () => {
    expect(permissionsOf(stackWith([TableFeature.CREATE_TABLE, TableFeature.READ_ITEM], {}, prefixFamily, flags)))
      .toEqual([`dynamodb:CreateTable on ${FAMILY}`, `dynamodb:GetItem on ${FAMILY}`]);
  });

  test('has one key, that the access names', () => {
    const stack = newStack(flags, ENV);
    new DynamoAccessRole(stack, 'Access', {
      table: prefixFamily(stack), features: [TableFeature.READ_ITEM], tableKey: new Key(stack, 'Key'), logs: RoleLogs.none(),
    });

    expect(readableStatements(stack)[1]).toEqual({
      actions: ['kms:Decrypt'],
      resources: ['<Key961B73FD.Arn>'],
      conditions: { StringEquals: { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' } },
    });
  });

  const findingKeys = (stack: Stack) => TableFamily.withPrefix(stack, 'Tables', 'demo-dev_', { findTableKeys: true });
  const ofFamily = {
    StringEquals: {
      'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com', 'kms:EncryptionContext:aws:dynamodb:subscriberId': '111122223333',
    },
    StringLike: { 'kms:EncryptionContext:aws:dynamodb:tableName': 'demo-dev_*' },
  };

  test('with findTableKeys, has any key of the account, for tables of the family alone', () => {
    expect(readableStatements(stackWith([TableFeature.READ_ITEM], {}, findingKeys, flags)).slice(1)).toEqual([{
      actions: ['kms:Decrypt'], resources: ['arn:<AWS::Partition>:kms:eu-west-1:111122223333:key/*'], conditions: ofFamily,
    }]);
  });

  test('with findTableKeys, has the keys of each Region', () => {
    expect(readableStatements(stackWith([TableFeature.READ_ITEM], { regions: ['us-east-1'] }, findingKeys, flags)).slice(1)).toEqual([{
      actions: ['kms:Decrypt'],
      resources: ['eu-west-1', 'us-east-1'].map((region) => `arn:<AWS::Partition>:kms:${region}:111122223333:key/*`),
      conditions: {
        ...ofFamily,
        StringEquals: { ...ofFamily.StringEquals, 'kms:ViaService': ['dynamodb.eu-west-1.amazonaws.com', 'dynamodb.us-east-1.amazonaws.com'] },
      },
    }]);
  });

  test('with findTableKeys, fails where a key is chosen and none is named', () => {
    expect(() => stackWith([TableFeature.CREATE_TABLE], {}, findingKeys, flags)).toThrow(new Error(
      '[Stack/Access] the feature CREATE_TABLE chooses the key of new tables in the family Stack/Tables, but findTableKeys only finds keys of '
        + 'existing tables; expected the customer managed key that new tables will have; pass the key as tableKey, or leave findTableKeys '
        + 'out [cdk-dynamo-access:familyKey]'));
  });

  test('with findTableKeys, has the one key that the access names', () => {
    const stack = newStack(flags, ENV);
    new DynamoAccessRole(stack, 'Access', {
      table: findingKeys(stack), features: [TableFeature.READ_ITEM], tableKey: new Key(stack, 'Key'), logs: RoleLogs.none(),
    });

    expect(permissionsOf(stack).filter((each) => each.startsWith('kms:'))).toEqual(['kms:Decrypt on <Key961B73FD.Arn>']);
  });
});

describe.each(FLAG_SETTINGS)('a family by tag, %s:', (_flags, flags) => {
  const TAGGED = { StringEquals: { 'aws:ResourceTag/team': ['billing', 'orders'] } };

  test('is one statement on all tables, for those with the tag', () => {
    expect(readableStatements(stackWith([TableFeature.CRUD], {}, tagFamily, flags))).toEqual([{
      actions: ['DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'].map((name) => `dynamodb:${name}`),
      resources: [IN('eu-west-1', '*')],
      conditions: TAGGED,
    }]);
  });

  test('its tag stands beside rows, attributes and conditions', () => {
    expect(readableStatements(stackWith([TableFeature.READ_ITEM], {
      rows: RowScope.ofValues('a'), attributes: AttributeScope.ofAttributes('pk'), conditions: [AccessCondition.tlsOnly()],
    }, tagFamily, flags))).toEqual([{
      actions: ['dynamodb:GetItem'],
      resources: [IN('eu-west-1', '*')],
      conditions: {
        'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['a'], 'dynamodb:Attributes': ['pk'] },
        'Null': { 'dynamodb:LeadingKeys': 'false', 'dynamodb:Attributes': 'false' },
        'StringEqualsIfExists': { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
        ...TAGGED,
        'Bool': { 'aws:SecureTransport': 'true' },
      },
    }]);
  });

  test('its tag stands on no key', () => {
    const stack = newStack(flags, ENV);
    new DynamoAccessRole(stack, 'Access', {
      table: tagFamily(stack), features: [TableFeature.READ_ITEM], tableKey: new Key(stack, 'Key'), logs: RoleLogs.none(),
    });

    expect(statementsOf(stack).map(({ actions, conditions }) => [actions, conditions])).toEqual([
      [['dynamodb:GetItem'], TAGGED],
      [['kms:Decrypt'], { StringEquals: { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' } }],
    ]);
  });
});

describe('which features', () => {
  function takenBy(makeTable: (stack: Stack) => ITableRef): string[] {
    return NAMED_FEATURES.filter(([, feature]) => {
      const stack = newStack({}, ENV);
      const tableKey = Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/1234');
      try {
        new DynamoAccessRole(stack, 'Access', { table: makeTable(stack), features: [feature], tableKey, ...companionOf(feature, stack) });
        return true;
      } catch {
        return false;
      }
    }).map(([name]) => name);
  }

  test('a family by prefix takes: all but those that would reach more than they say', () => {
    const refused = ['REPLICAS', 'RESOURCE_POLICY'];

    expect(takenBy(prefixFamily)).toEqual(NAMED_FEATURES.map(([name]) => name).filter((name) => !refused.includes(name)));
  });

  test('a family by tag takes: none on resources without the tags of the table, such as streams', () => {
    const refused = [
      'BACKUP', 'CONTRIBUTOR_INSIGHTS', 'CREATE_TABLE', 'EXPORT', 'IMPORT', 'LIST_STREAMS', 'LIST_TABLES', 'REPLICAS', 'RESOURCE_POLICY',
      'RESTORE', 'STREAM_READ', 'STREAM_TRIGGER', 'TABLE_MANAGEMENT',
    ];

    expect(takenBy(tagFamily)).toEqual(NAMED_FEATURES.map(([name]) => name).filter((name) => !refused.includes(name)));
  });
});

describe('an access to a family of tables fails with', () => {
  const unknown = (options: object) => TableFeature.custom({ name: 'NEW', why: 'to test it', ...options });
  const beyond = (feature: string, action: string, types: string, remedy = 'grant the feature on single tables') =>
    `the feature ${feature} on a family of tables would also allow ${action} on each ${types} of the tables; expected features that allow the `
    + `same on everything that the ARN of the family matches; ${remedy} [cdk-dynamo-access:familyTooWide]`;
  const onAll = (name: string) => `write ${name} for the tables and all their indexes, or grant the feature on single tables`;

  test.each<[string, TableFeature, (stack: Stack) => ITableRef, string]>([
    ['resource policies', TableFeature.RESOURCE_POLICY, prefixFamily,
      beyond('RESOURCE_POLICY', 'dynamodb:DeleteResourcePolicy', 'stream')],
    ['a query of tables alone', TableFeature.QUERY.onTable(), prefixFamily,
      beyond('QUERY.onTable()', 'dynamodb:Query', 'index', onAll('QUERY'))],
    ['a bundle on tables alone', TableFeature.CRUD.onTable(), tagFamily,
      beyond('CRUD.onTable()', 'dynamodb:Query', 'index', onAll('CRUD'))],
    ['an unknown action on tables', unknown({ tableActions: ['dynamodb:New'] }), prefixFamily,
      beyond('NEW', 'dynamodb:New', 'index and stream')],
    ['an unknown action on tables and indexes', unknown({ tableActions: ['dynamodb:New'], indexActions: ['dynamodb:New'] }), prefixFamily,
      beyond('NEW', 'dynamodb:New', 'stream')],
    ['a known action on tables that is one on indexes, too', unknown({ tableActions: ['dynamodb:Query'] }), prefixFamily,
      beyond('NEW', 'dynamodb:Query', 'index')],
    ['an empty prefix', TableFeature.READ_ITEM, (stack) => TableFamily.withPrefix(stack, 'Tables', ''),
      "the family of tables has the prefix ''; expected 1 to 254 letters, digits and _ . - without wildcards; write the beginning of the names "
        + 'of the tables [cdk-dynamo-access:familyName]'],
    ['a prefix with a wildcard', TableFeature.READ_ITEM, (stack) => TableFamily.withPrefix(stack, 'Tables', 'demo*_'),
      "the family of tables has the prefix 'demo*_'; expected 1 to 254 letters, digits and _ . - without wildcards; write the beginning of the "
        + 'names of the tables [cdk-dynamo-access:familyName]'],
    ['a prefix with a slash', TableFeature.READ_ITEM, (stack) => TableFamily.withPrefix(stack, 'Tables', 'demo/index_'),
      "the family of tables has the prefix 'demo/index_'; expected 1 to 254 letters, digits and _ . - without wildcards; write the beginning "
        + 'of the names of the tables [cdk-dynamo-access:familyName]'],
    ['a prefix as long as a name', TableFeature.READ_ITEM, (stack) => TableFamily.withPrefix(stack, 'Tables', `${'a'.repeat(254)}_`),
      `the family of tables has the prefix '${'a'.repeat(254)}_'; expected 1 to 254 letters, digits and _ . - without wildcards; write the `
        + 'beginning of the names of the tables [cdk-dynamo-access:familyName]'],
    ['a tag without a value', TableFeature.READ_ITEM, (stack) => TableFamily.withTag(stack, 'Tables', 'team'),
      'the condition StringEquals aws:ResourceTag/team has no value; expected at least one value; add the values [cdk-dynamo-access:emptyList]'],
    ['streams, of a family by tag', TableFeature.STREAM_READ, tagFamily,
      'a condition on aws:ResourceTag/team cannot limit STREAM_READ, because dynamodb:DescribeStream does not support the key; expected '
        + 'features whose actions support aws:ResourceTag/team; grant STREAM_READ in another access to tables by their names '
        + '[cdk-dynamo-access:featureBesideScope]'],
  ])('%s', (_name, feature, makeTable, message) => {
    expect(() => stackWith([feature], {}, makeTable)).toThrow(new Error(`[Stack/Access] ${message}`));
  });

  test('replicas, whose indexes they would reach', () => {
    expect(() => stackWith([TableFeature.REPLICAS], { regions: ['us-east-1'] })).toThrow(new Error('[Stack/Access] '
      + beyond('REPLICAS', 'dynamodb:Query', 'index')));
  });

  test('another condition on the tag of the family', () => {
    expect(() => stackWith([TableFeature.READ_ITEM], { conditions: [AccessCondition.resourceTag('team', 'all')] }, tagFamily))
      .toThrow(errorMatching('Stack/Access', 'conditionTwice', 'StringEquals aws:ResourceTag/team'));
  });
});

describe('the pattern of a family matches its tables and nothing else', () => {
  /** What a table has, by the type of resource. */
  const below = (table: string): [string, string][] => [
    ['table', table], ['index', `${table}/index/byDate`], ['stream', `${table}/stream/2026-01-01T00:00:00.000`],
    ['backup', `${table}/backup/01`], ['export', `${table}/export/01`], ['import', `${table}/import/01`],
  ];
  const RESOURCES = [
    ...below(IN('eu-west-1', 'demo-dev_orders')), ...below(IN('us-east-1', 'demo-dev_orders')),
    ...below(IN('eu-west-1', 'demo-dev2_orders')), ...below(IN('eu-west-1', 'restored')),
  ];

  /** Whether a pattern of a policy matches an ARN: `*` stands for any characters, slashes among them. */
  function matches(pattern: string, arn: string): boolean {
    const source = pattern.split('*').map((part) => part.replace(/[.\\^$|?+()[\]{}]/g, '\\$&')).join('.*');
    return new RegExp(`^${source}$`).test(arn);
  }

  /** Every action on every type of resource that a policy reaches, by the resource types of the Service Authorization Reference. */
  async function reached(stack: Stack): Promise<string[]> {
    const pairs = permissionsOf(stack).map((permission) => permission.split(' on ')).filter(([action]) => action.startsWith('dynamodb:'));
    const found = await Promise.all(pairs.map(async ([action, pattern]) => {
      const types = (await resourceTypesOf(action))!;
      return RESOURCES.filter(([type, arn]) => pattern !== '*' && types.includes(type) && matches(pattern, arn))
        .map(([type, arn]) => `${action} on ${type}${arn.includes('demo-dev2') ? ' of another family' : ''}`);
    }));
    return [...new Set(found.flat())].sort();
  }

  const INTENDED: Record<string, string> = { 'vector-index': 'index', 'restored-table': 'table', 'replica': 'table' };

  function intended(feature: TableFeature): string[] {
    return [...new Set(feature._permissions
      .filter(({ action, on }) => action.startsWith('dynamodb:') && on !== 'account')
      .map(({ action, on }) => `${action} on ${INTENDED[on] ?? on}`))].sort();
  }

  test.each(NAMED_FEATURES.filter(([name]) => !['REPLICAS', 'RESOURCE_POLICY', 'TAGS'].includes(name)))(
    'is what %s says, and nothing else', async (_name, feature) => {
      const stack = newStack({}, ENV);
      const tableKey = Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/1234');
      new DynamoAccessRole(stack, 'Access', {
        table: prefixFamily(stack), features: [feature], tableKey, regions: ['us-east-1'], logs: RoleLogs.none(), ...companionOf(feature, stack),
      });

      expect(await reached(stack)).toEqual(intended(feature));
    });

  test('is more than named indexes say of tables, which is found', () => {
    expect(matches(FAMILY, IN('eu-west-1', 'demo-dev_orders/stream/01'))).toBe(true);
  });
});

describe('warnings of a family', () => {
  test.each(['demo-dev_', 'demo-', 'demo.'])('are none for the prefix %s', (prefix) => {
    expect(warningsOf(stackWith([TableFeature.READ_ITEM], {}, (stack) => TableFamily.withPrefix(stack, 'Tables', prefix)))).toEqual([]);
  });

  test('are one for a prefix without a separator, on the family', () => {
    const stack = newStack({}, ENV);
    const table = TableFamily.withPrefix(stack, 'Tables', 'demo-dev');
    new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.READ_ITEM], logs: RoleLogs.none() })
      .addTableAccess({ table, features: [TableFeature.PUT_ITEM] });

    expect(warningsOf(stack)).toEqual([
      "/Stack/Tables: the prefix 'demo-dev' also matches names that continue without a separator, such as demo-dev2; expected a prefix that "
        + "ends in a separator, such as 'demo-dev_'; write the prefix with its separator, or acknowledge this warning [ack: "
        + 'cdk-dynamo-access:familyWithoutSeparator]',
    ]);
  });

  test('are one for a tag', () => {
    expect(warningsOf(stackWith([TableFeature.READ_ITEM], {}, tagFamily)).map((warning) => /\[ack: (.*)\]$/.exec(warning)?.[1]))
      .toEqual(['cdk-dynamo-access:tagBasedAccess']);
  });

  test('are one for tags, which the streams of the tables have too', () => {
    expect(warningsOf(stackWith([TableFeature.CREATE_TABLE, TableFeature.TAGS]))).toEqual([
      '/Stack/Access: the grantee may change the tags of all tables of the family Stack/Tables and of their streams, so it decides about every '
        + 'permission that depends on these tags; expected TAGS only for administrators of the tables; grant the feature on single tables, or '
        + 'acknowledge this warning if no permission depends on the tags [ack: cdk-dynamo-access:familyTags]',
    ]);
  });

  test('are one for a custom feature that tags tables at their creation', () => {
    const tagging = TableFeature.custom({ name: 'TAGGING', why: 'tags new tables', tableActions: ['dynamodb:TagResource'] });

    expect(warningsOf(stackWith([tagging]))).toEqual([messageMatching('Stack/Access', 'familyTags', 'Stack/Tables')]);
  });

  test('are none for indexes that the app can not know', () => {
    expect(warningsOf(stackWith([TableFeature.QUERY]))).toEqual([]);
  });
});
