import { Aws, CfnElement, CfnParameter, CfnResource, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import { remembered } from './settled';
import { readIntrinsic } from './template-value';
import { isRecord } from '../values/json-values';

/** Stands for one of CDK's references while a resource is rendered. CDK takes it for an intrinsic function, and leaves it alone. */
export const PLACEHOLDER = 'Fn::Reference';

/**
 * The JSON of a template with CDK's tokens in the place of references, which are of one stack: `Ref`, `Fn::GetAtt` and those in the text
 * of `Fn::Sub`. Another stack can use the tokens, as CDK passes on what they refer to.
 *
 * @param references those that placeholders stand for, by their number
 */
export function findReferences(node: unknown, stack: Stack, references: readonly Reference[]): unknown {
  if (Array.isArray(node)) return node.map((each) => findReferences(each, stack, references));
  if (!isRecord(node)) return node;
  const [name, argument] = readIntrinsic(node) ?? [];
  if (name === PLACEHOLDER) return references[argument as number].toString();
  const found = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, findReferences(value, stack, references)]));
  if (name === 'Ref') return refer(stack, `${argument}`, 'Ref') ?? found;
  if (name === 'Fn::GetAtt') return refer(stack, ...splitAttribute(argument)) ?? found;
  if (name === 'Fn::Sub') return splitSubstitution(found['Fn::Sub'], stack) ?? found;
  return found;
}

function splitAttribute(argument: unknown): [logicalId: string, attribute: string] {
  const [logicalId, ...attribute] = Array.isArray(argument) ? argument : `${argument}`.split('.');
  return [`${logicalId}`, attribute.join('.')];
}

/** `Fn::Sub` as `Fn::Join`, which has the references apart from the text; nothing if its text isn't known. */
function splitSubstitution(argument: unknown, stack: Stack): unknown {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const [name, joined] = readIntrinsic(text) ?? [];
  // CDK joins what it finds references in
  const parts = name === 'Fn::Join' ? (joined as [string, unknown[]])[1].flatMap(flattenParts) : [text];
  if (!parts.every((part) => typeof part === 'string') || !isRecord(variables)) return undefined;
  return { 'Fn::Join': ['', parts.flatMap((part) => Token.isUnresolved(part) ? referTo(part) : substitute(part, variables, stack))] };
}

function flattenParts(part: unknown): unknown[] {
  const [name, argument] = readIntrinsic(part) ?? [];
  if (name === 'Fn::Join') return (argument as [string, unknown[]])[1].flatMap(flattenParts);
  return [part];
}

function substitute(text: string, variables: Readonly<Record<string, unknown>>, stack: Stack): unknown[] {
  return text.split(/(\$\{[^}]*\})/).map((part) => {
    const [, literal, name] = /^\$\{(!?)([^}]*)\}$/.exec(part) ?? [];
    if (name === undefined) return part;
    if (literal) return `\${${name}}`;
    if (Object.hasOwn(variables, name)) return variables[name];
    if (name.includes('.')) return refer(stack, ...splitAttribute(name)) ?? { 'Fn::GetAtt': splitAttribute(name) };
    return refer(stack, name, 'Ref') ?? { Ref: name };
  });
}

/** A reference that CDK writes for the text of `Fn::Sub`, as it is written elsewhere. */
function referTo(token: string): string {
  const { firstToken } = Tokenization.reverseString(token);
  if (!Reference.isReference(firstToken) || !CfnElement.isCfnElement(firstToken.target)) return token;
  return writeReference(firstToken.target, firstToken.displayName) ?? token;
}

/** The reference to what a stack declares by a logical id. */
function refer(stack: Stack, logicalId: string, attribute: string): string | undefined {
  switch (logicalId) {
    case 'AWS::AccountId': return stack.account;
    case 'AWS::Partition': return Aws.PARTITION;
    case 'AWS::Region': return stack.region;
    case 'AWS::URLSuffix': return Aws.URL_SUFFIX;
  }
  if (logicalId.startsWith('AWS::')) return undefined;
  const element = findElement(stack, logicalId);
  return element && writeReference(element, attribute);
}

/** The resource, parameter or the like that a stack declares by a logical id. */
export function findElement(stack: Stack, logicalId: string): CfnElement | undefined {
  return remembered(stack, 'elements by logical id', () => findElements(stack)).get(logicalId);
}

function writeReference(element: CfnElement, attribute: string): string | undefined {
  if (element instanceof CfnParameter) return element.value.toString();
  if (!CfnResource.isCfnResource(element)) return undefined;
  if (attribute === 'Ref') return element.ref;
  return element.getAtt(attribute).toString();
}

function findElements(stack: Stack): Map<string, CfnElement> {
  return new Map(stack.node.findAll()
    .filter((child): child is CfnElement => CfnElement.isCfnElement(child) && child.stack === stack)
    .map((element) => [stack.resolve(element.logicalId) as string, element]));
}
