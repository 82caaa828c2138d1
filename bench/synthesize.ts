import { App, Stack } from 'aws-cdk-lib';
import { AttributeType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { QUERIED, Way } from './ways';

const FUNCTIONS_PER_TABLE = 10;
/** CloudFormation takes 500 resources a stack. */
const FUNCTIONS_PER_STACK = 50;

/** An app of so many functions, ten to a table and fifty to a stack. */
export function newApp(way: Way, functions: number, outdir?: string): App {
  const app = new App({ context: recommendedFlags, outdir, analyticsReporting: false });
  let stack: Stack;
  let table: Table;
  for (let index = 0; index < functions; index++) {
    if (index % FUNCTIONS_PER_STACK === 0) stack = new Stack(app, `Stack${index}`, { env: { region: 'eu-west-1' } });
    if (index % FUNCTIONS_PER_TABLE === 0) table = newTable(stack!, `Table${index}`);
    way(stack!, `Function${index}`, table!);
  }
  return app;
}

/** A table of five indexes under a customer managed key. */
export function newTable(stack: Stack, id: string): Table {
  const table = new Table(stack, id, {
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    encryption: TableEncryption.CUSTOMER_MANAGED,
  });
  for (const indexName of [QUERIED, 'byDate', 'byProduct', 'byRegion', 'byStatus']) {
    table.addGlobalSecondaryIndex({ indexName, partitionKey: { name: `${indexName}Key`, type: AttributeType.STRING } });
  }
  return table;
}
