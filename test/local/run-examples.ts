/**
 * Runs the examples under their own permissions, with real clients: all that their functions do is allowed, and once a feature is taken
 * from a role, the run fails and names function, table and action. `record` gives the features that they declare, or parts of these.
 */
import { App } from 'aws-cdk-lib';
import { EXAMPLE_RUNS, ExampleRun, invoking } from './example-runs';
import { describeTableAction, listFeatureActions, NO_INDEXES } from '../../src/features/find-features';
import { LocalClient } from '../../src/local';
import { LocalIdentity } from '../../src/local/deployment/identities';
import { describeEnvironments } from '../../src/local/environments-file';
import { Mode } from '../../src/local/run-options';
import { RunningApp } from '../../src/local/running-app';
import { DeclaredFeatures, findDeclared } from '../../src/local/summary/declared-features';
import { summarizeRecorded } from '../../src/local/summary/recorded-features';
import { summarize } from '../../src/local/summary/summarize';
import { PolicyDocument } from '../../src/policy/evaluate';
import { readTablePart } from '../../src/policy/table-part';
import { grantsOf, without } from '../proof/grants';
import { newExampleApp } from '../support/example';

const [part = ''] = process.argv.slice(2);
let failures = 0;

function fail(failure: string): void {
  failures += 1;
  console.log(`FAILED ${failure}`);
}

async function main(): Promise<void> {
  for (const each of EXAMPLE_RUNS.filter(({ example }) => example.includes(part))) {
    const app: App = newExampleApp(each.example);
    each.stacks(app);
    const { directory } = app.synth();
    const features = await runWhole(each, directory);
    const noticed = await removeFeatures(each, directory);
    await compareRecorded(each, directory);
    console.log(`${each.example.padEnd(20)} ${features} features declared, ${noticed} removed and noticed`);
  }
  process.exitCode = failures === 0 ? 0 : 1;
}

async function runExample<T>(
  { example, simple, run }: ExampleRun,
  assembly: string,
  mode: Mode,
  change: (running: RunningApp) => void,
  read: (running: RunningApp, error?: Error) => T,
): Promise<T> {
  const running = await RunningApp.start({ assembly, mode, emulator: simple ? 'dynalite' : 'dynamodb-local' });
  try {
    change(running);
    const local = new LocalClient(describeEnvironments(running));
    const error = await run(invoking(local, example), local).then(() => undefined, (thrown) => thrown as Error);
    return read(running, error);
  } finally {
    running.stop();
  }
}

/** Everything is allowed that the functions do. */
function runWhole(each: ExampleRun, assembly: string): Promise<number> {
  return runExample(each, assembly, 'enforce', () => undefined, (running, error) => {
    if (error) fail(`${each.example}: ${error.stack}`);
    const { functions, errors, refused } = summarize(running);
    for (const { name, denied } of functions) {
      denied.forEach(({ action, resource }) => fail(`${each.example}: ${name} was denied ${action} on ${resource}`));
    }
    [...errors, ...Object.keys(refused)].forEach((problem) => fail(`${each.example}: ${problem}`));
    return listFeatures(running).length;
  });
}

interface RoleFeature {
  readonly identity: LocalIdentity;
  readonly declared: DeclaredFeatures;
  readonly feature: string;
}

function listFeatures({ identities, app }: RunningApp): RoleFeature[] {
  return identities.flatMap((identity) => findDeclared(app, identity.role).filter(({ arns }) => arns.length > 0).flatMap((declared) =>
    declared.features.map((feature) => ({ identity, declared, feature }))));
}

/** Without any one feature of a role, the run is denied something that the feature is for. */
async function removeFeatures(each: ExampleRun, assembly: string): Promise<number> {
  const count = await runExample({ ...each, run: async () => undefined }, assembly, 'enforce', () => undefined, (running) => listFeatures(running).length);
  for (let index = 0; index < count; index += 1) {
    await runExample(each, assembly, 'soft', (running) => removeFeature(running, listFeatures(running)[index]), (running) => {
      const { identity, declared, feature } = listFeatures(running)[index];
      const denied = summarize(running).functions.find(({ name }) => name === identity.name)?.denied ?? [];
      const table = running.remedies.nameResource(declared.arns[0]);
      const own = listOwnActions(declared, feature);
      if (!denied.some(({ action, resource }) => own.some((use) => use.startsWith(`${action} `)) && (resource === '*' || resource.split('/')[0] === table))) {
        fail(`${each.example}: ${identity.name} without ${feature} on ${table} was denied ${JSON.stringify(denied)}`);
      }
    });
  }
  return count;
}

/** The actions on the table that no other feature allows. */
function listOwnActions({ features, indexes }: DeclaredFeatures, feature: string): string[] {
  const listTexts = (each: string) => (listFeatureActions(each, indexes ?? NO_INDEXES) ?? []).map(describeTableAction);
  const others = features.filter((each) => each !== feature).flatMap(listTexts);
  return listTexts(feature).filter((text) => !others.includes(text));
}

function removeFeature({ aws }: RunningApp, { identity, declared, feature }: RoleFeature): void {
  const own = listOwnActions(declared, feature).map((text) => text.replace(/ inside .*/, ''));
  const isOwn = (action: string, resource: string) => {
    const named = readTablePart(resource);
    const { on, index } = named ?? { on: 'account' };
    return (!named || declared.arns.includes(named.table)) && own.includes(describeTableAction({ action, on, index }));
  };
  let policies: readonly PolicyDocument[] = identity.policies;
  for (;;) {
    const grant = grantsOf(policies).find(({ action, resource }) => isOwn(action, resource));
    if (!grant) break;
    policies = without(policies, grant);
  }
  for (const key of [identity.name, `${identity.name}.client`]) aws.endpoint.callers.set(key, { ...aws.endpoint.callers.get(key)!, policies });
  aws.roles.set(identity.role.arn, { ...aws.roles.get(identity.role.arn)!, policies });
}

/** The recorded features are those that are declared, or parts of these, and nothing that is declared is without use. */
async function compareRecorded(each: ExampleRun, assembly: string): Promise<void> {
  await runExample(each, assembly, 'record', () => undefined, (running) => {
    for (const { name, tables } of summarizeRecorded(running).functions) {
      for (const { table, missing, unused } of tables) {
        if (unused.length > 0) fail(`${each.example}: record found no use of ${unused.join(', ')} on ${table} by ${name}`);
        if (missing.length > 0) fail(`${each.example}: record found ${missing.join(', ')} on ${table} for ${name}, which nothing declares`);
      }
    }
  });
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
