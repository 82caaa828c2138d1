import { CfnResource, Reference, Stack, StringConcat, Token, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { readProperty } from './read-properties';
import { remembered } from './settled';
import { RETURN_VALUES } from '../policy/resource-values';
import { makeLookup } from '../values/lookup';

/** The placeholders for values that only the deployment knows. */
const PSEUDO_PARAMETERS = makeLookup<string>({
  'AWS::AccountId': '000000000000',
  'AWS::Partition': 'aws',
  'AWS::Region': 'unknown-region-1',
  'AWS::URLSuffix': 'amazonaws.com',
});

/**
 * A text as it could be deployed, so that ARNs can be compared, whoever wrote them and in whichever stack: a resource of the app has its own
 * name or an invented one, and whatever else only CloudFormation knows is text that is no other.
 */
export function writeStandIns(scope: IConstruct, text: string): string {
  return writeTokens(scope, text).replace(/^arn:aws-[\w-]+:/, 'arn:aws:').replace(/^\{/, 'arn:unknown:unknown:unknown:unknown:{');
}

function writeTokens(scope: IConstruct, text: string): string {
  if (!Token.isUnresolved(text)) return text;
  return remembered(Stack.of(scope), `stand-in of ${text}`, () =>
    Tokenization.reverseString(text).mapTokens({ mapToken: (token) => writeStandIn(scope, token) }).join(new StringConcat()));
}

function writeStandIn(scope: IConstruct, token: unknown): string {
  if (Reference.isReference(token) && CfnResource.isCfnResource(token.target)) return describeStandIn(token.target, token.displayName);
  const resolved = Stack.of(scope).resolve(token);
  if (typeof resolved === 'string') return resolved;
  return PSEUDO_PARAMETERS[resolved?.Ref] ?? escapeWildcards(JSON.stringify(resolved));
}

function describeStandIn(resource: CfnResource, attribute: string): string {
  const type = RETURN_VALUES[resource.cfnResourceType];
  const generatedName = resource.node.path.replace(/\//g, '-');
  const describeText = (name: string) => readProperty(resource, name).knownText();
  const { account, region } = Stack.of(resource);
  const values = {
    account: writeTokens(resource, account), region: writeTokens(resource, region), partition: 'aws', generatedName, readText: describeText,
  };
  const answer = attribute === 'Ref' ? type?.ref : type?.attributes[attribute];
  return answer?.(values, (type.name && describeText(type.name)) ?? generatedName) ?? `${generatedName}.${attribute}`;
}

function escapeWildcards(text: string): string {
  return text.replace(/[*?\s]/g, '_');
}
