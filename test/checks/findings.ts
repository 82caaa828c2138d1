import { Environment, Stack } from 'aws-cdk-lib';
import { TableEncryptionV2, TableV2, AttributeType, TablePropsV2 } from 'aws-cdk-lib/aws-dynamodb';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { checkAssembly } from '../../src/checks/check-assembly';
import { newApp } from '../policy/assemblies';
import { ENV } from '../support/app';

/** What is found in a stack, each as the name of the rule and what is wrong. */
export function findingsIn(build: (stack: Stack) => void, env: Environment = ENV): string[] {
  const app = newApp();
  build(new Stack(app, 'Stack', { env }));
  return checkAssembly(app.synth().directory).map(({ id, problem }) => `${id.replace('cdk-dynamo-access:', '')}: ${problem}`);
}

/** The names of the rules that find something in a stack, each once. */
export function rulesFor(build: (stack: Stack) => void, env: Environment = ENV): string[] {
  return [...new Set(findingsIn(build, env).map((finding) => finding.replace(/:.*/s, '')))];
}

/** What is found in a role with these statements, beside a table Orders with the index byCustomer and a customer managed key. */
export function findingsOf(...statements: object[]): string[] {
  return findingsIn((stack) => {
    ordersTable(stack);
    roleWith(stack, ...statements);
  });
}

export const ORDERS = `arn:aws:dynamodb:${ENV.region}:${ENV.account}:table/Orders`;
export const BY_CUSTOMER = `${ORDERS}/index/byCustomer`;
/** The key's name is the one that the reader of assemblies invents. */
export const ORDERS_KEY = `arn:aws:kms:${ENV.region}:${ENV.account}:key/Stack-Key961B73FD`;

export function ordersTable(stack: Stack, props: Partial<TablePropsV2> = {}): TableV2 {
  return new TableV2(stack, 'Orders', {
    tableName: 'Orders',
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    globalSecondaryIndexes: [{ indexName: 'byCustomer', partitionKey: { name: 'customer', type: AttributeType.STRING } }],
    encryption: TableEncryptionV2.customerManagedKey(new Key(stack, 'Key')),
    ...props,
  });
}

/** A role with these statements as they are written; statements allow if they do not say otherwise. */
export function roleWith(stack: Stack, ...statements: object[]): CfnRole {
  return new CfnRole(stack, 'Role', {
    assumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] },
    policies: [{
      policyName: 'Inline',
      policyDocument: { Version: '2012-10-17', Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })) },
    }],
  });
}
