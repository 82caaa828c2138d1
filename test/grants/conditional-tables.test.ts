import { App, Aspects, Aws, CfnCondition, CfnParameter, CfnResource, Fn, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AttributeType, CfnGlobalTable, CfnTable, GlobalTableSettingsReplicationMode, ITableRef, StreamViewType, Table, TableV2, TableV2MultiAccountReplica } from 'aws-cdk-lib/aws-dynamodb';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnAlias, CfnKey, Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { AttributeScope, DynamoAccessRole, RoleLogs, TableAccessGrants, TableAccessScope, TableDenial, TableFeature, TableRef } from '../../src';
import { ENV, FLAG_SETTINGS, newStack, permissionsOf } from '../support/app';
import { problemsOf, warningsOf } from '../support/messages';
import '../support/quiet';

const SCHEMA = [{ AttributeName: 'pk', KeyType: 'HASH' }];
const keySchema = [{ attributeName: 'pk', keyType: 'HASH' }];
const NO_VALUE = { Ref: 'AWS::NoValue' };
const KEY_ARN = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd';
const index = (name: unknown) => ({ IndexName: name, KeySchema: SCHEMA, Projection: { ProjectionType: 'ALL' } });
const ifProd = (value: unknown, otherwise: unknown = NO_VALUE) => ({ 'Fn::If': ['Prod', value, otherwise] });

