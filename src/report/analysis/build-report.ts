import { ActionCatalogue, RESOURCE_KINDS } from './action-catalogue';
import { describeCondition } from './describe-conditions';
import { PermissionEffect, EffectivePermissions, findEffectivePermissions } from './effective-permissions';
import { findUselessPermissions } from './find-useless-permissions';
import { markWider } from './find-wider-permissions';
import { attributeAction, listDeclaredAccesses } from './granted-by';
import { listDeclaredResources, DeploymentEnvironment, listNamedResources, listOtherResources, listPatternResources, KnownResource } from './known-resources';
import {
  AccessReportData, AllowedActions, Attribution, DeniedActions, Drop, REPORT_VERSION, ReportedAccess, ReportedGrantee, ResourceKind, UnknownPart,
} from '../report-data';
import { ArnMatcher, Statement, readReportedStatements, replaceVariables, listWrittenStatements } from './read-statements';
import { makeNameShortener } from './shorten-names';
import { Suggestions } from './suggest-features';
import { getConstructPath } from '../../policy/assembly-resources';
import { identify } from '../../policy/principals';
import { Assembly, AttachedPolicy, RoleRecord, UserRecord } from '../../policy/read-assembly';

interface Identity {
  readonly record: RoleRecord | UserRecord | Assembly['groups'][number];
  readonly kind: ReportedGrantee['kind'];
  readonly statements: readonly Statement[];
  readonly boundary?: readonly Statement[];
}

/** The access of every role, user and group of an app, by its templates. */
export function buildReport(assembly: Assembly, environments: readonly DeploymentEnvironment[]): AccessReportData {
  const unknown: UnknownPart[] = assembly.unresolved.map(({ path, problem }) => ({ path, problem }));
  const catalogue = new ActionCatalogue(mentionedActions(assembly));
  const identities = readIdentities(assembly, catalogue, unknown);
  const nameOf = makeNameShortener([
    ...[...assembly.tables, ...assembly.keys, ...assembly.logGroups, ...assembly.functions].map(({ origin }) => getConstructPath(origin)),
    ...identities.map(({ record }) => getConstructPath(record.origin)),
  ]);
  const places = allPlaces(assembly, identities, environments, nameOf);
  const reaching = new Reaching(places, catalogue, unknown);
  const suggestions = new Suggestions(places.map(({ resource }) => resource));
  const granted = identities.map((identity) => {
    const grantee = granteeOf(identity, assembly, nameOf);
    const accesses = reaching.of(identity).map((access) => markWider(access, grantee));
    const suggestion = suggestions.of(accesses, reaching.dropsOf(identity));
    return { grantee: suggestion ? { ...grantee, suggestion } : grantee, accesses };
  });
  const accesses = granted.flatMap((each) => each.accesses);
  const reached = new Set(accesses.map(({ resource }) => resource));
  return {
    version: REPORT_VERSION,
    resources: sorted(places.map(({ resource }) => resource)
      .filter(({ id, declared, kind }) => reached.has(id) || (declared && kind !== 'log group')), ({ id }) => id),
    grantees: sorted(granted.map(({ grantee }) => grantee), ({ id }) => id),
    accesses: sorted(accesses, ({ grantee, resource }) => `${grantee} ${resource}`),
    statements: namedStatements(accesses, identities, places),
    actions: Object.fromEntries(RESOURCE_KINDS.map((kind) => [kind, catalogue.listForKind(kind)])) as Record<ResourceKind, string[]>,
    unknown: sorted(unknown, ({ path, problem }) => `${path} ${problem}`),
  };
}

function namedStatements(
  accesses: readonly ReportedAccess[],
  identities: readonly Identity[],
  places: readonly KnownResource[],
): AccessReportData['statements'] {
  const named = new Set(accesses.flatMap(({ allowed, denied }) => [...allowed, ...denied]).flatMap(({ statements }) => statements));
  const written = [
    ...identities.flatMap(({ record }) => [...record.policies, ...boundaryOf(record)]),
    ...places.map(({ resource, policy }) => ({ name: `policy of ${resource.name}`, document: policy })),
  ].flatMap(listWrittenStatements);
  return Object.fromEntries(sorted(written.filter(([name]) => named.has(name)), ([name]) => name));
}

function boundaryOf(record: Identity['record']): AttachedPolicy[] {
  if ('boundary' in record && record.boundary) return [record.boundary];
  return [];
}

function readIdentities(assembly: Assembly, catalogue: ActionCatalogue, unknown: UnknownPart[]): Identity[] {
  const read = (policy: AttachedPolicy, type: 'identity' | 'boundary') => readReportedStatements(policy, type, catalogue, unknown);
  const kinds = [['role', assembly.roles], ['user', assembly.users], ['group', assembly.groups]] as const;
  return kinds.flatMap(([kind, records]) => records.map((record): Identity => {
    const [boundary] = boundaryOf(record);
    return {
      record,
      kind,
      statements: record.policies.flatMap((policy) => read(policy, 'identity')),
      boundary: boundary?.document ? read(boundary, 'boundary') : undefined,
    };
  }));
}

