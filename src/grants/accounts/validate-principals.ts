import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import { AccountPrincipal, AccountRootPrincipal, CompositePrincipal, IPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { isDeclaredIdentity, listArns } from './cross-account-access';
import { findFirstProblem, Problem } from '../../problems/problem';
import { TableResources } from '../../resources/table-resources';

const GROUP_REMEDY = 'name the users of the group, because AWS accepts no group as a principal';

export function findPrincipalsProblem(principals: readonly IPrincipal[], table: TableResources): Problem | undefined {
  if (principals.length === 0) {
    return {
      id: 'emptyList',
      value: 'principals is an empty list',
      expected: 'at least one principal of another account',
      remedy: "add a principal, such as new AccountPrincipal('222222222222')",
    };
  }
  return findFirstProblem(principals, (principal) =>
    findPrincipalProblem(principal) ?? findOwnAccountProblem(principal, table) ?? findEnvironmentProblem(principal, table));
}

function findPrincipalProblem(principal: IPrincipal): Problem | undefined {
  const refusePrincipal = (detail: string, remedy: string): Problem => ({
    id: 'principal',
    value: `the principal ${describePrincipal(principal)} ${detail}`,
    expected: 'accounts, or roles and users of other accounts',
    remedy,
  });
  if ('groupName' in principal) return refusePrincipal('is a group', GROUP_REMEDY);
  if (principal instanceof CompositePrincipal) return refusePrincipal('has several principals', 'list its principals one by one');
  const { principalJson, conditions } = principal.policyFragment;
  if (Object.values(principalJson).flat().includes('*')) return refusePrincipal('is everybody', 'name the accounts');
  const others = Object.keys(principalJson).filter((kind) => kind !== 'AWS');
  if (others.length > 0) {
    return refusePrincipal(`is of the kind ${others.join(' and ')}`, 'name the role that it assumes');
  }
  const arns = listArns(principal);
  if (arns.some((arn) => arn.includes(':group/'))) return refusePrincipal('is a group', GROUP_REMEDY);
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
  if (arns.some((arn) => /[*?]/.test(arn))) {
    return refusePrincipal('has a wildcard, which AWS does not accept here', 'name each role or user, or the account');
  }
  if (Object.keys(conditions).length === 0) return undefined;
  const problem = refusePrincipal('has conditions',
    'name the roles or accounts that meet the conditions, or write the statement with addToResourcePolicy of the table');
  return {
    ...problem, expected: `${problem.expected} without conditions, because DynamoDB does not pass their keys on to KMS`,
  };
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
function findOwnAccountProblem(principal: IPrincipal, table: TableResources): Problem | undefined {
  const comparisons = listAccounts(principal).map((account) => Token.compareStrings(account, table.account));
  const isOwn = principal instanceof AccountRootPrincipal
    || comparisons.some((comparison) => comparison === TokenComparison.SAME || comparison === TokenComparison.BOTH_UNRESOLVED);
  if (!isOwn) return undefined;
  return {
    id: 'principalOfOwnAccount',
    value: `the principal ${describePrincipal(principal)} belongs to the account of the table`,
    expected: 'principals of other accounts, because an identity policy is enough within an account',
    remedy: 'use TableAccessGrants for this principal',
  };
}

/**
 * Each stack names the resource of the other by its account. A stack without an explicit account writes `AWS::AccountId`, which is
 * another account in the other stack.
 */
function findEnvironmentProblem(principal: IPrincipal, table: TableResources): Problem | undefined {
  if (!Construct.isConstruct(principal)) return undefined;
  const home = isDeclaredIdentity(principal) ? [table.account, table.region] : [];
  const isKnown = [Stack.of(principal).resolve(principal.principalAccount), ...home].every((part) => typeof part === 'string' && !Token.isUnresolved(part));
  if (isKnown) return undefined;
  return {
    id: 'unknownEnvironment',
    value: `the stack of the principal ${describePrincipal(principal)} or the stack of the table has no account or Region`,
    expected: 'stacks with an account and a Region, because each stack names resources of the other',
    remedy: 'give both stacks an env, or write new ArnPrincipal(roleArn)',
  };
}

/** Lists the accounts that a principal is known to belong to. */
function listAccounts(principal: IPrincipal): string[] {
  const named = listArns(principal).map((arn) => /^(\d{12})$/.exec(arn)?.[1] ?? arn.split(':')[4]);
  return [principal.principalAccount, ...named].filter((account) => account !== undefined);
}

export function describePrincipal(principal: IPrincipal): string {
  if (Construct.isConstruct(principal)) return principal.node.path;
  const { accountId, arn } = principal as Partial<AccountPrincipal>;
  if (accountId !== undefined && !Token.isUnresolved(accountId)) return `account ${accountId}`;
  if (arn === undefined || Token.isUnresolved(arn)) return `${principal}`;
  return arn;
}
