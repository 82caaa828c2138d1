import { IncomingHttpHeaders, IncomingMessage } from 'http';
import { crc32, gunzipSync } from 'zlib';
import { Answer, ServiceError } from './service';

/** A request as it is on the wire. */
export interface Incoming {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The id of the access key that signs the request. */
  readonly accessKeyId: string;
  readonly region: string;
  /** The name that the service is signed for, as `dynamodb`. */
  readonly service: string;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html */
const CREDENTIAL = /Credential=([^/,\s]*)\/\d+\/([^/,\s]*)\/([^/,\s]*)\//;

/** Reads a request to its end. */
export async function readIncoming(message: IncomingMessage): Promise<Incoming> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  const { headers, url: path = '/' } = message;
  const [, accessKeyId = '', region = '', service = ''] = CREDENTIAL.exec(headers.authorization ?? '') ?? [];
  return { path, headers, body: decode(Buffer.concat(chunks), headers), accessKeyId, region, service };
}

function decode(body: Buffer, headers: IncomingHttpHeaders): string {
  if (headers['content-encoding'] !== 'gzip') return body.toString('utf8');
  try {
    return gunzipSync(body, { maxOutputLength: 64 * 1024 * 1024 }).toString('utf8');
  } catch (error) {
    if (!/^(Z_|ERR_BUFFER_TOO_LARGE$)/.test(String((error as NodeJS.ErrnoException).code))) throw error;
    throw new ServiceError('SerializationException', 'the body is not gzip, as content-encoding says');
  }
}

/** Parses JSON, or throws an error if the text isn't JSON. */
export function parseOrRefuse(text: string, refusal: ServiceError): any {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw error instanceof SyntaxError ? refusal : error;
  }
}

/** The parameters in the body of a request of a JSON protocol. */
export function readParameters(body: string): Record<string, unknown> {
  const parameters: unknown = parseOrRefuse(body, new ServiceError('SerializationException', 'the body is not JSON'));
  if (typeof parameters === 'object' && parameters !== null && !Array.isArray(parameters)) return parameters as Record<string, unknown>;
  throw new ServiceError('SerializationException', 'the body is not a JSON object');
}

/** An answer as it goes on the wire. */
export interface Outgoing {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

let answers = 0;

/** Writes an answer. SDKs for Go warn of answers of DynamoDB without a checksum. */
export function writeAnswer({ status = 200, body, text = JSON.stringify(body) }: Answer, contentType: string, headers = {}): Outgoing {
  answers += 1;
  return {
    status,
    headers: {
      'content-type': contentType,
      'content-length': String(Buffer.byteLength(text)),
      'x-amz-crc32': String(crc32(text)),
      'x-amzn-requestid': `local-${answers}`,
      ...headers,
    },
    body: text,
  };
}

/** Writes an error in the form of the protocol that the request came by. */
export function writeError({ type, message }: Pick<ServiceError, 'type' | 'message'>, incoming?: Pick<Incoming, 'headers' | 'service'>): Outgoing {
  const contentType = incoming?.headers['content-type'] ?? '';
  if (incoming?.service === 's3') return writeAnswer({ status: 400, text: errorElement(type, message) }, 'application/xml');
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    return writeAnswer({ status: 400, text: `<ErrorResponse>${errorElement(type, message)}</ErrorResponse>` }, 'text/xml');
  }
  const protocol = contentType.includes('json') ? contentType : 'application/x-amz-json-1.0';
  return writeAnswer({ status: 400, body: { __type: type, message } }, protocol, { 'x-amzn-errortype': type });
}

function errorElement(type: string, message: string): string {
  return `<Error><Type>Sender</Type><Code>${escapeXml(type)}</Code><Message>${escapeXml(message)}</Message></Error>`;
}

export function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
