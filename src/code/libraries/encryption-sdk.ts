import { ExternalAtom } from './call-back';
import { allArguments, argumentAt, Arguments } from '../engine/arguments';
import { collectElements } from '../engine/contents';
import { ANSWER, Place } from '../engine/engine';
import { followProperties, writeField } from '../engine/properties';
import { listObjects, NO_VALUE, only, union, Value } from '../engine/values';

const OPERATIONS_BY_METHOD: Readonly<Record<string, string>> = {
  encrypt: 'GenerateDataKey',
  encryptStream: 'GenerateDataKey',
  stream: 'GenerateDataKey',
  decrypt: 'Decrypt',
  decryptStream: 'Decrypt',
  decryptUnsignedMessageStream: 'Decrypt',
};

export function isEncryptionSdk(module: string): boolean {
  return /^(@aws-crypto\/.*|aws_encryption_sdk(\..*)?)$/.test(module);
}

/**
 * Calls a function of the AWS Encryption SDK. It encrypts by a data key of KMS, and decrypts that key.
 *
 * @see https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/use-kms-keyring.html#kms-keyring-permissions
 */
export function callEncryptionSdk(place: Place, { module, path }: ExternalAtom, args: Arguments): Value {
  const { engine, at, scope } = place;
  const name = path.split('.').at(-1) ?? path;
  if (/Keyring|KeyProvider$/.test(name)) return createKeyring(place, args);
  if (!Object.hasOwn(OPERATIONS_BY_METHOD, name)) return only(engine.store.getExternal(module, `${path}()`));
  const keyrings = listObjects(allArguments(args)).filter((each) => each.fields.has('KeyId'));
  const operation = OPERATIONS_BY_METHOD[name];
  engine.recordRequest({ service: 'kms', operation, at, scope, input: new Set(keyrings), otherCredentials: false, via: 'the AWS Encryption SDK' });
  return only(engine.store.getUnknown(ANSWER));
}

/** A keyring is followed as the keys that it names. */
function createKeyring(place: Place, args: Arguments): Value {
  const { engine, at, scope } = place;
  const keyring = engine.findObjectAt(at, scope, 'plain', { part: 'keyring' });
  const objects = new Set(listObjects(argumentAt(args, 0)));
  const readOption = (name: string) => union(args.named.get(name) ?? NO_VALUE, followProperties(place, objects, only(engine.store.getText(name))));
  const keys = union(readOption('generatorKeyId'), collectElements(union(readOption('keyIds'), readOption('key_ids'))));
  writeField(engine, keyring, engine.store.getText('KeyId'), keys);
  return only(keyring);
}
