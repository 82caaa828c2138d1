import { Stack } from 'aws-cdk-lib';
import { ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, IGrantable, IPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct, IDependable } from 'constructs';
import { collectConditions, findAccessResources, listTables } from './access-resources';
import { warnAboutOtherAccount } from './accounts/warn-about-other-account';
import { listPrincipals } from './principals/policy-holders';
import { AccessRequest, planRequest, PrincipalPolicies } from './principals/principal-policies';
import { TableAccessOptions, TableAccessScope, TableDenialOptions } from './table-access';
import { DENIAL, FEATURE_LIST, SCOPE } from './validation/shapes';
import { findAccessProblem } from './validation/validate-access';
import { findDenialProblemsAtSynthesis, findProblemsAtSynthesis } from './validation/validate-at-synthesis';
import { findDenialsProblem } from './validation/validate-denials';
import { warnAboutAccess, warnAboutDenial, warnAboutReplica } from './warnings/warn-about-access';
import { warnAboutKeys } from './warnings/warn-about-keys';
import { TableDenial } from '../features/table-denial';
import { TableFeature } from '../features/table-feature';
import { listOwnedArns } from '../plan/owned-arns';
import { AccessResources, planAccess } from '../plan/plan-access';
import { planDenials } from '../plan/plan-denials';
import { fail, failIf } from '../problems/problem';
import { checkShape, PROPS } from '../problems/shape';
import { atValidation, refuseAtSynthesis } from '../resources/annotate';
import { differ } from '../resources/arns';
import { findImportProblems } from '../resources/imported-table';
import { GRANTEE, TABLE } from '../resources/shapes';
import { TableResources } from '../resources/table-resources';
import { computeOnce } from '../values/compute-once';

/**
 * Grants any grantee (a function, role, user, group, ECS task...) exactly the permissions that its features need on a table, its
 * indexes, its stream and its keys.
 *
 * This is a facade of tables as the AWS CDK defines it: a class that connects a resource with other parts of the app. It works like
 * `table.grants` of the AWS CDK, for L2, L1 and imported tables: `TableAccessGrants.fromTable(table).features(grantee, ...)` in place
 * of `table.grants.readData(grantee)`.
 *
 * `DynamoAccessRole` and `LambdaTableAccess` use it. They also grant the permissions on logs.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/facades.html
 */
export class TableAccessGrants {
  /**
   * Creates grants on a table.
   *
   * @param table a `Table`, `TableV2` or one of its replicas, a `CfnTable`, or an imported table. Use `TableRef.fromGlobalTable`
   * for a `CfnGlobalTable`
   * @param options the scope of the grants
   * @example
   * TableAccessGrants.fromTable(orders).features(task.taskRole, TableFeature.READ_ITEM);
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
   * Does the same for a caller that needs no `Grant`. Returns the policies, which other resources can depend on.
   *
   * @internal
   */
  public static _requestFor(owner: IConstruct, grantee: IGrantable, { table, features, ...scope }: TableAccessOptions): IDependable {
    const grants = new TableAccessGrants(table, scope, owner);
    return PrincipalPolicies.forGrantee(grantee, owner).addRequest(grants.createRequest(grantee, features));
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
    // JavaScript has no private constructors
    if (!owner?.node) refuseConstructorCall();
    this.resources = TableResources.of(table);
  }

  /**
   * Grants exactly the permissions that these features need.
   *
   * The statements are written at synthesis, so they cover an index that is added after this call.
   *
   * Throws an error if a feature or an option is wrong. Synthesis reports errors that depend on the whole app. See
   * [errors](https://github.com/cdk-dynamo-access/cdk-dynamo-access/blob/main/docs/errors.md).
   *
   * `assertSuccess()` of the grant always succeeds. If an access has no effect (an immutable role, a service as grantee), synthesis
   * gives a warning or an error.
   *
   * @param grantee the function, role, user, group or other principal that gets the permissions
   * @param features the features that the grantee uses
   */
  public features(grantee: IGrantable, ...features: TableFeature[]): Grant {
    checkShape(this.owner, 'grantee', grantee, GRANTEE);
    checkShape(this.owner, 'features', features, FEATURE_LIST);
    return this.grant(grantee, features);
  }

  /**
   * Denies actions on the table, even if the grantee's other policies, the table's policy or a later grant allow them.
   *
   * The denial applies in the Region of the table, in the Regions of the replicas that the app declares, and in `regions` of
   * `fromTable`.
   *
   * Throws an error if a denial is wrong. Synthesis reports a denial that makes a feature useless or that the app can't write. See
   * [errors](https://github.com/cdk-dynamo-access/cdk-dynamo-access/blob/main/docs/errors.md).
   *
   * @param grantee the role, user or group that is denied the actions
   * @param denials the denied actions
   */
  public deny(grantee: IGrantable, ...denials: TableDenial[]): void {
    checkShape(this.owner, 'grantee', grantee, GRANTEE);
    this.addDenials(grantee, denials);
  }

