import { listDynamoDbPermissions } from './feature-needs';
import { Permission, TransactionOperation } from './permission';
import { getIamType, isOnOwnTable } from './permission-types';
import { TableFeature } from './table-feature';
import { toList } from '../values/json-values';
import { sortBy } from '../values/lists';

/** An action on a table, or on something that belongs to it. */
export interface TableAction {
  readonly action: string;
  /** The type of the resource, such as `table`, `index` or `stream`; `account` for actions that have no resource. */
  readonly on: string;
  /** The name of the index. `*` stands for every index that the table may get. */
  readonly index?: string;
  /** The transaction operation that the action is limited to. */
  readonly onlyIn?: TransactionOperation;
}

/** The names of the indexes that a table declares. `QUERY` and `SCAN` don't work on vector indexes. */
export interface TableIndexes {
  readonly indexes: readonly string[];
  readonly vectorIndexes: readonly string[];
}

/** A feature that allows some of the actions that were looked for. */
export interface FoundFeature {
  /** The feature as it is written, for example `QUERY.onTable()`. */
  readonly feature: string;
  /** `wider` if the feature allows more than was looked for on the table. */
  readonly fit: 'exact' | 'wider' | 'needs an option';
  /** The option that the feature needs, for example `exportTo`. */
  readonly option?: string;
  /** The actions that it allows beyond those that were looked for. */
  readonly beyond: readonly string[];
}

export interface FoundFeatures {
  readonly features: readonly FoundFeature[];
  /** The actions that the exact features don't allow. Others may allow them, with more or with an option. */
  readonly missing: readonly TableAction[];
  /** The actions that no feature allows. */
  readonly none: readonly TableAction[];
}

/** The features that name a second resource, a key or other Regions, and the option for it. */
const REQUIRED_OPTIONS: Readonly<Record<string, string>> = {
  CHANGE_TABLE_KEY: 'tableKey',
  EXPORT: 'exportTo',
  IMPORT: 'importFrom',
  KINESIS_STREAMING: 'kinesisStream',
  REPLICAS: 'regions',
  RESTORE: 'restoreTo',
  WITNESS: 'regions',
};

const FEATURES: readonly TableFeature[] = Object.values(TableFeature).filter((value): value is TableFeature => value instanceof TableFeature);

/** A feature with one index scope. */
interface Variant {
  readonly feature: TableFeature;
  readonly actions: readonly TableAction[];
  readonly texts: readonly string[];
}

/** Writes an action on a table as text. Equal actions have equal texts. */
export function describeTableAction({ action, on, index, onlyIn }: TableAction): string {
  return [action, 'on', on, ...toList(index), ...toList(onlyIn && `inside ${onlyIn}`)].join(' ');
}

/** The indexes of a table that isn't known. */
export const NO_INDEXES: TableIndexes = { indexes: [], vectorIndexes: [] };

/** Formats features as the code that lists them. */
export function formatFeatures(features: readonly string[]): string {
  return `features: [${features.map((feature) => `TableFeature.${feature}`).join(', ')}]`;
}

/**
 * Finds few features that allow these actions on one table. It first chooses features that allow nothing else. For the remaining actions
 * it chooses the smallest feature that allows them.
 *
 * @param besides actions that features may allow too, and that need no feature
 * @param keyActions the actions on the customer managed key of the table that features may allow too. Undefined without such a key
 */
