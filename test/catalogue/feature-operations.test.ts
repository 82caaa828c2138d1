import { FEATURE_OPERATIONS } from '../../catalogue/feature-operations';
import { needsOf } from '../../catalogue/operations';
import { PermissionResourceType } from '../../src/features/permission';
import { TableFeature } from '../../src/features/table-feature';

const FEATURES = Object.entries(TableFeature).filter((entry): entry is [string, TableFeature] => entry[1] instanceof TableFeature);

/** How operations.json names a place. */
const PLACE_NAMES: Partial<Record<PermissionResourceType, string>> = {
  'vector-index': 'index',
  'replica': 'replica region',
  'restored-table': 'target table',
  'export-objects': 's3 bucket/*',
  'import-bucket': 'bucket',
  'import-objects': 'bucket/*',
  'import-logs': 'log-group:/aws-dynamodb/*',
  'kinesis-stream': 'kinesis stream',
  'account': '*',
};

function granted(feature: TableFeature): { action: string; resource: string }[] {
  return feature._permissions.filter(({ action }) => !action.startsWith('kms:'))
    .map(({ action, on }) => ({ action, resource: PLACE_NAMES[on] ?? on }));
}

test('every feature says which operations it is for', () => {
  expect(Object.keys(FEATURE_OPERATIONS).sort()).toEqual(FEATURES.map(([name]) => name).sort());
});

describe.each(FEATURES)('%s', (name, feature) => {
  const needs = (FEATURE_OPERATIONS[name] ?? []).flatMap(needsOf);

  test('grants nothing that its operations do not need', () => {
    expect(granted(feature).filter(({ action, resource }) =>
      !needs.some((need) => need.action === action && need.resource.includes(resource)))).toEqual([]);
  });

  test('grants all that its operations need', () => {
    expect(needs.filter((need) =>
      !granted(feature).some(({ action, resource }) => need.action === action && need.resource.includes(resource)))).toEqual([]);
  });
});
