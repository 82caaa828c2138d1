import { execFile } from 'child_process';
import { randomUUID } from 'crypto';
import { promisify } from 'util';
import {
  CloudWatchLogsClient, CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand, ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import { ClientConfig } from './loopback';

/** A function as Lambda has it. */
export interface DeployedFunction {
  readonly role: string;
  readonly logGroup: string;
  /** The file of the handler's module. */
  readonly module: string;
  /** The name of the handler in its module. */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Runs a handler in a process of its own, with the environment variables that Lambda would give it. */
export async function runHandler(
  { module, handler, environment }: DeployedFunction, { endpoint, region, credentials }: ClientConfig, payload: object,
): Promise<any> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', '--input-type=module', '--eval', `
    console.log = () => undefined;
    const { ${handler}: handler } = await import(${JSON.stringify(module)});
    process.stdout.write(JSON.stringify(await handler(${JSON.stringify(payload)})));
  `], {
    env: {
      ...environment,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
  });
  return JSON.parse(stdout);
}

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
