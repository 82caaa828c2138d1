import { findDeclared } from './declared-features';
import { describeTableAction, formatFeatures, listFeatureActions, listFittingFeatures, TableAction } from '../../features/find-features';
import { getConstructPath, nameIndexes } from '../../policy/assembly-resources';
import { TableRecord } from '../../policy/read-assembly';
import { readTablePart } from '../../policy/table-part';
import { LocalIdentity } from '../deployment/identities';
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
  const { tables } = running.app.assembly;
  const names = shortestNames([...new Set(tables.map(({ origin }) => getConstructPath(origin)))]);
  const byTable = new Map<string, TableRecord[]>();
  for (const table of tables) byTable.set(getConstructPath(table.origin), [...byTable.get(getConstructPath(table.origin)) ?? [], table]);
  const recorded = [...byTable].map(([construct, records]) => ({
    ...recordTable(running, identity, construct, records, observations), table: names.get(construct)!,
  }));
  const others = observations.filter(({ resource }) => !tables.some(({ arn }) => arn === readTablePart(resource)?.table));
  return {
    name: identity.name,
    construct: identity.construct,
    tables: recorded.filter(({ features, unused }) => features.length + unused.length > 0),
    others: [...new Set(others.filter(({ context }) => !('kms:ViaService' in context)).map(({ action, resource }) =>
      `${action} on ${running.remedies.nameResource(resource)}`))].sort(),
  };
}

function recordTable(
  running: RunningApp, { role }: LocalIdentity, construct: string, records: readonly TableRecord[], observations: readonly AggregatedObservation[],
): Omit<RecordedTable, 'table'> {
  const indexes = nameIndexes(records[0]);
  const uses = observations.filter(({ resource }) => records.some(({ arn }) => arn === readTablePart(resource)?.table)).map(toTableAction);
  const declared = findDeclared(running.app, role).filter(({ declaredTable }) => declaredTable === construct).flatMap((each) => each.features);
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
