import { Token } from 'aws-cdk-lib';
import { ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { describeProblem, Problem } from './problem';
import { TableAccessOptions } from './table-access';
import { problemOfCustomPermission } from '../features/custom-feature';
import { TableFeature } from '../features/table-feature';
import { reachesIndexes } from '../plan/plan-access';
import { TableResources } from '../resources/table-resources';

/** What is wrong with an access as it is written, whatever the table may still become. */
export function problemOfAccess(access: TableAccessOptions): Problem | undefined {
  return problemOfFeatureList(access.features)
    ?? firstProblem(access.features, problemOfFeature)
    ?? problemOfNewKey(access)
    ?? problemOfRegions(access.regions)
    ?? access.fieldEncryption?._problem();
}

/** What TypeScript would refuse, for those who write JavaScript. */
export function problemOfTable(table: ITableRef | undefined): Problem | undefined {
  return table?.tableRef ? undefined : {
    value: `table ${describeValue(table)}`,
    expected: 'a table: a Table, TableV2, CfnTable, or an import of one',
    remedy: 'pass the construct, a CfnGlobalTable by TableRef.fromGlobalTable(...)',
  };
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
export function problemsAtSynthesis({ features, regions }: TableAccessOptions, table: TableResources): string[] {
  const replicas = table.replicaRegions();
  const nowhere = (regions ?? []).filter((region) => replicas && !Token.isUnresolved(region) && !replicas.includes(region));
  return nowhere.map((region) => describeProblem({
    value: `region '${region}'`,
    expected: `one of the Regions that the table has replicas in: ${replicas!.join(', ')}`,
    remedy: 'add the replica to the table, or remove the Region from regions',
  })).concat(features.flatMap((feature) => [
    ...unknownIndexes(feature, declaredFor(feature, table)),
    ...(feature._reach.kind === 'declared' && needsIndex(feature) && declaredFor(feature, table)?.length === 0 ? [describeProblem({
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
