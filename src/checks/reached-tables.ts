import { CheckedStatement } from './checked-statement';
import { ArnIndex } from '../policy/arn-index';
import { listTableKeyArns } from '../policy/find-table-key';
import { listNearest } from '../policy/nearest';
import { replacePolicyVariables } from '../policy/policy-variables';
import { Assembly, RoleRecord, TableRecord, UserRecord } from '../policy/read-assembly';
import { computeOnce } from '../values/compute-once';
import { groupBy } from '../values/lists';

/** The tables of an app by the ARNs that statements reach them by. */
export class ReachedTables {
  /** Makes one for each assembly. */
  public static readonly fromAssembly = computeOnce((assembly: Assembly) => new ReachedTables(assembly));

  private readonly byArn: TableLookup;
  private readonly byIndex: TableLookup;
  private readonly byKey: TableLookup;
  private readonly encryptedByArn: TableLookup;
  /** The tables that a known customer managed key may encrypt. */
  public readonly encrypted: ReadonlySet<TableRecord>;

  private constructor(assembly: Assembly) {
    const { tables } = assembly;
    const keyed = tables.flatMap((table) => listTableKeyArns(table, assembly).map((key) => [key, table] as const));
    this.byArn = new TableLookup(tables.map((table) => [table.arn, table]));
    this.byIndex = new TableLookup(tables.flatMap((table) => table.indexes.map(({ arn }) => [arn, table] as const)));
    this.byKey = new TableLookup(keyed);
    this.encrypted = new Set(keyed.map(([, table]) => table));
    this.encryptedByArn = new TableLookup([...this.encrypted].map((table) => [table.arn, table]));
  }

  /** Finds the tables whose ARN is among the resources of a statement. */
  public findTables(statement: CheckedStatement): ReadonlySet<TableRecord> {
    return this.byArn.find(statement, (arns, resource) => arns.match(resource));
  }

  /** Finds the tables with an index whose ARN is among the resources of a statement. */
  public findTablesByIndex(statement: CheckedStatement): ReadonlySet<TableRecord> {
    return this.byIndex.find(statement, (arns, resource) => arns.match(resource));
  }

  /** Finds the keys of tables among the resources of a statement, with the tables of each. */
  public findTablesByKey(statement: CheckedStatement): ReadonlyMap<string, readonly TableRecord[]> {
    return this.byKey.group(statement, (arns, resource) => arns.match(resource));
  }

  /** Finds the tables with a customer managed key that are among the resources of a statement, themselves or what belongs to them. */
  public findEncryptedTables(statement: CheckedStatement): ReadonlySet<TableRecord> {
    return this.encryptedByArn.find(statement, (arns, resource) => [...arns.match(resource), ...arns.matchBelow(resource)]);
  }
}

/** Finds the first statement that reaches each table. */
export function findFirstUses(
  statements: readonly CheckedStatement[], findTables: (statement: CheckedStatement) => Iterable<TableRecord>,
): Map<TableRecord, CheckedStatement> {
  const firstUses = new Map<TableRecord, CheckedStatement>();
  for (const statement of statements) {
    for (const table of findTables(statement)) if (!firstUses.has(table)) firstUses.set(table, statement);
  }
  return firstUses;
}

type MatchArns = (arns: ArnIndex, resource: string) => readonly string[];

class TableLookup {
  private readonly tablesByArn: ReadonlyMap<string, readonly TableRecord[]>;
  private readonly arns: ArnIndex;

  constructor(entries: readonly (readonly [arn: string, table: TableRecord])[]) {
    const groups = [...groupBy(entries, ([arn]) => arn)];
    this.tablesByArn = new Map(groups.map(([arn, group]) => [arn, group.map(([, table]) => table)]));
    this.arns = new ArnIndex(this.tablesByArn.keys());
  }

  public find(statement: CheckedStatement, match: MatchArns): ReadonlySet<TableRecord> {
    return new Set([...this.group(statement, match).values()].flat());
  }

  public group({ resources }: CheckedStatement, match: MatchArns): ReadonlyMap<string, readonly TableRecord[]> {
    const arns = new Set(resources.flatMap((resource) => match(this.arns, replacePolicyVariables(resource))));
    return new Map([...arns].map((arn) => [arn, this.tablesByArn.get(arn)!]));
  }
}

/** Keeps those tables that are nearest to a role or user. Tables of several stages may have one ARN, each in an account of its own. */
export function keepNearest(tables: Iterable<TableRecord>, { origin: { stack } }: RoleRecord | UserRecord): ReadonlySet<TableRecord> {
  const tablesByArn = groupBy(tables, ({ arn }) => arn);
  return new Set([...tablesByArn.values()].flatMap((same) => listNearest(same, stack, ({ origin }) => origin.stack)));
}