/** The actions that policies name as they are: those that the library doesn't know are in the report as well. */
function mentionedActions(assembly: Assembly): Set<string> {
  const policies = [...assembly.roles, ...assembly.users, ...assembly.groups].flatMap((record) =>
    [...record.policies, ...boundaryOf(record)].map(({ document }) => document));
  const ofTables = assembly.tables.flatMap(({ policy, streamPolicy }) => [policy, streamPolicy]);
  const ofResources = [...ofTables, ...assembly.keys.map(({ policy }) => policy)];
  const actions = [...policies, ...ofResources].flatMap((document) => [document?.Statement ?? []].flat())
    .flatMap((statement) => [statement.Action ?? []].flat()).filter((action) => typeof action === 'string' && !/[*?]/.test(action));
  return new Set(actions);
}

function allPlaces(
  assembly: Assembly,
  identities: readonly Identity[],
  environments: readonly DeploymentEnvironment[],
  nameOf: (path: string) => string,
): KnownResource[] {
  const places = listDeclaredResources(assembly, nameOf);
  const byArn = new Map(places.flatMap((place) => place.arns.map(({ arn }) => [arn, place] as const)));
  const add = (more: readonly KnownResource[]) => {
    places.push(...more);
    for (const place of more) for (const { arn } of place.arns) byArn.set(arn, place);
  };
  const suffix = ({ account, region }: DeploymentEnvironment) => environments.length === 1 ? '' : ` of account ${account} in ${region}`;
  const patterns = new Set(identities.flatMap(({ statements }) => statements)
    .flatMap(({ parsed: { resources } }) => resources?.negated ? [] : resources?.values ?? []));
  for (const pattern of patterns) add(listNamedResources(pattern, (arn) => byArn.get(arn)));
  add(environments.flatMap((environment) => listOtherResources(environment, suffix(environment))));
  const matcher = new ArnMatcher([...byArn.keys()]);
  const unmatched = [...patterns].filter((pattern) => /^arn:[^:]+:(dynamodb|kms|logs):/.test(pattern))
    .filter((pattern) => !byArn.has(pattern.replace(/\/(index|stream)\/.*$/, ''))) // what a known table has is known
    .filter((pattern) => matcher.matchArns(replaceVariables(pattern)).length === 0);
  for (const pattern of unmatched) add(listPatternResources(pattern, environments[0]));
  return places;
}

function granteeOf({ record, kind }: Identity, assembly: Assembly, nameOf: (path: string) => string): ReportedGrantee {
  const functions = assembly.functions.filter(({ role }) => role === record.arn).map(({ origin }) => getConstructPath(origin)).sort();
  const boundary = boundaryOf(record);
  return {
    id: getConstructPath(record.origin),
    kind,
    name: nameOf(functions.length === 1 ? functions[0] : getConstructPath(record.origin)),
    functions,
    declared: listDeclaredAccesses(record.policies.flatMap(({ recordedAccesses }) => recordedAccesses)),
    unknownPolicies: [...record.policies, ...boundary].filter(({ document }) => document === undefined)
      .map(({ name }) => name).sort(),
    ...boundary.length > 0 ? { boundary: boundary[0].name } : {},
  };
}

/** Finds out what identities reach. */
class Reaching {
  private readonly facets: ReadonlyMap<string, { readonly place: KnownResource; readonly index: number }>;
  private readonly matcher: ArnMatcher;
  private readonly own: ReadonlyMap<KnownResource, readonly Statement[]>;
  /** The places whose own policies name more than accounts, which leave it to the policies of their principals. */
  private readonly naming: readonly KnownResource[];
  private readonly isTable: (path: string) => boolean;

  constructor(places: readonly KnownResource[], private readonly catalogue: ActionCatalogue, unknown: UnknownPart[]) {
    this.facets = new Map(places.flatMap((place) => place.arns.map(({ arn }, index) => [arn, { place, index }] as const)));
    this.matcher = new ArnMatcher([...this.facets.keys()]);
    const policies = new Map<unknown, Statement[]>();
    this.own = new Map(places.filter(({ policy }) => policy !== undefined).map((place) => {
      const { resource: { name }, policy } = place;
      const statements = policies.get(policy)
        ?? readReportedStatements({ name: `policy of ${name}`, document: policy, recordedAccesses: [] }, 'resource', catalogue, unknown);
      policies.set(policy, statements);
      return [place, statements];
    }));
    this.naming = [...this.own].filter(([, statements]) => statements.some(({ parsed: { effect, principals } }) =>
      effect === 'Deny' || principals?.values.some(({ value }) => !/^\d{12}$|:root$/.test(value)))).map(([place]) => place);
    const tables = new Set(places.filter(({ resource }) => resource.kind === 'table').map(({ resource }) => resource.id.replace(/@[^/]*$/, '')));
    this.isTable = (path) => tables.has(path);
  }

