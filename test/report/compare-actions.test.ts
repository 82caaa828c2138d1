import { allow, ARN, deny, key, Resources, role, table, writeAssembly } from './templates';
import { compareReports } from '../../src/report/analysis/compare-reports';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { formatText } from '../../src/report/formats/text';

const ORDERS = ARN.table('Orders');
const OWN_TABLES = ARN.table('*');

function report(statements: readonly object[], ...more: Resources[]) {
  return reportAssembly(writeAssembly(Object.assign({}, table('Orders'), role('Writer', statements), ...more)));
}

function texts(before: readonly object[], after: readonly object[], ...more: Resources[]): string[] {
  return compareReports(report(before, ...more), report(after, ...more)).map(({ direction, text }) => `${direction}: ${text}`);
}

function allowAllBut(actions: string[], resource = '*'): object {
  return { Effect: 'Allow', NotAction: actions, Resource: resource };
}

test.each<[string, object, string[]]>([
  ['a pattern of actions that no feature needs', allow('kms:Put*', '*'), ['Writer may', '  - use PutKeyPolicy on any key (kms:Put*) · by Stack/Writer, statement 0']],
  ['a pattern of actions on other resources', allow('logs:PutDestination*', '*'),
    ['Writer may', '  - use PutDestination and PutDestinationPolicy on the whole account (logs:PutDestination*) · by Stack/Writer, statement 0']],
  ['a pattern that no action is like yet', allow('dynamodb:Teleport*', ORDERS), ['Writer may', '  - use Teleport* on Orders (dynamodb:Teleport*) · by Stack/Writer, statement 0']],
])('the report shows %s', (_name, statement, lines) => {
  expect(formatText(report([statement])).trim().split('\n')).toEqual(lines);
});

test.each<[string, readonly object[], readonly object[], string[]]>([
  ['a denial of a pattern that is gone', [allow('kms:*', '*'), deny('kms:Put*', '*')], [allow('kms:*', '*')], [
    'more: Writer may now use PutKeyPolicy on any key',
    'more: Writer is no longer denied to use PutKeyPolicy on and do whatever else kms:Put* stands for on any key',
  ]],
  ['NotAction without an action that it excluded', [allowAllBut(['iam:*', 'kms:PutKeyPolicy'])], [allowAllBut(['iam:*'])], ['more: Writer may now use PutKeyPolicy on any key']],
  ['NotAction without a pattern that it excluded', [allowAllBut(['dynamodb:Delete*', 'kms:*'], OWN_TABLES)], [allowAllBut(['kms:*'], OWN_TABLES)], [
    'more: Writer may now delete items of, delete the resource policy of, delete, use DeleteGlobalTableWitness and DeleteTableReplica on and do whatever else * stands for on Orders',
    'more: Writer may now use DeleteBackup on and do whatever else * stands for on backups of Orders',
    'more: Writer may now do whatever else * stands for on exports of Orders',
    'more: Writer may now do whatever else * stands for on imports of Orders',
    'more: Writer may now write and manage any other table (DeleteBackup, DeleteGlobalTableWitness, DeleteItem, DeleteResourcePolicy, DeleteTable, DeleteTableReplica, whatever else * stands for)',
  ]],
  ['a denial by NotAction that excludes one more action', [allow('kms:*', '*'), { ...deny('', '*'), Action: undefined, NotAction: ['kms:Decrypt'] }],
    [allow('kms:*', '*'), { ...deny('', '*'), Action: undefined, NotAction: ['kms:Decrypt', 'kms:PutKeyPolicy'] }],
    ['more: Writer is no longer denied to use PutKeyPolicy on any key']],
])('%s is more access', (_name, before, after, expected) => {
  expect(texts(before, after)).toEqual(expected);
});

test.each<[string, readonly object[], readonly object[], string[]]>([
  ['NotAction that excludes one more action', [allowAllBut(['iam:*'])], [allowAllBut(['iam:*', 'kms:PutKeyPolicy'])], ['less: Writer may no longer use PutKeyPolicy on any key']],
  ['one action of a pattern of the whole service', [allow('kms:*', ARN.key('K'))], [allow('kms:PutKeyPolicy', ARN.key('K'))], [
    'less: Writer may no longer use CreateGrant, Decrypt, DescribeKey, Encrypt, GenerateDataKey, GenerateDataKeyWithoutPlaintext, ReEncryptFrom, ReEncryptTo and whatever else kms:* stands for on key Stack-K, '
      + 'and still may use PutKeyPolicy on key Stack-K',
  ]],
])('%s is less access', (_name, before, after, expected) => {
  expect(texts(before, after)).toEqual(expected);
});

test('NotAction that excludes another service alone is all actions', () => {
  expect(texts([allowAllBut(['iam:*'], ORDERS)], [allowAllBut(['s3:*'], ORDERS)])).toEqual([]);
});

test('a boundary that allows another pattern of actions is more access', () => {
  const limit = (...actions: string[]): Resources => ({
    ...key('Key', { KeyPolicy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'kms:*', Resource: '*' }] } }),
    Limit: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement: [allow(actions, '*')] } } },
    ...role('Writer', [allow('kms:*', '*')], { PermissionsBoundary: { Ref: 'Limit' } }),
  });
  const [old, now] = [['kms:Decrypt', 'kms:Get*'], ['kms:Decrypt', 'kms:Get*', 'kms:Put*']].map((actions) => report([], limit(...actions)));

  expect(compareReports(old, now).map(({ direction, text }) => `${direction}: ${text}`)).toEqual([
    'more: Writer may now use PutKeyPolicy on and do whatever else kms:Put* stands for on key Key',
    'more: Writer may now use PutKeyPolicy on and do whatever else kms:Put* stands for on any other key',
  ]);
});
