import { Names, Validations } from 'aws-cdk-lib';
import {
  CfnGroup, CfnPolicy, CfnRole, CfnUser, Effect, IGroup, IIdentity, IPrincipal, IRole, IUser, ManagedPolicy, Policy, PolicyProps, PolicyStatement,
} from 'aws-cdk-lib/aws-iam';
import { Construct, DependencyGroup, IConstruct } from 'constructs';
import { packStatements } from './pack-statements';
import { INLINE_LIMIT, MANAGED_LIMIT, measurePolicy } from './policy-size';
import { isDeclaredRole, markAsLibraryPolicy, RoleInlinePolicy, attachesPoliciesAsCdk, toStatementJson } from './role-inline-policy';
import { PlannedStatement } from '../../plan/planned-permission';
import { fail } from '../../problems/problem';
import { functionsOf } from '../../resources/functions';
import { producedList } from '../../resources/lazy';

/** A role, user or group, whether the app owns it or imports it. */
export type Identity = IIdentity & Construct;

export function isIdentity(principal: IPrincipal): principal is Identity {
  return Construct.isConstruct(principal) && 'attachInlinePolicy' in principal;
}

export function render({ effect, sid, actions, resources, conditions }: PlannedStatement): PolicyStatement {
  return new PolicyStatement({ effect: effect === 'Deny' ? Effect.DENY : Effect.ALLOW, sid, actions, resources, conditions });
}

/** What came of writing statements. */
export interface WriteResult {
  /** How many managed policies the identity has from the library now. */
  readonly managedPolicies: number;
  /** The statements that fit in no policy, not even with one resource, as their conditions are too long. */
  readonly tooLarge: PlannedStatement[];
}

/** The characters that an inline policy takes which lets a function log, and which are kept free for it. */
const LOGS_SIZE = 600;

/** The characters of inline policies that stand elsewhere than with the role that they are for. */
const reservedSizeByRole = new WeakMap<IConstruct, number>();

/** Keeps room in the inline policies of a role for one that stands elsewhere and is attached to it. */
export function reserveInlineRoom(role: IConstruct, policy: Policy): void {
  reservedSizeByRole.set(role, (reservedSizeByRole.get(role) ?? 0) + measurePolicy(policy, policy.document.toJSON()));
}

const EMPTY_DOCUMENT = JSON.stringify({ Statement: [], Version: '2012-10-17' }).length;

/** The characters that statements may take in a managed policy. */
const STATEMENTS_LIMIT = MANAGED_LIMIT - EMPTY_DOCUMENT;

/**
 * An inline policy whose name is its own in the whole account: a role that two stacks import has the policies of both, and
 * of two with the same name, the later one would silently replace the other. Below a role of the app, the name that CDK gives it is:
 * it is made of the logical id, and ends otherwise.
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
    value: `a construct named ${id} within ${parent.node.path}`,
    expected: `no construct of that name, as the policy that cdk-dynamo-access writes is called ${id}`,
    remedy: 'rename it, or see that the app loads one copy of cdk-dynamo-access',
  });
}

const INLINE_ID = 'TableAccess';

/**
 * The policies that the library writes for a role, user or group.
 *
 * They are its children, apart from its default policy: whatever waits for a role waits for its children, so a function is
 * created when they are there.
 */
export class IdentityPolicies {
  /** All of the policies, for whatever is to wait for them. */
  public readonly dependable = new DependencyGroup();
  /** The inline policy, in which everything stands that fits and has a resource. */
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
   * @param acknowledge whether cdk-nag need not report those on `*`
   */
  public write(statements: readonly PlannedStatement[], acknowledge: boolean): WriteResult {
    const accountLevel = statements.filter(({ sid }) => sid !== undefined);
    const { first, others, tooLarge } = packStatements(
      statements.filter(({ sid }) => sid === undefined),
      { measureRest: (statement) => this.measureRest(statement), measureResource: (resource) => this.measureResource(resource) },
      { first: this.measureInlineRoom(accountLevel), others: STATEMENTS_LIMIT },
    );
    this.addInline(first);
    // a managed policy attaches itself by name, to an identity too that isn't the app's to change
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

  /** Whether the identity takes policies: of those written, an immutable role has taken none, and doesn't say so. */
  public acceptsPolicies(): boolean {
    if (this.inline instanceof RoleInlinePolicy) return true;
    const written = [this.inline, this.accountLevel].filter((policy): policy is Policy => policy?.document.isEmpty === false);
    const declaration = this.identity.node.defaultChild;
    if (written.length === 0) return CfnRole.isCfnRole(declaration) || CfnUser.isCfnUser(declaration) || CfnGroup.isCfnGroup(declaration);
    return written.map((policy) => policy.node.defaultChild).filter(CfnPolicy.isCfnPolicy).some(({ roles, users, groups }) =>
      [roles, users, groups].some((names) => producedList(this.inline, names)?.length !== 0));
  }

  /** Attaches an L2 after the statements, as a customized role reports those that it is handed; and no empty one. */
  private addInline(statements: readonly PlannedStatement[]): void {
    if (statements.length === 0) return;
    if (this.inline instanceof RoleInlinePolicy) return this.inline.addStatements(statements);
    this.inline.addStatements(...statements.map(render));
    this.identity.attachInlinePolicy(this.inline);
  }

  /** What has no resource type stands apart, so that acknowledging its `*` acknowledges nothing else. */
  private addAccountLevel(statements: readonly PlannedStatement[], acknowledge: boolean): void {
    const policy = this.accountLevel ?? newInlinePolicy(this.identity, 'AccountAccess');
    this.accountLevel = policy;
    for (const statement of statements) {
      // a policy may have a Sid only once: what an aspect asks for later joins the statement that is there
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

  /** The functions whose logs leave no room in the inline policies that a role may have. */
  public countFunctionsBeyondLimit(): number {
    const functions = functionsOf(this.identity).length;
    return functions * LOGS_SIZE > INLINE_LIMIT.role / 2 ? functions : 0;
  }

  /**
   * The characters that are left for the inline policy, beside the identity's own, those that let functions log, and what is on
   * the whole account.
   */
  private measureInlineRoom(accountLevel: readonly PlannedStatement[]): number {
    const limit = getInlineLimit(this.identity);
    const taken = this.identity.node.findAll()
      .filter(CfnPolicy.isCfnPolicy)
      // toJSON reads a PolicyDocument without freezing its statements; of an empty one there is nothing to read
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
  return isGroup(identity) ? INLINE_LIMIT.group : INLINE_LIMIT.role;
}
