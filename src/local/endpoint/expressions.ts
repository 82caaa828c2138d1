/**
 * The expressions of DynamoDB requests, read as far as authorization goes: which attributes they name.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html
 */
type Names = Readonly<Record<string, string>>;

const KEYWORDS = new Set(['ADD', 'AND', 'BETWEEN', 'DELETE', 'IN', 'NOT', 'OR', 'REMOVE', 'SET']);

/** The attributes at the top level of the item that an expression names; of a path (`a.b[0]`) its beginning. */
export function topLevelNames(expression: string, names: Names = {}): string[] {
  const tokens = splitTokens(expression);
  return tokens
    .filter((token, at) => /^[#A-Za-z_]/.test(token) && !KEYWORDS.has(token.toUpperCase())
      && tokens[at - 1] !== '.' && tokens[at + 1] !== '(')
    .map((token) => resolveName(token, names));
}

/** The placeholder of the value that an attribute must equal, as in `#pk = :pk`. */
export function equalTo(expression: string, attribute: string, names: Names = {}): string | undefined {
  const tokens = splitTokens(expression);
  const at = tokens.findIndex((token, index) => resolveName(token, names) === attribute && tokens[index + 1] === '=');
  if (at < 0) return undefined;
  return tokens[at + 2];
}

/** Finds the attribute that a token stands for, which may be called `constructor`. */
function resolveName(token: string, names: Names): string {
  if (Object.hasOwn(names, token)) return names[token];
  return token;
}

function splitTokens(expression: string): string[] {
  return expression.match(/[#:]?\w+|[^\s\w]/g) ?? [];
}
