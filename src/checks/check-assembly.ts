import { Acknowledgement, collectAcknowledgements, isAcknowledged } from './acknowledgements';
import { CheckedStatement, readCheckedStatements } from './checked-statement';
import { findOnlyBoundaries } from './only-boundaries';
import { listResourceStatements } from './resource-statements';
import { getRuleId, Rule, StatementProblem } from './rule';
import { RULES } from './rules';
import { ANYWHERE } from '../policy/anywhere';
import { readStackFiles } from '../policy/assembly-files';
import { getConstructPath } from '../policy/assembly-resources';
import { AWS_MANAGED_POLICIES } from '../policy/aws-managed-policies';
import { AttachedPolicy } from '../policy/identity-records';
import { Assembly, GroupRecord, Origin, readStacks, UserRecord } from '../policy/read-assembly';

/** A problem in the policies of an app. */
export interface Finding {
  /** The id to acknowledge the rule by, for example `cdk-dynamo-access:unknown-action`. */
  readonly id: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly title: string;
  readonly reason: string;
  readonly problem: string;
  readonly remedy: string;
  /** The page of AWS that documents the rule. */
  readonly see: string;
  /** The policy, role or user with the problem. */
  readonly origin: Origin;
  /** For a policy, the construct path, its name and the number of the statement. For code, its file and line. */
  readonly place?: string;
}

/**
 * Checks all identity policies of a cloud assembly, and the policies of its tables and their keys, including those of its stages and nested
 * stacks.
 *
 * @param directory the folder that `cdk synth` wrote
 * @param acknowledged acknowledgements that the assembly doesn't contain
 */
export function checkAssembly(directory: string, acknowledged: readonly Acknowledgement[] = []): Finding[] {
  const stacks = readStackFiles(directory);
  const assembly = readStacks(stacks, { ...ANYWHERE, assumed: ['account', 'region'], managedPolicies: AWS_MANAGED_POLICIES });
  const acknowledgements = [...acknowledged, ...collectAcknowledgements(stacks)];
  return RULES.flatMap((rule) => applyRule(rule, assembly))
    .filter(({ id, origin }) => !isAcknowledged(id, getDeclaringPath(origin), acknowledgements));
}

/** Gets the path of the construct that declares a resource. If the assembly doesn't have it, the path of the stack with the logical id. */
export function getDeclaringPath({ stack, logicalId, constructPath }: Origin): string {
  return constructPath ?? `${stack}/${logicalId}`;
}

function applyRule(rule: Rule, assembly: Assembly): Finding[] {
  if ('findInStatement' in rule) {
    return listGivingPolicies(rule, assembly).flatMap(readCheckedStatements).flatMap((statement) =>
      rule.findInStatement(statement, assembly).map((problem) => makeFinding(rule, problem, statement.policy.origin!, statement)));
  }
  if ('findInResourcePolicy' in rule) {
    return listResourceStatements(assembly).flatMap((statement) => rule.findInResourcePolicy(statement, assembly).map((problem) => (
      { ...makeFinding(rule, problem, statement.origin), place: `${statement.path}, policy of the ${statement.kind}, statement ${statement.index}` })));
  }
  const { roles, users, groups } = assembly;
  if ('findInAttached' in rule) {
    return [...roles, ...users, ...groups].flatMap((identity) =>
      rule.findInAttached(listOwnPolicies(identity, groups)).map((problem) => makeFinding(rule, problem, identity.origin)));
  }
  return [...roles, ...users].flatMap((identity) =>
    rule.findInIdentity(identity, assembly).map((problem) =>
      makeFinding(rule, problem, problem.statement?.policy.origin ?? identity.origin, problem.statement)));
}

/** Lists the policies of a role, user or group without those that a user has from groups of the app. */
function listOwnPolicies(
  { policies, account, groups: names = [] }: GroupRecord & Partial<Pick<UserRecord, 'groups'>>, groups: readonly GroupRecord[],
): readonly AttachedPolicy[] {
  const inherited = groups.filter((group) => names.includes(group.name) && account === group.account).flatMap((group) => group.policies);
  return policies.filter((policy) => !inherited.includes(policy));
}

/** Lists the policies that a rule is for. A permissions boundary gives nothing, so it can't give more than is needed. */
function listGivingPolicies({ severity }: Rule, assembly: Assembly): readonly AttachedPolicy[] {
  if (severity === 'error') return assembly.policies;
  const boundaries = findOnlyBoundaries(assembly);
  return assembly.policies.filter(({ arn }) => arn === undefined || !boundaries.has(arn));
}

function makeFinding(
  rule: Rule, { problem, remedy, severity = rule.severity }: StatementProblem, origin: Origin, statement?: CheckedStatement,
): Finding {
  const { title, reason, see } = rule;
  return {
    id: getRuleId(rule),
    severity,
    title,
    reason,
    problem,
    remedy: remedy ?? rule.remedy,
    see,
    origin,
    place: statement && `${getConstructPath(origin)}, policy ${statement.policy.name}, statement ${statement.index}`,
  };
}
