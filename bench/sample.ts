/** One synthesis in a process of its own, as `cdk synth` makes one: prints what it took and what came out. */
import { mkdtempSync, rmSync, statSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { synthesize } from './synthesize';
import { WAYS, WayName } from './ways';

const [way, functions] = process.argv.slice(2);
const outdir = mkdtempSync(join(tmpdir(), 'bench'));
// what CDK and the way load when they are first used isn't synthesis
const warmup = mkdtempSync(join(tmpdir(), 'bench'));
synthesize(WAYS[way as WayName], 1, warmup);
rmSync(warmup, { recursive: true });
const before = process.cpuUsage();
const start = performance.now();
const assembly = synthesize(WAYS[way as WayName], Number(functions), outdir);
const wall = performance.now() - start;
const { user, system } = process.cpuUsage(before);

const resources = assembly.stacks.flatMap(({ template }) => Object.values<any>(template.Resources));
const documents = resources.flatMap(({ Type, Properties }) => [
  ...Type === 'AWS::IAM::Policy' || Type === 'AWS::IAM::ManagedPolicy' ? [Properties.PolicyDocument] : [],
  ...(Properties?.Policies ?? []).map(({ PolicyDocument }: any) => PolicyDocument),
]);
console.log(JSON.stringify({
  wall: wall / 1e3,
  seconds: (user + system) / 1e6,
  bytes: assembly.stacks.reduce((sum, { templateFullPath }) => sum + statSync(templateFullPath).size, 0),
  resources: resources.length,
  policyCharacters: documents.reduce((sum, document) => sum + JSON.stringify(document).length, 0),
}));
rmSync(outdir, { recursive: true });
