import { conditionHolds } from './conditions';
import { ParsedStatement, PolicyDocument, PolicyType, readStatements } from './policy-document';
import { identify, Identity, isLeftOut, NamedAs, namedAs, RequestPrincipal } from './principals';
import { ContextValues, RequestContext } from './request-context';
import { matchesAction, resourcePattern } from './text-pattern';

export { OneOrMore, PolicyDocument, PolicyStatement, PolicyType, PrincipalElement } from './policy-document';
export { RequestPrincipal } from './principals';
export { ContextValues } from './request-context';

/** A request, as AWS sees it. */
export interface AuthorizationRequest {
  readonly principal: RequestPrincipal;
  /** An action as `dynamodb:GetItem`. */
  readonly action: string;
  /** The ARN of what the action is done to, or `*` for actions that have no resource. */
  readonly resource: string;
  /** The condition keys of the request; a list where a key can have several values. */
  readonly context: ContextValues;
}

/** All policies that count for a request. */
export interface EffectivePolicies {
  /** The policies of the user or role, those of its groups included. */
  readonly identity: readonly PolicyDocument[];
  readonly boundary?: PolicyDocument;
  /** The account that owns the resource, and the resource's own policy. Without it, the account is taken from the ARN. */
  readonly resource?: { readonly account: string; readonly document?: PolicyDocument };
}

/** A statement that decided. */
export interface MatchedStatement {
  readonly policy: PolicyType;
  readonly document: PolicyDocument;
  /** Which statement of the document it is, from 0. */
  readonly index: number;
}

/** Whether a request is allowed, and why. */
export interface Decision {
  readonly allowed: boolean;
  /**
   * - `explicit-deny`: a statement denies it
   * - `implicit-deny`: no policy of the principal allows it, and where that would be enough, no policy of the resource
   * - `boundary`: the permissions boundary doesn't allow it
   * - `resource-policy`: the resource's policy would have to allow it and doesn't
   */
  readonly reason: 'allowed' | 'explicit-deny' | 'implicit-deny' | 'boundary' | 'resource-policy';
  /** The statements that decided: those that deny it; those that allow it, even where that wasn't enough. */
  readonly statements: readonly MatchedStatement[];
}

/** A statement that applies to a request; one of a resource's policy with how it names the principal. */
interface Applying {
  readonly statement: ParsedStatement;
  readonly namedAs?: NamedAs;
}

/** A request with what doesn't change from statement to statement. */
interface Scope {
  readonly request: AuthorizationRequest;
  readonly identity: Identity;
  readonly context: RequestContext;
  readonly bounded: boolean;
}

/**
 * Decides on a request as AWS documents it. Policies of organizations, of sessions and of VPC endpoints are not looked at.
 *
 * @throws Error on what can't be evaluated: malformed policies, unknown condition operators
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export function authorize(policies: EffectivePolicies, request: AuthorizationRequest): Decision {
  const { boundary, resource } = policies;
  const identity = identify(request.principal);
  const scope: Scope = { request, identity, context: new RequestContext(request.context), bounded: boundary !== undefined };
  const applying = [
    ...policies.identity.flatMap((document, index) => readStatements(document, 'identity', `identity policy ${index}`)),
    ...boundary ? readStatements(boundary, 'boundary', 'the permissions boundary') : [],
    ...resource?.document ? readStatements(resource.document, 'resource', 'the policy of the resource') : [],
  ].flatMap((statement) => applies(statement, scope) ?? []);

  const denies = applying.filter(({ statement }) => statement.effect === 'Deny');
  if (denies.length > 0) return decision('explicit-deny', denies);

  const [own, within, granted] = (['identity', 'boundary', 'resource'] as const)
    .map((policy) => applying.filter(({ statement }) => statement.policy === policy));
  const owner = resource?.account ?? accountOf(request.resource) ?? identity.account;
  const allows: Allows = {
    identity: own,
    byIdentity: own.length > 0 || identity.root,
    boundary: within,
    withinBoundary: within.length > 0 || !scope.bounded,
    resource: granted,
  };
  if (!identity.ofAccount) return granted.length > 0 ? decision('allowed', granted) : decision('resource-policy', []);
  return owner === identity.account ? withinAccount(allows, request) : acrossAccounts(allows);
}

/** The statements that allow a request, by policy. */
interface Allows {
  readonly identity: readonly Applying[];
  readonly byIdentity: boolean;
  readonly boundary: readonly Applying[];
  readonly withinBoundary: boolean;
  readonly resource: readonly Applying[];
}

