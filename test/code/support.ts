import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { buildSync, Format } from 'esbuild';
import { CodeCall, CodeReading } from '../../src/code/code-calls';
import { keepFiles, mountFiles } from '../../src/code/files/code-files';
import { CODE_ROOT, readHandler } from '../../src/code/read-handler';
import { resolveRequests } from '../../src/code/requests/resolve-requests';

/** Source files by their paths. */
export type Sources = Readonly<Record<string, string>>;

export interface Given {
  readonly handler?: string;
  /** The environment variables of the function; any, if that isn't said. */
  readonly variables?: readonly string[];
  /** Files at `/opt`. */
  readonly layer?: Sources;
}

/** What is found in JavaScript files, the handler of which is in `index.mjs`. */
export function readJavaScript(code: string | Sources, given: Given = {}): CodeReading {
  return read('javascript', typeof code === 'string' ? { 'index.mjs': code } : code, { handler: 'index.handler', ...given });
}

/** What is found in Python files, the handler of which is in `main.py`. */
export function readPython(code: string | Sources, given: Given = {}): CodeReading {
  return read('python', typeof code === 'string' ? { 'main.py': code } : code, { handler: 'main.handler', ...given });
}

function read(language: 'javascript' | 'python', sources: Sources, { handler, variables, layer = {} }: Given): CodeReading {
  const mount = (at: string, files: Sources) => ({ at, files: keepFiles(new Map(Object.entries(files))) });
  const files = mountFiles([mount(CODE_ROOT, sources), mount('/opt', layer)]);
  return resolveRequests(readHandler(files, { language, handler }, variables && new Set(variables)));
}

/** The calls in short, as `Query ${ORDERS} byStatus` and `TransactWriteItems.Put orders`. */
export function callsIn({ calls }: CodeReading): string[] {
  return [...new Set(calls.map(shortCall))].sort();
}

function shortCall({ operation, part, resource, index, sure, otherCredentials, via }: CodeCall): string {
  const name = part === undefined ? operation : `${operation}.${part}`;
  return [name, resource?.text, index?.text, ...sure ? [] : ['(likely)'], ...otherCredentials ? ['(other credentials)'] : [], ...via ? [`by ${via}`] : []]
    .filter((each) => each !== undefined).join(' ');
}

/** What can't be told, by kind and line. */
export function unknownIn({ unknown }: CodeReading): string[] {
  return unknown.map(({ kind, at, reason }) => `${kind}${at ? ` ${at.line}` : ''}: ${reason}`).sort();
}

/** The forms in which JavaScript is deployed. */
export const FORMS: readonly { readonly name: string; readonly format?: Format; readonly minify: boolean }[] = [
  { name: 'as it is written', minify: false },
  { name: 'bundled to CommonJS', format: 'cjs', minify: false },
  { name: 'bundled to an ES module', format: 'esm', minify: false },
  { name: 'bundled to CommonJS and minified', format: 'cjs', minify: true },
  { name: 'bundled to an ES module and minified', format: 'esm', minify: true },
];

/** JavaScript in one of these forms, with the SDKs outside of it. */
export function inForm(code: string | Sources, { format, minify }: (typeof FORMS)[number]): Sources {
  const sources = typeof code === 'string' ? { 'index.mjs': code } : code;
  if (!format) return sources;
  const folder = mkdtempSync(join(tmpdir(), 'forms'));
  for (const [path, text] of Object.entries(sources)) writeFileSync(join(folder, path), text);
  const outfile = join(folder, 'out', format === 'cjs' ? 'index.cjs' : 'index.mjs');
  buildSync({
    entryPoints: [join(folder, Object.keys(sources)[0])],
    bundle: true,
    platform: 'node',
    format,
    minify,
    outfile,
    logLevel: 'error',
    external: ['@aws-sdk/*', 'aws-sdk', 'aws-sdk/*', 'aws-xray-sdk'],
  });
  const bundled = readFileSync(outfile, 'utf8');
  rmSync(folder, { recursive: true });
  return { [format === 'cjs' ? 'index.cjs' : 'index.mjs']: bundled };
}
