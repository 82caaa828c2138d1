import { CfnCondition, CfnParameter, CfnResource, Fn, Stack } from 'aws-cdk-lib';
import { CfnGlobalTable } from 'aws-cdk-lib/aws-dynamodb';
import { CfnGroup, CfnManagedPolicy, CfnPolicy, CfnRole, CfnUser, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, Key } from 'aws-cdk-lib/aws-kms';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { BY_CUSTOMER, findingsIn, findingsOf, ORDERS, ORDERS_KEY, ordersTable, roleWith, rulesFor } from './findings';
import { checkAssembly } from '../../src/checks/check-assembly';
import { RULES } from '../../src/checks/rules';
import { newApp } from '../policy/assemblies';
import { ENV, newFunction, newTable } from '../support/app';
import '../support/quiet';

const VIA_DYNAMODB = { StringEquals: { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' } };
/** What everybody needs who reads or writes items of the table, so that nothing is found on its key. */
const KEY = { Action: 'kms:Decrypt', Resource: ORDERS_KEY, Condition: VIA_DYNAMODB };
const ROWS = { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['TENANT#1'] } };
const NOT_WITHOUT = { Null: { 'dynamodb:LeadingKeys': 'false' } };
const ATTRIBUTES = { 'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'name'] } };

/** What is found in the statement of a role that may decrypt the key of the table. */
function found(...statements: object[]): string[] {
  return findingsOf(...statements, KEY);
}

test('the names of rules are different', () => {
  expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length);
});

test('the names of rules are as CDK takes ids', () => {
  expect(RULES.filter(({ name }) => !/^[a-z]+(-[a-z]+)*$/.test(name))).toEqual([]);
});

test('every rule rests on a page of AWS', () => {
  expect(RULES.filter(({ see }) => !see.startsWith('https://docs.aws.amazon.com/'))).toEqual([]);
});

describe('unknown-action', () => {
  test.each(['dynamodb:TransactGetItems', 'dynamodb:GetItems', 'dynamodb:Transact*', 'DynamoDB:TransactWriteItems'])('is found of %s', (action) => {
    expect(found({ Action: action, Resource: ORDERS })).toEqual([`unknown-action: DynamoDB has no action ${action}`]);
  });

  test('is found in what denies', () => {
    expect(found({ Effect: 'Deny', Action: 'dynamodb:TransactGetItems', Resource: ORDERS }))
      .toEqual(['unknown-action: DynamoDB has no action dynamodb:TransactGetItems']);
  });

  test.each(['dynamodb:GetItem', 'dynamodb:getitem', 's3:GetItems'])('isn\'t found of %s', (action) => {
    expect(found({ Action: action, Resource: ORDERS })).toEqual([]);
  });
});

describe('account-level-action', () => {
  test('is found of ListStreams on a stream', () => {
    expect(found({ Action: 'dynamodb:ListStreams', Resource: `${ORDERS}/stream/*` }))
      .toEqual(['account-level-action: ListStreams on stream/* of Stack/Orders, which only * allows: aws-cdk-lib and AWS SAM write this']);
  });

  test('isn\'t found of ListStreams on *', () => {
    expect(found({ Action: 'dynamodb:ListStreams', Resource: '*' })).toEqual([]);
  });
});

describe('action-without-effect', () => {
  test('is found of GetRecords on a table', () => {
    expect(found({ Action: 'dynamodb:GetRecords', Resource: ORDERS }))
      .toEqual(['action-without-effect: GetRecords on Stack/Orders, where it has no effect']);
  });

  test('is found of SearchVectors on no table', () => {
    expect(found({ Action: 'dynamodb:SearchVectors', Resource: `${ORDERS}/stream/*` }))
      .toEqual(['action-without-effect: SearchVectors on stream/* of Stack/Orders, where it has no effect']);
  });

  test('isn\'t found where a resource can\'t be known', () => {
    expect(findingsIn((stack) => {
      roleWith(stack, { Action: 'dynamodb:GetRecords', Resource: [ORDERS, { 'Fn::ImportValue': 'OrdersStream' }] });
    })).toEqual([]);
  });

  test('isn\'t found where a wildcard reaches a resource of the type', () => {
    expect(found({ Action: 'dynamodb:GetRecords', Resource: `${ORDERS}/*` })).toEqual([]);
  });
});

describe('pair-without-effect', () => {
  test('is found of GetItem on an index, beside the table', () => {
    expect(found({ Action: ['dynamodb:GetItem', 'dynamodb:Query'], Resource: [ORDERS, BY_CUSTOMER] }))
      .toEqual(['pair-without-effect: GetItem on index/byCustomer of Stack/Orders, where it has no effect']);
  });

  test('isn\'t found of Query on an index, beside the table', () => {
    expect(found({ Action: 'dynamodb:Query', Resource: [ORDERS, BY_CUSTOMER] })).toEqual([]);
  });
});

describe('wildcard-action', () => {
  test.each([
    ['dynamodb:Batch*', '2 of DynamoDB\'s actions'], ['*', '79 of DynamoDB\'s actions'],
  ])('is found of %s', (action, count) => {
    expect(found({ Action: action, Resource: ORDERS })[0]).toBe(`wildcard-action: ${action} allows ${count}`);
  });

  test('is found of NotAction', () => {
    expect(found({ NotAction: 'dynamodb:DeleteTable', Resource: [ORDERS, BY_CUSTOMER] })[0])
      .toBe('wildcard-action: it allows everything but DeleteTable');
  });

  test.each([
    ['what denies', { Effect: 'Deny', Action: 'dynamodb:*', Resource: ORDERS }],
    ['another service', { Action: 's3:*', Resource: '*' }],
    ['resources of another service', { Action: '*', Resource: 'arn:aws:s3:::bucket/*' }],
  ])('isn\'t found of %s', (_what, statement) => {
    expect(found(statement)).toEqual([]);
  });
});

describe('any-index', () => {
  test('is found of index/*', () => {
    expect(found({ Action: 'dynamodb:Query', Resource: `${ORDERS}/index/*` }))
      .toEqual(['any-index: index/* of Stack/Orders is every index that the table has or will have']);
  });

  test.each(['*', 'ind*', '*/*'])('is found of /%s after the table', (part) => {
    expect(found({ Action: 'dynamodb:Query', Resource: [ORDERS, `${ORDERS}/${part}`] }))
      .toEqual([`any-index: ${part} of Stack/Orders is every index that the table has or will have`]);
  });

  test.each(['index/by*', 'stream/*'])('isn\'t found of %s', (part) => {
    expect(rulesFor((stack) => {
      ordersTable(stack);
      roleWith(stack, { Action: ['dynamodb:Query', 'dynamodb:GetRecords'], Resource: [`${ORDERS}/${part}`] }, KEY);
    })).not.toContain('any-index');
  });

  test('isn\'t found of an index', () => {
    expect(found({ Action: 'dynamodb:Query', Resource: BY_CUSTOMER })).toEqual([]);
  });
});

describe('features are suggested', () => {
  /** Finds the remedies of a statement that names any index. */
  function suggestedFor(statement: object): string[] {
    const app = newApp();
    const stack = new Stack(app, 'Stack', { env: ENV });
    ordersTable(stack);
    roleWith(stack, statement, KEY);
    return checkAssembly(app.synth().directory).filter(({ id }) => id === 'cdk-dynamo-access:any-index').map(({ remedy }) => remedy);
  }

  test('for a statement on one table', () => {
    expect(suggestedFor({ Action: 'dynamodb:Query', Resource: [ORDERS, `${ORDERS}/index/*`] }))
      .toEqual(['write `features: [TableFeature.QUERY]`, which names the indexes that the table declares']);
  });

  test.each<[string, object]>([
    ['all resources', { Action: 'dynamodb:Query', Resource: [ORDERS, `${ORDERS}/index/*`, '*'] }],
    ['all resources of DynamoDB', { Action: 'dynamodb:Query', Resource: [ORDERS, `${ORDERS}/index/*`, `arn:aws:dynamodb:${ENV.region}:${ENV.account}:*`] }],
    ['all tables', { Action: 'dynamodb:Query', Resource: [ORDERS, `${ORDERS}/index/*`, `arn:aws:dynamodb:${ENV.region}:${ENV.account}:table/*`] }],
    ['an imported value', { Action: 'dynamodb:Query', Resource: [ORDERS, `${ORDERS}/index/*`, { 'Fn::ImportValue': 'Other' }] }],
    ['actions of another service', { Action: ['dynamodb:Query', 's3:GetObject'], Resource: [ORDERS, `${ORDERS}/index/*`] }],
    ['all actions but one', { NotAction: 'dynamodb:Scan', Resource: [ORDERS, `${ORDERS}/index/*`] }],
  ])('for no statement with %s', (_what, statement) => {
    expect(suggestedFor(statement))
      .toEqual(['name the indexes, as `QUERY` and `SCAN` do with those that the table declares, or `QUERY.onIndexes(...)` with some']);
  });
});

/** Finds the rules for a statement of a policy in whose version policy variables are plain text. */
function foundInOldPolicy(resource: string): string[] {
  return rulesFor((stack) => {
    ordersTable(stack);
    const policyDocument = { Version: '2008-10-17', Statement: [{ Effect: 'Allow', Action: 'dynamodb:DescribeTable', Resource: resource }] };
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    new CfnPolicy(stack, 'Policy', { policyName: 'p', roles: [role.roleName], policyDocument });
  });
}

describe('any-table', () => {
  test.each(['*', 'arn:aws:dynamodb:eu-west-1:111122223333:table/*', 'arn:aws:dynamodb:eu-west-1:111122223333:table/demo*',
    'arn:aws:dynamodb:*:111122223333:table/Others'])('is found of %s', (resource) => {
    expect(found({ Action: 'dynamodb:DescribeTable', Resource: resource }).map((each) => each.replace(/:.*/, ''))).toEqual(['any-table']);
  });

  test.each(['arn:aws:dynamodb:eu-west-1:111122223333:table/demo-dev_*', 'arn:aws:dynamodb:eu-west-1:111122223333:table/${aws:PrincipalTag/t}'])(
    'isn\'t found of %s', (resource) => {
      expect(found({ Action: 'dynamodb:GetItem', Resource: resource }).filter((each) => each.startsWith('any-table'))).toEqual([]);
    });

  test('is found of a wildcard in what an old policy has in place of a variable', () => {
    expect(foundInOldPolicy('arn:aws:dynamodb:eu-west-1:111122223333:table/${demo*}')).toEqual(['any-table']);
  });

  test('isn\'t found of what an old policy has in place of a variable, because no table has such an ARN', () => {
    expect(foundInOldPolicy('arn:aws:${service}:eu-west-1:111122223333:${type}')).toEqual(['action-without-effect']);
  });

  test('isn\'t found where tags say which tables', () => {
    const Condition = { StringEquals: { 'aws:ResourceTag/team': 'orders' } };

    expect(found({ Action: 'dynamodb:GetItem', Resource: '*', Condition })).toEqual([]);
  });

  test('isn\'t found of actions whose requests may leave the table out', () => {
    expect(found({ Action: 'dynamodb:ListExports', Resource: '*' })).toEqual([]);
  });
});

describe('alias-as-resource', () => {
  const ALIAS = 'arn:aws:kms:eu-west-1:111122223333:alias/orders';

  test('is found of what uses a key', () => {
    expect(found({ Action: 'kms:Decrypt', Resource: ALIAS }))
      .toEqual(['alias-as-resource: alias/orders is an alias, on which the actions have no effect']);
  });

  test('isn\'t found of what changes an alias', () => {
    expect(found({ Action: 'kms:UpdateAlias', Resource: ALIAS })).toEqual([]);
  });
});

describe('rows-without-null', () => {
  test('is found of ForAllValues on its own', () => {
    expect(found({ Action: 'dynamodb:GetItem', Resource: ORDERS, Condition: ROWS }))
      .toEqual(['rows-without-null: ForAllValues:StringEquals on dynamodb:LeadingKeys, and no Null beside it']);
  });

  test('isn\'t found where Null stands beside it', () => {
    expect(found({ Action: 'dynamodb:GetItem', Resource: ORDERS, Condition: { ...ROWS, ...NOT_WITHOUT } })).toEqual([]);
  });

  const DENIAL = { Effect: 'Deny', Action: 'dynamodb:*', Resource: ORDERS, Condition: { Null: { 'dynamodb:LeadingKeys': 'true' } } };

  test.each<[string, object, boolean]>([
    ['denies all requests without rows', DENIAL, false],
    ['denies some actions without rows', { ...DENIAL, Action: 'dynamodb:Query' }, true],
    ['denies requests without rows on another table', { ...DENIAL, Resource: `${ORDERS}2` }, true],
    ['denies requests without rows under another condition', { ...DENIAL, Condition: { ...DENIAL.Condition, Bool: { 'aws:SecureTransport': 'false' } } }, true],
  ])('is found beside a statement only if that leaves such requests: one that %s', (_what, denial, expected) => {
    const reads = { Action: 'dynamodb:GetItem', Resource: ORDERS, Condition: ROWS };

    expect(found(reads, denial).some((each) => each.startsWith('rows-without-null'))).toBe(expected);
  });
});

describe('rows-of-scan', () => {
  test('is found of Scan', () => {
    expect(found({ Action: ['dynamodb:Scan', 'dynamodb:Query'], Resource: [ORDERS, BY_CUSTOMER], Condition: { ...ROWS, ...NOT_WITHOUT } }))
      .toEqual(['rows-of-scan: Scan under a condition on dynamodb:LeadingKeys, which it does not support']);
  });

  test('is found of what a wildcard allows', () => {
    expect(found({ Action: 'dynamodb:*', Resource: ORDERS, Condition: { ...ROWS, ...NOT_WITHOUT } })
      .some((each) => each.startsWith('rows-of-scan: ') && each.includes('Scan'))).toBe(true);
  });
});

test.each(['StringEquals', 'ForAnyValue:StringEquals'])('rows-of-some-items is found of %s', (operator) => {
  expect(found({ Action: 'dynamodb:BatchGetItem', Resource: ORDERS, Condition: { [operator]: { 'dynamodb:LeadingKeys': 'TENANT#1' } } }))
    .toEqual([`rows-of-some-items: ${operator} on dynamodb:LeadingKeys`]);
});

describe('attributes-without-select', () => {
  test('is found of a read', () => {
    expect(found({ Action: 'dynamodb:GetItem', Resource: ORDERS, Condition: ATTRIBUTES }))
      .toEqual(['attributes-without-select: GetItem under a condition on dynamodb:Attributes, and none that limits dynamodb:Select']);
  });

  test('isn\'t found where Select is limited', () => {
    const Condition = { ...ATTRIBUTES, StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } };

    expect(found({ Action: 'dynamodb:GetItem', Resource: ORDERS, Condition })).toEqual([]);
  });
});

