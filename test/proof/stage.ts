import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { AttributeType, CfnTable, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Attempt, TargetTable } from './attempts';
import { DeployedRole, Deployment, readDeployable } from './deployment';
import { arn, Context } from './endpoint/permission';
import { writingLogs } from './lambda';
import { ClientConfig, FULL_ACCESS, Loopback, Outcome, PLACE } from './loopback';
import { Beside, BY_CUSTOMER, BY_SIMILARITY, BY_STATUS, RESTORED, Session, Workload } from './workload';
import { DynamoAccessRole, RoleLogs, TableFamily } from '../../src';
import { PolicyDocument } from '../../src/policy/evaluate';
import { ENV, newTable, RECOMMENDED_FLAGS } from '../support/app';

/** What can be run again and again, each time from the same beginning. */
export abstract class Stage {
  public abstract readonly name: string;

  protected constructor(
    protected readonly aws: Loopback, protected readonly deployment: Deployment, private readonly role: DeployedRole,
  ) {}

  /** Makes the tables anew. */
  public reset(): Promise<void> {
    return this.deployment.reset();
  }

  /** The policies of the role that the library made. */
  public policies(): PolicyDocument[] {
    return this.role.policies.map(({ name, document }) => {
      if (!document) throw new Error(`what the policy ${name} says isn't known`);
      return document;
    });
  }

  /** Does its work with these policies and nothing else, and writes logs around it as Lambda does. */
  public async run(policies: readonly PolicyDocument[]): Promise<Outcome> {
    await this.prepare(this.aws.administrator);
    const config = this.aws.configOf(this.role.name, policies, this.context());
    return this.aws.observe(config, () => writingLogs(config, this.logGroup(), () => this.work(config)));
  }

  /** What the stage has itself. */
  public own(): { table: TargetTable; keys: string[]; logGroup: string } {
    const { tables: [table], keys } = this.deployment.deployed;
    const { name, stream = '', indexes } = table;
    const queried = indexes.filter(({ type }) => type !== 'vector').map((index) => index.name);
    return {
      table: { name, arn: table.arn, streamArn: stream, indexes: queried },
      keys: keys.map((key) => key.arn),
      logGroup: this.logGroup(),
    };
  }

  /** What else the context of the role's requests says. */
  public context(): Context {
    return {};
  }

  /** The tables of similar names that aren't its own. */
  public neighbours(): TargetTable[] {
    return [];
  }

  /** What must stay forbidden because of the role's scope and denials, by role and whatever it is granted later. */
  public forbidden(): { attempts: Attempt[]; laterGrants: PolicyDocument[] } {
    return { attempts: [], laterGrants: [] };
  }

  /** Makes, with full access, what must be there before. */
  protected abstract prepare(administrator: ClientConfig): Promise<void>;

  protected abstract work(config: ClientConfig): Promise<void>;

  /** The name of the log group of the function that has the role. */
  protected abstract logGroup(): string;
}

/** A workload, and the stack that it runs in: one encrypted table, another key, and the role that the library makes. */
export class WorkloadStage extends Stage {
  public readonly name: string;

  public constructor(aws: Loopback, private readonly id: string, private readonly workload: Workload) {
    const deployment = new Deployment(aws, readDeployable(synthesize(id, workload)));
    super(aws, deployment, deployment.deployed.roles[0]);
    this.name = `${workload.client}: ${workload.name}`;
    aws.dynamoDb.bucketKeys.set(bucketOf(id), this.own().keys[1]);
  }

  public context(): Context {
    return this.workload.context ?? {};
  }

  public neighbours(): TargetTable[] {
    const { table } = this.own();
    return (this.workload.neighbours?.(table.name) ?? []).map((name) => {
      const of = (resource: string) => resource.replace(`table/${table.name}`, `table/${name}`);
      return { ...table, name, arn: of(table.arn), streamArn: of(table.streamArn) };
    });
  }

  public forbidden(): { attempts: Attempt[]; laterGrants: PolicyDocument[] } {
    const { name, arn: target } = this.own().table;
    return {
      attempts: (this.workload.forbidden?.(name) ?? []).map((each) => ({ client: 'dynamodb', target, ...each })),
      laterGrants: this.workload.denials ? [FULL_ACCESS] : [],
    };
  }

  protected async prepare(administrator: ClientConfig): Promise<void> {
    if (this.workload.logGroupName) this.aws.logs.delete(PLACE, this.workload.logGroupName);
    await this.workload.prepare?.(this.sessionOf(administrator));
  }

  protected work(config: ClientConfig): Promise<void> {
    return this.workload.run(this.sessionOf(config));
  }

  protected logGroup(): string {
    return this.workload.logGroupName ?? this.deployment.deployed.logGroups[0].name;
  }

  private sessionOf(config: ClientConfig): Session {
    const { table, keys: [tableKey, otherKey] } = this.own();
    return {
      config,
      table: table.name,
      tableArn: table.arn,
      streamArn: table.streamArn,
      tableKey,
      otherKey,
      bucket: bucketOf(this.id),
      kinesisStreamArn: arn('kinesis', PLACE, `stream/${KINESIS_STREAM}`),
    };
  }
}

const KINESIS_STREAM = 'changes';

/** The name of the bucket of a stack. */
function bucketOf(id: string): string {
  return `${id.toLowerCase()}-exchange`;
}

/** The folder with the assembly of a workload's stack. */
function synthesize(id: string, { features, scope, target, denials, table: props, logGroupName }: Workload): string {
  const app = new App({ context: RECOMMENDED_FLAGS, outdir: mkdtempSync(join(tmpdir(), 'proof-')) });
  const stack = new Stack(app, id, { env: ENV });
  const table = newTable(stack, 'Table', {
    encryption: TableEncryption.CUSTOMER_MANAGED,
    encryptionKey: new Key(stack, 'TableKey', { multiRegion: true }),
    stream: StreamViewType.NEW_AND_OLD_IMAGES,
    ...props,
  });
  const otherKey = new Key(stack, 'OtherKey');
  table.addGlobalSecondaryIndex({ indexName: BY_STATUS, partitionKey: { name: 'status', type: AttributeType.STRING } });
  table.addGlobalSecondaryIndex({ indexName: BY_CUSTOMER, partitionKey: { name: 'customer', type: AttributeType.STRING } });
  (table.node.defaultChild as CfnTable).addPropertyOverride('VectorIndexes', [{ IndexName: BY_SIMILARITY }]);
  const beside: Beside = {
    otherKey,
    bucket: new Bucket(stack, 'Bucket', { bucketName: bucketOf(id), encryption: BucketEncryption.KMS, encryptionKey: otherKey }),
    kinesisStream: new Stream(stack, 'Changes', { streamName: KINESIS_STREAM }),
    restored: Table.fromTableAttributes(stack, 'Restored', { tableName: RESTORED, encryptionKey: otherKey }),
    family: TableFamily.withPrefix(stack, 'Family', `${id}-`, { findTableKeys: true }),
  };
  const access = new DynamoAccessRole(stack, 'Access', {
    table: target?.(beside) ?? table,
    features,
    ...scope?.(beside),
    logs: logGroupName === undefined ? undefined : RoleLogs.toGroup(LogGroup.fromLogGroupName(stack, 'Group', logGroupName)),
  });
  if (denials) access.denyTableAccess({ table, denials });
  return app.synth().directory;
}
