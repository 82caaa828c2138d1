import * as fc from 'fast-check';
import { REPLICA, STREAM, TABLE, VIA } from './places';
import { AccessCondition, AttributeScope, RowScope } from '../../src';
import { AccessConditions, findConditionsProblem } from '../../src/conditions/access-conditions';
import { TableFeature } from '../../src/features/table-feature';
import { AccessResources } from '../../src/plan/plan-access';
import { ContextValues } from '../../src/policy/evaluate';
import { neededOnKey, neededPermissions, TableAtHand } from '../catalogue/needed-pairs';
import { FEATURES } from '../support/features';

export const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/orders';
export const VIA_REPLICA = 'dynamodb.us-east-1.amazonaws.com';
const RESTORED = 'arn:aws:dynamodb:eu-west-1:111122223333:table/Restored';
const BUCKET = 'arn:aws:s3:::exchange';

/** A permission that a request asks for, and the transaction that the request is, if it is one. */
export interface Needed {
  readonly action: string;
  readonly resource: string;
  readonly enclosing?: string;
}

/** Something that requests must say, and what they say instead where they go beyond it: nothing, where it is undefined. */
interface Limit {
  readonly when: AccessConditions;
  readonly meets: ContextValues;
  readonly fails: readonly Readonly<Record<string, string | readonly string[] | undefined>>[];
}

/** An access: what the planner is asked, and what it is to allow. */
export interface GeneratedAccess {
  readonly features: readonly TableFeature[];
  readonly places: AccessResources;
  readonly when: AccessConditions;
  readonly needed: readonly Needed[];
  readonly limits: readonly Limit[];
  /** How KMS names DynamoDB in the Regions of the access. */
  readonly viaServices: readonly string[];
}

/** Which of a table's indexes a feature is narrowed to, as its user says it. */
interface Narrowed {
  readonly feature: TableFeature;
  /** Nothing for the table and all indexes that it declares. */
  readonly to?: { readonly table: boolean; readonly indexes: (index: string) => boolean };
}

const INDEXES = ['byCustomer', 'byDate', 'byPrice'];

/** Every index that there may be: those of a table, vector indexes, and those that it doesn't declare. */
export const ANY_INDEX = [...INDEXES, 'bySimilarity', 'later'];

/** The features that reach indexes, by the words of the AWS reference: what they do is authorized on those. */
const ON_INDEXES = ['QUERY', 'SCAN', 'CRUD', 'PARTIQL_SELECT', 'PARTIQL', 'CONTRIBUTOR_INSIGHTS'];
const INDEX_ACTIONS = [
  'dynamodb:Query', 'dynamodb:Scan', 'dynamodb:PartiQLSelect', 'dynamodb:DescribeContributorInsights',
  'dynamodb:UpdateContributorInsights',
];

const indexNames = fc.subarray(INDEXES);

/** A feature as it is, or narrowed: to the table, to some of the indexes of this table, to any index. */
function narrowed(feature: TableFeature, indexes: readonly string[]): fc.Arbitrary<Narrowed> {
  const plain = fc.constant({ feature });
  if (!ON_INDEXES.includes(feature.name)) return plain;
  return fc.oneof(
    plain,
    fc.constant({ feature: feature.onTable(), to: { table: true, indexes: () => false } }),
    fc.constant({ feature: feature.onAnyIndex(), to: { table: false, indexes: () => true } }),
    ...indexes.length === 0 ? [] : [fc.subarray([...indexes], { minLength: 1 }).map((names) => ({
      feature: feature.onIndexes(...names), to: { table: false, indexes: (index: string) => names.includes(index) },
    }))],
  );
}

