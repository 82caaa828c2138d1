import { ACTIONS, ResourceType } from '../../features/actions';
import { Matcher } from '../../policy/policy-document';
import { matchesAction } from '../../policy/text-pattern';
import { ResourceKind } from '../report-data';

/** The services whose actions the report is about. */
const SERVICES = ['dynamodb', 'kms', 'logs'];

const RESOURCE_TYPES: Readonly<Record<Exclude<ResourceKind, 'account'>, readonly ResourceType[]>> = {
  'table': ['table'],
  'index': ['index'],
  'stream': ['stream'],
  'backup': ['backup'],
  'export': ['export'],
  'import': ['import'],
  'key': ['key'],
  'log group': ['log-group', 'log-stream'],
};

export const RESOURCE_KINDS = [...Object.keys(RESOURCE_TYPES), 'account'] as readonly ResourceKind[];

/** Actions with whether AWS authorizes them, where that is known. */
export class ActionCatalogue {
  /** The actions that AWS authorizes on each type of resource. */
  private readonly byType = new Map<ResourceType | 'account', ReadonlySet<string>>();
  private readonly named = new Map<string, ReadonlySet<string>>();
  private readonly all: readonly string[];

  /** @param mentioned actions that some policy of the app names */
  constructor(mentioned: Iterable<string>) {
    const known = Object.keys(ACTIONS);
    const byLowerCase = new Map(known.map((action) => [action.toLowerCase(), action]));
    const others = [...mentioned].filter((action) => !byLowerCase.has(action.toLowerCase()));
    this.all = [...new Set([...known, ...others])].filter((action) => SERVICES.includes(getService(action))).sort();
  }

  /** The actions that an element Action or NotAction names. */
  public findNamed(actions: Matcher<string>): ReadonlySet<string> {
    const key = JSON.stringify(actions);
    const known = this.named.get(key);
    if (known) return known;
    const named = new Set(this.all.filter((action) =>
      actions.values.some((pattern) => matchesAction(pattern, action)) !== actions.negated));
    this.named.set(key, named);
    return named;
  }

  /** The actions that AWS authorizes on a type of resource; those that the library doesn't know on any type of their service. */
  public findAuthorizedOn(type: ResourceType | 'account'): ReadonlySet<string> {
    const known = this.byType.get(type);
    if (known) return known;
    const actions = new Set(this.all.filter((action) => isAuthorizedOn(action, type)));
    this.byType.set(type, actions);
    return actions;
  }

  /** The actions that an access to a kind of resource can have. */
  public listForKind(kind: ResourceKind): string[] {
    const types = kind === 'account' ? ['account' as const] : RESOURCE_TYPES[kind];
    return this.all.filter((action) => types.some((type) => this.findAuthorizedOn(type).has(action)));
  }
}

/** Whether AWS authorizes an action on a type of resource, or may do so. */
export function isAuthorizedOn(action: string, type: ResourceType | 'account'): boolean {
  const fact = ACTIONS[action];
  if (!fact) return getService(action) === SERVICE_OF_TYPE[type] || type === 'account';
  // streams of Kinesis have the same name
  if (type !== 'account') return fact.resourceTypes.includes(type) && getService(action) === SERVICE_OF_TYPE[type];
  return fact.resourceTypes.length === 0 || fact.isResourceOptional === true;
}

export function getService(action: string): string {
  return action.split(':')[0].toLowerCase();
}

const SERVICE_OF_TYPE: Partial<Record<ResourceType | 'account', string>> = {
  'table': 'dynamodb',
  'index': 'dynamodb',
  'stream': 'dynamodb',
  'backup': 'dynamodb',
  'export': 'dynamodb',
  'import': 'dynamodb',
  'key': 'kms',
  'log-group': 'logs',
  'log-stream': 'logs',
};
