import { IResolvable, Reference, Stack, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { isRecord } from '../../problems/shape';
import { remembered } from '../../resources/settled';

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

/** What a part of a policy has that CDK or CloudFormation replaces: tokens in strings, lists and numbers, and intrinsic functions. */
const UNKNOWN_YET = /Token\[|e\+289|<unresolved-|"Ref"|"<?Fn::/;

const STRING_TOKENS = /\$\{Token\[[^\]]*\]\}/g;

/** The context key by which an app tells CDK how long its ARNs are; it says the same to this library. */
export const ARN_SIZE_CONTEXT_KEY = '@aws-cdk/aws-iam.arnSizeEstimate';

/**
 * How many characters a part of a policy may have in the end, if every name that CloudFormation chooses is as long as
 * AWS allows, or as the app's context says.
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
  return JSON.stringify(replaceNames(Stack.of(scope).resolve(part), arnSize)).length;
}

/**
 * The same of text in which all tokens are ARNs of resources, without resolving them; nothing where there are others. In another
 * environment, an ARN is text with the name of the resource.
 */
function measureText(scope: IConstruct, value: string, arnSize: number): number | undefined {
  const { tokens } = Tokenization.reverseString(value);
  const { environment } = Stack.of(scope);
  const isArnHere = (token: IResolvable) => Reference.isReference(token) && token.displayName === 'Arn'
    && Stack.of(token.target).environment === environment;
  if (!tokens.every(isArnHere)) return undefined;
  return JSON.stringify(value.replace(STRING_TOKENS, '')).length + tokens.length * arnSize;
}

function replaceNames(part: unknown, arnSize: number): unknown {
  if (Array.isArray(part)) return part.map((item) => replaceNames(item, arnSize));
  if (!isRecord(part)) return part;
  const entries = Object.entries(part);
  const [[key, value]] = entries.length === 1 ? entries : [['', undefined]];
  if (key === 'Ref') return 'x'.repeat(PSEUDO_PARAMETERS[value as string] ?? LONGEST_NAME);
  if (key === 'Fn::Join' && Array.isArray((value as unknown[])[1])) {
    const [delimiter, parts] = value as [string, unknown[]];
    return parts.map((item) => replaceNames(item, arnSize)).join(delimiter);
  }
  if (key.startsWith('Fn::')) return 'x'.repeat(arnSize);
  return Object.fromEntries(entries.map(([name, inner]) => [name, replaceNames(inner, arnSize)]));
}