function newConditionalStack(flags = {}): Stack {
  const stack = newStack(flags, ENV);
  new CfnCondition(stack, 'Prod', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
  new CfnParameter(stack, 'Parameter');
  return stack;
}

/** A stack with an access to a CfnTable that has these properties, as its template writes them. */
function access(properties: Record<string, unknown>, features: TableFeature[], scope: TableAccessScope = {}, stack = newConditionalStack()): Stack {
  const table = new CfnTable(stack, 'Table', { keySchema });
  for (const [name, value] of Object.entries(properties)) table.addPropertyOverride(name, value);
  TableAccessGrants.fromTable(table, scope).features(newRole(stack), ...features);
  return stack;
}

function newRole(stack: Stack): Role {
  return new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
}

const ofIndexes = (stack: Stack) => permissionsOf(stack).filter((pair) => pair.includes('/index/'));
const ofKeys = (stack: Stack) => permissionsOf(stack).filter((pair) => pair.startsWith('kms:'));
const idsOf = (stack: Stack) => warningsOf(stack).flatMap((text) => /cdk-dynamo-access:(\w+)/.exec(text)?.[1] ?? []);

describe('the indexes of a table count in all branches of its template:', () => {
  test.each<[string, unknown, string[]]>([
    ['the list under a condition', ifProd([index('byDate')]), ['byDate']],
    ['another list under a condition', ifProd([index('byDate')], [index('byName')]), ['byDate', 'byName']],
    ['an index under a condition', [index('byName'), ifProd(index('byDate'))], ['byDate', 'byName']],
    ['a name under a condition', [index(ifProd('byDate', 'byName'))], ['byDate', 'byName']],
  ])('%s', (_kind, value, names) => {
    expect(ofIndexes(access({ GlobalSecondaryIndexes: value }, [TableFeature.QUERY])))
      .toEqual(names.map((name) => `dynamodb:Query on <Table.Arn>/index/${name}`));
  });

  test('a named index may be in one branch', () => {
    expect(ofIndexes(access({ LocalSecondaryIndexes: ifProd([index('byDate')]) }, [TableFeature.QUERY.onIndexes('byDate')])))
      .toEqual(['dynamodb:Query on <Table.Arn>/index/byDate']);
  });

  test('a named index that is in no branch fails', () => {
    expect(problemsOf(access({ GlobalSecondaryIndexes: ifProd([index('byDate')]) }, [TableFeature.QUERY.onIndexes('byName')]))[0])
      .toContain('cdk-dynamo-access:indexNotDeclared');
  });

  test('what CloudFormation alone knows has a warning, and the others count', () => {
    const stack = access({ GlobalSecondaryIndexes: [index('byDate'), { Ref: 'Parameter' }] }, [TableFeature.QUERY]);

    expect(ofIndexes(stack)).toEqual(['dynamodb:Query on <Table.Arn>/index/byDate']);
    expect(warningsOf(stack)).toEqual([
      '/Stack/Table: QUERY on Stack/Table is allowed only on some indexes, because only CloudFormation knows the others; expected a feature '
        + "that names its indexes; write QUERY.onIndexes('name'), or QUERY.onTable() if the function uses no index [ack: "
        + 'cdk-dynamo-access:unknownIndexes]',
    ]);
  });

  test.each([TableFeature.QUERY.onTable(), TableFeature.QUERY.onIndexes('byDate')])('the remedy of that warning ends it: %s', (feature) => {
    expect(warningsOf(access({ GlobalSecondaryIndexes: { Ref: 'Parameter' } }, [feature]))).toEqual([]);
  });
});

describe.each(FLAG_SETTINGS)('the key of a table counts in all branches of its template, %s:', (_name, flags) => {
  const sse = (id: unknown) => ({ SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: id });
  const ARN = { 'Fn::GetAtt': ['Key', 'Arn'] };

  function keysWith(properties: Record<string, unknown>): string[] {
    const stack = newConditionalStack(flags);
    new CfnAlias(stack, 'Alias', { aliasName: 'alias/orders', targetKeyId: new CfnKey(stack, 'Key').attrArn });
    return ofKeys(access(properties, [TableFeature.READ_ITEM], {}, stack));
  }

  test.each<[string, Record<string, unknown>, string[]]>([
    ['the specification under a condition', { SSESpecification: ifProd(sse(ARN)) }, ['<Key.Arn>']],
    ['its id under a condition', { SSESpecification: sse(ifProd(ARN, KEY_ARN)) }, ['<Key.Arn>', KEY_ARN]],
    ['its id, or nothing', { SSESpecification: sse(ifProd(ARN)) }, ['<Key.Arn>']],
    ['encryption on under a condition', { SSESpecification: { ...sse(ARN), SSEEnabled: ifProd(true, false) } }, ['<Key.Arn>']],
    ['encryption off in the branch that has the key', { SSESpecification: ifProd({ SSEEnabled: false, KMSMasterKeyId: ARN }, { SSEEnabled: true }) }, []],
    ['an override of its id alone', { 'SSESpecification.SSEEnabled': true, 'SSESpecification.KMSMasterKeyId': ARN }, ['<Key.Arn>']],
    ['its Ref', { SSESpecification: sse({ Ref: 'Key' }) }, ['<Key.Arn>']],
    ['an alias by its Ref', { SSESpecification: sse({ Ref: 'Alias' }) }, ['<Key.Arn>']],
    ['an alias by Fn::Sub', { SSESpecification: sse({ 'Fn::Sub': 'arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:alias/orders' }) },
      ['<Key.Arn>']],
    ['an alias by Fn::Sub with its Ref', { SSESpecification: sse({ 'Fn::Sub': 'arn:aws:kms:${AWS::Region}:${AWS::AccountId}:${Alias}' }) }, ['<Key.Arn>']],
    ['an alias by Fn::Join', { SSESpecification: sse({ 'Fn::Join': [':', ['arn:aws:kms:eu-west-1', { Ref: 'AWS::AccountId' }, { Ref: 'Alias' }]] }) },
      ['<Key.Arn>']],
    ['an alias in one of two branches', { SSESpecification: sse(ifProd({ Ref: 'Alias' }, KEY_ARN)) }, ['<Key.Arn>', KEY_ARN]],
  ])('%s', (_kind, properties, keys) => {
    expect(keysWith(properties)).toEqual(keys.map((key) => `kms:Decrypt on ${key}`).sort());
  });

  test.each<[string, (key: Key) => string]>([
    ['aliasArn', (key) => key.addAlias('alias/orders').aliasArn], ['keyArn', (key) => key.addAlias('alias/orders').keyArn],
    ['aliasName', (key) => key.addAlias('alias/orders').aliasName],
  ])('an alias of CDK by its %s', (_kind, makeId) => {
    const stack = newConditionalStack(flags);
    const table = new CfnTable(stack, 'Table', { keySchema, sseSpecification: { sseEnabled: true, kmsMasterKeyId: makeId(new Key(stack, 'Key')) } });
    TableAccessGrants.fromTable(table).features(newRole(stack), TableFeature.READ_ITEM);

    expect(ofKeys(stack)).toEqual(['kms:Decrypt on <Key961B73FD.Arn>']);
  });

  test('an alias of another stack', () => {
    const app = new App({ context: { ...flags } });
    const [keys, stack] = [new Stack(app, 'Keys', { env: ENV }), new Stack(app, 'Stack', { env: ENV })];
    const { aliasArn } = new Key(keys, 'Key').addAlias('alias/orders');
    const table = new CfnTable(stack, 'Table', { keySchema, sseSpecification: { sseEnabled: true, kmsMasterKeyId: aliasArn } });
    TableAccessGrants.fromTable(table).features(newRole(stack), TableFeature.READ_ITEM);

    // with other flags and on other versions, CDK refers to another stack by an export, an output or a name
    expect(ofKeys(stack).join()).toMatch(/^kms:Decrypt on (\{"Fn::(ImportValue|GetStackOutput)":.*OutputFnGetAttKey961B73FDArn.*\}|arn:<AWS::Partition>:kms:eu-west-1:111122223333:key\/\*)$/);
  });
});

describe('the key of a global table', () => {
  const KEY = { KMSMasterKeyId: KEY_ARN };

  function globalAccess(change: (table: CfnGlobalTable, stack: Stack) => void): Stack {
    const stack = newConditionalStack();
    const table = new CfnGlobalTable(stack, 'Table', { keySchema, attributeDefinitions: [], replicas: [{ region: ENV.region }] });
    change(table, stack);
    TableAccessGrants.fromTable(TableRef.fromGlobalTable(table)).features(newRole(stack), TableFeature.READ_ITEM);
    return stack;
  }

  test.each<[string, (table: CfnGlobalTable) => void]>([
    ['an override of its replica', (table) => table.addPropertyOverride('Replicas.0.SSESpecification', KEY)],
    ['an override of the id of its replica', (table) => table.addPropertyOverride('Replicas.0.SSESpecification.KMSMasterKeyId', KEY_ARN)],
    ['replicas under a condition', (table) => table.addPropertyOverride('Replicas', ifProd([{ Region: ENV.region, SSESpecification: KEY }], [{ Region: ENV.region }]))],
    ['a replica under a condition', (table) => table.addPropertyOverride('Replicas', [ifProd({ Region: ENV.region, SSESpecification: KEY })])],
    ['a Region under a condition', (table) => table.addPropertyOverride('Replicas', [{ Region: ifProd(ENV.region, 'us-east-1'), SSESpecification: KEY }])],
  ])('is found by %s', (_kind, change) => {
    expect(ofKeys(globalAccess(change))).toEqual([`kms:Decrypt on ${KEY_ARN}`]);
  });

  test('is found by an override of the replica of a TableV2', () => {
    const stack = newConditionalStack();
    const table = new TableV2(stack, 'Table', { partitionKey: { name: 'pk', type: AttributeType.STRING } });
    (table.node.defaultChild as CfnGlobalTable).addPropertyOverride('Replicas.0.SSESpecification.KMSMasterKeyId', KEY_ARN);
    TableAccessGrants.fromTable(table).features(newRole(stack), TableFeature.READ_ITEM);

    expect(ofKeys(stack)).toEqual([`kms:Decrypt on ${KEY_ARN}`]);
  });

  test('has a warning where CloudFormation alone knows the replicas', () => {
    expect(idsOf(globalAccess((table) => table.addPropertyOverride('Replicas', { Ref: 'Parameter' })))).toEqual(['unknownTableKey']);
  });
});

describe('a key that the app doesn\'t know', () => {
  test.each<[string, unknown]>([
    ['a specification', { Ref: 'Parameter' }],
    ['an id by a parameter, which may name an alias', { SSEEnabled: true, KMSMasterKeyId: { Ref: 'Parameter' } }],
    ['an id by a dynamic reference', { SSEEnabled: true, KMSMasterKeyId: '{{resolve:ssm:/orders/key}}' }],
    ['the end of an ARN', { SSEEnabled: true, KMSMasterKeyId: { 'Fn::Sub': 'arn:aws:kms:eu-west-1:${AWS::AccountId}:${Parameter}' } }],
  ])('has a warning: %s', (_kind, value) => {
    expect(warningsOf(access({ SSESpecification: value }, [TableFeature.READ_ITEM]))).toEqual([
      '/Stack/Table: only CloudFormation knows the key of the table Stack/Table; expected a known key, because DynamoDB denies requests for '
        + 'items without kms:Decrypt on a customer managed key; pass the key as tableKey, or acknowledge this warning if AWS owns or manages '
        + 'the key [ack: cdk-dynamo-access:unknownTableKey]',
    ]);
  });

  test('has none where its ARN says that it is a key', () => {
    const KMSMasterKeyId = { 'Fn::Sub': 'arn:aws:kms:eu-west-1:${AWS::AccountId}:key/${Parameter}' };

    expect(warningsOf(access({ SSESpecification: { SSEEnabled: true, KMSMasterKeyId } }, [TableFeature.READ_ITEM]))).toEqual([]);
  });

  test.each<[string, unknown, string[]]>([
    ['has a warning where an override puts it in the place of the key that CDK was given', { Ref: 'Parameter' }, ['unknownTableKey']],
    ['has none where CDK was given it', undefined, []],
  ])('%s', (_kind, override, ids) => {
    const stack = newConditionalStack();
    const table = new Table(stack, 'Table', { partitionKey: { name: 'pk', type: AttributeType.STRING }, encryptionKey: Key.fromKeyArn(stack, 'Key', Fn.importValue('Key')) });
    if (override) (table.node.defaultChild as CfnTable).addPropertyOverride('SSESpecification.KMSMasterKeyId', override);
    TableAccessGrants.fromTable(table).features(newRole(stack), TableFeature.READ_ITEM);

    expect(idsOf(stack)).toEqual(ids);
  });

  test('has none where tableKey names it', () => {
    const stack = newConditionalStack();
    const tableKey = Key.fromKeyArn(stack, 'Key', KEY_ARN);

    expect(warningsOf(access({ SSESpecification: { Ref: 'Parameter' } }, [TableFeature.READ_ITEM], { tableKey }, stack))).toEqual([]);
  });
});

describe('the stream of a table', () => {
  const streams = (specification: unknown) => permissionsOf(access({ StreamSpecification: specification }, [TableFeature.STREAM_READ]))
    .filter((pair) => pair.startsWith('dynamodb:GetRecords'));

  test('is any of the table where a condition may leave none, as the template must not refer to it', () => {
    expect(streams(ifProd({ StreamViewType: 'NEW_IMAGE' }))).toEqual(['dynamodb:GetRecords on <Table.Arn>/stream/*']);
  });

  test('is its own where each branch has one', () => {
    expect(streams(ifProd({ StreamViewType: 'NEW_IMAGE' }, { StreamViewType: 'KEYS_ONLY' }))).toEqual(['dynamodb:GetRecords on <Table.StreamArn>']);
  });

  test('is any of the table where CloudFormation alone knows', () => {
    expect(streams({ Ref: 'Parameter' })).toEqual(['dynamodb:GetRecords on <Table.Arn>/stream/*']);
  });
});

describe('attributes', () => {
  const attributes = AttributeScope.ofAttributes('pk', 'note');

  test('must have the keys of all branches among them', () => {
    const stack = access({ KeySchema: ifProd(SCHEMA, [{ AttributeName: 'id', KeyType: 'HASH' }]) }, [TableFeature.READ_ITEM], { attributes });

    expect(problemsOf(stack)[0]).toContain("[Stack/Table] attributes lacks the key attribute 'id'; expected all key attributes of the table "
      + "and of the indexes that the features use; add 'id' [cdk-dynamo-access:keyAttributeMissing]");
  });

  test('have a warning where CloudFormation alone knows the keys', () => {
    expect(warningsOf(access({ KeySchema: { Ref: 'Parameter' } }, [TableFeature.READ_ITEM], { attributes }))).toEqual([
      '/Stack/Table: only CloudFormation knows the key attributes of Stack/Table; expected attributes that include all key attributes of the '
        + 'table; check the list of attributes, then acknowledge this warning [ack: cdk-dynamo-access:unknownKeyAttributes]',
    ]);
  });
});

test('a denial covers the known replicas beside one whose Region a parameter has, and has a warning for it', () => {
  const stack = newConditionalStack();
  const table = new CfnGlobalTable(stack, 'Table', { keySchema, attributeDefinitions: [], replicas: [] });
  table.addPropertyOverride('Replicas', [{ Region: { Ref: 'AWS::Region' } }, { Region: 'us-west-2' }, { Region: { Ref: 'Parameter' } }]);
  TableAccessGrants.fromTable(TableRef.fromGlobalTable(table)).deny(newRole(stack), TableDenial.DELETES);

  expect(warningsOf(stack)).toEqual([expect.stringContaining('cdk-dynamo-access:unknownReplicas')]);
  expect(JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'))).toContain(':dynamodb:us-west-2:');
});

test('a denial has a warning where CloudFormation alone knows the replicas', () => {
  const stack = newConditionalStack();
  const table = new CfnGlobalTable(stack, 'Table', { keySchema, attributeDefinitions: [], replicas: [{ region: ENV.region }] });
  table.addPropertyOverride('Replicas', [{ Region: ENV.region }, { Ref: 'Parameter' }]);
  TableAccessGrants.fromTable(TableRef.fromGlobalTable(table)).deny(newRole(stack), TableDenial.DELETES);

  expect(warningsOf(stack)).toEqual([
    '/Stack/Table: only CloudFormation knows the replicas of the table Stack/Table, so the denial does not cover them; expected replicas that '
      + 'the app knows, because a denial names the table in each Region; add the Regions to regions of the denial, then acknowledge this '
      + 'warning [ack: cdk-dynamo-access:unknownReplicas]',
  ]);
});

describe('the bucket of an export', () => {
  const encryption = (id: unknown) => ({ ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: id } }] });

  function exportTo(value: unknown, encryptionKey?: (stack: Stack) => Key): Stack {
    const stack = newConditionalStack();
    const bucket = new CfnBucket(stack, 'Bucket');
    bucket.addPropertyOverride('BucketEncryption', value);
    return access({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }, [TableFeature.EXPORT], {
      exportTo: { bucket, encryptionKey: encryptionKey?.(stack) },
    }, stack);
  }

  test.each<[string, unknown]>([
    ['under a condition', ifProd(encryption(KEY_ARN))],
    ['with a rule under a condition', { ServerSideEncryptionConfiguration: [ifProd(encryption(KEY_ARN).ServerSideEncryptionConfiguration[0])] }],
  ])('has its key: encryption %s', (_kind, value) => {
    expect(ofKeys(exportTo(value))).toEqual([`kms:Decrypt on ${KEY_ARN}`, `kms:GenerateDataKey on ${KEY_ARN}`]);
  });

  test('has a warning where CloudFormation alone knows the encryption', () => {
    expect(warningsOf(exportTo({ Ref: 'Parameter' }))).toEqual([
      '/Stack/Table: only CloudFormation knows the key of the bucket Stack/Bucket; expected a known key, because objects under a customer '
        + 'managed key need permissions on the key; pass the key as encryptionKey next to the bucket, or acknowledge this warning if the '
        + 'bucket has no key [ack: cdk-dynamo-access:unknownBucketKey]',
    ]);
  });

  test.each<[string, string[], (stack: Stack) => Bucket | CfnBucket]>([
    ['has a warning where an import from another stack may name an alias', ['unknownBucketKey'], (stack) => {
      const bucket = new CfnBucket(stack, 'Bucket');
      bucket.addPropertyOverride('BucketEncryption', encryption({ 'Fn::ImportValue': 'Key' }));
      return bucket;
    }],
    ['has none where CDK was given the import', [], (stack) => new Bucket(stack, 'Bucket', {
      encryptionKey: Key.fromKeyArn(stack, 'Key', Fn.importValue('Key')),
    })],
  ])('%s', (_kind, ids, make) => {
    const stack = newConditionalStack();
    const bucket = make(stack);
    access({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }, [TableFeature.EXPORT], { exportTo: { bucket } }, stack);

    expect(idsOf(stack)).toEqual(ids);
  });

  test('has none where the key is named beside it', () => {
    expect(warningsOf(exportTo({ Ref: 'Parameter' }, (stack) => new Key(stack, 'Key')))).toEqual([]);
  });
});

