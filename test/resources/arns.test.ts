import { Aws, Fn } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { formatArn, referencedResource, findReference, splitArn, serviceNames } from '../../src/resources/arns';
import { newStack, newTable, readable } from '../support/app';
import '../support/quiet';

describe('the names of DynamoDB in KMS', () => {
  test.each([
    ['in aws', 'eu-west-1', ['dynamodb.eu-west-1.amazonaws.com']],
    ['in aws-us-gov', 'us-gov-west-1', ['dynamodb.us-gov-west-1.amazonaws.com']],
    ['in aws-cn, with both DNS suffixes', 'cn-north-1',
      ['dynamodb.cn-north-1.amazonaws.com', 'dynamodb.cn-north-1.amazonaws.com.cn']],
    ['in aws-iso, with both DNS suffixes', 'us-iso-east-1',
      ['dynamodb.us-iso-east-1.amazonaws.com', 'dynamodb.us-iso-east-1.c2s.ic.gov']],
  ])('are those %s', (_name, region, expected) => {
    expect(serviceNames('dynamodb', [region])).toEqual(expected);
  });

  test('have the DNS suffix of the deployment beside the documented one in a Region that CDK does not know', () => {
    expect(newStack().resolve(serviceNames('dynamodb', ['eu-east-9'])).map(readable))
      .toEqual(['dynamodb.eu-east-9.amazonaws.com', 'dynamodb.eu-east-9.<AWS::URLSuffix>']);
  });

  test('have the DNS suffix of the deployment beside the documented one where the Region is a token', () => {
    expect(newStack().resolve(serviceNames('dynamodb', [Aws.REGION])).map(readable))
      .toEqual(['dynamodb.<AWS::Region>.amazonaws.com', 'dynamodb.<AWS::Region>.<AWS::URLSuffix>']);
  });

  test('are as many as the Regions, in their order', () => {
    expect(serviceNames('dynamodb', ['us-east-1', 'eu-west-1'])).toEqual(['dynamodb.us-east-1.amazonaws.com', 'dynamodb.eu-west-1.amazonaws.com']);
  });

  test('are none for no Region', () => {
    expect(serviceNames('dynamodb', [])).toEqual([]);
  });
});

test('an ARN has the partition of its deployment', () => {
  const arn = formatArn({ service: 'dynamodb', region: 'eu-west-1', account: '111122223333', resource: 'table', resourceName: 'Orders' });

  expect(readable(newStack().resolve(arn))).toBe('arn:<AWS::Partition>:dynamodb:eu-west-1:111122223333:table/Orders');
});

test('an ARN is split into its parts', () => {
  expect(splitArn('arn:aws-cn:dynamodb:cn-north-1:111122223333:table/Orders')).toMatchObject({
    partition: 'aws-cn', service: 'dynamodb', region: 'cn-north-1', account: '111122223333', resource: 'table', resourceName: 'Orders',
  });
});

describe('the resource that a string refers to', () => {
  const stack = newStack();
  const table = newTable(stack, 'Table');
  const declaration = table.node.defaultChild as CfnTable;

  test('is the L1 that an attribute is of', () => {
    expect(referencedResource(table.tableArn, 'AWS::DynamoDB::Table')).toBe(declaration);
  });

  test('is the L1 behind the ARN of a table with a physical name', () => {
    const named = newTable(stack, 'Named', { tableName: 'Orders' });

    expect(referencedResource(named.tableArn, 'AWS::DynamoDB::Table')).toBe(named.node.defaultChild);
  });

  test('is one of several types', () => {
    expect(referencedResource(table.tableArn, 'AWS::KMS::Key', 'AWS::DynamoDB::Table')).toBe(declaration);
  });

  test('is nothing where the L1 is of another type', () => {
    expect(referencedResource(new CfnKey(stack, 'Key').attrArn, 'AWS::DynamoDB::Table')).toBeUndefined();
  });

  test.each([
    ['literal text', 'arn:aws:dynamodb:eu-west-1:111122223333:table/Orders'],
    ['a reference with text around it', `${table.tableArn}/index/byDate`],
    ['an intrinsic function', Fn.importValue('TableArn')],
  ])('is nothing for %s', (_name, value) => {
    expect(findReference(value)).toBeUndefined();
  });

  test('is the attribute that a reference is to', () => {
    expect(findReference(table.tableArn)?.displayName).toBe('Arn');
  });
});
