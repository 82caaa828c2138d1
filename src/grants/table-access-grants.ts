import { Stack } from 'aws-cdk-lib';
import { ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, IGrantable, IPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct, IDependable } from 'constructs';
import { findAccessResources, collectConditions } from './access-resources';
import { warnAboutOtherAccount } from './accounts/warn-about-other-account';
import { AccessRequest, planRequest, PrincipalPolicies } from './principals/principal-policies';
import { TableAccessOptions, TableAccessScope, TableDenialOptions } from './table-access';
import { DENIAL, FEATURE_LIST, SCOPE } from './validation/shapes';
import { findAccessProblem } from './validation/validate-access';
import { findProblemsAtSynthesis, findDenialProblemsAtSynthesis } from './validation/validate-at-synthesis';
import { findDenialsProblem } from './validation/validate-denials';
import { warnAboutAccess, warnAboutReplica } from './warnings/warn-about-access';
import { warnAboutKeys } from './warnings/warn-about-keys';
import { TableDenial } from '../features/table-denial';
import { TableFeature } from '../features/table-feature';
import { planAccess } from '../plan/plan-access';
import { planDenials } from '../plan/plan-denials';
import { PlannedPermission } from '../plan/planned-permission';
import { fail } from '../problems/problem';
import { checkShape, PROPS } from '../problems/shape';
import { atValidation, refuseAtSynthesis } from '../resources/annotate';
import { differ } from '../resources/arns';
import { GRANTEE, TABLE } from '../resources/shapes';
import { TableResources } from '../resources/table-resources';

/**
 * Grants anything that can be granted to (a function, role, user, group, ECS task...) exactly the permissions that its
 * features need on a table, its indexes, its stream and its keys.
 *
 * `DynamoAccessRole` and `LambdaTableAccess` are built on it; they take care of logs as well.
 */
export class TableAccessGrants {
  /**
   * Grants on a table.
   *
   * @param table the table: a `Table`, `TableV2` or one of its replicas, a `CfnTable`, or an import of one; a
   * `CfnGlobalTable` by `TableRef.fromGlobalTable`
   * @param options how far the grants reach
   */
  public static fromTable(table: ITableRef, options: TableAccessScope = {}): TableAccessGrants {
    checkShape('TableAccessGrants.fromTable', 'table', table, TABLE);
    checkShape(table, PROPS, options, SCOPE);
    return new TableAccessGrants(table, options, table);
  }

  /**
   * Grants an access for a construct, whose path messages then name.
   *
   * @internal
   */
  public static _grantTo(owner: IConstruct, grantee: IGrantable, { table, features, ...scope }: TableAccessOptions): Grant {
    return new TableAccessGrants(table, scope, owner).grant(grantee, features);
  }

  /**
   * Does the same for a caller that needs no grant. Returns the policies, which resources can wait for.
   *
   * @internal
   */
  public static _requestFor(owner: IConstruct, grantee: IGrantable, { table, features, ...scope }: TableAccessOptions): IDependable {
    const grants = new TableAccessGrants(table, scope, owner);
    return PrincipalPolicies.forGrantee(grantee, owner).add(grants.createRequest(grantee, features));
  }

  /**
   * Denies an access for a construct, whose path messages then name.
   *
   * @internal
   */
  public static _denyTo(owner: IConstruct, grantee: IGrantable, denial: TableDenialOptions): void {
    checkShape(owner, PROPS, denial, DENIAL);
    const { table, denials, regions } = denial;
    new TableAccessGrants(table, { regions }, owner).addDenials(grantee, denials);
  }

  private readonly resources: TableResources;

  private constructor(
    private readonly table: ITableRef,
    private readonly scope: TableAccessScope,
    private readonly owner: IConstruct,
  ) {
    this.resources = TableResources.of(table);
  }

  /**
   * Grants exactly the permissions that these features need.
   *
   * The statements are written at synthesis, when the table is whole: an index that is added after this call counts.
   *
   * An error, with the construct path: no features, a feature twice, a feature without index-capable actions that was
   * told which indexes to reach, a feature without the option of the scope that it needs (`CHANGE_TABLE_KEY` without a key,
   * `EXPORT` without `exportTo`) or under conditions that don't go with it, a custom feature that names no valid action, a
   * malformed Region, a wrong encryption context. At synthesis: a stream feature on a table without a stream, and an index name that the table doesn't declare.
   *
   * `assertSuccess()` of the grant says nothing: what leaves an access without effect (an immutable role, a service as
   * grantee) is a warning or an error of the synthesis.
   *
   * @param grantee who gets the permissions
   * @param features what the grantee does with the table
   */
  public features(grantee: IGrantable, ...features: TableFeature[]): Grant {
    checkShape(this.owner, 'grantee', grantee, GRANTEE);
    checkShape(this.owner, 'features', features, FEATURE_LIST);
    return this.grant(grantee, features);
  }

