import { grantsOf, unlimited, without } from './grants';
import { PolicyDocument } from '../../src/policy/evaluate';

const POLICIES: PolicyDocument[] = [
  {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'One', Effect: 'Allow', Action: ['a:X', 'a:Y'], Resource: ['r1', 'r2'], Condition: { Bool: { k: 'true' } } },
    ],
  },
  { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'a:X', Resource: 'r1' } },
];

test('grants are pairs of an action and a resource, statement by statement', () => {
  expect(grantsOf(POLICIES).map(({ policy, action, resource }) => `${policy} ${action} ${resource}`)).toEqual([
    '0 a:X r1', '0 a:X r2', '0 a:Y r1', '0 a:Y r2', '1 a:X r1',
  ]);
});

test('without one grant, all others stay under their conditions', () => {
  const [narrowed, other] = without(POLICIES, grantsOf(POLICIES)[0]);
  expect(narrowed.Statement).toEqual([
    { Effect: 'Allow', Action: ['a:Y'], Resource: ['r1', 'r2'], Condition: { Bool: { k: 'true' } } },
    { Effect: 'Allow', Action: 'a:X', Resource: ['r2'], Condition: { Bool: { k: 'true' } } },
  ]);
  expect(other).toEqual(POLICIES[1]);
});

test('without its only grant, a statement goes', () => {
  expect(without(POLICIES, grantsOf(POLICIES)[4])[1].Statement).toEqual([]);
});

test('what is denied is no grant', () => {
  expect(grantsOf([{ Version: '2012-10-17', Statement: { Effect: 'Deny', Action: 'a:X', Resource: 'r1' } }])).toEqual([]);
});

test('without limits, there are no denials, and no conditions on what is done with DynamoDB', () => {
  const Condition = { Bool: { k: 'true' } };
  const [{ Statement }] = unlimited([{
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Deny', Action: 'dynamodb:X', Resource: 'r1' },
      { Effect: 'Allow', Action: 'dynamodb:X', Resource: 'r1', Condition },
      { Effect: 'Allow', Action: ['kms:X'], Resource: 'r1', Condition },
    ],
  }]);
  expect(Statement).toEqual([
    { Effect: 'Allow', Action: 'dynamodb:X', Resource: 'r1' }, { Effect: 'Allow', Action: ['kms:X'], Resource: 'r1', Condition },
  ]);
});
