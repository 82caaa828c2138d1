/**
 * Measures what `enforce` adds to an emulator: the time and the processor time of a request, the requests of 20 clients, the start and the memory.
 *
 *     npm run bench:local [-- --requests 1000000]
 *
 * Requests to the emulator itself and to the endpoint before it take turns, so that a busy machine slows both.
 */
import { ChildProcess, fork, spawnSync } from 'child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'fs';
import { Agent, request } from 'http';
import { join } from 'path';
import { parseArgs } from 'util';
import { App } from 'aws-cdk-lib';
import { buildSync } from 'esbuild';
import { QuickstartStack } from '../examples/quickstart/quickstart-stack';

const ROOT = join(__dirname, '..');
const CLIENTS = 20;
/** How many requests are sent to one side before it is the other one's turn. */
const TURN = 100;
/** How many turns pass before the code that answers requests is compiled. */
const WARM_UP = 20;

/** A process of the benchmark that answers requests. */
interface Side {
  readonly name: string;
  readonly url: string;
  readonly accessKeyId: string;
  readonly table: string;
  readonly child: ChildProcess;
}

/** What a process used. */
interface Usage {
  /** Milliseconds. */
  readonly cpu: number;
  readonly heap: number;
}

const REQUESTS: Readonly<Record<string, (TableName: string) => object>> = {
  GetItem: (TableName) => ({ TableName, Key: { customerId: { S: 'c' }, orderId: { S: '1' } } }),
  Query: (TableName) => ({
    TableName,
    IndexName: 'byStatus',
    KeyConditionExpression: '#s = :s',
    ExpressionAttributeNames: { '#s': 'status' },
    ExpressionAttributeValues: { ':s': { S: 'PLACED' } },
  }),
};

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { requests: { type: 'string', default: '20000' } } });
  mkdirSync(join(ROOT, 'test-reports'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, 'test-reports', 'bench-'));
  try {
    const assembly = synthesizeQuickstart(join(folder, 'cdk.out'));
    const [server, cli] = ['bench/local-server.ts', 'src/cli/main.ts'].map((entry, index) => bundle(entry, join(folder, `${index}.cjs`)));
    measureStart(cli, assembly);
    const emulator = await startSide('emulator', server, ['emulator', assembly]);
    const endpoint = await startSide('endpoint', server, ['endpoint', assembly, emulator.url]);
    for (const operation of Object.keys(REQUESTS)) await measureLatency(operation, emulator, endpoint);
    await measureThroughput(emulator, endpoint);
    await measureMemory(endpoint, Number(values.requests));
    const whole = await startSide('endpoint with dynalite in its process', server, ['endpoint', assembly, 'dynalite']);
    await measureThroughput(emulator, whole);
    for (const { child } of [emulator, endpoint, whole]) child.kill();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function synthesizeQuickstart(outdir: string): string {
  const app = new App({ outdir, context: { 'aws:cdk:enable-path-metadata': true }, analyticsReporting: false });
  new QuickstartStack(app, 'Quickstart');
  return app.synth().directory;
}

/** Bundles a program, so that compiling it isn't measured. */
function bundle(entry: string, outfile: string): string {
  buildSync({ entryPoints: [join(ROOT, entry)], outfile, bundle: true, platform: 'node', logLevel: 'error', external: ['dynalite'] });
  return outfile;
}

/** The whole of `enforce` around a command that does nothing. */
function measureStart(cli: string, assembly: string): void {
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, [cli, 'enforce', assembly, '--emulator', 'dynalite', '--', process.execPath, '-e', ''], { cwd: ROOT, encoding: 'utf8' });
    if (status !== 0) throw new Error(`enforce ended with ${status}: ${stderr}`);
    return performance.now() - start;
  });
  const bare = Array.from({ length: 5 }, () => {
    const start = performance.now();
    spawnSync(process.execPath, ['-e', '']);
    return performance.now() - start;
  });
  report('start and end, with dynalite', `${(findQuantile(times, 0.5) / 1000).toFixed(2)} s (a bare Node.js: ${(findQuantile(bare, 0.5) / 1000).toFixed(2)} s)`, 'at most 2 s');
}

