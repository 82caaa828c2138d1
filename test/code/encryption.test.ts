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
