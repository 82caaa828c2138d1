import { Stack } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { findingsIn, ORDERS } from './findings';
import { checkAssembly } from '../../src/checks/check-assembly';
import { newApp } from '../policy/assemblies';
import { ENV } from '../support/app';
import '../support/quiet';

interface Policies {
  readonly table?: object;
  readonly stream?: object;
  readonly key?: object;
}

function makePolicy(statement: object | undefined): object | undefined {
  return statement && { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*', ...statement }] };
}

/** A table with a stream and a key, whose policies have one statement each. */
function build(policies: Policies): (stack: Stack) => void {
  return (stack) => {
    const key = new CfnKey(stack, 'Key', { keyPolicy: makePolicy(policies.key) });
    const policyDocument = (statement: object | undefined) => statement && { policyDocument: makePolicy(statement) };
    new CfnTable(stack, 'Orders', {
      tableName: 'Orders',
      keySchema: [{ attributeName: 'pk', keyType: 'HASH' }],
      sseSpecification: { sseEnabled: true, kmsMasterKeyId: key.attrArn },
      streamSpecification: { streamViewType: 'KEYS_ONLY', resourcePolicy: policyDocument(policies.stream) },
      resourcePolicy: policyDocument(policies.table),
    });
  };
}

function find(policies: Policies): string[] {
  return findingsIn(build(policies));
}

const PARTNER = { AWS: 'arn:aws:iam::222222222222:root' };
const CONDITION = { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } };
const ROLE = { AWS: 'arn:aws:iam::222222222222:role/reader' };

