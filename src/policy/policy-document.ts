import { isRecord, toList } from '../values/json-values';

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

/** The kind of a policy, on which the allowed elements of its statements depend. */
export type PolicyType = 'identity' | 'boundary' | 'resource';

/** The values of an element such as `Action`; negated if the statement has `NotAction`. */
export interface Matcher<T> {
  readonly negated: boolean;
  readonly values: readonly T[];
}

export interface NamedPrincipal {
  /** `AWS`, `Service`, `Federated` or `CanonicalUser`. */
  readonly type: string;
  readonly value: string;
}

/** One operator and one key of a condition block, with their values. */
export interface ConditionEntry {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** A well-formed statement, in a form that doesn't depend on how it was written. */
export interface ParsedStatement {
  /** The policy and the number of the statement, for messages. */
  readonly where: string;
  readonly document: PolicyDocument;
  readonly index: number;
  readonly policy: PolicyType;
  readonly effect: 'Allow' | 'Deny';
  readonly principals?: Matcher<NamedPrincipal>;
  readonly actions: Matcher<string>;
  /** Undefined if the statement is about the resource that has the policy, as in a trust policy. */
  readonly resources?: Matcher<string>;
  readonly conditions: readonly ConditionEntry[];
  /** False in policies of a version before 2012-10-17, in which policy variables are plain text. */
  readonly variables: boolean;
}

/** The first version of policies with policy variables. */
export const VARIABLES_SINCE = '2012-10-17';

/** An identity policy or permissions boundary that allows everything. */
export const ALLOW_EVERYTHING: PolicyDocument = { Version: VARIABLES_SINCE, Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

const VERSIONS = [VARIABLES_SINCE, '2008-10-17'];
const DOCUMENT_ELEMENTS = ['Version', 'Id', 'Statement'];
const STATEMENT_ELEMENTS = [
  'Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition',
];
const PRINCIPAL_TYPES = ['AWS', 'Service', 'Federated', 'CanonicalUser'];

const ACTION = /^(\*|[^:\s]+:[^:\s]+)$/;
const RESOURCE = /^(\*|arn:.+)$/;
/** An account, an IAM or STS principal, or the unique id that AWS shows for a deleted principal. Wildcards within them are not allowed. */
const AWS_PRINCIPAL = /^(\*|\d{12}|arn:[^:*?]+:(iam|sts)::\d{12}:[^*?]+|A[A-Z0-9]{15,})$/;

/** A policy, or the principal of a request, that can't be evaluated: it is malformed, or only the deployment knows it. */
export class CannotEvaluate extends Error {}

/** Throws an error about a policy that can't be read. */
export function refusePolicy(where: string, problem: string): never {
  throw new CannotEvaluate(`${where}: ${problem}`);
}

/** The result of reading or evaluating policies, or the reason why there is none. */
export type PolicyOutcome<T> = { readonly result: T; readonly problem?: undefined } | { readonly result?: undefined; readonly problem: string };

/** Reads or evaluates policies that may be malformed or unknown. */
export function tryPolicy<T>(evaluate: () => T): PolicyOutcome<T> {
  try {
    return { result: evaluate() };
  } catch (error) {
    if (error instanceof CannotEvaluate) return { problem: error.message };
    throw error;
  }
}

/** Reads the statements of a policy, or throws an error that says which part of it can't be read. */
export function readStatements(document: PolicyDocument, policy: PolicyType, where: string): ParsedStatement[] {
  if (!isRecord(document)) refusePolicy(where, `${JSON.stringify(document)} is no policy document`);
  refuseUnknownElements(document, DOCUMENT_ELEMENTS, where);
  const { Version: version, Statement: statements } = document;
  if (version !== undefined && !VERSIONS.includes(version)) {
    refusePolicy(where, `Version ${JSON.stringify(version)} is neither ${VERSIONS.join(' nor ')}`);
  }
  if (statements === undefined) refusePolicy(where, 'it has no Statement');
  return toList(statements).map((statement, index) => {
    const sid = isRecord(statement) && typeof statement.Sid === 'string' ? ` (${statement.Sid})` : '';
    const at = `${where}, statement ${index}${sid}`;
    const variables = version === VARIABLES_SINCE;
    return { where: at, document, index, policy, variables, ...parseElements(statement, policy, at) };
  });
}

function parseElements(statement: PolicyStatement, policy: PolicyType, where: string) {
  if (!isRecord(statement)) refusePolicy(where, `${JSON.stringify(statement)} is no statement`);
  refuseUnknownElements(statement, STATEMENT_ELEMENTS, where);
  const effect = statement.Effect;
  if (effect !== 'Allow' && effect !== 'Deny') refusePolicy(where, `Effect ${JSON.stringify(effect)} is neither Allow nor Deny`);

  const principals = readMatcher(statement, 'Principal', where, readPrincipals);
  if (policy === 'resource' && !principals) refusePolicy(where, 'a policy of a resource names a Principal');
  if (policy !== 'resource' && principals) refusePolicy(where, 'only a policy of a resource names a Principal');
  // @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
  if (principals?.negated && effect === 'Allow') refusePolicy(where, 'NotPrincipal is not supported with Allow');

  // AWS takes actions with blanks around them
  const actions = readMatcher(statement, 'Action', where, makeTextReader(ACTION, 'service:action or *', (each) => each.trim()));
  if (!actions) refusePolicy(where, 'it has neither Action nor NotAction');

  const resources = readMatcher(statement, 'Resource', where, makeTextReader(RESOURCE, 'an ARN or *', (each) => each));
  if (policy !== 'resource' && !resources) refusePolicy(where, 'it has neither Resource nor NotResource');
  return { effect, principals, actions, resources, conditions: parseConditions(statement.Condition, where) } as const;
}

function readMatcher<T>(
  statement: PolicyStatement,
  element: 'Principal' | 'Action' | 'Resource',
  where: string,
  read: (value: unknown, at: string) => T[],
): Matcher<T> | undefined {
  const [positive, negative] = [statement[element], statement[`Not${element}`]];
  if (positive !== undefined && negative !== undefined) refusePolicy(where, `it has both ${element} and Not${element}`);
  const negated = negative !== undefined;
  const value = negated ? negative : positive;
  if (value === undefined) return undefined;
  return { negated, values: read(value, `${where}, ${negated ? 'Not' : ''}${element}`) };
}

function makeTextReader(form: RegExp, expected: string, complete: (text: string) => string): (value: unknown, where: string) => string[] {
  return (value, where) => readList(value, where).map((each) => {
    const text = typeof each === 'string' ? complete(each) : '';
    if (!form.test(text)) refusePolicy(where, `${JSON.stringify(each)} is not ${expected}`);
    return text;
  });
}

function readPrincipals(element: unknown, where: string): NamedPrincipal[] {
  if (element === '*') return [{ type: '*', value: '*' }];
  if (!isRecord(element)) refusePolicy(where, `${JSON.stringify(element)} is neither * nor principals by their type`);
  refuseUnknownElements(element, PRINCIPAL_TYPES, where);
  return Object.entries(element).flatMap(([type, values]) => readList(values, `${where}, ${type}`).map((value) => {
    if (typeof value !== 'string') refusePolicy(where, `${JSON.stringify(value)} is no principal`);
    if (type === 'AWS' && !AWS_PRINCIPAL.test(value)) refusePolicy(where, `${JSON.stringify(value)} is no AWS principal`);
    return { type, value };
  }));
}

function parseConditions(condition: unknown = {}, where: string): ConditionEntry[] {
  if (!isRecord(condition)) refusePolicy(where, `Condition ${JSON.stringify(condition)} has no operators`);
  return Object.entries(condition).flatMap(([operator, keys]) => {
    const at = `${where}, ${operator}`;
    if (!isRecord(keys)) refusePolicy(at, `${JSON.stringify(keys)} has no condition keys`);
    return Object.entries(keys).map(([key, values]) => ({
      // AWS takes set operators before Null, where they change nothing, and lists without a value
      operator: operator.replace(/^For(AllValues|AnyValue):(?=Null$)/, ''),
      key,
      values: toList<unknown>(values).map((value) => {
        if (['string', 'number', 'boolean'].includes(typeof value)) return String(value);
        return refusePolicy(`${at}, ${key}`, `${JSON.stringify(value)} is no value`);
      }),
    }));
  });
}

function readList(value: unknown, where: string): readonly unknown[] {
  const list = toList(value);
  if (list.length === 0) refusePolicy(where, 'it is empty');
  return list;
}

function refuseUnknownElements(value: object, known: readonly string[], where: string): void {
  const other = Object.keys(value).find((key) => !known.includes(key));
  if (other !== undefined) refusePolicy(where, `it has the unknown element ${other}`);
}
