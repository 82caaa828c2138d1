import { CheckedStatement, listDynamoActions } from './checked-statement';
import { authorize } from '../policy/evaluate';
import { openPolicy } from '../policy/open-policies';
import { tryPolicy } from '../policy/policy-document';
import { Assembly, AttachedPolicy } from '../policy/read-assembly';
import { toList } from '../values/json-values';

/**
 * Tells whether other statements deny every request of a statement that names no rows, for each role, user and group with its policy. AWS
 * evaluates all policies together, and a denial wins.
 */
export function isDeniedWithoutRows(statement: CheckedStatement, { roles, users, groups }: Assembly): boolean {
  const holders = [...roles, ...users, ...groups].filter(({ policies }) => policies.some((policy) => isSamePolicy(policy, statement.policy)));
  const requests = listDynamoActions(statement).flatMap((action) => statement.resources.map((resource) => ({ action, resource })));
  return holders.length > 0 && statement.knowsResources && requests.length > 0
    && holders.every(({ policies }) => requests.every((request) => deniesRowless(policies, request)));
}

function isSamePolicy({ origin, name }: AttachedPolicy, other: AttachedPolicy): boolean {
  return name === other.name && origin?.logicalId === other.origin?.logicalId && origin?.stack === other.origin?.stack;
}

/** A principal whose own name doesn't matter, because only identity policies are looked at. */
const ANY_ROLE = { arn: 'arn:aws:iam::111111111111:role/Any', account: '111111111111' };

function deniesRowless(policies: readonly AttachedPolicy[], request: { readonly action: string; readonly resource: string }): boolean {
  const identity = policies.flatMap(({ document }) => toList(document)).map((document) => openPolicy(document, {}, ['dynamodb:LeadingKeys']));
  const resource = { account: ANY_ROLE.account };
  const { result } = tryPolicy(() => authorize({ identity, resource }, { principal: ANY_ROLE, ...request, context: {} }));
  return result?.reason === 'explicit-deny';
}
