import { requiresOtherValues } from '../policy/condition-inclusion';
import { ConditionEntry } from '../policy/policy-document';

/** A text that no policy names, for the ids of accounts, organizations and networks that anybody can have. */
const ANY_ID = '#';
const ANY_ACCOUNT = ANY_ID.repeat(12);
const ANY_NETWORK = [`vpc-${ANY_ID.repeat(17)}`];
const ANY_SERVICE = [`${ANY_ID}.*`];
const ANY_ORGANIZATION = `o-${ANY_ID.repeat(10)}`;
/** The ARNs of buckets have no account. */
const ANY_SOURCE = [`arn:*:*:*:${ANY_ACCOUNT}:*`, `arn:*:s3:::${ANY_ID}`];

/**
 * The condition keys that can limit the principal `*` to some callers, with the values that callers from any account can have.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-bpa-rbp.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
const VALUES_OF_ANYBODY = lowerKeys({
  'aws:Ec2InstanceSourceVpc': ANY_NETWORK,
  'aws:PrincipalAccount': [ANY_ACCOUNT],
  'aws:PrincipalArn': [`arn:*:*::${ANY_ACCOUNT}:*`],
  'aws:PrincipalIsAWSService': ['false'],
  'aws:PrincipalOrgID': [ANY_ORGANIZATION],
  'aws:PrincipalOrgPaths': [`${ANY_ORGANIZATION}/*`],
  'aws:PrincipalServiceName': ANY_SERVICE,
  'aws:PrincipalServiceNamesList': ANY_SERVICE,
  'aws:SourceAccount': [ANY_ACCOUNT],
  'aws:SourceArn': ANY_SOURCE,
  'aws:SourceOrgID': [ANY_ORGANIZATION],
  'aws:SourceOrgPaths': [`${ANY_ORGANIZATION}/*`],
  'aws:SourceVpc': ANY_NETWORK,
  'aws:SourceVpce': [`vpce-${ANY_ID.repeat(17)}`],
  'aws:UserId': [ANY_ACCOUNT, `A${ANY_ID.repeat(20)}*`],
  'kms:CallerAccount': [ANY_ACCOUNT],
});

/** Tells whether a condition limits the principal `*` to some callers. */
export function limitsEverybody(entry: ConditionEntry): boolean {
  const values = VALUES_OF_ANYBODY.get(entry.key.toLowerCase());
  return values !== undefined && requiresOtherValues(fixResourceVariables(entry), values);
}

/** Tells whether a condition limits the roles and users of an account, or their requests. */
export function limitsAccount(entry: ConditionEntry, account: string): boolean {
  return requiresOtherValues(fixResourceVariables(entry), listValuesInAccount(account).get(entry.key.toLowerCase()) ?? [ANY_ID]);
}

/** Lists the condition keys that say nothing of who calls within an account, with values that all of its roles and users can have. */
function listValuesInAccount(account: string): ReadonlyMap<string, readonly string[]> {
  return lowerKeys({
    'aws:PrincipalAccount': [account],
    'aws:PrincipalArn': [`arn:*:iam::${account}:role/${ANY_ID}`],
    'aws:PrincipalIsAWSService': ['false'],
    'aws:PrincipalOrgID': ['*'],
    'aws:PrincipalType': ['AssumedRole', 'User'],
    'aws:RequestedRegion': ['*'],
    'aws:SecureTransport': ['true'],
    'aws:SourceIp': ['203.0.113.1'],
    'aws:UserId': [`AROA${ANY_ID.repeat(17)}:${ANY_ID}`],
    'aws:ViaAWSService': ['false'],
    'kms:CallerAccount': [account],
  });
}

function lowerKeys(valuesByKey: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, readonly string[]> {
  return new Map(Object.entries(valuesByKey).map(([key, values]) => [key.toLowerCase(), values]));
}

/** Replaces the variables whose values are those of the resource, the same for each request. */
function fixResourceVariables(entry: ConditionEntry): ConditionEntry {
  return { ...entry, values: entry.values.map((value) => value.replace(/\$\{aws:Resource(Account|OrgID|OrgPaths)\}/gi, 'of the resource')) };
}
