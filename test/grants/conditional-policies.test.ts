import { Aws, CfnCondition, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnGlobalTable, CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { AccountPrincipal, CfnManagedPolicy, CfnPolicy, CfnRole, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { TableAccessGrants, TableAccessPolicy, TableFeature, TableRef } from '../../src';
import { ENV, FLAG_SETTINGS, newStack, newTable } from '../support/app';
import { problemsOf, warningsOf } from '../support/messages';
import '../support/quiet';

const NO_VALUE = { Ref: 'AWS::NoValue' };
const ifProd = (value: unknown, otherwise: unknown = NO_VALUE) => ({ 'Fn::If': ['Prod', value, otherwise] });
const DENY = { Sid: 'Mine', Effect: 'Deny', Principal: '*', Action: 'dynamodb:DeleteTable', Resource: '*' };
const DOCUMENT = { Version: '2012-10-17', Statement: [DENY] };
const ALLOW = expect.objectContaining({ Effect: 'Allow', Action: 'dynamodb:GetItem' });
const ALLOW_STREAM = expect.objectContaining({ Effect: 'Allow', Action: expect.arrayContaining(['dynamodb:GetRecords']) });
const ALLOW_KEY = expect.objectContaining({ Effect: 'Allow', Action: 'kms:Decrypt' });

function newConditionalStack(flags = {}): Stack {
  const stack = newStack(flags, ENV);
  new CfnCondition(stack, 'Prod', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
  new CfnParameter(stack, 'Parameter');
  return stack;
}

const principals = [new AccountPrincipal('222222222222')];

/** A table as its template has it, to which a TableAccessPolicy adds statements. */
function tableWith(props: Record<string, unknown>, feature = TableFeature.READ_ITEM, stack = newConditionalStack()): any {
  const table = new CfnTable(stack, 'Table', { tableName: 'orders', keySchema: [{ attributeName: 'pk', keyType: 'HASH' }], ...props });
  new TableAccessPolicy(stack, 'Partners', { table, principals, features: [feature] });
  return Object.values(Template.fromStack(stack).findResources('AWS::DynamoDB::Table'))[0].Properties;
}

const condition = (one: unknown, other: unknown) => Fn.conditionIf('Prod', one, other);

describe.each(FLAG_SETTINGS)('statements in the policy of a table stay in all branches, %s:', (_name, flags) => {
  test.each<[string, unknown, unknown]>([
    ['a policy, or none', condition({ PolicyDocument: DOCUMENT }, Aws.NO_VALUE),
      ifProd({ PolicyDocument: { ...DOCUMENT, Statement: [DENY, ALLOW] } }, { PolicyDocument: { ...DOCUMENT, Statement: [ALLOW] } })],
    ['one of two documents', { policyDocument: condition(DOCUMENT, { ...DOCUMENT, Statement: [] }) },
      { PolicyDocument: ifProd({ ...DOCUMENT, Statement: [DENY, ALLOW] }, { ...DOCUMENT, Statement: [ALLOW] }) }],
    ['one of two lists of statements', { policyDocument: { ...DOCUMENT, Statement: condition([DENY], []) } },
      { PolicyDocument: { ...DOCUMENT, Statement: ifProd([DENY, ALLOW], [ALLOW]) } }],
    ['a statement, or none', { policyDocument: { ...DOCUMENT, Statement: [condition(DENY, Aws.NO_VALUE)] } },
      { PolicyDocument: { ...DOCUMENT, Statement: [ifProd(DENY), ALLOW] } }],
    ['a statement that is no list', { policyDocument: { ...DOCUMENT, Statement: DENY } }, { PolicyDocument: { ...DOCUMENT, Statement: [DENY, ALLOW] } }],
  ])('%s', (_kind, resourcePolicy, expected) => {
    expect(tableWith({ resourcePolicy }, TableFeature.READ_ITEM, newConditionalStack(flags)).ResourcePolicy).toEqual(expected);
  });

  test('and in that of its stream', () => {
    const streamSpecification = condition({ StreamViewType: 'NEW_IMAGE', ResourcePolicy: { PolicyDocument: DOCUMENT } }, { StreamViewType: 'KEYS_ONLY' });

    expect(tableWith({ streamSpecification }, TableFeature.STREAM_READ, newConditionalStack(flags)).StreamSpecification).toEqual(ifProd(
      { StreamViewType: 'NEW_IMAGE', ResourcePolicy: { PolicyDocument: { ...DOCUMENT, Statement: [DENY, ALLOW_STREAM] } } },
      { StreamViewType: 'KEYS_ONLY', ResourcePolicy: { PolicyDocument: { ...DOCUMENT, Statement: [ALLOW_STREAM] } } },
    ));
  });

  test('and in that of its key, which has the default of KMS where it has none', () => {
    const stack = newConditionalStack(flags);
    const key = new CfnKey(stack, 'Key', { keyPolicy: condition(DOCUMENT, Aws.NO_VALUE) });
    tableWith({ sseSpecification: { sseEnabled: true, kmsMasterKeyId: key.attrArn } }, TableFeature.READ_ITEM, stack);

    expect(Template.fromStack(stack).findResources('AWS::KMS::Key').Key.Properties.KeyPolicy).toEqual(ifProd(
      { ...DOCUMENT, Statement: [DENY, ALLOW_KEY] },
      { ...DOCUMENT, Statement: [expect.objectContaining({ Sid: 'Enable IAM User Permissions' }), ALLOW_KEY] },
    ));
  });
});

describe('a stream that a branch doesn\'t have', () => {
  test('stays away', () => {
    const { StreamSpecification } = tableWith({ streamSpecification: condition({ StreamViewType: 'NEW_IMAGE' }, Aws.NO_VALUE) }, TableFeature.STREAM_READ);

    expect(StreamSpecification['Fn::If'][2]).toEqual(NO_VALUE);
  });
});

describe('the policy of a replica', () => {
  function replicasWith(change: (table: CfnGlobalTable) => void): any {
    const stack = newConditionalStack();
    const table = new CfnGlobalTable(stack, 'Table', {
      tableName: 'orders', keySchema: [{ attributeName: 'pk', keyType: 'HASH' }], attributeDefinitions: [], replicas: [{ region: ENV.region }],
    });
    change(table);
    new TableAccessPolicy(stack, 'Partners', { table: TableRef.fromGlobalTable(table), principals, features: [TableFeature.READ_ITEM] });
    return Object.values(Template.fromStack(stack).findResources('AWS::DynamoDB::GlobalTable'))[0].Properties.Replicas;
  }
  const own = { Region: ENV.region, ResourcePolicy: { PolicyDocument: { Version: '2012-10-17', Statement: [ALLOW] } } };

  test('is written beside a replica that a condition has', () => {
    expect(replicasWith((table) => { table.replicas = [{ region: ENV.region }, condition({ Region: 'us-east-1' }, Aws.NO_VALUE)]; }))
      .toEqual([own, ifProd({ Region: 'us-east-1' })]);
  });

  test('is written in each list of replicas', () => {
    expect(replicasWith((table) => { table.replicas = condition([{ Region: ENV.region }, { Region: 'us-east-1' }], [{ Region: ENV.region }]); }))
      .toEqual(ifProd([own, { Region: 'us-east-1' }], [own]));
  });

  test('keeps what a replica has in a branch', () => {
    expect(replicasWith((table) => {
      table.replicas = [condition({ Region: ENV.region, ResourcePolicy: { PolicyDocument: DOCUMENT } }, { Region: ENV.region })];
    })).toEqual([ifProd({ Region: ENV.region, ResourcePolicy: { PolicyDocument: { ...DOCUMENT, Statement: [DENY, ALLOW] } } }, own)]);
  });
});

test.each<[string, unknown]>([
  ['a policy', { Ref: 'Parameter' }], ['a document', { PolicyDocument: { Ref: 'Parameter' } }],
  ['a list of statements', { PolicyDocument: { ...DOCUMENT, Statement: { Ref: 'Parameter' } } }],
  ['a document in one branch', { PolicyDocument: ifProd(DOCUMENT, { Ref: 'Parameter' }) }],
])('a TableAccessPolicy fails beside what CloudFormation alone knows: %s', (_kind, value) => {
  const stack = newConditionalStack();
  const table = new CfnTable(stack, 'Table', { tableName: 'orders', keySchema: [{ attributeName: 'pk', keyType: 'HASH' }] });
  table.resourcePolicy = Fn.conditionIf('Prod', value, value);
  new TableAccessPolicy(stack, 'Partners', { table, principals, features: [TableFeature.READ_ITEM] });

  expect(problemsOf(stack)).toEqual([
    '[Stack/Partners] only CloudFormation knows the resource policy of Stack/Table, so this construct cannot add its statements; expected a '
      + 'policy document, or Fn::If with policy documents; write the policy document in the app instead of a parameter, a mapping or a '
      + 'transform [cdk-dynamo-access:unknownPolicy]',
  ]);
});

test('an override of another part of a policy is fine', () => {
  const stack = newConditionalStack();
  const table = newTable(stack, 'Table', { tableName: 'orders' });
  (table.node.defaultChild as CfnTable).addPropertyOverride('ResourcePolicy.PolicyDocument.Id', 'mine');
  new TableAccessPolicy(stack, 'Partners', { table, principals, features: [TableFeature.READ_ITEM] });

  expect(Object.values(Template.fromStack(stack).findResources('AWS::DynamoDB::Table'))[0].Properties.ResourcePolicy.PolicyDocument)
    .toEqual({ Version: '2012-10-17', Id: 'mine', Statement: [ALLOW] });
});

describe('other permissions of a role count in all branches:', () => {
  const ALL = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'dynamodb:*', Resource: '*' }] };

  function warningsWith(change: (stack: Stack, role: CfnRole) => void): string[] {
    const stack = newConditionalStack();
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    change(stack, role.node.defaultChild as CfnRole);
    TableAccessGrants.fromTable(newTable(stack, 'Table')).features(role, TableFeature.READ_ITEM);
    return warningsOf(stack).flatMap((text) => /cdk-dynamo-access:(\w+)/.exec(text)?.[1] ?? []);
  }

  test.each<[string, (stack: Stack, role: CfnRole) => void]>([
    ['an inline policy', (_stack, role) => role.addPropertyOverride('Policies', ifProd([{ PolicyName: 'all', PolicyDocument: ALL }]))],
    ['the document of one', (_stack, role) => role.addPropertyOverride('Policies', [{ PolicyName: 'all', PolicyDocument: ifProd(ALL) }])],
    ['a statement of one', (_stack, role) => role.addPropertyOverride('Policies', [{
      PolicyName: 'all', PolicyDocument: { ...ALL, Statement: [ifProd(ALL.Statement[0])] },
    }])],
    ['one statement in the place of a list', (_stack, role) => role.addPropertyOverride('Policies', [{
      PolicyName: 'all', PolicyDocument: { ...ALL, Statement: ALL.Statement[0] },
    }])],
    ['one statement in a branch, in the place of a list', (_stack, role) => role.addPropertyOverride('Policies', [{
      PolicyName: 'all', PolicyDocument: { ...ALL, Statement: ifProd(ALL.Statement[0]) },
    }])],
    ['a policy that names the role', (stack, role) => new CfnPolicy(stack, 'Mine', {
      policyName: 'all', policyDocument: ALL, roles: Fn.conditionIf('Prod', [role.ref], Aws.NO_VALUE) as any,
    })],
    ['a policy that names the role by text', (stack, role) => {
      role.roleName = 'reader';
      new CfnPolicy(stack, 'Mine', { policyName: 'all', policyDocument: ALL, roles: ['reader'] });
    }],
    ['an overridden document', (stack, role) => new CfnPolicy(stack, 'Mine', { policyName: 'all', policyDocument: {}, roles: [role.ref] })
      .addPropertyOverride('PolicyDocument', ALL)],
    ['a managed policy of the app', (stack, role) => {
      const policy = new CfnManagedPolicy(stack, 'Mine', { policyDocument: ALL });
      role.addPropertyOverride('ManagedPolicyArns', [ifProd(stack.resolve(policy.ref))]);
    }],
    ['a managed policy of AWS', (_stack, role) => role.addPropertyOverride('ManagedPolicyArns', ifProd(['arn:aws:iam::aws:policy/AdministratorAccess']))],
  ])('%s', (_kind, change) => {
    expect(warningsWith(change)).toEqual(['widerElsewhere']);
  });

  test('a permissions boundary in one branch', () => {
    expect(warningsWith((stack, role) => {
      const boundary = new ManagedPolicy(stack, 'Boundary', { statements: [new PolicyStatement({ actions: ['s3:*'], resources: ['*'] })] });
      role.addPropertyOverride('PermissionsBoundary', ifProd(stack.resolve(boundary.managedPolicyArn)));
    })).toEqual(['permissionsBoundary']);
  });

  test('a statement that AWS would refuse counts for nothing', () => {
    expect(warningsWith((_stack, role) => role.addPropertyOverride('Policies', [{
      PolicyName: 'all', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Permit', Action: 'dynamodb:*', Resource: '*' }] },
    }]))).toEqual([]);
  });
});
