import { ArnFormat, CfnResource, ResourceEnvironment, Stack } from 'aws-cdk-lib';
import { CfnLogGroup, ILogGroup, LogGroup, LogRetention } from 'aws-cdk-lib/aws-logs';
import { differ, formatArn, isResource, isSameText, referencedResource } from './arns';
import { listResourcesByName } from './named-resources';
import { readProperty } from './read-properties';
import { remembered } from './settled';
import { TemplateValue } from './template-value';
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
 * Returns true if a log group is in another Region or account than a function. The function can't write to it, because its
 * configuration has the name of the group, not the ARN.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_LoggingConfig.html
 */
export function isElsewhere(fn: CfnResource, { region, account }: Pick<ResourceEnvironment, 'region' | 'account'>): boolean {
  const stack = Stack.of(fn);
  return differ(stack.region, region) || differ(stack.account, account);
}

/** Returns true if a function writes to this log group in all branches: by its logging configuration or by the default name. */
export function logsTo(fn: CfnResource, logGroup: ILogGroup): boolean {
  if (isElsewhere(fn, logGroup.env) || hasUnknownLogGroup(fn)) return false;
  const stack = Stack.of(fn);
  return listFunctionGroups(fn).every(({ names }) => names.some((name) => isSameText(stack, name, logGroup.logGroupName)));
}

/** Returns true if only CloudFormation knows the log group of a function. */
export function hasUnknownLogGroup(fn: CfnResource): boolean {
  return readLogGroup(fn).isUnknown;
}

function readLogGroup(fn: CfnResource): TemplateValue {
  return readProperty(fn, 'LoggingConfig').property('LogGroup');
}

/** A log group that a function may write to. */
interface FunctionLogGroup {
  /** The possible names. The default log group has two if the function has a physical name. */
  readonly names: string[];
  /** True if the function names the log group. CloudFormation then creates the group before the function. */
  readonly isConfigured: boolean;
}

function listFunctionGroups(fn: CfnResource): FunctionLogGroup[] {
  const configured = readLogGroup(fn);
  const groups = configured.texts().map((name) => ({ names: [name], isConfigured: true }));
  if (!configured.mayBeAbsent) return groups;
  // a reference to the function has the name of each branch
  const functionNames = [fn.ref, readProperty(fn, 'FunctionName').onlyText()].filter((name) => name !== undefined);
  return [...groups, { names: functionNames.map((name) => `/aws/lambda/${name}`), isConfigured: false }];
}

/**
 * The log groups that a function of the app may write to, read from its declaration: those of its logging configuration, and the default
 * group `/aws/lambda/<name>`. To be called at synthesis, when no log group is missing.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html
 */
export function findLogDestinations(fn: CfnResource): { readonly isConfigured: boolean; readonly destination: LogDestination }[] {
  return listFunctionGroups(fn).map(({ names, isConfigured }) => ({ isConfigured, destination: findDestination(fn, names, isConfigured) }));
}

function findDestination(fn: CfnResource, names: readonly string[], isConfigured: boolean): LogDestination {
  const [groupName] = names;
  const referenced = referencedResource(groupName, CfnLogGroup.CFN_RESOURCE_TYPE_NAME) as CfnLogGroup | undefined;
  const declared = referenced && !isElsewhere(fn, Stack.of(referenced)) ? referenced
    : names.map((name) => declaredGroup(fn, name)).find((group) => group !== undefined);
  if (declared) return { streamsArn: declared.attrArn };

  const { region, account } = Stack.of(fn);
  const arn = formatArn({
    service: 'logs', region, account, resource: 'log-group', resourceName: groupName, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return { streamsArn: `${arn}:*`, uncreatedGroupArn: !isConfigured && hasLogRetention(fn) ? undefined : arn };
}

/** `logRetention` makes a custom resource that creates the log group at deployment. */
function hasLogRetention(fn: CfnResource): boolean {
  const { scope } = fn.node;
  return scope?.node.defaultChild === fn && scope.node.tryFindChild('LogRetention') instanceof LogRetention;
}

/** The log group of this name that the function's stack declares: by CDK for the function, or by the user. */
function declaredGroup(fn: CfnResource, name: string): CfnLogGroup | undefined {
  const stack = Stack.of(fn);
  return remembered(stack, 'log groups by name', () => groupsByName(stack)).get(JSON.stringify(stack.resolve(name)));
}

function groupsByName(stack: Stack): Map<string, CfnLogGroup> {
  const groups = listResourcesByName(stack, CfnLogGroup.CFN_RESOURCE_TYPE_NAME, 'LogGroupName');
  return new Map(groups.map(({ name, resource }) => [JSON.stringify(stack.resolve(name)), resource as CfnLogGroup]));
}
