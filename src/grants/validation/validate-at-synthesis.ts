import { Token } from 'aws-cdk-lib';
import { AttributeScope } from '../../conditions/attribute-scope';
import { addsRegions, needsResource, requiresIndex, supportsIndexes, usesDeclaredIndexes } from '../../features/feature-needs';
import { TableDenial } from '../../features/table-denial';
import { TableFeature } from '../../features/table-feature';
import { Problem } from '../../problems/problem';
import { DeclaredNames } from '../../resources/declared-table';
import { TableResources } from '../../resources/table-resources';
import { TableAccessOptions } from '../table-access';

/** Finds what is wrong with an access once the table is complete. */
export function findProblemsAtSynthesis({ features, regions, attributes }: TableAccessOptions, table: TableResources): Problem[] {
  return [
    // these features add replicas later, and a witness isn't a replica
    ...features.some(addsRegions) ? [] : findUnknownRegions(table, regions),
    ...findMissingKeyAttributes(features, attributes, table),
    ...features.flatMap((feature) => [
      ...findUnknownIndexes(feature, listDeclaredIndexes(feature, table)),
      ...findMissingIndexes(feature, table),
      ...findMissingStream(feature, table),
    ]),
  ];
}

function findMissingIndexes(feature: TableFeature, table: TableResources): Problem[] {
  const { names, isComplete } = listDeclaredIndexes(feature, table);
  const lacksIndexes = !table.family && usesDeclaredIndexes(feature) && requiresIndex(feature) && isComplete && names.length === 0;
  if (!lacksIndexes) return [];
  return [{
    id: 'tableWithoutIndex',
    value: `feature ${feature} on a table without ${needsResource(feature, 'vector-index') ? 'vector ' : ''}indexes`,
    expected: 'a table with an index, as these actions are on indexes alone',
    remedy: 'add the index to the table, or remove the feature',
  }];
}

function findMissingStream(feature: TableFeature, table: TableResources): Problem[] {
  if (!needsResource(feature, 'stream') || table.streamArn() !== undefined) return [];
  return [{
    id: 'tableWithoutStream',
    value: `feature ${feature} on a table without a stream`,
    expected: 'a table whose stream is on, or an import that names its tableStreamArn',
    remedy: 'turn the stream of the table on, or remove the feature',
  }];
}

function findUnknownRegions(table: TableResources, regions: readonly string[] = []): Problem[] {
  if (regions.length === 0) return [];
  const replicas = table.replicaRegions();
  const nowhere = regions.filter((region) => replicas && !Token.isUnresolved(region) && !replicas.includes(region));
  return nowhere.map((region) => ({
    id: 'regionWithoutReplica',
    value: `region '${region}'`,
    expected: `one of the Regions that the table has replicas in: ${replicas!.join(', ')}`,
    remedy: 'add the replica to the table, or remove the Region from regions',
  }));
}

/** DynamoDB compares the key attributes of each request too, so the attributes must include them. */
function findMissingKeyAttributes(features: readonly TableFeature[], attributes: AttributeScope | undefined, table: TableResources): Problem[] {
  if (!attributes) return [];
  const indexes = features.filter(supportsIndexes).flatMap(({ _indexScope: scope }) => {
    if (scope.kind === 'named') return scope.names;
    if (scope.kind === 'table') return [];
    return table.indexNames().names;
  });
  const missing = attributes._findMissingKeys(table.keyAttributes(indexes).names);
  if (missing.length === 0) return [];
  return [{
    id: 'keyAttributeMissing',
    value: `attributes without ${missing.map((name) => `'${name}'`).join(', ')}`,
    expected: 'all key attributes of the table, and of the indexes that the features reach, among the attributes',
    remedy: 'add them',
  }];
}

/** Lists the indexes that a feature may name. */
function listDeclaredIndexes(feature: TableFeature, table: TableResources): DeclaredNames {
  if (needsResource(feature, 'vector-index')) return table.vectorIndexNames();
  return table.indexNames();
}

function findUnknownIndexes(feature: TableFeature, { names: declared, isComplete }: DeclaredNames): Problem[] {
  if (feature._indexScope.kind !== 'named' || !isComplete || declared.some((name) => Token.isUnresolved(name))) return [];
  return feature._indexScope.names
    .filter((name) => !Token.isUnresolved(name) && !declared.includes(name))
    .map((name) => ({
      id: 'indexNotDeclared',
      value: `index '${name}' in ${feature}`,
      expected: declared.length > 0 ? `one of the table's indexes: ${declared.join(', ')}` : 'no index, as the table has none',
      remedy: declared.length > 0 ? 'correct the name, or add the index to the table' : 'use onTable(), or add the index to the table',
    }));
}

/** Finds what is wrong with denials once the table is complete. */
export function findDenialProblemsAtSynthesis(denials: readonly TableDenial[], regions: readonly string[], table: TableResources): Problem[] {
  return [
    ...findUnknownRegions(table, regions),
    ...denials.flatMap(({ _features }) => _features).flatMap((feature) => findUnknownIndexes(feature, listDeclaredIndexes(feature, table))),
  ];
}
