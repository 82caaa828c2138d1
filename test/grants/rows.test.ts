import { CfnParameter, Stack } from 'aws-cdk-lib';
import { TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { DynamoAccessRole, EncryptionMode, FieldEncryption, RoleLogs, RowScope, TableAccessScope, TableFeature } from '../../src';
import { addIndexes, FLAG_SETTINGS, newStack, newTable, Statement, statementsOf } from '../support/app';
import { messageMatching, synthesisError, warningsOf } from '../support/messages';
import '../support/quiet';

const TABLE = { 'Fn::GetAtt': ['TableCD117FA1', 'Arn'] };
const KEY = { 'Fn::GetAtt': ['TableKey25666F95', 'Arn'] };
const ROWS = RowScope.ofValues('TENANT#${aws:PrincipalTag/TenantId}', 'SHARED');

const OF_ROWS = {
  'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['SHARED', 'TENANT#${aws:PrincipalTag/TenantId}'] },
  'Null': { 'dynamodb:LeadingKeys': 'false' },
};

function stackWith(features: TableFeature[], scope: TableAccessScope, flags: Record<string, unknown> = {}): Stack {
  const stack = newStack(flags);
  const table = newTable(stack, 'Table', { encryption: TableEncryption.CUSTOMER_MANAGED });
  addIndexes(table, 'byCustomer');
  new DynamoAccessRole(stack, 'Access', { table, features, logs: RoleLogs.none(), ...scope });
  return stack;
}

function onTable(stack: Stack): Statement[] {
  return statementsOf(stack).filter(({ actions }) => actions.every((action) => action.startsWith('dynamodb:')));
}

describe.each(FLAG_SETTINGS)('rows, %s', (_flags, flags) => {
  test.each<[string, TableFeature, string[]]>([
    ['READ_ITEM', TableFeature.READ_ITEM, ['GetItem']],
    ['PUT_ITEM', TableFeature.PUT_ITEM, ['PutItem']],
    ['UPDATE_ITEM', TableFeature.UPDATE_ITEM, ['UpdateItem']],
    ['DELETE_ITEM', TableFeature.DELETE_ITEM, ['DeleteItem']],
    ['QUERY.onTable()', TableFeature.QUERY.onTable(), ['Query']],
    ['BATCH_READ', TableFeature.BATCH_READ, ['BatchGetItem']],
    ['BATCH_WRITE', TableFeature.BATCH_WRITE, ['BatchWriteItem']],
    ['BATCH', TableFeature.BATCH, ['BatchGetItem', 'BatchWriteItem']],
    ['CONDITION_CHECK', TableFeature.CONDITION_CHECK, ['ConditionCheckItem']],
    ['PARTIQL_SELECT.onTable()', TableFeature.PARTIQL_SELECT.onTable(), ['PartiQLSelect']],
    ['PARTIQL_INSERT', TableFeature.PARTIQL_INSERT, ['PartiQLInsert']],
    ['PARTIQL_UPDATE', TableFeature.PARTIQL_UPDATE, ['PartiQLUpdate']],
    ['PARTIQL_DELETE', TableFeature.PARTIQL_DELETE, ['PartiQLDelete']],
    ['PARTIQL.onTable()', TableFeature.PARTIQL.onTable(), ['PartiQLDelete', 'PartiQLInsert', 'PartiQLSelect', 'PartiQLUpdate']],
  ])('of %s are one statement on the table', (_name, feature, actions) => {
    expect(onTable(stackWith([feature], { rows: ROWS }, flags)))
      .toEqual([{ actions: actions.map((name) => `dynamodb:${name}`), resources: [TABLE], conditions: OF_ROWS }]);
  });

  test('of transactions stand beside the transaction', () => {
    expect(onTable(stackWith([TableFeature.TRANSACTIONS], { rows: ROWS }, flags))).toEqual([
      {
        actions: ['dynamodb:GetItem'],
        resources: [TABLE],
        conditions: { 'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': ['TransactGetItems'] }, ...OF_ROWS },
      },
      {
        actions: ['dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
        resources: [TABLE],
        conditions: { 'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': ['TransactWriteItems'] }, ...OF_ROWS },
      },
      { actions: ['dynamodb:ConditionCheckItem'], resources: [TABLE], conditions: OF_ROWS },
    ]);
  });

  test('of a query of an index are a statement on the index alone', () => {
    expect(onTable(stackWith([TableFeature.QUERY.onIndexes('byCustomer')], { rows: ROWS }, flags))).toEqual([{
      actions: ['dynamodb:Query'],
      resources: [{ 'Fn::Join': ['', [TABLE, '/index/byCustomer']] }],
      conditions: OF_ROWS,
    }]);
  });

  test('by prefix compare the beginning', () => {
    expect(onTable(stackWith([TableFeature.READ_ITEM], { rows: RowScope.ofPrefixes('TENANT#${aws:PrincipalTag/TenantId}#') }, flags))).toEqual([{
      actions: ['dynamodb:GetItem'],
      resources: [TABLE],
      conditions: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['TENANT#${aws:PrincipalTag/TenantId}#*'] },
        'Null': { 'dynamodb:LeadingKeys': 'false' },
      },
    }]);
  });

  test('put no condition on the key of the table', () => {
    expect(statementsOf(stackWith([TableFeature.READ_ITEM], { rows: ROWS }, flags)).filter(({ actions }) => actions.includes('kms:Decrypt')))
      .toEqual([{
        actions: ['kms:Decrypt'],
        resources: [KEY],
        conditions: {
          StringEquals: {
            'kms:ViaService': [
              { 'Fn::Join': ['', ['dynamodb.', { Ref: 'AWS::Region' }, '.amazonaws.com']] },
              { 'Fn::Join': ['', ['dynamodb.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] },
            ],
          },
        },
      }]);
  });

  test('put no condition on the key of fields', () => {
    const stack = newStack(flags);
    const fieldEncryption = FieldEncryption.envelope(new Key(stack, 'Key'), { mode: EncryptionMode.READ_ONLY });
    new DynamoAccessRole(stack, 'Access', {
      table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM], rows: ROWS, fieldEncryption, logs: RoleLogs.none(),
    });

    expect(statementsOf(stack).filter(({ actions }) => actions.includes('kms:Decrypt')))
      .toEqual([{ actions: ['kms:Decrypt'], resources: [{ 'Fn::GetAtt': ['Key961B73FD', 'Arn'] }] }]);
  });

  test('put no condition on logs', () => {
    const stack = newStack(flags);
    new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM], rows: ROWS });

    expect(statementsOf(stack).filter(({ actions }) => actions.includes('logs:PutLogEvents')).map(({ conditions }) => conditions))
      .toEqual([undefined]);
  });

  test('may be known at deployment alone', () => {
    const stack = newStack(flags);
    const tenant = new CfnParameter(stack, 'Tenant').valueAsString;
    new DynamoAccessRole(stack, 'Access', {
      table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM], rows: RowScope.ofValues(`TENANT#${tenant}`), logs: RoleLogs.none(),
    });

    expect(statementsOf(stack)[0].conditions).toEqual({
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [{ 'Fn::Join': ['', ['TENANT#', { Ref: 'Tenant' }]] }] },
      'Null': { 'dynamodb:LeadingKeys': 'false' },
    });
  });

  test('of one access are dropped where another access of the role reaches all rows', () => {
    const stack = newStack(flags);
    const table = newTable(stack, 'Table');
    new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.READ_ITEM, TableFeature.PUT_ITEM], rows: ROWS, logs: RoleLogs.none() })
      .addTableAccess({ table, features: [TableFeature.READ_ITEM] });

    expect(statementsOf(stack)).toEqual([
      { actions: ['dynamodb:PutItem'], resources: [TABLE], conditions: OF_ROWS },
      { actions: ['dynamodb:GetItem'], resources: [TABLE] },
    ]);
  });

  test('of two accesses stay apart', () => {
    const stack = newStack(flags);
    const table = newTable(stack, 'Table');
    new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.READ_ITEM], rows: RowScope.ofValues('a'), logs: RoleLogs.none() })
      .addTableAccess({ table, features: [TableFeature.READ_ITEM], rows: RowScope.ofValues('b') });

    expect(statementsOf(stack).map(({ conditions }: any) => conditions['ForAllValues:StringEquals']['dynamodb:LeadingKeys'])).toEqual([['a'], ['b']]);
  });

  test('in another order give the same statements', () => {
    const [one, other] = [['a', 'b'], ['b', 'a']].map((values) =>
      statementsOf(stackWith([TableFeature.READ_ITEM], { rows: RowScope.ofValues(...values) }, flags)));

    expect(one).toEqual(other);
  });
});

