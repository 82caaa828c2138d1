import { Stack } from 'aws-cdk-lib';
import { TableFeature } from '../features/table-feature';
import { expectMembers, expectList, expectMap, expectValue, optional, Shape, expectOptions, expectText } from '../problems/shape';

/** One feature. */
export const FEATURE: Shape = (name, value) => expectValue((each) => each instanceof TableFeature, {
  expected: 'a TableFeature, such as TableFeature.SCAN',
  remedy: Array.isArray(value) ? 'write an assertion for each of the list' : 'look the names up in the documentation of TableFeature',
})(name, value);

export const ACTION = expectText('an action, such as dynamodb:GetItem');

export const RESOURCE: Shape = (name, value) => expectValue((each) => typeof each === 'string', {
  expected: 'an ARN, such as table.tableArn, or * for actions that have no resource',
  remedy: typeof value === 'object' && value !== null ? 'pass its ARN: table.tableArn' : 'pass the ARN as text',
})(name, value);

export const LOGICAL_ID = expectText('the logical id of a role, a user or a function');

export const STACK = expectValue(Stack.isStack, { expected: 'a Stack', remedy: 'pass the construct' });

export const TEMPLATE = expectMembers(['hasResource', 'toJSON'], {
  expected: 'a Template of aws-cdk-lib/assertions',
  remedy: 'pass Template.fromStack(stack), without toJSON()',
});

const isText = expectText('the value of a partition key, as text');

const ROW: Shape = (name, value) => {
  if (value !== '' && value !== '*') return isText(name, value);
  return {
    id: 'rowsOfAll',
    value: `${name} '${value}'`,
    expected: 'the value of a partition key, which is neither empty nor *',
    remedy: 'write the value of the row that is meant',
  };
};

/** The values of partition keys. */
export const ROWS = makeNonEmptyList(ROW, "a list of partition key values, such as ['TENANT#7']");

/** The form of `AccessRequestOptions`. */
export const REQUEST = expectOptions({
  rows: optional(ROWS),
  attributes: optional(makeNonEmptyList(expectText('the name of an attribute'), "a list of attributes, such as ['name']")),
  conditionKeys: optional(expectMap(expectText('the value of a condition key'), "values by condition keys, such as { 'aws:PrincipalTag/TenantId': '7' }")),
});

/** The form of `AccessAssertionsOptions`. */
export const ASSEMBLY = expectOptions({
  account: optional(expectText('the id of an account')),
  region: optional(expectText('the name of an AWS Region, for example eu-west-1')),
  managedPolicies: optional(expectMap(
    expectMembers(['toJSON', 'addStatements'], { expected: 'a PolicyDocument', remedy: 'write new PolicyDocument({ statements: [...] })' }),
    'a PolicyDocument by the ARN of each policy',
  )),
});

/** Makes the shape of a list with at least one item, because a request without one is a mistake. */
function makeNonEmptyList(item: Shape, expected: string): Shape {
  const list = expectList(item, expected);
  return (name, value) => {
    if (!Array.isArray(value) || value.length > 0) return list(name, value);
    return { id: 'emptyList', value: `${name} without a value`, expected, remedy: 'name at least one, or leave it out' };
  };
}
