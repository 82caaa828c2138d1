export interface Request {
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly queryStringParameters?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Response {
  readonly statusCode: number;
  readonly body: string;
}

/** Answers a request, and an error of DynamoDB with status 500, as many handlers do. */
export async function answer(work: () => Promise<unknown>): Promise<Response> {
  try {
    return { statusCode: 200, body: JSON.stringify(await work()) };
  } catch (error) {
    return { statusCode: 500, body: String(error) };
  }
}
