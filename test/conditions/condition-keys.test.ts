import { dependsOnTags, dropTagName, isCallersKey, isSameKey } from '../../src/conditions/condition-keys';

describe('conditions depend on the tags of resources', () => {
  test.each<[string, object | undefined, boolean]>([
    ['by a key', { StringEquals: { 'aws:ResourceTag/team': 'orders' } }, true],
    ['by a key in other letters', { StringEquals: { 'AWS:resourcetag/team': 'orders' } }, true],
    ['by a policy variable', { StringEquals: { 'aws:PrincipalTag/team': '${aws:ResourceTag/team}' } }, true],
    ['not by the tags of principals', { StringEquals: { 'aws:PrincipalTag/team': 'orders' } }, false],
    ['not without conditions', undefined, false],
  ])('%s', (_name, conditions, expected) => {
    expect(dependsOnTags(conditions)).toBe(expected);
  });
});

test.each([
  ['aws:SourceVpc', true],
  ['AWS:sourcevpc', true],
  ['lambda:SourceFunctionArn', true],
  ['aws:PrincipalArn', false],
  ['aws:SourceVpcs', false],
])('that %s says who calls from where is %s', (key, expected) => {
  expect(isCallersKey(key)).toBe(expected);
});

test.each([
  ['aws:PrincipalTag/team', 'aws:PrincipalTag'],
  ['aws:PrincipalTag/team/name', 'aws:PrincipalTag'],
  ['aws:userid', 'aws:userid'],
])('the name of %s is %s', (key, name) => {
  expect(dropTagName(key)).toBe(name);
});

test('keys are the same in other letters', () => {
  expect([isSameKey('aws:UserId', 'AWS:userid'), isSameKey('aws:userid', 'aws:username')]).toEqual([true, false]);
});
