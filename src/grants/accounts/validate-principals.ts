import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import { AccountPrincipal, AccountRootPrincipal, CompositePrincipal, IPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { listArns, isDeclaredIdentity } from './cross-account-access';
import { findFirstProblem, Problem } from '../../problems/problem';
import { TableResources } from '../../resources/table-resources';

/** What is wrong with the principals of a policy. */
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
  const value = `principal ${describePrincipal(principal)}`;
  const expected = 'accounts, or roles and users of other accounts';
  if ('groupName' in principal) return { id: 'principal', value, expected, remedy: 'name its users: AWS takes no group as a principal' };
  if (principal instanceof CompositePrincipal) return { id: 'principal', value, expected, remedy: 'list its principals one by one' };
  const { principalJson, conditions } = principal.policyFragment;
  if (Object.values(principalJson).flat().includes('*')) {
    return { id: 'principal', value: `${value}, which is everybody`, expected, remedy: 'name the accounts' };
  }
  const others = Object.keys(principalJson).filter((kind) => kind !== 'AWS');
  if (others.length > 0) {
    return {
      id: 'principal',
      value: `${value}, which is of the kind ${others.join(' and ')}`,
      expected,
      remedy: 'give the access to a role that it assumes; what services read a table by its policy say themselves how',
    };
  }
  const arns = listArns(principal);
  if (arns.some((arn) => arn.includes(':group/'))) return { id: 'principal', value, expected, remedy: 'name its users: AWS takes no group as a principal' };
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
  if (arns.some((arn) => /[*?]/.test(arn))) {
    return { id: 'principal', value: `${value} with a wildcard`, expected, remedy: 'name each of them, or the account: AWS takes no part of an ARN with a wildcard' };
  }
  if (Object.keys(conditions).length === 0) return undefined;
  return {
    id: 'principal',
    value: `${value} with conditions`,
    expected: `${expected} without conditions, as DynamoDB's use of the key for them doesn't carry what they rest on`,
    remedy: 'name the roles or accounts that meet the conditions, or write the statement with addToResourcePolicy of the table',
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
 * Each stack names the other's resource by its account, and a stack without one writes `AWS::AccountId`, which is another
 * account in the stack that it is written in.
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

/** The accounts that a principal belongs to, as far as the app can tell. */
function listAccounts(principal: IPrincipal): string[] {
  const named = listArns(principal).map((arn) => /^(\d{12})$/.exec(arn)?.[1] ?? arn.split(':')[4]);
  return [principal.principalAccount, ...named].filter((account) => account !== undefined);
}

/** A principal in messages. */
export function describePrincipal(principal: IPrincipal): string {
  if (Construct.isConstruct(principal)) return principal.node.path;
  const { accountId, arn } = principal as Partial<AccountPrincipal>;
  if (accountId !== undefined && !Token.isUnresolved(accountId)) return `account ${accountId}`;
  if (arn === undefined || Token.isUnresolved(arn)) return `${principal}`;
  return arn;
}
