import { argumentAt, Arguments } from '../engine/arguments';
import { collectElements } from '../engine/contents';
import { Place } from '../engine/engine';
import { followProperties, writeField } from '../engine/properties';
import { collectValues, listObjects, NO_VALUE, ObjectAtom, only, union, Value } from '../engine/values';

/** Fields of the objects that keyrings are followed as: the key that makes a data key, and the keys that encrypt it, too. */
const GENERATOR = '%generator';
const ADDITIONAL = '%additional';
/** Keys that the code holds itself, so that KMS isn't asked. */
const RAW = '%raw';

/** Methods of Python's providers. */
const ADDS_KEYS = ['add_master_key', 'add_master_keys_from_list', 'add_master_key_provider'];

/** The keys of some keyrings. */
export interface KeyringKeys {
  readonly generator: Value;
  readonly additional: Value;
  /** Other keys may be used, too. */
  readonly open: boolean;
}

/**
 * Makes a keyring, or a provider of master keys (Python), whose first key makes the data keys.
 *
 * @see https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/use-kms-keyring.html#kms-keyring-permissions
 */
export function createKeyring(place: Place, name: string, args: Arguments): Value {
  const { engine, at, scope } = place;
  const keyring = engine.findObjectAt(at, scope, 'plain', { part: 'keyring' });
  const writeKeys = (field: string, keys: Value) => writeField(engine, keyring, engine.store.getText(field), keys);
  const readOption = (option: string) => readKeyringOption(place, args, option);
  if (/^Raw/.test(name)) writeKeys(RAW, only(engine.store.getText(name)));
  for (const method of ADDS_KEYS) writeKeys(method, only(engine.store.getExternal('aws_encryption_sdk', method)));
  const [first, others] = splitList(readOption('key_ids'));
  const [generator, children] = [readKeyrings(readOption('generator')), readKeyrings(collectElements(readOption('children')))];
  writeKeys(GENERATOR, union(readOption('generatorKeyId'), first, generator.generator));
  // in a multi-keyring, all keys but one encrypt the data key of that one
  writeKeys(ADDITIONAL, union(collectElements(readOption('keyIds')), others, generator.additional, children.generator, children.additional));
  if (!generator.open && !children.open && /^Multi/.test(name)) writeKeys(RAW, only(engine.store.getText(name)));
  return only(keyring);
}

function readKeyringOption(place: Place, args: Arguments, option: string): Value {
  const objects = new Set(listObjects(argumentAt(args, 0)));
  return union(args.named.get(option) ?? NO_VALUE, followProperties(place, objects, only(place.engine.store.getText(option))));
}

/** The first element, and the others; any may be the first if the order isn't known. */
function splitList(lists: Value): [first: Value, others: Value] {
  const elements = collectElements(lists);
  const exact = listObjects(lists).filter(({ contents, copied }) => contents.atoms.size + copied.atoms.size === 0);
  if (exact.length < lists.size) return [elements, elements];
  const fields = exact.flatMap((list) => [...list.fields]);
  const pickElements = (isFirst: boolean) => collectValues(fields.filter(([index]) => (index === '0') === isFirst), ([, { value }]) => value.atoms);
  return [pickElements(true), pickElements(false)];
}

/** Reads the keys of all that a value may be. */
export function readKeyrings(value: Value): KeyringKeys {
  const keyrings = listObjects(value).filter(({ fields }) => fields.has(GENERATOR));
  const collect = (name: string) => collectValues(keyrings, (each) => each.fields.get(name)?.value.atoms ?? NO_VALUE);
  const [generator, additional] = [collect(GENERATOR), collect(ADDITIONAL)];
  return { generator, additional, open: keyrings.length < value.size || !keyrings.every(namesKeys) };
}

function namesKeys({ fields }: ObjectAtom): boolean {
  return [GENERATOR, ADDITIONAL, RAW].some((name) => (fields.get(name)?.value.atoms.size ?? 0) > 0);
}
