/**
 * Runs client libraries, those of LIBRARIES, with the permissions of its features, and once without each of them. Each must be
 * needed. Writes catalogue/client-runs.json, which the ordinary tests compare with the features. See docs/proof.md.
 */
import { execFile } from 'child_process';
import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { install } from './install';
import { Keys, Program, PROGRAMS } from './programs';
import { CLIENT_RUNS, ClientLibrary, ClientRun, LIBRARIES, RUNS_FILE } from '../../../catalogue/client-runs';
import { DynamoAccessRole, RoleLogs } from '../../../src';
import { recreateTables } from '../../../src/local/deployment/deploy';
import { endpointVariables, identityVariables } from '../../../src/local/deployment/environment';
import { LocalApp, readApp } from '../../../src/local/deployment/read-app';
import { Observation } from '../../../src/local/endpoint/caller';
import { LocalAws } from '../../../src/local/local-aws';
import { PolicyDocument } from '../../../src/policy/evaluate';
import { ENV, RECOMMENDED_FLAGS } from '../../support/app';
import { Grant, grantsOf, without } from '../grants';

const TIMEOUT = 60_000;

/** A library with its table and its role on loopback. */
class LibraryRun {
  private readonly app: LocalApp;
  private runs = 0;

  public constructor(private readonly aws: LocalAws, private readonly line: ClientLibrary, private readonly command: readonly string[]) {
    this.app = readApp(synthesize(line, PROGRAMS[line.library]));
  }

  /** The permissions of the library, each of which it needs. */
  public async prove(): Promise<ClientRun> {
    await recreateTables(this.aws, this.app);
    const policies = this.app.assembly.roles[0].policies.map(({ document }) => document!);
    const { failed, said, denied } = await this.run(policies);
    if (failed || denied.length > 0) throw new Error(`${this.line.library} failed: ${denied.map(describeDenial).join(', ')} ${said}`);
    for (const grant of grantsOf(policies)) await this.proveNecessary(policies, grant);
    const [{ arn }] = this.app.assembly.tables;
    const permissions = grantsOf(policies).map(({ action, resource }) => `${action} on ${resource.replace(arn, 'table')}`).sort();
    return { version: this.line.version, permissions };
  }

  private async proveNecessary(policies: readonly PolicyDocument[], grant: Grant): Promise<void> {
    await recreateTables(this.aws, this.app);
    const { denied } = await this.run(without(policies, grant));
    const isMissed = denied.some(({ action, resource }) => action === grant.action && resource === grant.resource);
    if (!isMissed) throw new Error(`${this.line.library} doesn't need ${grant.action} on ${grant.resource}`);
  }

  /** Runs the program with these policies and nothing else. Some libraries wait for what they were denied, so a denial ends the program. */
  private async run(policies: readonly PolicyDocument[]): Promise<{ failed: boolean; said: string; denied: readonly Observation[] }> {
    this.runs += 1;
    const accessKeyId = `${this.line.library} ${this.runs}`.replace(/\W/g, '-');
    const denied: Observation[] = [];
    const ended = new AbortController();
    const push = (...seen: Observation[]) => {
      denied.push(...seen.filter(({ allowed }) => !allowed));
      if (denied.length > 0) setTimeout(() => ended.abort(), 100);
    };
    const arn = `arn:aws:sts::${ENV.account}:assumed-role/library/run`;
    this.aws.endpoint.callers.set(accessKeyId, { arn, account: ENV.account, policies, observations: { push } });
    const env = {
      ...process.env,
      ...endpointVariables(this.aws.endpoint.url, {}),
      ...identityVariables(accessKeyId, ENV.region),
      TABLE: this.app.assembly.tables[0].name,
    };
    const [program, ...args] = this.command;
    return new Promise((resolve) => {
      execFile(program, args, { env, signal: ended.signal, timeout: TIMEOUT }, (error, stdout, stderr) =>
        resolve({ failed: error !== null, said: `${error?.message ?? ''} ${stdout} ${stderr}`, denied }));
    });
  }
}

function describeDenial({ action, resource }: Observation): string {
  return `${action} on ${resource} was denied`;
}

/** The folder of the assembly of a table and of a role with the features of a library. */
function synthesize({ features }: ClientLibrary, { keys, indexes = {}, types = {} }: Program): string {
  const app = new App({ context: RECOMMENDED_FLAGS, outdir: mkdtempSync(join(tmpdir(), 'library-')), analyticsReporting: false });
  const stack = new Stack(app, 'Library', { env: ENV });
  const makeKeys = ([partition, sort]: Keys) => {
    const [partitionKey, sortKey] = [partition, sort].map((name) => name && { name, type: types[name] ?? AttributeType.STRING });
    return { partitionKey: partitionKey || undefined!, sortKey: sortKey || undefined };
  };
  const table = new Table(stack, 'Table', makeKeys(keys));
  for (const [indexName, own] of Object.entries(indexes)) table.addGlobalSecondaryIndex({ indexName, ...makeKeys(own) });
  new DynamoAccessRole(stack, 'Access', { table, features: [...features], logs: RoleLogs.none() });
  return app.synth().directory;
}

async function main([part = '']: readonly string[]): Promise<void> {
  const aws = await LocalAws.start({ emulator: 'dynamodb-local' });
  const runs = { ...CLIENT_RUNS };
  try {
    for (const line of LIBRARIES.filter(({ library }) => library.includes(part))) {
      runs[line.library] = await new LibraryRun(aws, line, await install(PROGRAMS[line.library])).prove();
      console.log(`${line.library} ${line.version}: ${runs[line.library].permissions.length} permissions, each needed, 0 denials`);
    }
  } finally {
    aws.stop();
  }
  writeFileSync(RUNS_FILE, `${JSON.stringify(runs, undefined, 2)}\n`);
}

main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
