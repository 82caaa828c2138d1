import { CfnResource, Stage, Token } from 'aws-cdk-lib';
import { IKeyRef } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { ACTIONS } from '../../features/actions';
import { CROSS_ACCOUNT_ACTIONS } from '../../features/cross-account';
import { changesTableKey, isFeature, needsResource, usesDeclaredIndexes } from '../../features/feature-needs';
import { PermissionResourceType } from '../../features/permission';
import { TableFeature } from '../../features/table-feature';
import { describeValue, Problem } from '../../problems/problem';
import { regionsWithoutReplica, ResourcePolicy } from '../../resources/resource-policies';
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
    value: `this app imports the table ${path}, so it cannot change its resource policy`,
    expected: 'a table that this app declares',
    remedy: 'declare the TableAccessPolicy in the app that declares the table',
  };
}

/** Finds a table of another Stage. Each Stage is synthesized on its own. */
export function findStageProblem(scope: Construct, table: TableResources, path: string): Problem | undefined {
  if (Stage.of(scope)! === Stage.of(table.declaration!)!) return undefined;
  return {
    id: 'otherStage',
    value: `the table ${path} belongs to another Stage`,
    expected: 'a table of the same Stage, because CDK synthesizes each Stage on its own',
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
        value: `the feature ${feature} has actions that AWS does not support across accounts: ${unsupported.join(', ')}`,
        expected: `the actions of ${ACTIONS_PAGE}`,
        remedy: isFeature(feature, TableFeature.STREAM_TRIGGER)
          ? 'write STREAM_READ here, and give the role LIST_STREAMS'
          : 'remove the feature, or let the other account assume a role of this account with RoleTrust.ofAccount',
      };
    }
    if (needsResource(feature, 'new-table-key')) {
      return {
        id: 'unsupportedAcrossAccounts',
        value: `the feature ${feature} chooses the key of the table, which AWS does not support across accounts`,
        expected: 'features that use the existing key of the table',
        remedy: 'write UPDATE_TABLE, or let the other account assume a role of this account with RoleTrust.ofAccount',
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
    value: `tableKey is the alias ${describeValue(tableKey)} in a stack of another account than the table`,
    expected: 'an alias in the stack of the table, because an alias belongs to one account',
    remedy: "write Alias.fromAliasName(tableStack, 'TableKey', 'alias/name')",
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
  const expected = 'a Region in which the table declares a replica, because each replica has its own policy';
  if (Token.isUnresolved(region)) {
    return {
      id: 'unknownEnvironment',
      value: 'the table has several replicas, but its stack has no Region',
      expected,
      remedy: 'give the stack an env with a Region',
    };
  }
  return {
    id: 'regionWithoutReplica',
    value: `the table declares no replica in '${region}'`,
    expected,
    remedy: 'add the replica to the table, or remove the Region from regions',
  };
}

function findManagedKeyProblem(table: TableResources, path: string): Problem | undefined {
  if (!table.mayHaveAwsManagedKey()) return undefined;
  return {
    id: 'awsManagedKey',
    value: `the table ${path} is encrypted under the key aws/dynamodb, which other accounts cannot use`,
    expected: 'a customer managed key or the key that AWS owns',
    remedy: 'change the encryption of the table',
  };
}

function findIndexNameProblem(feature: TableFeature, table: TableResources, path: string): Problem | undefined {
  const hasName = table.physicalName() !== undefined;
  if (!hasName && coversPartOfTable(feature)) {
    return {
      id: 'tableWithoutName',
      value: `CloudFormation chooses the name of ${path}, so its policy cannot name the table or the indexes of ${feature}`,
      expected: 'a table with a name, or features on the table and all its indexes',
      remedy: `give the table a name${feature._custom ? '' : `, or write ${feature.name}`}`,
    };
  }
  if (!hasName || table.indexNames().isComplete || !usesDeclaredIndexes(feature)) return undefined;
  return {
    id: 'indexesElsewhere',
    value: `this app does not know the indexes of ${path}, so ${feature} would be allowed on no index`,
    expected: 'a feature that names its indexes',
    remedy: `write ${feature.name}.onTable() or ${feature.name}.onIndexes('name')`,
  };
}

/** Describes an override that replaces a policy which this construct adds to. */
export function describeOverride(property: string, path: string, holder: 'table' | 'key'): Problem {
  return {
    id: 'policyOverridden',
    value: `an override of ${property} on ${path} replaces the statements of this construct`,
    expected: `the policy in the properties of the ${holder}, so that this construct can add its statements`,
    remedy: 'write the policy as a property instead of the override',
  };
}

/** Describes a policy that was replaced after this construct added statements to it. */
export function describeReplacement(policy: string): Problem {
  return {
    id: 'policyReplaced',
    value: `${policy} was replaced after this construct used it`,
    expected: 'changes before synthesis',
    remedy: 'change it where the table or the key is declared, not in an aspect',
  };
}

/** Describes a policy that this construct can't add statements to. */
export function describeUnknownPolicy(policy: string): Problem {
  return {
    id: 'unknownPolicy',
    value: `only CloudFormation knows ${policy}, so this construct cannot add its statements`,
    expected: 'a policy document, or Fn::If with policy documents',
    remedy: 'write the policy document in the app instead of a parameter, a mapping or a transform',
  };
}

/** Finds a policy of a table, a stream or a key that is larger than AWS allows. The largest branch counts. */
export function findSizeProblem({ holder, document }: ResourcePolicy, policy: string, resource: CfnResource): Problem | undefined {
  const characters = Math.max(0, ...document.renderJson().map((json) => measurePolicy(resource, json)));
  const [limit, service] = holder === 'key' ? [KEY_POLICY_LIMIT, 'KMS'] : [POLICY_LIMIT, 'DynamoDB'];
  if (characters <= limit) return undefined;
  return {
    id: 'policyTooLarge',
    value: `${policy} can have ${characters.toLocaleString('en')} characters`,
    expected: `at most ${limit.toLocaleString('en')} characters, the limit of ${service}`,
    remedy: `name accounts instead of their roles${holder === 'key' ? '' : ', write bundles instead of single features, or give the table a shorter name'}`,
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
