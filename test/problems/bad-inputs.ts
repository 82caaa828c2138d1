import { Stack } from 'aws-cdk-lib';
import { Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { AccountPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  AccessCondition, AccessReport, AttributeScope, ClientProfile, DynamoAccessChecks, DynamoAccessRole, FieldEncryption, LambdaTableAccess,
  RoleLogs, RoleTrust, RowScope, TableAccessGrants, TableAccessPolicy, TableDenial, TableFamily, TableFeature, TableRef,
} from '../../src';
import { ErrorId } from '../../src/problems/catalogue';
import { addIndexes, newFunction, newTable } from '../support/app';

/** Something that is wrong, as somebody might write it who has no TypeScript: where messages find it, and what they call it. */
export interface BadInput {
  readonly name: string;
  readonly write: (stack: Stack) => unknown;
  readonly where: string;
  readonly id: ErrorId;
}

/** Values of other types than any option takes; by what they are called. */
const STRANGERS: readonly [string, any][] = [
  ['null', null], ['a number', 42], ['text', 'x'], ['an empty object', {}], ['a list in a list', [[]]], ['a function', () => 'x'],
  ['an object without a prototype', Object.create(null)], ['a symbol', Symbol('x')],
];

const TABLE_FEATURES = [TableFeature.READ_ITEM];

type Make = (stack: Stack, props: any) => unknown;

const role: Make = (stack, props) => new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: TABLE_FEATURES, ...props });
const ofFunction: Make = (stack, props) => new LambdaTableAccess(stack, 'Access', {
  function: newFunction(stack, 'Fn'), table: newTable(stack, 'Table'), features: TABLE_FEATURES, ...props,
});
const policy: Make = (stack, props) => new TableAccessPolicy(stack, 'Access', {
  table: newTable(stack, 'Table'), principals: [new AccountPrincipal('222222222222')], features: TABLE_FEATURES, ...props,
});
const grants: Make = (stack, props) => TableAccessGrants.fromTable(newTable(stack, 'Access'), props)
  .features(newFunction(stack, 'Fn'), TableFeature.READ_ITEM);
const denial: Make = (stack, props) => (role(stack, {}) as DynamoAccessRole)
  .denyTableAccess({ table: newTable(stack, 'Other'), denials: [TableDenial.DELETES], ...props });
const added: Make = (stack, props) => (role(stack, {}) as DynamoAccessRole)
  .addTableAccess({ table: newTable(stack, 'Other'), features: TABLE_FEATURES, ...props });
const addedToFunction: Make = (stack, props) => (ofFunction(stack, {}) as LambdaTableAccess)
  .addTableAccess({ table: newTable(stack, 'Other'), features: TABLE_FEATURES, ...props });

/** Each option of each construct, and the strangers that are none of its values. */
const OPTIONS: readonly [string, Make, string[]][] = [
  ['DynamoAccessRole', role, [
    'table', 'features', 'regions', 'tableKey', 'previousTableKeys', 'fieldEncryption', 'rows', 'attributes', 'conditions', 'restoreTo',
    'exportTo', 'importFrom', 'kinesisStream', 'acknowledgeAccountActions', 'assumedBy', 'logs', 'vpcAccess', 'tracing', 'roleName', 'path',
    'description', 'permissionsBoundary',
  ]],
  ['LambdaTableAccess', ofFunction, ['function', 'table', 'features', 'rows', 'environmentVariable', 'keepManagedPolicies']],
  ['TableAccessPolicy', policy, ['table', 'principals', 'features', 'regions', 'tableKey']],
  ['TableAccessGrants.fromTable', grants, ['regions', 'tableKey', 'rows', 'conditions', 'acknowledgeAccountActions']],
  ['denyTableAccess', denial, ['table', 'denials', 'regions']],
  ['addTableAccess of a role', added, ['table', 'features', 'rows']],
  ['addTableAccess of a function', addedToFunction, ['table', 'features', 'environmentVariable']],
];

const TEXT_OPTIONS = ['roleName', 'path', 'description', 'environmentVariable'];

const STRANGE_OPTIONS: BadInput[] = OPTIONS.flatMap(([construct, make, options]) => options.flatMap((option) => STRANGERS
  .filter(([name]) => !(name === 'text' && TEXT_OPTIONS.includes(option)))
  .map(([name, value]): BadInput => ({
    name: `${name} as ${option} of ${construct}`,
    write: (stack) => make(stack, { [option]: value }),
    where: 'Stack/Access',
    id: 'wrongType',
  }))));

