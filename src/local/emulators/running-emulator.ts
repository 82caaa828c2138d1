import { Emulator, EmulatorFailure } from './emulator';
import { HttpClient } from './http-client';

/** An emulator that somebody else runs, as DynamoDB Local in a container. It isn't stopped. */
export async function connectTo(url: string): Promise<Emulator> {
  const client = new HttpClient(url);
  const emulator: Emulator = {
    name: `the emulator at ${url}`,
    lacks: [],
    send: (target, body, database) => client.sendRequest(target, body, database).catch((error: Error) => {
      throw new EmulatorFailure(`the emulator at ${url} does not answer: ${error.message || (error as NodeJS.ErrnoException).code}`);
    }),
    stop: () => client.close(),
  };
  const { status } = await emulator.send('DynamoDB_20120810.ListTables', '{}', { owner: 'local', region: 'us-east-1' });
  if (status !== 200) throw new EmulatorFailure(`${url} is no emulator of DynamoDB; it answers ListTables with status ${status}`);
  return emulator;
}
