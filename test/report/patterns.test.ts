import { allow, deny, index, Resources, role, table, writeAssembly } from './templates';
import { listPatternResources } from '../../src/report/analysis/named-resources';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { ENV } from '../support/app';

const HERE = `arn:aws:dynamodb:${ENV.region}:${ENV.account}`;
const ELSEWHERE = 'only if the policy of resources like';

/** What a role may query by one statement on a resource, in short. The policy has the newest version by default. */
function listQueried(resource: string, version: string | undefined = '2012-10-17', element = 'Resource'): string[] {
  const document = { ...version !== '' && { Version: version }, Statement: [{ Effect: 'Allow', Action: 'dynamodb:Query', [element]: resource }] };
  const reader: Resources = {
    Reader: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'Reader', Policies: [{ PolicyName: 'Inline', PolicyDocument: document }] } },
  };
  const { accesses, resources } = reportAssembly(writeAssembly({ ...table('Orders'), ...reader }));
  return accesses.flatMap(({ resource: id, allowed }) => allowed.map(({ conditions }) =>
    [resources.find((each) => each.id === id)!.name, ...conditions.map(({ text }) => text)].join(', ')));
}

test.each<[string, string[]]>([
  [`arn:aws:dynamodb:${ENV.region}:*:table/Orders`, ['Orders']],
  [`arn:aws:dynamodb:${ENV.region}:1*:table/Orders`, ['Orders']],
  [`arn:aws:dynamodb:${ENV.region}:11112222333?:table/Orders`, ['Orders']],
  [`arn:aws:dynamodb:${ENV.region}:2*:table/Orders`, [`resources like table/Orders, ${ELSEWHERE} table/Orders in account 2* allows it too`]],
  [`arn:aws:dynamodb:${ENV.region}:22222222222?:table/x*`, [`resources like table/x*, ${ELSEWHERE} table/x* in account 22222222222? allows it too`]],
  [`arn:aws:dynamodb:eu-west-?:${ENV.account}:table/Orders`, ['Orders', 'resources like table/Orders in other Regions']],
  [`arn:aws:dynamodb:us-?ast-1:${ENV.account}:table/foo`, ['resources like table/foo in us-?ast-1']],
  ['arn:aws:dynamodb:us-*', ['resources like * in us-*']],
  ['arn:aws:dynamodb:us-west-2', ['resources like * in us-west-2']],
  ['arn:aws:*:us-west-2:*:*', ['resources like * in us-west-2']],
  ['arn:aws:s3:us-*', []],
])('a pattern of accounts or Regions reaches those that it matches: %s', (pattern, expected) => {
  expect(listQueried(pattern)).toEqual(expected);
});

test.each<[string, string[]]>([
  ['table/x-?', ['resources like table/x-?']],
  ['table/foo/index/by?', ['indexes like by? of table foo']],
  ['table/?x*', ['resources like table/?x*']],
])('a wildcard for one character reaches resources that the app does not declare: %s', (name, expected) => {
  expect(listQueried(`${HERE}:${name}`)).toEqual(expected);
});

test.each<[string, number]>([
  [`arn:aws:kms:${ENV.region}:${ENV.account}:alias/orders`, 0],
  [`arn:aws:kms:${ENV.region}:${ENV.account}:alias/*`, 0],
  ['arn:aws:kms:*:*:alias/orders', 0],
  [`arn:aws:kms:${ENV.region}:${ENV.account}:key/1*`, 1],
  [`arn:aws:kms:${ENV.region}:${ENV.account}:*/1234`, 1],
  [`arn:aws:dynamodb::${ENV.account}:global-table/orders`, 0],
  [`${HERE}:table/orders-*`, 1],
  [`arn:aws:logs:${ENV.region}:${ENV.account}:destination:orders*`, 0],
  [`arn:aws:logs:${ENV.region}:${ENV.account}:log-group:/orders/*`, 1],
])('only tables, keys and log groups are resources like a pattern: %s', (pattern, count) => {
  expect(listPatternResources(pattern, [{ partition: 'aws', account: ENV.account, region: ENV.region }], () => false)).toHaveLength(count);
});

test('a pattern of accounts reaches resources in each account of the app that it matches', () => {
  const environments = [ENV.account, '111122224444', '333333333333'].map((account) => ({ partition: 'aws', account, region: ENV.region }));
  const reached = listPatternResources(`arn:aws:dynamodb:${ENV.region}:1*:table/foo`, environments, () => false);

  expect(reached.map(({ account, arns: [{ arn }] }) => [account, arn])).toEqual([
    [ENV.account, `${HERE}:table/foo`], ['111122224444', `arn:aws:dynamodb:${ENV.region}:111122224444:table/foo`],
  ]);
});

test.each<[string, string, string[]]>([
  ['2012-10-17', 'table/${aws:username}-*', [`resources like table/*-*, only where the resource is ${HERE}:table/\${aws:username}-*`]],
  ['2012-10-17', 'table/x${*}', []],
  ['2008-10-17', 'table/${aws:username}-*', []],
  ['', 'table/${aws:username}-*', []],
])('a policy variable is one in the newest version of policies alone: %s %s', (version, name, expected) => {
  expect(listQueried(`${HERE}:${name}`, version)).toEqual(expected);
});

