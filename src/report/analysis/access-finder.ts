import { ActionCatalogue } from './action-catalogue';
import { intersectActions, matchesServices } from './action-patterns';
import { ArnMatcher } from './arn-matcher';
import { describeCondition } from './describe-conditions';
import { combineStatements, EffectivePermissions, filterAcrossAccounts, findEffectivePermissions, PermissionEffect, removeDenied } from './effective-permissions';
import { findExternalPrincipals } from './external-principals';
import { findUselessPermissions } from './find-useless-permissions';
import { attributeAction } from './granted-by';
import { hashContent } from './hash-content';
import { KnownResource, removeRegion } from './known-resources';
import { LogGroups } from './log-groups';
import { FindTarget, ReachedArnFinder } from './reached-arns';
import { ReportedIdentity } from './read-identities';
import { readReportedStatements, Statement } from './read-statements';
import { getConstructPath } from '../../policy/assembly-resources';
import { listNearest } from '../../policy/nearest';
import { ConditionEntry } from '../../policy/policy-document';
import { identify, Identity } from '../../policy/principals';
import { canBeInResourcePolicy } from '../../policy/resource-policy-actions';
import { readTablePart } from '../../policy/table-part';
import { groupBy, removeDuplicates, sortBy } from '../../values/lists';
import { AllowedActions, DeniedActions, Drop, ReportedAccess, ResourceKind, UnknownPart } from '../report-data';

/** Finds the accesses of identities to the resources that the report knows. */
export class AccessFinder {
  /** The resources by their ARNs. Stages may declare resources with the same ARN, of which the last one stands for the others. */
  private readonly targetsByArn: ReadonlyMap<string, readonly ReturnType<FindTarget>[]>;
  private readonly matcher: ArnMatcher;
  /** The statements of the resources' own policies. */
  private readonly statementsByTarget: ReadonlyMap<KnownResource, readonly Statement[]>;
  /** The resources whose own policies name principals other than accounts. They may allow what no identity policy allows. */
  private readonly targetsWithPrincipals: readonly KnownResource[];
  private readonly tablePaths: ReadonlySet<string>;
  private readonly logGroups: LogGroups;
  private readonly reached: ReachedArnFinder;
  private readonly findTarget: FindTarget;

  constructor(
    targets: readonly KnownResource[],
    private readonly catalogue: ActionCatalogue,
    private readonly identities: readonly ReportedIdentity[],
    unknown: UnknownPart[],
  ) {
    this.targetsByArn = groupBy(targets.flatMap((target) => target.arns.map((typedArn) => ({ target, typedArn }))), ({ typedArn }) => typedArn.arn);
    this.findTarget = (arn) => this.targetsByArn.get(arn)!.at(-1)!;
    this.logGroups = new LogGroups(targets.filter((target) => this.findTarget(target.arns[0].arn).target === target));
    this.matcher = new ArnMatcher([...this.targetsByArn.keys()]);
    this.reached = new ReachedArnFinder(catalogue, this.matcher, this.logGroups, this.findTarget);
    this.statementsByTarget = this.readResourcePolicies(targets, unknown);
    this.targetsWithPrincipals = [...this.statementsByTarget].filter(([, statements]) => statements.some(namesPrincipals)).map(([target]) => target);
    this.tablePaths = new Set(targets.filter(({ resource }) => resource.kind === 'table').map(({ resource }) => removeRegion(resource.id)));
  }

  private readResourcePolicies(targets: readonly KnownResource[], unknown: UnknownPart[]): Map<KnownResource, readonly Statement[]> {
    const statementsByPolicy = new Map<unknown, Statement[]>();
    return new Map(targets.filter(({ policy }) => policy !== undefined).map((target) => {
      const { resource: { kind, name }, policy } = target;
      const described = { name: `${kind === 'role' ? 'trust policy' : 'policy'} of ${name}`, document: policy, recordedAccesses: [] };
      const parts: UnknownPart[] = [];
      const statements = statementsByPolicy.get(policy) ?? readReportedStatements(described, 'resource', this.catalogue, parts);
      statementsByPolicy.set(policy, statements);
      unknown.push(...parts.map((part) => ({ ...part, hash: hashContent(this.listNaming(target)) })));
      return [target, statements.map((statement) => limitToResourcePolicy(statement, kind))];
    }));
  }

