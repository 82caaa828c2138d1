import { Token } from 'aws-cdk-lib';
import { ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { describeProblem } from './problem';
import { TableAccessOptions } from './table-access';
import { AccessCondition } from '../conditions/access-condition';
import { problemOfConditions } from '../conditions/access-conditions';
import { AttributeScope } from '../conditions/attribute-scope';
import { RowScope } from '../conditions/row-scope';
import { ACTIONS } from '../features/actions';
import { problemOfCustomPermission } from '../features/custom-feature';
import { Permission, Place } from '../features/permission';
import { Problem } from '../features/problem';
import { TableDenial } from '../features/table-denial';
import { TableFeature } from '../features/table-feature';
import { isMovedToIndexes, reaches, reachesIndexes } from '../plan/plan-access';
import { familyOf } from '../resources/table-family';
import { TableResources } from '../resources/table-resources';

/** What is wrong with an access as it is written, whatever the table may still become. */
export function problemOfAccess(access: TableAccessOptions): Problem | undefined {
  return problemOfFeatureList(access.features)
    ?? firstProblem(access.features, problemOfFeature)
    ?? problemOfNewKey(access)
    ?? problemOfRegions(access.regions)
    ?? firstProblem(COMPANIONS, (companion) => problemOfCompanion(access, companion))
    ?? problemOfBuckets(access)
    ?? problemOfScopeTypes(access)
    ?? problemOfFamily(access)
    ?? problemOfConditions(access.features, whenOf(access))
    ?? access.fieldEncryption?._problem();
}

/** What is wrong with denials as they are written. */
export function problemOfDenials(denials: readonly TableDenial[], { table, regions, ...scope }: Omit<TableAccessOptions, 'features'>): Problem | undefined {
  const isList = Array.isArray(denials);
  if (!isList || denials.length === 0 || denials.some((denial) => !(denial instanceof TableDenial))) {
    const stranger = isList ? denials.find((denial) => !(denial instanceof TableDenial)) : denials;
    return {
      value: `denials ${isList && denials.length === 0 ? '[]' : describeValue(stranger)}`,
      expected: 'at least one TableDenial, such as TableDenial.DELETES',
      remedy: 'name what is denied',
    };
  }
  const narrowing = (['rows', 'attributes', 'conditions'] as const).find((option) => scope[option] !== undefined);
  if (narrowing !== undefined) {
    return {
      value: `${narrowing} beside a denial`,
      expected: 'a denial of whole tables, as DynamoDB denies what it is not sure of',
      remedy: `deny without ${narrowing}, and narrow what is allowed instead`,
    };
  }
  const family = familyOf(table);
  if (family?.tag) {
    return {
      value: `denials on ${table.node.path}, a family by tag`,
      expected: 'a table, or a family by prefix, as a denial by tag would end where the tag is taken away',
      remedy: 'deny it on these, or on each table',
    };
  }
  return problemOfFamilyName(table)
    ?? firstProblem<TableDenial>(denials, (denial) => denial._problem()
      ?? firstProblem(denial._features, (feature) => problemOfFeature(feature)
        ?? (family && firstProblem(feature._permissions, (permission) => problemOnFamily(feature, permission)))))
    ?? problemOfRegions(regions);
}

/** What is wrong with denials once the table is whole. */
export function problemsOfDenialsAtSynthesis(denials: readonly TableDenial[], regions: readonly string[], table: TableResources): string[] {
  return [
    ...unknownRegions(regions, table.replicaRegions()),
    ...denials.flatMap(({ _features }) => _features).flatMap((feature) => unknownIndexes(feature, declaredFor(feature, table))),
  ];
}

/** WHEN an access may be used: what its scope says, and what makes its table a family. */
export function whenOf({ table, rows, attributes, conditions = [] }: Omit<TableAccessOptions, 'features'>) {
  const tag = familyOf(table)?.tag;
  return { rows, attributes, conditions: tag ? [AccessCondition.resourceTag(tag.key, ...tag.values), ...conditions] : conditions };
}

/** Options of the scope that some features need and no other has a use for. */
const COMPANIONS: readonly { readonly option: keyof TableAccessOptions; readonly place: Place; readonly what: string }[] = [
  { option: 'restoreTo', place: 'restored-table', what: 'the table that backups are restored to' },
  { option: 'exportTo', place: 'export-objects', what: 'the bucket that exports go to' },
  { option: 'importFrom', place: 'import-objects', what: 'the bucket that the table is imported from' },
  { option: 'kinesisStream', place: 'kinesis-stream', what: 'the Kinesis data stream that changes go to' },
  { option: 'regions', place: 'replica', what: 'the Regions of the replicas' },
];

function problemOfCompanion(access: TableAccessOptions, { option, place, what }: typeof COMPANIONS[number]): Problem | undefined {
  const feature = access.features.find((each) => reaches(each, place));
  const given = access[option];
  if (feature && (!isGiven(given) || (Array.isArray(given) && given.length === 0))) {
    return { value: `feature ${feature} without ${option}`, expected: what, remedy: `pass it as ${option}` };
  }
  return !feature && isGiven(given) && option !== 'regions' ? {
    value: `${option} without a feature that has a use for it`,
    expected: `${what}, beside the feature that it is for`,
    remedy: `add the feature, or leave ${option} out`,
  } : undefined;
}

function problemOfBuckets({ exportTo, importFrom }: TableAccessOptions): Problem | undefined {
  return firstProblem([exportTo, importFrom].filter(isGiven), ({ bucket, prefix }) => {
    if (!bucket?.bucketRef) {
      return {
        value: `bucket ${describeValue(bucket)}`,
        expected: 'a bucket: a Bucket, CfnBucket, or an import of one',
        remedy: 'pass the construct',
      };
    }
    return prefix === undefined || (typeof prefix === 'string' && (Token.isUnresolved(prefix) || /^[^*?]*$/.test(prefix))) ? undefined : {
      value: `prefix '${prefix}' of the bucket ${bucket.node.path}`,
      expected: 'what the keys of the objects begin with, without wildcards',
      remedy: 'remove * and ?',
    };
  });
}

/** What TypeScript would refuse, for those who write JavaScript. */
function problemOfScopeTypes({ rows, attributes, conditions, restoreTo, kinesisStream }: TableAccessOptions): Problem | undefined {
  const wrong = (option: string, value: unknown, expected: string): Problem =>
    ({ value: `${option} ${describeValue(value)}`, expected, remedy: 'make it by one of the static methods of that class' });
  if (rows !== undefined && !(rows instanceof RowScope)) return wrong('rows', rows, 'a RowScope');
  if (attributes !== undefined && !(attributes instanceof AttributeScope)) return wrong('attributes', attributes, 'an AttributeScope');
  const isList = conditions === undefined || (Array.isArray(conditions) && conditions.every((each) => each instanceof AccessCondition));
  if (!isList) return wrong('conditions', conditions, 'a list of AccessCondition');
  const tableProblem = isGiven(restoreTo) ? problemOfTable(restoreTo) : undefined;
  if (tableProblem) return { ...tableProblem, value: `restoreTo ${describeValue(restoreTo)}` };
  return !isGiven(kinesisStream) || kinesisStream.streamRef ? undefined : {
    value: `kinesisStream ${describeValue(kinesisStream)}`,
    expected: 'a Kinesis data stream: a Stream, CfnStream, or an import of one',
    remedy: 'pass the construct',
  };
}

function problemOfFamily({ table, features, restoreTo }: TableAccessOptions): Problem | undefined {
  const restoredFamily = restoreTo && familyOf(restoreTo);
  if (restoredFamily) {
    return {
      value: `the family ${restoreTo.node.path} as restoreTo`,
      expected: 'one table, as the ARN of a family would reach the backups of its tables as well',
      remedy: "import the table by its name, as in Table.fromTableName(this, 'Restored', 'orders-restored')",
    };
  }
  if (!familyOf(table)) return undefined;
  return problemOfFamilyName(table)
    ?? firstProblem(features, (feature) => firstProblem(feature._permissions, (permission) => problemOnFamily(feature, permission)));
}

function problemOfFamilyName(table: ITableRef): Problem | undefined {
  const family = familyOf(table);
  if (!family || family.tag) return undefined;
  const prefix = table.tableRef.tableName.slice(0, -1);
  return Token.isUnresolved(prefix) || /^[a-zA-Z0-9_.-]{1,254}$/.test(prefix) ? undefined : {
    value: `a family of tables with the prefix '${prefix}'`,
    expected: '1 to 254 letters, digits, and _ . -, without wildcards',
    remedy: 'write what the names of the tables begin with',
  };
}

/** The ARN of a family matches what lies below its tables: an action that is authorized there as well would reach more than it says. */
function problemOnFamily(feature: TableFeature, { action, on }: Permission): Problem | undefined {
  if ((on !== 'table' && on !== 'replica') || isMovedToIndexes(feature, action)) return undefined;
  const below = ACTIONS[action] ? ACTIONS[action].resourceTypes.filter((type) => type !== 'table') : ['index', 'stream'];
  const beyond = below.filter((type) => !(feature._reach.kind === 'declared'
    && feature._permissions.some((other) => other.action === action && other.on === type)));
  return beyond.length === 0 ? undefined : {
    value: `feature ${feature} on a family of tables, with ${action}`,
    expected: `features that don't reach more than they say: the ARN of a family would reach each ${beyond.join(' and ')} of its tables as well`,
    remedy: feature._reach.kind === 'table' ? `give it on single tables, or write ${feature.name}.onIndexes('name')` : 'give it on single tables',
  };
}

/** What TypeScript would refuse, for those who write JavaScript. */
export function problemOfTable(table: ITableRef | undefined): Problem | undefined {
  return table?.tableRef ? undefined : {
    value: `table ${describeValue(table)}`,
    expected: 'a table: a Table, TableV2, CfnTable, or an import of one',
    remedy: 'pass the construct, a CfnGlobalTable by TableRef.fromGlobalTable(...)',
  };
}

/** Whether an option was given: those who write JavaScript may leave it out by null. */
function isGiven<T>(value: T): value is NonNullable<T> {
  return value !== undefined && value !== null;
}

function describeValue(value: unknown): string {
  if (Construct.isConstruct(value)) return value.node.path;
  return typeof value === 'string' ? `'${value}'` : `${value}`;
}

function problemOfFeatureList(features: readonly TableFeature[]): Problem | undefined {
  const stranger = Array.isArray(features) ? features.findIndex((feature) => !(feature instanceof TableFeature)) : undefined;
  if (stranger !== -1) {
    return {
      value: stranger === undefined ? `features ${describeValue(features)}` : `features[${stranger}] ${describeValue(features[stranger])}`,
      expected: 'a list of TableFeature, such as [TableFeature.READ_ITEM], which is what GetItem takes',
      remedy: 'look the names up in the documentation of TableFeature',
    };
  }
  if (features.length === 0) {
    return {
      value: 'features []',
      expected: 'at least one TableFeature',
      remedy: 'list what is done with the table, for example TableFeature.READ_ITEM',
    };
  }
  const names = features.map(String);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? undefined : {
    value: `feature ${twice} twice`,
    expected: 'each feature once',
    remedy: 'remove one of them',
  };
}

function problemOfFeature(feature: TableFeature): Problem | undefined {
  const reach = feature._reach;
  if (reach.kind !== 'declared' && !reachesIndexes(feature)) {
    return {
      value: `feature ${feature}`,
      expected: 'a feature that reaches indexes, such as QUERY or SCAN, before a call that says which',
      remedy: `write ${feature.name}`,
    };
  }
  if (reach.kind === 'table' && needsIndex(feature)) {
    return {
      value: `feature ${feature}`,
      expected: 'a feature with actions on the table, as these are on indexes alone',
      remedy: `write ${feature.name}, or ${feature.name}.onIndexes('name')`,
    };
  }
  if (reach.kind === 'named') {
    const twice = reach.names.find((name, index) => reach.names.indexOf(name) !== index);
    const malformed = reach.names.find((name) => !Token.isUnresolved(name) && !/^[a-zA-Z0-9_.-]{3,255}$/.test(name));
    if (reach.names.length === 0 || twice !== undefined || malformed !== undefined) {
      return {
        value: `feature ${feature}`,
        expected: 'the names of indexes, each once, of 3 to 255 letters, digits, and _ . -',
        remedy: 'name the indexes, or use onAnyIndex() for all that the table may have',
      };
    }
  }
  if (!feature._custom) return undefined;
  const permissions = feature._permissions.filter(({ on }) => on !== 'table-key');
  if (permissions.length === 0) {
    return {
      value: `custom feature ${feature.name} without actions`,
      expected: 'at least one of tableActions, indexActions, streamActions and accountActions',
      remedy: 'list the actions under the resource that AWS authorizes them on',
    };
  }
  const problem = firstProblem(permissions, problemOfCustomPermission);
  return problem && { ...problem, value: `custom feature ${feature.name}: ${problem.value}` };
}

function problemOfNewKey({ features, tableKey }: TableAccessOptions): Problem | undefined {
  return tableKey || !features.some(changesTableKey) ? undefined : {
    value: 'feature CHANGE_TABLE_KEY without a key',
    expected: 'the customer managed key that the table is to have',
    remedy: 'pass it as tableKey',
  };
}

function problemOfRegions(regions: readonly string[] = []): Problem | undefined {
  const malformed = regions.find((region) => !Token.isUnresolved(region) && !/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region));
  return malformed === undefined ? undefined : {
    value: `region '${malformed}'`,
    expected: 'the name of an AWS Region, for example eu-west-1',
    remedy: 'correct it, or remove it from regions',
  };
}

