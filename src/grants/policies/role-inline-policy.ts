import { Lazy } from 'aws-cdk-lib';
import { CfnPolicy, CfnRole, Effect, Role } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { Conditions, oneOrMany } from '../../conditions/conditions';
import { PlannedStatement } from '../../plan/planned-permission';
import { referencedResource } from '../../resources/arns';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
const LONGEST_POLICY_NAME = 128;

/** The policies that the library writes. */
const libraryPolicies = new WeakSet<IConstruct>();

export function markAsLibraryPolicy(policy: IConstruct): void {
  libraryPolicies.add(policy);
}

/** Returns true if the library writes the policy that an L1 declares. */
export function isLibraryPolicy(declaration: IConstruct): boolean {
  return libraryPolicies.has(declaration) || (declaration.node.scope !== undefined && libraryPolicies.has(declaration.node.scope));
}

/** What the library adds to policies of the app, which may have other statements. */
const addedStatements = new WeakMap<IConstruct, PlannedStatement[]>();

export function noteAddedStatements(policy: IConstruct, added: readonly PlannedStatement[]): void {
  addedStatements.set(policy, [...addedStatements.get(policy) ?? [], ...added]);
}

/** Lists the statements that the library adds to the policy of the app that an L1 declares. */
export function listAddedStatements(declaration: IConstruct): StatementJson[] {
  const policy = declaration.node.scope;
  return (policy ? addedStatements.get(policy) ?? [] : []).map(toStatementJson);
}

/** Returns true for a role that the app declares. A customized role has the ARN of another role. */
export function isDeclaredRole(construct: IConstruct): construct is Role {
  return construct instanceof Role && referencedResource(construct.roleArn, CfnRole.CFN_RESOURCE_TYPE_NAME) !== undefined;
}

/** Returns true for a role, which may be imported. Users and groups are other identities. */
export function isIdentityRole(construct: IConstruct): boolean {
  return 'roleArn' in construct;
}

/** Returns true if a role attaches policies as CDK's own roles do. A class of the user may do something else. */
export function attachesPoliciesAsCdk(construct: IConstruct): construct is Role {
  return isDeclaredRole(construct) && construct.attachInlinePolicy === Role.prototype.attachInlinePolicy;
}

export interface StatementJson {
  readonly Action: string | string[];
  readonly Condition?: Conditions;
  readonly Effect: string;
  Resource: string | string[];
  readonly Sid?: string;
}

export function toStatementJson({ effect, sid, actions, resources, conditions }: PlannedStatement): StatementJson {
  return {
    Action: oneOrMany(actions),
    Condition: conditions,
    Effect: effect ?? Effect.ALLOW,
    Resource: oneOrMany(resources),
    Sid: sid,
  };
}

/**
 * The inline policy of a role that the app declares.
 *
 * It is an L1, because CDK would merge the statements of an L2 several times in each synthesis, though they are merged already.
 * Like an L2, it isn't in the template while it is empty.
 */
export class RoleInlinePolicy extends CfnPolicy {
  /** The statements by their effect, actions and conditions. */
  private readonly statements = new Map<string, StatementJson>();

  constructor(role: Role, id: string) {
    super(role, id, { policyName: id, policyDocument: {}, roles: [role.roleName] });
    // CDK names policies the same way
    this.policyName = Lazy.string({ produce: () => (this.stack.resolve(this.logicalId) as string).slice(-LONGEST_POLICY_NAME) });
    markAsLibraryPolicy(this);
  }

  /** Adds statements. A statement that an aspect adds later is merged with an existing one. */
  public addStatements(added: readonly PlannedStatement[]): void {
    for (const statement of added) {
      const kind = JSON.stringify([statement.effect, statement.actions, statement.conditions]);
      const existing = this.statements.get(kind);
      if (existing) existing.Resource = oneOrMany([...new Set([existing.Resource, statement.resources].flat())]);
      else this.statements.set(kind, toStatementJson(statement));
    }
    this.policyDocument = { Statement: [...this.statements.values()], Version: '2012-10-17' };
  }

  protected shouldSynthesize(): boolean {
    return this.statements.size > 0 && super.shouldSynthesize();
  }
}
