import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { SAMPLES } from './samples';
import { allow, ARN, deny, index, key, Resources, role, table, writeAssembly } from './templates';
import { DynamoAccessRole, LambdaTableAccess, RowScope, TableFeature } from '../../src';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { AccessReportData, AllowedActions, ReportedAccess, ReportedGrantee } from '../../src/report/report-data';
import { newApp } from '../policy/assemblies';
import { ENV, newFunction, newTable } from '../support/app';
import '../support/quiet';

function reportOfApp(build: (app: App) => void): AccessReportData {
  const app = newApp();
  build(app);
  return reportAssembly(app.synth().directory);
}

function reportOfStack(build: (stack: Stack) => void): AccessReportData {
  return reportOfApp((app) => build(new Stack(app, 'Stack', { env: ENV })));
}

function report(...resources: Resources[]): AccessReportData {
  return reportAssembly(writeAssembly(Object.assign({}, ...resources)));
}

function accessOf({ accesses }: AccessReportData, resource: string, grantee = 'Stack/role'): ReportedAccess | undefined {
  return accesses.find((each) => each.grantee === grantee && each.resource === resource);
}

/** What is allowed, in short. */
function allowedOn(data: AccessReportData, resource: string, grantee?: string): unknown[] {
  return (accessOf(data, resource, grantee)?.allowed ?? []).map(({ actions, conditions }) =>
    [...actions.map((action) => action.split(':')[1]), ...conditions.map(({ text }) => text)].join(' '));
}

function granteeOf({ grantees }: AccessReportData, id = 'Stack/role'): ReportedGrantee {
  return grantees.find((each) => each.id === id)!;
}

test.each(SAMPLES)('the report of the %s is the sample; npx projen report:samples writes it', (name, sampled) => {
  expect(sampled()).toEqual(JSON.parse(readFileSync(join(__dirname, 'samples', `${name}.json`), 'utf8')));
});

