import { rmSync } from 'fs';
import { App, Stack } from 'aws-cdk-lib';
import { Program, stackIn } from './accesses';
import { expandAction, isResourceOptional, resourceTypesOf } from '../../catalogue/iam-data';
import { PROBLEMS } from '../../src/problems/catalogue';
import { readable } from '../support/app';

/** What a program ends in: the ids of its errors, or a template, whose faults are none if all is well. */
export interface Outcome {
  readonly errors: string[];
  readonly faults: string[];
}

/** IAM's limits, of the inline policies of a role and of a managed policy, in characters. */
const INLINE_LIMIT = 10_240;
const MANAGED_LIMIT = 6144;

/** Runs a program and looks at what comes out. An error that isn't documented is thrown on. */
export async function outcomeOf(program: Program, outdir: string): Promise<Outcome> {
  const stack = stackIn(outdir);
  let template: any;
  try {
    program(stack);
    template = (stack.node.root as App).synth().getStackByName(stack.stackName).template;
  } catch (error) {
    return { errors: documentedIn(error as Error), faults: [] };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
  return { errors: [], faults: await faultsOf(template, stack) };
}

/** The ids of an error; one that says something else than what is documented is thrown on. */
function documentedIn(error: Error): string[] {
  const ids = [...error.message.matchAll(/ \[cdk-dynamo-access:(\w+)\]$/gm)].map(([, id]) => id);
  const isDocumented = ids.length > 0 && error.name !== 'TypeError' && ids.every((id) => PROBLEMS[id as keyof typeof PROBLEMS]?.level === 'error');
  if (!isDocumented) throw error;
  return ids;
}

async function faultsOf({ Resources = {} }: any, stack: Stack): Promise<string[]> {
  const resources = Object.values<any>(Resources);
  const policies = resources.filter(({ Type }) => ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].includes(Type))
    .filter(({ Properties }) => !JSON.stringify(Properties.PolicyDocument).includes('"kms:*"'));
  const statements = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
  const faults: string[] = [];
  for (const { Effect, Action, Resource } of statements) {
    if (Effect === 'Deny') continue;
    for (const action of [Action].flat()) {
      for (const resource of [Resource].flat().map((each) => readable(each))) {
        if (!await allowsSomething(action, resource)) faults.push(`${action} on ${resource} allows nothing`);
      }
    }
  }
  const size = (document: unknown) => JSON.stringify(stack.resolve(document)).length;
  const inline = policies.filter(({ Type }) => Type === 'AWS::IAM::Policy');
  const names = new Set(inline.flatMap(({ Properties }) => (Properties.Roles ?? []).map((each: unknown) => JSON.stringify(each))));
  for (const name of names) {
    const characters = inline.filter(({ Properties }) => (Properties.Roles ?? []).some((each: unknown) => JSON.stringify(each) === name))
      .reduce((sum, { Properties }) => sum + size(Properties.PolicyDocument), 0);
    if (characters > INLINE_LIMIT) faults.push(`inline policies of ${characters} characters`);
  }
  for (const { Type, Properties } of policies) {
    if (Type === 'AWS::IAM::ManagedPolicy' && size(Properties.PolicyDocument) > MANAGED_LIMIT) faults.push('a managed policy that is too large');
  }
  return faults;
}

/** The types of resource that an ARN can be of, by what it ends in; the programs name their resources by what they are. */
const TYPES: [RegExp, string[]][] = [
  [/\/index\/[^/]+$/, ['index']],
  [/\/stream\/\*$|StreamArn>$/, ['stream']],
  [/\/(backup|export|import)\/\*$/, ['backup', 'export', 'import']],
  [/table\/(demo-)?\*$/, ['table', 'index']],
  [/table\/|<Table[^>]*>|^<Parameter\d+>$/, ['table']],
  [/:key\/|<Key[^>]*>/, ['key']],
  [/<Bucket[^>]*>\//, ['object']],
  [/<Bucket[^>]*>/, ['bucket']],
  [/<Stream[^>]*>/, ['stream']],
  [/:log-group:|LogGroup|<Group/, ['log-group', 'log-stream']],
];

async function allowsSomething(action: string, resource: string): Promise<boolean> {
  const types = resource === '*' ? [] : TYPES.find(([pattern]) => pattern.test(resource))?.[1];
  if (!types) throw new Error(`what is ${resource}?`);
  const actions = await expandAction(action);
  const supported = await Promise.all(actions.map(async (each) => {
    // what the library doesn't know, the user answers for
    if (each === 'dynamodb:StartSomething') return true;
    const of = await resourceTypesOf(each);
    // of other services, the library takes `*` where AWS says so: it matches every resource
    return of !== undefined && (types.length === 0 ? !each.startsWith('dynamodb:') || isResourceOptional(each) : types.some((type) => of.includes(type)));
  }));
  return supported.some(Boolean);
}
