import { PolicyDocument } from './policy-document';
import { STREAM_LABEL } from './resource-values';
import { StackValues, World } from './stack-values';

/** Where in an assembly something is declared. */
export interface Origin {
  /** The construct path of the stack. */
  readonly stack: string;
  readonly logicalId: string;
  /** The path of the construct, if the assembly has it. */
  readonly constructPath?: string;
}

/**
 * The path of the construct that declares something, without the resource in it; where the assembly has no paths, that of the stack
 * with the logical id.
 */
export function constructOf({ stack, logicalId, constructPath }: Origin): string {
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
  /** The name of the log group that it writes to. */
  readonly logGroup: string;
}

/** The ARN of the log group that a function writes to. */
export function logGroupOf({ arn, logGroup }: FunctionRecord): string {
  return arn.replace(/:lambda:([^:]*:[^:]*):function:.*$/, `:logs:$1:log-group:${logGroup}`);
}

/** The attributes of a key, by their roles: one or more of the partition key, and of the sort key. */
export interface KeySchema {
  readonly partitionKey: readonly string[];
  readonly sortKey: readonly string[];
}

export interface IndexRecord extends KeySchema {
  readonly name: string;
  readonly arn: string;
  readonly type: 'global' | 'local' | 'vector';
}

export interface TableRecord extends Declared, KeySchema {
  readonly indexes: readonly IndexRecord[];
  /** The ARN of the stream, if it has one. The time in it is invented. */
  readonly stream?: string;
  /** How the table names the key that it is encrypted with, if that isn't one of AWS's. */
  readonly key?: string;
  readonly policy?: PolicyDocument;
  readonly streamPolicy?: PolicyDocument;
}

export interface KeyRecord extends Declared {
  readonly policy: PolicyDocument;
  /** The names of its aliases, as `alias/orders`. */
  readonly aliases: readonly string[];
}

/** A log group; its ARN is without the `:*` at the end that CloudFormation gives. */
export interface LogGroupRecord extends Declared {
  readonly key?: string;
}

/** Where a resource is declared. */
export function originOf(stack: StackValues, logicalId: string): Origin {
  return { stack: stack.source.path, logicalId, constructPath: stack.constructPath(logicalId) };
}

/** All resources of a type, with the stack that declares them. */
export function allOf(world: World, ...types: string[]): { stack: StackValues; id: string }[] {
  return world.stacks.flatMap((stack) => stack.resources(...types).map(([id]) => ({ stack, id })));
}

export function readFunctions(world: World): FunctionRecord[] {
  return allOf(world, 'AWS::Lambda::Function').map(({ stack, id }) => {
    const name = stack.ref(id);
    const logging = stack.property(id, 'LoggingConfig') as { LogGroup?: string } | undefined;
    return {
      ...declared(stack, id, name, stack.attribute(id, 'Arn')),
      role: stack.property(id, 'Role') as string,
      logGroup: logging?.LogGroup ?? `/aws/lambda/${name}`,
    };
  });
}

export function readLogGroups(world: World): LogGroupRecord[] {
  return allOf(world, 'AWS::Logs::LogGroup').map(({ stack, id }) => ({
    ...declared(stack, id, stack.ref(id), stack.attribute(id, 'Arn').replace(/:\*$/, '')),
    key: stack.property(id, 'KmsKeyId') as string | undefined,
  }));
}

export function readKeys(world: World): KeyRecord[] {
  const aliases = allOf(world, 'AWS::KMS::Alias').map(({ stack, id }) => ({
    name: stack.ref(id),
    target: stack.property(id, 'TargetKeyId'),
    place: placeOf(stack),
  }));
  return allOf(world, 'AWS::KMS::Key').map(({ stack, id }) => {
    const [name, arn] = [stack.ref(id), stack.attribute(id, 'Arn')];
    return {
      ...declared(stack, id, name, arn),
      policy: stack.property(id, 'KeyPolicy') as PolicyDocument | undefined ?? defaultKeyPolicy(stack),
      aliases: aliases.filter(({ target, place }) => target === arn || (target === name && place === placeOf(stack)))
        .map((alias) => alias.name),
    };
  });
}

/**
 * The policy of a key that is created without one.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
function defaultKeyPolicy({ source: { partition, account } }: StackValues): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:${partition}:iam::${account}:root` }, Action: 'kms:*', Resource: '*' }],
  };
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
  return allOf(world, 'AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable').flatMap(({ stack, id }) => {
    const [name, arn] = [stack.ref(id), stack.attribute(id, 'Arn')];
    const properties: TableProperties = Object.fromEntries(
      TABLE_PROPERTIES.map((property) => [property, stack.property(id, property)]));
    const table = { ...declared(stack, id, name, arn), ...keySchema(properties.KeySchema), indexes: indexesOf(properties, arn) };
    const streams = properties.StreamSpecification !== undefined;
    if (!properties.Replicas) {
      return [{
        ...table,
        stream: streams ? `${arn}/stream/${STREAM_LABEL}` : undefined,
        key: properties.SSESpecification?.KMSMasterKeyId,
        policy: properties.ResourcePolicy?.PolicyDocument,
        streamPolicy: properties.StreamSpecification?.ResourcePolicy?.PolicyDocument,
      }];
    }
    return properties.Replicas.map((replica) => {
      const inRegion = (text: string) => text.replace(/^((?:[^:]*:){3})[^:]*/, `$1${replica.Region}`);
      return {
        ...table,
        region: replica.Region,
        arn: inRegion(arn),
        indexes: table.indexes.map((index) => ({ ...index, arn: inRegion(index.arn) })),
        stream: streams ? `${inRegion(arn)}/stream/${STREAM_LABEL}` : undefined,
        key: replica.SSESpecification?.KMSMasterKeyId,
        policy: replica.ResourcePolicy?.PolicyDocument,
        streamPolicy: replica.ReplicaStreamSpecification?.ResourcePolicy?.PolicyDocument,
      };
    });
  });
}

function indexesOf(properties: TableProperties, table: string): IndexRecord[] {
  const { GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [], VectorIndexes = [] } = properties;
  const index = (type: IndexRecord['type']) => ({ IndexName, KeySchema }: IndexProperties) => (
    { name: IndexName, arn: `${table}/index/${IndexName}`, type, ...keySchema(KeySchema) }
  );
  return [
    ...GlobalSecondaryIndexes.map(index('global')),
    ...LocalSecondaryIndexes.map(index('local')),
    ...VectorIndexes.map(index('vector')),
  ];
}

function keySchema(schema: KeyProperties[] = []): KeySchema {
  const of = (type: string) => schema.filter(({ KeyType }) => KeyType === type).map(({ AttributeName }) => AttributeName);
  return { partitionKey: of('HASH'), sortKey: of('RANGE') };
}

function declared(stack: StackValues, id: string, name: string, arn: string): Declared {
  const { account, region } = stack.source;
  return { origin: originOf(stack, id), name, arn, account, region };
}

function placeOf({ source: { account, region } }: StackValues): string {
  return `${account}/${region}`;
}
