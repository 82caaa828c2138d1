import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Group, IGrantable, PolicyStatement, User } from 'aws-cdk-lib/aws-iam';
import { AccessCondition, DynamoAccessRole, LambdaTableAccess, RowScope, TableAccessGrants, TableFeature } from '../../src';
import { addIndexes, FLAG_SETTINGS, newFunction, newStack, newTable } from '../support/app';
import { deployedPolicies, longestName, pairsOf } from '../support/deployed-policies';
import { lambdaRole } from '../support/functions';
import { problemsOf, warningsOf } from '../support/messages';
import '../support/quiet';

const TABLES = 100;

function stackWithHundredTables(flags: Record<string, unknown>): Stack {
  const stack = newStack(flags);
  const tables = Array.from({ length: TABLES }, (_, i) => {
    const table = newTable(stack, `Table${i}`);
    addIndexes(table, 'byCustomer', 'byDate');
    return table;
  });
  const features = [TableFeature.READ_ITEM, TableFeature.QUERY];
  const access = new DynamoAccessRole(stack, 'Access', { table: tables[0], features });
  for (const table of tables.slice(1)) access.addTableAccess({ table, features });
  return stack;
}

describe.each(FLAG_SETTINGS)('a role of 100 tables with two indexes, %s', (_name, flags) => {
  const stack = stackWithHundredTables(flags);
  const policies = deployedPolicies(stack);
  const inline = policies.filter(({ kind }) => kind === 'inline');
  const managed = policies.filter(({ kind }) => kind === 'managed');

  test('has inline policies of at most 10,240 characters', () => {
    expect(inline.length).toBeGreaterThan(0);
    expect(inline.reduce((sum, { characters }) => sum + characters, 0)).toBeLessThanOrEqual(10_240);
  });

  test('has managed policies of at most 6,144 characters', () => {
    expect(managed.length).toBeGreaterThan(0);
    expect(Math.max(...managed.map(({ characters }) => characters))).toBeLessThanOrEqual(6_144);
  });

  test('has at most 20 managed policies', () => {
    expect(managed.length).toBeLessThanOrEqual(20);
  });

  test('has each permission once', () => {
    const expected = Object.keys(Template.fromStack(stack).findResources('AWS::DynamoDB::Table')).flatMap((id) => {
      const arn = `arn:aws:dynamodb:eu-west-1:111122223333:table/${longestName(id, 'AWS::DynamoDB::Table')}`;
      return [
        `dynamodb:GetItem on ${arn}`,
        `dynamodb:Query on ${arn}`,
        `dynamodb:Query on ${arn}/index/byCustomer`,
        `dynamodb:Query on ${arn}/index/byDate`,
      ];
    });
    const pairs = pairsOf(policies).filter((pair) => pair.startsWith('dynamodb:'));

    expect(expected).toHaveLength(400);
    expect(pairs.sort()).toEqual(expected.sort());
  });

  test('has a warning that names the quota of managed policies', () => {
    expect(warningsOf(stack)).toEqual([
      '/Stack/Access: the access of Stack/Access/Role needs 15 managed policies; expected at most 10, the default quota for a role; check the '
        + 'quota of the account, set the context key @aws-cdk/aws-iam.arnSizeEstimate to the longest ARN of the app, or use another role for '
        + 'some tables [ack: cdk-dynamo-access:managedPolicyQuota]',
    ]);
  });
});

test('a role of 100 tables has fewer managed policies where the context says that ARNs are short', () => {
  const stack = stackWithHundredTables({ '@aws-cdk/aws-iam.arnSizeEstimate': 90 });

  Template.fromStack(stack).resourceCountIs('AWS::IAM::ManagedPolicy', 4);
  expect(warningsOf(stack)).toEqual([]);
});

function inlineCharacters(stack: Stack): number {
  return deployedPolicies(stack).filter(({ kind }) => kind === 'inline').reduce((sum, { characters }) => sum + characters, 0);
}

