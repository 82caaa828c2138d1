/** One synthesis in a process of its own, as `cdk synth` makes one: prints what it took and what came out of it. */
import { mkdtempSync, rmSync, statSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { policiesOf } from './policies';
import { newApp } from './synthesize';
import { WayName, WAYS } from './ways';

/** What a synthesis took, and what came out of it. */
export interface Sample {
  readonly seconds: number;
  readonly templateBytes: number;
  readonly resources: number;
  readonly policyCharacters: number;
}

function take(way: WayName, functions: number): Sample {
  const outdir = mkdtempSync(join(tmpdir(), 'bench'));
  try {
    const start = performance.now();
    const { stacks } = newApp(WAYS[way], functions, outdir).synth();
    const seconds = (performance.now() - start) / 1000;
    const resources = stacks.flatMap(({ template }) => Object.values<any>(template.Resources));
    return {
      seconds,
      templateBytes: stacks.reduce((sum, { templateFullPath }) => sum + statSync(templateFullPath).size, 0),
      resources: resources.length,
      policyCharacters: policiesOf(resources).reduce((sum, { document }) => sum + JSON.stringify(document).length, 0),
    };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

const [way, functions] = process.argv.slice(2);
// what is loaded when it is first used isn't synthesis: the time of imports is measured apart
take(way as WayName, 1);
console.log(JSON.stringify(take(way as WayName, Number(functions))));
