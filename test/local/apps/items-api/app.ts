import { join } from 'path';
import { Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { AppWithFeatures, grantFeatures } from '../app-with-features';
import { TableFeature } from 'cdk-dynamo-access';

/** A REST API for items: a function for each method, a table for all. The handlers answer errors with status 500, and one swallows one. */
export const ITEMS_API: AppWithFeatures = {
  needed: [
    { function: 'CreateItem', feature: TableFeature.PUT_ITEM, table: 'Items', action: 'dynamodb:PutItem' },
    { function: 'GetItem', feature: TableFeature.READ_ITEM, table: 'Items', action: 'dynamodb:GetItem' },
    { function: 'GetItem', feature: TableFeature.UPDATE_ITEM, table: 'Views', action: 'dynamodb:UpdateItem' },
    { function: 'ListItems', feature: TableFeature.SCAN.onTable(), table: 'Items', action: 'dynamodb:Scan' },
    { function: 'ListItems', feature: TableFeature.QUERY.onIndexes('byOwner'), table: 'Items', action: 'dynamodb:Query' },
    { function: 'UpdateItem', feature: TableFeature.UPDATE_ITEM, table: 'Items', action: 'dynamodb:UpdateItem' },
    { function: 'DeleteItem', feature: TableFeature.DELETE_ITEM, table: 'Items', action: 'dynamodb:DeleteItem' },
  ],
  make: (stack: Stack, features) => {
    const items = new Table(stack, 'Items', { partitionKey: { name: 'itemId', type: AttributeType.STRING } });
    items.addGlobalSecondaryIndex({ indexName: 'byOwner', partitionKey: { name: 'owner', type: AttributeType.STRING } });
    const views = new Table(stack, 'Views', { partitionKey: { name: 'itemId', type: AttributeType.STRING } });
    const functions = Object.fromEntries(['CreateItem', 'GetItem', 'ListItems', 'UpdateItem', 'DeleteItem'].map((name) => [name, new LambdaFunction(stack, name, {
      runtime: Runtime.NODEJS_22_X,
      code: Code.fromAsset(join(__dirname, 'handlers')),
      handler: `${name}.handler`,
      environment: { TABLE_NAME: items.tableName, VIEWS_TABLE: views.tableName },
    })]));
    grantFeatures(stack, functions, { Items: items, Views: views }, features);
  },
};
