/** Says which mail goes to whom for each change of an order. The records that fail are read again, the others aren't. */
export async function handler({ Records }) {
  const batchItemFailures = [];
  for (const { dynamodb } of Records) {
    try {
      const { customerId, status } = dynamodb.NewImage ?? {};
      if (status) console.log(JSON.stringify({ customer: customerId.S, mail: `Your order is ${status.S}.` }));
    } catch (error) {
      console.error(error);
      batchItemFailures.push({ itemIdentifier: dynamodb.SequenceNumber });
    }
  }
  return { batchItemFailures };
}
