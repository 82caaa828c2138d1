import { readFileSync } from 'fs';
import { join } from 'path';
import { guides, toolPolicies } from '../../catalogue/policies';

const PEERS = JSON.parse(readFileSync(join(__dirname, '../../catalogue/peer-policies.json'), 'utf8'));

const TEMPLATES = Object.entries<any>(PEERS.sam_policy_templates);

test.each(TEMPLATES)('the actions of SAM\'s %s are those of its template', (name, { Definition }) => {
  const { grants } = toolPolicies().find((policy) => policy.name === `SAM ${name}`)!;

  expect([...new Set(grants.map(({ action }) => action))]).toEqual(Definition.Statement.flatMap(({ Action }: any) => Action));
});

test('the grants of CDK on data come with those on the key of the table', () => {
  const withKeys = toolPolicies().filter(({ grants }) => grants.some(({ action }) => action.startsWith('kms:')));

  expect(withKeys.map(({ name }) => name)).toEqual([
    'CDK Table/TableV2 grantReadData (table with a GSI)',
    'CDK grantWriteData (with a GSI)',
    'CDK grantReadWriteData (with a GSI)',
    'CDK grantFullAccess (with a GSI)',
  ]);
});

test('the policies of the guides are found', () => {
  expect(guides().map(({ policies }) => policies.length)).toEqual([10, 1, 1, 1]);
});

test('the examples of the guides are on placeholders', () => {
  const resources = guides().flatMap(({ policies }) => policies).flatMap(({ grants }) => grants).map(({ resource }) => resource);

  expect([...new Set(resources)]).toEqual([
    'arn:aws:dynamodb:REGION:ACCOUNT:table/TABLE',
    'arn:aws:kms:REGION:ACCOUNT:key/FIELD_KEY',
    'arn:aws:logs:REGION:ACCOUNT:*',
    '*',
    'arn:aws:dynamodb:REGION:ACCOUNT:table/TABLE*',
  ]);
});
