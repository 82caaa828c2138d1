import { readPolicyDocument } from '../../src/policy/branches';
import { readPolicy } from '../../src/policy/read-policy';

const STATEMENT = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/Orders' };
const IMPORT = { 'Fn::ImportValue': 'Elsewhere' };

/** The only statement of a policy. */
function read(statement: unknown, policy: 'identity' | 'resource' = 'identity') {
  const [only] = readPolicy({ Version: '2012-10-17', Statement: [statement] }, policy, 'the policy');
  return { ...only, elements: only.unknown.map(({ element }) => element) };
}

test('a statement that can be read is known as it is', () => {
  const { known, parsed, unknown } = read(STATEMENT);

  expect([known, parsed?.where, unknown]).toEqual([STATEMENT, 'the policy, statement 0', []]);
});

test.each<[string, object, string, unknown]>([
  ['a resource', { Resource: [STATEMENT.Resource, IMPORT] }, 'Resource', [STATEMENT.Resource]],
  ['a malformed resource', { Resource: [STATEMENT.Resource, 'Orders'] }, 'Resource', [STATEMENT.Resource]],
  ['an action', { Action: ['dynamodb:GetItem', IMPORT] }, 'Action', ['dynamodb:GetItem']],
])('%s that can\'t be read leaves the others', (_what, elements, element, left) => {
  const { elements: unknown, parsed, known } = read({ ...STATEMENT, ...elements });

  expect([unknown, parsed !== undefined, (known as any)[element]]).toEqual([[element], true, left]);
});

test.each<[string, object]>([
  ['a value that isn\'t known', { StringEquals: { 'aws:a': IMPORT } }],
  ['an operator that isn\'t known', { StringResembles: { 'aws:a': 'x' } }],
  ['a date that is none', { DateLessThan: { 'aws:CurrentTime': '2016-12-13t2:00' } }],
  ['a choice', { 'Fn::If': ['Prod', { Bool: { 'aws:a': 'true' } }, {}] }],
])('a condition with %s stays beside the others, to be shown', (_what, condition) => {
  const { elements, known, unknownConditions } = read({ ...STATEMENT, Condition: { Bool: { 'aws:SecureTransport': 'true' }, ...condition } });

  expect([elements, known?.Condition, unknownConditions.length]).toEqual([['Condition'], { Bool: { 'aws:SecureTransport': 'true' } }, 1]);
});

test.each<[string, unknown]>([
  ['a choice', { 'Fn::If': ['Prod', STATEMENT, STATEMENT] }],
  ['text', 'statement'],
  ['null', null],
  ['an empty list', []],
  ['a list of statements', [STATEMENT]],
  ['an unknown effect', { ...STATEMENT, Effect: { Ref: 'Effect' } }],
  ['an unknown element', { ...STATEMENT, Resources: '*' }],
])('%s is a statement of which nothing is known', (_what, statement) => {
  const { elements, known } = read(statement);

  expect([elements, known]).toEqual([['Statement'], undefined]);
});

test('a statement without a known resource is known in its other parts', () => {
  const { parsed, known } = read({ ...STATEMENT, Resource: IMPORT });

  expect([parsed, known?.Action]).toEqual([undefined, ['dynamodb:GetItem']]);
});

test.each<[string, object]>([
  ['an effect', { Effect: { Ref: 'Effect' }, Action: IMPORT }],
  ['an element', { Actions: 'dynamodb:Scan', Resource: IMPORT }],
])('%s that cannot be read leaves nothing known beside an empty list', (_what, elements) => {
  const { elements: unknown, known, parsed } = read({ ...STATEMENT, ...elements });

  expect([unknown, known, parsed]).toEqual([['Statement'], undefined, undefined]);
});

test('a principal that can\'t be read is unknown', () => {
  expect(read({ Effect: 'Allow', Action: 'dynamodb:*', Resource: '*', Principal: { AWS: { Ref: 'Account' } } }, 'resource').elements).toEqual(['Principal']);
});

test.each<[unknown]>([['text'], [7], [{ 'Fn::Transform': { Name: 'AWS::Include' } }], [{ Version: '2030-01-01', Statement: [STATEMENT] }]])(
  'a document %j is one unknown statement', (document) => {
    expect(readPolicy(document, 'identity', 'the policy').map(({ unknown }) => unknown.map(({ element }) => element))).toEqual([['Statement']]);
  });

test.each([[[]], [[null]], [[{ Version: '2012-10-17', Statement: [STATEMENT] }]]])('a list in place of a document is one document of which nothing is known: %j', (list) => {
  expect(readPolicy(readPolicyDocument(list, 'Properties.PolicyDocument'), 'identity', 'the policy').map(({ parsed, unknown }) => [parsed, unknown]))
    .toEqual([[undefined, [{ element: 'Statement', problem: 'it is no policy document' }]]]);
});
