import { IResolvable, Reference, Stack, Tokenization } from 'aws-cdk-lib';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { IConstruct } from 'constructs';
import { findElement } from '../../resources/find-references';
import { remembered } from '../../resources/settled';
import { isRecord } from '../../values/json-values';
import { makeLookup } from '../../values/lookup';

/**
 * IAM's limits in characters without white space. AWS can't raise them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const INLINE_LIMIT = { role: 10_240, user: 2_048, group: 5_120 } as const;
export const MANAGED_LIMIT = 6_144;

/** The lowest default quota of managed policies for a role, user or group that AWS has documented. */
export const MANAGED_POLICIES_QUOTA = 10;

/** The longest name of a DynamoDB table. CloudFormation may generate such a name. */
const LONGEST_NAME = 255;
const LONGEST_ARN = 'arn:aws-us-gov:dynamodb:us-gov-west-1:123456789012:table/'.length + LONGEST_NAME;

/**
 * The longest name of a log group.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
 */
const LONGEST_LOG_GROUP_NAME = 512;
const LONGEST_LOG_GROUP_ARN = 'arn:aws-us-gov:logs:us-gov-west-1:123456789012:log-group::*'.length + LONGEST_LOG_GROUP_NAME;
const PSEUDO_PARAMETERS = makeLookup<number>({
  'AWS::AccountId': 12,
  'AWS::Partition': 'aws-us-gov'.length,
  'AWS::Region': 'ap-northeast-1'.length,
  'AWS::URLSuffix': 'amazonaws.com.cn'.length,
});

/** The forms of values that CDK or CloudFormation replaces: tokens in strings, lists and numbers, and intrinsic functions. */
const UNKNOWN_YET = /Token\[|e\+289|<unresolved-|"Ref"|"<?Fn::/;

const STRING_TOKENS = /\$\{Token\[[^\]]*\]\}/g;

/** The context key in which an app tells CDK the length of its ARNs. This library uses it too. */
export const ARN_SIZE_CONTEXT_KEY = '@aws-cdk/aws-iam.arnSizeEstimate';

/**
 * Measures a part of a policy in characters. Names that CloudFormation chooses count with the greatest length that AWS allows, or
 * with the length in the app's context.
 */
export function measurePolicy(scope: IConstruct, part: unknown): number {
  const arnSize: number = scope.node.tryGetContext(ARN_SIZE_CONTEXT_KEY) ?? LONGEST_ARN;
  if (typeof part !== 'string') return measurePart(scope, part, arnSize);
  const sizes = remembered(Stack.of(scope), `sizes with ARNs of ${arnSize}`, () => new Map<string, number>());
  const size = sizes.get(part) ?? measurePart(scope, part, arnSize);
  sizes.set(part, size);
  return size;
}

function measurePart(scope: IConstruct, part: unknown, arnSize: number): number {
  const known = typeof part === 'string' && measureText(scope, part, arnSize);
  if (typeof known === 'number') return known;
  const text = Tokenization.isResolvable(part) ? undefined : JSON.stringify(part);
  if (text !== undefined && !UNKNOWN_YET.test(text)) return text.length;
  return JSON.stringify(replaceNames(Stack.of(scope).resolve(part), Stack.of(scope), arnSize)).length;
}

/**
 * Measures a text without resolving it, if all its tokens are ARNs of resources. Returns undefined if there are other tokens. In
 * another environment, an ARN is text with the name of the resource.
 */
function measureText(scope: IConstruct, value: string, arnSize: number): number | undefined {
  const { tokens } = Tokenization.reverseString(value);
  const { environment } = Stack.of(scope);
  const isArnHere = (token: IResolvable): token is Reference => Reference.isReference(token) && token.displayName === 'Arn'
    && Stack.of(token.target).environment === environment;
  if (!tokens.every(isArnHere)) return undefined;
  const arns = tokens.map(({ target }) => measureArn(target, arnSize));
  return JSON.stringify(value.replace(STRING_TOKENS, '')).length + arns.reduce((sum, size) => sum + size, 0);
}

/** The ARN of a log group is the longest. The length in the app's context counts for all. */
function measureArn(target: unknown, arnSize: number): number {
  if (arnSize === LONGEST_ARN && CfnLogGroup.isCfnLogGroup(target)) return LONGEST_LOG_GROUP_ARN;
  return arnSize;
}

function measureName(stack: Stack, logicalId: string): number {
  const pseudoParameter = PSEUDO_PARAMETERS[logicalId];
  if (pseudoParameter !== undefined) return pseudoParameter;
  if (CfnLogGroup.isCfnLogGroup(findElement(stack, logicalId))) return LONGEST_LOG_GROUP_NAME;
  return LONGEST_NAME;
}

function replaceNames(part: unknown, stack: Stack, arnSize: number): unknown {
  if (Array.isArray(part)) return part.map((item) => replaceNames(item, stack, arnSize));
  if (!isRecord(part)) return part;
  const entries = Object.entries(part);
  const [[key, value]] = entries.length === 1 ? entries : [['', undefined]];
  if (key === 'Ref') return 'x'.repeat(measureName(stack, value as string));
  if (key === 'Fn::Join' && Array.isArray((value as unknown[])[1])) {
    const [delimiter, parts] = value as [string, unknown[]];
    return parts.map((item) => replaceNames(item, stack, arnSize)).join(delimiter);
  }
  if (key === 'Fn::GetAtt') return 'x'.repeat(measureArn(findElement(stack, `${[value].flat()[0]}`.split('.')[0]), arnSize));
  if (key.startsWith('Fn::')) return 'x'.repeat(arnSize);
  return Object.fromEntries(entries.map(([name, inner]) => [name, replaceNames(inner, stack, arnSize)]));
}
