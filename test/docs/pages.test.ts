import { readFileSync } from 'fs';
import { join } from 'path';
import { FEATURES } from '../../docs/generate/features';
import { PAGES } from '../../docs/generate/pages';
import { policyJson } from '../../docs/generate/policies-page';
import { plan } from '../plan/places';

const DOCS = join(__dirname, '../../docs');

test.each(Object.entries(PAGES))('docs/%s is as it is generated (npx projen docs:reference)', async (path, render) => {
  expect(readFileSync(join(DOCS, path), 'utf8')).toBe(await render());
});

test('every feature has a text of its own', () => {
  expect(FEATURES.filter(({ text }) => text === '').map(({ name }) => name)).toEqual([]);
});

test('the pages a feature rests on are addresses of AWS', () => {
  expect(FEATURES.flatMap(({ see }) => see).filter((address) => !address.startsWith('https://docs.aws.amazon.com/'))).toEqual([]);
});

test('a policy has its conditions, and one value not as a list', () => {
  const { feature } = FEATURES.find(({ name }) => name === 'TRANSACT_READ')!;

  expect(JSON.parse(policyJson(plan(feature)))).toEqual({
    Version: '2012-10-17',
    Statement: [{
      Effect: 'Allow',
      Action: 'dynamodb:GetItem',
      Resource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/Orders',
      Condition: { 'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': ['TransactGetItems'] } },
    }],
  });
});

test('a policy has the Sid of account-level actions', () => {
  const { feature } = FEATURES.find(({ name }) => name === 'LIST_TABLES')!;

  expect(JSON.parse(policyJson(plan(feature))).Statement).toEqual([{
    Sid: 'ActionsWithoutResourceType', Effect: 'Allow', Action: 'dynamodb:ListTables', Resource: '*',
  }]);
});
