import { Names, Validations } from 'aws-cdk-lib';
import {
  CfnGroup, CfnPolicy, CfnRole, CfnUser, Effect, IGroup, IIdentity, IPrincipal, IRole, IUser, ManagedPolicy, Policy, PolicyProps, PolicyStatement,
} from 'aws-cdk-lib/aws-iam';
import { Construct, DependencyGroup, IConstruct } from 'constructs';
import { packStatements } from './pack-statements';
import { INLINE_LIMIT, MANAGED_LIMIT, measurePolicy } from './policy-size';
import { listHolderNames } from './read-policies';
import { attachesPoliciesAsCdk, isDeclaredRole, markAsLibraryPolicy, RoleInlinePolicy, toStatementJson } from './role-inline-policy';
import { PlannedStatement } from '../../plan/planned-permission';
import { fail } from '../../problems/problem';
import { functionsOf } from '../../resources/functions';

/** A role, user or group, owned or imported. */
export type Identity = IIdentity & Construct;

export function isIdentity(principal: IPrincipal): principal is Identity {
  return Construct.isConstruct(principal) && 'attachInlinePolicy' in principal;
}

export function render({ effect, sid, actions, resources, conditions }: PlannedStatement): PolicyStatement {
  return new PolicyStatement({ effect: effect === 'Deny' ? Effect.DENY : Effect.ALLOW, sid, actions, resources, conditions });
}

export interface WriteResult {
  /** The number of managed policies that the library has attached to the identity. */
  readonly managedPolicies: number;
  /** Statements whose conditions are so long that no policy can hold them, not even with one resource. */
  readonly tooLarge: PlannedStatement[];
}

/** The characters of an inline policy that lets a function write logs. This room stays free for it. */
const LOGS_SIZE = 600;

/** The characters of inline policies that are attached to a role but aren't its children, by the role. */
const reservedSizeByRole = new WeakMap<IConstruct, number>();

/** Reserves room in the inline policies of a role for a policy that is attached to it and isn't its child. */
export function reserveInlineRoom(role: IConstruct, policy: Policy): void {
  reservedSizeByRole.set(role, (reservedSizeByRole.get(role) ?? 0) + measurePolicy(policy, policy.document.toJSON()));
}

const EMPTY_DOCUMENT = JSON.stringify({ Statement: [], Version: '2012-10-17' }).length;

/** The characters that statements may have in a managed policy. */
const STATEMENTS_LIMIT = MANAGED_LIMIT - EMPTY_DOCUMENT;

/**
 * Creates an inline policy with a name that is unique in the account. If two stacks import one role and give their policies the
 * same name, the later one silently replaces the other. CDK's own name is unique below a role of the app, because it contains the
 * logical id.
 */
export function newInlinePolicy(parent: IConstruct, id: string, props: PolicyProps = {}): Policy {
  checkIdIsFree(parent, id);
  const policyName = isDeclaredRole(parent) ? undefined : `${Names.uniqueResourceName(parent, { maxLength: 100 })}${id}`;
  const policy = new Policy(parent as Construct, id, { policyName, ...props });
  markAsLibraryPolicy(policy);
  return policy;
}

function checkIdIsFree(parent: IConstruct, id: string): void {
  if (!parent.node.tryFindChild(id)) return;
  fail(parent, {
    id: 'idTaken',
    value: `${parent.node.path} already has a construct with the id ${id}`,
    expected: `no construct with this id, because the policy of cdk-dynamo-access is called ${id}`,
    remedy: 'rename the construct, or check that the app loads only one copy of cdk-dynamo-access',
  });
}

const INLINE_ID = 'TableAccess';

/**
 * The policies that the library writes for a role, user or group.
 *
 * They are children of the identity, beside its default policy. Resources that depend on a role depend on its children, so
 * CloudFormation creates a function after the policies of its role.
 */
export class IdentityPolicies {
  /** All of the policies, for resources that depend on them. */
  public readonly dependable = new DependencyGroup();
  /** The inline policy. It holds every statement that has a resource and fits. */
  public readonly inline: Policy | RoleInlinePolicy;
  private accountLevel?: Policy;
  private readonly accountStatements = new Map<string, PolicyStatement>();
  private managedPolicies = 0;

  constructor(private readonly identity: Identity) {
    checkIdIsFree(identity, INLINE_ID);
    this.inline = attachesPoliciesAsCdk(identity) ? new RoleInlinePolicy(identity, INLINE_ID) : newInlinePolicy(identity, INLINE_ID);
    this.dependable.add(this.inline);
  }

  /**
   * Writes statements.
   *
   * @param acknowledge true if the statements on `*` are acknowledged for cdk-nag
   */
  public writeStatements(statements: readonly PlannedStatement[], acknowledge: boolean): WriteResult {
    const accountLevel = statements.filter(({ sid }) => sid !== undefined);
    const { first, others, tooLarge } = packStatements(
      statements.filter(({ sid }) => sid === undefined),
      { measureRest: (statement) => this.measureRest(statement), measureResource: (resource) => this.measureResource(resource) },
      { first: this.measureInlineRoom(accountLevel), others: STATEMENTS_LIMIT },
    );
    this.addInline(first);
    // a managed policy attaches itself by name, even to an identity that the app must not change
    if (others.length > 0 && this.acceptsPolicies()) for (const overflow of others) this.addManagedPolicy(overflow);

    if (accountLevel.length > 0) this.addAccountLevel(accountLevel, acknowledge);
    return {
      managedPolicies: this.managedPolicies,
      tooLarge: [...tooLarge, ...accountLevel.filter((statement) => this.measureOnAccount(statement) > STATEMENTS_LIMIT)],
    };
  }

