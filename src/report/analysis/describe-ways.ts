import { Ways } from './access-index';
import { joinWords } from '../phrases';
import { ReportedCondition } from '../report-data';

/** Describes the conditions of new permissions, after a comma. Returns an empty text if one of the ways has none. */
export function appendWays(ways: Ways): string {
  if (ways.some((conditions) => conditions.length === 0)) return '';
  return `, ${describeWays(ways)}`;
}

/** Describes ways in which something is allowed, for example `only inside TransactWriteItems or in every request`. */
export function describeWays(ways: Ways): string {
  const texts = ways.map((conditions) => joinWords(conditions.map(describeExactly)) || 'in every request');
  return [...new Set(texts)].join(' or ');
}

/** Describes a condition with its values, which the words of the report leave out for the Regions of DynamoDB. */
function describeExactly({ key, values, text }: ReportedCondition): string {
  if (key !== 'kms:ViaService' || text.includes(values[0])) return text;
  return `${text} (${values.join(', ')})`;
}
