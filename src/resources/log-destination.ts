import { ArnFormat, ResourceEnvironment, Stack } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup, ILogGroup, LogGroup, LogRetention } from 'aws-cdk-lib/aws-logs';
import { differ, formatArn, isResource, referencedResource } from './arns';
import { overrideOf, produced } from './lazy';
import { remembered } from './settled';
import { LogDestination } from '../plan/plan-logs';

/** A log group that was made or imported by the app, as policies of a stack name it. */
export function destinationOf(logGroup: ILogGroup, stack: Stack): LogDestination {
  const declaration = logGroup instanceof LogGroup && Stack.of(logGroup) === stack ? logGroup.node.defaultChild : undefined;
  // the L2 makes an ARN for other environments as well, which takes longer
  if (isResource(declaration, CfnLogGroup.CFN_RESOURCE_TYPE_NAME)) return { streamsArn: (declaration as CfnLogGroup).attrArn };
  const { logGroupArn } = logGroup;
  const isCreated = referencedResource(logGroupArn, CfnLogGroup.CFN_RESOURCE_TYPE_NAME) !== undefined;
  // the attribute ends in `:*`; where CDK can't refer to it, it writes the ARN of the group alone, on which no events can be put
  const isGroupAlone = isCreated && !JSON.stringify(stack.resolve(logGroupArn)).includes('"Fn::GetAtt"');
  return {
    streamsArn: isGroupAlone ? `${logGroupArn}:*` : logGroupArn,
    uncreatedGroupArn: isCreated ? undefined : logGroupArn.replace(/:\*$/, ''),
  };
}

/**
 * Whether a log group is surely of another Region or account than a function, which writes to none of those: its configuration takes a
 * name, not an ARN.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_LoggingConfig.html
 */
export function isElsewhere(fn: CfnFunction, { region, account }: Pick<ResourceEnvironment, 'region' | 'account'>): boolean {
  const stack = Stack.of(fn);
  return differ(stack.region, region) || differ(stack.account, account);
}

/** Whether a function writes its logs to this group, by its logging configuration or by the group's default name. */
export function logsTo(fn: CfnFunction, logGroup: ILogGroup): boolean {
  if (isElsewhere(fn, logGroup.env)) return false;
  const names = logGroupNamesOf(fn);
  if (names.includes(logGroup.logGroupName)) return true;
  const stack = Stack.of(fn);
  const name = JSON.stringify(stack.resolve(logGroup.logGroupName));
  return names.some((each) => JSON.stringify(stack.resolve(each)) === name);
}

/** The log group that a function's declaration names, if it names one: it is made before the function. */
export function configuredLogGroupOf(fn: CfnFunction): string | undefined {
  const configuration = produced<CfnFunction.LoggingConfigProperty | undefined>(fn, fn.loggingConfig);
  return overrideOf<{ LogGroup?: string }>(fn, 'LoggingConfig')?.LogGroup ?? configuration?.logGroup;
}

/** What the log group of a function is called: two texts for the default one, where the function has a physical name. */
function logGroupNamesOf(fn: CfnFunction): string[] {
  const configured = configuredLogGroupOf(fn);
  if (configured) return [configured];
  return [fn.ref, ...fn.functionName ? [fn.functionName] : []].map((name) => `/aws/lambda/${name}`);
}

/**
 * The log group of a function of the app, read from its declaration: its logging configuration, or the default group
 * `/aws/lambda/<name>`. To be called at synthesis, when no log group is missing.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html
 */
export function logDestinationOf(fn: CfnFunction): LogDestination {
  const names = logGroupNamesOf(fn);
  const [groupName] = names;
  const referenced = referencedResource(groupName, CfnLogGroup.CFN_RESOURCE_TYPE_NAME) as CfnLogGroup | undefined;
  const declared = referenced && !isElsewhere(fn, Stack.of(referenced)) ? referenced
    : names.map((name) => declaredGroup(fn, name)).find((group) => group !== undefined);
  if (declared) return { streamsArn: declared.attrArn };

  const { region, account } = Stack.of(fn);
  const arn = formatArn({
    service: 'logs', region, account, resource: 'log-group', resourceName: groupName, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return { streamsArn: `${arn}:*`, uncreatedGroupArn: hasLogRetention(fn) ? undefined : arn };
}

/** `logRetention` makes a custom resource that creates the log group at deployment. */
function hasLogRetention(fn: CfnFunction): boolean {
  const { scope } = fn.node;
  return scope?.node.defaultChild === fn && scope.node.tryFindChild('LogRetention') instanceof LogRetention;
}

/** The log group of this name that the function's stack declares: by CDK for the function, or by the user. */
function declaredGroup(fn: CfnFunction, name: string): CfnLogGroup | undefined {
  const stack = Stack.of(fn);
  return remembered(stack, 'log groups by name', () => groupsByName(stack)).get(JSON.stringify(stack.resolve(name)));
}

function groupsByName(stack: Stack): Map<string, CfnLogGroup> {
  return new Map(stack.node.findAll()
    .filter((child): child is CfnLogGroup => isResource(child, CfnLogGroup.CFN_RESOURCE_TYPE_NAME) && Stack.of(child) === stack)
    .map((group) => [JSON.stringify(stack.resolve(group.logGroupName)), group]));
}
