import { randomBytes } from 'crypto';
import fc from 'fast-check';
import { ask, sendRaw, signedBy } from './client';

const TABLE = 'arn:aws:dynamodb:eu-west-1:111122223333:table/Orders';

/** Texts that an endpoint may take for names: ARNs of tables and streams. */
const text = fc.oneof(
  fc.string({ minLength: 1, unit: 'grapheme' }),
  fc.constantFrom(TABLE, `${TABLE}/index/byStatus`, `${TABLE}/stream/2026-01-01T00:00:00.000`, `a "${TABLE}" b`, TABLE.replace('eu-west-1:1', 'us-east-1:4')),
);
/** Numbers of at most 38 digits. */
const number = fc.oneof(
  fc.constantFrom('0', '-12.5', '12345678901234567890123456789012345678', '0.00000000000000000000000000000000000001', '-99999999999999999999999999999999999999'),
  fc.integer().map(String),
  fc.bigInt({ min: 10n ** 37n, max: 10n ** 38n - 1n }).map((digits) => String(digits).replace(/0+$/, (zeros) => zeros.replaceAll('0', '1'))),
);
const bytes = fc.uint8Array({ minLength: 1, maxLength: 50 }).map((each) => Buffer.from(each).toString('base64'));

/** Any value that an attribute can have. */
export const { attribute } = fc.letrec<{ attribute: object }>((tie) => ({
  attribute: fc.oneof(
    fc.record({ S: text }),
    fc.record({ N: number }),
    fc.record({ B: bytes }),
    fc.record({ BOOL: fc.boolean() }),
    fc.constant({ NULL: true }),
    fc.record({ SS: fc.uniqueArray(text, { minLength: 1, maxLength: 4 }) }),
    fc.record({ NS: fc.uniqueArray(fc.integer().map(String), { minLength: 1, maxLength: 4 }) }),
    fc.record({ BS: fc.uniqueArray(bytes, { minLength: 1, maxLength: 4 }) }),
    fc.record({ L: fc.array(tie('attribute'), { maxLength: 3 }) }),
    fc.record({ M: fc.dictionary(fc.constantFrom('TableName', 'StreamArn', 'TableArn', 'constructor', 'x'), tie('attribute'), { maxKeys: 3 }) }),
  ),
}));

/** The attributes of an item beside its key. */
export const attributes = fc.dictionary(fc.constantFrom('a', 'b', 'TableName', 'RequestItems', 'TableArn', 'constructor', TABLE), attribute);

/** An item of 399 kilobytes, as DynamoDB counts: the names and values of its attributes. */
export function makeLargeItem(): Record<string, Record<string, string>> {
  const pk = 'large';
  const size = 399 * 1024 - `pkbytes${pk}`.length;
  return { pk: { S: pk }, bytes: { B: randomBytes(size).toString('base64') } };
}

