import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { CfnGlobalTable, CfnTable, Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { AccountPrincipal, Role, ServicePrincipal, User } from 'aws-cdk-lib/aws-iam';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Alias, Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import * as fc from 'fast-check';
import {
  AccessCondition, AttributeScope, ClientProfile, DynamoAccessRole, EncryptionMode, FieldEncryption, LambdaTableAccess, RoleLogs, RoleTrust,
  RowScope, TableAccessGrants, TableAccessPolicy, TableDenial, TableFamily, TableFeature, TableRef,
} from '../../src';
import { addIndexes, ENV, newFunction, newTable } from '../support/app';
import { FEATURES } from '../support/features';

/** What is written in a stack: right, wrong, or somewhere between. */
export type Program = (stack: Stack) => unknown;

/** A part of a program: the stack gives it a place, and a number a name of its own. */
type Part = (stack: Stack, id: () => string) => any;

const keySchema = [{ attributeName: 'pk', keyType: 'HASH' }];

const strange = fc.constantFrom<Part>(
  () => null, () => undefined, () => 42, () => NaN, () => '', () => 'x', () => '*', () => 'a\nb', () => 'é/ü', () => [], () => [[]], () => [null],
  () => ({}), () => Object.create(null), () => Symbol('x'), () => () => undefined, () => new Date(0), () => true,
  (stack, id) => new Key(stack, `Key${id()}`), (stack, id) => newTable(stack, `Table${id()}`), (stack, id) => new Bucket(stack, `Bucket${id()}`),
  (stack, id) => new CfnParameter(stack, `Parameter${id()}`).valueAsString, () => TableFeature.QUERY, () => ClientProfile.electrodb(),
);

/** One of these parts, and now and then something strange. */
function usually(...parts: Part[]): fc.Arbitrary<Part> {
  return fc.oneof({ weight: 80, arbitrary: fc.constantFrom(...parts) }, { weight: 1, arbitrary: strange });
}

function several(part: fc.Arbitrary<Part>, minLength: number, maxLength: number): fc.Arbitrary<Part> {
  return fc.array(part, { minLength, maxLength }).map((parts): Part => (stack, id) => parts.map((each) => each(stack, id)));
}

const token: Part = (stack, id) => new CfnParameter(stack, `Parameter${id()}`).valueAsString;

const table = usually(
  (stack, id) => newTable(stack, `Table${id()}`),
  (stack, id) => newTable(stack, `Table${id()}`, { tableName: 'orders', stream: 'NEW_IMAGE' as any, encryptionKey: new Key(stack, `Key${id()}`) }),
  (stack, id) => {
    const indexed = newTable(stack, `Table${id()}`);
    addIndexes(indexed, 'byDate', 'byName');
    return indexed;
  },
  (stack, id) => new TableV2(stack, `Table${id()}`, { partitionKey: { name: 'pk', type: 'S' as any }, replicas: [{ region: 'us-east-1' }] }),
  (stack, id) => new CfnTable(stack, `Table${id()}`, { keySchema }),
  (stack, id) => TableRef.fromGlobalTable(new CfnGlobalTable(stack, `Table${id()}`, {
    keySchema, attributeDefinitions: [{ attributeName: 'pk', attributeType: 'S' }], replicas: [{ region: ENV.region }],
  })),
  (stack, id) => Table.fromTableName(stack, `Table${id()}`, 'orders'),
  (stack, id) => Table.fromTableArn(stack, `Table${id()}`, 'arn:aws:dynamodb:us-east-1:222222222222:table/orders'),
  (stack, id) => Table.fromTableArn(stack, `Table${id()}`, token(stack, id)),
  (stack, id) => TableFamily.withPrefix(stack, `Tables${id()}`, 'demo-'),
  (stack, id) => TableFamily.withPrefix(stack, `Tables${id()}`, 'demo-', { findTableKeys: true }),
  (stack, id) => TableFamily.withTag(stack, `Tables${id()}`, 'team', 'orders'),
);

const indexName = usually(() => 'byDate', () => 'byName', () => 'by*', () => 'x', token);

/** Features that rest on nothing but the table. */
const FREE = FEATURES.filter(({ name }) => !/RESTORE|EXPORT|IMPORT|KINESIS|REPLICAS|WITNESS|CHANGE_TABLE_KEY|STREAM|VECTOR/.test(name));
const INDEXED = [TableFeature.QUERY, TableFeature.SCAN, TableFeature.CRUD, TableFeature.PARTIQL_SELECT];

const feature: fc.Arbitrary<Part> = fc.oneof(
  { weight: 40, arbitrary: fc.constantFrom(...FREE).map((each): Part => () => each) },
  { weight: 2, arbitrary: fc.constantFrom(...FEATURES).map((each): Part => () => each) },
  {
    weight: 12,
    arbitrary: fc.tuple(fc.constantFrom(...INDEXED), several(indexName, 1, 2))
      .map(([each, names]): Part => (stack, id) => each.onIndexes(...names(stack, id))),
  },
  { weight: 8, arbitrary: fc.constantFrom(...INDEXED).map((each): Part => () => each.onTable()) },
  { weight: 4, arbitrary: fc.constantFrom(...INDEXED).map((each): Part => () => each.onAnyIndex()) },
  { weight: 1, arbitrary: fc.constantFrom(...FEATURES).map((each): Part => () => each.onTable()) },
  {
    weight: 2,
    arbitrary: fc.record({
      tableActions: several(usually(() => 'dynamodb:GetItem', () => 'dynamodb:StartSomething', () => 'dynamodb:*', () => 's3:GetObject'), 0, 2),
      indexActions: several(usually(() => 'dynamodb:Query', () => 'dynamodb:PutItem'), 0, 1),
    }).map(({ tableActions, indexActions }): Part => (stack, id) => TableFeature.custom({
      name: 'NEW', why: 'to test it', tableActions: tableActions(stack, id), indexActions: indexActions(stack, id),
    })),
  },
  { weight: 1, arbitrary: strange },
);

const features = fc.oneof(
  { weight: 40, arbitrary: several(feature, 1, 3) },
  { weight: 1, arbitrary: several(feature, 0, 1) },
  { weight: 1, arbitrary: strange },
  { weight: 2, arbitrary: fc.constant<Part>(() => ClientProfile.electrodb().features) },
);

const key = usually(
  (stack, id) => new Key(stack, `Key${id()}`),
  (stack, id) => Key.fromKeyArn(stack, `Key${id()}`, 'arn:aws:kms:eu-west-1:111122223333:key/1'),
  (stack, id) => Key.fromKeyArn(stack, `Key${id()}`, 'arn:aws:kms:us-east-1:111122223333:key/mrk-1'),
  (stack, id) => Alias.fromAliasName(stack, `Key${id()}`, 'alias/orders'),
);

const value = usually(() => 'TENANT#1', () => 'a', () => 'a*', () => 'a?', () => '${aws:PrincipalTag/TenantId}#', () => '$aws:username', token);

const rows = fc.tuple(fc.boolean(), several(value, 1, 2)).map(([arePrefixes, values]): Part => (stack, id) =>
  arePrefixes ? RowScope.ofPrefixes(...values(stack, id)) : RowScope.ofValues(...values(stack, id)));

const attributes = fc.tuple(fc.nat(3), several(usually(() => 'pk', () => 'sk', () => 'note', token), 0, 3))
  .map(([kind, names]): Part => (stack, id) => [
    () => AttributeScope.ofAttributes(...names(stack, id)), () => AttributeScope.ofProjections(), () => AttributeScope.writeOnly(),
    () => AttributeScope.ofAttributes(...names(stack, id)).returningNothing(),
  ][kind]());

const texts = usually(() => 'vpc-1', () => 'vpce-1', () => '2030-01-01', () => '2020-01-01', () => 'o-a1b2c3d4e5', () => '203.0.113.0/24', () => 'true',
  () => '10.0.0.1', token);

const condition = fc.oneof(
  fc.tuple(fc.constantFrom(
    AccessCondition.fromVpcs, AccessCondition.fromVpcEndpoints, AccessCondition.fromAddresses, AccessCondition.until, AccessCondition.between,
    AccessCondition.principalTag, AccessCondition.resourceTag, AccessCondition.resourceOrganization, AccessCondition.tlsOnly,
  ), several(texts, 0, 3)).map(([make, values]): Part => (stack, id) => (make as any)(...values(stack, id))),
  fc.tuple(
    usually(() => 'StringEquals', () => 'StringLike', () => 'Bool', () => 'ForAllValues:StringEquals', () => 'Null', () => 'NumericLessThanIfExists'),
    usually(() => 'aws:PrincipalTag/team', () => 'aws:SourceVpc', () => 'dynamodb:LeadingKeys', () => 'dynamodb:Select', () => 'aws:PrincipalOrgID'),
    several(texts, 0, 2),
  ).map(([operator, name, values]): Part => (stack, id) => AccessCondition.of(operator(stack, id), name(stack, id), ...values(stack, id))),
);

const location = fc.record({
  bucket: usually((stack, id) => new Bucket(stack, `Bucket${id()}`)),
  prefix: usually(() => 'orders', () => undefined, () => '/orders', () => 'orders*', token),
}).map(({ bucket, prefix }): Part => (stack, id) => ({ bucket: bucket(stack, id), prefix: prefix(stack, id) }));

const fieldEncryption = fc.tuple(fc.boolean(), key, usually(...Object.values(EncryptionMode).map((mode) => () => mode)),
  usually(() => undefined, () => ({ purpose: 'note' }), () => ({}))).map(([isDirect, fieldKey, mode, context]): Part => (stack, id) =>
  (isDirect ? FieldEncryption.direct : FieldEncryption.envelope)(
    fieldKey(stack, id), { mode: mode(stack, id), encryptionContext: context(stack, id) },
  ));

/** A part that is there once in so many times. */
function sometimes(part: fc.Arbitrary<Part>, oneIn = 6): fc.Arbitrary<Part | null> {
  return fc.oneof(
    { weight: 40 * (oneIn - 1), arbitrary: fc.constant(null) }, { weight: 39, arbitrary: part }, { weight: 1, arbitrary: strange },
  );
}

const scope = {
  regions: sometimes(several(usually(() => 'us-east-1', () => 'eu-west-1', () => 'EU', token), 0, 2)),
  tableKey: sometimes(key),
  previousTableKeys: sometimes(several(key, 0, 2), 12),
  fieldEncryption: sometimes(fieldEncryption),
  rows: sometimes(rows, 8),
  attributes: sometimes(attributes, 12),
  conditions: sometimes(several(condition, 0, 2)),
  restoreTo: sometimes(table, 60),
  exportTo: sometimes(location, 60),
  importFrom: sometimes(location, 60),
  kinesisStream: sometimes(usually((stack, id) => new Stream(stack, `Stream${id()}`)), 60),
  acknowledgeAccountActions: sometimes(usually(() => true, () => false), 10),
};

const unknown = fc.oneof(
  { weight: 60, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constantFrom('row', 'feature', 'tabelKey', 'anything') },
);

/** Options that are there, with what they are given. */
function optionsOf(parts: Readonly<Record<string, fc.Arbitrary<Part | null>>>): fc.Arbitrary<Part> {
  return fc.tuple(fc.record(parts), unknown).map(([given, other]): Part => (stack, id) => ({
    ...Object.fromEntries(Object.entries(given).filter(([, part]) => part !== null).map(([option, part]) => [option, part!(stack, id)])),
    ...other === null ? {} : { [other]: 'x' },
  }));
}

/** Features that rest on something else, with it. */
const accompanied = fc.oneof(
  fc.record({ features: fc.constant<Part>(() => [TableFeature.EXPORT]), exportTo: location }),
  fc.record({ features: fc.constant<Part>(() => [TableFeature.IMPORT]), importFrom: location }),
  fc.record({ features: fc.constant<Part>(() => [TableFeature.RESTORE]), restoreTo: table }),
  fc.record({ features: fc.constant<Part>(() => [TableFeature.REPLICAS]), regions: fc.constant<Part>(() => ['us-east-1']) }),
  fc.record({ features: fc.constant<Part>(() => [TableFeature.CHANGE_TABLE_KEY]), tableKey: key }),
).map((parts): Part => (stack, id) => Object.fromEntries(Object.entries(parts).map(([option, part]) => [option, (part as Part)(stack, id)])));

const ofRole = optionsOf({
  table,
  features,
  ...scope,
  assumedBy: sometimes(usually(() => new ServicePrincipal('lambda.amazonaws.com'), () => RoleTrust.ofAccount('222222222222', { externalId: 'x1' })), 10),
  logs: sometimes(usually(() => RoleLogs.none(), () => RoleLogs.newGroup(), (stack, id) => RoleLogs.toGroup(new LogGroup(stack, `Group${id()}`))), 4),
  vpcAccess: sometimes(usually(() => true, () => false), 8),
  tracing: sometimes(usually(() => true), 8),
  roleName: sometimes(usually(() => 'orders', () => 'orders/*', token), 8),
});
const ofFunction = optionsOf({
  function: usually((stack, id) => newFunction(stack, `Fn${id()}`)),
  table,
  features,
  ...scope,
  environmentVariable: sometimes(usually(() => 'TABLE', () => 'T', () => 'AWS_REGION', () => 'A-B')),
  keepManagedPolicies: sometimes(usually(() => true), 10),
});
const ofPolicy = optionsOf({
  table,
  features,
  principals: several(usually(() => new AccountPrincipal('222222222222'), () => new AccountPrincipal('333333333333')), 1, 2),
  regions: scope.regions,
  tableKey: scope.tableKey,
});
const ofDenial = optionsOf({
  table,
  regions: scope.regions,
  denials: several(fc.oneof(
    usually(() => TableDenial.DELETES, () => TableDenial.TRANSACTIONS, () => TableDenial.PARTIQL_FULL_SCANS),
    several(feature, 1, 2).map((list): Part => (stack, id) => TableDenial.features(...list(stack, id))),
  ), 1, 2),
});
const grantee = usually(
  (stack, id) => newFunction(stack, `Fn${id()}`), (stack, id) => new User(stack, `User${id()}`),
  (stack, id) => new Role(stack, `Role${id()}`, { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') }),
  () => new AccountPrincipal('222222222222'),
);

const statement: fc.Arbitrary<Part> = fc.oneof(
  fc.tuple(table, accompanied).map(([of, options]): Part => (stack, id) =>
    new DynamoAccessRole(stack, `Access${id()}`, { table: of(stack, id), ...options(stack, id) })),
  ofRole.map((props): Part => (stack, id) => new DynamoAccessRole(stack, `Access${id()}`, props(stack, id))),
  ofFunction.map((props): Part => (stack, id) => new LambdaTableAccess(stack, `Access${id()}`, props(stack, id))),
  ofPolicy.map((props): Part => (stack, id) => new TableAccessPolicy(stack, `Policy${id()}`, props(stack, id))),
  fc.tuple(ofRole, ofRole, ofDenial).map(([first, second, denial]): Part => (stack, id) => {
    const access = new DynamoAccessRole(stack, `Access${id()}`, first(stack, id));
    access.addTableAccess(second(stack, id));
    access.denyTableAccess(denial(stack, id));
  }),
  fc.tuple(table, optionsOf(scope), grantee, features).map(([of, options, who, list]): Part => (stack, id) => {
    const asked = list(stack, id);
    TableAccessGrants.fromTable(of(stack, id), options(stack, id)).features(who(stack, id), ...Array.isArray(asked) ? asked : [asked]);
  }),
);

/** Programs of one or two statements. */
export const programs: fc.Arbitrary<Program> = fc.array(statement, { minLength: 1, maxLength: 2 }).map((statements) => (stack) => {
  let count = 0;
  for (const each of statements) each(stack, () => `${count++}`);
});

/** A stack of an app of its own, which is written to a folder. */
export function stackIn(outdir: string): Stack {
  return new Stack(new App({ outdir, context: { '@aws-cdk/core:stackResourceLimit': 0 } }), 'Stack', { env: ENV });
}
