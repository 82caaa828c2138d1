import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnCondition, CfnParameter, CfnResource, Fn, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { AttributeType, CfnTable, StreamViewType, Table, TableEncryption, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import {
  AccountRootPrincipal, CfnGroup, CfnPolicy, CfnUser, CfnUserToGroupAddition, Effect, Group, ManagedPolicy, Policy, PolicyDocument,
  PolicyStatement, Role, ServicePrincipal, User,
} from 'aws-cdk-lib/aws-iam';
import { CfnAlias, CfnKey, Key } from 'aws-cdk-lib/aws-kms';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Construct } from 'constructs';
import { newApp, read } from './assemblies';
import { QuickstartStack } from '../../examples/quickstart/quickstart-stack';
import { DynamoAccessRole, LambdaTableAccess, TableFeature } from '../../src';
import { authorize } from '../../src/policy/evaluate';
import { Assembly, readAssembly, RoleRecord } from '../../src/policy/read-assembly';
import { ENV, FLAG_SETTINGS, newFunction, newTable } from '../support/app';
import '../support/quiet';

const TRUST = new ServicePrincipal('lambda.amazonaws.com');
const ANYTHING = { actions: ['dynamodb:GetItem'], resources: ['*'] };

function statement(): PolicyStatement {
  return new PolicyStatement(ANYTHING);
}

const DOCUMENT = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*' }] };

/** An app with one stack, and what is read of it. */
function readStack(build: (stack: Stack) => void, options = {}): Assembly {
  const app = newApp();
  build(new Stack(app, 'Stack'));
  return read(app, options);
}

function namesOf(role: Pick<RoleRecord, 'policies'>): string[] {
  return role.policies.map(({ name }) => name);
}

