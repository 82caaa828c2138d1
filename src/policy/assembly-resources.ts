import { isIntrinsic, listBranches, listPossibleValues, listItemBranches, markUncertain, readPolicyDocument } from './branches';
import { listNearest } from './nearest';
import { PolicyDocument } from './policy-document';
import { STREAM_LABEL } from './resource-values';
import { StackValues, World } from './stack-values';
import { isRecord, toList, toRecord } from '../values/json-values';
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
  /** The macros that may change the resource, and its policy, at deployment. */
  readonly changedBy: readonly string[];
}

export interface FunctionRecord extends Declared {
  /** The ARNs of the roles that it may run with. There are several if a choice at deployment decides, and none if the role isn't known. */
  readonly roles: readonly string[];
  /** True if only CloudFormation knows a role that the function may run with. */
  readonly hasUnknownRole: boolean;
  /** The names of the log groups that it may write to. There are several if a choice at deployment decides. */
  readonly logGroups: readonly string[];
  /** True if only CloudFormation knows a log group that the function may write to. */
  readonly hasUnknownLogGroup: boolean;
}

/** Lists the ARNs of the log groups that a function may write to. */
export function listLogGroupArns({ arn, logGroups }: Pick<FunctionRecord, 'arn' | 'logGroups'>): string[] {
  return logGroups.map((logGroup) => arn.replace(/:lambda:([^:]*:[^:]*):function:.*$/, `:logs:$1:log-group:${logGroup}`));
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

/** A key that a table names, if it isn't the key of AWS. */
export interface TableKey {
  /** The path to the value in the template. */
  readonly path: string;
  /** Its id, ARN or alias, as the table names it. Undefined if only the deployment knows it. */
  readonly named?: string;
}

export interface TableRecord extends Declared, KeySchema {
  /** The ARN of the table in another account that this replica was added to. The value is an expression if only the deployment knows it. */
  readonly source?: unknown;
  /** True if the indexes and the stream aren't known, because the app doesn't declare the source. The stream counts as there. */
  readonly hasUnknownParts?: boolean;
  readonly indexes: readonly IndexRecord[];
  /** The ARN of the stream, if the table has one. The timestamp in it is invented. */
  readonly stream?: string;
  /** The first known key of `keys`: its id, ARN or alias, as the table names it. */
  readonly key?: string;
  /** The keys that may encrypt the table, one for each branch of the choices at deployment. A branch without one needs no permission. */
  readonly keys: readonly TableKey[];
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

/** Finds all resources of these types, or all resources if no type is given, with the stacks that declare them. */
export function findResources(world: World, ...types: string[]): { stack: StackValues; id: string }[] {
  return world.stacks.flatMap((stack) => stack.listResources(...types).map(([id]) => ({ stack, id })));
}

/** A resource as its template has it. */
export interface TemplateRecord {
  readonly origin: Origin;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** The path of its asset, if it has one. */
  readonly asset?: string;
}

/** Lists the resources of a type, or all, as the templates have them. */
export function listTemplateRecords(world: World, ...types: string[]): TemplateRecord[] {
  return findResources(world, ...types).map(({ stack, id }) => {
    const { Type: type, Properties, Metadata } = stack.source.template.Resources![id];
    // YAML without properties below the name of the section has null
    const properties = toRecord(Properties);
    const code = (properties.Code ?? properties.Content) as { S3Key?: unknown } | undefined;
    const asset = stack.source.findAsset?.(Metadata?.['aws:asset:path'], code?.S3Key);
    return { origin: getOrigin(stack, id), type, properties, ...asset !== undefined && { asset } };
  });
}

export function readFunctions(world: World): FunctionRecord[] {
  return findResources(world, 'AWS::Lambda::Function').map(({ stack, id }) => {
    const name = stack.getRef(id);
    const logGroups = listLogGroupNames(stack.getProperty(id, 'LoggingConfig'), `/aws/lambda/${name}`);
    const roles = listPossibleValues(stack.getProperty(id, 'Role'), '').map(({ value }) => value);
    return {
      ...readDeclaration(stack, id, name, stack.getAttribute(id, 'Arn')),
      roles: [...new Set(roles.filter((role) => typeof role === 'string'))],
      hasUnknownRole: roles.some((role) => typeof role !== 'string'),
      logGroups: [...new Set(logGroups.filter((group) => typeof group === 'string'))],
      hasUnknownLogGroup: logGroups.some((group) => typeof group !== 'string'),
    };
  });
}

/** Lists the log groups that a logging configuration may name. A function without one writes to the default group. */
function listLogGroupNames(configuration: unknown, defaultGroup: string): unknown[] {
  return listBranches(configuration, '').flatMap(({ value }) => {
    if (isIntrinsic(value)) return [value];
    return listBranches(toRecord(value).LogGroup, '').map((group) => group.value ?? defaultGroup);
  });
}

export function readLogGroups(world: World): LogGroupRecord[] {
  return findResources(world, 'AWS::Logs::LogGroup').map(({ stack, id }) => ({
    ...readDeclaration(stack, id, stack.getRef(id), stack.getAttribute(id, 'Arn').replace(/:\*$/, '')),
    key: stack.getProperty(id, 'KmsKeyId'),
  }));
}

export function readKeys(world: World): KeyRecord[] {
  const declared = findResources(world, 'AWS::KMS::Key', 'AWS::KMS::ReplicaKey')
    .map(({ stack, id }) => ({ stack, id, name: stack.getRef(id), arn: stack.getAttribute(id, 'Arn') }));
  const aliases = findResources(world, 'AWS::KMS::Alias').flatMap(({ stack, id }) => {
    const target = stack.getProperty(id, 'TargetKeyId');
    const isHere = (key: { readonly stack: StackValues }) => identifyEnvironment(key.stack) === identifyEnvironment(stack);
    const targets = declared.filter((key) => target === key.arn || (target === key.name && isHere(key)));
    // stages may have keys of one ARN
    return listNearest(targets, stack.source.path, (key) => key.stack.source.path).map((key) => ({ key, name: stack.getRef(id) }));
  });
  return declared.map((key) => {
    const { stack, id, name, arn } = key;
    return {
      ...readDeclaration(stack, id, name, arn),
      policy: readPolicyDocument(stack.getProperty(id, 'KeyPolicy'), `${stack.source.path}/${id}.Properties.KeyPolicy`) ?? makeDefaultKeyPolicy(`arn:${stack.source.partition}:iam::${stack.source.account}:root`),
      aliases: aliases.filter((alias) => alias.key === key).map((alias) => alias.name),
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
  return makeOpenPolicy(principal, 'kms:*');
}

/** Makes the policy of a resource that leaves actions to the identity policies of an account. */
export function makeOpenPolicy(principal: string, action: string): PolicyDocument {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: principal }, Action: action, Resource: '*' }] };
}

/** A table in one Region, with the properties that it has there. */
interface TablePlace {
  readonly region: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly path: string;
  /** The property with the policy of the stream. */
  readonly streamProperty: 'StreamSpecification' | 'ReplicaStreamSpecification';
}

export function readTables(world: World): TableRecord[] {
  const tables = readDeclaredTables(world);
  return tables.map((table) => inheritFromSource(table, tables));
}

/**
 * Adds to a replica of a table in another account what it has from there: its keys, indexes and stream.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_MA_HowItWorks.html
 */
function inheritFromSource(table: TableRecord, tables: readonly TableRecord[]): TableRecord {
  if (table.source === undefined) return table;
  const stream = makeStreamArn(table.arn);
  const [source] = listNearest(tables.filter(({ arn }) => arn === table.source), table.origin.stack, ({ origin }) => origin.stack);
  if (!source) return { ...table, hasUnknownParts: true, stream };
  const { partitionKey, sortKey, indexes } = source;
  return {
    ...table,
    ...{ partitionKey, sortKey },
    indexes: indexes.map((index) => ({ ...index, arn: `${table.arn}/index/${index.name}` })),
    stream: source.stream && stream,
  };
}

function makeStreamArn(table: string): string {
  return `${table}/stream/${STREAM_LABEL}`;
}

function readDeclaredTables(world: World): TableRecord[] {
  const replications = readReplications(world);
  return findResources(world, 'AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable').flatMap(({ stack, id }) => {
    const [name, arn] = [stack.getRef(id), stack.getAttribute(id, 'Arn')];
    const list = (property: string) => listItemBranches(stack.getProperty(id, property), property).map(({ value }) => toRecord(value));
    const hasStream = listPossibleValues(stack.getProperty(id, 'StreamSpecification'), '').length > 0;
    const source = stack.getProperty(id, 'GlobalTableSourceArn');
    const table = { ...readDeclaration(stack, id, name, arn), ...readKeySchema(list('KeySchema')), ...source !== undefined && { source } };
    return [...listTablePlaces(stack, id), ...listReplicationPlaces(stack, id, replications)].map(({ region, properties, path, streamProperty }) => {
      const tableArn = arn.replace(/^((?:[^:]*:){3})[^:]*/, `$1${region}`);
      const [stream] = listMembers(properties[streamProperty], '');
      const keys = readTableKeys(properties.SSESpecification, `${path}.SSESpecification`);
      return {
        ...table,
        region,
        arn: tableArn,
        indexes: INDEX_TYPES.flatMap((type) => readIndexes(type, list(INDEX_PROPERTIES[type]), tableArn)),
        stream: hasStream ? makeStreamArn(tableArn) : undefined,
        key: keys.find(({ named }) => named !== undefined)?.named,
        keys,
        policy: readResourcePolicy(properties.ResourcePolicy, `${path}.ResourcePolicy`),
        streamPolicy: readResourcePolicy(stream?.value.ResourcePolicy, `${path}.${streamProperty}.ResourcePolicy`),
      };
    });
  });
}

/** Lists the Regions of a table. A replica whose Region can't be known is left out, and recorded as unresolved. */
function listTablePlaces(stack: StackValues, id: string): TablePlace[] {
  const getProperties = (...names: string[]) => Object.fromEntries(names.map((name) => [name, stack.getProperty(id, name)]));
  const path = `${stack.source.path}/${id}.Properties`;
  const replicas = listMembers(stack.getProperty(id, 'Replicas'), `${path}.Replicas`).flatMap(({ value }, index): TablePlace[] => {
    if (typeof value.Region !== 'string') return [];
    return [{ region: value.Region, properties: value, path: `${path}.Replicas.${index}`, streamProperty: 'ReplicaStreamSpecification' }];
  });
  if (replicas.length > 0) return replicas;
  const properties = getProperties('SSESpecification', 'ResourcePolicy', 'StreamSpecification');
  return [{ region: stack.source.region, properties, path, streamProperty: 'StreamSpecification' }];
}

/** A custom resource of CDK that makes a replica of a table in another Region. */
interface Replication {
  readonly stack: StackValues;
  readonly table: string;
  readonly region: string;
}

/**
 * Reads the replicas that CDK makes for `replicationRegions` of `Table`. A replica whose Region can't be known is recorded as unresolved.
 * In a stack without a Region, CDK adds a condition to each replica: that the stack is deployed elsewhere.
 */
function readReplications(world: World): Replication[] {
  const resources = world.stacks.flatMap((stack) => stack.listPossibleResources('Custom::DynamoDBReplica').map(([id]) => ({ stack, id })));
  return resources.flatMap(({ stack, id }) => {
    const [table, region] = ['TableName', 'Region'].map((name) => stack.getProperty(id, name));
    return typeof table === 'string' && typeof region === 'string' ? [{ stack, table, region }] : [];
  });
}

/** Lists the Regions in which custom resources make replicas of a table. These have neither a policy nor a customer managed key. */
function listReplicationPlaces(stack: StackValues, id: string, replications: readonly Replication[]): TablePlace[] {
  const name = stack.getRef(id);
  const regions = replications.filter((each) => each.stack === stack && each.table === name).map(({ region }) => region);
  return [...new Set(regions)].filter((region) => region !== stack.source.region)
    .map((region) => ({ region, properties: {}, path: `${stack.source.path}/${id}.Properties`, streamProperty: 'StreamSpecification' }));
}

/** Lists the objects that a property may have or be. */
function listMembers(value: unknown, path: string) {
  return listItemBranches(value, path).filter((branch) => isRecord(branch.value));
}

function readTableKeys(specification: unknown, path: string): TableKey[] {
  return listPossibleValues(specification, path).flatMap(({ value }): TableKey[] => {
    if (!isRecord(value) || isIntrinsic(value)) return [{ path }];
    if (String(value.SSEEnabled) === 'false') return [];
    const keyPath = `${path}.KMSMasterKeyId`;
    return listPossibleValues(value.KMSMasterKeyId, keyPath)
      .map(({ value: named }) => ({ path: keyPath, ...typeof named === 'string' && { named } }))
      .filter(mayBeCustomerManaged);
  });
}

/** Returns false for the key that AWS manages for DynamoDB. Its policy allows everybody in the account who may use the table. */
export function mayBeCustomerManaged({ named }: TableKey): boolean {
  return named === undefined || !AWS_MANAGED_KEY.test(named);
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html */
const AWS_MANAGED_KEY = /(^|:)alias\/aws\/dynamodb$/;

function readResourcePolicy(value: unknown, path: string): PolicyDocument | undefined {
  const documents = listPossibleValues(value, path).flatMap(({ value: policy, ...choice }) => {
    const written = isRecord(policy) && !isIntrinsic(policy) ? policy.PolicyDocument : policy;
    return toList(readPolicyDocument(written, `${path}.PolicyDocument`)).map((document) => markUncertain(document, choice));
  });
  if (documents.length < 2) return documents[0];
  return { ...documents[0], Statement: documents.flatMap(({ Statement }) => toList(Statement)) };
}

const INDEX_PROPERTIES = { global: 'GlobalSecondaryIndexes', local: 'LocalSecondaryIndexes', vector: 'VectorIndexes' } as const;

function readIndexes(type: IndexRecord['type'], indexes: readonly Record<string, unknown>[], table: string): IndexRecord[] {
  return indexes.flatMap((index) => listPossibleValues(index.IndexName, '').flatMap(({ value: name }) => {
    if (typeof name !== 'string') return [];
    return [{ name, arn: `${table}/index/${name}`, type, ...readKeySchema(listMembers(index.KeySchema, '').map(({ value }) => value)) }];
  }));
}

function readKeySchema(schema: readonly Record<string, unknown>[]): KeySchema {
  const listAttributes = (type: string) => schema.filter(({ KeyType }) => KeyType === type)
    .map(({ AttributeName }) => AttributeName).filter((name) => typeof name === 'string');
  return { partitionKey: listAttributes('HASH'), sortKey: listAttributes('RANGE') };
}

function readDeclaration(stack: StackValues, id: string, name: string, arn: string): Declared {
  const { account, region } = stack.source;
  return { origin: getOrigin(stack, id), name, arn, account, region, changedBy: stack.listMacros(id) };
}

function identifyEnvironment({ source: { account, region } }: StackValues): string {
  return `${account}/${region}`;
}