  /** Lists the statements of identities that give access to a resource only together with its own policy. */
  private listNaming({ resource: { kind }, account, arns }: KnownResource): unknown[] {
    const needsPolicy = ({ record }: ReportedIdentity) => kind === 'key' || kind === 'role' || record.account !== account;
    return this.identities.filter(needsPolicy).flatMap(({ record, statements }) => statements.map(({ parsed }) => ({ arn: record.arn, ...parsed })))
      .filter((parsed) => arns.some(({ arn }) => this.matcher.namesArn(parsed, arn)));
  }

  public findAccesses(reported: ReportedIdentity): ReportedAccess[] {
    const identity = toIdentity(reported);
    const different = this.reached.findDifferent([...reported.statements, ...reported.boundary ?? []]);
    const byArn = this.reached.groupByArn(reported.statements, different);
    const boundaryByArn = reported.boundary && this.reached.groupByArn(reported.boundary, different);
    // the statements on a log group are those on the resource that stands for it, unless it's different
    const findOwnAccess = (target: KnownResource, { arns: named }: KnownResource) => {
      const permissions = target.arns.map(({ arn, type }, index) => findEffectivePermissions(
        identity, target, this.catalogue.findAuthorizedOn(type), {
          identity: byArn.get(named[index].arn) ?? [],
          boundary: boundaryByArn && (boundaryByArn.get(named[index].arn) ?? []),
          resource: (this.statementsByTarget.get(target) ?? []).filter((statement) => this.matcher.namesArn(statement.parsed, arn)),
        }));
      return this.describeAccess(getConstructPath(reported.record.origin), target, permissions);
    };
    const findAccess = (target: KnownResource, named = target) => this.listOwn(target, reported.record)
      .filter((own) => this.isInOwnTable(own, reported.record)).flatMap((own) => findOwnAccess(own, named));
    const arns = [...byArn.keys(), ...this.targetsWithPrincipals.map((target) => target.arns[0].arn)];
    const candidates = [...new Set(arns.map((arn) => this.findTarget(arn).target))];
    const accesses = candidates.map((target) => [target, findAccess(target)] as const);
    const reached = accesses.filter(([, { length }]) => length > 0).map(([target]) => target);
    const complete = this.logGroups.findComplete(candidates, new Set(reached), different);
    return [
      ...accesses.flatMap(([target, each]) => complete.has(target) ? each.map((access) => ({ ...access, all: true })) : each),
      ...candidates.filter((target) => !complete.has(target)).flatMap((standIn) =>
        this.logGroups.listGroups(standIn).filter((group) => !different.has(group)).flatMap((group) => findAccess(group, standIn))),
    ];
  }

  /** Finds the accesses that resource policies give principals from outside the app. */
  public findExternalAccesses(identities: ReadonlySet<string>): ReportedAccess[] {
    return findExternalPrincipals(this.statementsByTarget, identities).flatMap(({ id, target, allowing, denying, needsOwnPolicies }) => {
      const own: ConditionEntry = { operator: 'ResourcePolicy', key: `a policy of ${id}`, values: ['allow'] };
      const permissions = target.arns.map(({ arn, type }): EffectivePermissions => {
        const authorized = this.catalogue.findAuthorizedOn(type);
        const supported = needsOwnPolicies ? filterAcrossAccounts(authorized) : authorized;
        const findEffects = (statements: readonly Statement[]) => statements.filter(({ parsed }) => this.matcher.namesArn(parsed, arn))
          .map((statement) => combineStatements([statement], supported)).filter(({ actions }) => actions.length > 0);
        const allowed = findEffects(allowing).map((effect) => ({ ...effect, conditions: [...effect.conditions, ...needsOwnPolicies ? [own] : []] }));
        return removeDenied({ allowed, denied: findEffects(denying) });
      });
      return this.describeAccess(id, target, permissions).filter(({ allowed }) => allowed.length > 0);
    });
  }

  /** Finds permissions in the statements of an identity that have no effect, or reach too far. */
  public findUseless({ statements, record }: ReportedIdentity): Drop[] {
    const nameOwnResource = (arn: string) => this.listOwn(this.findTarget(arn).target, record)[0].resource.id;
    return findUselessPermissions(statements, this.matcher, nameOwnResource, (pattern) => this.reached.listTypesLike(pattern));
  }