describe('a role', () => {
  test('is read with where it is declared, its name and its trust policy', () => {
    const { roles, unresolved } = readStack((stack) => { new Role(stack, 'Reader', { assumedBy: TRUST, roleName: 'reader', path: '/app/' }); });

    expect({ roles, unresolved }).toEqual({
      roles: [{
        origin: { stack: 'Stack', logicalId: 'ReaderF7BF189D', constructPath: 'Stack/Reader/Resource' },
        name: 'reader',
        arn: 'arn:aws:iam::111122223333:role/app/reader',
        account: '111122223333',
        policies: [],
        trust: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] },
        changedBy: [],
        boundary: undefined,
      }],
      unresolved: [],
    });
  });

  test('has the policies that stand in it', () => {
    const { roles: [role] } = readStack((stack) => {
      new Role(stack, 'Role', { assumedBy: TRUST, inlinePolicies: { One: new PolicyDocument({ statements: [statement()] }) } });
    });

    expect(role.policies).toEqual([{ name: 'One', origin: role.origin, document: DOCUMENT, recordedAccesses: [] }]);
  });

  test('has the policies that name it', () => {
    const { roles: [role] } = readStack((stack) => {
      const policy = new Policy(stack, 'Policy', { statements: [statement()], policyName: 'one' });
      policy.attachToRole(new Role(stack, 'Role', { assumedBy: TRUST }));
    });

    expect(role.policies).toEqual([{
      name: 'one',
      origin: { stack: 'Stack', logicalId: 'Policy23B91518', constructPath: 'Stack/Policy/Resource' },
      document: DOCUMENT,
      recordedAccesses: [],
    }]);
  });

  test('has a managed policy of the assembly once, whichever names the other', () => {
    const { roles } = readStack((stack) => {
      const policy = new ManagedPolicy(stack, 'Policy', { statements: [statement()], managedPolicyName: 'one' });
      new Role(stack, 'Named', { assumedBy: TRUST, managedPolicies: [policy] });
      policy.attachToRole(new Role(stack, 'Naming', { assumedBy: TRUST }));
      const both = new Role(stack, 'Both', { assumedBy: TRUST, managedPolicies: [policy] });
      policy.attachToRole(both);
    });

    expect(roles.map(({ policies }) => policies.map(({ arn, document }) => ({ arn, document }))))
      .toEqual(roles.map(() => [{ arn: 'arn:aws:iam::111122223333:policy/one', document: DOCUMENT }]));
  });

  test('has the policies that are resources of their own', () => {
    const { roles: [role] } = readStack((stack) => {
      const { roleName } = new Role(stack, 'Role', { assumedBy: TRUST });
      new CfnResource(stack, 'Policy', {
        type: 'AWS::IAM::RolePolicy', properties: { PolicyName: 'one', RoleName: roleName, PolicyDocument: DOCUMENT },
      });
    });

    expect(role.policies.map(({ name, document }) => ({ name, document }))).toEqual([{ name: 'one', document: DOCUMENT }]);
  });

  test('has the managed policies that its statements flow over into', () => {
    const { roles: [role] } = readStack((stack) => {
      const reader = new Role(stack, 'Role', { assumedBy: TRUST });
      for (let index = 0; index < 150; index++) {
        reader.addToPolicy(new PolicyStatement({ actions: ['dynamodb:GetItem'], resources: [`arn:aws:dynamodb:eu-west-1:111122223333:table/${'x'.repeat(60)}${index}`] }));
      }
    });
    const statements = role.policies.flatMap(({ document }) => document!.Statement);
    const resources = statements.flatMap((each: any) => each.Resource);

    expect([role.policies.length > 1, resources.length]).toEqual([true, 150]);
  });

  test('names managed policies of AWS, whose content isn\'t known', () => {
    const { roles: [role] } = readStack((stack) => {
      new Role(stack, 'Role', { assumedBy: TRUST, managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')] });
    });

    expect(role.policies).toEqual([
      { name: 'ReadOnlyAccess', arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess', document: undefined, recordedAccesses: [] },
    ]);
  });

  test('has managed policies of AWS with the content that is given', () => {
    const { roles: [role] } = readStack((stack) => {
      new Role(stack, 'Role', { assumedBy: TRUST, managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')] });
    }, { managedPolicies: { 'arn:aws:iam::aws:policy/ReadOnlyAccess': DOCUMENT } });

    expect(role.policies[0].document).toEqual(DOCUMENT);
  });

  test('has its permissions boundary', () => {
    const { roles: [role] } = readStack((stack) => {
      new Role(stack, 'Role', { assumedBy: TRUST, permissionsBoundary: new ManagedPolicy(stack, 'Limit', { statements: [statement()] }) });
    });

    expect(role.boundary).toMatchObject({ origin: { constructPath: 'Stack/Limit/Resource' }, document: DOCUMENT });
  });

  test('that the assembly doesn\'t declare has the policies that name it, and others', () => {
    const { unresolved, outside } = readStack((stack) => {
      new Policy(stack, 'Policy', { statements: [statement()] }).attachToRole(Role.fromRoleName(stack, 'Theirs', 'theirs'));
    });

    expect(unresolved).toEqual([]);
    expect(outside.map(({ kind, arn, policies }) => [kind, arn, policies.map(({ name }) => name)])).toEqual([
      ['role', 'arn:aws:iam::111122223333:role/theirs', ['Policy23B91518', 'any policy outside of the app']],
    ]);
  });
});

describe('a user', () => {
  test('has the policies of its groups, by whichever way it belongs to them', () => {
    const { users: [user], groups } = readStack((stack) => {
      const [one, two] = ['One', 'Two'].map((id) => new Group(stack, id, { groupName: id }));
      one.attachInlinePolicy(new Policy(stack, 'PolicyOfOne', { policyName: 'of-one', statements: [statement()] }));
      two.attachInlinePolicy(new Policy(stack, 'PolicyOfTwo', { policyName: 'of-two', statements: [statement()] }));
      const zoe = new User(stack, 'Zoe', { groups: [one] });
      new CfnResource(stack, 'Addition', { type: 'AWS::IAM::UserToGroupAddition', properties: { GroupName: 'Two', Users: [zoe.userName] } });
    });

    expect({ groups: user.groups, policies: namesOf(user), ofGroups: groups.map(namesOf) })
      .toEqual({ groups: ['One', 'Two'], policies: ['of-one', 'of-two'], ofGroups: [['of-one'], ['of-two']] });
  });
});

describe('the groups of a user', () => {
  const maybe = (value: string) => Fn.conditionIf('Maybe', value, Fn.ref('AWS::NoValue'));
  /** The policies of a user, each with the choice that decides about it. */
  const policiesOf = (write: (stack: Stack, user: CfnUser) => void) => {
    const { users: [user] } = readStack((stack) => {
      new CfnParameter(stack, 'Text');
      new CfnCondition(stack, 'Maybe', { expression: Fn.conditionEquals(Fn.ref('Text'), 'yes') });
      new CfnGroup(stack, 'Group', { groupName: 'clerks', policies: [{ policyName: 'of-clerks', policyDocument: { Version: '2012-10-17', Statement: [STATEMENT] } }] });
      write(stack, new CfnUser(stack, 'User', { userName: 'zoe' }));
    });
    return user.policies.map(({ name, document, anyIdentity }) =>
      [name, document && Object.keys((document.Statement as any)[0].Condition?.['Fn::If'] ?? {}), anyIdentity]);
  };
  const STATEMENT = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*' };

  test.each<[string, (stack: Stack, user: CfnUser) => void, unknown[]]>([
    ['that the app does not declare have policies that are not known', (_stack, user) => (user.groups = ['theirs']), ['the group theirs', undefined, undefined]],
    ['that only CloudFormation knows', (_stack, user) => (user.groups = [Fn.importValue('Group')]), ['Stack/User.Properties.Groups.0', undefined, undefined]],
    ['under a condition', (_stack, user) => user.addPropertyOverride('Groups', [maybe('clerks')]), ['of-clerks', ['Stack/User.Properties.Groups.0'], undefined]],
    ['by a conditional addition', (stack, user) => {
      new CfnUserToGroupAddition(stack, 'Add', { groupName: 'clerks', users: [user.ref] }).addOverride('Condition', 'Maybe');
    }, ['of-clerks', ['Stack/Add.Condition'], undefined]],
    ['by an addition of users that only CloudFormation knows', (stack) => {
      new CfnUserToGroupAddition(stack, 'Add', { groupName: 'clerks', users: [Fn.importValue('User')] });
    }, ['of-clerks', ['Stack/Add.Properties.Users.0'], true]],
    ['by an addition to a group that only CloudFormation knows', (stack, user) => {
      new CfnUserToGroupAddition(stack, 'Add', { groupName: Fn.importValue('Group'), users: [user.ref] });
    }, ['Stack/Add.Properties.GroupName', undefined, undefined]],
  ])('%s', (_name, write, policy) => {
    expect(policiesOf(write)).toEqual([policy]);
  });

  test('that it is in for certain and perhaps count once', () => {
    expect(policiesOf((_stack, user) => user.addPropertyOverride('Groups', [maybe('clerks'), 'clerks']))).toEqual([['of-clerks', [], undefined]]);
  });
});

describe('a function', () => {
  test('is read with its role and its default log group', () => {
    const { functions, roles } = readStack((stack) => { newFunction(stack, 'Reader', { functionName: 'reader' }); });

    expect(functions).toMatchObject([{
      name: 'reader', arn: 'arn:aws:lambda:eu-west-1:111122223333:function:reader', roles: [roles[0].arn], hasUnknownRole: false, logGroups: ['/aws/lambda/reader'], hasUnknownLogGroup: false,
    }]);
  });

  test('is read with its own log group', () => {
    const { functions, logGroups } = readStack((stack) => {
      newFunction(stack, 'Reader', { logGroup: new LogGroup(stack, 'Logs', { encryptionKey: new Key(stack, 'Key') }) });
    });

    expect([functions[0].logGroups, logGroups.map(({ name, arn, key }) => ({ name, arn, key }))]).toEqual([[logGroups[0].name], [{
      name: 'Stack-Logs6819BB44-XXXXXXXXXXXX',
      arn: 'arn:aws:logs:eu-west-1:111122223333:log-group:Stack-Logs6819BB44-XXXXXXXXXXXX',
      key: 'arn:aws:kms:eu-west-1:111122223333:key/Stack-Key961B73FD',
    }]]);
  });

  test.each([
    ['a configuration under a condition', { 'Fn::If': ['Maybe', { LogGroup: 'central' }, { Ref: 'AWS::NoValue' }] }, ['central', '/aws/lambda/reader'], false],
    ['a group under a condition', { LogGroup: { 'Fn::If': ['Maybe', 'central', 'other'] } }, ['central', 'other'], false],
    ['a configuration without a group', { LogFormat: 'JSON' }, ['/aws/lambda/reader'], false],
    ['a group by a parameter', { LogGroup: { Ref: 'Value' } }, [], true],
    ['a configuration by a transform', { 'Fn::Transform': { Name: 'AWS::Include' } }, [], true],
  ])('is read with the log groups of %s', (_name, configuration, logGroups, hasUnknownLogGroup) => {
    const { functions } = readStack((stack) => {
      const fn = newFunction(stack, 'Reader', { functionName: 'reader' }).node.defaultChild as CfnFunction;
      const value = new CfnParameter(stack, 'Value');
      new CfnCondition(stack, 'Maybe', { expression: Fn.conditionEquals(value, 'yes') });
      fn.addPropertyOverride('LoggingConfig', configuration);
    });

    expect(functions).toMatchObject([{ logGroups, hasUnknownLogGroup }]);
  });
});

describe('a table', () => {
  test('is read with its keys, indexes, stream and key', () => {
    const { tables, keys } = readStack((stack) => {
      const table = newTable(stack, 'Orders', {
        tableName: 'orders', stream: StreamViewType.NEW_IMAGE, encryption: TableEncryption.CUSTOMER_MANAGED,
      });
      table.addGlobalSecondaryIndex({ indexName: 'byStatus', partitionKey: { name: 'status', type: AttributeType.STRING } });
      table.addLocalSecondaryIndex({ indexName: 'byDate', sortKey: { name: 'date', type: AttributeType.STRING } });
    });
    const arn = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders';

    expect(tables).toEqual([{
      origin: { stack: 'Stack', logicalId: 'OrdersA9B65338', constructPath: 'Stack/Orders/Resource' },
      name: 'orders',
      changedBy: [],
      arn,
      account: '111122223333',
      region: 'eu-west-1',
      partitionKey: ['pk'],
      sortKey: ['sk'],
      indexes: [
        { name: 'byStatus', arn: `${arn}/index/byStatus`, type: 'global', partitionKey: ['status'], sortKey: [] },
        { name: 'byDate', arn: `${arn}/index/byDate`, type: 'local', partitionKey: ['pk'], sortKey: ['date'] },
      ],
      stream: `${arn}/stream/2000-01-01T00:00:00.000`,
      key: keys[0].arn,
      keys: [{ path: 'Stack/OrdersA9B65338.Properties.SSESpecification.KMSMasterKeyId', named: keys[0].arn }],
      policy: undefined,
      streamPolicy: undefined,
    }]);
  });

  test('is read with its policy and that of its stream', () => {
    const { tables: [table] } = readStack((stack) => {
      new CfnTable(stack, 'Table', {
        keySchema: [{ attributeName: 'pk', keyType: 'HASH' }],
        resourcePolicy: { policyDocument: DOCUMENT },
        streamSpecification: { streamViewType: 'NEW_IMAGE', resourcePolicy: { policyDocument: { Statement: [] } } },
      });
    });

    expect([table.policy, table.streamPolicy]).toEqual([DOCUMENT, { Statement: [] }]);
  });

  test('is read with the partition key of an index of several attributes, and with vector indexes', () => {
    const { tables: [table] } = readStack((stack) => {
      const keySchema = ['a', 'b'].map((attributeName) => ({ attributeName, keyType: 'HASH' }));
      const orders = new CfnTable(stack, 'Table', {
        keySchema: [{ attributeName: 'pk', keyType: 'HASH' }],
        globalSecondaryIndexes: [{ indexName: 'wide', keySchema, projection: { projectionType: 'ALL' } }],
      });
      orders.addPropertyOverride('VectorIndexes', [{ IndexName: 'near' }]);
    });

    expect(table.indexes.map(({ name, type, partitionKey }) => ({ name, type, partitionKey }))).toEqual([
      { name: 'wide', type: 'global', partitionKey: ['a', 'b'] },
      { name: 'near', type: 'vector', partitionKey: [] },
    ]);
  });

  test('is read once for every Region that it has a replica in', () => {
    const app = newApp();
    const stack = new Stack(app, 'Stack', { env: ENV });
    new TableV2(stack, 'Orders', {
      tableName: 'orders',
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      globalSecondaryIndexes: [{ indexName: 'byStatus', partitionKey: { name: 'status', type: AttributeType.STRING } }],
      encryption: TableEncryptionV2.customerManagedKey(new Key(stack, 'Key'), { 'eu-central-1': 'arn:aws:kms:eu-central-1:111122223333:key/theirs' }),
      replicas: [{
        region: 'eu-central-1',
        resourcePolicy: new PolicyDocument({
          statements: [
            new PolicyStatement({ ...ANYTHING, principals: [new AccountRootPrincipal()] }),
          ],
        }),
      }],
    });
    const { tables, keys } = read(app);
    const arn = (region: string) => `arn:aws:dynamodb:${region}:111122223333:table/orders`;

    expect(tables.map(({ region, arn: own, indexes, stream, key, policy }) => (
      { region, own, index: indexes[0].arn, stream, key, statements: policy?.Statement })))
      .toEqual([
        {
          region: 'eu-central-1',
          own: arn('eu-central-1'),
          index: `${arn('eu-central-1')}/index/byStatus`,
          stream: `${arn('eu-central-1')}/stream/2000-01-01T00:00:00.000`,
          key: 'arn:aws:kms:eu-central-1:111122223333:key/theirs',
          statements: [{
            Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*', Principal: { AWS: 'arn:aws:iam::111122223333:root' },
          }],
        },
        {
          region: 'eu-west-1',
          own: arn('eu-west-1'),
          index: `${arn('eu-west-1')}/index/byStatus`,
          stream: `${arn('eu-west-1')}/stream/2000-01-01T00:00:00.000`,
          key: keys[0].arn,
          statements: undefined,
        },
      ]);
  });

  test('is read once for every Region that CDK replicates it to by custom resources', () => {
    const { tables } = readStack((stack) => {
      new CfnTable(stack, 'Orders', { keySchema: [{ attributeName: 'pk', keyType: 'HASH' }], tableName: 'orders', streamSpecification: { streamViewType: 'NEW_AND_OLD_IMAGES' } });
      new CfnTable(stack, 'Other', { keySchema: [{ attributeName: 'pk', keyType: 'HASH' }] });
      for (const [id, region] of [['One', 'us-west-2'], ['Own', ENV.region], ['Unknown', Fn.ref('Missing')]]) {
        new CfnResource(stack, id, { type: 'Custom::DynamoDBReplica', properties: { TableName: Fn.ref('Orders'), Region: region } });
      }
    });

    expect(tables.map(({ arn, stream, keys }) => [arn, stream, keys])).toEqual([
      ['arn:aws:dynamodb:eu-west-1:111122223333:table/orders', 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2000-01-01T00:00:00.000', []],
      ['arn:aws:dynamodb:us-west-2:111122223333:table/orders', 'arn:aws:dynamodb:us-west-2:111122223333:table/orders/stream/2000-01-01T00:00:00.000', []],
      ['arn:aws:dynamodb:eu-west-1:111122223333:table/Stack-Other-XXXXXXXXXXXX', undefined, []],
    ]);
  });
});

describe('a key', () => {
  test('is read with its policy and its aliases, by its ARN and by its id', () => {
    const { keys: [key] } = readStack((stack) => {
      const { keyId } = new Key(stack, 'Key', {
        alias: 'orders',
        policy: new PolicyDocument({
          statements: [
            new PolicyStatement({ actions: ['kms:Decrypt'], resources: ['*'], principals: [new AccountRootPrincipal()], effect: Effect.DENY }),
          ],
        }),
      });
      new CfnAlias(stack, 'Other', { aliasName: 'alias/other', targetKeyId: keyId });
    });

    expect({ aliases: key.aliases, policy: key.policy.Statement }).toEqual({
      aliases: ['alias/orders', 'alias/other'],
      policy: [{ Effect: 'Deny', Action: 'kms:Decrypt', Resource: '*', Principal: { AWS: 'arn:aws:iam::111122223333:root' } }],
    });
  });

  test('without a policy has the one that AWS gives it', () => {
    const { keys: [key] } = readStack((stack) => { new CfnKey(stack, 'Key'); });

    expect(key.policy).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' }],
    });
  });
});

describe.each(FLAG_SETTINGS)('with %s', (_name, flags) => {
  /** What the policies of a role allow, each as `action on resource`. */
  function allowedBy({ policies }: RoleRecord): string[] {
    return policies.flatMap(({ document }) => [document!.Statement].flat() as any[])
      .flatMap(({ Action, Resource }) => [Action].flat().flatMap((action) => [Resource].flat().map((resource) => `${action} on ${resource}`)));
  }

  test('references between stacks are resolved', () => {
    const app = newApp(flags);
    const table = newTable(new Stack(app, 'Data', { env: ENV }), 'Orders', { tableName: 'orders' });
    const role = new Role(new Stack(app, 'Logic', { env: ENV }), 'Role', { assumedBy: TRUST });
    table.grant(role, 'dynamodb:GetItem');
    const assembly = read(app);

    expect([assembly.roles.map(allowedBy), assembly.unresolved])
      .toEqual([[['dynamodb:GetItem on arn:aws:dynamodb:eu-west-1:111122223333:table/orders']], []]);
  });

  test('references to a stack of another Region are resolved', () => {
    const app = newApp(flags);
    const data = new Stack(app, 'Data', { env: { ...ENV, region: 'us-east-1' }, crossRegionReferences: true });
    const key = new Key(data, 'Key');
    const logic = new Stack(app, 'Logic', { env: ENV, crossRegionReferences: true });
    new Policy(logic, 'Policy', {
      statements: [new PolicyStatement({ actions: ['kms:Decrypt'], resources: [key.keyArn] })],
    }).attachToRole(new Role(logic, 'Role', { assumedBy: TRUST, roleName: 'reader' }));
    const { roles, keys } = read(app);

    expect(allowedBy(roles.find(({ name }) => name === 'reader')!)).toEqual([`kms:Decrypt on ${keys[0].arn}`]);
  });

  test('a nested stack splits the lists that it is given as text', () => {
    const app = newApp(flags);
    const stack = new Stack(app, 'Stack', { env: ENV });
    const roles = ['One', 'Two'].map((id) => new Role(stack, id, { assumedBy: TRUST }));
    new Role(stack, 'Three', { assumedBy: TRUST });
    const parameters = { Roles: Fn.join(',', roles.map(({ roleName }) => roleName)), Resources: 'arn:aws:dynamodb:eu-west-1:111122223333:table/a,*' };
    const nested = new NestedStack(stack, 'Nested', { parameters });
    const list = (id: string) => new CfnParameter(nested, id, { type: 'CommaDelimitedList' }).valueAsList;
    new CfnPolicy(nested, 'Policy', { policyName: 'p', roles: list('Roles'), policyDocument: { Statement: [{ ...DOCUMENT.Statement[0], Resource: list('Resources') }] } });

    expect(read(app).roles.map(allowedBy)).toEqual([...roles.map(() => [
      'dynamodb:GetItem on arn:aws:dynamodb:eu-west-1:111122223333:table/a', 'dynamodb:GetItem on *',
    ]), []]);
  });

  test('references into a nested stack and out of it are resolved', () => {
    const app = newApp(flags);
    const stack = new Stack(app, 'Stack', { env: ENV });
    const nested = new NestedStack(stack, 'Nested');
    newTable(stack, 'Outer').grant(new Role(nested, 'Inner', { assumedBy: TRUST, roleName: 'inner' }), 'dynamodb:GetItem');
    newTable(nested, 'Inside').grant(new Role(stack, 'Outside', { assumedBy: TRUST, roleName: 'outside' }), 'dynamodb:GetItem');
    const { roles, tables, unresolved } = read(app);
    const [outer, inside] = ['Stack/Outer', 'Stack/Nested/Inside']
      .map((path) => tables.find(({ origin }) => origin.constructPath === `${path}/Resource`)!.arn);

    expect([roles.map((role) => [role.name, ...allowedBy(role)]), unresolved]).toEqual([
      [['outside', `dynamodb:GetItem on ${inside}`], ['inner', `dynamodb:GetItem on ${outer}`]],
      [],
    ]);
  });

  test('what has the same logical id in a stack and in one nested in it is told apart', () => {
    const app = newApp(flags);
    const stack = new Stack(app, 'Stack', { env: ENV });
    for (const scope of [new NestedStack(stack, 'Nested'), new Construct(new Construct(stack, 'Deep'), 'Down')]) {
      const properties = { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } };
      new CfnResource(scope, 'Role', { type: 'AWS::IAM::Role', properties }).overrideLogicalId('Same');
    }

    expect(read(app).roles.map(({ origin }) => origin.constructPath)).toEqual(['Stack/Deep/Down/Role', 'Stack/Nested/Role']);
  });

  test('a nested stack is found by the asset that the CLI has noted down', () => {
    const app = newApp({ ...flags, 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true });
    new Role(new NestedStack(new Stack(app, 'Stack', { env: ENV }), 'Nested'), 'Role', { assumedBy: TRUST });

    expect(read(app)).toMatchObject({ roles: [{ origin: { constructPath: 'Stack/Nested/Role/Resource' } }], unresolved: [] });
  });

  test('a stage is read with its stacks, and what is in two stages isn\'t mixed up', () => {
    const app = newApp(flags);
    for (const [id, account] of [['Test', '111122223333'], ['Prod', '444455556666']]) {
      const stack = new Stack(new Stage(app, id, { env: { account, region: 'eu-west-1' } }), 'Stack');
      newTable(stack, 'Table').grant(new Role(stack, 'Role', { assumedBy: TRUST }), 'dynamodb:GetItem');
    }
    const { roles, tables } = read(app);

    expect(roles.map((role) => [role.origin.constructPath, role.account, ...allowedBy(role)])).toEqual([
      ['Test/Stack/Role/Resource', '111122223333', `dynamodb:GetItem on ${tables[0].arn}`],
      ['Prod/Stack/Role/Resource', '444455556666', `dynamodb:GetItem on ${tables[1].arn}`],
    ]);
  });

  test('roles of the same name in two accounts have each its own policies', () => {
    const app = newApp(flags);
    for (const [id, account] of [['Test', '111122223333'], ['Prod', '444455556666']]) {
      const stack = new Stack(app, id, { env: { account, region: 'eu-west-1' } });
      const role = new Role(stack, 'Role', { assumedBy: TRUST, roleName: 'reader' });
      new Policy(stack, 'Policy', { policyName: `of-${id}`, statements: [statement()] }).attachToRole(role);
    }

    expect(read(app).roles.map(namesOf)).toEqual([['of-Test'], ['of-Prod']]);
  });

  test('an access of this library is read with what asked for it', () => {
    const app = newApp(flags);
    const stack = new Stack(app, 'Stack', { env: ENV });
    const table = newTable(stack, 'Orders', { tableName: 'orders' });
    const access = new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.READ_ITEM] });
    newFunction(stack, 'Reader', { role: access.role, logGroup: access.logGroup });
    const { roles: [role] } = read(app);

    expect(role.policies.map(({ origin, recordedAccesses }) => [origin!.constructPath, recordedAccesses])).toEqual([
      ['Stack/Access/Role/TableAccess', [
        { version: 1, table: 'Stack/Orders', features: ['READ_ITEM'] },
        { version: 1, logGroup: 'Stack/Access/LogGroup' },
      ]],
    ]);
  });

  test('an access that another version of this library recorded is unknown', () => {
    const app = newApp(flags);
    const stack = new Stack(app, 'Stack', { env: ENV });
    const policy = new Policy(stack, 'Policy', { statements: [statement()], roles: [new Role(stack, 'Role', { assumedBy: TRUST })] });
    policy.node.addMetadata('cdk-dynamo-access:access', { version: 2, features: ['READ_ITEM'] });
    const { roles: [role], unresolved } = read(app);

    expect(role.policies.map(({ recordedAccesses }) => recordedAccesses)).toEqual([[]]);
    expect(unresolved).toEqual([{
      path: expect.stringMatching(/^Stack\/Policy\w+\.Metadata$/),
      expression: { version: 2, features: ['READ_ITEM'] },
      problem: 'another version of cdk-dynamo-access wrote this policy, so its features are not known',
    }]);
  });

  test('what this library grants is what evaluation allows, index by index', () => {
    const app = newApp(flags);
    const stack = new Stack(app, 'Stack', { env: ENV });
    const table = new Table(stack, 'Orders', { partitionKey: { name: 'pk', type: AttributeType.STRING } });
    for (const indexName of ['one', 'two']) table.addGlobalSecondaryIndex({ indexName, partitionKey: { name: indexName, type: AttributeType.STRING } });
    const fn = newFunction(stack, 'Reader');
    new LambdaTableAccess(stack, 'Access', { function: fn, table, features: [TableFeature.QUERY.onIndexes('one')] });
    const { roles, functions, tables } = read(app);
    const { policies, arn, account } = roles.find((role) => role.arn === functions[0].roles[0])!;
    const identity = policies.map(({ document }) => document!);

    expect([tables[0].arn, ...tables[0].indexes.map((index) => index.arn)].map((resource) =>
      authorize({ identity }, { principal: { arn, account }, action: 'dynamodb:Query', resource, context: {} }).allowed)).toEqual([false, true, false]);
  });
});

