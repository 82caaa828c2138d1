import { ACCOUNT, allowAll, decide, policy, request, TABLE } from './requests';
import { authorize } from '../../src/policy/evaluate';

function actionMatches(pattern: string, action: string): boolean {
  return decide(policy({ Action: pattern, Resource: '*' }), { action }).allowed;
}

function resourceMatches(pattern: string, resource: string, context: Record<string, string | string[]> = {}): boolean {
  const identity = [policy({ Action: '*', Resource: pattern })];
  return authorize({ identity, resource: { account: ACCOUNT } }, request({ resource, context })).allowed;
}

// @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
describe('an action', () => {
  test.each([
    ['*', 'dynamodb:GetItem'],
    ['dynamodb:*', 'dynamodb:GetItem'],
    ['dynamodb:Get*', 'dynamodb:GetItem'],
    ['dynamodb:*Item', 'dynamodb:BatchGetItem'],
    ['dynamodb:?etItem', 'dynamodb:GetItem'],
    ['iam:*AccessKey*', 'iam:ListAccessKeys'],
    ['DynamoDB:getitem', 'dynamodb:GetItem'],
  ])('%s is %s', (pattern, action) => {
    expect(actionMatches(pattern, action)).toBe(true);
  });

  test.each([
    ['dynamodb:Get', 'dynamodb:GetItem'],
    ['dynamodb:Item*', 'dynamodb:GetItem'],
    ['dynamodb:?GetItem', 'dynamodb:GetItem'],
    ['dynamodb:*', 'dax:GetItem'],
    ['dynamodb:Get.tem', 'dynamodb:GetItem'],
  ])('%s is not %s', (pattern, action) => {
    expect(actionMatches(pattern, action)).toBe(false);
  });

  test('is any other than those of NotAction', () => {
    expect(decide(policy({ NotAction: ['iam:*', 'kms:*'], Resource: '*' })).allowed).toBe(true);
  });

  test('is none of NotAction', () => {
    expect(decide(policy({ NotAction: ['iam:*', 'dynamodb:Get*'], Resource: '*' })).allowed).toBe(false);
  });
});

// @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
describe('a resource', () => {
  const LOGS = `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group`;

  test.each([
    ['*', '*'],
    ['*', TABLE],
    [TABLE, TABLE],
    [`${TABLE}/index/*`, `${TABLE}/index/byStatus`],
    [`arn:aws:dynamodb:*:${ACCOUNT}:table/Orders`, TABLE],
    ['arn:aws:dynamodb:eu-west-?:*:table/Ord??s', TABLE],
    ['arn:aws:s3:::bucket/*/test/*', 'arn:aws:s3:::bucket/1/object/test/2/object.jpg'],
    [`${LOGS}:/aws/lambda/fn:*`, `${LOGS}:/aws/lambda/fn:log-stream:2026/11/21`],
    [`${LOGS}:*`, `${LOGS}:/aws/lambda/fn:log-stream:2026/11/21`],
    ['arn:aws:dynamodb:*', TABLE],
    ['arn:aws:iam::*:role/Reader', `arn:aws:iam::${ACCOUNT}:role/Reader`],
    ['arn:aws:s3:::bucket/$5', 'arn:aws:s3:::bucket/$5'],
  ])('%s is %s', (pattern, resource) => {
    expect(resourceMatches(pattern, resource)).toBe(true);
  });

  test.each([
    [TABLE, `${TABLE}2`],
    [TABLE, `${TABLE}/index/byStatus`],
    [`${TABLE}/index/*`, TABLE],
    [TABLE, TABLE.toLowerCase()],
    [`${LOGS}:/aws/lambda/fn:*`, `${LOGS}:/aws/lambda/fn`],
    [`${LOGS}:/aws/lambda/fn`, `${LOGS}:/aws/lambda/fn:log-stream:2026/11/21`],
    ['arn:aws:s3:::a+', 'arn:aws:s3:::aa'],
    [TABLE, '*'],
  ])('%s is not %s', (pattern, resource) => {
    expect(resourceMatches(pattern, resource)).toBe(false);
  });

  test('reaches beyond its part of the ARN by a wildcard at the end of the part', () => {
    expect(resourceMatches('arn:aws:logs:eu-*:log-group:/aws/lambda/fn', `${LOGS}:/aws/lambda/fn`)).toBe(true);
  });

  test.each(['*', '?'])('stays in its part of the ARN by a %s before its end', (wildcard) => {
    const pattern = `arn:aws:logs:eu${wildcard}west-1:${ACCOUNT}:a`;

    expect(['eu-west-1', 'eu:west-1'].map((region) => resourceMatches(pattern, `arn:aws:logs:${region}:${ACCOUNT}:a`))).toEqual([true, false]);
  });

  test.each(['*', '?'])('may have colons in its last part where a %s stands', (wildcard) => {
    expect(resourceMatches(`${LOGS}:a${wildcard}c`, `${LOGS}:a:c`)).toBe(true);
  });

  // @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
  test.each([
    ['arn:aws:dynamodb', TABLE], ['arn:aws:dynamodb:eu-*-1', TABLE], [`arn:aws:dynamodb:eu-west-1:${ACCOUNT}`, TABLE], ['arn:aws:s3:::', 'arn:aws:s3:::'],
  ])('with fewer than six parts, as %s, matches any of the missing parts, as in %s', (pattern, resource) => {
    expect(resourceMatches(pattern, resource)).toBe(true);
  });

  test.each(['arn:aws:s3', 'arn:aws:dynamodb:us-east-1', `arn:aws:dynamodb:eu-west-1:${ACCOUNT.replace('1', '2')}`])(
    'with fewer than six parts, as %s, matches only its own parts', (pattern) => {
      expect(resourceMatches(pattern, TABLE)).toBe(false);
    });

  test('is any other than those of NotResource', () => {
    expect(decide(policy({ Action: '*', NotResource: [`${TABLE}/index/*`, `${TABLE}2`] })).allowed).toBe(true);
  });

  test('is none of NotResource', () => {
    expect(decide(policy({ Action: '*', NotResource: [`${TABLE}/index/*`, TABLE] })).allowed).toBe(false);
  });
});

