import { Aspects, Aws, CfnCondition, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { CfnGlobalTable, CfnTable, Table } from 'aws-cdk-lib/aws-dynamodb';
import { CfnRole, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import {
  AttributeScope, DynamoAccessRole, LambdaTableAccess, TableAccessGrants, TableAccessPolicy, TableDenial, TableFeature, TableRef,
} from '../../src';
import { ENV, newFunction, newStack, newTable, permissionsOf } from '../support/app';
import { errorMatching, problemsOf, warningsOf } from '../support/messages';
import '../support/quiet';

const KEY_SCHEMA = [{ attributeName: 'pk', keyType: 'HASH' }];
/** The same as it is in a template, where CDK doesn't translate the arguments of `Fn::If`. */
const TEMPLATE_KEY_SCHEMA = [{ AttributeName: 'pk', KeyType: 'HASH' }];

/** A stack with the condition `IsLive`, which only CloudFormation can decide. */
function newConditionalStack(): Stack {
  const stack = newStack({}, ENV);
  new CfnCondition(stack, 'IsLive', { expression: Fn.conditionEquals(new CfnParameter(stack, 'Stage').valueAsString, 'live') });
  return stack;
}

function idsOf(messages: readonly string[]): string[] {
  return messages.flatMap((message) => message.match(/cdk-dynamo-access:\w+/) ?? []);
}

describe('both branches of Fn::If count', () => {
  test('for the indexes of a table', () => {
    const stack = newConditionalStack();
    const [one, other] = ['one', 'other'].map((indexName) => ({ IndexName: indexName, KeySchema: TEMPLATE_KEY_SCHEMA, Projection: { ProjectionType: 'ALL' } }));
    const table = new CfnTable(stack, 'Table', { keySchema: KEY_SCHEMA, globalSecondaryIndexes: Fn.conditionIf('IsLive', [one], [other]) });
    new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.QUERY] });

    expect(permissionsOf(stack).filter((permission) => permission.startsWith('dynamodb:'))).toEqual([
      'dynamodb:Query on <Table.Arn>', 'dynamodb:Query on <Table.Arn>/index/one', 'dynamodb:Query on <Table.Arn>/index/other',
    ]);
  });

  test('for one index of several', () => {
    const stack = newConditionalStack();
    const table = new CfnTable(stack, 'Table', {
      keySchema: KEY_SCHEMA,
      globalSecondaryIndexes: [Fn.conditionIf('IsLive', { IndexName: 'live', KeySchema: TEMPLATE_KEY_SCHEMA, Projection: { ProjectionType: 'ALL' } }, Aws.NO_VALUE)],
    });
    new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.QUERY.onIndexes('live')] });

    expect(permissionsOf(stack).filter((permission) => permission.startsWith('dynamodb:'))).toEqual(['dynamodb:Query on <Table.Arn>/index/live']);
  });

  test('for the key of a table', () => {
    const stack = newConditionalStack();
    const key = new Key(stack, 'Key');
    const table = new CfnTable(stack, 'Table', {
      keySchema: KEY_SCHEMA,
      sseSpecification: Fn.conditionIf('IsLive', { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: key.keyArn }, Aws.NO_VALUE),
    });
    new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.READ_ITEM] });

    expect(permissionsOf(stack)).toContain('kms:Decrypt on <Key961B73FD.Arn>');
  });
});

test('an override of a part of the encryption setting counts', () => {
  const stack = newStack({}, ENV);
  const [before, after] = [new Key(stack, 'Before'), new Key(stack, 'After')];
  const table = newTable(stack, 'Table', { encryptionKey: before });
  (table.node.defaultChild as CfnTable).addPropertyOverride('SSESpecification.KMSMasterKeyId', after.keyArn);
  new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.READ_ITEM] });

  expect(permissionsOf(stack).filter((permission) => permission.startsWith('kms:'))).toEqual(['kms:Decrypt on <After270C2031.Arn>']);
});

