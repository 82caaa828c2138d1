import { readStackFiles, StackFiles } from './assembly-files';
import { readIdentities } from './assembly-identities';
import {
  FunctionRecord, KeyRecord, listTemplateRecords, LogGroupRecord, Origin, readFunctions, readKeys, readLogGroups, readTables,
  TableRecord, TemplateRecord,
} from './assembly-resources';
import { Identities } from './identity-records';
import { findPartition } from './partitions';
import { PolicyDocument } from './policy-document';
import { readResourceTags } from './resource-tags';
import { GENERATED_END } from './resource-values';
import { expandServerless, listConnectors } from './serverless';
import { EnvironmentPart, Evaluation, StackSource, StackValues, Unresolved, World } from './stack-values';
import { listUnreadResources } from './unread-resources';
import { findMember, toRecord } from '../values/json-values';
import { groupBy } from '../values/lists';

export { AttachedPolicy, GroupRecord, OutsideIdentity, RoleRecord, UserRecord } from './identity-records';
export { FunctionRecord, IndexRecord, KeyRecord, LogGroupRecord, Origin, TableRecord, TemplateRecord } from './assembly-resources';
export { Unresolved } from './stack-values';

/** Values that an assembly may not contain. */
export interface AssemblyOptions {
  /** The account of stacks that can be deployed to any account. */
  readonly account: string;
  /** The Region of stacks that can be deployed to any Region. */
  readonly region: string;
  /** The partition of Regions whose name doesn't tell it. */
  readonly partition: string;
  /**
   * The parts of the environment above that stacks may have or not. A condition on the account or Region of such a stack isn't known.
   *
   * @see https://docs.aws.amazon.com/cdk/v2/guide/environments.html
   */
  readonly assumed?: readonly EnvironmentPart[];
  /** Names of resources and values of parameters as deployed, by `<stack name>.<logical id>`. */
  readonly known?: Readonly<Record<string, string>>;
  /** The documents of managed policies that the assembly doesn't declare, by their ARNs. */
  readonly managedPolicies?: Readonly<Record<string, PolicyDocument>>;
}

/** The resources that the templates of an assembly create. Where AWS generates names, the reader invents them. */
export interface Assembly extends Identities {
  readonly functions: readonly FunctionRecord[];
  /** One record for each Region in which a table has a replica. */
  readonly tables: readonly TableRecord[];
  readonly keys: readonly KeyRecord[];
  readonly logGroups: readonly LogGroupRecord[];
  /** Values that were read and can't be known before deployment. In the records they are as the template has them. */
  readonly unresolved: readonly Unresolved[];
  /** The conditions, mappings and parameters on which unresolved values depend, by paths such as `Shop/Conditions.IsProd`. */
  readonly definitions: ReadonlyMap<string, unknown>;
  /** Evaluates an expression in the stack with this construct path. */
  readonly evaluateIn: (stack: string, expression: unknown) => Evaluation;
  /** The conditions on which a resource exists and that only the deployment knows, for example `IsProd`. Undefined without any. */
  readonly conditionAt: (origin: Pick<Origin, 'stack' | 'logicalId'>) => string | undefined;
  /** The tags of a resource, by the property that has them. Replicas have tags of their own. */
  readonly tagsAt: (origin: Pick<Origin, 'stack' | 'logicalId'>) => Readonly<Record<string, unknown>>;
  /** A property of a resource. Values that can't be known before deployment are in it as the template has them. */
  readonly propertyAt: <T>(origin: Pick<Origin, 'stack' | 'logicalId'>, name: string) => T | undefined;
  /** Lists the resources of types such as `AWS::Lambda::LayerVersion`, or all if no type is given, as the templates have them. */
  readonly listResources: (...types: string[]) => readonly TemplateRecord[];
}

/** Reads a folder that `cdk synth` wrote, with its stages and nested stacks. */
export function readAssembly(directory: string, options: AssemblyOptions): Assembly {
  return readStacks(readStackFiles(directory), options);
}