describe('the inline policies stay within the limit of', () => {
  function grantTables(stack: Stack, grantee: IGrantable, count: number): void {
    for (let i = 0; i < count; i++) {
      TableAccessGrants.fromTable(newTable(stack, `Table${i}`)).features(grantee, TableFeature.READ_ITEM);
    }
  }

  test('2,048 characters for a user', () => {
    const stack = newStack();
    grantTables(stack, new User(stack, 'User'), 30);

    expect(inlineCharacters(stack)).toBeLessThanOrEqual(2_048);
    expect(pairsOf(deployedPolicies(stack))).toHaveLength(30);
  });

  test('5,120 characters for a group', () => {
    const stack = newStack();
    grantTables(stack, new Group(stack, 'Group'), 30);

    expect(inlineCharacters(stack)).toBeLessThanOrEqual(5_120);
    expect(pairsOf(deployedPolicies(stack))).toHaveLength(30);
  });

  test('10,240 characters for a role that has statements of its own', () => {
    const stack = newStack();
    const role = lambdaRole(stack);
    grantTables(stack, role, 40);
    for (let i = 0; i < 20; i++) {
      role.addToPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: [`arn:aws:s3:::bucket-${i}${'x'.repeat(200)}`] }));
    }

    expect(inlineCharacters(stack)).toBeLessThanOrEqual(10_240);
  });

  test('10,240 characters for a role that twelve functions share', () => {
    const stack = newStack();
    const role = lambdaRole(stack);
    grantTables(stack, role, 40);
    const table = newTable(stack, 'Shared');
    for (let i = 0; i < 12; i++) {
      new LambdaTableAccess(stack, `Access${i}`, {
        function: newFunction(stack, `Fn${i}`, { role }), table, features: [TableFeature.READ_ITEM],
      });
    }

    expect(inlineCharacters(stack)).toBeLessThanOrEqual(10_240);
  });
});

describe('a role that thirty functions share', () => {
  const stack = newStack();
  const role = lambdaRole(stack);
  const table = newTable(stack, 'Shared');
  for (let i = 0; i < 30; i++) {
    new LambdaTableAccess(stack, `Access${i}`, {
      function: newFunction(stack, `Fn${i}`, { role }), table, features: [TableFeature.READ_ITEM],
    });
  }

  test('has inline policies of at most 10,240 characters, or a warning that names the limit', () => {
    const isNamed = warningsOf(stack).some((warning) => warning.includes('10,240'));

    expect(inlineCharacters(stack) <= 10_240 || isNamed).toBe(true);
  });

  test('has a warning', () => {
    expect(warningsOf(stack)).toContainEqual(expect.stringMatching(new RegExp('^/Stack/Access0: the inline policies of Stack/Role, those for the logs of '
      + '30 functions among them, take [\\d,]+ characters with the longest names; .*; give each function a role of its own '
      + '\\[ack: cdk-dynamo-access:inlinePolicyLimit\\]$')));
  });

  test('is not taken for one that takes no policies', () => {
    expect(warningsOf(stack).join()).not.toContain('grantWithoutEffect');
  });
});

test('a statement whose conditions fit into no policy fails at synthesis', () => {
  const stack = newStack();
  const rows = RowScope.ofValues(...Array.from({ length: 500 }, (_, i) => `TENANT#${`${i}`.padStart(10, '0')}`));
  new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM], rows });

  expect(problemsOf(stack)).toEqual([
    '[Stack/Access] the statement for dynamodb:GetItem is too large, with ForAllValues:StringEquals dynamodb:LeadingKeys of 10001 characters '
      + 'and Null dynamodb:LeadingKeys of 7 characters; expected a statement that fits into a managed policy of 6144 characters; write fewer '
      + 'values: prefixes or policy variables for rows, and VPCs for VPC endpoints [cdk-dynamo-access:statementTooLarge]',
  ]);
});

test('an account-level statement whose conditions fit into no policy fails at synthesis', () => {
  const stack = newStack();
  const endpoints = Array.from({ length: 300 }, (_, i) => `vpce-${`${i}`.padStart(17, '0')}`);
  new DynamoAccessRole(stack, 'Access', {
    table: newTable(stack, 'Table'), features: [TableFeature.LIST_TABLES], conditions: [AccessCondition.fromVpcEndpoints(...endpoints)],
  });

  expect(problemsOf(stack)).toEqual([
    '[Stack/Access] the statement for dynamodb:ListTables is too large, with StringEquals aws:SourceVpce of 7501 characters; expected a '
      + 'statement that fits into a managed policy of 6144 characters; write fewer values: prefixes or policy variables for rows, and VPCs '
      + 'for VPC endpoints [cdk-dynamo-access:statementTooLarge]',
  ]);
});

test('account-level statements with long conditions leave less room beside them', () => {
  const stack = newStack();
  const tables = Array.from({ length: 40 }, (_, i) => newTable(stack, `Table${i}`));
  const endpoints = Array.from({ length: 60 }, (_, i) => `vpce-${`${i}`.padStart(17, '0')}`);
  const access = new DynamoAccessRole(stack, 'Access', { table: tables[0], features: [TableFeature.READ_ITEM] });
  for (const table of tables.slice(1)) access.addTableAccess({ table, features: [TableFeature.READ_ITEM] });
  access.addTableAccess({ table: tables[0], features: [TableFeature.LIST_TABLES], conditions: [AccessCondition.fromVpcEndpoints(...endpoints)] });

  const inline = deployedPolicies(stack).filter(({ kind }) => kind === 'inline').map(({ characters }) => characters);
  expect(inline.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(10_240);
});