describe('a lazy value of a table', () => {
  test('is produced at synthesis, so that what is added after the access counts in policy and template', () => {
    const stack = newConditionalStack();
    const indexes: object[] = [];
    const table = new CfnTable(stack, 'Table', { keySchema, globalSecondaryIndexes: Lazy.any({ produce: () => indexes.map((each) => each) }) });
    TableAccessGrants.fromTable(table).features(newRole(stack), TableFeature.QUERY);
    indexes.push({ indexName: 'byDate', keySchema, projection: {} });

    expect(ofIndexes(stack)).toEqual(['dynamodb:Query on <Table.Arn>/index/byDate']);
  });

  test('may be unknown until synthesis', () => {
    const stack = newConditionalStack();
    let isReady = false;
    const table = new CfnTable(stack, 'Table', {
      keySchema,
      sseSpecification: Lazy.any({
        produce: () => {
          if (!isReady) throw new Error('not yet');
          return { sseEnabled: true, kmsMasterKeyId: KEY_ARN };
        },
      }),
    });
    new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.QUERY], logs: RoleLogs.none() });
    isReady = true;

    expect(ofKeys(stack)).toEqual([`kms:Decrypt on ${KEY_ARN}`]);
  });
});

test.each<[string, (table: CfnTable) => void]>([
  ['sets', (table) => { table.globalSecondaryIndexes = Fn.conditionIf('Prod', [index('byDate')], Aws.NO_VALUE); }],
  ['overrides', (table) => table.addPropertyOverride('GlobalSecondaryIndexes', ifProd([index('byDate')]))],
])('an index that an aspect %s under a condition fails, as the policies are written', (_verb, change) => {
  const stack = access({}, [TableFeature.QUERY]);
  Aspects.of(stack).add({ visit: (node) => { if (CfnTable.isCfnTable(node)) change(node); } });

  expect(problemsOf(stack)[0]).toContain('cdk-dynamo-access:tableChangedTooLate');
});

