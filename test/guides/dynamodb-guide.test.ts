import { AccessCondition, AttributeScope, DynamoAccessRole, RoleLogs, RowScope, TableAccessScope, TableFeature } from '../../src';
import { addIndexes, ENV, newStack, newTable, Statement, statementsOf } from '../support/app';
import '../support/quiet';

/*
 * Policies of the Amazon DynamoDB Developer Guide.
 */
function statements(...features: TableFeature[]): Statement[] {
  return statementsWithin({}, ...features);
}

function statementsWithin(scope: TableAccessScope, ...features: TableFeature[]): Statement[] {
  const stack = newStack({}, ENV);
  const table = newTable(stack, 'Table');
  addIndexes(table, 'byCustomer', 'byDate');
  new DynamoAccessRole(stack, 'Access', { table, features, logs: RoleLogs.none(), ...scope });
  return statementsOf(stack);
}

function indexArn(name: string): unknown {
  return { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['TableCD117FA1', 'Arn'] }, `/index/${name}`]] };
}

test('ListTables is on *, and says why', () => {
  expect(statements(TableFeature.LIST_TABLES)).toEqual([
    { sid: 'ActionsWithoutResourceType', actions: ['dynamodb:ListTables'], resources: ['*'] },
  ]);
});

test('index only: queries reach one index, not the table', () => {
  expect(statements(TableFeature.QUERY.onIndexes('byCustomer'))).toEqual([
    { actions: ['dynamodb:Query'], resources: [indexArn('byCustomer')] },
  ]);
});

test('index only: queries reach all indexes that the table declares, not the table', () => {
  expect(statements(TableFeature.QUERY.onIndexes('byCustomer', 'byDate'))).toEqual([
    { actions: ['dynamodb:Query'], resources: [indexArn('byCustomer'), indexArn('byDate')] },
  ]);
});

test('index only: queries reach any index that the table will have, not the table', () => {
  expect(statements(TableFeature.QUERY.onAnyIndex())).toEqual([{ actions: ['dynamodb:Query'], resources: [indexArn('*')] }]);
});

/*
 * Its page on fine-grained access control: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
const TABLE = { 'Fn::GetAtt': ['TableCD117FA1', 'Arn'] };
const USER = '${www.amazon.com:user_id}';
const READ_ONLY = [TableFeature.READ_ITEM, TableFeature.BATCH_READ, TableFeature.QUERY.onTable()];

test('leading keys: a user reads the own items, and no request without a key goes through', () => {
  expect(statementsWithin({ rows: RowScope.ofValues(USER) }, ...READ_ONLY)).toEqual([{
    actions: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'],
    resources: [TABLE],
    conditions: {
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [USER] },
      'Null': { 'dynamodb:LeadingKeys': 'false' },
    },
  }]);
});

test('attributes: reads must list these, updates get back what they wrote', () => {
  const attributes = AttributeScope.ofAttributes('pk', 'sk', 'topScore');
  const named = {
    'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'sk', 'topScore'] },
    'Null': { 'dynamodb:Attributes': 'false' },
  };

  expect(statementsWithin({ attributes }, ...READ_ONLY, TableFeature.SCAN.onTable(), TableFeature.UPDATE_ITEM)).toEqual([
    {
      actions: ['dynamodb:BatchGetItem', 'dynamodb:GetItem'],
      resources: [TABLE],
      conditions: { ...named, StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } },
    },
    {
      actions: ['dynamodb:Query', 'dynamodb:Scan'],
      resources: [TABLE],
      conditions: { ...named, StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } },
    },
    {
      actions: ['dynamodb:UpdateItem'],
      resources: [TABLE],
      conditions: { ...named, StringEquals: { 'dynamodb:ReturnValues': ['NONE', 'UPDATED_NEW', 'UPDATED_OLD'] } },
    },
  ]);
});

test('leading keys and attributes: a user reads some attributes of the own items', () => {
  const scope = { rows: RowScope.ofValues(USER), attributes: AttributeScope.ofAttributes('pk', 'sk', 'topScore') };

  expect(statementsWithin(scope, TableFeature.READ_ITEM)).toEqual([{
    actions: ['dynamodb:GetItem'],
    resources: [TABLE],
    conditions: {
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [USER], 'dynamodb:Attributes': ['pk', 'sk', 'topScore'] },
      'Null': { 'dynamodb:LeadingKeys': 'false', 'dynamodb:Attributes': 'false' },
      'StringEqualsIfExists': { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
    },
  }]);
});

test('projected attributes: queries of an index get what it projects', () => {
  expect(statementsWithin({ attributes: AttributeScope.ofProjections() }, TableFeature.QUERY.onIndexes('byDate'))).toEqual([{
    actions: ['dynamodb:Query'],
    resources: [indexArn('byDate')],
    conditions: { StringEquals: { 'dynamodb:Select': 'ALL_PROJECTED_ATTRIBUTES' } },
  }]);
});

test('after a date: an access begins and ends', () => {
  const conditions = [AccessCondition.between('2026-01-01T00:00:00Z', '2026-07-01T00:00:00Z')];

  expect(statementsWithin({ conditions }, TableFeature.READ_ITEM)).toEqual([{
    actions: ['dynamodb:GetItem'],
    resources: [TABLE],
    conditions: {
      DateGreaterThanEquals: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' },
      DateLessThan: { 'aws:CurrentTime': '2026-07-01T00:00:00Z' },
    },
  }]);
});
