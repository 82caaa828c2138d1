import { Conditions, oneOrMany } from './conditions';
import { supportsServiceKey } from './supported-keys';
import { findTextProblem } from './text-problem';
import { holdsToken } from './tokens';
import { ACTIONS, WITHOUT_SELECT_PARAMETER } from '../features/actions';
import { needsOnIndexes } from '../features/feature-needs';
import { Permission } from '../features/permission';
import { TableFeature } from '../features/table-feature';
import { describeValue, findFirstProblem, Problem } from '../problems/problem';

/** The values of `ReturnValues` that return only attributes of the update. */
const CHANGED_VALUES = ['NONE', 'UPDATED_NEW', 'UPDATED_OLD'];

/** These actions replace or remove whole items. The attributes in the request don't limit them. */
const WHOLE_ITEM_ACTIONS = ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PartiQLDelete', 'dynamodb:PutItem'];

/** These actions write and never return an item. */
const SILENT_ACTIONS = ['dynamodb:BatchWriteItem', 'dynamodb:PartiQLInsert'];

/** The reason why attributes can't limit a feature, and the features that they can limit. */
interface UnlimitedFeature {
  readonly because: string;
  readonly expected: string;
}

/**
 * The attributes of items that an access allows.
 *
 * DynamoDB compares the top-level attributes that a request names, but not the attributes that it returns. Therefore reads must
 * list their attributes, and writes may return only the attributes that they wrote. AWS doesn't document whether this covers
 * `ReturnValuesOnConditionCheckFailure`, so don't rely on it there. Transactions with attributes are an error, because AWS doesn't
 * document which attributes of their requests are compared.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export class AttributeScope {
  /**
   * Allows only these attributes. They must include the key attributes of the table, and of the indexes that the access uses.
   *
   * - Reads must list their attributes (`Select` is `SPECIFIC_ATTRIBUTES`). `GetItem` and `BatchGetItem` have no `Select` parameter, and
   *   AWS doesn't document its value for their requests with a projection. So the statement also accepts these requests without a value.
   *   It is assumed that AWS denies a request for all attributes, as its guide says.
   * - `UPDATE_ITEM` returns only the attributes that it wrote (`ReturnValues` is `UPDATED_NEW`, `UPDATED_OLD` or `NONE`).
   * - It is an error to grant features that replace or remove whole items (`PUT_ITEM`, `DELETE_ITEM`, `BATCH_WRITE`,
   *   `PARTIQL_DELETE`), or features without attributes, such as `DESCRIBE_TABLE`.
   *
   * @param names the names of top-level attributes, at least one, each once
   * @example
   * const attributes = AttributeScope.ofAttributes('pk', 'sk', 'status');
   */
  public static ofAttributes(...names: string[]): AttributeScope {
    return new AttributeScope('named', names, CHANGED_VALUES);
  }

  /**
   * Allows only the attributes that an index projects. A query of a local index could otherwise read the other attributes from the
   * table.
   *
   * Reads must ask for the projected attributes (`Select` is `ALL_PROJECTED_ATTRIBUTES`). It is an error to grant features that
   * work on the table: write `QUERY.onIndexes('name')`.
   *
   * @example
   * new LambdaTableAccess(this, 'Access', {
   *   function: handler,
   *   table: orders,
   *   features: [TableFeature.QUERY.onIndexes('byCustomer')],
   *   attributes: AttributeScope.ofProjections(),
   * });
   */
  public static ofProjections(): AttributeScope {
    return new AttributeScope('projected', [], []);
  }

  /**
   * Allows any attribute, but only to write. Writes return nothing (`ReturnValues` is `NONE`), because a role without read access
   * could otherwise read the items that it overwrites.
   *
   * It is an error to grant features that read.
   *
   * @example
   * const attributes = AttributeScope.writeOnly();
   */
  public static writeOnly(): AttributeScope {
    return new AttributeScope('any', [], ['NONE']);
  }

  private constructor(
    private readonly kind: 'named' | 'projected' | 'any',
    private readonly names: readonly string[],
    private readonly returnValues: readonly string[],
  ) {}

  /** Returns the same attributes for writes that return nothing, not even the attributes that they wrote. */
  public returningNothing(): AttributeScope {
    return new AttributeScope(this.kind, this.names, this.returnValues.filter((value) => value === 'NONE'));
  }

  /**
   * Requests with the parameters `Select` and `ReturnValues` always have a value of them, so a plain `StringEquals` is enough. A PartiQL
   * statement returns nothing unless it says so.
   *
   * @internal
   */
  public _toConditions(action: string): Conditions {
    const returnOperator = action.startsWith('dynamodb:PartiQL') ? 'StringEqualsIfExists' : 'StringEquals';
    const selectOperator = WITHOUT_SELECT_PARAMETER.includes(action) ? 'StringEqualsIfExists' : 'StringEquals';
    const select = this.kind === 'projected' ? 'ALL_PROJECTED_ATTRIBUTES' : 'SPECIFIC_ATTRIBUTES';
    return {
      ...this.kind === 'named' && {
        'ForAllValues:StringEquals': { 'dynamodb:Attributes': [...this.names].sort() },
        'Null': { 'dynamodb:Attributes': 'false' },
      },
      ...supportsSelect(action) && { [selectOperator]: { 'dynamodb:Select': select } },
      ...supportsReturnValues(action) && { [returnOperator]: { 'dynamodb:ReturnValues': oneOrMany(this.returnValues) } },
    };
  }

  /** @internal */
  public _findProblem(): Problem | undefined {
    if (this.kind !== 'named') return undefined;
    const textProblem = findFirstProblem(this.names, (name) => findTextProblem('the attribute', name));
    if (textProblem) return textProblem;
    const unsound = this.names.find((name, index) => name === '' || this.names.indexOf(name) !== index);
    if (this.names.length > 0 && unsound === undefined) return undefined;
    const problem = { id: 'attributeNames', expected: 'the names of top-level attributes, each once' } as const;
    if (unsound === undefined) return { ...problem, value: 'attributes has no name', remedy: 'list the attributes, or leave attributes out' };
    if (unsound === '') return { ...problem, value: 'attributes has an empty name', remedy: 'correct the list' };
    return { ...problem, value: `attributes has ${describeValue(unsound)} twice`, remedy: 'correct the list' };
  }

  /** @internal */
  public _findFeatureProblem(feature: TableFeature, permissions: readonly Permission[]): Problem | undefined {
    for (const permission of permissions) {
      const unlimited = this.describeUnlimited(feature, permission);
      if (unlimited !== undefined) {
        return {
          id: 'featureBesideScope',
          value: `attributes cannot limit ${feature}, because ${permission.action} ${unlimited.because}`,
          expected: unlimited.expected,
          remedy: `list the features without ${permission.action}, or grant ${feature.name} in another access without attributes`,
        };
      }
    }
    return undefined;
  }

  /**
   * Finds the key attributes that the scope doesn't include.
   *
   * @internal
   */
  public _findMissingKeys(keyAttributes: readonly string[]): string[] {
    if (this.kind !== 'named' || this.names.some(holdsToken)) return [];
    return keyAttributes.filter((name) => !this.names.includes(name));
  }

  /** Says why the attributes can't limit a feature, and which features they can limit. Returns undefined if they limit the feature. */
  private describeUnlimited(feature: TableFeature, { action, on, onlyIn }: Permission): UnlimitedFeature | undefined {
    if (!ACTIONS[action]) return { because: 'is unknown to this library', expected: 'actions whose condition keys the library knows' };
    if (onlyIn !== undefined || action === 'dynamodb:ConditionCheckItem') {
      return { because: 'is part of a transaction', expected: 'features without transactions, because AWS does not document their attributes' };
    }
    switch (this.kind) {
      case 'named':
        if (WHOLE_ITEM_ACTIONS.includes(action)) {
          return { because: 'replaces or removes whole items', expected: 'features that keep the other attributes, such as UPDATE_ITEM' };
        }
        if (supportsServiceKey(action, 'dynamodb:Attributes')) return undefined;
        return { because: 'does not support dynamodb:Attributes', expected: 'features whose requests name attributes' };
      case 'projected':
        if (!supportsSelect(action) || !needsOnIndexes(feature, action)) {
          return { because: 'reads no index', expected: 'features that read indexes' };
        }
        if (on === 'index' || feature._indexScope.kind === 'named' || feature._indexScope.kind === 'any') return undefined;
        return { because: 'also reads the table', expected: `a feature on indexes only, such as ${feature.name}.onIndexes('name')` };
      case 'any':
        if (supportsReturnValues(action) || SILENT_ACTIONS.includes(action)) return undefined;
        return { because: 'does not write items', expected: 'features that write items' };
    }
  }
}

function supportsSelect(action: string): boolean {
  return supportsServiceKey(action, 'dynamodb:Select');
}

function supportsReturnValues(action: string): boolean {
  return supportsServiceKey(action, 'dynamodb:ReturnValues');
}