describe('the quickstart', () => {
  const app = new App({ analyticsReporting: false, outdir: mkdtempSync(join(tmpdir(), 'cdk.out')) });
  new QuickstartStack(app, 'Quickstart');
  const { functions, roles, tables, keys, logGroups, unresolved } = readAssembly(app.synth().directory, { ...ENV, partition: 'aws' });

  test('has nothing that can\'t be resolved', () => {
    expect(unresolved).toEqual([]);
  });

  test('has three functions, each with a role of the assembly', () => {
    expect(functions.map(({ origin, roles: [role] }) =>
      [origin.constructPath, roles.find(({ arn }) => arn === role)?.origin.constructPath])).toEqual([
      ['Quickstart/Writer/Resource', 'Quickstart/WriterAccess/Role/Resource'],
      ['Quickstart/Reader/Resource', 'Quickstart/ReaderAccess/Role/Resource'],
      ['Quickstart/Consumer/Resource', 'Quickstart/Consumer/ServiceRole/Resource'],
    ]);
  });

  test.each([
    ['Writer', 'dynamodb:PutItem', true],
    ['Writer', 'dynamodb:GetItem', false],
    ['Reader', 'dynamodb:GetItem', true],
    ['Reader', 'dynamodb:PutItem', false],
    ['Consumer', 'dynamodb:GetItem', false],
  ])('lets the %s do %s on the table: %s', (id, action, expected) => {
    const fn = functions.find(({ origin }) => origin.constructPath === `Quickstart/${id}/Resource`)!;
    const role = roles.find(({ arn }) => arn === fn.roles[0])!;

    expect(authorize(
      { identity: role.policies.map(({ document }) => document!) },
      { principal: role, action, resource: tables[0].arn, context: {} },
    ).allowed).toBe(expected);
  });

  test('lets the writer make data keys with the key for notes alone, in their encryption context alone', () => {
    const { policies, arn, account } = roles.find(({ origin }) => origin.constructPath === 'Quickstart/WriterAccess/Role/Resource')!;
    const makes = (key: typeof keys[number], purpose: string) => authorize(
      { identity: policies.map(({ document }) => document!), resource: { account: key.account, document: key.policy } },
      { principal: { arn, account }, action: 'kms:GenerateDataKey', resource: key.arn, context: { 'kms:EncryptionContext:purpose': purpose } },
    ).allowed;
    const [orders, notes] = ['OrdersKey', 'NoteKey'].map((id) => keys.find(({ origin }) => origin.constructPath === `Quickstart/${id}/Resource`)!);

    expect([makes(notes, 'order-note'), makes(notes, 'other'), makes(orders, 'order-note')]).toEqual([true, false, false]);
  });

  test('lets each function write to its own log group alone', () => {
    const writable = functions.map((fn) => logGroups.filter(({ arn }) => {
      const role = roles.find((each) => each.arn === fn.roles[0])!;
      return authorize(
        { identity: role.policies.flatMap(({ document }) => document ?? []) },
        { principal: role, action: 'logs:PutLogEvents', resource: `${arn}:log-stream:a`, context: {} },
      ).allowed;
    }).map(({ name }) => name));

    expect(writable).toEqual([functions[0].logGroups, functions[1].logGroups, []]);
  });
});