export function findFeatures(
  wanted: readonly TableAction[], indexes: TableIndexes, besides: readonly TableAction[] = [], keyActions?: readonly string[],
): FoundFeatures {
  const onKey = (keyActions ?? []).map((action): TableAction => ({ action, on: 'key' }));
  const allowed = new Set([...wanted, ...besides, ...onKey].map(describeTableAction));
  const isWithin = (each: TableAction) => allowed.has(describeTableAction(each)) || allowed.has(describeTableAction({ ...each, onlyIn: undefined }));
  // an action that is allowed everywhere needs no feature for transactions
  const needed = wanted.filter((each) => each.onlyIn === undefined || !allowed.has(describeTableAction({ ...each, onlyIn: undefined })))
    .filter((each) => isPossible(each, indexes));
  const open = new Set(needed.map(describeTableAction));
  const variants = FEATURES.flatMap((feature) => listVariants(feature, indexes, needed))
    .map((variant) => keyActions === undefined ? variant : includeKeyActions(variant));
  const isComplete = ({ feature }: Variant) => !(feature.name in REQUIRED_OPTIONS);
  const texts = new Set(open);
  const exact = removeRedundant(chooseVariants(variants.filter((each) => isComplete(each) && each.actions.every(isWithin)), open, countOpen), texts);
  const missing = needed.filter((each) => open.has(describeTableAction(each)));
  const wider = chooseVariants(variants.filter(isComplete), open, countBeyond(isWithin));
  const incomplete = chooseVariants(FEATURES.filter(({ name }) => name in REQUIRED_OPTIONS).map(includeOtherTables), open, countBeyond(isWithin));
  return {
    features: sortBy([...exact, ...wider, ...incomplete].map((variant) => describeFound(variant, isWithin)), ({ feature }) => feature),
    missing,
    none: missing.filter((each) => open.has(describeTableAction(each))),
  };
}

/** Finds few features that allow these actions on one table, as they are written. Some may allow more or need an option. */
export function listFittingFeatures(wanted: readonly TableAction[], indexes: TableIndexes): string[] {
  const texts = new Set(wanted.map(describeTableAction));
  const found = findFeatures(wanted, indexes).features.map(({ feature }) => (
    { feature, texts: (listFeatureActions(feature, indexes) ?? []).map(describeTableAction).filter((each) => texts.has(each)) }));
  return removeRedundant(found, texts).map(({ feature }) => feature);
}

/**
 * Lists the actions on one table that a feature allows.
 *
 * @param written the feature as it is written, for example `QUERY.onTable()`
 * @returns `undefined` for custom features, which aren't known
 */
export function listFeatureActions(written: string, indexes: TableIndexes): readonly TableAction[] | undefined {
  const [, name, scope, named] = /^(\w+)(?:\.(onTable|onIndexes|onAnyIndex)\((.*)\))?$/.exec(written) ?? [];
  const feature = FEATURES.find((known) => known.name === name);
  switch (scope) {
    case 'onTable': return feature && listActions(feature.onTable(), indexes);
    case 'onAnyIndex': return feature && listActions(feature.onAnyIndex(), indexes);
    case 'onIndexes': return feature && listActions(feature.onIndexes(...named.split(', ').map((index) => index.slice(1, -1))), indexes);
    default: return feature && listActions(feature, indexes);
  }
}

/** Vector indexes can only be searched, and other indexes can't be. A wildcard in a policy names both. */
function isPossible({ action, index }: TableAction, { indexes, vectorIndexes }: TableIndexes): boolean {
  if (index === undefined) return true;
  return !(action === 'dynamodb:SearchVectors' ? indexes : vectorIndexes).includes(index);
}

/** Ranks variants. The greatest number of the list is compared first. */
type Rank = (variant: Variant, open: ReadonlySet<string>) => number[];

function countOpen({ feature, texts }: Variant, open: ReadonlySet<string>): number[] {
  return [texts.filter((each) => open.has(each)).length, -texts.length, -feature._permissions.length];
}

function countBeyond(isWithin: (action: TableAction) => boolean): Rank {
  return (variant, open) => [-variant.actions.filter((each) => !isWithin(each)).length, ...countOpen(variant, open)];
}

/** Chooses the best variant again and again, until none allows one of the open actions. It removes from `open` what the chosen allow. */
function chooseVariants(variants: readonly Variant[], open: Set<string>, rank: Rank): Variant[] {
  const chosen: Variant[] = [];
  while (open.size > 0) {
    const [best] = variants.filter(({ texts }) => texts.some((each) => open.has(each)))
      .map((variant) => ({ variant, rank: rank(variant, open) })).sort((one, other) => compareRanks(other.rank, one.rank));
    if (!best) break;
    best.variant.texts.forEach((each) => open.delete(each));
    chosen.push(best.variant);
  }
  return chosen;
}

