import { CfnCondition, Fn, Stack } from 'aws-cdk-lib';
import { StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import {
  AccountPrincipal, ArnPrincipal, CfnGroup, CfnManagedPolicy, CfnPolicy, CfnRole, CfnUser, CfnUserToGroupAddition, Group, IGrantable,
  IManagedPolicy, ManagedPolicy, PolicyStatement, Role, ServicePrincipal, User,
} from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import * as fc from 'fast-check';
import { AccessCondition, RowScope, TableAccessGrants, TableDenial, TableFeature } from '../../../src';
import { newApp } from '../../policy/assemblies';
import { addIndexes, ENV, newFunction, newTable } from '../../support/app';

/** An app whose policies come from this library, from the grants of aws-cdk-lib and from statements by hand. */
export interface AnsweredApp {
  readonly stack: Stack;
  /** A stack that has policies of the roles and users of the first one. */
  readonly others: Stack;
  readonly tables: readonly Table[];
  readonly grantees: readonly Grantee[];
}

/** A role or user. */
export interface Grantee {
  readonly name: string;
  readonly grantee: IGrantable;
  /** The tables that the library grants it access to. */
  readonly accesses: Set<Table>;
}

/** The tables of each app: with indexes, a stream and a key; with none of these. */
const TABLES = ['Orders', 'Notes'] as const;
const GRANTEES = ['Reader', 'Worker', 'Clerk'] as const;

type Add = (app: AnsweredApp, grantee: Grantee, table: Table) => void;

const {
  READ_ITEM, PUT_ITEM, UPDATE_ITEM, DELETE_ITEM, QUERY, SCAN, BATCH_READ, BATCH_WRITE, TRANSACT_READ, TRANSACT_WRITE, PARTIQL_SELECT, DESCRIBE_TABLE,
  TIME_TO_LIVE, LIST_TABLES, CRUD,
} = TableFeature;

/** The features that apps are granted and asked for. */
export const FEATURES: readonly TableFeature[] = [
  READ_ITEM, PUT_ITEM, UPDATE_ITEM, DELETE_ITEM, QUERY, QUERY.onTable(), SCAN, BATCH_READ, BATCH_WRITE, TRANSACT_READ, TRANSACT_WRITE, PARTIQL_SELECT,
  DESCRIBE_TABLE, TIME_TO_LIVE, LIST_TABLES, CRUD,
];

const rows = RowScope.ofValues('TENANT#1');
const scopes = fc.constantFrom({}, {}, {}, { conditions: [AccessCondition.fromVpcEndpoints('vpce-1')] });

function addGrant(grantee: Grantee, table: Table, scope: object, features: readonly TableFeature[]): void {
  grantee.accesses.add(table);
  TableAccessGrants.fromTable(table, { acknowledgeAccountActions: true, ...scope }).features(grantee.grantee, ...features);
}

const byLibrary: fc.Arbitrary<Add> = fc.oneof(
  fc.tuple(fc.subarray([...FEATURES], { minLength: 1, maxLength: 3 }), scopes).map(([features, scope]): Add =>
    (_app, grantee, table) => addGrant(grantee, table, scope, features)),
  fc.constant<Add>((_app, grantee, table) => addGrant(grantee, table, { rows }, [READ_ITEM, QUERY.onTable()])),
  fc.constantFrom(TableDenial.DELETES, TableDenial.TRANSACTIONS, TableDenial.features(SCAN)).map((denial): Add => (_app, { grantee }, table) => {
    TableAccessGrants.fromTable(table).deny(grantee, denial);
  }),
);

const byCdk: fc.Arbitrary<Add> = fc.constantFrom<Add>(
  (_app, { grantee }, table) => table.grantReadData(grantee),
  (_app, { grantee }, table) => table.grantReadWriteData(grantee),
  (_app, { grantee }, table) => table.grantWriteData(grantee),
  (_app, { grantee }, table) => table.grantFullAccess(grantee),
  (_app, { grantee }, table) => table.grant(grantee, 'dynamodb:Query', 'dynamodb:DescribeTable'),
  (_app, { grantee }, table) => table.tableStreamArn !== undefined && table.grantStreamRead(grantee),
  (_app, { grantee }, table) => table.encryptionKey?.grantEncryptDecrypt(grantee),
);

const ACTIONS = [
  '*', 'dynamodb:*', 'dynamodb:Get*', 'dynamodb:*Item', 'DYNAMODB:getitem', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan', 'dynamodb:PutItem',
  'dynamodb:DeleteTable',
  'dynamodb:TransactWriteItems', 'dynamodb:GetRecords', 'dynamodb:ListTables', 'dynamodb:ListStreams', 'dynamodb:ConditionCheckItem', 'dynamodb:UpdateTimeToLive',
  'kms:Decrypt', 'kms:*', 'logs:PutLogEvents', 's3:GetObject',
];
const CONDITIONS = [
  undefined, undefined, undefined, { StringEquals: { 'aws:SourceVpce': 'vpce-1' } }, { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } },
  { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['TENANT#1'] }, 'Null': { 'dynamodb:LeadingKeys': 'false' } },
  { 'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': ['TransactWriteItems'] } },
  { StringEquals: { 'kms:ViaService': `dynamodb.${ENV.region}.amazonaws.com` } },
];

