import { ACTIONS } from '../../src/features/actions';
import { Permission, PermissionResourceType } from '../../src/features/permission';
import { getIamType, isOnOwnTable } from '../../src/features/permission-types';
import { TableFeature } from '../../src/features/table-feature';

const PERMISSIONS = Object.values(TableFeature).filter((value): value is TableFeature => value instanceof TableFeature)
  .flatMap(({ _permissions }) => _permissions);

function isAuthorized(permission: Permission): boolean {
  const { resourceTypes, isResourceOptional } = ACTIONS[permission.action];
  const type = getIamType(permission);
  if (type === 'account') return resourceTypes.length === 0 || isResourceOptional === true;
  // a log group stands for its streams as well
  return resourceTypes.includes(type) || (type === 'log-group' && resourceTypes.includes('log-stream'));
}

test('AWS authorizes every action of a feature on the type of its resource', () => {
  expect(PERMISSIONS.filter((permission) => !isAuthorized(permission))).toEqual([]);
});

test('the resources of the table of an access are its own', () => {
  const own = PERMISSIONS.filter(isOnOwnTable).map(({ on }) => on);

  expect([...new Set(own)].sort()).toEqual<PermissionResourceType[]>(
    ['account', 'backup', 'export', 'import', 'index', 'stream', 'table', 'vector-index']);
});
