import { PolicyDocument } from './policy-document';
import { isRecord, toList, toRecord } from '../values/json-values';

/** A value that a template may have. */
export interface Branch {
  /** The value as JSON, whose form the template decides. */
  readonly value: any;
  /** The path of the choice that decides at deployment if the template has this value. Undefined if it has it in any case. */
  readonly uncertain?: string;
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
  return choice.slice(1).flatMap((each) => listBranches(each, path)).map((branch) => ({ ...branch, uncertain: branch.uncertain ?? path }));
}

/** Lists the values that the items of a list may have. The list or an item may be a choice. */
export function listItemBranches(value: unknown, path: string): Branch[] {
  return listPossibleValues(value, path).flatMap((list) => {
    if (!Array.isArray(list.value)) return [list];
    return list.value.flatMap((item, index) => listPossibleValues(item, `${path}.${index}`))
      .map((item) => ({ ...item, ...(item.uncertain ?? list.uncertain) !== undefined && { uncertain: item.uncertain ?? list.uncertain } }));
  });
}

/** Tells an intrinsic function without a known value from other values. */
export function isIntrinsic(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'));
}

/** The operator of a condition that stands for a choice at deployment. Its key is the path of the choice. */
export const CHOICE = 'Fn::If';

/** Adds to each statement of a policy that a choice at deployment decides if it is there. */
export function markUncertain(document: PolicyDocument, path: string | undefined): PolicyDocument {
  if (path === undefined) return document;
  return { ...document, Statement: toList(document.Statement).map((statement) => addChoice(statement, path)) };
}

/** Reads a policy document whose statements may be choices. CloudFormation takes a document as text too. */
export function readPolicyDocument(value: unknown, path: string): PolicyDocument | undefined {
  const branches = listPossibleValues(value, path).map((branch) => ({ ...branch, value: parseJsonText(branch.value) }));
  const [first] = branches;
  if (!first || isIntrinsic(first.value) || typeof first.value !== 'object') return first?.value;
  const statements = branches.flatMap((branch) => listItemBranches(toRecord(branch.value).Statement, `${path}.Statement`)
    .map((statement) => ({ ...statement, uncertain: branch.uncertain ?? statement.uncertain })));
  if (statements.every(({ uncertain }) => uncertain === undefined)) return first.value;
  return {
    ...first.value,
    Statement: statements.map((each) => addChoice(each.value, each.uncertain)),
  };
}

function addChoice(statement: any, path: string | undefined): any {
  if (path === undefined || !isRecord(statement) || isIntrinsic(statement)) return statement;
  return { ...statement, Condition: { ...toRecord(statement.Condition), [CHOICE]: { [path]: 'true' } } };
}

function parseJsonText(value: unknown): any {
  if (typeof value !== 'string' || !value.startsWith('{')) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
