import { CloudWatchLogsClient, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DecryptCommand, DescribeKeyCommand, EncryptCommand, GenerateDataKeyCommand, KMSClient, ReEncryptCommand,
} from '@aws-sdk/client-kms';
import { Observation } from '../../src/local/endpoint/caller';
import { Endpoint } from '../../src/local/endpoint/endpoint';
import { Keys } from '../../src/local/endpoint/keys';
import { Logs } from '../../src/local/endpoint/logs';
import { PolicyStatement } from '../../src/policy/evaluate';

const PLACE = { region: 'eu-west-1', account: '111122223333' };
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234';
const GROUP = 'arn:aws:logs:eu-west-1:111122223333:log-group:orders';
const DELEGATED: PolicyStatement = {
  Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*',
};

describe('the endpoint', () => {
  const keys = new Keys();
  const logs = new Logs();
  const endpoint = new Endpoint({ TrentService: keys, Logs_20140328: logs });

  beforeAll(async () => {
    await endpoint.start();
    endpoint.resourcePolicies.set(keys.createKey(PLACE, '1234'), { Version: '2012-10-17', Statement: DELEGATED });
    keys.addAlias(PLACE, 'alias/notes', KEY);
    logs.createLogGroup(PLACE, 'orders');
  });
  afterAll(() => endpoint.stop());

  /** A caller who may do this, and what is seen of the caller. */
  function caller(Action: string[], Resource: string, Condition?: PolicyStatement['Condition']) {
    const accessKeyId = `AKIA${endpoint.callers.size}`;
    const observations: Observation[] = [];
    endpoint.callers.set(accessKeyId, {
      arn: 'arn:aws:sts::111122223333:assumed-role/Orders/session',
      account: PLACE.account,
      policies: [{ Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource, Condition } }],
      observations,
    });
    return {
      observations, config: { endpoint: endpoint.url, region: PLACE.region, credentials: { accessKeyId, secretAccessKey: 'x' } },
    };
  }

  test('encrypts and decrypts with the same encryption context', async () => {
    const { config } = caller(['kms:Encrypt', 'kms:Decrypt'], KEY);
    const kms = new KMSClient(config);
    const EncryptionContext = { purpose: 'note' };
    const { CiphertextBlob } = await kms.send(new EncryptCommand({
      KeyId: KEY, Plaintext: Buffer.from('secret'), EncryptionContext,
    }));
    const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }));
    expect(Buffer.from(Plaintext!).toString()).toBe('secret');
  });

  test('fails to decrypt with another encryption context', async () => {
    const kms = new KMSClient(caller(['kms:GenerateDataKey', 'kms:Decrypt'], KEY).config);
    const { CiphertextBlob } = await kms.send(new GenerateDataKeyCommand({
      KeyId: KEY, KeySpec: 'AES_256', EncryptionContext: { a: 'b' },
    }));
    await expect(kms.send(new DecryptCommand({ CiphertextBlob })))
      .rejects.toThrow(expect.objectContaining({ name: 'InvalidCiphertextException' }));
  });

  test('denies what no policy allows, in the words of AWS', async () => {
    const kms = new KMSClient(caller(['kms:Decrypt'], KEY).config);
    await expect(kms.send(new EncryptCommand({ KeyId: KEY, Plaintext: Buffer.from('x') })))
      .rejects.toThrow(expect.objectContaining({
        name: 'AccessDeniedException',
        message: 'User: arn:aws:sts::111122223333:assumed-role/Orders/session is not authorized to perform: kms:Encrypt '
        + `on resource: ${KEY} because no identity-based policy allows the kms:Encrypt action`,
      }));
  });

  test('denies an operation that it does not know to whoever may do everything', async () => {
    const { config, observations } = caller(['*'], '*');
    const request = new KMSClient(config).send(new ReEncryptCommand({ CiphertextBlob: Buffer.from('x'), DestinationKeyId: KEY }));
    await expect(request).rejects.toThrow(expect.objectContaining({ name: 'AccessDeniedException' }));
    expect(observations.map(({ operation, allowed }) => ({ operation, allowed })))
      .toEqual([{ operation: 'ReEncrypt', allowed: false }]);
  });

  test('knows nobody but its callers', async () => {
    const { config } = caller(['*'], '*');
    const kms = new KMSClient({ ...config, credentials: { accessKeyId: 'AKIASTRANGER', secretAccessKey: 'x' } });
    await expect(kms.send(new DescribeKeyCommand({ KeyId: KEY })))
      .rejects.toThrow(expect.objectContaining({ name: 'UnrecognizedClientException' }));
  });

  test('says what a use of a key is, by which conditions may allow it', async () => {
    const { config, observations } = caller(['kms:Encrypt'], KEY, { StringEquals: { 'kms:EncryptionContext:purpose': 'note' } });
    await new KMSClient(config).send(new EncryptCommand({
      KeyId: 'alias/notes', Plaintext: Buffer.from('x'), EncryptionContext: { purpose: 'note' },
    }));
    expect(observations).toEqual([{
      operation: 'Encrypt',
      action: 'kms:Encrypt',
      resource: KEY,
      context: {
        'kms:CallerAccount': '111122223333',
        'kms:RequestAlias': 'alias/notes',
        'kms:EncryptionContextKeys': ['purpose'],
        'kms:EncryptionContext:purpose': 'note',
        'kms:ResourceAliases': ['alias/notes'],
      },
      allowed: true,
      reason: 'allowed',
      statements: ['identity', 'resource'].map((policy) => expect.objectContaining({ policy, index: 0 })),
    }]);
  });

  test('writes logs where that is allowed', async () => {
    const { config, observations } = caller(['logs:CreateLogStream', 'logs:PutLogEvents'], `${GROUP}:*`);
    const client = new CloudWatchLogsClient(config);
    const stream = { logGroupName: 'orders', logStreamName: 's' };
    await client.send(new CreateLogStreamCommand(stream));
    await client.send(new PutLogEventsCommand({ ...stream, logEvents: [{ timestamp: 1, message: 'x' }] }));
    expect(observations.map(({ action, resource, allowed }) => ({ action, resource, allowed }))).toEqual([
      { action: 'logs:CreateLogStream', resource: `${GROUP}:log-stream:s`, allowed: true },
      { action: 'logs:PutLogEvents', resource: `${GROUP}:log-stream:s`, allowed: true },
    ]);
  });

  test('fails to write to a log group that does not exist', async () => {
    const client = new CloudWatchLogsClient(caller(['logs:*'], '*').config);
    await expect(client.send(new CreateLogStreamCommand({ logGroupName: 'nowhere', logStreamName: 's' })))
      .rejects.toThrow(expect.objectContaining({ name: 'ResourceNotFoundException' }));
  });
});
