import { join } from 'path';
import { Stack, StackProps } from 'aws-cdk-lib';
import { AttributeType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { DynamoAccessRole, TableFeature } from 'cdk-dynamo-access';

export interface GlobalTableStackProps extends StackProps {
  /** The key of each replica, by its Region. A replica is encrypted under a key of its own Region, which is there before it. */
  readonly replicaKeyArns: Record<string, string>;
}

/** A table with replicas, and a function that writes to another Region when its own is down. */
export class GlobalTableStack extends Stack {
  public readonly scores: TableV2;

  constructor(scope: Construct, id: string, { replicaKeyArns, ...props }: GlobalTableStackProps) {
    super(scope, id, props);

    const otherRegions = Object.keys(replicaKeyArns);
    this.scores = new TableV2(this, 'Scores', {
      tableName: 'scores', // the same in every Region, so that stacks of other Regions can name it
      partitionKey: { name: 'game', type: AttributeType.STRING },
      sortKey: { name: 'player', type: AttributeType.STRING },
      globalSecondaryIndexes: [{
        indexName: 'byScore',
        partitionKey: { name: 'game', type: AttributeType.STRING },
        sortKey: { name: 'score', type: AttributeType.NUMBER },
      }],
      encryption: TableEncryptionV2.customerManagedKey(new Key(this, 'ScoresKey', { enableKeyRotation: true }), replicaKeyArns),
      replicas: otherRegions.map((region) => ({ region })),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    });

    // It covers the replicas and the key of each, through DynamoDB only.
    const access = new DynamoAccessRole(this, 'RecorderAccess', {
      table: this.scores,
      features: [TableFeature.PUT_ITEM],
      regions: otherRegions,
    });
    new LambdaFunction(this, 'Recorder', {
      runtime: Runtime.NODEJS_22_X,
      code: Code.fromAsset(join(__dirname, 'handlers')),
      handler: 'recorder.handler',
      role: access.role,
      logGroup: access.logGroup,
      environment: { TABLE_NAME: this.scores.tableName, REGIONS: [this.region, ...otherRegions].join() },
    });
  }
}