  public of({ record, kind, statements, boundary }: Identity): ReportedAccess[] {
    const identity = kind === 'group'
      ? { ofAccount: true, root: false, account: record.account, arn: record.arn }
      : identify({ arn: record.arn, account: record.account });
    const byArn = this.byArn(statements);
    const boundaryByArn = boundary && this.byArn(boundary);
    const candidates = new Set([...[...byArn.keys()].map((arn) => this.facets.get(arn)!.place), ...this.naming]);
    return [...candidates].flatMap((place) => {
      const reaches = place.arns.map((facet) => findEffectivePermissions(identity, place, facet, {
        identity: byArn.get(facet.arn) ?? [],
        boundary: boundaryByArn && (boundaryByArn.get(facet.arn) ?? []),
        resource: (this.own.get(place) ?? []).filter((statement) => this.matcher.namesArn(statement.parsed, facet.arn)),
      }, this.catalogue));
      return this.accessOf(getConstructPath(record.origin), place, reaches);
    });
  }

  /** What the statements of an identity name in vain. */
  public dropsOf({ statements }: Identity): Drop[] {
    return findUselessPermissions(statements, this.matcher, (arn) => {
      const { place, index } = this.facets.get(arn)!;
      return { place, facet: place.arns[index] };
    });
  }

  private byArn(statements: readonly Statement[]): Map<string, Statement[]> {
    const byArn = new Map<string, Statement[]>();
    for (const statement of statements) {
      if (statement.actions.size === 0) continue;
      for (const arn of this.matcher.findNamedArns(statement.parsed)) {
        const found = byArn.get(arn);
        if (found) found.push(statement); else byArn.set(arn, [statement]);
      }
    }
    return byArn;
  }

  private accessOf(grantee: string, place: KnownResource, reaches: readonly EffectivePermissions[]): ReportedAccess[] {
    const allowed = merged(reaches.flatMap((reach) => reach.allowed)).flatMap((effect) => this.allowedOf(effect, place));
    const denied = merged(reaches.flatMap((reach) => reach.denied)).map(deniedOf);
    if (allowed.length === 0 && denied.length === 0) return [];
    const bySize = (effect: DeniedActions) => `${effect.conditions.length} ${effect.actions.join(' ')} ${effect.statements.join(' ')}`;
    return [{ grantee, resource: place.resource.id, allowed: sorted(allowed, bySize), denied: sorted(denied, bySize) }];
  }

  /** One entry for each set of reasons. */
  private allowedOf(effect: PermissionEffect, place: KnownResource): AllowedActions[] {
    const accesses = effect.statements.flatMap((statement) => statement.recordedAccesses);
    const byReason = new Map<string, { asked: Attribution[]; actions: string[] }>();
    for (const action of effect.actions) {
      const asked = accesses.length === 0 ? [] : attributeAction(action, place, effect.conditions, accesses, this.isTable);
      const key = JSON.stringify(asked);
      const entry = byReason.get(key) ?? { asked, actions: [] };
      entry.actions.push(action);
      byReason.set(key, entry);
    }
    return [...byReason.values()].map(({ asked, actions }) => ({ ...deniedOf({ ...effect, actions }), asked, wider: false }));
  }
}

/** Effects of the same statements under the same conditions are one: of a group's two ARNs, for example. */
function merged(effects: readonly PermissionEffect[]): PermissionEffect[] {
  const byCause = new Map<string, PermissionEffect>();
  for (const effect of effects) {
    const key = JSON.stringify([effect.statements.map(({ name }) => name), effect.conditions]);
    const known = byCause.get(key);
    byCause.set(key, known ? { ...known, actions: [...new Set([...known.actions, ...effect.actions])] } : effect);
  }
  return [...byCause.values()];
}

function deniedOf({ actions, statements, conditions }: PermissionEffect): DeniedActions {
  return {
    actions: [...actions].sort(),
    // what only together is allowed is no wider than its narrowest part
    patterns: statements.every(({ patterns }) => patterns.length > 0) ? [...statements[0].patterns].sort() : [],
    conditions: unique(conditions.map((each) => JSON.stringify({ ...each, values: unique(each.values) })))
      .map((each) => describeCondition(JSON.parse(each))),
    statements: unique(statements.map(({ name }) => name)),
  };
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

function sorted<T>(items: readonly T[], key: (item: T) => string): T[] {
  const keyed = items.map((item) => [key(item), item] as const);
  return keyed.sort(([one], [other]) => one < other ? -1 : one > other ? 1 : 0).map(([, item]) => item);
}
