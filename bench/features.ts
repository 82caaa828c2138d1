/**
 * Measures how long the command `features` reads 100 functions of real size: bundles of esbuild with 60 modules each, plain and minified.
 * It counts the time of the processor, so that other work on the machine doesn't change the figures much.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { buildSync } from 'esbuild';
import { mountFiles, openCode } from '../src/code/files/code-files';
import { CODE_ROOT, readHandler } from '../src/code/read-handler';
import { resolveRequests } from '../src/code/requests/resolve-requests';

const FUNCTIONS = 100;
const MODULES = 60;

/** A module of an app: a class with a table of its own, and helpers around it. */
function writeModule(number: number): string {
  const helpers = Array.from({ length: 20 }, (_, index) => `
export function format${index}(item, options = {}) {
  const { prefix = '${number}-${index}', parts = [] } = options;
  if (!item || item.deleted) return undefined;
  const names = parts.filter((part) => part.length > ${index}).map((part) => \`\${prefix}#\${part.toLowerCase()}\`);
  return { ...item, names, key: [prefix, item.id].join('#'), at: new Date(item.at ?? 0).toISOString() };
}`).join('\n');
  return `import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
export class Store${number} {
  constructor(client) { this.client = client; this.table = process.env.TABLE_${number % 5}; }
  find(id) { return this.client.send(new GetCommand({ TableName: this.table, Key: { id } })); }
  save(item) { return this.client.send(new PutCommand({ TableName: this.table, Item: format0(item) })); }
  list(day) { return this.client.send(new QueryCommand({ TableName: this.table, IndexName: 'byDay', ExpressionAttributeValues: { ':day': day } })); }
}
${helpers}
`;
}

function writeHandler(used: readonly number[]): string {
  const modules = Array.from({ length: MODULES }, (_, index) => index);
  return `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
${modules.map((each) => `import { Store${each}, format1 as format${each} } from './module${each}.js';`).join('\n')}
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const stores = [${used.map((each) => `new Store${each}(client)`).join(', ')}];
const helpers = [${modules.map((each) => `format${each}`).join(', ')}];
export const handler = async (event) => {
  for (const store of stores) await store.save(await store.find(event.id));
  return helpers.map((format) => format(event));
};
`;
}

function bundle(folder: string, number: number, minify: boolean): string {
  const entry = join(folder, `handler${number}.js`);
  writeFileSync(entry, writeHandler([number % MODULES, (number * 7) % MODULES, (number * 13) % MODULES]));
  const outdir = join(folder, `function${number}`);
  buildSync({ entryPoints: { index: entry }, outdir, bundle: true, treeShaking: false, platform: 'node', minify, external: ['@aws-sdk/*'], logLevel: 'error' });
  return outdir;
}

function readTimed(asset: string): number {
  const { user: before } = process.cpuUsage();
  const { state, calls, unknown } = resolveRequests(readHandler(mountFiles([{ at: CODE_ROOT, files: openCode(asset) }]), { language: 'javascript', handler: 'index.handler' }));
  if (state !== 'complete' || calls.length === 0) throw new Error(`expected calls of ${asset}, got the state ${state}: ${JSON.stringify(unknown.slice(0, 3))}`);
  return (process.cpuUsage().user - before) / 1000;
}

const folder = mkdtempSync(join(tmpdir(), 'bench-features'));
for (let each = 0; each < MODULES; each++) writeFileSync(join(folder, `module${each}.js`), writeModule(each));
for (const minify of [false, true]) {
  const assets = Array.from({ length: FUNCTIONS }, (_, number) => bundle(folder, number, minify));
  const size = Math.round(statSync(join(assets[0], 'index.js')).size / 1000);
  const times = assets.map(readTimed).sort((one, other) => one - other);
  const total = times.reduce((sum, time) => sum + time, 0);
  console.log(`${minify ? 'minified' : 'plain'}, ${size} kB: median ${times[FUNCTIONS / 2].toFixed(0)} ms, ${FUNCTIONS} functions ${(total / 1000).toFixed(1)} s`);
}
rmSync(folder, { recursive: true });
