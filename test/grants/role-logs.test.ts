import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DynamoAccessRole, RoleLogs, TableFeature } from '../../src';
import { newStack, newTable, permissionsOf } from '../support/app';
import { warningsOf } from '../support/messages';
import '../support/quiet';

function access(stack: Stack, logs?: RoleLogs): DynamoAccessRole {
  return new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM], logs });
}

function logPermissions(stack: Stack): string[] {
  return permissionsOf(stack).filter((permission) => permission.startsWith('logs:'));
}

function onlyLogGroup(stack: Stack): any {
  const groups = Object.values(Template.fromStack(stack).findResources('AWS::Logs::LogGroup'));
  expect(groups).toHaveLength(1);
  return groups[0];
}

describe('a log group of its own', () => {
  test('is what the role may write to by default', () => {
    const stack = newStack();
    access(stack);

    expect(logPermissions(stack)).toEqual([
      'logs:CreateLogStream on <AccessLogGroupA6C70CD6.Arn>',
      'logs:PutLogEvents on <AccessLogGroupA6C70CD6.Arn>',
    ]);
  });

  test('keeps events for two years and stays when it leaves the stack, by default', () => {
    const stack = newStack();
    access(stack);

    expect(onlyLogGroup(stack)).toEqual({
      Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 731 }, DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain',
    });
  });

  test('has the retention that it was given', () => {
    const stack = newStack();
    access(stack, RoleLogs.newGroup({ retention: RetentionDays.ONE_WEEK }));

    expect(onlyLogGroup(stack).Properties).toEqual({ RetentionInDays: 7 });
  });

  test('has the removal policy that it was given', () => {
    const stack = newStack();
    access(stack, RoleLogs.newGroup({ removalPolicy: RemovalPolicy.DESTROY }));

    expect(onlyLogGroup(stack).DeletionPolicy).toBe('Delete');
  });

  test('is the logGroup of the construct', () => {
    const stack = newStack();
    const { logGroup } = access(stack);

    expect(stack.resolve(logGroup!.logGroupName)).toEqual({ Ref: 'AccessLogGroupA6C70CD6' });
  });

  test('is one a role, with the same logs for two', () => {
    const stack = newStack();
    const logs = RoleLogs.newGroup();
    const table = newTable(stack, 'Table');
    new DynamoAccessRole(stack, 'One', { table, features: [TableFeature.READ_ITEM], logs });
    new DynamoAccessRole(stack, 'Two', { table, features: [TableFeature.READ_ITEM], logs });

    Template.fromStack(stack).resourceCountIs('AWS::Logs::LogGroup', 2);
  });
});

describe('a log group with an encryption key', () => {
  test('is encrypted with it', () => {
    const stack = newStack();
    access(stack, RoleLogs.newGroup({ encryptionKey: new Key(stack, 'Key') }));

    expect(onlyLogGroup(stack).Properties.KmsKeyId).toEqual({ 'Fn::GetAtt': ['Key961B73FD', 'Arn'] });
  });

  test('has CloudWatch Logs in the policy of the key, for the log groups of the account and Region', () => {
    const stack = newStack();
    access(stack, RoleLogs.newGroup({ encryptionKey: new Key(stack, 'Key') }));

    const [, statement] = Template.fromStack(stack).toJSON().Resources.Key961B73FD.Properties.KeyPolicy.Statement;
    expect(statement).toEqual({
      Effect: 'Allow',
      Principal: { Service: { 'Fn::Join': ['', ['logs.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] } },
      Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      Resource: '*',
      Condition: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': {
            'Fn::Join': ['', [
              'arn:', { Ref: 'AWS::Partition' }, ':logs:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':log-group:*',
            ]],
          },
        },
      },
    });
  });

  test('gives the role no permission on the key', () => {
    const stack = newStack();
    access(stack, RoleLogs.newGroup({ encryptionKey: new Key(stack, 'Key') }));

    expect(permissionsOf(stack).filter((permission) => permission.startsWith('kms:'))).toEqual([]);
  });

  test('has no warning where the app can change the policy of the key', () => {
    const stack = newStack();
    access(stack, RoleLogs.newGroup({ encryptionKey: new Key(stack, 'Key') }));

    expect(warningsOf(stack)).toEqual([]);
  });

  test('has a warning where it can not', () => {
    const stack = newStack({}, { account: '111122223333', region: 'eu-west-1' });
    const encryptionKey = Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/1234');
    access(stack, RoleLogs.newGroup({ encryptionKey }));

    expect(warningsOf(stack)).toEqual([
      '/Stack/Access: this app cannot change the policy of the key Stack/Key, which encrypts the log group; expected a key policy that lets '
        + 'CloudWatch Logs use the key: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html; '
        + 'add the statement of this page to the key policy, then acknowledge this warning [ack: cdk-dynamo-access:logKeyPolicy]',
    ]);
  });

  test('has a warning without tokens in its text', () => {
    const stack = newStack();
    const encryptionKey = Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/1234');
    access(stack, RoleLogs.newGroup({ encryptionKey }));

    expect(warningsOf(stack).join()).not.toContain('Token[');
  });
});

describe('a given log group', () => {
  test('of the app is written to, not created', () => {
    const stack = newStack();
    access(stack, RoleLogs.toGroup(new LogGroup(stack, 'Group')));

    expect(logPermissions(stack)).toEqual([
      'logs:CreateLogStream on <GroupC77FDACD.Arn>',
      'logs:PutLogEvents on <GroupC77FDACD.Arn>',
    ]);
  });

  const ARN = 'arn:aws:logs:eu-west-1:111122223333:log-group:/orders';
  const IMPORTED = [
    `logs:CreateLogGroup on ${ARN}`,
    `logs:CreateLogGroup on ${ARN}:*`,
    `logs:CreateLogStream on ${ARN}:*`,
    `logs:PutLogEvents on ${ARN}:*`,
  ];

  test('that is imported by its ARN may be created too', () => {
    const stack = newStack();
    access(stack, RoleLogs.toGroup(LogGroup.fromLogGroupArn(stack, 'Group', ARN)));

    expect(logPermissions(stack)).toEqual(IMPORTED);
  });

  test('that is imported by an ARN with its streams may be created too', () => {
    const stack = newStack();
    access(stack, RoleLogs.toGroup(LogGroup.fromLogGroupArn(stack, 'Group', `${ARN}:*`)));

    expect(logPermissions(stack)).toEqual(IMPORTED);
  });

  test('that is imported by its name may be created too', () => {
    const stack = newStack();
    access(stack, RoleLogs.toGroup(LogGroup.fromLogGroupName(stack, 'Group', '/orders')));

    const arn = 'arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:/orders';
    expect(logPermissions(stack)).toEqual([
      `logs:CreateLogGroup on ${arn}`,
      `logs:CreateLogGroup on ${arn}:*`,
      `logs:CreateLogStream on ${arn}:*`,
      `logs:PutLogEvents on ${arn}:*`,
    ]);
  });
});

describe('no logs', () => {
  test('give the role no permission on logs', () => {
    const stack = newStack();
    access(stack, RoleLogs.none());

    expect(permissionsOf(stack)).toEqual(['dynamodb:GetItem on <TableCD117FA1.Arn>']);
  });

  test('make no log group', () => {
    const stack = newStack();

    expect(access(stack, RoleLogs.none()).logGroup).toBeUndefined();
    Template.fromStack(stack).resourceCountIs('AWS::Logs::LogGroup', 0);
  });
});
