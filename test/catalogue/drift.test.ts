import { driftOf } from './drift';

const CATALOGUE = {
  'dynamodb:GetItem': { accessLevel: 'Read', resourceTypes: ['table'], see: '' },
  'dynamodb:ListTables': { accessLevel: 'List', resourceTypes: [], see: '' },
} as const;
const OPERATIONS = ['GetItem', 'ListTables'];

function drift(actions: Record<string, string[]>, operations = OPERATIONS) {
  return driftOf(CATALOGUE, OPERATIONS, { actions: new Map(Object.entries(actions)), operations });
}

const UNCHANGED = { 'dynamodb:GetItem': ['table'], 'dynamodb:ListTables': [] };

test('nothing has drifted where the reference data says the same', () => {
  expect(drift(UNCHANGED)).toEqual({ changed: [], added: [] });
});

test('an action that is gone has changed', () => {
  expect(drift({ 'dynamodb:GetItem': ['table'] }).changed).toEqual(['dynamodb:ListTables is no action any more']);
});

test('an action on another resource has changed', () => {
  expect(drift({ ...UNCHANGED, 'dynamodb:GetItem': ['index', 'table'] }).changed)
    .toEqual(['dynamodb:GetItem is authorized on index, table, in the catalogue on table']);
});

test('an action that gets a resource has changed', () => {
  expect(drift({ ...UNCHANGED, 'dynamodb:ListTables': ['table'] }).changed)
    .toEqual(['dynamodb:ListTables is authorized on table, in the catalogue on no resource']);
});

test('an action that the catalogue does not have is a note', () => {
  expect(drift({ ...UNCHANGED, 'dynamodb:FreezeTable': ['table'] }))
    .toEqual({ changed: [], added: ["dynamodb:FreezeTable is an action that the catalogue doesn't have"] });
});

test('an action of another service that the catalogue does not have is none', () => {
  expect(drift({ ...UNCHANGED, 'kms:Sign': ['key'] })).toEqual({ changed: [], added: [] });
});

test('an operation that the project does not know is a note', () => {
  expect(drift(UNCHANGED, [...OPERATIONS, 'FreezeTable']).added).toEqual(["FreezeTable is an operation that the project doesn't know"]);
});

test('an operation that is gone is a note', () => {
  expect(drift(UNCHANGED, ['GetItem']).added).toEqual(['ListTables is no operation any more']);
});
