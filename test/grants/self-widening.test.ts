import { DynamoAccessRole, RoleLogs, TableFeature } from '../../src';
import { newStack, newTable } from '../support/app';
import { warningsOf } from '../support/messages';
import '../support/quiet';

function warningsWith(feature: TableFeature): string[] {
  const stack = newStack();
  new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [feature], logs: RoleLogs.none() });
  return warningsOf(stack);
}

test('a role that may change the resource policy has a warning', () => {
  expect(warningsWith(TableFeature.RESOURCE_POLICY)).toEqual([
    '/Stack/Access: whoever may change the resource policy of Stack/Table may give itself any access to it; expected RESOURCE_POLICY '
    + 'for those alone who may have all of this table; remove the feature, or acknowledge this warning '
    + '[ack: cdk-dynamo-access:widensItself]',
  ]);
});

test('a role that may tag the table has none, as no permission depends on tags', () => {
  expect(warningsWith(TableFeature.TAGS)).toEqual([]);
});
