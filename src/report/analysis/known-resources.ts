import { ReportedType } from './action-catalogue';
import { TableIndexes } from '../../features/find-features';
import { listRuntimeArns } from '../../features/table-parts';
import { PolicyDocument } from '../../policy/policy-document';
import { CREATION_NAME } from '../../policy/resource-values';
import { ANY_OTHER } from '../../policy/table-part';
import { ReportedResource, ResourceKind } from '../report-data';

/** An ARN in requests, and the type of resource that AWS takes it for. Requests without a resource have the ARN `*`. */
export interface TypedArn {
  readonly arn: string;
  readonly type: ReportedType;
}

/** A resource of the report, with the ARNs by which policies and requests name it. */
export interface KnownResource {
  readonly resource: ReportedResource;
  readonly arns: readonly TypedArn[];
  /** The account that owns the resource. Undefined for the account itself. */
  readonly account?: string;
  /** The resource's own policy. */
  readonly policy?: PolicyDocument;
  /** The names of the indexes that the app declares, for a table. */
  readonly indexes?: TableIndexes;
  /** True if the resource may have a policy that the app doesn't declare. */
  readonly hasUnknownPolicy: boolean;
}

/** The environment that stacks of the app are deployed to. */
export interface DeploymentEnvironment {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

/** The owner of a resource, as far as it decides on requests. */
export type Ownership = Pick<KnownResource, 'account' | 'hasUnknownPolicy'>;

/** The kinds of resources that have one ARN, whose type has the same name. */
export type SimpleKind = Exclude<ResourceKind, 'log group' | 'account' | 'role'>;

/** Removes the Region from the id of a replica of a table. */
export function removeRegion(id: string): string {
  return id.replace(/@[^/]*$/, '');
}

/** Lists the resources that requests create for a table: backups, exports and imports. */
export function listRuntimeResources(id: string, name: string, arn: string, owner: Ownership): KnownResource[] {
  return listRuntimeArns(arn, CREATION_NAME).map((each) => ({
    resource: { id: `${id}/${each.type}`, kind: each.type, name: `${each.type}s of ${name}`, table: id, declared: false },
    arns: [each],
    ...owner,
  }));
}

/**
 * The name that stands for all streams of a log group. No stream has an asterisk in its name, so that only wildcards match it.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html
 */
const ANY_STREAM = '****';

/**
 * Makes a log group. Requests that create it have two forms of its ARN, and requests that write to it have the ARN of a log stream.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
 */
export function makeLogGroup(resource: Pick<ReportedResource, 'id' | 'name' | 'declared' | 'any'>, arn: string, account?: string): KnownResource {
  return {
    resource: { ...resource, kind: 'log group' },
    arns: [
      { arn, type: 'log-group' },
      { arn: `${arn}:log-stream:`, type: 'log-group' },
      { arn: `${arn}:log-stream:${ANY_STREAM}`, type: 'log-stream' },
    ],
    account,
    hasUnknownPolicy: false,
  };
}

/** Makes the ARN of the log group that stands for others like one, see `listOtherResources`. */
export function makeOtherLogGroupArn(arn: string): string {
  return arn.replace(/(:log-group:(?:\/aws\/lambda\/)?).*$/, `$1${ANY_OTHER}`);
}

/** Lists the ARNs of a table that stands for others, and of what may belong to it. */
export function listTableArns(table: string): TypedArn[] {
  return [
    { arn: table, type: 'table' },
    { arn: `${table}/index/${ANY_OTHER}`, type: 'index' },
    { arn: `${table}/stream/${ANY_OTHER}`, type: 'stream' },
    ...listRuntimeArns(table, CREATION_NAME),
  ];
}

/** Lists the resources that stand for all others in an account, which the app neither declares nor names. */
export function listOtherResources({ partition, account, region }: DeploymentEnvironment, suffix: string): KnownResource[] {
  const makeArn = (service: string, name: string) => `arn:${partition}:${service}:${region}:${account}:${name}`;
  const table = makeArn('dynamodb', `table/${ANY_OTHER}`);
  const owner: Ownership = { account, hasUnknownPolicy: false };
  return [
    {
      resource: { id: `any table${suffix}`, kind: 'table', name: `any other table${suffix}`, declared: false, any: true },
      arns: listTableArns(table),
      ...owner,
    },
    {
      resource: { id: `any key${suffix}`, kind: 'key', name: `any other key${suffix}`, declared: false, any: true },
      arns: [{ arn: makeArn('kms', `key/${ANY_OTHER}`), type: 'key' }],
      ...owner,
    },
    makeLogGroup(
      { id: `any log group${suffix}`, name: `any other log group${suffix}`, declared: false, any: true },
      makeArn('logs', `log-group:${ANY_OTHER}`),
      account,
    ),
    makeLogGroup(
      { id: `any log group of functions${suffix}`, name: `log group of any other function${suffix}`, declared: false, any: true },
      makeArn('logs', `log-group:/aws/lambda/${ANY_OTHER}`),
      account,
    ),
  ];
}

/** Makes the resource that stands for all roles of an account that the app neither declares nor names. */
export function makeOtherRoles({ partition, account }: DeploymentEnvironment, suffix: string): KnownResource {
  return {
    resource: { id: `any role${suffix}`, kind: 'role', name: `any other role${suffix}`, declared: false, any: true },
    arns: [{ arn: `arn:${partition}:iam::${account}:role/${ANY_OTHER}`, type: 'role' }],
    account,
    hasUnknownPolicy: true,
  };
}
