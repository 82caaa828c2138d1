import { getErrorMessage } from './emulators/loopback';
import { readStatements, PolicyDocument, PolicyStatement, PolicyType } from '../policy/policy-document';

/** A policy of which everything can be evaluated, and what had to be left out for that. */
export interface KnownPolicy {
  readonly document: PolicyDocument;
  /** Parts that the template doesn't tell; they allow nothing. */
  readonly leftOut: readonly string[];
  /** Denials that can't be evaluated: more may be allowed here than is allowed when deployed. */
  readonly lostDenials: readonly string[];
}

/**
 * Leaves out of a policy what can't be known before deployment, as the ARN of a resource whose name CloudFormation makes up. Where
 * something in a statement that allows isn't known, less is allowed; the other resources of the statement stay.
 */
export function withoutUnknown(document: PolicyDocument, policy: PolicyType, where: string): KnownPolicy {
  const [leftOut, lostDenials]: [string[], string[]] = [[], []];
  const statements = [document?.Statement ?? []].flat().flatMap((statement, index) => {
    const name = `${where}, statement ${index}${statement?.Sid ? ` (${statement.Sid})` : ''}`;
    const found = statement?.Effect === 'Deny' ? lostDenials : leftOut;
    const known = withKnownResources(statement, (resource) => found.push(`${name}: ${JSON.stringify(resource)} isn't known before deployment`));
    if (!known) return [];
    const problem = findProblem({ ...document, Statement: known }, policy);
    if (problem === undefined) return [known];
    found.push(`${name}: ${problem}`);
    return [];
  });
  return { document: { ...document, Statement: statements }, leftOut, lostDenials };
}

/** The statement with the resources that are known; nothing if none is. */
function withKnownResources(statement: PolicyStatement, reportUnknown: (resource: unknown) => void): PolicyStatement | undefined {
  if (statement?.Resource === undefined) return statement;
  const resources: readonly unknown[] = [statement.Resource].flat();
  const unknown = resources.filter((each) => typeof each !== 'string');
  unknown.forEach(reportUnknown);
  if (unknown.length === 0) return statement;
  const known = resources.filter((each) => typeof each === 'string');
  if (known.length === 0) return undefined;
  return { ...statement, Resource: known };
}

/** Finds the first part of a policy that is malformed or not known. */
function findProblem(document: PolicyDocument, policy: PolicyType): string | undefined {
  try {
    readStatements(document, policy, '');
    return undefined;
  } catch (error) {
    return getErrorMessage(error).replace(/^, statement 0[^,:]*[,:] /, '');
  }
}
