import { Token } from 'aws-cdk-lib';
import { AttributeScope } from '../../conditions/attribute-scope';
import { addsRegions, needsResource, requiresIndex, supportsIndexes, usesDeclaredIndexes } from '../../features/feature-needs';
import { TableDenial } from '../../features/table-denial';
import { TableFeature } from '../../features/table-feature';
import { findNearest } from '../../problems/nearest';
import { Problem } from '../../problems/problem';
import { DeclaredNames } from '../../resources/declared-table';
import { findResolvedNameProblem, KEY_IMPORT } from '../../resources/imported-names';
import { findImportProblems } from '../../resources/imported-table';
import { TableResources } from '../../resources/table-resources';
import { TableAccessOptions, TableAccessScope } from '../table-access';

/** Finds what is wrong with an access once the table is complete. */
export function findProblemsAtSynthesis({ features, regions, attributes, ...access }: TableAccessOptions, table: TableResources): Problem[] {
  return [
    ...findImportProblems(access.table),
    ...findImportedNames(access),
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

/** An ARN without tokens is checked when the access is declared. */
function findImportedNames(scope: TableAccessScope): Problem[] {
  const { tableKey, previousTableKeys = [], exportTo, importFrom, fieldEncryption, kinesisStream } = scope;
  const keys = [tableKey, ...previousTableKeys, exportTo?.encryptionKey, importFrom?.encryptionKey, fieldEncryption?._key]
    .filter((key) => key !== undefined);
  const problems = [
    ...keys.map((key) => findResolvedNameProblem(key, `the key ${key.node.path}`, key.keyRef.keyArn, KEY_IMPORT)),
    kinesisStream && findResolvedNameProblem(kinesisStream, 'kinesisStream', kinesisStream.streamRef.streamArn),
  ];
  return problems.filter((problem) => problem !== undefined);
}

function findMissingIndexes(feature: TableFeature, table: TableResources): Problem[] {
  const { names, isComplete } = listDeclaredIndexes(feature, table);
  const lacksIndexes = !table.family && usesDeclaredIndexes(feature) && requiresIndex(feature) && isComplete && names.length === 0;
  if (!lacksIndexes) return [];
  const kind = needsResource(feature, 'vector-index') ? 'vector index' : 'secondary index';
  return [{
    id: 'tableWithoutIndex',
    value: `the feature ${feature} needs a ${kind}, but the table has none`,
    expected: `a table with a ${kind}, because the actions of the feature apply to indexes only`,
    remedy: `add the ${kind} to the table, or remove the feature`,
  }];
}

function findMissingStream(feature: TableFeature, table: TableResources): Problem[] {
  if (!needsResource(feature, 'stream') || table.streamArn() !== undefined) return [];
  return [{
    id: 'tableWithoutStream',
    value: `the feature ${feature} needs a stream, but the table has none`,
    expected: 'a table with a stream, or an imported table with its tableStreamArn',
    remedy: 'turn on the stream of the table, or remove the feature',
  }];
}

function findUnknownRegions(table: TableResources, regions: readonly string[] = []): Problem[] {
  if (regions.length === 0) return [];
  const replicas = table.replicaRegions();
  const nowhere = regions.filter((region) => replicas && !Token.isUnresolved(region) && !replicas.includes(region));
  return nowhere.map((region) => ({
    id: 'regionWithoutReplica',
    value: `the table has no replica in '${region}'`,
    expected: `one of the Regions with a replica: ${replicas!.join(', ')}`,
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
  const list = missing.map((name) => `'${name}'`).join(' and ');
  return [{
    id: 'keyAttributeMissing',
    value: `attributes lacks the key attribute ${list}`,
    expected: 'all key attributes of the table and of the indexes that the features use',
    remedy: `add ${list}`,
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
      value: `the table has no index '${name}', which ${feature} names`,
      expected: declared.length > 0 ? `one of the indexes of the table: ${declared.join(', ')}` : 'a feature without indexes, because the table has none',
      remedy: chooseIndexRemedy(name, declared),
    }));
}

function chooseIndexRemedy(name: string, declared: readonly string[]): string {
  if (declared.length === 0) return 'use onTable(), or add the index to the table';
  const near = findNearest(name, declared);
  return `${near === undefined ? 'correct the name' : `write '${near}'`}, or add the index to the table`;
}

/** Finds what is wrong with denials once the table is complete. */
export function findDenialProblemsAtSynthesis(denials: readonly TableDenial[], regions: readonly string[], table: TableResources): Problem[] {
  return [
    ...findUnknownRegions(table, regions),
    ...denials.flatMap(({ _features }) => _features).flatMap((feature) => findUnknownIndexes(feature, listDeclaredIndexes(feature, table))),
  ];
}
