import { ConstructMetadata, StackFiles, Template, TemplateResource } from './assembly-files';
import { listResourceMacros, listTemplateMacros, Macro } from './macros';
import { listNearest } from './nearest';
import { findUrlSuffix } from './partitions';
import { GENERATED_END, RETURN_VALUES } from './resource-values';
import { findMember, isRecord, toList, toRecord } from '../values/json-values';
import { groupBy, removeDuplicates } from '../values/lists';

type Output = NonNullable<Template['Outputs']>[string];

/** Something in a template whose value can't be known before deployment. */
export interface Unresolved {
  /** The construct path of the stack, the logical id, and the path to the value in the resource. */
  readonly path: string;
  readonly expression: unknown;
  readonly problem: string;
  /** The part of the template that may add permissions and isn't read. */
  readonly content?: unknown;
}

/** A condition on which a resource exists, whose outcome only the deployment knows. */
export interface UnknownCondition {
  /** The construct path of the stack that defines it. */
  readonly stack: string;
  readonly name: string;
  /** The path of the resource with this condition: the resource itself, or the nested stack that it is in. */
  readonly path: string;
}

/** A part of a template that isn't read, and that may give permissions to the identities whose names or ARNs it gets. */
export interface UnreadPart {
  readonly stack: StackValues;
  /** The construct path of the stack, and the logical id. */
  readonly path: string;
  /** The values that the template gives the part. */
  readonly given: unknown;
}

/** The values that all stacks of an assembly share. */
export interface World {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  /** Known names of resources and values of parameters, by `<stack name>.<logical id>`. */
  readonly known: Readonly<Record<string, string>>;
  readonly stacks: StackValues[];
  readonly unresolved: Unresolved[];
  readonly unread: UnreadPart[];
  /** The conditions, mappings and parameters that values which can't be known depend on, by their paths. */
  readonly definitions: Map<string, unknown>;
  /** True while parameters don't count as their defaults. */
  refusesDefaults: boolean;
  /** True while an assumed account or Region doesn't count as that of a stack. */
  refusesAssumptions: boolean;
}

/** A part of the environment of a stack. */
export type EnvironmentPart = 'account' | 'region';

/** The files of a stack, with the environment that it is deployed to. */
export interface StackSource extends Omit<StackFiles, 'account' | 'region' | 'findNestedTemplate'> {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  /** The parts of the environment that a deployment chooses, and that are assumed here. */
  readonly assumed: readonly EnvironmentPart[];
  /** The name of a nested stack, which CloudFormation generates. `stackName` has no invented end. */
  readonly generatedName?: string;
  /** Finds the value that the parent of a nested stack gives to a parameter. */
  readonly findParameter?: (name: string) => unknown;
  readonly findNested?: (logicalId: string) => StackValues | undefined;
  /** The unknown conditions on which a nested stack exists. */
  readonly conditions?: readonly UnknownCondition[];
}

/** The value of an expression, or the reason why only the deployment knows it. */
export interface Evaluation {
  readonly value?: unknown;
  readonly problem?: string;
}

/** The reason why an expression has no value. */
class Unresolvable extends Error {}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
function refuseDynamicReference(value: unknown): unknown {
  if (typeof value === 'string' && value.includes('{{resolve:')) throw new Unresolvable('it is looked up at deployment');
  return value;
}

/** Writes an expression as one that is neither a name nor an ARN. Before CloudFormation looks it up, a text with `{{resolve:...}}` isn't one. */
function writeAsFunction(expression: unknown): unknown {
  if (typeof expression !== 'string') return expression;
  return { 'Fn::Sub': expression };
}

/** The value of `Ref: AWS::NoValue`. Properties and list members with this value don't exist. */
const NO_VALUE = undefined;

/** Resolves the intrinsic functions in the template of a stack. Names that AWS would generate are invented. */
export class StackValues {
  private readonly underway = new Set<string>();
  private readonly nestedStackIds: readonly string[];
  private readonly macros: readonly Macro[];
  private pathsByLogicalId?: ReadonlyMap<string, string[]>;
  private outputsByExport?: ReadonlyMap<string, readonly Output[]>;

  constructor(public readonly source: StackSource, private readonly world: World) {
    this.macros = listTemplateMacros(source.template);
    this.nestedStackIds = this.listAllResources().filter(([, { Type }]) => Type === 'AWS::CloudFormation::Stack').map(([id]) => id);
  }

