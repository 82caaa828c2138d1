import { describeCondition } from './describe-conditions';
import { getConstructPath } from '../../policy/assembly-resources';
import { NamedPrincipal, ParsedStatement, readStatements } from '../../policy/policy-document';
import { RoleRecord } from '../../policy/read-assembly';
import { toRecord } from '../../values/json-values';
import { ReportedTrust, UnknownPart } from '../report-data';

/** Lists who may assume a role, by its trust policy. A policy that can't be read is recorded as unknown. */
export function readTrust({ trust, origin }: RoleRecord, unknown: UnknownPart[]): ReportedTrust[] {
  if (Object.keys(toRecord(trust)).length === 0) return [];
  const place = `${getConstructPath(origin)}, trust policy`;
  try {
    return readStatements(trust, 'resource', place).flatMap(describeTrust);
  } catch (error) {
    unknown.push({ path: place, problem: (error as Error).message.replace(`${place}, `, '') });
    return [];
  }
}

function describeTrust({ effect, principals, conditions }: ParsedStatement): ReportedTrust[] {
  const prefix = principals!.negated ? 'everybody except ' : '';
  return principals!.values.map((principal) => (
    { principal: prefix + nameTrusted(principal), denied: effect === 'Deny', conditions: conditions.map(describeCondition) }));
}

function nameTrusted({ type, value }: NamedPrincipal): string {
  if (value === '*') return 'anybody';
  if (type === 'AWS') return value;
  return `${type} ${value}`;
}
