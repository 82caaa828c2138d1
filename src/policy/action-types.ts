import { DYNAMODB_ACTIONS } from './dynamodb-actions';

/** An IAM action, and the types of resources that AWS authorizes it on. Without a type, only `*` matches. */
export interface ActionTypes {
  readonly action: string;
  readonly types: readonly string[];
}

/**
 * The actions of KMS by their types.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
 */
const KMS: Readonly<Record<string, string>> = {
  'key': 'CancelKeyDeletion CreateGrant Decrypt DeleteImportedKeyMaterial DeriveSharedSecret DescribeKey DisableKey DisableKeyRotation EnableKey '
    + 'EnableKeyRotation Encrypt GenerateDataKey GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext GenerateMac '
    + 'GetKeyLastUsage GetKeyPolicy GetKeyRotationStatus GetParametersForImport GetPublicKey ImportKeyMaterial ListGrants ListKeyPolicies '
    + 'ListKeyRotations ListResourceTags PutKeyPolicy ReEncryptFrom ReEncryptTo ReplicateKey RetireGrant RevokeGrant RotateKeyOnDemand '
    + 'ScheduleKeyDeletion Sign SynchronizeMultiRegionKey TagResource UntagResource UpdateKeyDescription UpdatePrimaryRegion Verify VerifyMac',
  'alias key': 'CreateAlias DeleteAlias UpdateAlias',
  '': 'ConnectCustomKeyStore CreateCustomKeyStore CreateKey DeleteCustomKeyStore DescribeCustomKeyStores DisconnectCustomKeyStore GenerateRandom '
    + 'ListAliases ListKeys ListRetirableGrants UpdateCustomKeyStore',
};

/**
 * The actions of CloudWatch Logs by their types. `other` stands for all types besides log groups and log streams.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
 */
const LOGS: Readonly<Record<string, string>> = {
  'log-group': 'AssociateKmsKey CreateExportTask CreateLogAnomalyDetector CreateLogGroup DeleteDataProtectionPolicy DeleteLogGroup DeleteMetricFilter '
    + 'DeleteRetentionPolicy DeleteSubscriptionFilter DeleteSyslogConfiguration DeleteTransformer DescribeLogStreams DescribeMetricFilters '
    + 'DescribeSubscriptionFilters DisassociateKmsKey FilterLogEvents GetDataProtectionPolicy GetLogGroupFields GetLogRecord GetQueryResults '
    + 'GetTransformer IntegrateWithDataset IntegrateWithS3Table ListTagsLogGroup ProcessWithPipeline PutBearerTokenAuthentication '
    + 'PutDataProtectionPolicy PutLogGroupDeletionProtection PutMetricFilter PutRetentionPolicy PutSyslogConfiguration PutTransformer StartLiveTail '
    + 'StartQuery TagLogGroup Unmask UntagLogGroup',
  'log-group other': 'ListTagsForResource PutSubscriptionFilter TagResource UntagResource',
  'log-stream': 'CreateLogStream DeleteLogStream GetLogEvents PutLogEvents',
  'other': 'CreateDelivery CreateLookupTable CreateScheduledQuery DeleteDelivery DeleteDeliveryDestination DeleteDeliveryDestinationPolicy '
    + 'DeleteDeliverySource DeleteDestination DeleteLogAnomalyDetector DeleteLookupTable DeleteScheduledQuery GetDelivery GetDeliveryDestination '
    + 'GetDeliveryDestinationPolicy GetDeliverySource GetLogAnomalyDetector GetLookupTable GetScheduledQuery GetScheduledQueryHistory ListAnomalies '
    + 'ListLogAnomalyDetectors PutDeliveryDestination PutDeliveryDestinationPolicy PutDeliverySource PutDestination PutDestinationPolicy '
    + 'UpdateAnomaly UpdateDeliveryConfiguration UpdateLogAnomalyDetector UpdateLookupTable UpdateScheduledQuery',
  '': 'AssociateSourceToS3TableIntegration CallWithBearerToken CancelExportTask CancelImportTask CreateImportTask CreateLogDelivery DeleteAccountPolicy '
    + 'DeleteIndexPolicy DeleteIntegration DeleteLogDelivery DeletePipelineRule DeleteQueryDefinition DeleteResourcePolicy DescribeAccountPolicies '
    + 'DescribeConfigurationTemplates DescribeDeliveries DescribeDeliveryDestinations DescribeDeliverySources DescribeDestinations DescribeExportTasks '
    + 'DescribeFieldIndexes DescribeImportTaskBatches DescribeImportTasks DescribeIndexPolicies DescribeLogGroups DescribeLookupTables DescribeQueries '
    + 'DescribeQueryDefinitions DescribeResourcePolicies DisassociateSourceFromS3TableIntegration GetIntegration GetLogDelivery GetLogFields '
    + 'GetStorageTierPolicy Link ListAggregateLogGroupSummaries ListEntitiesForLogGroup ListIntegrations ListLogDeliveries ListLogGroups '
    + 'ListLogGroupsForEntity ListLogGroupsForQuery ListScheduledQueries ListSourcesForS3TableIntegration ListSyslogConfigurations PutAccountPolicy '
    + 'PutIndexPolicy PutIntegration PutPipelineRule PutQueryDefinition PutResourcePolicy PutStorageTierPolicy StopLiveTail StopQuery '
    + 'TestMetricFilter TestTransformer UpdateLogDelivery',
};

function listByService(service: string, namesByTypes: Readonly<Record<string, string>>): ActionTypes[] {
  return Object.entries(namesByTypes).flatMap(([types, names]) =>
    names.split(' ').map((name) => ({ action: `${service}:${name}`, types: types.split(' ').filter((type) => type !== '') })));
}

/** Every action of DynamoDB, KMS and CloudWatch Logs. */
export const ACTION_TYPES: readonly ActionTypes[] = [
  ...Object.entries(DYNAMODB_ACTIONS).map(([action, types]) => ({ action, types })), ...listByService('kms', KMS), ...listByService('logs', LOGS),
];

const byLowerCase = new Map(ACTION_TYPES.map((each) => [each.action.toLowerCase(), each]));

/** Finds an action with the types of its resources, whatever the case of its name. Returns `undefined` if AWS may have added it since. */
export function findActionTypes(action: string): ActionTypes | undefined {
  return byLowerCase.get(action.toLowerCase());
}
