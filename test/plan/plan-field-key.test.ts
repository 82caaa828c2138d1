import { EncryptionMode } from '../../src/features/encryption-mode';
import { planFieldKey } from '../../src/plan/plan-field-key';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd';
const ALL_KEYS = 'arn:aws:kms:eu-west-1:111122223333:key/*';

test('a field key is used by direct calls, without a condition on the service', () => {
  expect(planFieldKey('envelope', EncryptionMode.WRITE_ONLY, {}, [{ arn: KEY }])).toEqual([{
    action: 'kms:GenerateDataKey',
    resource: KEY,
    conditions: undefined,
    reason: { feature: 'fieldEncryption(envelope, WRITE_ONLY)', why: 'encrypts fields before they are written' },
  }]);
});

test('each pair of the encryption context is a condition on every action', () => {
  const condition = { StringEquals: { 'kms:EncryptionContext:app': 'shop', 'kms:EncryptionContext:table': 'orders' } };

  expect(planFieldKey('direct', EncryptionMode.READ_WRITE, { app: 'shop', table: 'orders' }, [{ arn: KEY }])
    .map(({ action, conditions }) => [action, conditions])).toEqual([['kms:Decrypt', condition], ['kms:Encrypt', condition]]);
});

test('a field key that is known by its alias alone is any key that has the alias', () => {
  const [{ resource, conditions }] = planFieldKey('direct', EncryptionMode.READ_ONLY, { app: 'shop' }, [
    { arn: ALL_KEYS, aliasName: 'alias/orders' },
  ]);

  expect({ resource, conditions }).toEqual({
    resource: ALL_KEYS,
    conditions: {
      'StringEquals': { 'kms:EncryptionContext:app': 'shop' },
      'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/orders' },
    },
  });
});

test('each ARN of a field key gets each action', () => {
  const keys = ['eu-west-1', 'us-east-1'].map((region) => ({ arn: `arn:aws:kms:${region}:111122223333:key/mrk-1` }));

  expect(planFieldKey('envelope', EncryptionMode.READ_WRITE, {}, keys).map(({ action, resource }) => `${action} on ${resource}`)).toEqual([
    'kms:Decrypt on arn:aws:kms:eu-west-1:111122223333:key/mrk-1',
    'kms:Decrypt on arn:aws:kms:us-east-1:111122223333:key/mrk-1',
    'kms:GenerateDataKey on arn:aws:kms:eu-west-1:111122223333:key/mrk-1',
    'kms:GenerateDataKey on arn:aws:kms:us-east-1:111122223333:key/mrk-1',
  ]);
});