describe('the policies of an assembly', () => {
  test('are all that it declares, each once, attached or not', () => {
    const { policies } = readStack((stack) => {
      const roles = ['One', 'Two'].map((id) => new Role(stack, id, {
        assumedBy: TRUST, inlinePolicies: { [id]: new PolicyDocument({ statements: [statement()] }) },
      }));
      new ManagedPolicy(stack, 'Shared', { managedPolicyName: 'Shared', statements: [statement()], roles });
      new ManagedPolicy(stack, 'Unused', { managedPolicyName: 'Unused', statements: [statement()] });
      new Policy(stack, 'Attached', { policyName: 'Attached', statements: [statement()], roles });
    });

    expect(policies.map(({ name }) => name).sort()).toEqual(['Attached', 'One', 'Shared', 'Two', 'Unused']);
  });
});

describe('an expression', () => {
  test('has its value in a stack', () => {
    const { evaluateIn } = readStack((stack) => { new CfnTable(stack, 'Orders', { tableName: 'orders', keySchema: [] }); });

    expect(evaluateIn('Stack', { 'Fn::Join': ['/', [{ 'Fn::GetAtt': ['Orders', 'Arn'] }, 'index', 'byDate']] }))
      .toEqual({ value: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders/index/byDate' });
  });

  test('that has none has a reason', () => {
    expect(readStack(() => undefined).evaluateIn('Stack', { 'Fn::ImportValue': 'Orders' }))
      .toEqual({ problem: 'no stack of this assembly exports Orders in the same account and Region' });
  });

  test('in a stack that is not there has no value', () => {
    expect(readStack(() => undefined).evaluateIn('Elsewhere', 'orders')).toEqual({ problem: 'the assembly has no stack Elsewhere' });
  });
});

test.each(['ap-east-2', 'cn-north-1', 'eu-isoe-west-1', 'eusc-de-east-1', 'us-gov-west-1', 'us-iso-east-1', 'us-isob-east-1', 'us-isof-south-1'])(
  'the partition and the URL suffix are those of the Region: %s', (region) => {
    const app = newApp();
    new Table(new Stack(app, 'Stack', { env: { ...ENV, region } }), 'Orders', { tableName: 'orders', partitionKey: { name: 'pk', type: AttributeType.STRING } });
    const { tables: [{ arn }], evaluateIn } = read(app);
    const { partition, domainSuffix } = RegionInfo.get(region);

    expect([arn, evaluateIn('Stack', { Ref: 'AWS::URLSuffix' }).value]).toEqual([`arn:${partition}:dynamodb:${region}:${ENV.account}:table/orders`, domainSuffix]);
  });
