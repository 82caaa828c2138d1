import { Annotations, CfnResource, Stack, Validations } from 'aws-cdk-lib';
import {
  CfnPolicy, Grant, IGrantable, IGroup, IIdentity, IPrincipal, IRole, IUser, ManagedPolicy, Policy, PolicyStatement,
} from 'aws-cdk-lib/aws-iam';
import { Construct, DependencyGroup, IConstruct } from 'constructs';
import { PlannedPermission, PlannedStatement } from '../plan/planned-permission';
import { toStatements } from '../plan/statements';
import { atSynthesis } from './at-synthesis';
import { packStatements } from './pack-statements';
import { INLINE_LIMIT, MANAGED_LIMIT, MANAGED_POLICIES_QUOTA, policySize } from './policy-size';
import { describeProblem } from './problem';

/** The key of the construct metadata that says who asked for the statements of a policy. */
export const ACCESS_METADATA = 'cdk-dynamo-access:access';

/** What somebody asks for a principal: the permissions are read again at synthesis, when all that they rest on is known. */
export interface AccessRequest {
  /** The construct that messages name. */
  readonly owner: IConstruct;
  readonly permissions: () => PlannedPermission[];
  /** Where the permissions come from, for the report: short, as every access adds it to the cloud assembly. */
  readonly provenance: object;
  readonly acknowledgeAccountActions: boolean;
}

/** Characters that are kept free in the inline policies of a principal for the policies that let functions log. */
const RESERVE = 1_000;
const EMPTY_DOCUMENT = JSON.stringify({ Statement: [], Version: '2012-10-17' }).length;

/**
 * All policies that the library writes for one principal.
 *
 * They are the principal's children, apart from its default policy: whatever waits for a role waits for its children, so
 * a function is created when they are there.
 */
export class PrincipalPolicies {
  private static readonly KNOWN = new WeakMap<IPrincipal, PrincipalPolicies>();

  public static of(grantee: IGrantable): PrincipalPolicies {
    const principal = grantee.grantPrincipal;
    const known = PrincipalPolicies.KNOWN.get(principal) ?? new PrincipalPolicies(principal);
    PrincipalPolicies.KNOWN.set(principal, known);
    return known;
  }

  private readonly identity?: IIdentity & Construct;
  private readonly policy?: Policy;
  private readonly dependables = new DependencyGroup();
  private pending: AccessRequest[] = [];
  private overflows = 0;

  private constructor(private readonly principal: IPrincipal) {
    if (!isIdentity(principal)) return;
    this.identity = principal;
    this.policy = new Policy(principal, 'TableAccess');
    principal.attachInlinePolicy(this.policy);
    if (this.isAttached()) this.dependables.add(this.policy);
  }

  /** Plans for a request, and grants it at synthesis. */
  public grant(request: AccessRequest): Grant {
    const statements = toStatements(request.permissions());
    this.schedule(request);
    const grantee: IGrantable = {
      grantPrincipal: {
        grantPrincipal: this.principal,
        assumeRoleAction: this.principal.assumeRoleAction,
        policyFragment: this.principal.policyFragment,
        // the statement that CDK makes for the grant is a record: the policies get theirs at synthesis
        addToPrincipalPolicy: () => ({ statementAdded: true, policyDependable: this.dependables }),
      },
    };
    return statements
      .map(({ actions, resources, conditions }) =>
        Grant.addToPrincipal({ grantee, actions, resourceArns: resources, conditions }))
      .reduce((all, grant) => all.combine(grant), Grant.drop(grantee, ''));
  }

  private schedule(request: AccessRequest): void {
    if (this.pending.length === 0) atSynthesis(this.identity ?? request.owner, () => this.complete());
    this.pending.push(request);
    request.owner.node.addValidation({
      validate: () => this.pending.includes(request) ? [describeProblem({
        value: 'this access was declared when the policies were written already',
        expected: 'a declaration before synthesis',
        remedy: 'declare it outside of aspects',
      })] : [],
    });
    if (this.identity && !this.isAttached()) {
      Annotations.of(request.owner).addWarningV2('cdk-dynamo-access:grantWithoutEffect', describeProblem({
        value: `the permissions of ${this.identity.node.path} can't be changed by this app, so this access grants nothing`,
        expected: 'a role, user or group that takes policies',
        remedy: 'give the access to the role itself, or add the permissions where the role is defined',
      }));
    }
  }

