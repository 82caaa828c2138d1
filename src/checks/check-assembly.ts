import { Acknowledgement, collectAcknowledgements, isAcknowledged } from './acknowledgements';
import { CheckedStatement, readCheckedStatements } from './checked-statement';
import { getRuleId, Rule, StatementProblem } from './rule';
import { RULES } from './rules';
import { readStackFiles } from '../policy/assembly-files';
import { AWS_MANAGED_POLICIES } from '../policy/aws-managed-policies';
import { Assembly, Origin, readStacks } from '../policy/read-assembly';

/** Something that is wrong with the policies of an app. */
export interface Finding {
  /** What the rule is acknowledged by, as `cdk-dynamo-access:unknown-action`. */
  readonly id: string;
  readonly severity: 'error' | 'warning';
  readonly title: string;
  readonly reason: string;
  readonly problem: string;
  readonly remedy: string;
  /** The page of AWS that the rule rests on. */
  readonly see: string;
  /** The policy, role or user. */
  readonly origin: Origin;
  /** Where in it, if it is a policy: its name and the number of the statement. */
  readonly place?: string;
}

/** What stacks are taken to be deployed to that can be deployed anywhere; what is found doesn't depend on it. */
const ANYWHERE = { account: '111111111111', region: 'us-east-1', partition: 'aws' };

/**
 * Checks all identity policies that a cloud assembly declares, its stages and nested stacks included.
 *
 * @param directory what `cdk synth` wrote
 * @param acknowledged what was acknowledged besides what the assembly says
 */
export function checkAssembly(directory: string, acknowledged: readonly Acknowledgement[] = []): Finding[] {
  const stacks = readStackFiles(directory);
  const assembly = readStacks(stacks, { ...ANYWHERE, managedPolicies: AWS_MANAGED_POLICIES });
  const acknowledgements = [...acknowledged, ...collectAcknowledgements(stacks)];
  return RULES.flatMap((rule) => applyRule(rule, assembly))
    .filter(({ id, origin }) => !isAcknowledged(id, describeOrigin(origin), acknowledgements));
}

/** The path of the construct that something is declared by, or of what stands for it where the assembly doesn't know. */
export function describeOrigin({ stack, logicalId, constructPath }: Origin): string {
  return constructPath ?? `${stack}/${logicalId}`;
}

function applyRule(rule: Rule, assembly: Assembly): Finding[] {
  if ('inStatement' in rule) {
    return assembly.policies.flatMap(readCheckedStatements).flatMap((statement) =>
      rule.inStatement(statement, assembly).map((problem) => makeFinding(rule, problem, statement.policy.origin!, statement)));
  }
  return [...assembly.roles, ...assembly.users].flatMap((identity) =>
    rule.inIdentity(identity, assembly).map((problem) =>
      makeFinding(rule, problem, problem.statement?.policy.origin ?? identity.origin, problem.statement)));
}

function makeFinding(rule: Rule, { problem, remedy }: StatementProblem, origin: Origin, statement?: CheckedStatement): Finding {
  const { severity, title, reason, see } = rule;
  return {
    id: getRuleId(rule),
    severity,
    title,
    reason,
    problem,
    remedy: remedy ?? rule.remedy,
    see,
    origin,
    place: statement && `policy ${statement.policy.name}, statement ${statement.index}`,
  };
}
