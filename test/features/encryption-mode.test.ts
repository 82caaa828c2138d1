import { EncryptionMode, EncryptionScheme, listFieldKeyActions } from '../../src/features/encryption-mode';

test.each<[EncryptionScheme, EncryptionMode, string[]]>([
  ['envelope', EncryptionMode.READ_WRITE, ['kms:Decrypt', 'kms:GenerateDataKey']],
  ['envelope', EncryptionMode.WRITE_ONLY, ['kms:GenerateDataKey']],
  ['envelope', EncryptionMode.READ_ONLY, ['kms:Decrypt']],
  ['direct', EncryptionMode.READ_WRITE, ['kms:Decrypt', 'kms:Encrypt']],
  ['direct', EncryptionMode.WRITE_ONLY, ['kms:Encrypt']],
  ['direct', EncryptionMode.READ_ONLY, ['kms:Decrypt']],
])('the %s scheme, %s, takes exactly these KMS actions', (scheme, mode, expected) => {
  expect(listFieldKeyActions(scheme, mode).map(({ action }) => action)).toEqual(expected);
});

test('each action of the field key has its own reason', () => {
  expect(listFieldKeyActions('envelope', EncryptionMode.READ_WRITE)).toEqual([
    { action: 'kms:Decrypt', why: 'decrypts fields after they are read' },
    { action: 'kms:GenerateDataKey', why: 'encrypts fields before they are written' },
  ]);
});