const ROWS: Limit[] = [
  {
    when: { rows: RowScope.ofValues('a', 'b') },
    meets: { 'dynamodb:LeadingKeys': ['a', 'b'] },
    fails: [['c'], ['a', 'c'], ['A'], ['ab'], undefined].map((values) => ({ 'dynamodb:LeadingKeys': values })),
  },
  {
    when: { rows: RowScope.ofPrefixes('TENANT#${aws:PrincipalTag/tenant}#') },
    meets: { 'dynamodb:LeadingKeys': ['TENANT#1#x'], 'aws:PrincipalTag/tenant': '1' },
    fails: [
      ...[['TENANT#12#x'], ['TENANT#1'], ['TENANT#1#x', 'TENANT#2#x'], undefined].map((values) => ({ 'dynamodb:LeadingKeys': values })),
      { 'aws:PrincipalTag/tenant': '2' }, { 'aws:PrincipalTag/tenant': undefined },
    ],
  },
];

const ATTRIBUTES: Limit[] = [
  {
    when: { attributes: AttributeScope.ofAttributes('pk', 'sk', 'note') },
    meets: { 'dynamodb:Attributes': ['pk', 'note'], 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES', 'dynamodb:ReturnValues': 'UPDATED_NEW' },
    fails: [
      { 'dynamodb:Attributes': ['pk', 'secret'] }, { 'dynamodb:Attributes': undefined }, { 'dynamodb:Select': 'ALL_ATTRIBUTES' },
      { 'dynamodb:ReturnValues': 'ALL_OLD' },
    ],
  },
  {
    when: { attributes: AttributeScope.writeOnly() },
    meets: { 'dynamodb:ReturnValues': 'NONE' },
    fails: ['ALL_OLD', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW'].map((value) => ({ 'dynamodb:ReturnValues': value })),
  },
];

const CONDITIONS: Limit[] = [
  {
    when: { conditions: [AccessCondition.tlsOnly()] },
    meets: { 'aws:SecureTransport': 'true' },
    fails: [{ 'aws:SecureTransport': 'false' }],
  },
  {
    when: { conditions: [AccessCondition.between('2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z')] },
    meets: { 'aws:CurrentTime': '2026-06-30T12:00:00Z' },
    fails: ['2025-12-31T23:59:59Z', '2027-01-01T00:00:00Z'].map((time) => ({ 'aws:CurrentTime': time })),
  },
  {
    when: { conditions: [AccessCondition.fromVpcs('vpc-1', 'vpc-2')] },
    meets: { 'aws:SourceVpc': 'vpc-2' },
    fails: [{ 'aws:SourceVpc': 'vpc-3' }, { 'aws:SourceVpc': undefined }],
  },
  {
    when: { conditions: [AccessCondition.resourceTag('team', 'orders')] },
    meets: { 'aws:ResourceTag/team': 'orders' },
    fails: [{ 'aws:ResourceTag/team': 'sales' }, { 'aws:ResourceTag/team': undefined }],
  },
  {
    when: { conditions: [AccessCondition.principalTag('team', 'orders')] },
    meets: { 'aws:PrincipalTag/team': 'orders' },
    fails: [{ 'aws:PrincipalTag/team': 'Orders' }, { 'aws:PrincipalTag/team': undefined }],
  },
];

const limits = fc.tuple(
  fc.option(fc.constantFrom(...ROWS), { nil: undefined, freq: 2 }),
  fc.option(fc.constantFrom(...ATTRIBUTES), { nil: undefined, freq: 2 }),
  fc.subarray(CONDITIONS, { maxLength: 2 }),
).map(([rows, attributes, others]) => [rows, attributes, ...others].filter((limit): limit is Limit => limit !== undefined));

/** What a table is like. */
const settings = fc.record({
  indexes: indexNames, vectorIndexes: fc.subarray(['bySimilarity']), streams: fc.boolean(), key: fc.boolean(), replicated: fc.boolean(),
});

/** Sets of features on a table that they go with, under limits that they go with. */
export const accesses: fc.Arbitrary<GeneratedAccess> = fc.tuple(settings, fc.oneof(fc.constant([]), limits)).chain(([setting, chosen]) => {
  const when = allOf(chosen);
  const going = FEATURES.filter((feature) => !findConditionsProblem([narrowedToTable(feature)], when));
  return fc.shuffledSubarray(going, { minLength: 1, maxLength: Math.min(4, going.length) })
    .chain((features) => fc.tuple(...features.map((feature) => narrowed(feature, setting.indexes))))
    .map((features): GeneratedAccess => {
      const table = tableAtHand(setting);
      const viaServices = setting.replicated ? [VIA, VIA_REPLICA] : [VIA];
      return {
        features: features.map(({ feature }) => feature),
        places: placesOf(setting, viaServices),
        when,
        needed: features.flatMap((feature) => neededBy(feature, table, setting.indexes)),
        limits: chosen,
        viaServices,
      };
    });
}).filter(({ features, when }) => !findConditionsProblem(features, when));

/** A feature that can be told to leave indexes alone, so told: of all that go with a scope, some go with it only so. */
function narrowedToTable(feature: TableFeature): TableFeature {
  return ON_INDEXES.includes(feature.name) ? feature.onTable() : feature;
}

function allOf(chosen: readonly Limit[]): AccessConditions {
  return { ...Object.assign({}, ...chosen.map(({ when }) => when)), conditions: chosen.flatMap(({ when }) => when.conditions ?? []) };
}

type Setting = { indexes: string[]; vectorIndexes: string[]; streams: boolean; key: boolean; replicated: boolean };

function placesOf({ indexes, vectorIndexes, streams, key, replicated }: Setting, viaServices: readonly string[]): AccessResources {
  const keys = key ? [{ arn: KEY }] : [];
  const bucket = { bucket: BUCKET, keys: [], viaServices: [] };
  return {
    tables: replicated ? [TABLE, REPLICA] : [TABLE],
    declaredIndexes: indexes,
    declaredVectorIndexes: vectorIndexes,
    streams: streams ? [STREAM] : [],
    tableKeys: keys,
    chosenKeys: keys,
    viaServices,
    replicas: replicated ? [REPLICA] : [],
    restored: { table: RESTORED, keys, viaServices },
    exportTo: { ...bucket, objects: `${BUCKET}/orders/AWSDynamoDB/*` },
    importFrom: { ...bucket, objects: `${BUCKET}/orders*` },
    importLogs: 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws-dynamodb/*',
    kinesisStream: 'arn:aws:kinesis:eu-west-1:111122223333:stream/changes',
  };
}

function tableAtHand({ vectorIndexes, streams, key, replicated }: Setting): TableAtHand {
  const tables = replicated ? [TABLE, REPLICA] : [TABLE];
  const below = (names: string[]) => tables.flatMap((table) => names.map((name) => `${table}/index/${name}`));
  return {
    tables,
    indexes: below(ANY_INDEX), // neededBy leaves some of them out
    vectorIndexes: below(vectorIndexes),
    stream: streams ? STREAM : undefined,
    key: key ? KEY : undefined,
    restored: RESTORED,
    bucket: BUCKET,
    kinesisStream: 'arn:aws:kinesis:eu-west-1:111122223333:stream/changes',
    importLogs: 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws-dynamodb/*',
  };
}

/** What the operations of a feature ask for, on the indexes that it is narrowed to or that the table declares. */
function neededBy({ feature, to }: Narrowed, table: TableAtHand, declared: readonly string[]): Needed[] {
  const { table: onTable, indexes } = to ?? { table: true, indexes: (index: string) => declared.includes(index) };
  const onItems = neededPermissions(feature.name, table).filter(({ action, resource }) => {
    const [, index] = /\/index\/(.*)/.exec(resource) ?? [];
    if (!INDEX_ACTIONS.includes(action) || !table.tables.some((each) => resource.startsWith(each))) return true;
    return index === undefined ? onTable : indexes(index);
  });
  return [
    ...onItems.map(({ operation, action, resource }) => ({
      action, resource: oneOf(resource), enclosing: enclosing(operation, action),
    })),
    ...table.key === undefined ? [] : neededOnKey(feature.name).map((action) => ({ action, resource: KEY })),
  ];
}

/** One of those that a wildcard stands for: a backup, an object. */
function oneOf(resource: string): string {
  return resource === '*' ? '*' : resource.replace(/\*$/, 'one');
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html */
function enclosing(operation: string, action: string): string | undefined {
  return /^(Transact|ExecuteTransaction)/.test(operation) && action !== 'dynamodb:ConditionCheckItem' ? operation : undefined;
}
