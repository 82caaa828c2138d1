import { allow, ARN, deny, index, Resources, role, table, writeAssembly } from './templates';
import { compareReports } from '../../src/report/analysis/compare-reports';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { ENV } from '../support/app';

const ORDERS = ARN.table('Orders');
const OWN_TABLES = ARN.table('*');
const LOG_GROUP = `arn:aws:logs:${ENV.region}:${ENV.account}:log-group:/x/F`;
const ANYWHERE = 'any resource in all Regions and accounts';

/** The changes of a role named Writer from one policy to another, in an app that may have no environment. */
function texts(before: readonly object[], after: readonly object[], more: Resources = {}, environment?: string): string[] {
  const [old, now] = [before, after].map((statements) => reportAssembly(
    writeAssembly({ ...table('Orders', { GlobalSecondaryIndexes: [index('byA')] }), ...role('Writer', statements), ...more }, environment)));
  return compareReports(old, now).map(({ direction, text }) => `${direction}: ${text}`);
}

test.each<[string, readonly object[], readonly object[], string[]]>([
  ['any table of one Region to any resource', [allow('dynamodb:GetItem', OWN_TABLES)], [allow('dynamodb:GetItem', '*')], [`more: Writer may now read items of ${ANYWHERE} (dynamodb:GetItem)`]],
  ['any key of one Region to any resource', [allow('kms:Decrypt', ARN.key('*').replace('Stack-', ''))], [allow('kms:Decrypt', '*')],
    [`more: Writer may now decrypt with ${ANYWHERE} (kms:Decrypt)`]],
  ['the indexes of one table to those in all Regions', [allow('dynamodb:Query', `${ORDERS}/index/*`)],
    [allow('dynamodb:Query', 'arn:aws:dynamodb:*:*:table/Orders/index/*')], ['more: Writer may now query resources like table/Orders/index/*']],
  ['a log group of one Region to those of its name', [allow('logs:PutLogEvents', `${LOG_GROUP}:*`)],
    [allow('logs:PutLogEvents', 'arn:aws:logs:*:*:log-group:/x/F:*')], ['more: Writer may now write to resources like log-group:/x/F:*']],
  ['a condition on all Regions beside one Region without it', [allow('dynamodb:GetItem', '*', { Bool: { 'aws:SecureTransport': 'true' } }), allow('dynamodb:GetItem', OWN_TABLES)],
    [allow('dynamodb:GetItem', '*')], [`more: Writer may now read items of ${ANYWHERE} (dynamodb:GetItem)`]],
])('from %s is more access', (_name, before, after, expected) => {
  expect(texts(before, after)).toEqual(expected);
});

test('a condition on all Regions is in the text, so that the same without it is another change', () => {
  const inAll = (condition?: object) => texts([allow('dynamodb:GetItem', OWN_TABLES)], [allow('dynamodb:GetItem', OWN_TABLES), allow('dynamodb:GetItem', '*', condition)]);

  expect(inAll({ Bool: { 'aws:SecureTransport': 'true' } })).toEqual([`more: Writer may now read items of ${ANYWHERE} (dynamodb:GetItem), only if aws:SecureTransport is true`]);
  expect(inAll()).toEqual([`more: Writer may now read items of ${ANYWHERE} (dynamodb:GetItem)`]);
});

test('a denial in one Region in place of one in all is more access', () => {
  expect(texts([allow('dynamodb:GetItem', '*'), deny('dynamodb:GetItem', '*')], [allow('dynamodb:GetItem', '*'), deny('dynamodb:GetItem', ARN.table('*'))]))
    .toEqual(['more: Writer may now read items of any other table in other Regions', `more: Writer is no longer denied to read items of ${ANYWHERE} (dynamodb:GetItem)`]);
});

