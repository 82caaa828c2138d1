import { CfnResource, Token } from 'aws-cdk-lib';
import { IKeyRef } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { ACTIONS } from '../../features/actions';
import { CROSS_ACCOUNT_ACTIONS } from '../../features/cross-account';
import { changesTableKey, isFeature, needsResource, usesDeclaredIndexes } from '../../features/feature-needs';
import { PermissionResourceType } from '../../features/permission';
import { TableFeature } from '../../features/table-feature';
import { describeValue, Problem } from '../../problems/problem';
import { regionsWithoutReplica, ResourcePolicy } from '../../resources/resource-policies';
import { stageOf } from '../../resources/stage';
import { TableResources } from '../../resources/table-resources';
import { measurePolicy } from '../policies/policy-size';
import { TableAccessOptions } from '../table-access';
import { findAccessProblem } from '../validation/validate-access';

/** The largest resource policy that AWS documents, in characters: 20 KB, including white space. */
const POLICY_LIMIT = 20_000;

/**
 * The largest key policy, in bytes.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
 */
const KEY_POLICY_LIMIT = 32_768;

const ACTIONS_PAGE = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html';

/** Finds an imported table, whose policy another app manages. */
export function findImportedTableProblem(table: TableResources, path: string): Problem | undefined {
  if (table.declaration) return undefined;
  return {
    id: 'importedTable',
    value: `the table ${path}, which this app imports`,
    expected: 'a table that this app declares, as the resource policy of another app\'s isn\'t this app\'s to change',
    remedy: 'declare the TableAccessPolicy where the table is declared',
  };
}

/** Finds a table of another Stage. Each Stage is synthesized on its own. */
export function findStageProblem(scope: Construct, table: TableResources, path: string): Problem | undefined {
  if (stageOf(scope) === stageOf(table.declaration!)) return undefined;
  return {
    id: 'otherStage',
    value: `the table ${path}, which is of another Stage`,
    expected: 'a table of the same Stage, as its template may be written before this construct is asked',
    remedy: 'declare the TableAccessPolicy in the Stage of the table',
  };
}

/** Finds what is wrong with the features of a policy before the table is complete. */
export function findPolicyFeaturesProblem(access: TableAccessOptions): Problem | undefined {
  const { features } = access;
  // checked first, because adding a key wouldn't help across accounts
  const choosing = features.filter(changesTableKey);
  return findCrossAccountProblem(choosing) ?? findAccessProblem(access) ?? findCrossAccountProblem(features);
}

/** The resource types that a policy other than the table's allows, by the side of the access. */
const IN_OTHER_POLICIES: Readonly<Record<'owner' | 'grantee', readonly PermissionResourceType[]>> = {
  owner: ['table-key', 'new-table-key'],
  // an account-level action is on the account of the grantee, so the grantee's own policy is enough
  grantee: ['table-key', 'new-table-key', 'account'],
};

/**
 * Finds the first feature that AWS doesn't support across accounts.
 *
 * @param side the owner of the table, or the grantee, who has account-level actions in its own account
 */
export function findCrossAccountProblem(features: readonly TableFeature[], side: 'owner' | 'grantee' = 'owner'): Problem | undefined {
  const elsewhere = IN_OTHER_POLICIES[side];
  for (const feature of features) {
    const actions = feature._permissions.filter(({ on }) => !elsewhere.includes(on)).map(({ action }) => action);
    const unsupported = [...new Set(actions)].filter((action) => !CROSS_ACCOUNT_ACTIONS.has(action));
    if (unsupported.length > 0) {
      return {
        id: 'unsupportedAcrossAccounts',
        value: `feature ${feature} with ${unsupported.join(', ')}`,
        expected: `actions that AWS supports in resource policies for other accounts: ${ACTIONS_PAGE}`,
        remedy: isFeature(feature, TableFeature.STREAM_TRIGGER)
          ? 'write STREAM_READ here, and give the role LIST_STREAMS'
          : 'remove the feature, or let the other account assume a role of this one: RoleTrust.ofAccount',
      };
    }
    if (needsResource(feature, 'new-table-key')) {
      return {
        id: 'unsupportedAcrossAccounts',
        value: `feature ${feature}, which chooses the key of the table`,
        expected: 'features that use the key that the table has',
        remedy: 'write UPDATE_TABLE, or let the other account assume a role of this one: RoleTrust.ofAccount',
      };
    }
  }
  return undefined;
}

/** Finds what is wrong with the key that replaces the table's own. An alias name belongs to one account. */
export function findTableKeyProblem(tableKey: IKeyRef | undefined, table: TableResources): Problem | undefined {
  const isNamed = tableKey !== undefined && table.keys([table.region], tableKey).some(({ aliasName }) => aliasName !== undefined);
  if (!isNamed || tableKey.env.account === table.account) return undefined;
  return {
    id: 'keyWithoutName',
    value: `tableKey ${describeValue(tableKey)}, an alias in a stack of another account than the table's`,
    expected: 'the alias as the account of the table knows it, as an alias stands for a key of its own account',
    remedy: "make it in the stack of the table: Alias.fromAliasName(tableStack, 'TableKey', 'alias/name')",
  };
}

