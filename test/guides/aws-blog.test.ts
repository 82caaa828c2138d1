import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { LambdaTableAccess, TableFeature } from '../../src';
import { addIndexes, newFunction, newStack, newTable, statementsOf } from '../support/app';
import '../support/quiet';

/*
 * MyLambdaPolicy of the AWS Security Blog's "How to Create an AWS IAM Policy to Grant AWS Lambda Access to an Amazon DynamoDB
 * Table", for a table with an index and a customer managed key.
 */
function stackWithFunction(): Stack {
  const stack = newStack({}, { account: '123456789012', region: 'eu-west-1' });
  const table = newTable(stack, 'SampleTable', { encryption: TableEncryption.CUSTOMER_MANAGED });
  addIndexes(table, 'byDate');
  new LambdaTableAccess(stack, 'Access', {
    function: newFunction(stack, 'Fn', { logGroup: new LogGroup(stack, 'Logs') }),
    table,
    features: [
      TableFeature.READ_ITEM, TableFeature.QUERY, TableFeature.SCAN, TableFeature.PUT_ITEM, TableFeature.UPDATE_ITEM,
      TableFeature.BATCH,
    ],
  });
  return stack;
}

const TABLE = { 'Fn::GetAtt': ['SampleTable08FBB2D0', 'Arn'] };

test('MyLambdaPolicy reaches the table, its index, its key and the log group of the function, and nothing else', () => {
  expect(statementsOf(stackWithFunction())).toEqual([
    {
      actions: ['BatchGetItem', 'BatchWriteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'].map((name) => `dynamodb:${name}`),
      resources: [TABLE],
    },
    { actions: ['dynamodb:Query', 'dynamodb:Scan'], resources: [{ 'Fn::Join': ['', [TABLE, '/index/byDate']] }] },
    { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [{ 'Fn::GetAtt': ['Logs6819BB44', 'Arn'] }] },
    {
      actions: ['kms:Decrypt'],
      resources: [{ 'Fn::GetAtt': ['SampleTableKeyDF72CF18', 'Arn'] }],
      conditions: { StringEquals: { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' } },
    },
  ]);
});

test('MyLambdaPolicy is given to a role that Lambda may assume', () => {
  Template.fromStack(stackWithFunction()).hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } }],
    },
  });
});

test('MyLambdaPolicy needs no managed policy beside it', () => {
  const [role] = Object.values(Template.fromStack(stackWithFunction()).findResources('AWS::IAM::Role'));

  expect(role.Properties.ManagedPolicyArns).toBeUndefined();
});
