import { Mixins, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AnyPrincipal, CfnRole, CfnRolePolicy, IRole, Policy, PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { OwnLogGroup, TableAccessGrants, TableFeature } from '../../src';
import { FLAG_SETTINGS, newFunction, newStack, newTable } from '../support/app';
import { lambdaRole } from '../support/functions';
import { messageMatching, warningsOf } from '../support/messages';
import '../support/quiet';

/** Statements of some 200 characters each. */
function bigDocument(statements: number): PolicyDocument {
  return new PolicyDocument({
    statements: Array.from({ length: statements }, (_, index) => new PolicyStatement({
      sid: `S${index}`, actions: ['s3:GetObject'], resources: [`arn:aws:s3:::${'b'.repeat(60)}/${`${index}`.padStart(60, 'p')}/*`],
    })),
  });
}

const PLACES: [string, (stack: Stack, document: PolicyDocument) => IRole][] = [
  ['in the properties of the role', (stack, document) => lambdaRole(stack, { inlinePolicies: { big: document } })],
  ['in a child of the role', (stack, document) => {
    const role = lambdaRole(stack);
    new Policy(role, 'Big', { roles: [role], document });
    return role;
  }],
  ['elsewhere in the app', (stack, document) => {
    const role = lambdaRole(stack);
    new Policy(stack, 'Big', { roles: [role], document });
    return role;
  }],
  ['in an L1 inline policy of the role', (stack, policyDocument) => {
    const role = lambdaRole(stack);
    new CfnRolePolicy(stack, 'Big', { roleName: role.roleName, policyName: 'big', policyDocument });
    return role;
  }],
];

function importRole(stack: Stack, policyDocument: PolicyDocument): IRole {
  const assumeRolePolicyDocument = new PolicyDocument({ statements: [new PolicyStatement({ actions: ['sts:AssumeRole'], principals: [new AnyPrincipal()] })] });
  const role = new CfnRole(stack, 'Declared', { assumeRolePolicyDocument, policies: [{ policyName: 'big', policyDocument }] });
  return Role.fromRoleArn(stack, 'Role', role.attrArn);
}

function grantTables(role: IRole): void {
  for (let index = 0; index < 20; index++) {
    TableAccessGrants.fromTable(newTable(role.stack, `Table${index}`, { tableName: `orders-${index}` })).features(role, TableFeature.CRUD, TableFeature.BATCH);
  }
}

function inlineCharacters(stack: Stack): number {
  const { Resources } = Template.fromStack(stack).toJSON();
  const documents = Object.values<any>(Resources).flatMap(({ Type, Properties }) => {
    if (Type === 'AWS::IAM::Policy' || Type === 'AWS::IAM::RolePolicy') return [Properties.PolicyDocument];
    return Type === 'AWS::IAM::Role' ? (Properties.Policies ?? []).map((policy: any) => policy.PolicyDocument) : [];
  });
  return JSON.stringify(documents).length;
}

describe.each(FLAG_SETTINGS)('%s', (_name, flags) => {
  test.each([...PLACES, ['in an imported L1 role', importRole] as const])('the room of the inline policies of a role counts what is %s', (_place, makeRole) => {
    const stack = newStack(flags);
    grantTables(makeRole(stack, bigDocument(40)));

    Template.fromStack(stack).resourceCountIs('AWS::IAM::ManagedPolicy', 1);
    expect(inlineCharacters(stack)).toBeLessThanOrEqual(10_240);
    expect(warningsOf(stack)).toEqual([]);
  });
});

test.each(PLACES)('a role has a warning if what is %s is too large for its inline policies alone', (_place, makeRole) => {
  const stack = newStack();
  grantTables(makeRole(stack, bigDocument(60)));

  expect(warningsOf(stack)).toEqual([
    '/Stack/Table0: the inline policies of Stack/Role take 12,328 characters with the longest names; expected at most 10,240 characters altogether '
    + 'for a role, 5,120 for a group, and 2,048 for a user, which are the limits of IAM; move statements to managed policies '
    + '[ack: cdk-dynamo-access:inlinePolicyLimit]',
  ]);
});

test('an imported L1 role whose own inline policies leave no room keeps its access, with a warning', () => {
  const stack = newStack();
  grantTables(importRole(stack, bigDocument(60)));

  expect(warningsOf(stack)).toEqual([messageMatching('Stack/Table0', 'inlinePolicyLimit', 'Stack/Role')]);
  Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 1);
  Template.fromStack(stack).resourceCountIs('AWS::IAM::ManagedPolicy', 1);
});

test('the default policy of a role is never too large, because CDK moves a part of it into managed policies', () => {
  const stack = newStack();
  const role = lambdaRole(stack);
  for (const statement of bigDocument(60).toJSON().Statement) role.addToPolicy(PolicyStatement.fromJson(statement));
  grantTables(role);

  expect(warningsOf(stack)).toEqual([]);
});

describe('a role without an access, which many functions share', () => {
  function shareRole(functions: number, document?: PolicyDocument): Stack {
    const stack = newStack();
    const role = lambdaRole(stack, { inlinePolicies: document ? { big: document } : {} });
    for (let index = 0; index < functions; index++) newFunction(stack, `Fn${index}`, { role });
    Mixins.of(stack).apply(new OwnLogGroup());
    return stack;
  }

  const limitWarnings = (stack: Stack) => warningsOf(stack).filter((warning) => warning.includes('inlinePolicyLimit'));

  test('has one warning if the statements for logs are larger than IAM allows', () => {
    expect(limitWarnings(shareRole(30))).toEqual([expect.stringMatching(
      /^\/Stack\/Fn0: the inline policies of Stack\/Role, those for the logs of 30 functions among them, take [\d,]+ characters .*give each function a role of its own/,
    )]);
  });

  test('has no warning if the statements for logs fit', () => {
    expect(limitWarnings(shareRole(2))).toEqual([]);
  });

  test('has a warning if the other inline policies leave no room for the logs of one function', () => {
    expect(limitWarnings(shareRole(1, bigDocument(49)))).toHaveLength(1);
    expect(limitWarnings(shareRole(1, bigDocument(40)))).toEqual([]);
  });
});
