import { PARTNER, FuzzedApp } from './apps';
import { Instance, Resource } from './instantiate';
import { authorize, PolicyDocument } from '../../../src/policy/evaluate';
import { PROBLEMS } from '../../../src/problems/catalogue';
import { neededOnKey, neededPermissions } from '../../catalogue/needed-pairs';
import { ENV } from '../../support/app';

const BASIC: PolicyDocument = {
  Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' }],
};

/** The policy of a key that leaves it to IAM: another one is warned of. */
const KEY = {
  account: ENV.account,
  document: {
    Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ENV.account}:root` }, Action: 'kms:*', Resource: '*' }],
  },
};

interface Need {
  readonly action: string;
  readonly resource: string;
  readonly context?: Record<string, string | string[]>;
  /** Warnings that say that this may be missing. */
  readonly excuses: readonly string[];
}

/**
 * What is missing of an app's permissions at some deployment of its template, unless a warning says so.
 *
 * @param before the template of the app without its access
 */
export function findFaults(app: FuzzedApp, template: any, before: any, warnings: readonly string[]): string[] {
  const parameters = { Text: 'text', List: ['text'] };
  return [true, false].flatMap((First) => [true, false].flatMap((Second) => {
    const deployment = { conditions: { First, Second }, parameters };
    const instance = new Instance(template, deployment);
    const needs = app.partner ? judgePolicy(app, instance, new Instance(before, deployment)) : judgeRole(app, instance);
    return needs.filter(({ excuses }) => !excuses.some((id) => warnings.includes(id)))
      .map(({ action, resource }) => `${action} on ${resource} where First is ${First} and Second is ${Second}`);
  }));
}

function judgeRole(app: FuzzedApp, instance: Instance): Need[] {
  const role = app.fn ? instance.resource(app.fn).Properties.Role as string : instance.arn(app.role!);
  const id = instance.ids('AWS::IAM::Role').find((each) => instance.arn(each) === role);
  if (!id) return [{ action: 'a role of the app', resource: role, excuses: [] }];
  const identity = listDocuments(instance, id);
  const needs = [...listTableNeeds(app, instance), ...app.fn ? listLogNeeds(app.fn, instance) : []];
  return needs.filter(({ action, resource, context = {} }) =>
    !authorize({ identity, ...action.startsWith('kms:') ? { resource: KEY } : {} }, { principal: { arn: role, account: ENV.account }, action, resource, context }).allowed);
}

function listDocuments(instance: Instance, role: string): PolicyDocument[] {
  const name = instance.name(role);
  const { Policies = [], ManagedPolicyArns = [] } = instance.resource(role).Properties;
  const attached = instance.ids('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy').map((id) => [id, instance.resource(id)] as const)
    .filter(([id, { Type, Properties }]) => [Properties.Roles ?? []].flat().includes(name)
      || (Type === 'AWS::IAM::ManagedPolicy' && [ManagedPolicyArns].flat().includes(instance.arn(id))));
  return [
    ...[Policies].flat().map(({ PolicyDocument: document }) => document),
    ...attached.map(([, { Properties }]) => Properties.PolicyDocument),
    ...[ManagedPolicyArns].flat().some((arn) => `${arn}`.endsWith('AWSLambdaBasicExecutionRole')) ? [BASIC] : [],
  ].filter((document) => typeof document === 'object' && Array.isArray(document.Statement) && document.Statement.length > 0);
}

function listTableNeeds(app: FuzzedApp, instance: Instance): Need[] {
  const arn = instance.arn(app.table);
  const { Properties } = instance.resource(app.table);
  const stream = Properties.StreamSpecification === undefined ? undefined : `${arn}/stream/2000-01-01T00:00:00.000`;
  const bucket = instance.arn(app.bucket);
  const indexes = [Properties.GlobalSecondaryIndexes ?? [], Properties.LocalSecondaryIndexes ?? []].flat()
    .map((index) => index?.IndexName).filter((name) => name !== undefined).map((name) => `${arn}/index/${name}`);
  const bucketKeys = listBucketKeys(app, instance);
  return app.features.flatMap((feature) => [
    ...neededPermissions(feature, {
      tables: [arn], indexes, vectorIndexes: [], stream, restored: arn, bucket, bucketKey: bucketKeys[0], kinesisStream: arn, importLogs: '*',
    }).map(({ action, resource }): Need => ({
      action,
      resource,
      ...action.startsWith('kms:') ? { context: { 'kms:ViaService': `s3.${ENV.region}.amazonaws.com` } } : {},
      excuses: action.startsWith('kms:') ? ['unknownBucketKey'] : resource.includes('/index/') ? ['unknownIndexes'] : [],
    })),
    ...listTableKeys(Properties).flatMap((id) => findKey(instance, id)).flatMap(({ key, aliases }) => neededOnKey(feature).map((action): Need => ({
      action, resource: key, context: { 'kms:ViaService': `dynamodb.${ENV.region}.amazonaws.com`, 'kms:ResourceAliases': aliases }, excuses: ['unknownTableKey'],
    }))),
  ]);
}

/** The customer managed keys that encrypt the table in its own Region. */
function listTableKeys({ SSESpecification, Replicas }: any): unknown[] {
  if (Replicas !== undefined) {
    return [Replicas].flat().filter((replica: any) => replica?.Region === ENV.region).map((replica: any) => replica.SSESpecification?.KMSMasterKeyId);
  }
  return SSESpecification?.SSEEnabled === true ? [SSESpecification.KMSMasterKeyId] : [];
}

function listBucketKeys({ bucket }: FuzzedApp, instance: Instance): string[] {
  const rules = instance.resource(bucket).Properties.BucketEncryption?.ServerSideEncryptionConfiguration ?? [];
  return [rules].flat().flatMap((rule: any) => findKey(instance, rule?.ServerSideEncryptionByDefault?.KMSMasterKeyID)).map(({ key }) => key);
}

/** What KMS makes of the id of a key, its ARN, or the name or ARN of an alias. */
function findKey(instance: Instance, id: unknown): { key: string; aliases: string[] }[] {
  if (typeof id !== 'string') return [];
  const [, alias] = /(alias\/.+)$/.exec(id) ?? [];
  if (alias?.startsWith('alias/aws/')) return [];
  if (alias !== undefined) {
    const [found] = instance.ids('AWS::KMS::Alias').filter((each) => instance.name(each) === alias);
    return found ? findKey(instance, instance.resource(found).Properties.TargetKeyId).map(({ key }) => ({ key, aliases: [alias] })) : [];
  }
  return [{ key: id.startsWith('arn:') ? id : `arn:aws:kms:${ENV.region}:${ENV.account}:key/${id}`, aliases: ['alias/orders'] }];
}

function listLogNeeds(fn: string, instance: Instance): Need[] {
  const group = instance.resource(fn).Properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${instance.name(fn)}`;
  const resource = `arn:aws:logs:${ENV.region}:${ENV.account}:log-group:${group}:log-stream:today`;
  return ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({ action, resource, excuses: ['unknownLogGroup'] }));
}

