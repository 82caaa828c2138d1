import { findPartition } from '../../policy/partitions';

/** The condition context of a request, by condition key: one value, or several of a multivalued key. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

/** One permission that AWS asks the caller of a request for. */
export interface Permission {
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

/** Where a request is made, and by whom: what makes ARNs of names. */
export interface Place {
  readonly region: string;
  readonly account: string;
}

/** A request that the endpoint can't say the permissions of. It is denied: what isn't modelled proves nothing. */
export class NotModelled extends Error {
  public constructor(what: string) {
    super(`not modelled: ${what}`);
  }
}

/** The parameters of a request, which may be anything that JSON can say. */
export type AnyParameters = Readonly<Record<string, any>>;

export function arn(service: string, { region, account }: Place, resource: string): string {
  return `arn:${getPartition(region)}:${service}:${region}:${account}:${resource}`;
}

/** Writes the ARN of a bucket or of an object, which has no Region and no account. */
export function formatBucketArn({ region }: Place, resource: string): string {
  return `arn:${getPartition(region)}:s3:::${resource}`;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
function getPartition(region: string): string {
  return findPartition(region) ?? 'aws';
}
