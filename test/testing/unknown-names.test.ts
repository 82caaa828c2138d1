import { Stack } from 'aws-cdk-lib';
import { AttributeType, CfnTable, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { AccessAssertions, PrincipalAssertions, TableFeature } from '../../src';
import { newApp } from '../policy/assemblies';
import { ENV } from '../support/app';
import '../support/quiet';

const { BACKUP, READ_ITEM, SCAN, STREAM_READ } = TableFeature;
const STREAM_ACTIONS = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];
const TABLES = `arn:aws:dynamodb:${ENV.region}:${ENV.account}:table`;

interface Given {
  readonly stack: Stack;
  /** A table whose name CloudFormation generates, with a stream. */
  readonly orders: Table;
  readonly role: Role;
  /** The logical id of the table. */
  readonly id: string;
}

function build(change: (given: Given) => void): Given & { readonly access: PrincipalAssertions } {
  const stack = new Stack(newApp(), 'Stack', { env: ENV });
  const orders = new Table(stack, 'Orders', { partitionKey: { name: 'pk', type: AttributeType.STRING }, stream: StreamViewType.NEW_IMAGE });
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const given = { stack, orders, role, id: stack.getLogicalId(orders.node.defaultChild as CfnTable) };
  change(given);
  return { ...given, access: AccessAssertions.fromStack(stack).of(role) };
}

function allow(actions: string[], ...resources: string[]): PolicyStatement {
  return new PolicyStatement({ actions, resources });
}

function deny(actions: string[], element: { resources: string[] } | { notResources: string[] }): PolicyStatement {
  return new PolicyStatement({ effect: Effect.DENY, actions, ...element });
}

describe('a table whose name CloudFormation generates', () => {
  test.each<[string, (id: string) => string]>([
    ['the beginning of the name', (id) => `${TABLES}/Stack-${id}-*`],
    ['a name that CloudFormation could generate', (id) => `${TABLES}/Stack-${id}-1A2B3C4D5E6F`],
    ['a name with 13 random characters', (id) => `${TABLES}/Stack-${id}-1A2B3C4D5E6FG`],
  ])('is not known to be denied if a statement names %s', (_what, write) => {
    const { access, orders } = build(({ role, id }) => role.addToPolicy(allow(['dynamodb:Scan'], write(id))));

    expect(() => access.cannot(SCAN, orders)).toThrow('dynamodb:Scan on Stack/Orders');
  });

  test('says which statement may match the name', () => {
    const { access, orders, id } = build(({ role, id: own }) => role.addToPolicy(allow(['dynamodb:Scan'], `${TABLES}/Stack-${own}-1*`)));

    expect(() => access.cannot(SCAN, orders)).toThrow(
      `It is unknown whether Stack/Role is allowed dynamodb:Scan on Stack/Orders, because that depends on the name of ${TABLES}/Stack-${id}-XXXXXXXXXXXX\n`
      + 'These statements may match that name\n  statement 0 of policy Stack/Role/DefaultPolicy: {"Action":"dynamodb:Scan",',
    );
  });

  test.each<[string, (id: string) => string]>([
    ['another table with a longer name', (id) => `${TABLES}/Stack-${id}Archive-*`],
    ['a name without the random end', (id) => `${TABLES}/Stack-${id}`],
    ['a name that continues after the random end', (id) => `${TABLES}/Stack-${id}-1A2B3C4D5E6F-archive`],
  ])('is denied if a statement names %s', (_what, write) => {
    const { access, orders } = build(({ role, id }) => role.addToPolicy(allow(['dynamodb:Scan'], write(id))));

    expect(() => access.cannot(SCAN, orders)).not.toThrow();
  });

  test('is not denied by a denial of the name without its random end', () => {
    const { access, orders } = build(({ role, id }) => {
      role.addToPolicy(allow(['dynamodb:Scan'], '*'));
      role.addToPolicy(deny(['dynamodb:Scan'], { resources: [`${TABLES}/Stack-${id}`] }));
    });

    expect(() => access.cannot(SCAN, orders)).toThrow('Stack/Role is allowed dynamodb:Scan on Stack/Orders, by');
  });

  test('is not known to be denied by a denial of all tables but one that may be it', () => {
    const { access, orders } = build(({ role, id }) => {
      role.addToPolicy(allow(['dynamodb:Scan'], '*'));
      role.addToPolicy(deny(['dynamodb:Scan'], { notResources: [`${TABLES}/Stack-${id}-1A2B3C4D5E6F`] }));
    });

    expect(() => access.cannot(SCAN, orders)).toThrow('It is unknown whether Stack/Role is allowed dynamodb:Scan on Stack/Orders');
  });

  test('is allowed what a grant of CDK gives, and nothing else', () => {
    const { access, orders } = build(({ orders: table, role }) => table.grant(role, 'dynamodb:GetItem'));

    expect(() => access.can(READ_ITEM, orders)).not.toThrow();
    expect(() => access.cannot(SCAN, orders)).not.toThrow();
  });

  test('is denied what a grant of CDK gives on another table whose name begins in the same way', () => {
    const { access, orders } = build(({ role, stack }) => {
      new Table(stack, 'OrdersArchive', { partitionKey: { name: 'pk', type: AttributeType.STRING } }).grantReadData(role);
    });

    expect(() => access.cannot(READ_ITEM, orders)).not.toThrow();
  });
});

