import { Permission } from '../../features/permission';
import { TableFeature } from '../../features/table-feature';
import { joinWords } from '../phrases';
import { AllowedActions, Drop, ReportedAccess, ReportedResource, SuggestedAccess, Suggestion } from '../report-data';

/** An action on a table, or on what belongs to it; inside of transactions alone if the place ends so. */
type Pair = string;

/** These take a second resource, or other Regions, which the statements don't tell. */
const WITH_COMPANION = ['CHANGE_TABLE_KEY', 'EXPORT', 'IMPORT', 'KINESIS_STREAMING', 'REPLICAS', 'RESTORE', 'WITNESS'];
const FEATURES = Object.values(TableFeature).filter((value): value is TableFeature => value instanceof TableFeature)
  .filter(({ name }) => !WITH_COMPANION.includes(name));
const OWN_PLACES: readonly string[] = ['table', 'index', 'stream', 'backup', 'export', 'import', 'account'];
/** What reading and writing items takes of the table key. */
const TABLE_KEY_ACTION = 'kms:Decrypt';

/** Finds the features for what grantees have by other means. */
export class Suggestions {
  private readonly resources: ReadonlyMap<string, ReportedResource>;
  private readonly indexes = new Map<string, string[]>();
  /** Grantees are often allowed the same. */
  private readonly covers = new Map<string, Cover>();

  constructor(resources: readonly ReportedResource[]) {
    this.resources = new Map(resources.map((resource) => [resource.id, resource]));
    for (const { id, kind, table, declared } of resources) {
      if (kind === 'index' && declared) this.indexes.set(table!, [...this.indexes.get(table!) ?? [], id.slice(`${table}/index/`.length)]);
    }
  }

  /**
   * The access of a grantee as features would give it, and what the grantee could do without. Nothing for a grantee that has
   * all of its access by features.
   *
   * @param drops what was found wrong with its statements already
   */
  public of(accesses: readonly ReportedAccess[], drops: readonly Drop[]): Suggestion | undefined {
    const reached = accesses.map((access) => ({ ...access, place: this.resources.get(access.resource)! }));
    const foreign = reached.some(({ allowed, place }) =>
      allowed.some(({ asked }) => asked.length === 0) && !['log group', 'account'].includes(place.kind));
    if (!foreign && drops.length === 0) return undefined;
    const ofAccount = reached.filter(({ place }) => place.kind === 'account').flatMap(({ allowed }) => allowed);
    const ofTables = reached.filter(({ place, allowed }) => belongsToTable(place) && allowed.length > 0);
    const tables = [...new Set(ofTables.map(({ place }) => place.table ?? place.id))];
    const found = tables.filter((table) => this.resources.get(table)?.any !== true).map((table, index) =>
      this.ofTable(table, ofTables.filter(({ place }) => (place.table ?? place.id) === table), { allowed: ofAccount, wanted: index === 0 }));
    const tableKeys = new Set(tables.map((table) => this.resources.get(table)?.tableKey));
    const keys = reached.filter(({ place }) => place.kind === 'key' && tableKeys.has(place.id))
      .flatMap(({ place, allowed }) => excessOfKey(place, allowed));
    const any = reached.filter(({ place, allowed }) => place.any && place.kind !== 'log group' && allowed.length > 0)
      .map(({ place, allowed }): Drop => ({
        kind: 'any-resource',
        actions: actionsOf(allowed),
        resource: place.id,
        text: `what reaches ${place.name}`,
      }));
    return {
      accesses: found.flatMap((each) => each.accesses),
      drops: [...drops, ...any, ...keys, ...found.flatMap((each) => each.drops)],
    };
  }

  /** One access for what is allowed under the same conditions. */
  private ofTable(table: string, reached: readonly Reached[], ofAccount: OfAccount): Suggestion {
    const indexes = this.indexes.get(table) ?? [];
    const account = ofAccount.allowed.filter(({ conditions }) => conditions.length === 0)
      .flatMap(({ actions }) => actions).map((action) => pair(action, 'account'));
    const found = [...byConditions(reached)].sort(([one], [other]) => one < other ? -1 : 1).map(([, { conditions, pairs }]) => ({
      conditions, ...this.cover(pairs, conditions.length === 0 ? account : [], ofAccount.wanted, indexes),
    }));
    const left = [...new Set(found.flatMap((each) => each.left))].sort();
    return {
      accesses: found.filter(({ features }) => features.length > 0)
        .map(({ conditions, features }): SuggestedAccess => ({ table, features, conditions })),
      drops: left.length === 0 ? [] : [{
        kind: 'no-feature', actions: left, resource: table, text: 'what no feature gives that names the table alone',
      }],
    };
  }

  private cover(...args: Parameters<typeof cover>): Cover {
    const [allowed, ...others] = args;
    const key = JSON.stringify([[...allowed], ...others]);
    const known = this.covers.get(key) ?? cover(...args);
    this.covers.set(key, known);
    return known;
  }
}

function belongsToTable({ kind }: ReportedResource): boolean {
  return kind !== 'key' && kind !== 'log group' && kind !== 'account';
}

interface Reached extends ReportedAccess {
  readonly place: ReportedResource;
}

/** What is allowed on the whole account, and whether the features of this table are to have it. */
interface OfAccount {
  readonly allowed: readonly AllowedActions[];
  readonly wanted: boolean;
}

