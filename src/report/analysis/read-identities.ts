import { ActionCatalogue } from './action-catalogue';
import { hashContent } from './hash-content';
import { readReportedStatements, Statement } from './read-statements';
import { Assembly, AttachedPolicy, GroupRecord, OutsideIdentity, RoleRecord, UserRecord } from '../../policy/read-assembly';
import { toList } from '../../values/json-values';
import { ReportedGrantee, UnknownPart } from '../report-data';

type IdentityRecord = RoleRecord | UserRecord | GroupRecord | OutsideIdentity;

/** A role, user or group, with the statements of its policies. */
export interface ReportedIdentity {
  readonly record: IdentityRecord;
  readonly kind: ReportedGrantee['kind'];
  readonly statements: readonly Statement[];
  /** Undefined without a permissions boundary, or if its content isn't known. */
  readonly boundary?: readonly Statement[];
}

export function readReportedIdentities(
  { roles, users, groups, outside }: Assembly, catalogue: ActionCatalogue, unknown: UnknownPart[],
): ReportedIdentity[] {
  const makeReader = (kind: ReportedGrantee['kind']) => (record: IdentityRecord): ReportedIdentity => {
    const [boundary] = listBoundaries(record);
    const policies = record.policies.filter(({ anyIdentity }) => !anyIdentity);
    const [ofPolicies, ofBoundary]: UnknownPart[][] = [[], []];
    const statements = policies.flatMap((policy) => readReportedStatements(policy, 'identity', catalogue, ofPolicies));
    const limits = boundary && readReportedStatements(boundary, 'boundary', catalogue, ofBoundary);
    unknown.push(...addOtherSide(ofPolicies, toList(boundary)), ...addOtherSide(ofBoundary, policies));
    return { record, kind, statements, ...boundary?.document && { boundary: limits } };
  };
  return [
    ...roles.map(makeReader('role')),
    ...users.map(makeReader('user')),
    ...groups.map(makeReader('group')),
    ...outside.map((record) => makeReader(record.kind)(record)),
  ];
}

/** Adds the policies that must allow a request too, because more is allowed if they change. */
function addOtherSide(parts: readonly UnknownPart[], policies: readonly AttachedPolicy[]): UnknownPart[] {
  if (policies.length === 0) return [...parts];
  return parts.map((part) => ({ ...part, hash: hashContent(policies.map(({ document }) => document)) }));
}

/** Lists the permissions boundary of an identity, if it has one. */
export function listBoundaries(record: IdentityRecord): AttachedPolicy[] {
  if ('boundary' in record && record.boundary) return [record.boundary];
  return [];
}

/** Lists all policies of an identity, including its permissions boundary. */
export function listPolicies(record: IdentityRecord): AttachedPolicy[] {
  return [...record.policies, ...listBoundaries(record)];
}
