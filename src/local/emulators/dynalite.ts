import { Server } from 'http';
import { Database, Emulated, Emulator, EmulatorFailure } from './emulator';
import { HttpClient } from './http-client';
import { listenOnLoopback } from './loopback';
import { requireFromProject } from './project-modules';

const NAME = 'dynalite';

/** The operations that it answers before they are done. */
const CHANGES = /\.(Create|Update|Delete)Table$/;

/** Makes a server, which holds one database. */
type Dynalite = (options: Readonly<Record<string, unknown>>) => Server;

/**
 * dynalite, in this process. It needs no Java and has items and tables, but no transactions, PartiQL, streams and times to live.
 *
 * @see https://github.com/architect/dynalite
 */
export async function startDynalite(): Promise<Emulator> {
  const dynalite: Dynalite = requireFromProject(NAME);
  const databases = new Map<string, Promise<{ client: HttpClient; server: Server }>>();
  const open = (database: Database) => {
    const key = `${database.owner}/${database.region}`;
    const opened = databases.get(key) ?? listen(dynalite);
    databases.set(key, opened);
    return opened;
  };
  let stopped = false;
  return {
    name: NAME,
    lacks: [
      'BatchExecuteStatement', 'DescribeStream', 'ExecuteStatement', 'ExecuteTransaction', 'GetRecords', 'GetShardIterator',
      'ListStreams', 'TransactGetItems', 'TransactWriteItems', 'UpdateTimeToLive',
    ],
    send: async (target, body, database) => {
      if (stopped) throw new EmulatorFailure(`${NAME} was stopped`);
      const { client } = await open(database);
      const answer = await client.sendRequest(target, body, database);
      if (answer.status === 200 && CHANGES.test(target)) await settled(client, JSON.parse(body).TableName, database);
      return answer;
    },
    stop: () => {
      stopped = true;
      for (const opened of databases.values()) {
        void opened.then(({ client, server }) => {
          client.close();
          server.close();
          server.closeAllConnections();
        });
      }
    },
  };
}

async function listen(dynalite: Dynalite): Promise<{ client: HttpClient; server: Server }> {
  const server = dynalite({ createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
  const port = await listenOnLoopback(server);
  server.unref();
  return { server, client: new HttpClient(`http://127.0.0.1:${port}`) };
}

/** Waits until a table is there, or gone. */
async function settled(client: HttpClient, TableName: string, database: Database): Promise<void> {
  const status = ({ body }: Emulated) => JSON.parse(body).Table?.TableStatus ?? 'GONE';
  while (!['ACTIVE', 'GONE'].includes(status(await client.sendRequest('DynamoDB_20120810.DescribeTable', JSON.stringify({ TableName }), database)))) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
