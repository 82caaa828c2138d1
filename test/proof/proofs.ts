import { excuseFor, excusesOf } from './exceptions';
import { Grant, grantsOf, without } from './grants';
import { Outcome } from './loopback';
import { Stage } from './stage';
import { PolicyDocument } from '../../src/policy/evaluate';

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

/** Runs a stage with its role as it is, and then once without each permission, also of those that another account gives it. */
export async function proveRole(stage: Stage): Promise<RoleProof> {
  await stage.reset();
  const { observations, error } = await stage.run(stage.policies());
  const insufficient = [
    ...observations.filter(({ allowed }) => !allowed).map(({ action, resource }) => `${action} on ${resource} was denied`),
    ...(error ? [`${error.name}: ${error.message}`] : []),
  ];
  const [necessary, unneeded]: [Grant[], Grant[]] = [[], []];
  for (const grant of grantsOf(stage.policies())) {
    await stage.reset();
    const outcome = await stage.run(without(stage.policies(), grant));
    (isMissed(grant, outcome) ? necessary : unneeded).push(grant);
  }
  for (const [owned, document] of stage.ownersPolicies()) {
    for (const grant of grantsOf([document]).filter((each) => namesRole(document, each, stage))) {
      await stage.reset();
      const outcome = await stage.runWithPolicyOf(owned, without([document], grant)[0]);
      (isMissed(grant, outcome) ? necessary : unneeded).push({ ...grant, resource: `${grant.resource} by the policy of ${owned}` });
    }
  }
  const excuses = excusesOf(stage);
  const isExcused = (grant: Grant) => excuses.includes(excuseFor(stage, grant));
  const [needs, doesWithout] = [necessary, unneeded].map((those) => new Set(those.map((grant) => excuseFor(stage, grant))));
  return {
    stage: stage.name,
    insufficient,
    granted: necessary.length + unneeded.length,
    necessary: necessary.length,
    excused: unneeded.filter(isExcused).map(describe),
    unnecessary: unneeded.filter((grant) => !isExcused(grant)).map(describe),
    unusedExcuses: excuses.filter((excuse) => needs.has(excuse) || !doesWithout.has(excuse)),
  };
}

/** Whether somebody was denied what this grant had allowed. */
function isMissed(grant: Grant, { observations }: Outcome): boolean {
  return observations.some(({ action, allowed }) => !allowed && action === grant.action);
}

/** Whether a grant in the policy of a resource is the role's, and not what the owner keeps. */
function namesRole({ Statement }: PolicyDocument, { statement }: Grant, { roleName }: Stage): boolean {
  return JSON.stringify([Statement].flat()[statement]).includes(`:role/${roleName}"`);
}

function describe({ action, resource }: Grant): string {
  return `${action} on ${resource}`;
}
