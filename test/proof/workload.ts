import { IKeyRef } from 'aws-cdk-lib/aws-kms';
import { ClientConfig } from './loopback';
import { FieldEncryption, TableFeature } from '../../src';

/** What a workload finds where it runs: what its environment variables would say, and what its clients are made with. */
export interface Session {
  readonly config: ClientConfig;
  readonly table: string;
  readonly tableArn: string;
  readonly streamArn: string;
  /** The ARN of the key that fields are encrypted with. */
  readonly fieldKey: string;
  /** The ARN of the key that the table is encrypted with. */
  readonly tableKey: string;
}

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
  readonly fieldEncryption?: (key: IKeyRef) => FieldEncryption;
  /** What must be there before, made with full access. */
  readonly prepare?: (administrator: Session) => Promise<void>;
  readonly run: (session: Session) => Promise<void>;
}

/** The keys and indexes of the table that workloads run on. */
export const PK = 'pk';
export const SK = 'sk';
export const BY_STATUS = 'byStatus';
export const BY_CUSTOMER = 'byCustomer';
export const BY_SIMILARITY = 'bySimilarity';