  private addDenials(grantee: IGrantable, denials: TableDenial[]): void {
    failIf(this.owner, findDenialsProblem(denials, { ...this.scope, table: this.table }));
    const { resources } = this;
    const { regions = [] } = this.scope;
    refuseAtSynthesis(this.owner, () => [...findImportProblems(this.table), ...findDenialProblemsAtSynthesis(denials, regions, resources)]);
    warnAboutDenial(this.owner, this.table.node.path, resources);
    PrincipalPolicies.forGrantee(grantee, this.owner).addRequest({
      owner: this.owner,
      permissions: () => planDenials(denials, resources.arns(resources.regionsWith([...regions, ...resources.knownReplicas().names]))),
      provenance: { table: this.table.node.path, denials: denials.map(({ name }) => name).sort() },
      acknowledgeAccountActions: this.scope.acknowledgeAccountActions ?? true,
    });
  }

  private grant(grantee: IGrantable, features: TableFeature[]): Grant {
    const request = this.createRequest(grantee, features);
    const tables = this.resources.arns(this.resources.regionsWith(this.scope.regions));
    const recorded = planAccess(features, listTables(tables), collectConditions({ ...this.scope, table: this.table }));
    return PrincipalPolicies.forGrantee(grantee, this.owner).grantRequest(request, recorded);
  }

  private createRequest(grantee: IGrantable, features: TableFeature[]): AccessRequest {
    const access: TableAccessOptions = { ...this.scope, table: this.table, features };
    failIf(this.owner, findAccessProblem(access));
    this.checkAccount(grantee, features);
    warnAboutAccess(this.owner, this.resources, access);
    refuseAtSynthesis(this.owner, () => findProblemsAtSynthesis(access, this.resources));
    const findResources = () => findAccessResources(this.resources, this.scope, features);
    const planOnTable = computeOnce((resources: AccessResources) => planAccess(features, resources, collectConditions(access)));
    const request: AccessRequest = {
      owner: this.owner,
      permissions: () => [...planOnTable(findResources()), ...this.scope.fieldEncryption?._planPermissions(this.scope.regions) ?? []],
      listArns: () => listOwnedArns(this.findReplicatedResources(features) ?? findResources()),
      provenance: { table: this.table.node.path, features: features.map(String).sort() },
      acknowledgeAccountActions: this.scope.acknowledgeAccountActions ?? true,
    };
    atValidation(this.owner, () => listPrincipals(grantee).forEach((principal) => this.warnAtValidation(principal, request)));
    return request;
  }

  /**
   * Finds the resources in all Regions of a table with replicas, which have the same items. Nothing for other tables.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GlobalTables.html
   */
  private findReplicatedResources(features: TableFeature[]): AccessResources | undefined {
    const replicas = this.resources.knownReplicas().names.filter((region) => region !== this.resources.region);
    if (replicas.length === 0) return undefined;
    return findAccessResources(this.resources, { ...this.scope, regions: [...this.scope.regions ?? [], ...replicas] }, features);
  }

  /** Warns about key policies and replicas. They are final only after all aspects have run. */
  private warnAtValidation(principal: IPrincipal, request: AccessRequest): void {
    if (belongsToOtherAccount(principal)) return;
    warnAboutReplica(this.owner, principal, this.table.node.path, this.resources, this.scope.regions);
    // the warning about another account's table already covers the policy of its key
    const isOtherAccount = differ(this.resources.account, principal.principalAccount);
    warnAboutKeys(this.owner, principal, planRequest(request).filter(({ conditions }) =>
      !isOtherAccount || conditions?.StringEquals?.['kms:ViaService'] === undefined));
  }

  /** A table of another account needs the permission on both sides. This access writes only one of them. */
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

/** A principal of another account accepts no policy of this app. Another warning says so. */
function belongsToOtherAccount(principal: IPrincipal): boolean {
  return Construct.isConstruct(principal) && differ(Stack.of(principal).account, principal.principalAccount);
}

function refuseConstructorCall(): never {
  fail('new TableAccessGrants', {
    id: 'wrongType',
    value: 'TableAccessGrants is a facade of a table and no construct',
    expected: 'a call of one of its static methods',
    remedy: 'write TableAccessGrants.fromTable(table).features(grantee, TableFeature.READ_ITEM), for example',
  });
}
