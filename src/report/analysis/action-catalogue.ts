import { ACTIONS, ResourceType } from '../../features/actions';
import { Matcher } from '../../policy/policy-document';
import { matchesAction } from '../../policy/text-pattern';
import { mapValues } from '../../values/json-values';
import { ResourceKind } from '../report-data';

/** The service of each kind of resource, and the types that AWS has for it. */
const KINDS: Readonly<Record<ResourceKind, readonly [service: string, ...types: (ResourceType | 'account')[]]>> = {
  'table': ['dynamodb', 'table'],
  'index': ['dynamodb', 'index'],
  'stream': ['dynamodb', 'stream'],
  'backup': ['dynamodb', 'backup'],
  'export': ['dynamodb', 'export'],
  'import': ['dynamodb', 'import'],
  'key': ['kms', 'key'],
  'log group': ['logs', 'log-group', 'log-stream'],
  'account': ['', 'account'],
};

/** The services whose actions the report covers. */
const SERVICES = ['dynamodb', 'kms', 'logs'];
const SERVICE_BY_TYPE: ReadonlyMap<string, string> = new Map(
  Object.values(KINDS).flatMap(([service, ...types]) => types.map((type) => [type, service])));

/** Tells whether the report shows resources of a type as this kind. */
export function isOfKind(type: ResourceType | 'account', kind: ResourceKind): boolean {
  return KINDS[kind].slice(1).includes(type);
}

/** All actions that the report looks for, and the types of resources that AWS authorizes them on. */
export class ActionCatalogue {
  private readonly actionsByType = new Map<ResourceType | 'account', ReadonlySet<string>>();
  private readonly actionsByMatcher = new Map<string, ReadonlySet<string>>();
  private readonly typesByActions = new WeakMap<ReadonlySet<string>, ReadonlySet<ResourceType | 'account'>>();
  private readonly all: readonly string[];

  /** @param mentioned actions that policies of the app name */
  constructor(mentioned: Iterable<string>) {
    const known = Object.keys(ACTIONS);
    const byLowerCase = new Map(known.map((action) => [action.toLowerCase(), action]));
    const others = [...mentioned].filter((action) => !byLowerCase.has(action.toLowerCase()));
    this.all = [...new Set([...known, ...others])].filter((action) => SERVICES.includes(getService(action))).sort();
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
  public findAuthorizedOn(type: ResourceType | 'account'): ReadonlySet<string> {
    const known = this.actionsByType.get(type);
    if (known) return known;
    const actions = new Set(this.all.filter((action) => isAuthorizedOn(action, type)));
    this.actionsByType.set(type, actions);
    return actions;
  }

  /** Finds the types of resources that AWS authorizes any of these actions on. */
  public findTypes(actions: ReadonlySet<string>): ReadonlySet<ResourceType | 'account'> {
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

/** Tells whether AWS authorizes an action on a type of resource. For an unknown action, it may. */
export function isAuthorizedOn(action: string, type: ResourceType | 'account'): boolean {
  const fact = ACTIONS[action];
  if (!fact) return getService(action) === SERVICE_BY_TYPE.get(type) || type === 'account';
  // Kinesis has a resource type stream too
  if (type !== 'account') return fact.resourceTypes.includes(type) && getService(action) === SERVICE_BY_TYPE.get(type);
  return fact.resourceTypes.length === 0 || fact.isResourceOptional === true;
}

function getService(action: string): string {
  return action.split(':')[0].toLowerCase();
}