test('rows that a feature can not have fail where the access is granted', () => {
  expect(() => stackWith([TableFeature.SCAN], { rows: ROWS })).toThrow(new Error('[Stack/Access] rows cannot limit SCAN, because requests for '
    + 'dynamodb:Scan name no partition key; expected features whose requests name a partition key; list the features without dynamodb:Scan, '
    + 'or grant SCAN in another access without rows [cdk-dynamo-access:featureBesideScope]'));
});

test('rows of an index that the table does not have fail at synthesis', () => {
  expect(synthesisError(stackWith([TableFeature.QUERY.onIndexes('byDate')], { rows: ROWS })))
    .toEqual(messageMatching('Stack/Access', 'indexNotDeclared', "'byDate'"));
});

test.each([
  ['TENANT#1', true], ['TENANT#', false], ['TENANT#${aws:PrincipalAccount}#', false],
])('the prefix %s warns of what else begins with it: %s', (prefix, warns) => {
  const stack = stackWith([TableFeature.READ_ITEM], { rows: RowScope.ofPrefixes(prefix) });

  expect(warningsOf(stack)).toEqual(warns ? [
    `/Stack/Access: the row prefix '${prefix}' on Stack/Table also matches partition keys that continue without a separator, such as ${prefix}2; `
      + `expected a prefix that ends in a separator, such as '${prefix}#'; write the prefix with its separator, or acknowledge this warning `
      + '[ack: cdk-dynamo-access:rowsWithoutSeparator]',
  ] : []);
});
