import { OPERATORS, splitOperator } from './condition-operators';
import { CannotEvaluate, ConditionEntry, ParsedStatement, PolicyStatement, PolicyType, readStatements, tryPolicy } from './policy-document';
import { escapePolicyVariables } from './policy-variables';
import { RequestContext } from './request-context';
import { makeResourceTest } from './text-pattern';
import { isRecord, toList, toRecord } from '../values/json-values';

/** A part of a statement that can't be read, because it is malformed or known only at deployment. */
export interface UnknownElement {
  readonly element: 'Statement' | 'Principal' | 'NotPrincipal' | 'Action' | 'NotAction' | 'Resource' | 'NotResource' | 'Condition';
  readonly problem: string;
}

/** A statement of a policy, as far as it can be read. */
export interface ReadStatement {
  /** The number of the statement in the policy, from 0. */
  readonly index: number;
  /** The statement as the template has it. */
  readonly written: PolicyStatement;
  /** The known parts of the statement, with resources as in a policy of the newest version. Undefined if they are no statement. */
  readonly parsed?: ParsedStatement;
  /** The known parts, as a policy has them. Undefined if nothing of the statement is known. */
  readonly known?: PolicyStatement;
  readonly unknown: readonly UnknownElement[];
  /** The conditions that can't be evaluated, as they are written. */
  readonly unknownConditions: readonly ConditionEntry[];
}

/** Stands for the key of a condition that can't be read at all, for example because it is a choice between conditions. */
export const WHOLE_CONDITION = 'the condition';

const VERSION = '2012-10-17';
const LISTS = ['Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource'] as const;
const NO_CONTEXT = new RequestContext({});

/**
 * Reads the statements of a policy. Nothing is left out: each part that can't be read is unknown, and the other parts are read.
 *
 * @param where the policy, for messages
 */
export function readPolicy(document: unknown, policy: PolicyType, where: string): ReadStatement[] {
  const { Statement, ...rest } = toRecord(document);
  const problem = isRecord(document) ? findDocumentProblem({ ...rest, Statement: [] }, policy) : 'it is no policy document';
  return toList<any>(problem === undefined ? Statement : [document]).map((written, index) => {
    const read = problem === undefined ? readStatement(written, rest, policy, `${where}, statement ${index}`)
      : { unknown: [{ element: 'Statement', problem }] as const, unknownConditions: [] };
    return { index, written, ...read };
  });
}

type Read = Omit<ReadStatement, 'index' | 'written'>;

function readStatement(written: any, rest: object, policy: PolicyType, where: string): Read {
  const whole = parseOneStatement({ ...rest, Statement: [written] }, policy, where);
  if (typeof whole !== 'string') return { parsed: escapeResources(whole), known: written, unknown: [], unknownConditions: [] };
  if (!isRecord(written) || Object.keys(written).some((key) => key.startsWith('Fn::') || key === 'Ref')) return describeUnknown(whole);
  const lists = LISTS.filter((element) => written[element] !== undefined).map((element) => readElement(element, written[element], policy));
  const conditions = readConditions(written.Condition);
  const known: PolicyStatement = {
    ...written,
    Effect: String(written.Effect),
    ...Object.fromEntries(lists.map(({ element, values }) => [element, values])),
    Condition: conditions.known,
  };
  const unknown = [...lists.flatMap((each) => each.unknown), ...conditions.unknown];
  const empty = lists.filter(({ values }) => Array.isArray(values) && values.length === 0).map(({ element }) => [element, '*']);
  const parsed = parseOneStatement({ ...rest, Statement: { ...known, ...Object.fromEntries(empty) } }, policy, where);
  if (typeof parsed === 'string') return describeUnknown(whole);
  return { known, ...empty.length === 0 && { parsed: escapeResources(parsed) }, unknown, unknownConditions: conditions.entries };
}

function escapeResources(parsed: ParsedStatement): ParsedStatement {
  const { resources, variables } = parsed;
  if (variables || !resources?.values.some((pattern) => pattern.includes('$'))) return parsed;
  return { ...parsed, resources: { ...resources, values: resources.values.map(escapePolicyVariables) } };
}

function describeUnknown(problem: string): Read {
  return { unknown: [{ element: 'Statement', problem }], unknownConditions: [] };
}

interface ReadElement {
  readonly element: typeof LISTS[number];
  readonly values: unknown;
  readonly unknown: readonly UnknownElement[];
}

