import { LambdaToDynamoDB } from '@aws-solutions-constructs/aws-lambda-dynamodb';
import { Stack } from 'aws-cdk-lib';
import { AttributeType, StreamViewType, Table, TableEncryption, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Runtime, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { roleWith, rulesFor } from './findings';
import { TABLE_KEY } from '../../catalogue/placeholders';
import { guides, logPolicies, PeerPolicy, PeerStatement, toolPolicies } from '../../catalogue/policies';
import { addIndexes, ENV, newFunction, newTable } from '../support/app';
import '../support/quiet';

/** A role with the policy of a tool or a guide, beside the table that it is for, which has an index. */
function foundIn({ statements }: PeerPolicy, ...others: PeerStatement[]): string[] {
  return rulesFor((stack) => {
    const encryptionKey = Key.fromKeyArn(stack, 'Key', inEnvironment(TABLE_KEY));
    const encrypted = statements.some(({ resources }) => resources.includes(TABLE_KEY));
    addIndexes(newTable(stack, 'Table', { tableName: 'TABLE', ...encrypted ? { encryptionKey } : {} }), 'INDEX');
    roleWith(stack, ...[...statements, ...others].map(({ actions, resources }) =>
      ({ Action: actions, Resource: resources.map(inEnvironment) })));
  });
}

function inEnvironment(placeholder: string): string {
  return placeholder.replace('REGION', ENV.region).replace('ACCOUNT', ENV.account);
}

const KEY_RULES = ['table-key-too-wide', 'table-key-without-via-service'];

/** The policies of tools for tables, and what is found in each. */
const TOOLS: Readonly<Record<string, readonly string[]>> = {
  'SAM DynamoDBBackupFullAccessPolicy': ['account-level-action'],
  'SAM DynamoDBCrudPolicy': ['pair-without-effect', 'any-index'],
  'SAM DynamoDBReadPolicy': ['pair-without-effect', 'any-index'],
  'SAM DynamoDBReconfigurePolicy': [],
  'SAM DynamoDBRestoreFromBackupPolicy': ['no-index-access'],
  'SAM DynamoDBStreamReadPolicy': ['account-level-action'],
  'SAM DynamoDBWritePolicy': ['pair-without-effect'],
  'CDK Table/TableV2 grantReadData (table with a GSI)': ['action-without-effect', 'pair-without-effect', 'any-index', ...KEY_RULES],
  'CDK grantWriteData (with a GSI)': ['pair-without-effect', ...KEY_RULES],
  'CDK grantReadWriteData (with a GSI)': ['action-without-effect', 'pair-without-effect', 'any-index', ...KEY_RULES],
  'CDK grantFullAccess (with a GSI)': ['wildcard-action', 'any-index', ...KEY_RULES],
  'CDK Table.grantStreamRead / StreamGrants.read': [],
  'CDK TableV2.grantStreamRead / DynamoEventSource(TableV2)': ['account-level-action'],
  'SST v3/v4 link: Dynamo': ['wildcard-action', 'any-index'],
  'Copilot ddb addon': ['action-without-effect', 'wildcard-action', 'any-index'],
  'serverless-iam-roles-per-function stream events': ['account-level-action'],
  'AWS managed AWSLambdaDynamoDBExecutionRole': ['any-table'],
};

test('every policy of a tool is here', () => {
  expect(Object.keys(TOOLS)).toEqual(toolPolicies().map(({ name }) => name));
});

test.each(toolPolicies().map((policy) => [policy.name, policy] as const))('the policy %s has the listed findings', (name, policy) => {
  expect(foundIn(policy)).toEqual(TOOLS[name]);
});

describe('a policy for logs beside an access to a table', () => {
  const WIDE = ['AWSLambdaBasicExecutionRole', 'solutions-constructs', 'chalice'];
  const ACCESS = { actions: ['dynamodb:GetItem'], resources: [inEnvironment('arn:aws:dynamodb:REGION:ACCOUNT:table/TABLE')] };

  test.each(logPolicies().map((policy) => [policy.name, policy] as const))('the policy %s has the listed findings', (name, policy) => {
    expect(foundIn(policy, ACCESS)).toEqual(WIDE.includes(name) ? ['many-log-groups'] : []);
  });
});

/** The policies of guides, and what is found in each. */
const GUIDES: Readonly<Record<string, readonly string[]>> = {
  'Basic CRUD': ['no-index-access'],
  'Batch operations': [],
  'Transactions': ['unknown-action'],
  'Table management': [],
  'KMS ReadWrite, before 0.14': [],
  'KMS WriteOnly, before 0.14': [],
  'KMS ReadOnly': [],
  'KMS ReadWrite, since 0.14': [],
  'KMS WriteOnly, since 0.14': [],
  'Complete example': ['no-index-access'],
  'MyLambdaPolicy': ['no-index-access', 'many-log-groups'],
  'Application-wide': ['wildcard-action', 'any-table'],
  'ListTables': [],
};

const GUIDE_POLICIES = guides().flatMap(({ policies }) => policies).map((policy) => [policy.name, policy] as const);

test.each(GUIDE_POLICIES)('the policy %s of a guide has the listed findings', (name, policy) => {
  expect(foundIn(policy)).toEqual(GUIDES[name]);
});

type Make = (stack: Stack) => Table | TableV2;

const table: Make = (stack) => {
  const made = newTable(stack, 'Table', { encryption: TableEncryption.CUSTOMER_MANAGED, stream: StreamViewType.NEW_IMAGE });
  addIndexes(made, 'byCustomer');
  return made;
};

const tableV2: Make = (stack) => new TableV2(stack, 'Table', {
  partitionKey: { name: 'pk', type: AttributeType.STRING },
  dynamoStream: StreamViewType.NEW_IMAGE,
  encryption: TableEncryptionV2.customerManagedKey(new Key(stack, 'Key')),
  globalSecondaryIndexes: [{ indexName: 'byCustomer', partitionKey: { name: 'customer', type: AttributeType.STRING } }],
});

const LOGS = 'managed-logs-policy';

describe.each([['Table', table, []], ['TableV2', tableV2, ['account-level-action']]])('what CDK grants on a %s by', (_kind, make, onStream) => {
  test.each([
    ['grantReadData', ['action-without-effect', 'pair-without-effect', 'any-index', ...KEY_RULES, LOGS]],
    ['grantWriteData', ['pair-without-effect', ...KEY_RULES, LOGS]],
    ['grantReadWriteData', ['action-without-effect', 'pair-without-effect', 'any-index', ...KEY_RULES, LOGS]],
    ['grantFullAccess', ['wildcard-action', 'any-index', ...KEY_RULES, LOGS]],
    ['grantStreamRead', [...onStream, ...KEY_RULES, LOGS]],
  ] as const)('%s', (grant, rules) => {
    expect(rulesFor((stack) => { make(stack)[grant](newFunction(stack, 'Fn')); })).toEqual(rules);
  });

  test('DynamoEventSource', () => {
    expect(rulesFor((stack) => {
      newFunction(stack, 'Fn').addEventSource(new DynamoEventSource(make(stack), { startingPosition: StartingPosition.LATEST }));
    })).toEqual([...onStream, ...KEY_RULES, LOGS]);
  });

  test('grant, with an action for the table alone', () => {
    expect(rulesFor((stack) => { make(stack).grant(newFunction(stack, 'Fn'), 'dynamodb:GetItem'); }))
      .toEqual(['pair-without-effect', 'no-table-key-access', LOGS]);
  });
});

test('what AWS Solutions Constructs grants', () => {
  expect(rulesFor((stack) => {
    new LambdaToDynamoDB(stack, 'Pattern', {
      lambdaFunctionProps: { runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code: Code.fromInline('exports.handler = async () => {};') },
    });
  })).toEqual(['action-without-effect', 'many-log-groups']);
});
