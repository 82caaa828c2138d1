import { CloudWatchLogsClient, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AttributeType, CfnTable, LocalSecondaryIndexProps, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Deployment } from './deployment';
import { Observation } from './endpoint/endpoint';
import { ClientConfig, Loopback } from './loopback';
import { BY_CUSTOMER, BY_SIMILARITY, BY_STATUS, PK, Session, SK, Workload } from './workload';
import { DynamoAccessRole } from '../../src';
import { PolicyDocument } from '../../src/policy/evaluate';
import { ENV, newStack, RECOMMENDED_FLAGS } from '../support/app';

/** What a run of a workload came to. */
export interface Outcome {
  readonly observations: readonly Observation[];
  /** What the workload threw. */
  readonly error?: Error;
}

/** What can be run again and again, each time from the same beginning. */
export interface Stage {
  /** The policies of the role that the library made. */
  readonly policies: () => PolicyDocument[];
  /** Runs the workload with these policies, and nothing else. */
  readonly run: (policies: readonly PolicyDocument[]) => Promise<Outcome>;
}

/** A workload, and the stack that it runs in: one encrypted table, a key for fields, and the role that the library makes. */
export class WorkloadStage implements Stage {
  public readonly name: string;
  private readonly deployment: Deployment;
  private readonly roleId: string;

  public constructor(private readonly aws: Loopback, private readonly workload: Workload, public readonly id: string) {
    this.name = `${workload.client}: ${workload.name}`;
    this.deployment = new Deployment(aws, id, Template.fromStack(stackOf(workload)).toJSON() as any);
    [this.roleId] = this.deployment.ofType('AWS::IAM::Role');
  }

  public reset(): Promise<void> {
    return this.deployment.reset();
  }

  public policies(): PolicyDocument[] {
    return this.deployment.policiesOf(this.roleId);
  }

  public async run(policies: readonly PolicyDocument[]): Promise<Outcome> {
    await this.reset();
    await this.workload.prepare?.(this.sessionOf(this.aws.administrator));
    return this.observe(this.aws.configOf(this.id, policies));
  }

  /** The session of the workload, as its function would have it. */
  public sessionOf(config: ClientConfig): Session {
    const tableArn = this.deployment.valueOf({ 'Fn::GetAtt': ['Table', 'Arn'] });
    return {
      config,
      table: tableArn.split('/')[1],
      tableArn,
      streamArn: this.deployment.valueOf({ 'Fn::GetAtt': ['Table', 'StreamArn'] }),
      fieldKey: this.deployment.valueOf({ 'Fn::GetAtt': ['FieldKey', 'Arn'] }),
      tableKey: this.deployment.valueOf({ 'Fn::GetAtt': ['TableKey', 'Arn'] }),
    };
  }
}
