import { limitsAccount, limitsEverybody } from './caller-conditions';
import { hasWildcard } from './checked-statement';
import { nameCheckedResources } from './name-checked-resource';
import { ResourceStatement } from './resource-statements';
import { DEVELOPER_GUIDE, ResourcePolicyRule } from './rule';
import { matchAnywhere } from '../policy/anywhere';
import { canMatch } from '../policy/arn-patterns';
import { DYNAMODB_ACTIONS } from '../policy/dynamodb-actions';
import { NamedPrincipal } from '../policy/policy-document';
import { hasPolicyVariable } from '../policy/policy-variables';
import { findWholeAccount } from '../policy/principals';
import { WHOLE_CONDITION } from '../policy/read-policy';
import { canBeInResourcePolicy } from '../policy/resource-policy-actions';
import { matchesAction } from '../policy/text-pattern';

const ITSELF = '`*`, which is the resource that has the policy';

/** Rules on the policies of tables, of streams and of the keys of tables. */
export const RESOURCE_POLICY_RULES: readonly ResourcePolicyRule[] = [
  {
    name: 'public-principal',
    severity: 'error',
    title: 'A table or a key for everybody',
    reason: 'The principal `*` without a condition on who calls is everybody, in every account. DynamoDB refuses such a policy, and KMS takes it.',
    remedy: 'name the principals, or add a condition on `aws:PrincipalOrgID`, `aws:PrincipalAccount` or `aws:SourceVpce` with '
      + 'values without wildcards',
    see: `${DEVELOPER_GUIDE}/rbac-bpa-rbp.html`,
    findInResourcePolicy: (statement) => {
      const { allowsOthers, parsed: { effect, principals } } = statement;
      if (effect !== 'Allow' || allowsOthers || !principals?.values.some(({ value }) => value === '*') || isForSome(statement)) return [];
      return [{ problem: 'the principal is *' }];
    },
  },
  {
    name: 'allowed-not-principal',
    severity: 'error',
    title: 'Everybody but some principals',
    reason: 'IAM does not support `NotPrincipal` with `Allow`. A service that takes it allows everybody but the named principals, callers '
      + 'without credentials included.',
    remedy: 'name the allowed principals in `Principal`, and the excluded ones in a statement with `Deny`',
    see: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html',
    findInResourcePolicy: ({ allowsOthers }) => {
      if (!allowsOthers) return [];
      return [{ problem: 'it allows everybody but the principals in NotPrincipal' }];
    },
  },
  {
    name: 'account-principal',
    severity: 'warning',
    title: 'Everything for all of another account',
    reason: 'Every role and user of the account may get each of the actions from the account, and those that AWS adds later. The owner of the '
      + 'resource does not see who they are.',
    remedy: 'name the actions, name the roles of the account, or add a condition on `aws:PrincipalArn`',
    see: `${DEVELOPER_GUIDE}/rbac-cross-account-access.html`,
    // an account may give its roles the actions that the owner of the table names: AWS documents this for access across accounts
    findInResourcePolicy: ({ account, parsed: { effect, actions, principals, conditions } }) => {
      const accounts = (principals?.values ?? []).flatMap((principal) => findAccount(principal) ?? [])
        .filter((each) => each !== account && !conditions.some((condition) => limitsAccount(condition, each)));
      const isBroad = actions.negated || actions.values.some((action) => /[*?]/.test(action));
      if (effect !== 'Allow' || accounts.length === 0 || !isBroad) return [];
      return [{ problem: `${actions.values.join(', ')} for the whole account ${accounts.join(', ')}` }];
    },
  },
  {
    name: 'resource-policy-action',
    severity: 'error',
    title: 'An action that a resource policy cannot have',
    reason: 'The policy of a table gives actions on the table and its indexes, the policy of a stream those on the stream. AWS supports no '
      + 'others, such as `CreateTable`, `ListStreams` and the actions on backups and imports.',
    remedy: 'remove the action, because this allows nothing; to allow it, write it in a policy of the role',
    see: `${DEVELOPER_GUIDE}/rbac-iam-actions.html`,
    findInResourcePolicy: (statement) => {
      const { kind, parsed: { effect, actions } } = statement;
      if (kind === 'key' || actions.negated) return [];
      const wrong = actions.values.filter((action) => !canGive(action, kind) && !(isForService(statement) && matchesAction(action, DESCRIBE_EXPORT)));
      if (wrong.length === 0) return [];
      return [{
        problem: `${wrong.join(', ')} in the policy of a ${kind}`,
        ...effect === 'Deny' && { remedy: 'remove the action, because this denies nothing; to deny it, write it in a policy of the role' },
      }];
    },
  },
  {
    name: 'other-resource',
    severity: 'error',
    title: 'The policy of a resource about another one',
    reason: 'The policy of a resource is about this resource alone, and a statement that names others has no effect.',
    remedy: `remove the statement, because this allows nothing; to allow it, write ${ITSELF}`,
    see: `${DEVELOPER_GUIDE}/access-control-resource-based.html`,
    findInResourcePolicy: (statement, assembly) => {
      const { arns: own, knowsResources, parsed: { effect, resources } } = statement;
      const arns = [...own, ...own.map((arn) => `${arn}/export/*`).filter(() => isForService(statement))].map(matchAnywhere);
      if (!resources || resources.negated || !knowsResources) return [];
      if (resources.values.some((resource) => arns.some((arn) => canMatch(resource, arn)))) return [];
      return [{
        problem: `it names ${nameCheckedResources(resources.values, statement.origin, assembly)}`,
        ...effect === 'Deny' && { remedy: `remove the statement, because this denies nothing; to deny it, write ${ITSELF}` },
      }];
    },
  },
];

/**
 * Finds out whether a condition makes a statement for everybody one for some. DynamoDB takes no wildcards and no variables in it. A condition
 * that is known only at deployment may do so.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-bpa-rbp.html
 */
function isForSome({ kind, parsed: { conditions }, unknownConditions }: ResourceStatement): boolean {
  if (unknownConditions.some((entry) => entry.key === WHOLE_CONDITION || limitsEverybody(entry))) return true;
  const limiting = conditions.filter((entry) => !unknownConditions.includes(entry)).filter(limitsEverybody);
  if (kind === 'key') return limiting.length > 0;
  return limiting.some(({ values }) => !values.some((value) => hasWildcard(value) || hasPolicyVariable(value)));
}

/** The action on exports that AWS writes into the policies of tables, for its services. */
const DESCRIBE_EXPORT = 'dynamodb:DescribeExport';

/**
 * Tells whether a statement of a table's policy is for services alone. Amazon Redshift and AWS Glue describe the exports of the table.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/RedshiftforDynamoDB-zero-etl.html
 */
function isForService({ kind, parsed: { principals } }: ResourceStatement): boolean {
  return kind === 'table' && (principals?.values ?? []).every(({ type }) => type === 'Service');
}

function findAccount({ type, value }: NamedPrincipal): string | undefined {
  if (type !== 'AWS') return undefined;
  return findWholeAccount(value);
}

/** Tells whether a resource policy can give at least one action that a pattern stands for. An action that isn't known may be new. */
function canGive(pattern: string, kind: 'table' | 'stream'): boolean {
  const named = Object.keys(DYNAMODB_ACTIONS).filter((action) => matchesAction(pattern, action));
  if (named.length === 0) return /^dynamodb:/i.test(pattern);
  return named.some((action) => canBeInResourcePolicy(action, kind));
}
