import { App, CfnCondition, CfnMapping, CfnParameter, CfnResource, Fn, Stack } from 'aws-cdk-lib';
import { AttributeType, CfnGlobalTable, CfnTable, ITableRef, Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { AccountPrincipal, CfnManagedPolicy, CfnPolicy, CfnRole, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnAlias, CfnKey, Key } from 'aws-cdk-lib/aws-kms';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import * as fc from 'fast-check';
import { Change, changes, apply, Values } from './changes';
import { DynamoAccessRole, LambdaTableAccess, TableAccessGrants, TableAccessPolicy, TableFeature, TableRef } from '../../../src';
import { ENV, newFunction } from '../../support/app';

/** What a random app is made of. */
export interface Recipe {
  readonly table: 'CfnTable' | 'CfnGlobalTable' | 'Table' | 'TableV2';
  readonly access: 'none' | 'grants' | 'role' | 'function' | 'given role' | 'policy';
  readonly features: readonly string[];
  readonly changes: Change[];
}

/** What the judge looks at, by logical ids. */
export interface FuzzedApp {
  readonly stack: Stack;
  readonly table: string;
  readonly bucket: string;
  readonly features: readonly string[];
  readonly fn?: string;
  readonly role?: string;
  readonly partner?: string;
  /** For messages. */
  readonly changes: string[];
}

export const recipes: fc.Arbitrary<Recipe> = fc.record({
  table: fc.constantFrom('CfnTable' as const, 'CfnGlobalTable' as const, 'Table' as const, 'TableV2' as const),
  access: fc.constantFrom('grants' as const, 'role' as const, 'function' as const, 'given role' as const, 'policy' as const),
  features: fc.subarray(['READ_ITEM', 'QUERY', 'SCAN', 'PUT_ITEM', 'STREAM_READ', 'EXPORT'], { minLength: 1, maxLength: 2 }),
  changes,
});

export const PARTNER = '222222222222';
export const KEY_ARN = `arn:aws:kms:${ENV.region}:${ENV.account}:key/1234abcd`;

const KEY_SCHEMA = [{ attributeName: 'pk', keyType: 'HASH' }];
const SCHEMA = [{ AttributeName: 'pk', KeyType: 'HASH' }];
const PARTITION_KEY = { name: 'pk', type: AttributeType.STRING };
const index = (name: unknown) => ({ IndexName: name, KeySchema: SCHEMA, Projection: { ProjectionType: 'ALL' } });
const document = (action: string) => ({
  Version: '2012-10-17', Statement: [{ Sid: 'Mine', Effect: 'Deny', Principal: '*', Action: action, Resource: '*' }],
});
const keyId = (id: unknown) => ({ SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: id });
const ARN = { 'Fn::GetAtt': ['Key', 'Arn'] };

const KEY_IDS = [ARN, { Ref: 'Key' }, KEY_ARN, '1234abcd', { 'Fn::Sub': 'arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:alias/orders' },
  { Ref: 'Alias' }, { 'Fn::If': ['Second', ARN, KEY_ARN] }, { 'Fn::Join': [':', ['arn:aws:kms', { Ref: 'AWS::Region' }, ENV.account, { Ref: 'Alias' }]] }];

const INDEXES = [[index('byDate')], [index('byDate'), index('byName')], [index('byName'), { 'Fn::If': ['First', index('byDate'), { Ref: 'AWS::NoValue' }] }],
  [index({ 'Fn::If': ['Second', 'byDate', 'byName'] })], [index({ Ref: 'Text' })]];

const TABLE: Values = {
  GlobalSecondaryIndexes: INDEXES,
  LocalSecondaryIndexes: INDEXES,
  SSESpecification: [...KEY_IDS.map(keyId), { SSEEnabled: false }, { SSEEnabled: { 'Fn::If': ['First', true, false] }, KMSMasterKeyId: ARN }],
  StreamSpecification: [{ StreamViewType: 'NEW_IMAGE' }, { StreamViewType: 'KEYS_ONLY', ResourcePolicy: { PolicyDocument: document('dynamodb:GetRecords') } }],
  ResourcePolicy: [{ PolicyDocument: document('dynamodb:DeleteTable') },
    { PolicyDocument: { 'Fn::If': ['Second', document('dynamodb:DeleteTable'), document('dynamodb:UpdateTable')] } }],
  KeySchema: [SCHEMA, [{ 'Fn::If': ['First', SCHEMA[0], SCHEMA[0]] }]],
  TableName: ['orders', 'others'],
};

const replica = (region: unknown, sse?: unknown) => ({ Region: region, ...sse === undefined ? {} : { SSESpecification: sse } });
const GLOBAL_TABLE: Values = {
  ...TABLE,
  SSESpecification: [{ SSEEnabled: true, SSEType: 'KMS' }, { SSEEnabled: false }],
  Replicas: [[replica(ENV.region)], ...KEY_IDS.map((id) => [replica(ENV.region, { KMSMasterKeyId: id })]),
    [replica(ENV.region), { 'Fn::If': ['First', replica('us-east-1'), { Ref: 'AWS::NoValue' }] }]],
};

const FUNCTION: Values = {
  LoggingConfig: [{ LogGroup: '/company/central' }, { LogFormat: 'JSON' }, { LogGroup: { 'Fn::If': ['Second', '/company/one', '/company/two'] } }],
  Role: [{ 'Fn::GetAtt': ['Other', 'Arn'] }],
  VpcConfig: [{ SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] }],
  TracingConfig: [{ Mode: 'Active' }],
  FunctionName: ['reader', 'writer'],
  DurableConfig: [{ ExecutionTimeout: 60 }],
};
const BASIC = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
const ROLE: Values = {
  ManagedPolicyArns: [[BASIC], [{ Ref: 'Managed' }], [BASIC, { 'Fn::If': ['Second', { Ref: 'Managed' }, { Ref: 'AWS::NoValue' }] }]],
  Policies: [[{ PolicyName: 'Own', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] } }]],
  PermissionsBoundary: [{ Ref: 'Managed' }],
  RoleName: ['reader'],
  AssumeRolePolicyDocument: [{
    Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs-tasks.amazonaws.com' } }],
  }],
};
const BUCKET: Values = {
  BucketEncryption: KEY_IDS.slice(0, 4).map((id) => ({
    ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: id } }],
  })),
  BucketName: ['orders-exports'],
};
const KEY: Values = { KeyPolicy: [document('kms:ScheduleKeyDeletion')], MultiRegion: [true, false] };
const POLICY: Values = {
  PolicyDocument: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'dynamodb:*', Resource: '*' }] }],
  Roles: [[{ Ref: 'Other' }]],
  Users: [['somebody']],
  Groups: [['everybody']],
};