describe('what is allowed', () => {
  test('is said for a table, each of its indexes, and what has no resource', () => {
    const data = report(
      table('Orders', { GlobalSecondaryIndexes: [index('byA'), index('byB')] }),
      role('role', [allow(['dynamodb:Query', 'dynamodb:ListTables'], '*'), allow('dynamodb:Scan', `${ARN.table('Orders')}/index/byB`)]),
    );

    expect(['Stack/Orders', 'Stack/Orders/index/byA', 'Stack/Orders/index/byB', 'account'].map((id) => allowedOn(data, id)))
      .toEqual([['Query'], ['Query'], ['Query', 'Scan'], ['ListTables']]);
  });

  test('leaves out actions that AWS doesn\'t authorize on the resource', () => {
    const data = report(table('Orders'), role('role', [allow(['dynamodb:GetItem', 'dynamodb:GetRecords'], ARN.table('Orders'))]));

    expect(allowedOn(data, 'Stack/Orders')).toEqual(['GetItem']);
  });

  test('leaves out what is always denied', () => {
    const data = report(table('Orders'), role('role', [allow(['dynamodb:GetItem', 'dynamodb:Scan'], '*'), deny('dynamodb:Scan', '*')]));

    expect([allowedOn(data, 'Stack/Orders'), accessOf(data, 'Stack/Orders')!.denied.map(({ actions }) => actions)])
      .toEqual([['GetItem'], [['dynamodb:Scan']]]);
  });

  test.each<[what: string, notResource: string, denied: boolean]>([
    ['the tables like a pattern, which are apart from the others', ARN.table('O*'), true],
    ['the tables like a pattern that matches all', ARN.table('*'), false],
    ['a table that the app does not declare, which the report knows then', ARN.table('Elsewhere'), true],
    ['a declared table', ARN.table('Orders'), true],
  ])('decides a denial on all but %s', (_what, notResource, denied) => {
    const statements = [allow('dynamodb:GetItem', '*'), { Effect: 'Deny', Action: 'dynamodb:GetItem', NotResource: notResource }];
    const { accesses } = reportAssembly(writeAssembly({ ...table('Orders'), ...role('Role', statements) }));

    expect(accesses.find(({ resource }) => resource === 'any table')!.allowed.length === 0).toBe(denied);
  });

  test('names the table that a denial on all others leaves', () => {
    const data = report(table('Orders'), role('role', [allow('dynamodb:GetItem', '*'), { Effect: 'Deny', Action: 'dynamodb:GetItem', NotResource: ARN.table('Elsewhere') }]));

    expect(allowedOn(data, ARN.table('Elsewhere'))).toEqual(['GetItem']);
  });

  test('keeps what is denied under conditions, beside the denial', () => {
    const condition = { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } };
    const data = report(table('Orders'), role('role', [allow('dynamodb:Scan', '*'), deny('dynamodb:Scan', '*', condition)]));

    expect([allowedOn(data, 'Stack/Orders'), accessOf(data, 'Stack/Orders')!.denied]).toEqual([['Scan'], [{
      actions: ['dynamodb:Scan'],
      patterns: [],
      conditions: [{
        operator: 'StringNotEquals', key: 'aws:SourceVpce', values: ['vpce-1'], text: 'only if aws:SourceVpce is not vpce-1',
      }],
      statements: ['Stack/role, statement 1'],
    }]]);
  });

  test('on a key takes the key\'s policy', () => {
    const own = { KeyPolicy: { Version: '2012-10-17', Statement: [{ ...allow('kms:*', '*'), Principal: { AWS: ARN.role('other') } }] } };
    const data = report(key('Open'), key('Closed', own), role('role', [allow('kms:Decrypt', '*')]));

    expect([allowedOn(data, 'Stack/Open'), allowedOn(data, 'Stack/Closed')]).toEqual([['Decrypt'], []]);
  });

  test('on another account\'s table depends on its policy, which the app doesn\'t have', () => {
    const arn = 'arn:aws:dynamodb:eu-west-1:444455556666:table/theirs';

    expect(allowedOn(report(role('role', [allow('dynamodb:GetItem', arn)])), arn))
      .toEqual(['GetItem only if the policy of table theirs in account 444455556666 allows it too']);
  });

  test('by a policy variable in the resource depends on it', () => {
    const pattern = `${ARN.table('')}\${aws:PrincipalTag/team}`;

    expect(allowedOn(report(table('Orders'), role('role', [allow('dynamodb:GetItem', pattern)])), 'Stack/Orders'))
      .toEqual([`GetItem only where the resource is ${pattern}`]);
  });

  test('beyond the app is said of any other table, key and log group', () => {
    const data = report(role('role', [allow(['dynamodb:GetItem', 'kms:Decrypt', 'logs:PutLogEvents'], '*')]));

    expect(data.accesses.map(({ resource }) => resource)).toEqual(['any key', 'any log group', 'any log group of functions', 'any table']);
  });

  test('on tables that the app only names is said by their ARN', () => {
    const data = report(role('role', [allow('dynamodb:Query', [ARN.table('theirs'), `${ARN.table('theirs')}/index/byA`])]));

    expect(data.resources.map(({ id, name, declared }) => [id, name, declared])).toEqual([
      [ARN.table('theirs'), 'table theirs', false],
      [`${ARN.table('theirs')}/index/byA`, 'index byA of table theirs', false],
    ]);
  });

  test.each([
    ['/index/*', '/index/*', 'any index'],
    ['/index/by*', '/index/by*', 'indexes like by*'],
    ['/stream/2026-*', '/stream', 'the stream'],
  ])('on %s of a table that another statement names first is said too', (pattern, id, name) => {
    const theirs = ARN.table('theirs');
    const data = report(role('role', [allow('dynamodb:GetItem', theirs), allow('dynamodb:*', `${theirs}${pattern}`)]));

    expect(data.resources.map((each) => [each.id, each.name])).toEqual([
      [theirs, 'table theirs'], [`${theirs}${id}`, `${name} of table theirs`],
    ]);
    expect(accessOf(data, `${theirs}${id}`)!.allowed).not.toEqual([]);
  });

  test.each([
    ['tables', 'dynamodb:GetItem', ARN.table('prod-*')],
    ['log groups', 'logs:PutLogEvents', 'arn:aws:logs:eu-west-1:111122223333:log-group:/prod/*'],
  ])('on %s of a name that begins so is said by the pattern', (_name, action, pattern) => {
    expect(report(table('Orders'), role('role', [allow(action, pattern)])).accesses.map(({ resource }) => resource)).toEqual([pattern]);
  });

  test('of an action that the library doesn\'t know is said where the statement names its table', () => {
    const data = report(table('Orders'), role('role', [allow('dynamodb:InventedTomorrow', ARN.table('Orders'))]));

    expect(allowedOn(data, 'Stack/Orders')).toEqual(['InventedTomorrow']);
  });

  test('is unknown where a statement can\'t be read', () => {
    const data = report(table('Orders'), role('role', [{ Effect: 'Allow', Action: 'dynamodb:GetItem' }, allow('dynamodb:Scan', '*')]));

    expect([allowedOn(data, 'Stack/Orders'), data.unknown]).toEqual([
      ['Scan'],
      [{ path: 'Stack/role, statement 0', problem: 'the statement: it has neither Resource nor NotResource', statements: [{ Effect: 'Allow', Action: 'dynamodb:GetItem' }] }],
    ]);
  });

  test('is unknown for a resource that deployment looks up, and not for those beside it', () => {
    const statement = allow('dynamodb:GetItem', [{ 'Fn::ImportValue': 'theirs' }, ARN.table('Orders')]);
    const data = report(table('Orders'), role('role', [statement]));

    expect([allowedOn(data, 'Stack/Orders'), data.unknown]).toEqual([['GetItem'], [{
      path: 'Stack/role, statement 0',
      problem: 'the statement: Resource: {"Fn::ImportValue":"theirs"}, because no stack of this assembly exports theirs in the same account and Region',
      statements: [statement],
    }]]);
  });

  test('is not unknown for a resource of another service', () => {
    expect(report(role('role', [allow('s3:GetObject', { 'Fn::ImportValue': 'theirs' })])).unknown).toEqual([]);
  });

  test('is not unknown for the name of a role', () => {
    expect(report(role('role', [], { RoleName: { 'Fn::ImportValue': 'theirs' } })).unknown).toEqual([]);
  });

  test('by managed policies of AWS is not known, and said so', () => {
    const data = report(role('role', [], { ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }));

    expect(granteeOf(data).unknownPolicies).toEqual(['ReadOnlyAccess']);
  });

  test('names account and Region by their pseudo parameters, where a stack can be deployed anywhere', () => {
    const resources = { ...role('role', [allow('dynamodb:GetItem', { 'Fn::Sub': 'arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/theirs' })]) };

    expect(reportAssembly(writeAssembly(resources, 'aws://unknown-account/unknown-region')).accesses.map(({ resource }) => resource))
      .toEqual(['arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/theirs']);
  });
});

