import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import { AccountPrincipal, AccountRootPrincipal, CompositePrincipal, IPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { isDeclaredIdentity, listArns } from './cross-account-access';
import { findFirstProblem, Problem } from '../../problems/problem';
import { TableResources } from '../../resources/table-resources';

const GROUP_REMEDY = 'name its users: AWS takes no group as a principal';

export function findPrincipalsProblem(principals: readonly IPrincipal[], table: TableResources): Problem | undefined {
  if (principals.length === 0) {
    return {
      id: 'emptyList',
      value: 'principals []',
      expected: 'at least one principal of another account',
      remedy: "list who may use the table, for example new AccountPrincipal('222222222222')",
    };
  }
  return findFirstProblem(principals, (principal) =>
    findPrincipalProblem(principal) ?? findOwnAccountProblem(principal, table) ?? findEnvironmentProblem(principal, table));
}

function findPrincipalProblem(principal: IPrincipal): Problem | undefined {
  const refusePrincipal = (detail: string, remedy: string): Problem => ({
    id: 'principal',
    value: `principal ${describePrincipal(principal)}${detail}`,
    expected: 'accounts, or roles and users of other accounts',
    remedy,
  });
  if ('groupName' in principal) return refusePrincipal('', GROUP_REMEDY);
  if (principal instanceof CompositePrincipal) return refusePrincipal('', 'list its principals one by one');
  const { principalJson, conditions } = principal.policyFragment;
  if (Object.values(principalJson).flat().includes('*')) return refusePrincipal(', which is everybody', 'name the accounts');
  const others = Object.keys(principalJson).filter((kind) => kind !== 'AWS');
  if (others.length > 0) {
    return refusePrincipal(`, which is of the kind ${others.join(' and ')}`,
      'give the access to a role that it assumes; what services read a table by its policy say themselves how');
  }
  const arns = listArns(principal);
  if (arns.some((arn) => arn.includes(':group/'))) return refusePrincipal('', GROUP_REMEDY);
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
  if (arns.some((arn) => /[*?]/.test(arn))) {
    return refusePrincipal(' with a wildcard', 'name each of them, or the account: AWS takes no part of an ARN with a wildcard');
  }
  if (Object.keys(conditions).length === 0) return undefined;
  const problem = refusePrincipal(' with conditions',
    'name the roles or accounts that meet the conditions, or write the statement with addToResourcePolicy of the table');
  return {
    ...problem, expected: `${problem.expected} without conditions, as DynamoDB's use of the key for them doesn't carry what they rest on`,
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
    value: `principal ${describePrincipal(principal)}, which is of the table's own account`,
    expected: 'principals of other accounts, as within an account the identity policy is enough',
    remedy: 'grant it by TableAccessGrants',
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
    value: `principal ${describePrincipal(principal)}, whose stack or the table's has no account and Region of its own`,
    expected: 'accounts, and the Region of the table, that are known before deployment, as each stack names what the other one declares',
    remedy: 'give both stacks an env, or name the principal by ArnPrincipal',
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