/** What is wrong with an access once the table is whole. */
export function problemsAtSynthesis({ features, regions, attributes }: TableAccessOptions, table: TableResources): string[] {
  // replicas may yet be added, and a witness is none
  const replicas = features.some(addsRegions) ? undefined : table.replicaRegions();
  return unknownRegions(regions ?? [], replicas).concat(missingKeyAttributes(features, attributes, table), features.flatMap((feature) => [
    ...unknownIndexes(feature, declaredFor(feature, table)),
    ...(!table.family && feature._reach.kind === 'declared' && needsIndex(feature) && declaredFor(feature, table)?.length === 0 ? [describeProblem({
      value: `feature ${feature} on a table without ${feature._permissions.some(({ on }) => on === 'vector-index') ? 'vector ' : ''}indexes`,
      expected: 'a table with an index, as these actions are on indexes alone',
      remedy: 'add the index to the table, or remove the feature',
    })] : []),
    ...(needsStream(feature) && table.streamArn() === undefined ? [describeProblem({
      value: `feature ${feature} on a table without a stream`,
      expected: 'a table whose stream is on, or an import that names its tableStreamArn',
      remedy: 'turn the stream of the table on, or remove the feature',
    })] : []),
  ]));
}

function unknownRegions(regions: readonly string[], replicas: readonly string[] | undefined): string[] {
  const nowhere = regions.filter((region) => replicas && !Token.isUnresolved(region) && !replicas.includes(region));
  return nowhere.map((region) => describeProblem({
    value: `region '${region}'`,
    expected: `one of the Regions that the table has replicas in: ${replicas!.join(', ')}`,
    remedy: 'add the replica to the table, or remove the Region from regions',
  }));
}

