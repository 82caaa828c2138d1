/**
 * The actions that the resource policy of a table or stream can allow to other accounts. AWS documents no cross-account support for
 * any other action. The item actions authorize `TransactGetItems` and `TransactWriteItems`.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html
 */
export const CROSS_ACCOUNT_ACTIONS: ReadonlySet<string> = new Set([
  // Items
  'dynamodb:BatchGetItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:DeleteItem',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:Scan',
  'dynamodb:UpdateItem',

  // Tables
  'dynamodb:DeleteTable',
  'dynamodb:DescribeTable',
  'dynamodb:ListTagsOfResource',
  'dynamodb:TagResource',
  'dynamodb:UntagResource',
  'dynamodb:UpdateTable',

  // Streams
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
]);
