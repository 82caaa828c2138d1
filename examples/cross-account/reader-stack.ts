import { join } from 'path';
import { Stack, StackProps } from 'aws-cdk-lib';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { LambdaTableAccess, TableFeature } from 'cdk-dynamo-access';

export interface ReaderStackProps extends StackProps {
  readonly orders: ITable;
}

/** The reader: the policies of its function say the same as those of the table, from the other side. */
export class ReaderStack extends Stack {
  constructor(scope: Construct, id: string, { orders, ...props }: ReaderStackProps) {
    super(scope, id, props);

    const report = new LambdaFunction(this, 'Report', {
      runtime: Runtime.NODEJS_22_X,
      code: Code.fromAsset(join(__dirname, 'handlers')),
      handler: 'report.handler',
    });
    new LambdaTableAccess(this, 'OrdersAccess', {
      function: report,
      table: orders,
      features: [TableFeature.READ_ITEM, TableFeature.QUERY.onIndexes('byStatus')],
      environmentVariable: 'ORDERS_TABLE', // gets the ARN, which stands in the place of a name across accounts
    });
  }
}
