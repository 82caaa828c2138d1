import { ACTIONS, ResourceType } from '../../features/actions';
import { NOT_ACTIONS } from '../../features/custom-feature';
import { TABLE_PARTS, TableType } from '../../features/table-parts';
import { ACTION_TYPES, findActionTypes } from '../../policy/action-types';
import { Matcher } from '../../policy/policy-document';
import { matchesAction, parseAction } from '../../policy/text-pattern';
import { mapValues } from '../../values/json-values';
import { ResourceKind } from '../report-data';

/** The types of resources that the report covers. `account` is for actions without a resource. */
export type ReportedType = ResourceType | 'account' | 'role';

/** The action that gives the permissions of a role. */
export const ASSUME_ROLE = 'sts:AssumeRole';

const TABLE_KINDS = Object.fromEntries((['table', ...TABLE_PARTS] as const).map((type) => [type, ['dynamodb', type]])) as Record<TableType, [string, TableType]>;

/** The service of each kind of resource, and the types that AWS has for it. */
const KINDS: Readonly<Record<ResourceKind, readonly [service: string, ...types: ReportedType[]]>> = {
  ...TABLE_KINDS,
  'key': ['kms', 'key'],
  'log group': ['logs', 'log-group', 'log-stream'],
  'account': ['', 'account'],
  'role': ['sts', 'role'],
};

/** The services whose actions the report covers. */
const SERVICES = ['dynamodb', 'kms', 'logs'];
const SERVICE_BY_TYPE: ReadonlyMap<string, string> = new Map<string, string>(
  Object.values(KINDS).flatMap(([service, ...types]) => types.map((type) => [type, service])));

/** Tells whether the report shows resources of a type as this kind. */
export function isOfKind(type: ReportedType, kind: ResourceKind): boolean {
  return KINDS[kind].slice(1).includes(type);
}

/** All actions that the report looks for, and the types of resources that AWS authorizes them on. */
export class ActionCatalogue {
  private readonly actionsByType = new Map<ReportedType, ReadonlySet<string>>();
  private readonly actionsByMatcher = new Map<string, ReadonlySet<string>>();
  private readonly typesByActions = new WeakMap<ReadonlySet<string>, ReadonlySet<ReportedType>>();
  private readonly all: readonly string[];

  /** @param mentioned actions and patterns of actions that policies of the app name */
  constructor(mentioned: Iterable<string>) {
    const others = [...mentioned].filter((action) => !NO_ACTIONS.has(action.toLowerCase())).flatMap(listActionsLike);
    const covered = [...Object.keys(ACTIONS), ...others].filter((action) => SERVICES.includes(getService(action)));
    this.all = [...new Set([...covered, ASSUME_ROLE])].sort();
  }

  /** Finds the actions that an element Action or NotAction names. */
  public findNamed(actions: Matcher<string>): ReadonlySet<string> {
    const key = JSON.stringify(actions);
    const known = this.actionsByMatcher.get(key);
    if (known) return known;
    const named = new Set(this.all.filter((action) =>
      actions.values.some((pattern) => matchesAction(pattern, action)) !== actions.negated));
    this.actionsByMatcher.set(key, named);
    return named;
  }

  /** Finds the actions that AWS authorizes on a type of resource. An unknown action is on every type of its service. */
  public findAuthorizedOn(type: ReportedType): ReadonlySet<string> {
    const known = this.actionsByType.get(type);
    if (known) return known;
    const actions = new Set(this.all.filter((action) => isAuthorizedOn(action, type)));
    this.actionsByType.set(type, actions);
    return actions;
  }

  /** Finds the types of resources that AWS authorizes any of these actions on. */
  public findTypes(actions: ReadonlySet<string>): ReadonlySet<ReportedType> {
    const known = this.typesByActions.get(actions);
    if (known) return known;
    const all = Object.values(KINDS).flatMap(([, ...types]) => types);
    const types = new Set(all.filter((type) => [...this.findAuthorizedOn(type)].some((action) => actions.has(action))));
    this.typesByActions.set(actions, types);
    return types;
  }

  /** Lists the actions that an access to each kind of resource can have. */
  public listByKind(): Record<ResourceKind, string[]> {
    return mapValues(KINDS, ([, ...types]) => this.all.filter((action) => types.some((type) => this.findAuthorizedOn(type).has(action))));
  }
}

/** Lists the actions like a pattern. One that no action is like stands for those that AWS may add. Patterns of a whole service stay patterns. */
function listActionsLike(pattern: string): readonly string[] {
  if (!/[*?]/.test(pattern)) return [findActionTypes(pattern)?.action ?? pattern];
  if (/^(\*|[^:]*:\*+)$/.test(pattern)) return [];
  const parsed = parseAction(pattern);
  const like = ACTION_TYPES.map(({ action }) => action).filter((action) => parsed.matches(action));
  if (like.length > 0) return like;
  return [pattern];
}

/** Tells whether AWS authorizes an action on a type of resource. For an unknown action, it may. */
export function isAuthorizedOn(action: string, type: ReportedType): boolean {
  if (action === ASSUME_ROLE || type === 'role') return action === ASSUME_ROLE && type === 'role';
  const isOfService = getService(action) === SERVICE_BY_TYPE.get(type);
  const known = findActionTypes(action);
  if (!known) return isOfService || type === 'account';
  if (type !== 'account') return known.types.includes(type) && isOfService;
  return !known.types.some((each) => SERVICE_BY_TYPE.has(each)) || ACTIONS[action]?.isResourceOptional === true;
}

/** Operations that policies name although IAM has no such action. They allow nothing. */
const NO_ACTIONS: ReadonlySet<string> = new Set(Object.keys(NOT_ACTIONS).map((action) => action.toLowerCase()));

function getService(action: string): string {
  return action.split(':')[0].toLowerCase();
}
