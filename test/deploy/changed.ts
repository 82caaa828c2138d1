/**
 * Runs the app of the example whose folder it is started in, with changes: another index on each table, for a role of its stack to query,
 * and removal policies that leave nothing behind.
 */
import { join } from 'path';
import { App, RemovalPolicies, Stack } from 'aws-cdk-lib';
import { AttributeType, CfnGlobalTable, CfnTable, Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { DynamoAccessRole, TableFeature } from 'cdk-dynamo-access';

const INDEX = 'added';
const changed = new WeakSet<App>();
const { synth } = App.prototype;

// the examples synthesize their apps by themselves, at the end of their programs
App.prototype.synth = function(options) {
  if (!changed.has(this)) change(this);
  changed.add(this);
  return synth.call(this, options);
};

function change(app: App): void {
  RemovalPolicies.of(app).destroy();
  const constructs = app.node.findAll();
  for (const table of constructs) {
    if (!(table instanceof Table || table instanceof TableV2)) continue;
    table.addGlobalSecondaryIndex({ indexName: INDEX, partitionKey: { name: findPartitionKey(table), type: AttributeType.STRING } });
    const access = constructs.find((each) => each instanceof DynamoAccessRole && Stack.of(each) === Stack.of(table));
    if (access instanceof DynamoAccessRole) access.addTableAccess({ table, features: [TableFeature.QUERY.onIndexes(INDEX)] });
  }
}

/** Accesses that are limited to some attributes list it already. */
function findPartitionKey(table: Table | TableV2): string {
  const { keySchema } = table.node.defaultChild as CfnTable | CfnGlobalTable;
  return Stack.of(table).resolve(keySchema).find(({ keyType }: CfnTable.KeySchemaProperty) => keyType === 'HASH').attributeName;
}

void import(join(process.cwd(), 'app.ts'));
