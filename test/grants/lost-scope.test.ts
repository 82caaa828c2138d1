import { App, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { AccessCondition, FieldEncryption, RowScope, TableAccessGrants, TableAccessPolicy, TableAccessScope, TableFeature } from '../../src';
import { addIndexes, ENV, newStack, newTable } from '../support/app';
import { lambdaRole } from '../support/functions';
import { warningsOf } from '../support/messages';
import '../support/quiet';

const { PUT_ITEM, QUERY, READ_ITEM, TRANSACT_READ, TRANSACT_WRITE, UPDATE_ITEM } = TableFeature;
const ROWS: TableAccessScope = { rows: RowScope.ofValues('a') };

/** The ids of the warnings of a role with several accesses to one table. */
function warnings(...accesses: [TableAccessScope, ...TableFeature[]][]): string[] {
  const stack = newStack({}, ENV);
  const table = newTable(stack, 'Table');
  addIndexes(table, 'byDate');
  const role = lambdaRole(stack);
  for (const [scope, ...features] of accesses) TableAccessGrants.fromTable(table, scope).features(role, ...features);
  return warningsOf(stack).map((warning) => /cdk-dynamo-access:(\w+)/.exec(warning)![1]);
}

test.each<[string, ...[TableAccessScope, ...TableFeature[]][]]>([
  ['a read beside its transaction under the same rows', [ROWS, READ_ITEM, TRANSACT_READ]],
  ['writes beside their transaction under the same rows', [ROWS, PUT_ITEM, UPDATE_ITEM, TRANSACT_WRITE]],
  ['a read beside its transaction under the same condition', [{ conditions: [AccessCondition.tlsOnly()] }, READ_ITEM, TRANSACT_READ]],
  ['two accesses of the same rows', [ROWS, READ_ITEM], [ROWS, PUT_ITEM]],
  ['rows of one table beside another action', [ROWS, READ_ITEM], [{}, PUT_ITEM]],
])('%s are no lost scope', (_name, ...accesses) => {
  expect(warnings(...accesses)).toEqual([]);
});

test.each<[string, ...[TableAccessScope, ...TableFeature[]][]]>([
  ['rows beside the same feature without', [ROWS, READ_ITEM], [{}, READ_ITEM]],
  ['rows of a transaction beside the item action without', [ROWS, TRANSACT_READ], [{}, READ_ITEM]],
  ['rows of a named index beside any index', [ROWS, QUERY.onIndexes('byDate')], [{}, QUERY.onAnyIndex()]],
])('%s are a lost scope', (_name, ...accesses) => {
  expect(warnings(...accesses)).toEqual(['scopeWithoutEffect']);
});

test('a field key beside the same key without its encryption context is a lost scope', () => {
  const stack = newStack({}, ENV);
  const [table, role, key] = [newTable(stack, 'Table'), lambdaRole(stack), new Key(stack, 'Key')];
  TableAccessGrants.fromTable(table, { fieldEncryption: FieldEncryption.direct(key, { encryptionContext: { tenant: 'a' } }) }).features(role, READ_ITEM, PUT_ITEM);
  TableAccessGrants.fromTable(newTable(stack, 'Other'), { fieldEncryption: FieldEncryption.direct(key) }).features(role, READ_ITEM, PUT_ITEM);

  expect(warningsOf(stack)).toEqual([expect.stringContaining('the encryption context of fieldEncryption(')]);
});

test('the stack of a table waits for the stack of a role by the name that the newest aws-cdk-lib has for that', () => {
  const app = new App();
  const owner = new Stack(app, 'Owner', { env: ENV });
  const partner = new Stack(app, 'Partner', { env: { ...ENV, account: '444455556666' } });
  const addStackDependency = jest.fn();
  Object.assign(owner, { addStackDependency });
  const role = lambdaRole(partner, { roleName: 'partner' });
  new TableAccessPolicy(owner, 'Policy', { table: newTable(owner, 'Table', { tableName: 'orders' }), principals: [role], features: [READ_ITEM] });

  expect(addStackDependency).toHaveBeenCalledWith(partner, 'a policy names Partner/Role');
});
