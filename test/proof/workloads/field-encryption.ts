/**
 * Fields that the client encrypts: by data keys, and by KMS itself.
 *
 * @see https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/javascript.html
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html
 */
import { buildClient, CommitmentPolicy, KmsKeyringNode } from '@aws-crypto/client-node';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DecryptCommand, EncryptCommand, KMS, KMSClient } from '@aws-sdk/client-kms';
import { Alias } from 'aws-cdk-lib/aws-kms';
import { versionOf } from './version';
import { EncryptionMode, FieldEncryption, TableFeature } from '../../../src';
import { Session, Workload } from '../workload';

const CONTEXT = { purpose: 'note' };
const Key = { pk: { S: 'order' }, sk: { S: '1' } };

/** One way to encrypt a field. */
interface Cipher {
  readonly client: string;
  readonly encryption: typeof FieldEncryption.envelope;
  readonly encrypt: (session: Session, text: string) => Promise<Uint8Array>;
  readonly decrypt: (session: Session, blob: Uint8Array) => Promise<string>;
}

const { encrypt, decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);
const keyringOf = ({ config, otherKey }: Session) => new KmsKeyringNode({
  generatorKeyId: otherKey, clientProvider: () => new KMS(config),
});

const CIPHERS: Cipher[] = [
  {
    client: versionOf('@aws-crypto/client-node'),
    encryption: FieldEncryption.envelope,
    encrypt: async (session, text) => (await encrypt(keyringOf(session), text, { encryptionContext: CONTEXT })).result,
    decrypt: async (session, blob) => (await decrypt(keyringOf(session), blob)).plaintext.toString(),
  },
  {
    client: versionOf('@aws-sdk/client-kms'),
    encryption: FieldEncryption.direct,
    encrypt: async ({ config, otherKey }, text) => (await new KMSClient(config).send(new EncryptCommand({
      KeyId: otherKey, Plaintext: Buffer.from(text), EncryptionContext: CONTEXT,
    }))).CiphertextBlob!,
    decrypt: async ({ config }, CiphertextBlob) => Buffer.from((await new KMSClient(config).send(new DecryptCommand({
      CiphertextBlob, EncryptionContext: CONTEXT,
    }))).Plaintext!).toString(),
  },
];

async function write(cipher: Cipher, session: Session): Promise<void> {
  const note = { B: await cipher.encrypt(session, 'a note') };
  await new DynamoDBClient(session.config).send(new PutItemCommand({ TableName: session.table, Item: { ...Key, note } }));
}

async function read(cipher: Cipher, session: Session): Promise<void> {
  const { Item } = await new DynamoDBClient(session.config).send(new GetItemCommand({ TableName: session.table, Key }));
  const note = await cipher.decrypt(session, Item!.note.B!);
  if (note !== 'a note') throw new Error(`the note became ${note}`);
}

const MODES: Workload[] = CIPHERS.flatMap((cipher) => {
  const { client } = cipher;
  const scope = (mode: EncryptionMode): Workload['scope'] => ({ otherKey: key }) => ({
    fieldEncryption: cipher.encryption(key, { mode, encryptionContext: CONTEXT }),
  });
  return [
    {
      client,
      name: EncryptionMode.READ_WRITE,
      features: [TableFeature.PUT_ITEM, TableFeature.READ_ITEM],
      scope: scope(EncryptionMode.READ_WRITE),
      run: async (session) => {
        await write(cipher, session);
        await read(cipher, session);
      },
    },
    {
      client,
      name: EncryptionMode.WRITE_ONLY,
      features: [TableFeature.PUT_ITEM],
      scope: scope(EncryptionMode.WRITE_ONLY),
      run: (session) => write(cipher, session),
    },
    {
      client,
      name: EncryptionMode.READ_ONLY,
      features: [TableFeature.READ_ITEM],
      scope: scope(EncryptionMode.READ_ONLY),
      prepare: (administrator) => write(cipher, administrator),
      run: (session) => read(cipher, session),
    },
  ] satisfies Workload[];
});

const ALIAS = 'alias/notes';

/** A stack that knows the alias of a key, and not the key: its role may use whichever key has that alias. */
const BY_ALIAS: Workload = {
  client: CIPHERS[0].client,
  name: 'by an alias of another app',
  features: [TableFeature.PUT_ITEM, TableFeature.READ_ITEM],
  scope: ({ otherKey: key }) => {
    key.addAlias(ALIAS);
    return {
      fieldEncryption: FieldEncryption.envelope(
        Alias.fromAliasName(key.stack, 'Imported', ALIAS), { encryptionContext: CONTEXT },
      ),
    };
  },
  run: async (session) => {
    await write(CIPHERS[0], { ...session, otherKey: session.otherKey.replace(/key\/.*/, ALIAS) });
    await read(CIPHERS[0], session);
  },
};

export const FIELD_ENCRYPTION: Workload[] = [...MODES, BY_ALIAS];
