import { request } from 'http';

/** The answer to a request that no SDK sends. */
export interface RawAnswer {
  readonly status: number;
  readonly body: any;
  readonly headers: NodeJS.Dict<string | string[]>;
}

/** Sends a request as it is, without an SDK that would refuse to. */
export function sendRaw(url: string, body: string | Buffer, headers: Record<string, string>): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const isJson = String(response.headers['content-type']).includes('json');
        resolve({ status: response.statusCode!, body: isJson ? JSON.parse(text) : text, headers: response.headers });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Sends the parameters of an operation of DynamoDB, whatever they are. */
export function ask(
  url: string, accessKeyId: string, operation: string, parameters: unknown, others: Record<string, string> = {},
): Promise<RawAnswer> {
  const text = typeof parameters === 'string' ? parameters : JSON.stringify(parameters);
  return sendRaw(url, text, {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `DynamoDB_20120810.${operation}`,
    'authorization': signedBy(accessKeyId),
    ...others,
  });
}

export function signedBy(accessKeyId: string, service = 'dynamodb', region = 'eu-west-1'): string {
  return `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
}
