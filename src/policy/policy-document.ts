/**
 * A policy as AWS stores it, with every value resolved.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: PolicyStatement | readonly PolicyStatement[];
}

/** A statement as AWS stores it. */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal?: PrincipalElement;
  readonly NotPrincipal?: PrincipalElement;
  readonly Action?: OneOrMore<string>;
  readonly NotAction?: OneOrMore<string>;
  readonly Resource?: OneOrMore<string>;
  readonly NotResource?: OneOrMore<string>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore<string | number | boolean>>>>>;
}

export type PrincipalElement = string | Readonly<Record<string, OneOrMore<string>>>;
export type OneOrMore<T> = T | readonly T[];

/** What a policy is attached to decides which elements its statements may have. */
export type PolicyType = 'identity' | 'boundary' | 'resource';

/** A list of an element `X`, or of `NotX`. */
export interface Matcher<T> {
  readonly negated: boolean;
  readonly values: readonly T[];
}

/** A principal that a statement names, with its type: `AWS`, `Service`, `Federated`, `CanonicalUser`. */
export interface NamedPrincipal {
  readonly type: string;
  readonly value: string;
}

/** One key under one operator. */
export interface ConditionEntry {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** A statement that was checked, in one form. */
export interface ParsedStatement {
  /** Where it stands, for messages. */
  readonly where: string;
  readonly document: PolicyDocument;
  readonly index: number;
  readonly policy: PolicyType;
  readonly effect: 'Allow' | 'Deny';
  readonly principals?: Matcher<NamedPrincipal>;
  readonly actions: Matcher<string>;
  /** None in a policy of a resource that stands for the resource itself, as in a trust policy. */
  readonly resources?: Matcher<string>;
  readonly conditions: readonly ConditionEntry[];
  /** Policy variables are known since the version 2012-10-17 of the policy language; before, they are plain text. */
  readonly variables: boolean;
}

const VARIABLES_SINCE = '2012-10-17';
const VERSIONS = [VARIABLES_SINCE, '2008-10-17'];
const DOCUMENT_ELEMENTS = ['Version', 'Id', 'Statement'];
const STATEMENT_ELEMENTS = [
  'Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition',
];
const PRINCIPAL_TYPES = ['AWS', 'Service', 'Federated', 'CanonicalUser'];

const ACTION = /^(\*|[^:\s]+:[^:\s]+)$/;
const RESOURCE = /^(\*|arn:.+)$/;
/** An account, an IAM or STS principal, or the unique id that AWS leaves of a deleted one; no part may be a wildcard. */
const AWS_PRINCIPAL = /^(\*|\d{12}|arn:[^:*?]+:(iam|sts)::\d{12}:[^*?]+|A[A-Z0-9]{15,})$/;

/** An error that says where in which policy something can't be read. */
export function malformed(where: string, problem: string): never {
  throw new Error(`${where}: ${problem}`);
}

/** The statements of a policy, or an error that says what in it can't be read. */
export function readStatements(document: PolicyDocument, policy: PolicyType, where: string): ParsedStatement[] {
  if (!isRecord(document)) malformed(where, `${JSON.stringify(document)} is no policy document`);
  refuseOthers(document, DOCUMENT_ELEMENTS, where);
  const { Version: version, Statement: statements } = document;
  if (version !== undefined && !VERSIONS.includes(version)) {
    malformed(where, `Version ${JSON.stringify(version)} is neither ${VERSIONS.join(' nor ')}`);
  }
  if (statements === undefined) malformed(where, 'it has no Statement');
  return listOf(statements).map((statement, index) => {
    const sid = isRecord(statement) && typeof statement.Sid === 'string' ? ` (${statement.Sid})` : '';
    const at = `${where}, statement ${index}${sid}`;
    return { where: at, document, index, policy, variables: version === VARIABLES_SINCE, ...readStatement(statement, policy, at) };
  });
}

function readStatement(statement: PolicyStatement, policy: PolicyType, where: string) {
  if (!isRecord(statement)) malformed(where, `${JSON.stringify(statement)} is no statement`);
  refuseOthers(statement, STATEMENT_ELEMENTS, where);
  const effect = statement.Effect;
  if (effect !== 'Allow' && effect !== 'Deny') malformed(where, `Effect ${JSON.stringify(effect)} is neither Allow nor Deny`);

  const principals = readMatcher(statement, 'Principal', where, readPrincipals);
  if (policy === 'resource' && !principals) malformed(where, 'a policy of a resource names a Principal');
  if (policy !== 'resource' && principals) malformed(where, 'only a policy of a resource names a Principal');
  // @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
  if (principals?.negated && effect === 'Allow') malformed(where, 'NotPrincipal is not supported with Allow');

  const actions = readMatcher(statement, 'Action', where, readStrings(ACTION, 'service:action or *'));
  if (!actions) malformed(where, 'it has neither Action nor NotAction');

  const resources = readMatcher(statement, 'Resource', where, readStrings(RESOURCE, 'an ARN or *'));
  if (policy !== 'resource' && !resources) malformed(where, 'it has neither Resource nor NotResource');
  return { effect, principals, actions, resources, conditions: readConditions(statement.Condition, where) } as const;
}

function readMatcher<T>(
  statement: PolicyStatement,
  element: 'Principal' | 'Action' | 'Resource',
  where: string,
  read: (value: unknown, at: string) => T[],
): Matcher<T> | undefined {
  const [positive, negative] = [statement[element], statement[`Not${element}`]];
  if (positive !== undefined && negative !== undefined) malformed(where, `it has both ${element} and Not${element}`);
  const negated = negative !== undefined;
  const value = negated ? negative : positive;
  return value === undefined ? undefined : { negated, values: read(value, `${where}, ${negated ? 'Not' : ''}${element}`) };
}

function readStrings(form: RegExp, expected: string): (value: unknown, where: string) => string[] {
  return (value, where) => readList(value, where).map((each) => {
    if (typeof each !== 'string' || !form.test(each)) malformed(where, `${JSON.stringify(each)} is not ${expected}`);
    return each;
  });
}

function readPrincipals(element: unknown, where: string): NamedPrincipal[] {
  if (element === '*') return [{ type: '*', value: '*' }];
  if (!isRecord(element)) malformed(where, `${JSON.stringify(element)} is neither * nor principals by their type`);
  refuseOthers(element, PRINCIPAL_TYPES, where);
  return Object.entries(element).flatMap(([type, values]) => readList(values, `${where}, ${type}`).map((value) => {
    if (typeof value !== 'string') malformed(where, `${JSON.stringify(value)} is no principal`);
    if (type === 'AWS' && !AWS_PRINCIPAL.test(value)) malformed(where, `${JSON.stringify(value)} is no AWS principal`);
    return { type, value };
  }));
}

function readConditions(condition: unknown = {}, where: string): ConditionEntry[] {
  if (!isRecord(condition)) malformed(where, `Condition ${JSON.stringify(condition)} has no operators`);
  return Object.entries(condition).flatMap(([operator, keys]) => {
    const at = `${where}, ${operator}`;
    if (!isRecord(keys)) malformed(at, `${JSON.stringify(keys)} has no condition keys`);
    return Object.entries(keys).map(([key, values]) => ({
      operator,
      key,
      values: readList(values, `${at}, ${key}`).map((value) => {
        if (!['string', 'number', 'boolean'].includes(typeof value)) malformed(`${at}, ${key}`, `${JSON.stringify(value)} is no value`);
        return String(value);
      }),
    }));
  });
}

function readList(value: unknown, where: string): readonly unknown[] {
  const list = listOf(value);
  if (list.length === 0) malformed(where, 'it is empty');
  return list;
}

function refuseOthers(value: object, known: readonly string[], where: string): void {
  const other = Object.keys(value).find((key) => !known.includes(key));
  if (other !== undefined) malformed(where, `it has the unknown element ${other}`);
}

function listOf<T>(value: OneOrMore<T>): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
