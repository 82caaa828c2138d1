import { permissionsOf, TableSchema } from './dynamodb-permissions';
import { Emulator } from './emulator';
import { Answer, Request, Service } from './endpoint';
import { Keys } from './keys';
import { arn, Permission } from './permission';
import { Tags, tagValues } from './tags';
import { STREAM_LABEL } from '../../policy/resource-values';

/** How emulators write the Region and account of every ARN. */
const LOCAL = 'arn:aws:dynamodb:ddblocal:000000000000:';

/** The time in the ARN of a stream, which policies can't know before deployment: the endpoint says theirs. */
const IN_STREAM = /(arn:aws:dynamodb:[^"|]+\/stream\/)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}/g;

const REAL = /arn:aws:dynamodb:[a-z0-9-]+:\d{12}:/g;

/** The ARN of a table in the place of its name. */
const TABLE_ARN = /"(arn:aws:dynamodb:[a-z0-9-]+:\d{12}:)table\/([^"/\\]+)"/;
const TABLE_ARNS = new RegExp(TABLE_ARN, 'g');

/** The parameters that emulators know of no operation. */
const OF_GLOBAL_TABLES = ['GlobalTableWitnessUpdates', 'ReplicaUpdates'];

/** DynamoDB and its streams: authorized here, answered by an emulator, but for tags. */
export class DynamoDb {
  public readonly api: Service = this.serviceOf('DynamoDB_20120810');
  public readonly streams: Service = this.serviceOf('DynamoDBStreams_20120810');
  /** The operations that the emulator was asked for and doesn't know. */
  public readonly unanswered = new Set<string>();
  /** The keys of buckets, by the names of these. */
  public readonly bucketKeys = new Map<string, string>();
  public readonly tags = new Tags();
  public readonly tables = new Map<string, TableSchema>();
  /** The real ends of the ARNs of streams, by their beginnings. */
  private readonly streamLabels = new Map<string, string>();

  public constructor(private readonly emulator: Emulator, private readonly keys: Keys) {}

  private serviceOf(prefix: string): Service {
    return {
      permissionsOf: (request) => permissionsOf({ ...request, tables: this.tables, bucketKeys: this.bucketKeys })
        .map((permission) => this.withResource(permission)),
      answer: (request) => this.answer(prefix, request),
    };
  }

  /** A permission with what conditions can say of its resource. */
  private withResource({ action, resource, context }: Permission): Permission {
    const ofResource = (action.startsWith('kms:') ? this.keys : this.tags).contextOf(resource);
    return { action, resource, context: { ...context, ...ofResource } };
  }

  private async answer(prefix: string, request: Request): Promise<Answer> {
    if (OF_GLOBAL_TABLES.some((name) => name in request.parameters)) return this.unknown(`${request.operation} of global tables`);
    const ofTags = this.tags.answer(request);
    if (ofTags) return ofTags;
    // a table of another account goes by its ARN
    const real = TABLE_ARN.exec(JSON.stringify(request.parameters))?.[1] ?? arn('dynamodb', request, '');
    const { status, body } = await this.emulator.send(
      `${prefix}.${request.operation}`, this.toLocal(JSON.stringify(request.parameters)),
    );
    const answer = body.replaceAll(LOCAL, real);
    if (status === 200) this.remember(request, JSON.parse(answer));
    if (body.includes('UnknownOperationException')) this.unknown(request.operation);
    if (request.operation === 'EnableKinesisStreamingDestination') this.rememberStream(request);
    return { status, body: JSON.parse(answer.replace(IN_STREAM, `$1${STREAM_LABEL}`)) };
  }

  /** Says of a table that it is a replica of another one: emulators have the same tables in all Regions. */
  public addReplica(table: string, replica: string, tableKey?: string): void {
    this.tables.set(replica, { ...this.tables.get(table)!, tableKey });
  }

  /** The answer to what emulators don't know. */
  private unknown(operation: string): Answer {
    this.unanswered.add(operation);
    return { status: 400, body: { __type: 'UnknownOperationException' } };
  }

  private toLocal(text: string): string {
    const labelled = text.replace(IN_STREAM, (_stream, table) => `${table}${this.streamLabels.get(table) ?? STREAM_LABEL}`);
    return labelled.replaceAll(TABLE_ARNS, '"$2"').replaceAll(REAL, LOCAL);
  }

  /** Of this, emulators know nothing. */
  private rememberStream({ parameters: { TableName, StreamArn }, ...place }: Request): void {
    const table = arn('dynamodb', place, `table/${TableName}`);
    this.tables.set(table, { ...this.tables.get(table)!, kinesisStream: StreamArn });
  }

  /** What emulators don't tell of a table, its key and tags, and what authorization wants to know before they are asked. */
  private remember(request: Request, answer: any): void {
    const { operation, parameters } = request;
    const table = arn('dynamodb', request, `table/${parameters.TableName}`);
    if (operation === 'CreateTable') {
      this.tables.set(table, schemaOf(parameters));
      this.tags.set(table, tagValues(parameters.Tags));
      const { LatestStreamLabel } = answer.TableDescription;
      if (LatestStreamLabel) this.streamLabels.set(`${table}/stream/`, LatestStreamLabel);
    }
    if (operation === 'DeleteTable') {
      this.tables.delete(table);
      this.tags.set(table);
    }
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
