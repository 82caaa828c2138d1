import { KnownResource } from './known-resources';
import { isLimitedLike, isLimitedToRows } from './limited-actions';
import { FeatureFinder } from '../../features/feature-finder';
import { describeTableAction, NO_INDEXES, TableAction, TableIndexes } from '../../features/find-features';
import { TransactionOperation } from '../../features/permission';
import { requiresNamedService } from '../../policy/condition-inclusion';
import { toList } from '../../values/json-values';
import { groupBy, partition, sortBy } from '../../values/lists';
import { joinWords } from '../phrases';
import { AllowedActions, DeniedActions, Drop, MissingActions, ReportedAccess, ReportedCondition, ReportedResource, SuggestedAccess, Suggestion } from '../report-data';

const ENCLOSING_OPERATION = 'dynamodb:EnclosingOperation';
/** The only action on the table key that reading and writing items need. */
const TABLE_KEY_ACTION = 'kms:Decrypt';

interface ReachedResource {
  readonly resource: ReportedResource;
  readonly allowed: readonly AllowedActions[];
  readonly denied: readonly DeniedActions[];
}

/** Suggests features for access that grantees have by other means. */
export class Suggestions {
  private readonly resources: ReadonlyMap<string, ReportedResource>;
  private readonly indexesByTable: ReadonlyMap<string, TableIndexes>;
  /** The ids of the keys that other services than DynamoDB use. */
  private readonly sharedKeys: ReadonlySet<string>;
  private readonly features = new FeatureFinder();

  /** @param sharedKeys the ARNs of the keys that other services than DynamoDB use, which need other actions */
  constructor(targets: readonly KnownResource[], sharedKeys: ReadonlySet<string>) {
    this.sharedKeys = new Set(targets.filter(({ arns }) => arns.some(({ arn }) => sharedKeys.has(arn))).map(({ resource }) => resource.id));
    this.resources = new Map(targets.map(({ resource }) => [resource.id, resource]));
    this.indexesByTable = new Map(targets.flatMap(({ resource, indexes }) => toList(indexes).map((each) => [resource.id, each])));
  }

  /**
   * Suggests the features that give the access of a grantee, and names what the grantee could do without.
   *
   * @param drops problems that were found in the statements of the grantee
   * @returns `undefined` if there is nothing to suggest, for example because the grantee has all of its access by features
   */
  public suggestFor(accesses: readonly ReportedAccess[], drops: readonly Drop[]): Suggestion | undefined {
    const reached = accesses.map((access): ReachedResource => ({ ...access, resource: this.resources.get(access.resource)! }));
    const isExternal = reached.some(({ allowed, resource }) =>
      allowed.some(({ asked }) => asked.length === 0) && !['log group', 'account', 'role'].includes(resource.kind));
    if (!isExternal && drops.length === 0) return undefined;
    const onAccount = reached.filter((each) => each.resource.kind === 'account' && !isPartlyDenied(each)).flatMap(({ allowed }) => allowed);
    const byTable = [...groupBy(reached.filter(isTableAccess), ({ resource }) => resource.table ?? resource.id)];
    const suggested = byTable.filter(([table]) => this.resources.get(table)?.any !== true).map(([table, onTable], index) =>
      this.suggestForTable(table, onTable, onAccount, index === 0, this.listKeyActions(table, reached)));
    const tableKeys = new Set(byTable.map(([table]) => this.resources.get(table)?.tableKey));
    const suggestion: Suggestion = {
      accesses: suggested.flatMap((each) => each.accesses),
      drops: [
        ...drops,
        ...reached.flatMap(findBroadAccess),
        ...reached.filter(({ resource: { id, kind } }) => kind === 'key' && tableKeys.has(id) && !this.sharedKeys.has(id)).flatMap(findExcessOnKey),
        ...suggested.flatMap((each) => each.drops),
      ],
    };
    return suggestion.accesses.length + suggestion.drops.length > 0 ? suggestion : undefined;
  }

