import { Environments } from './client/local-client';
import { RunningApp } from './running-app';
import { getConstructPath } from '../policy/assembly-resources';
import { shortestNames } from './deployment/shortest-names';

/** The variable that names the file with the environments of all functions. */
export const ENVIRONMENTS_VARIABLE = 'CDK_DYNAMO_ACCESS_ENVIRONMENTS';

/** The environments of all functions, for tests that act as several of them. */
export function describeEnvironments(running: RunningApp): Environments {
  const withStream = running.app.assembly.tables.filter(({ stream }) => stream !== undefined);
  const names = shortestNames([...new Set(withStream.map(({ origin }) => getConstructPath(origin)))]);
  return {
    url: running.url,
    nobody: running.variables,
    environments: Object.fromEntries(running.identities.map(({ name }) => [name, running.describeEnvironment(name).variables])),
    streams: Object.fromEntries([...withStream].reverse().map(({ origin, stream, region }) =>
      [names.get(getConstructPath(origin))!, { arn: stream!, region }])),
  };
}