  /** A comma follows each statement and each resource. */
  private measureRest(statement: PlannedStatement): number {
    return measurePolicy(this.identity, toStatementJson({ ...statement, resources: [] })) + 1;
  }

  private measureOnAccount(statement: PlannedStatement): number {
    return this.measureRest(statement) + this.measureResource('*');
  }

  private measureResource(resource: string): number {
    return measurePolicy(this.identity, resource) + 1;
  }

  /** Returns true if the identity accepts policies. An immutable role ignores them without saying so. */
  public acceptsPolicies(): boolean {
    if (this.inline instanceof RoleInlinePolicy) return true;
    const written = [this.inline, this.accountLevel].filter((policy): policy is Policy => policy?.document.isEmpty === false);
    const declaration = this.identity.node.defaultChild;
    if (written.length === 0) return CfnRole.isCfnRole(declaration) || CfnUser.isCfnUser(declaration) || CfnGroup.isCfnGroup(declaration);
    return written.map((policy) => policy.node.defaultChild).filter(CfnPolicy.isCfnPolicy).some((policy) => listHolderNames(policy).length > 0);
  }

  /**
   * Attaches an L2 policy after it has statements, because a customized role reports the statements that it receives. An empty
   * policy is not attached.
   */
  private addInline(statements: readonly PlannedStatement[]): void {
    if (statements.length === 0) return;
    if (this.inline instanceof RoleInlinePolicy) return this.inline.addStatements(statements);
    this.inline.addStatements(...statements.map(render));
    this.identity.attachInlinePolicy(this.inline);
  }

  /** Account-level actions have a policy of their own, so that acknowledging its `*` acknowledges nothing else. */
  private addAccountLevel(statements: readonly PlannedStatement[], acknowledge: boolean): void {
    const policy = this.accountLevel ?? newInlinePolicy(this.identity, 'AccountAccess');
    this.accountLevel = policy;
    for (const statement of statements) {
      // a Sid must be unique in a policy, so actions that an aspect adds later join the existing statement
      const kind = JSON.stringify([statement.effect, statement.sid, statement.conditions]);
      const existing = this.accountStatements.get(kind);
      if (existing) {
        existing.addActions(...statement.actions);
      } else {
        const others = [...this.accountStatements.values()].filter(({ sid }) => sid?.startsWith(statement.sid!)).length;
        const rendered = render({ ...statement, sid: others === 0 ? statement.sid : `${statement.sid}${others + 1}` });
        this.accountStatements.set(kind, rendered);
        policy.addStatements(rendered);
      }
    }
    this.identity.attachInlinePolicy(policy);
    this.dependable.add(policy);
    if (acknowledge) {
      Validations.of(policy).acknowledge({
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason: 'IAM authorizes these actions on no resource narrower than the account',
      });
    }
  }

  private addManagedPolicy(statements: readonly PlannedStatement[]): void {
    const identity: IIdentity = this.identity;
    const policy = new ManagedPolicy(this.identity, `TableAccess${++this.managedPolicies}`, {
      description: `Part of the table access of ${this.identity.node.path}`,
      statements: statements.map(render),
      roles: isUser(identity) || isGroup(identity) ? undefined : [identity as IRole],
      users: isUser(identity) ? [identity] : undefined,
      groups: isGroup(identity) ? [identity] : undefined,
    });
    markAsLibraryPolicy(policy);
    this.dependable.add(policy);
  }

  /** Counts the functions of a role whose logs leave no room in its inline policies. Returns 0 if there is room. */
  public countFunctionsBeyondLimit(): number {
    const functions = functionsOf(this.identity).length;
    if (functions * LOGS_SIZE > INLINE_LIMIT.role / 2) return functions;
    return 0;
  }

  /**
   * Measures the room for the inline policy. The identity's own policies, the policies for logs and the account-level policy need
   * the rest.
   */
  private measureInlineRoom(accountLevel: readonly PlannedStatement[]): number {
    const limit = getInlineLimit(this.identity);
    const taken = this.identity.node.findAll()
      .filter(CfnPolicy.isCfnPolicy)
      // toJSON doesn't freeze the statements of a PolicyDocument, as resolving does; it returns undefined for an empty one
      .map(({ policyDocument }) => policyDocument.toJSON ? policyDocument.toJSON() ?? '' : policyDocument)
      .reduce((sum: number, document) => sum + measurePolicy(this.identity, document), 0);
    const logs = LOGS_SIZE * Math.max(1, functionsOf(this.identity).length);
    const ofAccount = accountLevel.reduce((sum, statement) => sum + this.measureOnAccount(statement), accountLevel.length > 0 ? EMPTY_DOCUMENT : 0);
    return limit - Math.min(logs, limit / 2) - EMPTY_DOCUMENT - taken - ofAccount - (reservedSizeByRole.get(this.identity) ?? 0);
  }
}

function isUser(identity: IIdentity): identity is IUser {
  return 'userName' in identity;
}

function isGroup(identity: IIdentity): identity is IGroup {
  return 'groupName' in identity;
}

function getInlineLimit(identity: IIdentity): number {
  if (isUser(identity)) return INLINE_LIMIT.user;
  if (isGroup(identity)) return INLINE_LIMIT.group;
  return INLINE_LIMIT.role;
}