/** Reads stacks whose files were read before. */
export function readStacks(stacks: readonly StackFiles[], options: AssemblyOptions): Assembly {
  const { account, region, partition, known = {}, assumed = [] } = options;
  const world: World = {
    ...{ account, region, partition, known, stacks: [], unresolved: [], unread: [], definitions: new Map() },
    ...{ refusesDefaults: false, refusesAssumptions: false },
  };
  for (const files of stacks) addStack(world, files, assumed.filter((part) => files[part] === undefined));
  const stacksByPath = groupBy(world.stacks, ({ source }) => source.path);
  const findStack = (path: string) => {
    const [stack] = stacksByPath.get(path) ?? [];
    if (!stack) throw new Error(`the assembly has no stack ${path}`);
    return stack;
  };
  return {
    ...readIdentities(world, options.managedPolicies ?? {}),
    functions: readFunctions(world),
    tables: readTables(world),
    keys: readKeys(world),
    logGroups: readLogGroups(world),
    unresolved: [...groupBy(world.unresolved, ({ path }) => path).values()].map(joinUnresolved),
    definitions: world.definitions,
    evaluateIn: (path, expression) => stacksByPath.get(path)?.[0].evaluateOrExplain(expression) ?? { problem: `the assembly has no stack ${path}` },
    conditionAt: ({ stack, logicalId }) => findStack(stack).listUnknownConditions(logicalId).map(({ name }) => name).join(' and ') || undefined,
    tagsAt: ({ stack, logicalId }) => readResourceTags(findStack(stack), logicalId),
    propertyAt: ({ stack, logicalId }, name) => findStack(stack).getProperty(logicalId, name),
    listResources: (...types) => listTemplateRecords(world, ...types),
  };
}

/** Joins what is recorded of one value. */
function joinUnresolved(same: readonly Unresolved[]): Unresolved {
  const [first] = same;
  return { ...first, content: same.find(({ content }) => content !== undefined)?.content };
}

/** Adds a stack and the stacks that are nested in it. */
function addStack(world: World, files: StackFiles, assumed: StackSource['assumed']): void {
  const account = files.account ?? world.account;
  const region = files.region ?? world.region;
  const partition = findPartition(region) ?? world.partition;
  addWithNested(world, { ...files, account, region, partition, assumed }, files);
}

function addWithNested(world: World, source: StackSource, files: StackFiles): StackValues {
  const nested = new Map<string, StackValues>();
  const template = expandServerless(source.template);
  const stack = new StackValues({ ...source, template, findNested: (logicalId) => nested.get(logicalId) }, world);
  world.stacks.push(stack);
  stack.noteMacros();
  for (const { id, roles } of listConnectors(template)) {
    stack.noteUnread(id, template.Resources![id], 'the permissions that a connector of SAM adds are not read');
    stack.noteUnreadPart(id, roles);
  }
  for (const { id, resource, problem, makesResources } of listUnreadResources(template)) {
    stack.noteUnread(id, resource, problem);
    if (makesResources) stack.noteUnreadPart(id, toRecord(resource).Properties);
  }
  for (const [id, { Metadata, Properties }] of stack.listResources('AWS::CloudFormation::Stack')) {
    const url = stack.getProperty(id, 'TemplateURL');
    const nestedTemplate = files.findNestedTemplate(String(url), Metadata?.['aws:asset:path']);
    if (!nestedTemplate) {
      stack.noteUnread(`${id}.Properties.TemplateURL`, template.Resources![id], 'the assembly has no such template in JSON');
      stack.noteUnreadPart(id, Properties);
      continue;
    }
    const path = stack.findConstructPath(id)?.replace(/\.NestedStack\/[^/]+$/, '') ?? `${source.path}/${id}`;
    const given = toRecord(Properties?.Parameters);
    const findParameter = (name: string) => stack.resolve(id, `Properties.Parameters.${name}`, findMember(given, name));
    const generatedName = `${source.generatedName ?? source.stackName}-${id}${GENERATED_END}`;
    const conditions = stack.listUnknownConditions(id);
    const tags = Object.fromEntries(stack.addStackTags(stack.getProperty(id, 'Tags')).map(toRecord).map(({ Key, Value }) => [Key, Value]));
    const inner = { ...source, tags, stackName: `${source.stackName}-${id}`, generatedName, path, template: nestedTemplate, findParameter, conditions };
    nested.set(id, addWithNested(world, inner, files));
  }
  return stack;
}
