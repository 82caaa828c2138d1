import { isDeepStrictEqual } from 'util';
import { Grant, IGrantable, IPrincipal, ManagedPolicy, UnknownPrincipal } from 'aws-cdk-lib/aws-iam';
import { IConstruct, IDependable } from 'constructs';
import { findHolderProblem, GranteePolicy, isGrantable, isGranteePolicy, listPolicyHolders } from './policy-holders';
import { isDynamoDbAction } from '../../features/feature-needs';
import { ACCESS_METADATA, AccessProvenance, recordAccess } from '../../features/recorded-access';
import { OwnedArn } from '../../plan/owned-arns';
import { findUselessFeatures, isDenied } from '../../plan/plan-denials';
import { PlannedPermission, PlannedStatement } from '../../plan/planned-permission';
import { toStatements } from '../../plan/to-statements';
import { fail, Problem } from '../../problems/problem';
import { atValidation, refuseAtSynthesis } from '../../resources/annotate';
import { remembered } from '../../resources/settled';
import { writeStandIns } from '../../resources/stand-ins';
import { atSynthesis } from '../policies/at-synthesis';
import { Identity, IdentityPolicies, isIdentity, render } from '../policies/identity-policies';
import { noteAddedStatements } from '../policies/role-inline-policy';
import { warnAboutConditions } from '../warnings/warn-about-conditions';
import { refuseLargeStatement, warnAboutInlineLimit, warnAboutLostScope, warnAboutNoEffect, warnAboutQuota, warnAboutTags } from '../warnings/warn-about-policies';
import { warnAboutRole } from '../warnings/warn-about-role';

/** A request for permissions of a principal. The permissions are read again at synthesis, when tables and keys are complete. */
export interface AccessRequest {
  /** The construct that messages name. */
  readonly owner: IConstruct;
  readonly permissions: () => PlannedPermission[];
  /** Lists the ARNs of the tables with all replicas, and of what belongs to them, if the request is for features on tables. */
  readonly listArns?: () => readonly OwnedArn[];
  /** The origin of the permissions, for the report. It is short, because every access adds it to the cloud assembly. */
  readonly provenance: AccessProvenance;
  readonly acknowledgeAccountActions: boolean;
  /** The policy that gets the statements, if the access was granted to a policy in place of its role. */
  readonly writtenIn?: GranteePolicy;
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
const POLICY_CHARACTERS = /^[\t\n\r\u0020-\u00ff]*$/;

const policiesByPrincipal = new WeakMap<IPrincipal, PrincipalPolicies>();

/** All requests for one principal. They are planned together at synthesis, so that no permission is written twice. */
export class PrincipalPolicies {
  public static forGrantee(grantee: IGrantable, owner: IConstruct): PrincipalPolicies {
    const principal = grantee.grantPrincipal;
    if (principal instanceof UnknownPrincipal) {
      fail(owner, {
        id: 'granteeWithoutRole',
        value: 'the grantee is imported without its role',
        expected: 'a grantee whose role this app knows',
        remedy: 'import the grantee with its role: Function.fromFunctionAttributes does so for a function',
      });
    }
    const known = policiesByPrincipal.get(principal) ?? new PrincipalPolicies(principal, isGranteePolicy(grantee) ? grantee : undefined);
    policiesByPrincipal.set(principal, known);
    return known;
  }

  private readonly identity?: Identity;
  private readonly policies?: IdentityPolicies;
  private pending: AccessRequest[] = [];
  private readonly written = new Map<AccessRequest, PlannedPermission[]>();
  private readonly denials: PlannedPermission[] = [];
  private acknowledges = true;
  private isWatched = false;

  /** @param policy the policy whose principal this is, which stands for the identities that it is attached to */
  private constructor(private readonly principal: IPrincipal, private readonly policy?: GranteePolicy) {
    if (!isIdentity(principal)) return;
    this.identity = principal;
    this.policies = new IdentityPolicies(principal);
  }

