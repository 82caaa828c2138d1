import fc from 'fast-check';
import { ARN, index, key, role, table, writeAssembly } from './templates';
import { authorize, AuthorizationRequest } from '../../src/policy/evaluate';
import { Assembly, readAssembly } from '../../src/policy/read-assembly';
import { compareReports } from '../../src/report/analysis/compare-reports';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { ENV } from '../support/app';

const ORDERS = ARN.table('Orders');
const KEY = ARN.key('Key');
const inOtherRegion = (arn: string, region = 'us-east-1') => arn.replace(ENV.region, region);
const ACTION = fc.constantFrom(
  '*', 'dynamodb:*', 'dynamodb:*Item', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan', 'kms:Decrypt', 'logs:PutLogEvents',
  'kms:*', 'kms:Put*', 'kms:PutKeyPolicy', 'dynamodb:Delete*', 'dynamodb:DeleteTable', 'dynamodb:*Table', 'iam:*',
);
const RESOURCE = fc.constantFrom(
  '*', ORDERS, `${ORDERS}/index/*`, `${ORDERS}/index/byA`, `${ORDERS}*`, ARN.table('O*'), ARN.table('Customers'), ARN.table('Foreign'), ARN.table('For*'), ARN.table('*'),
  inOtherRegion(ORDERS), inOtherRegion(ARN.table('*')), 'arn:aws:dynamodb:*:*:table/Orders', 'arn:aws:dynamodb:*:*:table/Orders/index/*', 'arn:aws:kms:*:*:key/*',
  'arn:aws:dynamodb:*:*:table/*', 'arn:aws:dynamodb:eu-*', 'arn:aws:dynamodb:us-*:*:*', `arn:aws:dynamodb:${ENV.region}`, ARN.table('?rders*'), ARN.key('Key'), 'arn:aws:kms:eu-west-1:111122223333:key/*', `${ARN.table('${aws:PrincipalTag/t}')}`,
);
const ROWS = 'dynamodb:LeadingKeys';
const CONDITION = fc.constantFrom<object | undefined>(
  undefined, undefined,
  { 'ForAllValues:StringEquals': { [ROWS]: ['A#', 'B#'] }, 'Null': { [ROWS]: 'false' } },
  { 'ForAllValues:StringEquals': { [ROWS]: ['A#', 'B#', 'C#'] }, 'Null': { [ROWS]: 'false' } },
  { 'ForAllValues:StringLike': { [ROWS]: ['A*'] }, 'Null': { [ROWS]: 'false' } },
  { 'ForAllValues:StringEquals': { [ROWS]: 'A#' } }, { 'ForAnyValue:StringEquals': { [ROWS]: ['A#', 'C#'] } },
  { 'ForAllValues:StringEqualsIgnoreCase': { [ROWS]: 'a#' }, 'Null': { [ROWS]: 'false' } }, { 'ForAnyValue:StringNotEquals': { [ROWS]: 'A#' } },
  { 'ForAnyValue:StringNotEqualsIgnoreCase': { [ROWS]: 'a#' } }, { 'ForAllValues:StringLike': { [ROWS]: '${aws:PrincipalTag/t}*' } },
  { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, { IpAddress: { 'aws:SourceIp': '10.1.0.0/16' } }, { NotIpAddress: { 'aws:SourceIp': '10.1.0.0/16' } },
  { StringEquals: { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] } }, { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } },
  { StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-1' } }, { StringLike: { 'aws:SourceVpce': 'vpce-*' } },
);

const STATEMENT = fc.record({
  Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
  actions: fc.uniqueArray(ACTION, { minLength: 1, maxLength: 2 }),
  resources: fc.uniqueArray(RESOURCE, { minLength: 1, maxLength: 2 }),
  inverted: fc.constantFrom('', '', '', 'Action', 'Resource', 'Resource'),
  Condition: CONDITION,
}).map(({ Effect, actions, resources, inverted, Condition }) => ({
  Effect, [inverted === 'Action' ? 'NotAction' : 'Action']: actions, [inverted === 'Resource' ? 'NotResource' : 'Resource']: resources, Condition,
}));
const STATEMENTS = fc.array(STATEMENT, { minLength: 1, maxLength: 2 });
const OF_TABLE = fc.array(fc.record({
  Effect: fc.constantFrom('Allow', 'Deny'),
  Principal: fc.constantFrom<unknown>('*', { AWS: ARN.role('Writer') }, { AWS: '222233334444' }),
  Action: fc.constantFrom('dynamodb:GetItem', 'dynamodb:*'),
  Resource: fc.constant('*'),
  Condition: CONDITION,
}), { minLength: 1, maxLength: 1 });

/** The policies of a role: its own, perhaps its boundary, and perhaps the one of a table. */
export interface Policies {
  readonly own: readonly object[];
  readonly boundary?: readonly object[];
  readonly ofTable?: readonly object[];
  /** The version of the policies. In old ones, policy variables are plain text. */
  readonly version?: string;
}