describe('on whose request', () => {
  /** What asked for the only entry of a resource. */
  function asked(data: AccessReportData, grantee: string, resource: string): AllowedActions['asked'] {
    return accessOf(data, resource, grantee)!.allowed.flatMap((each) => each.asked);
  }

  test('an action is allowed is said with its feature and reason', () => {
    const data = reportOfStack((stack) => {
      new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Orders'), features: [TableFeature.READ_ITEM] });
    });

    expect(asked(data, 'Stack/Access/Role', 'Stack/Orders')).toEqual([{ feature: 'READ_ITEM', why: 'reads an item by its key' }]);
  });

  test('what has no resource is allowed is known, though it stands in another policy', () => {
    const data = reportOfStack((stack) => {
      new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Orders'), features: [TableFeature.LIST_TABLES] });
    });

    expect(asked(data, 'Stack/Access/Role', 'account')).toEqual([{ feature: 'LIST_TABLES', why: 'lists the tables of the account' }]);
  });

  test('a feature of the app\'s own is named, without a reason', () => {
    const data = reportOfStack((stack) => {
      const feature = TableFeature.custom({ name: 'BULK', why: 'loads', tableActions: ['dynamodb:BulkLoad'] });
      new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Orders'), features: [feature, TableFeature.READ_ITEM] });
    });

    expect(accessOf(data, 'Stack/Orders', 'Stack/Access/Role')!.allowed.map(({ actions, asked: by }) => [actions, by])).toEqual([
      [['dynamodb:BulkLoad'], [{ feature: 'BULK' }]],
      [['dynamodb:GetItem'], [{ feature: 'READ_ITEM', why: 'reads an item by its key' }]],
    ]);
  });

  test('an action of two tables is allowed is said of each by its own feature', () => {
    const data = reportOfStack((stack) => {
      const access = new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Orders'), features: [TableFeature.READ_ITEM] });
      access.addTableAccess({ table: newTable(stack, 'Customers'), features: [TableFeature.CRUD] });
    });
    const features = (table_: string) => asked(data, 'Stack/Access/Role', table_).map(({ feature }) => feature);

    expect([new Set(features('Stack/Orders')), new Set(features('Stack/Customers'))]).toEqual([new Set(['READ_ITEM']), new Set(['CRUD'])]);
  });

  test('logs are written is said of the function\'s own, and of those of imports by the feature', () => {
    const data = reportOfStack((stack) => {
      new LambdaTableAccess(stack, 'Access', {
        function: newFunction(stack, 'Fn', { logGroup: new LogGroup(stack, 'Logs') }),
        table: newTable(stack, 'Orders'),
        features: [TableFeature.IMPORT],
        importFrom: { bucket: new Bucket(stack, 'Bucket') },
      });
    });
    const features = (group: string) => asked(data, 'Stack/Fn/ServiceRole', group).map(({ feature }) => feature);

    expect(new Set(features('Stack/Logs'))).toEqual(new Set(['logs']));
    expect(new Set(features('arn:aws:logs:eu-west-1:111122223333:log-group:/aws-dynamodb/*'))).toEqual(new Set(['IMPORT']));
  });

  test('nobody of this library is said of statements of others', () => {
    const data = reportOfStack((stack) => { newTable(stack, 'Orders').grant(newFunction(stack, 'Fn'), 'dynamodb:GetItem'); });

    expect(accessOf(data, 'Stack/Orders', 'Stack/Fn/ServiceRole')!.allowed).toEqual([{
      actions: ['dynamodb:GetItem'],
      patterns: [],
      conditions: [],
      statements: ['Stack/Fn/ServiceRole/DefaultPolicy, statement 0'],
      asked: [],
      wider: false,
    }]);
  });
});

