import { holdsToken } from './tokens';
import { findNearest } from '../problems/nearest';

/**
 * The condition keys that AWS documents for requests to any service.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const GLOBAL_KEYS = [
  'aws:AssumedRoot', 'aws:CalledVia', 'aws:CalledViaAWSMCP', 'aws:CalledViaFirst', 'aws:CalledViaLast', 'aws:ChatbotSourceArn',
  'aws:CurrentTime', 'aws:Ec2InstanceSourcePrivateIPv4', 'aws:Ec2InstanceSourceVpc', 'aws:EpochTime', 'aws:FederatedProvider',
  'aws:IsMcpServiceAction', 'aws:MultiFactorAuthAge', 'aws:MultiFactorAuthPresent', 'aws:PrincipalAccount', 'aws:PrincipalArn',
  'aws:PrincipalIsAWSService', 'aws:PrincipalOrgID', 'aws:PrincipalOrgPaths', 'aws:PrincipalServiceName',
  'aws:PrincipalServiceNamesList', 'aws:PrincipalTag', 'aws:PrincipalType', 'aws:RequestTag', 'aws:RequestedRegion',
  'aws:ResourceAccount', 'aws:ResourceOrgID', 'aws:ResourceOrgPaths', 'aws:ResourceTag', 'aws:SecureTransport',
  'aws:SignInSessionArn', 'aws:SourceIdentity', 'aws:SourceIp', 'aws:SourceVpc', 'aws:SourceVpce', 'aws:TagKeys',
  'aws:TokenIssueTime', 'aws:UserAgent', 'aws:ViaAWSMCPService', 'aws:ViaAWSService', 'aws:VpceAccount', 'aws:VpceOrgID',
  'aws:VpceOrgPaths', 'aws:VpcSourceIp', 'aws:referer', 'aws:userid', 'aws:username',
] as const;

/** Keys of the same page that a role's request to DynamoDB never has, and the keys to use instead. */
const NEVER_CARRIED: Readonly<Record<string, string>> = {
  'aws:SourceAccount': 'use aws:PrincipalAccount, because only AWS services that call for themselves send this key',
  'aws:SourceArn': 'use aws:PrincipalArn, because only AWS services that call for themselves send this key',
  'aws:SourceOrgID': 'use aws:PrincipalOrgID, because only AWS services that call for themselves send this key',
  'aws:SourceOrgPaths': 'use aws:PrincipalOrgPaths, because only AWS services that call for themselves send this key',
  'aws:SourceVpcArn': 'use aws:SourceVpc, because DynamoDB does not support this key',
};

/** Keys that end in the name of a tag, for example `aws:PrincipalTag/team`. */
const TAG_KEYS = ['aws:PrincipalTag', 'aws:RequestTag', 'aws:ResourceTag'];

/** Keys that can have several values. An operator needs `ForAllValues:` or `ForAnyValue:` for them. */
const MULTIVALUED = [
  'aws:CalledVia', 'aws:PrincipalOrgPaths', 'aws:PrincipalServiceNamesList', 'aws:ResourceOrgPaths', 'aws:TagKeys',
  'aws:VpceOrgPaths', 'dynamodb:Attributes', 'dynamodb:FirstPartitionKeyValues', 'dynamodb:FisTargetArns',
  'dynamodb:FourthPartitionKeyValues', 'dynamodb:LeadingKeys', 'dynamodb:SecondPartitionKeyValues', 'dynamodb:ThirdPartitionKeyValues',
];

/**
 * Keys that describe the network and the call chain of the caller. A service that acts for the caller has other values.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
 */
const CALLERS_KEYS = [
  'aws:CalledVia', 'aws:CalledViaFirst', 'aws:CalledViaLast', 'aws:SourceIp', 'aws:SourceVpc', 'aws:SourceVpce', 'aws:ViaAWSService',
  'aws:VpceAccount', 'aws:VpceOrgID', 'aws:VpceOrgPaths', 'aws:VpcSourceIp', 'lambda:SourceFunctionArn',
];

/**
 * Services whose keys no request to DynamoDB has. Keys that other services and identity providers put in a session, such as
 * `lambda:SourceFunctionArn` and `saml:sub`, are also present in requests to DynamoDB.
 */
const OTHER_SERVICES = ['kms', 'logs', 's3', 'kinesis', 'iam', 'sqs', 'sns', 'dax', 'events', 'secretsmanager', 'ssm'];

/**
 * Says how many values a key can have. `dynamodb:EnclosingOperation` has one value, but AWS's own policies use it both ways. Only
 * identity providers know the keys that they put in a session.
 */
export function classifyValues(key: string): 'one' | 'several' | 'either' {
  if (MULTIVALUED.some((each) => isSameKey(each, key))) return 'several';
  const hasOne = /^(aws|dynamodb):/i.test(key) && !isSameKey(key, 'dynamodb:EnclosingOperation');
  if (hasOne) return 'one';
  return 'either';
}

export function isCallersKey(key: string): boolean {
  return CALLERS_KEYS.some((each) => isSameKey(each, key));
}

export function isResourceTag(key: string): boolean {
  return isSameKey(dropTagName(key), 'aws:ResourceTag');
}

/** Returns true if conditions depend on the tags of resources, through a key or a policy variable. */
export function dependsOnTags(conditions: object = {}): boolean {
  return /aws:resourcetag\//i.test(JSON.stringify(conditions));
}

/** Returns a key without the name of a tag. */
export function dropTagName(key: string): string {
  return key.split('/')[0];
}

/** Returns true if two keys are the same. IAM ignores the case of keys. */
export function isSameKey(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Finds the remedy for a key that no request to DynamoDB has. Returns undefined if some request may have it. */
export function findKeyNameRemedy(key: string): string | undefined {
  const [prefix, rest] = key.split(/:(.*)/s);
  if (!rest) return 'write the key with its prefix, such as aws:PrincipalTag/TenantId';
  if (OTHER_SERVICES.includes(prefix.toLowerCase())) return `remove the key, because requests to DynamoDB have no keys of ${prefix}`;
  if (prefix.toLowerCase() !== 'aws') return undefined;
  const name = dropTagName(key);
  const never = Object.entries(NEVER_CARRIED).find(([each]) => isSameKey(each, name));
  if (never) return never[1];
  if (!GLOBAL_KEYS.some((each) => isSameKey(each, name))) return suggestKey(key, name);
  const takesTag = TAG_KEYS.some((each) => isSameKey(each, name));
  if (takesTag && !/^[^/]+\/.+$/.test(key)) return `add the name of the tag, such as ${name}/team`;
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules_creating
  const tag = key.slice(name.length + 1);
  if (takesTag && !holdsToken(tag) && !/^[\p{L}\p{Z}\p{N}_.:/=+@-]{1,128}$/u.test(tag)) {
    return 'correct the name of the tag, which has at most 128 letters, digits, spaces and _ . : / = + - @';
  }
  if (!takesTag && key.includes('/')) return `write ${name} without a tag name`;
  return undefined;
}

function suggestKey(key: string, name: string): string {
  const near = findNearest(name, GLOBAL_KEYS);
  if (near !== undefined) return `write ${key.replace(name, near)}`;
  return 'correct the name: the IAM User Guide lists the global condition keys';
}
