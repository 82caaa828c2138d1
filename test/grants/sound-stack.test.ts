import { App, Stack } from 'aws-cdk-lib';
import { AttributeType, StreamViewType, TableEncryption, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { ManagedPolicy, PermissionsBoundary, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { StartingPosition, Tracing } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  AttributeScope, ClientProfile, DynamoAccessRole, EncryptionMode, FieldEncryption, LambdaTableAccess, RowScope, TableAccessGrants, TableDenial,
  TableFamily, TableFeature,
} from '../../src';
import { addIndexes, ENV, FLAG_SETTINGS, newFunction, newTable } from '../support/app';
import { isolatedVpc, lambdaRole } from '../support/functions';
import { warningsOf } from '../support/messages';
import '../support/quiet';

/** An app that does with the library what it is for, in a way that nothing can be said against. */
function soundApp(flags: Record<string, unknown>): [Stack, Stack] {
  const app = new App({ context: { ...flags } });
  const [data, code] = [new Stack(app, 'Data', { env: ENV }), new Stack(app, 'Code', { env: ENV })];
  const orders = newTable(data, 'Orders', { encryption: TableEncryption.CUSTOMER_MANAGED, stream: StreamViewType.NEW_AND_OLD_IMAGES });
  addIndexes(orders, 'byCustomer', 'byDate');
  const notes = new TableV2(data, 'Notes', {
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    encryption: TableEncryptionV2.customerManagedKey(new Key(data, 'NotesKey'), { 'us-east-1': 'arn:aws:kms:us-east-1:111122223333:key/us' }),
    replicas: [{ region: 'us-east-1' }],
  });
  const fieldKey = new Key(data, 'FieldKey');
  PermissionsBoundary.of(code).apply(new ManagedPolicy(code, 'Boundary', {
    statements: [new PolicyStatement({ actions: ['dynamodb:*', 'ec2:*', 'kms:*', 'logs:*', 'xray:*'], resources: ['*'] })],
  }));

  const reader = newFunction(code, 'Reader', isolatedVpc(code));
  new LambdaTableAccess(code, 'ReaderAccess', {
    function: reader, table: orders, features: [TableFeature.READ_ITEM, TableFeature.QUERY], environmentVariable: 'ORDERS',
  }).addTableAccess({ table: notes, features: [TableFeature.READ_ITEM], regions: ['us-east-1'] });

  const consumer = newFunction(code, 'Consumer', { tracing: Tracing.ACTIVE });
  new LambdaTableAccess(code, 'ConsumerAccess', { function: consumer, table: orders, features: [TableFeature.STREAM_TRIGGER] });
  consumer.addEventSourceMapping('Orders', { eventSourceArn: orders.tableStreamArn, startingPosition: StartingPosition.LATEST });

  const writer = new DynamoAccessRole(code, 'WriterAccess', {
    table: notes,
    features: ClientProfile.electrodb().without(TableFeature.QUERY, TableFeature.SCAN).adding(TableFeature.QUERY.onTable()).features,
    fieldEncryption: FieldEncryption.envelope(fieldKey, { mode: EncryptionMode.READ_WRITE, encryptionContext: { purpose: 'note' } }),
  });
  writer.denyTableAccess({ table: notes, denials: [TableDenial.features(TableFeature.DELETE_TABLE)] });
  newFunction(code, 'Writer', { role: writer.role, logGroup: writer.logGroup });

  const tenant = lambdaRole(code);
  TableAccessGrants.fromTable(orders, { rows: RowScope.ofPrefixes('PUBLIC#'), attributes: AttributeScope.ofAttributes('pk', 'sk', 'title') })
    .features(tenant, TableFeature.READ_ITEM);
  TableAccessGrants.fromTable(TableFamily.withPrefix(code, 'Tenants', 'tenant-')).features(tenant, TableFeature.PUT_ITEM);
  new Bucket(code, 'Bucket').grantRead(tenant);
  return [data, code];
}

test.each(FLAG_SETTINGS)('a sound app has no warning, %s', (_name, flags) => {
  // newer versions of CDK warn of references between stacks
  expect(soundApp(flags).flatMap(warningsOf).filter((warning) => !warning.includes('@aws-cdk/core:'))).toEqual([]);
});