  /** Writes the policies for all that was asked. */
  private complete(): void {
    const requests = this.pending;
    this.pending = [];
    const statements = toStatements(requests.flatMap((request) => request.permissions()));
    if (!this.identity || !this.policy) return this.addToForeignPrincipal(statements, requests);

    for (const { provenance } of requests) this.policy.node.addMetadata(ACCESS_METADATA, provenance);
    const identity = this.identity;
    const { first, others } = packStatements(
      statements.filter(({ sid }) => sid === undefined),
      (statement) => policySize(identity, render(statement).toStatementJson()),
      { first: this.inlineRoom(), others: MANAGED_LIMIT - EMPTY_DOCUMENT },
    );
    this.policy.addStatements(...first.map(render));
    for (const overflow of others) this.addManagedPolicy(identity, overflow, requests[0].owner);

    const accountLevel = statements.filter(({ sid }) => sid !== undefined);
    if (accountLevel.length > 0) {
      this.addAccountLevel(identity, accountLevel, requests.every((request) => request.acknowledgeAccountActions));
    }
  }

  /** What has no resource type stands apart, so that acknowledging its `*` acknowledges nothing else. */
  private addAccountLevel(identity: IIdentity & Construct, statements: PlannedStatement[], acknowledge: boolean): void {
    const existing = identity.node.tryFindChild('AccountAccess') as Policy | undefined;
    const policy = existing ?? new Policy(identity, 'AccountAccess');
    policy.addStatements(...statements.map(render));
    identity.attachInlinePolicy(policy);
    this.dependables.add(policy);
    if (acknowledge) {
      Validations.of(policy).acknowledge({
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason: 'IAM authorizes these actions on no resource narrower than the account',
      });
    }
  }

  private addManagedPolicy(identity: IIdentity & Construct, statements: PlannedStatement[], owner: IConstruct): void {
    const policy = new ManagedPolicy(identity, `TableAccess${++this.overflows}`, {
      description: `Part of the table access of ${identity.node.path}`,
      statements: statements.map(render),
      roles: kindOf(identity) === 'role' ? [identity as unknown as IRole] : undefined,
      users: kindOf(identity) === 'user' ? [identity as unknown as IUser] : undefined,
      groups: kindOf(identity) === 'group' ? [identity as unknown as IGroup] : undefined,
    });
    this.dependables.add(policy);
    if (this.overflows === MANAGED_POLICIES_QUOTA + 1) {
      Annotations.of(owner).addWarningV2('cdk-dynamo-access:managedPolicyQuota', describeProblem({
        value: `the access of ${identity.node.path} may take more than ${MANAGED_POLICIES_QUOTA} managed policies`,
        expected: `at most ${MANAGED_POLICIES_QUOTA}, a quota that many accounts have for a role`,
        remedy: 'check the quota of managed policies per role, or give some tables to another role',
      }));
    }
  }

  /** A principal that isn't a role, user or group takes statements one by one, or none at all. */
  private addToForeignPrincipal(statements: PlannedStatement[], requests: AccessRequest[]): void {
    const added = statements.map((statement) => this.principal.addToPrincipalPolicy(render(statement)).statementAdded);
    if (added.every(Boolean)) return;
    for (const { owner } of requests) {
      owner.node.addValidation({
        validate: () => [describeProblem({
          value: `the grantee ${this.principal} takes no identity policy, so this access grants nothing`,
          expected: 'a role, user or group, or something that has one',
          remedy: 'give the access to the role that this principal assumes',
        })],
      });
    }
  }

  private inlineRoom(): number {
    const identity = this.identity!;
    const others = identity.node.findAll()
      .filter((child): child is CfnPolicy => CfnResource.isCfnResource(child)
        && child.cfnResourceType === CfnPolicy.CFN_RESOURCE_TYPE_NAME && child !== this.policy?.node.defaultChild)
      .reduce((sum, { policyDocument }) => sum + policySize(identity, policyDocument.toJSON?.() ?? policyDocument), 0);
    return INLINE_LIMIT[kindOf(identity)] - RESERVE - EMPTY_DOCUMENT - others;
  }

  private isAttached(): boolean {
    const { roles, users, groups } = this.policy!.node.defaultChild as CfnPolicy;
    return [roles, users, groups].some((names) => (Stack.of(this.policy!).resolve(names) ?? []).length > 0);
  }
}

function render({ sid, actions, resources, conditions }: PlannedStatement): PolicyStatement {
  return new PolicyStatement({ sid, actions, resources, conditions });
}

function isIdentity(principal: IPrincipal): principal is IIdentity & Construct {
  return Construct.isConstruct(principal) && 'attachInlinePolicy' in principal;
}

function kindOf(identity: IIdentity): keyof typeof INLINE_LIMIT {
  return 'userName' in identity ? 'user' : 'groupName' in identity ? 'group' : 'role';
}