  /** Lists the actions that a grantee may do with the key of a table in every request. Returns `undefined` for a table without such a key. */
  private listKeyActions(table: string, reached: readonly ReachedResource[]): string[] | undefined {
    const key = this.resources.get(table)?.tableKey;
    if (key === undefined) return undefined;
    const onKey = reached.filter(({ resource }) => resource.id === key).flatMap(({ allowed }) => allowed);
    return collectActions(onKey.filter(({ conditions }) => conditions.length === 0));
  }

  /**
   * Suggests one access for each set of conditions.
   *
   * @param keyActions the actions on the key of the table, if it has one
   * @param includesAccount whether the features of this table include those for the actions on the whole account
   */
  private suggestForTable(
    table: string, onTable: readonly ReachedResource[], onAccount: readonly AllowedActions[], includesAccount: boolean,
    keyActions: readonly string[] | undefined,
  ): Suggestion {
    const account = onAccount.filter(({ conditions }) => conditions.length === 0)
      .flatMap(({ actions }) => actions).map((action): TableAction => ({ action, on: 'account' }));
    const indexes = this.indexesByTable.get(table) ?? NO_INDEXES;
    const found = groupByConditions(onTable).map(({ conditions, actions: all, granted }) => {
      const givenTexts = new Set(granted.map(describeTableAction));
      const actions = all.filter((action) => !givenTexts.has(describeTableAction(action)));
      const besides = [...account.filter(() => conditions.length === 0), ...granted];
      const [limited, open] = partition(actions, ({ action }) => isLimitedLike(action, conditions));
      const known = isLimitedToRows(conditions) ? includeUnnamedIndex(indexes) : indexes;
      const ofAccount = account.filter(() => includesAccount && conditions.length === 0);
      const fitting = this.features.findOnce([...limited, ...ofAccount], known, besides, keyActions);
      return { ...fitting, conditions: conditions.map(({ text }) => text), missing: [...fitting.missing, ...open] };
    });
    const isDenied = onTable.some(isPartlyDenied);
    const ids = new Map(onTable.map(({ resource }) => [writeType(describePlace(resource)), resource.id]));
    return {
      accesses: isDenied ? [] : found.map(({ conditions, features, missing }): SuggestedAccess => {
        const [exact, further] = partition(features, ({ fit }) => fit === 'exact');
        const lost = collectMissing(missing, ids);
        return {
          table,
          features: exact.map(({ feature }) => feature),
          ...lost.length > 0 && { missing: lost },
          conditions,
          ...further.length > 0 && { further: further.map(({ feature, option, beyond }) => ({ feature, ...option && { option }, beyond })) },
        };
      }).filter(({ features, missing }) => features.length > 0 || missing !== undefined),
      drops: collectMissing(found.flatMap((each) => each.none), ids).map(({ resource, actions }): Drop => (
        { kind: 'no-feature', actions, resource, text: 'what no feature gives that names the table alone' })),
    };
  }
}

function isTableAccess({ resource: { kind }, allowed }: ReachedResource): boolean {
  return !['key', 'log group', 'account', 'role'].includes(kind) && allowed.length > 0;
}

/** Tells whether a statement denies some requests of an action that is allowed. Features give no such access. */
function isPartlyDenied({ allowed, denied }: ReachedResource): boolean {
  const actions = new Set(collectActions(allowed));
  return denied.some((entry) => entry.actions.some((action) => actions.has(action)));
}

interface ConditionedActions {
  /** The conditions without those that limit actions to transactions. */
  readonly conditions: readonly ReportedCondition[];
  readonly actions: readonly TableAction[];
  /** The actions that features of the grantee need, and that need no other feature. */
  readonly granted: readonly TableAction[];
}

