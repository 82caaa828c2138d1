import { PolicyDocument } from './policy-document';

const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const INSIGHTS_LOGS = 'arn:aws:logs:*:*:log-group:/aws/lambda-insights:*';

/**
 * The AWS managed policies that functions commonly have, by their names. A statement without a resource is on `*`.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-executionrole-update.html
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const CONTENTS: Readonly<Record<string, readonly { readonly actions: readonly string[]; readonly resource?: string }[]>> = {
  'service-role/AWSLambdaBasicExecutionRole': [{ actions: LOGS }],
  'service-role/AWSLambdaBasicDurableExecutionRolePolicy': [
    { actions: [...LOGS, 'lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState'] },
  ],
  'service-role/AWSLambdaDynamoDBExecutionRole': [
    {
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams', ...LOGS],
    },
  ],
  'service-role/AWSLambdaSQSQueueExecutionRole': [
    { actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', ...LOGS] },
  ],
  'service-role/AWSLambdaVPCAccessExecutionRole': [
    {
      actions: [
        ...LOGS, 'ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets', 'ec2:DeleteNetworkInterface',
        'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses',
      ],
    },
  ],
  'AWSXRayDaemonWriteAccess': [
    {
      actions: [
        'xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets',
        'xray:GetSamplingStatisticSummaries',
      ],
    },
  ],
  'CloudWatchLambdaInsightsExecutionRolePolicy': [
    { actions: ['logs:CreateLogGroup'] },
    { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resource: INSIGHTS_LOGS },
  ],
};

/** The documents of these policies by their ARNs, in all partitions. */
export const AWS_MANAGED_POLICIES: Readonly<Record<string, PolicyDocument>> = Object.fromEntries(
  ['aws', 'aws-cn', 'aws-us-gov'].flatMap((partition) => Object.entries(CONTENTS).map(([name, statements]) => [
    `arn:${partition}:iam::aws:policy/${name}`,
    {
      Version: '2012-10-17',
      Statement: statements.map(({ actions, resource = '*' }) => ({
        Effect: 'Allow', Action: actions, Resource: resource.replace(/^arn:aws:/, `arn:${partition}:`),
      })),
    },
  ])),
);
