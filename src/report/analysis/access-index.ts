import { readActionPattern, writeActionPattern } from './action-patterns';
import { filterByPattern } from './filter-by-pattern';
import { canMatchBoth } from '../../policy/pattern';
import { parseAction } from '../../policy/text-pattern';
import { toList } from '../../values/json-values';
import { groupBy } from '../../values/lists';
import { AccessReportData, DeniedActions, ReportedAccess, ReportedCondition, ResourceKind } from '../report-data';

/** The ways in which an action is allowed or denied, each with its conditions. */
export type Ways = readonly (readonly ReportedCondition[])[];
export type WaysByAction = ReadonlyMap<string, Ways>;

/** The allowed and denied actions of one grantee on one resource. */
interface ActionWays {
  readonly allowed: WaysByAction;
  readonly denied: WaysByAction;
}

const NOTHING: ActionWays = { allowed: new Map(), denied: new Map() };

/** The accesses and the names of a report, by their ids. */
export class AccessIndex {
  /** The names of resources by their ids. A role may be a resource and a grantee. */
  public readonly names: ReadonlyMap<string, string>;
  public readonly granteeNames: ReadonlyMap<string, string>;
  public readonly pairs: ReadonlyMap<string, ActionWays>;
  /** The ids of the resources that stand for log groups. */
  public readonly others: ReadonlyMap<string, string>;
  /** The accesses that are to all log groups without an entry of their own. */
  private readonly complete: ReadonlySet<string>;

  private readonly listedByKind: ReadonlyMap<string, ReadonlySet<string>>;
  private readonly kinds: ReadonlyMap<string, ResourceKind>;
  private readonly accessesByGrantee: ReadonlyMap<string, readonly ReportedAccess[]>;

  constructor(private readonly report: AccessReportData) {
    const { grantees, resources, accesses } = report;
    this.accessesByGrantee = groupBy(accesses, ({ grantee }) => grantee);
    this.others = new Map(resources.flatMap(({ id, others }) => toList(others).map((each) => [id, each])));
    this.complete = new Set(accesses.filter(({ all }) => all).map(({ grantee, resource }) => makePair(grantee, resource)));
    this.listedByKind = new Map(Object.entries(report.actions).map(([kind, actions]) => [kind, new Set(actions)]));
    this.kinds = new Map(resources.map(({ id, kind }) => [id, kind]));
    this.names = new Map(resources.map(({ id, name }) => [id, name]));
    this.granteeNames = new Map(grantees.map(({ id, name }) => [id, name]));
    this.pairs = new Map(accesses.map(({ grantee, resource, allowed, denied }) => {
      const kind = this.kinds.get(resource)!;
      return [makePair(grantee, resource), { allowed: this.collectWays(allowed, kind), denied: this.collectWays(denied, kind) }];
    }));
  }

  /**
   * Finds the ways of a grantee on a resource, on the resource that stands for it, or on resources like a broader pattern.
   *
   * @param other the index of the report that has the resource, if this one hasn't
   */
  public findWays(grantee: string, resource: string, others: string | undefined, other: AccessIndex): ActionWays {
    const [own, ofOthers] = [resource, others ?? ''].map((id) => makePair(grantee, id));
    const known = this.pairs.get(own) ?? (this.complete.has(ofOthers) ? this.pairs.get(ofOthers) : undefined);
    if (known || this.names.has(resource) || !resource.startsWith('arn:')) return known ?? NOTHING;
    const accesses = this.accessesByGrantee.get(grantee) ?? [];
    const outside = other.listPoliciesOutside(own);
    const allowedEntries = accesses.flatMap((each) => each.allowed).map((entry) => (
      { ...entry, conditions: [...entry.conditions.filter(({ operator }) => operator !== 'ResourcePolicy'), ...outside] }));
    const kind = other.kinds.get(resource)!;
    const pattern = kind === 'log group' && !/[*?]|:log-stream:/.test(resource) ? `${resource}:*` : resource;
    const [allowed, denied] = [allowedEntries, accesses.flatMap((each) => each.denied)]
      .map((entries) => this.collectWays(filterByPattern(this.report, entries, pattern, kind), kind));
    return { allowed, denied };
  }

  /** Lists the policy of a resource from another account, which has to allow the access as well. */
  private listPoliciesOutside(pair: string): ReportedCondition[] {
    return [...this.pairs.get(pair)?.allowed.values() ?? []].flat(2).filter(({ operator }) => operator === 'ResourcePolicy').slice(0, 1);
  }

  /** Lists the actions that the report looks for on a resource, which one of two reports has. */
  public findListedActions(resource: string, ...reports: readonly AccessIndex[]): ReadonlySet<string> {
    return this.listedByKind.get(reports.flatMap((each) => toList(each.kinds.get(resource)))[0])!;
  }

  /** Collects the ways of each action, and of each pattern of actions. */
  private collectWays(entries: readonly DeniedActions[], kind: ResourceKind): Map<string, Ways> {
    const listed = this.listedByKind.get(kind)!;
    const ways = entries.flatMap(({ actions, patterns, conditions }) => {
      const others = new Set(patterns.map((pattern) => nameOtherActions(pattern, listed)));
      return [...actions, ...others].map((action) => ({ action, conditions }));
    });
    const byAction = [...groupBy(ways, ({ action }) => action)];
    return new Map(byAction.map(([action, group]) => [action, group.map(({ conditions }) => conditions)]));
  }
}

function makePair(grantee: string, resource: string): string {
  return JSON.stringify([grantee, resource]);
}

/** Names the actions that a pattern stands for besides those that the report lists. Exclusions of other services exclude nothing of them. */
function nameOtherActions(pattern: string, listed: ReadonlySet<string>): string {
  const { negated, values } = readActionPattern(pattern);
  if (!negated) return writeOtherActions(pattern);
  const services = [...new Set([...listed].map((action) => action.split(':')[0]))].map((service) => parseAction(`${service}:*`));
  const known = new Set([...listed].map((action) => action.toLowerCase()));
  const excluded = values.filter((value) => !known.has(value.toLowerCase()) && services.some((service) => canMatchBoth(service, parseAction(value))));
  return writeOtherActions(writeActionPattern({ negated, values: excluded }));
}

function writeOtherActions(pattern: string): string {
  return `whatever else ${pattern} stands for`;
}

/** Reads the pattern of the actions that a report doesn't list. */
export function readOtherActions(action: string): string | undefined {
  return /^whatever else (.*) stands for$/.exec(action)?.[1];
}
