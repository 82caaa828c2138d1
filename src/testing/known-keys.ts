import { AccessRequest } from './subject';
import { RoleRecord, UserRecord } from '../policy/read-assembly';
import { ContextValues } from '../policy/request-context';

/**
 * Adds the condition keys that AWS adds to every request of a role or user, if their values are known. Values that the request already
 * has stay. A session of a role has the ARN of the role.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 */
export function addKnownKeys(request: AccessRequest, { arn, account }: RoleRecord | UserRecord): AccessRequest {
  const known: ContextValues = {
    'aws:PrincipalArn': arn,
    'aws:PrincipalAccount': account,
    'aws:PrincipalType': /:user\//.test(arn) ? 'User' : 'AssumedRole',
    ...readResourceAccount(request.resource),
  };
  const given = new Set(Object.keys(request.context).map((key) => key.toLowerCase()));
  const added = Object.entries(known).filter(([key]) => !given.has(key.toLowerCase()));
  return { ...request, context: { ...Object.fromEntries(added), ...request.context } };
}

/**
 * Reads the account of a resource. Some actions of other services don't have this key, and some ARNs contain no account.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceaccount
 */
function readResourceAccount(resource: string): ContextValues {
  const [, owner] = /^arn:[^:]*:(?:dynamodb|kms|logs):[^:]*:(\d{12}):/.exec(resource) ?? [];
  if (owner === undefined) return {};
  return { 'aws:ResourceAccount': owner };
}
