/**
 * What a function does with encrypted fields.
 */
export enum EncryptionMode {
  /** Encrypts fields and decrypts them. */
  READ_WRITE = 'READ_WRITE',
  /** Encrypts fields, and can't decrypt any. */
  WRITE_ONLY = 'WRITE_ONLY',
  /** Decrypts fields, and can't encrypt any. */
  READ_ONLY = 'READ_ONLY',
}

/** How a client encrypts fields: under a data key from KMS, or by KMS itself. */
export type EncryptionScheme = 'envelope' | 'direct';

const WRITE_ACTION: Readonly<Record<EncryptionScheme, string>> = {
  envelope: 'kms:GenerateDataKey',
  direct: 'kms:Encrypt',
};

/**
 * The KMS actions that a client calls itself to encrypt or decrypt fields.
 *
 * @see https://docs.aws.amazon.com/database-encryption-sdk/latest/devguide/use-kms-keyring.html
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html
 */
export function listFieldKeyActions(scheme: EncryptionScheme, mode: EncryptionMode): { action: string; why: string }[] {
  const write = { action: WRITE_ACTION[scheme], why: 'encrypts fields before they are written' };
  const read = { action: 'kms:Decrypt', why: 'decrypts fields after they are read' };
  switch (mode) {
    case EncryptionMode.WRITE_ONLY: return [write];
    case EncryptionMode.READ_ONLY: return [read];
    case EncryptionMode.READ_WRITE: return [read, write];
  }
}
