import { basename } from 'path';
import { Assembly, FunctionRecord, TemplateRecord } from '../../policy/read-assembly';
import { CodeReading } from '../code-calls';
import { openCode, MountedFiles } from '../files/code-files';
import { UnreadableZip } from '../files/zip';
import { CODE_ROOT, readHandler } from '../read-handler';
import { resolveRequests } from '../resolve-requests';

/** A function with what its code says. */
export interface FunctionCode {
  readonly record: FunctionRecord;
  readonly handler?: string;
  readonly runtime?: string;
  /** The name of the asset. */
  readonly asset?: string;
  /** The values of its environment variables; undefined for those that only the deployment knows. */
  readonly variables: ReadonlyMap<string, string | undefined>;
  readonly reading: CodeReading;
  /** The ARNs of streams that trigger it. */
  readonly streams: readonly string[];
}

/** Reads the code of all functions of an app, or of those that are asked for. */
export function readFunctionCode(assembly: Assembly, wanted: (record: FunctionRecord) => boolean): FunctionCode[] {
  const templates = new Map(assembly.listResources('AWS::Lambda::Function').map((each) => [`${each.origin.stack} ${each.origin.logicalId}`, each]));
  return assembly.functions.filter(wanted).map((record) => {
    const template = templates.get(`${record.origin.stack} ${record.origin.logicalId}`)!;
    const { Handler: handler, Runtime: runtime } = template.properties;
    const variables = variablesOf(assembly, template);
    return {
      record,
      ...typeof handler === 'string' ? { handler } : {},
      ...typeof runtime === 'string' ? { runtime } : {},
      ...template.asset === undefined ? {} : { asset: basename(template.asset) },
      variables,
      reading: readCode(assembly, template, variables),
      streams: streamsOf(assembly, record),
    };
  });
}

function variablesOf(assembly: Assembly, { origin, properties }: TemplateRecord): Map<string, string | undefined> {
  const { Variables = {} } = (properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
  return new Map(Object.entries(Variables).map(([name, expression]) => {
    const value = attempt(() => assembly.evaluateIn(origin.stack, expression));
    return [name, typeof value === 'string' ? value : undefined];
  }));
}

function attempt(evaluate: () => unknown): unknown {
  try {
    return evaluate();
  } catch {
    return undefined; // only the deployment knows it
  }
}

function readCode(assembly: Assembly, template: TemplateRecord, variables: ReadonlyMap<string, unknown>): CodeReading {
  const { properties: { Handler: handler, Runtime: runtime, PackageType, Code }, asset } = template;
  if (PackageType === 'Image') return notRead('the function is a container image');
  if (Code !== null && typeof Code === 'object' && 'ZipFile' in Code) return notRead('the code is in the template (inline code)');
  const language = /^nodejs/.test(String(runtime)) ? 'javascript' : /^python/.test(String(runtime)) ? 'python' : undefined;
  if (!language) return notRead(`the runtime ${typeof runtime === 'string' ? runtime : 'is known at deployment only, or'} isn't read: JavaScript and Python are`);
  if (asset === undefined) return notRead('its code isn\'t an asset of the assembly');
  if (typeof handler !== 'string') return notRead('its handler is known at deployment only');
  try {
    const { layers, outside } = layersOf(assembly, template);
    const files = new MountedFiles([{ at: CODE_ROOT, files: openCode(asset) }, ...layers.map((path) => ({ at: '/opt', files: openCode(path) }))]);
    const reading = resolveRequests(readHandler(files, { language, handler }, new Set(variables.keys())));
    const hidden = outside && reading.unknown.some(({ kind }) => kind === 'module');
    return hidden ? { ...reading, unknown: [...reading.unknown, { kind: 'module', reason: 'the function has a layer that isn\'t of the app' }] } : reading;
  } catch (error) {
    if (error instanceof UnreadableZip || (error as NodeJS.ErrnoException).code !== undefined) return notRead(`its asset can't be read: ${(error as Error).message}`);
    throw error;
  }
}

function notRead(reason: string): CodeReading {
  return { state: 'not read', calls: [], unreached: [], unknown: [{ kind: 'code', reason }] };
}

/** The assets of its layers, the last first, as its files win. */
function layersOf(assembly: Assembly, { origin, properties }: TemplateRecord): { layers: string[]; outside: boolean } {
  const layers = assembly.listResources('AWS::Lambda::LayerVersion');
  const named = (Array.isArray(properties.Layers) ? properties.Layers : []) as unknown[];
  const found = named.map((each) => {
    const id = each !== null && typeof each === 'object' && 'Ref' in each ? each.Ref : undefined;
    return layers.find((layer) => layer.origin.stack === origin.stack && layer.origin.logicalId === id)?.asset;
  });
  return { layers: found.flatMap((path) => path ?? []).reverse(), outside: found.includes(undefined) };
}

function streamsOf(assembly: Assembly, record: FunctionRecord): string[] {
  return assembly.listResources('AWS::Lambda::EventSourceMapping').flatMap(({ origin, properties }) => {
    const stream = attempt(() => assembly.evaluateIn(origin.stack, properties.EventSourceArn));
    const names = typeof stream === 'string' && stream.includes('/stream/') && namesFunction(assembly, origin.stack, properties.FunctionName, record);
    return names ? [String(stream)] : [];
  });
}

/** Tells whether an expression names a function, or an alias or a version of it. */
function namesFunction(assembly: Assembly, stack: string, expression: unknown, record: FunctionRecord): boolean {
  const value = attempt(() => assembly.evaluateIn(stack, expression));
  if (typeof value === 'string') return value === record.name || value === record.arn || value.startsWith(`${record.arn}:`);
  const ids = [...JSON.stringify(expression ?? '').matchAll(/"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/g)].map(([, id]) => id);
  return ['AWS::Lambda::Alias', 'AWS::Lambda::Version'].flatMap((type) => assembly.listResources(type))
    .filter(({ origin }) => origin.stack === stack && ids.includes(origin.logicalId))
    .some(({ properties }) => namesFunction(assembly, stack, properties.FunctionName, record));
}