test.each<[string, string[]]>([
  ['2012-10-17', ['Orders', 'any other table'].map((name) => `${name}, only where the resource is not ${HERE}:table/\${aws:username}*`)],
  ['2008-10-17', ['Orders', 'any other table']],
])('what has the text of a variable in its name is no exception, as nothing has: version %s', (version, expected) => {
  expect(listQueried(`${HERE}:table/\${aws:username}*`, version, 'NotResource')).toEqual(expected);
});

describe('a denial in one Region leaves the others', () => {
  function listReached(allowed: string, denied: string): string[] {
    const { accesses, resources } = reportAssembly(writeAssembly({ ...table('Orders', { GlobalSecondaryIndexes: [index('byA')] }), ...role('Reader', [allow('dynamodb:Query', allowed), deny('dynamodb:Query', denied)]) }));
    return accesses.filter((each) => each.allowed.length > 0).map((each) => resources.find(({ id }) => id === each.resource)!.name);
  }

  test.each<[string, string, string[]]>([
    ['*', `${HERE}:*`, ['any other table in other Regions']],
    ['*', `${HERE}:table/*`, ['any other table in other Regions']],
    ['*', 'arn:aws:dynamodb:eu-*', ['any other table in other Regions']],
    ['arn:aws:dynamodb:*:*:table/O*', `${HERE}:table/O*`, ['resources like table/O* in other Regions']],
    ['arn:aws:dynamodb:*:*:table/Orders', `${HERE}:table/*`, ['table Orders in other Regions']],
    ['arn:aws:dynamodb:*:*:table/Orders/index/*', `${HERE}:table/*`, ['any index of table Orders in other Regions']],
  ])('where %s is allowed and %s is denied', (allowed, denied, expected) => {
    expect(listReached(allowed, denied)).toEqual(expected);
  });

  test.each<[string, string, string[]]>([
    ['*', 'arn:aws:dynamodb:*:*:table/*', []],
    [`${HERE}:table/*`, `${HERE}:table/*`, []],
    ['*', `${HERE}:table/Orders*`, ['any other table']],
  ])('but not those that are denied too, and needs none where others of the Region are left: %s without %s', (allowed, denied, expected) => {
    expect(listReached(allowed, denied)).toEqual(expected);
  });
});

describe('a stand-in for resources', () => {
  function listScanned(statements: readonly object[], boundary?: object): string[] {
    const limit = boundary && {
      Limit: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement: [boundary] } } },
    };
    const { accesses, resources } = reportAssembly(writeAssembly({
      ...table('Orders', { TableName: 'orders' }), ...limit, ...role('Reader', statements, { ...limit && { PermissionsBoundary: { Ref: 'Limit' } } }),
    }));
    return accesses.filter(({ allowed }) => allowed.length > 0).map((each) => resources.find(({ id }) => id === each.resource)!.name);
  }

  const SCAN = 'dynamodb:Scan';
  const all = allow(SCAN, '*');
  const except = (action: string, ...names: string[]) => ({ Effect: 'Deny', Action: action, NotResource: names.map((name) => `${HERE}:${name}`) });

  test.each<[string, object[], object | undefined, string[]]>([
    ['of a policy and a boundary that cross', [allow(SCAN, `${HERE}:table/*-x`)], allow('*', `${HERE}:table/a-*`), ['resources like table/a-*-x']],
    ['of a policy and a boundary that share one name', [allow(SCAN, `${HERE}:table/ta?le`)], allow('*', `${HERE}:table/tab*`), ['table table']],
    ['of a policy and a denial on all others', [allow(SCAN, `${HERE}:table/*-x`), except(SCAN, 'table/a-*')], undefined, ['resources like table/a-*-x']],
    ['of nothing where a policy and a boundary have nothing in common', [allow(SCAN, `${HERE}:table/b*`)], allow('*', `${HERE}:table/a*`), []],
    ['of a pattern that also matches the indexes of all tables', [allow('dynamodb:GetItem', `${HERE}:table/*x*`)], undefined, ['resources like table/*x*']],
    ['that no pattern matches by its own name', [all, deny(SCAN, `${HERE}:table/*-other`)], undefined, ['Orders', 'any other table']],
  ])('is one %s', (_name, statements, boundary, expected) => {
    expect(listScanned(statements, boundary)).toEqual(expected);
  });

  test.each<[string, object[], string[]]>([
    ['a table', [all, except(SCAN, 'table/pay')], ['table pay']],
    ['tables like a pattern', [all, except(SCAN, 'table/pay*')], ['resources like table/pay*']],
    ['a table and its indexes', [all, except(SCAN, 'table/orders', 'table/orders/index/*')], ['Orders']],
    ['a key', [allow('kms:Decrypt', '*'), { Effect: 'Deny', Action: 'kms:Decrypt', NotResource: `arn:aws:kms:${ENV.region}:${ENV.account}:key/1234` }], ['key 1234']],
  ])('is denied where a denial spares only %s', (_name, statements, expected) => {
    expect(listScanned(statements)).toEqual(expected);
  });

  test('of a pattern below a table has no actions on tables', () => {
    const { accesses } = reportAssembly(writeAssembly({ ...role('Reader', [allow(['dynamodb:GetItem', 'dynamodb:Query'], `${HERE}:table/orders/*`)]) }));

    expect(accesses.flatMap(({ allowed }) => allowed.flatMap(({ actions }) => actions))).toEqual(['dynamodb:Query']);
  });
});
