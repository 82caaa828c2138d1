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
      value: `the replicas of the table ${path}, which CloudFormation alone knows, beside a denial`,
      expected: 'replicas that the app knows, as the denial names the table in each Region',
      remedy: 'list the Regions as regions beside the denial, then acknowledge this warning',
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
  if (table.regionsWith(regions).includes(region) || !table.replicaRegions()?.includes(region)) return;
  warn(owner, {
    id: 'replicaNotCovered',
    value: `${principal.node.path} is in ${region}, where the table ${path} has a replica that this access doesn't cover`,
    expected: `${region} among the Regions of the access, as clients use the table in the Region that they run in`,
    remedy: `add '${region}' to regions, or acknowledge this warning if the client names another Region`,
  });
}

function findIndexWarning(resources: TableResources, { table, features }: TableAccessOptions): Warning | undefined {
  const unclear = features.filter(usesDeclaredIndexes);
  const [first] = unclear;
  if (unclear.length === 0 || resources.family || resources.indexNames().isComplete) return undefined;
  const why = resources.declaration
    ? 'whose indexes this app doesn\'t know all, reaches those alone that it knows'
    : 'an import, of which CDK keeps no index names, reaches no index';
  return {
    id: 'unknownIndexes',
    value: `${unclear.map(({ name }) => name).join(', ')} on ${table.node.path}, ${why}`,
    expected: 'a feature that says which indexes it reaches',
    remedy: `write ${requiresIndex(first) ? '' : `${first.name}.onTable() if it uses none, `}`
      + `${first.name}.onIndexes('name') for the indexes that it uses`,
  };
}

/** Without `kms:Decrypt` on a customer managed key, every request for items is denied. */
function findUnknownKeyWarning(resources: TableResources, { table, features, tableKey }: TableAccessOptions): Warning | undefined {
  const usesKey = features.some((feature) => needsResource(feature, 'table-key'));
  if (tableKey || !usesKey || resources.knowsKeys()) return undefined;
  return {
    id: 'unknownTableKey',
    value: `the key of the table ${table.node.path}, ${resources.declaration ? 'which CloudFormation alone knows' : 'an import'}`,
    expected: 'a key that the app knows, as a customer managed key takes kms:Decrypt, without which requests for items are denied',
    remedy: 'pass the key as tableKey, or acknowledge this warning if the table is encrypted under a key that AWS owns or manages',
  };
}

/** DynamoDB compares the key attributes of each request, too, with those that are allowed. */
function findUnknownAttributesWarning(resources: TableResources, { table, attributes }: TableAccessOptions): Warning | undefined {
  if (!attributes || !resources.declaration || resources.keyAttributes([]).isComplete) return undefined;
  return {
    id: 'unknownKeyAttributes',
    value: `the key attributes of ${table.node.path}, which CloudFormation alone knows, beside attributes`,
    expected: 'attributes that have all key attributes of the table among them',
    remedy: 'check that, then acknowledge this warning',
  };
}

function findBucketKeyWarning({ exportTo, importFrom }: TableAccessOptions): Warning | undefined {
  const location = [exportTo, importFrom].find((each) => each && !each.encryptionKey && hasUnknownKeys(each.bucket));
  return location && {
    id: 'unknownBucketKey',
    value: `the key of the bucket ${location.bucket.node.path}, which CloudFormation alone knows`,
    expected: 'a key that the app knows, as objects under a customer managed key take permissions on it',
    remedy: 'pass it as encryptionKey beside the bucket, or acknowledge this warning if the bucket has none',
  };
}

function findKeyUseWarning(resources: TableResources, { features, tableKey }: TableAccessOptions): Warning | undefined {
  const open = features.filter(({ _custom }) => _custom?.leavesKeyOpen).map(String);
  if (open.length === 0 || resources.keys([resources.region], tableKey).length === 0) return undefined;
  return {
    id: 'unknownKeyUse',
    value: `the custom feature ${open.join(', ')} has actions that this library doesn't know, on a table with a customer managed key`,
    expected: 'usesTableKey, which says whether they read or write items, so that the caller needs kms:Decrypt',
    remedy: 'set usesTableKey to true or false',
  };
}

function findResourcePolicyWarning({ table, features }: TableAccessOptions): Warning | undefined {
  if (!features.some((feature) => needsAction(feature, 'dynamodb:PutResourcePolicy'))) return undefined;
  return {
    id: 'widensItself',
    value: `whoever may change the resource policy of ${table.node.path} may give itself any access to it`,
    expected: `${TableFeature.RESOURCE_POLICY.name} for those alone who may have all of this table`,
    remedy: 'remove the feature, or acknowledge this warning',
  };
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/abac-enable-ddb.html */
function findTagWarning(access: TableAccessOptions): Warning | undefined {
  if (!dependsOnTags(buildConditions('dynamodb:DescribeTable', collectConditions(access)))) return undefined;
  return {
    id: 'tagBasedAccess',
    value: `the access to ${access.table.node.path} depends on the tags of tables`,
    expected: 'an account and Region where attribute-based access control is enabled for DynamoDB, as it is in most: otherwise tables count as untagged',
    remedy: 'check that with aws dynamodb get-abac-status, then acknowledge this warning',
  };
}

function findSeparatorWarning({ table, rows }: TableAccessOptions): Warning | undefined {
  if (rows?._openPrefix === undefined) return undefined;
  return {
    id: 'rowsWithoutSeparator',
    value: `the row prefix '${rows._openPrefix}' on ${table.node.path} matches every partition key that goes on without a separator, such as `
      + `${rows._openPrefix}2`,
    expected: `a separator at its end, as in '${rows._openPrefix}#'`,
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
    value: `${writing.join(', ')} on ${table.node.path}, with a field key that can decrypt alone`,
    expected: 'a writer that can encrypt, as some clients write fields as they are where they get no key',
    remedy: 'use EncryptionMode.READ_WRITE or WRITE_ONLY, remove the feature, or acknowledge this warning if no encrypted field is written',
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
        value: `action '${action}', which this library doesn't know`,
        expected: `an action of AWS, such as ${known}, as IAM takes any other and allows nothing by it`,
        remedy: `write ${known}, or acknowledge this warning if AWS has ${action} by now`,
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
    remedy: 'remove the access, or change its end',
  };
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport_Requesting.html */
function findExportWarning(resources: TableResources, { table, features }: TableAccessOptions): Warning | undefined {
  const needs = (action: string) => features.some((feature) => needsAction(feature, action));
  const isOff = resources.hasPointInTimeRecovery() === false && !needs('dynamodb:UpdateContinuousBackups');
  if (!isOff || !needs('dynamodb:ExportTableToPointInTime')) return undefined;
  return {
    id: 'exportWithoutRecovery',
    value: `${TableFeature.EXPORT.name} of ${table.node.path}, whose point-in-time recovery is off`,
    expected: 'a table with point-in-time recovery, which exports rest on',
    remedy: 'turn it on: pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true }',
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
    value: `${tableKey.node.path} as the tableKey of ${table.node.path}, which declares another key`,
    expected: 'the key that encrypts the table, as every request for items is denied without it',
    remedy: 'leave tableKey out, which finds the key of the table, or acknowledge this warning if both are the same key',
  };
}