interface Group {
  readonly conditions: readonly string[];
  readonly pairs: Set<Pair>;
}

function byConditions(reached: readonly Reached[]): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const { place, allowed } of reached) {
    for (const entry of allowed) {
      const conditions = entry.conditions.filter(({ key }) => key !== 'dynamodb:EnclosingOperation');
      const enclosing = entry.conditions.find(({ key }) => key === 'dynamodb:EnclosingOperation')?.values ?? [''];
      const key = JSON.stringify(conditions);
      const group = groups.get(key) ?? { conditions: conditions.map(({ text }) => text), pairs: new Set() };
      groups.set(key, group);
      for (const action of entry.actions) for (const operation of enclosing) group.pairs.add(pair(action, placeOf(place), operation));
    }
  }
  return groups;
}

/** The features that cover what is allowed, and the actions that none does. */
interface Cover {
  readonly features: readonly string[];
  readonly left: readonly string[];
}

function placeOf({ kind, id }: ReportedResource): string {
  return kind === 'index' ? `index ${id.slice(id.lastIndexOf('/index/') + '/index/'.length)}` : kind;
}

function pair(action: string, place: string, operation = ''): Pair {
  return `${action} on ${place}${operation && ` inside ${operation}`}`;
}

/** The fewest features, the largest first, that need nothing but what is allowed. */
function cover(allowed: ReadonlySet<Pair>, ofAccount: readonly Pair[], withAccount: boolean, indexes: readonly string[]): Cover {
  const all = new Set([...allowed, ...ofAccount]);
  const candidates = FEATURES.flatMap((feature) => variants(feature, all, indexes))
    .filter(({ pairs }) => pairs.length > 0 && pairs.every((each) => all.has(each)));
  const open = withAccount ? new Set(all) : new Set(allowed);
  const features: string[] = [];
  for (;;) {
    const gain = ({ pairs }: Variant) => pairs.filter((each) => open.has(each)).length;
    const best = candidates.reduce<Variant | undefined>((one, other) => !one || gain(other) > gain(one)
      || (gain(other) === gain(one) && other.pairs.length < one.pairs.length) ? other : one, undefined);
    if (!best || gain(best) === 0) break;
    for (const each of best.pairs) open.delete(each);
    features.push(best.written);
  }
  return { features: features.sort(), left: [...new Set([...open].filter((each) => allowed.has(each)).map((each) => each.split(' on ')[0]))] };
}

interface Variant {
  /** The feature as it is written. */
  readonly written: string;
  readonly pairs: readonly Pair[];
}

/** A feature with the indexes that it may reach. */
function variants(feature: TableFeature, allowed: ReadonlySet<Pair>, indexes: readonly string[]): Variant[] {
  const permissions = feature._permissions.filter(({ action, on }) =>
    action.startsWith('dynamodb:') && (OWN_PLACES.includes(on) || on === 'vector-index'));
  const onIndexes = permissions.filter(({ on }) => on === 'index' || on === 'vector-index');
  const pairs = (reached: readonly string[], table: boolean) => permissions.flatMap((permission) => pairsOf(permission, reached)
    .filter(() => table || permission.on !== 'table' || !onIndexes.some(({ action }) => action === permission.action)));
  if (onIndexes.length === 0) return [{ written: `${feature}`, pairs: pairs([], true) }];
  if (onIndexes.every(({ on }) => on === 'vector-index')) return [];
  const reached = indexes.filter((name) => onIndexes.every(({ action }) => allowed.has(pair(action, `index ${name}`))));
  return [
    { written: `${feature}`, pairs: pairs(indexes, true) },
    ...indexes.length > 0 ? [{ written: `${feature.onTable()}`, pairs: pairs([], true) }] : [],
    ...reached.length > 0 && reached.length < indexes.length
      ? [{ written: `${feature.onIndexes(...reached)}`, pairs: pairs(reached, false) }] : [],
    { written: `${feature.onAnyIndex()}`, pairs: pairs(['*'], false) },
  ];
}

function pairsOf({ action, on, onlyIn }: Permission, indexes: readonly string[]): Pair[] {
  const places = on === 'index' || on === 'vector-index' ? indexes.map((name) => `index ${name}`) : [on];
  return places.map((place) => pair(action, place, onlyIn));
}

function excessOfKey(key: ReportedResource, allowed: readonly AllowedActions[]): Drop[] {
  const foreign = allowed.filter(({ asked }) => asked.length === 0);
  const excess = actionsOf(foreign).filter((action) => action !== TABLE_KEY_ACTION);
  const open = foreign.some(({ actions, conditions }) =>
    actions.includes(TABLE_KEY_ACTION) && !conditions.some(({ key: name }) => name === 'kms:ViaService'));
  return [
    ...excess.length === 0 ? [] : [{
      kind: 'excess-key-action',
      actions: excess,
      resource: key.id,
      text: `${joinWords(excess)}: reading and writing the items of an encrypted table take ${TABLE_KEY_ACTION} alone`,
    } as const],
    ...open ? [{
      kind: 'any-request',
      actions: [TABLE_KEY_ACTION],
      resource: key.id,
      text: `${TABLE_KEY_ACTION} other than through DynamoDB, unless fields are encrypted with this key as well`,
    } as const] : [],
  ];
}

function actionsOf(entries: readonly AllowedActions[]): string[] {
  return [...new Set(entries.flatMap(({ actions }) => actions))].sort();
}
