import { AuthorizationRequest, authorize, ContextValues, Decision, PolicyDocument, PolicyStatement } from '../../src/policy/evaluate';

export const ACCOUNT = '111122223333';
export const OTHER_ACCOUNT = '444455556666';
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/service/Reader`;
export const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/Reader/invocation`;
export const USER = `arn:aws:iam::${ACCOUNT}:user/Zoe`;
export const TABLE = `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/Orders`;
export const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

/** A request of the role for an item of the table, unless the parts say otherwise. */
export function request(parts: Partial<AuthorizationRequest> = {}): AuthorizationRequest {
  return { principal: { arn: ROLE, account: ACCOUNT }, action: 'dynamodb:GetItem', resource: TABLE, context: {}, ...parts };
}

export function policy(...statements: Partial<PolicyStatement>[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })) };
}

/** A policy that allows everything, as far as the parts of its statement don't say otherwise. */
export function allowAll(parts: Partial<PolicyStatement> = {}): PolicyDocument {
  return policy({ Action: '*', Resource: '*', ...parts });
}

/** The decision on a request by one identity policy. */
export function decide(document: PolicyDocument, parts: Partial<AuthorizationRequest> = {}): Decision {
  return authorize({ identity: [document] }, request(parts));
}

/** Whether a statement that allows everything under a condition allows a request with these condition keys. */
export function holds(condition: PolicyStatement['Condition'], context: ContextValues): boolean {
  return decide(allowAll({ Condition: condition }), { context }).allowed;
}