describe('wider than the declared features', () => {
  function widerOf(build: (stack: Stack) => void): string[] {
    return reportOfStack(build).accesses.flatMap(({ allowed }) => allowed).filter(({ wider }) => wider).flatMap(({ actions }) => actions);
  }

  test('is what another statement allows and no feature needs', () => {
    expect(widerOf((stack) => {
      const [table_, fn] = [newTable(stack, 'Orders'), newFunction(stack, 'Fn')];
      new LambdaTableAccess(stack, 'Access', { function: fn, table: table_, features: [TableFeature.READ_ITEM] });
      table_.grant(fn, 'dynamodb:GetItem', 'dynamodb:DeleteItem');
    })).toEqual(['dynamodb:DeleteItem']);
  });

  test('is what another statement allows without the conditions of the feature', () => {
    expect(widerOf((stack) => {
      const [table_, fn] = [newTable(stack, 'Orders'), newFunction(stack, 'Fn')];
      new LambdaTableAccess(stack, 'Access', { function: fn, table: table_, features: [TableFeature.TRANSACT_READ] });
      table_.grant(fn, 'dynamodb:GetItem');
    })).toEqual(['dynamodb:GetItem']);
  });

  test.each<[string[], string[]]>([
    [['A'], []],
    [['A', 'C'], ['dynamodb:GetItem']],
  ])('is a statement on rows only if they are not among those of the feature: %j', (rows, expected) => {
    expect(widerOf((stack) => {
      const [table_, fn] = [newTable(stack, 'Orders'), newFunction(stack, 'Fn')];
      new LambdaTableAccess(stack, 'Access', { function: fn, table: table_, features: [TableFeature.READ_ITEM], rows: RowScope.ofValues('A', 'B') });
      fn.addToRolePolicy(new PolicyStatement({
        actions: ['dynamodb:GetItem'],
        resources: [table_.tableArn],
        conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': rows }, 'Null': { 'dynamodb:LeadingKeys': 'false' } },
      }));
    })).toEqual(expected);
  });

  test('is nothing where no features are declared', () => {
    expect(widerOf((stack) => { newTable(stack, 'Orders').grant(newFunction(stack, 'Fn'), 'dynamodb:GetItem'); })).toEqual([]);
  });
});

