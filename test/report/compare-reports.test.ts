import { allow, ARN, deny, Resources, role, table, writeAssembly } from './templates';
import { compareReports } from '../../src/report/analysis/compare-reports';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { formatDifferences } from '../../src/report/formats/differences-markdown';
import { Change } from '../../src/report/report-data';

const ORDERS = ARN.table('Orders');
const WITHIN = { StringEquals: { 'aws:SourceVpce': 'vpce-1' } };

/** The changes of a role named Writer from one policy to another. */
function changes(before: readonly object[], after: readonly object[], ...resources: Resources[]): Change[] {
  const report = (statements: readonly object[]) =>
    reportAssembly(writeAssembly(Object.assign({}, table('Orders'), role('Writer', statements), ...resources)));
  return compareReports(report(before), report(after));
}

function texts(...args: Parameters<typeof changes>): string[] {
  return changes(...args).map(({ direction, text }) => `${direction}: ${text}`);
}

test('the same report has no changes, however its statements are written', () => {
  expect(texts(
    [allow(['dynamodb:PutItem', 'dynamodb:GetItem'], ORDERS)],
    [allow('dynamodb:GetItem', ORDERS), allow('dynamodb:PutItem', ORDERS)],
  )).toEqual([]);
});

test('an unchanged permission that a boundary limits is no change beside another one', () => {
  const reportWriter = (...actions: string[]) => {
    const limit = { Limit: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement: [allow('dynamodb:*', '*')] } } } };
    const statements = [{ Effect: 'Allow', Action: 'dynamodb:GetItem', NotResource: ARN.table('Secrets') }, ...actions.map((action) => allow(action, ORDERS))];
    return reportAssembly(writeAssembly({ ...table('Orders'), ...limit, ...role('Writer', statements, { PermissionsBoundary: { Ref: 'Limit' } }) }));
  };

  expect(compareReports(reportWriter(), reportWriter('dynamodb:Scan')).map(({ text }) => text)).toEqual(['Writer may now scan Orders']);
});

test('a change says who, which resource and which actions', () => {
  expect(changes([], [allow('dynamodb:DeleteItem', ORDERS)])).toEqual([{
    direction: 'more',
    grantee: 'Stack/Writer',
    resource: 'Stack/Orders',
    actions: ['dynamodb:DeleteItem'],
    text: 'Writer may now delete items of Orders',
  }]);
});

test.each([
  ['more of it', [allow('dynamodb:PutItem', ORDERS)], [allow(['dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:Scan'], ORDERS)],
    ['more: Writer may now delete items of and scan Orders']],
  ['less of it', [allow(['dynamodb:DeleteItem', 'dynamodb:PutItem'], ORDERS)], [allow('dynamodb:PutItem', ORDERS)],
    ['less: Writer may no longer delete items of Orders']],
  ['new access under conditions', [], [allow('dynamodb:Scan', ORDERS, WITHIN)],
    ['more: Writer may now scan Orders, only if aws:SourceVpce is vpce-1']],
  ['a condition that is gone', [allow('dynamodb:Scan', ORDERS, WITHIN)], [allow('dynamodb:Scan', ORDERS)],
    ['more: Writer may scan Orders, now in every request, before only if aws:SourceVpce is vpce-1']],
  ['a condition that is new', [allow('dynamodb:Scan', ORDERS)], [allow('dynamodb:Scan', ORDERS, WITHIN)],
    ['less: Writer may scan Orders, now only if aws:SourceVpce is vpce-1, before in every request']],
  ['another condition', [allow('dynamodb:Scan', ORDERS, { StringEquals: { 'aws:SourceVpce': 'vpce-2' } })], [allow('dynamodb:Scan', ORDERS, WITHIN)],
    ['other: Writer may scan Orders, now only if aws:SourceVpce is vpce-1, before only if aws:SourceVpce is vpce-2']],
  ['a denial', [allow('dynamodb:Scan', ORDERS)], [allow('dynamodb:Scan', ORDERS), deny('dynamodb:Scan', ORDERS)],
    ['less: Writer may no longer scan Orders', 'less: Writer is now denied to scan Orders']],
  ['a denial that is gone', [deny('dynamodb:Scan', ORDERS)], [], ['more: Writer is no longer denied to scan Orders']],
  ['an action without a word of its own', [], [allow('dynamodb:DescribeTimeToLive', ORDERS)],
    ['more: Writer may now use DescribeTimeToLive on Orders']],
  ['a wildcard in the place of the actions that it stands for', [allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem',
    'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem', 'dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem'], ORDERS)], [allow('dynamodb:*Item', ORDERS)],
  ['more: Writer may now do whatever else dynamodb:*Item stands for on Orders']],
])('of %s is in words', (_name, before, after, expected) => {
  expect(texts(before, after)).toEqual(expected);
});

test('of many actions, the verbs come first', () => {
  const actions = ['DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem', 'BatchGetItem'];

  expect(texts([], [allow(actions.map((name) => `dynamodb:${name}`), ORDERS)])).toEqual([
    'more: Writer may now read and write Orders (BatchGetItem, DeleteItem, GetItem, PutItem, Query, Scan, UpdateItem)',
  ]);
});

test('of a managed policy whose content the app doesn\'t have is in words', () => {
  const with_ = role('Writer', [], { ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] });
  const [before, after] = [role('Writer', []), with_].map((resources) => reportAssembly(writeAssembly(resources)));

  expect([compareReports(before, after), compareReports(after, before)].map(([{ direction, text }]) => `${direction}: ${text}`)).toEqual([
    'more: Writer may now do whatever ReadOnlyAccess allows, which the app does not say',
    'more: Writer may now do what ReadOnlyAccess denies, and may no longer do what it allows, which the app does not say',
  ]);
});

test('for a pull request, more access comes first', () => {
  expect(formatDifferences(changes([allow('dynamodb:Scan', ORDERS)], [allow('dynamodb:DeleteItem', ORDERS)]))).toBe([
    '# Access', '## More access', '- Writer may now delete items of Orders', '## Less access', '- Writer may no longer scan Orders',
  ].join('\n\n') + '\n');
});

test('for a pull request, no change is said as well', () => {
  expect(formatDifferences([])).toBe('# Access\n\nNothing changes.\n');
});

test('a narrower pattern of tables is less access', () => {
  expect(texts([allow('dynamodb:GetItem', ARN.table('demo-*'))], [allow('dynamodb:GetItem', ARN.table('demo-dev-*'))]))
    .toEqual(['less: Writer may no longer read items of resources like table/demo-*']);
});

test('a pattern of tables is more access than the policy of one table gives', () => {
  const policy = { Statement: { Effect: 'Allow', Principal: { AWS: ARN.role('Writer') }, Action: 'dynamodb:*', Resource: '*' }, Version: '2012-10-17' };

  expect(texts([], [allow('dynamodb:GetItem', ARN.table('O*'))], table('Orders', { ResourcePolicy: { PolicyDocument: policy } })))
    .toEqual(['more: Writer may now read items of resources like table/O*']);
});

test('where many actions go and some stay, the change names those that go and says what stays', () => {
  const all = ['BatchGetItem', 'BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'].map((name) => `dynamodb:${name}`);

  expect(texts([allow(all, ORDERS)], [allow('dynamodb:GetItem', ORDERS)])).toEqual([
    'less: Writer may no longer use BatchGetItem, BatchWriteItem, DeleteItem, PutItem, Query, Scan and UpdateItem on Orders, and still may read items of Orders',
  ]);
});
