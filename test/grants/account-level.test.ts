import { Aspects, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { StreamViewType } from 'aws-cdk-lib/aws-dynamodb';
import { DynamoAccessRole, LambdaTableAccess, RoleLogs, TableAccessGrants, TableFeature } from '../../src';
import { FLAG_SETTINGS, newFunction, newStack, newTable, statementsOf } from '../support/app';
import '../support/quiet';

describe.each(FLAG_SETTINGS)('actions without a resource type, %s', (_name, flags) => {
  function access(stack: Stack, ...features: TableFeature[]): DynamoAccessRole {
    const table = newTable(stack, 'Table', { stream: StreamViewType.NEW_IMAGE });
    return new DynamoAccessRole(stack, 'Access', { table, features, logs: RoleLogs.none() });
  }

  /** The statements of each policy, by its logical id. */
  function policies(stack: Stack): Record<string, any[]> {
    return Object.fromEntries(Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
      .map(([id, { Properties }]) => [id, Properties.PolicyDocument.Statement]));
  }

  test('stand in a policy of their own, whose Sid says why', () => {
    const stack = newStack(flags);
    access(stack, TableFeature.READ_ITEM, TableFeature.LIST_TABLES);

    expect(policies(stack)).toEqual({
      AccessRoleTableAccess5ABEAAFB: [
        { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: { 'Fn::GetAtt': ['TableCD117FA1', 'Arn'] } },
      ],
      AccessRoleAccountAccess874898C4: [
        { Sid: 'ActionsWithoutResourceType', Effect: 'Allow', Action: 'dynamodb:ListTables', Resource: '*' },
      ],
    });
  });

  test('share one statement', () => {
    const stack = newStack(flags);
    access(stack, TableFeature.LIST_TABLES, TableFeature.STREAM_TRIGGER);

    expect(statementsOf(stack).filter(({ resources }) => resources.includes('*'))).toEqual([
      { sid: 'ActionsWithoutResourceType', actions: ['dynamodb:ListStreams', 'dynamodb:ListTables'], resources: ['*'] },
    ]);
  });

  test('of a second table are not repeated', () => {
    const stack = newStack(flags);
    access(stack, TableFeature.LIST_TABLES).addTableAccess({ table: newTable(stack, 'Other'), features: [TableFeature.LIST_TABLES] });

    expect(statementsOf(stack)).toEqual([
      { sid: 'ActionsWithoutResourceType', actions: ['dynamodb:ListTables'], resources: ['*'] },
    ]);
  });

  test('join the statement that is there where an aspect asks for them later', () => {
    const stack = newStack(flags);
    const { role } = access(stack, TableFeature.LIST_TABLES);
    const later = TableAccessGrants.fromTable(newTable(stack, 'Other'));
    Aspects.of(stack).add({ visit: (node) => { if (node === role) later.features(role, TableFeature.LIST_STREAMS); } });

    expect(statementsOf(stack).map(({ sid, actions }) => [sid, [...actions].sort()])).toEqual([
      ['ActionsWithoutResourceType', ['dynamodb:ListStreams', 'dynamodb:ListTables']],
    ]);
  });

  test('can be all that a role may do', () => {
    const stack = newStack(flags);
    access(stack, TableFeature.LIST_TABLES);

    expect(statementsOf(stack)).toEqual([
      { sid: 'ActionsWithoutResourceType', actions: ['dynamodb:ListTables'], resources: ['*'] },
    ]);
  });

  test('can be all that a function may do with tables', () => {
    const stack = newStack(flags);
    new LambdaTableAccess(stack, 'Access', {
      function: newFunction(stack, 'Fn'), table: newTable(stack, 'Table'), features: [TableFeature.LIST_TABLES],
    });

    expect(statementsOf(stack).filter(({ actions }) => !actions.some((action) => action.startsWith('logs:')))).toEqual([
      { sid: 'ActionsWithoutResourceType', actions: ['dynamodb:ListTables'], resources: ['*'] },
    ]);
  });
});
