import { callsIn, readJavaScript, readPython, unknownIn } from './support';

const NODE = `import { buildClient, CommitmentPolicy, KmsKeyringNode } from '@aws-crypto/client-node';
const { encrypt, decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);
const keyring = new KmsKeyringNode({ generatorKeyId: process.env.KEY });
`;
const PYTHON = `import os
import aws_encryption_sdk
client = aws_encryption_sdk.EncryptionSDKClient()
provider = aws_encryption_sdk.StrictAwsKmsMasterKeyProvider(key_ids=[os.environ['KEY']])
`;

test('the AWS Encryption SDK for JavaScript encrypts by a data key', () => {
  const reading = readJavaScript(`${NODE} export const handler = async (e) => encrypt(keyring, e.text);`);

  expect([callsIn(reading), reading.state]).toEqual([['GenerateDataKey ${KEY} by the AWS Encryption SDK'], 'complete']);
});

test('the AWS Encryption SDK for JavaScript decrypts the data key', () => {
  const reading = readJavaScript(`${NODE} export const handler = async (e) => decrypt(keyring, e.text);`);

  expect([callsIn(reading), reading.state]).toEqual([['Decrypt ${KEY} by the AWS Encryption SDK'], 'complete']);
});

test('the AWS Encryption SDK for Python encrypts by a data key, and decrypts it', () => {
  const reading = readPython(`${PYTHON}
def handler(event, context):
    text, header = client.encrypt(source=event['text'], key_provider=provider)
    return client.decrypt(source=text, key_provider=provider)`);

  expect([callsIn(reading), reading.state]).toEqual([
    ['Decrypt ${KEY} by the AWS Encryption SDK', 'GenerateDataKey ${KEY} by the AWS Encryption SDK'], 'complete',
  ]);
});

describe('a keyring with several keys', () => {
  const several = `${NODE.replace('generatorKeyId: process.env.KEY', 'generatorKeyId: process.env.KEY, keyIds: [process.env.OTHER]')}`;

  test('asks the generator key for a data key, and lets each other key encrypt it', () => {
    const reading = readJavaScript(`${several} export const handler = async (e) => encrypt(keyring, e.text);`);

    expect([callsIn(reading), reading.state]).toEqual([
      ['Encrypt ${OTHER} by the AWS Encryption SDK', 'GenerateDataKey ${KEY} by the AWS Encryption SDK'], 'complete',
    ]);
  });

  test('decrypts by any of its keys', () => {
    const reading = readJavaScript(`${several} export const handler = async (e) => decrypt(keyring, e.text);`);

    expect(callsIn(reading)).toEqual(['Decrypt ${KEY} by the AWS Encryption SDK', 'Decrypt ${OTHER} by the AWS Encryption SDK']);
  });

  test('has its first key as the generator in Python', () => {
    const reading = readPython(`${PYTHON.replace('os.environ[\'KEY\']', 'os.environ[\'KEY\'], os.environ[\'OTHER\']')}
def handler(event, context):
    return client.encrypt(source=event['text'], key_provider=provider)`);

    expect(callsIn(reading)).toEqual(['Encrypt ${OTHER} by the AWS Encryption SDK', 'GenerateDataKey ${KEY} by the AWS Encryption SDK']);
  });

  test('may be made of keyrings, of which one generates', () => {
    const reading = readJavaScript(`${several} import { MultiKeyringNode } from '@aws-crypto/client-node';
      const child = new KmsKeyringNode({ generatorKeyId: process.env.CHILD });
      const all = new MultiKeyringNode({ generator: keyring, children: [child] });
      export const handler = async (e) => encrypt(all, e.text);`);

    expect(callsIn(reading)).toEqual([
      'Encrypt ${CHILD} by the AWS Encryption SDK', 'Encrypt ${OTHER} by the AWS Encryption SDK', 'GenerateDataKey ${KEY} by the AWS Encryption SDK',
    ]);
  });
});

test.each([
  ['a keyring that finds its keys itself', 'new KmsKeyringNode({ discovery: true })'],
  ['a keyring that the event gives', 'e.keyring'],
  ['a cache of materials', 'new NodeCachingMaterialsManager({ backingMaterials: keyring })'],
])('%s opens the state', (_, made) => {
  const reading = readJavaScript(`${NODE.replace('{ buildClient', '{ NodeCachingMaterialsManager, buildClient')}
    export const handler = async (e) => decrypt(${made}, e.text);`);

  expect(unknownIn(reading)).toEqual(['key 5: the keys that the AWS Encryption SDK uses to decrypt are not followed']);
});

test('a provider of master keys that gets further keys opens the state', () => {
  const reading = readPython(`${PYTHON}
provider.add_master_key(os.environ['OTHER'])
def handler(event, context):
    return client.decrypt(source=event['text'], key_provider=provider)`);

  expect(unknownIn(reading)).toEqual(['key 6: add_master_key adds keys that are not followed']);
});

test('a keyring of the code\'s own keys asks no key of KMS', () => {
  const reading = readJavaScript(`${NODE.replace('KmsKeyringNode }', 'KmsKeyringNode, RawAesKeyringNode }')}
    export const handler = async (e) => encrypt(new RawAesKeyringNode({ keyName: 'a' }), e.text);`);

  expect([callsIn(reading), reading.state]).toEqual([[], 'complete']);
});

test('a keyring that nothing uses makes no call', () => {
  expect(callsIn(readJavaScript(`${NODE} export const handler = async () => 1;`))).toEqual([]);
});

test.each([
  ['electrodb', 'ElectroDB: see ClientProfile.electrodb()'],
  ['dynamoose', 'dynamoose: see ClientProfile.dynamoose()'],
  ['dynamodb-toolbox', 'DynamoDB-Toolbox: see ClientProfile.dynamodbToolbox()'],
])('the mapper %s opens the state, with its client profile', (library, profile) => {
  expect(unknownIn(readJavaScript(`import * as mapper from '${library}'; export const handler = async () => mapper.run();`)))
    .toEqual([`library 1: uses ${profile}`]);
});

test('the mapper PynamoDB opens the state, with its client profile', () => {
  expect(unknownIn(readPython('from pynamodb.models import Model\ndef handler(e, c):\n    return 1')))
    .toContain('library 1: uses PynamoDB: see ClientProfile.pynamodb()');
});
