/**
 * The quickstart with a change: another index, a feature that queries it, and removal policies that leave nothing behind.
 */
import { App, RemovalPolicies } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { QuickstartStack } from '../../examples/quickstart/quickstart-stack';
import { DynamoAccessRole, TableFeature } from 'cdk-dynamo-access';

const stack = new QuickstartStack(new App(), 'Quickstart');
const orders = stack.node.findChild('Orders') as Table;
const readerAccess = stack.node.findChild('ReaderAccess') as DynamoAccessRole;

orders.addGlobalSecondaryIndex({ indexName: 'byDay', partitionKey: { name: 'day', type: AttributeType.STRING } });
readerAccess.addTableAccess({ table: orders, features: [TableFeature.QUERY.onIndexes('byDay'), TableFeature.BATCH_READ] });
RemovalPolicies.of(stack).destroy();
