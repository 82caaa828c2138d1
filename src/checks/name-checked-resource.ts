import { shortenArn } from '../policy/arn-patterns';
import { getConstructPath } from '../policy/assembly-resources';
import { listNearest } from '../policy/nearest';
import { Assembly, Origin } from '../policy/read-assembly';
import { STREAM_LABEL } from '../policy/resource-values';
import { computeOnce } from '../values/compute-once';
import { groupBy } from '../values/lists';

/** A table with what belongs to it, or a key. */
const RESOURCE = /^((?:[^:]*:){5}(?:table\/[^/]+|key\/[^/]+))(?:\/(.*))?$/;

const findDeclared = computeOnce(({ tables, keys }: Assembly) => groupBy([...tables, ...keys], ({ arn }) => arn));

/**
 * Names a resource of a statement. A table or key that the app declares has its construct path, because the name in its ARN may be
 * invented. Others have the end of their ARN.
 *
 * @param origin the resource with the statement; of namesakes in several stages, the nearest is meant
 */
export function nameCheckedResource(arn: string, origin: Origin, assembly: Assembly): string {
  const [, holder, part] = RESOURCE.exec(arn) ?? [];
  const [declared] = listNearest(findDeclared(assembly).get(holder) ?? [], origin.stack, (each) => each.origin.stack);
  if (!declared) return shortenArn(arn);
  const path = getConstructPath(declared.origin);
  if (part === undefined) return path;
  return `${part.replace(`/${STREAM_LABEL}`, '')} of ${path}`;
}

/** Names all resources of a statement. */
export function nameCheckedResources(arns: readonly string[], origin: Origin, assembly: Assembly): string {
  return arns.map((arn) => nameCheckedResource(arn, origin, assembly)).join(', ');
}