/** A policy of a table must allow the partner what is asked for, and keep what the user wrote. */
function judgePolicy(app: FuzzedApp, instance: Instance, before: Instance): Need[] {
  const policies = listResourcePolicies(app, instance);
  const lost = listResourcePolicies(app, before)
    .flatMap((statements, index) => statements.filter((statement) => !policies[index].includes(statement)));
  const [ofTable] = policies;
  const isAllowed = ofTable.map((statement) => JSON.parse(statement)).some(({ Effect, Principal, Action }) => Effect === 'Allow'
    && JSON.stringify(Principal).includes(PARTNER) && [Action].flat().includes('dynamodb:GetItem'));
  return [
    ...lost.map((statement) => ({ action: 'what the user wrote', resource: statement, excuses: [] })),
    ...isAllowed || findOwnPart(instance.resource(app.table)) === undefined ? []
      : [{ action: 'dynamodb:GetItem', resource: 'the resource policy', excuses: [] }],
  ];
}

/** The statements of the policies of the table, its stream and its key. */
function listResourcePolicies({ table }: FuzzedApp, instance: Instance): string[][] {
  const part = findOwnPart(instance.resource(table));
  const stream = part?.StreamSpecification ?? part?.ReplicaStreamSpecification;
  return [part?.ResourcePolicy?.PolicyDocument, stream?.ResourcePolicy?.PolicyDocument, instance.resource('Key').Properties.KeyPolicy]
    .map((document) => [document?.Statement ?? []].flat().map((statement) => JSON.stringify(statement)));
}

/** A table, or its replica in its own Region, without which it can't be deployed. */
function findOwnPart({ Properties }: Resource): any {
  if (Properties.Replicas === undefined) return Properties;
  return [Properties.Replicas].flat().find((replica: any) => replica?.Region === ENV.region);
}

/** The ids of an error; nothing for one that isn't documented. */
export function listErrorIds(error: Error): string[] {
  const ids = [...error.message.matchAll(/ \[cdk-dynamo-access:(\w+)\]$/gm)].map(([, id]) => id);
  return error.name === 'TypeError' ? [] : ids.filter((id) => PROBLEMS[id as keyof typeof PROBLEMS]?.level === 'error');
}
