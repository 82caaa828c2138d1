import { mapValues, isRecord } from '../../values/json-values';

/**
 * Control characters, and those that hide text or change its direction: line breaks and terminal escapes among them.
 *
 * @see https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;

/** Replaces unprintable characters in all texts of a value, so that a name of the app can't add lines to a report. */
export function removeUnprintable<T>(value: T): T;
export function removeUnprintable(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(UNPRINTABLE, ' ');
  if (Array.isArray(value)) return value.map((each) => removeUnprintable(each));
  if (isRecord(value)) return mapValues(value, removeUnprintable);
  return value;
}