/**
 * In one account, the principal's policies or the resource's policy are enough. What the latter allows a role is limited by
 * the permissions boundary; what it allows a session, a user or everybody isn't. What it allows the account, the account's
 * own policies must hand on.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
function withinAccount(allows: Allows, request: AuthorizationRequest): Decision {
  const direct = allows.resource.filter((each) => each.namedAs === 'itself' || each.namedAs === 'anyone');
  if (direct.length > 0) return decision('allowed', direct);

  const toRole = allows.resource.filter((each) => each.namedAs === 'role');
  const toAccount = allows.resource.filter((each) => each.namedAs === 'account');
  const needed = resourcePolicyDecides(request);
  const byIdentity = allows.byIdentity && (!needed || toAccount.length > 0);
  const enough = [...toRole, ...byIdentity ? allows.identity : [], ...byIdentity && needed ? toAccount : []];
  if (toRole.length > 0 || byIdentity) {
    return allows.withinBoundary ? decision('allowed', [...enough, ...allows.boundary]) : decision('boundary', enough);
  }
  return allows.byIdentity ? decision('resource-policy', allows.identity) : decision('implicit-deny', []);
}

/**
 * Across accounts, the principal's policies and the resource's policy must both allow.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
function acrossAccounts(allows: Allows): Decision {
  if (!allows.byIdentity) return decision('implicit-deny', allows.resource);
  if (allows.resource.length === 0) return decision('resource-policy', allows.identity);
  const enough = [...allows.identity, ...allows.resource];
  return allows.withinBoundary ? decision('allowed', [...enough, ...allows.boundary]) : decision('boundary', enough);
}

/**
 * Whether identity policies count only as far as the policy of the resource lets the account in: for KMS keys, and for
 * assuming roles.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
function resourcePolicyDecides({ action, resource }: AuthorizationRequest): boolean {
  const service = action.split(':')[0].toLowerCase();
  return (service === 'kms' && /^arn:[^:]*:kms:[^:]*:[^:]*:key\//.test(resource))
    || (service === 'sts' && /^arn:[^:]*:iam::[^:]*:role\//.test(resource));
}

function applies(statement: ParsedStatement, scope: Scope): Applying | undefined {
  const { request, context } = scope;
  const { where } = statement;
  const options = { where, variables: statement.variables ? context : undefined };
  const named = nameOf(statement, scope);
  if (named === false) return undefined;
  const { actions } = statement;
  if (actions.values.some((pattern) => matchesAction(pattern, request.action)) === actions.negated) return undefined;
  if (statement.resources) {
    const { values, negated } = statement.resources;
    const patterns = values.map((pattern) => resourcePattern(pattern, options));
    // AWS takes a statement for invalid if a variable in it has no value: not naming it is no match
    if (negated && patterns.includes(undefined)) return undefined;
    if (patterns.some((matches) => matches?.(request.resource)) === negated) return undefined;
  }
  if (!statement.conditions.every((entry) => conditionHolds(entry, context, statement.variables, where))) return undefined;
  return { statement, namedAs: named };
}

/** How a statement names the principal: not at all in its own policies, `false` if it names others. */
export function nameOf({ principals }: ParsedStatement, { identity, bounded }: Pick<Scope, 'identity' | 'bounded'>): NamedAs | undefined | false {
  if (!principals) return undefined;
  // NotPrincipal denies every principal that has a permissions boundary, whatever it names
  if (principals.negated) return !bounded && isLeftOut(principals.values, identity) ? false : 'anyone';
  const names = principals.values.map((principal) => namedAs(principal, identity));
  return MOST_DIRECT_FIRST.find((name) => names.includes(name)) ?? false;
}

const MOST_DIRECT_FIRST: readonly NamedAs[] = ['itself', 'anyone', 'role', 'account'];

function accountOf(arn: string): string | undefined {
  return arn.split(':')[4] || undefined;
}

function decision(reason: Decision['reason'], decisive: readonly Applying[]): Decision {
  return {
    allowed: reason === 'allowed',
    reason,
    statements: decisive.map(({ statement: { policy, document, index } }) => ({ policy, document, index })),
  };
}
