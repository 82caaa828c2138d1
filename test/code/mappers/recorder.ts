import { createRequire } from 'module';

/** Answers that let the libraries go on. */
const ITEM = { pk: { S: 'a' }, sk: { S: 'b' }, id: { S: 'a' }, email: { S: 'e' } };
const ANSWERS: Readonly<Record<string, object>> = {
  GetItem: { Item: ITEM },
  UpdateItem: { Attributes: ITEM },
  Query: { Items: [ITEM], Count: 1 },
  Scan: { Items: [ITEM], Count: 1 },
  BatchWriteItem: { UnprocessedItems: {} },
  TransactGetItems: { Responses: [] },
  DescribeTable: { Table: { TableName: 'any', TableStatus: 'ACTIVE' } },
  DescribeTimeToLive: { TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } },
};

/** A request in short: `Query orders byStatus`, `TransactWriteItems.Put orders`. */
function describeRequest(operation: string, input: any): string[] {
  if (input.RequestItems) return Object.keys(input.RequestItems).map((table) => `${operation} ${table}`);
  if (input.TransactItems) return input.TransactItems.flatMap((item: any) => Object.entries(item).map(([part, { TableName }]: any) => `${operation}.${part} ${TableName}`));
  return [[operation, input.TableName, input.IndexName].filter((each) => each !== undefined).join(' ')];
}

/** Runs the handler of a CommonJS program, whose client has the configuration CONFIG. Gives the requests that it would make. */
export async function runProgram(program: string, libraries: string): Promise<string[]> {
  const requests: string[] = [];
  const handle = async ({ headers, body }: { headers: Record<string, string>; body: Uint8Array }) => {
    const operation = headers['x-amz-target'].replace(/^.*\./, '');
    const input = JSON.parse(new TextDecoder().decode(body));
    requests.push(...describeRequest(operation, input));
    const Responses = Object.fromEntries(Object.keys(input.RequestItems ?? {}).map((table) => [table, []]));
    const answer = ANSWERS[operation] ?? { Responses, UnprocessedKeys: {} };
    return { response: { statusCode: 200, headers: {}, body: Buffer.from(JSON.stringify(answer)) } };
  };
  const config = { region: 'eu-west-1', credentials: { accessKeyId: 'none', secretAccessKey: 'none' }, requestHandler: { handle } };
  const exported: { handler?: (event: object) => Promise<unknown> } = {};
  new Function('require', 'exports', 'CONFIG', program)(createRequire(libraries), exported, config);
  await exported.handler?.({});
  return [...new Set(requests)].sort();
}