/** Writes an app of a recipe. */
export function writeApp(recipe: Recipe, outdir: string): FuzzedApp {
  const stack = new Stack(new App({ outdir, analyticsReporting: false, treeMetadata: false }), 'Stack', { env: ENV });
  new CfnParameter(stack, 'Text', { default: 'text' });
  new CfnParameter(stack, 'List', { type: 'CommaDelimitedList', default: 'text' });
  for (const name of ['First', 'Second']) new CfnCondition(stack, name, { expression: Fn.conditionEquals(Fn.ref('Text'), name) });
  new CfnMapping(stack, 'Map', { mapping: { a: { b: 'text' } } });
  const key = new CfnKey(stack, 'Key');
  new CfnAlias(stack, 'Alias', { aliasName: 'alias/orders', targetKeyId: key.ref });
  new CfnLogGroup(stack, 'Logs', { logGroupName: '/aws/lambda/reader' });
  const other = new CfnRole(stack, 'Other', { assumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } });
  const managed = new CfnManagedPolicy(stack, 'Managed', {
    policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*' }] },
  });
  const policy = new CfnPolicy(stack, 'Mine', {
    policyName: 'mine', roles: [other.ref], policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] },
  });
  const bucket = new CfnBucket(stack, 'Bucket');
  const table = makeTable(stack, recipe.table);
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const fn = newFunction(stack, 'Fn', recipe.access === 'given role' ? { role } : {});
  const l1 = (construct: { node: { defaultChild?: unknown } }) => construct.node.defaultChild as CfnResource;
  const declaration = CfnResource.isCfnResource(table.construct) ? table.construct : l1(table.construct);
  const resources: [CfnResource, Values][] = [
    [declaration, table.values], [declaration, table.values], [l1(fn), FUNCTION], [l1(fn.role!), ROLE], [l1(role), ROLE], [bucket, BUCKET],
    [key, KEY], [policy, POLICY], [managed, POLICY],
  ];
  const done = recipe.changes.map((change) => apply(stack, resources, change));
  const id = (resource: CfnResource) => stack.resolve(resource.logicalId) as string;
  const looked = declareAccess(stack, recipe, { table: table.ref, bucket, role, fn });
  return {
    stack,
    table: id(declaration),
    bucket: id(bucket),
    features: recipe.features,
    changes: done,
    ...looked.fn ? { fn: id(l1(looked.fn)) } : {},
    ...looked.role ? { role: id(l1(looked.role)) } : {},
    ...looked.isPolicy ? { partner: PARTNER } : {},
  };
}

