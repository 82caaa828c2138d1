import { Stack } from 'aws-cdk-lib';
import { CfnUser, IPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { findWholeAccount, isRoleSession } from '../../policy/principals';
import { findDeclaredPath } from '../../resources/annotate';
import { differ } from '../../resources/arns';
import { readTablePolicies, ResourcePolicy, TableResource } from '../../resources/resource-policies';
import { remembered } from '../../resources/settled';
import { writeStandIns } from '../../resources/stand-ins';
import { listArns } from '../accounts/cross-account-access';
import { coversResource, HeldStatement, readDocument } from '../policies/read-policies';

/**
 * Reads the statements of the policies of a table and its stream that allow a role or user of the same account something, or deny it. Such
 * an Allow statement needs no identity policy. One that allows the whole account leaves the decision to identity policies.
 *
 * @param arn the ARN of the table, as the identity names it
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-role-session
 */
export function readTableStatements(table: TableResource, arn: string, identity: IConstruct): HeldStatement[] {
  if (!isPrincipal(identity) || differ(Stack.of(table).account, identity.principalAccount)) return [];
  const policies = remembered(table, 'policies', () => readTablePolicies(table));
  // most tables have no policy
  if (policies.length === 0) return [];
  const name = writeStandIns(identity, arn);
  const statements = remembered(table, `statements of its policies as ${name}`, () => policies.flatMap((policy) => readPolicyStatements(table, name, policy)));
  const arns = listArns(identity).map((each) => writeStandIns(identity, each));
  const account = writeStandIns(table, Stack.of(table).account);
  return statements.flatMap((statement) => {
    const { effect, principals: { negated, values } = { negated: false, values: [] } } = statement;
    const namesItself = values.some(({ value }) => arns.includes(value));
    const namesAccount = values.some(({ value }) => findWholeAccount(value) === account);
    // NotPrincipal excludes a role or user if it names the account too
    if (negated) return [statement].filter(() => effect === 'Deny' && !(namesItself && namesAccount));
    // a session is not the role, and a denial of it leaves the role its other sessions
    const namesSession = effect === 'Allow' && values.some(({ value }) => arns.some((role) => isRoleSession(value, role)));
    const namesEverybody = values.some(({ value }) => value === '*');
    if (!namesItself && !namesSession && !namesEverybody && !(effect === 'Deny' && namesAccount)) return [];
    return [{ ...statement, ignoresBoundary: namesSession || namesEverybody || CfnUser.isCfnUser(identity.node.defaultChild) }];
  });
}

/** Reads the statements of one policy, which is about the table and its indexes, or about the stream. */
function readPolicyStatements(table: TableResource, arn: string, { holder, document }: ResourcePolicy): HeldStatement[] {
  const whole = holder === 'stream' ? [`${arn}/stream/*`] : [arn, `${arn}/index/*`];
  const policyName = `the resource policy of ${findDeclaredPath(table)}`;
  return readDocument(table, document, 'resource').map((statement) => ({ ...statement, policyName, resources: narrowResources(statement, whole) }));
}

/** Limits the resources of a statement to those that its policy is about. */
function narrowResources(statement: HeldStatement, whole: readonly string[]): HeldStatement['resources'] {
  const { resources } = statement;
  if (!resources) return { negated: false, values: whole };
  if (!resources.negated) return { negated: false, values: resources.values.flatMap((value) => value === '*' ? whole : [value]) };
  const named = { ...statement, resources: { negated: false, values: resources.values } };
  return { negated: false, values: whole.filter((each) => !coversResource(named, each)) };
}

function isPrincipal(construct: IConstruct): construct is IConstruct & IPrincipal {
  return Construct.isConstruct(construct) && 'policyFragment' in construct;
}