  /**
   * Denies, whatever else allows it: by the grantee's other policies, by the table's policy, or by a grant to come.
   *
   * The denial holds in the Region of the table, those of the replicas that the app declares, and `regions` of `fromTable`.
   *
   * An error, with the construct path: no denial, one of no feature or of one that can't be granted as it is written, rows,
   * attributes or conditions beside it, a family of tables by a tag. At synthesis: a feature of the same grantee that is left with
   * nothing that it can do, an index name that the table doesn't declare, a grantee whose permissions the app can't change.
   *
   * @param grantee who must not
   * @param denials what
   */
  public deny(grantee: IGrantable, ...denials: TableDenial[]): void {
    checkShape(this.owner, 'grantee', grantee, GRANTEE);
    this.addDenials(grantee, denials);
  }

  private addDenials(grantee: IGrantable, denials: TableDenial[]): void {
    const problem = findDenialsProblem(denials, { ...this.scope, table: this.table });
    if (problem) fail(this.owner, problem);
    const { resources } = this;
    const { regions = [] } = this.scope;
    refuseAtSynthesis(this.owner, () => findDenialProblemsAtSynthesis(denials, regions, resources));
    PrincipalPolicies.forGrantee(grantee, this.owner).add({
      owner: this.owner,
      permissions: () => planDenials(denials, resources.arns(resources.regionsWith([...regions, ...resources.replicaRegions() ?? []]))),
      provenance: { table: this.table.node.path, denials: denials.map(({ name }) => name).sort() },
      acknowledgeAccountActions: this.scope.acknowledgeAccountActions ?? true,
    });
  }

  private grant(grantee: IGrantable, features: TableFeature[]): Grant {
    return PrincipalPolicies.forGrantee(grantee, this.owner).grant(this.createRequest(grantee, features));
  }

  private createRequest(grantee: IGrantable, features: TableFeature[]): AccessRequest {
    const access: TableAccessOptions = { ...this.scope, table: this.table, features };
    const problem = findAccessProblem(access);
    if (problem) fail(this.owner, problem);
    this.checkAccount(grantee, features);
    warnAboutAccess(this.owner, this.resources, access);
    refuseAtSynthesis(this.owner, () => findProblemsAtSynthesis(access, this.resources));
    const request: AccessRequest = {
      owner: this.owner,
      permissions: () => this.planPermissions(features),
      provenance: { table: this.table.node.path, features: features.map(String).sort() },
      acknowledgeAccountActions: this.scope.acknowledgeAccountActions ?? true,
    };
    atValidation(this.owner, () => this.warnAtValidation(grantee, request));
    return request;
  }

  private planPermissions(features: readonly TableFeature[]): PlannedPermission[] {
    return [
      ...planAccess(features, findAccessResources(this.resources, this.scope, features), collectConditions({ ...this.scope, table: this.table })),
      ...this.scope.fieldEncryption?._planPermissions(this.scope.regions) ?? [],
    ];
  }

  /** Warns of what is known when all aspects have run: keys' policies and replicas. */
  private warnAtValidation({ grantPrincipal: principal }: IGrantable, request: AccessRequest): void {
    if (belongsToOtherAccount(principal)) return;
    warnAboutReplica(this.owner, principal, this.table.node.path, this.resources, this.scope.regions);
    // of a key that encrypts another account's table, the warning of that table says what its policy needs
    const isForeign = differ(this.resources.account, principal.principalAccount);
    warnAboutKeys(this.owner, principal, planRequest(request).filter(({ conditions }) =>
      !isForeign || conditions?.StringEquals?.['kms:ViaService'] === undefined));
  }

  /** Another account's table needs the permission on both sides, and this access writes one. */
  private checkAccount({ grantPrincipal: principal }: IGrantable, features: TableFeature[]): void {
    if (belongsToOtherAccount(principal) || !differ(this.resources.account, principal.principalAccount)) return;
    const regions = this.resources.regionsWith(this.scope.regions);
    warnAboutOtherAccount(this.owner, {
      table: this.resources,
      path: this.table.node.path,
      principal,
      features,
      regions,
      keys: () => this.resources.keys(regions, this.scope.tableKey),
    });
  }
}

/** A principal that is another account's itself takes no policy of this app, which is a warning of its own. */
function belongsToOtherAccount(principal: IPrincipal): boolean {
  return Construct.isConstruct(principal) && differ(Stack.of(principal).account, principal.principalAccount);
}
