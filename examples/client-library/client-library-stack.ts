import { join } from 'path';
import { Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Construct } from 'constructs';
import { ClientProfile, DynamoAccessRole, TableFeature } from 'cdk-dynamo-access';

/** A function that uses two libraries, each with a table of its own: what they call isn't what its code says. */
export class ClientLibraryStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    const tasks = new Table(this, 'Tasks', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    });
    tasks.addGlobalSecondaryIndex({
      indexName: 'gsi1',
      partitionKey: { name: 'gsi1pk', type: AttributeType.STRING },
      sortKey: { name: 'gsi1sk', type: AttributeType.STRING },
    });
    const idempotency = new Table(this, 'Idempotency', {
      partitionKey: { name: 'id', type: AttributeType.STRING },
      timeToLiveAttribute: 'expiration',
    });

    // ElectroDB can scan, batch and run transactions; this function does none of that, so the profile goes without it.
    const access = new DynamoAccessRole(this, 'TrackerAccess', {
      table: tasks,
      features: ClientProfile.electrodb().without(TableFeature.SCAN, TableFeature.BATCH, TableFeature.TRANSACTIONS).features,
    });
    access.addTableAccess({ table: idempotency, features: ClientProfile.powertoolsIdempotency().features });

    new NodejsFunction(this, 'Tracker', {
      runtime: Runtime.NODEJS_22_X,
      entry: join(__dirname, 'handlers', 'tracker.mjs'),
      bundling: { minify: true },
      role: access.role,
      logGroup: access.logGroup,
      environment: { TASKS_TABLE: tasks.tableName, IDEMPOTENCY_TABLE: idempotency.tableName },
    });
  }
}