describe('attributes-without-select tells conditions on Select apart:', () => {
  const FOUND = ['attributes-without-select: GetItem under a condition on dynamodb:Attributes, and none that limits dynamodb:Select'];

  test.each<[object, string[]]>([
    [{ StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } }, []],
    [{ StringEquals: { 'dynamodb:Select': ['SPECIFIC_ATTRIBUTES', 'COUNT'] } }, []],
    [{ StringNotEquals: { 'dynamodb:Select': ['ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES'] } }, []],
    [{ StringNotEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } }, FOUND],
    [{ StringNotEquals: { 'dynamodb:Select': 'ALL_ATTRIBUTES' } }, FOUND],
    [{ StringLike: { 'dynamodb:Select': '*' } }, FOUND],
    [{ Null: { 'dynamodb:Select': 'false' } }, FOUND],
  ])('%j', (condition, expected) => {
    expect(found({ Action: 'dynamodb:GetItem', Resource: ORDERS, Condition: { ...ATTRIBUTES, ...condition } })).toEqual(expected);
  });
});

test('attributes-of-whole-items is found of PutItem', () => {
  expect(found({ Action: ['dynamodb:PutItem', 'dynamodb:UpdateItem'], Resource: ORDERS, Condition: ATTRIBUTES }))
    .toEqual(['attributes-of-whole-items: PutItem under a condition on dynamodb:Attributes']);
});

