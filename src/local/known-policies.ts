import { PolicyDocument, PolicyType } from '../policy/policy-document';
import { readPolicy, ReadStatement } from '../policy/read-policy';

/** A policy of which everything can be evaluated, and what had to be left out for that. */
export interface KnownPolicy {
  readonly document: PolicyDocument;
  /** Parts that the template doesn't tell; they allow nothing. */
  readonly leftOut: readonly string[];
  /** Denials that can't be evaluated: more may be allowed here than is allowed when deployed. */
  readonly lostDenials: readonly string[];
}

/** The elements whose unknown values can be left out, because the statement then applies to less. */
const NARROWED = ['Action', 'Resource'];

/**
 * Leaves out of a policy what can't be known before deployment, as the ARN of a resource whose name CloudFormation makes up. Where
 * something in a statement that allows isn't known, less is allowed; the other resources of the statement stay.
 */
export function withoutUnknown(document: PolicyDocument, policy: PolicyType, where: string): KnownPolicy {
  const statements = readPolicy(document, policy, where);
  const listUnreadable = (isDenial: boolean) => statements.filter(({ written }) => (written?.Effect === 'Deny') === isDenial)
    .flatMap((statement) => statement.unknown.map(({ problem }) => `${locateStatement(statement, where)}: ${describeUnknownPart(problem)}`));
  return {
    document: { Version: document?.Version, Statement: statements.flatMap((statement) => findKnown(statement) ?? []) },
    leftOut: listUnreadable(false),
    lostDenials: listUnreadable(true),
  };
}

/** The known part of a statement, if the statement doesn't apply to more without the other part. */
function findKnown({ parsed, known, unknown }: ReadStatement): PolicyDocument['Statement'] | undefined {
  if (!parsed || !unknown.every(({ element }) => NARROWED.includes(element))) return undefined;
  return known;
}

function locateStatement({ index, written }: ReadStatement, where: string): string {
  return `${where}, statement ${index}${written?.Sid ? ` (${written.Sid})` : ''}`;
}

/** A value that is an object is a function of CloudFormation. */
function describeUnknownPart(problem: string): string {
  return problem.replace(/^\w+: (\{.*\}) is not .*$/, '$1 is not known before deployment');
}
