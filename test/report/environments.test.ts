import { Aws, CfnCondition, CfnResource, Environment, Fn, Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { CfnPolicy, Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { AccessAssertions, AccessAssertionsOptions, TableFeature } from '../../src';
import { checkAssembly } from '../../src/checks/check-assembly';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { AccessReportData } from '../../src/report/report-data';
import { newApp } from '../policy/assemblies';
import { newTable } from '../support/app';
import '../support/quiet';

const TRUST = new ServicePrincipal('lambda.amazonaws.com');

/** A stack with a policy that allows everything on a table, if the stack is deployed to an account. */
function buildConditional(env?: Environment) {
  const stack = new Stack(newApp(), 'Stack', { env });
  const orders = newTable(stack, 'Orders');
  const role = new Role(stack, 'Role', { assumedBy: TRUST });
  const policy = new Policy(stack, 'Admin', { roles: [role], statements: [new PolicyStatement({ actions: ['dynamodb:*'], resources: [orders.tableArn] })] });
  const expression = Fn.conditionEquals(Aws.ACCOUNT_ID, '222233334444');
  (policy.node.defaultChild as CfnPolicy).cfnOptions.condition = new CfnCondition(stack, 'IsProd', { expression });
  return { stack, orders, role };
}

function synthesize(stack: Stack): string {
  return (stack.node.root as ReturnType<typeof newApp>).synth().directory;
}

function listConditions(accesses: AccessReportData['accesses']): string[] {
  return [...new Set(accesses.flatMap(({ allowed }) => allowed).flatMap(({ conditions }) => conditions.map(({ key }) => key)))];
}

describe('a policy on condition that the stack is in an account', () => {
  test('may be there if the account is chosen at deployment', () => {
    const directory = synthesize(buildConditional().stack);
    const { accesses, unknown } = reportAssembly(directory);
    const choice = 'Stack/AdminC75D2A91.Condition';

    expect(listConditions(accesses)).toEqual([choice]);
    expect(unknown).toEqual([{ path: choice, problem: 'a deployment chooses the account of Stack' }]);
    expect(checkAssembly(directory).map(({ id }) => id)).toEqual(['cdk-dynamo-access:wildcard-action']);
  });

  test.each([['222233334444', true], ['111122223333', false]])('is there in the account %s: %s', (account, exists) => {
    const { accesses, unknown } = reportAssembly(synthesize(buildConditional({ account }).stack));

    expect({ exists: accesses.length > 0, conditions: listConditions(accesses), unknown }).toEqual({ exists, conditions: [], unknown: [] });
  });

  test.each<[AccessAssertionsOptions, boolean, boolean]>([
    [{}, false, false], [{ region: 'us-east-1' }, false, false], [{ account: '222233334444' }, true, false], [{ account: '111122223333' }, false, true],
  ])('counts for assertions with the options %j: can %s, cannot %s', (options, can, cannot) => {
    const { stack, orders, role } = buildConditional();
    const access = AccessAssertions.fromStack(stack, options).of(role);
    const passes = (assert: () => void) => {
      try {
        assert();
        return true;
      } catch {
        return false;
      }
    };

    expect([passes(() => access.can(TableFeature.SCAN, orders)), passes(() => access.cannot(TableFeature.SCAN, orders))]).toEqual([can, cannot]);
  });
});

test('replicas of a stack that can be deployed anywhere are known, and the condition that CDK adds to them is no unknown part', () => {
  const stack = new Stack(newApp(), 'Stack');
  new Table(stack, 'Orders', { partitionKey: { name: 'pk', type: AttributeType.STRING }, replicationRegions: ['us-west-2'] });
  const { resources, unknown } = reportAssembly(synthesize(stack));
  const replica = stack.node.findAll().find((each) => CfnResource.isCfnResource(each) && each.cfnResourceType === 'Custom::DynamoDBReplica') as CfnResource;

  expect(replica.cfnOptions.condition).toBeDefined();
  expect(resources.filter(({ kind, declared }) => kind === 'table' && declared).map(({ id }) => id)).toEqual(['Stack/Orders', 'Stack/Orders@us-west-2']);
  expect(unknown).toEqual([]);
});