describe('table-key-too-wide', () => {
  test('is found of what encrypts', () => {
    expect(found({ Action: ['kms:Encrypt', 'kms:GenerateDataKey*'], Resource: ORDERS_KEY, Condition: VIA_DYNAMODB }))
      .toEqual(['table-key-too-wide: kms:Encrypt, kms:GenerateDataKey* on the key of Stack/Orders']);
  });

  test('isn\'t found of another key', () => {
    expect(found({ Action: 'kms:Encrypt', Resource: ORDERS_KEY.replace('Stack', 'Other') })).toEqual([]);
  });

  test.each([
    ['kms:*', 'kms:*'], ['kms:Create*', 'kms:Create*'], [['kms:CreateGrant', 'kms:PutKeyPolicy'], 'kms:PutKeyPolicy'],
  ])('is found of %j, which is more than the choice of a key needs', (Action, named) => {
    expect(found({ Action, Resource: ORDERS_KEY, Condition: VIA_DYNAMODB })).toEqual([`table-key-too-wide: ${named} on the key of Stack/Orders`]);
  });

  test('isn\'t found of the wildcards in the key policies of AWS beside kms:CreateGrant', () => {
    const Action = ['kms:CreateGrant', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'];

    expect(found({ Action, Resource: ORDERS_KEY, Condition: VIA_DYNAMODB })).toEqual([]);
  });

  test('isn\'t found of whoever chooses the key', () => {
    expect(found(
      { Action: 'kms:Encrypt', Resource: ORDERS_KEY, Condition: VIA_DYNAMODB },
      { Action: 'kms:CreateGrant', Resource: ORDERS_KEY, Condition: VIA_DYNAMODB },
    )).toEqual([]);
  });
});

test('table-key-without-via-service is found of kms:Decrypt', () => {
  expect(found({ Action: 'kms:Decrypt', Resource: ORDERS_KEY }))
    .toEqual(['table-key-without-via-service: kms:Decrypt on the key of Stack/Orders, not only through DynamoDB']);
});

test.each<[object, boolean]>([
  [{ StringLike: { 'kms:ViaService': '*' } }, true],
  [{ StringLike: { 'kms:ViaService': '*.eu-west-1.amazonaws.com' } }, true],
  [{ StringEqualsIfExists: { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' } }, true],
  [{ StringNotEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } }, true],
  [{ StringLike: { 'kms:ViaService': 'dynamodb.*.amazonaws.com' } }, false],
  [{ 'ForAnyValue:StringEquals': { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' } }, false],
])('table-key-without-via-service beside the condition %j', (Condition, expected) => {
  expect(found({ Action: 'kms:Decrypt', Resource: ORDERS_KEY, Condition }))
    .toEqual(expected ? ['table-key-without-via-service: kms:Decrypt on the key of Stack/Orders, not only through DynamoDB'] : []);
});

describe('no-table-key-access', () => {
  const WRITES = { Action: 'dynamodb:PutItem', Resource: ORDERS };
  const FOUND = ['no-table-key-access: it reaches Stack/Orders, and may not decrypt the key that this is encrypted under'];

  test('is found where nothing allows the key', () => {
    expect(findingsOf(WRITES)).toEqual(FOUND);
  });

  test('is found where kms:Encrypt alone is allowed', () => {
    expect(findingsOf(WRITES, { Action: 'kms:Encrypt', Resource: ORDERS_KEY, Condition: VIA_DYNAMODB })).toContain(FOUND[0]);
  });

  test('is found where another service than DynamoDB may use the key', () => {
    expect(findingsOf(WRITES, { ...KEY, Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } } })).toEqual(FOUND);
  });

  test.each([
    ['eusc-de-east-1', 'aws-eusc', 'amazonaws.eu', []],
    ['eusc-de-east-1', 'aws-eusc', 'amazonaws.com', []],
    ['cn-north-1', 'aws-cn', 'amazonaws.com.cn', []],
    ['us-iso-east-1', 'aws-iso', 'c2s.ic.gov', []],
    ['eusc-de-east-1', 'aws-eusc', 'amazonaws.com.cn', FOUND],
  ])('knows DynamoDB in %s by the suffixes that %s may have: %s', (region, partition, suffix, expected) => {
    const [table, key] = [ORDERS, ORDERS_KEY].map((arn) => arn.replace('arn:aws:', `arn:${partition}:`).replace(ENV.region, region));
    const Condition = { StringEquals: { 'kms:ViaService': `dynamodb.${region}.${suffix}` } };

    expect(findingsIn((stack) => {
      ordersTable(stack);
      roleWith(stack, { ...WRITES, Resource: table }, { ...KEY, Resource: key, Condition });
    }, { ...ENV, region })).toEqual(expected);
  });

  test('isn\'t found where more must be true for it', () => {
    expect(findingsOf(WRITES, { ...KEY, Condition: { ...VIA_DYNAMODB, Bool: { 'aws:SecureTransport': 'true' } } })).toEqual([]);
  });

  test('isn\'t found of what reads no items', () => {
    expect(findingsOf({ Action: 'dynamodb:DescribeTable', Resource: ORDERS })).toEqual([]);
  });

  test('isn\'t found where a managed policy could allow it', () => {
    expect(findingsIn((stack) => {
      ordersTable(stack);
      roleWith(stack, WRITES).managedPolicyArns = ['arn:aws:iam::111122223333:policy/Elsewhere'];
    })).toEqual([]);
  });

  test.each<[string, string, string[]]>([
    ['isn\'t found where a nested stack that isn\'t known gets the role, and could allow it', 'Role', []],
    ['is found where such a nested stack gets another role', 'Other', FOUND],
  ])('%s', (_name, given, expected) => {
    expect(findingsIn((stack) => {
      ordersTable(stack);
      const [role, other] = [roleWith(stack, WRITES), new Role(stack, 'Other', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })];
      const RoleName = given === 'Other' ? other.roleName : role.ref;
      new CfnResource(stack, 'Nested', { type: 'AWS::CloudFormation::Stack', properties: { TemplateURL: 'https://bucket/t.json', Parameters: { RoleName } } });
    })).toEqual(expected);
  });

  test('is found where the policy of the key doesn\'t let the account in', () => {
    expect(findingsIn((stack) => {
      ordersTable(stack);
      (stack.node.findChild('Key').node.defaultChild as any).keyPolicy = {
        Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 'kms:Decrypt', Resource: '*' }],
      };
      roleWith(stack, WRITES, KEY);
    })).toEqual(FOUND);
  });

  const ALL_WRITES = { ...WRITES, Resource: '*' };
  const severities = (...statements: object[]) => {
    const app = newApp();
    const stack = new Stack(app, 'Stack', { env: ENV });
    ordersTable(stack);
    roleWith(stack, ...statements);
    return checkAssembly(app.synth().directory).filter(({ id }) => id.endsWith('no-table-key-access')).map(({ severity }) => severity);
  };

  test.each<[string, object[], string[]]>([
    ['an error for a statement that names the table', [ALL_WRITES, WRITES], ['error']],
    ['a warning for a statement on all tables', [ALL_WRITES], ['warning']],
    ['a warning for a statement on tables with a prefix', [{ ...WRITES, Resource: ORDERS.replace(/s$/, '*') }], ['warning']],
    ['a warning for a statement on tables with a tag', [{ ...WRITES, Condition: { StringEquals: { 'aws:ResourceTag/team': 'orders' } } }], ['warning']],
    ['nothing beside a denial of the table', [ALL_WRITES, { Effect: 'Deny', Action: 'dynamodb:*', Resource: ORDERS }], []],
    ['an error beside a denial of other actions', [WRITES, { Effect: 'Deny', Action: 'dynamodb:DeleteItem', Resource: ORDERS }], ['error']],
    ['an error beside a denial under a condition', [WRITES, {
      Effect: 'Deny', Action: 'dynamodb:*', Resource: ORDERS, Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } },
    }], ['error']],
  ])('is %s', (_what, statements, expected) => {
    expect(severities(...statements)).toEqual(expected);
  });

  test.each<[string, string, string[]]>([['without', `${ORDERS}2`, []], ['with', ORDERS, FOUND]])('is found beside a permissions boundary %s the table only if that allows it', (_what, resource, expected) => {
    expect(findingsIn((stack) => {
      ordersTable(stack);
      const statements = [PolicyStatement.fromJson({ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: resource })];
      roleWith(stack, WRITES).permissionsBoundary = new ManagedPolicy(stack, 'Boundary', { statements }).managedPolicyArn;
    })).toEqual(expected);
  });

  test.each<[string, string, string[]]>([['that names the role', 'reader', FOUND], ['that names another role', 'writer', []]])('is found where the policy of a table %s', (_what, name, expected) => {
    expect(findingsIn((stack) => {
      const table = ordersTable(stack);
      table.addToResourcePolicy(PolicyStatement.fromJson({
        Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ENV.account}:role/${name}` }, Action: 'dynamodb:GetItem', Resource: '*',
      }));
      roleWith(stack, { Action: 's3:GetObject', Resource: '*' }).roleName = 'reader';
    })).toEqual(expected);
  });

  test.each<[string, (other: string) => unknown, string[]]>([
    ['one of two keys', () => ORDERS_KEY, FOUND],
    ['both keys', (other) => [ORDERS_KEY, other], []],
    ['the key of each branch', (other) => ({ 'Fn::If': ['Own', ORDERS_KEY, other] }), []],
  ])('of a table with a key under a condition is right for a role with %s', (_what, resource, expected) => {
    expect(findingsIn((stack) => {
      const other = new Key(stack, 'Other').keyArn;
      new CfnCondition(stack, 'Own', { expression: Fn.conditionEquals(new CfnParameter(stack, 'Value'), 'yes') });
      const path = 'Replicas.0.SSESpecification.KMSMasterKeyId';
      (ordersTable(stack).node.defaultChild as CfnGlobalTable).addPropertyOverride(path, { 'Fn::If': ['Own', { 'Fn::GetAtt': ['Key961B73FD', 'Arn'] }, stack.resolve(other)] });
      roleWith(stack, WRITES, { ...KEY, Resource: stack.resolve(resource(other)) });
    })).toEqual(expected);
  });

  test('is found of a key that the table names by its alias', () => {
    expect(findingsIn((stack) => {
      const alias = new Alias(stack, 'Alias', { aliasName: 'alias/orders', targetKey: new Key(stack, 'OrdersKey') });
      const table = ordersTable(stack).node.defaultChild as any;
      table.addPropertyOverride('Replicas.0.SSESpecification.KMSMasterKeyId', alias.aliasName);
      roleWith(stack, WRITES, KEY);
    })).toEqual(FOUND);
  });
});

describe('no-index-access', () => {
  const FOUND = ['no-index-access: Query on Stack/Orders, and on none of its indexes: byCustomer'];

  test('is found of Query on the table alone', () => {
    expect(found({ Action: 'dynamodb:Query', Resource: ORDERS })).toEqual(FOUND);
  });

  test('isn\'t found of a table without indexes', () => {
    expect(findingsIn((stack) => {
      ordersTable(stack, { globalSecondaryIndexes: [] });
      roleWith(stack, { Action: 'dynamodb:Query', Resource: ORDERS }, KEY);
    })).toEqual([]);
  });

  test('isn\'t found where another statement has the index', () => {
    expect(found({ Action: 'dynamodb:Query', Resource: ORDERS }, { Action: 'dynamodb:Query', Resource: BY_CUSTOMER })).toEqual([]);
  });

  test('isn\'t found where another statement has a resource that is known only at deployment', () => {
    expect(found({ Action: 'dynamodb:Query', Resource: ORDERS }, { Action: 'dynamodb:Query', Resource: { 'Fn::Sub': `${ORDERS}/index/\${Index}` } })).toEqual([]);
    expect(found({ Action: 'dynamodb:Query', Resource: ORDERS }, { Action: 'dynamodb:PutItem', Resource: { 'Fn::Sub': `${ORDERS}/index/\${Index}` } })).toEqual(FOUND);
  });
});

describe('managed-dynamodb-policy', () => {
  const managedPolicyArns = ['arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess'];
  const findAll = (build: (stack: Stack) => void) => {
    const app = newApp();
    build(new Stack(app, 'Stack', { env: ENV }));
    return checkAssembly(app.synth().directory).map(({ id, origin }) => `${id.replace('cdk-dynamo-access:', '')} of ${origin.logicalId}`);
  };

  test('is found of a group, once for all of its users', () => {
    expect(findAll((stack) => {
      const group = new CfnGroup(stack, 'Group', { managedPolicyArns });
      new CfnUser(stack, 'User', { groups: [group.ref] });
    })).toEqual(['managed-dynamodb-policy of Group']);
  });

  test('is found of a user who has it beside the group', () => {
    expect(findAll((stack) => {
      const group = new CfnGroup(stack, 'Group', { managedPolicyArns: ['arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess'] });
      new CfnUser(stack, 'User', { groups: [group.ref], managedPolicyArns });
    })).toEqual(['managed-dynamodb-policy of User', 'managed-dynamodb-policy of Group']);
  });
});

describe('logs', () => {
  const READS = { Action: 'dynamodb:GetItem', Resource: ORDERS };
  const LOGS = ['logs:CreateLogStream', 'logs:PutLogEvents'];

  test.each(['*', 'arn:aws:logs:eu-west-1:111122223333:*', 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/*', 'arn:*:logs'])(
    'many-log-groups is found of %s', (resource) => {
      expect(found(READS, { Action: LOGS, Resource: resource }).map((each) => each.replace(/:.*/, ''))).toEqual(['many-log-groups']);
    });

  test.each(['arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders:*', 'arn:*:dynamodb', 'arn:aws:dynamodb'])(
    'many-log-groups isn\'t found of the streams of one group, nor of another service: %s', (resource) => {
      expect(found(READS, { Action: LOGS, Resource: resource })).toEqual([]);
    });

  test('many-log-groups isn\'t found of a role that reaches no table', () => {
    expect(found({ Action: LOGS, Resource: '*' })).toEqual([]);
  });

  test.each<[string, (stack: Stack) => void, string[]]>([
    ['a function without a table in an app without tables', (stack) => void newFunction(stack, 'Fn'), []],
    ['a function without a table in an app with tables', (stack) => {
      newTable(stack, 'Orders');
      newFunction(stack, 'Fn');
    }, ['managed-logs-policy: AWSLambdaBasicExecutionRole is attached']],
    ['a function of a custom resource provider', (stack) => {
      newTable(stack, 'Orders');
      new CfnRole(stack, 'Role', { roleName: 'own', assumeRolePolicyDocument: {}, managedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'] });
      new CfnFunction(stack, 'Fn', { code: {}, role: `arn:aws:iam::${ENV.account}:role/own` });
    }, []],
    ['a function that Lambda@Edge runs', (stack) => {
      newTable(stack, 'Orders');
      (newFunction(stack, 'Fn').role as Role).assumeRolePolicy!.addStatements(
        new PolicyStatement({ actions: ['sts:AssumeRole'], principals: [new ServicePrincipal('edgelambda.amazonaws.com')] }));
    }, []],
    ['an administrator', (stack) => {
      newTable(stack, 'Orders');
      new Role(stack, 'Role', {
        assumedBy: new ServicePrincipal('lambda.amazonaws.com'), managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess')],
      });
    }, []],
  ])('managed-logs-policy in %s', (_where, build, expected) => {
    expect(findingsIn(build)).toEqual(expected);
  });

  test('managed-logs-policy is found of what AWS has for functions in a VPC', () => {
    expect(findingsIn((stack) => {
      ordersTable(stack);
      roleWith(stack, READS, KEY).managedPolicyArns = ['arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole'];
    })).toEqual(['managed-logs-policy: AWSLambdaVPCAccessExecutionRole is attached']);
  });
});

test('managed-dynamodb-policy is found of AmazonDynamoDBFullAccess', () => {
  expect(findingsIn((stack) => {
    new Role(stack, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('AmazonDynamoDBFullAccess')],
    });
  })).toEqual(['managed-dynamodb-policy: AmazonDynamoDBFullAccess is attached']);
});

describe('policies are checked', () => {
  const DOCUMENT = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'dynamodb:Nothing', Resource: ORDERS } };
  const FOUND = ['unknown-action: DynamoDB has no action dynamodb:Nothing'];

  test('that are attached to nothing', () => {
    expect(findingsIn((stack) => { new CfnManagedPolicy(stack, 'Policy', { policyDocument: DOCUMENT }); })).toEqual(FOUND);
  });

  test('once, where two roles have them', () => {
    expect(findingsIn((stack) => {
      const roles = ['One', 'Two'].map((id) => new CfnRole(stack, id, { assumeRolePolicyDocument: { Statement: [] } }).ref);
      new CfnManagedPolicy(stack, 'Policy', { policyDocument: DOCUMENT, roles });
    })).toEqual(FOUND);
  });
});
