/**
 * Synthesizes the examples, and the apps beside them, each into a folder of its name in the one that is given,
 * as the AWS CDK CLI has them do it, and writes beside each assembly what cdk-nag finds.
 */
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { NAG_FILE, nagFindings } from './cdk-nag';
import { FaultsStack } from './faults';
import { GrantsStack, SolutionsConstructsStack } from './other-ways';
import { EXAMPLE_NAMES, EXAMPLES, FAULTS, QUICKSTART, WITH_GRANTS, WITH_SOLUTIONS_CONSTRUCTS } from '../../catalogue/rule-pack-apps';
import '../support/quiet';

/** The surroundings that the CLI gives the app of an example: it then synthesizes itself at the end of the process. */
function surround(example: string, name: string): void {
  const { context } = JSON.parse(readFileSync(join(EXAMPLES, example, 'cdk.json'), 'utf8'));
  process.env.CDK_OUTDIR = join(process.argv[2], name);
  process.env.CDK_CONTEXT_JSON = JSON.stringify({ ...context, 'aws:cdk:enable-path-metadata': true, 'aws:cdk:disable-version-reporting': true });
  process.chdir(join(EXAMPLES, example));
}

async function main(): Promise<void> {
  process.setMaxListeners(0); // each app waits for the end
  const { synth } = App.prototype;
  App.prototype.synth = function (options) {
    const assembly = synth.call(this, options);
    writeFileSync(join(assembly.directory, NAG_FILE), JSON.stringify(nagFindings(this)));
    return assembly;
  };
  for (const name of EXAMPLE_NAMES) {
    surround(name, name);
    await import(join(EXAMPLES, name, 'app.ts'));
  }
  const others = { [WITH_GRANTS]: GrantsStack, [WITH_SOLUTIONS_CONSTRUCTS]: SolutionsConstructsStack, [FAULTS]: FaultsStack };
  for (const [name, OtherStack] of Object.entries(others)) {
    surround(QUICKSTART, name);
    new OtherStack(new App(), 'Quickstart');
  }
}

void main();
