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

/** Remembers that the library writes a policy. */
export function markAsLibraryPolicy(policy: IConstruct): void {
  libraryPolicies.add(policy);
}

/** Whether the library writes the policy that an L1 declares. */
export function isLibraryPolicy(declaration: IConstruct): boolean {
  return libraryPolicies.has(declaration) || (declaration.node.scope !== undefined && libraryPolicies.has(declaration.node.scope));
}

/** Whether the app declares a role, and nobody customized it: the ARN of a customized role is another one's. */
export function isDeclaredRole(construct: IConstruct): construct is Role {
  return construct instanceof Role && referencedResource(construct.roleArn, CfnRole.CFN_RESOURCE_TYPE_NAME) !== undefined;
}

/** Whether a role of the app takes policies as CDK's own do: a class of the user's may do something else with them. */
export function attachesPoliciesAsCdk(construct: IConstruct): construct is Role {
  return isDeclaredRole(construct) && construct.attachInlinePolicy === Role.prototype.attachInlinePolicy;
}

/** A statement of a policy document. */
export interface StatementJson {
  readonly Action: string | string[];
  readonly Condition?: Conditions;
  readonly Effect: string;
  Resource: string | string[];
  readonly Sid?: string;
}

/** A statement as a policy document has it. */
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
 * An inline policy of a role that the app declares, for which CDK needn't be asked whether the role takes it. It's an L1, as each
 * synthesis would merge the statements of an L2 several times over, which are merged already. As of an L2, there is nothing of it in
 * the template while it's empty.
 */
export class RoleInlinePolicy extends CfnPolicy {
  /** By all that they say but their resources. */
  private readonly statements = new Map<string, StatementJson>();

  constructor(role: Role, id: string) {
    super(role, id, { policyName: id, policyDocument: {}, roles: [role.roleName] });
    // as CDK names policies
    this.policyName = Lazy.string({ produce: () => (this.stack.resolve(this.logicalId) as string).slice(-LONGEST_POLICY_NAME) });
    markAsLibraryPolicy(this);
  }

  /** Adds statements; what an aspect asks for later joins those that are there. */
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
