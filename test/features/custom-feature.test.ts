import { findCustomActionProblem, leavesKeyUseOpen, listCustomPermissions } from '../../src/features/custom-feature';
import { PermissionResourceType } from '../../src/features/permission';
import { TableFeature } from '../../src/features/table-feature';

const FEATURE = { name: 'NEW', why: 'to test it' };

/** The permissions of a custom feature as `action on place`. */
function placed(options: object): string[] {
  return listCustomPermissions({ ...FEATURE, ...options }).map(({ action, on }) => `${action} on ${on}`);
}

describe('the permissions of a custom feature', () => {
  test('are none without actions', () => {
    expect(placed({})).toEqual([]);
  });

  test.each([
    ['tableActions', 'table'],
    ['indexActions', 'index'],
    ['streamActions', 'stream'],
    ['accountActions', 'account'],
  ])('are, for %s, on the %s', (list, place) => {
    expect(placed({ [list]: ['dynamodb:One', 'dynamodb:Two'] })).toEqual([`dynamodb:One on ${place}`, `dynamodb:Two on ${place}`]);
  });

  test('have the reason that the user gave', () => {
    expect(listCustomPermissions({ ...FEATURE, indexActions: ['dynamodb:One'] }))
      .toEqual([{ action: 'dynamodb:One', on: 'index', why: 'to test it' }]);
  });

  test.each([
    ['an item action on the table', { tableActions: ['dynamodb:GetItem'] },
      ['dynamodb:GetItem on table', 'kms:Decrypt on table-key']],
    ['Query on indexes', { indexActions: ['dynamodb:Query'] },
      ['dynamodb:Query on index', 'kms:Decrypt on table-key']],
    ['GetRecords on the stream', { streamActions: ['dynamodb:GetRecords'] },
      ['dynamodb:GetRecords on stream', 'kms:Decrypt on table-key']],
  ])('use the table key for %s', (_name, options, expected) => {
    expect(placed(options)).toEqual(expected);
  });

  test.each([
    ['a management action', { tableActions: ['dynamodb:DescribeTable'] }, ['dynamodb:DescribeTable on table']],
    ['an action that the library does not know', { tableActions: ['dynamodb:StartBulkPutItems'] },
      ['dynamodb:StartBulkPutItems on table']],
  ])('use no table key for %s', (_name, options, expected) => {
    expect(placed(options)).toEqual(expected);
  });

  test('use the table key where the user says so', () => {
    expect(placed({ tableActions: ['dynamodb:StartBulkPutItems'], usesTableKey: true }))
      .toEqual(['dynamodb:StartBulkPutItems on table', 'kms:Decrypt on table-key']);
  });

  test('use the table key once where the user says what is known already', () => {
    expect(placed({ tableActions: ['dynamodb:GetItem', 'dynamodb:PutItem'], usesTableKey: true }))
      .toEqual(['dynamodb:GetItem on table', 'dynamodb:PutItem on table', 'kms:Decrypt on table-key']);
  });

  test('use no table key where the user says so', () => {
    expect(placed({ tableActions: ['dynamodb:GetItem'], usesTableKey: false })).toEqual(['dynamodb:GetItem on table']);
  });
});

describe('the use of the table key by a custom feature', () => {
  test.each<[string, object, boolean]>([
    ['is open for an unknown action on the table', { tableActions: ['dynamodb:GetItem', 'dynamodb:New'] }, true],
    ['is open for an unknown action on indexes', { indexActions: ['dynamodb:New'] }, true],
    ['is open for an unknown action on the stream', { streamActions: ['dynamodb:New'] }, true],
    ['is known for actions that the library knows', { tableActions: ['dynamodb:GetItem'], indexActions: ['dynamodb:Query'] }, false],
    ['is known for an action on the account, which has no key', { accountActions: ['dynamodb:New'] }, false],
    ['is known where the user says that it does', { tableActions: ['dynamodb:New'], usesTableKey: true }, false],
    ['is known where the user says that it does not', { tableActions: ['dynamodb:New'], usesTableKey: false }, false],
  ])('%s', (_name, options, expected) => {
    expect(leavesKeyUseOpen({ ...FEATURE, ...options })).toBe(expected);
  });

  test('is recorded in the feature', () => {
    expect(TableFeature.custom({ ...FEATURE, tableActions: ['dynamodb:New'] }).onTable()._custom).toEqual({ leavesKeyOpen: true });
  });

  test('is known for features of the library', () => {
    expect(TableFeature.READ_ITEM._custom).toBeUndefined();
  });
});

