/** A kind of problem: its cause, its consequence, and its remedy. */
export interface ProblemKind<Level extends 'error' | 'warning' | 'info' = 'error' | 'warning' | 'info'> {
  readonly level: Level;
  readonly cause: string;
  readonly consequence: string;
  readonly remedy: string;
}

/** An error ends synthesis without a template. */
function error(cause: string, consequence: string, remedy: string): ProblemKind<'error'> {
  return { level: 'error', cause, consequence, remedy };
}

/** A warning leaves the template unchanged. The template may not do what the user expects. */
function warning(cause: string, consequence: string, remedy: string): ProblemKind<'warning'> {
  return { level: 'warning', cause, consequence, remedy };
}

/** An info describes a task outside of the app. */
function info(cause: string, consequence: string, remedy: string): ProblemKind<'info'> {
  return { level: 'info', cause, consequence, remedy };
}

/**
 * Every error, warning and info of the library, by its id. The ids are a contract: warnings are acknowledged by them.
 *
 * `docs/errors.md` has these rows.
 */
export const PROBLEMS = {
  // the form of values
  wrongType: error(
    'A value has another type than the API expects. TypeScript would refuse it.',
    'The library would fail later with an unclear error or write a wrong policy.',
    'Pass a value of the type that the message names.',
  ),
  unknownOption: error(
    'An option has a name that the API does not have.',
    'The option would have no effect. A misspelt `rows` would leave the access without limits.',
    'Correct the name. If you spread the props of another construct, pass the options one by one.',
  ),
  emptyList: error(
    'A list that needs at least one value is empty.',
    'The access would allow nothing or everything.',
    'Add a value or leave the option out.',
  ),
  duplicate: error(
    'A list has a value twice.',
    'The second value is probably a mistake.',
    'Remove it or write the value that you meant.',
  ),
  wildcard: error(
    'A literal value has a wildcard.',
    'The value would match nothing or more than you expect.',
    'Write the value without `*` and `?`.',
  ),
  importedArn: error(
    'A key or a log group is imported by an ARN that none can have. It may be the ARN of a log stream, or end in a slash.',
    'The statements would match no key or log group.',
    'Import the key or log group by its own name or ARN.',
  ),
  tableName: error(
    'A table is imported by a name or ARN that no table can have. It may be the ARN of an index or a stream.',
    'The statements would match no table or several tables.',
    'Import the table by its own name or ARN. Use `TableFamily` for many tables.',
  ),
  tableStream: error(
    'A table is imported with the stream of another table, or with an ARN that is no stream.',
    'The statements would allow reading the other stream.',
    'Import the table with its own stream.',
  ),
  missingOption: error(
    'A feature needs an option that the access does not have.',
    'The feature would have no resource to work on.',
    'Pass the option that the message names.',
  ),
  uselessOption: error(
    'No feature of the access uses an option.',
    'The option would have no effect. You may have forgotten the feature.',
    'Add the feature or leave the option out.',
  ),
  regionName: error(
    'A Region name is malformed.',
    'The statements would name replicas that do not exist.',
    'Correct the name. An example is `eu-west-1`.',
  ),
  accountId: error(
    'An account id does not have 12 digits.',
    'AWS would refuse the policy or nobody could assume the role.',
    'Write the id in quotes with its leading zeros and without dashes.',
  ),

  // features and their indexes
  featureReach: error(
    'A feature has `onTable()`, `onIndexes(...)` or `onAnyIndex()` but no actions there.',
    'The feature would allow nothing there.',
    'Remove the call or use another one.',
  ),
  indexNames: error(
    '`onIndexes(...)` has no names, a repeated name or a malformed name.',
    'The statement would name indexes that do not exist.',
    'Correct the names or write `onAnyIndex()`.',
  ),
  indexNotDeclared: error(
    'A feature names an index that the table does not declare before synthesis ends.',
    'The statement would name an index that does not exist.',
    'Correct the name or add the index to the table.',
  ),
  tableWithoutIndex: error(
    'A feature has actions on indexes only, but the table has no indexes.',
    'The feature would allow nothing.',
    'Add the index to the table or remove the feature.',
  ),
  tableWithoutStream: error(
    'A feature reads the stream, but the table has none.',
    'The feature would allow nothing.',
    'Turn on the stream of the table or import the table with its `tableStreamArn`.',
  ),
  regionWithoutReplica: error(
    'An access or policy is for a Region in which the table declares no replica.',
    'The statement would name a table that does not exist.',
    'Add the replica to the table or remove the Region from `regions`.',
  ),
  customAction: error(
    'An action of a custom feature or an assertion is not the full name of an IAM action.',
    'AWS ignores actions that do not exist. `denies` would pass whatever the policies say.',
    'Write the full name, such as `dynamodb:GetItem`, or use the feature that the message names.',
  ),
  customActionPlace: error(
    'An action of a custom feature is in the list of a resource type that AWS does not authorize it on.',
    'The statement would allow nothing.',
    'Move the action to the list that the message names.',
  ),

  // assertions
  resourceArn: error(
    'The resource of an assertion is not an ARN.',
    'No statement would match it, so `denies` would pass whatever the policies say.',
    'Write an ARN such as `table.tableArn`. Write `*` for actions without a resource.',
  ),
  resourceOfOtherType: error(
    'AWS does not authorize the action of an assertion on the resource.',
    'No request is for both, so `denies` would pass whatever the policies say and `allows` would say nothing about a request.',
    'Name a resource of the type that the message names. Write `*` for actions without a resource.',
  ),

  // rows, attributes and conditions
  rowsOfAll: error(
    'A row value or row prefix is empty, `*` or not text.',
    'The access would allow all rows or none.',
    'Write the partition keys or leave `rows` out.',
  ),
  policyVariable: error(
    'A policy variable is malformed or names a key that requests to DynamoDB do not have.',
    'A condition with such a variable never matches.',
    'Correct the variable. Write `${$}` for a dollar sign.',
  ),
  variableWithoutSeparator: error(
    'No separator follows a policy variable in a row value or row prefix.',
    'Tenant 1 could read the rows of tenant 12.',
    'Add a separator that the value of the variable cannot contain, such as `#`.',
  ),
  rowsOnOpenIndexes: error(
    'A feature with rows is allowed on all indexes of the table.',
    'AWS compares the partition key of the index, which may be another attribute.',
    'Write `onTable()`. Write `onIndexes(...)` for indexes with the same partition key.',
  ),
  attributeNames: error(
    'The attributes have no name, an empty name or a repeated name.',
    'The access would allow nothing.',
    'List each top-level attribute once.',
  ),
  keyAttributeMissing: error(
    'The attributes lack a key attribute of the table or of an index that the access uses.',
    'DynamoDB also compares the key attributes, so it would deny every request.',
    'Add the key attributes.',
  ),
  featureBesideScope: error(
    'The rows, attributes or conditions of an access cannot limit one of its features.',
    'The statement would always match or never match.',
    'Grant the feature in another access without these limits.',
  ),
  conditionOperator: error(
    'A condition has an unknown operator, or an operator that does not suit the number of values of its key.',
    'AWS would refuse the policy or match other requests.',
    'Write the operator that the message names.',
  ),
  conditionKey: error(
    'A condition has a key that requests to DynamoDB do not have.',
    'The statement would always match or never match.',
    'Use another key.',
  ),
  conditionValue: error(
    'A value of a condition has the wrong form for its operator or key.',
    'The condition would never match.',
    'Correct the value.',
  ),
  conditionPeriod: error(
    'A period ends before it starts.',
    'The access would allow nothing.',
    'Swap or correct the dates.',
  ),
  conditionTwice: error(
    'Two conditions of an access have the same operator and key but different values.',
    'A statement can have an operator only once for a key, so one condition would be lost.',
    'List all values in one condition or use another operator for one of them.',
  ),

  // other tables, keys, buckets and streams
  prefix: error(
    'The prefix of an export begins or ends with a slash.',
    'DynamoDB adds a slash to the prefix, so it would write the objects to another path than the policy allows.',
    'Remove the slash here and in the export request.',
  ),
  familyName: error(
    'The prefix of a family of tables is empty or malformed.',
    'The statement would match no table or all tables of the account.',
    'Write the beginning of the table names without wildcards.',
  ),
  familyTooWide: error(
    'A feature on a family of tables would allow more than it says.',
    'The ARN of a family ends in a wildcard that also matches the indexes and streams of its tables.',
    'Grant the feature on single tables or on the tables and all their indexes.',
  ),
  familyInPlaceOfTable: error(
    'A family of tables is used where one table is needed.',
    'Its ARN would also match the backups of its tables, and no single name can be given to a client.',
    'Pass one table or leave the option out.',
  ),
  familyKey: error(
    'A feature chooses the key of new tables in a family with `findTableKeys`.',
    'A new table has no key that could be found.',
    'Pass the key as `tableKey` or leave `findTableKeys` out.',
  ),
  restoreToItself: error(
    '`restoreTo` is the table itself.',
    'DynamoDB restores only to new tables, so every restore would fail.',
    'Import the new table by its name.',
  ),
  keyOfAnotherRegion: error(
    'The key of the table is in a Region that the access does not cover.',
    'DynamoDB only uses keys in the Region of the table, so the permission would have no effect.',
    'Pass the key of that Region. For a multi-Region key, pass its replica there.',
  ),
  encryptionContext: error(
    'An encryption context is empty, or it has an empty text, a wildcard or two keys that differ only in case.',
    'KMS would refuse every request or AWS would refuse the policy.',
    'Write the pairs that the client sends to KMS or leave `encryptionContext` out.',
  ),
  clientEncryptsNothing: error(
    'The profile in `FieldEncryption.forClient` belongs to a library that encrypts no fields.',
    'The role would get permissions on a key that nothing uses.',
    'Use `FieldEncryption.envelope` or `FieldEncryption.direct` if your own code encrypts fields.',
  ),

  // who gets the access
  granteeWithoutRole: error(
    'The app does not know the role of a function or grantee.',
    'The library could not attach a policy.',
    'Import the function with its role: `Function.fromFunctionAttributes`.',
  ),
  granteeTakesNoPolicy: error(
    'The grantee is a principal that accepts no identity policies, such as a service or an account, or a `Policy` or `ManagedPolicy` that is attached to nothing.',
    'The access would grant nothing.',
    'Give the access to the role that this principal assumes, or attach the policy to a role.',
  ),
  roleWithoutName: error(
    'The ARN of a role or user is needed as text, and CloudFormation chooses its name.',
    'Another account or stack could not be told the ARN before deployment.',
    'Give it a `roleName` or `userName`.',
  ),
  idTaken: error(
    'A construct has the id of a policy that the library writes.',
    'One would replace the other.',
    'Rename the construct. Check that the app loads only one copy of cdk-dynamo-access.',
  ),
  environmentVariableWithoutFunction: error(
    'An access sets an environment variable on a function that this app does not declare.',
    'The function would not get the variable.',
    'Leave `environmentVariable` out.',
  ),
  environmentVariableTaken: error(
    'The environment variable already has another value.',
    'The function could not find one of the two tables.',
    'Choose another name for the variable.',
  ),
  externalId: error(
    'An external id is malformed.',
    'Nobody could assume the role.',
    'Write 2 to 1,224 letters, digits and `_ + = , . @ : / -`.',
  ),
  organizationId: error(
    'An organization id is malformed.',
    'Nobody could assume the role.',
    'Copy the id from AWS Organizations: `o-` and 10 to 32 lowercase letters or digits.',
  ),
  sourceCondition: error(
    'A service does not document a source account or ARN for the roles that it assumes, or never sends this ARN.',
    'The service could never assume the role.',
    'Leave the condition out or write the form that the message shows.',
  ),

  malformedName: error(
    'A role name, path, description or environment variable name is malformed.',
    'AWS would refuse the role or the function.',
    'Write the value in the form that the message names.',
  ),

  // denials
  narrowedDenial: error(
    'A denial has rows, attributes or conditions, or it is on a family of tables by tag.',
    'Requests that do not match them would not be denied.',
    'Deny the whole table and limit the access instead.',
  ),
  denialOfNothing: error(
    'A denial has no actions of DynamoDB.',
    'The denial would deny nothing.',
    'Name features with actions of DynamoDB.',
  ),
  denialWithoutEffect: error(
    'This app cannot change the permissions of the grantee of a denial.',
    'The denial would deny nothing.',
    'Deny the actions where the role is defined.',
  ),
  featureDenied: error(
    'A denial for the same role covers all actions of a feature.',
    'The feature would allow nothing.',
    'Remove the feature or the denial.',
  ),

  // synthesis
  accessTooLate: error(
    'An access is declared after the policies were written.',
    'The access would be in no policy. Or the function would run without the managed policies that the access keeps.',
    'Declare the access before synthesis and outside of aspects.',
  ),
  otherRole: error(
    'An override, an aspect or a condition gives a function another role than the role with the access.',
    'The function would not have the access.',
    'Pass the role to the function where it is declared.',
  ),
  functionChangedTooLate: error(
    'An aspect changes the log group of a function, or the policies of its role, after the library wrote its policies.',
    'The function could not write its logs, or would be denied what the aspect allows.',
    'Change them where the function is declared, or in a loop over `app.node.findAll()` before synthesis, not in an aspect.',
  ),
  tableChangedTooLate: error(
    'An aspect changes the indexes, stream, key or Region of a table after the policies were written.',
    'The policies would describe the old state of the table.',
    'Change the table where it is declared.',
  ),
  policyCharacters: error(
    'A value has characters that IAM does not allow in policies.',
    'AWS would refuse the policy.',
    'Use characters from U+0020 to U+00FF.',
  ),
  statementTooLarge: error(
    'A statement does not fit into a managed policy, even with a single resource.',
    'AWS would refuse the policy.',
    'Write fewer values. Use prefixes or policy variables for rows and VPCs for VPC endpoints.',
  ),

  // table policies
  importedTable: error(
    'A `TableAccessPolicy` is for a table that the app imports.',
    'This app cannot change the resource policy of the table.',
    'Declare the policy in the app that declares the table.',
  ),
  otherStage: error(
    'A `TableAccessPolicy` is in another `Stage` than its table.',
    'CDK may write the template of the table before it knows the policy.',
    'Declare the policy in the `Stage` of the table.',
  ),
  principal: error(
    'DynamoDB does not accept a principal in a resource policy. Groups, services, wildcards and principals with conditions are examples.',
    'AWS would refuse the policy or it would allow everybody.',
    'Name accounts, or roles and users of other accounts.',
  ),
  principalOfOwnAccount: error(
    'A principal of a `TableAccessPolicy` belongs to the account of the table.',
    'An identity policy is enough within an account, so the statement would only broaden the access.',
    'Use `TableAccessGrants` for this principal.',
  ),
  unknownEnvironment: error(
    'A policy must name a resource of a stack without a known account or Region.',
    'Each stack would write its own account or Region instead of the other one.',
    'Give the stacks an `env` or write `new ArnPrincipal(roleArn)`.',
  ),
  unsupportedAcrossAccounts: error(
    'A `TableAccessPolicy` has a feature that AWS does not support across accounts.',
    'AWS would deny the requests whatever the policies say.',
    'Remove the feature. Or let the other account assume a role of this account: `RoleTrust.ofAccount`.',
  ),
  tableWithoutName: error(
    'CloudFormation chooses the name of a table that its own policy or another stack must name.',
    'A policy cannot refer to its own table. A stack cannot refer to a stack of another account.',
    'Set the name of the table.',
  ),
  keyWithoutName: error(
    'Another account cannot name the key of the table.',
    'The role of the other account could not use the key.',
    'Create an alias in the stack of the table and pass it as `tableKey`.',
  ),
  indexesElsewhere: error(
    'A feature of a table policy uses all indexes of a replica, but another stack declares the indexes.',
    'The policy would allow none of them.',
    'Write `onTable()` or `onIndexes(...)`.',
  ),
  stackOrder: error(
    'The stack of a principal is deployed after the stack with the policy that names it.',
    'AWS refuses a policy that names a role which does not exist yet.',
    'Put the roles in a separate stack or name the account.',
  ),
  awsManagedKey: error(
    'A table for other accounts is encrypted under the key `aws/dynamodb`.',
    'Other accounts cannot use this key, so AWS would deny all their requests.',
    'Use a customer managed key or the key that AWS owns.',
  ),
  policyOverridden: error(
    'An override (`addPropertyOverride`) replaces a resource policy or key policy that the library extends.',
    'The statements of the library would be lost.',
    'Write the policy as a property.',
  ),
  unknownPolicy: error(
    'Only CloudFormation knows a policy that a `TableAccessPolicy` extends. Parameters, mappings and transforms are examples.',
    'The library could not add its statements.',
    'Write the policy document in the app. `Fn::If` with several documents also works.',
  ),
  policyReplaced: error(
    'An aspect replaces a resource policy or key policy after the library extended it.',
    'The statements of the library are lost.',
    'Set the policy where the table or key is declared.',
  ),
  policyTooLarge: error(
    'A resource policy or key policy is larger than AWS allows.',
    'AWS would refuse the policy.',
    'Name accounts instead of roles and bundles instead of many features, or shorten the table name.',
  ),

  // warnings
  grantWithoutEffect: warning(
    'This app cannot change the permissions of the grantee. An immutable role is an example.',
    'The access grants nothing.',
    'Pass the role as it is declared or add the permissions where the role is defined.',
  ),
  managedPolicyQuota: warning(
    'The access of a role needs more managed policies than the default quota allows.',
    'The deployment fails in accounts with this quota.',
    'Check the quota, set the context key that the message names or use another role for some tables.',
  ),
  inlinePolicyLimit: warning(
    'The inline policies of a role, user or group are larger than IAM allows, for example because many functions share the role.',
    'The deployment may fail.',
    'Give each function a role of its own, or move statements to managed policies.',
  ),
  conditionalResource: warning(
    'A policy of an access names a table, a key or another resource that the stack creates only under a condition of its template.',
    'CloudFormation refuses the template or does not create the policy if the condition is false.',
    'Remove the condition or declare the access only in apps that create the resource. Acknowledge the warning if the condition is always true.',
  ),
  scopeWithoutEffect: warning(
    'Another access of the same role allows the same requests without the rows, attributes or conditions.',
    'The rows, attributes or conditions have no effect.',
    'Limit the other access or give it to another role.',
  ),
  unknownIndexes: warning(
    'A feature uses all indexes of a table, but the app does not know their names. CDK does not keep the index names of imported tables.',
    'The feature is allowed on no index or only on some.',
    'Write `onIndexes(...)`. Write `onTable()` if the function uses no index.',
  ),
  unknownTableKey: warning(
    'A feature reads or writes items of a table with an unknown key. Imported tables are an example.',
    'DynamoDB denies every request for items if the key is a customer managed key.',
    'Pass the key as `tableKey`. Acknowledge the warning if AWS owns or manages the key.',
  ),
  unknownKeyAttributes: warning(
    'An access has attributes, but only CloudFormation knows the key attributes of the table.',
    'DynamoDB denies requests if the attributes lack a key attribute.',
    'Check the attributes. Then acknowledge the warning.',
  ),
  unknownBucketKey: warning(
    'A feature exports to a bucket or imports from it, but only CloudFormation knows the encryption of the bucket.',
    'The export or import fails if the objects are encrypted under a customer managed key.',
    'Pass the key as `encryptionKey` next to the bucket. Acknowledge the warning if there is no such key.',
  ),
  unknownReplicas: warning(
    'A denial is on a table, but only CloudFormation knows its replicas.',
    'The denial does not cover the Regions of these replicas.',
    'Add the Regions to `regions`. Then acknowledge the warning.',
  ),
  unknownKeyUse: warning(
    'A custom feature has unknown actions, and the table has a customer managed key.',
    'The actions fail without `kms:Decrypt` if they read or write items.',
    'Set `usesTableKey`.',
  ),
  familyTags: warning(
    'A role may change the tags of all tables of a family. It may also change the tags of their streams.',
    'The role decides about every permission that depends on these tags.',
    'Grant the feature on single tables. Or acknowledge the warning if no permission depends on the tags.',
  ),
  widensItself: warning(
    'A role may change the resource policy of a table or the tags that its own access depends on.',
    'The role can give itself any access to the table.',
    'Remove the feature or give it to another role.',
  ),
  tagBasedAccess: warning(
    'An access depends on the tags of tables.',
    'Tables count as untagged where attribute-based access control is not enabled for DynamoDB.',
    'Check the output of `aws dynamodb get-abac-status`. Then acknowledge the warning.',
  ),
  rowsWithoutSeparator: warning(
    'A row prefix ends in a letter or digit.',
    'The prefix `TENANT1` also matches the rows of `TENANT12`.',
    'Write the prefix with its separator.',
  ),
  familyWithoutSeparator: warning(
    'The prefix of a family of tables does not end in a separator.',
    'The prefix `demo-dev` also matches the tables of `demo-dev2`.',
    'Write the prefix with its separator.',
  ),
  accessEnded: warning(
    'The period of an access is over.',
    'The access allows nothing.',
    'Remove the access or choose a later end.',
  ),
  otherTableKey: warning(
    '`tableKey` of an access is another key than the table declares.',
    'The role may use that key but not the key of the table, so DynamoDB denies its requests.',
    'Leave `tableKey` out. It is for imported tables and for features that choose a key.',
  ),
  exportWithoutRecovery: warning(
    'A feature exports a table without point-in-time recovery.',
    'Every export fails.',
    'Turn on point-in-time recovery.',
  ),
  vpcWithoutAccess: warning(
    'A function runs in a VPC, but its role cannot create network interfaces.',
    'Lambda cannot create the function.',
    'Set `vpcAccess: true`.',
  ),
  otherLogGroup: warning(
    'A function runs with a role but logs to a log group that the role may not write to.',
    'The function has no logs.',
    'Pass `logGroup` of the `DynamoAccessRole` to the function. The group must be in the Region and account of the function.',
  ),
  logKeyPolicy: warning(
    'The key of the log group is imported, so this app cannot change its policy.',
    'CloudFormation cannot create the log group until the key policy allows CloudWatch Logs to use the key.',
    'Add the statement where the key is defined.',
  ),
  sharedRoleKeepsManagedPolicies: warning(
    'Another function or service also uses the role.',
    'The role keeps an AWS managed policy that allows writing to every log group.',
    'Give each function its own role or set `keepManagedPolicies: true`.',
  ),
  conditionalManagedPolicy: warning(
    'An override or a condition attaches a managed policy that allows writing to every log group.',
    'The role keeps the managed policy in at least one branch of the template.',
    'Remove the managed policy where it is attached or set `keepManagedPolicies: true`.',
  ),
  unknownLogGroup: warning(
    'Only CloudFormation knows the logging configuration of a function. Mappings and transforms are examples.',
    'The role keeps its managed policy or cannot write the logs.',
    'Name the log group by text, a reference or `Fn::If`. Or set `keepManagedPolicies: true`.',
  ),
  edgeRoleKeepsManagedPolicies: warning(
    'The function runs at the edge and logs in many Regions.',
    'The role keeps an AWS managed policy that allows writing to every log group.',
    'Acknowledge the warning or set `keepManagedPolicies: true`.',
  ),
  durableRoleKeepsManagedPolicies: warning(
    'The function needs an AWS managed policy to save the state of its durable executions.',
    'The role keeps the managed policy, which also allows writing to every log group.',
    'Acknowledge the warning or set `keepManagedPolicies: true`.',
  ),
  givenRoleKeepsManagedPolicies: warning(
    'The role was passed to the function, so other resources may need its policies.',
    'The role keeps an AWS managed policy that allows writing to every log group.',
    'Remove the managed policy from the role or set `keepManagedPolicies: true`.',
  ),
  tableOfAnotherAccount: warning(
    'The table belongs to another account than the grantee, and the app has no `TableAccessPolicy` for it.',
    'AWS denies the access until the owner of the table allows it too.',
    'Write a `TableAccessPolicy` in the app of the table or add the policies of the message by hand.',
  ),
  notAcrossAccounts: warning(
    'A feature on a table of another account has actions that AWS does not support across accounts.',
    'AWS denies these actions.',
    'Remove the feature or assume a role of the other account.',
  ),
  tableKeyPolicy: warning(
    'The key of a shared table is imported, so this app cannot change its policy.',
    'The other accounts cannot use the table until the key policy allows it.',
    'Add the statement of the message where the key is defined.',
  ),
  keyPolicy: warning(
    'The policy of a key does not allow the grantee to use the key, or denies it.',
    'KMS denies the requests whatever the identity policies say.',
    'Add the statement of the message to the policy of the key, or remove the denial.',
  ),
  permissionsBoundary: warning(
    'The permissions boundary of a role does not allow all actions of its features.',
    'AWS denies these requests.',
    'Allow the actions in the boundary or remove the features.',
  ),
  deniedElsewhere: warning(
    'Another policy of the grantee denies actions of the features.',
    'AWS denies these requests, because a denial is stronger than any permission.',
    'Narrow or remove the denial, or remove the features.',
  ),
  replicaNotCovered: warning(
    'The table has a replica in the Region of the grantee, but the access does not cover it.',
    'Clients use the table in their own Region, where AWS denies their requests.',
    'Add the Region to `regions`.',
  ),
  tracingWithoutAccess: warning(
    'A function has active tracing, but its role cannot send traces.',
    'The traces are lost.',
    'Set `tracing: true` or add the managed policy `AWSXRayDaemonWriteAccess` to the role.',
  ),
  durableWithoutAccess: warning(
    'A function with durable executions runs with a role that cannot save their state.',
    'No execution gets beyond its first step.',
    'Add the managed policy `AWSLambdaBasicDurableExecutionRolePolicy` to the role.',
  ),
  misspeltAction: warning(
    'A custom feature has an unknown action whose name is close to a known action.',
    'IAM accepts any name. An action that does not exist allows nothing.',
    'Write the name in the message unless AWS has the action now.',
  ),
  unencryptedWrites: warning(
    'An access writes items but may only decrypt with its field key.',
    'Some clients write plain text if they get no key.',
    'Use another `EncryptionMode` or remove the feature.',
  ),
  variableWithoutValue: warning(
    'The sessions of the role have no value for a policy variable of the rows, attributes or conditions. The tag of a role without that tag is an example.',
    'A condition with a variable that has no value is never met, so the access allows nothing.',
    'Use another variable or a literal value, or acknowledge the warning if the value comes from outside of the app.',
  ),
  widerElsewhere: warning(
    'Another policy of the same role, or the policy of the table, allows more actions on the table than the features of the access.',
    'The role has more permissions than the access says.',
    'Remove the other policy and list the features that the function needs.',
  ),
  sharedRole: warning(
    'Several functions share a role, and one of them has a `LambdaTableAccess`.',
    'Each function has the access of all.',
    'Give each function its own role.',
  ),
  logsLeftAlone: info(
    '`OwnLogGroup` cannot change the permissions of a function.',
    'The function keeps the permissions on logs that it has.',
    'Follow the message if the function should write to its own log group only.',
  ),
  identitySide: info(
    'A table is shared with principals that the app does not declare.',
    'They cannot use the table until an identity policy in their own account allows it.',
    'Give the policy in the message to the administrator of that account.',
  ),
} satisfies Record<string, ProblemKind>;

/** The ids of one level. */
type IdsOf<Level> = {
  [Id in keyof typeof PROBLEMS]: (typeof PROBLEMS)[Id]['level'] extends Level ? Id : never;
}[keyof typeof PROBLEMS];

export type ProblemId = keyof typeof PROBLEMS;
export type ErrorId = IdsOf<'error'>;
export type WarningId = IdsOf<'warning'>;
export type InfoId = IdsOf<'info'>;
