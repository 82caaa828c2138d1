import { ArnFormat, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { ILogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { checkShape, expectChoice, expectOptions, expectValue, optional } from '../problems/shape';
import { refuseAtSynthesis, warn } from '../resources/annotate';
import { formatArn } from '../resources/arns';
import { findResolvedNameProblem, LOG_GROUP_IMPORT } from '../resources/imported-names';
import { KEY, LOG_GROUP } from '../resources/shapes';
import { toList } from '../values/json-values';

/** Options for the log group that is created for a role. */
export interface NewLogGroupOptions {
  /**
   * The time that log events are kept.
   *
   * @default RetentionDays.TWO_YEARS
   */
  readonly retention?: RetentionDays;

  /**
   * The policy that applies when the log group is removed from the stack.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * The key with which CloudWatch Logs encrypts the log group. The key's policy gets the statement that CloudWatch Logs needs. If
   * the app can't change the policy (an imported key), a warning says so.
   *
   * @default - CloudWatch Logs encrypts the log group with its own key
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  readonly encryptionKey?: IKey;
}

const NEW_GROUP = expectOptions({
  retention: optional(expectValue((value) => Token.isUnresolved(value) || (typeof value === 'number' && value in RetentionDays), {
    expected: 'a value of RetentionDays', remedy: 'write RetentionDays.ONE_MONTH, for example',
  })),
  removalPolicy: optional(expectChoice(Object.values(RemovalPolicy), 'a RemovalPolicy')),
  encryptionKey: optional(KEY),
});

const TO_GROUP = 'the log group of RoleLogs.toGroup';

/** The log group that a role writes to. */
export class RoleLogs {
  /**
   * Creates a log group for the role. Pass `logGroup` of the role's construct to the function.
   *
   * @example
   * const roleLogs = RoleLogs.newGroup({ retention: logs.RetentionDays.ONE_MONTH });
   */
  public static newGroup(options: NewLogGroupOptions = {}): RoleLogs {
    return new RoleLogs((scope) => {
      checkShape(scope, 'the options object of RoleLogs.newGroup', options, NEW_GROUP);
      const { encryptionKey } = options;
      if (encryptionKey) allowLogsService(scope, encryptionKey);
      return new LogGroup(scope, 'LogGroup', options);
    });
  }

  /**
   * Uses an existing log group, owned or imported. If the app doesn't create the group, the role may create it too.
   *
   * @param logGroup the log group of the function. The function must use it as its `logGroup`, and must be in the same Region and
   * account, because a function can't write to another group
   * @example
   * const logGroup = new logs.LogGroup(this, 'Logs');
   * const roleLogs = RoleLogs.toGroup(logGroup);
   */
  public static toGroup(logGroup: ILogGroup): RoleLogs {
    return new RoleLogs((scope) => {
      checkShape(scope, TO_GROUP, logGroup, LOG_GROUP);
      refuseAtSynthesis(scope, () => [...toList(findResolvedNameProblem(logGroup, TO_GROUP, logGroup.logGroupArn, LOG_GROUP_IMPORT))]);
      return logGroup;
    });
  }

  /**
   * Gives the role no permission to write logs.
   *
   * @example
   * const roleLogs = RoleLogs.none();
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
 * Adds the statement that AWS documents for the policy of a key that encrypts log groups.
 *
 * The statement covers all log groups of the account and Region. The key must exist before the group, and the name of the group is
 * unknown until then.
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
    value: `this app cannot change the policy of the key ${key.node.path}, which encrypts the log group`,
    expected: 'a key policy that lets CloudWatch Logs use the key: '
      + 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html',
    remedy: 'add the statement of this page to the key policy, then acknowledge this warning',
  });
}
