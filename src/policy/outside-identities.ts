import { AttachedPolicy, Attachment, identifyHolder, OutsideIdentity } from './identity-records';
import { World } from './stack-values';
import { toList } from '../values/json-values';
import { groupBy } from '../values/lists';

/** Stands for the policies that the identity has outside of the app. */
const OTHER_POLICIES: AttachedPolicy = { name: 'any policy outside of the app', recordedAccesses: [] };

/**
 * Lists the identities outside of the app that have policies of the app: those that policies name, and for each managed policy that the
 * app attaches to nothing, whoever has it.
 *
 * @param isDeclared tells whether the app declares the identity that a policy is attached to
 */
export function listOutsideIdentities(
  attachments: readonly Attachment[], unattached: readonly AttachedPolicy[], isDeclared: (holder: string) => boolean,
): OutsideIdentity[] {
  const named = attachments.filter((each) => each.name !== undefined && !isDeclared(identifyHolder(each)));
  return [
    ...[...groupBy(named, identifyHolder).values()].map(([first, ...others]) => makeIdentity(first, [first, ...others].map(({ policy }) => policy))),
    ...unattached.map((policy): OutsideIdentity => {
      const [, , , , account] = policy.arn!.split(':');
      return { kind: 'principal', origin: policy.origin!, name: policy.name, arn: policy.arn!, account, policies: [policy] };
    }),
  ];
}

function makeIdentity({ kind, name, account, partition }: Attachment, policies: readonly AttachedPolicy[]): OutsideIdentity {
  const lower = kind.toLowerCase() as Lowercase<typeof kind>;
  const arn = `arn:${partition}:iam::${account}:${lower}/${name}`;
  const [{ origin }] = policies;
  return { kind: lower, origin: { ...origin!, constructPath: arn }, name: name!, arn, account, policies: [...policies, OTHER_POLICIES] };
}

/** Records as unknown the policies that may be attached to any identity, with their contents. */
export function noteUnknownHolders(world: World, attachments: readonly Attachment[]): void {
  for (const { kind, name, uncertain, policy: { origin, document } } of attachments) {
    if (name !== undefined) continue;
    const [path] = [...toList(uncertain).filter((each) => each.includes('.Properties.')), `${origin!.stack}/${origin!.logicalId}.Properties.${kind}s`];
    world.unresolved.push({ path, expression: undefined, content: document, problem: `the policy may be attached to any ${kind.toLowerCase()}` });
  }
}
