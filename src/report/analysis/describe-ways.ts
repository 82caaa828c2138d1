import { Ways } from './access-index';
import { joinWords } from '../phrases';

/** Describes the conditions of new permissions, after a comma. Returns an empty text if one of the ways has none. */
export function appendWays(ways: Ways): string {
  if (ways.some((conditions) => conditions.length === 0)) return '';
  return `, ${describeWays(ways)}`;
}

/** Describes ways in which something is allowed, for example `only inside TransactWriteItems or in every request`. */
export function describeWays(ways: Ways): string {
  const texts = ways.map((conditions) => joinWords(conditions.map(({ text }) => text)) || 'in every request');
  return [...new Set(texts)].join(' or ');
}
