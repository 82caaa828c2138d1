import { NotModelled } from './permission';

/** What authorization wants to know of a PartiQL statement. */
export interface Statement {
  readonly action: 'PartiQLSelect' | 'PartiQLInsert' | 'PartiQLUpdate' | 'PartiQLDelete';
  readonly table: string;
  readonly index?: string;
  /** The top-level attributes that the statement names. */
  readonly attributes: string[];
  readonly selectsAll: boolean;
  /** What the statement returns of the items it changes, as the API says it: `ALL_OLD`. */
  readonly returnValues: string;
  /** The values that an attribute is compared to or set to as a key; nothing where the statement leaves them open. */
  readonly valuesOf: (attribute: string) => string[] | undefined;
}

/** A parameter or literal of a statement as the JSON of the API has it. */
export type AttributeValue = Readonly<Record<string, any>>;

const VERBS = {
  SELECT: 'PartiQLSelect', INSERT: 'PartiQLInsert', UPDATE: 'PartiQLUpdate', DELETE: 'PartiQLDelete',
} as const;

const KEYWORDS = new Set([
  'ALL', 'AND', 'ASC', 'BETWEEN', 'BY', 'DELETE', 'DESC', 'FALSE', 'FROM', 'IN', 'INSERT', 'INTO', 'IS', 'LIMIT', 'MISSING',
  'MODIFIED', 'NEW', 'NOT', 'NULL', 'OLD', 'OR', 'ORDER', 'REMOVE', 'RETURNING', 'SELECT', 'SET', 'TRUE',
  'UPDATE', 'VALUE', 'WHERE',
]);

/**
 * Reads a statement as far as authorization goes; DynamoDB itself says what is wrong with it.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.html
 */
export function parseStatement(text: string, parameters: readonly AttributeValue[] = []): Statement {
  const tokens = text.match(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[A-Za-z_][\w]*|-?\d[\w.]*|[^\s]/g) ?? [];
  const verb = tokens[0]?.toUpperCase() ?? '';
  if (!(verb in VERBS)) throw new NotModelled(`the PartiQL statement ${text}`);
  const action = VERBS[verb as keyof typeof VERBS];
  const target = verb === 'UPDATE' ? 1 : 1 + tokens.findIndex((token) => ['FROM', 'INTO'].includes(token.toUpperCase()));
  const index = tokens[target + 1] === '.' ? tokens[target + 2] : undefined;
  const returning = tokens.findIndex((token) => token.toUpperCase() === 'RETURNING');
  const names = [
    ...tokens.slice(1, Math.max(target, 1)), ...tokens.slice(index === undefined ? target + 1 : target + 3, last(returning)),
  ];
  const values = new Values(tokens, parameters);
  return {
    action,
    table: unquoted(tokens[target]),
    index: index === undefined ? undefined : unquoted(index),
    attributes: verb === 'INSERT' ? [...values.ofTuple().keys()] : attributesIn(names),
    selectsAll: verb === 'SELECT' && tokens[1] === '*',
    returnValues: returning < 0 ? 'NONE' : returned(tokens[returning + 1], tokens[returning + 2]),
    valuesOf: (attribute) => verb === 'INSERT' ? values.ofTuple().get(attribute) : values.comparedTo(attribute),
  };
}

/** The values in a statement, literal or by the order of its question marks. */
class Values {
  public constructor(private readonly tokens: readonly string[], private readonly parameters: readonly AttributeValue[]) {}

  /** The attributes of `VALUE { 'name': value }`, with those that are scalars as text. */
  public ofTuple(): Map<string, string[]> {
    const tuple = new Map<string, string[]>();
    let depth = 0;
    this.tokens.forEach((token, at) => {
      if ('{[('.includes(token)) depth += 1;
      if ('}])'.includes(token)) depth -= 1;
      if (depth === 1 && this.tokens[at + 1] === ':') tuple.set(unquoted(token), [this.at(at + 2)]);
    });
    return tuple;
  }

  /** What `WHERE name = value` or `WHERE name IN [value, value]` asks for; with OR and NOT, more may be read than that. */
  public comparedTo(attribute: string): string[] | undefined {
    const where = this.tokens.findIndex((token) => token.toUpperCase() === 'WHERE');
    if (where < 0 || this.tokens.slice(where).some((token) => ['OR', 'NOT'].includes(token.toUpperCase()))) return undefined;
    const at = this.tokens.findIndex((token, index) => index > where && !token.startsWith('\'') && unquoted(token) === attribute);
    const operator = at < 0 ? undefined : this.tokens[at + 1]?.toUpperCase();
    if (operator === '=') return [this.at(at + 2)];
    if (operator !== 'IN') return undefined;
    const end = this.tokens.findIndex((token, index) => index > at && '])'.includes(token));
    return this.tokens.slice(at + 3, end).map((token, offset) => token === ',' ? undefined : this.at(at + 3 + offset))
      .filter((value) => value !== undefined);
  }

  private at(position: number): string {
    if (this.tokens[position] !== '?') return unquoted(this.tokens[position]);
    const before = this.tokens.slice(0, position).filter((token) => token === '?').length;
    return scalar(this.parameters[before]);
  }
}

/** A key's value as IAM compares it: as text. */
export function scalar(value: AttributeValue = {}): string {
  return String(value.S ?? value.N ?? value.B);
}

function returned(which: string, when: string): string {
  return `${which.toUpperCase() === 'MODIFIED' ? 'UPDATED' : 'ALL'}_${when.toUpperCase()}`;
}

function attributesIn(tokens: readonly string[]): string[] {
  return tokens.filter((token, at) => /^["A-Za-z_]/.test(token) && !KEYWORDS.has(token.toUpperCase())
    && tokens[at - 1] !== '.' && tokens[at + 1] !== '(').map(unquoted);
}

function unquoted(token: string = ''): string {
  const quote = token[0];
  return quote === '\'' || quote === '"' ? token.slice(1, -1).replaceAll(quote + quote, quote) : token;
}

function last(index: number): number | undefined {
  return index < 0 ? undefined : index;
}
