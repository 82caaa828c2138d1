import { Problem } from '../problems/problem';
import { refuseType } from '../problems/shape';
import { isRecord } from '../values/json-values';

/**
 * Finds what is wrong with a value that must be text. The remedy depends on the value: a list that must be spread, a date, or a
 * construct in place of its id.
 */
export function findTextProblem(name: string, value: unknown): Problem | undefined {
  if (typeof value === 'string') return undefined;
  return refuseType(name, value, { expected: 'text', remedy: chooseRemedy });
}

function chooseRemedy(value: unknown): string {
  if (Array.isArray(value)) return 'spread the list: write ... before it';
  if (value instanceof Date) return 'convert the date: write .toISOString() behind it';
  const id = ['vpcId', 'vpcEndpointId'].find((member) => isRecord(value) && member in value);
  if (id === undefined) return 'write it in quotes';
  return `pass its id: write .${id} behind it`;
}
