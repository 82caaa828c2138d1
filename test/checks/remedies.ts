import { Stack, Validations } from 'aws-cdk-lib';
import { CfnGlobalTable, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { ManagedPolicy, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BY_CUSTOMER, ORDERS, ORDERS_KEY, ordersTable } from './findings';
import { LambdaTableAccess, OwnLogGroup, RowScope, TableAccessGrants, TableAccessScope, TableFamily, TableFeature } from '../../src';
import { ENV, newFunction, newTable } from '../support/app';

/** A finding, and what somebody writes who follows its remedy. A remedy with an "or" has an entry for each way. */
export interface FollowedRemedy {
  readonly rule: string;
  /** The text of the remedy, or its beginning. A change of the text means another look at what follows from it. */
  readonly remedy: string;
  readonly before: Build;
  readonly after: Build;
  /** The actions that are newly allowed. Only remedies of missing permissions have some. */
  readonly more?: readonly string[];
}

export type Build = (stack: Stack) => void;

const VIA_DYNAMODB = { StringEquals: { 'kms:ViaService': `dynamodb.${ENV.region}.amazonaws.com` } };
const KEY = { Action: 'kms:Decrypt', Resource: ORDERS_KEY, Condition: VIA_DYNAMODB };
const ROWS = { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['A'] } };
const NOT_WITHOUT = { Null: { 'dynamodb:LeadingKeys': 'false' } };
const ATTRIBUTES = { 'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'name'] } };
const NO_INDEX = { globalSecondaryIndexes: undefined };
const WITH_STREAM = { dynamoStream: StreamViewType.NEW_IMAGE, encryption: undefined };

const newRole = (stack: Stack) => new Role(stack, 'Role', { roleName: 'clerk', assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });

/** A role with these statements beside the table Orders, whose key it may use. */
function statements(...written: readonly object[]): Build {
  return (stack) => {
    ordersTable(stack);
    const role = newRole(stack);
    for (const each of [...written, KEY]) role.addToPolicy(PolicyStatement.fromJson({ Effect: 'Allow', ...each }));
  };
}

/** A role with these features on the table Orders. */
function features(list: readonly TableFeature[], scope: TableAccessScope = {}): Build {
  return (stack) => {
    TableAccessGrants.fromTable(ordersTable(stack), { acknowledgeAccountActions: true, ...scope }).features(newRole(stack), ...list);
  };
}

const { BATCH_READ, DESCRIBE_TABLE, QUERY, READ_ITEM, SCAN, STREAM_TRIGGER } = TableFeature;
const ofAll = (action: string) => ({ Action: action, Resource: [ORDERS, `${ORDERS}/index/*`] });
const onKey = (stack: Stack, write: (table: TableV2, key: Key, role: Role) => void) => {
  const table = ordersTable(stack);
  write(table, table.encryptionKey as Key, newRole(stack));
};
const NAMED_ALIAS = `arn:aws:kms:${ENV.region}:${ENV.account}:alias/orders`;
const OWN_GROUP = `arn:aws:logs:${ENV.region}:${ENV.account}:log-group`;

/** The table Orders with a policy of these statements, beside a role. */
function tablePolicy(...written: readonly object[]): Build {
  return (stack) => {
    const statement = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*' };
    const resourcePolicy = PolicyDocument.fromJson({ Statement: written.map((each) => ({ ...statement, ...each })), Version: '2012-10-17' });
    ordersTable(stack, written.length > 0 ? { resourcePolicy } : {});
    newRole(stack);
  };
}

const PARTNER = 'arn:aws:iam::222222222222:role/reader';

export const REMEDIES: readonly FollowedRemedy[] = [
  {
    rule: 'unknown-action',
    remedy: 'remove dynamodb:TransactGetItems, because this allows nothing; to allow the operation, grant TableFeature.TRANSACT_READ',
    before: statements({ Action: ['dynamodb:TransactGetItems', 'dynamodb:GetItem'], Resource: ORDERS }),
    after: statements({ Action: 'dynamodb:GetItem', Resource: ORDERS }),
  },
  {
    rule: 'unknown-action',
    remedy: 'remove the action; for one that AWS has added since, acknowledge this',
    before: statements({ Action: ['dynamodb:GetItems', 'dynamodb:GetItem'], Resource: ORDERS }),
    after: statements({ Action: 'dynamodb:GetItem', Resource: ORDERS }),
  },
  {
    rule: 'account-level-action',
    remedy: 'remove ListTables, because this allows nothing here; to allow it, grant `features: [TableFeature.LIST_TABLES]`',
    before: statements({ Action: ['dynamodb:ListTables', 'dynamodb:GetItem'], Resource: ORDERS }),
    after: statements({ Action: 'dynamodb:GetItem', Resource: ORDERS }),
  },
  {
    rule: 'account-level-action',
    remedy: 'acknowledge this, because reading a stream needs no ListStreams; to list streams, grant `features: [TableFeature.LIST_STREAMS]`',
    before: (stack) => void ordersTable(stack, WITH_STREAM).grantStreamRead(newRole(stack)),
    after: (stack) => {
      const role = newRole(stack);
      ordersTable(stack, WITH_STREAM).grantStreamRead(role);
      Validations.of(role).acknowledge({ id: 'cdk-dynamo-access:account-level-action', reason: 'aws-cdk-lib writes it' });
    },
  },
  {
    rule: 'action-without-effect',
    remedy: 'remove GetRecords, because this allows nothing here; to allow it, grant `features: [TableFeature.STREAM_READ]`',
    before: statements({ Action: ['dynamodb:GetRecords', 'dynamodb:GetItem'], Resource: ORDERS }),
    after: statements({ Action: 'dynamodb:GetItem', Resource: ORDERS }),
  },
  {
    rule: 'action-without-effect',
    remedy: 'remove GetRecords, because this denies nothing here',
    before: statements({ Effect: 'Deny', Action: ['dynamodb:GetRecords', 'dynamodb:GetItem'], Resource: ORDERS }),
    after: statements({ Effect: 'Deny', Action: 'dynamodb:GetItem', Resource: ORDERS }),
  },
  {
    rule: 'action-without-effect',
    remedy: 'acknowledge this, because nothing is missing without GetRecords, GetShardIterator',
    before: (stack) => ordersTable(stack, NO_INDEX).grantReadData(newRole(stack)),
    after: (stack) => {
      const role = newRole(stack);
      ordersTable(stack, NO_INDEX).grantReadData(role);
      Validations.of(role).acknowledge({ id: 'cdk-dynamo-access:action-without-effect', reason: 'aws-cdk-lib writes it' });
    },
  },
  {
    rule: 'pair-without-effect',
    remedy: 'write `features: [TableFeature.DESCRIBE_TABLE, TableFeature.QUERY]`, which allows the same',
    before: statements({ Action: ['dynamodb:DescribeTable', 'dynamodb:Query'], Resource: [ORDERS, BY_CUSTOMER] }),
    after: features([DESCRIBE_TABLE, QUERY]),
  },
  {
    rule: 'pair-without-effect',
    remedy: 'write a statement for each type of resource',
    before: statements({ Action: ['dynamodb:GetItem', 'dynamodb:Query'], Resource: [ORDERS, BY_CUSTOMER], Condition: NOT_WITHOUT }),
    after: statements({ Action: ['dynamodb:GetItem', 'dynamodb:Query'], Resource: ORDERS, Condition: NOT_WITHOUT },
      { Action: 'dynamodb:Query', Resource: BY_CUSTOMER, Condition: NOT_WITHOUT }),
  },
  {
    rule: 'wildcard-action',
    remedy: 'list the features that are used, such as `features: [TableFeature.CRUD]`',
    before: statements(ofAll('dynamodb:*')),
    after: features([TableFeature.CRUD]),
  },
  {
    rule: 'any-index',
    remedy: 'write `features: [TableFeature.QUERY]`, which names the indexes that the table declares',
    before: statements(ofAll('dynamodb:Query')),
    after: features([QUERY]),
  },
  {
    rule: 'any-index',
    remedy: 'name the indexes, as `QUERY` and `SCAN` do with those that the table declares, or `QUERY.onIndexes(...)` with some',
    before: statements({ ...ofAll('dynamodb:Query'), Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } }),
    after: statements({ Action: 'dynamodb:Query', Resource: [ORDERS, BY_CUSTOMER], Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } }),
  },
  {
    rule: 'any-table',
    remedy: 'name the table, or a family of tables: `TableFamily.withPrefix(this, \'Tables\', \'demo-dev_\')`',
    before: statements({ Action: 'dynamodb:GetItem', Resource: `arn:aws:dynamodb:${ENV.region}:${ENV.account}:table/*` }),
    after: features([READ_ITEM]),
  },
  {
    rule: 'any-table',
    remedy: 'name the table, or a family of tables',
    before: statements({ Action: 'dynamodb:GetItem', Resource: `arn:aws:dynamodb:${ENV.region}:${ENV.account}:table/demo-dev*` }),
    after: (stack) => {
      statements()(stack);
      TableAccessGrants.fromTable(TableFamily.withPrefix(stack, 'Tables', 'demo-dev_')).features(stack.node.findChild('Role') as Role, READ_ITEM);
    },
  },
  {
    rule: 'alias-as-resource',
    remedy: 'remove the alias, because this allows nothing; to allow the actions on its key, name the ARN of the key',
    before: statements({ Action: 'kms:Decrypt', Resource: NAMED_ALIAS }),
    after: statements(),
  },
  {
    rule: 'rows-without-null',
    remedy: 'write `rows: RowScope.ofValues(...)`, or add `"Null": { "dynamodb:LeadingKeys": "false" }`',
    before: statements({ Action: 'dynamodb:GetItem', Resource: ORDERS, Condition: ROWS }),
    after: features([READ_ITEM], { rows: RowScope.ofValues('A') }),
  },
  {
    rule: 'rows-without-null',
    remedy: 'write `rows: RowScope.ofValues(...)`, or add `"Null": { "dynamodb:LeadingKeys": "false" }`',
    before: statements({ Action: 'dynamodb:GetItem', Resource: ORDERS, Condition: ROWS }),
    after: statements({ Action: 'dynamodb:GetItem', Resource: ORDERS, Condition: { ...ROWS, ...NOT_WITHOUT } }),
  },
  {
    rule: 'rows-of-scan',
    remedy: 'take these actions out of the statement; `QUERY.onTable()` can be limited to rows, `SCAN` cannot',
    before: statements({ Action: ['dynamodb:Query', 'dynamodb:Scan'], Resource: ORDERS, Condition: { ...ROWS, ...NOT_WITHOUT } }),
    after: features([QUERY.onTable()], { rows: RowScope.ofValues('A') }),
  },
  {
    rule: 'rows-of-some-items',
    remedy: 'write `rows: RowScope.ofValues(...)`, or `ForAllValues:StringEquals` with `"Null": { "dynamodb:LeadingKeys": "false" }`',
    before: statements({ Action: 'dynamodb:BatchGetItem', Resource: ORDERS, Condition: { 'ForAnyValue:StringEquals': { 'dynamodb:LeadingKeys': ['A'] } } }),
    after: features([BATCH_READ], { rows: RowScope.ofValues('A') }),
  },
  {
    rule: 'rows-of-some-items',
    remedy: 'write `rows: RowScope.ofValues(...)`, or `ForAllValues:StringEquals` with',
    before: statements({ Action: 'dynamodb:BatchGetItem', Resource: ORDERS, Condition: { 'ForAnyValue:StringEquals': { 'dynamodb:LeadingKeys': ['A'] } } }),
    after: statements({ Action: 'dynamodb:BatchGetItem', Resource: ORDERS, Condition: { ...ROWS, ...NOT_WITHOUT } }),
  },
  {
    rule: 'attributes-without-select',
    remedy: 'write `attributes: AttributeScope.ofAttributes(...)`, or add `"StringEqualsIfExists": { "dynamodb:Select": "SPECIFIC_ATTRIBUTES" }`',
    before: statements({ Action: 'dynamodb:GetItem', Resource: ORDERS, Condition: ATTRIBUTES }),
    after: statements({
      Action: 'dynamodb:GetItem', Resource: ORDERS, Condition: { ...ATTRIBUTES, StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } },
    }),
  },
  {
    rule: 'attributes-of-whole-items',
    remedy: 'take these actions out of the statement; `UPDATE_ITEM` changes single attributes',
    before: statements({ Action: ['dynamodb:PutItem', 'dynamodb:UpdateItem'], Resource: ORDERS, Condition: ATTRIBUTES }),
    after: statements({ Action: 'dynamodb:UpdateItem', Resource: ORDERS, Condition: ATTRIBUTES }),
  },
  {
    rule: 'table-key-too-wide',
    remedy: 'allow `kms:Decrypt` alone, where `kms:ViaService` is DynamoDB, as every feature on items does',
    before: (stack) => onKey(stack, (_table, key, role) => key.grantEncryptDecrypt(role)),
    after: statements(),
  },
  {
    rule: 'table-key-without-via-service',
    remedy: 'add a condition on `kms:ViaService`, `dynamodb.<region>.amazonaws.com`, as every feature on items does',
    before: (stack) => onKey(stack, (_table, key, role) => key.grantDecrypt(role)),
    after: statements(),
  },
  {
    rule: 'no-table-key-access',
    remedy: 'allow `kms:Decrypt` on the key, where `kms:ViaService` is DynamoDB; the features on items do',
    before: (stack) => onKey(stack, (_table, _key, role) => role.addToPolicy(PolicyStatement.fromJson({ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: ORDERS }))),
    after: features([READ_ITEM]),
    more: ['kms:Decrypt'],
  },
  {
    rule: 'no-index-access',
    remedy: 'say that no index is meant: `TableFeature.QUERY.onTable()`; or name the indexes too: `features: [TableFeature.QUERY]`',
    before: statements({ Action: 'dynamodb:Query', Resource: ORDERS }),
    after: features([QUERY.onTable()]),
  },
  {
    rule: 'no-index-access',
    remedy: 'say that no index is meant: `TableFeature.QUERY.onTable()`; or name the indexes too',
    before: statements({ Action: ['dynamodb:Query', 'dynamodb:Scan'], Resource: ORDERS }),
    after: features([QUERY, SCAN.onTable()]),
    more: ['dynamodb:Query'],
  },
  {
    rule: 'managed-logs-policy',
    remedy: 'let `LambdaTableAccess`, `DynamoAccessRole` or `OwnLogGroup` write the function\'s permissions: on its own log group alone',
    before: (stack) => {
      const fn = newFunction(stack, 'Fn');
      TableAccessGrants.fromTable(ordersTable(stack)).features(fn, READ_ITEM);
    },
    after: (stack) => void new LambdaTableAccess(stack, 'Access', { function: newFunction(stack, 'Fn'), table: ordersTable(stack), features: [READ_ITEM] }),
  },
  {
    rule: 'managed-logs-policy',
    remedy: 'let `LambdaTableAccess`, `DynamoAccessRole` or `OwnLogGroup` write the function\'s permissions: on its own log group alone',
    before: (stack) => {
      newTable(stack, 'Orders');
      newFunction(stack, 'Fn');
    },
    after: (stack) => {
      newTable(stack, 'Orders');
      newFunction(stack, 'Fn').with(new OwnLogGroup());
    },
  },
  {
    rule: 'many-log-groups',
    remedy: 'let `LambdaTableAccess`, `DynamoAccessRole` or `OwnLogGroup` write the function\'s permissions: on its own log group alone',
    before: (stack) => {
      const role = new Role(stack, 'Role', { roleName: 'clerk', assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
      newFunction(stack, 'Fn', { role });
      for (const [action, resource] of [['dynamodb:GetItem', ORDERS], ['logs:*', `${OWN_GROUP}:*`]]) {
        role.addToPolicy(new PolicyStatement({ actions: [action], resources: [resource] }));
      }
      newTable(stack, 'Orders', { tableName: 'Orders' });
    },
    after: (stack) => {
      const role = new Role(stack, 'Role', { roleName: 'clerk', assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
      const table = newTable(stack, 'Orders', { tableName: 'Orders' });
      new LambdaTableAccess(stack, 'Access', { function: newFunction(stack, 'Fn', { role }), table, features: [READ_ITEM] });
    },
  },
  {
    rule: 'managed-dynamodb-policy',
    remedy: 'list the features that are used, such as `features: [TableFeature.CRUD]`; for a trigger, `[TableFeature.STREAM_TRIGGER]`',
    before: (stack) => {
      ordersTable(stack, WITH_STREAM);
      newRole(stack).addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaDynamoDBExecutionRole'));
    },
    after: (stack) => {
      const table = ordersTable(stack, WITH_STREAM);
      TableAccessGrants.fromTable(table, { acknowledgeAccountActions: true }).features(newRole(stack), STREAM_TRIGGER);
    },
  },
  {
    rule: 'public-principal',
    remedy: 'name the principals, or add a condition on `aws:PrincipalOrgID`, `aws:PrincipalAccount` or `aws:SourceVpce` with '
      + 'values without wildcards',
    before: tablePolicy({ Principal: '*' }),
    after: tablePolicy({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }),
  },
  {
    rule: 'account-principal',
    remedy: 'name the actions, name the roles of the account, or add a condition on `aws:PrincipalArn`',
    before: tablePolicy({ Principal: { AWS: '222222222222' }, Action: 'dynamodb:*' }),
    after: tablePolicy({ Principal: { AWS: '222222222222' }, Action: 'dynamodb:*', Condition: { ArnEquals: { 'aws:PrincipalArn': PARTNER } } }),
  },
  {
    rule: 'resource-policy-action',
    remedy: 'remove the action, because this allows nothing; to allow it, write it in a policy of the role',
    before: tablePolicy({ Principal: { AWS: PARTNER }, Action: ['dynamodb:GetItem', 'dynamodb:ListStreams'] }),
    after: tablePolicy({ Principal: { AWS: PARTNER } }),
  },
  {
    rule: 'resource-policy-action',
    remedy: 'remove the action, because this denies nothing; to deny it, write it in a policy of the role',
    before: tablePolicy({ Effect: 'Deny', Principal: { AWS: PARTNER }, Action: ['dynamodb:GetItem', 'dynamodb:ListStreams'] }),
    after: tablePolicy({ Effect: 'Deny', Principal: { AWS: PARTNER } }),
  },
  {
    rule: 'other-resource',
    remedy: 'remove the statement, because this denies nothing; to deny it, write `*`, which is the resource that has the policy',
    before: tablePolicy({ Principal: { AWS: PARTNER } }, { Effect: 'Deny', Principal: { AWS: PARTNER }, Resource: `${ORDERS}s` }),
    after: tablePolicy({ Principal: { AWS: PARTNER } }),
  },
  {
    rule: 'allowed-not-principal',
    remedy: 'name the allowed principals in `Principal`, and the excluded ones in a statement with `Deny`',
    before: (stack) => {
      tablePolicy({ Principal: { AWS: PARTNER } })(stack);
      const statement = { Effect: 'Allow', NotPrincipal: { AWS: PARTNER }, Action: 'dynamodb:GetItem', Resource: '*' };
      (stack.node.findChild('Orders').node.defaultChild as CfnGlobalTable).addPropertyOverride('Replicas.0.ResourcePolicy.PolicyDocument.Statement.1', statement);
    },
    after: tablePolicy({ Principal: { AWS: PARTNER } }),
  },
  {
    rule: 'other-resource',
    remedy: 'remove the statement, because this allows nothing; to allow it, write `*`, which is the resource that has the policy',
    before: tablePolicy({ Principal: { AWS: PARTNER } }, { Principal: { AWS: PARTNER }, Action: 'dynamodb:Scan', Resource: `${ORDERS}s` }),
    after: tablePolicy({ Principal: { AWS: PARTNER } }),
  },
];
