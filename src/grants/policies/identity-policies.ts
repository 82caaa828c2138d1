import { Aws, CfnResource, Fn, Names, Stack, Validations } from 'aws-cdk-lib';
import {
  CfnGroup, CfnPolicy, CfnRole, CfnUser, Effect, IGroup, IIdentity, IPrincipal, IRole, IUser, ManagedPolicy, Policy, PolicyDocument, PolicyProps,
  PolicyStatement,
} from 'aws-cdk-lib/aws-iam';
import { Construct, DependencyGroup, IConstruct } from 'constructs';
import { listHolderNames, listInlinePolicies } from './attached-policies';
import { packStatements } from './pack-statements';
import { INLINE_LIMIT, MANAGED_LIMIT, measurePolicy } from './policy-size';
import { attachesPoliciesAsCdk, isDeclaredRole, markAsLibraryPolicy, RoleInlinePolicy, toStatementJson } from './role-inline-policy';
import { PlannedStatement } from '../../plan/planned-permission';
import { fail } from '../../problems/problem';
import { forgetProperties } from '../../resources/read-properties';

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
  /** The characters of all inline policies of the identity if IAM refuses so many, or 0. */
  readonly beyondLimit: number;
}

/** The characters that stay free in inline policies, for what aspects add later. */
const SPARE_SIZE = 600;

/** The characters that CDK leaves in the default policy of an identity. It moves the rest into managed policies. */
const LARGEST_DEFAULT_POLICY = 10_000;

/** The characters of the library's inline policies of the functions of a role, by the role. */
const reservedSizeByRole = new WeakMap<IConstruct, number>();

/** Reserves room in the inline policies of a role for a policy of one of its functions. */
export function reserveInlineRoom(role: IConstruct, ...statements: PolicyStatement[]): void {
  const size = measurePolicy(role, new PolicyDocument({ statements }).toJSON());
  reservedSizeByRole.set(role, (reservedSizeByRole.get(role) ?? 0) + size);
}

const EMPTY_DOCUMENT = JSON.stringify({ Statement: [], Version: '2012-10-17' }).length;

/** The characters that statements may have in a managed policy. */
const STATEMENTS_LIMIT = MANAGED_LIMIT - EMPTY_DOCUMENT;

/** Creates an inline policy that is to be attached to an identity, as a child of the identity or of one of its functions. */
export function newInlinePolicy(identity: IConstruct, parent: IConstruct, id: string, props: PolicyProps = {}): Policy {
  checkIdIsFree(parent, id);
  const policy = new Policy(parent as Construct, id, { policyName: nameInlinePolicy(identity, parent, id), ...props });
  markAsLibraryPolicy(policy);
  return policy;
}

/**
 * Names an inline policy. If two stacks give policies of one role the same name, the later one silently replaces the other.
 *
 * CDK's own name is unique below a role of the app, because it contains the logical id. A role that another stack or app declares
 * outlives the stack, and several deployments of one template may use it: in several Regions, or with several stack names. Only
 * the id of the deployed stack differs between them.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html#cfn-pseudo-param-stackid
 */
function nameInlinePolicy(identity: IConstruct, parent: IConstruct, id: string): string | undefined {
  if (isDeclaredRole(parent)) return undefined;
  if (isDeclaredWith(identity, parent)) return `${Names.uniqueResourceName(parent, { maxLength: 100 })}${id}`;
  const stackId = Fn.select(2, Fn.split('/', Aws.STACK_ID));
  return `${Names.uniqueResourceName(parent, { maxLength: 70 })}${id}-${stackId}`;
}

/** Returns true if a role, user or group is declared in the same stack as a construct. */
function isDeclaredWith(identity: IConstruct, construct: IConstruct): boolean {
  const declaration = identity.node.defaultChild;
  const isDeclaration = CfnRole.isCfnRole(declaration) || CfnUser.isCfnUser(declaration) || CfnGroup.isCfnGroup(declaration);
  return isDeclaration && Stack.of(declaration) === Stack.of(construct);
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
    this.inline = attachesPoliciesAsCdk(identity) ? new RoleInlinePolicy(identity, INLINE_ID) : newInlinePolicy(identity, identity, INLINE_ID);
    this.dependable.add(this.inline);
  }

  /**
   * Writes statements.
   *
   * @param acknowledge true if the statements on `*` are acknowledged for cdk-nag
   */
  public writeStatements(statements: readonly PlannedStatement[], acknowledge: boolean): WriteResult {
    const accountLevel = statements.filter(({ sid }) => sid !== undefined);
    const room = this.measureInlineRoom(accountLevel);
    const { first, others, tooLarge } = packStatements(
      statements.filter(({ sid }) => sid === undefined),
      { measureRest: (statement) => this.measureRest(statement), measureResource: (resource) => this.measureResource(resource) },
      { first: room, others: STATEMENTS_LIMIT },
    );
    // only an inline policy shows whether an import accepts policies
    const isTest = first.length === 0 && others.length > 0 && !this.acceptsPolicies();
    this.addInline(isTest ? others.shift()! : first);
    // a managed policy attaches itself by name, even to an identity that the app must not change
    if (others.length > 0 && this.acceptsPolicies()) for (const overflow of others) this.addManagedPolicy(overflow);

    if (accountLevel.length > 0) this.addAccountLevel(accountLevel, acknowledge);
    return {
      managedPolicies: this.managedPolicies,
      // what fits is within the limit, and measuring it again takes long
      beyondLimit: room < 0 || isTest ? measureBeyondLimit(this.identity) : 0,
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
    return written.some(isAttached);
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
    forgetProperties(this.inline.node.defaultChild as CfnResource, 'PolicyDocument');
  }

  /** Account-level actions have a policy of their own, so that acknowledging its `*` acknowledges nothing else. */
  private addAccountLevel(statements: readonly PlannedStatement[], acknowledge: boolean): void {
    const policy = this.accountLevel ?? newInlinePolicy(this.identity, this.identity, 'AccountAccess');
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

  /** Measures the room for the inline policy. The identity's other policies and the account-level policy need the rest. */
  private measureInlineRoom(accountLevel: readonly PlannedStatement[]): number {
    const ofAccount = accountLevel.reduce((sum, statement) => sum + this.measureOnAccount(statement), accountLevel.length > 0 ? EMPTY_DOCUMENT : 0);
    return getInlineLimit(this.identity) - SPARE_SIZE - EMPTY_DOCUMENT - measureInlinePolicies(this.identity) - ofAccount;
  }
}

/** Measures the inline policies that an identity has by now. */
function measureInlinePolicies(identity: Identity): number {
  const sizes = listInlinePolicies(identity).map(({ document, isDefault }) => {
    const largest = Math.max(0, ...document.renderJson().map((json) => measurePolicy(identity, json)));
    return isDefault ? Math.min(largest, LARGEST_DEFAULT_POLICY) : largest;
  });
  return sizes.reduce((sum, size) => sum + size, reservedSizeByRole.get(identity) ?? 0);
}

/** Returns the characters of the inline policies of an identity if IAM refuses so many, or 0. */
export function measureBeyondLimit(identity: Identity): number {
  const size = measureInlinePolicies(identity);
  if (size > getInlineLimit(identity)) return size;
  return 0;
}

/** Returns true if a policy is attached to a role, user or group. An immutable role ignores the policies that it should attach. */
export function isAttached({ node: { defaultChild } }: Policy): boolean {
  return CfnPolicy.isCfnPolicy(defaultChild) && listHolderNames(defaultChild).length > 0;
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
