import { DeclaredFeatures, findDeclared, listUsedIndexes } from './declared-features';
import { describeTableAction, formatFeatures, listFeatureActions, listFittingFeatures, TableAction, TableIndexes } from '../../features/find-features';
import { getConstructPath, nameIndexes } from '../../policy/assembly-resources';
import { TableRecord } from '../../policy/read-assembly';
import { readTablePart } from '../../policy/table-part';
import { LocalIdentity } from '../deployment/identities';
import { LocalApp } from '../deployment/read-app';
import { shortestNames } from '../deployment/shortest-names';
import { AggregatedObservation } from '../observations';
import { toTableAction } from '../remedies';
import { RunningApp } from '../running-app';

/** The features that functions used while everything was allowed. */
export interface RecordedSummary {
  readonly version: 1;
  readonly functions: readonly RecordedFunction[];
  readonly refused: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
  readonly errors: readonly string[];
}

export interface RecordedFunction {
  readonly name: string;
  readonly construct: string;
  readonly tables: readonly RecordedTable[];
  /** Uses of other resources, as `kms:Decrypt on NoteKey`. */
  readonly others: readonly string[];
}

export interface RecordedTable {
  readonly table: string;
  /** The features that it used, as they would be written. */
  readonly features: readonly string[];
  /** The declared features that give nothing of what it used. */
  readonly unused: readonly string[];
  /** The features that it used and that nothing declares. */
  readonly missing: readonly string[];
}

/** The features for what was asked until now. */
export function summarizeRecorded(running: RunningApp): RecordedSummary {
  return {
    version: 1,
    functions: running.identities.map((identity) => recordFunction(running, identity))
      .filter(({ tables, others }) => tables.length + others.length > 0),
    refused: Object.fromEntries([...running.aws.others.refused].sort()),
    notes: [...running.notes],
    errors: [...new Set(running.errors)],
  };
}

function recordFunction(running: RunningApp, identity: LocalIdentity): RecordedFunction {
  const observations = running.observations.get(identity.name)!.all();
  const declared = findDeclared(running.app, identity.role);
  const ownArns = running.app.assembly.tables.map(({ arn }) => arn);
  const imported = listImportedArns(declared, observations).filter((arn) => !ownArns.includes(arn));
  const recorded = [...recordOwnTables(running.app, declared, observations), ...recordImportedTables(imported, declared, observations)];
  const isOther = (resource: string) => ![...ownArns, ...imported].includes(readTablePart(resource)?.table ?? '');
  const others = observations.filter(({ resource, context }) => isOther(resource) && !('kms:ViaService' in context));
  return {
    name: identity.name,
    construct: identity.construct,
    tables: recorded.filter(({ features, unused }) => features.length + unused.length > 0),
    others: [...new Set(others.map(({ action, resource }) => `${action} on ${running.remedies.nameResource(resource)}`))].sort(),
  };
}

function recordOwnTables(
  { assembly }: LocalApp, declared: readonly DeclaredFeatures[], observations: readonly AggregatedObservation[],
): RecordedTable[] {
  const byConstruct = new Map<string, TableRecord[]>();
  for (const table of assembly.tables) {
    const construct = getConstructPath(table.origin);
    byConstruct.set(construct, [...byConstruct.get(construct) ?? [], table]);
  }
  const names = shortestNames([...byConstruct.keys()]);
  return [...byConstruct].map(([construct, records]) => {
    const features = declared.filter(({ declaredTable }) => declaredTable === construct).flatMap((each) => each.features);
    return { table: names.get(construct)!, ...recordTable(records.map(({ arn }) => arn), features, observations, nameIndexes(records[0])) };
  });
}

/** The tables that were declared or used. A table that DynamoDB makes and fills for the caller belongs to a feature of another table. */
function listImportedArns(declared: readonly DeclaredFeatures[], observations: readonly AggregatedObservation[]): string[] {
  const findTable = ({ resource }: AggregatedObservation) => readTablePart(resource)?.table ?? [];
  const filled = observations.filter(({ context }) => 'aws:ViaAWSService' in context).flatMap(findTable);
  const used = observations.flatMap(findTable).filter((arn) => !filled.includes(arn));
  return [...new Set([...used, ...declared.filter(({ declaredTable }) => declaredTable === undefined).flatMap(({ arns }) => arns)])];
}

/** If a role uses several imported tables, their ARNs can't be told apart. The features may belong to any of them. */
function recordImportedTables(
  arns: readonly string[], declared: readonly DeclaredFeatures[], observations: readonly AggregatedObservation[],
): RecordedTable[] {
  const imported = declared.filter(({ declaredTable }) => declaredTable === undefined);
  return arns.map((arn) => {
    const owners = imported.filter((each) => each.arns.includes(arn));
    const recorded = recordTable([arn], owners.flatMap(({ features }) => features), observations);
    if (owners.length === 1 && owners[0].arns.length === 1) return { table: owners[0].table, ...recorded };
    return { table: arn, ...recorded, unused: [] };
  });
}

/** @param arns the ARNs of the table in all its Regions */
function recordTable(
  arns: readonly string[], declared: readonly string[], observations: readonly AggregatedObservation[], ownIndexes?: TableIndexes,
): Omit<RecordedTable, 'table'> {
  const uses = observations.filter(({ resource }) => arns.includes(readTablePart(resource)?.table ?? '')).map(toTableAction);
  const indexes = ownIndexes ?? listUsedIndexes(uses);
  const used = new Set(uses.flatMap(describeInAndOutside));
  const covered = new Set(declared.flatMap((feature) => listFeatureActions(feature, indexes) ?? []).map(describeTableAction));
  return {
    features: listFittingFeatures(uses, indexes),
    unused: declared.filter((feature) => listFeatureActions(feature, indexes)?.some((each) => used.has(describeTableAction(each))) === false),
    // an action that is declared outside of transactions is allowed inside of them too
    missing: listFittingFeatures(uses.filter((use) => !describeInAndOutside(use).some((text) => covered.has(text))), indexes),
  };
}

function describeInAndOutside(action: TableAction): string[] {
  return [describeTableAction(action), describeTableAction({ ...action, onlyIn: undefined })];
}

/** The same in plain words. */
export function recordedToText({ functions, refused, notes, errors }: RecordedSummary): string {
  const lines = [
    ...functions.flatMap(({ name, tables, others }) => [name, ...tables.flatMap(describeTable), ...others.map((each) => `  besides: ${each}`)]),
    ...Object.entries(refused).map(([service, count]) => `NOT SERVED ${service} ${count}×`),
    ...notes.map((note) => `note: ${note}`),
    ...errors.map((error) => `ERROR ${error}`),
  ];
  return `\n${lines.map((line) => `${line}\n`).join('')}`;
}

function describeTable({ table, features, unused, missing }: RecordedTable): string[] {
  return [
    `  ${table}: ${formatFeatures(features)}`,
    ...missing.length > 0 ? [`    not declared: ${missing.join(', ')}`] : [],
    ...unused.length > 0 ? [`    declared and not used: ${unused.join(', ')}`] : [],
  ];
}
