import { ASSUME_ROLE } from './action-catalogue';
import { describeCondition } from './describe-conditions';
import { getConstructPath } from '../../policy/assembly-resources';
import { isIntrinsic } from '../../policy/branches';
import { ConditionEntry, Matcher, NamedPrincipal, ParsedStatement } from '../../policy/policy-document';
import { RoleRecord } from '../../policy/read-assembly';
import { readPolicy, ReadStatement } from '../../policy/read-policy';
import { matchesAction } from '../../policy/text-pattern';
import { isRecord, toList, toRecord } from '../../values/json-values';
import { removeDuplicates } from '../../values/lists';
import { ReportedTrust } from '../report-data';

const WITH_SAML = `${ASSUME_ROLE}WithSAML`;
const WITH_WEB_IDENTITY = `${ASSUME_ROLE}WithWebIdentity`;

/** Lists who may assume a role, by its trust policy. A statement that can't be read has an entry, because it may name anybody. */
export function readTrust({ trust, origin }: RoleRecord): ReportedTrust[] {
  if (typeof trust === 'string') return [describeUnknownTrust(trust)];
  if (Object.keys(toRecord(trust)).length === 0) return [];
  const [document, statements] = isIntrinsic(trust) ? [{}, [trust]] : [trust, toList<unknown>(toRecord(trust).Statement)];
  const parts = statements.flatMap(splitPrincipals).map((part) => ({ ...toRecord(document), Statement: [part] }));
  return removeDuplicates(parts.flatMap((part) => readPolicy(part, 'resource', `${getConstructPath(origin)}, trust policy`)).flatMap(describeTrust));
}

/** Splits a statement into one for each principal, because one of them may be known and another one not. */
function splitPrincipals(statement: unknown): unknown[] {
  if (!isRecord(statement) || !isRecord(statement.Principal) || isIntrinsic(statement.Principal)) return [statement];
  return Object.entries(statement.Principal).flatMap(([type, values]) =>
    toList(values).map((value) => ({ ...statement, Principal: { [type]: value } })));
}

function describeTrust({ parsed, written, unknown, unknownConditions }: ReadStatement): ReportedTrust[] {
  if (!parsed || unknown.some(({ element }) => element !== 'Condition')) return [describeUnknownTrust(written)];
  const requests = listAssumingRequests(parsed.principals!);
  const matching = requests.filter((action) => matchesActions(parsed.actions, action));
  if (matching.length === 0) return [];
  const conditions = [...parsed.conditions, ...unknownConditions, ...limitToRequests(matching, requests)];
  return [{ principal: nameTrusted(parsed.principals!), denied: parsed.effect === 'Deny', conditions: conditions.map(describeCondition) }];
}

const UNKNOWN = 'unknown principal ';

/** Tells whether only the deployment knows a principal that may assume a role. */
export function isUnknownPrincipal({ principal }: ReportedTrust): boolean {
  return principal.startsWith(UNKNOWN);
}

function describeUnknownTrust(written: unknown): ReportedTrust {
  const { Effect, Principal = written } = toRecord(written);
  return { principal: UNKNOWN + JSON.stringify(Principal), denied: Effect === 'Deny', conditions: [] };
}

/**
 * Lists the requests by which principals assume a role. The actions to tag a session or to set its source identity assume none.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html
 */
function listAssumingRequests({ negated, values }: Matcher<NamedPrincipal>): readonly string[] {
  const [{ type, value }] = values;
  if (negated || value === '*') return [ASSUME_ROLE, WITH_SAML, WITH_WEB_IDENTITY];
  if (type !== 'Federated') return [ASSUME_ROLE];
  if (value.includes(':saml-provider/')) return [WITH_SAML];
  return [WITH_WEB_IDENTITY];
}

function matchesActions({ negated, values }: ParsedStatement['actions'], action: string): boolean {
  return values.some((pattern) => matchesAction(pattern, action)) !== negated;
}

function limitToRequests(matching: readonly string[], requests: readonly string[]): ConditionEntry[] {
  if (matching.length === requests.length) return [];
  return [{ operator: 'StringEquals', key: 'the request', values: matching }];
}

function nameTrusted({ negated, values }: Matcher<NamedPrincipal>): string {
  const names = values.map(nameTrustedPrincipal).join(', ');
  if (negated) return `everybody except ${names}`;
  return names;
}

function nameTrustedPrincipal({ type, value }: NamedPrincipal): string {
  if (value === '*') return 'anybody';
  if (type === 'AWS') return value;
  return `${type} ${value}`;
}
