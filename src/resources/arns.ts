import { Arn, ArnComponents, ArnFormat, Aws, CfnResource, Reference, Stack, StringConcat, Token, TokenComparison, Tokenization } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { IConstruct } from 'constructs';

/** The reference to an attribute of a construct that a string is, or nothing for literal text and other tokens. */
export function findReference(value: string): Reference | undefined {
  if (!Token.isUnresolved(value)) return undefined;
  const fragments = Tokenization.reverseString(value);
  const token = fragments.length === 1 ? fragments.firstToken : undefined;
  if (Reference.isReference(token)) return token;
  return undefined;
}

/** The L1 construct that a string refers to, if it is one of these CloudFormation types. */
export function referencedResource(value: string, ...types: string[]): CfnResource | undefined {
  const target = findReference(value)?.target;
  if (isResource(target, ...types)) return target;
  return undefined;
}

/** Returns true for an L1 construct of one of these CloudFormation types, from any copy of aws-cdk-lib. */
export function isResource(construct: unknown, ...types: string[]): construct is CfnResource {
  return CfnResource.isCfnResource(construct) && types.includes(construct.cfnResourceType);
}

/** Returns true if two texts have the same value in a stack. The attributes of an L2 and of its L1 are different tokens. */
export function isSameText(stack: Stack, one: string, other: string): boolean {
  return one === other || identifyText(stack, one) === identifyText(stack, other);
}

/** Identifies a text by its tokens. Before CDK prepares an app, a reference to another stack resolves as one to this stack does. */
function identifyText(stack: Stack, text: string): string {
  if (!Token.isUnresolved(text)) return text;
  const identifyToken = (token: unknown) => Reference.isReference(token) && Stack.of(token.target) !== stack
    ? `{${token.target.node.addr}.${token.displayName}}` : JSON.stringify(stack.resolve(token));
  return Tokenization.reverseString(text).mapTokens({ mapToken: identifyToken }).join(new StringConcat());
}

/** Returns true if two Regions or accounts are known and differ. */
export function differ(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && Token.compareStrings(one, other) === TokenComparison.DIFFERENT;
}

/** Returns false if two constructs are in accounts that are known and differ. */
export function mayShareAccount(one: IConstruct, other: IConstruct): boolean {
  return !differ(Stack.of(one).account, Stack.of(other).account);
}

/** An ARN with the partition of wherever it is deployed, never a literal one. */
export function formatArn(components: ArnComponents): string {
  return Arn.format({ partition: Aws.PARTITION, ...components });
}

/** The partition of a Region, as text where the Region is known before deployment. */
export function partitionOf(region: string): string {
  return (Token.isUnresolved(region) ? undefined : RegionInfo.get(region).partition) ?? Aws.PARTITION;
}

/** The parts of an ARN `arn:partition:service:region:account:type/name`, each of them literal text or a token. */
export function splitArn(arn: string): ArnComponents {
  return Arn.split(arn, ArnFormat.SLASH_RESOURCE_NAME);
}

/**
 * Lists the names of a service in these Regions for the condition key `kms:ViaService`.
 *
 * AWS documents `<service>.<region>.amazonaws.com` and no other form. Outside the `aws` partition, or where the partition
 * isn't known before deployment, the partition's own DNS suffix is allowed as well (docs/assumptions.md).
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function serviceNames(service: 'dynamodb' | 's3', regions: readonly string[]): string[] {
  return regions.flatMap((region) => {
    const known = Token.isUnresolved(region) ? undefined : RegionInfo.get(region).domainSuffix;
    const suffix = known ?? Aws.URL_SUFFIX;
    return [...new Set(['amazonaws.com', suffix])].map((dnsSuffix) => `${service}.${region}.${dnsSuffix}`);
  });
}
