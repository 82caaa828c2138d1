import { ConstructMetadata, StackFiles, Template, TemplateResource } from './assembly-files';
import { RESOURCE_TYPES } from './resource-values';

/** Something in a template whose value can't be known before deployment. */
export interface Unresolved {
  /** Where it stands: the construct path of the stack, the logical id, and the way to it. */
  readonly path: string;
  readonly expression: unknown;
  readonly problem: string;
}

/** What all stacks of an assembly share. */
export interface World {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  /** Names of resources and values of parameters that are known, by `<stack name>.<logical id>`. */
  readonly known: Readonly<Record<string, string>>;
  readonly stacks: StackValues[];
  readonly unresolved: Unresolved[];
}

/** A stack with what it was told about itself. */
export interface StackSource extends Omit<StackFiles, 'account' | 'region' | 'template' | 'nestedTemplate'> {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly template: Template;
  /** The parameters that a stack gives to one nested in it. */
  readonly parameters?: (name: string) => unknown;
  readonly nested?: (logicalId: string) => StackValues | undefined;
}

/** Says why an expression has no value. */
class Unresolvable extends Error {}

type Substitution = readonly [text: string, values: Record<string, unknown>];

/** The value of Ref AWS::NoValue: what has it isn't there. */
const NO_VALUE = undefined;

/** What Fn::GetStackOutput names. */
interface StackOutput {
  readonly StackName: unknown;
  readonly OutputName: unknown;
  readonly Region?: unknown;
}

/** Resolves the intrinsic functions of a stack's template to the values that they would have, with invented names. */
export class StackValues {
  private readonly underway = new Set<string>();
  private readonly nestedStacks: readonly string[];
  private paths?: ReadonlyMap<string, string[]>;

  constructor(public readonly source: StackSource, private readonly world: World) {
    this.nestedStacks = Object.entries(source.template.Resources ?? {})
      .filter(([, { Type }]) => Type === 'AWS::CloudFormation::Stack').map(([id]) => id);
  }

  /** The resources of these types that the stack creates, with their logical ids. */
  public resources(...types: string[]): [logicalId: string, resource: TemplateResource][] {
    return Object.entries(this.source.template.Resources ?? {})
      .filter(([id, { Type, Condition }]) => types.includes(Type) && this.isCreated(id, Condition));
  }

  /**
   * A value of a resource with its intrinsic functions resolved. What can't be is noted down, and stays as it is.
   *
   * @param place the way to the value from the resource on, as `Properties.PolicyDocument`
   */
  public resolve(logicalId: string, place: string, value: unknown): unknown {
    if (Array.isArray(value)) {
      return value.map((each, index) => this.resolve(logicalId, `${place}.${index}`, each)).filter((each) => each !== NO_VALUE);
    }
    if (isRecord(value) && !intrinsicOf(value)) {
      const entries = Object.entries(value).map(([key, each]) =>
        [key, this.resolve(logicalId, `${place}.${key}`, each)] as const);
      return Object.fromEntries(entries.filter(([, each]) => each !== NO_VALUE));
    }
    try {
      return this.evaluate(value);
    } catch (error) {
      if (!(error instanceof Unresolvable)) throw error;
      this.noteUnresolved(`${logicalId}.${place}`, value, error.message);
      return value;
    }
  }

  /** Records that a value of this stack can't be known. */
  public noteUnresolved(place: string, expression: unknown, problem: string): void {
    this.world.unresolved.push({ path: `${this.source.path}/${place}`, expression, problem });
  }

  /** A property of a resource, resolved. */
  public property(logicalId: string, name: string): unknown {
    return this.resolve(logicalId, `Properties.${name}`, this.source.template.Resources?.[logicalId]?.Properties?.[name]);
  }

  /** What Ref gives for a resource. */
  public ref(logicalId: string): string {
    return this.evaluate({ Ref: logicalId }) as string;
  }

  /** What Fn::GetAtt gives for a resource. */
  public attribute(logicalId: string, name: string): string {
    return this.evaluate({ 'Fn::GetAtt': [logicalId, name] }) as string;
  }

