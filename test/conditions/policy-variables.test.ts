import { listVariables } from '../../src/conditions/policy-variables';
import { holdsToken, replaceTokens } from '../../src/conditions/tokens';

test.each([
  ['${Token[TOKEN.1]}', true],
  ['#{Token[TOKEN.1]}', true],
  ['TENANT#${Token[AWS.Region.4]}#', true],
  ['${aws:PrincipalTag/team}', false],
  ['Token[TOKEN.1]', false],
  ['', false],
])('that %s holds what is not known before deployment is %s', (text, expected) => {
  expect(holdsToken(text)).toBe(expected);
});

test('every value that is not known before deployment has some character in its place', () => {
  expect(replaceTokens('a${Token[TOKEN.1]}b#{Token[TOKEN.2]}c${aws:userid}')).toBe('axbxc${aws:userid}');
});

test.each([
  ['no variable', []],
  ['${aws:userid}', ['aws:userid']],
  ['a${aws:userid}b${aws:PrincipalTag/team name}', ['aws:userid', 'aws:PrincipalTag/team name']],
  ["${aws:username, 'nobody'}", ['aws:username']],
  ['${Token[TOKEN.1]}', []],
])('the policy variables in %s are %j', (text, variables) => {
  expect(listVariables(text)).toEqual(variables);
});