function makeTable(stack: Stack, kind: Recipe['table']): { construct: CfnTable | CfnGlobalTable | Table | TableV2; ref: ITableRef; values: Values } {
  const attributeDefinitions = [{ attributeName: 'pk', attributeType: 'S' }];
  switch (kind) {
    case 'CfnTable': {
      const table = new CfnTable(stack, 'Table', { keySchema: KEY_SCHEMA, attributeDefinitions, billingMode: 'PAY_PER_REQUEST' });
      return { construct: table, ref: table, values: TABLE };
    }
    case 'CfnGlobalTable': {
      const table = new CfnGlobalTable(stack, 'Table', { keySchema: KEY_SCHEMA, attributeDefinitions, replicas: [{ region: ENV.region }] });
      return { construct: table, ref: TableRef.fromGlobalTable(table), values: GLOBAL_TABLE };
    }
    case 'Table': {
      const table = new Table(stack, 'Table', { partitionKey: PARTITION_KEY, encryptionKey: new Key(stack, 'TableKey') });
      table.addGlobalSecondaryIndex({ indexName: 'byStatus', partitionKey: { name: 'status', type: AttributeType.STRING } });
      return { construct: table, ref: table, values: TABLE };
    }
    case 'TableV2': {
      const table = new TableV2(stack, 'Table', { partitionKey: PARTITION_KEY });
      return { construct: table, ref: table, values: GLOBAL_TABLE };
    }
  }
}

interface Parts {
  readonly table: ITableRef;
  readonly bucket: CfnBucket;
  readonly role: Role;
  readonly fn: LambdaFunction;
}

/** Who has the access, if it isn't the policy of a table. */
interface Holder {
  readonly fn?: LambdaFunction;
  readonly role?: Role;
  readonly isPolicy?: true;
}

function declareAccess(stack: Stack, { access, features: names }: Recipe, { table, bucket, role, fn }: Parts): Holder {
  const features = names.map((name) => (TableFeature as any)[name] as TableFeature);
  const scope = names.includes('EXPORT') ? { exportTo: { bucket, prefix: 'orders' } } : {};
  switch (access) {
    case 'none': return {};
    case 'grants':
      TableAccessGrants.fromTable(table, scope).features(role, ...features);
      return { role };
    case 'role': return { role: new DynamoAccessRole(stack, 'Access', { table, features, ...scope }).role };
    case 'function': case 'given role':
      new LambdaTableAccess(stack, 'Access', { function: fn, table, features, ...scope });
      return { fn };
    case 'policy':
      new TableAccessPolicy(stack, 'Access', {
        table,
        principals: [new AccountPrincipal(PARTNER)],
        features: [...new Set([...features.filter(({ name }) => name !== 'EXPORT'), TableFeature.READ_ITEM])],
      });
      return { isPolicy: true };
  }
}

