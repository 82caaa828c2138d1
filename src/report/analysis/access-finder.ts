import { ActionCatalogue } from './action-catalogue';
import { ArnMatcher } from './arn-matcher';
import { describeCondition } from './describe-conditions';
import { combineStatements, EffectivePermissions, findEffectivePermissions, PermissionEffect, removeDenied } from './effective-permissions';
import { findExternalPrincipals } from './external-principals';
import { findUselessPermissions } from './find-useless-permissions';
import { attributeAction } from './granted-by';
import { KnownResource, TypedArn } from './known-resources';
import { LogGroups } from './log-groups';
import { ReportedIdentity } from './read-identities';
import { readReportedStatements, Statement } from './read-statements';
import { getConstructPath } from '../../policy/assembly-resources';
import { ConditionEntry } from '../../policy/policy-document';
import { identify, Identity } from '../../policy/principals';
import { toList } from '../../values/json-values';
import { groupBy, partition, removeDuplicates, sortBy } from '../../values/lists';
import { AllowedActions, DeniedActions, Drop, ReportedAccess, UnknownPart } from '../report-data';

/** Finds the accesses of identities to the resources that the report knows. */
export class AccessFinder {
  private readonly targetsByArn: ReadonlyMap<string, { readonly target: KnownResource; readonly typedArn: TypedArn }>;
  private readonly matcher: ArnMatcher;
  /** The statements of the resources' own policies. */
  private readonly statementsByTarget: ReadonlyMap<KnownResource, readonly Statement[]>;
  /** The resources whose own policies name principals other than accounts. They may allow what no identity policy allows. */
  private readonly targetsWithPrincipals: readonly KnownResource[];
  private readonly tablePaths: ReadonlySet<string>;
  private readonly logGroups: LogGroups;

  constructor(targets: readonly KnownResource[], private readonly catalogue: ActionCatalogue, unknown: UnknownPart[]) {
    this.targetsByArn = new Map(targets.flatMap((target) => target.arns.map((typedArn) => [typedArn.arn, { target, typedArn }] as const)));
    this.logGroups = new LogGroups(targets);
    this.matcher = new ArnMatcher([...this.targetsByArn.keys()]);
    this.statementsByTarget = readResourcePolicies(targets, catalogue, unknown);
    this.targetsWithPrincipals = [...this.statementsByTarget].filter(([, statements]) => statements.some(namesPrincipals)).map(([target]) => target);
    this.tablePaths = new Set(targets.filter(({ resource }) => resource.kind === 'table').map(({ resource }) => resource.id.replace(/@[^/]*$/, '')));
  }

  public findAccesses(reported: ReportedIdentity): ReportedAccess[] {
    const identity = toIdentity(reported);
    const byArn = this.groupByArn(reported.statements);
    const boundaryByArn = reported.boundary && this.groupByArn(reported.boundary);
    const candidates = new Set([...[...byArn.keys()].map((arn) => this.targetsByArn.get(arn)!.target), ...this.targetsWithPrincipals]);
    const findAccess = (target: KnownResource) => {
      const permissions = target.arns.map((typedArn) => findEffectivePermissions(identity, target, this.catalogue.findAuthorizedOn(typedArn.type), {
        identity: byArn.get(typedArn.arn) ?? [],
        boundary: boundaryByArn && (boundaryByArn.get(typedArn.arn) ?? []),
        resource: (this.statementsByTarget.get(target) ?? []).filter((statement) => this.matcher.namesArn(statement.parsed, typedArn.arn)),
      }));
      return this.describeAccess(getConstructPath(reported.record.origin), target, permissions);
    };
    const alike = this.logGroups.findAlike(candidates, [byArn, ...toList(boundaryByArn)]);
    const [together, apart] = partition([...candidates], (target) => alike.has(target));
    const accesses = apart.flatMap(findAccess);
    const complete = this.logGroups.findComplete(accesses, alike);
    return [
      ...accesses.map((access) => complete.has(access.resource) ? { ...access, all: true } : access),
      ...together.filter(({ resource }) => !complete.has(resource.others!)).flatMap(findAccess),
    ];
  }

