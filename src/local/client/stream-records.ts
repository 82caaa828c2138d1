/** A change of an item, as Lambda hands it to a function. */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventSource: string;
  readonly eventSourceARN: string;
  readonly awsRegion: string;
  readonly dynamodb: any;
}

interface Stream {
  readonly arn: string;
  readonly region: string;
}

/**
 * Reads a stream from its beginning.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export async function readRecords(url: string, accessKeyId: string, { arn: StreamArn, region }: Stream): Promise<StreamRecord[]> {
  const ask = (operation: string, parameters: object) => askStreams(url, `${accessKeyId}/20260101/${region}`, operation, parameters);
  const { StreamDescription: { Shards } } = await ask('DescribeStream', { StreamArn });
  const records: StreamRecord[] = [];
  for (const { ShardId } of Shards) {
    let { ShardIterator } = await ask('GetShardIterator', { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' });
    while (ShardIterator) {
      const { Records, NextShardIterator } = await ask('GetRecords', { ShardIterator });
      records.push(...Records.map((record: StreamRecord) => ({ ...record, eventSourceARN: StreamArn, awsRegion: region })));
      // an open shard goes on forever
      ShardIterator = Records.length > 0 ? NextShardIterator : undefined;
    }
  }
  return records;
}

async function askStreams(url: string, credential: string, operation: string, parameters: object): Promise<any> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDBStreams_20120810.${operation}`,
      'authorization': `AWS4-HMAC-SHA256 Credential=${credential}/dynamodb/aws4_request, SignedHeaders=host, Signature=none`,
    },
    body: JSON.stringify(parameters),
  });
  const answer: any = await response.json();
  if (response.status !== 200) throw new Error(`${operation}: ${answer.message ?? answer.__type}`);
  return answer;
}
