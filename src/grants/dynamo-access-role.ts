import { Stack } from 'aws-cdk-lib';
import { Grant, IGrantable, IManagedPolicy, IPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { formatPolicyJson, replacePartition } from './accounts/policy-json';
import { atSynthesis } from './policies/at-synthesis';
import { PrincipalPolicies } from './principals/principal-policies';
import { hasRuntimeAccess } from './principals/runtime-access';
import { denyVpcAccessToCode } from './principals/vpc-access';
import { RoleLogs } from './role-logs';
import { TableAccessOptions, TableDenialOptions } from './table-access';
import { TableAccessGrants } from './table-access-grants';
import { ACCESS, ROLE_PROPS } from './validation/shapes';
import { findRoleNameProblem } from './validation/validate-names';
import { warnAboutFunctions } from './warnings/warn-about-functions';
import { planLogs } from '../plan/plan-logs';
import { planTracing, planVpcAccess } from '../plan/plan-runtime';
import { PlannedPermission } from '../plan/planned-permission';
import { fail } from '../problems/problem';
import { checkShape, PROPS } from '../problems/shape';
import { atValidation, pathOf, warn } from '../resources/annotate';
import { functionsOf } from '../resources/functions';
import { namedIdentityArn } from '../resources/identities';
import { destinationOf, isElsewhere, logsTo } from '../resources/log-destination';

/**
 * A role, its first access to a table, and its logs.
 */
export interface DynamoAccessRoleProps extends TableAccessOptions {
  /**
   * Who may assume the role: any principal; `RoleTrust` makes those with an external id, an organization, or the source
   * that a service acts for.
   *
   * @default - the Lambda service, `lambda.amazonaws.com`
   */
  readonly assumedBy?: IPrincipal;

  /**
   * Where those who assume the role write their logs.
   *
   * @default RoleLogs.newGroup()
   */
  readonly logs?: RoleLogs;

  /**
   * Whether functions in a VPC run with the role: it may then manage network interfaces, on `*`, as Lambda needs for them,
   * and each function of the app that runs with the role by the time of synthesis is denied the same for its own code.
   *
   * A function that CDK makes a role for has this by itself; one that is given its role has not.
   *
   * @default false
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
   */
  readonly vpcAccess?: boolean;

  /**
   * Whether the functions that run with the role send traces to X-Ray, as those with `Tracing.ACTIVE` do: it may then put
   * trace segments and telemetry records, on `*`. A `Function` with `Tracing.ACTIVE` adds the same to its role by itself.
   *
   * @default false
   * @see https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
   */
  readonly tracing?: boolean;

  /**
   * The name of the role, of at most 64 characters.
   *
   * @default - a name that CloudFormation makes
   */
  readonly roleName?: string;

  /**
   * The path of the role, which begins and ends with a slash.
   *
   * @default /
   */
  readonly path?: string;

  /**
   * What the role is for, in at most 1,000 characters.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * The policy that bounds what the role may do, whatever its own policies allow. It must allow what is granted here.
   *
   * @default - no permissions boundary
   */
  readonly permissionsBoundary?: IManagedPolicy;
}

/**
 * A role that has exactly the DynamoDB, KMS and CloudWatch Logs permissions that the listed features need, and, on request,
 * what functions in a VPC and traced functions need besides.
 *
 * Make a function with it: `new lambda.Function(this, 'Handler', { role: access.role, logGroup: access.logGroup, ... })`.
 */
export class DynamoAccessRole extends Construct implements IGrantable {
  /** The role. */
  public readonly role: Role;

  /** The log group that the role may write to: hand it to the function. Undefined with `RoleLogs.none()`. */
  public readonly logGroup?: ILogGroup;

  /** The principal that further permissions are granted to: the role. */
  public readonly grantPrincipal: IPrincipal;

  /**
   * Errors are those of `addTableAccess`.
   */
  constructor(scope: Construct, id: string, props: DynamoAccessRoleProps) {
    super(scope, id);
    checkShape(this, PROPS, props, ROLE_PROPS);
    const { assumedBy, logs, vpcAccess, tracing, roleName, path, description, permissionsBoundary, ...access } = props;
    const problem = findRoleNameProblem(props);
    if (problem) fail(this, problem);
    this.role = new Role(this, 'Role', {
      assumedBy: assumedBy ?? new ServicePrincipal('lambda.amazonaws.com'),
      roleName,
      path,
      description,
      permissionsBoundary,
    });
    this.grantPrincipal = this.role;
    this.logGroup = (logs ?? RoleLogs.newGroup())._groupFor(this);
    TableAccessGrants._requestFor(this, this.role, access);
    if (this.logGroup) this.allowLogs(this.logGroup);
    if (vpcAccess) this.allowRuntime(planVpcAccess('vpcAccess'), props);
    if (vpcAccess) denyVpcAccessToCode(this.role);
    if (tracing) this.allowRuntime(planTracing('tracing'), props);
    atValidation(this, () => this.checkFunctions());
  }

  /**
   * Gives the role access to one more table, or more access to the same.
   *
   * An error, with the construct path: no features, a feature twice, a feature without index-capable actions that was
   * told which indexes to reach, `CHANGE_TABLE_KEY` without a key, a custom feature that names no valid action, a
   * malformed Region, a wrong encryption context. At synthesis: a stream feature on a table without a stream, and an
   * index name that the table doesn't declare.
   *
   * @param access what is done with which table, and how far that reaches
   */
  public addTableAccess(access: TableAccessOptions): Grant {
    checkShape(this, PROPS, access, ACCESS);
    return TableAccessGrants._grantTo(this, this.role, access);
  }

  /**
   * Denies the role what it must not do with a table, whatever else allows it, now or by a grant to come.
   *
   * Errors are those of `TableAccessGrants.deny`.
   *
   * @param denial the table, and what is denied
   */
  public denyTableAccess(denial: TableDenialOptions): void {
    TableAccessGrants._denyTo(this, this.role, denial);
  }

  /**
   * What a principal of another account needs besides the trust of this role: the identity policy, as JSON, that allows it to
   * assume the role. Hand it to whoever manages that account. Within the app, `role.grantAssumeRole(principal)` does it.
   *
   * The text has the ARN of the role in it, so it is an error if the role has no `roleName`. Where the stack has no account or
   * Region of its own, they stand in it as tokens, which a `CfnOutput` resolves.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/tutorial_cross-account-with-roles.html
   */
  public identityPolicyToAssume(): string {
    const arn = namedIdentityArn(this.role);
    if (arn === undefined) {
      fail(this, {
        id: 'roleWithoutName',
        value: 'a role whose name CloudFormation chooses',
        expected: 'a name that another account can be told before deployment, and that stays when the role is replaced',
        remedy: 'give the role a roleName',
      });
    }
    return replacePartition(formatPolicyJson([{ actions: ['sts:AssumeRole'], resources: [arn] }]), this.role.env.region);
  }

  private allowLogs(logGroup: ILogGroup): void {
    // of a log group, nothing changes
    const permissions = planLogs(destinationOf(logGroup, Stack.of(this)));
    PrincipalPolicies.forGrantee(this.role, this).add({
      owner: this,
      permissions: () => permissions,
      provenance: { logGroup: logGroup.node.path },
      acknowledgeAccountActions: true,
    });
    atSynthesis(this, 'ask', () => functionsOf(this.role)
      .filter((fn) => !logsTo(fn, logGroup) && !hasRuntimeAccess(fn))
      .forEach((fn) => this.warnAboutOtherLogGroup(fn, logGroup)));
  }

  private allowRuntime(permissions: PlannedPermission[], { acknowledgeAccountActions = true }: DynamoAccessRoleProps): void {
    const [{ reason }] = permissions;
    PrincipalPolicies.forGrantee(this.role, this).add({
      owner: this, permissions: () => permissions, provenance: { features: [reason.feature] }, acknowledgeAccountActions,
    });
  }

  /** A function that has a LambdaTableAccess is warned of there. */
  private checkFunctions(): void {
    warnAboutFunctions(this, this.role, functionsOf(this.role).filter((fn) => !hasRuntimeAccess(fn)), {
      vpcWithoutAccess: 'say vpcAccess: true',
      tracingWithoutAccess: 'say tracing: true',
    });
  }

  private warnAboutOtherLogGroup(fn: CfnFunction, logGroup: ILogGroup): void {
    warn(this, {
      id: 'otherLogGroup',
      value: `the function ${pathOf(fn)} runs with this role and logs to another log group, where the role can't write`,
      ...isElsewhere(fn, logGroup.env) ? {
        expected: `a log group of the function's Region and account, as it writes to no other: ${logGroup.node.path} isn't`,
        remedy: 'give this construct a log group of that Region and account, by RoleLogs.toGroup',
      } : {
        expected: `a function that logs to ${logGroup.node.path}`,
        remedy: 'pass logGroup of this construct to the function as its logGroup',
      },
    });
  }
}
