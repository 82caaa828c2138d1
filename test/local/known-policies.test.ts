import { withoutUnknown } from '../../src/local/known-policies';
import { PolicyDocument } from '../../src/policy/policy-document';

const MACHINE = { Ref: 'Machine' };
const TABLE = 'arn:aws:dynamodb:eu-west-1:111122223333:table/Orders';
const ALLOW = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: TABLE };

const read = (...Statement: object[]) => withoutUnknown({ Version: '2012-10-17', Statement } as unknown as PolicyDocument, 'identity', 'P');
const UNKNOWN = '{"Ref":"Machine"} is not known before deployment';

test('a policy of which everything is known stays as it is', () => {
  expect(read(ALLOW)).toEqual({ document: { Version: '2012-10-17', Statement: [ALLOW] }, leftOut: [], lostDenials: [] });
});

test.each<[string, object]>([
  ['the only resource', { ...ALLOW, Resource: MACHINE }],
  ['a resource that a statement excludes', { Effect: 'Allow', Action: '*', NotResource: [TABLE, MACHINE] }],
  ['a value of a condition', { ...ALLOW, Condition: { StringEquals: { 'aws:PrincipalTag/a': MACHINE } } }],
])('a statement that allows is left out if %s is not known', (_what, statement) => {
  const { document, leftOut } = read(ALLOW, { Sid: 'Second', ...statement });

  expect(document.Statement).toEqual([ALLOW]);
  expect(leftOut).toEqual([expect.stringMatching(/^P, statement 1 \(Second\): .*\{"Ref":"Machine"\}/)]);
});

test('a statement that allows keeps the resources that are known', () => {
  const { document, leftOut } = read({ ...ALLOW, Resource: [MACHINE, TABLE] });

  expect([document.Statement, leftOut]).toEqual([[{ ...ALLOW, Action: ['dynamodb:GetItem'], Resource: [TABLE], Condition: {} }], [`P, statement 0: ${UNKNOWN}`]]);
});

test('a statement with an operator that there is not is left out, not evaluated', () => {
  const { document, leftOut } = read({ ...ALLOW, Condition: { StringEqual: { 'aws:PrincipalTag/a': 'a' } } });

  expect([document.Statement, leftOut]).toEqual([[], ['P, statement 0: there is no condition operator StringEqual']]);
});

test('a denial of a resource that is not known is lost, and the rest of the statement denies', () => {
  const { document, lostDenials, leftOut } = read({ ...ALLOW, Effect: 'Deny', Resource: [MACHINE, TABLE] });

  expect([document.Statement, lostDenials, leftOut]).toEqual([[{ ...ALLOW, Effect: 'Deny', Action: ['dynamodb:GetItem'], Resource: [TABLE], Condition: {} }], [`P, statement 0: ${UNKNOWN}`], []]);
});

test('a denial under a condition that is not known is lost whole: it may deny less', () => {
  const { document, lostDenials } = read({ ...ALLOW, Effect: 'Deny', Condition: { StringEquals: { 'aws:PrincipalTag/a': MACHINE } } });

  expect([document.Statement, lostDenials.length]).toEqual([[], 1]);
});
