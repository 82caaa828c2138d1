import { matchesCondition } from './match-conditions';
import { ParsedStatement, PolicyDocument, PolicyType, readStatements } from './policy-document';
import { identify, Identity, isExcluded, NamedAs, matchPrincipal, RequestPrincipal } from './principals';
import { ContextValues, RequestContext } from './request-context';
import { isSubjectToResourcePolicy, isSupportedAcrossAccounts } from './resource-policy-actions';
import { matchesAction, makeResourceTest } from './text-pattern';
import { toList } from '../values/json-values';

export { OneOrMore, PolicyDocument, PolicyStatement, PolicyType, PrincipalElement } from './policy-document';
export { RequestPrincipal } from './principals';
export { ContextValues } from './request-context';

/** A request, as AWS sees it. */
export interface AuthorizationRequest {
  readonly principal: RequestPrincipal;
  /** The action, for example `dynamodb:GetItem`. */
  readonly action: string;
  /** The ARN of the resource; `*` for actions that have none. */
  readonly resource: string;
  /** The condition keys of the request; a list where a key can have several values. */
  readonly context: ContextValues;
}

/** All policies that AWS evaluates for a request. */
export interface EffectivePolicies {
  /** The policies of the user or role, those of its groups included. */
  readonly identity: readonly PolicyDocument[];
  readonly boundary?: PolicyDocument;
  /** The account that owns the resource, and the resource's own policy. By default the account is the one in the ARN. */
  readonly resource?: { readonly account: string; readonly document?: PolicyDocument };
}

/** A statement that decided on a request. */
export interface MatchedStatement {
  readonly policy: PolicyType;
  readonly document: PolicyDocument;
  /** The number of the statement in the document, from 0. */
  readonly index: number;
}

export interface Decision {
  readonly allowed: boolean;
  /**
   * - `explicit-deny`: a statement denies it
   * - `implicit-deny`: no policy of the principal allows it, and where that would be enough, no policy of the resource
   * - `boundary`: the permissions boundary doesn't allow it
   * - `resource-policy`: the resource's policy would have to allow it and doesn't
   */
  readonly reason: 'allowed' | 'explicit-deny' | 'implicit-deny' | 'boundary' | 'resource-policy';
  /** The statements that deny the request, or those that allow it, even if they weren't enough. */
  readonly statements: readonly MatchedStatement[];
}

/** A statement that applies to a request. */
interface Applying {
  readonly statement: ParsedStatement;
  /** The way in which a statement of the resource's policy names the principal. */
  readonly namedAs?: NamedAs;
}

/** A request, with the values that all statements are compared with. */
interface EvaluatedRequest {
  readonly request: AuthorizationRequest;
  readonly identity: Identity;
  readonly context: RequestContext;
  readonly bounded: boolean;
}

/**
 * Decides on a request as AWS documents it, without policies of organizations, sessions and VPC endpoints.
 *
 * @throws Error if a policy is malformed or has an unknown condition operator
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export function authorize(policies: EffectivePolicies, request: AuthorizationRequest): Decision {
  const { boundary, resource } = policies;
  const identity = identify(request.principal);
  const scope: EvaluatedRequest = { request, identity, context: new RequestContext(request.context), bounded: boundary !== undefined };
  const applying = [
    ...policies.identity.flatMap((document, index) => readStatements(document, 'identity', `identity policy ${index}`)),
    ...toList(boundary).flatMap((document) => readStatements(document, 'boundary', 'the permissions boundary')),
    ...toList(resource?.document).flatMap((document) => readStatements(document, 'resource', 'the policy of the resource')),
  ].flatMap((statement) => applyStatement(statement, scope) ?? []);

  const denies = applying.filter(({ statement }) => statement.effect === 'Deny');
  if (denies.length > 0) return makeDecision('explicit-deny', denies);

  const [own, within, granted] = (['identity', 'boundary', 'resource'] as const)
    .map((policy) => applying.filter(({ statement }) => statement.policy === policy));
  const owner = resource?.account ?? readAccount(request.resource) ?? identity.account;
  const allows: AllowingStatements = {
    identity: own,
    byIdentity: own.length > 0 || identity.root,
    boundary: within,
    withinBoundary: within.length > 0 || !scope.bounded,
    resource: granted,
  };
  if (!identity.ofAccount) return makeDecision(granted.length > 0 ? 'allowed' : 'resource-policy', granted);
  if (owner === identity.account) return decideWithinAccount(allows, request);
  return decideAcrossAccounts(allows, request);
}

/** The statements that allow a request, by the kind of their policy. */
interface AllowingStatements {
  readonly identity: readonly Applying[];
  readonly byIdentity: boolean;
  readonly boundary: readonly Applying[];
  readonly withinBoundary: boolean;
  readonly resource: readonly Applying[];
}

