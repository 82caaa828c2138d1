import { Stack, StackProps } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { AccountPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { TableAccessPolicy, TableFeature } from 'cdk-dynamo-access';

export interface OwnerStackProps extends StackProps {
  /** The account that may read orders. */
  readonly readerAccount: string;
}

/** The owner of the table: the policy of the table says what another account may do with it. */
export class OwnerStack extends Stack {
  public readonly orders: Table;

  constructor(scope: Construct, id: string, { readerAccount, ...props }: OwnerStackProps) {
    super(scope, id, props);

    // with a name, the policy of the table has its exact ARN and those of its indexes, and other stacks can name it
    this.orders = new Table(this, 'Orders', {
      tableName: 'orders',
      partitionKey: { name: 'customerId', type: AttributeType.STRING },
      sortKey: { name: 'orderId', type: AttributeType.STRING },
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    });
    this.orders.addGlobalSecondaryIndex({ indexName: 'byStatus', partitionKey: { name: 'status', type: AttributeType.STRING } });

    new TableAccessPolicy(this, 'Readers', {
      table: this.orders,
      principals: [new AccountPrincipal(readerAccount)],
      features: [TableFeature.READ_ITEM, TableFeature.QUERY.onIndexes('byStatus')],
    });
  }
}
