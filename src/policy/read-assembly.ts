import { readStackFiles, StackFiles } from './assembly-files';
import { readIdentities, Identities } from './assembly-identities';
import {
  FunctionRecord, KeyRecord, LogGroupRecord, readFunctions, readKeys, readLogGroups, readTables, TableRecord,
} from './assembly-resources';
import { PolicyDocument } from './policy-document';
import { StackSource, StackValues, Unresolved, World } from './stack-values';

export { AttachedPolicy, GroupRecord, RoleRecord, UserRecord } from './assembly-identities';
export { FunctionRecord, IndexRecord, KeyRecord, LogGroupRecord, Origin, TableRecord } from './assembly-resources';
export { Unresolved } from './stack-values';

/** What an assembly doesn't say by itself. */
export interface AssemblyOptions {
  /** The account of stacks that can be deployed to any. */
  readonly account: string;
  /** The Region of stacks that can be deployed to any. */
  readonly region: string;
  /** The partition of the Regions that don't say theirs by their name. */
  readonly partition: string;
  /** Names of resources and values of parameters as they were deployed, by `<stack name>.<logical id>`. */
  readonly known?: Readonly<Record<string, string>>;
  /** The documents of managed policies that aren't of the assembly, by their ARNs. */
  readonly managedPolicies?: Readonly<Record<string, PolicyDocument>>;
}

/** What the templates of an assembly would create, with names invented where AWS would invent them. */
export interface Assembly extends Identities {
  readonly functions: readonly FunctionRecord[];
  /** One for each Region that a table has a replica in. */
  readonly tables: readonly TableRecord[];
  readonly keys: readonly KeyRecord[];
  readonly logGroups: readonly LogGroupRecord[];
  /** Everything that was read and can't be known before deployment. It stays in the records as the template has it. */
  readonly unresolved: readonly Unresolved[];
  /** The value of an expression that a stack could hold, the stack by its construct path; an error where it can't be known. */
  readonly valueIn: (stack: string, expression: unknown) => unknown;
}

/** Reads a folder that `cdk synth` wrote, with its stages and nested stacks. */
export function readAssembly(directory: string, options: AssemblyOptions): Assembly {
  return readStacks(readStackFiles(directory), options);
}

/** Reads stacks whose files are at hand. */
export function readStacks(stacks: readonly StackFiles[], options: AssemblyOptions): Assembly {
  const { account, region, partition, known = {} } = options;
  const world: World = { account, region, partition, known, stacks: [], unresolved: [] };
  for (const files of stacks) addStack(world, files);
  return {
    ...readIdentities(world, options.managedPolicies ?? {}),
    functions: readFunctions(world),
    tables: readTables(world),
    keys: readKeys(world),
    logGroups: readLogGroups(world),
    unresolved: world.unresolved.filter((each, index, all) => all.findIndex(({ path }) => path === each.path) === index),
    valueIn: (path, expression) => {
      const stack = world.stacks.find(({ source }) => source.path === path);
      if (!stack) throw new Error(`the assembly has no stack ${path}`);
      return stack.evaluate(expression);
    },
  };
}

/** Adds a stack, and those nested in it. */
function addStack(world: World, files: StackFiles): void {
  const account = files.account ?? world.account;
  const region = files.region ?? world.region;
  const partition = partitionOf(region) ?? world.partition;
  addWithNested(world, { ...files, account, region, partition }, files);
}

function addWithNested(world: World, source: StackSource, files: StackFiles): StackValues {
  const nested = new Map<string, StackValues>();
  const stack = new StackValues({ ...source, nested: (logicalId) => nested.get(logicalId) }, world);
  world.stacks.push(stack);
  for (const [id, { Metadata, Properties }] of stack.resources('AWS::CloudFormation::Stack')) {
    const url = stack.property(id, 'TemplateURL');
    const template = files.nestedTemplate(String(url), Metadata?.['aws:asset:path']);
    if (!template) {
      const place = `${source.path}/${id}.Properties.TemplateURL`;
      world.unresolved.push({ path: place, expression: url, problem: 'the assembly has no such template' });
      continue;
    }
    const path = stack.constructPath(id)?.replace(/\.NestedStack\/[^/]+$/, '') ?? `${source.path}/${id}`;
    const given = Properties?.Parameters as Record<string, unknown> | undefined;
    const parameters = (name: string) => stack.resolve(id, `Properties.Parameters.${name}`, given?.[name]);
    const inner = { ...source, stackName: `${source.stackName}-${id}`, path, template, parameters };
    nested.set(id, addWithNested(world, inner, files));
  }
  return stack;
}

/** The partition of a Region, where the name of the Region says it. */
function partitionOf(region: string): string | undefined {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : undefined;
}
