import { CheckedStatement, hasWildcard } from './checked-statement';
import { ACTIONS } from '../features/actions';
import { FeatureFinder } from '../features/feature-finder';
import { findFeatures, formatFeatures, FoundFeatures, NO_INDEXES, TableAction } from '../features/find-features';
import { nameIndexes } from '../policy/assembly-resources';
import { DYNAMODB_ACTIONS } from '../policy/dynamodb-actions';
import { hasPolicyVariable } from '../policy/policy-variables';
import { Assembly, TableRecord } from '../policy/read-assembly';
import { readTablePart, TablePart } from '../policy/table-part';
import { computeOnce } from '../values/compute-once';
import { groupBy, removeDuplicates } from '../values/lists';

/** The tables of an app by their ARNs, and the features that were found for them. */
class AppTables {
  /** Makes one for each assembly. */
  public static readonly fromAssembly = computeOnce((assembly: Assembly) => new AppTables(assembly));

  public readonly features = new FeatureFinder();
  private readonly byArn: ReadonlyMap<string, readonly TableRecord[]>;

  private constructor({ tables }: Assembly) {
    this.byArn = groupBy(tables, ({ arn }) => arn);
  }

  public findTable(arn: string): TableRecord | undefined {
    return this.byArn.get(arn)?.[0];
  }
}

export interface SameFeatures {
  /** The features as the code that lists them. */
  readonly features: string;
  /** The effect in words: `allows the same`, and the use of the table key if the features include it. */
  readonly effect: string;
}

/**
 * Suggests the features that allow the same actions as a statement on the tables that it names. Returns `undefined` if no features allow
 * exactly the same, for example because the statement has conditions, denies the actions or names resources that belong to no table.
 *
 * @param actions the actions of the statement that count
 */
export function suggestSameFeatures(statement: CheckedStatement, actions: readonly string[], assembly: Assembly): SameFeatures | undefined {
  if (!statement.allows || statement.conditions.length > 0 || !allowsTableActions(statement)) return undefined;
  const tables = AppTables.fromAssembly(assembly);
  const parts = statement.resources.map(readSingleTablePart);
  if (!parts.every((part) => part !== undefined)) return undefined;
  const byTable = [...groupBy(parts, ({ table }) => table)].map(([arn, ofTable]) => {
    const table = tables.findTable(arn);
    const allowed = ofTable.flatMap((part) => listIndexes(part, table)).flatMap(({ on, index }) =>
      actions.filter((action) => DYNAMODB_ACTIONS[action].some((type) => type === on)).map((action): TableAction => ({ action, on, index })));
    return tables.features.findOnce(allowed, nameIndexes(table), [], hasKey(table) ? [] : undefined);
  });
  const [first, ...others] = removeDuplicates(byTable);
  if (!first || others.length > 0 || !isExact(first)) return undefined;
  const needsKey = actions.some((action) => ACTIONS[action]?.usesTableKey) && parts.some(({ table }) => hasKey(tables.findTable(table)));
  return {
    features: formatFeatures(first.features.map(({ feature }) => feature)),
    effect: `allows the same${needsKey ? ', and `kms:Decrypt` with the table key through DynamoDB' : ''}`,
  };
}

function hasKey(table: TableRecord | undefined): boolean {
  return table !== undefined && table.keys.length > 0;
}

/** Tells whether a statement allows actions of DynamoDB alone, on resources that are known. */
function allowsTableActions({ actions, knowsResources }: CheckedStatement): boolean {
  return knowsResources && actions.length > 0 && actions.every((action) => /^dynamodb:/i.test(action));
}

function readSingleTablePart(resource: string): TablePart | undefined {
  const part = readTablePart(resource);
  if (part === undefined || hasWildcard(part.table) || hasPolicyVariable(part.table)) return undefined;
  return part;
}

/** Suggests features for actions that have no effect in their statement, on the resource types that AWS authorizes them on. */
export function suggestNeededFeatures(actions: readonly string[]): string | undefined {
  const wanted = actions.map((action): TableAction => ({ action, on: DYNAMODB_ACTIONS[action][0] ?? 'account' }));
  const { features, none } = findFeatures(wanted, NO_INDEXES);
  if (features.length === 0 || none.length > 0) return undefined;
  const options = [...new Set(features.flatMap(({ option }) => option ?? []))];
  return `\`${formatFeatures(features.map(({ feature }) => feature))}\`${options.map((option) => ` with \`${option}\``).join('')}`;
}

/** Lists the indexes that a wildcard reaches today. */
function listIndexes(part: TablePart, table: TableRecord | undefined): TablePart[] {
  if (part.index !== '*' || !table || table.hasUnknownParts) return [part];
  return table.indexes.map(({ name }) => ({ ...part, index: name }));
}

function isExact({ features, none }: FoundFeatures): boolean {
  return none.length === 0 && features.length > 0 && features.every(({ feature, fit }) => fit === 'exact' && !feature.endsWith('.onAnyIndex()'));
}
