import { Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** By the scope that constructs have in common, as CDK climbs the tree anew whenever it's asked. */
const STAGES = new WeakMap<IConstruct, Stage>();

/** The stage, or the app, that a construct is in; an app is in none, and not to be asked for. */
export function findStage(construct: IConstruct): Stage {
  const scope = construct.node.scope!;
  const stage = STAGES.get(scope) ?? Stage.of(construct)!;
  STAGES.set(scope, stage);
  return stage;
}