const RESOURCES = ['*', 'table', 'table', 'table', 'index/*', 'index/byDate', 'table*', 'stream/*', 'key', 'arn:aws:dynamodb', `arn:aws:dynamodb:*:${ENV.account}:table/*`,
  `arn:aws:dynamodb:${ENV.region}:${ENV.account}:table/\${aws:PrincipalTag/table}`];

function writeResource(resource: string, table: Table): string {
  if (resource === '*' || resource.startsWith('arn:')) return resource;
  if (resource === 'key') return table.encryptionKey?.keyArn ?? `arn:aws:kms:${ENV.region}:${ENV.account}:key/1234abcd`;
  return table.tableArn + resource.replace(/^table/, '').replace(/^(?=\w)/, '/');
}

const statements = fc.record({
  effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
  actions: fc.uniqueArray(fc.constantFrom(...ACTIONS), { minLength: 1, maxLength: 3 }),
  resources: fc.uniqueArray(fc.constantFrom(...RESOURCES), { minLength: 1, maxLength: 2 }),
  inverted: fc.constantFrom('', '', '', '', '', '', '', 'Action', 'Resource'),
  condition: fc.constantFrom<object | undefined>(...CONDITIONS),
}).map(({ effect, actions, resources, inverted, condition }) => (table: Table): object => ({
  Effect: effect,
  [inverted === 'Action' ? 'NotAction' : 'Action']: actions,
  [inverted === 'Resource' ? 'NotResource' : 'Resource']: resources.map((resource) => writeResource(resource, table)),
  ...condition && { Condition: condition },
}));

function addStatement(grantee: IGrantable, statement: object): void {
  grantee.grantPrincipal.addToPrincipalPolicy(PolicyStatement.fromJson(statement));
}

function addManagedPolicy({ grantee }: Grantee, policy: IManagedPolicy): void {
  (grantee.grantPrincipal as Role | User).addManagedPolicy(policy);
}

function declarationOf({ grantee }: Grantee): CfnRole | CfnUser {
  return (grantee.grantPrincipal as Role).node.defaultChild as CfnRole | CfnUser;
}

