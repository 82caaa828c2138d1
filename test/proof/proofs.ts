import { excuseFor, excusesOf } from './exceptions';
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
  /** Excuses for what isn't granted, or turned out to be needed. */
  readonly unusedExcuses: readonly string[];
}

/** Runs a stage with its role as it is, and then once without each permission. */
export async function proveRole(stage: Stage): Promise<RoleProof> {
  await stage.reset();
  const { observations, error } = await stage.run(stage.policies());
  const insufficient = [
    ...observations.filter(({ allowed }) => !allowed).map(({ action, resource }) => `${action} on ${resource} was denied`),
    ...(error ? [`${error.name}: ${error.message}`] : []),
  ];
  const grants = grantsOf(stage.policies());
  const [necessary, unneeded]: [Grant[], Grant[]] = [[], []];
  for (const grant of grants) {
    await stage.reset();
    (await isNecessary(stage, grant) ? necessary : unneeded).push(grant);
  }
  const excuses = excusesOf(stage);
  const isExcused = (grant: Grant) => excuses.includes(excuseFor(stage, grant));
  const [needs, doesWithout] = [necessary, unneeded].map((those) => new Set(those.map((grant) => excuseFor(stage, grant))));
  return {
    stage: stage.name,
    insufficient,
    granted: grants.length,
    necessary: necessary.length,
    excused: unneeded.filter(isExcused).map(describe),
    unnecessary: unneeded.filter((grant) => !isExcused(grant)).map(describe),
    unusedExcuses: excuses.filter((excuse) => needs.has(excuse) || !doesWithout.has(excuse)),
  };
}

async function isNecessary(stage: Stage, grant: Grant): Promise<boolean> {
  const { observations } = await stage.run(without(stage.policies(), grant));
  return observations.some(({ action, allowed }) => !allowed && action === grant.action);
}

function describe({ action, resource }: Grant): string {
  return `${action} on ${resource}`;
}
