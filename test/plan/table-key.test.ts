import { plan, planned, TABLE, VIA } from './places';
import { TableFeature } from '../../src/features/table-feature';
import { buildKeyConditions } from '../../src/plan/key-target';
import { AccessResources } from '../../src/plan/plan-access';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/old';
const NEW_KEY = 'arn:aws:kms:eu-west-1:111122223333:key/new';
const ALL_KEYS = 'arn:aws:kms:eu-west-1:111122223333:key/*';

describe('the key of the table', () => {
  const conditionsOf = (feature: TableFeature, action: string, places: Partial<AccessResources>) =>
    plan(feature, places).filter((permission) => permission.action === action).map(({ conditions }) => conditions);

  test.each([
    ['reads', TableFeature.READ_ITEM, 'dynamodb:GetItem'],
    ['writes', TableFeature.PUT_ITEM, 'dynamodb:PutItem'],
  ])('is decrypted, and nothing else, for a feature that %s', (_name, feature, action) => {
    expect(planned(feature, { tableKeys: [{ arn: KEY }] })).toEqual([`${action} on ${TABLE}`, `kms:Decrypt on ${KEY}`]);
  });

  test('is not used by a feature that touches no items', () => {
    expect(planned(TableFeature.UPDATE_TABLE, { tableKeys: [{ arn: KEY }], chosenKeys: [{ arn: NEW_KEY }] }))
      .toEqual([`dynamodb:UpdateTable on ${TABLE}`]);
  });

  test('is used through DynamoDB in the Region of the table alone', () => {
    expect(conditionsOf(TableFeature.READ_ITEM, 'kms:Decrypt', { tableKeys: [{ arn: KEY }] }))
      .toEqual([{ StringEquals: { 'kms:ViaService': VIA } }]);
  });

  test('is used through DynamoDB in each Region of the access', () => {
    const viaServices = [VIA, 'dynamodb.us-east-1.amazonaws.com'];

    expect(conditionsOf(TableFeature.READ_ITEM, 'kms:Decrypt', { tableKeys: [{ arn: KEY }], viaServices }))
      .toEqual([{ StringEquals: { 'kms:ViaService': [VIA, 'dynamodb.us-east-1.amazonaws.com'] } }]);
  });

  test('that is known by its alias alone is any key that has the alias', () => {
    expect(conditionsOf(TableFeature.READ_ITEM, 'kms:Decrypt', { tableKeys: [{ arn: ALL_KEYS, aliasName: 'alias/orders' }] })).toEqual([{
      'StringEquals': { 'kms:ViaService': VIA },
      'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/orders' },
    }]);
  });

  test('that is chosen is the new key, not the one that the table has', () => {
    expect(planned(TableFeature.CHANGE_TABLE_KEY, { tableKeys: [{ arn: KEY }], chosenKeys: [{ arn: NEW_KEY }] })).toEqual([
      `dynamodb:UpdateTable on ${TABLE}`,
      `kms:CreateGrant on ${NEW_KEY}`,
      `kms:Decrypt on ${NEW_KEY}`,
      `kms:DescribeKey on ${NEW_KEY}`,
      `kms:Encrypt on ${NEW_KEY}`,
      `kms:GenerateDataKey on ${NEW_KEY}`,
      `kms:GenerateDataKeyWithoutPlaintext on ${NEW_KEY}`,
      `kms:ReEncryptFrom on ${NEW_KEY}`,
      `kms:ReEncryptTo on ${NEW_KEY}`,
    ]);
  });

  test('that is chosen gets grants for AWS services alone', () => {
    expect(conditionsOf(TableFeature.CREATE_TABLE, 'kms:CreateGrant', { chosenKeys: [{ arn: KEY }] }))
      .toEqual([{ StringEquals: { 'kms:ViaService': VIA }, Bool: { 'kms:GrantIsForAWSResource': 'true' } }]);
  });

  test('that is chosen has the condition on grants for CreateGrant alone', () => {
    const withBool = plan(TableFeature.CREATE_TABLE, { chosenKeys: [{ arn: KEY }] }).filter(({ conditions }) => conditions?.Bool);

    expect(withBool.map(({ action }) => action)).toEqual(['kms:CreateGrant']);
  });
});

describe('conditionsOn', () => {
  test('is empty for a key that is known by its ARN', () => {
    expect(buildKeyConditions({ arn: KEY })).toEqual({});
  });

  test('names the alias of the key', () => {
    expect(buildKeyConditions({ arn: ALL_KEYS, aliasName: 'alias/orders' }))
      .toEqual({ 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/orders' } });
  });

  test('names the tables of the account that have the key', () => {
    expect(buildKeyConditions({ arn: ALL_KEYS, tables: { names: 'Orders-*', account: '111122223333' } })).toEqual({
      StringEquals: { 'kms:EncryptionContext:aws:dynamodb:subscriberId': '111122223333' },
      StringLike: { 'kms:EncryptionContext:aws:dynamodb:tableName': 'Orders-*' },
    });
  });
});
