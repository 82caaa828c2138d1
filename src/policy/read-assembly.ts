import { readStackFiles, StackFiles, Template } from './assembly-files';
import { readIdentities, Identities } from './assembly-identities';
import { FunctionRecord, KeyRecord, LogGroupRecord, readFunctions, readKeys, readLogGroups, readTables, TableRecord } from './assembly-resources';
import { PolicyDocument } from './policy-document';
import { StackValues, Unresolved, World } from './stack-values';

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
}

/** Reads a folder that `cdk synth` wrote, with its stages and nested stacks. */
export function readAssembly(directory: string, options: AssemblyOptions): Assembly {
  const { account, region, partition, known = {} } = options;
  const world: World = { account, region, partition, known, stacks: [], unresolved: [] };
  for (const files of readStackFiles(directory)) addStack(world, files);
  return {
    ...readIdentities(world, options.managedPolicies ?? {}),
    functions: readFunctions(world),
    tables: readTables(world),
    keys: readKeys(world),
    logGroups: readLogGroups(world),
    unresolved: world.unresolved.filter((each, index, all) => all.findIndex(({ path }) => path === each.path) === index),
  };
}

function addStack(world: World, files: StackFiles): void {
  const account = files.account ?? world.account;
  const region = files.region ?? world.region;
  const partition = partitionOf(region) ?? world.partition;
  add({ ...files, account, region, partition });

  function add(source: Omit<StackFiles, 'nestedTemplate'> & { account: string; region: string; partition: string; parameters?: (name: string) => unknown }): StackValues {
    const nested = new Map<string, StackValues>();
    const stack: StackValues = new StackValues({ ...source, nested: (logicalId) => nested.get(logicalId) }, world);
    world.stacks.push(stack);
    for (const [id, { Metadata, Properties }] of stack.resources('AWS::CloudFormation::Stack')) {
      const template = templateOf(stack, id, Metadata?.['aws:asset:path']);
      if (!template) continue;
      const path = stack.constructPath(id)?.replace(/\.NestedStack\/[^/]+$/, '') ?? `${source.path}/${id}`;
      const given = Properties?.Parameters as Record<string, unknown> | undefined;
      const parameters = (name: string) => given?.[name] === undefined ? undefined : stack.resolve(id, `Properties.Parameters.${name}`, given[name]);
      nested.set(id, add({ ...source, stackName: `${source.stackName}-${id}`, path, template, parameters }));
    }
    return stack;
  }

  function templateOf(stack: StackValues, id: string, noted: unknown): Template | undefined {
    const url = stack.property(id, 'TemplateURL');
    const template = files.nestedTemplate(typeof url === 'string' ? url : '', noted);
    if (!template) world.unresolved.push({ path: `${stack.source.path}/${id}.Properties.TemplateURL`, expression: url, problem: 'the assembly has no such template' });
    return template;
  }
}

/** The partition of a Region, where the name of the Region says it. */
function partitionOf(region: string): string | undefined {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : undefined;
}
