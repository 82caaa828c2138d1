import { listNearest } from './nearest';
import { Assembly, FunctionRecord, RoleRecord } from './read-assembly';
import { computeOnce } from '../values/compute-once';
import { groupBy } from '../values/lists';

const groupRoles = computeOnce(({ roles }: Assembly) => groupBy(roles, ({ arn }) => arn));

/** Lists the roles of the app that a function may run with. */
export function listFunctionRoles(assembly: Assembly, { roles, origin: { stack } }: FunctionRecord): RoleRecord[] {
  return roles.flatMap((arn) => listNearest(groupRoles(assembly).get(arn) ?? [], stack, ({ origin }) => origin.stack));
}
