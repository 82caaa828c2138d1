/**
 * Finds the values of a key that a PartiQL condition asks for, or nothing where the condition may match other values too.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.select.html
 */
export function findKeyValues(key: string, condition: readonly string[]): string[] | undefined {
  const alternatives = splitAt('OR', condition);
  if (alternatives.length > 1) {
    const values = alternatives.map((each) => findKeyValues(key, each));
    return values.every((each) => each !== undefined) ? values.flat() as string[] : undefined;
  }
  // the halves of BETWEEN 1 AND 2 compare nothing, so that it needs no case of its own
  const terms = splitAt('AND', condition);
  if (terms.length > 1) {
    const values = terms.map((each) => findKeyValues(key, each)).filter((each) => each !== undefined);
    return values.length > 0 ? values.flat() : undefined;
  }
  if (isInParentheses(condition)) return findKeyValues(key, condition.slice(1, -1));
  return valuesOfComparison(key, condition);
}

/** The values of `key = value`, `value = key` or `key IN [value, value]`. */
function valuesOfComparison(key: string, [left, operator, ...right]: readonly string[]): string[] | undefined {
  const isKey = (token: string) => !token.startsWith('\'') && unquote(token) === key;
  if (operator === '=' && right.length === 1) {
    if (isKey(left)) return constantsOf(right);
    if (isKey(right[0])) return constantsOf([left]);
    return undefined;
  }
  if (operator?.toUpperCase() !== 'IN' || !isKey(left)) return undefined;
  return constantsOf(right.slice(1, -1).filter((token) => token !== ','));
}

/** The texts of literals; nothing where one of the tokens is another attribute or an open parameter. */
export function constantsOf(tokens: readonly string[]): string[] | undefined {
  return tokens.every((token) => /^['\d-]/.test(token)) ? tokens.map(unquote) : undefined;
}

export function unquote(token: string): string {
  const quote = token[0];
  return quote === '\'' || quote === '"' ? token.slice(1, -1).replaceAll(quote + quote, quote) : token;
}

/** The change of depth in parentheses, brackets and braces by a token. */
export function depthOf(token: string): number {
  if ('{[('.includes(token)) return 1;
  if ('}])'.includes(token)) return -1;
  return 0;
}

function splitAt(word: string, tokens: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    depth += depthOf(token);
    if (depth === 0 && token.toUpperCase() === word) parts.push([]);
    else parts.at(-1)!.push(token);
  }
  return parts;
}

/** True if the last parenthesis closes the first one. */
function isInParentheses(tokens: readonly string[]): boolean {
  if (tokens[0] !== '(') return false;
  let depth = 0;
  return tokens.findIndex((token) => (depth += depthOf(token)) === 0) === tokens.length - 1;
}
