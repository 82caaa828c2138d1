import { ExternalAtom } from './call-back';
import { createKeyring, readKeyrings } from './keyrings';
import { argumentAt, Arguments } from '../engine/arguments';
import { ANSWER, Place } from '../engine/engine';
import { writeField } from '../engine/properties';
import { NO_VALUE, only, union, Value } from '../engine/values';

const ENCRYPTS = ['encrypt', 'encryptStream'];
const DECRYPTS = ['decrypt', 'decryptStream', 'decryptUnsignedMessageStream'];

export function isEncryptionSdk(module: string): boolean {
  return /^(@aws-crypto\/.*|aws_encryption_sdk(\..*)?)$/.test(module);
}

/**
 * Calls a function of the AWS Encryption SDK. It encrypts by a data key of KMS, and decrypts that key.
 *
 * @see https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/use-kms-keyring.html#kms-keyring-permissions
 */
export function callEncryptionSdk(place: Place, { module, path }: ExternalAtom, args: Arguments): Value {
  const { store } = place.engine;
  const name = path.split('.').at(-1) ?? path;
  if (/Keyring|KeyProvider$/.test(name)) return createKeyring(place, name, args);
  if (/^add_master_key/.test(name)) place.engine.noteOpen('key', place.at, `${name} adds keys that are not followed`);
  const isStream = name === 'stream';
  if (!isStream && ![...ENCRYPTS, ...DECRYPTS].includes(name)) return only(store.getExternal(module, `${path}()`));
  if (isStream || ENCRYPTS.includes(name)) encryptWithKeys(place, args);
  if (isStream || DECRYPTS.includes(name)) decryptWithKeys(place, args);
  return only(store.getUnknown(ANSWER));
}

function findKeyrings(place: Place, { named, ...args }: Arguments): Value {
  if (place.at.file.language === 'javascript') return argumentAt({ named, ...args }, 0);
  return union(...['key_provider', 'keyring', 'materials_manager'].map((name) => named.get(name) ?? NO_VALUE), args.objects);
}

function encryptWithKeys(place: Place, args: Arguments): void {
  const { generator, additional, open } = readKeyrings(findKeyrings(place, args));
  if (open) noteOpenKeys(place, 'encrypt');
  if (generator.size > 0) requestWithKey(place, 'GenerateDataKey', generator);
  if (additional.size > 0) requestWithKey(place, 'Encrypt', additional);
}

/** Any of the keys may have encrypted the data key. */
function decryptWithKeys(place: Place, args: Arguments): void {
  const { generator, additional, open } = readKeyrings(findKeyrings(place, args));
  if (open) noteOpenKeys(place, 'decrypt');
  const keys = union(generator, additional);
  if (keys.size > 0) requestWithKey(place, 'Decrypt', keys);
}

function noteOpenKeys({ engine, at }: Place, what: string): void {
  engine.noteOpen('key', at, `the keys that the AWS Encryption SDK uses to ${what} are not followed`);
}

function requestWithKey({ engine, at, scope }: Place, operation: string, keys: Value): void {
  const input = engine.findObjectAt(at, scope, 'plain', { part: operation });
  writeField(engine, input, engine.store.getText('KeyId'), keys);
  engine.recordRequest({ service: 'kms', operation, at, scope, input: only(input), otherCredentials: false, via: 'the AWS Encryption SDK' });
}
