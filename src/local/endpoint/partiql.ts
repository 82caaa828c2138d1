import { constantsOf, depthOf, findKeyValues, unquote } from './partiql-condition';
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
  const tokens = withParameters(
    text.match(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[A-Za-z_][\w]*|-?\d[\w.]*|[^\s]/g) ?? [], parameters,
  );
  const verb = tokens[0]?.toUpperCase() ?? '';
  if (!(verb in VERBS)) throw new NotModelled(`the PartiQL statement ${text}`);
  const action = VERBS[verb as keyof typeof VERBS];
  const target = verb === 'UPDATE' ? 1 : 1 + tokens.findIndex((token) => ['FROM', 'INTO'].includes(token.toUpperCase()));
  const index = tokens[target + 1] === '.' ? tokens[target + 2] : undefined;
  const returning = tokens.findIndex((token) => token.toUpperCase() === 'RETURNING');
  const names = [
    ...tokens.slice(1, Math.max(target, 1)), ...tokens.slice(index === undefined ? target + 1 : target + 3, last(returning)),
  ];
  const tuple = valuesOfTuple(tokens);
  return {
    action,
    table: unquote(tokens[target]),
    index: index === undefined ? undefined : unquote(index),
    attributes: verb === 'INSERT' ? [...tuple.keys()] : attributesIn(names),
    selectsAll: verb === 'SELECT' && tokens[1] === '*',
    returnValues: returning < 0 ? 'NONE' : returned(tokens[returning + 1], tokens[returning + 2]),
    valuesOf: (attribute) => verb === 'INSERT' ? tuple.get(attribute) : findKeyValues(attribute, conditionIn(tokens)),
  };
}

/** The tokens of a statement with its parameters, as text in quotes, in the place of its question marks. */
function withParameters(tokens: readonly string[], parameters: readonly AttributeValue[]): string[] {
  const values = parameters.values();
  return tokens.map((token) => {
    const value = token === '?' ? scalar(values.next().value) : undefined;
    return value === undefined ? token : `'${value.replaceAll('\'', '\'\'')}'`;
  });
}

/** The attributes of `VALUE { 'name': value }`, with those that are constants as text. */
function valuesOfTuple(tokens: readonly string[]): Map<string, string[] | undefined> {
  const tuple = new Map<string, string[] | undefined>();
  let depth = 0;
  tokens.forEach((token, at) => {
    depth += depthOf(token);
    if (depth === 1 && tokens[at + 1] === ':') tuple.set(unquote(token), constantsOf([tokens[at + 2]]));
  });
  return tuple;
}

/** The condition of a statement: what stands between WHERE and the next clause. */
function conditionIn(tokens: readonly string[]): string[] {
  const where = tokens.findIndex((token) => token.toUpperCase() === 'WHERE');
  if (where < 0) return [];
  const condition = tokens.slice(where + 1);
  const end = condition.findIndex((token) => ['ORDER', 'RETURNING'].includes(token.toUpperCase()));
  return condition.slice(0, last(end));
}

/** A key's value as IAM compares it: as text. Nothing where the request doesn't have the key. */
export function scalar(value: AttributeValue = {}): string | undefined {
  const text = value.S ?? value.N ?? value.B;
  return text === undefined ? undefined : String(text);
}

function returned(which: string, when: string): string {
  return `${which.toUpperCase() === 'MODIFIED' ? 'UPDATED' : 'ALL'}_${when.toUpperCase()}`;
}

function attributesIn(tokens: readonly string[]): string[] {
  return tokens.filter((token, at) => /^["A-Za-z_]/.test(token) && !KEYWORDS.has(token.toUpperCase())
    && tokens[at - 1] !== '.' && tokens[at + 1] !== '(').map(unquote);
}

function last(index: number): number | undefined {
  return index < 0 ? undefined : index;
}
