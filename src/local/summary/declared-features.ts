import { getConstructPath } from '../../policy/assembly-resources';
import { RoleRecord } from '../../policy/read-assembly';
import { LocalApp } from '../deployment/read-app';
import { Observation } from '../endpoint/caller';
import { readFeatures } from '../features/find-features';
import { describeUse, readTablePart } from '../features/table-uses';
import { toTableUse } from '../remedies';

/** The features that a role has on a table by this library, as they are written. */
export interface DeclaredFeatures {
  /** The construct path of the table that was granted, which may be a replica. */
  readonly table: string;
  /** The construct path of the table that the app declares. */
  readonly declaredTable?: string;
  /** The ARNs of the table in all its Regions; nothing for tables that the app doesn't declare. */
  readonly arns: readonly string[];
  readonly indexes: readonly string[];
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
      indexes: records[0]?.indexes.map(({ name }) => name) ?? [],
      features: [...new Set(features)].sort(),
    };
  });
}

/** The declared features of which nothing was used. Those of tables that the app doesn't declare aren't known to be unused. */
export function listUnused(declared: readonly DeclaredFeatures[], observations: readonly Observation[]): { table: string; features: string[] }[] {
  return declared.filter(({ arns }) => arns.length > 0).map(({ table, arns, indexes, features }) => {
    const used = new Set(observations.filter(({ resource }) => resource === '*' || arns.includes(readTablePart(resource)?.table ?? ''))
      .flatMap((each) => [describeUse(toTableUse(each)), describeUse({ ...toTableUse(each), inside: undefined })]));
    const unused = [...readFeatures(features, indexes)].filter(([written, uses]) =>
      uses && !OF_TRIGGERS.includes(written) && !uses.some((use) => used.has(use))).map(([written]) => written);
    return { table, features: unused };
  }).filter(({ features }) => features.length > 0);
}
