import { CfnResource, Errors, Lazy, Stack, Stage, Token } from 'aws-cdk-lib';
import { ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import { IPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnKey, IKeyRef } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { recordAllowedUse } from './accounts/allowed-by-table-policy';
import { CrossAccountAccess, findDeclaredKey, isDeclaredIdentity, listArns } from './accounts/cross-account-access';
import { formatForMessage, formatPolicyJson, replacePartition } from './accounts/policy-json';
import { describePrincipal, findPrincipalsProblem } from './accounts/validate-principals';
import {
  describeOverride, describeReplacement, describeUnknownPolicy, findImportedTableProblem, findPolicyFeaturesProblem, findPolicyProblems,
  findSizeProblem, findStageProblem, findTableKeyProblem,
} from './accounts/validate-table-policy';
import { atSynthesis } from './policies/at-synthesis';
import { Identity } from './policies/identity-policies';
import { TableAccessGrants } from './table-access-grants';
import { POLICY_PROPS } from './validation/shapes';
import { findProblemsAtSynthesis } from './validation/validate-at-synthesis';
import { TableFeature } from '../features/table-feature';
import { KeyTarget } from '../plan/key-target';
import { PlannedStatement } from '../plan/planned-permission';
import { fail, failIf, Problem } from '../problems/problem';
import { checkShape, PROPS } from '../problems/shape';
import { inform, refuseAtSynthesis, warn } from '../resources/annotate';
import {
  addToPolicy, containStatements, findHiddenAdditions, isUnknownPolicy, readKeyPolicy, readTablePolicies, ResourcePolicy, TableResource,
} from '../resources/resource-policies';

/** Properties of the access of other accounts to a table of this app. */
export interface TableAccessPolicyProps {
  /**
   * The table: a `Table`, `TableV2` or one of its replicas, or a `CfnTable` that this app declares. Use `TableRef.fromGlobalTable`
   * for a `CfnGlobalTable`.
   *
   * Give the table a name. Its policy then names the table and each index. A policy can't refer to the table that it belongs to, so
   * without a name it uses `*`, which in a table's policy means the table and all its indexes. Only features on all of them are
   * exact then.
   */
  readonly table: ITableRef;

  /**
   * The principals that may use the table: accounts, or roles and users of other accounts; at least one.
   *
   * An account stands for all its principals whose own policies allow the same. A role or user that this app declares gets the
   * permissions in its own policies too.
   */
  readonly principals: IPrincipal[];

  /**
   * The features that the principals use; at least one, each once. AWS doesn't support all features across accounts.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html
   */
  readonly features: TableFeature[];

  /**
   * The Regions, besides the table's own, whose replicas get the policy too, for example `eu-west-1`. CloudFormation can't add a
   * replica in another Region together with its policy: deploy the replica first.
   *
   * @default - the Region of the table alone
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-dynamodb-globaltable-replicaspecification.html
   */
  readonly regions?: string[];

  /**
   * The customer managed key of the table, as other accounts can name it: a key by its ARN, or an alias by its name. Create the
   * alias with `Alias.fromAliasName` in the stack of the table, not of the other account. The policy is written for the key that
   * the table declares.
   *
   * A role of this app in another account needs this option, because its stack can't refer to a key of this app.
   *
   * @default - the key that the table declares, if any
   */
  readonly tableKey?: IKeyRef;
}

/** Statements that are added to a policy, and its name in messages. */
interface Addition {
  readonly resource: TableResource | CfnKey;
  readonly path: string;
  readonly holder: ResourcePolicy['holder'];
  readonly region: string;
  readonly policy: string;
  readonly plan: () => PlannedStatement[];
}

/**
 * Lets principals of other accounts use a table of this app. The resource policies of the table and its stream, and the policy of
 * its key, allow the principals the actions that their features need. Existing statements stay.
 *
 * The principals need the same permissions in identity policies of their own accounts. For roles and users of this app they are
 * written here. For others, an info message and `identityPolicy` contain them. Clients then pass the ARN of the table as its name.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-cross-account-access.html
 * @example
 * new TableAccessPolicy(this, 'Partners', {
 *   table: orders,
 *   principals: [new iam.AccountPrincipal('222222222222')],
 *   features: [TableFeature.READ_ITEM],
 * });
 */
export class TableAccessPolicy extends Construct {
  /**
   * The identity policy that the principals need in their own accounts, as JSON. Put it in a `CfnOutput` of the table's stack,
   * because it contains ARNs that only the deployment knows.
   */
  public readonly identityPolicy: string;

  private readonly access: CrossAccountAccess;
  private readonly declaration: TableResource;
  private readonly additions: Addition[] = [];
  /** The name of the table that stacks of other accounts use. */
  private readonly name?: string;

  /**
   * Throws an error if a property is wrong, for example if the table is imported or a principal belongs to its account. Synthesis
   * reports errors that depend on the whole app. See
   * [errors](https://github.com/cdk-dynamo-access/cdk-dynamo-access/blob/main/docs/errors.md).
   */
  constructor(scope: Construct, id: string, private readonly props: TableAccessPolicyProps) {
    super(scope, id);
    checkShape(this, PROPS, props, POLICY_PROPS);
    const { table, principals, features, regions, tableKey } = props;
    this.access = new CrossAccountAccess(props);
    const { resources } = this.access;
    failIf(this, findImportedTableProblem(resources, table.node.path)
      ?? findStageProblem(this, resources, table.node.path)
      ?? findPolicyFeaturesProblem({ table, features, regions })
      ?? findPrincipalsProblem(principals, resources)
      ?? findTableKeyProblem(tableKey, resources));
    this.declaration = resources.declaration!;
    this.name = resources.physicalName();

    recordAllowedUse(this.declaration, { principals, features, regions: this.access.regions });
    principals.filter(isDeclaredIdentity).forEach((principal) => this.grantIdentitySide(principal));
    this.identityPolicy = Lazy.uncachedString({
      produce: () => replacePartition(formatPolicyJson(this.access.planIdentityPolicy()), resources.region),
    });
    atSynthesis(this, 'collect', () => this.writePolicies());
    refuseAtSynthesis(this, () => this.findProblems());
  }

  private writePolicies(): void {
    const { access, declaration: resource } = this;
    const { path } = this.props.table.node;
    for (const region of access.regions) {
      this.requestStatements({ resource, path, holder: 'table', region, policy: `the resource policy of ${path}`, plan: () => access.planTablePolicy(region) });
      const streamPolicy = `the resource policy of the stream of ${path}`;
      this.requestStatements({ resource, path, holder: 'stream', region, policy: streamPolicy, plan: () => access.planStreamPolicy() });
    }
    access.listUsedKeys().forEach((key) => this.allowKey(key));
    const externalPrincipals = this.props.principals.filter((principal) => !isDeclaredIdentity(principal));
    if (externalPrincipals.length > 0) this.showIdentityPolicy(externalPrincipals);
  }

  private requestStatements(addition: Addition): void {
    if (addition.plan().length === 0) return;
    this.additions.push(addition);
    addToPolicy(addition.resource, addition.holder, addition.region, () => this.renderStatements(addition.plan()));
  }

  private renderStatements(statements: readonly PlannedStatement[]): PolicyStatement[] {
    const principals = this.access.namePrincipals();
    return statements.map(({ actions, resources, conditions }) => new PolicyStatement({ principals, actions, resources, conditions }));
  }

  private allowKey(target: KeyTarget): void {
    const key = findDeclaredKey(target);
    if (key) {
      const { path } = key.node;
      this.props.principals.filter(isDeclaredIdentity).forEach((principal) => deployAfter(this, key, principal));
      const plan = () => this.access.planKeyPolicy();
      return this.requestStatements({ resource: key, path, holder: 'key', region: key.env.region, policy: `the policy of the key ${path}`, plan });
    }
    const name = target.aliasName === undefined ? `key ${target.arn}` : `key with the alias ${target.aliasName}`;
    warn(this, {
      id: 'tableKeyPolicy',
      value: formatForMessage(this, `this app cannot change the policy of the ${name}, which encrypts ${this.props.table.node.path}`),
      expected: formatForMessage(this, `this policy: ${formatPolicyJson(this.access.planKeyPolicy(), this.access.listPrincipalArns())}`),
      remedy: 'add the statement where the key is defined, then acknowledge this warning',
    });
  }

  private showIdentityPolicy(externalPrincipals: readonly IPrincipal[]): void {
    const policy = formatForMessage(this, formatPolicyJson(this.access.planIdentityPolicy()));
    const unknown = policy.includes('<') ? '; the deployment replaces the names in angle brackets: use a CfnOutput with identityPolicy' : '';
    inform(this, 'identitySide',
      `to use ${this.props.table.node.path}, ${formatForMessage(this, externalPrincipals.map(describePrincipal).join(', '))} need this identity policy `
      + `in their own accounts, and clients must pass the ARN of the table as its name: ${policy}${unknown}`);
  }

  /** The stack of another account can't refer to the table, so it names the table. */
  private grantIdentitySide(principal: Identity): void {
    const { table, features, regions, tableKey } = this.props;
    const tableByName = this.access.nameTable();
    if (tableByName === table && !('tableArn' in table)) {
      fail(this, {
        id: 'tableWithoutName',
        value: `CloudFormation chooses the name of ${table.node.path}, so the stack of ${principal.node.path} cannot name the table`,
        expected: 'a table with a name',
        remedy: 'set tableName of the table',
      });
    }
    atSynthesis(this, 'collect', () => {
      this.checkPrincipalName(principal);
      this.checkKeyName(principal);
    });
    TableAccessGrants._grantTo(this, principal, { table: tableByName, features, regions, tableKey });
    deployAfter(this, this.declaration, principal);
  }

  /** Checks this before the policies are written, because CDK would fail at the reference. CDK generates some names when they are needed. */
  private checkPrincipalName(principal: Identity): void {
    try {
      this.declaration.stack.resolve(listArns(principal));
    } catch (error) {
      if (!Errors.isValidationError(error)) throw error;
      fail(this, {
        id: 'roleWithoutName',
        value: `CloudFormation chooses the name of the principal ${principal.node.path}`,
        expected: 'a role or user that the policy of a table in another account can name',
        remedy: 'give it a roleName or userName',
      });
    }
  }

  private checkKeyName(principal: Identity): void {
    if (this.props.tableKey || !this.access.listUsedKeys().some(findDeclaredKey)) return;
    fail(this, {
      id: 'keyWithoutName',
      value: `the stack of ${principal.node.path} cannot refer to the key of ${this.props.table.node.path}`,
      expected: 'a key that another account can name',
      remedy: "give the key an alias, and pass Alias.fromAliasName(tableStack, 'TableKey', 'alias/name') as tableKey",
    });
  }

  private findProblems(): Problem[] {
    const { table, features, regions } = this.props;
    const problems = [
      ...findPolicyProblems(features, this.access.regions, this.access.resources, table.node.path),
      ...findProblemsAtSynthesis({ table, features, regions }, this.access.resources),
    ];
    if (problems.length > 0) return problems;
    const isRenamed = this.name !== undefined && this.access.resources.physicalName() !== this.name;
    return [
      ...this.findLargePolicies(),
      ...this.additions.map((addition) => findLossProblem(addition, this.renderStatements(addition.plan()))),
      isRenamed ? describeReplacement(`the name of ${table.node.path}`) : undefined,
    ].filter((problem) => problem !== undefined);
  }

  private findLargePolicies(): (Problem | undefined)[] {
    const { path } = this.props.table.node;
    const ofTable = readTablePolicies(this.declaration).map((policy) => {
      const name = policy.holder === 'table' ? path : `the stream of ${path}`;
      const place = Token.isUnresolved(policy.region) ? '' : ` in ${policy.region}`;
      return findSizeProblem(policy, `the resource policy of ${name}${place}`, this.declaration);
    });
    const keys = this.additions.map(({ resource }) => resource).filter((resource) => CfnKey.isCfnKey(resource));
    return [...ofTable, ...keys.map((key) => findSizeProblem(readKeyPolicy(key), `the policy of the key ${key.node.path}`, key))];
  }
}

/** Finds what is wrong if the template doesn't have statements that were added to a policy. */
function findLossProblem({ resource, path, holder, policy }: Addition, statements: readonly PolicyStatement[]): Problem | undefined {
  const policies = CfnKey.isCfnKey(resource) ? [readKeyPolicy(resource)] : readTablePolicies(resource).filter((each) => each.holder === holder);
  if (containStatements(resource, statements, policies)) return undefined;
  if (policies.some(isUnknownPolicy)) return describeUnknownPolicy(policy);
  const property = findHiddenAdditions(resource, holder);
  if (property === undefined) return describeReplacement(policy);
  return describeOverride(property, path, holder === 'key' ? 'key' : 'table');
}

/** AWS refuses a policy that names a role which doesn't exist yet. */
function deployAfter(scope: Construct, resource: CfnResource, principal: Identity): void {
  const [owner, other] = [Stack.of(resource), Stack.of(principal)];
  if (owner === other || Stage.of(owner)! !== Stage.of(other)!) return;
  try {
    addStackDependency(owner, other, `a policy names ${principal.node.path}`);
  } catch (error) {
    if (!Errors.isValidationError(error)) throw error;
    fail(scope, {
      id: 'stackOrder',
      value: `the principal ${principal.node.path} is in the stack ${other.node.path}, which is deployed after the stack ${owner.node.path}`,
      expected: 'a role or user that exists before the policy that names it',
      remedy: 'put the roles in a separate stack, or write new AccountPrincipal(accountId)',
    });
  }
}

/** Newer versions of CDK deprecate `addDependency`, which has another name there. */
function addStackDependency(stack: Stack, other: Stack, reason: string): void {
  const renamed = stack as Partial<Record<'addStackDependency', Stack['addDependency']>>;
  if (renamed.addStackDependency) renamed.addStackDependency(other, reason);
  else stack.addDependency(other, reason);
}
