import { readFileSync } from 'fs';
import { Environments, LocalClient } from './local-client';
import { workerSpace } from './worker-space';
import { formatCallerKey } from '../endpoint/caller-key';
import { ENVIRONMENTS_VARIABLE } from '../environments-file';

/** The environments with access keys that lead to tables of a space. */
function inSpace({ nobody, environments, ...others }: Environments, space: string | undefined): Environments {
  const change = (variables: Environments['nobody']) =>
    ({ ...variables, AWS_ACCESS_KEY_ID: formatCallerKey({ name: variables.AWS_ACCESS_KEY_ID, space }) });
  return {
    ...others,
    space,
    nobody: change(nobody),
    environments: Object.fromEntries(Object.entries(environments).map(([name, variables]) => [name, change(variables)])),
  };
}

/** The app that `cdk-dynamo-access enforce` runs around this process. */
export function connect(): LocalClient {
  const file = process.env[ENVIRONMENTS_VARIABLE];
  if (file === undefined) throw new Error(`${ENVIRONMENTS_VARIABLE} is not set; expected to run inside of 'npx cdk-dynamo-access enforce -- COMMAND'`);
  return new LocalClient(inSpace(JSON.parse(readFileSync(file, 'utf8')), workerSpace()));
}
