import { existsSync } from 'fs';
import { basename } from 'path';
import { Assembly, FunctionRecord, TemplateRecord } from '../../policy/read-assembly';
import { dropUndefined, toList, toRecord } from '../../values/json-values';
import { sortBy } from '../../values/lists';
import { isSystemError } from '../../values/system-errors';
import { CodeReading } from '../code-calls';
import { CodeFiles, openCode, mountFiles } from '../files/code-files';
import { UnreadableZip } from '../files/zip';
import { SourceFile } from '../ir';
import { CODE_ROOT, readHandler } from '../read-handler';
import { reportNotRead, resolveRequests } from '../requests/resolve-requests';

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
  const functions = assembly.functions.filter(wanted).map((record) => ({ record, template: templates.get(`${record.origin.stack} ${record.origin.logicalId}`)! }));
  const openOnce = keepLast(openAssets);
  // functions with the same code come one after the other, and share what is parsed
  const read = new Map(sortBy(functions, ({ template }) => template.asset ?? '').map(({ record, template }) => [record, readOneFunction(assembly, record, template, openOnce)]));
  return functions.map(({ record }) => read.get(record)!);
}

/** Opens assets, layers over the code. */
type OpenAssets = (code: string, layers: readonly string[]) => CodeFiles;

function readOneFunction(assembly: Assembly, record: FunctionRecord, template: TemplateRecord, open: OpenAssets): FunctionCode {
  const { Handler: handler, Runtime: runtime } = template.properties;
  const variables = readVariables(assembly, template);
  return dropUndefined<FunctionCode>({
    record,
    handler: keepText(handler),
    runtime: keepText(runtime),
    asset: template.asset && basename(template.asset),
    variables,
    reading: readAssetCode(assembly, template, variables, open),
    streams: findStreams(assembly, record),
  });
}

const openAssets: OpenAssets = (code, layers) =>
  mountFiles([{ at: CODE_ROOT, files: openCode(code) }, ...layers.map((path) => ({ at: '/opt', files: openCode(path) }))]);

/** Keeps the last result, but no earlier ones: the parsed code of all functions would need much memory. */
function keepLast(open: OpenAssets): OpenAssets {
  let last: { readonly key: string; readonly files: CodeFiles } | undefined;
  return (code, layers) => {
    const key = JSON.stringify([code, layers]);
    if (last?.key !== key) last = { key, files: open(code, layers) };
    return last.files;
  };
}

function keepText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return undefined;
}

function readVariables(assembly: Assembly, { origin, properties }: TemplateRecord): Map<string, string | undefined> {
  const variables = toRecord(toRecord(properties.Environment).Variables);
  return new Map(Object.entries(variables).map(([name, expression]) => [name, tryEvaluate(assembly, origin.stack, expression)]));
}

/** The text that an expression has once it is deployed; undefined if only the deployment knows it. */
function tryEvaluate(assembly: Assembly, stack: string, expression: unknown): string | undefined {
  return keepText(assembly.evaluateIn(stack, expression).value);
}

/** The language of a runtime, if its code can be read. */
function findLanguage(runtime: unknown): SourceFile['language'] | undefined {
  if (/^nodejs/.test(String(runtime))) return 'javascript';
  if (/^python/.test(String(runtime))) return 'python';
  return undefined;
}

function readAssetCode(assembly: Assembly, template: TemplateRecord, variables: ReadonlyMap<string, unknown>, open: OpenAssets): CodeReading {
  const { properties: { Handler: handler, Runtime: runtime, PackageType, Code }, asset } = template;
  if (PackageType === 'Image') return reportNotRead('the function is a container image');
  if ('ZipFile' in toRecord(Code)) return reportNotRead('the code is in the template (inline code)');
  const language = findLanguage(runtime);
  if (!language) return reportNotRead(`the runtime ${keepText(runtime) ?? 'is known at deployment only, or'} is not read: JavaScript and Python are`);
  if (asset === undefined) return reportNotRead('the assembly does not contain its code');
  if (typeof handler !== 'string') return reportNotRead('its handler is known at deployment only');
  const { layers, outside } = findLayers(assembly, template);
  const missing = [asset, ...layers].find((path) => !existsSync(path));
  if (missing !== undefined) return reportNotRead(`the assembly has no ${basename(missing)}; run cdk synth again`);
  try {
    const reading = resolveRequests(readHandler(open(asset, layers), { language, handler }, new Set(variables.keys())));
    if (!outside || reading.unknown.every(({ kind }) => kind !== 'module')) return reading;
    return { ...reading, unknown: [...reading.unknown, { kind: 'module', reason: 'the function has a layer that is not of the app' }] };
  } catch (error) {
    if (error instanceof UnreadableZip || isSystemError(error)) return reportNotRead(`its asset cannot be read: ${error.message}`);
    throw error;
  }
}

/** The assets of its layers, the last first, as its files win. */
function findLayers(assembly: Assembly, { origin, properties }: TemplateRecord): { layers: string[]; outside: boolean } {
  const layers = assembly.listResources('AWS::Lambda::LayerVersion');
  const found = toList<unknown>(properties.Layers).map((each) => {
    const { Ref: id } = toRecord(each);
    return layers.find((layer) => layer.origin.stack === origin.stack && layer.origin.logicalId === id)?.asset;
  });
  return { layers: found.flatMap((path) => path ?? []).reverse(), outside: found.includes(undefined) };
}

function findStreams(assembly: Assembly, record: FunctionRecord): string[] {
  return assembly.listResources('AWS::Lambda::EventSourceMapping').flatMap(({ origin, properties }) => {
    const stream = tryEvaluate(assembly, origin.stack, properties.EventSourceArn);
    if (stream?.includes('/stream/') && namesFunction(assembly, origin.stack, properties.FunctionName, record)) return [stream];
    return [];
  });
}

/** Tells whether an expression names a function, or an alias or a version of it. */
function namesFunction(assembly: Assembly, stack: string, expression: unknown, record: FunctionRecord): boolean {
  const value = tryEvaluate(assembly, stack, expression);
  if (value !== undefined) return value === record.name || value === record.arn || value.startsWith(`${record.arn}:`);
  const ids = [...JSON.stringify(expression ?? '').matchAll(/"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/g)].map(([, id]) => id);
  return ['AWS::Lambda::Alias', 'AWS::Lambda::Version'].flatMap((type) => assembly.listResources(type))
    .filter(({ origin }) => origin.stack === stack && ids.includes(origin.logicalId))
    .some(({ properties }) => namesFunction(assembly, stack, properties.FunctionName, record));
}
