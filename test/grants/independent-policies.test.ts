import { Aspects, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { CfnPolicy, IRole, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { TableAccessGrants, TableAccessScope, TableFeature } from '../../src';
import { ENV, newStack, newTable, permissionsOf } from '../support/app';
import '../support/quiet';

const OF_APP = (stack: Stack, id: string): IRole => new Role(stack, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
const IMPORTED = (stack: Stack, id: string): IRole => Role.fromRoleName(stack, id, id);

function newEncryptedTable(stack: Stack): Table {
  return newTable(stack, 'Table', { encryption: TableEncryption.CUSTOMER_MANAGED });
}

/** What the policy of a role asks KMS requests to come through. */
function viaServiceOf(stack: Stack, role: string): unknown {
  const policy = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Policy')).find(([id]) => id.startsWith(role));
  return policy![1].Properties.PolicyDocument.Statement.map(({ Condition }: any) => Condition?.StringEquals['kms:ViaService']).find(Boolean);
}

describe('two roles with the same access to a table have independent policies:', () => {
  test.each([['of the app', OF_APP], ['that are imported', IMPORTED]])('%s, what an aspect changes in one stays out of the other', (_name, newRole) => {
    const stack = newStack({}, ENV);
    const [one, other] = ['One', 'Other'].map((id) => newRole(stack, id));
    const table = newEncryptedTable(stack);
    for (const role of [one, other]) TableAccessGrants.fromTable(table).features(role, TableFeature.READ_ITEM);
    Aspects.of(one).add({
      visit: (node) => {
        if (!(node instanceof CfnPolicy)) return;
        const { Statement } = node.policyDocument.toJSON?.() ?? node.policyDocument;
        for (const { Condition } of Statement) if (Condition) Condition.StringEquals['kms:ViaService'] = 'changed';
      },
    });

    expect([viaServiceOf(stack, 'One'), viaServiceOf(stack, 'Other')]).toEqual(['changed', 'dynamodb.eu-west-1.amazonaws.com']);
  });

  test('what is changed in the record of one grant stays out of the other', () => {
    const stack = newStack({}, ENV);
    const table = newEncryptedTable(stack);
    const [grant] = ['One', 'Other'].map((id) => TableAccessGrants.fromTable(table).features(OF_APP(stack, id), TableFeature.READ_ITEM));
    for (const { conditions } of grant.principalStatements) if (conditions.StringEquals) conditions.StringEquals['kms:ViaService'] = 'changed';

    expect(viaServiceOf(stack, 'Other')).toBe('dynamodb.eu-west-1.amazonaws.com');
  });

  test('the options of a scope that is of a class are those of its own access', () => {
    const stack = newStack({}, ENV);
    const table = newTable(stack, 'Table');
    const key = new Key(stack, 'Key');
    class Scope implements TableAccessScope {
      public get tableKey() { return key; }
    }
    TableAccessGrants.fromTable(table, new Scope()).features(OF_APP(stack, 'One'), TableFeature.READ_ITEM);
    TableAccessGrants.fromTable(table).features(OF_APP(stack, 'Other'), TableFeature.READ_ITEM);

    expect([viaServiceOf(stack, 'One'), viaServiceOf(stack, 'Other')]).toEqual(['dynamodb.eu-west-1.amazonaws.com', undefined]);
  });

  test('custom features of one name have the actions of each', () => {
    const stack = newStack({}, ENV);
    const table = newTable(stack, 'Table');
    for (const action of ['dynamodb:OneAction', 'dynamodb:OtherAction']) {
      TableAccessGrants.fromTable(table).features(OF_APP(stack, action.slice(9)), TableFeature.custom({
        name: 'NEW', tableActions: [action], usesTableKey: false, why: 'it is new',
      }));
    }

    expect(permissionsOf(stack)).toEqual(['dynamodb:OneAction on <TableCD117FA1.Arn>', 'dynamodb:OtherAction on <TableCD117FA1.Arn>']);
  });
});
