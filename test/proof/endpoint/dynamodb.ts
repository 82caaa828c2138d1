import { permissionsOf, TableSchema } from './dynamodb-permissions';
import { Emulator } from './emulator';
import { Answer, Request, Service } from './endpoint';
import { Keys } from './keys';
import { arn, Permission } from './permission';
import { STREAM_LABEL } from '../../../src/policy/resource-values';

/** How DynamoDB Local writes the Region and account of every ARN. */
const LOCAL = 'arn:aws:dynamodb:ddblocal:000000000000:';

/** The time in the ARN of a stream, which policies can't know before deployment: the endpoint says theirs. */
const IN_STREAM = /(arn:aws:dynamodb:[^"|]+\/stream\/)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}/g;

/** The parameters that DynamoDB Local knows of no operation. */
const OF_GLOBAL_TABLES = ['GlobalTableWitnessUpdates', 'ReplicaUpdates'];

/** DynamoDB and its streams: authorized here, answered by DynamoDB Local. */
export class DynamoDb {
  public readonly api: Service = this.serviceOf('DynamoDB_20120810');
  public readonly streams: Service = this.serviceOf('DynamoDBStreams_20120810');
  /** The operations that DynamoDB Local was asked for and doesn't know. */
  public readonly unanswered = new Set<string>();
  /** The keys of buckets, by the names of these. */
  public readonly bucketKeys = new Map<string, string>();
  private readonly tables = new Map<string, TableSchema>();
  /** The real ends of the ARNs of streams, by their beginnings. */
  private readonly streamLabels = new Map<string, string>();

  public constructor(private readonly emulator: Emulator, private readonly keys: Keys) {}

  private serviceOf(prefix: string): Service {
    return {
      permissionsOf: (request) => permissionsOf({ ...request, tables: this.tables, bucketKeys: this.bucketKeys })
        .map((permission) => this.withAliases(permission)),
      answer: (request) => this.answer(prefix, request),
    };
  }

  private withAliases(permission: Permission): Permission {
    if (!permission.action.startsWith('kms:')) return permission;
    return { ...permission, context: { ...permission.context, ...this.keys.contextOf(permission.resource) } };
  }

  private async answer(prefix: string, request: Request): Promise<Answer> {
    if (OF_GLOBAL_TABLES.some((name) => name in request.parameters)) return this.unknown(`${request.operation} of global tables`);
    const real = arn('dynamodb', request, '');
    const { status, body } = await this.emulator.send(
      `${prefix}.${request.operation}`, this.toLocal(JSON.stringify(request.parameters), real),
    );
    const answer = body.replaceAll(LOCAL, real);
    if (status === 200) this.remember(request, JSON.parse(answer));
    if (body.includes('UnknownOperationException')) this.unknown(request.operation);
    if (request.operation === 'EnableKinesisStreamingDestination') this.rememberStream(request);
    return { status, body: JSON.parse(answer.replace(IN_STREAM, `$1${STREAM_LABEL}`)) };
  }

  /** The answer to what DynamoDB Local doesn't know. */
  private unknown(operation: string): Answer {
    this.unanswered.add(operation);
    return { status: 400, body: { __type: 'UnknownOperationException' } };
  }

  private toLocal(text: string, real: string): string {
    const labelled = text.replace(IN_STREAM, (_stream, table) => `${table}${this.streamLabels.get(table) ?? STREAM_LABEL}`);
    return labelled.replaceAll(real, LOCAL);
  }

  /** Of this, DynamoDB Local knows nothing. */
  private rememberStream({ parameters: { TableName, StreamArn }, ...place }: Request): void {
    const table = arn('dynamodb', place, `table/${TableName}`);
    this.tables.set(table, { ...this.tables.get(table)!, kinesisStream: StreamArn });
  }

  /** What DynamoDB Local doesn't tell of a table, its key, and what authorization wants to know before it is asked. */
  private remember(request: Request, answer: any): void {
    const { operation, parameters } = request;
    const table = arn('dynamodb', request, `table/${parameters.TableName}`);
    if (operation === 'CreateTable') {
      this.tables.set(table, schemaOf(parameters));
      const { LatestStreamLabel } = answer.TableDescription;
      if (LatestStreamLabel) this.streamLabels.set(`${table}/stream/`, LatestStreamLabel);
    }
    if (operation === 'DeleteTable') this.tables.delete(table);
    if (operation === 'UpdateTable') {
      const { indexes, tableKey, ...before } = this.tables.get(table)!;
      const created = (parameters.GlobalSecondaryIndexUpdates ?? []).flatMap(({ Create }: any) => Create ?? []);
      this.tables.set(table, {
        ...before,
        indexes: { ...indexes, ...partitionKeys(created) },
        tableKey: parameters.SSESpecification?.KMSMasterKeyId ?? tableKey,
      });
    }
  }
}

function schemaOf({
  KeySchema, GlobalSecondaryIndexes, LocalSecondaryIndexes, SSESpecification,
}: Request['parameters']): TableSchema {
  return {
    partitionKey: partitionKeyOf(KeySchema),
    indexes: { ...partitionKeys(GlobalSecondaryIndexes), ...partitionKeys(LocalSecondaryIndexes) },
    tableKey: SSESpecification?.KMSMasterKeyId,
  };
}

function partitionKeys(indexes: readonly any[] = []): Record<string, string> {
  return Object.fromEntries(indexes.map(({ IndexName, KeySchema }) => [IndexName, partitionKeyOf(KeySchema)]));
}

function partitionKeyOf(keySchema: readonly any[]): string {
  return keySchema.find(({ KeyType }) => KeyType === 'HASH').AttributeName;
}
