import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AttributeType, CfnTable, StreamViewType, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { TargetTable } from './attempts';
import { Deployment } from './deployment';
import { writingLogs } from './lambda';
import { ClientConfig, Loopback, Outcome, PLACE } from './loopback';
import { BY_CUSTOMER, BY_SIMILARITY, BY_STATUS, Session, Workload } from './workload';
import { DynamoAccessRole, RoleLogs } from '../../src';
import { PolicyDocument } from '../../src/policy/evaluate';
import { ENV, newStack, newTable, RECOMMENDED_FLAGS } from '../support/app';

/** What can be run again and again, each time from the same beginning. */
export abstract class Stage {
  public abstract readonly name: string;

  protected constructor(
    protected readonly aws: Loopback,
    protected readonly id: string,
    protected readonly deployment: Deployment,
    private readonly roleId: string,
  ) {}

  /** Makes the tables anew. */
  public reset(): Promise<void> {
    return this.deployment.reset();
  }

  /** The policies of the role that the library made. */
  public policies(): PolicyDocument[] {
    return this.deployment.policiesOf(this.roleId);
  }

  /** Does its work with these policies and nothing else, and writes logs around it as Lambda does. */
  public async run(policies: readonly PolicyDocument[]): Promise<Outcome> {
    await this.prepare(this.aws.administrator);
    const config = this.aws.configOf(this.id, policies);
    return this.aws.observe(config, () => writingLogs(config, this.logGroup(), () => this.work(config)));
  }

  /** What the stage has itself. */
  public own(): { table: TargetTable; keys: string[]; logGroup: string } {
    const [table] = this.deployment.ofType('AWS::DynamoDB::Table');
    const { GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] } = this.deployment.propertiesOf(table);
    return {
      table: {
        name: this.deployment.valueOf({ Ref: table }),
        arn: this.arnOf(table),
        streamArn: this.arnOf(table, 'StreamArn'),
        indexes: [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes].map(({ IndexName }) => IndexName),
      },
      keys: this.deployment.ofType('AWS::KMS::Key').map((key) => this.arnOf(key)),
      logGroup: this.logGroup(),
    };
  }

  /** Makes, with full access, what must be there before. */
  protected abstract prepare(administrator: ClientConfig): Promise<void>;

  protected abstract work(config: ClientConfig): Promise<void>;

  /** The name of the log group of the function that has the role. */
  protected abstract logGroup(): string;

  private arnOf(logicalId: string, attribute = 'Arn'): string {
    return this.deployment.valueOf({ 'Fn::GetAtt': [logicalId, attribute] });
  }
}

/** A workload, and the stack that it runs in: one encrypted table, another key, and the role that the library makes. */
export class WorkloadStage extends Stage {
  public readonly name: string;

  public constructor(aws: Loopback, id: string, private readonly workload: Workload) {
    const deployment = new Deployment(aws, id, Template.fromStack(stackOf(workload)).toJSON() as any);
    super(aws, id, deployment, deployment.ofType('AWS::IAM::Role')[0]);
    this.name = `${workload.client}: ${workload.name}`;
  }

  protected async prepare(administrator: ClientConfig): Promise<void> {
    if (this.workload.logGroupName) this.aws.logs.delete(PLACE, this.workload.logGroupName);
    await this.workload.prepare?.(this.sessionOf(administrator));
  }

  protected work(config: ClientConfig): Promise<void> {
    return this.workload.run(this.sessionOf(config));
  }

  protected logGroup(): string {
    return this.workload.logGroupName ?? this.deployment.valueOf({ Ref: this.deployment.ofType('AWS::Logs::LogGroup')[0] });
  }

  private sessionOf(config: ClientConfig): Session {
    const { table, keys: [tableKey, otherKey] } = this.own();
    return { config, table: table.name, tableArn: table.arn, streamArn: table.streamArn, tableKey, otherKey };
  }
}

function stackOf({ features, scope, table: props, logGroupName }: Workload): Stack {
  const stack = newStack(RECOMMENDED_FLAGS, ENV);
  const table = newTable(stack, 'Table', {
    encryption: TableEncryption.CUSTOMER_MANAGED,
    encryptionKey: new Key(stack, 'TableKey'),
    stream: StreamViewType.NEW_AND_OLD_IMAGES,
    ...props,
  });
  const otherKey = new Key(stack, 'OtherKey');
  table.addGlobalSecondaryIndex({ indexName: BY_STATUS, partitionKey: { name: 'status', type: AttributeType.STRING } });
  table.addGlobalSecondaryIndex({ indexName: BY_CUSTOMER, partitionKey: { name: 'customer', type: AttributeType.STRING } });
  (table.node.defaultChild as CfnTable).addPropertyOverride('VectorIndexes', [{ IndexName: BY_SIMILARITY }]);
  new DynamoAccessRole(stack, 'Access', {
    table,
    features,
    ...scope?.(otherKey),
    logs: logGroupName === undefined ? undefined : RoleLogs.toGroup(LogGroup.fromLogGroupName(stack, 'Group', logGroupName)),
  });
  return stack;
}
