import { listDynamoDbPermissions } from '../../features/feature-needs';
import { Permission } from '../../features/permission';
import { getIamType, isOnOwnTable } from '../../features/permission-types';
import { TableFeature } from '../../features/table-feature';

/** An action and the place of it, as text. If only transactions need the action, the text ends in their operation. */
export type FeaturePair = string;

/** These features need a second resource or other Regions, which statements on the table don't tell. */
const WITH_REQUIRED_OPTION = ['CHANGE_TABLE_KEY', 'EXPORT', 'IMPORT', 'KINESIS_STREAMING', 'REPLICAS', 'RESTORE', 'WITNESS'];
const SUGGESTED_FEATURES = Object.values(TableFeature).filter((value): value is TableFeature => value instanceof TableFeature)
  .filter(({ name }) => !WITH_REQUIRED_OPTION.includes(name));

/** Features as they are written, and the allowed actions that none of them needs. */
export interface ChosenFeatures {
  readonly features: readonly string[];
  readonly left: readonly string[];
}

export function makePair(action: string, place: string, operation = ''): FeaturePair {
  return `${action} on ${place}${operation && ` inside ${operation}`}`;
}

/** Chooses few features that need nothing but allowed actions. In each step it takes the feature that covers most of the rest. */
export function chooseFeatures(
  allowed: ReadonlySet<FeaturePair>, onAccount: readonly FeaturePair[], includesAccount: boolean, indexes: readonly string[],
): ChosenFeatures {
  const all = new Set([...allowed, ...onAccount]);
  const candidates = SUGGESTED_FEATURES.flatMap((feature) => listVariants(feature, all, indexes))
    .filter(({ pairs }) => pairs.length > 0 && pairs.every((each) => all.has(each)));
  const open = new Set(includesAccount ? all : allowed);
  const features: string[] = [];
  for (let best = findBest(candidates, open); best; best = findBest(candidates, open)) {
    for (const each of best.pairs) open.delete(each);
    features.push(best.written);
  }
  return { features: features.sort(), left: [...new Set([...open].filter((each) => allowed.has(each)).map((each) => each.split(' on ')[0]))] };
}

/** A feature with one index scope. */
interface FeatureVariant {
  readonly written: string;
  readonly pairs: readonly FeaturePair[];
}

/** Finds the variant that covers most of the open pairs. Of several, it takes the one with the fewest pairs. */
function findBest(candidates: readonly FeatureVariant[], open: ReadonlySet<FeaturePair>): FeatureVariant | undefined {
  const useful = candidates.map((variant) => ({ variant, gain: variant.pairs.filter((each) => open.has(each)).length }))
    .filter(({ gain }) => gain > 0);
  useful.sort((one, other) => other.gain - one.gain || one.variant.pairs.length - other.variant.pairs.length);
  return useful[0]?.variant;
}

/** Lists a feature with each index scope that may be covered. */
function listVariants(feature: TableFeature, allowed: ReadonlySet<FeaturePair>, indexes: readonly string[]): FeatureVariant[] {
  const permissions = listDynamoDbPermissions(feature).filter(isOnOwnTable);
  const indexActions = new Set(permissions.filter(isOnIndex).map(({ action }) => action));
  const movedToIndexes = permissions.filter(({ on, action }) => on !== 'table' || !indexActions.has(action));
  const listPairs = (some: readonly Permission[], names: readonly string[]) => some.flatMap((permission) => toPairs(permission, names));
  if (indexActions.size === 0) return [{ written: `${feature}`, pairs: listPairs(permissions, []) }];
  if (permissions.filter(isOnIndex).every(({ on }) => on === 'vector-index')) return [];
  const reached = indexes.filter((name) => [...indexActions].every((action) => allowed.has(makePair(action, `index ${name}`))));
  const variants = [{ written: feature, pairs: listPairs(permissions, indexes) }];
  if (indexes.length > 0) variants.push({ written: feature.onTable(), pairs: listPairs(permissions, []) });
  if (reached.length > 0 && reached.length < indexes.length) {
    variants.push({ written: feature.onIndexes(...reached), pairs: listPairs(movedToIndexes, reached) });
  }
  variants.push({ written: feature.onAnyIndex(), pairs: listPairs(movedToIndexes, ['*']) });
  return variants.map(({ written, pairs }) => ({ written: `${written}`, pairs }));
}

function isOnIndex(permission: Permission): boolean {
  return getIamType(permission) === 'index';
}

function toPairs(permission: Permission, indexes: readonly string[]): FeaturePair[] {
  const places = isOnIndex(permission) ? indexes.map((name) => `index ${name}`) : [permission.on];
  return places.map((place) => makePair(permission.action, place, permission.onlyIn));
}
