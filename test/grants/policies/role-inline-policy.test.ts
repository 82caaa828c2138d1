import { App, Aspects, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { CfnPolicy, Policy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { AccessCondition, DynamoAccessRole, RoleLogs, TableAccessGrants, TableDenial, TableFeature } from '../../../src';
import { FLAG_SETTINGS, newStack, newTable, permissionsOf, statementsOf } from '../../support/app';
import '../../support/quiet';

const SECURE = { 'aws:SecureTransport': 'true' };

/** Has an aspect ask for encrypted connections in the statements of all policies below a construct. */
function askForSecureTransport(scope: IConstruct): void {
  Aspects.of(scope).add({
    visit: (node) => {
      if (!(node instanceof CfnPolicy)) return;
      for (const statement of node.policyDocument.Statement) statement.Condition = Object.assign(statement.Condition ?? {}, { Bool: SECURE });
    },
  });
}

function newAccess(scope: Construct, id: string, table: Table): DynamoAccessRole {
  return new DynamoAccessRole(scope, id, { table, features: [TableFeature.PARTIQL_SELECT.onTable()], logs: RoleLogs.none() });
}

describe('what an aspect writes into a statement', () => {
  /** The names of the conditions under which the role `Other` is denied scans, where an aspect changes the statements of another role. */
  function conditionsOfOther(): unknown[] {
    const stack = newStack();
    const table = newTable(stack, 'Table');
    for (const id of ['Ops', 'Other']) newAccess(stack, id, table).denyTableAccess({ table, denials: [TableDenial.PARTIQL_FULL_SCANS] });
    askForSecureTransport(stack.node.findChild('Ops'));
    return Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
      .filter(({ Properties }) => JSON.stringify(Properties.Roles).includes('Other'))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter(({ Effect }) => Effect === 'Deny')
      .map(({ Condition }) => Object.keys(Condition.Bool));
  }

  test('stays in that policy', () => {
    expect(conditionsOfOther()).toEqual([['dynamodb:FullTableScan']]);
  });

  test('is not there in the next app', () => {
    conditionsOfOther();

    expect(conditionsOfOther()).toEqual([['dynamodb:FullTableScan']]);
  });

  test('is taken for no change of the table', () => {
    const stack = newStack();
    new DynamoAccessRole(stack, 'Access', {
      table: newTable(stack, 'Table'),
      features: [TableFeature.READ_ITEM],
      conditions: [AccessCondition.fromVpcs('vpc-0123456789abcdef0')],
      logs: RoleLogs.none(),
    });
    askForSecureTransport(stack);

    expect(statementsOf(stack).map(({ conditions }) => conditions)).toEqual([
      { StringEquals: { 'aws:SourceVpc': 'vpc-0123456789abcdef0' }, Bool: SECURE },
    ]);
  });
});

describe.each(FLAG_SETTINGS)('what an aspect asks for later, %s', (_name, flags) => {
  function stackWithLateAccess(): Stack {
    const stack = newStack(flags);
    const access = newAccess(stack, 'Access', newTable(stack, 'First'));
    newTable(stack, 'Second');
    Aspects.of(stack).add({
      visit: (node) => {
        if (node instanceof Table) access.addTableAccess({ table: node, features: [TableFeature.PARTIQL_SELECT.onTable()] });
      },
    }, { priority: 150 });
    return stack;
  }

  test('joins the statement that says the same', () => {
    expect(statementsOf(stackWithLateAccess())).toHaveLength(1);
  });

  test('stands once', () => {
    expect(permissionsOf(stackWithLateAccess())).toEqual([
      'dynamodb:PartiQLSelect on <First8D4707F1.Arn>', 'dynamodb:PartiQLSelect on <Second394350F9.Arn>',
    ]);
  });
});

test('a class of roles that does something else with inline policies gets them', () => {
  const attached: string[] = [];
  class RecordingRole extends Role {
    public attachInlinePolicy(policy: Policy): void {
      attached.push(policy.node.id);
      super.attachInlinePolicy(policy);
    }
  }
  const stack = new Stack(new App(), 'Stack');
  const table = new Table(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } });
  const role = new RecordingRole(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  TableAccessGrants.fromTable(table).features(role, TableFeature.READ_ITEM);
  Template.fromStack(stack);

  expect([...new Set(attached)]).toEqual(['TableAccess']);
});
