import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** The one client of all handlers. */
export const db = DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 1 }));
