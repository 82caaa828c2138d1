import { ACCOUNT, allowAll, policy, request, ROLE } from './requests';
import { authorize, PolicyDocument } from '../../src/policy/evaluate';
import { readStatements, tryPolicy } from '../../src/policy/policy-document';

const STATEMENT = { Effect: 'Allow', Action: '*', Resource: '*' };

function problemOf(document: unknown): string {
  return messageOf(() => authorize({ identity: [allowAll(), document as PolicyDocument] }, request()));
}

function problemOfResourcePolicy(statement: object): string {
  const document = policy(statement);
  return messageOf(() => authorize({ identity: [], resource: { account: ACCOUNT, document } }, request()));
}

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}

// @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
describe('a policy that can\'t be read', () => {
  test.each<[unknown, string]>([
    ['text', '"text" is no policy document'],
    [null, 'null is no policy document'],
    [[], '[] is no policy document'],
    [{ Version: '2012-10-17' }, 'it has no Statement'],
    [{ Version: '2012-10-18', Statement: [] }, 'Version "2012-10-18" is neither 2012-10-17 nor 2008-10-17'],
    [{ Statement: [], Statements: [] }, 'it has the unknown element Statements'],
  ])('as %j is an error', (document, problem) => {
    expect(problemOf(document)).toBe(`identity policy 1: ${problem}`);
  });

  test.each<[unknown, string]>([
    ['text', ': "text" is no statement'],
    [null, ': null is no statement'],
    [[STATEMENT], ': [{"Effect":"Allow","Action":"*","Resource":"*"}] is no statement'],
    [{ ...STATEMENT, Effect: 'allow' }, ': Effect "allow" is neither Allow nor Deny'],
    [{ ...STATEMENT, Effect: undefined }, ': Effect undefined is neither Allow nor Deny'],
    [{ ...STATEMENT, Actions: '*' }, ': it has the unknown element Actions'],
    [{ ...STATEMENT, Sid: 'Why', Actions: '*' }, ' (Why): it has the unknown element Actions'],
    [{ ...STATEMENT, Sid: 7, Actions: '*' }, ': it has the unknown element Actions'],
    [{ Effect: 'Allow', Resource: '*' }, ': it has neither Action nor NotAction'],
    [{ Effect: 'Allow', Action: '*' }, ': it has neither Resource nor NotResource'],
    [{ ...STATEMENT, NotAction: '*' }, ': it has both Action and NotAction'],
    [{ ...STATEMENT, NotResource: '*' }, ': it has both Resource and NotResource'],
    [{ ...STATEMENT, Action: [] }, ', Action: it is empty'],
    [{ Effect: 'Allow', NotAction: [], Resource: '*' }, ', NotAction: it is empty'],
    [{ ...STATEMENT, Action: 'GetItem' }, ', Action: "GetItem" is not service:action or *'],
    ...['**', '*a', 'dynamodb:', ':GetItem', 'dynamodb:Get Item', 'dynamodb:table:GetItem', 'dynamo db:GetItem']
      .map((action): [unknown, string] => [{ ...STATEMENT, Action: action }, `, Action: "${action}" is not service:action or *`]),
    [{ ...STATEMENT, Action: ['*', 7] }, ', Action: 7 is not service:action or *'],
    [{ ...STATEMENT, Resource: 'Orders' }, ', Resource: "Orders" is not an ARN or *'],
    ...['**', 'an arn:aws:s3:::bucket', 'arn:'].map((resource): [unknown, string] =>
      [{ ...STATEMENT, Resource: resource }, `, Resource: "${resource}" is not an ARN or *`]),
    [{ ...STATEMENT, Resource: [['*']] }, ', Resource: ["*"] is not an ARN or *'],
    [{ ...STATEMENT, Resource: { Ref: 'Orders' } }, ', Resource: {"Ref":"Orders"} is not an ARN or *'],
    [{ ...STATEMENT, Principal: '*' }, ': only a policy of a resource names a Principal'],
    [{ ...STATEMENT, Condition: 'text' }, ': Condition "text" has no operators'],
    [{ ...STATEMENT, Condition: { Bool: 'true' } }, ', Bool: "true" has no condition keys'],
    [{ ...STATEMENT, Condition: { Bool: { 'aws:a': { Ref: 'A' } } } }, ', Bool, aws:a: {"Ref":"A"} is no value'],
  ])('for its statement %j is an error', (statement, problem) => {
    expect(problemOf({ Statement: [STATEMENT, statement] })).toBe(`identity policy 1, statement 1${problem}`);
  });

  test.each<[object, string]>([
    [STATEMENT, ': a policy of a resource names a Principal'],
    [{ ...STATEMENT, Principal: 'lambda.amazonaws.com' }, ', Principal: "lambda.amazonaws.com" is neither * nor principals by their type'],
    [{ ...STATEMENT, Principal: { Services: 'x' } }, ', Principal: it has the unknown element Services'],
    [{ ...STATEMENT, Principal: { AWS: [] } }, ', Principal, AWS: it is empty'],
    [{ ...STATEMENT, Principal: { AWS: { Ref: 'A' } } }, ', Principal: {"Ref":"A"} is no principal'],
    [{ ...STATEMENT, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/*` } }, `, Principal: "arn:aws:iam::${ACCOUNT}:role/*" is no AWS principal`],
    ...[
      '**', '11112222333', '1111222233334', 'arn:aws:iam::1111:role/Reader', `arn:aws:s3::${ACCOUNT}:role/Reader`, `arn:a*:iam::${ACCOUNT}:role/Reader`,
      `an arn:aws:iam::${ACCOUNT}:role/Reader`, `arn:aws:iam::${ACCOUNT}:`, 'AROADBQP57FF2AE', 'aroadbqp57ff2aexample', 'AROADBQP57FF2AEXAMPLE/a',
    ].map((arn): [object, string] => [{ ...STATEMENT, Principal: { AWS: arn } }, `, Principal: "${arn}" is no AWS principal`]),
    [{ ...STATEMENT, NotPrincipal: { AWS: ROLE } }, ': NotPrincipal is not supported with Allow'],
    [{ ...STATEMENT, Principal: '*', NotPrincipal: { AWS: ROLE } }, ': it has both Principal and NotPrincipal'],
  ])('as one of a resource for its statement %j is an error', (statement, problem) => {
    expect(problemOfResourcePolicy(statement)).toBe(`the policy of the resource, statement 0${problem}`);
  });

  test('is named where it is the permissions boundary', () => {
    expect(messageOf(() => authorize({ identity: [], boundary: policy({ Action: '*' }) }, request())))
      .toBe('the permissions boundary, statement 0: it has neither Resource nor NotResource');
  });
});

describe('a policy', () => {
  test.each<[string, object, boolean]>([
    ['blanks around actions', { Action: [' dynamodb:GetItem', 'dynamodb:PutItem '] }, true],
    ['a set operator before Null', { Condition: { 'ForAnyValue:Null': { 'dynamodb:LeadingKeys': 'true' } } }, true],
    ['a condition without values, which no value meets', { Condition: { StringEquals: { 'aws:a': [] } } }, false],
    ['an ARN of three parts', { Resource: 'arn:aws:dynamodb' }, true],
    ['an ARN of four parts of another Region', { Resource: 'arn:aws:dynamodb:ap-south-2' }, false],
    ['an ARN of five parts', { Resource: 'arn:aws:dynamodb:*:*' }, true],
  ])('may have %s', (_what, elements, allowed) => {
    expect(authorize({ identity: [{ Version: '2012-10-17', Statement: { ...STATEMENT, ...elements } }] }, request()).allowed).toBe(allowed);
  });

  test('may have one statement without a list', () => {
    expect(authorize({ identity: [{ Id: 'One', Statement: STATEMENT }] }, request()).allowed).toBe(true);
  });
});

describe('what policies say', () => {
  test('is not known if a policy is malformed', () => {
    expect(tryPolicy(() => readStatements({ Statement: { Effect: 'Maybe' } }, 'identity', 'the policy')))
      .toEqual({ problem: 'the policy, statement 0: Effect "Maybe" is neither Allow nor Deny' });
  });

  test('is known if it is read', () => {
    expect(tryPolicy(() => readStatements({ Statement: [] }, 'identity', 'the policy'))).toEqual({ result: [] });
  });

  test('is not taken for unknown if this library has a mistake', () => {
    expect(() => tryPolicy(() => (undefined as unknown as string).length)).toThrow(TypeError);
  });
});