export const POLICIES: fc.Arbitrary<Policies> = fc.record(
  { own: STATEMENTS, version: fc.constantFrom('2012-10-17', '2012-10-17', '2012-10-17', '2008-10-17'), boundary: fc.option(STATEMENTS, { nil: undefined, freq: 4 }), ofTable: fc.option(OF_TABLE, { nil: undefined, freq: 3 }) });

/** Two states of the policies. Most differ in one part. */
export const CHANGE: fc.Arbitrary<[Policies, Policies]> = fc.tuple(POLICIES, POLICIES, fc.constantFrom('own', 'own', 'own', 'boundary', 'ofTable', 'version', 'all'))
  .map(([before, after, part]): [Policies, Policies] => part === 'all' ? [before, after] : [before, { ...before, [part]: after[part] }]);

/** The actions and resources of requests. */
const TABLE_ACTIONS = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:Scan', 'dynamodb:DeleteTable'];
const TABLES = [...['Orders', 'Orders', 'Customers', 'Foreign', 'Fort', 'Other', 'Orders2'].map(ARN.table), inOtherRegion(ORDERS), inOtherRegion(ARN.table('Other')), inOtherRegion(ORDERS, 'ap-south-1')];
const INDEXES = [ORDERS, inOtherRegion(ORDERS), inOtherRegion(ORDERS, 'ap-south-1')].map((arn) => `${arn}/index/byA`);
const ON_RESOURCE = fc.oneof(
  { weight: 4, arbitrary: fc.record({ action: fc.constantFrom(...TABLE_ACTIONS), resource: fc.constantFrom(...TABLES) }) },
  fc.record({ action: fc.constantFrom('dynamodb:Query', 'dynamodb:Scan'), resource: fc.constantFrom(...INDEXES) }),
  fc.record({ action: fc.constantFrom('kms:Decrypt', 'kms:PutKeyPolicy'), resource: fc.constantFrom(KEY, inOtherRegion(KEY)) }),
);

export const REQUESTS: fc.Arbitrary<Omit<AuthorizationRequest, 'principal'>[]> = fc.array(fc.record({
  on: ON_RESOURCE,
  context: fc.record({
    'dynamodb:LeadingKeys': fc.array(fc.constantFrom('A#', 'B#', 'C#', 'A1', 'a#', 'Orders1'), { maxLength: 2 }),
    'aws:SourceIp': fc.constantFrom('10.1.2.3', '10.2.0.1', '203.0.113.7'),
    'aws:SourceVpce': fc.constantFrom('vpce-1', 'vpce-2', 'vpce-3'),
    'aws:PrincipalTag/t': fc.constantFrom('Orders', 'Other'),
  }, { requiredKeys: [] }).map((context) => context as AuthorizationRequest['context']),
}).map(({ on, context }) => ({ ...on, context })), { minLength: 30, maxLength: 30 });

/** Writes the assembly of an app with these policies. */
export function synthesize({ own, boundary, ofTable, version = '2012-10-17' }: Policies): string {
  const toDocument = (Statement: readonly object[]) => ({ Version: version, Statement });
  return writeAssembly({
    ...table('Orders', { GlobalSecondaryIndexes: [index('byA')], ...ofTable && { ResourcePolicy: { PolicyDocument: toDocument(ofTable) } } }),
    ...table('Customers'),
    ...key('Key'),
    ...boundary && { Limit: { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName: 'limit', PolicyDocument: toDocument(boundary) } } },
    ...role('Writer', [], { Policies: [{ PolicyName: 'Inline', PolicyDocument: toDocument(own) }], ...boundary && { PermissionsBoundary: { Ref: 'Limit' } } }),
  });
}

function isAllowed({ roles: [{ arn, account, policies, boundary }], tables }: Assembly, request: Omit<AuthorizationRequest, 'principal'>): boolean {
  const owner = tables.find((each) => request.resource === each.arn || request.resource.startsWith(`${each.arn}/`));
  return authorize({
    identity: policies.map(({ document }) => document!),
    boundary: boundary?.document,
    resource: { account, document: owner?.policy },
  }, { ...request, principal: { arn, account } }).allowed;
}

/** The requests that are newly allowed, although the difference says nothing of more access by their action. */
export function findUnsaidRequests([before, after]: [Policies, Policies], requests: readonly Omit<AuthorizationRequest, 'principal'>[]): { allowed: number; unsaid: object[] } {
  const [old, now] = [before, after].map(synthesize);
  const [oldApp, newApp] = [old, now].map((directory) => readAssembly(directory, { ...ENV, partition: 'aws' }));
  const allowed = requests.filter((request) => isAllowed(newApp, request) && !isAllowed(oldApp, request));
  if (allowed.length === 0) return { allowed: 0, unsaid: [] };
  const more = compareReports(reportAssembly(old), reportAssembly(now)).filter(({ direction }) => direction !== 'less');
  const unsaid = allowed.filter(({ action }) => !more.some(({ actions }) => actions.includes(action) || actions.some((each) => each.startsWith('whatever'))));
  return { allowed: allowed.length, unsaid };
}
