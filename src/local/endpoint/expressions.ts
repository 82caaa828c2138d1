/**
 * The expressions of DynamoDB requests, read as far as authorization goes: which attributes they name.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html
 */
type Names = Readonly<Record<string, string>>;

const KEYWORDS = new Set(['ADD', 'AND', 'BETWEEN', 'DELETE', 'IN', 'NOT', 'OR', 'REMOVE', 'SET']);

/** The attributes at the top level of the item that an expression names; of a path (`a.b[0]`) its beginning. */
export function topLevelNames(expression: string, names: Names = {}): string[] {
  const tokens = tokensOf(expression);
  return tokens
    .filter((token, at) => /^[#A-Za-z_]/.test(token) && !KEYWORDS.has(token.toUpperCase())
      && tokens[at - 1] !== '.' && tokens[at + 1] !== '(')
    .map((token) => names[token] ?? token);
}

/** The placeholder of the value that an attribute must equal, as in `#pk = :pk`. */
export function equalTo(expression: string, attribute: string, names: Names = {}): string | undefined {
  const tokens = tokensOf(expression);
  const at = tokens.findIndex((token, index) => (names[token] ?? token) === attribute && tokens[index + 1] === '=');
  return at < 0 ? undefined : tokens[at + 2];
}

function tokensOf(expression: string): string[] {
  return expression.match(/[#:]?\w+|[^\s\w]/g) ?? [];
}