  /**
   * Takes a request and returns a grant. The permissions are planned and written at synthesis.
   *
   * @param recorded the permissions that the grant shows, because the table may still change
   */
  public grantRequest(request: AccessRequest, recorded: readonly PlannedPermission[]): Grant {
    const statements = toStatements(recorded);
    const policyDependable = this.addRequest(request);
    const { principal } = this;
    const grantee: IGrantable = {
      grantPrincipal: {
        grantPrincipal: principal,
        get assumeRoleAction() { return principal.assumeRoleAction; },
        get policyFragment() { return principal.policyFragment; },
        // CDK's statement only documents the grant: the library writes the policies at synthesis
        addToPrincipalPolicy: () => ({ statementAdded: true, policyDependable }),
      },
    };
    return statements
      .map(({ actions, resources, conditions }) =>
        Grant.addToPrincipal({ grantee, actions, resourceArns: resources, conditions }))
      .reduce((all, grant) => all.combine(grant), Grant.drop(grantee, ''));
  }

  /**
   * Adds a request. It is planned and written at synthesis.
   *
   * @returns the policies, which resources can depend on
   */
  public addRequest(request: AccessRequest): IDependable {
    if (this.policy) return passOnToHolders(this.policy, request);
    if (this.pending.length === 0) atSynthesis(this.identity ?? request.owner, 'write', () => this.writePolicies());
    this.pending.push(request);
    refuseAtSynthesis(request.owner, () => this.findProblems(request));
    if (!this.isWatched) atValidation(request.owner, () => this.checkRole(request.owner));
    this.isWatched = true;
    return this.policies?.dependable ?? request.owner;
  }

  /** The permissions that the app gives the principal elsewhere are complete after all aspects have run. */
  private checkRole(owner: IConstruct): void {
    const requests = [...this.written.keys()];
    for (const request of requests) warnAboutConditions(owner, request.writtenIn ?? this.policies?.inline ?? owner, planRequest(request));
    if (this.identity) warnAboutRole(this.identity, owner, requests.flatMap(({ listArns }) => listArns?.() ?? []), requests.flatMap(planRequest));
  }

  /** Finds problems that arise because the policies are written before other aspects have run. */
  private findProblems(request: AccessRequest): Problem[] {
    if (this.pending.includes(request)) {
      return [{
        id: 'accessTooLate',
        value: 'this access is declared after the policies were written',
        expected: 'a declaration before synthesis',
        remedy: 'declare the access outside of aspects',
      }];
    }
    const permissions = planRequest(request);
    const malformed = permissions.find(({ resource, conditions = {} }) => !POLICY_CHARACTERS.test(`${resource} ${JSON.stringify(conditions)}`));
    if (malformed) {
      return [{
        id: 'policyCharacters',
        value: `${malformed.reason.feature} has a value with characters that IAM allows in no policy: ${JSON.stringify(malformed.conditions ?? malformed.resource)}`,
        expected: 'characters from U+0020 to U+00FF',
        remedy: 'write the values without the other characters',
      }];
    }
    if (isDeepStrictEqual(this.written.get(request), permissions)) return this.findDeniedFeatures(permissions);
    return [{
      id: 'tableChangedTooLate',
      value: 'the indexes, the stream, the key or the Region of the table changed after the policies were written',
      expected: 'changes before synthesis',
      remedy: 'change the table where it is declared, not in an aspect',
    }];
  }

  private findDeniedFeatures(permissions: readonly PlannedPermission[]): Problem[] {
    return findUselessFeatures([...permissions, ...this.denials]).map(({ feature, denials }) => ({
      id: 'featureDenied',
      value: `the ${denials.join(' and the ')} leaves nothing of the feature ${feature}`,
      expected: 'features with actions that the role is not denied',
      remedy: 'remove the feature or the denial',
    }));
  }

