import { Aws, CfnCondition, CfnResource, Duration, Fn, Stack } from 'aws-cdk-lib';
import { AttributeType, GlobalSecondaryIndexPropsV2, ITable, ITableRef, StreamViewType, Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, IRole, Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, Key } from 'aws-cdk-lib/aws-kms';
import { Function as LambdaFunction, IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DynamoAccessRole, FieldEncryption, LambdaTableAccess, RoleLogs, TableAccessGrants, TableFeature } from '../../src';
import { ENV, newFunction, newTable } from '../support/app';
import { lambdaRole } from '../support/functions';

/** An access that doesn't work, or is wider than meant, though the grant of aws-cdk-lib says that it succeeded. */
export interface Scenario {
  readonly name: string;
  /** The permission that the function needs, as `action on resource`. */
  readonly needs: string;
  readonly withCdk: (stack: Stack) => Grant | undefined;
  readonly withLibrary: (stack: Stack) => void;
}

const DURABLE = { durableConfig: { executionTimeout: Duration.hours(1) } };

const OTHER_ACCOUNT = '444455556666';

const BY_DATE: GlobalSecondaryIndexPropsV2 = { indexName: 'byDate', partitionKey: { name: 'date', type: AttributeType.STRING } };

export const SCENARIOS: readonly Scenario[] = [
  readingBy('a role that is imported as immutable', (stack) =>
    Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/orders', { mutable: false })),
  readingBy('a role without policy updates', (stack) => lambdaRole(stack).withoutPolicyUpdates()),
  readingBy('a role of another account', (stack) => Role.fromRoleArn(stack, 'Role', `arn:aws:iam::${OTHER_ACCOUNT}:role/orders`)),
  {
    name: 'a function that is imported without its role',
    needs: 'dynamodb:GetItem on <Table.Arn>',
    withCdk: (stack) => {
      const { tableArn } = newTable(stack, 'Table');
      importedFunction(stack).addToRolePolicy(new PolicyStatement({ actions: ['dynamodb:GetItem'], resources: [tableArn] }));
      return undefined;
    },
    withLibrary: (stack) => TableAccessGrants.fromTable(newTable(stack, 'Table')).features(importedFunction(stack), TableFeature.READ_ITEM),
  },
  {
    name: 'a function that is given its role and its log group',
    needs: 'logs:PutLogEvents on <Logs.Arn>',
    withCdk: (stack) => {
      newFunction(stack, 'Fn', { role: lambdaRole(stack), logGroup: new LogGroup(stack, 'Logs') });
      return undefined;
    },
    withLibrary: (stack) => {
      const fn = newFunction(stack, 'Fn', { role: lambdaRole(stack), logGroup: new LogGroup(stack, 'Logs') });
      new LambdaTableAccess(stack, 'Access', { function: fn, table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM] });
    },
  },
  {
    name: 'a durable function that is given its role',
    needs: 'lambda:CheckpointDurableExecution on <Fn.Arn>:*',
    withCdk: (stack) => {
      newFunction(stack, 'Fn', { ...DURABLE, role: lambdaRole(stack) });
      return undefined;
    },
    withLibrary: (stack) => {
      const { role, logGroup } = new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM] });
      newFunction(stack, 'Fn', { ...DURABLE, role, logGroup });
    },
  },
  {
    name: 'a policy that is attached to nothing',
    needs: 'dynamodb:GetItem on <Table.Arn>',
    withCdk: (stack) => newTable(stack, 'Table').grantReadData(new Policy(stack, 'Policy')),
    withLibrary: (stack) => TableAccessGrants.fromTable(newTable(stack, 'Table')).features(new Policy(stack, 'Policy'), TableFeature.READ_ITEM),
  },
  {
    name: 'a log group that an override gives a function',
    needs: 'logs:PutLogEvents on <Logs.Arn>',
    withCdk: (stack) => {
      const fn = newFunction(stack, 'Fn', { role: lambdaRole(stack) });
      override(fn, 'LoggingConfig', { LogGroup: new LogGroup(stack, 'Logs').logGroupName });
      return undefined;
    },
    withLibrary: (stack) => {
      const fn = newFunction(stack, 'Fn', { role: lambdaRole(stack) });
      override(fn, 'LoggingConfig', { LogGroup: new LogGroup(stack, 'Logs').logGroupName });
      new LambdaTableAccess(stack, 'Access', { function: fn, table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM] });
    },
  },
  {
    name: 'an action that is misspelt',
    needs: 'dynamodb:GetItem on <Table.Arn>',
    withCdk: (stack) => newTable(stack, 'Table').grant(lambdaRole(stack), 'dynamodb:GetItems'),
    withLibrary: (stack) => access(stack, newTable(stack, 'Table'),
      TableFeature.custom({ name: 'READ', why: 'reads items', tableActions: ['dynamodb:GetItems'] })),
  },
  {
    name: 'a key by an alias that is imported',
    needs: 'kms:Decrypt on arn:aws:kms:eu-west-1:111122223333:key/*',
    withCdk: (stack) => Alias.fromAliasName(stack, 'Alias', 'alias/orders').grantDecrypt(lambdaRole(stack)),
    withLibrary: (stack) => new DynamoAccessRole(stack, 'Access', {
      table: newTable(stack, 'Table'),
      features: [TableFeature.READ_ITEM],
      fieldEncryption: FieldEncryption.envelope(Alias.fromAliasName(stack, 'Alias', 'alias/orders')),
      logs: RoleLogs.none(),
    }),
  },
  {
    name: 'the indexes of a table that is imported',
    needs: 'dynamodb:Query on arn:aws:dynamodb:eu-west-1:111122223333:table/orders/index/byDate',
    withCdk: (stack) => Table.fromTableName(stack, 'Table', 'orders').grantReadData(lambdaRole(stack)),
    withLibrary: (stack) => access(stack, Table.fromTableName(stack, 'Table', 'orders'), TableFeature.QUERY),
  },
  {
    name: 'the list of streams, for a TableV2',
    needs: 'dynamodb:ListStreams on *',
    withCdk: (stack) => newTableV2(stack).grantStreamRead(lambdaRole(stack)),
    withLibrary: (stack) => access(stack, newTableV2(stack), TableFeature.STREAM_TRIGGER),
  },
  {
    name: 'an index that a TableV2 gets after the grant',
    needs: 'dynamodb:Query on <Table.Arn>/index/byDate',
    withCdk: (stack) => {
      const table = newTableV2(stack);
      const grant = table.grantReadData(lambdaRole(stack));
      table.addGlobalSecondaryIndex(BY_DATE);
      return grant;
    },
    withLibrary: (stack) => {
      const table = newTableV2(stack);
      access(stack, table, TableFeature.QUERY);
      table.addGlobalSecondaryIndex(BY_DATE);
    },
  },
  {
    name: 'a key that a stack of another account declares',
    needs: 'kms:Decrypt on <Key.Arn>',
    withCdk: (stack) => otherKey(stack).grantDecrypt(new Role(stack, 'Role', {
      roleName: 'orders', assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    })),
    withLibrary: (stack) => new DynamoAccessRole(stack, 'Access', {
      table: newTable(stack, 'Table'),
      features: [TableFeature.READ_ITEM],
      fieldEncryption: FieldEncryption.envelope(otherKey(stack)),
      logs: RoleLogs.none(),
    }),
  },
  {
    name: 'the records of a stream, by a grant to read the table',
    needs: 'dynamodb:GetRecords on <Table.StreamArn>',
    withCdk: (stack) => newTable(stack, 'Table', { stream: StreamViewType.NEW_IMAGE }).grantReadData(lambdaRole(stack)),
    withLibrary: (stack) => access(stack, newTable(stack, 'Table', { stream: StreamViewType.NEW_IMAGE }), TableFeature.STREAM_READ),
  },
  {
    name: 'a condition check in a transaction, by a grant to write',
    needs: 'dynamodb:ConditionCheckItem on <Table.Arn>',
    withCdk: (stack) => newTable(stack, 'Table').grantWriteData(lambdaRole(stack)),
    withLibrary: (stack) => access(stack, newTable(stack, 'Table'), TableFeature.TRANSACT_WRITE),
  },
  {
    name: 'PartiQL, by a grant to read and write',
    needs: 'dynamodb:PartiQLSelect on <Table.Arn>',
    withCdk: (stack) => newTable(stack, 'Table').grantReadWriteData(lambdaRole(stack)),
    withLibrary: (stack) => access(stack, newTable(stack, 'Table'), TableFeature.PARTIQL_SELECT),
  },
  changed('a key that an override gives a replica of a TableV2', 'kms:Decrypt on <Key.Arn>', (stack) => {
    const table = newTableV2(stack);
    override(table, 'Replicas.0.SSESpecification.KMSMasterKeyId', new Key(stack, 'Key').keyArn);
    return table;
  }, TableFeature.READ_ITEM),
  changed('a key that a table has under a condition', 'kms:Decrypt on <Key.Arn>', (stack) => {
    const table = newTable(stack, 'Table');
    new CfnCondition(stack, 'Prod', { expression: Fn.conditionEquals(Aws.STACK_NAME, 'prod') });
    override(table, 'SSESpecification', { 'Fn::If': ['Prod', { SSEEnabled: true, KMSMasterKeyId: new Key(stack, 'Key').keyArn }, { Ref: 'AWS::NoValue' }] });
    return table;
  }, TableFeature.READ_ITEM),
  changed('an index that an override gives a table', 'dynamodb:Query on <Table.Arn>/index/byDate', (stack) => {
    const table = newTable(stack, 'Table');
    override(table, 'GlobalSecondaryIndexes', [{ IndexName: 'byDate' }]);
    return table;
  }, TableFeature.QUERY),
  changed('an index that a table has under a condition', 'dynamodb:Query on <Table.Arn>/index/byDate', (stack) => {
    const table = newTable(stack, 'Table');
    new CfnCondition(stack, 'Prod', { expression: Fn.conditionEquals(Aws.STACK_NAME, 'prod') });
    override(table, 'GlobalSecondaryIndexes', { 'Fn::If': ['Prod', [{ IndexName: 'byDate' }], { Ref: 'AWS::NoValue' }] });
    return table;
  }, TableFeature.QUERY),
  changed('the key of a table that is imported', 'kms:Decrypt on arn:aws:kms:eu-west-1:111122223333:key/1234abcd', (stack) =>
    Table.fromTableName(stack, 'Table', 'orders'), TableFeature.READ_ITEM),
  changed('a table that is imported by the ARN of an index', 'dynamodb:GetItem on arn:aws:dynamodb:eu-west-1:111122223333:table/orders', (stack) =>
    Table.fromTableArn(stack, 'Table', 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders/index/byDate'), TableFeature.READ_ITEM),
  changed('a table that is imported by a name with a wildcard', 'dynamodb:GetItem on arn:aws:dynamodb:eu-west-1:111122223333:table/orders-dev', (stack) =>
    Table.fromTableName(stack, 'Table', 'orders-*'), TableFeature.READ_ITEM),
];

/** A table that isn't as the grants of aws-cdk-lib take it for. */
function changed(name: string, needs: string, makeTable: (stack: Stack) => Table | TableV2 | ITable, feature: TableFeature): Scenario {
  return {
    name,
    needs,
    withCdk: (stack) => makeTable(stack).grantReadData(lambdaRole(stack)),
    withLibrary: (stack) => access(stack, makeTable(stack), feature),
  };
}

function override(construct: Table | TableV2 | LambdaFunction, path: string, value: unknown): void {
  (construct.node.defaultChild as CfnResource).addPropertyOverride(path, value);
}

/** A table that a role reads. */
function readingBy(name: string, makeRole: (stack: Stack) => IRole): Scenario {
  return {
    name,
    needs: 'dynamodb:GetItem on <Table.Arn>',
    withCdk: (stack) => newTable(stack, 'Table').grantReadData(makeRole(stack)),
    withLibrary: (stack) => TableAccessGrants.fromTable(newTable(stack, 'Table')).features(makeRole(stack), TableFeature.READ_ITEM),
  };
}

function access(stack: Stack, table: ITableRef, feature: TableFeature): void {
  new DynamoAccessRole(stack, 'Access', { table, features: [feature], logs: RoleLogs.none() });
}

function newTableV2(stack: Stack): TableV2 {
  return new TableV2(stack, 'Table', { partitionKey: { name: 'pk', type: AttributeType.STRING }, dynamoStream: StreamViewType.NEW_IMAGE });
}

function importedFunction(stack: Stack): IFunction {
  return LambdaFunction.fromFunctionArn(stack, 'Fn', 'arn:aws:lambda:eu-west-1:111122223333:function:orders');
}

function otherKey(stack: Stack): Key {
  return new Key(new Stack(stack.node.root, 'Keys', { env: { ...ENV, account: OTHER_ACCOUNT } }), 'Key');
}