test('a boundary for the tables of one Region leaves the table that a policy names in all Regions', () => {
  const limited = (resource: string) => reportAssembly(writeAssembly({
    Limit: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement: [allow('*', OWN_TABLES.replace(ENV.region, 'us-east-1'))] } } },
    ...role('Writer', [allow('dynamodb:GetItem', resource)], { PermissionsBoundary: { Ref: 'Limit' } }),
  }));

  expect(compareReports(limited(ORDERS), limited('arn:aws:dynamodb:*:*:table/Orders')).map(({ text }) => text))
    .toContain('Writer may now read items of table Orders in us-east-1');
});

test('all tables but those of one Region are more access where a boundary limits them to a name', () => {
  const limited = (statements: readonly object[]): Resources => ({
    Limit: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement: [allow('*', 'arn:aws:dynamodb:*:*:table/Orders/index/*')] } } },
    ...role('Writer', statements, { PermissionsBoundary: { Ref: 'Limit' } }),
  });
  const [before, after] = [[allow('dynamodb:Query', ARN.table('Other'))], [{ Effect: 'Allow', Action: 'dynamodb:Query', NotResource: OWN_TABLES }]]
    .map((statements) => reportAssembly(writeAssembly({ ...table('Orders', { GlobalSecondaryIndexes: [index('byA')] }), ...limited(statements) })));

  expect(compareReports(before, after).map(({ direction, text }) => `${direction}: ${text}`))
    .toContain('more: Writer may now query any index of table Orders in other Regions');
});

test('a boundary for all Regions in place of one for one Region is more access', () => {
  const limit = (resource: string): Resources => ({
    Limit: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement: [allow('dynamodb:*', resource)] } } },
    ...role('Writer', [allow('dynamodb:GetItem', '*')], { PermissionsBoundary: { Ref: 'Limit' } }),
  });
  const [old, now] = [OWN_TABLES, '*'].map((resource) => reportAssembly(writeAssembly({ ...table('Orders'), ...limit(resource) })));

  expect(compareReports(old, now).map(({ direction, text }) => `${direction}: ${text}`)).toEqual([`more: Writer may now read items of ${ANYWHERE} (dynamodb:GetItem)`]);
});

test('the Region of a stack that can be deployed anywhere is one Region', () => {
  const own = { 'Fn::Sub': 'arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/*' };

  expect(texts([allow('dynamodb:GetItem', own)], [allow('dynamodb:GetItem', '*')], {}, 'aws://unknown-account/unknown-region'))
    .toEqual([`more: Writer may now read items of ${ANYWHERE} (dynamodb:GetItem)`]);
});

test('new access to any resource is said once', () => {
  expect(texts([], [allow('dynamodb:GetItem', '*')]))
    .toEqual(['more: Writer may now read items of Orders', 'more: Writer may now read items of any other table']);
});

test('one table in place of all Regions is less access', () => {
  expect(texts([allow('dynamodb:GetItem', '*')], [allow('dynamodb:GetItem', ORDERS)]))
    .toEqual(['less: Writer may no longer read items of any other table']);
});

test('a table of another name in place of all is no more access to it', () => {
  expect(texts([allow('dynamodb:GetItem', '*')], [allow('dynamodb:GetItem', ARN.table('Foreign'))]))
    .toEqual(['less: Writer may no longer read items of Orders', 'less: Writer may no longer read items of any other table']);
});

test('a new replica is new access to the replica alone', () => {
  const replicated = (...regions: string[]) => reportAssembly(writeAssembly({
    Orders: { Type: 'AWS::DynamoDB::GlobalTable', Properties: { TableName: 'Orders', Replicas: regions.map((Region) => ({ Region })) } },
    ...role('Writer', [allow('dynamodb:GetItem', 'arn:aws:dynamodb:*:*:table/Orders')]),
  }));
  const changes = compareReports(replicated(ENV.region), replicated(ENV.region, 'us-east-1'));

  expect(changes.map(({ direction, text }) => `${direction}: ${text}`)).toEqual(['more: Writer may now read items of Orders in us-east-1']);
});