test.each<[string, Policies, string[]]>([
  ['everybody', { table: { Principal: '*' } }, ['public-principal: the principal is *']],
  ['everybody of AWS', { stream: { Principal: { AWS: '*' }, Action: 'dynamodb:GetRecords' } }, ['public-principal: the principal is *']],
  ['everybody, on a key', { key: { Principal: '*', Action: 'kms:Decrypt' } }, ['public-principal: the principal is *']],
  ['everybody under a condition', { table: { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } } }, []],
  ['everybody under a condition that is known at deployment', { table: { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': { Ref: 'Org' } } } } }, []],
  ['everybody under a condition by Fn::Sub', { table: { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': { 'Fn::Sub': '${Org}' } } } } }, []],
  ['everybody under one of two conditions', { table: { Principal: '*', Condition: { 'Fn::If': ['IsDev', CONDITION, CONDITION] } } }, []],
  ['everybody by Fn::Sub under another condition', { table: { Principal: '*', Condition: { Bool: { 'aws:SecureTransport': { 'Fn::Sub': '${Org}' } } } } }, [
    'public-principal: the principal is *',
  ]],
  ['everybody under a condition that says nothing of who calls', { table: { Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } } }, [
    'public-principal: the principal is *',
  ]],
  ['everybody but some', { table: { Principal: '*', Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } } } }, ['public-principal: the principal is *']],
  ['everybody, denied', { table: { Effect: 'Deny', Principal: '*' } }, []],
  ['everybody but one', { table: { Principal: undefined, NotPrincipal: ROLE } }, ['allowed-not-principal: it allows everybody but the principals in NotPrincipal']],
  ['everybody but one, denied', { table: { Effect: 'Deny', NotPrincipal: ROLE } }, []],
  ['all reads for another account', { table: { Principal: PARTNER, Action: 'dynamodb:Get*' } }, ['account-principal: dynamodb:Get* for the whole account 222222222222']],
  ['one action for another account', { table: { Principal: PARTNER } }, []],
  ['the own account', { table: { Principal: { AWS: ENV.account } }, key: { Principal: { AWS: ENV.account }, Action: 'kms:*' } }, []],
  ['a role of another account', { table: { Principal: ROLE } }, []],
  ['an action on streams in the policy of a table', { table: { Principal: ROLE, Action: ['dynamodb:GetRecords', 'dynamodb:GetItem'] } }, [
    'resource-policy-action: dynamodb:GetRecords in the policy of a table',
  ]],
  ['an action on tables in the policy of a stream', { stream: { Principal: ROLE } }, ['resource-policy-action: dynamodb:GetItem in the policy of a stream']],
  ['an action that AWS supports in no resource policy', { table: { Principal: ROLE, Action: 'dynamodb:CreateTable' } }, [
    'resource-policy-action: dynamodb:CreateTable in the policy of a table',
  ]],
  ['an action of the first version of global tables', { table: { Principal: ROLE, Action: ['dynamodb:UpdateGlobalTable', 'dynamodb:UpdateTable'] } }, [
    'resource-policy-action: dynamodb:UpdateGlobalTable in the policy of a table',
  ]],
  ['exports that a service describes, as Redshift does', {
    table: { Principal: { Service: 'redshift.amazonaws.com' }, Action: 'dynamodb:DescribeExport', Resource: `${ORDERS}/export/*` },
  }, []],
  ['exports that a role describes', { table: { Principal: ROLE, Action: 'dynamodb:DescribeExport', Resource: `${ORDERS}/export/*` } }, [
    'resource-policy-action: dynamodb:DescribeExport in the policy of a table', 'other-resource: it names export/* of Stack/Orders',
  ]],
  ['an action of another service', { table: { Principal: ROLE, Action: 's3:GetObject' } }, ['resource-policy-action: s3:GetObject in the policy of a table']],
  ['all actions', { table: { Principal: ROLE, Action: 'dynamodb:*' }, stream: { Principal: ROLE, Action: '*' } }, []],
  ['another table', { table: { Principal: ROLE, Resource: `${ORDERS}2` } }, ['other-resource: it names table/Orders2']],
  ['the table and its indexes by their ARNs', { table: { Principal: ROLE, Resource: [ORDERS, `${ORDERS}/index/*`] } }, []],
  ['the table in the policy of its stream', { stream: { Principal: ROLE, Action: 'dynamodb:GetRecords', Resource: ORDERS } }, ['other-resource: it names Stack/Orders']],
  ['the stream by its ARN', { stream: { Principal: ROLE, Action: 'dynamodb:GetRecords', Resource: `${ORDERS}/stream/2026-01-01T00:00:00.000` } }, []],
  ['another key', { key: { Principal: ROLE, Action: 'kms:Decrypt', Resource: `arn:aws:kms:${ENV.region}:${ENV.account}:key/other` } }, [
    'other-resource: it names key/other',
  ]],
])('a resource policy about %s has exactly the listed findings', (_what, policies, expected) => {
  expect(find(policies)).toEqual(expected);
});

const PUBLIC = ['public-principal: the principal is *'];

test.each<[string, object, string[]]>([
  ['any ARN', { StringLike: { 'aws:PrincipalArn': '*' } }, PUBLIC],
  ['a role name in any account', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Admin' } }, PUBLIC],
  ['the roles of one account', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/*' } }, []],
  ['one account beside any', { StringLike: { 'aws:PrincipalAccount': ['222222222222', '*'] } }, PUBLIC],
  ['callers that are no service', { Bool: { 'aws:PrincipalIsAWSService': 'false' } }, PUBLIC],
  ['AWS services', { Bool: { 'aws:PrincipalIsAWSService': 'true' } }, []],
  ['callers without an organization', { 'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } }, PUBLIC],
  ['a part of an organization', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } }, []],
  ['any organization', { StringLike: { 'aws:PrincipalOrgID': 'o-*' } }, PUBLIC],
  ['the organization of the key', { StringEquals: { 'aws:PrincipalOrgID': '${aws:ResourceOrgID}' } }, []],
  ['an organization that the caller chooses', { StringEquals: { 'aws:PrincipalOrgID': '${aws:PrincipalTag/org}' } }, PUBLIC],
  ['any bucket', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } }, PUBLIC],
  ['one bucket', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::orders' } }, []],
  ['other organizations among those of the request', { 'ForAnyValue:StringNotEquals': { 'aws:SourceOrgPaths': 'o-a1b2c3d4e5/*' } }, PUBLIC],
  ['any organization at all', { Null: { 'aws:PrincipalOrgID': 'false' } }, PUBLIC],
])('a key for everybody under a condition on %s has exactly the listed findings', (_what, Condition, expected) => {
  expect(find({ key: { Principal: '*', Action: 'kms:Decrypt', Condition } })).toEqual(expected);
});

test.each([
  { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/*' } }, { StringEquals: { 'aws:PrincipalOrgID': '${aws:ResourceOrgID}' } },
])('a table for everybody is public under %j, because DynamoDB takes neither wildcards nor variables there', (Condition) => {
  expect(find({ table: { Principal: '*', Condition } })).toEqual(PUBLIC);
});

test.each<[string, object, boolean]>([
  ['TLS', { Bool: { 'aws:SecureTransport': 'true' } }, true],
  ['the account itself', { StringEquals: { 'aws:PrincipalAccount': '222222222222' } }, true],
  ['all roles of the account', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/*' } }, true],
  ['all roles but one', { ArnNotEquals: { 'aws:PrincipalArn': ROLE.AWS } }, true],
  ['a network, for requests through one', { StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-1' } }, true],
  ['all addresses', { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }, true],
  ['some addresses', { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, false],
  ['a role', { ArnEquals: { 'aws:PrincipalArn': ROLE.AWS } }, false],
  ['roles by their names', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/reader-*' } }, false],
  ['a network', { StringEquals: { 'aws:SourceVpce': 'vpce-1' } }, false],
  ['a tag of the role', { StringEquals: { 'aws:PrincipalTag/team': 'orders' } }, false],
])('all of another account is found under a condition on %s', (_what, Condition, expected) => {
  expect(find({ table: { Principal: PARTNER, Action: 'dynamodb:*', Condition } }))
    .toEqual(expected ? ['account-principal: dynamodb:* for the whole account 222222222222'] : []);
});

test('a finding names the table and the number of the statement', () => {
  const app = newApp();
  build({ stream: { Principal: '*', Action: 'dynamodb:GetRecords' } })(new Stack(app, 'Stack', { env: ENV }));

  expect(checkAssembly(app.synth().directory).map(({ place }) => place)).toEqual(['Stack/Orders, policy of the stream, statement 0']);
});

test.each<[string, object, string[]]>([
  ['its ARN in any account', {}, []],
  ['another table', { Resource: `${ORDERS.replace('Orders', 'Customers')}` }, ['other-resource: it names table/Customers']],
])('a policy of a stack that can be deployed anywhere names %s', (_name, statement, expected) => {
  const app = newApp();
  build({ table: { Principal: ROLE, Resource: 'arn:aws:dynamodb:ap-south-1:222233334444:table/Orders', ...statement } })(new Stack(app, 'Stack'));

  expect(checkAssembly(app.synth().directory).map(({ id, problem }) => `${id.replace('cdk-dynamo-access:', '')}: ${problem}`)).toEqual(expected);
});
