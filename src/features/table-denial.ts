import { isMovedToIndexes, listDynamoDbPermissions } from './feature-needs';
import { Permission } from './permission';
import { TableFeature } from './table-feature';
import { Problem } from '../problems/problem';

/** An action that is denied on one kind of resource. Without conditions, it is denied in all requests. */
export interface DeniedAction extends Permission {
  readonly onlyIf?: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;
  /** The indexes on which the action is denied. The default is all indexes that the table may have. */
  readonly indexNames?: readonly string[];
}

const IN_TRANSACTION = {
  'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': ['ExecuteTransaction', 'TransactGetItems', 'TransactWriteItems'] },
};

/**
 * Actions on a table that a principal is denied, even if another policy allows them now or later.
 *
 * A denial applies only to actions of DynamoDB. It is part of the principal's own policies, not of the table's policy, where it
 * could stop replication.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export class TableDenial {
  /**
   * Denies requests that delete items: `DeleteItem`, `PartiQLDelete`, and `BatchWriteItem`, which can delete as well as put. It
   * doesn't deny `UpdateTimeToLive`, which lets items expire, or `DeleteTable`.
   */
  public static readonly DELETES = new TableDenial('DELETES', ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PartiQLDelete']
    .map((action) => ({ action, on: 'table', why: 'no deletes' })));

  /**
   * Denies `SELECT` statements that read a whole table: `PartiQLSelect` when `dynamodb:FullTableScan` is true. `Scan` doesn't
   * support this condition key. Deny it with `TableDenial.features(TableFeature.SCAN)`.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
   */
  public static readonly PARTIQL_FULL_SCANS = new TableDenial('PARTIQL_FULL_SCANS', (['table', 'index'] as const)
    .map((on) => ({
      action: 'dynamodb:PartiQLSelect', on, why: 'no full scans by PartiQL', onlyIf: { Bool: { 'dynamodb:FullTableScan': 'true' } },
    })));

  /**
   * Denies transactions of items and of PartiQL statements.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
   */
  public static readonly TRANSACTIONS = new TableDenial('TRANSACTIONS', [
    ...[
      'dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PartiQLDelete', 'dynamodb:PartiQLInsert', 'dynamodb:PartiQLSelect',
      'dynamodb:PartiQLUpdate', 'dynamodb:PutItem', 'dynamodb:UpdateItem',
    ].map((action): DeniedAction => ({ action, on: 'table', why: 'no transactions', onlyIf: IN_TRANSACTION })),
    { action: 'dynamodb:PartiQLSelect', on: 'index', why: 'no transactions', onlyIf: IN_TRANSACTION },
    // runs only in transactions
    { action: 'dynamodb:ConditionCheckItem', on: 'table', why: 'no transactions' },
  ]);

  /**
   * Denies the actions of these features: DynamoDB's actions on the table, its indexes and its stream, but no actions on keys,
   * buckets or other services.
   *
   * An index feature is denied on all indexes that the table may have, unless the feature names indexes. Account-level actions are
   * denied only if the feature has no others: `LIST_TABLES` denies `ListTables`, but `STREAM_TRIGGER` doesn't deny `ListStreams`.
   *
   * The denial of no feature, of a value that isn't a feature, or of a feature that can't be granted is an error where it is
   * denied.
   *
   * @param features the features that are denied
   * @example
   * const denials = [TableDenial.features(TableFeature.SCAN, TableFeature.DELETE_TABLE)];
   */
  public static features(...features: TableFeature[]): TableDenial {
    const sound = features.filter((feature) => feature instanceof TableFeature).sort(); // by their text
    return new TableDenial(sound.join(', '), sound.flatMap(listDeniedActions), sound, sound.length === features.length);
  }

  private constructor(
    /** The name of the denial, for example `DELETES` or `SCAN`. */
    public readonly name: string,
    /** @internal */
    public readonly _actions: readonly DeniedAction[],
    /** @internal */
    public readonly _features: readonly TableFeature[] = [],
    private readonly isSound = true,
  ) {}

  /** @internal */
  public _findProblem(): Problem | undefined {
    if (this.isSound && this._actions.length > 0) return undefined;
    return {
      id: 'denialOfNothing',
      value: `the denial of ${this.name === '' ? 'no feature' : this.name} denies nothing`,
      expected: 'features with actions of DynamoDB',
      remedy: 'name the features: TableDenial.features(TableFeature.DELETE_TABLE)',
    };
  }
}

/** Only principals who manage replicas need these actions. The other actions on replicas are those of item requests. */
const REPLICA_ACTIONS = ['dynamodb:CreateTableReplica', 'dynamodb:DeleteTableReplica'];

/**
 * Lists the actions that the denial of a feature denies. Account-level actions apply to other tables too, so they are denied only
 * if the feature has no others.
 */
function listDeniedActions(feature: TableFeature): DeniedAction[] {
  const permissions = listDynamoDbPermissions(feature);
  const ofTable = permissions.filter(({ action, on }) =>
    on !== 'account' && on !== 'restored-table' && (on !== 'replica' || REPLICA_ACTIONS.includes(action)));
  const scope = feature._indexScope;
  return (ofTable.length > 0 ? ofTable : permissions)
    .filter(({ action, on }) => {
      if (scope.kind === 'table') return on !== 'index';
      return !(on === 'table' && isMovedToIndexes(feature, action));
    })
    .map((permission): DeniedAction => ({
      ...permission,
      why: `no ${feature}`,
      ...scope.kind === 'named' && { indexNames: scope.names },
      onlyIf: permission.onlyIn && { 'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': [permission.onlyIn] } },
    }));
}