  /** Finds the accesses that resource policies give principals from outside the app. */
  public findExternalAccesses(identities: ReadonlySet<string>): ReportedAccess[] {
    return findExternalPrincipals(this.statementsByTarget, identities).flatMap(({ id, target, allowing, denying, needsOwnPolicies }) => {
      const own: ConditionEntry = { operator: 'ResourcePolicy', key: `a policy of ${id}`, values: ['allow'] };
      const permissions = target.arns.map(({ arn, type }): EffectivePermissions => {
        const supported = this.catalogue.findAuthorizedOn(type);
        const findEffects = (statements: readonly Statement[]) => statements.filter(({ parsed }) => this.matcher.namesArn(parsed, arn))
          .map((statement) => combineStatements([statement], supported)).filter(({ actions }) => actions.length > 0);
        const allowed = findEffects(allowing).map((effect) => ({ ...effect, conditions: [...effect.conditions, ...needsOwnPolicies ? [own] : []] }));
        return removeDenied({ allowed, denied: findEffects(denying) });
      });
      return this.describeAccess(id, target, permissions).filter(({ allowed }) => allowed.length > 0);
    });
  }

  /** Finds permissions in the statements of an identity that have no effect, or reach too far. */
  public findUseless({ statements }: ReportedIdentity): Drop[] {
    return findUselessPermissions(statements, this.matcher, (arn) => this.targetsByArn.get(arn)!);
  }

  /** Groups statements by the ARNs that they name and allow or deny something on. */
  private groupByArn(statements: readonly Statement[]): Map<string, Statement[]> {
    const byArn = new Map<string, Statement[]>();
    for (const statement of statements) {
      const types = this.catalogue.findTypes(statement.actions);
      for (const arn of types.size > 0 ? this.matcher.findNamedArns(statement.parsed) : []) {
        if (!types.has(this.targetsByArn.get(arn)!.typedArn.type)) continue;
        const group = byArn.get(arn);
        if (group) group.push(statement); else byArn.set(arn, [statement]);
      }
    }
    return byArn;
  }

  private describeAccess(grantee: string, target: KnownResource, permissions: readonly EffectivePermissions[]): ReportedAccess[] {
    const allowed = mergeEffects(permissions.flatMap((each) => each.allowed)).flatMap((effect) => this.describeAllowed(effect, target));
    const denied = mergeEffects(permissions.flatMap((each) => each.denied)).map(describeDenied);
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
      { ...describeDenied({ ...effect, actions: group.map(({ action }) => action) }), asked: group[0].asked, wider: false }
    ));
  }
}

function readResourcePolicies(
  targets: readonly KnownResource[], catalogue: ActionCatalogue, unknown: UnknownPart[],
): Map<KnownResource, readonly Statement[]> {
  const statementsByPolicy = new Map<unknown, Statement[]>();
  return new Map(targets.filter(({ policy }) => policy !== undefined).map((target) => {
    const { resource: { kind, name }, policy } = target;
    const described = { name: `${kind === 'role' ? 'trust policy' : 'policy'} of ${name}`, document: policy, recordedAccesses: [] };
    const statements = statementsByPolicy.get(policy) ?? readReportedStatements(described, 'resource', catalogue, unknown);
    statementsByPolicy.set(policy, statements);
    return [target, statements];
  }));
}

/** A statement that allows whole accounts leaves permissions to their identity policies. Services are no identities of the app. */
function namesPrincipals({ parsed: { effect, principals } }: Statement): boolean {
  return effect === 'Deny' || (principals?.values.some(({ type, value }) => ['AWS', '*'].includes(type) && !/^\d{12}$|:root$/.test(value)) ?? false);
}

function toIdentity({ record: { arn, account }, kind }: ReportedIdentity): Identity {
  if (kind === 'group') return { ofAccount: true, root: false, account, arn };
  return identify({ arn, account });
}

/** Merges effects of the same statements under the same conditions, for example those on the two ARNs of a log group. */
function mergeEffects(effects: readonly PermissionEffect[]): PermissionEffect[] {
  const byCause = groupBy(effects, ({ statements, conditions }) => JSON.stringify([statements.map(({ name }) => name), conditions]));
  return [...byCause.values()].map((group) => ({ ...group[0], actions: [...new Set(group.flatMap(({ actions }) => actions))] }));
}

function describeDenied({ actions, statements, conditions }: PermissionEffect): DeniedActions {
  return {
    actions: [...actions].sort(),
    // statements that allow only together allow no more than the narrowest of them
    patterns: statements.every(({ patterns }) => patterns.length > 0) ? [...statements[0].patterns].sort() : [],
    conditions: removeDuplicates(conditions.map((each) => ({ ...each, values: [...new Set(each.values)] }))).map(describeCondition),
    statements: [...new Set(statements.map(({ name }) => name))],
  };
}