/**
 * In one account, the principal's policies or the resource's policy are enough. If the resource's policy names a role, the
 * permissions boundary limits it; if it names a session, a user or everybody, it doesn't. If it names the account, the
 * principal's policies must allow the request too.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
function decideWithinAccount(allows: AllowingStatements, request: AuthorizationRequest): Decision {
  const direct = allows.resource.filter((each) => each.namedAs === 'itself' || each.namedAs === 'anyone');
  if (direct.length > 0) return makeDecision('allowed', direct);

  const toRole = allows.resource.filter((each) => each.namedAs === 'role');
  const toAccount = allows.resource.filter((each) => each.namedAs === 'account');
  const needed = needsResourcePolicy(request);
  const byIdentity = allows.byIdentity && (!needed || toAccount.length > 0);
  const enough = [...toRole, ...byIdentity ? allows.identity : [], ...byIdentity && needed ? toAccount : []];
  if (toRole.length > 0 || byIdentity) {
    return decideByBoundary(allows, enough);
  }
  if (allows.byIdentity) return makeDecision('resource-policy', allows.identity);
  return makeDecision('implicit-deny', []);
}

/**
 * Across accounts, the principal's policies and the resource's policy must both allow. DynamoDB supports some actions only within the account.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html
 */
function decideAcrossAccounts(allows: AllowingStatements, { action }: AuthorizationRequest): Decision {
  if (!allows.byIdentity) return makeDecision('implicit-deny', allows.resource);
  if (allows.resource.length === 0 || !isSupportedAcrossAccounts(action)) return makeDecision('resource-policy', allows.identity);
  return decideByBoundary(allows, [...allows.identity, ...allows.resource]);
}

/** Decides on a request that policies allow, except for the permissions boundary. */
function decideByBoundary({ withinBoundary, boundary }: AllowingStatements, enough: readonly Applying[]): Decision {
  if (withinBoundary) return makeDecision('allowed', [...enough, ...boundary]);
  return makeDecision('boundary', enough);
}

/**
 * KMS keys and trust policies of roles are evaluated in this way: identity policies count only if the policy of the resource
 * allows the account.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
function needsResourcePolicy({ action, resource }: AuthorizationRequest): boolean {
  const service = action.split(':')[0].toLowerCase();
  return (service === 'kms' && /^arn:[^:]*:kms:[^:]*:[^:]*:key\//.test(resource))
    || (service === 'sts' && /^arn:[^:]*:iam::[^:]*:role\//.test(resource));
}

function applyStatement(statement: ParsedStatement, scope: EvaluatedRequest): Applying | undefined {
  const { request, context } = scope;
  const { where } = statement;
  const options = { where, variables: statement.variables ? context : undefined };
  const named = matchPrincipals(statement, scope);
  if (named === false) return undefined;
  const { actions } = statement;
  if (actions.values.some((pattern) => matchesAction(pattern, request.action)) === actions.negated) return undefined;
  if (statement.policy === 'resource' && !isSubjectToResourcePolicy(request.action, request.resource)) return undefined;
  if (statement.resources) {
    const { values, negated } = statement.resources;
    const patterns = values.map((pattern) => makeResourceTest(pattern, options));
    // AWS doesn't match a statement that has a variable without a value, not even with NotResource
    if (negated && patterns.includes(undefined)) return undefined;
    if (patterns.some((matches) => matches?.(request.resource)) === negated) return undefined;
  }
  if (!statement.conditions.every((entry) => matchesCondition(entry, context, statement.variables, where))) return undefined;
  return { statement, namedAs: named };
}

/**
 * Finds how a statement names the principal.
 *
 * @returns `undefined` for a statement that names no principals, as those of identity policies; `false` if it names others
 */
export function matchPrincipals(
  { principals }: ParsedStatement, { identity, bounded }: Pick<EvaluatedRequest, 'identity' | 'bounded'>,
): NamedAs | undefined | false {
  if (!principals) return undefined;
  // AWS: NotPrincipal with Deny always denies a principal that has a permissions boundary
  if (principals.negated) return !bounded && isExcluded(principals.values, identity) ? false : 'anyone';
  const names = principals.values.map((principal) => matchPrincipal(principal, identity));
  return MOST_DIRECT_FIRST.find((name) => names.includes(name)) ?? false;
}

const MOST_DIRECT_FIRST: readonly NamedAs[] = ['itself', 'anyone', 'role', 'account'];

function readAccount(arn: string): string | undefined {
  return arn.split(':')[4] || undefined;
}

function makeDecision(reason: Decision['reason'], decisive: readonly Applying[]): Decision {
  return {
    allowed: reason === 'allowed',
    reason,
    statements: decisive.map(({ statement: { policy, document, index } }) => ({ policy, document, index })),
  };
}