/** Groups the actions on a table by the conditions under which they are allowed. */
function groupByConditions(reached: readonly ReachedResource[]): ConditionedActions[] {
  const entries = reached.flatMap(({ resource, allowed }) => allowed.map((entry) => {
    const conditions = entry.conditions.filter((condition) => !limitsToTransactions(condition));
    const enclosing = entry.conditions.find(limitsToTransactions)?.values ?? [undefined];
    const actions = entry.actions.flatMap((action) => enclosing.map((operation): TableAction => (
      { action, ...describePlace(resource), onlyIn: operation as TransactionOperation | undefined })));
    return { key: JSON.stringify(conditions), conditions, actions, isAsked: entry.asked.length > 0 };
  }));
  return sortBy([...groupBy(entries, ({ key }) => key)], ([key]) => key).map(([, group]) => (
    {
      conditions: group[0].conditions,
      actions: group.flatMap(({ actions }) => actions),
      granted: group.filter(({ isAsked }) => isAsked).flatMap(({ actions }) => actions),
    }
  ));
}

function limitsToTransactions({ key, operator }: ReportedCondition): boolean {
  return key === ENCLOSING_OPERATION && ['StringEquals', 'ForAnyValue:StringEquals'].includes(operator);
}

/** Groups actions by the ids of their resources, those of the table first. Actions on the account belong to no table. */
function collectMissing(actions: readonly TableAction[], ids: ReadonlyMap<string, string>): MissingActions[] {
  const placed = actions.filter(({ on }) => on !== 'account').map((each) => ({ action: each.action, resource: ids.get(writeType(each))! }));
  return sortBy([...groupBy(placed, ({ resource }) => resource)], ([resource]) => resource)
    .map(([resource, group]) => ({ resource, actions: [...new Set(group.map(({ action }) => action))].sort() }));
}

function writeType({ on, index }: Pick<TableAction, 'on' | 'index'>): string {
  return [on, ...toList(index)].join(' ');
}

/** Adds an index that no statement names. Features with rows have to name their indexes. */
function includeUnnamedIndex({ indexes, vectorIndexes }: TableIndexes): TableIndexes {
  return { indexes: [...indexes, ' '], vectorIndexes };
}

function describePlace({ kind, id }: ReportedResource): Pick<TableAction, 'on' | 'index'> {
  if (kind !== 'index') return { on: kind };
  return { on: kind, index: id.slice(id.lastIndexOf('/index/') + '/index/'.length) };
}

/** Finds access to resources that the app doesn't name. */
function findBroadAccess({ resource: { any, kind, id, name }, allowed }: ReachedResource): Drop[] {
  if (!any || kind === 'log group' || allowed.length === 0) return [];
  return [{ kind: 'any-resource', actions: collectActions(allowed), resource: id, text: `what reaches ${name}` }];
}

/** Finds permissions on a table key that reading and writing items don't need. */
function findExcessOnKey({ resource: { id }, allowed }: ReachedResource): Drop[] {
  const external = allowed.filter(({ asked }) => asked.length === 0);
  const excess = collectActions(external).filter((action) => action !== TABLE_KEY_ACTION);
  const isOpen = external.some(({ actions, conditions }) =>
    actions.includes(TABLE_KEY_ACTION) && !conditions.some((condition) => condition.key.toLowerCase() === 'kms:viaservice' && requiresNamedService(condition)));
  const drops: Drop[] = [
    {
      kind: 'excess-key-action',
      actions: excess,
      resource: id,
      text: `${joinWords(excess)}: reading and writing the items of an encrypted table take ${TABLE_KEY_ACTION} alone`,
    },
    {
      kind: 'any-request',
      actions: isOpen ? [TABLE_KEY_ACTION] : [],
      resource: id,
      text: `${TABLE_KEY_ACTION} other than through DynamoDB, unless fields are encrypted with this key as well`,
    },
  ];
  return drops.filter(({ actions }) => actions.length > 0);
}

function collectActions(entries: readonly AllowedActions[]): string[] {
  return [...new Set(entries.flatMap(({ actions }) => actions))].sort();
}
