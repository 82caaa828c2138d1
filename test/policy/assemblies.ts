import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Assembly, AssemblyOptions, readAssembly } from '../../src/policy/read-assembly';
import { ENV } from '../support/app';

/** An app that writes its assembly into a folder of its own. */
export function newApp(flags: Record<string, unknown> = {}): App {
  return new App({ context: { ...flags }, analyticsReporting: false, outdir: mkdtempSync(join(tmpdir(), 'cdk.out')) });
}

/** Synthesizes an app, and reads what came out. */
export function read(app: App, options: Partial<AssemblyOptions> = {}): Assembly {
  return readAssembly(app.synth().directory, { ...ENV, partition: 'aws', ...options });
}

/** What an expression is resolved to where it stands in the policy of a role, and what of it couldn't be. */
export function resolved(
  expression: unknown,
  prepare: (stack: Stack) => void = () => undefined,
  options: Partial<AssemblyOptions> = {},
): { value: unknown; unresolved: Assembly['unresolved'] } {
  const app = newApp();
  const stack = new Stack(app, 'Stack');
  prepare(stack);
  new CfnResource(stack, 'Role', {
    type: 'AWS::IAM::Role',
    properties: { Policies: [{ PolicyName: 'Inline', PolicyDocument: expression }], AssumeRolePolicyDocument: {} },
  });
  const { roles, unresolved } = read(app, options);
  return { value: roles.find(({ origin }) => origin.logicalId === 'Role')!.policies[0].document, unresolved };
}