  /** Lists the resources of these types that the stack creates, or all if no type is given, with their logical ids. */
  public listResources(...types: string[]): [logicalId: string, resource: TemplateResource][] {
    return this.listAllResources().filter(([, { Type }]) => types.length === 0 || types.includes(Type))
      .filter(([id, { Condition }]) => this.isCreated(id, Condition));
  }

  /** Lists the resources of a type that the stack may create. Their conditions aren't recorded as unresolved, unlike by `listResources`. */
  public listPossibleResources(type: string): [logicalId: string, resource: TemplateResource][] {
    return this.listAllResources().filter(([, { Type, Condition }]) =>
      Type === type && (Condition === undefined || this.tryToEvaluate({ 'Fn::If': [Condition, true, false] }) !== false));
  }

  /** Lists all resources. Macros such as `Fn::ForEach` aren't any. */
  private listAllResources(): [logicalId: string, resource: TemplateResource][] {
    return Object.entries(this.source.template.Resources ?? {}).filter(([, resource]) => typeof toRecord(resource).Type === 'string');
  }

  private findTemplateResource(logicalId: string): TemplateResource | undefined {
    return findMember(this.source.template.Resources, logicalId);
  }

  public getType(logicalId: string): string {
    return this.findTemplateResource(logicalId)!.Type;
  }

  /**
   * Resolves the intrinsic functions in a value of a resource. Those without a known value are recorded as unresolved and returned as
   * they are.
   *
   * @param place the path to the value in the resource, for example `Properties.PolicyDocument`
   */
  public resolve(logicalId: string, place: string, value: unknown): unknown {
    if (Array.isArray(value)) {
      return value.map((each, index) => this.resolve(logicalId, `${place}.${index}`, each)).filter((each) => each !== NO_VALUE);
    }
    if (isRecord(value) && findIntrinsic(value) === undefined) {
      const entries = Object.entries(value).map(([key, each]) =>
        [key, this.resolve(logicalId, `${place}.${key}`, each)] as const);
      return Object.fromEntries(entries.filter(([, each]) => each !== NO_VALUE));
    }
    const { value: known, problem } = this.evaluateOrExplain(value);
    if (problem === undefined) return known;
    const expression = writeAsFunction(value);
    this.noteUnresolved(`${logicalId}.${place}`, expression, problem);
    this.noteDefinitions(value);
    return this.resolveChoice(logicalId, place, expression);
  }

  /** Resolves the values of a choice whose condition can't be known. */
  private resolveChoice(logicalId: string, place: string, value: unknown): unknown {
    const choice = toRecord(value)['Fn::If'];
    if (!Array.isArray(choice) || choice.length !== 3) return value;
    const [condition, ...values] = choice;
    return { 'Fn::If': [condition, ...values.map((each, index) => this.resolve(logicalId, `${place}.Fn::If.${index + 1}`, each))] };
  }