describe('a replica of another account\'s table', () => {
  function replica(features: TableFeature[], dynamoStream?: StreamViewType): Stack {
    const app = new App();
    const source = new Stack(app, 'Source', { env: { account: '444455556666', region: 'us-east-1' } });
    const stack = new Stack(app, 'Stack', { env: ENV });
    const table: ITableRef = new TableV2MultiAccountReplica(stack, 'Table', {
      tableName: 'orders',
      replicaSourceTable: new TableV2(source, 'Table', {
        tableName: 'orders',
        partitionKey: { name: 'pk', type: AttributeType.STRING },
        dynamoStream,
        globalSecondaryIndexes: [{ indexName: 'byDate', partitionKey: { name: 'date', type: AttributeType.STRING } }],
        globalTableSettingsReplicationMode: GlobalTableSettingsReplicationMode.ALL,
      }),
    });
    TableAccessGrants.fromTable(table).features(newRole(stack), ...features);
    return stack;
  }

  test('has the indexes of its source', () => {
    expect(ofIndexes(replica([TableFeature.QUERY]))).toEqual(['dynamodb:Query on <TableCD117FA1.Arn>/index/byDate']);
  });

  test('fails for an index that its source doesn\'t have', () => {
    expect(problemsOf(replica([TableFeature.QUERY.onIndexes('byName')]))[0]).toContain('cdk-dynamo-access:indexNotDeclared');
  });

  test('has a stream where its source has one', () => {
    expect(permissionsOf(replica([TableFeature.STREAM_READ], StreamViewType.NEW_IMAGE))).toContain('dynamodb:GetRecords on <TableCD117FA1.StreamArn>');
  });

  test('fails for a stream that its source doesn\'t have', () => {
    expect(problemsOf(replica([TableFeature.STREAM_READ]))[0]).toContain('cdk-dynamo-access:tableWithoutStream');
  });

  test('may have any stream and index where its source isn\'t in the app', () => {
    const stack = newStack({}, ENV);
    const table = new TableV2MultiAccountReplica(stack, 'Table', {
      tableName: 'orders',
      replicaSourceTable: TableV2.fromTableArn(stack, 'Source', 'arn:aws:dynamodb:us-east-1:444455556666:table/orders'),
    });
    TableAccessGrants.fromTable(table).features(newRole(stack), TableFeature.STREAM_READ, TableFeature.QUERY);

    expect(permissionsOf(stack)).toContain('dynamodb:GetRecords on <TableCD117FA1.Arn>/stream/*');
    expect(idsOf(stack)).toEqual(['unknownIndexes']);
  });
});

