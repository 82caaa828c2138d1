import { DYNAMODB_ACTIONS } from './dynamodb-actions';
import { readTablePart } from './table-part';

/**
 * The actions on tables that AWS supports in no resource policy. Backups, exports and imports have no policies at all.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html
 */
const ONLY_IN_IDENTITY_POLICIES = new Set([
  'CreateGlobalTable', 'CreateTable', 'ImportTable', 'ListExports', 'ListImports', 'RestoreTableFromBackup', 'UpdateGlobalTable',
  'UpdateGlobalTableSettings',
].map((name) => `dynamodb:${name}`));

/** The actions that AWS supports in resource policies only for the account of the table, on the same page. */
const ONLY_WITHIN_ACCOUNT = new Set([
  'CreateBackup', 'DeleteResourcePolicy', 'DescribeContinuousBackups', 'DescribeContributorInsights', 'DescribeKinesisStreamingDestination',
  'DescribeTableReplicaAutoScaling', 'DescribeTimeToLive', 'DisableKinesisStreamingDestination', 'EnableKinesisStreamingDestination',
  'ExportTableToPointInTime', 'GetResourcePolicy', 'PartiQLDelete', 'PartiQLInsert', 'PartiQLSelect', 'PartiQLUpdate', 'PutResourcePolicy',
  'RestoreTableToPointInTime', 'UpdateContinuousBackups', 'UpdateContributorInsights', 'UpdateKinesisStreamingDestination',
  'UpdateTableReplicaAutoScaling', 'UpdateTimeToLive',
].map((name) => `dynamodb:${name}`));

/**
 * Tells whether the policy of a table or stream can have an action. The policy of a table is about the table and its indexes, the policy of a
 * stream about the stream. AWS may have added an action that isn't known.
 *
 * @param kind what the request is for, for example `table` or `backup`; other kinds than those of DynamoDB have other rules
 */
export function canBeInResourcePolicy(action: string, kind: string): boolean {
  const types = DYNAMODB_ACTIONS[action];
  const ownTypes = TYPES_BY_KIND.get(kind);
  if (ownTypes === undefined || (types === undefined && ownTypes.length > 0)) return true;
  return !ONLY_IN_IDENTITY_POLICIES.has(action) && ownTypes.some((type) => types?.some((each) => each === type));
}

const TYPES_BY_KIND: ReadonlyMap<string, readonly string[]> = new Map(Object.entries({
  table: ['table', 'index'], index: ['table', 'index'], stream: ['stream'], backup: [], export: [], import: [],
}));

/** Tells whether the policy of the resource of a request counts for the request. */
export function isSubjectToResourcePolicy(action: string, resource: string): boolean {
  const { on } = readTablePart(resource) ?? {};
  return on === undefined || canBeInResourcePolicy(action, on);
}

/** Tells whether a resource policy can allow an action to another account. The page doesn't name every action, so others may be supported. */
export function isSupportedAcrossAccounts(action: string): boolean {
  return !ONLY_WITHIN_ACCOUNT.has(action) && !ONLY_IN_IDENTITY_POLICIES.has(action);
}
