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

/** A warning leaves the template as it is, though it may not do what the user expects. */
function warning(cause: string, consequence: string, remedy: string): ProblemKind<'warning'> {
  return { level: 'warning', cause, consequence, remedy };
}

/** An info names something to do outside of the app. */
function info(cause: string, consequence: string, remedy: string): ProblemKind<'info'> {
  return { level: 'info', cause, consequence, remedy };
}

/**
 * Every error, warning and info of the library, by its id. The ids are a contract: warnings are acknowledged by them.
 *
 * `docs/errors.md` has these rows.
 */
export const PROBLEMS = {
  // the form of what is passed
  wrongType: error(
    'A value is of another type than the API says, which TypeScript would have refused.',
    'The library would stop somewhere inside, or write a policy from what it took the value for.',
    'Pass what the message expects.',
  ),
  unknownOption: error(
    'An option has a name that the API doesn\'t know.',
    'The option would say nothing: rows that are misspelt would leave the access as wide as without.',
    'Correct the name. To pass on the props of something larger, name the options that are meant one by one.',
  ),
  emptyList: error(
    'A list that must name something is empty.',
    'The access would reach nothing, or everything.',
    'Name at least one, or leave the option out.',
  ),
  duplicate: error(
    'A list has something twice.',
    'One of the two is a mistake: something else was probably meant.',
    'Remove one of them, or write what was meant.',
  ),
  wildcard: error(
    'A value that is taken as it is written has a wildcard in it.',
    'The value would match nothing, or more than it says.',
    'Write the value without `*` and `?`.',
  ),
  tableName: error(
    'A table is imported by a name or ARN that no table has: that of an index or a stream, or one with a wildcard.',
    'The statements would name nothing, or more than one table.',
    'Import the table by its own name or ARN; write `TableFamily` for many tables.',
  ),
  missingOption: error(
    'A feature needs an option of the access that isn\'t there.',
    'The feature would have nothing to do its work on.',
    'Pass the option that the message names.',
  ),
  uselessOption: error(
    'An option stands beside no feature that has a use for it.',
    'The option would say nothing, so the feature that it is for was probably forgotten.',
    'Add the feature, or leave the option out.',
  ),
  regionName: error(
    'A Region isn\'t spelled as AWS spells Regions.',
    'The statements would name replicas that don\'t exist.',
    'Correct the name, as in `eu-west-1`.',
  ),
  accountId: error(
    'An account id isn\'t 12 digits.',
    'AWS would refuse the policy, or nobody could assume the role.',
    'Write the id as text, with its leading zeros and without dashes.',
  ),

  // features, and the indexes that they reach
  featureReach: error(
    '`onTable()`, `onIndexes(...)` or `onAnyIndex()` of a feature that has no actions there.',
    'The feature would allow nothing there.',
    'Write the feature without the call, or with another.',
  ),
  indexNames: error(
    '`onIndexes(...)` without names, with a name twice, or with one that no index can have.',
    'The statement would name indexes that don\'t exist.',
    'Name the indexes, or write `onAnyIndex()`.',
  ),
  indexNotDeclared: error(
    'A feature names an index that the table doesn\'t declare by the time of synthesis.',
    'The statement would name an index that doesn\'t exist.',
    'Correct the name, or add the index to the table.',
  ),
  tableWithoutIndex: error(
    'A feature with actions on indexes alone, on a table without indexes.',
    'The feature would allow nothing.',
    'Add the index to the table, or remove the feature.',
  ),
  tableWithoutStream: error(
    'A feature that reads the stream, on a table without one.',
    'The feature would allow nothing.',
    'Turn the stream of the table on, or import the table with its `tableStreamArn`.',
  ),
  regionWithoutReplica: error(
    'An access or a policy is for a Region in which the table declares no replica.',
    'The statement would name a table that doesn\'t exist.',
    'Add the replica to the table, or remove the Region from `regions`.',
  ),
  customAction: error(
    'An action of a custom feature or of an assertion isn\'t one that IAM has, written in full.',
    'AWS ignores statements on actions that don\'t exist, and `denies` would hold of them whatever the policies say.',
    'Write the action as AWS does, as in `dynamodb:GetItem`, or use the feature that the message names.',
  ),
  customActionPlace: error(
    'An action of a custom feature stands in the list of a resource that AWS doesn\'t authorize it on.',
    'The statement would allow nothing.',
    'Move the action to the list that the message names.',
  ),

  // assertions
  resourceArn: error(
    'The resource that an assertion asks for is no ARN.',
    'No statement would match it, so `denies` would hold whatever the policies say.',
    'Write an ARN, such as `table.tableArn`, or `*` for actions that have no resource.',
  ),

  // rows, attributes and conditions
  rowsOfAll: error(
    'A row value or prefix is empty, no text, or `*`.',
    'The access would reach all rows, or none.',
    'Name the partition key that the access is for, or leave `rows` out.',
  ),
  policyVariable: error(
    'A policy variable isn\'t closed, or is none that requests to DynamoDB carry.',
    'A condition with a variable that has no value never matches.',
    'Correct the variable; write `${$}` for a dollar sign.',
  ),
  variableWithoutSeparator: error(
    'What follows a policy variable in a row value or prefix isn\'t separated from the variable\'s value.',
    'The tenant 1 would reach the rows of the tenant 12.',
    'Write a separator that the value of the variable can\'t hold, such as `#`.',
  ),
  rowsOnOpenIndexes: error(
    'A feature reaches all indexes of the table, beside rows.',
    'On an index, AWS compares the index\'s own partition key, which these values may not be of.',
    'Write `onTable()`, or `onIndexes(...)` for indexes whose partition key the values are.',
  ),
  attributeNames: error(
    'Attributes without names, with an empty name, or with a name twice.',
    'The access would reach nothing.',
    'List the top-level attributes, each once.',
  ),
  keyAttributeMissing: error(
    'A key attribute of the table, or of an index that the access reaches, isn\'t among the attributes.',
    'DynamoDB compares the key attributes as well, so it would refuse every request.',
    'Add the key attributes.',
  ),
  featureBesideScope: error(
    'The requests of a feature don\'t carry what the rows, attributes or conditions of the access compare.',
    'The statement would never match, or always.',
    'Give the feature in an access of its own, without that scope.',
  ),
  conditionOperator: error(
    'A condition has an operator that IAM doesn\'t know, or one that doesn\'t go with how many values the key has.',
    'AWS would refuse the policy, or match what isn\'t meant.',
    'Write the operator that the message names.',
  ),
  conditionKey: error(
    'A condition is on a key that requests to DynamoDB don\'t carry.',
    'The statement would never match, or always.',
    'Name another key.',
  ),
  conditionValue: error(
    'A value of a condition doesn\'t have the form that its operator or key compares.',
    'The condition would never be met.',
    'Correct the value.',
  ),
  conditionPeriod: error(
    'A period ends before it begins.',
    'The access would never be allowed.',
    'Exchange or correct the dates.',
  ),
  conditionTwice: error(
    'Two conditions of an access have the same operator and key, and different values.',
    'A policy can hold an operator but once for a key, so one of them would be lost.',
    'Name all values in one condition, or use another operator for one.',
  ),

  // other tables, keys, buckets and streams
  prefix: error(
    'The prefix of an export begins or ends with a slash.',
    'DynamoDB puts a slash behind the prefix, so the objects would be written elsewhere than allowed.',
    'Remove the slash, here and in the request for the export.',
  ),
  familyName: error(
    'A family of tables has a prefix that no table name begins with, or an empty one.',
    'The statement would match no table, or every table of the account.',
    'Write what the names of the tables begin with, without wildcards.',
  ),
  familyTooWide: error(
    'A feature would reach more of a family of tables than it says.',
    'The ARN of a family ends in a wildcard, which matches the indexes and streams of its tables as well.',
    'Give the feature on single tables, or for the tables and all of their indexes.',
  ),
  familyInPlaceOfTable: error(
    'A family of tables stands where one table is meant.',
    'Its ARN would reach the backups of its tables as well, and it has no name that a client could be given.',
    'Name one table, or leave the option out.',
  ),
  familyKey: error(
    'A feature chooses the key of tables whose keys are to be found.',
    'A table that is yet to be created has no key that could be found.',
    'Pass the key as `tableKey`, or leave `findTableKeys` out.',
  ),
  restoreToItself: error(
    'The table that backups are restored to is the table itself.',
    'DynamoDB restores to tables alone that don\'t exist yet, so every restore would fail.',
    'Import the restored table by its name.',
  ),
  keyOfAnotherRegion: error(
    'The key of the table is of a Region that the access doesn\'t cover.',
    'DynamoDB uses keys of the table\'s own Region alone, so the permission would allow nothing.',
    'Name the key of that Region, or of a multi-Region key its replica there.',
  ),
  encryptionContext: error(
    'An encryption context is empty, or has a key or value that is empty, no text, or has a wildcard, or two keys that differ in case alone.',
    'KMS would refuse every request, or AWS the policy.',
    'Name the pairs that the client sends to KMS, or leave `encryptionContext` out.',
  ),
  clientEncryptsNothing: error(
    '`FieldEncryption.forClient` is given the profile of a library that encrypts no fields.',
    'The role would get permissions on a key that nothing uses.',
    'Use `FieldEncryption.envelope` or `direct`, whichever the function does.',
  ),

  // who gets the access
  granteeWithoutRole: error(
    'The function or grantee has no role that the app knows.',
    'There would be nothing to write the policy for.',
    'Import it with its role, as `Function.fromFunctionAttributes` does.',
  ),
  granteeTakesNoPolicy: error(
    'The grantee is a principal that takes no identity policies, such as a service or an account.',
    'The access would grant nothing.',
    'Give the access to the role that this principal assumes.',
  ),
  roleWithoutName: error(
    'The ARN of a role is asked for as text, and CloudFormation chooses the name of the role.',
    'Another account could not be told the ARN before deployment.',
    'Give the role a `roleName`.',
  ),
  idTaken: error(
    'A construct has the id of a policy that the library writes.',
    'The one would replace the other.',
    'Rename the construct, or see that the app loads one copy of cdk-dynamo-access.',
  ),
  environmentVariableWithoutFunction: error(
    'An environment variable is asked for on a function that this app doesn\'t declare.',
    'The function would not get the variable.',
    'Leave `environmentVariable` out.',
  ),
  environmentVariableTaken: error(
    'The environment variable has another value already.',
    'One of the two tables would not be found by the function.',
    'Name another variable.',
  ),
  externalId: error(
    'An external id is too short, too long, or has characters that AWS doesn\'t allow.',
    'Nobody could assume the role.',
    'Write 2 to 1,224 letters, digits, and `_ + = , . @ : / -`.',
  ),
  organizationId: error(
    'The id of an organization doesn\'t have the form that AWS gives them.',
    'Nobody could assume the role.',
    'Look the id up in AWS Organizations: `o-` and 10 to 32 lower-case letters or digits.',
  ),
  sourceCondition: error(
    'A service is trusted under a source account or ARN that it doesn\'t document, or an ARN that it never sends.',
    'The service could never assume the role.',
    'Leave the condition out, or write the form that the message shows.',
  ),

  malformedName: error(
    'The name, path or description of a role, or the name of an environment variable, isn\'t one that AWS takes.',
    'AWS would refuse the role or the function.',
    'Write it as the message expects.',
  ),

  // denials
  narrowedDenial: error(
    'A denial stands beside rows, attributes or conditions, or on a family of tables by tag.',
    'What doesn\'t meet them would not be denied.',
    'Deny the whole table, and narrow what is allowed instead.',
  ),
  denialOfNothing: error(
    'A denial has no actions of DynamoDB.',
    'The denial would deny nothing.',
    'Name features with actions of DynamoDB.',
  ),
  denialWithoutEffect: error(
    'The permissions of the grantee of a denial can\'t be changed by this app.',
    'The denial would deny nothing.',
    'Deny it where the role is defined.',
  ),
  featureDenied: error(
    'All that a feature allows is denied the same role.',
    'The feature would allow nothing.',
    'Remove the feature, or the denial.',
  ),

  // synthesis
  accessTooLate: error(
    'An access is declared when the policies were written already.',
    'The access would stand in no policy.',
    'Declare it before synthesis, outside of aspects.',
  ),
  otherRole: error(
    'A function runs with another role than the one that its access is given to, by an override, an aspect or a condition.',
    'The function would have none of the access.',
    'Pass the role to the function where it is declared.',
  ),
  functionChangedTooLate: error(
    'An aspect changes the log group of a function, or the managed policies of its role, after its policies were written.',
    'The function could not write its logs.',
    'Change them where the function is declared, or in a loop over `app.node.findAll()` before synthesis, not in an aspect.',
  ),
  tableChangedTooLate: error(
    'An aspect changes the indexes, stream, key or Region of a table after the policies were written.',
    'The policies would be those of the table as it was.',
    'Make the change where the table is declared.',
  ),
  policyCharacters: error(
    'A value of an access has characters that IAM takes in no policy.',
    'AWS would refuse the policy.',
    'Write values of the characters U+0020 to U+00FF.',
  ),
  statementTooLarge: error(
    'A statement doesn\'t fit into a managed policy, not even with a single resource.',
    'AWS would refuse the policy.',
    'Name fewer values: rows by prefixes or policy variables, networks by their VPC.',
  ),

  // table policies
  importedTable: error(
    'A `TableAccessPolicy` is for a table that the app imports.',
    'The app can\'t change the resource policy of the table.',
    'Declare the policy where the table is declared.',
  ),
  otherStage: error(
    'A `TableAccessPolicy` is in another `Stage` than its table.',
    'The template of the table may be written before the policy is known.',
    'Declare the policy in the `Stage` of the table.',
  ),
  principal: error(
    'A principal is none that AWS takes in a resource policy of DynamoDB: a group, a composite, a service, everybody, a '
    + 'wildcard, or a principal with conditions.',
    'AWS would refuse the policy, or it would allow everybody.',
    'Name accounts, or roles and users of other accounts.',
  ),
  principalOfOwnAccount: error(
    'A principal of a `TableAccessPolicy` is of the table\'s own account.',
    'Within an account, the identity policy is enough, so the statement would only widen the access.',
    'Grant it by `TableAccessGrants`.',
  ),
  unknownEnvironment: error(
    'A policy has to name something of a stack whose account or Region isn\'t known before deployment.',
    'Each stack would write its own account or Region in the place of the other\'s.',
    'Give the stacks an `env`, or name the principal by `ArnPrincipal`.',
  ),
  unsupportedAcrossAccounts: error(
    'A `TableAccessPolicy` has a feature that AWS doesn\'t support across accounts.',
    'AWS would refuse the requests, whatever the policies say.',
    'Remove the feature, or let the other account assume a role of this one: `RoleTrust.ofAccount`.',
  ),
  tableWithoutName: error(
    'A table whose name CloudFormation chooses has to be named from another stack or in its own policy.',
    'A policy can\'t refer to its own table, nor a stack to one of another account.',
    'Give the table a name.',
  ),
  keyWithoutName: error(
    'The key of the table can\'t be named from another account as it was passed.',
    'The role of the other account could not use the key.',
    'Make an alias in the stack of the table, and pass it as `tableKey`.',
  ),
  indexesElsewhere: error(
    'A feature of a table policy reaches all indexes of a replica whose indexes another stack declares.',
    'The policy would reach none of them.',
    'Write `onTable()`, or `onIndexes(...)`.',
  ),
  stackOrder: error(
    'The stack of a principal is deployed after the stack of the policy that names it.',
    'AWS refuses a policy that names a role which isn\'t there yet.',
    'Put the roles in a stack of their own, or name the account.',
  ),
  awsManagedKey: error(
    'A table that other accounts are to use is encrypted under the key `aws/dynamodb`.',
    'Other accounts can\'t use that key, so every request of theirs would be refused.',
    'Use a customer managed key, or the key that AWS owns.',
  ),
  policyOverridden: error(
    'An override (`addPropertyOverride`) replaces the resource policy or key policy that the library adds to.',
    'What the library adds would be lost.',
    'Set the policy by the property.',
  ),
  unknownPolicy: error(
    'A policy that a `TableAccessPolicy` adds to is known to CloudFormation alone: a parameter, a mapping or a transform.',
    'The statements could stand beside none of it.',
    'Write the policy document in the app. `Fn::If` of several documents is fine.',
  ),
  policyReplaced: error(
    'An aspect replaces a resource policy or key policy after the library added to it.',
    'What the library adds is lost.',
    'Set the policy where the table or key is declared.',
  ),
  policyTooLarge: error(
    'A resource policy or key policy is larger than AWS allows.',
    'AWS would refuse the policy.',
    'Name accounts in the place of roles, bundles in the place of many features, or give the table a shorter name.',
  ),

  // warnings
  grantWithoutEffect: warning(
    'The permissions of the grantee can\'t be changed by this app: an immutable role, for example.',
    'The access grants nothing.',
    'Give the access to the role itself, or add the permissions where the role is defined.',
  ),
  managedPolicyQuota: warning(
    'The access of a role takes more managed policies than the default quota.',
    'The deployment fails in accounts with that quota.',
    'Check the quota, set the context key that the message names, or give some tables to another role.',
  ),
  inlinePolicyLimit: warning(
    'So many functions share a role that the policies for their logs don\'t fit into its inline policies.',
    'The deployment may fail.',
    'Give each function a role of its own.',
  ),
  scopeWithoutEffect: warning(
    'Another access of the same role allows without rows, attributes or conditions what this one allows with them.',
    'The rows, attributes or conditions have no effect.',
    'Narrow the other access, or give it to another role.',
  ),
  unknownIndexes: warning(
    'A feature reaches all indexes of an imported table, whose index names CDK doesn\'t keep, or of one whose indexes CloudFormation alone knows.',
    'The feature reaches no index, or not all of them.',
    'Write `onIndexes(...)`, or `onTable()` if the function uses none.',
  ),
  unknownTableKey: warning(
    'A feature reads or writes items of a table whose key the app doesn\'t know: an import, or a key that CloudFormation alone knows.',
    'If the table is encrypted under a customer managed key, each request for items is denied.',
    'Pass the key as `tableKey`, or acknowledge the warning if AWS owns or manages the key.',
  ),
  unknownKeyAttributes: warning(
    'An access is limited to attributes of a table whose key attributes CloudFormation alone knows.',
    'Requests are denied where the attributes lack a key attribute.',
    'Check the attributes, then acknowledge the warning.',
  ),
  unknownBucketKey: warning(
    'A feature exports to a bucket or imports from one whose encryption CloudFormation alone knows.',
    'If the objects are encrypted under a customer managed key, the export or import fails.',
    'Pass the key as `encryptionKey` beside the bucket, or acknowledge the warning.',
  ),
  unknownReplicas: warning(
    'A denial on a table whose replicas CloudFormation alone knows.',
    'The denial doesn\'t hold in the Regions of these replicas.',
    'List the Regions as `regions`, then acknowledge the warning.',
  ),
  unknownKeyUse: warning(
    'A custom feature has actions that the library doesn\'t know, on a table with a customer managed key.',
    'If the actions read or write items, they fail without `kms:Decrypt`.',
    'Set `usesTableKey`.',
  ),
  widensItself: warning(
    'A role may change the resource policy of a table, or the tags that its own access depends on.',
    'The role may give itself any access to the table.',
    'Remove the feature, or give it to another role.',
  ),
  tagBasedAccess: warning(
    'An access depends on the tags of tables.',
    'Where attribute-based access control isn\'t enabled for DynamoDB, tables count as untagged.',
    'Check that with `aws dynamodb get-abac-status`.',
  ),
  rowsWithoutSeparator: warning(
    'A row prefix ends in a letter or digit.',
    'The prefix `TENANT1` matches the rows of `TENANT12`, too.',
    'Write the prefix with its separator.',
  ),
  familyWithoutSeparator: warning(
    'The prefix of a family of tables doesn\'t end in a separator.',
    'The prefix `demo-dev` matches the tables of `demo-dev2`, too.',
    'Write the prefix with its separator.',
  ),
  accessEnded: warning(
    'The time that an access is for is over.',
    'The access allows nothing.',
    'Remove the access, or change its end.',
  ),
  otherTableKey: warning(
    'An access names a `tableKey` that isn\'t the key that the table declares.',
    'The role may use that key, and not the one that encrypts the table: DynamoDB denies its requests.',
    'Leave `tableKey` out. It is for tables that the app imports, and for features that choose a key.',
  ),
  exportWithoutRecovery: warning(
    'A feature exports a table whose point-in-time recovery is off.',
    'Every export fails.',
    'Turn point-in-time recovery on.',
  ),
  vpcWithoutAccess: warning(
    'A function in a VPC runs with a role that can\'t make network interfaces.',
    'The function can\'t be created.',
    'Say `vpcAccess: true`.',
  ),
  otherLogGroup: warning(
    'A function runs with a role and logs to another log group than the role may write to.',
    'The function has no logs.',
    'Pass `logGroup` of the `DynamoAccessRole` to the function, a log group of its own Region and account.',
  ),
  logKeyPolicy: warning(
    'The key of the log group is imported, so its policy can\'t be changed by this app.',
    'The log group can\'t be created unless the key policy allows CloudWatch Logs to use the key.',
    'Add the statement where the key is defined.',
  ),
  sharedRoleKeepsManagedPolicies: warning(
    'Another function runs with the role, too.',
    'The role keeps an AWS managed policy that writes to every log group.',
    'Give each function a role of its own, or say `keepManagedPolicies: true`.',
  ),
  conditionalManagedPolicy: warning(
    'A managed policy that writes to every log group is attached to the role of a function by an override or under a condition.',
    'The role keeps the managed policy, at least in some branch of the template.',
    'Remove the managed policy where it is attached, or say `keepManagedPolicies: true`.',
  ),
  unknownLogGroup: warning(
    'The logging configuration of a function is known to CloudFormation alone, as that of a mapping or a transform.',
    'The role keeps its managed policy, or gets no permission to write the logs.',
    'Name the log group by text, a reference or `Fn::If`, or say `keepManagedPolicies: true`.',
  ),
  edgeRoleKeepsManagedPolicies: warning(
    'The function of the role runs at the edge and logs in many Regions.',
    'The role keeps an AWS managed policy that writes to every log group.',
    'Leave it so, if that is meant, or say `keepManagedPolicies: true`.',
  ),
  givenRoleKeepsManagedPolicies: warning(
    'The role was given to the function, so something else may rely on its policies.',
    'The role keeps an AWS managed policy that writes to every log group.',
    'Remove the managed policy from the role, or say `keepManagedPolicies: true`.',
  ),
  tableOfAnotherAccount: warning(
    'The table belongs to another account than the grantee, and the app doesn\'t declare the owner\'s side.',
    'The access is refused until the owner of the table allows it as well.',
    'Add the policy of the message there: `TableAccessPolicy` does, where the table is declared.',
  ),
  notAcrossAccounts: warning(
    'A feature on a table of another account has actions that AWS doesn\'t support across accounts.',
    'These actions are refused.',
    'Remove the feature, or assume a role of the other account.',
  ),
  tableKeyPolicy: warning(
    'The key of a shared table is imported, so its policy can\'t be changed by this app.',
    'The other accounts can\'t use the table until the key policy allows it.',
    'Add the statement of the message where the key is defined.',
  ),
  keyPolicy: warning(
    'The policy of a key neither lets the grantee use the key, nor leaves that to IAM in the grantee\'s account.',
    'KMS refuses what the access needs of the key, whatever identity policies say.',
    'Add the statement of the message to the policy of the key.',
  ),
  permissionsBoundary: warning(
    'The permissions boundary of a role doesn\'t allow what the role is granted.',
    'These requests are refused.',
    'Allow it in the boundary, or remove the features.',
  ),
  replicaNotCovered: warning(
    'The grantee is in a Region where the table has a replica that the access doesn\'t cover.',
    'Clients use the table in the Region that they run in, where they are refused.',
    'Add the Region to `regions`.',
  ),
  tracingWithoutAccess: warning(
    'A function with active tracing runs with a role that can\'t send traces.',
    'The traces are lost.',
    'Say `tracing: true`, or add the managed policy `AWSXRayDaemonWriteAccess` to the role.',
  ),
  misspeltAction: warning(
    'An action of a custom feature is unknown to the library, and almost one that it knows.',
    'IAM takes any name: one that doesn\'t exist allows nothing.',
    'Write the name of the message, unless AWS has the action by now.',
  ),
  unencryptedWrites: warning(
    'An access writes items, and may use its field key to decrypt alone.',
    'Some clients write fields as they are where they get no key to encrypt with.',
    'Use another `EncryptionMode`, or remove the feature.',
  ),
  widerElsewhere: warning(
    'Another policy of the same role allows more on a table of an access than its features say.',
    'The role is not as narrow as the access says.',
    'List what is needed as features, and remove the other policy.',
  ),
  sharedRole: warning(
    'Functions share a role, and one of them has a `LambdaTableAccess`.',
    'Each of them gets the access of all.',
    'Give each function a role of its own.',
  ),
  identitySide: info(
    'A table is shared with principals that the app doesn\'t declare.',
    'They can\'t use the table until an identity policy of their own account allows it.',
    'Hand the policy of the message to whoever manages that account.',
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
