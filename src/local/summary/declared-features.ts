import { describeTableAction, listFeatureActions, TableIndexes } from '../../features/find-features';
import { getConstructPath, nameIndexes } from '../../policy/assembly-resources';
import { RoleRecord } from '../../policy/read-assembly';
import { readTablePart } from '../../policy/table-part';
import { LocalApp } from '../deployment/read-app';
import { Observation } from '../endpoint/caller';
import { toTableAction } from '../remedies';

/** The features that a role has on a table by this library, as they are written. */
export interface DeclaredFeatures {
  /** The construct path of the table that was granted, which may be a replica. */
  readonly table: string;
  /** The construct path of the table that the app declares. */
  readonly declaredTable?: string;
  /** The ARNs of the table in all its Regions; nothing for tables that the app doesn't declare. */
  readonly arns: readonly string[];
  readonly indexes: TableIndexes;
  readonly features: readonly string[];
}

/** The features that event source mappings use, not the code of functions. */
const OF_TRIGGERS = ['STREAM_TRIGGER', 'STREAM_READ', 'LIST_STREAMS'];

/** The features of a role, by its tables. */
export function findDeclared({ assembly }: LocalApp, role: RoleRecord): DeclaredFeatures[] {
  const noted = role.policies.flatMap(({ recordedAccesses }) => recordedAccesses).filter(({ features }) => features);
  const tables = [...new Set(noted.map(({ table }) => (table ?? '').replace(/\/Resource$/, '')))];
  return tables.map((table) => {
    // a replica is a construct in the table
    const records = assembly.tables.filter(({ origin }) => `${table}/`.startsWith(`${getConstructPath(origin)}/`));
    const features = noted.filter((each) => (each.table ?? '').replace(/\/Resource$/, '') === table).flatMap((each) => each.features!);
    return {
      table,
      declaredTable: records[0] && getConstructPath(records[0].origin),
      arns: records.map(({ arn }) => arn),
      indexes: nameIndexes(records[0]),
      features: [...new Set(features)].sort(),
    };
  });
}

/** The declared features of which nothing was used. Those of tables that the app doesn't declare aren't known to be unused. */
export function listUnused(declared: readonly DeclaredFeatures[], observations: readonly Observation[]): { table: string; features: string[] }[] {
  return declared.filter(({ arns }) => arns.length > 0).map(({ table, arns, indexes, features }) => {
    const used = new Set(observations.filter(({ resource }) => resource === '*' || arns.includes(readTablePart(resource)?.table ?? ''))
      .map(toTableAction).flatMap((each) => [describeTableAction(each), describeTableAction({ ...each, onlyIn: undefined })]));
    const isUsed = (written: string) => listFeatureActions(written, indexes)?.some((each) => used.has(describeTableAction(each))) ?? true;
    return { table, features: features.filter((written) => !OF_TRIGGERS.includes(written) && !isUsed(written)) };
  }).filter(({ features }) => features.length > 0);
}
