import { removeRegion } from './known-resources';
import { ReportedCall, ReportedPermission } from '../../code';
import { dropUndefined } from '../../values/json-values';
import { removeDuplicates } from '../../values/lists';
import { ReportedAccess, ReportedResource } from '../report-data';

/**
 * Finds the permissions of a role on tables and indexes of the app that no call needs.
 *
 * @param accesses the accesses of the role, with the calls that need them
 * @param declared the resources of the app by their ids
 * @param unreached calls in the files of the function that its handler doesn't reach
 */
export function findNeverCalled(
  accesses: readonly ReportedAccess[], declared: ReadonlyMap<string, ReportedResource>, unreached: readonly ReportedCall[],
): ReportedPermission[] {
  const permissions = accesses.flatMap(({ resource, calls = [] }) => {
    const found = declared.get(resource);
    if (found?.kind !== 'table' && found?.kind !== 'index') return [];
    return calls.filter(({ status }) => status === 'no call found').map(({ action }) => namePermission(found, action));
  });
  // the replicas of a table have one path
  return removeDuplicates(permissions).map((permission) => addUnreachedCall(permission, unreached, declared));
}

/** Indexes the resources that the app declares by their ids. */
export function indexDeclared(resources: readonly ReportedResource[]): ReadonlyMap<string, ReportedResource> {
  return new Map(resources.filter((each) => each.declared && !each.any).map((each) => [each.id, each]));
}

function namePermission({ id, kind, table = id }: ReportedResource, action: string): ReportedPermission {
  const path = removeRegion(table);
  if (kind === 'table') return { table: path, action };
  return { table: path, index: id.slice(id.lastIndexOf('/') + 1), action };
}

/** A table or index that isn't known may be any. */
function addUnreachedCall(
  permission: ReportedPermission, unreached: readonly ReportedCall[], declared: ReadonlyMap<string, ReportedResource>,
): ReportedPermission {
  const call = unreached.find(({ action, table, index }) => action === permission.action
    && (table === undefined || table === permission.table || !declared.has(table))
    && (index === undefined || index === permission.index));
  return dropUndefined({ ...permission, unreachedCall: call?.at });
}
