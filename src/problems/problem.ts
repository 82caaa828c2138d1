import { ErrorId, ProblemId } from './catalogue';

/**
 * Describes a wrong input: the kind of problem, the construct or value and what is wrong with it, the expected form, and the change
 * that fixes it. The value and the remedy are clauses: `features is undefined`, `write [TableFeature.READ_ITEM]`.
 */
export interface Problem<Id extends ProblemId = ErrorId> {
  readonly id: Id;
  readonly value: string;
  readonly expected: string;
  readonly remedy: string;
}

/** Formats the id of a problem as messages show it. `docs/errors.md` has a row for each id. */
export function formatProblemId(id: ProblemId): string {
  return `cdk-dynamo-access:${id}`;
}

/** Describes a problem in one line, without its id. */
export function describeProblem({ value, expected, remedy }: Problem<ProblemId>): string {
  return nameTokens(`${value}; expected ${expected}; ${remedy}`);
}

/** Formats an error in one line. CDK adds the construct path. */
export function formatError(problem: Problem): string {
  return `${describeProblem(problem)} [${formatProblemId(problem.id)}]`;
}

/** Replaces the tokens in a text, `${Token[Orders.Arn.12]}`, by a name that a reader knows: `<Orders.Arn>`. */
export function nameTokens(text: string): string {
  return text.replace(/[$#]\{Token\[([^\]]*?)\.?\d+\]\}/g, (_token, name: string) => `<${name || 'TOKEN'}>`);
}

/** An object with a path in the construct tree. */
export interface Located {
  readonly node: { readonly path: string };
}

/** Throws an error that begins with the path of a construct, or with the name of the call if there is no construct. */
export function fail(where: Located | string, problem: Problem): never {
  throw new Error(`[${typeof where === 'string' ? where : where.node.path}] ${formatError(problem)}`);
}

/** Throws an error if there is a problem. */
export function failIf(where: Located | string, problem: Problem | undefined): void {
  if (problem) fail(where, problem);
}

/** Finds the first problem in a list of items. Returns undefined if all items are correct. */
export function findFirstProblem<T>(items: readonly T[], findProblem: (item: T) => Problem | undefined): Problem | undefined {
  for (const item of items) {
    const problem = findProblem(item);
    if (problem) return problem;
  }
  return undefined;
}

/** Describes a value in a message: a construct by its path, text in quotes, any other object by its class. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'function') {
    return /^class\b/.test(String(value)) ? `the class ${value.name} itself` : `the function ${value.name}, not its result`;
  }
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${[...value.slice(0, 3).map(describeValue), ...value.slice(3, 4).map(() => '...')].join(', ')}]`;
  return (value as Partial<Located>).node?.path ?? describeObject(value);
}

function describeObject(value: object): string {
  const { constructor, toString } = value as Partial<object>;
  if (typeof toString === 'function' && toString !== Object.prototype.toString) return String(value);
  if (constructor === undefined || constructor === Object) return 'an object';
  return `an object of the class ${constructor.name}`;
}