  /** Lists the resources in the stage of an identity that have the ARN of a resource. */
  private listOwn({ arns: [{ arn }] }: KnownResource, { origin }: ReportedIdentity['record']): readonly KnownResource[] {
    return listNearest(this.targetsByArn.get(arn)!, origin.stack, ({ target }) => target.resource.id).map(({ target }) => target);
  }

  /** Returns false for a part of the table of another stage, if the stage of the identity has a table with the same ARN. */
  private isInOwnTable({ resource, arns: [{ arn }] }: KnownResource, record: ReportedIdentity['record']): boolean {
    const { table: tableArn = '' } = readTablePart(arn) ?? {};
    const [table] = this.targetsByArn.get(tableArn) ?? [];
    return resource.table === undefined || !table || this.listOwn(table.target, record).some((own) => own.resource.id === resource.table);
  }

  private describeAccess(grantee: string, target: KnownResource, permissions: readonly EffectivePermissions[]): ReportedAccess[] {
    const allowed = mergeEffects(permissions.flatMap((each) => each.allowed)).flatMap((effect) => this.describeAllowed(effect, target));
    const denied = mergeEffects(permissions.flatMap((each) => each.denied)).map((effect) => describeDenied(effect, target));
    if (allowed.length === 0 && denied.length === 0) return [];
    const describeSize = (effect: DeniedActions) => `${effect.conditions.length} ${effect.actions.join(' ')} ${effect.statements.join(' ')}`;
    return [{ grantee, resource: target.resource.id, allowed: sortBy(allowed, describeSize), denied: sortBy(denied, describeSize) }];
  }

  /** Makes one entry for each set of reasons. */
  private describeAllowed(effect: PermissionEffect, target: KnownResource): AllowedActions[] {
    const accesses = effect.statements.flatMap((statement) => statement.recordedAccesses);
    const attributed = effect.actions.map((action) => ({
      action,
      asked: attributeAction(action, target.resource, effect.conditions, accesses, this.tablePaths),
    }));
    return [...groupBy(attributed, ({ asked }) => JSON.stringify(asked)).values()].map((group) => (
      { ...describeDenied({ ...effect, actions: group.map(({ action }) => action) }, target), asked: group[0].asked, wider: false }
    ));
  }
}

/** Removes the actions that AWS doesn't support in the policy of a resource. */
function limitToResourcePolicy(statement: Statement, kind: ResourceKind): Statement {
  const actions = [...statement.actions].filter((action) => canBeInResourcePolicy(action, kind));
  if (actions.length === statement.actions.size) return statement;
  return { ...statement, actions: new Set(actions) };
}

/** A statement that allows whole accounts leaves permissions to their identity policies. Services are no identities of the app. */
function namesPrincipals({ parsed: { effect, principals } }: Statement): boolean {
  return effect === 'Deny' || (principals?.values.some(({ type, value }) => ['AWS', '*'].includes(type) && !/^\d{12}$|:root$/.test(value)) ?? false);
}

function toIdentity({ record: { arn, account }, kind }: ReportedIdentity): Identity {
  if (kind === 'group' || kind === 'principal') return { ofAccount: true, root: false, account, arn };
  return identify({ arn, account });
}

/** Merges effects of the same statements under the same conditions, for example those on the two ARNs of a log group. */
function mergeEffects(effects: readonly PermissionEffect[]): PermissionEffect[] {
  const byCause = groupBy(effects, ({ statements, conditions }) => JSON.stringify([statements.map(({ name }) => name), conditions]));
  return [...byCause.values()].map((group) => ({ ...group[0], actions: [...new Set(group.flatMap(({ actions }) => actions))] }));
}

function describeDenied({ actions, statements, conditions }: PermissionEffect, { resource }: KnownResource): DeniedActions {
  // statements that allow only together allow what is in all of them
  const patterns = statements.map((each) => each.patterns).reduce(intersectActions);
  const services = new Set(actions.map((action) => action.split(':')[0]));
  return {
    actions: [...actions].sort(),
    patterns: patterns.filter((pattern) => resource.kind === 'account' || matchesServices(pattern, services)).sort(),
    conditions: removeDuplicates(conditions.map((each) => ({ ...each, values: [...new Set(each.values)] }))).map(describeCondition),
    statements: [...new Set(statements.map(({ name }) => name))],
  };
}