describe('a resource under a condition', () => {
  const HEAD = '/Stack/Table: a policy of this access names ';
  const REST = ', which is created only under the condition Stack/Prod; expected resources that every deployment creates, because CloudFormation '
    + 'refuses the template or does not create the policy if the condition is false; remove the condition, declare the access only in apps that '
    + 'create the resource, or acknowledge this warning if the condition is always true [ack: cdk-dynamo-access:conditionalResource]';
  const synthesize = (conditional: readonly string[], addAccess: (stack: Stack, table: Table, role: Role) => void) => {
    const stack = newConditionalStack();
    const table = new Table(stack, 'Table', { partitionKey: { name: 'pk', type: AttributeType.STRING }, encryptionKey: new Key(stack, 'Key') });
    addAccess(stack, table, newRole(stack));
    const condition = stack.node.findChild('Prod') as CfnCondition;
    for (const id of conditional) (stack.node.findChild(id).node.defaultChild as CfnResource).cfnOptions.condition = condition;
    return warningsOf(stack);
  };
  const read = (_stack: Stack, table: Table, role: Role) => TableAccessGrants.fromTable(table).features(role, TableFeature.READ_ITEM);

  test.each(['Table', 'Key'])('has a warning: %s', (id) => {
    expect(synthesize([id], read)).toEqual([`${HEAD}Stack/${id}${REST}`]);
  });

  test('has no warning without the condition', () => {
    expect(synthesize([], read)).toEqual([]);
  });

  test('has no warning if no policy names it', () => {
    expect(synthesize(['Key'], (_stack, table, role) => TableAccessGrants.fromTable(table).features(role, TableFeature.DESCRIBE_TABLE))).toEqual([]);
  });

  test('has no warning if the policy is under the same condition', () => {
    const granted = synthesize(['Table', 'Key', 'Policy'], (stack, table, role) => {
      TableAccessGrants.fromTable(table).features(new ManagedPolicy(stack, 'Policy', { roles: [role] }), TableFeature.READ_ITEM);
    });

    expect(granted).toEqual([]);
  });
});
