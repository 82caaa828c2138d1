import { Aspects, Stack } from 'aws-cdk-lib';
import { StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { DynamoAccessRole, LambdaTableAccess, TableAccessGrants, TableFeature } from '../../src';
import { addIndexes, newFunction, newStack, newTable, RECOMMENDED_FLAGS } from '../support/app';
import { isolatedVpc } from '../support/functions';
import { iamFindings } from '../support/nag';
import '../support/quiet';

function streamTable(stack: Stack): Table {
  const table = newTable(stack, 'Table', { stream: StreamViewType.NEW_IMAGE, encryption: TableEncryption.CUSTOMER_MANAGED });
  addIndexes(table, 'byCustomer', 'byDate');
  return table;
}

const BASIC = 'Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';

test('a plain function has a finding, so the pack runs', () => {
  const stack = newStack(RECOMMENDED_FLAGS);
  newFunction(stack, 'Fn');

  expect(iamFindings(stack)).toEqual([`AwsSolutions-IAM4[${BASIC}] on Stack/Fn/ServiceRole/Resource`]);
});

describe('there is no IAM finding', () => {
  test('on a function with a LambdaTableAccess that a stream triggers', () => {
    const stack = newStack(RECOMMENDED_FLAGS);
    new LambdaTableAccess(stack, 'Access', {
      function: newFunction(stack, 'Fn'), table: streamTable(stack), features: [TableFeature.STREAM_TRIGGER],
    });

    expect(iamFindings(stack)).toEqual([]);
  });

  test('on a DynamoAccessRole with CRUD', () => {
    const stack = newStack(RECOMMENDED_FLAGS);
    new DynamoAccessRole(stack, 'Access', { table: streamTable(stack), features: [TableFeature.CRUD] });

    expect(iamFindings(stack)).toEqual([]);
  });

  test('on a function in a VPC', () => {
    const stack = newStack(RECOMMENDED_FLAGS);
    new LambdaTableAccess(stack, 'Access', {
      function: newFunction(stack, 'Fn', isolatedVpc(stack)), table: streamTable(stack), features: [TableFeature.CRUD],
    });

    expect(iamFindings(stack).filter((finding) => finding.includes('Stack/Fn/'))).toEqual([]);
  });
});

describe('acknowledgeAccountActions: false', () => {
  const FINDING = 'AwsSolutions-IAM5[Resource::*] on Stack/Fn/ServiceRole/AccountAccess/Resource';

  test('leaves the finding on the account-level actions', () => {
    const stack = newStack(RECOMMENDED_FLAGS);
    new LambdaTableAccess(stack, 'Access', {
      function: newFunction(stack, 'Fn'),
      table: streamTable(stack),
      features: [TableFeature.STREAM_TRIGGER],
      acknowledgeAccountActions: false,
    });

    expect(iamFindings(stack)).toEqual([FINDING]);
  });

  test('leaves the finding where another access of the role says otherwise', () => {
    const stack = newStack(RECOMMENDED_FLAGS);
    const table = streamTable(stack);
    const access = new LambdaTableAccess(stack, 'Access', {
      function: newFunction(stack, 'Fn'), table, features: [TableFeature.STREAM_TRIGGER], acknowledgeAccountActions: false,
    });
    access.addTableAccess({ table, features: [TableFeature.LIST_TABLES] });

    expect(iamFindings(stack)).toEqual([FINDING]);
  });

  test('leaves the finding where what connects the function to its VPC is written later', () => {
    const stack = newStack(RECOMMENDED_FLAGS);
    const table = streamTable(stack);
    const fn = newFunction(stack, 'Fn', isolatedVpc(stack));
    TableAccessGrants.fromTable(table, { acknowledgeAccountActions: false }).features(fn, TableFeature.LIST_TABLES);
    new LambdaTableAccess(stack, 'Access', { function: fn, table, features: [TableFeature.READ_ITEM] });

    expect(iamFindings(stack)).toContain(FINDING);
  });

  test('leaves the finding where an aspect declares more account-level actions', () => {
    const stack = newStack(RECOMMENDED_FLAGS);
    const fn = newFunction(stack, 'Fn');
    const grants = (acknowledgeAccountActions: boolean, id: string) =>
      TableAccessGrants.fromTable(newTable(stack, id), { acknowledgeAccountActions });
    grants(false, 'Table').features(fn, TableFeature.LIST_TABLES);
    const later = grants(true, 'Other');
    Aspects.of(stack).add({ visit: (node) => { if (node === fn) later.features(fn, TableFeature.LIST_STREAMS); } });

    expect(iamFindings(stack)).toContain(FINDING);
  });
});

describe('the acknowledgement of the library', () => {
  const own = (action: string) => new PolicyStatement({ actions: [action], resources: ['*'] });

  test("is not the user's own statement on * on the same role", () => {
    const stack = newStack(RECOMMENDED_FLAGS);
    const fn = newFunction(stack, 'Fn');
    new LambdaTableAccess(stack, 'Access', { function: fn, table: streamTable(stack), features: [TableFeature.STREAM_TRIGGER] });
    fn.addToRolePolicy(own('s3:ListAllMyBuckets'));

    expect(iamFindings(stack)).toEqual(['AwsSolutions-IAM5[Resource::*] on Stack/Fn/ServiceRole/DefaultPolicy/Resource']);
  });

  test("is not the user's own statement on * on the role of a DynamoAccessRole", () => {
    const stack = newStack(RECOMMENDED_FLAGS);
    const access = new DynamoAccessRole(stack, 'Access', { table: streamTable(stack), features: [TableFeature.STREAM_TRIGGER] });
    access.role.addToPolicy(own('dynamodb:GetItem'));

    expect(iamFindings(stack)).toEqual(['AwsSolutions-IAM5[Resource::*] on Stack/Access/Role/DefaultPolicy/Resource']);
  });

  test('is not an index/* that the user asked for', () => {
    const stack = newStack(RECOMMENDED_FLAGS);
    new DynamoAccessRole(stack, 'Access', {
      table: streamTable(stack), features: [TableFeature.QUERY.onAnyIndex(), TableFeature.STREAM_TRIGGER],
    });

    expect(iamFindings(stack)).toEqual([
      'AwsSolutions-IAM5[Resource::<TableCD117FA1.Arn>/index/*] on Stack/Access/Role/TableAccess',
    ]);
  });
});
