import { ACTIONS } from './actions';
import { Permission, permitOn, permitOnAccount, permitOnTable, permitTableKeyUse } from './permission';
import { findFirstProblem, Problem } from '../problems/problem';
import { expectList, expectOptions, expectText, FLAG, optional } from '../problems/shape';
import { makeLookup } from '../values/lookup';

/**
 * A feature for actions that the library doesn't know yet.
 *
 * Put each action in the list of the resource that AWS authorizes it on. If AWS authorizes it on the table and on its indexes, put
 * it in both lists.
 */
export interface CustomFeatureOptions {
  /** The name of the feature in reports and messages, for example `BULK_PUT_ITEMS`. */
  readonly name: string;

  /** The reason why a function needs the feature, in a few words. */
  readonly why: string;

  /**
   * Actions on the table, in the form `dynamodb:ActionName`.
   *
   * @default - no actions on the table
   */
  readonly tableActions?: string[];

  /**
   * Actions on the table's indexes, in the form `dynamodb:ActionName`.
   *
   * @default - no actions on indexes
   */
  readonly indexActions?: string[];

  /**
   * Actions on the table's stream, in the form `dynamodb:ActionName`.
   *
   * @default - no actions on the stream
   */
  readonly streamActions?: string[];

  /**
   * Actions that AWS authorizes only on the whole account (`*`), in the form `dynamodb:ActionName`.
   *
   * @default - no account-level actions
   */
  readonly accountActions?: string[];

  /**
   * Set to true if the actions read or write items. DynamoDB then decrypts the customer managed key of the table for the caller.
   *
   * @default - true if the library knows that one of the actions does; a warning asks for this option if it doesn't know the
   * actions and the table has a customer managed key
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
   */
  readonly usesTableKey?: boolean;
}

const ACTION_LIST_SHAPE = optional(expectList(expectText('an action, such as dynamodb:GetItem'), 'a list of actions'));

const CUSTOM_FEATURE_OPTIONS = expectOptions({
  name: expectText('the name of the feature'),
  why: expectText('the reason why a function needs the feature'),
  tableActions: ACTION_LIST_SHAPE,
  indexActions: ACTION_LIST_SHAPE,
  streamActions: ACTION_LIST_SHAPE,
  accountActions: ACTION_LIST_SHAPE,
  usesTableKey: optional(FLAG),
});

export function findCustomOptionsProblem(options: CustomFeatureOptions): Problem | undefined {
  return CUSTOM_FEATURE_OPTIONS('the options object of the custom feature', options);
}

export function listCustomPermissions(options: CustomFeatureOptions): Permission[] {
  const permissions = [
    ...(options.tableActions ?? []).flatMap((action) => permitOnTable(action, options.why)),
    ...(options.indexActions ?? []).flatMap((action) => permitOn('index', action, options.why)),
    ...(options.streamActions ?? []).flatMap((action) => permitOn('stream', action, options.why)),
    ...(options.accountActions ?? []).flatMap((action) => permitOnAccount(action, options.why)),
  ];
  if (options.usesTableKey === undefined) return permissions;
  const others = permissions.filter((permission) => permission.on !== 'table-key');
  if (options.usesTableKey) return [...others, permitTableKeyUse()];
  return others;
}

/** Returns true if only the user knows whether the actions use the key of the table. */
export function leavesKeyUseOpen({ usesTableKey, tableActions = [], indexActions = [], streamActions = [] }: CustomFeatureOptions): boolean {
  return usesTableKey === undefined && [...tableActions, ...indexActions, ...streamActions].some((action) => !(action in ACTIONS));
}

/** API operations that are not IAM actions, though some guides list them, and the features that authorize them. */
export const NOT_ACTIONS = makeLookup<string>({
  'dynamodb:BatchExecuteStatement': 'TableFeature.PARTIQL or one of its four parts',
  'dynamodb:ExecuteStatement': 'TableFeature.PARTIQL or one of its four parts',
  'dynamodb:ExecuteTransaction': 'TableFeature.PARTIQL or one of its four parts',
  'dynamodb:TransactGetItems': 'TableFeature.TRANSACT_READ',
  'dynamodb:TransactWriteItems': 'TableFeature.TRANSACT_WRITE or one of its four parts',
});

/** Finds what is wrong with the permissions of a custom feature. */
export function findCustomFeatureProblem(name: string, permissions: readonly Permission[]): Problem | undefined {
  const own = permissions.filter(({ on }) => on !== 'table-key');
  if (own.length === 0) {
    return {
      id: 'emptyList',
      value: `the custom feature ${name} has no actions`,
      expected: 'actions in tableActions, indexActions, streamActions or accountActions',
      remedy: 'add the actions to the list of the resource that AWS authorizes them on',
    };
  }
  const problem = findFirstProblem(own, findCustomActionProblem);
  return problem && { ...problem, value: `the custom feature ${name} has ${problem.value}` };
}

export function findCustomActionProblem(permission: Permission): Problem | undefined {
  const { action } = permission;
  const known = [...Object.keys(ACTIONS), ...Object.keys(NOT_ACTIONS)]
    .find((each) => each !== action && each.toLowerCase() === `${action}`.toLowerCase());
  if (known !== undefined) {
    return {
      id: 'customAction',
      value: `the action '${action}', which AWS spells differently`,
      expected: known,
      remedy: `write ${known}`,
    };
  }
  if (!/^dynamodb:[A-Z][A-Za-z0-9]+$/.test(action)) {
    return {
      id: 'customAction',
      value: `the action '${action}'`,
      expected: 'an action in the form dynamodb:ActionName without wildcards',
      remedy: 'write the full name of each action, such as dynamodb:GetItem',
    };
  }
  if (action in NOT_ACTIONS) {
    return {
      id: 'customAction',
      value: `the action '${action}', which is an API operation without an IAM action`,
      expected: 'an action that IAM has',
      remedy: `use ${NOT_ACTIONS[action]}`,
    };
  }
  return findResourceTypeProblem(permission);
}

function findResourceTypeProblem({ action, on }: Permission): Problem | undefined {
  const types = ACTIONS[action]?.resourceTypes;
  if (types === undefined) return undefined;
  const value = `the action '${action}' in ${on}Actions, where it allows nothing`;
  if (types.length === 0) {
    if (on === 'account') return undefined;
    return {
      id: 'customActionPlace',
      value,
      expected: 'the action in accountActions, because AWS authorizes it on no resource',
      remedy: 'move the action to accountActions',
    };
  }
  if (types.some((type) => type === on)) return undefined;
  return {
    id: 'customActionPlace',
    value,
    expected: `the action in the list of each resource type that AWS authorizes it on: ${types.join(' and ')}`,
    remedy: `move the action to ${types.map((type) => `${type}Actions`).join(' and ')}`,
  };
}