/** DynamoDB compares the key attributes of each request, too, with those that are allowed. */
function missingKeyAttributes(features: readonly TableFeature[], attributes: AttributeScope | undefined, table: TableResources): string[] {
  const indexes = features.filter(reachesIndexes).flatMap(({ _reach }) =>
    _reach.kind === 'named' ? _reach.names : _reach.kind === 'table' ? [] : table.indexNames() ?? []);
  const missing = attributes?._missing(table.keyAttributes(indexes) ?? []) ?? [];
  return missing.length === 0 ? [] : [describeProblem({
    value: `attributes without ${missing.map((name) => `'${name}'`).join(', ')}`,
    expected: 'all key attributes of the table, and of the indexes that the features reach, among the attributes',
    remedy: 'add them',
  })];
}

/** The indexes that a feature may name. */
function declaredFor(feature: TableFeature, table: TableResources): string[] | undefined {
  return feature._permissions.some(({ on }) => on === 'vector-index') ? table.vectorIndexNames() : table.indexNames();
}

function unknownIndexes(feature: TableFeature, declared: readonly string[] | undefined): string[] {
  if (feature._reach.kind !== 'named' || !declared || declared.some((name) => Token.isUnresolved(name))) return [];
  return feature._reach.names
    .filter((name) => !Token.isUnresolved(name) && !declared.includes(name))
    .map((name) => describeProblem({
      value: `index '${name}' in ${feature}`,
      expected: declared.length > 0 ? `one of the table's indexes: ${declared.join(', ')}` : 'no index, as the table has none',
      remedy: declared.length > 0 ? 'correct the name, or add the index to the table' : 'use onTable(), or add the index to the table',
    }));
}

export function changesTableKey(feature: TableFeature): boolean {
  return feature.name === TableFeature.CHANGE_TABLE_KEY.name && !feature._custom;
}

/** Whether a feature has actions on indexes that it doesn't have on the table. */
export function needsIndex(feature: TableFeature): boolean {
  const onTable = feature._permissions.filter(({ on }) => on === 'table').map(({ action }) => action);
  return feature._permissions.some(({ on, action }) => on === 'vector-index' || (on === 'index' && !onTable.includes(action)));
}

/** Whether a feature is for Regions that the table isn't in yet. */
function addsRegions(feature: TableFeature): boolean {
  return feature._permissions.some(({ action }) => ['dynamodb:CreateTableReplica', 'dynamodb:CreateGlobalTableWitness'].includes(action));
}

function needsStream(feature: TableFeature): boolean {
  return feature._permissions.some(({ on }) => on === 'stream');
}

function firstProblem<T>(items: readonly T[], problemOf: (item: T) => Problem | undefined): Problem | undefined {
  for (const item of items) {
    const problem = problemOf(item);
    if (problem) return problem;
  }
  return undefined;
}
