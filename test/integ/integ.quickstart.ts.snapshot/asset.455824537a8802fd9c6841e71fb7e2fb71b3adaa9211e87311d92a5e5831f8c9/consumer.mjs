/** Logs every change of an order. The records that fail are read again, the others aren't. */
export async function handler({ Records }) {
  const batchItemFailures = [];
  for (const { eventName, dynamodb } of Records) {
    try {
      console.log(JSON.stringify({ change: eventName, order: dynamodb.Keys.orderId.S, status: dynamodb.NewImage?.status.S }));
    } catch (error) {
      console.error(error);
      batchItemFailures.push({ itemIdentifier: dynamodb.SequenceNumber });
    }
  }
  return { batchItemFailures };
}