  /** The path of the construct that a resource is, without a slash at its beginning. */
  public constructPath(logicalId: string): string | undefined {
    const { template, path } = this.source;
    const noted = template.Resources?.[logicalId]?.Metadata?.['aws:cdk:path'];
    if (typeof noted === 'string') return noted;
    const nested = this.nestedStacks.flatMap((id) => this.source.nested?.(id)?.source.path ?? []);
    return this.pathsOf(logicalId).find((each) => each.startsWith(`${path}/`) && !nested.some((other) => each.startsWith(`${other}/`)));
  }

  /**
   * What the construct of a resource, or the one that it is the default child of, left under a metadata key.
   *
   * @param noting the construct that notes it down, for those that don't do so themselves
   */
  public metadataOf(logicalId: string, type: string, noting = (path: string) => path): unknown[] {
    const path = this.constructPath(logicalId);
    if (path === undefined) return [];
    const metadata: ConstructMetadata = this.source.metadata;
    return [path, noting(path.replace(/\/(Resource|Default)$/, ''))].filter((each, index, all) => all.indexOf(each) === index)
      .flatMap((each) => metadata[`/${each}`] ?? []).filter((entry) => entry.type === type).map(({ data }) => data);
  }

  /** The value that the stack exports under a name, as a function that gives it. */
  public exported(name: string): (() => unknown) | undefined {
    const output = Object.values(this.source.template.Outputs ?? {})
      .find(({ Export }) => Export && this.attempt(Export.Name) === name);
    return output && (() => this.evaluate(output.Value));
  }

  /** The value that the stack hands on to another Region, as CDK does it. */
  public handedOn(name: string): (() => unknown) | undefined {
    const writer = this.resources('Custom::CrossRegionExportWriter')
      .map(([, { Properties }]) => (Properties?.WriterProps as any)?.exports).find((exported) => exported && name in exported);
    return writer && (() => this.evaluate(writer[name]));
  }

  /** The paths of the constructs that have a logical id, in this stack or in another one of the same assembly. */
  private pathsOf(logicalId: string): readonly string[] {
    if (!this.paths) {
      const paths = new Map<string, string[]>();
      for (const [path, entries] of Object.entries(this.source.metadata)) {
        for (const { type, data } of entries) {
          if (type === 'aws:cdk:logicalId') paths.set(data as string, [...paths.get(data as string) ?? [], path.slice(1)]);
        }
      }
      this.paths = paths;
    }
    return this.paths.get(logicalId) ?? [];
  }

  private isCreated(logicalId: string, condition?: string): boolean {
    if (condition === undefined) return true;
    const holds = this.resolve(logicalId, 'Condition', { 'Fn::If': [condition, true, false] });
    return holds !== false; // one that can't be known is noted down, and its resource stays
  }

  /** The value of an expression, or an error that says why it has none. */
  public evaluate(value: unknown): unknown {
    if (typeof value === 'string' && value.includes('{{resolve:')) throw new Unresolvable('it is looked up at deployment');
    if (Array.isArray(value)) return value.map((each) => this.evaluate(each)).filter((each) => each !== NO_VALUE);
    if (!isRecord(value)) return value;
    const name = intrinsicOf(value);
    if (!name) {
      const entries = Object.entries(value).map(([key, each]) => [key, this.evaluate(each)]);
      return Object.fromEntries(entries.filter(([, each]) => each !== NO_VALUE));
    }
    const argument = value[name];
    const text = JSON.stringify(value);
    if (this.underway.has(text)) throw new Unresolvable('it refers to itself');
    this.underway.add(text);
    try {
      return this.call(name, argument);
    } finally {
      this.underway.delete(text);
    }
  }

  /** The value of an expression, if it has one. */
  private attempt(value: unknown): unknown {
    try {
      return this.evaluate(value);
    } catch (error) {
      if (error instanceof Unresolvable) return undefined;
      throw error;
    }
  }

