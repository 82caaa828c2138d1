import { join } from 'path';
import { Stack, StackProps } from 'aws-cdk-lib';
import { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { LambdaTableAccess, TableFeature } from 'cdk-dynamo-access';

export interface RegionStackProps extends StackProps {
  readonly scores: TableV2;
}

/** What runs beside a replica: a function that reads it, and no other. */
export class RegionStack extends Stack {
  constructor(scope: Construct, id: string, { scores, ...props }: RegionStackProps) {
    super(scope, id, props);

    const leaderboard = new LambdaFunction(this, 'Leaderboard', {
      runtime: Runtime.NODEJS_22_X,
      code: Code.fromAsset(join(__dirname, 'handlers')),
      handler: 'leaderboard.handler',
    });
    new LambdaTableAccess(this, 'ScoresAccess', {
      function: leaderboard,
      table: scores.replica(this.region),
      features: [TableFeature.QUERY.onIndexes('byScore')],
      environmentVariable: 'TABLE_NAME',
    });
  }
}
