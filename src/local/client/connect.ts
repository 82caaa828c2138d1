import { readFileSync } from 'fs';
import { LocalClient } from './local-client';
import { ENVIRONMENTS_VARIABLE } from '../environments-file';

/** The app that `cdk-dynamo-access enforce` runs around this process. */
export function connect(): LocalClient {
  const file = process.env[ENVIRONMENTS_VARIABLE];
  if (file === undefined) throw new Error(`${ENVIRONMENTS_VARIABLE} is not set; expected to run inside of 'npx cdk-dynamo-access enforce -- COMMAND'`);
  return new LocalClient(JSON.parse(readFileSync(file, 'utf8')));
}
