import { randomUUID } from 'crypto';
import {
  CloudWatchLogsClient, CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand, ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import { ClientConfig } from './loopback';

/**
 * Does what Lambda does with the role of a function around an invocation: opens a log stream, in a log group that it
 * makes where there is none, and writes to it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html
 */
export async function writingLogs(config: ClientConfig, logGroupName: string, invoke: () => Promise<void>): Promise<void> {
  const client = new CloudWatchLogsClient(config);
  const stream = { logGroupName, logStreamName: randomUUID() };
  try {
    await client.send(new CreateLogStreamCommand(stream));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    await client.send(new CreateLogGroupCommand({ logGroupName }));
    await client.send(new CreateLogStreamCommand(stream));
  }
  await invoke();
  await client.send(new PutLogEventsCommand({ ...stream, logEvents: [{ timestamp: Date.now(), message: 'REPORT' }] }));
}
