import { describeUse, TableUse } from './table-uses';
import { Permission } from '../../features/permission';
import { TableFeature } from '../../features/table-feature';

/** The features of the library, by their names. */
const FEATURES = Object.values(TableFeature).filter((value): value is TableFeature => value instanceof TableFeature);

/** The places that belong to a table; other places of features are other resources. */
const OWN_PLACES: readonly string[] = ['table', 'index', 'vector-index', 'stream', 'backup', 'export', 'import', 'account'];

/** A feature as it is written, with the uses of one table that it allows. */
interface Variant {
  readonly written: string;
  readonly uses: readonly string[];
  readonly size: number;
}

/**
 * The fewest features that allow these uses of a table: first those that allow nothing else, the largest before others; then, for uses
 * that only larger features allow, the smallest of these.
 *
 * @param indexes the names of the indexes that the table declares
 */
export function findFeatures(uses: readonly TableUse[], indexes: readonly string[]): string[] {
  const used = new Set(uses.map(describeUse));
  // what is done outside of a transaction too needs no feature for the transaction
  for (const use of uses) if (use.inside && used.has(describeUse({ ...use, inside: undefined }))) used.delete(describeUse(use));
  const variants = FEATURES.flatMap((feature) => listFeatureVariants(feature, used, indexes)).filter((each) => each.uses.length > 0);
  const exact = variants.filter((each) => each.uses.every((use) => used.has(use)));
  const chosen = chooseGreedily(used, exact);
  const open = new Set([...used].filter((use) => !chosen.some((each) => each.uses.includes(use))));
  chosen.push(...chooseGreedily(open, variants));
  return withoutRedundant(chosen).map(({ written }) => written).sort();
}

/** The uses that features, as they are written, allow on a table that declares these indexes. Features of the app's own are not known. */
export function readFeatures(written: readonly string[], indexes: readonly string[]): Map<string, readonly string[] | undefined> {
  return new Map(written.map((each) => {
    const [, name, reach, named] = /^(\w+)(?:\.(onTable|onIndexes|onAnyIndex)\((.*)\))?$/.exec(each) ?? [];
    const feature = FEATURES.find((known) => known.name === name);
    if (!feature) return [each, undefined];
    if (reach === 'onTable') return [each, listUses(feature, [], true)];
    if (reach === 'onIndexes') return [each, listUses(feature, named.split(', ').map((index) => index.slice(1, -1)), false)];
    return [each, listUses(feature, indexes, reach === undefined)];
  }));
}

function chooseGreedily(wanted: ReadonlySet<string>, variants: readonly Variant[]): Variant[] {
  const open = new Set(wanted);
  const chosen: Variant[] = [];
  while (open.size > 0) {
    const gain = ({ uses }: Variant) => uses.filter((use) => open.has(use)).length;
    const [best] = variants.filter((each) => gain(each) > 0)
      .sort((one, other) => gain(other) - gain(one) || one.uses.length - other.uses.length || one.size - other.size);
    if (!best) break;
    best.uses.forEach((use) => open.delete(use));
    chosen.push(best);
  }
  return chosen;
}

function withoutRedundant(chosen: readonly Variant[]): Variant[] {
  return chosen.reduce<readonly Variant[]>((left, each) => {
    const others = left.filter((other) => other !== each);
    if (each.uses.every((use) => others.some((other) => other.uses.includes(use)))) return others;
    return left;
  }, chosen).slice();
}

/** A feature with the parts of the table that it may reach. */
function listFeatureVariants(feature: TableFeature, used: ReadonlySet<string>, indexes: readonly string[]): Variant[] {
  const variant = (written: TableFeature, reached: readonly string[], table: boolean): Variant =>
    ({ written: `${written}`, uses: listUses(feature, reached, table), size: feature._permissions.length });
  const onIndexes = feature._permissions.filter(({ on }) => on === 'index');
  if (onIndexes.length === 0 || indexes.length === 0) return [variant(feature, indexes, true)];
  const reached = indexes.filter((index) => onIndexes.some(({ action }) => used.has(describeUse({ action, place: `index ${index}` }))));
  return [
    variant(feature, indexes, true),
    variant(feature.onTable(), [], true),
    ...reached.length > 0 ? [variant(feature.onIndexes(...reached), reached, false)] : [],
  ];
}

/** @param table whether the actions that can be on indexes are on the table */
function listUses(feature: TableFeature, indexes: readonly string[], table: boolean): string[] {
  const own = feature._permissions.filter(({ action, on }) => action.startsWith('dynamodb:') && OWN_PLACES.includes(on));
  const reachesIndexes = ({ action }: Permission) => own.some((each) => each.action === action && each.on === 'index');
  return own.filter((permission) => table || permission.on !== 'table' || !reachesIndexes(permission)).flatMap(({ action, on, onlyIn }) => {
    const places = on === 'index' || on === 'vector-index' ? indexes.map((index) => `index ${index}`) : [on];
    return places.map((place) => describeUse({ action, place, inside: onlyIn }));
  });
}
