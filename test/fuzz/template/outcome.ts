import { rmSync } from 'fs';
import { App } from 'aws-cdk-lib';
import { Recipe, writeApp } from './apps';
import { findFaults, listErrorIds } from './judge';

/** What an app ends in: the ids of its errors, an error of CDK's own, or a template with its faults. */
export interface Outcome {
  readonly ids: string[];
  readonly faults: string[];
}

export function findOutcome(recipe: Recipe, outdir: string): Outcome {
  let changes: string[] = [];
  try {
    const app = writeApp(recipe, outdir);
    changes = app.changes;
    const artifact = (app.stack.node.root as App).synth().getStackByName('Stack');
    const warnings = artifact.messages.flatMap(({ entry }) => /cdk-dynamo-access:(\w+)/.exec(`${entry.data}`)?.[1] ?? []);
    // it's read when it's first asked for, from where the next one is written
    const { template } = artifact;
    const before = recipe.access === 'policy' ? synthesizeAlone(recipe, outdir) : undefined;
    const faults = findFaults(app, template, before, warnings).map((fault) => `${fault}, ${recipe.table} by ${recipe.access}: ${changes.join('; ')}`);
    return { ids: warnings, faults };
  } catch (error) {
    const ids = listErrorIds(error as Error);
    if (ids.length > 0) return { ids, faults: [] };
    const message = (error as Error).message.split('\n')[0];
    if (failsByItself(recipe, outdir)) return { ids: ['an error of CDK'], faults: [] };
    return { ids: [], faults: [`${(error as Error).name}: ${message}, ${recipe.table} by ${recipe.access}: ${changes.join('; ')} ${(error as Error).stack}`] };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** The template of an app without any access. */
function synthesizeAlone(recipe: Recipe, outdir: string): unknown {
  return (writeApp({ ...recipe, access: 'none' }, outdir).stack.node.root as App).synth().getStackByName('Stack').template;
}

/** Whether CDK refuses an app without any access: a property can't have that value. */
function failsByItself(recipe: Recipe, outdir: string): boolean {
  try {
    synthesizeAlone(recipe, outdir);
    return false;
  } catch {
    return true;
  }
}