  /** Records the conditions, mappings and parameters that an expression depends on. */
  private noteDefinitions(expression: unknown): void {
    if (!isRecord(expression) && !Array.isArray(expression)) return;
    for (const [key, value] of Object.entries(expression)) {
      const [name] = toList<unknown>(value);
      if (key === 'Fn::If' || key === 'Condition') this.noteDefinition('Conditions', name);
      if (key === 'Fn::FindInMap') this.noteDefinition('Mappings', name);
      if (key === 'Ref') this.noteDefinition('Parameters', name);
      if (key === 'Fn::Sub') for (const [, variable] of String(name).matchAll(/\$\{([^!}.]+)\}/g)) this.noteDefinition('Parameters', variable);
      this.noteDefinitions(value);
    }
  }

  private noteDefinition(section: 'Conditions' | 'Mappings' | 'Parameters', name: unknown): void {
    const path = `${this.source.path}/${section}.${name}`;
    const written = findMember(this.source.template[section], String(name));
    if (written === undefined || this.world.definitions.has(path)) return;
    const given = section === 'Parameters' && this.findGivenValue(String(name));
    this.world.definitions.set(path, given || written);
    this.noteDefinitions(written);
  }

  /** Records that a value of this stack can't be known. */
  public noteUnresolved(place: string, expression: unknown, problem: string): void {
    this.world.unresolved.push({ path: `${this.source.path}/${place}`, expression, problem });
  }

  /** Records that something in this stack may add permissions that aren't read. */
  public noteUnread(place: string, content: unknown, problem: string): void {
    this.world.unresolved.push({ path: `${this.source.path}/${place}`, expression: undefined, problem, content });
    this.noteDefinitions(content);
  }

  /**
   * Lists the tags of a resource. It has those of its stack too, unless it has others with their keys.
   *
   * @param own the tags that the template gives it
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html
   */
  public addStackTags(own: unknown): unknown[] {
    const written = toList<unknown>(own ?? undefined);
    const keys = new Set(written.map((tag) => toRecord(tag).Key));
    const inherited = Object.entries(this.source.tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
    return [...written, ...inherited.filter(({ Key }) => !keys.has(Key))];
  }

  /** Records that a resource that isn't read may give permissions to the identities that it gets. */
  public noteUnreadPart(logicalId: string, given: unknown): void {
    this.world.unread.push({ stack: this, path: `${this.source.path}/${logicalId}`, given });
  }

  /** Lists the texts in a value, those of all branches, as far as they are known. */
  public listKnownTexts(value: unknown): string[] {
    if (!isRecord(value) && !Array.isArray(value)) return [String(this.tryToEvaluate(value) ?? '')];
    const known = this.tryToEvaluate(value);
    if (isRecord(value) && typeof known === 'string') return [known];
    return Object.values(value).flatMap((each) => this.listKnownTexts(each));
  }

  /**
   * Gets a property of a resource, resolved.
   *
   * @typeParam T its type in CloudFormation's schema, which a value that can't be known doesn't have
   */
  public getProperty<T>(logicalId: string, name: string): T | undefined {
    const value = this.findTemplateResource(logicalId)?.Properties?.[name] ?? undefined;
    return this.resolve(logicalId, `Properties.${name}`, value) as T | undefined;
  }

  /** Gets a property like `getProperty`. A parameter isn't known, even if it has a default, because a deployment may give another value. */
  public getCertainProperty<T>(logicalId: string, name: string): T | undefined {
    return this.refuseDefaults(() => this.getProperty<T>(logicalId, name));
  }

  /** Records as unknown the macros that may change the resources of the stack. */
  public noteMacros(): void {
    for (const { place, name, content } of this.macros) this.noteUnread(place, content, `${name} may add and change resources at deployment`);
    for (const [id, resource] of this.listAllResources()) {
      for (const { place, name, content } of listResourceMacros(id, resource)) {
        this.noteUnread(place, content, `${name} may change the resource at deployment`);
      }
    }
  }

  /** Lists the macros that may change the permissions that a resource has or gives. */
  public listMacros(logicalId: string): string[] {
    return [...new Set([...this.macros.map((macro) => this.qualifyMacro(macro)), ...this.listOwnMacros(logicalId)])];
  }

  /** Lists the macros that may change only this resource. */
  public listOwnMacros(logicalId: string): string[] {
    return listResourceMacros(logicalId, this.findTemplateResource(logicalId)).map((macro) => this.qualifyMacro(macro));
  }

  private qualifyMacro({ name }: Macro): string {
    return `${name} in ${this.source.path}`;
  }

  /** Gets the result of Ref for a resource. */
  public getRef(logicalId: string): string {
    return this.evaluateText({ Ref: logicalId });
  }

  /** Gets the result of Fn::GetAtt for a resource. */
  public getAttribute(logicalId: string, name: string): string {
    return this.evaluateText({ 'Fn::GetAtt': [logicalId, name] });
  }

  /** Finds the construct path of a resource, without a slash at its beginning. */
  public findConstructPath(logicalId: string): string | undefined {
    const { template, path } = this.source;
    const recorded = template.Resources?.[logicalId]?.Metadata?.['aws:cdk:path'];
    if (typeof recorded === 'string') return recorded;
    const nested = this.nestedStackIds.flatMap((id) => this.source.findNested?.(id)?.source.path ?? []);
    return this.findPaths(logicalId).find((each) => each.startsWith(`${path}/`) && !nested.some((other) => each.startsWith(`${other}/`)));
  }

  /**
   * Reads the metadata of one type on the construct of a resource, and on the construct whose default child it is.
   *
   * @param toOwner changes the path of a construct whose metadata is on another construct
   */
  public readMetadata(logicalId: string, type: string, toOwner = (path: string) => path): unknown[] {
    const path = this.findConstructPath(logicalId);
    if (path === undefined) return [];
    return [...new Set([path, toOwner(path.replace(/\/(Resource|Default)$/, ''))])]
      .flatMap((each) => this.source.metadata[`/${each}`] ?? []).filter((entry) => entry.type === type).map(({ data }) => data);
  }

  /** Finds the export of a name, as a function that evaluates it. */
  public findExport(name: string): (() => unknown) | undefined {
    this.outputsByExport ??= groupBy(Object.values(this.source.template.Outputs ?? {}).filter(({ Export }) => Export),
      ({ Export }) => JSON.stringify(this.tryToEvaluate(Export!.Name)));
    const [output] = this.outputsByExport.get(JSON.stringify(name)) ?? [];
    return output && (() => this.evaluate(output.Value));
  }

  /** Finds a value that CDK exports to another Region, as a function that evaluates it. */
  public findCrossRegionExport(name: string): (() => unknown) | undefined {
    const exports = this.listResources('Custom::CrossRegionExportWriter')
      .map(([, { Properties }]) => getMember(getMember(Properties, 'WriterProps'), 'exports'))
      .find((each): each is Record<string, unknown> => isRecord(each) && name in each);
    return exports && (() => this.evaluate(exports[name]));
  }

  /** Finds the paths of the constructs that have a logical id, in this stack or in another one of the same assembly. */
  private findPaths(logicalId: string): readonly string[] {
    this.pathsByLogicalId ??= groupPaths(this.source.metadata);
    return this.pathsByLogicalId.get(logicalId) ?? [];
  }

  /** Lists the conditions on which a resource exists and that can't be known, those of the nested stack among them. */
  public listUnknownConditions(logicalId: string): UnknownCondition[] {
    const { path: stack, conditions = [] } = this.source;
    const { Condition: name } = this.findTemplateResource(logicalId) ?? {};
    if (name === undefined || this.tryToEvaluate({ 'Fn::If': [name, true, false] }) !== undefined) return [...conditions];
    return [...conditions, { stack, name, path: `${stack}/${logicalId}.Condition` }];
  }

  private isCreated(logicalId: string, condition?: string): boolean {
    if (condition === undefined) return true;
    // a resource counts as created if its condition can't be known
    return this.resolve(logicalId, 'Condition', { 'Fn::If': [condition, true, false] }) !== false;
  }

  /** Evaluates an expression, or throws an error that says why it has no value. */
  public evaluate(value: unknown): unknown {
    if (typeof value === 'string') return refuseDynamicReference(value);
    if (Array.isArray(value)) return value.map((each) => this.evaluate(each)).filter((each) => each !== NO_VALUE);
    if (!isRecord(value)) return value;
    const name = findIntrinsic(value);
    if (name === undefined) {
      const entries = Object.entries(value).map(([key, each]) => [key, this.evaluate(each)]);
      return Object.fromEntries(entries.filter(([, each]) => each !== NO_VALUE));
    }
    const argument = value[name];
    const text = JSON.stringify(value);
    if (this.underway.has(text)) throw new Unresolvable('it refers to itself');
    this.underway.add(text);
    try {
      return refuseDynamicReference(this.callIntrinsic(name, argument));
    } finally {
      this.underway.delete(text);
    }
  }

  /** Evaluates an expression. Returns the reason if it has no value. */
  public evaluateOrExplain(value: unknown): Evaluation {
    try {
      return { value: this.evaluate(value) };
    } catch (error) {
      if (error instanceof Unresolvable) return { problem: error.message };
      throw error;
    }
  }

  /** Evaluates an expression. Returns `undefined` if it has no value. */
  private tryToEvaluate(value: unknown): unknown {
    return this.evaluateOrExplain(value).value;
  }

  private callIntrinsic(name: string, argument: unknown): unknown {
    const list = toList<unknown>(argument);
    switch (name) {
      case 'Ref': return this.resolveRef(String(argument));
      case 'Fn::GetAtt': return this.resolveAttribute(typeof argument === 'string' ? splitOnce(argument) : list.map(String));
      case 'Fn::Join': return this.evaluateTexts(list[1]).join(String(list[0]));
      case 'Fn::Split': return this.evaluateText(list[1]).split(String(list[0]));
      case 'Fn::Select': return this.selectPart(this.evaluateText(list[0]), this.evaluate(list[1]));
      case 'Fn::Sub': return this.substituteVariables(String(list[0]), list[1]);
      case 'Fn::FindInMap': return this.findInMap(list);
      case 'Fn::If': return this.evaluate(this.evaluateCondition({ Condition: list[0] }) ? list[1] : list[2]);
      case 'Fn::ImportValue': return this.resolveImport(this.evaluateText(argument));
      case 'Fn::GetStackOutput': return this.resolveOutput(argument);
      default: throw new Unresolvable(`${name} is not resolved`);
    }
  }

  private resolveRef(name: string): unknown {
    const { account, region, partition, stackName, generatedName = stackName, template } = this.source;
    switch (name) {
      case 'AWS::AccountId': return this.assume('account', account);
      case 'AWS::Region': return this.assume('region', region);
      case 'AWS::Partition': return this.assume('region', partition);
      case 'AWS::URLSuffix': return this.assume('region', findUrlSuffix(partition)) ?? failUnresolvable(`the URL suffix of ${partition} is not known`);
      case 'AWS::StackName': return generatedName;
      case 'AWS::StackId':
        return `arn:${partition}:cloudformation:${region}:${account}:stack/${generatedName}/00000000-0000-0000-0000-000000000000`;
      case 'AWS::NoValue': return NO_VALUE;
    }
    if (findMember(template.Parameters, name)) return this.resolveParameter(name);
    return this.resolveReturnValue(name, 'Ref');
  }

  /** Gives a value that depends on the account or Region of the stack. Throws an error if it is only assumed and must be certain. */
  private assume<T>(part: EnvironmentPart, value: T): T {
    if (!this.world.refusesAssumptions || !this.source.assumed.includes(part)) return value;
    return failUnresolvable(`a deployment chooses the ${part === 'region' ? 'Region' : 'account'} of ${this.source.path}`);
  }

  /** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html */
  private resolveParameter(name: string): unknown {
    const { Type = 'String', Default } = toRecord(this.source.template.Parameters![name]);
    if (typeof Type !== 'string') return failUnresolvable(`the type of the parameter ${name} is no text`);
    const isLookedUp = Type.startsWith('AWS::SSM::Parameter::Value<');
    const toValue = (text: unknown) => LIST_TYPE.test(Type) ? splitParameter(text) : text;
    const known = this.world.known[`${this.source.stackName}.${name}`];
    if (known !== undefined) return toValue(known);
    const given = this.source.findParameter?.(name) ?? this.getDefault(name, Default);
    if (isLookedUp && typeof given === 'string') return toValue(this.resolveSsmParameter(given));
    return toValue(given);
  }

  private getDefault(name: string, value: unknown): string {
    if (value === undefined) throw new Unresolvable(`the parameter ${name} has no default`);
    if (this.world.refusesDefaults) throw new Unresolvable(`a deployment may give the parameter ${name} another value than its default`);
    return String(value);
  }

  /** The value of a parameter that the caller knows, or that the parent stack gives. */
  private findGivenValue(name: string): unknown {
    return this.world.known[`${this.source.stackName}.${name}`] ?? this.source.findParameter?.(name);
  }

  /** Resolves a parameter of Systems Manager that a stack of the assembly creates in the same account and Region. */
  private resolveSsmParameter(name: string): unknown {
    return this.findNearestValue(this.listNeighbours(), `the parameter ${name} of Systems Manager`, (stack) => stack.findSsmParameter(name))
      ?? failUnresolvable(`the parameter ${name} of Systems Manager is not of this assembly`);
  }

  private findSsmParameter(name: string): (() => unknown) | undefined {
    const found = this.listResources('AWS::SSM::Parameter').find(([, { Properties }]) => this.tryToEvaluate(Properties?.Name) === name);
    return found && (() => this.evaluate(found[1].Properties?.Value));
  }

  private resolveImport(name: string): unknown {
    return this.findNearestValue(this.listNeighbours(), `the export ${name}`, (stack) => stack.findExport(name))
      ?? failUnresolvable(`no stack of this assembly exports ${name} in the same account and Region`);
  }

  /**
   * Resolves an output of another stack, which may be in another account or Region. CDK refers to it where it can't import a value.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html
   */
  private resolveOutput(argument: unknown): unknown {
    const [stackName, outputName] = ['StackName', 'OutputName'].map((name) => this.evaluateText(getMember(argument, name)));
    const [role, givenRegion] = ['RoleArn', 'Region'].map((name) => getMember(argument, name))
      .map((each) => each === undefined ? undefined : this.evaluateText(each));
    const account = role === undefined ? this.source.account : role.split(':')[4];
    const region = givenRegion ?? this.source.region;
    const stacks = this.world.stacks.filter(({ source }) => source.stackName === stackName && source.account === account && source.region === region);
    return this.findNearestValue(stacks, `the output ${outputName} of ${stackName}`, (stack) => stack.findOutput(outputName))
      ?? failUnresolvable(`no stack ${stackName} of this assembly has the output ${outputName} in ${region}`);
  }

  private findOutput(name: string): (() => unknown) | undefined {
    const output = findMember(this.source.template.Outputs, name);
    return output && (() => this.evaluate(output.Value));
  }

  /**
   * Finds a value that a stack has under a name which is unique in an account and Region. Stages for several accounts may have the same
   * name, so that the nearest stack counts.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
   */
  private findNearestValue(stacks: readonly StackValues[], what: string, find: (stack: StackValues) => (() => unknown) | undefined): unknown {
    const found = stacks.flatMap((stack) => toList(find(stack)).map((evaluate) => ({ path: stack.source.path, evaluate })));
    const values = removeDuplicates(listNearest(found, this.source.path, ({ path }) => path).map(({ evaluate }) => evaluate()));
    if (values.length > 1) throw new Unresolvable(`several stacks of this assembly have ${what}`);
    return values[0];
  }

  private listNeighbours(): StackValues[] {
    const { account, region } = this.source;
    return this.world.stacks.filter(({ source }) => source.account === account && source.region === region);
  }

  private resolveAttribute([logicalId, name]: readonly string[]): unknown {
    const { Type } = this.findTemplateResource(logicalId) ?? {};
    if (Type === 'AWS::CloudFormation::Stack') {
      const nested = this.source.findNested?.(logicalId);
      const output = findMember(nested?.source.template.Outputs, name.replace(/^Outputs\./, ''));
      if (!nested || !output) throw new Unresolvable(`the nested stack ${logicalId} has no ${name}`);
      return nested.evaluate(output.Value);
    }
    if (Type === 'Custom::CrossRegionExportReader') {
      const inAccount = this.world.stacks.filter(({ source }) => source.account === this.source.account);
      return this.findNearestValue(inAccount, `the value ${name} for other Regions`, (stack) => stack.findCrossRegionExport(name))
        ?? failUnresolvable(`no stack of this assembly hands on ${name}`);
    }
    return this.resolveReturnValue(logicalId, name);
  }

  /** Resolves Ref or an attribute of a resource. */
  private resolveReturnValue(logicalId: string, attribute: string): string {
    const resource = this.findTemplateResource(logicalId);
    if (!resource) throw new Unresolvable(`the template has no ${logicalId}`);
    const returnValues = findMember(RETURN_VALUES, resource.Type);
    const { account, region, partition, stackName, generatedName: stackPart = stackName } = this.source;
    // instead of a name that can't be known, one is invented as if the template had none
    const readText = (name: string) => {
      // a resource has the same name wherever the template refers to it
      const value = this.refuseDefaults(() => this.getProperty(logicalId, name), false);
      if (!['string', 'number', 'boolean'].includes(typeof value)) return undefined;
      return String(value);
    };
    const generatedName = `${stackPart}-${logicalId}${returnValues?.name === undefined ? '' : GENERATED_END}`;
    const known = this.world.known[`${stackName}.${logicalId}`];
    const values = { account, region, partition, urlSuffix: findUrlSuffix(partition), generatedName, readText };
    if (!returnValues && attribute === 'Ref' && known !== undefined) return known;
    const makeValue = attribute === 'Ref' ? returnValues?.ref : findMember(returnValues?.attributes, attribute);
    if (!makeValue) throw new Unresolvable(`what ${attribute} of ${resource.Type} is cannot be known before deployment`);
    return makeValue(values, known ?? (returnValues?.name && readText(returnValues.name)) ?? generatedName);
  }

  private selectPart(index: string, from: unknown): unknown {
    const selected = Array.isArray(from) ? from[Number(index)] : undefined;
    return selected ?? failUnresolvable(`there is no part ${index}`);
  }

  private substituteVariables(text: string, values: unknown): string {
    return text.replace(/\$\{(!?)([^}]*)\}/g, (_, literal, name) => {
      if (literal) return `\${${name}}`;
      if (isRecord(values) && Object.hasOwn(values, name)) return this.evaluateText(values[name]);
      return this.evaluateText(name.includes('.') ? { 'Fn::GetAtt': name } : { Ref: name });
    });
  }

  private findInMap(names: readonly unknown[]): unknown {
    const found = names.slice(0, 3).reduce<unknown>((mapping, name) => getMember(mapping, this.evaluateText(name)), this.source.template.Mappings);
    const fallback = getMember(names[3], 'DefaultValue');
    if (found === undefined && fallback !== undefined) {
      // the mapping may have the account or Region that the stack is deployed to
      this.evaluateWhile('refusesAssumptions', true, () => this.evaluateTexts(names.slice(0, 3)));
      return this.evaluate(fallback);
    }
    return found ?? failUnresolvable('the mapping has no such value');
  }

  private evaluateCondition(condition: unknown): boolean {
    const [name = 'the condition'] = Object.keys(toRecord(condition));
    const parts = toList<unknown>(toRecord(condition)[name]);
    switch (name) {
      case 'Condition': {
        const definition = findMember(this.source.template.Conditions, String(parts[0]));
        if (definition === undefined) return failUnresolvable(`the template has no condition ${parts[0]}`);
        return this.evaluateCondition(definition);
      }
      case 'Fn::Equals': return this.evaluateOperand(parts[0]) === this.evaluateOperand(parts[1]);
      case 'Fn::Not': return !this.evaluateCondition(parts[0]);
      case 'Fn::And': return parts.every((each) => this.evaluateCondition(each));
      case 'Fn::Or': return parts.some((each) => this.evaluateCondition(each));
      default: return failUnresolvable(`${name} is not resolved`);
    }
  }

  /** A deployment may give a parameter another value than its default, or be to another environment, and so choose the other branch. */
  private evaluateOperand(value: unknown): string {
    return this.refuseDefaults(() => this.evaluateWhile('refusesAssumptions', true, () => this.evaluateText(value)));
  }

  private refuseDefaults<T>(evaluate: () => T, refusesDefaults = true): T {
    return this.evaluateWhile('refusesDefaults', refusesDefaults, evaluate);
  }

  private evaluateWhile<T>(setting: 'refusesDefaults' | 'refusesAssumptions', value: boolean, evaluate: () => T): T {
    const around = this.world[setting];
    this.world[setting] = value;
    try {
      return evaluate();
    } finally {
      this.world[setting] = around;
    }
  }

  private evaluateText(value: unknown): string {
    const resolved = this.evaluate(value);
    if (['string', 'number', 'boolean'].includes(typeof resolved)) return String(resolved);
    return failUnresolvable(`${JSON.stringify(resolved)} is no text`);
  }

  private evaluateTexts(value: unknown): string[] {
    const resolved = Array.isArray(value) ? value : this.evaluate(value);
    if (!Array.isArray(resolved)) failUnresolvable(`${JSON.stringify(resolved)} is no list`);
    return resolved.map((each) => this.evaluateText(each));
  }
}

