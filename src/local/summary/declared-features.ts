import { describeTableAction, listFeatureActions, NO_INDEXES, TableAction, TableIndexes } from '../../features/find-features';
import { getConstructPath, nameIndexes } from '../../policy/assembly-resources';
import { RoleRecord, TableRecord } from '../../policy/read-assembly';
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
  /** The ARNs of the table in all its Regions. Of tables that the app imports, those that the role's policies name, whichever is whose. */
  readonly arns: readonly string[];
  /** The indexes that the app declares; nothing for tables that it imports. */
  readonly indexes?: TableIndexes;
  readonly features: readonly string[];
}

/** The features that event source mappings use, not the code of functions. */
const OF_TRIGGERS = ['STREAM_TRIGGER', 'STREAM_READ', 'LIST_STREAMS'];

/** The features of a role, by its tables. */
export function findDeclared({ assembly }: LocalApp, role: RoleRecord): DeclaredFeatures[] {
  const noted = role.policies.flatMap(({ recordedAccesses }) => recordedAccesses).filter(({ features }) => features);
  const imported = listImportedTables(assembly.tables, role);
  const tables = [...new Set(noted.map(({ table }) => (table ?? '').replace(/\/Resource$/, '')))];
  return tables.map((table) => {
    // a replica is a construct in the table
    const records = assembly.tables.filter(({ origin }) => `${table}/`.startsWith(`${getConstructPath(origin)}/`));
    const arns = records.length > 0 ? records.map(({ arn }) => arn) : imported;
    const features = noted.filter((each) => (each.table ?? '').replace(/\/Resource$/, '') === table).flatMap((each) => each.features!);
    return {
      table,
      declaredTable: records[0] && getConstructPath(records[0].origin),
      arns,
      ...records.length > 0 && { indexes: nameIndexes(records[0]) },
      features: [...new Set(features)].sort(),
    };
  });
}

/** The ARNs of the tables that the policies of a role name and that the app doesn't declare. */
function listImportedTables(declared: readonly TableRecord[], { policies }: RoleRecord): string[] {
  const statements = policies.flatMap(({ document }) => [document?.Statement ?? []].flat());
  const resources = statements.flatMap(({ Resource }) => [Resource ?? []].flat());
  const tables = resources.flatMap((resource) => readTablePart(String(resource))?.table ?? []);
  return [...new Set(tables)].filter((arn) => !/[*?]/.test(arn) && !declared.some((table) => table.arn === arn)).sort();
}

/** The indexes of a table that the app imports: those that were used, and another one, so that the table alone isn't taken for everything. */
export function listUsedIndexes(uses: readonly TableAction[]): TableIndexes {
  return { ...NO_INDEXES, indexes: [...new Set(uses.flatMap(({ index }) => index ?? [])), 'another index'] };
}

/** The declared features of which nothing was used. */
export function listUnused(declared: readonly DeclaredFeatures[], observations: readonly Observation[]): { table: string; features: string[] }[] {
  return declared.filter(({ arns }) => arns.length > 0).map(({ table, arns, features, indexes: ownIndexes }) => {
    const uses = observations.filter(({ resource }) => resource === '*' || arns.includes(readTablePart(resource)?.table ?? '')).map(toTableAction);
    const indexes = ownIndexes ?? listUsedIndexes(uses);
    const used = new Set(uses.flatMap((each) => [describeTableAction(each), describeTableAction({ ...each, onlyIn: undefined })]));
    const isUsed = (written: string) => listFeatureActions(written, indexes)?.some((each) => used.has(describeTableAction(each))) ?? true;
    return { table, features: features.filter((written) => !OF_TRIGGERS.includes(written) && !isUsed(written)) };
  }).filter(({ features }) => features.length > 0);
}
