import { App, Stack } from 'aws-cdk-lib';
import { StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LambdaTableAccess, TableFeature } from '../../src';
import { addIndexes, ENV, newFunction, newTable } from '../support/app';

const FUNCTIONS_OF_A_STACK = 50;

/** An app of many functions that each use three tables, every second one by CDK's own grants. */
export function buildLargeApp(app: App, functions: number, tables: number): void {
  const data = new Stack(app, 'Data', { env: ENV });
  const all = Array.from({ length: tables }, (_, index): Table => {
    const table = newTable(data, `Table${index}`, {
      encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: new Key(data, `Key${index}`), stream: StreamViewType.NEW_IMAGE,
    });
    addIndexes(table, 'byOne', 'byTwo');
    return table;
  });
  let stack = data;
  for (let index = 0; index < functions; index++) {
    if (index % FUNCTIONS_OF_A_STACK === 0) stack = new Stack(app, `Functions${index / FUNCTIONS_OF_A_STACK}`, { env: ENV });
    const fn = newFunction(stack, `Function${index}`);
    for (const offset of [0, 1, 2]) {
      const table = all[(index + offset) % tables];
      if (index % 2 === 0) table.grantReadWriteData(fn);
      else new LambdaTableAccess(stack, `Access${index}Of${offset}`, { function: fn, table, features: [TableFeature.CRUD] });
    }
  }
}
