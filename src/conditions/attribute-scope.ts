import { Conditions, oneOrMany } from './conditions';
import { supportsServiceKey } from './supported-keys';
import { findTextProblem } from './text-problem';
import { holdsToken } from './tokens';
import { ACTIONS } from '../features/actions';
import { needsOnIndexes } from '../features/feature-needs';
import { Permission } from '../features/permission';
import { TableFeature } from '../features/table-feature';
import { findFirstProblem, Problem } from '../problems/problem';

/** What writers may get back: an enumeration of the values of `ReturnValues`. */
const CHANGED_VALUES = ['NONE', 'UPDATED_NEW', 'UPDATED_OLD'];

/** Whole items are replaced or removed by these, whatever attributes the request names. */
const WHOLE_ITEM_ACTIONS = ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PartiQLDelete', 'dynamodb:PutItem'];

/** These write, and never return an item. */
const SILENT_ACTIONS = ['dynamodb:BatchWriteItem', 'dynamodb:PartiQLInsert'];

/**
 * The attributes of items that an access reaches.
 *
 * DynamoDB compares the top-level attributes that a request names, never those that it returns: so reads have to list what
 * they want, and writers may get back nothing but what they wrote. AWS doesn't say that this covers what a request gets back of
 * an item that fails its condition (`ReturnValuesOnConditionCheckFailure`): don't rely on it for that. Transactions are an error beside attributes, as AWS doesn't
 * say what of their requests is compared.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export class AttributeScope {
  /**
   * These attributes alone. The key attributes of the table, and of the indexes that the access reaches, must be among them.
   *
   * - Reads must list the attributes that they want (`Select` is `SPECIFIC_ATTRIBUTES`).
   * - `UPDATE_ITEM` gets back what it wrote (`ReturnValues` is `UPDATED_NEW`, `UPDATED_OLD` or `NONE`).
   * - Features that replace or remove whole items (`PUT_ITEM`, `DELETE_ITEM`, `BATCH_WRITE`, `PARTIQL_DELETE`) are an error where
   *   the access is granted, and so are those without attributes, such as `DESCRIBE_TABLE`.
   *
   * @param names the names of top-level attributes, at least one, each once
   */
  public static ofAttributes(...names: string[]): AttributeScope {
    return new AttributeScope('named', names, CHANGED_VALUES);
  }

  /**
   * The attributes that an index projects: of a local index, a query could otherwise fetch the others from the table.
   *
   * Reads must ask for them (`Select` is `ALL_PROJECTED_ATTRIBUTES`). Features that reach anything but indexes are an error
   * where the access is granted: write `QUERY.onIndexes('name')`.
   */
  public static ofProjections(): AttributeScope {
    return new AttributeScope('projected', [], []);
  }

  /**
   * Any attribute, but only to write: writers get nothing back (`ReturnValues` is `NONE`), which is how a role that can't read
   * would otherwise read what it overwrites.
   *
   * Features that read are an error where the access is granted.
   */
  public static writeOnly(): AttributeScope {
    return new AttributeScope('any', [], ['NONE']);
  }

  private constructor(
    private readonly kind: 'named' | 'projected' | 'any',
    private readonly names: readonly string[],
    private readonly returnValues: readonly string[],
  ) {}

  /** The same attributes, for writers that get nothing back, not even what they wrote. */
  public returningNothing(): AttributeScope {
    return new AttributeScope(this.kind, this.names, this.returnValues.filter((value) => value === 'NONE'));
  }

  /**
   * AWS says of `Select` and of `ReturnValues` that they always have a value, so that a plain `StringEquals` does; of PartiQL
   * it doesn't, where nothing is returned unless a statement says so.
   *
   * @internal
   */
  public _toConditions(action: string): Conditions {
    const returnOperator = action.startsWith('dynamodb:PartiQL') ? 'StringEqualsIfExists' : 'StringEquals';
    const select = this.kind === 'projected' ? 'ALL_PROJECTED_ATTRIBUTES' : 'SPECIFIC_ATTRIBUTES';
    return {
      ...this.kind === 'named' && {
        'ForAllValues:StringEquals': { 'dynamodb:Attributes': [...this.names].sort() },
        'Null': { 'dynamodb:Attributes': 'false' },
      },
      ...supportsSelect(action) && { StringEquals: { 'dynamodb:Select': select } },
      ...supportsReturnValues(action) && { [returnOperator]: { 'dynamodb:ReturnValues': oneOrMany(this.returnValues) } },
    };
  }

  /** @internal */
  public _findProblem(): Problem | undefined {
    if (this.kind !== 'named') return undefined;
    const stranger = findFirstProblem(this.names, (name) => findTextProblem('attribute', name));
    if (stranger) return stranger;
    const unsound = this.names.find((name, index) => name === '' || this.names.indexOf(name) !== index);
    if (this.names.length > 0 && unsound === undefined) return undefined;
    return {
      id: 'attributeNames',
      value: `attributes [${this.names.map((name) => `'${name}'`).join(', ')}]`,
      expected: 'the names of top-level attributes, at least one, each once',
      remedy: 'list the attributes, or leave the scope out',
    };
  }

  /** @internal */
  public _findFeatureProblem(feature: TableFeature, permissions: readonly Permission[]): Problem | undefined {
    for (const permission of permissions) {
      const expected = this.describeExpectedFeature(feature, permission);
      if (expected !== undefined) {
        return {
          id: 'featureBesideScope',
          value: `feature ${feature} beside attributes, with ${permission.action}`,
          expected,
          remedy: `give ${feature.name} in an access of its own, without attributes, or list the parts of it that are needed`,
        };
      }
    }
    return undefined;
  }

  /**
   * The key attributes that are missing among the names.
   *
   * @internal
   */
  public _findMissingKeys(keyAttributes: readonly string[]): string[] {
    if (this.kind !== 'named' || this.names.some(holdsToken)) return [];
    return keyAttributes.filter((name) => !this.names.includes(name));
  }

  private describeExpectedFeature(feature: TableFeature, { action, on, onlyIn }: Permission): string | undefined {
    if (!ACTIONS[action]) return 'actions of which the library knows what their requests carry';
    if (onlyIn !== undefined || action === 'dynamodb:ConditionCheckItem') {
      return 'no transactions, as AWS doesn\'t say which attributes of theirs it compares';
    }
    switch (this.kind) {
      case 'named':
        if (WHOLE_ITEM_ACTIONS.includes(action)) return 'features that leave the other attributes as they are, such as UPDATE_ITEM';
        if (supportsServiceKey(action, 'dynamodb:Attributes')) return undefined;
        return 'features whose requests name attributes';
      case 'projected':
        if (!supportsSelect(action) || !needsOnIndexes(feature, action)) return 'features that read indexes';
        if (on === 'index' || feature._indexScope.kind === 'named' || feature._indexScope.kind === 'any') return undefined;
        return `indexes alone, as in ${feature.name}.onIndexes('name')`;
      case 'any':
        if (supportsReturnValues(action) || SILENT_ACTIONS.includes(action)) return undefined;
        return 'features that write items';
    }
  }
}

function supportsSelect(action: string): boolean {
  return supportsServiceKey(action, 'dynamodb:Select');
}

function supportsReturnValues(action: string): boolean {
  return supportsServiceKey(action, 'dynamodb:ReturnValues');
}