  private call(name: string, argument: unknown): unknown {
    const list = () => argument as [unknown, unknown, ...unknown[]];
    switch (name) {
      case 'Ref': return this.refer(argument as string);
      case 'Fn::GetAtt': return this.attributeOf(typeof argument === 'string' ? splitOnce(argument) : argument as [string, string]);
      case 'Fn::Join': return this.strings(list()[1]).join(list()[0] as string);
      case 'Fn::Split': return this.string(list()[1]).split(list()[0] as string);
      case 'Fn::Select': return this.select(this.string(list()[0]), this.evaluate(list()[1]));
      case 'Fn::Sub': return this.substitute(typeof argument === 'string' ? [argument, {}] : argument as Substitution);
      case 'Fn::FindInMap': return this.findInMap(list());
      case 'Fn::If': return this.evaluate(this.holds({ Condition: list()[0] }) ? list()[1] : list()[2]);
      case 'Fn::ImportValue': return this.imported(this.string(argument));
      case 'Fn::GetStackOutput': return this.outputOf(argument as StackOutput);
      default: throw new Unresolvable(`${name} is not resolved`);
    }
  }

  private refer(name: string): unknown {
    const { account, region, partition, stackName, template } = this.source;
    switch (name) {
      case 'AWS::AccountId': return account;
      case 'AWS::Region': return region;
      case 'AWS::Partition': return partition;
      case 'AWS::URLSuffix': return this.urlSuffix() ?? unresolvable(`the URL suffix of ${partition} is not known`);
      case 'AWS::StackName': return stackName;
      case 'AWS::StackId':
        return `arn:${partition}:cloudformation:${region}:${account}:stack/${stackName}/00000000-0000-0000-0000-000000000000`;
      case 'AWS::NoValue': return NO_VALUE;
    }
    if (template.Parameters?.[name]) return this.parameter(name);
    return this.ofResource(name, 'Ref');
  }

  private parameter(name: string): unknown {
    const known = this.world.known[`${this.source.stackName}.${name}`];
    if (known !== undefined) return known;
    const given = this.source.parameters?.(name);
    if (given !== undefined) return given;
    const { Type = 'String', Default } = this.source.template.Parameters![name];
    if (Default === undefined) throw new Unresolvable(`the parameter ${name} has no default`);
    if (Type.startsWith('AWS::SSM::Parameter::Value')) return this.ssmParameter(String(Default));
    const list = /^(List<.*>|CommaDelimitedList)$/.test(Type);
    return list ? String(Default).split(',').map((each) => each.trim()) : String(Default);
  }

  /** The value of a parameter of Systems Manager that a stack of the assembly creates in the same place. */
  private ssmParameter(name: string): unknown {
    for (const stack of this.neighbours()) {
      const parameters = stack.resources('AWS::SSM::Parameter');
      const found = parameters.find(([, { Properties }]) => stack.attempt(Properties?.Name) === name);
      if (found) return stack.evaluate(found[1].Properties?.Value);
    }
    throw new Unresolvable(`the parameter ${name} of Systems Manager is not of this assembly`);
  }

  private imported(name: string): unknown {
    const value = this.neighbours().map((stack) => stack.exported(name)).find((each) => each !== undefined);
    if (!value) throw new Unresolvable(`no stack of this assembly exports ${name} in the same account and Region`);
    return value();
  }

  /** An output of another stack, also of another account or Region, as CDK refers to it where it can't import one. */
  private outputOf({ StackName, OutputName, Region }: StackOutput): unknown {
    const [stackName, outputName] = [this.string(StackName), this.string(OutputName)];
    const region = Region === undefined ? this.source.region : this.string(Region);
    const stack = this.world.stacks.find(({ source }) => source.stackName === stackName && source.region === region);
    const output = stack?.source.template.Outputs?.[outputName];
    if (!stack || !output) throw new Unresolvable(`no stack ${stackName} of this assembly has the output ${outputName} in ${region}`);
    return stack.evaluate(output.Value);
  }

  private neighbours(): StackValues[] {
    const { account, region } = this.source;
    return this.world.stacks.filter(({ source }) => source.account === account && source.region === region);
  }

  private attributeOf([logicalId, name]: readonly [string, string]): unknown {
    const { Type } = this.source.template.Resources?.[logicalId] ?? {};
    if (Type === 'AWS::CloudFormation::Stack') {
      const nested = this.source.nested?.(logicalId);
      const output = nested?.source.template.Outputs?.[name.replace(/^Outputs\./, '')];
      if (!nested || !output) throw new Unresolvable(`the nested stack ${logicalId} has no ${name}`);
      return nested.evaluate(output.Value);
    }
    if (Type === 'Custom::CrossRegionExportReader') {
      const value = this.world.stacks.map((stack) => stack.handedOn(name)).find((each) => each !== undefined);
      return value ? value() : unresolvable(`no stack of this assembly hands on ${name}`);
    }
    return this.ofResource(logicalId, name);
  }