const byHand: fc.Arbitrary<Add> = fc.oneof(
  { weight: 4, arbitrary: statements.map((write): Add => (_app, { grantee }, table) => addStatement(grantee, write(table))) },
  {
    weight: 1,
    arbitrary: statements.map((write): Add => (_app, grantee, table) => {
      const scope = grantee.grantee as Role;
      addManagedPolicy(grantee, new ManagedPolicy(scope, `Managed${scope.node.children.length}`, { statements: [PolicyStatement.fromJson(write(table))] }));
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('service-role/AWSLambdaBasicExecutionRole', 'service-role/AWSLambdaDynamoDBExecutionRole', 'AmazonDynamoDBReadOnlyAccess', 'job-function/ViewOnlyAccess')
      .map((name): Add => (_app, grantee) => addManagedPolicy(grantee, ManagedPolicy.fromAwsManagedPolicyName(name))),
  },
  {
    weight: 1,
    arbitrary: fc.array(statements, { minLength: 1, maxLength: 2 }).map((writes): Add => (_app, grantee, table) => {
      const scope = grantee.grantee as Role;
      const boundary = new ManagedPolicy(scope, `Boundary${scope.node.children.length}`, { statements: writes.map((write) => PolicyStatement.fromJson(write(table))) });
      declarationOf(grantee).permissionsBoundary = boundary.managedPolicyArn;
    }),
  },
);

/** Writes policies by L1 constructs, in which values may depend on a condition, in this stack or in another one. */
const byL1: fc.Arbitrary<Add> = fc.tuple(
  statements, fc.constantFrom('plain', 'conditional statement', 'conditional document', 'conditional holder', 'conditional policy', 'attached', 'other stack', 'imported'),
).map(([write, form]): Add => (app, grantee, table) => {
  const id = `L1${app.stack.node.children.length}`;
  const declaration = declarationOf(grantee);
  const condition = new CfnCondition(app.stack, `${id}If`, { expression: Fn.conditionEquals(Fn.ref('AWS::StackName'), 'Stack') });
  const maybe = (isConditional: boolean, value: unknown): any => isConditional ? Fn.conditionIf(condition.logicalId, value, Fn.ref('AWS::NoValue')) : value;
  const holders = { [CfnRole.isCfnRole(declaration) ? 'roles' : 'users']: maybe(form === 'conditional holder', [declaration.ref]) };
  const policyDocument = maybe(form === 'conditional document', { Version: '2012-10-17', Statement: [maybe(form === 'conditional statement', write(table))] });
  if (form === 'imported') {
    addManagedPolicy(grantee, ManagedPolicy.fromManagedPolicyArn(app.stack, id, Fn.importValue('Policy')));
  } else if (form === 'attached') {
    addManagedPolicy(grantee, ManagedPolicy.fromManagedPolicyArn(app.stack, `${id}Import`, new CfnManagedPolicy(app.stack, id, { policyDocument }).ref));
  } else {
    const policy = new CfnPolicy(form === 'other stack' ? app.others : app.stack, id, { policyName: id, policyDocument, ...holders });
    if (form === 'conditional policy') policy.cfnOptions.condition = condition;
  }
});

/** Gives the user a group, which the user or an addition names by a reference or by text. */
const byGroup: fc.Arbitrary<Add> = fc.tuple(statements, fc.constantFrom('reference', 'text', 'addition', 'addition by text', 'external'))
  .map(([write, form]): Add => (app, _grantee, table) => {
    const id = `Group${app.stack.node.children.length}`;
    const groupName = form.includes('text') ? id : undefined;
    const group = new CfnGroup(app.stack, id, { groupName, policies: [{ policyName: 'Inline', policyDocument: { Version: '2012-10-17', Statement: [write(table)] } }] });
    const name = { 'reference': group.ref, 'text': id, 'addition': group.ref, 'addition by text': id, 'external': 'administrators' }[form]!;
    if (form.startsWith('addition')) new CfnUserToGroupAddition(app.stack, `${id}Addition`, { groupName: name, users: [(app.grantees[2].grantee as User).userName] });
    else (app.grantees[2].grantee as User).addToGroup(Group.fromGroupName(app.stack, `${id}Import`, name));
  });

/** A macro may change everything in the template of the stack. */
const byMacro = fc.constant<Add>((app) => app.stack.addTransform('Tagging'));

/** The policy of a table. */
const onTable: fc.Arbitrary<Add> = fc.tuple(
  fc.constantFrom('Allow', 'Deny'), fc.constantFrom('dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:*'), fc.constantFrom('grantee', 'session', 'account', 'other'),
).map(([effect, action, principal]): Add => (_app, { grantee }, table) => {
  const principals = {
    grantee: new ArnPrincipal((grantee.grantPrincipal as Role).roleArn ?? (grantee.grantPrincipal as unknown as User).userArn),
    session: new ArnPrincipal(`arn:aws:sts::${ENV.account}:assumed-role/${(grantee.grantPrincipal as Role).roleName ?? 'none'}/nightly`),
    account: new AccountPrincipal(ENV.account),
    other: new AccountPrincipal('222222222222'),
  };
  table.addToResourcePolicy(PolicyStatement.fromJson({ Effect: effect, Action: action, Resource: '*', Principal: { AWS: principals[principal as 'grantee'].arn } }));
});

const parts = fc.oneof(
  { weight: 24, arbitrary: byLibrary }, { weight: 16, arbitrary: byCdk }, { weight: 32, arbitrary: byHand }, { weight: 4, arbitrary: onTable },
  { weight: 12, arbitrary: byL1 }, { weight: 8, arbitrary: byGroup }, { weight: 1, arbitrary: byMacro },
);

/** Random apps, as functions that write them. */
export const answeredApps: fc.Arbitrary<() => AnsweredApp> = fc.array(
  fc.tuple(parts, fc.nat(GRANTEES.length - 1), fc.nat(TABLES.length - 1)), { minLength: 2, maxLength: 7 },
).map((additions) => () => {
  const root = newApp();
  const [stack, others] = ['Stack', 'Others'].map((id) => new Stack(root, id, { env: ENV }));
  const orders = newTable(stack, TABLES[0], { tableName: TABLES[0], stream: StreamViewType.NEW_IMAGE, encryptionKey: new Key(stack, 'Key') });
  addIndexes(orders, 'byDate', 'byName');
  const tables = [orders, newTable(stack, TABLES[1], { tableName: TABLES[1] })];
  const principals = [
    newFunction(stack, GRANTEES[0]), new Role(stack, GRANTEES[1], { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') }), new User(stack, GRANTEES[2]),
  ];
  const grantees = principals.map((grantee, index): Grantee => ({ name: GRANTEES[index], grantee, accesses: new Set() }));
  const app: AnsweredApp = { stack, others, tables, grantees };
  for (const [add, who, where] of additions) add(app, grantees[who], tables[where]);
  return app;
});