describe('the same by features', () => {
  const ORDERS = table('Orders', { GlobalSecondaryIndexes: [index('byA'), index('byB')] });

  function suggested(statements: object[], resources: Resources = ORDERS): unknown {
    return granteeOf(report(resources, role('role', statements))).suggestion?.accesses.map(({ features }) => features);
  }

  test('are bundles, where all of one is allowed', () => {
    const actions = ['DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'].map((name) => `dynamodb:${name}`);

    expect(suggested([allow(actions, [ARN.table('Orders'), `${ARN.table('Orders')}/index/*`])])).toEqual([['CRUD']]);
  });

  test.each([
    ['the table alone', [''], ['QUERY.onTable()']],
    ['one index alone', ['/index/byB'], ["QUERY.onIndexes('byB')"]],
    ['the table and one index', ['', '/index/byB'], ["QUERY.onIndexes('byB')", 'QUERY.onTable()']],
    ['the table and all indexes', ['', '/index/byA', '/index/byB'], ['QUERY']],
  ])('reach %s, where that is what is allowed', (_name, parts, features) => {
    expect(suggested([allow('dynamodb:Query', parts.map((part) => ARN.table('Orders') + part))])).toEqual([features]);
  });

  test('are transactions, where it is allowed inside of them alone', () => {
    const inside = { 'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': 'TransactGetItems' } };

    expect(suggested([allow('dynamodb:GetItem', ARN.table('Orders'), inside)])).toEqual([['TRANSACT_READ']]);
  });

  test.each(['StringNotEquals', 'ForAllValues:StringEquals', 'StringEqualsIfExists'])('are no transactions under %s on the transaction', (operator) => {
    const Condition = { [operator]: { 'dynamodb:EnclosingOperation': 'TransactGetItems' } };

    expect(suggested([allow('dynamodb:GetItem', ARN.table('Orders'), Condition)])).toEqual([['READ_ITEM']]);
  });

  test('are left out where a statement denies some of the requests', () => {
    const conditionalDenial = { Effect: 'Deny', Action: 'dynamodb:PutItem', Resource: ARN.table('Orders'), Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } } };

    expect(suggested([allow(['dynamodb:GetItem', 'dynamodb:PutItem'], ARN.table('Orders')), conditionalDenial])).toBeUndefined();
  });

  test('are without the actions that are always denied', () => {
    const denial = { Effect: 'Deny', Action: 'dynamodb:PutItem', Resource: ARN.table('Orders') };

    expect(suggested([allow(['dynamodb:GetItem', 'dynamodb:PutItem'], ARN.table('Orders')), denial])).toEqual([['READ_ITEM']]);
  });

  test('have the conditions that it is allowed under', () => {
    const { suggestion } = granteeOf(report(ORDERS, role('role', [
      allow('dynamodb:GetItem', ARN.table('Orders'), { StringEquals: { 'aws:SourceVpce': 'vpce-1' } }), allow('dynamodb:PutItem', ARN.table('Orders')),
    ])));

    expect(suggestion!.accesses).toEqual([
      { table: 'Stack/Orders', features: ['PUT_ITEM'], conditions: [] },
      { table: 'Stack/Orders', features: ['READ_ITEM'], conditions: ['only if aws:SourceVpce is vpce-1'] },
    ]);
  });

  test('are not suggested to whom features give everything', () => {
    const data = reportOfStack((stack) => {
      new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Orders'), features: [TableFeature.CRUD] });
    });

    expect(granteeOf(data, 'Stack/Access/Role').suggestion).toBeUndefined();
  });
});

