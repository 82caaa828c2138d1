import { IConstruct } from 'constructs';
import { Stack } from 'aws-cdk-lib';

/**
 * IAM's limits in characters, white space not counted; none of them can be raised.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const INLINE_LIMIT = { role: 10_240, user: 2_048, group: 5_120 } as const;
export const MANAGED_LIMIT = 6_144;

/** The lowest default quota of managed policies for a role, a user or a group that AWS's quota page has named. */
export const MANAGED_POLICIES_QUOTA = 10;

/** The longest name of a DynamoDB table, which CloudFormation may generate. */
const LONGEST_NAME = 255;
const LONGEST_ARN = 'arn:aws-us-gov:dynamodb:us-gov-west-1:123456789012:table/'.length + LONGEST_NAME;
const PSEUDO_PARAMETERS: Readonly<Record<string, number>> = {
  'AWS::AccountId': 12,
  'AWS::Partition': 'aws-us-gov'.length,
  'AWS::Region': 'ap-northeast-1'.length,
  'AWS::URLSuffix': 'amazonaws.com.cn'.length,
};

/**
 * How many characters a part of a policy may have in the end, if every name that CloudFormation chooses is as long as
 * AWS allows.
 */
export function policySize(scope: IConstruct, part: unknown): number {
  return JSON.stringify(withLongestNames(Stack.of(scope).resolve(part))).length;
}

function withLongestNames(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withLongestNames);
  if (typeof part !== 'object' || part === null) return part;
  const entries = Object.entries(part);
  const [[key, value]] = entries.length === 1 ? entries : [['', undefined]];
  if (key === 'Ref') return 'x'.repeat(PSEUDO_PARAMETERS[value as string] ?? LONGEST_NAME);
  if (key === 'Fn::Join') return ((value as [string, unknown[]])[1]).map(withLongestNames).join((value as [string])[0]);
  if (key.startsWith('Fn::')) return 'x'.repeat(LONGEST_ARN);
  return Object.fromEntries(entries.map(([name, inner]) => [name, withLongestNames(inner)]));
}
