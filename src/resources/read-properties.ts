import {
  CfnResource, DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, Stack, Token, Tokenization,
} from 'aws-cdk-lib';
import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { findReference } from './arns';
import { findReferences, PLACEHOLDER } from './find-references';
import { remembered } from './settled';
import { TemplateValue } from './template-value';
import { makeLookup } from '../values/lookup';

const OF_FUNCTIONS: readonly string[] = ['DurableConfig', 'FunctionName', 'LoggingConfig', 'Role', 'Tracing', 'TracingConfig', 'VpcConfig'];

/** Properties that are read together, by the type of resource. One takes almost as long as all. AWS SAM differs only in `Tracing`. */
const READ_TOGETHER = makeLookup<readonly (readonly string[])[]>({
  'AWS::IAM::Role': [['ManagedPolicyArns', 'Path', 'PermissionsBoundary', 'Policies', 'RoleName', 'Tags']],
  'AWS::Lambda::Function': [OF_FUNCTIONS],
  'AWS::Serverless::Function': [OF_FUNCTIONS],
});

/** Stands for a property that isn't read. CDK takes it for an intrinsic function, and merges overrides into it: each has its own. */
function leaveUnread(): object {
  return { 'Fn::Unread': '' };
}

/**
 * Properties of a resource as its template will have them, by their names in CloudFormation: with lazy values produced, and overrides merged.
 *
 * It's to be called at synthesis: before, a lazy value may not be known yet, and CDK may keep what it was once.
 *
 * @param names the properties; others aren't read, as that takes long, and their lazy values may not be known yet
 */
export function readProperties(resource: CfnResource, names: readonly string[]): TemplateValue {
  return remembered(resource, names.join(), () => renderProperties(resource, names));
}

function renderProperties(resource: CfnResource, names: readonly string[]): TemplateValue {
  const [definition] = listDefinitions(resource);
  if (!definition) return TemplateValue.fromNode({}, resource.stack);
  const resolver = new PropertyResolver(definition, names);
  const { Properties = {} } = Tokenization.resolve(definition, { scope: resource, resolver, preparing: false });
  // a macro may add the properties that aren't there
  const keys = 'Fn::Transform' in Properties ? [...names, 'Fn::Transform'] : names;
  const present = keys.filter((name) => Properties[name] !== undefined);
  const read = present.map((name) => [name, findReferences(Properties[name], resource.stack, resolver.references)]);
  return TemplateValue.fromNode(Object.fromEntries(read), resource.stack);
}

/** A property of a resource as its template will have it. It's to be called at synthesis. */
export function readProperty(resource: CfnResource, name: string): TemplateValue {
  const known = findKnownProperties(resource);
  if (!known.has(name)) {
    const together = READ_TOGETHER[resource.cfnResourceType]?.find((names) => names.includes(name)) ?? [name];
    const missing = together.filter((each) => !known.has(each));
    const properties = renderProperties(resource, missing);
    for (const each of missing) known.set(each, properties.property(each));
  }
  return known.get(name)!;
}

/** Forgets properties of a resource that the library itself changes. */
export function forgetProperties(resource: CfnResource, ...names: readonly string[]): void {
  for (const name of names) findKnownProperties(resource).delete(name);
}

function findKnownProperties(resource: CfnResource): Map<string, TemplateValue> {
  return remembered(resource, 'properties', () => new Map());
}

/** The texts that a string may be, which hold tokens, by the scope that has it. */
export function resolveTexts(scope: IConstruct, text: string): string[] {
  // most are text, or one reference
  if (!Token.isUnresolved(text) || findReference(text)) return [text];
  return readValue(scope, text).texts();
}

/** A value that isn't a resource's, as the template of its scope will have it. */
export function readValue(scope: IConstruct, value: unknown): TemplateValue {
  const resolver = new PropertyResolver();
  const node = Tokenization.resolve(value, { scope, resolver, preparing: false });
  const stack = Stack.of(scope);
  return TemplateValue.fromNode(findReferences(node, stack, resolver.references), stack);
}

/** The references to constructs in a value. */
export function listReferences(scope: IConstruct, value: unknown): readonly Reference[] {
  const resolver = new PropertyResolver();
  Tokenization.resolve(value, { scope, resolver, preparing: false });
  return resolver.references;
}

/** Returns the value that CDK resolves to the JSON of a resource. Returns undefined if the resource is not in the template. */
function listDefinitions(resource: CfnResource): IResolvable[] {
  const { Resources = {} } = resource._toCloudFormation() as { readonly Resources?: Readonly<Record<string, IResolvable>> };
  return Object.values(Resources);
}

/** Resolves some properties of a resource, and keeps references. */
class PropertyResolver extends DefaultTokenResolver {
  /** Those that placeholders stand for, by their number. */
  public readonly references: Reference[] = [];
  private readonly names: ReadonlySet<string>;

  constructor(private readonly definition?: IResolvable, names: readonly string[] = []) {
    super({ join: joinParts });
    // L1s call their properties otherwise
    this.names = new Set(names.map((name) => name.toLowerCase()));
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (Reference.isReference(token)) return { [PLACEHOLDER]: this.references.push(token) - 1 };
    // resolving a policy document keeps statements from being added to it
    if (token instanceof PolicyDocument) return context.resolve(token.toJSON());
    if (token !== this.definition) return super.resolveToken(token, context, postProcessor);
    const { Properties } = token.resolve(context);
    // the post-processor of the properties alone would replace that of the resource
    const properties = Properties.resolve({ ...context, registerPostProcessor: () => undefined });
    return postProcessor.postProcess({ Properties: this.resolveProperties(properties, context) }, context);
  }

  /** CDK checks that the properties are there which a resource has to have. */
  private resolveProperties(properties: Readonly<Record<string, unknown>>, context: IResolveContext): object {
    const resolved: Record<string, unknown> = {};
    let isAbsent = true;
    for (const [name, value] of Object.entries(properties)) {
      if (value === undefined) continue;
      const isRead = this.names.has(name.toLowerCase());
      resolved[name] = isRead ? context.resolve(value, { allowIntrinsicKeys: true }) : leaveUnread();
      if (isRead && resolved[name] !== undefined) isAbsent = false;
    }
    // CDK writes properties that it takes for an intrinsic function without checking them, which takes long
    return isAbsent ? leaveUnread() : resolved;
  }
}

function joinParts(left: unknown, right: unknown): unknown {
  if (typeof left === 'string' && typeof right === 'string') return left + right;
  return { 'Fn::Join': ['', [left, right]] };
}
