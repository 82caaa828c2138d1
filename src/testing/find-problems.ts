import { RequestedTable } from './feature-requests';
import { NOT_ACTIONS, findCustomFeatureProblem } from '../features/custom-feature';
import { TableFeature } from '../features/table-feature';
import { ACTION_TYPES, findActionTypes } from '../policy/action-types';
import { canBe } from '../policy/arn-patterns';
import { findNearest } from '../problems/nearest';
import { Problem } from '../problems/problem';

/** The services whose actions are all known. */
const SERVICES: Readonly<Record<string, string>> = { dynamodb: 'DynamoDB', kms: 'AWS KMS', logs: 'CloudWatch Logs' };

/** Refuses actions that don't exist. Nobody is allowed them, so an assertion on them says nothing. */
export function checkAction(action: string): Problem | undefined {
  if (findActionTypes(action)?.action === action) return undefined;
  const value = `action '${action}'`;
  if (action in NOT_ACTIONS) {
    return {
      id: 'customAction',
      value,
      expected: 'an IAM action; this is an API operation that has none of its own',
      remedy: `assert it by the feature: ${NOT_ACTIONS[action]}`,
    };
  }
  const isWhole = /^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action);
  const [service] = action.split(':');
  if (isWhole && !Object.hasOwn(SERVICES, service)) return undefined;
  const meant = findMeantAction(action);
  return {
    id: 'customAction',
    value,
    expected: isWhole ? `an IAM action of ${SERVICES[service]}` : 'the form service:Action, without wildcards',
    remedy: meant === undefined ? 'write the action by its full name, as in dynamodb:GetItem' : `write ${meant}`,
  };
}

/** Finds the action that a misspelt one may mean. An action without a known service may be one of DynamoDB. */
function findMeantAction(action: string): string | undefined {
  if (/[*?]/.test(action)) return undefined;
  const [service] = action.split(':');
  const prefix = Object.hasOwn(SERVICES, service) ? `${service}:` : 'dynamodb:';
  const names = ACTION_TYPES.map((each) => each.action).filter((each) => each.startsWith(prefix));
  return findNearest(prefix + action.slice(action.indexOf(':') + 1), names);
}

/** Refuses resources that no request has. An assertion on them says nothing. */
export function checkResource(resource: string): Problem | undefined {
  if (resource === '*' || /^arn:[^:]+:[^:]+:[^:]*:[^:]*:./.test(resource)) return undefined;
  return {
    id: 'resourceArn',
    value: `resource '${resource}'`,
    expected: 'an ARN, such as table.tableArn, or * for actions that have no resource',
    remedy: 'write the whole ARN',
  };
}

/** Refuses wildcards. A request is for one resource, so a pattern would be taken for the name of a resource. */
export function checkPattern(action: string, resource: string): Problem | undefined {
  const types = findActionTypes(action)?.types ?? [];
  if (types.length === 0 || !/[*?]/.test(resource)) return undefined;
  return {
    id: 'wildcard',
    value: `resource '${resource}' of ${action}`,
    expected: `${describeTypes(types)}, without wildcards`,
    remedy: REMEDIES_BY_SERVICE[action.split(':')[0]],
  };
}

const REMEDIES_BY_SERVICE: Readonly<Record<string, string>> = {
  dynamodb: 'name the resource; for all indexes of a table, use cannot(feature.onAnyIndex(), table)',
  kms: 'name the resource',
  logs: 'name the resource; for all log groups but one, use writesOnlyLogGroup(logGroup)',
};

/** Refuses resources that AWS never authorizes the action on. An assertion on them says nothing. */
export function checkResourceType(action: string, resource: string): Problem | undefined {
  const types = findActionTypes(action)?.types;
  if (types === undefined || (types.length === 0 && resource === '*')) return undefined;
  if (types.some((type) => canBe(type, resource))) return undefined;
  return {
    id: 'resourceOfOtherType',
    value: `resource '${resource}' of ${action}`,
    expected: types.length === 0 ? '*, because AWS authorizes the action on no resource' : describeTypes(types),
    remedy: types.length === 0 ? 'write *' : 'name a resource of that type, or use can(feature, table) and cannot(feature, table)',
  };
}

function describeTypes(types: readonly string[]): string {
  return `the ARN of one ${types.map((type) => TYPE_NAMES[type] ?? type).join(' or ')}`;
}

const TYPE_NAMES: Readonly<Record<string, string>> = { 'log-group': 'log group', 'log-stream': 'log stream', 'other': 'other resource of CloudWatch Logs' };

/** Refuses families of tables, because a denial on all tables of a family may not hold for each of them. */
export function checkFamily({ arn }: RequestedTable): Problem | undefined {
  if (!/[*?]/.test(arn)) return undefined;
  return {
    id: 'familyInPlaceOfTable',
    value: `table ${arn}`,
    expected: 'one table, because some tables of a family may allow more than others',
    remedy: 'import one table of the family by its name',
  };
}

/** Refuses features that no request on the table belongs to. An assertion on them says nothing. */
export function checkFeature(feature: TableFeature, table: RequestedTable): Problem | undefined {
  return checkCustomFeature(feature) ?? checkIndexes(feature, table) ?? checkStream(feature, table);
}

function checkCustomFeature({ _custom: custom, _permissions: permissions, name }: TableFeature): Problem | undefined {
  if (!custom) return undefined;
  return custom.problem ?? findCustomFeatureProblem(name, permissions);
}

function checkIndexes(feature: TableFeature, { name, hasKnownParts, indexes, vectorIndexes }: RequestedTable): Problem | undefined {
  const { _indexScope: reach, _permissions: permissions } = feature;
  if (reach.kind !== 'named') return undefined;
  if (reach.names.length === 0) {
    return { id: 'indexNames', value: `feature ${feature}`, expected: 'the names of indexes', remedy: 'name the indexes, or use onAnyIndex()' };
  }
  const declared = permissions.some(({ on }) => on === 'vector-index') ? vectorIndexes : indexes;
  const unknown = reach.names.find((index) => !declared.includes(index));
  if (unknown === undefined || !hasKnownParts) return undefined;
  return {
    id: 'indexNotDeclared',
    value: `index '${unknown}' in ${feature}`,
    expected: declared.length > 0 ? `one of the indexes of the table ${name}: ${declared.join(', ')}` : `no index, as the table ${name} has none`,
    remedy: declared.length > 0 ? 'correct the name, or add the index to the table' : 'use onTable(), or add the index to the table',
  };
}

/** Refuses features on the stream alone if the table has none. */
function checkStream(feature: TableFeature, { name, stream }: RequestedTable): Problem | undefined {
  const places = feature._permissions.map(({ on }) => on);
  if (stream !== undefined || !places.includes('stream') || places.includes('table') || places.includes('index')) return undefined;
  return {
    id: 'tableWithoutStream',
    value: `feature ${feature} on the table ${name}, which has no stream`,
    expected: 'a table whose stream is on, or an import that names its tableStreamArn',
    remedy: 'turn the stream of the table on, or remove the assertion',
  };
}