  private writePolicies(): void {
    const requests = this.pending;
    this.pending = [];
    const plans = requests.map((request) => ({ request, plan: planRequest(request) }));
    for (const { request, plan } of plans) this.written.set(request, plan);
    const permissions = unifyResources(requests[0].owner, plans.flatMap(({ plan }) => plan));
    this.denials.push(...permissions.filter(({ effect }) => effect === 'Deny'));
    const own = plans.every(({ request }) => request.writtenIn === undefined) ? permissions
      : unifyResources(requests[0].owner, plans.filter(({ request }) => !request.writtenIn).flatMap(({ plan }) => plan));
    // an allow statement has no effect on denied actions
    const statements = toStatements(own.filter((permission) => !isDenied(this.denials, permission)));
    if (!this.identity || !this.policies) return this.addToOtherPrincipal(statements, requests);

    this.acknowledges = this.acknowledges && requests.every((request) => request.acknowledgeAccountActions);
    const { managedPolicies, tooLarge, beyondLimit } = this.policies.writeStatements(statements, this.acknowledges);
    const [{ owner }] = requests;
    for (const statement of tooLarge) refuseLargeStatement(owner, statement);
    for (const { provenance, writtenIn } of requests) (writtenIn ?? this.policies.inline).node.addMetadata(ACCESS_METADATA, recordAccess(provenance));
    if (statements.length > 0 && !this.policies.acceptsPolicies()) {
      for (const { request, plan } of plans) warnAboutNoEffect(this.identity, request.owner, plan);
    }
    warnAboutQuota(this.identity, owner, managedPolicies);
    for (const { request, plan } of plans) warnAboutLostScope(this.identity, request.owner, plan, permissions);
    warnAboutTags(this.identity, owner, permissions);
    warnAboutInlineLimit(this.identity, owner, beyondLimit);
  }

  /** A principal that isn't a role, user or group accepts statements one by one, or none. */
  private addToOtherPrincipal(statements: readonly PlannedStatement[], requests: readonly AccessRequest[]): void {
    const added = statements.map((statement) => this.principal.addToPrincipalPolicy(render(statement)).statementAdded);
    if (added.every(Boolean)) return;
    for (const { owner } of requests) {
      refuseAtSynthesis(owner, () => [{
        id: 'granteeTakesNoPolicy',
        value: `the grantee ${this.principal} accepts no identity policies, so this access grants nothing`,
        expected: 'a role, a user, a group or a construct with a role',
        remedy: 'pass the role that this principal assumes',
      }]);
    }
  }
}

/** Writes what is granted to a policy there, and plans it with the other accesses of the identities that the policy is attached to. */
function passOnToHolders(policy: GranteePolicy, request: AccessRequest): IDependable {
  const holders: IConstruct[] = [];
  atSynthesis(policy, 'collect', () => {
    holders.push(...listPolicyHolders(policy));
    const handed = { ...request, writtenIn: policy };
    for (const holder of holders.filter(isGrantable)) PrincipalPolicies.forGrantee(holder, request.owner).addRequest(handed);
    compareWithDeclarations(policy, holders.filter((holder) => !isGrantable(holder)), request);
    // CDK refuses an inline policy that is attached to nothing by its content, and a managed policy by its lack of content
    if (holders.length === 0 && !(policy instanceof ManagedPolicy)) return;
    const statements = toStatements(planRequest(request));
    policy.addStatements(...statements.map(render));
    noteAddedStatements(policy, statements);
  });
  refuseAtSynthesis(request.owner, () => [findHolderProblem(policy, holders)].filter((problem) => problem !== undefined));
  return policy;
}

/** Compares what a policy is granted with the other permissions of roles, users and groups that only L1s declare. */
function compareWithDeclarations(policy: GranteePolicy, declarations: readonly IConstruct[], request: AccessRequest): void {
  const { owner, provenance, listArns } = request;
  if (declarations.length > 0) policy.node.addMetadata(ACCESS_METADATA, recordAccess(provenance));
  for (const each of declarations) atValidation(owner, () => warnAboutRole(each, owner, listArns?.() ?? [], planRequest(request)));
}

/**
 * Names each resource in one way. An import and a `TableAccessPolicy` name a table by text, and a construct names it by a reference.
 * Resources that only CloudFormation knows stay as they are, because they have braces in their stand-ins.
 */
function unifyResources(scope: IConstruct, permissions: readonly PlannedPermission[]): readonly PlannedPermission[] {
  if (!permissions.some(({ action, resource }) => isDynamoDbAction(action) && resource.startsWith('arn:'))) return permissions;
  const arnsByStandIn = new Map<string, string>();
  return permissions.map((permission) => {
    const standIn = writeStandIns(scope, permission.resource);
    if (!standIn.includes('{') && !arnsByStandIn.has(standIn)) arnsByStandIn.set(standIn, permission.resource);
    return { ...permission, resource: arnsByStandIn.get(standIn) ?? permission.resource };
  });
}

/** Plans the permissions of a request from the current state of the app. */
export function planRequest(request: AccessRequest): PlannedPermission[] {
  return remembered(request, 'plan', request.permissions);
}