function of(make: Make, id: ErrorId, rows: Readonly<Record<string, (stack: Stack) => object>>, where = 'Stack/Access'): BadInput[] {
  return Object.entries(rows).map(([name, props]) => ({ name, where, id, write: (stack) => make(stack, props(stack)) }));
}

const rows = (...values: any[]) => ({ rows: RowScope.ofValues(...values) });
const prefixes = (...values: any[]) => ({ rows: RowScope.ofPrefixes(...values) });
const attributes = (...names: any[]) => ({ attributes: AttributeScope.ofAttributes(...names) });
const when = (...conditions: AccessCondition[]) => ({ conditions });
const custom = (options: any) => ({ features: [TableFeature.custom(options)] });
const encrypting = (stack: Stack, options: any) => ({ fieldEncryption: FieldEncryption.envelope(new Key(stack, 'Key'), options) });
const queryOf = (...names: any[]) => ({ features: [TableFeature.QUERY.onIndexes(...names)] });

const WRITTEN: BadInput[] = [
  ...of(role, 'unknownOption', {
    'rows in the singular': () => ({ row: RowScope.ofValues('TENANT#1') }),
    'rows in capitals': () => ({ Rows: RowScope.ofValues('TENANT#1') }),
    'an option of LambdaTableAccess on a role': () => ({ environmentVariable: 'TABLE' }),
    'the props of a function spread into those of a role': () => ({ timeout: 3 }),
    'an option of a bucket that is misspelt': (stack) => ({
      features: [TableFeature.EXPORT], exportTo: { bucket: new Bucket(stack, 'Bucket'), keyPrefix: 'orders' },
    }),
    'an option of field encryption that is misspelt': (stack) => encrypting(stack, { encryptionContexts: { purpose: 'note' } }),
    'an option of a new log group that is misspelt': () => ({ logs: RoleLogs.newGroup({ retentionDays: 7 } as any) }),
    'an option of a custom feature that is misspelt': () => custom({ name: 'NEW', why: 'test', tableAction: ['dynamodb:New'] }),
  }),
  ...of(ofFunction, 'unknownOption', {
    'conditions in the singular': () => ({ condition: [AccessCondition.tlsOnly()] }),
    'an option of a role on a function': () => ({ vpcAccess: true }),
  }),
  ...of(policy, 'unknownOption', { 'rows, which a table policy does not take': () => ({ rows: RowScope.ofValues('TENANT#1') }) }),
  ...of(denial, 'unknownOption', { 'features in the place of denials': () => ({ features: TABLE_FEATURES }) }),
  ...of(grants, 'unknownOption', { 'features among the options of fromTable': () => ({ features: TABLE_FEATURES }) }),

  ...of(role, 'wrongType', {
    'a profile without .features': () => ({ features: ClientProfile.electrodb() }),
    'a profile in the list of features': () => ({ features: [ClientProfile.electrodb()] }),
    'a list in the list of features': () => ({ features: [ClientProfile.electrodb().features] }),
    'a list of features with a hole': () => ({ features: [TableFeature.READ_ITEM, , TableFeature.QUERY] }), // eslint-disable-line no-sparse-arrays
    'the name of a feature': () => ({ features: ['READ_ITEM'] }),
    'one Region without a list': () => ({ regions: 'us-east-1' }),
    'a number as Region': () => ({ regions: [1] }),
    'the ARN of a key': () => ({ tableKey: 'arn:aws:kms:eu-west-1:111122223333:key/1' }),
    'a list of keys': (stack) => ({ tableKey: [new Key(stack, 'Key')] }),
    'one previous key without a list': (stack) => ({ previousTableKeys: new Key(stack, 'Key') }),
    'a key in the place of FieldEncryption': (stack) => ({ fieldEncryption: new Key(stack, 'Key') }),
    'a log group in the place of RoleLogs': (stack) => ({ logs: new LogGroup(stack, 'Group') }),
    'the name of a log group': () => ({ logs: RoleLogs.toGroup('/orders' as any) }),
    'the name of a service': () => ({ assumedBy: 'lambda.amazonaws.com' }),
    'the ARN of a permissions boundary': () => ({ permissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary' }),
    'text for true': () => ({ vpcAccess: 'true' }),
    'a number for true': () => ({ tracing: 1 }),
    'a bucket in the place of its location': (stack) => ({ features: [TableFeature.EXPORT], exportTo: new Bucket(stack, 'Bucket') }),
    'the name of a bucket': () => ({ features: [TableFeature.EXPORT], exportTo: { bucket: 'exports' } }),
    'a location without a bucket': () => ({ features: [TableFeature.IMPORT], importFrom: { prefix: 'orders' } }),
    'a number as prefix of objects': (stack) => ({ features: [TableFeature.IMPORT], importFrom: { bucket: new Bucket(stack, 'Bucket'), prefix: 7 } }),
    'the ARN of the key of a bucket': (stack) => ({
      features: [TableFeature.EXPORT], exportTo: { bucket: new Bucket(stack, 'Bucket'), encryptionKey: 'arn' },
    }),
    'the name of the restored table': () => ({ features: [TableFeature.RESTORE], restoreTo: 'orders-restored' }),
    'the ARN of a Kinesis data stream': () => ({ features: [TableFeature.KINESIS_STREAMING], kinesisStream: 'arn' }),
    'a function as the table': (stack) => ({ table: newFunction(stack, 'Fn') }),
    'an object that looks like a table': () => ({ table: { tableRef: { tableName: 'orders', tableArn: 'arn' } } }),
    'a row value that is a number': () => rows(42),
    'row values in a list': () => rows(['TENANT#1', 'TENANT#2']),
    'a row value that is undefined': () => rows(undefined),
    'a row value that is a symbol': () => rows(Symbol('x')),
    'a prefix that is null': () => prefixes(null),
    'attributes in a list': () => attributes(['pk', 'sk']),
    'an attribute that is a number': () => attributes(7),
    'a VPC in the place of its id': (stack) => when(AccessCondition.fromVpcs(new Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 0 }) as any)),
    'a date in the place of text': () => when(AccessCondition.until(new Date(0) as any)),
    'the seconds of a date as a number': () => when(AccessCondition.until(1893456000 as any)),
    'a number among the values of a condition': () => when(AccessCondition.of('StringEquals', 'aws:PrincipalTag/team', 42 as any)),
    'the values of a condition in a list': () => when(AccessCondition.of('StringEquals', 'aws:PrincipalTag/team', ['a', 'b'] as any)),
    'a condition key that is undefined': () => when(AccessCondition.of('StringEquals', undefined as any, 'a')),
    'a condition key that is a symbol': () => when(AccessCondition.of('StringEquals', Symbol('x') as any, 'a')),
    'an object in the place of a condition': () => ({ conditions: [{ StringEquals: { 'aws:SourceVpc': 'vpc-1' } }] }),
    'an index name that is a list': () => queryOf(['byDate']),
    'an index name that is a number': () => queryOf(42),
    'an index name that is a symbol': () => queryOf(Symbol('x')),
    'a custom feature without options': () => custom(undefined),
    'a custom feature by its action': () => custom('dynamodb:New'),
    'a custom feature without a name': () => custom({ why: 'test', tableActions: ['dynamodb:New'] }),
    'one custom action without a list': () => custom({ name: 'NEW', why: 'test', tableActions: 'dynamodb:New' }),
    'a custom action that is a number': () => custom({ name: 'NEW', why: 'test', tableActions: [1] }),
    'an encryption mode that does not exist': (stack) => encrypting(stack, { mode: 'WRITEONLY' }),
    'a number as encryption mode': (stack) => encrypting(stack, { mode: 1 }),
    'an encryption context in text': (stack) => encrypting(stack, { encryptionContext: 'purpose=note' }),
    'a number in the encryption context': (stack) => encrypting(stack, { encryptionContext: { tenant: 7 } }),
    'the ARN of the field key': () => ({ fieldEncryption: FieldEncryption.direct('arn' as any) }),
    'a field key that is undefined': () => ({ fieldEncryption: FieldEncryption.envelope(undefined as any) }),
    'null as the options of field encryption': (stack) => encrypting(stack, null),
    'the days that logs are kept, as text': () => ({ logs: RoleLogs.newGroup({ retention: '7' } as any) }),
    'the days that logs are kept, of which AWS knows none': () => ({ logs: RoleLogs.newGroup({ retention: 8 } as any) }),
    'the ARN of the key of a log group': () => ({ logs: RoleLogs.newGroup({ encryptionKey: 'arn' } as any) }),
  }),
  ...of(policy, 'wrongType', {
    'the id of an account': () => ({ principals: ['222222222222'] }),
    'one principal without a list': () => ({ principals: new AccountPrincipal('222222222222') }),
    'a function as principal, which has one': (stack) => ({ principals: [newFunction(stack, 'Fn')] }),
  }),
  ...of(ofFunction, 'wrongType', {
    'the name of the function': () => ({ function: 'orders' }),
    'a role in the place of the function': (stack) => ({ function: new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }) }),
  }),
  ...[
    ['props', (stack: Stack) => new DynamoAccessRole(stack, 'Access', undefined as any)],
    ['props of a function', (stack: Stack) => new LambdaTableAccess(stack, 'Access', null as any)],
    ['props of a policy', (stack: Stack) => new TableAccessPolicy(stack, 'Access', 'x' as any)],
  ].map(([name, write]): BadInput => ({ name: `${name} that are none`, write: write as BadInput['write'], where: 'Stack/Access', id: 'wrongType' })),
  { name: 'checks without the app', write: () => new DynamoAccessChecks(undefined as any), where: 'DynamoAccessChecks', id: 'wrongType' },
  { name: 'checks by the options alone', write: () => new DynamoAccessChecks({ code: true } as any), where: 'DynamoAccessChecks', id: 'wrongType' },
  { name: 'checks of code by text', write: (stack) => new DynamoAccessChecks(stack, { code: 'true' } as any), where: 'DynamoAccessChecks', id: 'wrongType' },
  { name: 'a report by its folder alone', write: () => new AccessReport('cdk.access' as any), where: 'AccessReport', id: 'wrongType' },
  { name: 'a report in another folder by a misspelt name', write: () => new AccessReport({ folder: 'x' } as any), where: 'AccessReport', id: 'unknownOption' },

  ...of(role, 'emptyList', {
    'no features': () => ({ features: [] }),
    'no row values': () => rows(),
    'no row prefixes': () => prefixes(),
    'no VPC': () => when(AccessCondition.fromVpcs()),
    'no value of a tag': () => when(AccessCondition.principalTag('team')),
    'a family by a tag without values': (stack) => ({ table: TableFamily.withTag(stack, 'Tables', 'team') }),
    'a custom feature without actions': () => custom({ name: 'NEW', why: 'test' }),
  }),
  ...of(policy, 'emptyList', { 'no principals': () => ({ principals: [] }) }),
  ...of(denial, 'emptyList', { 'no denials': () => ({ denials: [] }) }),
  ...of(role, 'attributeNames', {
    'no attributes': () => attributes(),
    'an empty attribute': () => attributes('pk', ''),
    'an attribute twice': () => attributes('pk', 'sk', 'pk'),
  }),
  ...of(role, 'duplicate', {
    'a feature twice': () => ({ features: [TableFeature.QUERY, TableFeature.QUERY] }),
    'a Region twice': () => ({ regions: ['us-east-1', 'us-east-1'] }),
    'a row value twice': () => rows('TENANT#1', 'TENANT#1'),
    'a VPC twice': () => when(AccessCondition.fromVpcs('vpc-1', 'vpc-1')),
    'a previous key twice': (stack) => {
      const key = new Key(stack, 'Key');
      return { previousTableKeys: [key, key] };
    },
    'a condition twice': () => {
      const condition = AccessCondition.tlsOnly();
      return { conditions: [condition, condition] };
    },
    'a custom action twice': () => custom({ name: 'NEW', why: 'test', tableActions: ['dynamodb:New', 'dynamodb:New'] }),
  }),
  ...of(policy, 'duplicate', {
    'a principal twice': () => {
      const partner = new AccountPrincipal('222222222222');
      return { principals: [partner, partner] };
    },
  }),

  ...of(role, 'rowsOfAll', {
    'an empty row value': () => rows(''),
    'a star as row value': () => rows('*'),
    'an empty prefix': () => prefixes(''),
    'a star as prefix': () => prefixes('*'),
  }),
  ...of(role, 'wildcard', {
    'a star in a whole row value': () => rows('TENANT#*'),
    'a star in a row prefix': () => prefixes('TENANT#*'),
    'a question mark in a row prefix': () => prefixes('TENANT?#'),
    'a star in the prefix of objects': (stack) => ({ features: [TableFeature.IMPORT], importFrom: { bucket: new Bucket(stack, 'Bucket'), prefix: 'a/*' } }),
  }),
  ...of(role, 'policyVariable', {
    'a policy variable without braces': () => rows('$aws:username'),
    'a policy variable without a dollar sign': () => rows('TENANT#{aws:PrincipalTag/TenantId}'),
    'a policy variable that is not closed': () => rows('${aws:username'),
    'a policy variable that does not exist': () => rows('${aws:UserName2}'),
    'the variable of another service': () => rows('${s3:prefix}'),
    'an empty policy variable': () => rows('TENANT#${}'),
    'a tag without braces in a condition': () => when(AccessCondition.resourceTag('team', '$aws:PrincipalTag/team')),
  }),
  ...of(role, 'variableWithoutSeparator', {
    'a prefix that a policy variable ends': () => prefixes('TENANT#${aws:PrincipalTag/TenantId}'),
    'a separator that a tag may hold': () => prefixes('${aws:PrincipalTag/TenantId}-'),
  }),
  ...of(role, 'rowsOnOpenIndexes', { 'rows on all indexes': () => ({ features: [TableFeature.QUERY], ...rows('TENANT#1') }) }),
  ...of(role, 'featureBesideScope', {
    'a scan of some rows': () => ({ features: [TableFeature.SCAN], ...rows('TENANT#1') }),
    'DescribeTable of some rows': () => ({ features: [TableFeature.DESCRIBE_TABLE], ...rows('TENANT#1') }),
    'whole items of some attributes': () => ({ features: [TableFeature.PUT_ITEM], ...attributes('pk', 'sk') }),
    'a stream by way of a VPC': () => ({ features: [TableFeature.STREAM_READ], ...when(AccessCondition.fromVpcs('vpc-1')) }),
  }),
  ...of(role, 'keyAttributeMissing', { 'attributes without the sort key': () => attributes('pk') }),
  ...of(role, 'conditionOperator', {
    'an operator that does not exist': () => when(AccessCondition.of('StringEqual', 'aws:PrincipalTag/team', 'a')),
    'an operator in capitals': () => when(AccessCondition.of('STRINGEQUALS', 'aws:PrincipalTag/team', 'a')),
    'an operator that is undefined': () => when(AccessCondition.of(undefined as any, 'aws:PrincipalTag/team', 'a')),
    'an operator that is a symbol': () => when(AccessCondition.of(Symbol('x') as any, 'aws:PrincipalTag/team', 'a')),
    'ForAllValues on a key with one value': () => when(AccessCondition.of('ForAllValues:StringEquals', 'aws:PrincipalTag/team', 'a')),
  }),
  ...of(role, 'conditionKey', {
    'a key without a prefix': () => when(AccessCondition.of('StringEquals', 'team', 'a')),
    'a key that does not exist': () => when(AccessCondition.of('StringEquals', 'aws:Team', 'a')),
    'a key of another service': () => when(AccessCondition.of('StringEquals', 's3:prefix', 'a')),
    'a tag without a name': () => when(AccessCondition.principalTag('', 'a')),
    'a tag that is undefined': () => when(AccessCondition.principalTag(undefined as any, 'a')),
    'a tag with a star': () => when(AccessCondition.principalTag('team*', 'a')),
  }),
  ...of(role, 'conditionValue', {
    'a subnet in the place of a VPC': () => when(AccessCondition.fromVpcs('subnet-0a1b2c3d')),
    'a VPC in the place of its endpoint': () => when(AccessCondition.fromVpcEndpoints('vpc-1')),
    'an address outside of CIDR notation': () => when(AccessCondition.fromAddresses('203.0.113')),
    'a private address': () => when(AccessCondition.fromAddresses('10.0.0.0/8')),
    'a date with slashes': () => when(AccessCondition.until('2030/01/01')),
    'a date in words': () => when(AccessCondition.until('tomorrow')),
    'a month that does not exist': () => when(AccessCondition.until('2030-13-01')),
    'an organization without its prefix': () => when(AccessCondition.resourceOrganization('a1b2c3d4e5')),
    'an empty tag value': () => when(AccessCondition.principalTag('team', '')),
    'yes for true': () => when(AccessCondition.of('Bool', 'aws:SecureTransport', 'yes')),
  }),
  ...of(role, 'conditionPeriod', { 'an end before the start': () => when(AccessCondition.between('2031-01-01', '2030-01-01')) }),
  ...of(role, 'conditionTwice', {
    'two lists of VPCs': () => when(AccessCondition.fromVpcs('vpc-1'), AccessCondition.fromVpcs('vpc-2')),
  }),

  ...of(role, 'regionName', {
    'a Region in capitals': () => ({ regions: ['EU-WEST-1'] }),
    'an Availability Zone': () => ({ regions: ['eu-west-1a'] }),
    'an empty Region': () => ({ regions: [''] }),
    'a Region with a newline': () => ({ regions: ['us-east-1\n'] }),
    'a star as Region': () => ({ regions: ['*'] }),
    'a Region in Cyrillic letters': () => ({ regions: ['еu-west-1'] }),
  }),
  ...of(role, 'regionWithoutReplica', {
    'a Region without a replica': (stack) => ({
      table: new TableV2(stack, 'Global', { partitionKey: { name: 'pk', type: 'S' as any }, replicas: [{ region: 'us-east-1' }] }),
      regions: ['us-west-2'],
    }),
  }),
  ...of(role, 'indexNames', {
    'no index': () => queryOf(),
    'an index with a star': () => queryOf('by*'),
    'an index with a slash': () => queryOf('by/date'),
    'an index with a newline': () => queryOf('byDate\n'),
    'an index in another script': () => queryOf('по-дате'),
    'an index twice': () => queryOf('byDate', 'byDate'),
  }),
  ...of(role, 'indexNotDeclared', {
    'an index of another table': (stack) => {
      addIndexes(newTable(stack, 'Other'), 'byDate');
      return queryOf('byDate');
    },
    'an index in other capitals': (stack) => {
      const table = newTable(stack, 'Other');
      addIndexes(table, 'byDate');
      return { table, ...queryOf('bydate') };
    },
  }),
  ...of(role, 'featureReach', {
    'indexes of GetItem': () => ({ features: [TableFeature.READ_ITEM.onIndexes('byDate')] }),
    'any index of a batch': () => ({ features: [TableFeature.BATCH.onAnyIndex()] }),
  }),
  ...of(role, 'tableWithoutIndex', { 'a search on a table without vector indexes': () => ({ features: [TableFeature.SEARCH_VECTORS] }) }),
  ...of(role, 'tableWithoutStream', { 'a stream that is off': () => ({ features: [TableFeature.STREAM_READ] }) }),
  ...of(role, 'missingOption', {
    'an export to nowhere': () => ({ features: [TableFeature.EXPORT] }),
    'an import from nowhere': () => ({ features: [TableFeature.IMPORT] }),
    'a restore to nothing': () => ({ features: [TableFeature.RESTORE] }),
    'replicas in no Region': () => ({ features: [TableFeature.REPLICAS], regions: [] }),
    'a change to no key': () => ({ features: [TableFeature.CHANGE_TABLE_KEY] }),
  }),
  ...of(role, 'uselessOption', {
    'a bucket without EXPORT': (stack) => ({ exportTo: { bucket: new Bucket(stack, 'Bucket') } }),
    'a Kinesis data stream without KINESIS_STREAMING': (stack) => ({ kinesisStream: new Stream(stack, 'Stream') }),
  }),
  ...of(role, 'prefix', {
    'an export behind a slash': (stack) => ({ features: [TableFeature.EXPORT], exportTo: { bucket: new Bucket(stack, 'Bucket'), prefix: '/orders' } }),
    'an export before a slash': (stack) => ({ features: [TableFeature.EXPORT], exportTo: { bucket: new Bucket(stack, 'Bucket'), prefix: 'orders/' } }),
  }),
  ...of(role, 'restoreToItself', {
    'a restore to the table itself': (stack) => {
      const table = newTable(stack, 'Orders');
      return { table, features: [TableFeature.RESTORE], restoreTo: table };
    },
    'a restore to the name of the table itself': (stack) => ({
      table: newTable(stack, 'Orders', { tableName: 'orders' }),
      features: [TableFeature.RESTORE],
      restoreTo: Table.fromTableName(stack, 'Restored', 'orders'),
    }),
  }),
  ...of(role, 'keyOfAnotherRegion', {
    'a key of another Region': (stack) => ({ tableKey: Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:111122223333:key/1') }),
    'a previous key of another Region': (stack) => ({ previousTableKeys: [Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:111122223333:key/1')] }),
  }),
  ...of(role, 'customAction', {
    'an action of another service': () => custom({ name: 'NEW', why: 'test', tableActions: ['s3:GetObject'] }),
    'an action with a wildcard': () => custom({ name: 'NEW', why: 'test', tableActions: ['dynamodb:*'] }),
    'an action with a newline': () => custom({ name: 'NEW', why: 'test', tableActions: ['dynamodb:New\n'] }),
    'an operation that is no action': () => custom({ name: 'NEW', why: 'test', tableActions: ['dynamodb:TransactWriteItems'] }),
    'an empty action': () => custom({ name: 'NEW', why: 'test', tableActions: [''] }),
  }),
  ...of(role, 'customActionPlace', { 'GetItem on the stream': () => custom({ name: 'NEW', why: 'test', streamActions: ['dynamodb:GetItem'] }) }),
  ...of(role, 'encryptionContext', {
    'an empty encryption context': (stack) => encrypting(stack, { encryptionContext: {} }),
    'a star in the encryption context': (stack) => encrypting(stack, { encryptionContext: { tenant: '*' } }),
  }),
  ...of(role, 'familyName', {
    'an empty prefix of a family': (stack) => ({ table: TableFamily.withPrefix(stack, 'Tables', '') }),
    'a star in the prefix of a family': (stack) => ({ table: TableFamily.withPrefix(stack, 'Tables', 'demo*-') }),
    'a slash in the prefix of a family': (stack) => ({ table: TableFamily.withPrefix(stack, 'Tables', 'demo/') }),
    'a newline in the prefix of a family': (stack) => ({ table: TableFamily.withPrefix(stack, 'Tables', 'demo\n-') }),
  }),
  ...of(role, 'familyTooWide', {
    'the resource policies of a family': (stack) => ({
      table: TableFamily.withPrefix(stack, 'Tables', 'demo-'), features: [TableFeature.RESOURCE_POLICY],
    }),
  }),
  ...of(role, 'malformedName', {
    'a role with a slash': () => ({ roleName: 'orders/reader' }),
    'a role with a star': () => ({ roleName: 'orders*' }),
    'a role with an empty name': () => ({ roleName: '' }),
    'a role with a newline': () => ({ roleName: 'orders\n' }),
    'a role in another script': () => ({ roleName: 'заказы' }),
    'a role whose name is too long': () => ({ roleName: 'a'.repeat(65) }),
    'a path without slashes': () => ({ path: 'orders' }),
    'a path with a space': () => ({ path: '/my orders/' }),
    'a description that is too long': () => ({ description: 'a'.repeat(1001) }),
    'a description in another script': () => ({ description: '注文' }),
  }),
  ...of(ofFunction, 'malformedName', {
    'a variable with a dash': () => ({ environmentVariable: 'ORDERS-TABLE' }),
    'an empty variable': () => ({ environmentVariable: '' }),
    'a variable that begins with a digit': () => ({ environmentVariable: '1TABLE' }),
    'a variable of a single letter': () => ({ environmentVariable: 'T' }),
    'a variable with a newline': () => ({ environmentVariable: 'TABLE\n' }),
    'a variable that Lambda sets': () => ({ environmentVariable: 'AWS_REGION' }),
  }),
  ...of(denial, 'denialOfNothing', {
    'a denial of no feature': () => ({ denials: [TableDenial.features()] }),
    'a denial of text': () => ({ denials: [TableDenial.features('SCAN' as any)] }),
  }),
  ...of(policy, 'principal', {
    'a service': () => ({ principals: [new ServicePrincipal('lambda.amazonaws.com')] }),
  }),
  ...of(policy, 'principalOfOwnAccount', { 'the own account': () => ({ principals: [new AccountPrincipal('111122223333')] }) }),
  ...of(policy, 'importedTable', { 'a table of another app': (stack) => ({ table: Table.fromTableName(stack, 'Imported', 'orders') }) }),
];

/** Calls that no construct stands behind: messages name the call. */
const CALLS: BadInput[] = ([
  ['RoleTrust.ofAccount', 'accountId', 'an account with dashes', () => RoleTrust.ofAccount('2222-2222-2222')],
  ['RoleTrust.ofAccount', 'accountId', 'an account that is too short', () => RoleTrust.ofAccount('42')],
  ['RoleTrust.ofAccount', 'accountId', 'an account with a newline', () => RoleTrust.ofAccount('222222222222\n')],
  ['RoleTrust.ofAccount', 'wrongType', 'an account as a number', () => RoleTrust.ofAccount(222222222222 as any)],
  ['RoleTrust.ofAccount', 'wrongType', 'an account that is undefined', () => RoleTrust.ofAccount(undefined as any)],
  ['RoleTrust.ofAccount', 'unknownOption', 'an external id in capitals', () => RoleTrust.ofAccount('222222222222', { externalID: 'x1' } as any)],
  ['RoleTrust.ofAccount', 'wrongType', 'an external id without its option', () => RoleTrust.ofAccount('222222222222', 'x1' as any)],
  ['RoleTrust.ofAccount', 'externalId', 'an external id of one character', () => RoleTrust.ofAccount('222222222222', { externalId: 'x' })],
  ['RoleTrust.ofAccount', 'organizationId', 'an organization by its name', () => RoleTrust.ofAccount('222222222222', { organizationId: 'acme' })],
  ['RoleTrust.ofService', 'wrongType', 'a service that is undefined', () => RoleTrust.ofService(undefined as any)],
  ['RoleTrust.ofService', 'sourceCondition', 'a source of Lambda', () => RoleTrust.ofService('lambda.amazonaws.com', { sourceAccount: '111122223333' })],
  ['RoleTrust.ofService', 'accountId', 'a source that is no account', () => RoleTrust.ofService('states.amazonaws.com', { sourceAccount: '42' })],
  ['RoleTrust.ofService', 'unknownOption', 'a source that is misspelt', () => RoleTrust.ofService('states.amazonaws.com', { sourceARN: 'arn' } as any)],
  ['ClientProfile.dynamoose', 'unknownOption', 'an option of another client', () => ClientProfile.dynamoose({ ping: true } as any)],
  ['ClientProfile.pydynox', 'wrongType', 'text for true in a profile', () => ClientProfile.pydynox({ ping: 'true' } as any)],
  ['ClientProfile.pynamodb', 'wrongType', 'null as the options of a profile', () => ClientProfile.pynamodb(null as any)],
  ['ClientProfile.without', 'wrongType', 'a name in without()', () => ClientProfile.electrodb().without('SCAN' as any)],
  ['ClientProfile.adding', 'wrongType', 'a list in adding()', () => ClientProfile.electrodb().adding([TableFeature.SCAN] as any)],
  ['TableRef.fromGlobalTable', 'wrongType', 'the name of a global table', () => TableRef.fromGlobalTable('orders' as any)],
  ['TableAccessGrants.fromTable', 'wrongType', 'the name of a table', () => TableAccessGrants.fromTable('orders' as any)],
  ['FieldEncryption.forClient', 'wrongType', 'the name of a client', (stack) => FieldEncryption.forClient('pydynox' as any, new Key(stack, 'Key'))],
  ['FieldEncryption.forClient', 'clientEncryptsNothing', 'a client that encrypts nothing',
    (stack) => FieldEncryption.forClient(ClientProfile.electrodb(), new Key(stack, 'Key'))],
  ['Stack', 'wrongType', 'a prefix of a family that is undefined', (stack) => TableFamily.withPrefix(stack, 'Tables', undefined as any)],
  ['Stack', 'unknownOption', 'an option of a family that is misspelt',
    (stack) => TableFamily.withPrefix(stack, 'Tables', 'demo-', { findTableKey: true } as any)],
  ['Stack/Table', 'wrongType', 'a grantee that is text',
    (stack) => TableAccessGrants.fromTable(newTable(stack, 'Table')).features('orders' as any, TableFeature.READ_ITEM)],
  ['Stack/Table', 'wrongType', 'a grantee of a denial that is undefined',
    (stack) => TableAccessGrants.fromTable(newTable(stack, 'Table')).deny(undefined as any, TableDenial.DELETES)],
] satisfies [string, ErrorId, string, (stack: Stack) => unknown][]).map(([where, id, name, write]) => ({ name, write, where, id }));

export const BAD_INPUTS: readonly BadInput[] = [...STRANGE_OPTIONS, ...WRITTEN, ...CALLS];
