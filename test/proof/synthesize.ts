import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import {
  AttributeType, CfnTable, StreamViewType, Table, TableEncryption, TableEncryptionV2, TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Alias, Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { REPLICA_REGION } from './loopback';
import { Beside, BY_CUSTOMER, BY_SIMILARITY, BY_STATUS, RESTORED, Workload } from './workload';
import { DynamoAccessRole, RoleLogs, TableAccessPolicy, TableFamily } from '../../src';
import { ENV, newTable, RECOMMENDED_FLAGS } from '../support/app';

export const KINESIS_STREAM = 'changes';

/** Whose table it is, where it isn't that of the role's account. */
const OWNER = '555566667777';

/** The name of the bucket of a stack. */
export function bucketOf(id: string): string {
  return `${id.toLowerCase()}-exchange`;
}

/** The folder with the assembly of what a workload runs in. */
export function synthesize(id: string, workload: Workload): string {
  const app = new App({ context: RECOMMENDED_FLAGS, outdir: mkdtempSync(join(tmpdir(), 'proof-')) });
  SETTINGS[workload.setting ?? 'a table'](app, id, workload);
  return app.synth().directory;
}

const INDEXES = [[BY_STATUS, 'status'], [BY_CUSTOMER, 'customer']].map(([indexName, name]) => ({
  indexName, partitionKey: { name, type: AttributeType.STRING },
}));

const SETTINGS = {
  /** One encrypted table, another key, and the role that the library makes. */
  'a table': (app: App, id: string, { features, scope, target, denials, boundary, table: props, logGroupName }: Workload) => {
    const stack = new Stack(app, id, { env: ENV });
    const tableKey = new Key(stack, 'TableKey', { multiRegion: true });
    const table = newTable(stack, 'Table', {
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: tableKey,
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      ...props,
    });
    const otherKey = new Key(stack, 'OtherKey');
    INDEXES.forEach((index) => table.addGlobalSecondaryIndex(index));
    (table.node.defaultChild as CfnTable).addPropertyOverride('VectorIndexes', [{ IndexName: BY_SIMILARITY }]);
    const beside: Beside = {
      tableKey,
      otherKey,
      bucket: new Bucket(stack, 'Bucket', { bucketName: bucketOf(id), encryption: BucketEncryption.KMS, encryptionKey: otherKey }),
      kinesisStream: new Stream(stack, 'Changes', { streamName: KINESIS_STREAM }),
      restored: Table.fromTableAttributes(stack, 'Restored', { tableName: RESTORED, encryptionKey: otherKey }),
      family: TableFamily.withPrefix(stack, 'Family', `${id}-`, { findTableKeys: true }),
      team: TableFamily.withTag(stack, 'Team', 'team', 'orders'),
    };
    const access = new DynamoAccessRole(stack, 'Access', {
      table: target?.(beside) ?? table,
      features,
      ...scope?.(beside),
      permissionsBoundary: boundary && new ManagedPolicy(stack, 'Boundary', { statements: boundary }),
      logs: logGroupName === undefined ? undefined : RoleLogs.toGroup(LogGroup.fromLogGroupName(stack, 'Group', logGroupName)),
    });
    if (denials) access.denyTableAccess({ table, denials });
  },

  /** A global table with a key in each Region, and a role that reaches both. */
  'a table in two Regions': (app: App, id: string, { features }: Workload) => {
    const stack = new Stack(app, id, { env: ENV });
    const table = new TableV2(stack, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      globalSecondaryIndexes: INDEXES,
      replicas: [{ region: REPLICA_REGION }],
      encryption: TableEncryptionV2.customerManagedKey(new Key(stack, 'TableKey'), {
        [REPLICA_REGION]: `arn:aws:kms:${REPLICA_REGION}:${ENV.account}:key/replica-of-${id}`,
      }),
    });
    new Key(stack, 'OtherKey');
    new DynamoAccessRole(stack, 'Access', { table, features, regions: [REPLICA_REGION] });
  },

  /** An encrypted table of another account, whose policies and whose key's let a role in, and that role. */
  'a table of another account': (app: App, id: string, { features }: Workload) => {
    const stack = new Stack(app, id, { env: ENV });
    const role = new Role(stack, 'Role', { roleName: `${id}-reader`, assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    new LogGroup(stack, 'Logs').grantWrite(role);
    const owner = new Stack(app, `${id}-owner`, { env: { ...ENV, account: OWNER } });
    const table = newTable(owner, 'Table', {
      tableName: `${id}-orders`, encryption: TableEncryption.CUSTOMER_MANAGED, stream: StreamViewType.NEW_AND_OLD_IMAGES,
    });
    INDEXES.forEach((index) => table.addGlobalSecondaryIndex(index));
    table.encryptionKey!.addAlias(`alias/${id}`);
    new TableAccessPolicy(owner, 'Policy', {
      table, features, principals: [role], tableKey: Alias.fromAliasName(owner, 'TableKey', `alias/${id}`),
    });
  },
};

/** What a workload may run in. */
export type Setting = keyof typeof SETTINGS;
