import { CfnResource } from 'aws-cdk-lib';
import { AccountPrincipal, IPrincipal } from 'aws-cdk-lib/aws-iam';
import { CROSS_ACCOUNT_ACTIONS } from '../features/cross-account';
import { TableFeature } from '../features/table-feature';

/** What the resource policies that the app writes for a table allow. */
interface Cover {
  readonly principals: readonly IPrincipal[];
  readonly features: readonly TableFeature[];
}

const COVERS = new WeakMap<CfnResource, Cover[]>();

/** Records what a resource policy allows, for the identity policies that need it. */
export function recordCover(declaration: CfnResource, cover: Cover): void {
  COVERS.set(declaration, [...COVERS.get(declaration) ?? [], cover]);
}

/** Whether resource policies of the app allow a principal of another account all that such policies can of its features. */
export function isCovered(declaration: CfnResource | undefined, principal: IPrincipal, features: readonly TableFeature[]): boolean {
  const covers = (declaration && COVERS.get(declaration)) ?? [];
  const allowed = new Set(covers.filter(({ principals }) => principals.some((each) => includes(each, principal)))
    .flatMap((cover) => cover.features).flatMap(actionsOf));
  return features.flatMap(actionsOf).every((action) => allowed.has(action));
}

/** An account stands for all of its principals. */
function includes(principal: IPrincipal, other: IPrincipal): boolean {
  return principal === other || (principal instanceof AccountPrincipal && principal.accountId === other.principalAccount);
}

function actionsOf(feature: TableFeature): string[] {
  return feature._permissions.map(({ action }) => action).filter((action) => CROSS_ACCOUNT_ACTIONS.has(action));
}
