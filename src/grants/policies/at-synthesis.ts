import { Aspects, IAspect, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { whileSettled } from '../../resources/settled';
import { stageOf } from '../../resources/stage';

/**
 * Runs before the aspects that CDK and users apply without a priority or with the one for changing the tree: the policies
 * must be whole when CDK merges and splits them.
 */
const PRIORITY = 100;

/** What is done at synthesis: first whatever may still ask for permissions, then the writing of the policies. */
export type SynthesisPhase = 'ask' | 'write';

const hooksByStage = new WeakMap<Stage, SynthesisHook>();

/** One aspect a stage that completes what could not be known when it was declared. */
class SynthesisHook implements IAspect {
  private readonly pending: Record<SynthesisPhase, (() => void)[]> = { ask: [], write: [] };

  public add(phase: SynthesisPhase, complete: () => void): void {
    this.pending[phase].push(complete);
  }

  /** Every visit looks for work, because another aspect may have declared an access since the last one. */
  public visit(): void {
    if (this.pending.ask.length + this.pending.write.length === 0) return;
    whileSettled(() => {
      let next: (() => void) | undefined;
      while ((next = this.pending.ask.shift() ?? this.pending.write.shift())) next();
    });
  }
}

/** Calls `complete` once, at the start of the synthesis of the scope's stage. */
export function atSynthesis(scope: IConstruct, phase: SynthesisPhase, complete: () => void): void {
  const stage = stageOf(scope);
  let hook = hooksByStage.get(stage);
  if (!hook) {
    hook = new SynthesisHook();
    hooksByStage.set(stage, hook);
    Aspects.of(stage).add(hook, { priority: PRIORITY });
  }
  hook.add(phase, complete);
}
