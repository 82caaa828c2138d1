import { Foreign, proveContainment } from './contained';
import { grantsOf, unlimited, without } from './grants';
import { Loopback } from './loopback';
import { proveRole } from './proofs';
import { WorkloadStage } from './stage';
import { Workload } from './workload';
import { WORKLOADS } from './workloads';
import { TableFeature } from '../../src';
import { PolicyDocument } from '../../src/policy/evaluate';

/** A stage with another role than the library makes. */
class AlteredStage extends WorkloadStage {
  public constructor(
    aws: Loopback, id: string, workload: Workload, private readonly alter: (policies: PolicyDocument[]) => PolicyDocument[],
  ) {
    super(aws, id, workload);
  }

  public policies(): PolicyDocument[] {
    return this.alter(super.policies());
  }
}

/** Whether the proofs notice roles that are too narrow, and roles that are too wide: what they failed to notice. */
export async function failedControls(aws: Loopback, foreign: Foreign): Promise<string[]> {
  const workload = WORKLOADS.find(({ name }) => name === `${TableFeature.READ_ITEM}`)!;
  const narrow = new AlteredStage(aws, 'Narrow', workload, (policies) => without(policies, grantsOf(policies)[0]));
  const wide = new AlteredStage(aws, 'Wide', workload, (policies) => [
    ...policies, { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: '*' } },
  ]);
  const limited = WORKLOADS.find(({ name }) => name === 'rows by their value')!;
  const boundless = new AlteredStage(aws, 'Boundless', limited, unlimited);
  const { insufficient } = await proveRole(narrow);
  const { unnecessary } = await proveRole(wide);
  const { breaches } = await proveContainment(aws, wide, foreign);
  const { limited: held, breaches: escapes } = await proveContainment(aws, boundless, foreign);
  return [
    ...(held > 0 && escapes.length === held ? [] : ['a role without the conditions on its rows passes for contained']),
    ...(insufficient.length === 0 ? ['a role without a permission that its workload needs passes for sufficient'] : []),
    ...(unnecessary.join() === 'dynamodb:PutItem on *' ? [] : [
      'a role with a permission that its workload does without passes for minimal',
    ]),
    ...(breaches.some((breach) => breach.startsWith('PutItemCommand')) ? [] : [
      'a role that may put items anywhere passes for contained',
    ]),
  ];
}
