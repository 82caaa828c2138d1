/** Something that a name may stand for: it was named by somebody, or by CloudFormation after its stack and logical id. */
export interface Named {
  /** The name that the template gives, or that is invented in its place. */
  readonly name: string;
  readonly stackName: string;
  readonly logicalId: string;
  /** How long names of its type can be, which CloudFormation cuts names to. */
  readonly longestName: number;
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
 * Finds the resource that a deployed name stands for. CloudFormation makes names of the stack's name, the logical id and random characters. Where
 * that is longer than names can be, it cuts the stack's name and the logical id; AWS doesn't document how.
 */
export function matchName<T extends Named>(deployed: string, candidates: readonly T[]): Match<T> | undefined {
  const named = candidates.filter(({ name }) => name === deployed);
  if (named.length === 1) return { found: named[0], probably: false };
  const body = deployed.replace(RANDOM, '');
  if (body === deployed) return undefined;
  // where 13 characters were kept for the random end, it has 12 or 13
  const cuttable = candidates.filter(({ longestName }) => deployed.length >= longestName - 1);
  return takeOnlyOne(candidates.filter(({ stackName, logicalId }) => body === `${stackName}-${logicalId}`), false)
    ?? takeOnlyOne(cuttable.filter((each) => isCut(body, each, true)), false)
    ?? takeOnlyOne(cuttable.filter((each) => isCut(body, each, false)), true)
    ?? takeOnlyOne(candidates.filter(({ stackName, logicalId }) => withoutHash(body) === `${stackName}-${withoutHash(logicalId)}`), true)
    ?? takeOnlyOne(cuttable.filter((each) => isCut(withoutHash(body), { ...each, logicalId: withoutHash(each.logicalId) }, false)), true);
}

function withoutHash(logicalId: string): string {
  return logicalId.replace(HASH, '');
}

function takeOnlyOne<T>(found: readonly T[], probably: boolean): Match<T> | undefined {
  if (found.length === 1) return { found: found[0], probably };
  return undefined;
}

/** Tells whether a name may consist of a stack's name and a logical id that were cut. */
function isCut(body: string, { stackName, logicalId }: Named, wholeStack: boolean): boolean {
  return [...body.matchAll(/-/g)].some(({ index }) => {
    const [stack, id] = [body.slice(0, index), body.slice(index + 1)];
    return id.length >= 4 && logicalId.startsWith(id) && (wholeStack ? stackName === stack : stack.length >= 4 && stackName.startsWith(stack));
  });
}
