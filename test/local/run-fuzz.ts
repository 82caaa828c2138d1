/**
 * Puts a great many items through the endpoint and gets them back, and sends it a great many malformed requests. Every item is the same as it was,
 * and no answer has a status of 500 or above.
 */
import { isDeepStrictEqual } from 'util';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import fc from 'fast-check';
import { ask } from './client';
import { attributes, makeLargeItem, malformedRequests, roundTrip, sendMalformed, sortSets } from './fuzzed';
import { synthesizeOrders } from './orders-app';
import { ADMINISTRATOR } from '../../src/local/callers';
import { hasJava } from '../../src/local/emulators/dynamodb-local';
import { RunningApp } from '../../src/local/running-app';

const [ITEMS, REQUESTS] = [1000, 10_000];
const TABLE = 'arn:aws:dynamodb:eu-west-1:111122223333:table/Orders';

/** An app whose Reader may do everything to its own rows and attributes, so that malformed requests reach the conditions. */
const assembly = synthesizeOrders((_stack, { Reader }) => Reader.addToRolePolicy(new PolicyStatement({
  actions: ['dynamodb:*', 'kms:*', 'logs:*', 'sts:*'],
  resources: ['*'],
  conditions: {
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['a*'], 'dynamodb:Attributes': ['pk', 'a*'] },
    'StringEqualsIfExists': { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES', 'kms:EncryptionContext:a': 'a' },
  },
})));

async function fuzz(emulator: string): Promise<number> {
  const running = await RunningApp.start({ assembly, emulator });
  await ask(running.url, ADMINISTRATOR, 'CreateTable', {
    TableName: 'Orders',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  const different = await fuzzItems(running.url);
  const statuses = await fuzzRequests(running.url);
  running.stop();
  const failed = statuses.filter((status) => status >= 500).length;
  const counts = [...new Set(statuses)].sort().map((status) => `${status}: ${statuses.filter((each) => each === status).length}`);
  console.log(`${emulator}: ${ITEMS} items, ${different} of them different; ${REQUESTS} malformed requests, ${failed} answered with 500 or above `
    + `(${counts.join(', ')}), ${running.errors.length} failures of the endpoint`);
  [...new Set(running.errors)].slice(0, 20).forEach((problem) => console.log(`  ${problem}`));
  return different + failed + running.errors.length;
}

async function fuzzItems(url: string): Promise<number> {
  const items = [makeLargeItem(), ...fc.sample(attributes, ITEMS - 1).map((each, index) => ({ pk: { S: String(index) }, ...each }))];
  let different = 0;
  for (const [index, item] of items.entries()) {
    const read = await roundTrip(url, ADMINISTRATOR, index % 2 === 0 ? 'Orders' : TABLE, item);
    if (isDeepStrictEqual(sortSets(read), sortSets(item))) continue;
    different += 1;
    console.log(`different: ${JSON.stringify(item).slice(0, 300)} ${JSON.stringify(read)?.slice(0, 300)}`);
  }
  return different;
}

async function fuzzRequests(url: string): Promise<number[]> {
  const statuses: number[] = [];
  for (const request of fc.sample(malformedRequests([ADMINISTRATOR, 'Reader', 'Writer', 'Reader@2']), REQUESTS)) {
    const status = await sendMalformed(url, request);
    if (status >= 500) console.log(`${status}: ${JSON.stringify(request)}`);
    statuses.push(status);
  }
  return statuses;
}

async function main(): Promise<void> {
  let failures = 0;
  for (const emulator of ['dynalite', ...hasJava() ? ['dynamodb-local'] : []]) failures += await fuzz(emulator);
  process.exitCode = failures === 0 ? 0 : 1;
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
