import { CfnResource, Stack } from 'aws-cdk-lib';
import { Grant, IGrantable, IManagedPolicy, IPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { formatPolicyJson, replacePartition } from './accounts/policy-json';
import { isAllowedElsewhere } from './policies/read-policies';
import { rememberLogGroup } from './principals/own-logs';
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
import { fail, failIf } from '../problems/problem';
import { checkShape, PROPS } from '../problems/shape';
import { atValidation, findDeclaredPath, warn } from '../resources/annotate';
import { listFunctionsWithRole } from '../resources/functions';
import { namedIdentityArn } from '../resources/identities';
import { destinationOf, isElsewhere, logsTo } from '../resources/log-destination';

/** Properties of a role, its first access to a table, and its logs. */
export interface DynamoAccessRoleProps extends TableAccessOptions {
  /**
   * The principal that may assume the role. `RoleTrust` creates principals with an external id, an organization, or the source that
   * a service acts for.
   *
   * @default - the Lambda service, `lambda.amazonaws.com`
   */
  readonly assumedBy?: IPrincipal;

  /**
   * The log group that the role writes to.
   *
   * @default RoleLogs.newGroup()
   */
  readonly logs?: RoleLogs;

  /**
   * Set to true if functions in a VPC use the role. The role may then manage network interfaces on `*`, as Lambda needs. The code
   * of each function that uses the role is denied these actions, except for those that another policy of the role may allow.
   *
   * If CDK makes the role of a function, the function needs no option. A function with a given role does.
   *
   * @default false
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
   */
  readonly vpcAccess?: boolean;

  /**
   * Set to true if the functions that use the role send traces to X-Ray, as with `Tracing.ACTIVE`. The role may then put trace
   * segments and telemetry records on `*`. A `Function` with `Tracing.ACTIVE` adds these permissions to its role too.
   *
   * @default false
   * @see https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
   */
  readonly tracing?: boolean;

  /**
   * The name of the role, up to 64 characters.
   *
   * @default - a name that CloudFormation makes
   */
  readonly roleName?: string;

  /**
   * The path of the role. It must begin and end with a slash.
   *
   * @default /
   */
  readonly path?: string;

  /**
   * A description of the role, up to 1,000 characters.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * The policy that limits the permissions of the role. It must allow the permissions that are granted here.
   *
   * @default - no permissions boundary
   */
  readonly permissionsBoundary?: IManagedPolicy;
}

/**
 * A role with exactly the DynamoDB, KMS and CloudWatch Logs permissions that its features need. Options add the permissions of
 * functions in a VPC and of traced functions.
 *
 * @example
 * const access = new DynamoAccessRole(this, 'Access', {
 *   table: orders,
 *   features: [TableFeature.READ_ITEM, TableFeature.PUT_ITEM],
 * });
 * new lambda.Function(this, 'Handler', {
 *   runtime: lambda.Runtime.NODEJS_22_X,
 *   handler: 'index.handler',
 *   code: lambda.Code.fromAsset('src'),
 *   role: access.role,
 *   logGroup: access.logGroup,
 * });
 */
export class DynamoAccessRole extends Construct implements IGrantable {
  /** The role. */
  public readonly role: Role;

  /** The log group that the role may write to. Pass it to the function. Undefined with `RoleLogs.none()`. */
  public readonly logGroup?: ILogGroup;

  /** The principal to grant further permissions to: the role. */
  public readonly grantPrincipal: IPrincipal;

  /** Throws an error if a property is wrong: [errors](https://github.com/cdk-dynamo-access/cdk-dynamo-access/blob/main/docs/errors.md). */
  constructor(scope: Construct, id: string, props: DynamoAccessRoleProps) {
    super(scope, id);
    checkShape(this, PROPS, props, ROLE_PROPS);
    const { assumedBy, logs, vpcAccess, tracing, roleName, path, description, permissionsBoundary, ...access } = props;
    failIf(this, findRoleNameProblem(props));
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
    if (vpcAccess) this.request(() => planVpcAccess('vpcAccess'), { features: ['vpcAccess'] }, props.acknowledgeAccountActions);
    if (vpcAccess) denyVpcAccessToCode(this, this.role);
    if (tracing) this.request(() => this.planTracing(), { features: ['tracing'] }, props.acknowledgeAccountActions);
    atValidation(this, () => this.checkFunctions());
  }

  /**
   * Gives the role access to another table, or more access to the same table.
   *
   * Throws an error if an option is wrong. Synthesis reports errors that depend on the whole app. See
   * [errors](https://github.com/cdk-dynamo-access/cdk-dynamo-access/blob/main/docs/errors.md).
   *
   * @param access the table, the features, and the scope of the access
   */
  public addTableAccess(access: TableAccessOptions): Grant {
    checkShape(this, PROPS, access, ACCESS);
    return TableAccessGrants._grantTo(this, this.role, access);
  }

  /**
   * Denies the role actions on a table, even if another policy allows them now or later.
   *
   * Throws an error if an option is wrong. Synthesis reports a denial that makes a feature useless. See
   * [errors](https://github.com/cdk-dynamo-access/cdk-dynamo-access/blob/main/docs/errors.md).
   *
   * @param denial the table and the denials
   */
  public denyTableAccess(denial: TableDenialOptions): void {
    TableAccessGrants._denyTo(this, this.role, denial);
  }

  /**
   * Returns the policy that a principal of another account needs to assume this role, as JSON. Give it to the administrator of that
   * account. For principals of this app, use `role.grantAssumeRole(principal)`.
   *
   * The policy contains the ARN of the role, so the role must have a `roleName`. If the stack has no explicit account or Region,
   * the text contains tokens, which a `CfnOutput` resolves.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/tutorial_cross-account-with-roles.html
   */
  public identityPolicyToAssume(): string {
    const arn = namedIdentityArn(this.role);
    if (arn === undefined) {
      fail(this, {
        id: 'roleWithoutName',
        value: 'CloudFormation chooses the name of this role',
        expected: 'a role name that another account can use before the deployment and that never changes',
        remedy: 'set roleName',
      });
    }
    return replacePartition(formatPolicyJson([{ actions: ['sts:AssumeRole'], resources: [arn] }]), this.role.env.region);
  }

  private allowLogs(logGroup: ILogGroup): void {
    this.request(() => planLogs(destinationOf(logGroup, Stack.of(this))), { logGroup: logGroup.node.path });
    rememberLogGroup(this.role, logGroup);
    // a mixin may give the function its own logs until validation
    atValidation(this, () => listFunctionsWithRole(this.role)
      .filter((fn) => !logsTo(fn, logGroup) && !hasRuntimeAccess(fn))
      .forEach((fn) => this.warnAboutOtherLogGroup(fn, logGroup)));
  }

  /** A `Function` with `Tracing.ACTIVE` adds the permissions to the default policy of its role. */
  private planTracing(): PlannedPermission[] {
    return planTracing('tracing').filter(({ action, resource }) => !isAllowedElsewhere(this.role, action, resource));
  }

  private request(permissions: () => PlannedPermission[], provenance: object, acknowledgeAccountActions = true): void {
    PrincipalPolicies.forGrantee(this.role, this).addRequest({ owner: this, permissions, provenance, acknowledgeAccountActions });
  }

  /** A function with a `LambdaTableAccess` is checked there. */
  private checkFunctions(): void {
    warnAboutFunctions(this, this.role, listFunctionsWithRole(this.role).filter((fn) => !hasRuntimeAccess(fn)), {
      vpcWithoutAccess: 'set vpcAccess: true',
      tracingWithoutAccess: 'set tracing: true',
      durableWithoutAccess: 'add the managed policy service-role/AWSLambdaBasicDurableExecutionRolePolicy to the role of this construct',
    });
  }

  private warnAboutOtherLogGroup(fn: CfnResource, logGroup: ILogGroup): void {
    warn(this, {
      id: 'otherLogGroup',
      value: `the function ${findDeclaredPath(fn)} runs with this role but logs to another log group, where the role cannot write`,
      ...isElsewhere(fn, logGroup.env) ? {
        expected: `a log group in the Region and account of the function, unlike ${logGroup.node.path}`,
        remedy: 'write logs: RoleLogs.toGroup(logGroup) with a log group of that Region and account',
      } : {
        expected: `a function that logs to ${logGroup.node.path}`,
        remedy: 'pass logGroup of this construct to the function as logGroup',
      },
    });
  }
}
