import { Stack } from 'aws-cdk-lib';
import { IPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { findDeclaredPath } from '../../resources/annotate';
import { differ } from '../../resources/arns';
import { readTablePolicies, TableResource } from '../../resources/resource-policies';
import { remembered } from '../../resources/settled';
import { writeStandIns } from '../../resources/stand-ins';
import { listArns } from '../accounts/cross-account-access';
import { HeldStatement, readDocument } from '../policies/read-policies';

/**
 * Reads the statements of the policies of a table and its stream that name a role or user of the same account, or everybody. They
 * need no identity policy. A statement for the whole account leaves the decision to identity policies.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html
 */
export function readTableGrants(table: TableResource, identity: IConstruct): HeldStatement[] {
  if (!isPrincipal(identity) || differ(Stack.of(table).account, identity.principalAccount)) return [];
  const statements = remembered(table, 'statements of its policies', () => readTableStatements(table));
  if (statements.length === 0) return [];
  const names = ['*', ...listArns(identity).map((name) => writeStandIns(identity, name))];
  return statements.filter(({ principals }) => principals?.values.some(({ value }) => names.includes(value)));
}

function readTableStatements(table: TableResource): HeldStatement[] {
  const policyName = `the resource policy of ${findDeclaredPath(table)}`;
  return readTablePolicies(table).flatMap(({ document }) => readDocument(table, document, 'resource'))
    .map((statement) => ({ ...statement, policyName }));
}

function isPrincipal(construct: IConstruct): construct is IConstruct & IPrincipal {
  return Construct.isConstruct(construct) && 'policyFragment' in construct;
}
