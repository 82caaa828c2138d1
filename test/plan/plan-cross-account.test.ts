import { PLACES, STREAM, TABLE, VIA } from './places';
import { needsResource } from '../../src/features/feature-needs';
import { TableFeature } from '../../src/features/table-feature';
import { planOnKeys, planOnTable } from '../../src/plan/plan-cross-account';
import { PlannedPermission } from '../../src/plan/planned-permission';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1';
const FEATURES = [TableFeature.QUERY, TableFeature.STREAM_TRIGGER];

function pairs(permissions: PlannedPermission[]): string[] {
  return permissions.map(({ action, resource }) => `${action} on ${resource}`);
}

test('permissions on a table and its stream are neither on the whole account nor on keys', () => {
  expect(pairs(planOnTable(FEATURES, { tables: [TABLE], declaredIndexes: PLACES.declaredIndexes, streams: [STREAM] }))).toEqual([
    `dynamodb:Query on ${TABLE}`,
    `dynamodb:Query on ${TABLE}/index/byCustomer`,
    `dynamodb:Query on ${TABLE}/index/byDate`,
    `dynamodb:DescribeStream on ${STREAM}`,
    `dynamodb:GetRecords on ${STREAM}`,
    `dynamodb:GetShardIterator on ${STREAM}`,
  ]);
});

test('searches of vectors reach no index of a table of another account', () => {
  expect(planOnTable([TableFeature.SEARCH_VECTORS], { tables: [TABLE], declaredIndexes: PLACES.declaredIndexes, streams: [STREAM] })).toEqual([]);
});

test('the key of a table of another account is used, and never chosen', () => {
  expect(planOnKeys([TableFeature.CREATE_TABLE], [{ arn: KEY }], [VIA])).toEqual([]);
});

test('the only permission on the key is to decrypt through DynamoDB', () => {
  expect(planOnKeys(FEATURES, [{ arn: KEY }], [VIA]).map(({ action, resource, conditions }) => ({ action, resource, conditions }))).toEqual(
    FEATURES.map(() => ({ action: 'kms:Decrypt', resource: KEY, conditions: { StringEquals: { 'kms:ViaService': VIA } } })));
});

test.each([
  ['uses', TableFeature.QUERY, true],
  ['doesn\'t use', TableFeature.DESCRIBE_TABLE, false],
  ['doesn\'t use, but chooses,', TableFeature.CREATE_TABLE, false],
])('%s the key of the table: %s', (_uses, feature, expected) => {
  expect(needsResource(feature, 'table-key')).toBe(expected);
});

test.each([
  ['uses', TableFeature.STREAM_TRIGGER, true],
  ['doesn\'t use', TableFeature.LIST_STREAMS, false],
])('%s the stream of the table: %s', (_uses, feature, expected) => {
  expect(needsResource(feature, 'stream')).toBe(expected);
});
