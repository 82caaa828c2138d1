import { PolicyStatement } from './policy-document';

/** A statement that allows actions. Without a resource it is on `*`. */
export type AllowedByAws = Pick<PolicyStatement, 'Action' | 'NotAction' | 'Resource' | 'Condition'>;

/**
 * The contents of AWS managed policies that matter for DynamoDB, KMS and CloudWatch Logs, by their paths and names, as they were in
 * September 2026. AWS may add actions to them.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
export const AWS_MANAGED_CONTENTS: Readonly<Record<string, readonly AllowedByAws[]>> = {
  'AWSKeyManagementServicePowerUser': [
    {
      Action: [
        'kms:CreateAlias', 'kms:CreateKey', 'kms:DeleteAlias', 'kms:Describe*', 'kms:GenerateRandom', 'kms:Get*', 'kms:List*',
        'kms:TagResource', 'kms:UntagResource', 'iam:ListGroups', 'iam:ListRoles', 'iam:ListUsers',
      ],
    },
  ],
  'AWSLambdaExecute': [
    { Action: ['logs:*'], Resource: 'arn:aws:logs:*:*:*' },
    { Action: ['s3:GetObject', 's3:PutObject'], Resource: 'arn:aws:s3:::*' },
  ],
  'AWSLambdaInvocation-DynamoDB': [
    { Action: ['lambda:InvokeFunction'] },
    { Action: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'] },
  ],
  'AWSXRayDaemonWriteAccess': [
    {
      Action: [
        'xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets',
        'xray:GetSamplingStatisticSummaries',
      ],
    },
  ],
  'AdministratorAccess': [
    { Action: ['*'] },
  ],
  'AmazonDynamoDBFullAccess': [
    {
      Action: [
        'dynamodb:*', 'dax:*', 'application-autoscaling:DeleteScalingPolicy', 'application-autoscaling:DeregisterScalableTarget',
        'application-autoscaling:DescribeScalableTargets', 'application-autoscaling:DescribeScalingActivities',
        'application-autoscaling:DescribeScalingPolicies', 'application-autoscaling:PutScalingPolicy',
        'application-autoscaling:RegisterScalableTarget', 'cloudwatch:DeleteAlarms', 'cloudwatch:DescribeAlarmHistory',
        'cloudwatch:DescribeAlarms', 'cloudwatch:DescribeAlarmsForMetric', 'cloudwatch:GetMetricStatistics', 'cloudwatch:ListMetrics',
        'cloudwatch:PutMetricAlarm', 'cloudwatch:GetMetricData', 'datapipeline:ActivatePipeline', 'datapipeline:CreatePipeline',
        'datapipeline:DeletePipeline', 'datapipeline:DescribeObjects', 'datapipeline:DescribePipelines',
        'datapipeline:GetPipelineDefinition', 'datapipeline:ListPipelines', 'datapipeline:PutPipelineDefinition',
        'datapipeline:QueryObjects', 'ec2:DescribeVpcs', 'ec2:DescribeSubnets', 'ec2:DescribeSecurityGroups', 'iam:GetRole',
        'iam:ListRoles', 'kms:DescribeKey', 'kms:ListAliases', 'sns:CreateTopic', 'sns:DeleteTopic', 'sns:ListSubscriptions',
        'sns:ListSubscriptionsByTopic', 'sns:ListTopics', 'sns:Subscribe', 'sns:Unsubscribe', 'sns:SetTopicAttributes',
        'lambda:CreateFunction', 'lambda:ListFunctions', 'lambda:ListEventSourceMappings', 'lambda:CreateEventSourceMapping',
        'lambda:DeleteEventSourceMapping', 'lambda:GetFunctionConfiguration', 'lambda:DeleteFunction', 'resource-groups:ListGroups',
        'resource-groups:ListGroupResources', 'resource-groups:GetGroup', 'resource-groups:GetGroupQuery',
        'resource-groups:DeleteGroup', 'resource-groups:CreateGroup', 'tag:GetResources', 'kinesis:ListStreams',
        'kinesis:DescribeStream', 'kinesis:DescribeStreamSummary',
      ],
    },
    { Action: ['cloudwatch:GetInsightRuleReport'], Resource: 'arn:aws:cloudwatch:*:*:insight-rule/DynamoDBContributorInsights*' },
    {
      Action: [
        'iam:PassRole',
      ],
      Condition: {
        StringLike: {
          'iam:PassedToService': [
            'application-autoscaling.amazonaws.com', 'application-autoscaling.amazonaws.com.cn', 'dax.amazonaws.com',
          ],
        },
      },
    },
    {
      Action: [
        'iam:CreateServiceLinkedRole',
      ],
      Condition: {
        StringEquals: {
          'iam:AWSServiceName': [
            'replication.dynamodb.amazonaws.com', 'dax.amazonaws.com', 'dynamodb.application-autoscaling.amazonaws.com',
            'contributorinsights.dynamodb.amazonaws.com', 'kinesisreplication.dynamodb.amazonaws.com',
          ],
        },
      },
    },
  ],
  'AmazonDynamoDBFullAccess_v2': [
    { Action: ['dynamodb:*', 'dax:*'] },
    { Action: ['kms:DescribeKey', 'kms:ListAliases'] },
    { Action: ['lambda:ListEventSourceMappings', 'lambda:ListFunctions'] },
    { Action: ['sns:ListTopics'] },
    {
      Action: [
        'application-autoscaling:DeleteScalingPolicy', 'application-autoscaling:DeregisterScalableTarget',
        'application-autoscaling:PutScalingPolicy', 'application-autoscaling:RegisterScalableTarget',
      ],
      Condition: {
        StringEquals: {
          'application-autoscaling:service-namespace': 'dynamodb',
        },
      },
    },
    {
      Action: [
        'application-autoscaling:DescribeScalableTargets', 'application-autoscaling:DescribeScalingActivities',
        'application-autoscaling:DescribeScalingPolicies',
      ],
    },
    { Action: ['tag:GetResources'] },
    { Action: ['cloudwatch:DescribeAlarms', 'cloudwatch:GetMetricStatistics', 'cloudwatch:GetMetricData'] },
    { Action: ['kinesis:ListStreams', 'kinesis:DescribeStream', 'kinesis:DescribeStreamSummary'] },
    { Action: ['ec2:DescribeVpcs', 'ec2:DescribeSubnets', 'ec2:DescribeSecurityGroups'] },
    { Action: ['cloudwatch:GetInsightRuleReport'], Resource: 'arn:aws:cloudwatch:*:*:insight-rule/DynamoDBContributorInsights*' },
    {
      Action: [
        'iam:CreateServiceLinkedRole',
      ],
      Condition: {
        StringEquals: {
          'iam:AWSServiceName': [
            'replication.dynamodb.amazonaws.com', 'dax.amazonaws.com', 'dynamodb.application-autoscaling.amazonaws.com',
            'contributorinsights.dynamodb.amazonaws.com', 'kinesisreplication.dynamodb.amazonaws.com',
          ],
        },
      },
    },
    { Action: ['iam:ListRoles'] },
  ],
  'AmazonDynamoDBFullAccesswithDataPipeline': [
    {
      Action: [
        'cloudwatch:DeleteAlarms', 'cloudwatch:DescribeAlarmHistory', 'cloudwatch:DescribeAlarms',
        'cloudwatch:DescribeAlarmsForMetric', 'cloudwatch:GetMetricStatistics', 'cloudwatch:ListMetrics', 'cloudwatch:PutMetricAlarm',
        'dynamodb:*', 'sns:CreateTopic', 'sns:DeleteTopic', 'sns:ListSubscriptions', 'sns:ListSubscriptionsByTopic', 'sns:ListTopics',
        'sns:Subscribe', 'sns:Unsubscribe', 'sns:SetTopicAttributes',
      ],
    },
    { Action: ['lambda:*', 'iam:ListRoles'] },
    { Action: ['datapipeline:*', 'iam:ListRoles'] },
    { Action: ['iam:GetRolePolicy', 'iam:PassRole'] },
    {
      Action: [
        'ec2:CreateTags', 'ec2:DescribeInstances', 'ec2:RunInstances', 'ec2:StartInstances', 'ec2:StopInstances',
        'ec2:TerminateInstances', 'elasticmapreduce:*', 'datapipeline:*',
      ],
    },
    { Action: ['s3:DeleteObject', 's3:Get*', 's3:List*', 's3:Put*'] },
  ],
  'AmazonDynamoDBReadOnlyAccess': [
    {
      Action: [
        'application-autoscaling:DescribeScalableTargets', 'application-autoscaling:DescribeScalingActivities',
        'application-autoscaling:DescribeScalingPolicies', 'cloudwatch:DescribeAlarmHistory', 'cloudwatch:DescribeAlarms',
        'cloudwatch:DescribeAlarmsForMetric', 'cloudwatch:GetMetricStatistics', 'cloudwatch:ListMetrics', 'cloudwatch:GetMetricData',
        'datapipeline:DescribeObjects', 'datapipeline:DescribePipelines', 'datapipeline:GetPipelineDefinition',
        'datapipeline:ListPipelines', 'datapipeline:QueryObjects', 'dynamodb:BatchGetItem', 'dynamodb:Describe*', 'dynamodb:List*',
        'dynamodb:GetAbacStatus', 'dynamodb:GetItem', 'dynamodb:GetResourcePolicy', 'dynamodb:Query', 'dynamodb:Scan',
        'dynamodb:PartiQLSelect', 'dax:Describe*', 'dax:List*', 'dax:GetItem', 'dax:BatchGetItem', 'dax:Query', 'dax:Scan',
        'ec2:DescribeVpcs', 'ec2:DescribeSubnets', 'ec2:DescribeSecurityGroups', 'iam:GetRole', 'iam:ListRoles', 'kms:DescribeKey',
        'kms:ListAliases', 'sns:ListSubscriptionsByTopic', 'sns:ListTopics', 'lambda:ListFunctions', 'lambda:ListEventSourceMappings',
        'lambda:GetFunctionConfiguration', 'resource-groups:ListGroups', 'resource-groups:ListGroupResources',
        'resource-groups:GetGroup', 'resource-groups:GetGroupQuery', 'tag:GetResources', 'kinesis:ListStreams',
        'kinesis:DescribeStream', 'kinesis:DescribeStreamSummary',
      ],
    },
    { Action: ['cloudwatch:GetInsightRuleReport'], Resource: 'arn:aws:cloudwatch:*:*:insight-rule/DynamoDBContributorInsights*' },
  ],
  'CloudWatchLambdaApplicationSignalsExecutionRolePolicy': [
    {
      Action: [
        'xray:PutTraceSegments',
      ],
      Condition: {
        StringEquals: {
          'aws:ResourceAccount': '${aws:PrincipalAccount}',
        },
      },
    },
    {
      Action: [
        'logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents',
      ],
      Resource: 'arn:aws:logs:*:*:log-group:/aws/application-signals/data:*',
      Condition: {
        StringEquals: {
          'aws:ResourceAccount': '${aws:PrincipalAccount}',
        },
      },
    },
  ],
  'CloudWatchLambdaInsightsExecutionRolePolicy': [
    { Action: ['logs:CreateLogGroup'] },
    { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: 'arn:aws:logs:*:*:log-group:/aws/lambda-insights:*' },
  ],
  'CloudWatchLogsFullAccess': [
    {
      Action: [
        'logs:*', 'cloudwatch:GenerateQuery', 'cloudwatch:GenerateQueryResultsSummary', 'observabilityadmin:GetS3TableIntegration',
        'observabilityadmin:ListS3TableIntegrations', 'observabilityadmin:ListTelemetryPipelines',
      ],
    },
  ],
  'CloudWatchLogsReadOnlyAccess': [
    {
      Action: [
        'logs:Describe*', 'logs:Get*', 'logs:List*', 'logs:StartQuery', 'logs:StopQuery', 'logs:TestMetricFilter',
        'logs:FilterLogEvents', 'logs:StartLiveTail', 'logs:StopLiveTail', 'cloudwatch:GenerateQuery',
        'cloudwatch:GenerateQueryResultsSummary', 'observabilityadmin:ListS3TableIntegrations',
        'observabilityadmin:GetS3TableIntegration', 'observabilityadmin:ListTelemetryPipelines',
      ],
    },
  ],
  'PowerUserAccess': [
    { NotAction: ['iam:*', 'organizations:*', 'account:*'] },
    {
      Action: [
        'account:GetAccountInformation', 'account:GetGovCloudAccountInformation', 'account:GetPrimaryEmail', 'account:ListRegions',
        'iam:CreateServiceLinkedRole', 'iam:DeleteServiceLinkedRole', 'iam:ListRoles', 'organizations:DescribeEffectivePolicy',
        'organizations:DescribeOrganization',
      ],
    },
  ],
  'service-role/AWSAppSyncPushToCloudWatchLogs': [
    { Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'] },
  ],
  'service-role/AWSLambdaBasicDurableExecutionRolePolicy': [
    {
      Action: [
        'logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 'lambda:CheckpointDurableExecution',
        'lambda:GetDurableExecutionState',
      ],
    },
  ],
  'service-role/AWSLambdaBasicExecutionRole': [
    { Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'] },
  ],
  'service-role/AWSLambdaDynamoDBExecutionRole': [
    {
      Action: [
        'dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams', 'logs:CreateLogGroup',
        'logs:CreateLogStream', 'logs:PutLogEvents',
      ],
    },
  ],
  'service-role/AWSLambdaKinesisExecutionRole': [
    {
      Action: [
        'kinesis:DescribeStream', 'kinesis:DescribeStreamSummary', 'kinesis:GetRecords', 'kinesis:GetShardIterator',
        'kinesis:ListShards', 'kinesis:ListStreams', 'kinesis:SubscribeToShard', 'logs:CreateLogGroup', 'logs:CreateLogStream',
        'logs:PutLogEvents',
      ],
    },
  ],
  'service-role/AWSLambdaMSKExecutionRole': [
    {
      Action: [
        'kafka:DescribeCluster', 'kafka:DescribeClusterV2', 'kafka:GetBootstrapBrokers', 'ec2:CreateNetworkInterface',
        'ec2:DescribeNetworkInterfaces', 'ec2:DescribeVpcs', 'ec2:DeleteNetworkInterface', 'ec2:DescribeSubnets',
        'ec2:DescribeSecurityGroups', 'logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents',
      ],
    },
  ],
  'service-role/AWSLambdaSQSQueueExecutionRole': [
    {
      Action: [
        'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'logs:CreateLogGroup', 'logs:CreateLogStream',
        'logs:PutLogEvents',
      ],
    },
  ],
  'service-role/AWSLambdaVPCAccessExecutionRole': [
    {
      Action: [
        'logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 'ec2:CreateNetworkInterface',
        'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets', 'ec2:DeleteNetworkInterface', 'ec2:AssignPrivateIpAddresses',
        'ec2:UnassignPrivateIpAddresses',
      ],
    },
  ],
  'service-role/AmazonAPIGatewayPushToCloudWatchLogs': [
    {
      Action: [
        'logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams', 'logs:PutLogEvents',
        'logs:GetLogEvents', 'logs:FilterLogEvents',
      ],
    },
  ],
  'service-role/AmazonECSTaskExecutionRolePolicy': [
    {
      Action: [
        'ecr:GetAuthorizationToken', 'ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage',
        'logs:CreateLogStream', 'logs:PutLogEvents',
      ],
    },
  ],
};
