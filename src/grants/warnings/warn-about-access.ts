import { Stack } from 'aws-cdk-lib';
import { IPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { buildConditions } from '../../conditions/access-conditions';
import { dependsOnTags } from '../../conditions/condition-keys';
import { ACTIONS } from '../../features/actions';
import { isDynamoDbAction, needsAction, needsResource, requiresIndex, usesDeclaredIndexes } from '../../features/feature-needs';
import { TableFeature } from '../../features/table-feature';
import { WarningId } from '../../problems/catalogue';
import { countEdits } from '../../problems/nearest';
import { Problem } from '../../problems/problem';
import { warn } from '../../resources/annotate';
import { differ } from '../../resources/arns';
import { hasUnknownKeys } from '../../resources/bucket-place';
import { declaredKeyOf } from '../../resources/key-targets';
import { findFamily } from '../../resources/table-family';
import { TableResources } from '../../resources/table-resources';
import { collectConditions } from '../access-resources';
import { atSynthesis } from '../policies/at-synthesis';
import { TableAccessOptions } from '../table-access';

type Warning = Problem<WarningId>;

/** Warns about an access that may be correct, but that the user should check. */
export function warnAboutAccess(owner: IConstruct, table: TableResources, access: TableAccessOptions): void {
  const warnings = [
    findResourcePolicyWarning(access),
    findTagWarning(access),
    findFamilyTagsWarning(access),
    findSeparatorWarning(access),
    findUnencryptedWriteWarning(access),
    findMisspeltActionWarning(access),
    findEndedAccessWarning(access),
  ];
  for (const problem of warnings) if (problem) warn(owner, problem);
  atSynthesis(owner, 'collect', () => {
    // a stack of another account can't refer to the table's key, so it names the key differently
    const keyProblem = differ(table.account, Stack.of(owner).account) ? undefined : findTableKeyWarning(table, access);
    const warningsOfTable = [
      findIndexWarning(table, access),
      findUnknownKeyWarning(table, access),
      findUnknownAttributesWarning(table, access),
      findBucketKeyWarning(access),
      findKeyUseWarning(table, access),
      findExportWarning(table, access),
      keyProblem,
    ];
    for (const problem of warningsOfTable) if (problem) warn(owner, problem);
  });
}

/** A denial holds in the Regions of all replicas that the app knows. */
export function warnAboutDenial(owner: IConstruct, path: string, table: TableResources): void {
  atSynthesis(owner, 'collect', () => {
    if (!table.hasUnknownReplicas()) return;
    warn(owner, {
      id: 'unknownReplicas',
      value: `only CloudFormation knows the replicas of the table ${path}, so the denial does not cover them`,
      expected: 'replicas that the app knows, because a denial names the table in each Region',
      remedy: 'add the Regions to regions of the denial, then acknowledge this warning',
    });
  });
}

/**
 * Warns about a replica in the principal's Region that the access doesn't cover. Clients use the table in their own Region by
 * default. Call this at validation.
 */
export function warnAboutReplica(owner: IConstruct, principal: IPrincipal, path: string, table: TableResources, regions?: readonly string[]): void {
  if (!Construct.isConstruct(principal)) return;
  const { region } = Stack.of(principal);
  if (table.regionsWith(regions).includes(region) || !table.knownReplicas().names.includes(region)) return;
  warn(owner, {
    id: 'replicaNotCovered',
    value: `${principal.node.path} is in ${region}, where the table ${path} has a replica that this access does not cover`,
    expected: `an access in ${region}, because clients use the table in their own Region`,
    remedy: `add '${region}' to regions, or acknowledge this warning if the client uses another Region`,
  });
}

function findIndexWarning(resources: TableResources, { table, features }: TableAccessOptions): Warning | undefined {
  const unclear = features.filter(usesDeclaredIndexes);
  const [first] = unclear;
  if (unclear.length === 0 || resources.family || resources.indexNames().isComplete) return undefined;
  const why = resources.declaration
    ? 'is allowed only on some indexes, because only CloudFormation knows the others'
    : 'is allowed on no index, because CDK does not keep the index names of imported tables';
  return {
    id: 'unknownIndexes',
    value: `${unclear.map(({ name }) => name).join(', ')} on ${table.node.path} ${why}`,
    expected: 'a feature that names its indexes',
    remedy: `write ${first.name}.onIndexes('name')${requiresIndex(first) ? '' : `, or ${first.name}.onTable() if the function uses no index`}`,
  };
}

/** Without `kms:Decrypt` on a customer managed key, every request for items is denied. */
function findUnknownKeyWarning(resources: TableResources, { table, features, tableKey }: TableAccessOptions): Warning | undefined {
  const usesKey = features.some((feature) => needsResource(feature, 'table-key'));
  if (tableKey || !usesKey || resources.knowsKeys()) return undefined;
  return {
    id: 'unknownTableKey',
    value: resources.declaration
      ? `only CloudFormation knows the key of the table ${table.node.path}`
      : `the table ${table.node.path} is imported, so this app does not know its key`,
    expected: 'a known key, because DynamoDB denies requests for items without kms:Decrypt on a customer managed key',
    remedy: 'pass the key as tableKey, or acknowledge this warning if AWS owns or manages the key',
  };
}

/** DynamoDB compares the key attributes of each request, too, with those that are allowed. */
function findUnknownAttributesWarning(resources: TableResources, { table, attributes }: TableAccessOptions): Warning | undefined {
  if (!attributes || !resources.declaration || resources.keyAttributes([]).isComplete) return undefined;
  return {
    id: 'unknownKeyAttributes',
    value: `only CloudFormation knows the key attributes of ${table.node.path}`,
    expected: 'attributes that include all key attributes of the table',
    remedy: 'check the list of attributes, then acknowledge this warning',
  };
}

function findBucketKeyWarning({ exportTo, importFrom }: TableAccessOptions): Warning | undefined {
  const location = [exportTo, importFrom].find((each) => each && !each.encryptionKey && hasUnknownKeys(each.bucket));
  return location && {
    id: 'unknownBucketKey',
    value: `only CloudFormation knows the key of the bucket ${location.bucket.node.path}`,
    expected: 'a known key, because objects under a customer managed key need permissions on the key',
    remedy: 'pass the key as encryptionKey next to the bucket, or acknowledge this warning if the bucket has no key',
  };
}

function findKeyUseWarning(resources: TableResources, { features, tableKey }: TableAccessOptions): Warning | undefined {
  const open = features.filter(({ _custom }) => _custom?.leavesKeyOpen).map(String);
  if (open.length === 0 || resources.keys([resources.region], tableKey).length === 0) return undefined;
  return {
    id: 'unknownKeyUse',
    value: `the custom feature ${open.join(', ')} has actions that this library does not know, and the table has a customer managed key`,
    expected: 'the option usesTableKey',
    remedy: 'set usesTableKey to true if the actions read or write items, and to false otherwise',
  };
}

function findResourcePolicyWarning({ table, features }: TableAccessOptions): Warning | undefined {
  if (!features.some((feature) => needsAction(feature, 'dynamodb:PutResourcePolicy'))) return undefined;
  return {
    id: 'widensItself',
    value: `the grantee may change the resource policy of ${table.node.path}, so it can give itself any access to the table`,
    expected: `${TableFeature.RESOURCE_POLICY.name} only for administrators of the table`,
    remedy: 'remove the feature, or acknowledge this warning',
  };
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/abac-enable-ddb.html */
function findTagWarning(access: TableAccessOptions): Warning | undefined {
  if (!dependsOnTags(buildConditions('dynamodb:DescribeTable', collectConditions(access)))) return undefined;
  return {
    id: 'tagBasedAccess',
    value: `the access to ${access.table.node.path} depends on the tags of tables`,
    expected: 'an account and Region where attribute-based access control is enabled, because tables count as untagged otherwise',
    remedy: 'check the output of aws dynamodb get-abac-status, then acknowledge this warning',
  };
}

/**
 * The ARN of a family also matches the streams of its tables, which have tags of their own.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/abac-streams.html
 */
function findFamilyTagsWarning({ table, features }: TableAccessOptions): Warning | undefined {
  if (!findFamily(table) || !features.some((feature) => needsAction(feature, 'dynamodb:TagResource', 'dynamodb:UntagResource'))) return undefined;
  return {
    id: 'familyTags',
    value: `the grantee may change the tags of all tables of the family ${table.node.path} and of their streams, so it decides about every `
      + 'permission that depends on these tags',
    expected: `${TableFeature.TAGS.name} only for administrators of the tables`,
    remedy: 'grant the feature on single tables, or acknowledge this warning if no permission depends on the tags',
  };
}

function findSeparatorWarning({ table, rows }: TableAccessOptions): Warning | undefined {
  if (rows?._openPrefix === undefined) return undefined;
  return {
    id: 'rowsWithoutSeparator',
    value: `the row prefix '${rows._openPrefix}' on ${table.node.path} also matches partition keys that continue without a separator, `
      + `such as ${rows._openPrefix}2`,
    expected: `a prefix that ends in a separator, such as '${rows._openPrefix}#'`,
    remedy: 'write the prefix with its separator, or acknowledge this warning',
  };
}

const WRITE_ACTIONS: readonly string[] = [
  'dynamodb:BatchWriteItem', 'dynamodb:PartiQLInsert', 'dynamodb:PartiQLUpdate', 'dynamodb:PutItem', 'dynamodb:UpdateItem',
];

function findUnencryptedWriteWarning({ table, features, fieldEncryption }: TableAccessOptions): Warning | undefined {
  const writing = features.filter(({ _permissions }) => _permissions.some(({ action, on }) => on === 'table' && WRITE_ACTIONS.includes(action))).map(String);
  if (!fieldEncryption?._isReadOnly || writing.length === 0) return undefined;
  return {
    id: 'unencryptedWrites',
    value: `${writing.join(', ')} on ${table.node.path} writes items, but the access may only decrypt with the field key`,
    expected: 'an access that may encrypt, because some clients write plain text if they get no key',
    remedy: 'use EncryptionMode.READ_WRITE or WRITE_ONLY, or acknowledge this warning if the function writes no encrypted fields',
  };
}

/** IAM accepts any name of an action. A name that doesn't exist allows nothing. */
function findMisspeltActionWarning({ features }: TableAccessOptions): Warning | undefined {
  const unknown = features.filter(({ _custom }) => _custom).flatMap(({ _permissions }) => _permissions.map(({ action }) => action))
    .filter((action) => !(action in ACTIONS));
  for (const action of unknown) {
    const known = Object.keys(ACTIONS).find((each) => isDynamoDbAction(each) && countEdits(each, action) <= 2);
    if (known !== undefined) {
      return {
        id: 'misspeltAction',
        value: `this library does not know the action '${action}'`,
        expected: `an action that IAM has, such as ${known}, because other names allow nothing`,
        remedy: `write ${known}, or acknowledge this warning if AWS has ${action} now`,
      };
    }
  }
  return undefined;
}

/** The template doesn't change when an access ends, because an app that was correct must not fail later. */
function findEndedAccessWarning({ table, conditions = [] }: TableAccessOptions): Warning | undefined {
  const end = conditions.map((condition) => condition._findEndBefore(Date.now())).find((each) => each !== undefined);
  if (end === undefined) return undefined;
  return {
    id: 'accessEnded',
    value: `the access to ${table.node.path} ended on ${end}, so it allows nothing`,
    expected: 'an end in the future',
    remedy: 'remove the access, or choose a later end',
  };
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport_Requesting.html */
function findExportWarning(resources: TableResources, { table, features }: TableAccessOptions): Warning | undefined {
  const needs = (action: string) => features.some((feature) => needsAction(feature, action));
  if (!needs('dynamodb:ExportTableToPointInTime') || needs('dynamodb:UpdateContinuousBackups')) return undefined;
  if (resources.hasPointInTimeRecovery() !== false) return undefined;
  return {
    id: 'exportWithoutRecovery',
    value: `${TableFeature.EXPORT.name} fails because point-in-time recovery of ${table.node.path} is off`,
    expected: 'a table with point-in-time recovery',
    remedy: 'write pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true } in the properties of the table',
  };
}

/** The key that an access names replaces the table's key, unless the access chooses a key. */
function findTableKeyWarning(resources: TableResources, { table, features, tableKey }: TableAccessOptions): Warning | undefined {
  if (!tableKey) return undefined;
  const chooses = features.some((feature) => needsResource(feature, 'new-table-key'));
  const regions = [resources.region];
  const declared = resources.keys(regions).map(({ arn }) => arn);
  const named = [...resources.keys(regions, tableKey), ...declaredKeyOf(tableKey, regions)];
  if (chooses || declared.length === 0 || named.some(({ arn }) => declared.includes(arn))) return undefined;
  return {
    id: 'otherTableKey',
    value: `tableKey is ${tableKey.node.path}, but ${table.node.path} declares another key`,
    expected: 'the key that encrypts the table, because DynamoDB denies requests for items without it',
    remedy: 'leave tableKey out to use the key of the table, or acknowledge this warning if both are the same key',
  };
}