function failUnresolvable(problem: string): never {
  throw new Unresolvable(problem);
}

/** Finds the name of the intrinsic function that an object calls. */
function findIntrinsic(value: Record<string, unknown>): string | undefined {
  const [name, ...others] = Object.keys(value);
  if (others.length === 0 && (name === 'Ref' || name?.startsWith('Fn::'))) return name;
  return undefined;
}

const LIST_TYPE = /^(AWS::SSM::Parameter::Value<)?(List<.*>|CommaDelimitedList)/;

/** Splits the text of a list parameter, or the texts that a choice at deployment decides between. Other values aren't known. */
function splitParameter(value: unknown): unknown {
  if (typeof value === 'string') return value.split(',').map((each) => each.trim());
  const choice = toRecord(value)['Fn::If'];
  if (!Array.isArray(choice)) return value;
  const [condition, ...values] = choice;
  return { 'Fn::If': [condition, ...values.map(splitParameter)] };
}

function splitOnce(text: string): [string, string] {
  const dot = text.indexOf('.');
  return [text.slice(0, dot), text.slice(dot + 1)];
}

function getMember(value: unknown, name: string): unknown {
  return findMember(toRecord(value), name);
}


function groupPaths(metadata: ConstructMetadata): Map<string, string[]> {
  const paths = new Map<string, string[]>();
  for (const [path, entries] of Object.entries(metadata)) {
    for (const { data } of entries.filter(({ type }) => type === 'aws:cdk:logicalId')) {
      paths.set(String(data), [...paths.get(String(data)) ?? [], path.slice(1)]);
    }
  }
  return paths;
}
