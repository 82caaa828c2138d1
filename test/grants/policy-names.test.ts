import { App, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { CfnPolicy, Policy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LambdaTableAccess, TableAccessGrants, TableFeature } from '../../src';
import { ENV, newFunction, newStack, newTable } from '../support/app';
import { lambdaRole } from '../support/functions';
import '../support/quiet';

/** The names of policies as a deployment has them, in the stack whose id ends in a GUID. */
function policyNamesOf(stack: Stack, guid = 'guid'): string[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')).map(({ Properties: { PolicyName: name } }) => {
    if (typeof name === 'string') return name;
    const [text, stackId] = name['Fn::Join'][1];
    expect(stackId).toEqual({ 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] });
    return `${text}${guid}`;
  });
}

function grantToImport(stack: Stack): Stack {
  const role = Role.fromRoleName(stack, 'Role', 'shared');
  TableAccessGrants.fromTable(newTable(stack, 'Table')).features(role, TableFeature.READ_ITEM, TableFeature.LIST_TABLES);
  return stack;
}

test('policies of an imported role have the id of their stack in their names, so that several deployments of one template differ', () => {
  expect(policyNamesOf(grantToImport(new Stack(new App(), 'One')), 'c6f1')).toEqual(['OneRole495A9E5FTableAccess-c6f1', 'OneRole495A9E5FAccountAccess-c6f1']);
});

test('the name of a policy of an imported role has at most 128 characters', () => {
  const stack = new Stack(new App(), 'Stack'.repeat(20));
  const role = Role.fromRoleName(stack, 'Role'.repeat(40), 'shared');
  TableAccessGrants.fromTable(newTable(stack, 'Table')).features(role, TableFeature.LIST_TABLES);

  const [name] = policyNamesOf(stack, '01234567-89ab-cdef-0123-456789abcdef');
  expect([name.length <= 128, name.length > 100]).toEqual([true, true]);
});

test('two stacks that import one role write policies of different names', () => {
  const app = new App();
  const names = ['One', 'Other'].map((id) => grantToImport(new Stack(app, id))).flatMap((stack) => policyNamesOf(stack));

  expect(new Set(names).size).toBe(4);
});

test('a function without a role of its own, in stacks of one name in two Regions, has its logs by policies that differ by the stack', () => {
  const app = new App();
  const role = lambdaRole(new Stack(app, 'Roles', { env: ENV }), { roleName: 'orders' });
  const stacks = ['us-east-1', 'eu-west-1'].map((region) => {
    const stack = new Stack(app, `Orders-${region}`, { stackName: 'orders', env: { ...ENV, region } });
    const fn = newFunction(stack, 'Fn', { role, functionName: 'orders' });
    new LambdaTableAccess(stack, 'Access', { function: fn, table: Table.fromTableName(stack, 'Table', 'orders'), features: [TableFeature.READ_ITEM] });
    return stack;
  });

  expect(stacks.map((stack, index) => policyNamesOf(stack, `${index}`))).toEqual([['ordersFn39036AFERuntimeAccess-0'], ['ordersFn39036AFERuntimeAccess-1']]);
});

test('a policy of a function that stands on a role of the same stack has no id of the stack in its name', () => {
  const stack = newStack();
  new LambdaTableAccess(stack, 'Access', { function: newFunction(stack, 'Fn'), table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM] });

  expect(policyNamesOf(stack)).toEqual(['FnServiceRoleTableAccessB1255E3B', 'StackFnC636521ARuntimeAccess']);
});

test('two stages that import one role write policies of different names', () => {
  const app = new App();
  const [one, other] = ['One', 'Other'].map((id) => grantToImport(new Stack(new Stage(app, id), 'Stack')));

  expect(new Set([...policyNamesOf(one, 'a'), ...policyNamesOf(other, 'b')]).size).toBe(4);
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

  expect(new Set([...policyNamesOf(one), ...policyNamesOf(other)]).size).toBe(2);
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
