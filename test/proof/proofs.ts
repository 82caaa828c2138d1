import { exceptionFor } from './exceptions';
import { Grant, grantsOf, without } from './grants';
import { Stage } from './stage';

/** What was seen of one role: that it is enough, and that nothing of it is too much. */
export interface RoleProof {
  readonly stage: string;
  /** What went wrong with the role as it is: permissions that were denied, and what was thrown. */
  readonly insufficient: readonly string[];
  readonly granted: number;
  /** How many of the granted permissions the stage couldn't do without. */
  readonly necessary: number;
  /** Those that it could do without, though documentation asks for them. */
  readonly excused: readonly string[];
  /** Those that it could do without: the grant is too wide, or the workload doesn't do all that its features are for. */
  readonly unnecessary: readonly string[];
  /** Excuses that turned out to be none. */
  readonly unneededExcuses: readonly string[];
}

/** Runs a stage with its role as it is, and then once without each permission. */
export async function proveRole(stage: Stage): Promise<RoleProof> {
  await stage.reset();
  const { observations, error } = await stage.run(stage.policies());
  const insufficient = [
    ...observations.filter(({ allowed }) => !allowed).map(({ action, resource }) => `${action} on ${resource} was denied`),
    ...(error ? [`${error.name}: ${error.message}`] : []),
  ];
  const granted = grantsOf(stage.policies()).length;
  const unneeded: Grant[] = [];
  for (let index = 0; index < granted; index += 1) {
    await stage.reset(); // from here on streams have other ARNs than before
    const grant = grantsOf(stage.policies())[index];
    if (!await isNecessary(stage, grant)) unneeded.push(grant);
  }
  const pairs = grantsOf(stage.policies());
  return {
    stage: stage.name,
    insufficient,
    granted,
    necessary: granted - unneeded.length,
    excused: unneeded.filter(({ action }) => exceptionFor(stage.name, action)).map(describe),
    unnecessary: unneeded.filter(({ action }) => !exceptionFor(stage.name, action)).map(describe),
    unneededExcuses: [...new Set(pairs.map(({ action }) => action))]
      .filter((action) => exceptionFor(stage.name, action) && !unneeded.some((grant) => grant.action === action)),
  };
}

async function isNecessary(stage: Stage, grant: Grant): Promise<boolean> {
  const { observations } = await stage.run(without(stage.policies(), grant));
  return observations.some(({ action, allowed }) => !allowed && action === grant.action);
}

function describe({ action, resource }: Grant): string {
  return `${action} on ${resource}`;
}
