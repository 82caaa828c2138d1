import { PolicyDocument } from './policy-document';
import { STREAM_LABEL } from './resource-values';
import { StackValues, World } from './stack-values';
import { partition } from '../values/lists';

/** The place of a declaration in an assembly. */
export interface Origin {
  /** The construct path of the stack. */
  readonly stack: string;
  readonly logicalId: string;
  /** Undefined if the assembly has no path for the resource. */
  readonly constructPath?: string;
}

/**
 * Gets the path of the construct that declares a resource, without `/Resource` at its end. If the assembly has no construct paths, it is
 * the path of the stack with the logical id.
 */
export function getConstructPath({ stack, logicalId, constructPath }: Origin): string {
  return constructPath?.replace(/\/(Resource|Default)$/, '') ?? `${stack}/${logicalId}`;
}

/** A resource that a template declares. */
interface Declared {
  readonly origin: Origin;
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
}

export interface FunctionRecord extends Declared {
  /** The ARN of its role. */
  readonly role: string;
  /** The name of the log group that the function writes to. */
  readonly logGroup: string;
}

/** Gets the ARN of the log group that a function writes to. */
export function getLogGroupArn({ arn, logGroup }: FunctionRecord): string {
  return arn.replace(/:lambda:([^:]*:[^:]*):function:.*$/, `:logs:$1:log-group:${logGroup}`);
}

/** The names of the attributes that form the partition key and the sort key. */
export interface KeySchema {
  readonly partitionKey: readonly string[];
  readonly sortKey: readonly string[];
}

const INDEX_TYPES = ['global', 'local', 'vector'] as const;

export interface IndexRecord extends KeySchema {
  readonly name: string;
  readonly arn: string;
  readonly type: typeof INDEX_TYPES[number];
}

export interface TableRecord extends Declared, KeySchema {
  readonly indexes: readonly IndexRecord[];
  /** The ARN of the stream, if the table has one. The timestamp in it is invented. */
  readonly stream?: string;
  /** The customer managed key that encrypts the table: its id, ARN or alias, as the table names it. */
  readonly key?: string;
  readonly policy?: PolicyDocument;
  readonly streamPolicy?: PolicyDocument;
}

/** Lists the names of the indexes of a table by their kind. A table that isn't known has none. */
export function nameIndexes(table: Pick<TableRecord, 'indexes'> = { indexes: [] }): { readonly indexes: string[]; readonly vectorIndexes: string[] } {
  const [vectors, others] = partition(table.indexes, ({ type }) => type === 'vector');
  return { indexes: others.map(({ name }) => name), vectorIndexes: vectors.map(({ name }) => name) };
}

export interface KeyRecord extends Declared {
  readonly policy: PolicyDocument;
  /** The names of its aliases, for example `alias/orders`. */
  readonly aliases: readonly string[];
}

/** A log group. The ARN has no `:*` at its end, unlike the one that CloudFormation returns. */
export interface LogGroupRecord extends Declared {
  readonly key?: string;
}

export function getOrigin(stack: StackValues, logicalId: string): Origin {
  return { stack: stack.source.path, logicalId, constructPath: stack.findConstructPath(logicalId) };
}

/** Finds all resources of these types, with the stacks that declare them. */
export function findResources(world: World, ...types: string[]): { stack: StackValues; id: string }[] {
  return world.stacks.flatMap((stack) => stack.listResources(...types).map(([id]) => ({ stack, id })));
}

/** A resource as its template has it. */
export interface TemplateRecord {
  readonly origin: Origin;
  readonly properties: Readonly<Record<string, unknown>>;
  /** The path of its asset, if it has one. */
  readonly asset?: string;
}

/** Lists the resources of a type as the templates have them. */
export function listTemplateRecords(world: World, type: string): TemplateRecord[] {
  return findResources(world, type).map(({ stack, id }) => {
    const { Properties: properties = {}, Metadata } = stack.source.template.Resources![id];
    const code = (properties.Code ?? properties.Content) as { S3Key?: unknown } | undefined;
    const asset = stack.source.findAsset?.(Metadata?.['aws:asset:path'], code?.S3Key);
    return { origin: getOrigin(stack, id), properties, ...asset !== undefined && { asset } };
  });
}

export function readFunctions(world: World): FunctionRecord[] {
  return findResources(world, 'AWS::Lambda::Function').map(({ stack, id }) => {
    const name = stack.getRef(id);
    const logging = stack.getProperty<{ readonly LogGroup?: string }>(id, 'LoggingConfig');
    return {
      ...readDeclaration(stack, id, name, stack.getAttribute(id, 'Arn')),
      role: stack.getProperty<string>(id, 'Role')!,
      logGroup: logging?.LogGroup ?? `/aws/lambda/${name}`,
    };
  });
}

export function readLogGroups(world: World): LogGroupRecord[] {
  return findResources(world, 'AWS::Logs::LogGroup').map(({ stack, id }) => ({
    ...readDeclaration(stack, id, stack.getRef(id), stack.getAttribute(id, 'Arn').replace(/:\*$/, '')),
    key: stack.getProperty(id, 'KmsKeyId'),
  }));
}

