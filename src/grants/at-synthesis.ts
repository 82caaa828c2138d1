import { Aspects, IAspect, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * Runs before the aspects that CDK and users apply without a priority or with the one for changing the tree: the policies
 * must be whole when CDK merges and splits them.
 */
const PRIORITY = 100;

const HOOKS = new WeakMap<Stage, SynthesisHook>();

/** One aspect a stage that completes what could not be known when it was declared. */
class SynthesisHook implements IAspect {
  private pending: (() => void)[] = [];

  public add(complete: () => void): void {
    this.pending.push(complete);
  }

  /** Every visit looks for work, because another aspect may have declared an access since the last one. */
  public visit(): void {
    while (this.pending.length > 0) this.pending.shift()!();
  }
}

/** Calls `complete` once, at the start of the synthesis of the scope's stage. */
export function atSynthesis(scope: IConstruct, complete: () => void): void {
  const stage = Stage.of(scope)!;
  let hook = HOOKS.get(stage);
  if (!hook) {
    hook = new SynthesisHook();
    HOOKS.set(stage, hook);
    Aspects.of(stage).add(hook, { priority: PRIORITY });
  }
  hook.add(complete);
}