describe('a custom feature', () => {
  test('has the name that the user gave', () => {
    expect(TableFeature.custom({ name: 'BULK_PUT_ITEMS', why: 'to test it' }).name).toBe('BULK_PUT_ITEMS');
  });

  test('keeps its actions when it is told which indexes to reach', () => {
    const feature = TableFeature.custom({ ...FEATURE, indexActions: ['dynamodb:One'] }).onIndexes('byDate');

    expect(feature._permissions).toEqual([{ action: 'dynamodb:One', on: 'index', why: 'to test it' }]);
  });

  test('is still a custom one when it is told which indexes to reach', () => {
    expect(TableFeature.custom(FEATURE).onIndexes('byDate')._custom !== undefined).toBe(true);
  });
});

describe('an action in a custom feature', () => {
  const problemOf = (action: string, on: PermissionResourceType) => findCustomActionProblem({ action, on, why: 'to test it' });

  test.each<[string, PermissionResourceType]>([
    ['dynamodb:GetItem', 'table'],
    ['dynamodb:Query', 'table'],
    ['dynamodb:Query', 'index'],
    ['dynamodb:GetRecords', 'stream'],
    ['dynamodb:ListTables', 'account'],
    ['dynamodb:StartBulkPutItems', 'table'],
    ['dynamodb:StartBulkPutItems', 'account'],
  ])('is sound: %s on the %s', (action, on) => {
    expect(problemOf(action, on)).toBeUndefined();
  });

  test.each([
    ['a wildcard', 'dynamodb:*'],
    ['a wildcard in the name', 'dynamodb:Get*'],
    ['a single-character wildcard', 'dynamodb:GetIte?'],
    ['all actions', '*'],
    ['an action of another service', 'kms:Decrypt'],
    ['a name without the service', 'GetItem'],
    ['a name that begins in lower case', 'dynamodb:freezeTable'],
    ['no name', 'dynamodb:'],
    ['nothing', ''],
    ['text before the name', ' dynamodb:GetItem'],
    ['text after the name', 'dynamodb:GetItem '],
  ])('fails when it is %s', (_name, action) => {
    expect(problemOf(action, 'table')).toEqual({
      id: 'customAction',
      value: `the action '${action}'`,
      expected: 'an action in the form dynamodb:ActionName without wildcards',
      remedy: 'write the full name of each action, such as dynamodb:GetItem',
    });
  });

  test.each([
    ['dynamodb:getItem', 'dynamodb:GetItem'],
    ['dynamodb:TRANSACTWRITEITEMS', 'dynamodb:TransactWriteItems'],
  ])('fails when it is spelt otherwise than by AWS, as IAM would take it all the same: %s', (action, spelling) => {
    expect(problemOf(action, 'table')).toEqual({
      id: 'customAction', value: `the action '${action}', which AWS spells differently`, expected: spelling, remedy: `write ${spelling}`,
    });
  });

  test.each([
    ['dynamodb:BatchExecuteStatement', 'use TableFeature.PARTIQL or one of its four parts'],
    ['dynamodb:ExecuteStatement', 'use TableFeature.PARTIQL or one of its four parts'],
    ['dynamodb:ExecuteTransaction', 'use TableFeature.PARTIQL or one of its four parts'],
    ['dynamodb:TransactGetItems', 'use TableFeature.TRANSACT_READ'],
    ['dynamodb:TransactWriteItems', 'use TableFeature.TRANSACT_WRITE or one of its four parts'],
  ])('fails when it is %s, which is an API operation', (action, remedy) => {
    expect(problemOf(action, 'table')).toEqual({
      id: 'customAction',
      value: `the action '${action}', which is an API operation without an IAM action`,
      expected: 'an action that IAM has',
      remedy,
    });
  });

  test.each<[string, PermissionResourceType, string, string]>([
    ['dynamodb:GetItem', 'index', 'the action in the list of each resource type that AWS authorizes it on: table', 'move the action to tableActions'],
    ['dynamodb:GetItem', 'account', 'the action in the list of each resource type that AWS authorizes it on: table', 'move the action to tableActions'],
    ['dynamodb:GetRecords', 'table', 'the action in the list of each resource type that AWS authorizes it on: stream', 'move the action to streamActions'],
    ['dynamodb:Query', 'stream', 'the action in the list of each resource type that AWS authorizes it on: table and index',
      'move the action to tableActions and indexActions'],
    ['dynamodb:ListTables', 'table', 'the action in accountActions, because AWS authorizes it on no resource', 'move the action to accountActions'],
  ])('fails when %s is among the %s actions', (action, on, expected, remedy) => {
    expect(problemOf(action, on)).toEqual({
      id: 'customActionPlace',
      value: `the action '${action}' in ${on}Actions, where it allows nothing`,
      expected,
      remedy,
    });
  });
});
