import { Annotations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { whenOf } from './access-places';
import { describeProblem } from './problem';
import { TableAccessOptions } from './table-access';
import { needsIndex } from './validate-feature';
import { conditionsFor } from '../conditions/access-conditions';
import { dependsOnTags } from '../conditions/condition-keys';
import { Problem } from '../features/problem';
import { TableFeature } from '../features/table-feature';
import { reachesDeclaredIndexes } from '../plan/plan-access';
import { TableResources } from '../resources/table-resources';

/** Warns of an access that may be right, but is worth a look. */
export function warnOfAccess(owner: IConstruct, table: TableResources, access: TableAccessOptions): void {
  const warnings: Record<string, Problem | undefined> = {
    unknownIndexes: unknownIndexes(table, access),
    unknownKeyUse: unknownKeyUse(table, access),
    widensItself: widensItself(access),
    tagBasedAccess: tagBasedAccess(access),
    rowsWithoutSeparator: rowsWithoutSeparator(access),
  };
  for (const [id, problem] of Object.entries(warnings)) {
    if (problem) Annotations.of(owner).addWarningV2(`cdk-dynamo-access:${id}`, describeProblem(problem));
  }
}

function unknownIndexes(resources: TableResources, { table, features }: TableAccessOptions): Problem | undefined {
  const unclear = features.filter(reachesDeclaredIndexes);
  const [first] = unclear;
  if (unclear.length === 0 || resources.family || resources.indexNames() !== undefined) return undefined;
  return {
    value: `${unclear.map(({ name }) => name).join(', ')} on ${table.node.path}, an import, of which CDK keeps no index names, reaches no index`,
    expected: 'a feature that says which indexes it reaches',
    remedy: `write ${needsIndex(first) ? '' : `${first.name}.onTable() if it uses none, `}`
      + `${first.name}.onIndexes('name') for the indexes that it uses`,
  };
}

function unknownKeyUse(resources: TableResources, { features, tableKey }: TableAccessOptions): Problem | undefined {
  const open = features.filter(({ _custom }) => _custom?.leavesKeyOpen).map(String);
  if (open.length === 0 || resources.keys([resources.region], tableKey).length === 0) return undefined;
  return {
    value: `the custom feature ${open.join(', ')} has actions that this library doesn't know, on a table with a customer managed key`,
    expected: 'usesTableKey, which says whether they read or write items, so that the caller needs kms:Decrypt',
    remedy: 'set usesTableKey to true or false',
  };
}

function widensItself({ table, features }: TableAccessOptions): Problem | undefined {
  return features.some(({ _permissions }) => _permissions.some(({ action }) => action === 'dynamodb:PutResourcePolicy')) ? {
    value: `whoever may change the resource policy of ${table.node.path} may give itself any access to it`,
    expected: `${TableFeature.RESOURCE_POLICY.name} for those alone who may have all of this table`,
    remedy: 'remove the feature, or acknowledge this warning',
  } : undefined;
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/abac-enable-ddb.html */
function tagBasedAccess(access: TableAccessOptions): Problem | undefined {
  return dependsOnTags(conditionsFor('dynamodb:DescribeTable', whenOf(access))) ? {
    value: `the access to ${access.table.node.path} depends on the tags of tables`,
    expected: 'an account and Region where attribute-based access control is enabled for DynamoDB, as it is in most: otherwise tables count as untagged',
    remedy: 'check that with aws dynamodb get-abac-status, then acknowledge this warning',
  } : undefined;
}

function rowsWithoutSeparator({ table, rows }: TableAccessOptions): Problem | undefined {
  return rows?._openPrefix === undefined ? undefined : {
    value: `the row prefix '${rows._openPrefix}' on ${table.node.path} matches every partition key that goes on without a separator, such as `
      + `${rows._openPrefix}2`,
    expected: `a separator at its end, as in '${rows._openPrefix}#'`,
    remedy: 'write the prefix with its separator, or acknowledge this warning',
  };
}