export function readKeys(world: World): KeyRecord[] {
  const aliases = findResources(world, 'AWS::KMS::Alias').map(({ stack, id }) => ({
    name: stack.getRef(id),
    target: stack.getProperty(id, 'TargetKeyId'),
    environment: identifyEnvironment(stack),
  }));
  return findResources(world, 'AWS::KMS::Key').map(({ stack, id }) => {
    const [name, arn] = [stack.getRef(id), stack.getAttribute(id, 'Arn')];
    return {
      ...readDeclaration(stack, id, name, arn),
      policy: stack.getProperty<PolicyDocument>(id, 'KeyPolicy') ?? makeDefaultKeyPolicy(`arn:${stack.source.partition}:iam::${stack.source.account}:root`),
      aliases: aliases.filter(({ target, environment }) =>
        target === arn || (target === name && environment === identifyEnvironment(stack)))
        .map((alias) => alias.name),
    };
  });
}

/**
 * Makes the policy that AWS gives a key that is created without one. It leaves permissions to the identity policies of an account.
 *
 * @param principal the account, or the ARN of its root user
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function makeDefaultKeyPolicy(principal: string): PolicyDocument {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: principal }, Action: 'kms:*', Resource: '*' }] };
}

interface KeyProperties {
  readonly AttributeName: string;
  readonly KeyType: string;
}

interface IndexProperties {
  readonly IndexName: string;
  readonly KeySchema?: KeyProperties[];
}

interface TableProperties {
  readonly KeySchema?: KeyProperties[];
  readonly GlobalSecondaryIndexes?: IndexProperties[];
  readonly LocalSecondaryIndexes?: IndexProperties[];
  readonly VectorIndexes?: IndexProperties[];
  readonly StreamSpecification?: { ResourcePolicy?: { PolicyDocument: PolicyDocument } };
  readonly SSESpecification?: { KMSMasterKeyId?: string };
  readonly ResourcePolicy?: { PolicyDocument: PolicyDocument };
  readonly Replicas?: ReplicaProperties[];
}

interface ReplicaProperties extends Pick<TableProperties, 'SSESpecification' | 'ResourcePolicy'> {
  readonly Region: string;
  readonly ReplicaStreamSpecification?: { ResourcePolicy?: { PolicyDocument: PolicyDocument } };
}

const TABLE_PROPERTIES = [
  'KeySchema', 'GlobalSecondaryIndexes', 'LocalSecondaryIndexes', 'VectorIndexes', 'StreamSpecification', 'SSESpecification',
  'ResourcePolicy', 'Replicas',
] as const;

export function readTables(world: World): TableRecord[] {
  return findResources(world, 'AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable').flatMap(({ stack, id }) => {
    const [name, arn] = [stack.getRef(id), stack.getAttribute(id, 'Arn')];
    const properties: TableProperties = Object.fromEntries(
      TABLE_PROPERTIES.map((property) => [property, stack.getProperty(id, property)]));
    const table = { ...readDeclaration(stack, id, name, arn), ...readKeySchema(properties.KeySchema), indexes: readIndexes(properties, arn) };
    const makeStreamArn = (tableArn: string) => properties.StreamSpecification && `${tableArn}/stream/${STREAM_LABEL}`;
    if (!properties.Replicas) {
      return [{
        ...table,
        stream: makeStreamArn(arn),
        key: properties.SSESpecification?.KMSMasterKeyId,
        policy: properties.ResourcePolicy?.PolicyDocument,
        streamPolicy: properties.StreamSpecification?.ResourcePolicy?.PolicyDocument,
      }];
    }
    return properties.Replicas.map((replica) => {
      const toRegion = (text: string) => text.replace(/^((?:[^:]*:){3})[^:]*/, `$1${replica.Region}`);
      return {
        ...table,
        region: replica.Region,
        arn: toRegion(arn),
        indexes: table.indexes.map((index) => ({ ...index, arn: toRegion(index.arn) })),
        stream: makeStreamArn(toRegion(arn)),
        key: replica.SSESpecification?.KMSMasterKeyId,
        policy: replica.ResourcePolicy?.PolicyDocument,
        streamPolicy: replica.ReplicaStreamSpecification?.ResourcePolicy?.PolicyDocument,
      };
    });
  });
}

function readIndexes(properties: TableProperties, table: string): IndexRecord[] {
  const { GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [], VectorIndexes = [] } = properties;
  const byType = { global: GlobalSecondaryIndexes, local: LocalSecondaryIndexes, vector: VectorIndexes } as const;
  return INDEX_TYPES.flatMap((type) => byType[type].map(({ IndexName, KeySchema }) => (
    { name: IndexName, arn: `${table}/index/${IndexName}`, type, ...readKeySchema(KeySchema) })));
}

function readKeySchema(schema: KeyProperties[] = []): KeySchema {
  const listAttributes = (type: string) => schema.filter(({ KeyType }) => KeyType === type).map(({ AttributeName }) => AttributeName);
  return { partitionKey: listAttributes('HASH'), sortKey: listAttributes('RANGE') };
}

function readDeclaration(stack: StackValues, id: string, name: string, arn: string): Declared {
  const { account, region } = stack.source;
  return { origin: getOrigin(stack, id), name, arn, account, region };
}

function identifyEnvironment({ source: { account, region } }: StackValues): string {
  return `${account}/${region}`;
}