describe('the stream of a table', () => {
  test('is not known to be denied if a statement names a stream of the table by its time', () => {
    const { access, orders } = build(({ role, orders: { tableArn } }) =>
      role.addToPolicy(allow(STREAM_ACTIONS, `${tableArn}/stream/2024-05-01T00:00:00.000`)));

    expect(() => access.cannot(STREAM_READ, orders)).toThrow('It is unknown whether Stack/Role is allowed dynamodb:DescribeStream on the stream of');
  });

  test('is denied if a statement names a stream of another table by its time', () => {
    const { access, orders } = build(({ role }) => role.addToPolicy(allow(STREAM_ACTIONS, `${TABLES}/other/stream/2024-05-01T00:00:00.000`)));

    expect(() => access.cannot(STREAM_READ, orders)).not.toThrow();
  });

  test('is not known to be allowed if a statement names a stream of the table by its time', () => {
    const { access, orders } = build(({ role, orders: { tableArn } }) =>
      role.addToPolicy(allow(STREAM_ACTIONS, `${tableArn}/stream/2024-05-01T00:00:00.000`)));

    expect(() => access.can(STREAM_READ, orders)).toThrow('unless unknown values make one of these statements match');
  });
});

test('a backup of a table is not known to be denied if a statement names one by its time', () => {
  const { access, orders } = build(({ role, orders: { tableArn } }) =>
    role.addToPolicy(allow(['dynamodb:DeleteBackup'], `${tableArn}/backup/01546300800000-12345678`)));

  expect(() => access.cannot(BACKUP, orders)).toThrow('It is unknown whether Stack/Role is allowed dynamodb:DeleteBackup on the backup of Stack/Orders');
});

describe('a wildcard in the resource of another service', () => {
  test('stands for all resources that it matches', () => {
    const { access } = build(({ role }) => role.addToPolicy(allow(['s3:GetObject'], 'arn:aws:s3:::bucket/public/*')));

    expect(() => access.denies('s3:GetObject', 'arn:aws:s3:::bucket/*')).toThrow('It is unknown whether Stack/Role is allowed s3:GetObject on');
  });

  test('stands for no resources that a statement cannot match', () => {
    const { access } = build(({ role }) => role.addToPolicy(allow(['s3:GetObject'], 'arn:aws:s3:::bucket2/*')));

    expect(() => access.denies('s3:GetObject', 'arn:aws:s3:::bucket/*')).not.toThrow();
  });
});
