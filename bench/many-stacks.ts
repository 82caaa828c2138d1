import { App, Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const BROAD_ROLES = 20;

/** Synthesizes stacks of three functions and two tables with CDK's grants, and some roles with all permissions of logs. */
export function synthesizeManyStacks(count: number, outdir: string): void {
  const app = new App({ outdir, analyticsReporting: false, context: { 'aws:cdk:disable-stack-trace': true } });
  for (let each = 0; each < count; each++) addStack(app, `Stack${each}`);
  const broad = new Stack(app, 'Broad', { env: ENV });
  for (let each = 0; each < BROAD_ROLES; each++) {
    const role = new Role(broad, `Role${each}`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(new PolicyStatement({ actions: ['logs:*'], resources: ['*'] }));
  }
  app.synth();
}

function addStack(app: App, id: string): void {
  const stack = new Stack(app, id, { env: ENV });
  const [orders, customers] = ['Orders', 'Customers'].map((name) => {
    const table = new Table(stack, name, { partitionKey: { name: 'pk', type: AttributeType.STRING } });
    table.addGlobalSecondaryIndex({ indexName: 'byName', partitionKey: { name: 'name', type: AttributeType.STRING } });
    return table;
  });
  for (const name of ['One', 'Two', 'Three']) {
    const fn = new Function(stack, name, { runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code: Code.fromInline('//') });
    orders.grantReadWriteData(fn);
    customers.grantReadData(fn);
  }
}
