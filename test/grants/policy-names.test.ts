import { App, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnPolicy, Policy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LambdaTableAccess, TableAccessGrants, TableFeature } from '../../src';
import { newFunction, newStack, newTable } from '../support/app';
import { lambdaRole } from '../support/functions';
import '../support/quiet';

function policyNamesOf(...stacks: Stack[]): string[] {
  return stacks.flatMap((stack) => Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')))
    .map(({ Properties }) => Properties.PolicyName);
}

function grantToImport(stack: Stack): Stack {
  const role = Role.fromRoleName(stack, 'Role', 'shared');
  TableAccessGrants.fromTable(newTable(stack, 'Table')).features(role, TableFeature.READ_ITEM, TableFeature.LIST_TABLES);
  return stack;
}

test('two stacks that import one role write policies of different names', () => {
  const app = new App();
  const names = policyNamesOf(grantToImport(new Stack(app, 'One')), grantToImport(new Stack(app, 'Other')));

  expect(names).toEqual([
    'OneRole495A9E5FTableAccess', 'OneRole495A9E5FAccountAccess', 'OtherRoleEC60A981TableAccess', 'OtherRoleEC60A981AccountAccess',
  ]);
});

test('two stages that import one role write policies of different names', () => {
  const app = new App();
  const [one, other] = ['One', 'Other'].map((id) => grantToImport(new Stack(new Stage(app, id), 'Stack')));

  expect(new Set(policyNamesOf(one, other)).size).toBe(4);
});

test('functions of the same name in two stacks have their logs by policies of different names', () => {
  const roles = newStack();
  const role = lambdaRole(roles);
  const [one, other] = ['One', 'Other'].map((id) => {
    const stack = new Stack(roles.node.root as App, id);
    new LambdaTableAccess(stack, 'Access', {
      function: newFunction(stack, 'Fn', { role }), table: newTable(roles, `${id}Table`), features: [TableFeature.READ_ITEM],
    });
    return stack;
  });

  expect(new Set(policyNamesOf(one, other)).size).toBe(2);
});

test('an access fails when the role has a child of the name of the policy already', () => {
  const stack = newStack();
  const role = lambdaRole(stack);
  new Policy(role, 'TableAccess');

  expect(() => TableAccessGrants.fromTable(newTable(stack, 'Table')).features(role, TableFeature.READ_ITEM)).toThrow(
    '[Stack/Role] Stack/Role already has a construct with the id TableAccess; expected no construct with this id, because the policy of '
      + 'cdk-dynamo-access is called TableAccess; rename the construct, or check that the app loads only one copy of cdk-dynamo-access '
      + '[cdk-dynamo-access:idTaken]');
});

test('a policy of a role of the app has the end of its logical id as its name, which IAM takes up to 128 characters of', () => {
  const stack = newStack();
  const role = new Role(stack, 'Role'.repeat(40), { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  TableAccessGrants.fromTable(newTable(stack, 'Table')).features(role, TableFeature.READ_ITEM);

  const [[logicalId, { Properties }]] = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  expect([logicalId.length > 128, Properties.PolicyName]).toEqual([true, logicalId.slice(-128)]);
});

test('a policy is there before synthesis, for whatever walks the tree', () => {
  const stack = newStack();
  const role = lambdaRole(stack);
  TableAccessGrants.fromTable(newTable(stack, 'Table')).features(role, TableFeature.READ_ITEM);

  expect(role.node.findChild('TableAccess')).toBeInstanceOf(CfnPolicy);
});

test('a policy without statements is not in the template', () => {
  const stack = newStack();
  TableAccessGrants.fromTable(newTable(stack, 'Table')).features(lambdaRole(stack), TableFeature.LIST_TABLES);

  expect(Object.keys(Template.fromStack(stack).findResources('AWS::IAM::Policy'))).toEqual([expect.stringContaining('AccountAccess')]);
});
