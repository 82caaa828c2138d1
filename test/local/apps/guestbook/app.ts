import { join } from 'path';
import { Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { AppWithFeatures, grantFeatures } from '../app-with-features';
import { TableFeature } from 'cdk-dynamo-access';

/** A guestbook in Python, whose entries are numbered by the time. */
export const GUESTBOOK: AppWithFeatures = {
  needed: [
    { function: 'Sign', feature: TableFeature.PUT_ITEM, table: 'Entries', action: 'dynamodb:PutItem' },
    { function: 'Sign', feature: TableFeature.UPDATE_ITEM, table: 'Counters', action: 'dynamodb:UpdateItem' },
    { function: 'Show', feature: TableFeature.QUERY.onTable(), table: 'Entries', action: 'dynamodb:Query' },
    { function: 'Show', feature: TableFeature.BATCH_READ, table: 'Counters', action: 'dynamodb:BatchGetItem' },
    { function: 'Clean', feature: TableFeature.SCAN.onTable(), table: 'Entries', action: 'dynamodb:Scan' },
    { function: 'Clean', feature: TableFeature.BATCH_WRITE, table: 'Entries', action: 'dynamodb:BatchWriteItem' },
  ],
  make: (stack: Stack, features) => {
    const entries = new Table(stack, 'Entries', {
      partitionKey: { name: 'place', type: AttributeType.STRING }, sortKey: { name: 'at', type: AttributeType.NUMBER },
    });
    const counters = new Table(stack, 'Counters', { partitionKey: { name: 'place', type: AttributeType.STRING } });
    const functions = Object.fromEntries(['Sign', 'Show', 'Clean'].map((name) => [name, new LambdaFunction(stack, name, {
      runtime: Runtime.PYTHON_3_13,
      code: Code.fromAsset(join(__dirname, 'handlers')),
      handler: `${name.toLowerCase()}.handler`,
      environment: { ENTRIES_TABLE: entries.tableName, COUNTERS_TABLE: counters.tableName },
    })]));
    grantFeatures(stack, functions, { Entries: entries, Counters: counters }, features);
  },
};
