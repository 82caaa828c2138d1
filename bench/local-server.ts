/** A process that the benchmark of local access measures: an emulator with the tables of an app, or the endpoint before one. */
import type { Server } from 'http';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { ADMINISTRATOR } from '../src/local/callers';
import { listenOnLoopback } from '../src/local/emulators/loopback';
import { requireFromProject } from '../src/local/emulators/project-modules';
import { RunningApp } from '../src/local/running-app';

/** An order that the requests find. */
const ORDER = { customerId: { S: 'c' }, orderId: { S: '1' }, status: { S: 'PLACED' }, productId: { S: 'p' }, placedAt: { S: '2026' } };

async function main([role, assembly, emulator]: readonly string[]): Promise<void> {
  if (role === 'emulator') {
    const server = requireFromProject<(options: object) => Server>('dynalite')({ createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
    const url = `http://127.0.0.1:${await listenOnLoopback(server)}`;
    const { table, stop } = await startApp(assembly, url);
    stop();
    process.send!({ url, accessKeyId: 'local', table });
  } else {
    const { url, table } = await startApp(assembly, emulator);
    process.send!({ url, accessKeyId: 'Reader', table });
  }
  process.on('message', (what) => {
    if (what === 'heap') global.gc!();
    const { user, system } = process.cpuUsage();
    process.send!({ cpu: (user + system) / 1000, heap: process.memoryUsage().heapUsed });
  });
}

/** Runs an app with an order in its table. */
async function startApp(assembly: string, emulator: string): Promise<{ url: string; table: string; stop: () => void }> {
  const running = await RunningApp.start({ assembly, emulator });
  const { name: TableName, region } = running.app.assembly.tables[0];
  const client = new DynamoDBClient({ endpoint: running.url, region, credentials: { accessKeyId: ADMINISTRATOR, secretAccessKey: 'local' } });
  await client.send(new PutItemCommand({ TableName, Item: ORDER }));
  client.destroy();
  return { url: running.url, table: TableName, stop: () => running.stop() };
}

void main(process.argv.slice(2));
