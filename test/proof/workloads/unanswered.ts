import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';

/**
 * A request that no emulator knows: it is authorized like any other, and then has no answer.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DynamoDBLocal.UsageNotes.html
 */
export async function unanswered(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof DynamoDBServiceException && error.name === 'UnknownOperationException')) throw error;
    return;
  }
  throw new Error('the emulator has an answer: ask without unanswered()');
}
