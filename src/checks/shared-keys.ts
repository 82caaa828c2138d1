import { Assembly } from '../policy/read-assembly';

/** The properties by which other resources of an app name a key. */
const KEY_PROPERTIES: Readonly<Record<string, string>> = {
  'AWS::SQS::Queue': 'KmsMasterKeyId',
  'AWS::SNS::Topic': 'KmsMasterKeyId',
  'AWS::S3::Bucket': 'BucketEncryption',
  'AWS::Logs::LogGroup': 'KmsKeyId',
  'AWS::Kinesis::Stream': 'StreamEncryption',
  'AWS::SecretsManager::Secret': 'KmsKeyId',
  'AWS::Lambda::Function': 'KmsKeyArn',
};

const sharedKeysByAssembly = new WeakMap<Assembly, ReadonlySet<string>>();

/** Finds the keys of an app that other services than DynamoDB use, by their ARNs. The resources of the app are read once. */
export function findSharedKeys(assembly: Assembly): ReadonlySet<string> {
  const known = sharedKeysByAssembly.get(assembly);
  if (known) return known;
  const named = listKeysInProperties(assembly);
  const shared = assembly.keys.filter(({ arn, name, aliases }) => [arn, name, ...aliases].some((each) => named.has(each)));
  // a resource may name the key of another app by its ARN
  const keys = new Set([...named, ...shared.map(({ arn }) => arn)]);
  sharedKeysByAssembly.set(assembly, keys);
  return keys;
}

/** The texts in the properties that name keys: ids, ARNs and aliases. */
function listKeysInProperties(assembly: Assembly): ReadonlySet<string> {
  return new Set(Object.entries(KEY_PROPERTIES).flatMap(([type, property]) => assembly.listResources(type).flatMap(({ origin }) => (
    JSON.stringify(assembly.propertyAt(origin, property) ?? '').match(/"(?:[^"\\]|\\.)*"/g) ?? []).map((text) => text.slice(1, -1)))));
}
