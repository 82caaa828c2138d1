import { Emulated, Emulator } from './emulator';
import { EmulatorProcess } from './emulator-process';

const NAME = 'dynalite';

/** What it answers before it is done. */
const CHANGES = /\.(Create|Update|Delete)Table$/;

/**
 * dynalite, which needs no Java: items and tables, but no transactions, PartiQL, streams and times to live.
 *
 * @see https://github.com/architect/dynalite
 */
export async function startDynalite(): Promise<Emulator> {
  const atOnce = ['create', 'update', 'delete'].flatMap((change) => [`--${change}TableMs`, '0']);
  const dynalite = await EmulatorProcess.start(NAME, (port) => [
    process.execPath, require.resolve('dynalite/cli.js'), '--host', '127.0.0.1', '--port', port, ...atOnce,
  ]);
  return {
    name: NAME,
    lacks: [
      'BatchExecuteStatement', 'DescribeStream', 'ExecuteStatement', 'ExecuteTransaction', 'GetRecords', 'GetShardIterator',
      'ListStreams', 'TransactGetItems', 'TransactWriteItems', 'UpdateTimeToLive',
    ],
    send: async (target, body) => {
      const answer = await dynalite.send(target, body);
      if (answer.status === 200 && CHANGES.test(target)) await settled(dynalite, JSON.parse(body).TableName);
      return answer;
    },
    stop: () => dynalite.stop(),
  };
}

/** Waits until a table is there, or gone. */
async function settled(dynalite: EmulatorProcess, TableName: string): Promise<void> {
  const status = ({ body }: Emulated) => JSON.parse(body).Table?.TableStatus ?? 'GONE';
  while (!['ACTIVE', 'GONE'].includes(status(await dynalite.send('DynamoDB_20120810.DescribeTable', JSON.stringify({ TableName }))))) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
