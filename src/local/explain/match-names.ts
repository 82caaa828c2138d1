/** Something that a name may stand for: it was named by somebody, or by CloudFormation after its stack and logical id. */
export interface Named {
  /** The name that the template gives, or that is invented in its place. */
  readonly name: string;
  readonly stackName: string;
  readonly logicalId: string;
}

export interface Match<T> {
  readonly found: T;
  /** True if another candidate can't be excluded. */
  readonly probably: boolean;
}

/** The random end of names that CloudFormation makes up. */
const RANDOM = /-[A-Za-z0-9]{8,13}$/;
/** The hash at the end of CDK's logical ids, which changes with the path of the construct. */
const HASH = /[0-9A-F]{8}$/;

/**
 * Finds the resource that a deployed name stands for. CloudFormation makes names of the stack's name, the logical id, both cut where they are long, and
 * random characters; AWS doesn't document how it cuts.
 */
export function matchName<T extends Named>(deployed: string, candidates: readonly T[]): Match<T> | undefined {
  const named = candidates.filter(({ name }) => name === deployed);
  if (named.length === 1) return { found: named[0], probably: false };
  const body = deployed.replace(RANDOM, '');
  if (body === deployed) return undefined;
  return takeOnlyOne(candidates.filter(({ stackName, logicalId }) => body === `${stackName}-${logicalId}`), false)
    ?? takeOnlyOne(candidates.filter((each) => isCut(body, each, each.logicalId, true)), false)
    ?? takeOnlyOne(candidates.filter((each) => isCut(body, each, each.logicalId, false)), true)
    ?? takeOnlyOne(candidates.filter((each) => isCut(body.replace(HASH, ''), each, each.logicalId.replace(HASH, ''), false)), true);
}

function takeOnlyOne<T>(found: readonly T[], probably: boolean): Match<T> | undefined {
  if (found.length === 1) return { found: found[0], probably };
  return undefined;
}

/** Tells whether a name may consist of a stack's name and a logical id that were cut. */
function isCut(body: string, { stackName }: Named, logicalId: string, wholeStack: boolean): boolean {
  return [...body.matchAll(/-/g)].some(({ index }) => {
    const [stack, id] = [body.slice(0, index), body.slice(index + 1)];
    return id.length >= 4 && logicalId.startsWith(id) && (wholeStack ? stackName === stack : stack.length >= 4 && stackName.startsWith(stack));
  });
}