/** Reads the values of an element, each by itself. AWS takes no empty list. */
function readElement(element: typeof LISTS[number], value: unknown, policy: PolicyType): ReadElement {
  if (/Principal$/.test(element)) {
    const problem = findDocumentProblem(makeProbe({ [element]: value }, policy), policy);
    return { element, values: problem === undefined ? value : [], unknown: toList(problem).map((each) => ({ element, problem: each })) };
  }
  if (Array.isArray(value) && value.length === 0) return { element, values: [], unknown: [{ element, problem: `${element}: it is empty` }] };
  const read = toList<unknown>(value).map((each) => ({ each, problem: findDocumentProblem(makeProbe({ [element]: each }, policy), policy) }));
  return {
    element,
    values: read.filter(({ problem }) => problem === undefined).map(({ each }) => each),
    unknown: read.flatMap(({ problem }) => toList(problem)).map((problem): UnknownElement => ({ element, problem })),
  };
}

/** Reads the condition keys of each operator by themselves. */
function readConditions(condition: unknown = {}) {
  if (!isRecord(condition)) return describeUnknownConditions([{ operator: 'Condition', key: WHOLE_CONDITION, values: condition }]);
  const entries = Object.entries(condition).flatMap(([operator, keys]) => isRecord(keys)
    ? Object.entries(keys).map(([key, values]) => ({ operator, key, values })) : [{ operator, key: WHOLE_CONDITION, values: keys }]);
  const problems = entries.map(({ operator, key, values }) =>
    findDocumentProblem(makeProbe({ Condition: { [operator]: { [key]: values } } }, 'identity'), 'identity'));
  const known: Record<string, Record<string, unknown>> = {};
  entries.filter((_, index) => problems[index] === undefined).forEach(({ operator, key, values }) => {
    known[operator] = { ...known[operator], [key]: values };
  });
  const isUnread = (_: unknown, index: number) => problems[index] !== undefined;
  return { ...describeUnknownConditions(entries.filter(isUnread), problems.filter((each) => each !== undefined)), known };
}

function describeUnknownConditions(entries: readonly { operator: string; key: string; values: unknown }[], problems: readonly string[] = []) {
  return {
    known: {},
    unknown: entries.map(({ values }, index): UnknownElement => (
      { element: 'Condition', problem: problems[index] ?? `${JSON.stringify(values)} is no condition` })),
    entries: entries.map(({ operator, key, values }): ConditionEntry => (
      { operator, key, values: toList<unknown>(values).map((each) => typeof each === 'object' ? JSON.stringify(each) : String(each)) })),
  };
}

/** Makes a policy that is right if these elements are. */
function makeProbe(elements: object, policy: PolicyType): object {
  const statement = {
    Effect: 'NotPrincipal' in elements ? 'Deny' : 'Allow',
    ...!('NotAction' in elements) && { Action: '*' },
    ...!('NotResource' in elements) && { Resource: '*' },
    ...policy === 'resource' && !('NotPrincipal' in elements) && { Principal: '*' },
    ...elements,
  };
  return { Version: VERSION, Statement: statement };
}

function findDocumentProblem(document: object, policy: PolicyType): string | undefined {
  const parsed = parseOneStatement(document, policy, 'the statement');
  if (typeof parsed === 'string') return parsed;
  return undefined;
}

/** Parses a document with one statement, with its patterns and values. Returns the problem if a part can't be read. */
function parseOneStatement(document: any, policy: PolicyType, where: string): ParsedStatement | string {
  const { result, problem } = tryPolicy(() => {
    const [parsed] = readStatements(document, policy, '');
    if (parsed) checkValues(parsed);
    return parsed && { ...parsed, where };
  });
  // the beginning of the message is the place, which the caller knows
  return problem?.replace(/^(, statement 0)?( \([^)]*\))?(, |: )?/, '') ?? result!;
}

/** Throws an error if a pattern or a value of a statement can't be compared with those of a request. */
function checkValues({ resources, conditions, variables }: ParsedStatement): void {
  const options = { where: '', ...variables && { variables: NO_CONTEXT } };
  for (const pattern of resources?.values ?? []) makeResourceTest(pattern, { ...options, where: 'Resource' });
  for (const { operator, key, values } of conditions) {
    if (operator === 'Null' && !values.every((value) => /^(true|false)$/i.test(value))) throw new CannotEvaluate(`${key} is neither true nor false`);
    if (operator === 'Null') continue;
    const { name } = splitOperator(operator);
    if (!Object.hasOwn(OPERATORS, name)) throw new CannotEvaluate(`there is no condition operator ${operator}`);
    values.forEach((value) => OPERATORS[name].comparison(value, { ...options, where: `${operator}, ${key}` }));
  }
}
