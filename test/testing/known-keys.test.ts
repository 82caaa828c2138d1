import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyStatement, Role, ServicePrincipal, User } from 'aws-cdk-lib/aws-iam';
import { AccessAssertions, AccessRequestOptions, TableFeature } from '../../src';
import { ENV, newStack } from '../support/app';
import '../support/quiet';

const OWN = `arn:aws:iam::${ENV.account}:role/reader`;
const ORDERS = `arn:aws:dynamodb:${ENV.region}:${ENV.account}:table/orders`;
const NOT_ALLOWED = `is not allowed dynamodb:DescribeTable on ${ORDERS}: no statement allows it`;
const DENIED = `is not allowed dynamodb:DescribeTable on ${ORDERS}: it is denied by`;

type Conditions = Record<string, Record<string, string>>;

/** Assertions on a role or user with these statements. Each is about everything. */
function build(type: 'role' | 'user', ...statements: { effect?: Effect; actions?: string[]; conditions?: Conditions }[]) {
  const stack = newStack({}, ENV);
  const identity = type === 'user' ? new User(stack, 'User', { userName: 'reader' })
    : new Role(stack, 'Role', { roleName: 'reader', assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  for (const each of statements) {
    identity.addToPrincipalPolicy(new PolicyStatement({ actions: ['dynamodb:DescribeTable'], resources: ['*'], ...each }));
  }
  const orders = Table.fromTableName(stack, 'Orders', 'orders');
  const access = AccessAssertions.fromStack(stack).of(identity);
  return { access, orders, can: (options?: AccessRequestOptions) => () => access.can(TableFeature.DESCRIBE_TABLE, orders, options) };
}

const allowIf = (conditions: Conditions) => build('role', { conditions });
const denyIf = (conditions: Conditions) => build('role', {}, { effect: Effect.DENY, conditions });

describe('a request of can has', () => {
  test.each<[string, Conditions, Conditions]>([
    ['the ARN of the role', { ArnEquals: { 'aws:PrincipalArn': OWN } }, { ArnNotEquals: { 'aws:PrincipalArn': OWN } }],
    ['the ARN of the role, whatever the case of the key', { ArnEquals: { 'AWS:principalarn': OWN } }, { ArnNotEquals: { 'AWS:principalarn': OWN } }],
    ['a key for the ARN', { Null: { 'aws:PrincipalArn': 'false' } }, { Null: { 'aws:PrincipalArn': 'true' } }],
    ['the account of the role', { StringEquals: { 'aws:PrincipalAccount': ENV.account } }, { StringNotEquals: { 'aws:PrincipalAccount': ENV.account } }],
    ['the account of the role for an operator with IfExists',
      { StringEqualsIfExists: { 'aws:PrincipalAccount': ENV.account } }, { StringEqualsIfExists: { 'aws:PrincipalAccount': '999999999999' } }],
    ['the type of a role', { StringEquals: { 'aws:PrincipalType': 'AssumedRole' } }, { StringEquals: { 'aws:PrincipalType': 'User' } }],
    ['the account of the table', { StringEquals: { 'aws:ResourceAccount': ENV.account } }, { StringEquals: { 'aws:ResourceAccount': '999999999999' } }],
    ['values for variables', { StringEquals: { 'aws:ResourceAccount': '${aws:PrincipalAccount}' } }, { StringNotEquals: { 'aws:ResourceAccount': '${aws:PrincipalAccount}' } }],
  ])('%s', (_what, met, failed) => {
    expect(allowIf(met).can()).not.toThrow();
    expect(allowIf(failed).can()).toThrow(NOT_ALLOWED);
    expect(denyIf(failed).can()).not.toThrow();
    expect(denyIf(met).can()).toThrow(DENIED);
  });

  test('the ARN and the type of a user', () => {
    const conditions = { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${ENV.account}:user/reader` }, StringEquals: { 'aws:PrincipalType': 'User' } };

    expect(build('user', { conditions }).can()).not.toThrow();
    expect(build('role', { conditions }).can()).toThrow(NOT_ALLOWED);
  });

  test('the values that the assertion gives, whatever the case of the key', () => {
    const { can } = allowIf({ StringEquals: { 'aws:PrincipalType': 'FederatedUser' } });

    expect(can({ conditionKeys: { 'aws:principaltype': 'FederatedUser' } })).not.toThrow();
    expect(can()).toThrow(NOT_ALLOWED);
  });
});

test('a request to another service has no account of its resource, because some actions lack the key', () => {
  const conditions = { StringEquals: { 'aws:ResourceAccount': ENV.account } };
  const { access } = build('role', { actions: ['sqs:SendMessage', 'logs:PutLogEvents'], conditions });

  expect(() => access.allows('sqs:SendMessage', `arn:aws:sqs:${ENV.region}:${ENV.account}:orders`)).toThrow('Give the values of the request');
  expect(() => access.allows('logs:PutLogEvents', `arn:aws:logs:${ENV.region}:${ENV.account}:log-group:orders:log-stream:x`)).not.toThrow();
});

test('cannot assumes the worst of a condition on the ARN of the role', () => {
  const { access, orders } = allowIf({ ArnNotEquals: { 'aws:PrincipalArn': OWN } });

  expect(() => access.cannot(TableFeature.DESCRIBE_TABLE, orders)).toThrow(`is allowed dynamodb:DescribeTable on ${ORDERS}, by`);
});
