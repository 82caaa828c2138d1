// @see https://authjs.dev/getting-started/adapters/dynamodb
import { DynamoDBAdapter } from '@auth/dynamodb-adapter';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb';

const HOUR = 3_600_000;
const client = DynamoDBDocument.from(new DynamoDBClient({}), {
  marshallOptions: { convertEmptyValues: true, removeUndefinedValues: true, convertClassInstanceToMap: true },
});
const adapter = DynamoDBAdapter(client, { tableName: process.env.TABLE });

const account = (userId, providerAccountId) => ({ userId, type: 'oauth', provider: 'p', providerAccountId });
const user = await adapter.createUser({ id: 'x', email: 'e@example.com', emailVerified: null });
await adapter.getUser(user.id);
await adapter.getUserByEmail('e@example.com');
await adapter.updateUser({ id: user.id, name: 'n' });
await adapter.linkAccount(account(user.id, '1'));
await adapter.getUserByAccount({ provider: 'p', providerAccountId: '1' });
await adapter.createSession({ sessionToken: 't', userId: user.id, expires: new Date(Date.now() + HOUR) });
await adapter.getSessionAndUser('t');
await adapter.updateSession({ sessionToken: 't', expires: new Date(Date.now() + 2 * HOUR) });
await adapter.deleteSession('t');
await adapter.createVerificationToken({ identifier: 'i', token: 'k', expires: new Date(Date.now() + HOUR) });
await adapter.useVerificationToken({ identifier: 'i', token: 'k' });
await adapter.unlinkAccount({ provider: 'p', providerAccountId: '1' });
await adapter.linkAccount(account(user.id, '2'));
await adapter.deleteUser(user.id);
