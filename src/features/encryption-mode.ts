/** The ways in which a function uses encrypted fields. */
export enum EncryptionMode {
  /** Encrypts and decrypts fields. */
  READ_WRITE = 'READ_WRITE',
  /** Encrypts fields, and can't decrypt them. */
  WRITE_ONLY = 'WRITE_ONLY',
  /** Decrypts fields, and can't encrypt them. */
  READ_ONLY = 'READ_ONLY',
}

/** The two ways to encrypt fields: with a data key from KMS (envelope), or by KMS itself (direct). */
export type EncryptionScheme = 'envelope' | 'direct';

const WRITE_ACTION: Readonly<Record<EncryptionScheme, string>> = {
  envelope: 'kms:GenerateDataKey',
  direct: 'kms:Encrypt',
};

/**
 * Lists the KMS actions that a client calls to encrypt or decrypt fields.
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
