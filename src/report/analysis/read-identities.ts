import { ActionCatalogue } from './action-catalogue';
import { readReportedStatements, Statement } from './read-statements';
import { Assembly, AttachedPolicy, GroupRecord, RoleRecord, UserRecord } from '../../policy/read-assembly';
import { ReportedGrantee, UnknownPart } from '../report-data';

type IdentityRecord = RoleRecord | UserRecord | GroupRecord;

/** A role, user or group, with the statements of its policies. */
export interface ReportedIdentity {
  readonly record: IdentityRecord;
  readonly kind: ReportedGrantee['kind'];
  readonly statements: readonly Statement[];
  /** Undefined without a permissions boundary, or if its content isn't known. */
  readonly boundary?: readonly Statement[];
}

export function readReportedIdentities({ roles, users, groups }: Assembly, catalogue: ActionCatalogue, unknown: UnknownPart[]): ReportedIdentity[] {
  const makeReader = (kind: ReportedGrantee['kind']) => (record: IdentityRecord): ReportedIdentity => {
    const [boundary] = listBoundaries(record);
    return {
      record,
      kind,
      statements: record.policies.filter(({ anyIdentity }) => !anyIdentity).flatMap((policy) => readReportedStatements(policy, 'identity', catalogue, unknown)),
      ...boundary?.document && { boundary: readReportedStatements(boundary, 'boundary', catalogue, unknown) },
    };
  };
  return [...roles.map(makeReader('role')), ...users.map(makeReader('user')), ...groups.map(makeReader('group'))];
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