  /** What Ref or an attribute of a resource is. */
  private ofResource(logicalId: string, attribute: string): string {
    const resource = this.source.template.Resources?.[logicalId];
    if (!resource) throw new Unresolvable(`the template has no ${logicalId}`);
    const type = RESOURCE_TYPES[resource.Type];
    const { account, region, partition, stackName } = this.source;
    // a name that can't be known is noted down, and one is invented as if there were none
    const property = (name: string) => {
      const value = this.property(logicalId, name);
      return typeof value === 'string' ? value : undefined;
    };
    const generatedName = `${stackName}-${logicalId}`;
    const known = this.world.known[`${stackName}.${logicalId}`];
    const values = { account, region, partition, urlSuffix: this.urlSuffix(), generatedName, property };
    const answer = attribute === 'Ref' ? type?.ref : type?.attributes[attribute];
    if (!answer) throw new Unresolvable(`what ${attribute} of ${resource.Type} is can't be known before deployment`);
    return answer(values, known ?? (type.name && property(type.name)) ?? generatedName);
  }

  private urlSuffix(): string | undefined {
    const { partition } = this.source;
    return partition === 'aws-cn' ? 'amazonaws.com.cn' : ['aws', 'aws-us-gov'].includes(partition) ? 'amazonaws.com' : undefined;
  }

  private select(index: string, from: unknown): unknown {
    const selected = Array.isArray(from) ? from[Number(index)] : undefined;
    return selected ?? unresolvable(`there is no part ${index}`);
  }

  private substitute([text, values]: Substitution): string {
    return text.replace(/\$\{(!?)([^}]*)\}/g, (_, literal, name) => {
      if (literal) return `\${${name}}`;
      if (Object.hasOwn(values, name)) return this.string(values[name]);
      return this.string(name.includes('.') ? { 'Fn::GetAtt': name } : { Ref: name });
    });
  }

  private findInMap([map, first, second]: unknown[]): unknown {
    const found = (this.source.template.Mappings?.[this.string(map)] as any)?.[this.string(first)]?.[this.string(second)];
    return found ?? unresolvable('the mapping has no such value');
  }

  private holds(condition: unknown): boolean {
    const [[name, argument]] = Object.entries(condition as Record<string, any>);
    switch (name) {
      case 'Condition': {
        const definition = this.source.template.Conditions?.[argument];
        return definition === undefined ? unresolvable(`the template has no condition ${argument}`) : this.holds(definition);
      }
      case 'Fn::Equals': return this.string(argument[0]) === this.string(argument[1]);
      case 'Fn::Not': return !this.holds(argument[0]);
      case 'Fn::And': return argument.every((each: unknown) => this.holds(each));
      case 'Fn::Or': return argument.some((each: unknown) => this.holds(each));
      default: return unresolvable(`${name} is not resolved`);
    }
  }

  private string(value: unknown): string {
    const resolved = this.evaluate(value);
    if (['string', 'number', 'boolean'].includes(typeof resolved)) return String(resolved);
    return unresolvable(`${JSON.stringify(resolved)} is no text`);
  }

  private strings(value: unknown): string[] {
    const resolved = Array.isArray(value) ? value : this.evaluate(value);
    if (!Array.isArray(resolved)) unresolvable(`${JSON.stringify(resolved)} is no list`);
    return resolved.map((each) => this.string(each));
  }
}

function unresolvable(problem: string): never {
  throw new Unresolvable(problem);
}

/** The intrinsic function that an object is. */
function intrinsicOf(value: Record<string, unknown>): string | undefined {
  const [name, ...others] = Object.keys(value);
  return others.length === 0 && (name === 'Ref' || name?.startsWith('Fn::')) ? name : undefined;
}

function splitOnce(text: string): [string, string] {
  const dot = text.indexOf('.');
  return [text.slice(0, dot), text.slice(dot + 1)];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
