import { Stack } from 'aws-cdk-lib';
import { AttributeType, CfnGlobalTable, CfnGlobalTableProps, CfnTable, CfnTableProps, ITableRef, TableV2, TablePropsV2 } from 'aws-cdk-lib/aws-dynamodb';
import { TableRef } from '../../src';
import { ENV } from '../support/app';

export type MakeTable = (stack: Stack) => ITableRef;

/** An ARN of another partition, Region and account than the test stacks. */
export const FAR_ARN = 'arn:aws-cn:dynamodb:cn-north-1:999988887777:table/Orders';

const KEY_SCHEMA = [{ attributeName: 'pk', keyType: 'HASH' }];

export const attribute = (name: string) => ({ name, type: AttributeType.STRING });

export const index = (indexName: string) => ({ indexName, keySchema: KEY_SCHEMA, projection: { projectionType: 'ALL' } });

export function newTableV2(stack: Stack, props: Partial<TablePropsV2> = {}): TableV2 {
  return new TableV2(stack, 'Table', { partitionKey: attribute('pk'), ...props });
}

export function newCfnTable(stack: Stack, props: Partial<CfnTableProps> = {}): CfnTable {
  return new CfnTable(stack, 'Table', { keySchema: KEY_SCHEMA, ...props });
}

export function newCfnGlobalTable(stack: Stack, props: Partial<CfnGlobalTableProps> = {}): CfnGlobalTable {
  return new CfnGlobalTable(stack, 'Table', {
    keySchema: KEY_SCHEMA, attributeDefinitions: [], replicas: [{ region: ENV.region }], ...props,
  });
}

export function newGlobalTable(stack: Stack, props: Partial<CfnGlobalTableProps> = {}): ITableRef {
  return TableRef.fromGlobalTable(newCfnGlobalTable(stack, props));
}

/** The replica in us-east-1 of a table in another Region. */
export function newReplica(stack: Stack, props: Partial<TablePropsV2> = {}): ITableRef {
  return newTableV2(stack, { replicas: [{ region: 'us-east-1' }], ...props }).replica('us-east-1');
}
