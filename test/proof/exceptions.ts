/** Permissions that documentation asks for, and that no client on loopback can show to be needed. */
export interface Exception {
  /** What the names of the stages end in. */
  readonly stages: readonly string[];
  readonly actions: readonly string[];
  readonly why: string;
  readonly see: string;
}

export const EXCEPTIONS: readonly Exception[] = [
  {
    stages: [': CREATE_TABLE', ': CHANGE_TABLE_KEY', ': TABLE_MANAGEMENT', ': RESTORE', ': IMPORT', ': REPLICAS'],
    actions: [
      'kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext',
      'kms:ReEncryptFrom', 'kms:ReEncryptTo',
    ],
    why: 'AWS names them as the minimum for whoever chooses the key of a table; which calls DynamoDB makes, it does not say',
    see: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html',
  },
  {
    stages: [': REPLICAS', ': WITNESS'],
    actions: ['dynamodb:UpdateTable'],
    why: 'on the replicas: AWS asks for it in the Region of the call, which may be any; its examples name all Regions',
    see: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables-security.html',
  },
  {
    stages: [': REPLICAS'],
    actions: ['kms:CreateGrant', 'kms:DescribeKey'],
    why: 'on the key in the Region of the table itself: AWS asks for them in all Regions that have a replica',
    see: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-globaltable.html',
  },
  {
    stages: [': the records of a stream', ': Consumer'],
    actions: ['dynamodb:ListStreams'],
    why: 'AWS names it for event source mappings; that Lambda calls it can not be seen from outside',
    see: 'https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html',
  },
  {
    stages: [': a function that succeeds, is repeated, and fails'],
    actions: ['dynamodb:GetItem'],
    why: 'Powertools asks for it, to read a record that a failed condition doesn\'t return; here it is always returned',
    see: 'https://docs.powertools.aws.dev/lambda/typescript/latest/features/idempotency/',
  },
  {
    stages: [': a log group that the app does not create'],
    actions: ['logs:CreateLogGroup'],
    why: 'on the form with `:*`: the reference names the one ARN of a log group, denials have named the other',
    see: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html',
  },
];

/** What excuses a permission that a stage could do without. */
export function exceptionFor(stage: string, action: string): Exception | undefined {
  return EXCEPTIONS.find(({ stages, actions }) => actions.includes(action) && stages.some((name) => stage.endsWith(name)));
}
