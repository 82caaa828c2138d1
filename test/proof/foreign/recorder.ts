import { writeFileSync } from 'fs';
import { DynamoRequest, TableSchema } from '../../../src/local/endpoint/dynamodb-permissions';
import { Service } from '../../../src/local/endpoint/service';

/** A request to DynamoDB as the endpoint got it, with those of the tables in it that exist, by their ARNs. */
export interface RecordedRequest extends Pick<DynamoRequest, 'operation' | 'region' | 'account' | 'parameters'> {
  readonly tables: Readonly<Record<string, Pick<TableSchema, 'partitionKey' | 'indexes'>>>;
}

/** A recorded request, and how often it was made. */
export interface Recorded {
  readonly times: number;
  readonly request: RecordedRequest;
}

/** Collects the requests that reach the endpoint. */
export class Recorder {
  /** How often each request was made, by the request as JSON. */
  private readonly timesByRequest = new Map<string, number>();

  /** The same service, whose requests are recorded. */
  public recordRequests(service: Service, tables: ReadonlyMap<string, TableSchema>): Service {
    return {
      permissionsOf: ({ operation, region, account, parameters }) => {
        const text = JSON.stringify(parameters);
        const named = [...tables].filter(([arn]) => text.includes(arn.split('/')[1]))
          .map(([arn, { partitionKey, indexes }]) => [arn, { partitionKey, indexes }] as const);
        const request: RecordedRequest = { operation, region, account, parameters, tables: Object.fromEntries(named) };
        const recorded = JSON.stringify(request);
        this.timesByRequest.set(recorded, (this.timesByRequest.get(recorded) ?? 0) + 1);
        return service.permissionsOf({ operation, region, account, parameters });
      },
      answer: (request, caller) => service.answer(request, caller),
    };
  }

  public requests(): Recorded[] {
    return [...this.timesByRequest].map(([request, times]) => ({ times, request: JSON.parse(request) }));
  }

  /** Writes each request once, one a line. */
  public writeTo(file: string): void {
    writeFileSync(file, this.requests().map((recorded) => `${JSON.stringify(recorded)}\n`).join(''));
  }
}
