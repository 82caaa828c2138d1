import { LocalApp } from './read-app';
import { getConstructPath } from '../../policy/assembly-resources';
import { isAwsHost } from '../../policy/partitions';
import { FunctionRecord } from '../../policy/read-assembly';
import { endpointVariable } from '../endpoint/other-services';

/** The services that the endpoint serves, by the names that requests are signed for; streams have an endpoint of their own. */
const SERVED = ['dynamodb', 'dynamodb-streams', 'kms', 'sts', 'logs'];

/** Variables of the shell that would send requests elsewhere, or under another name. */
export const UNSET = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'];

const QUEUE_URL = /^https:\/\/(sqs\.[^/]+)\//;

/** The variables that lead the clients of every SDK to the endpoint. */
export function endpointVariables(url: string, user: NodeJS.ProcessEnv = process.env): Record<string, string> {
  return {
    ...Object.fromEntries(SERVED.map((service) => [endpointVariable(service), url])),
    AWS_ENDPOINT_URL: user.AWS_ENDPOINT_URL ?? url,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** The variables of a caller: who it is, and where. */
export function identityVariables(accessKeyId: string, region: string): Record<string, string> {
  return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: 'local', AWS_REGION: region, AWS_DEFAULT_REGION: region };
}

/** Environment variables, and what has to be said of those that are left out. */
export interface NotedVariables {
  readonly variables: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
}

/** The environment variables of a function as its template has them, with local names. Those that can't be known are left out. */
export function functionVariables({ assembly }: LocalApp, record: FunctionRecord, url: string): NotedVariables {
  const { Variables = {} } = assembly.propertyAt<{ Variables?: Readonly<Record<string, unknown>> }>(record.origin, 'Environment') ?? {};
  const entries = Object.entries(Variables);
  const known = entries.flatMap(([name, value]): [string, string][] => isScalar(value) ? [[name, withLocalQueue(String(value), url)]] : []);
  return {
    variables: { ...Object.fromEntries(known), AWS_LAMBDA_FUNCTION_NAME: record.name },
    notes: entries.filter(([, value]) => !isScalar(value)).map(([name, value]) =>
      `${getConstructPath(record.origin)}: the variable ${name} (${JSON.stringify(value)}) is not known before deployment; set it by --env ${name}=VALUE`),
  };
}

function isScalar(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

/** Clients for SQS send messages to the host that the URL of the queue names, whatever endpoint they have. */
function withLocalQueue(value: string, url: string): string {
  const endpoint = process.env.AWS_ENDPOINT_URL_SQS ?? process.env.AWS_ENDPOINT_URL ?? url;
  return value.replace(QUEUE_URL, (start, host) => isAwsHost(host) ? `${endpoint.replace(/\/$/, '')}/` : start);
}
