import { CROSS_ACCOUNT_ACTIONS } from '../../src/features/cross-account';
import { DYNAMODB_ACTIONS } from '../../src/policy/dynamodb-actions';
import { canBeInResourcePolicy, isSupportedAcrossAccounts } from '../../src/policy/resource-policy-actions';

const ACTIONS = Object.keys(DYNAMODB_ACTIONS);
const inPolicies = ACTIONS.filter((action) => ['table', 'stream'].some((kind) => canBeInResourcePolicy(action, kind)));

/** The actions that AWS's list of actions in resource policies doesn't name. */
const NOT_LISTED = [
  'AssociateTableReplica', 'CreateGlobalTableWitness', 'CreateTableReplica', 'DeleteGlobalTableWitness', 'DeleteTableReplica',
  'ReadDataForReplication', 'ReplicateSettings', 'RestoreTableFromAwsBackup', 'SearchVectors', 'StartAwsBackupJob', 'UpdateGlobalTableVersion',
  'WriteDataForReplication',
].map((name) => `dynamodb:${name}`);

test('the actions for other accounts are those that the library grants to them, and those that AWS does not list', () => {
  expect(inPolicies.filter(isSupportedAcrossAccounts)).toEqual([...CROSS_ACCOUNT_ACTIONS, ...NOT_LISTED].sort());
});

// @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html
test('the actions on tables and streams that no resource policy supports are those of AWS', () => {
  const onTables = ACTIONS.filter((action) => DYNAMODB_ACTIONS[action].some((type) => ['table', 'index', 'stream'].includes(type)));

  expect(onTables.filter((action) => !inPolicies.includes(action))).toEqual([
    'CreateGlobalTable', 'CreateTable', 'ImportTable', 'ListExports', 'ListImports', 'RestoreTableFromBackup', 'UpdateGlobalTable', 'UpdateGlobalTableSettings',
  ].map((name) => `dynamodb:${name}`));
});
