import { ArnFormat, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { ILogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { checkShape, expectValue, expectChoice, optional, expectOptions } from '../problems/shape';
import { warn } from '../resources/annotate';
import { formatArn } from '../resources/arns';
import { KEY, LOG_GROUP } from '../resources/shapes';

/**
 * The log group that a role gets of its own.
 */
export interface NewLogGroupOptions {
  /**
   * How long log events are kept.
   *
   * @default RetentionDays.TWO_YEARS
   */
  readonly retention?: RetentionDays;

  /**
   * What happens to the log group when it leaves the stack.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * The key that CloudWatch Logs encrypts the log group with. The key's policy gets the statement that CloudWatch Logs
   * needs; where the app can't change that policy (an imported key), a warning says so.
   *
   * @default - encrypted by CloudWatch Logs with a key of its own
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  readonly encryptionKey?: IKey;
}

const NEW_GROUP = expectOptions({
  retention: optional(expectValue((value) => Token.isUnresolved(value) || (typeof value === 'number' && value in RetentionDays), {
    expected: 'one of RetentionDays', remedy: 'write RetentionDays.ONE_MONTH, for example',
  })),
  removalPolicy: optional(expectChoice(Object.values(RemovalPolicy), 'one of RemovalPolicy')),
  encryptionKey: optional(KEY),
});

/**
 * Where those who assume a role write their logs.
 */
export class RoleLogs {
  /**
   * A log group of the role's own. Hand `logGroup` of the role's construct to the function.
   */
  public static newGroup(options: NewLogGroupOptions = {}): RoleLogs {
    return new RoleLogs((scope) => {
      checkShape(scope, 'the options of RoleLogs.newGroup', options, NEW_GROUP);
      const { encryptionKey } = options;
      if (encryptionKey) allowLogsService(scope, encryptionKey);
      return new LogGroup(scope, 'LogGroup', options);
    });
  }

  /**
   * A log group that exists already, owned or imported. Where the app didn't create it, the role may create it too.
   *
   * @param logGroup the log group of the function, which must name it as its `logGroup`, and be of the same Region and account: a
   * function writes to no other
   */
  public static toGroup(logGroup: ILogGroup): RoleLogs {
    return new RoleLogs((scope) => {
      checkShape(scope, 'the log group of RoleLogs.toGroup', logGroup, LOG_GROUP);
      return logGroup;
    });
  }

  /**
   * No logs by this role.
   */
  public static none(): RoleLogs {
    return new RoleLogs(() => undefined);
  }

  private constructor(
    /** @internal */
    public readonly _groupFor: (scope: Construct) => ILogGroup | undefined,
  ) {}
}

/**
 * The statement that AWS documents for the policy of a key that log groups are encrypted with.
 *
 * It covers the log groups of the account and Region, not this one alone: the group's name isn't known before the group,
 * which can't be made before the key.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
function allowLogsService(scope: Construct, key: IKey): void {
  const { region, account, urlSuffix } = Stack.of(scope);
  const logGroups = formatArn({
    service: 'logs', region, account, resource: 'log-group', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  const { statementAdded } = key.addToResourcePolicy(new PolicyStatement({
    principals: [new ServicePrincipal(`logs.${region}.${urlSuffix}`)],
    actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
    resources: ['*'],
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logGroups } },
  }));
  if (statementAdded) return;
  warn(scope, {
    id: 'logKeyPolicy',
    value: `the policy of the key ${key.node.path}, which encrypts the log group, can't be changed by this app`,
    expected: 'a key policy that lets the CloudWatch Logs service of this Region use the key, as '
      + 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html shows it',
    remedy: 'add that statement where the key is defined, then acknowledge this warning',
  });
}
