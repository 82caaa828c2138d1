import { ITable, ITableRef, TableProps } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Attempt, Circumstances } from './attempts';
import { ClientConfig } from './loopback';
import { Setting } from './synthesize';
import { TableAccessScope, TableDenial, TableFeature } from '../../src';
import { TagValues } from '../../src/local/endpoint/tags';

/** What a workload finds where it runs: what its environment variables would say, and what its clients are made with. */
export interface Session {
  readonly config: ClientConfig;
  readonly table: string;
  readonly tableArn: string;
  readonly streamArn: string;
  /** The ARN of the key that the table is encrypted with. */
  readonly tableKey: string;
  /** The ARN of a key that the table isn't encrypted with: that of fields, or the table's next one. */
  readonly otherKey: string;
  /** The name of a bucket whose objects are encrypted under the other key. */
  readonly bucket: string;
  readonly kinesisStreamArn: string;
}

/** What there is in the stack of a workload beside its table. */
export interface Beside {
  readonly tableKey: IKey;
  readonly otherKey: Key;
  readonly bucket: Bucket;
  readonly kinesisStream: Stream;
  /** A table that doesn't exist yet, and will be encrypted under the other key. */
  readonly restored: ITable;
  /** The tables of the stack, by the prefix of their names. */
  readonly family: ITableRef;
  /** The tables with the tag `team` of the value `orders`. */
  readonly team: ITableRef;
}

/** A request that is like those of a workload but for one thing that the role must not do. */
export type Forbidden = Pick<Attempt, 'command' | 'tags' | keyof Circumstances>;

/**
 * What a function does with a table, by a real client.
 *
 * It is written from the client's documentation, run with full access, and then left alone: what a policy allows isn't
 * looked at when a workload is written.
 */
export interface Workload {
  /** The client library, with its version. */
  readonly client: string;
  readonly name: string;
  /** What its role is asked for. */
  readonly features: TableFeature[];
  /** What it runs in, if not a stack with one table. Scopes, denials and the like are of the latter alone. */
  readonly setting?: Setting;
  /** How far the access reaches. */
  readonly scope?: (beside: Beside) => TableAccessScope;
  /** What the access is to, if not to the table alone. */
  readonly target?: (beside: Beside) => ITableRef;
  /** What the role is denied, whatever else it is allowed by then. */
  readonly denials?: TableDenial[];
  /** What is true of the role's requests, such as tags of the role. */
  readonly circumstances?: Circumstances;
  /** What bounds the role, whatever else it is allowed by then. */
  readonly boundary?: PolicyStatement[];
  /** What the scope, the boundary or the denials of the role hold back, and its features alone wouldn't. */
  readonly forbidden?: (table: string) => Forbidden[];
  /** The names of tables that are none of the family, with their tags. */
  readonly neighbours?: (table: string) => Readonly<Record<string, TagValues>>;
  /** The tags of the table. */
  readonly tags?: TagValues;
  /** What the table must be like, where the usual one won't do. */
  readonly table?: Partial<TableProps>;
  /** The log group, where the app doesn't create it and Lambda does. */
  readonly logGroupName?: string;
  /** What must be there before, made with full access. */
  readonly prepare?: (administrator: Session) => Promise<void>;
  readonly run: (session: Session) => Promise<void>;
}

export function nameOf({ client, name }: Workload): string {
  return `${client}: ${name}`;
}

/** The indexes of the table that workloads run on. */
export const BY_STATUS = 'byStatus';
export const BY_CUSTOMER = 'byCustomer';
export const BY_SIMILARITY = 'bySimilarity';

export const RESTORED = 'restored';
