import { PolicyDocument } from './policy-document';
import { isRecord, toList, toRecord } from '../values/json-values';
import { tryToParseJson } from '../values/parse-json';

/** A value that a template may have. */
export interface Branch {
  /** The value as JSON, whose form the template decides. */
  readonly value: any;
  /** The path of the choice that decides at deployment if the template has this value. Undefined if it has it in any case. */
  readonly uncertain?: string;
  /** The condition of the choice and its outcome, for example `IsProd` or `not IsProd`. Undefined for a value that isn't a choice. */
  readonly choice?: string;
}

/** Lists the values that an expression may have: those of all branches of `Fn::If`. A property that doesn't exist has none. */
export function listPossibleValues(value: unknown, path: string): Branch[] {
  return listBranches(value, path).filter((branch) => branch.value !== undefined);
}

/** Lists the branches of an expression. The value of a branch without the property is undefined. */
export function listBranches(value: unknown, path: string): Branch[] {
  if (value === undefined || value === null) return [{ value: undefined }];
  const choice = isRecord(value) && Object.keys(value).length === 1 ? value['Fn::If'] : undefined;
  if (!Array.isArray(choice)) return [{ value, ...isIntrinsic(value) && { uncertain: path } }];
  const [condition, ...values] = choice;
  return values.flatMap((each, index) => listBranches(each, path).map((branch): Branch => {
    const outcomes = [index === 0 ? `${condition}` : `not ${condition}`, ...toList(branch.choice)];
    return { ...branch, uncertain: branch.uncertain ?? path, choice: outcomes.join(' and ') };
  }));
}

/** Lists the values that the items of a list may have. The list or an item may be a choice. */
export function listItemBranches(value: unknown, path: string): Branch[] {
  return listPossibleValues(value, path).flatMap((list) => {
    if (!Array.isArray(list.value)) return [list];
    return list.value.flatMap((item, index) => listPossibleValues(item, `${path}.${index}`))
      .map((item) => joinChoices(list, item));
  });
}

/** Adds to a value the choice of the value that contains it. */
export function joinChoices(outer: Pick<Branch, 'uncertain' | 'choice'>, inner: Branch): Branch {
  const [uncertain, choice] = [inner.uncertain ?? outer.uncertain, [...toList(outer.choice), ...toList(inner.choice)].join(' and ')];
  return { value: inner.value, ...uncertain !== undefined && { uncertain }, ...choice !== '' && { choice } };
}

/** Tells an intrinsic function without a known value from other values. */
export function isIntrinsic(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'));
}

/** The operator of a condition that stands for a choice at deployment. Its key is the path of the choice. */
export const CHOICE = 'Fn::If';

type Choice = Pick<Branch, 'uncertain' | 'choice'>;

/** Adds to each statement of a policy that a choice at deployment decides if it is there. */
export function markUncertain(document: PolicyDocument, choice: Choice): PolicyDocument {
  if (choice.uncertain === undefined) return document;
  return { ...document, Statement: toList(document.Statement).map((statement) => addChoice(statement, choice)) };
}

/** Reads a policy document whose statements may be choices. CloudFormation takes a document as text too. */
export function readPolicyDocument(value: unknown, path: string): PolicyDocument | undefined {
  const branches = listPossibleValues(value, path).map((branch) => ({ ...branch, value: parseJsonText(branch.value) }));
  const [first] = branches;
  // a list is one malformed document and not several
  if (Array.isArray(first?.value)) return JSON.stringify(first.value) as unknown as PolicyDocument;
  if (!first || isIntrinsic(first.value) || typeof first.value !== 'object') return first?.value;
  const statements = branches.flatMap((branch) => listItemBranches(toRecord(branch.value).Statement, `${path}.Statement`)
    .map((statement) => ({ ...joinChoices(branch, statement), uncertain: branch.uncertain ?? statement.uncertain })));
  if (statements.every(({ uncertain }) => uncertain === undefined)) return first.value;
  return {
    ...first.value,
    Statement: statements.map((each) => addChoice(each.value, each)),
  };
}

function addChoice(statement: any, { uncertain: path, choice = 'true' }: Choice): any {
  if (path === undefined || !isRecord(statement) || isIntrinsic(statement)) return statement;
  const Condition = toRecord(statement.Condition);
  const inner = toRecord(Condition[CHOICE]);
  const joined = [...new Set([choice, ...toList(inner[path])])].join(' and ');
  return { ...statement, Condition: { ...Condition, [CHOICE]: { ...inner, [path]: joined } } };
}

function parseJsonText(value: unknown): any {
  if (typeof value !== 'string' || !value.startsWith('{')) return value;
  return tryToParseJson(value) ?? value;
}
