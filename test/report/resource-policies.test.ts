import { allow, ARN, index, key, Resources, role, table, writeAssembly } from './templates';
import { compareReports } from '../../src/report/analysis/compare-reports';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { formatText } from '../../src/report/formats/text';
import { AccessReportData } from '../../src/report/report-data';
import { ENV } from '../support/app';

const PARTNER = { AWS: 'arn:aws:iam::222222222222:root' };

function policy(...statements: readonly object[]): object {
  return { Version: '2012-10-17', Statement: statements.map((statement) => ({ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*', ...statement })) };
}

function withPolicy(...statements: readonly object[]): Resources {
  return table('Orders', { GlobalSecondaryIndexes: [index('byA')], ResourcePolicy: { PolicyDocument: policy(...statements) } });
}

function report(...resources: readonly Resources[]): AccessReportData {
  return reportAssembly(writeAssembly(Object.assign({}, ...resources)));
}

/** What principals from outside the app may do, in short. */
function describeExternal({ grantees, accesses }: AccessReportData): unknown[] {
  const external = grantees.filter(({ kind }) => kind === 'principal').map(({ id }) => id);
  return accesses.filter(({ grantee }) => external.includes(grantee)).flatMap(({ grantee, resource, allowed }) =>
    allowed.map(({ actions, conditions }) => [grantee, resource, actions.join(), ...conditions.map(({ text }) => text)]));
}

test('another account reaches a table through its policy, if its own policies allow it', () => {
  expect(describeExternal(report(withPolicy({ Principal: PARTNER, Action: ['dynamodb:GetItem', 'dynamodb:Query'] })))).toEqual([
    ['account 222222222222', 'Stack/Orders', 'dynamodb:GetItem,dynamodb:Query', 'only if a policy of account 222222222222 allows it too'],
    ['account 222222222222', 'Stack/Orders/index/byA', 'dynamodb:Query', 'only if a policy of account 222222222222 allows it too'],
  ]);
});

test('another account reaches a table only by actions that AWS supports in the policy of a table for other accounts', () => {
  const Action = ['dynamodb:CreateTable', 'dynamodb:GetItem', 'dynamodb:GetRecords', 'dynamodb:ListExports', 'dynamodb:PartiQLSelect'];

  expect(describeExternal(report(withPolicy({ Principal: PARTNER, Action })))).toEqual([
    ['account 222222222222', 'Stack/Orders', 'dynamodb:GetItem', 'only if a policy of account 222222222222 allows it too'],
  ]);
});

test('a role of the app gets nothing from the policy of a table by actions that no resource policy supports', () => {
  const Action = ['dynamodb:CreateTable', 'dynamodb:PartiQLSelect', 'dynamodb:RestoreTableFromBackup'];
  const { accesses } = report(withPolicy({ Principal: { AWS: `arn:aws:iam::${ENV.account}:role/Reader` }, Action }), role('Reader', [], { RoleName: 'Reader' }));

  expect(accesses.map(({ resource, allowed }) => [resource, ...allowed.flatMap(({ actions }) => actions)]))
    .toEqual([['Stack/Orders', 'dynamodb:PartiQLSelect'], ['Stack/Orders/index/byA', 'dynamodb:PartiQLSelect']]);
});

test('a service reaches a table through its policy', () => {
  expect(describeExternal(report(withPolicy({ Principal: { Service: 'redshift.amazonaws.com' } }))))
    .toEqual([['Service redshift.amazonaws.com', 'Stack/Orders', 'dynamodb:GetItem']]);
});

test('a principal whose type and ARN disagree does not stop the report', () => {
  expect(describeExternal(report(withPolicy({ Principal: { Federated: 'arn:aws:iam::222222222222:role/Partner' } }))))
    .toEqual([['Federated arn:aws:iam::222222222222:role/Partner', 'Stack/Orders', 'dynamodb:GetItem']]);
});

test('everybody reaches a table through its policy under a condition', () => {
  expect(describeExternal(report(withPolicy({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }))))
    .toEqual([['anybody', 'Stack/Orders', 'dynamodb:GetItem', 'only if aws:PrincipalOrgID is o-1']]);
});

test('what the policy denies to everybody is not said of another account', () => {
  expect(describeExternal(report(withPolicy({ Principal: PARTNER }, { Effect: 'Deny', Principal: '*' })))).toEqual([]);
});

test.each(['222222222222', 'arn:aws:iam::222222222222:root'])('a denial of the account %s applies to its roles and users', (account) => {
  const [roleOfPartner, user] = ['role/team/reader', 'user/ann'].map((name) => `arn:aws:iam::222222222222:${name}`);
  const statements = [{ Principal: { AWS: [roleOfPartner, user] } }, { Effect: 'Deny', Principal: { AWS: account } }];

  expect(describeExternal(report(withPolicy(...statements)))).toEqual([]);
});

test('a denial of a role applies to its sessions and not to its account', () => {
  const session = 'arn:aws:sts::222222222222:assumed-role/reader/one';
  const statements = [{ Principal: { AWS: [session, '222222222222'] } }, { Effect: 'Deny', Principal: { AWS: 'arn:aws:iam::222222222222:role/team/reader' } }];

  expect(describeExternal(report(withPolicy(...statements))).map((each) => (each as string[])[0])).toEqual(['account 222222222222']);
});

test.each(['AROAEXAMPLEIDOFROLE', 'arn:aws:iam::222222222222:role', 'arn:aws:iam::222222222222:of:role/x'])('the principal %s is denied by its own name', (principal) => {
  const statements = [{ Principal: { AWS: principal } }, { Effect: 'Deny', Principal: { AWS: principal } }];

  expect(describeExternal(report(withPolicy(...statements.slice(0, 1)))).map((each) => (each as string[])[0])).toEqual([principal]);
  expect(describeExternal(report(withPolicy(...statements)))).toEqual([]);
});

test('a denial of another account applies to no role of this one', () => {
  const reader = 'arn:aws:iam::222222222222:role/reader';

  expect(describeExternal(report(withPolicy({ Principal: { AWS: reader } }, { Effect: 'Deny', Principal: { AWS: '333333333333' } }))))
    .toEqual([[reader, 'Stack/Orders', 'dynamodb:GetItem', `only if a policy of ${reader} allows it too`]]);
});

test('a denial of a session is no denial of its role, and is shown with the session', () => {
  const session = `arn:aws:sts::${ENV.account}:assumed-role/Reader/nightly`;
  const reader = role('Reader', [{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*' }]);
  const { accesses } = report(withPolicy({ Effect: 'Deny', Principal: { AWS: session } }), reader);
  const [{ allowed, denied }] = accesses.filter(({ resource, grantee }) => grantee === 'Stack/Reader' && resource === 'Stack/Orders');

  expect(allowed.map(({ actions, conditions }) => [actions.join(), conditions])).toEqual([['dynamodb:GetItem', []]]);
  expect(denied.map(({ actions, conditions }) => [actions.join(), conditions.map(({ text }) => text).join()]))
    .toEqual([['dynamodb:GetItem', 'only in the session nightly']]);
});

test('a session of a role of the app is the role under a condition', () => {
  const session = `arn:aws:sts::${ENV.account}:assumed-role/Reader/nightly`;
  const data = report(withPolicy({ Principal: { AWS: session } }), role('Reader', []));

  expect(describeExternal(data)).toEqual([]);
  expect(data.accesses.map(({ grantee, resource }) => [grantee, resource])).toEqual([['Stack/Reader', 'Stack/Orders']]);
  expect(data.accesses[0].allowed.map(({ actions, conditions }) => [...actions, ...conditions.map(({ text }) => text)]))
    .toEqual([['dynamodb:GetItem', 'only in the session nightly']]);
});

test('a denial of all but an account and one of its roles spares this role and the account', () => {
  const [reader, other] = ['reader', 'other'].map((name) => `arn:aws:iam::222222222222:role/${name}`);
  const statements = [
    { Principal: { AWS: [reader, other, '222222222222', '333333333333'] } },
    { Effect: 'Deny', Principal: undefined, NotPrincipal: { AWS: ['222222222222', reader] } },
  ];

  expect(describeExternal(report(withPolicy(...statements))).map((each) => (each as string[])[0])).toEqual(['account 222222222222', reader]);
});

test('the id and the root user of an account are one grantee', () => {
  const statements = [{ Principal: { AWS: '222222222222' } }, { Principal: PARTNER, Action: 'dynamodb:Scan' }];

  expect(report(withPolicy(...statements)).grantees.map(({ id }) => id)).toEqual(['account 222222222222']);
});

test('a role of the same account that the app does not declare reaches a table through its policy alone', () => {
  const ops = `arn:aws:iam::${ENV.account}:role/ops`;

  expect(describeExternal(report(withPolicy({ Principal: { AWS: ops } })))).toEqual([[ops, 'Stack/Orders', 'dynamodb:GetItem']]);
});

test('a denial of all but some hides nobody', () => {
  const statements = [
    { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }, { Effect: 'Deny', Principal: undefined, NotPrincipal: PARTNER },
  ];

  expect(describeExternal(report(withPolicy(...statements))).map((each) => (each as string[])[0])).toEqual(['anybody']);
});

test('the account of the table and the roles of the app are no principals from outside', () => {
  const statements = [{ Principal: { AWS: ENV.account } }, { Principal: { AWS: ARN.role('clerk') } }];

  expect(describeExternal(report(withPolicy(...statements), role('clerk', [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }])))).toEqual([]);
});

test('a statement that names another resource gives nothing', () => {
  expect(describeExternal(report(withPolicy({ Principal: PARTNER, Resource: ARN.table('Others') })))).toEqual([]);
});

test('another account reaches a stream through its policy', () => {
  const stream = { StreamViewType: 'KEYS_ONLY', ResourcePolicy: { PolicyDocument: policy({ Principal: PARTNER, Action: 'dynamodb:GetRecords' }) } };

  expect(describeExternal(report(table('Orders', { StreamSpecification: stream }))).map((each) => (each as string[]).slice(0, 3)))
    .toEqual([['account 222222222222', 'Stack/Orders/stream', 'dynamodb:GetRecords']]);
});

test('a service uses a key through its policy', () => {
  const keyPolicy = policy({ Principal: { Service: 'logs.amazonaws.com' }, Action: 'kms:Encrypt' });

  expect(describeExternal(report(key('Key', { KeyPolicy: keyPolicy })))).toEqual([['Service logs.amazonaws.com', 'Stack/Key', 'kms:Encrypt']]);
});

test('the text says what another account may do', () => {
  expect(formatText(report(withPolicy({ Principal: PARTNER }))))
    .toContain('account 222222222222 may\n  - read items of Orders · only if a policy of account 222222222222 allows it too · by policy of Orders, statement 0');
});

test('a statement for another account is more access in a difference', () => {
  const [before, after] = [report(table('Orders')), report(withPolicy({ Principal: PARTNER }))];

  expect(compareReports(before, after).map(({ direction, text }) => `${direction}: ${text}`)).toEqual([
    'more: account 222222222222 may now read items of Orders, only if a policy of account 222222222222 allows it too',
  ]);
});

test.each([
  ['account', 'arn:aws:dynamodb:eu-west-1:*:table/Orders', [['Orders', false]]],
  ['Region', 'arn:aws:dynamodb:*:111122223333:table/Orders', [['Orders', false], ['resources like table/Orders in other Regions', true]]],
  ['Region like the own', 'arn:aws:dynamodb:eu-*:111122223333:table/Orders', [['Orders', false], ['resources like table/Orders in other Regions', true]]],
])('a table that a statement names in any %s is the table of the app', (_name, pattern, expected) => {
  const { accesses, resources } = report(table('Orders'), role('Reader', [allow('dynamodb:GetItem', pattern)]));
  const reached = accesses.filter(({ grantee }) => grantee === 'Stack/Reader').map(({ resource }) => resources.find(({ id }) => id === resource)!);

  expect(reached.map(({ name, any = false }) => [name, any])).toEqual(expected);
});

test('a table that a statement names in other Regions is no table of the app', () => {
  const { accesses } = report(table('Orders'), role('Reader', [allow('dynamodb:GetItem', 'arn:aws:dynamodb:us-*:111122223333:table/Orders')]));

  expect(accesses.filter(({ grantee }) => grantee === 'Stack/Reader').map(({ resource }) => resource)).toEqual(['arn:aws:dynamodb:us-*:111122223333:table/Orders']);
});