/** Finds what is wrong with a policy once the table is complete. */
export function findPolicyProblems(
  features: readonly TableFeature[],
  regions: readonly string[],
  table: TableResources,
  path: string,
): Problem[] {
  // every access reports the other Regions without a replica
  const withoutReplica = regionsWithoutReplica(table.declaration!, regions)
    .filter((region) => region === regions[0] || table.replicaRegions() === undefined);
  return [
    ...withoutReplica.map(describeMissingReplica),
    findManagedKeyProblem(table, path),
    ...features.map((feature) => findIndexNameProblem(feature, table, path)),
  ].filter((problem) => problem !== undefined);
}

function describeMissingReplica(region: string): Problem {
  const expected = 'a Region that the table declares a replica in, so that the policy has a place';
  if (Token.isUnresolved(region)) {
    return {
      id: 'unknownEnvironment',
      value: 'a table with several replicas in a stack without a Region',
      expected,
      remedy: 'give the stack an env with a Region',
    };
  }
  return {
    id: 'regionWithoutReplica',
    value: `region '${region}'`,
    expected,
    remedy: 'add the replica to the table, or remove the Region from regions',
  };
}

function findManagedKeyProblem(table: TableResources, path: string): Problem | undefined {
  if (!table.mayHaveAwsManagedKey()) return undefined;
  return {
    id: 'awsManagedKey',
    value: `the table ${path}, which is encrypted under the key aws/dynamodb`,
    expected: 'a customer managed key or the key that AWS owns, as other accounts can\'t use aws/dynamodb',
    remedy: 'change the encryption of the table',
  };
}

function findIndexNameProblem(feature: TableFeature, table: TableResources, path: string): Problem | undefined {
  const hasName = table.physicalName() !== undefined;
  if (!hasName && coversPartOfTable(feature)) {
    return {
      id: 'tableWithoutName',
      value: `feature ${feature} on ${path}, a table whose name CloudFormation chooses`,
      expected: 'a feature on the table and all of its indexes, as the policy of such a table can name them by * alone',
      remedy: `give the table a name${feature._custom ? '' : `, or write ${feature.name}`}`,
    };
  }
  if (!hasName || table.indexNames().isComplete || !usesDeclaredIndexes(feature)) return undefined;
  return {
    id: 'indexesElsewhere',
    value: `feature ${feature} on ${path}, whose indexes this app doesn\'t know`,
    expected: 'a feature that says which indexes it reaches',
    remedy: `write ${feature.name}.onTable() or ${feature.name}.onIndexes('name')`,
  };
}

/** Describes an override that replaces a policy which this construct adds to. */
export function describeOverride(property: string, path: string, holder: 'table' | 'key'): Problem {
  return {
    id: 'policyOverridden',
    value: `an override of ${property} on ${path}`,
    expected: `the policy in the properties of the ${holder}, where what this construct adds can stand beside it`,
    remedy: 'set it by the property',
  };
}

/** What is wrong with a policy that was changed after something was added to it. */
export function describeReplacement(policy: string): Problem {
  return {
    id: 'policyReplaced',
    value: `${policy}, which was replaced after this construct used it`,
    expected: 'changes before synthesis, so that what this construct adds stands beside them',
    remedy: 'make them where the table or key is declared, before this construct, not in an aspect',
  };
}

/** What is wrong with a policy to which nothing can be added. */
export function describeUnknownPolicy(policy: string): Problem {
  return {
    id: 'unknownPolicy',
    value: `${policy}, which CloudFormation alone knows`,
    expected: 'a policy document, or Fn::If of several, to which this construct can add its statements',
    remedy: 'write the document in the app, in the place of a parameter, a mapping or a transform',
  };
}

/** What is wrong with the size of a policy of a table, its stream or its key, in the largest of its branches. */
export function findSizeProblem({ holder, document }: ResourcePolicy, policy: string, resource: CfnResource): Problem | undefined {
  const characters = Math.max(0, ...document.renderJson().map((json) => measurePolicy(resource, json)));
  const [limit, service, unit] = holder === 'key' ? [KEY_POLICY_LIMIT, 'KMS', '32 KB'] : [POLICY_LIMIT, 'DynamoDB', '20 KB'];
  if (characters <= limit) return undefined;
  return {
    id: 'policyTooLarge',
    value: `${policy} takes ${characters.toLocaleString('en')} characters with the longest names`,
    expected: `at most ${limit.toLocaleString('en')}, which is what ${service} takes (${unit})`,
    remedy: `name accounts in the place of their roles${holder === 'key' ? '' : ', features in the place of many, or give the table a shorter name'}`,
  };
}

/** Returns true if a feature has an action on less than the table and all its indexes, though AWS authorizes the action on both. */
function coversPartOfTable(feature: TableFeature): boolean {
  if (feature._indexScope.kind !== 'declared') return true;
  const listActionsFor = (type: string) => feature._permissions.filter(({ on }) => on === type).map(({ action }) => action);
  const [onTable, onIndex] = [listActionsFor('table'), listActionsFor('index')];
  return [...onTable, ...onIndex]
    .filter((action) => ACTIONS[action].resourceTypes.includes('index'))
    .some((action) => !onTable.includes(action) || !onIndex.includes(action));
}
