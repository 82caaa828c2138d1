import { Aspects, IAspect, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { whileSettled } from '../../resources/settled';

/**
 * The policies must be complete when CDK merges and splits them. This priority is before the default priority and the priority of
 * aspects that change the tree.
 */
const PRIORITY = 100;

/** The phases of synthesis: first constructs add requests for permissions, then the library writes the policies. */
export type SynthesisPhase = 'collect' | 'write';

const hooksByStage = new WeakMap<Stage, SynthesisHook>();

/** An aspect, one a stage, that does the work which needs the complete app. */
class SynthesisHook implements IAspect {
  private readonly pending: Record<SynthesisPhase, (() => void)[]> = { collect: [], write: [] };
  private failure?: { readonly error: unknown };

  public schedule(phase: SynthesisPhase, complete: () => void): void {
    this.pending[phase].push(complete);
  }

  /** Looks for work at every visit, because another aspect may have declared an access since the last one. */
  public visit(): void {
    // the work that failed, and what comes after it, is missing in a second synthesis too
    if (this.failure) throw this.failure.error;
    if (this.pending.collect.length + this.pending.write.length === 0) return;
    try {
      whileSettled(() => this.work());
    } catch (error) {
      this.failure = { error };
      throw error;
    }
  }

  private work(): void {
    let next: (() => void) | undefined;
    while ((next = this.pending.collect.shift() ?? this.pending.write.shift())) next();
  }
}

/** Calls `complete` once, when the synthesis of the scope's stage begins. */
export function atSynthesis(scope: IConstruct, phase: SynthesisPhase, complete: () => void): void {
  const stage = Stage.of(scope)!;
  let hook = hooksByStage.get(stage);
  if (!hook) {
    hook = new SynthesisHook();
    hooksByStage.set(stage, hook);
    Aspects.of(stage).add(hook, { priority: PRIORITY });
  }
  hook.schedule(phase, complete);
}