const OPERATIONS = [
  'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan', 'BatchGetItem', 'BatchWriteItem', 'TransactGetItems', 'TransactWriteItems',
  'ExecuteStatement', 'BatchExecuteStatement', 'ExecuteTransaction', 'GetRecords', 'DescribeStream', 'CreateTable', 'UpdateTable', 'DescribeTable',
  'TagResource', 'UntagResource', 'ListTagsOfResource', 'RestoreTableFromBackup', 'ExportTableToPointInTime', 'ImportTable', 'UpdateContributorInsights',
  'EnableKinesisStreamingDestination', 'Encrypt', 'Decrypt', 'GenerateDataKey', 'CreateLogStream', 'PutLogEvents', 'AssumeRole', 'constructor', '', 'toString',
];
const FIELDS = [
  'TableName', 'Key', 'Item', 'RequestItems', 'TransactItems', 'TransactStatements', 'Statements', 'Statement', 'Parameters', 'KeyConditionExpression',
  'KeyConditions', 'ExpressionAttributeNames', 'ExpressionAttributeValues', 'UpdateExpression', 'ConditionExpression', 'ProjectionExpression',
  'AttributesToGet', 'Expected', 'IndexName', 'KeySchema', 'ShardIterator', 'StreamArn', 'ResourceArn', 'Tags', 'TagKeys', 'KeyId', 'CiphertextBlob',
  'EncryptionContext', 'Plaintext', 'logGroupName', 'logStreamName', 'SSESpecification', 'GlobalSecondaryIndexes', 'GlobalSecondaryIndexUpdates',
  'ReplicaUpdates', 'BackupArn', 'TableArn', 'S3Bucket', 'Action', 'RoleArn', 'RoleSessionName',
];
const value = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(
    'Orders', TABLE, 'arn:', `${TABLE}/stream/x|1|2`, { pk: { S: 'a' } }, { pk: null }, { Orders: { Keys: [null] } }, { Orders: [{ PutRequest: {} }, null] }, [{ Put: null }],
    [{ Get: { TableName: 1 } }], [null], 'SELECT * FROM Orders', 'SELECT', 'INSERT INTO "Orders" VALUE {', 'pk = :pk AND (', '#', { '#a': 1 }, { constructor: 1 }, { __proto__: null },
  ),
);
const parameters = fc.oneof(
  { weight: 6, arbitrary: fc.dictionary(fc.constantFrom(...FIELDS), value, { maxKeys: 5 }).map((each) => JSON.stringify(each)) },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string() },
);
const PREFIXES = ['DynamoDB_20120810', 'DynamoDBStreams_20120810', 'TrentService', 'Logs_20140328', 'AWSStepFunctions', '', '__proto__'];
const headersOf = (callers: readonly string[]) => fc.record({
  'x-amz-target': fc.tuple(fc.constantFrom(...PREFIXES), fc.constantFrom(...OPERATIONS)).map((each) => each.join('.')),
  'authorization': fc.oneof(
    fc.tuple(fc.constantFrom(...callers), fc.constantFrom('dynamodb', 'sts', 's3')).map((each) => signedBy(...each)),
    fc.constantFrom(signedBy('nobody'), signedBy('__proto__'), 'Bearer x', ''),
  ),
  'content-type': fc.constantFrom('application/x-amz-json-1.0', 'application/x-amz-json-1.1', 'application/x-www-form-urlencoded', 'application/cbor', ''),
  'content-encoding': fc.constantFrom('identity', 'identity', 'identity', 'gzip', 'br'),
});

/** Requests as no SDK sends them: the operation fits neither the parameters nor the headers. */
export function malformedRequests(callers: readonly string[]): fc.Arbitrary<{ headers: Record<string, string>; body: string }> {
  return fc.oneof(
    fc.record({ headers: headersOf(callers), body: parameters }),
    fc.tuple(fc.constantFrom(...callers), fc.constantFrom(...OPERATIONS), parameters).map(([caller, operation, body]) => ({
      headers: { 'x-amz-target': `DynamoDB_20120810.${operation}`, 'authorization': signedBy(caller), 'content-type': 'application/x-amz-json-1.0' }, body,
    })),
  );
}

/** Puts an item and gets it, by the table's name or its ARN. */
export async function roundTrip(url: string, caller: string, TableName: string, Item: Record<string, unknown>): Promise<unknown> {
  const put = await ask(url, caller, 'PutItem', { TableName, Item });
  if (put.status !== 200) return put.body;
  return (await ask(url, caller, 'GetItem', { TableName, Key: { pk: Item.pk }, ConsistentRead: true })).body.Item;
}

/** Sends a request as it is. Returns the status. */
export async function sendMalformed(url: string, request: { headers: Record<string, string>; body: string }): Promise<number> {
  return (await sendRaw(url, request.body, request.headers)).status;
}

/** Sets of DynamoDB have no order. */
export function sortSets(item: unknown): unknown {
  if (Array.isArray(item)) return item.map(sortSets);
  if (typeof item !== 'object' || item === null) return item;
  return Object.fromEntries(Object.entries(item).map(([name, each]) => [name, ['SS', 'NS', 'BS'].includes(name) && Array.isArray(each) ? [...each].sort() : sortSets(each)]));
}