function compareRanks(one: readonly number[], other: readonly number[]): number {
  const index = one.findIndex((value, position) => value !== other[position]);
  return (one[index] ?? 0) - (other[index] ?? 0);
}

/** Removes features whose needed actions others allow together. A feature with none of them is for another resource. */
function removeRedundant<T extends { readonly texts: readonly string[] }>(chosen: readonly T[], needed: ReadonlySet<string>): readonly T[] {
  return chosen.reduce((left, each) => {
    const others = left.filter((other) => other !== each);
    const allowed = new Set(others.flatMap(({ texts }) => texts));
    const own = each.texts.filter((text) => needed.has(text));
    return own.length > 0 && own.every((text) => allowed.has(text)) ? others : left;
  }, chosen);
}

function describeFound({ feature, actions }: Variant, isWithin: (action: TableAction) => boolean): FoundFeature {
  const option = REQUIRED_OPTIONS[feature.name];
  const beyond = [...new Set(actions.filter((each) => !isWithin(each)).map(({ action }) => action))].sort();
  if (option !== undefined) return { feature: `${feature}`, fit: 'needs an option', option, beyond };
  if (beyond.length > 0) return { feature: `${feature}`, fit: 'wider', beyond };
  return { feature: `${feature}`, fit: 'exact', beyond };
}

/** Lists a feature with each index scope that may fit. */
function listVariants(feature: TableFeature, declared: TableIndexes, needed: readonly TableAction[]): Variant[] {
  const indexActions = feature._permissions.filter(({ on }) => on === 'index').map(({ action }) => action);
  if (indexActions.length === 0) return [makeVariant(feature, listActions(feature, declared))];
  const named = needed.filter(({ action, index }) => index !== '*' && indexActions.includes(action)).flatMap(({ index }) => toList(index));
  return [feature, feature.onTable(), feature.onIndexes(...[...new Set(named)].sort()), feature.onAnyIndex()]
    // a table without indexes needs no word on them
    .filter(({ _indexScope: scope }) => scope.kind !== 'table' || declared.indexes.length > 0)
    .filter(({ _indexScope: scope }) => scope.kind !== 'named' || scope.names.length > 0)
    .map((scoped) => makeVariant(scoped, listActions(scoped, declared)));
}

function makeVariant(feature: TableFeature, actions: readonly TableAction[]): Variant {
  return { feature, actions, texts: actions.map(describeTableAction) };
}

/** Includes the actions on the customer managed key of a table. `kms:Decrypt` is what reading and writing items take of it. */
function includeKeyActions({ feature, actions }: Variant): Variant {
  const onKey = feature._permissions.filter(({ on, action }) => (on === 'table-key' || on === 'new-table-key') && action !== 'kms:Decrypt');
  return makeVariant(feature, [...actions, ...onKey.map(({ action }): TableAction => ({ action, on: 'key' }))]);
}

/** Includes the actions on replicas and restored tables, which are tables with names or Regions of their own. */
function includeOtherTables(feature: TableFeature): Variant {
  return makeVariant(feature, listDynamoDbPermissions(feature).map((permission) => ({ action: permission.action, on: getIamType(permission) })));
}

function listActions(feature: TableFeature, { indexes, vectorIndexes }: TableIndexes): TableAction[] {
  const own = listDynamoDbPermissions(feature).filter(isOnOwnTable);
  const onIndexes = new Set(own.filter(({ on }) => on === 'index').map(({ action }) => action));
  const scope = feature._indexScope;
  const byScope = { declared: indexes, table: [], any: ['*'], named: 'names' in scope && scope.names }[scope.kind] || [];
  const isMoved = ({ on, action }: Permission) => on === 'table' && onIndexes.has(action) && (scope.kind === 'any' || scope.kind === 'named');
  return own.filter((permission) => !isMoved(permission)).flatMap(({ action, on, onlyIn }): TableAction[] => {
    const only = onlyIn && { onlyIn };
    if (on === 'index') return byScope.map((index) => ({ action, on, index, ...only }));
    if (on === 'vector-index') return vectorIndexes.map((index) => ({ action, on: 'index', index, ...only }));
    return [{ action, on, ...only }];
  });
}
