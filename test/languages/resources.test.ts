import { differencesOf } from './resources';

const TABLE = { Type: 'AWS::DynamoDB::Table', Properties: { KeySchema: [] } };

test('resources that differ in their metadata alone are the same', () => {
  expect(differencesOf({ T: { ...TABLE, Metadata: { path: 'a' } } }, { T: { ...TABLE, Metadata: { path: 'b' } } })).toEqual([]);
});

test('a resource with another property differs', () => {
  const other = { ...TABLE, DeletionPolicy: 'Retain' };
  expect(differencesOf({ T: TABLE }, { T: other })).toEqual([`T: expected ${JSON.stringify(TABLE)}, found ${JSON.stringify(other)}`]);
});

test('a resource that is missing differs', () => {
  expect(differencesOf({ T: TABLE }, {})).toEqual([`T: expected ${JSON.stringify(TABLE)}, found undefined`]);
});

test('a resource too many differs', () => {
  expect(differencesOf({}, { T: TABLE })).toEqual([`T: expected undefined, found ${JSON.stringify(TABLE)}`]);
});
