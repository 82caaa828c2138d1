import { listDynamoDbPermissions, isMovedToIndexes } from './feature-needs';
import { Permission } from './permission';
import { TableFeature } from './table-feature';
import { Problem } from '../problems/problem';

/** An action that is denied, where, and in which requests; in all of them without a condition. */
export interface DeniedAction extends Permission {
  readonly onlyIf?: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;
  /** The indexes that it is denied on; all that the table may have by default. */
  readonly indexNames?: readonly string[];
}

const IN_TRANSACTION = {
  'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': ['ExecuteTransaction', 'TransactGetItems', 'TransactWriteItems'] },
};

/**
 * What a principal must not do with a table, whatever else allows it: now, or by a grant to come.
 *
 * A denial stands on DynamoDB's actions alone, and in the policies of the principal, never in those of the table, where it
 * could stop replication.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export class TableDenial {
  /**
   * Delete items, in any request for items: `DeleteItem`, `PartiQLDelete`, and `BatchWriteItem`, which can delete as well as
   * put. Whoever may set when items expire, or delete the table, still may.
   */
  public static readonly DELETES = new TableDenial('DELETES', ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PartiQLDelete']
    .map((action) => ({ action, on: 'table', why: 'no deletes' })));

  /**
   * Read a whole table by a `SELECT` statement: `PartiQLSelect` where `dynamodb:FullTableScan` is true. `Scan` doesn't carry
   * that key; deny it by `TableDenial.features(TableFeature.SCAN)`.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
   */
  public static readonly PARTIQL_FULL_SCANS = new TableDenial('PARTIQL_FULL_SCANS', (['table', 'index'] as const)
    .map((on) => ({
      action: 'dynamodb:PartiQLSelect', on, why: 'no full scans by PartiQL', onlyIf: { Bool: { 'dynamodb:FullTableScan': 'true' } },
    })));

  /**
   * Anything in a transaction, by items or by PartiQL.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
   */
  public static readonly TRANSACTIONS = new TableDenial('TRANSACTIONS', [
    ...[
      'dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PartiQLDelete', 'dynamodb:PartiQLInsert', 'dynamodb:PartiQLSelect',
      'dynamodb:PartiQLUpdate', 'dynamodb:PutItem', 'dynamodb:UpdateItem',
    ].map((action): DeniedAction => ({ action, on: 'table', why: 'no transactions', onlyIf: IN_TRANSACTION })),
    { action: 'dynamodb:PartiQLSelect', on: 'index', why: 'no transactions', onlyIf: IN_TRANSACTION },
    // can run nowhere but in a transaction
    { action: 'dynamodb:ConditionCheckItem', on: 'table', why: 'no transactions' },
  ]);

  /**
   * What these features would allow: their actions of DynamoDB on the table, its indexes and stream, none on keys, buckets or
   * other services. A feature that reaches indexes is denied on all that the table may have, unless it says which. What it does
   * with the whole account, as `STREAM_TRIGGER` lists streams, is denied only where it does nothing else, as in `LIST_TABLES`.
   *
   * No feature, what isn't one, or one that can't be granted as it is written is an error where it is denied.
   *
   * @param features the features
   */
  public static features(...features: TableFeature[]): TableDenial {
    const sound = features.filter((feature) => feature instanceof TableFeature).sort(); // by how they are written
    return new TableDenial(sound.join(', '), sound.flatMap(listDeniedActions), sound, sound.length === features.length);
  }

  private constructor(
    /** What is denied, as in `DELETES` or `SCAN`. */
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
      value: `the denial of ${this.name === '' ? 'no feature' : this.name}`,
      expected: 'features with actions of DynamoDB, as in TableDenial.features(TableFeature.DELETE_TABLE)',
      remedy: 'name what is denied',
    };
  }
}

/** These are the own of whoever manages replicas; what fills them is what anybody does with items. */
const REPLICA_ACTIONS = ['dynamodb:CreateTableReplica', 'dynamodb:DeleteTableReplica'];

/**
 * What is denied of a feature: what it does with this table. What it does with the account, other tables do as well, so it is
 * denied only where the feature does nothing else.
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