async function startSide(name: string, server: string, args: readonly string[]): Promise<Side> {
  const child = fork(server, args, { cwd: ROOT, execArgv: ['--expose-gc', '--no-warnings'] });
  const started = await new Promise<Pick<Side, 'url' | 'accessKeyId' | 'table'>>((resolve) => child.once('message', (message: any) => resolve(message)));
  return { name, child, ...started };
}

function askUsage({ child }: Side, what: 'cpu' | 'heap'): Promise<Usage> {
  const answer = new Promise<Usage>((resolve) => child.once('message', (message: any) => resolve(message)));
  child.send(what);
  return answer;
}

async function measureLatency(operation: string, direct: Side, through: Side): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times: [number[], number[]] = [[], []];
  const cpu = [0, 0];
  for (let turn = 0; turn < WARM_UP + 40; turn += 1) {
    for (const [index, side] of [direct, through].entries()) {
      const before = (await askUsage(side, 'cpu')).cpu;
      const taken = await timeRequests(agent, side, operation, TURN);
      if (turn < WARM_UP) continue;
      times[index].push(...taken);
      cpu[index] += (await askUsage(side, 'cpu')).cpu - before;
    }
  }
  agent.destroy();
  const quantiles = (quantile: number) => times.map((each) => findQuantile(each, quantile));
  for (const [quantile, name, limit] of [[0.5, 'median', 1], [0.99, 'p99', 5]] as const) {
    const [one, other] = quantiles(quantile);
    report(`${operation}, ${name}`, `${one.toFixed(2)} ms directly, ${other.toFixed(2)} ms enforced: ${(other - one).toFixed(2)} ms more, ${(other / one).toFixed(2)} times`, `at most ${limit} ms more`);
  }
  const [emulators, endpoints] = cpu.map((each) => each / times[0].length);
  report(`${operation}, processor time of the endpoint`, `${endpoints.toFixed(3)} ms a request (the emulator's: ${emulators.toFixed(3)} ms), ${(endpoints / emulators).toFixed(2)} times`, 'at most 0.5 ms');
}

async function measureThroughput(direct: Side, through: Side): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const rates: [number[], number[]] = [[], []];
  for (let turn = 0; turn < 10; turn += 1) {
    for (const [index, side] of [direct, through].entries()) {
      const start = performance.now();
      await Promise.all(Array.from({ length: CLIENTS }, () => timeRequests(agent, side, 'GetItem', TURN)));
      if (turn > 1) rates[index].push(CLIENTS * TURN * 1000 / (performance.now() - start));
    }
  }
  agent.destroy();
  const [one, other] = rates.map((each) => findQuantile(each, 0.5));
  report(`${CLIENTS} clients, ${through.name}`, `${one.toFixed(0)} requests/s directly, ${other.toFixed(0)} enforced: ${(other / one).toFixed(2)} times`, 'at least 1000');
}

async function measureMemory(side: Side, requests: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  await Promise.all(Array.from({ length: CLIENTS }, () => timeRequests(agent, side, 'GetItem', Math.ceil(requests / CLIENTS))));
  agent.destroy();
  report(`heap after ${requests} requests`, `${((await askUsage(side, 'heap')).heap / 1e6).toFixed(0)} MB`, 'less than 100 MB after a million');
}

/** How many milliseconds each of several requests takes, one after the other. */
async function timeRequests(agent: Agent, { url, accessKeyId, table }: Side, operation: string, count: number): Promise<number[]> {
  const body = JSON.stringify(REQUESTS[operation](table));
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `DynamoDB_20120810.${operation}`,
    'x-amz-date': '20260101T000000Z',
    'content-length': String(Buffer.byteLength(body)),
    'authorization': `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0`,
  };
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const start = performance.now();
    await sendRequest(agent, url, headers, body);
    times.push(performance.now() - start);
  }
  return times;
}

function sendRequest(agent: Agent, url: string, headers: Record<string, string>, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume().on('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`${url} answers with ${response.statusCode}`));
      });
    });
    outgoing.on('error', reject).end(body);
  });
}

function findQuantile(values: readonly number[], quantile: number): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length * quantile)];
}

function report(what: string, figure: string, limit: string): void {
  console.log(`${what.padEnd(46)} ${figure} [${limit}]`);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
