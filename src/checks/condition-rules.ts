import { CheckedCondition, CheckedStatement, findConditions, listDynamoActions, filterNamed, joinActions } from './checked-statement';
import { isDeniedWithoutRows } from './denied-rows';
import { DEVELOPER_GUIDE, Rule } from './rule';
import { ACTIONS } from '../features/actions';
import { canBeMetBy } from '../policy/condition-inclusion';

/** Rules on conditions that don't limit what they seem to limit. */
export const CONDITION_RULES: readonly Rule[] = [
  {
    name: 'rows-without-null',
    severity: 'error',
    title: 'Rows that a request without partition keys escapes',
    reason: '`ForAllValues` holds where the request has no value of the key at all, so that a request without a partition key is allowed on all '
      + 'rows.',
    remedy: 'write `rows: RowScope.ofValues(...)`, or add `"Null": { "dynamodb:LeadingKeys": "false" }`',
    see: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html',
    findInStatement: (statement, assembly) => {
      const forAll = findRowConditions(statement).filter(({ operator }) => /^ForAllValues:/i.test(operator));
      const wanted = findRowConditions(statement).some(({ operator, values }) =>
        /^Null$/i.test(operator) && values.every((value) => value.toLowerCase() === 'false'));
      if (!statement.allows || forAll.length === 0 || wanted || isDeniedWithoutRows(statement, assembly)) return [];
      return [{
        problem: `${forAll[0].operator} on dynamodb:LeadingKeys, and no Null beside it`,
      }];
    },
  },
  {
    name: 'rows-of-scan',
    severity: 'error',
    title: 'Rows on actions without a partition key',
    reason: '`dynamodb:LeadingKeys` is part of no `Scan`, nor of a request on the table or its stream: depending on the operator, these '
      + 'actions are allowed on all rows, or not at all.',
    remedy: 'take these actions out of the statement; `QUERY.onTable()` can be limited to rows, `SCAN` cannot',
    see: `${DEVELOPER_GUIDE}/specifying-conditions.html`,
    findInStatement: (statement) => {
      const others = listDynamoActions(statement).filter((action) => !ACTIONS[action]?.conditionKeys?.includes('dynamodb:LeadingKeys'));
      if (!statement.allows || findRowConditions(statement).length === 0 || others.length === 0) return [];
      return [{
        problem: `${joinActions(others)} under a condition on dynamodb:LeadingKeys, which ${others.length === 1 ? 'it does not' : 'they do not'} support`,
      }];
    },
  },
  {
    name: 'rows-of-some-items',
    severity: 'error',
    title: 'Rows that only some items of a request have to be of',
    reason: 'A batch or a transaction has many partition keys. Without `ForAllValues`, one of them is enough, or the result is not '
      + 'defined: AWS asks for `ForAllValues`.',
    remedy: 'write `rows: RowScope.ofValues(...)`, or `ForAllValues:StringEquals` with `"Null": { "dynamodb:LeadingKeys": "false" }`',
    see: `${DEVELOPER_GUIDE}/specifying-conditions.html`,
    findInStatement: (statement) => findRowConditions(statement)
      .filter(({ operator }) => statement.allows && !/^(ForAllValues:|Null$)/i.test(operator))
      .map(({ operator }) => ({ problem: `${operator} on dynamodb:LeadingKeys` })),
  },
  {
    name: 'attributes-without-select',
    severity: 'error',
    title: 'Attributes that reads escape',
    // AWS's sample policies take IfExists, because GetItem and BatchGetItem have no parameter Select
    reason: '`dynamodb:Attributes` has the names in the request alone: one that asks for all attributes names none of them.',
    remedy: 'write `attributes: AttributeScope.ofAttributes(...)`, or add `"StringEqualsIfExists": { "dynamodb:Select": '
      + '"SPECIFIC_ATTRIBUTES" }`',
    see: `${DEVELOPER_GUIDE}/specifying-conditions.html`,
    findInStatement: (statement) => {
      const reads = listDynamoActions(statement).filter((action) => ACTIONS[action]?.conditionKeys?.includes('dynamodb:Select'));
      const isOpen = findConditions(statement, 'dynamodb:Attributes').length > 0 && !findConditions(statement, 'dynamodb:Select').some(refusesWholeItems);
      if (!statement.allows || !isOpen || reads.length === 0) return [];
      return [{
        problem: `${joinActions(reads)} under a condition on dynamodb:Attributes, and none that limits dynamodb:Select`,
      }];
    },
  },
  {
    name: 'attributes-of-whole-items',
    severity: 'error',
    title: 'Attributes on actions that replace or delete whole items',
    reason: '`PutItem`, `DeleteItem` and their kind name no attribute that they do away with.',
    remedy: 'take these actions out of the statement; `UPDATE_ITEM` changes single attributes',
    see: `${DEVELOPER_GUIDE}/specifying-conditions.html`,
    findInStatement: (statement) => {
      const whole = filterNamed(statement, WHOLE_ITEMS);
      if (!statement.allows || findConditions(statement, 'dynamodb:Attributes').length === 0 || whole.length === 0) return [];
      return [{
        problem: `${joinActions(whole)} under a condition on dynamodb:Attributes`,
      }];
    },
  },
];

const WHOLE_ITEMS = ['BatchWriteItem', 'DeleteItem', 'PartiQLDelete', 'PutItem'].map((name) => `dynamodb:${name}`);

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html#DDB-Query-request-Select */
const SELECTS_WHOLE_ITEMS = ['ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES'];

function refusesWholeItems(condition: CheckedCondition): boolean {
  return !SELECTS_WHOLE_ITEMS.some((value) => canBeMetBy(condition, value));
}

function findRowConditions(statement: CheckedStatement) {
  return findConditions(statement, 'dynamodb:LeadingKeys');
}