describe('an access fails', () => {
  test('when a table is imported by an ARN in the place of its name', () => {
    const stack = newStack({}, ENV);
    const table = Table.fromTableName(stack, 'Table', 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders');

    expect(() => new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.READ_ITEM] }))
      .toThrow(errorMatching('Stack/Access', 'tableName', "'arn:aws:dynamodb:eu-west-1:111122223333:table/orders'"));
  });

  test('when the policy of a table is a parameter, to which no statement can be added', () => {
    const stack = newConditionalStack();
    const table = new CfnTable(stack, 'Table', { keySchema: KEY_SCHEMA });
    table.addPropertyOverride('ResourcePolicy', { PolicyDocument: { Ref: 'Stage' } });
    const other = Role.fromRoleArn(stack, 'Other', 'arn:aws:iam::444455556666:role/other');
    new TableAccessPolicy(stack, 'Policy', { table, principals: [other], features: [TableFeature.READ_ITEM] });

    expect(idsOf(problemsOf(stack))).toEqual(['cdk-dynamo-access:unknownPolicy']);
  });

  test('when an override gives a function another role', () => {
    const stack = newStack({}, ENV);
    const fn = newFunction(stack, 'Function');
    const other = new Role(stack, 'Other', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    (fn.node.defaultChild as CfnFunction).addPropertyOverride('Role', other.roleArn);
    new LambdaTableAccess(stack, 'Access', { function: fn, table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM] });

    expect(idsOf(problemsOf(stack))).toEqual(['cdk-dynamo-access:otherRole']);
  });

  test('when an aspect changes the log group of a function after the policies were written', () => {
    const stack = newStack({}, ENV);
    const fn = newFunction(stack, 'Function');
    new LambdaTableAccess(stack, 'Access', { function: fn, table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM] });
    Aspects.of(stack).add({
      visit: (node) => {
        if (CfnFunction.isCfnFunction(node)) node.loggingConfig = { logGroup: 'elsewhere' };
      },
    });

    expect(idsOf(problemsOf(stack))).toEqual(['cdk-dynamo-access:functionChangedTooLate']);
  });
});

describe('warns', () => {
  test('of indexes that CloudFormation alone knows', () => {
    const stack = newConditionalStack();
    const table = new CfnTable(stack, 'Table', { keySchema: KEY_SCHEMA, globalSecondaryIndexes: Fn.conditionIf('IsLive', Fn.ref('Stage'), []) });
    new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.QUERY] });

    expect(idsOf(warningsOf(stack))).toContain('cdk-dynamo-access:unknownIndexes');
  });

  test('of an attribute scope beside key attributes that CloudFormation alone knows', () => {
    const stack = newConditionalStack();
    const table = new CfnTable(stack, 'Table', { keySchema: KEY_SCHEMA });
    table.addPropertyOverride('KeySchema', { Ref: 'Stage' });
    new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.READ_ITEM], attributes: AttributeScope.ofAttributes('pk', 'name') });

    expect(idsOf(warningsOf(stack))).toContain('cdk-dynamo-access:unknownKeyAttributes');
  });

  test('of a bucket whose key CloudFormation alone knows', () => {
    const stack = newConditionalStack();
    const bucket = new Bucket(stack, 'Bucket');
    (bucket.node.defaultChild as CfnBucket).addPropertyOverride('BucketEncryption', { 'Fn::FindInMap': ['Keys', 'Bucket', 'Encryption'] });
    new DynamoAccessRole(stack, 'Access', {
      table: newTable(stack, 'Table', { pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true } }),
      features: [TableFeature.EXPORT],
      exportTo: { bucket },
    });

    expect(idsOf(warningsOf(stack))).toContain('cdk-dynamo-access:unknownBucketKey');
  });

  test('of a denial on a table whose replicas CloudFormation alone knows', () => {
    const stack = newConditionalStack();
    const table = new CfnGlobalTable(stack, 'Table', { keySchema: KEY_SCHEMA, attributeDefinitions: [], replicas: [] });
    table.addPropertyOverride('Replicas', { Ref: 'Stage' });
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    TableAccessGrants.fromTable(TableRef.fromGlobalTable(table)).deny(role, TableDenial.DELETES);

    expect(idsOf(warningsOf(stack))).toContain('cdk-dynamo-access:unknownReplicas');
  });

  test('of a managed policy for logs that an override keeps', () => {
    const stack = newConditionalStack();
    const fn = newFunction(stack, 'Function');
    (fn.role!.node.defaultChild as CfnRole).addPropertyOverride('ManagedPolicyArns', {
      'Fn::If': ['IsLive', ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'], []],
    });
    new LambdaTableAccess(stack, 'Access', { function: fn, table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM] });

    expect(idsOf(warningsOf(stack))).toContain('cdk-dynamo-access:conditionalManagedPolicy');
  });

  test('of a function whose log group CloudFormation alone knows, and keeps its managed policy', () => {
    const stack = newConditionalStack();
    const fn = newFunction(stack, 'Function');
    (fn.node.defaultChild as CfnFunction).addPropertyOverride('LoggingConfig', { Ref: 'Stage' });
    new LambdaTableAccess(stack, 'Access', { function: fn, table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM] });

    expect(idsOf(warningsOf(stack))).toContain('cdk-dynamo-access:unknownLogGroup');
  });
});
