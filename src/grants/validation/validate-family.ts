import { Token } from 'aws-cdk-lib';
import { ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import { ACTIONS } from '../../features/actions';
import { isMovedToIndexes, needsResource } from '../../features/feature-needs';
import { Permission } from '../../features/permission';
import { TableFeature } from '../../features/table-feature';
import { findFirstProblem, Problem } from '../../problems/problem';
import { findFamily } from '../../resources/table-family';
import { TableAccessOptions } from '../table-access';

export function findFamilyProblem({ table, features, restoreTo, tableKey }: TableAccessOptions): Problem | undefined {
  const restoredFamily = restoreTo && findFamily(restoreTo);
  if (restoredFamily) {
    return {
      id: 'familyInPlaceOfTable',
      value: `restoreTo is the family of tables ${restoreTo.node.path}`,
      expected: 'one table, because the ARN of a family also matches the backups of its tables',
      remedy: "import the table by its name: Table.fromTableName(this, 'Restored', 'orders-restored')",
    };
  }
  const family = findFamily(table);
  if (!family) return undefined;
  const choosing = features.find((feature) => needsResource(feature, 'new-table-key'));
  if (choosing && family.findsTableKeys && !tableKey) {
    return {
      id: 'familyKey',
      value: `the feature ${choosing} chooses the key of new tables in the family ${table.node.path}, but findTableKeys only finds keys of existing tables`,
      expected: 'the customer managed key that new tables will have',
      remedy: 'pass the key as tableKey, or leave findTableKeys out',
    };
  }
  return findFamilyNameProblem(table) ?? findFirstProblem(features, (feature) =>
    findFirstProblem(feature._permissions, (permission) => findFamilyPermissionProblem(feature, permission)));
}

export function findFamilyNameProblem(table: ITableRef): Problem | undefined {
  const family = findFamily(table);
  if (!family || family.tag) return undefined;
  const prefix = table.tableRef.tableName.slice(0, -1);
  if (Token.isUnresolved(prefix) || /^[a-zA-Z0-9_.-]{1,254}$/.test(prefix)) return undefined;
  return {
    id: 'familyName',
    value: `the family of tables has the prefix '${prefix}'`,
    expected: '1 to 254 letters, digits and _ . - without wildcards',
    remedy: 'write the beginning of the names of the tables',
  };
}

/** The actions on tags. Whoever administers the tables of tenants has no single table to name, so a warning is enough. */
const TAG_ACTIONS = ['dynamodb:ListTagsOfResource', 'dynamodb:TagResource', 'dynamodb:UntagResource'];

/**
 * The ARN of a family also matches resources below its tables. An action that AWS authorizes there would be allowed on more than
 * the feature says.
 */
export function findFamilyPermissionProblem(feature: TableFeature, { action, on }: Permission): Problem | undefined {
  if (TAG_ACTIONS.includes(action) || (on !== 'table' && on !== 'replica') || isMovedToIndexes(feature, action)) return undefined;
  const below = (ACTIONS[action]?.resourceTypes ?? ['index', 'stream']).filter((type) => type !== 'table');
  const beyond = below.filter((type) => !(feature._indexScope.kind === 'declared'
    && feature._permissions.some((other) => other.action === action && other.on === type)));
  if (beyond.length === 0) return undefined;
  return {
    id: 'familyTooWide',
    value: `the feature ${feature} on a family of tables would also allow ${action} on each ${beyond.join(' and ')} of the tables`,
    expected: 'features that allow the same on everything that the ARN of the family matches',
    remedy: feature._indexScope.kind === 'table'
      ? `write ${feature.name} for the tables and all their indexes, or grant the feature on single tables`
      : 'grant the feature on single tables',
  };
}