describe('what could be dropped', () => {
  function dropped(statement: object | object[], ...resources: Resources[]): unknown[] {
    return granteeOf(report(...resources, role('role', [statement].flat()))).suggestion!.drops.map(({ kind, actions, resource }) =>
      [kind, actions.join(), resource]);
  }

  test('is what AWS doesn\'t authorize on such a resource', () => {
    expect(dropped(allow(['dynamodb:GetItem', 'dynamodb:GetRecords'], ARN.table('Orders')), table('Orders')))
      .toEqual([['without-effect', 'dynamodb:GetRecords', 'Stack/Orders']]);
  });

  test('is any index, where the app knows which ones there are', () => {
    expect(dropped(allow(['dynamodb:Query'], [ARN.table('Orders'), `${ARN.table('Orders')}/index/*`]), table('Orders')))
      .toEqual([['any-index', '', 'Stack/Orders/index/*']]);
  });

  test('is what reaches tables that the app doesn\'t name', () => {
    expect(dropped(allow('dynamodb:GetItem', '*'), table('Orders'))).toEqual([['any-resource', 'dynamodb:GetItem', 'any table']]);
  });

  test('is what the items of an encrypted table don\'t take of its key', () => {
    const encrypted = table('Orders', { SSESpecification: { KMSMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } } });
    const statements = [allow('dynamodb:GetItem', ARN.table('Orders')), allow(['kms:Decrypt', 'kms:Encrypt'], ARN.key('Key'))];

    expect(dropped(statements, encrypted, key('Key'))).toEqual([
      ['excess-key-action', 'kms:Encrypt', 'Stack/Key'],
      ['any-request', 'kms:Decrypt', 'Stack/Key'],
    ]);
  });

  test('is nothing of the key of a table that another service uses too', () => {
    const encrypted = table('Orders', { SSESpecification: { KMSMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } } });
    const bus = { Bus: { Type: 'AWS::Events::EventBus', Properties: { KmsKeyIdentifier: { Ref: 'Key' } } } };
    const statements = [allow('dynamodb:GetItem', ARN.table('Orders')), allow(['kms:Decrypt', 'kms:GenerateDataKey'], ARN.key('Key'))];

    expect(dropped(statements, encrypted, key('Key'), bus)).toEqual([]);
  });

  test.each<[object, string[]]>([
    [{ StringLike: { 'kms:ViaService': '*' } }, ['any-request']],
    [{ StringNotEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } }, ['any-request']],
    [{ StringEquals: { 'kms:ViaService': `dynamodb.${ENV.region}.amazonaws.com` } }, []],
  ])('is the key of a table in any request under the condition %j, if that requires no service', (condition, kinds) => {
    const encrypted = table('Orders', { SSESpecification: { KMSMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } } });
    const statements = [allow('dynamodb:GetItem', ARN.table('Orders')), allow('kms:Decrypt', ARN.key('Key'), condition)];

    expect((dropped(statements, encrypted, key('Key')) as string[][]).map(([kind]) => kind)).toEqual(kinds);
  });

  test('is what no feature gives', () => {
    expect(dropped(allow(['dynamodb:GetItem', 'dynamodb:InventedTomorrow'], ARN.table('Orders')), table('Orders')))
      .toEqual([['no-feature', 'dynamodb:InventedTomorrow', 'Stack/Orders']]);
  });
});

test('the name of a grantee is that of its only function', () => {
  const data = reportOfStack((stack) => {
    newFunction(stack, 'Writer');
    const { role: shared } = newFunction(stack, 'One');
    newFunction(stack, 'Two', { role: shared });
    shared!.addToPrincipalPolicy(new PolicyStatement({ actions: ['dynamodb:GetItem'], resources: ['*'] }));
  });

  expect(data.grantees.map(({ name, functions }) => [name, functions])).toEqual([
    ['One/ServiceRole', ['Stack/One', 'Stack/Two']],
    ['Writer', ['Stack/Writer']],
  ]);
});
