import { difference } from './compare';

const POLICY = { arn: 'Reader/TableAccess', document: { Statement: [{ Action: 'dynamodb:GetItem' }] } };
const WIDER = { arn: 'Reader/TableAccess', document: { Statement: [{ Action: 'dynamodb:*' }] } };

test('what is found as it was declared differs in nothing, in whatever order', () => {
  const other = { arn: 'Writer/TableAccess', document: {} };
  expect(difference('policy', [POLICY, other], [other, POLICY]).differences).toEqual([]);
});

test('a policy with other content differs', () => {
  expect(difference('policy', [POLICY], [WIDER]).differences).toEqual([
    `policy Reader/TableAccess: declared ${JSON.stringify(POLICY)}, found ${JSON.stringify(WIDER)}`,
  ]);
});

test('a policy that was declared and is not found differs', () => {
  expect(difference('policy', [POLICY], []).differences).toEqual([
    `policy Reader/TableAccess: declared ${JSON.stringify(POLICY)}, found undefined`,
  ]);
});

test('a policy that nobody declared differs', () => {
  expect(difference('policy', [], [POLICY]).differences).toEqual([
    `policy Reader/TableAccess: declared undefined, found ${JSON.stringify(POLICY)}`,
  ]);
});