// @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
describe('a policy variable', () => {
  const HOME = 'arn:aws:s3:::bucket/home';

  test('stands for the value of a condition key', () => {
    expect(resourceMatches(`${HOME}/\${aws:username}/*`, `${HOME}/zoe/x`, { 'aws:username': 'zoe' })).toBe(true);
  });

  test('doesn\'t depend on the case of the key', () => {
    expect(resourceMatches(`${HOME}/\${AWS:UserName}`, `${HOME}/zoe`, { 'aws:username': 'zoe' })).toBe(true);
  });

  test('doesn\'t stand for another value', () => {
    expect(resourceMatches(`${HOME}/\${aws:username}/*`, `${HOME}/eve/x`, { 'aws:username': 'zoe' })).toBe(false);
  });

  test('may be the value of a tag', () => {
    expect(resourceMatches('arn:aws:s3:::bucket/${aws:PrincipalTag/team name}', 'arn:aws:s3:::bucket/a', { 'aws:PrincipalTag/team name': 'a' }))
      .toBe(true);
  });

  test.each(['*', '???', '.*', '[a-z]+'])('brings no wildcards with it, such as %s', (name) => {
    expect(['zoe', name].map((each) => resourceMatches(`${HOME}/\${aws:username}`, `${HOME}/${each}`, { 'aws:username': name })))
      .toEqual([false, true]);
  });

  test('without a value matches nothing', () => {
    expect(resourceMatches(`${HOME}/\${aws:username}`, `${HOME}/`)).toBe(false);
  });

  test('without a value leaves other resources of the statement', () => {
    expect(decide(policy({ Action: '*', Resource: [`${TABLE}\${aws:username}`, TABLE] })).allowed).toBe(true);
  });

  test('without a value in NotResource leaves the statement without effect', () => {
    expect(decide(policy({ Action: '*', NotResource: `${TABLE}\${aws:username}` })).allowed).toBe(false);
  });

  test('doesn\'t stand for a key of several values, not even of one', () => {
    expect(resourceMatches(`${HOME}/\${aws:TagKeys}`, `${HOME}/a`, { 'aws:TagKeys': ['a'] })).toBe(false);
  });

  test('without a value stands for its default', () => {
    expect(resourceMatches(`${HOME}/\${aws:username, 'nobody'}`, `${HOME}/nobody`)).toBe(true);
  });

  test.each(["${aws:username,'nobody'}", "${aws:username,  'nobody'}"])('may have any number of spaces before its default, as in %s', (variable) => {
    expect(resourceMatches(`${HOME}/${variable}`, `${HOME}/nobody`)).toBe(true);
  });

  test('may have an empty default', () => {
    expect(resourceMatches(`${HOME}/\${aws:username, ''}`, `${HOME}/`)).toBe(true);
  });

  test('with a value doesn\'t stand for its default', () => {
    expect(resourceMatches(`${HOME}/\${aws:username, 'nobody'}`, `${HOME}/nobody`, { 'aws:username': 'zoe' })).toBe(false);
  });

  test.each(['*', '?', '$'])('${%s} stands for the character itself', (character) => {
    expect(resourceMatches(`${HOME}/\${${character}}`, `${HOME}/${character}`)).toBe(true);
  });

  test.each(['*', '?'])('${%s} is no wildcard', (character) => {
    expect(resourceMatches(`${HOME}/\${${character}}`, `${HOME}/x`)).toBe(false);
  });

  test.each([undefined, '2008-10-17'])('is plain text in a policy of version %s', (Version) => {
    const document = { ...policy({ Action: '*', Resource: `${HOME}/\${aws:username}` }), Version };

    expect(['zoe', '${aws:username}'].map((name) =>
      decide(document, { resource: `${HOME}/${name}`, context: { 'aws:username': 'zoe' } }).allowed)).toEqual([false, true]);
  });

  test('before the fifth colon of an ARN is an error', () => {
    expect(() => resourceMatches('arn:aws:s3:${aws:RequestedRegion}::bucket', '*')).toThrow(
      'identity policy 0, statement 0: "arn:aws:s3:${aws:RequestedRegion}::bucket" has a policy variable before the fifth colon');
  });

  test.each(['${', '${aws:username', '${}', '${aws:username, nobody}'])('that can\'t be read, as %s, is an error', (variable) => {
    expect(() => resourceMatches(`${HOME}/${variable}`, '*'))
      .toThrow(`identity policy 0, statement 0: "${HOME}/${variable}" has something that is no policy variable`);
  });

  test('stands in conditions too', () => {
    const document = allowAll({ Condition: { StringEquals: { 'aws:ResourceTag/owner': '${aws:username}' } } });

    expect(['zoe', 'eve'].map((owner) =>
      decide(document, { context: { 'aws:username': 'zoe', 'aws:ResourceTag/owner': owner } }).allowed)).toEqual([true, false]);
  });
});
