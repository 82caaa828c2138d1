import {
  DescribeStreamCommand, DynamoDBStreamsClient, GetRecordsCommand, GetShardIteratorCommand, _Record,
} from '@aws-sdk/client-dynamodb-streams';
import { ClientConfig } from '../loopback';

/**
 * The records of a stream, read in the way of Lambda's event source mapping.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html#Streams.Processing
 */
export async function recordsOf({ config, streamArn }: { config: ClientConfig; streamArn: string }): Promise<_Record[]> {
  const client = new DynamoDBStreamsClient(config);
  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: streamArn }));
  const shards = await Promise.all((StreamDescription?.Shards ?? []).map(async ({ ShardId }) => {
    const { ShardIterator } = await client.send(new GetShardIteratorCommand({
      StreamArn: streamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON',
    }));
    return (await client.send(new GetRecordsCommand({ ShardIterator }))).Records ?? [];
  }));
  return shards.flat();
}
