import { AccessReportData } from '../../src/report/report-data';

/** What the report says of the role and of what isn't known, in few words. */
export interface Answer {
  /** The actions on resources, each with the operators of its conditions. */
  readonly allowed: readonly string[];
  readonly denied?: readonly string[];
  /** The paths of what isn't known, and the unknown policies of the role. */
  readonly unknown: readonly string[];
  /** The assertion on GetItem on the table Orders that passes; none passes on what is unknown, or of a role that is not there. */
  readonly getItem: 'allows' | 'denies' | 'unknown' | 'nothing';
}

export function describeAnswer({ accesses, grantees, unknown }: AccessReportData, grantee: string): Omit<Answer, 'getItem'> {
  const describe = (kind: 'allowed' | 'denied') => accesses.filter((access) => access.grantee === grantee).flatMap((access) =>
    access[kind].map(({ actions, conditions }) => {
      const named = actions.length > 3 ? `${actions.length} actions` : actions.map((action) => action.replace('dynamodb:', '')).join();
      return `${named} on ${access.resource}${conditions.map(({ operator, key }) => ` if ${operator} ${key}`).join('')}`;
    }));
  const policies = grantees.filter(({ id }) => id === grantee).flatMap(({ unknownPolicies }) => unknownPolicies.map((name) => `whatever ${name} allows`));
  const denied = describe('denied');
  return { allowed: describe('allowed'), ...denied.length > 0 && { denied }, unknown: [...unknown.map(({ path }) => path), ...policies] };
}
