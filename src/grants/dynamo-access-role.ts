import { CfnResource, Stack } from 'aws-cdk-lib';
import { Grant, IGrantable, IManagedPolicy, IPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
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
import { fail, failIf } from '../problems/problem';
import { checkShape, PROPS } from '../problems/shape';
import { atValidation, pathOf, warn } from '../resources/annotate';
import { functionsOf } from '../resources/functions';
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
   * of each function that uses the role is denied these actions.
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
 * Create a function with it: `new lambda.Function(this, 'Handler', { role: access.role, logGroup: access.logGroup, ... })`.
 */
export class DynamoAccessRole extends Construct implements IGrantable {
  /** The role. */
  public readonly role: Role;

  /** The log group that the role may write to. Pass it to the function. Undefined with `RoleLogs.none()`. */
  public readonly logGroup?: ILogGroup;

  /** The principal to grant further permissions to: the role. */
  public readonly grantPrincipal: IPrincipal;

  /** Throws the errors of `addTableAccess`. */
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
    if (vpcAccess) this.request(planVpcAccess('vpcAccess'), { features: ['vpcAccess'] }, props.acknowledgeAccountActions);
    if (vpcAccess) denyVpcAccessToCode(this.role);
    if (tracing) this.request(planTracing('tracing'), { features: ['tracing'] }, props.acknowledgeAccountActions);
    atValidation(this, () => this.checkFunctions());
  }

  /**
   * Gives the role access to another table, or more access to the same table.
   *
   * Throws an error with the construct path for an empty list of features, a repeated feature, an index scope on a feature that
   * doesn't work on indexes, `CHANGE_TABLE_KEY` without a key, a custom feature without a valid action, a malformed Region, or a
   * wrong encryption context. Synthesis reports a stream feature on a table without a stream, and an index that the table doesn't
   * declare.
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
   * Throws the errors of `TableAccessGrants.deny`.
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
        value: 'a role whose name CloudFormation chooses',
        expected: 'a name that another account can be told before deployment, and that stays when the role is replaced',
        remedy: 'give the role a roleName',
      });
    }
    return replacePartition(formatPolicyJson([{ actions: ['sts:AssumeRole'], resources: [arn] }]), this.role.env.region);
  }

  private allowLogs(logGroup: ILogGroup): void {
    this.request(planLogs(destinationOf(logGroup, Stack.of(this))), { logGroup: logGroup.node.path });
    atSynthesis(this, 'collect', () => functionsOf(this.role)
      .filter((fn) => !logsTo(fn, logGroup) && !hasRuntimeAccess(fn))
      .forEach((fn) => this.warnAboutOtherLogGroup(fn, logGroup)));
  }

  private request(permissions: PlannedPermission[], provenance: object, acknowledgeAccountActions = true): void {
    PrincipalPolicies.forGrantee(this.role, this).addRequest({ owner: this, permissions: () => permissions, provenance, acknowledgeAccountActions });
  }

  /** A function with a `LambdaTableAccess` is checked there. */
  private checkFunctions(): void {
    warnAboutFunctions(this, this.role, functionsOf(this.role).filter((fn) => !hasRuntimeAccess(fn)), {
      vpcWithoutAccess: 'say vpcAccess: true',
      tracingWithoutAccess: 'say tracing: true',
    });
  }

  private warnAboutOtherLogGroup(fn: CfnResource, logGroup: ILogGroup): void {
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
