import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';

const kms = new KMSClient();
const EncryptionContext = { purpose: 'order-note' };

/** Encrypts a note under a data key of its own: KMS makes the key, AES-256-GCM encrypts. */
export async function encryptNote(note) {
  const { Plaintext, CiphertextBlob } = await kms.send(new GenerateDataKeyCommand({
    KeyId: process.env.NOTE_KEY,
    KeySpec: 'AES_256',
    EncryptionContext,
  }));
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', Plaintext, iv);
  const text = Buffer.concat([cipher.update(note, 'utf8'), cipher.final()]);
  return { dataKey: CiphertextBlob, iv, text, tag: cipher.getAuthTag() };
}

/** Decrypts a note, after KMS has decrypted its data key. */
export async function decryptNote({ dataKey, iv, text, tag }) {
  const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob: dataKey, EncryptionContext }));
  const decipher = createDecipheriv('aes-256-gcm', Plaintext, iv);
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
}
