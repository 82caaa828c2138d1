import { isRecord } from '../values/json-values';

/**
 * The key of the construct metadata that says which accesses a policy was written for. The library leaves it on the policies
 * that it writes, and it travels in the cloud assembly, where the report and the checks read it.
 */
export const ACCESS_METADATA = 'cdk-dynamo-access:access';

/** Changes when a reader that knows the versions until now would misunderstand the metadata. */
const VERSION = 1;

/** Says where the permissions of one access come from. It is short, because every access adds it to the cloud assembly. */
export interface AccessProvenance {
  /** The construct path of the table; without it, the access is on no table. */
  readonly table?: string;
  /** The features as they are written, for example `QUERY.onTable()`. */
  readonly features?: readonly string[];
  /** The names of the denials. */
  readonly denials?: readonly string[];
  /** The construct path of the function that the policy lets write its logs. */
  readonly function?: string;
  /** The construct path of the log group that the policy lets a role write to. */
  readonly logGroup?: string;
}

/** The value of one entry of the metadata. */
export interface RecordedAccess extends AccessProvenance {
  readonly version: typeof VERSION;
}

export function recordAccess(provenance: AccessProvenance): RecordedAccess {
  return { version: VERSION, ...provenance };
}

/** Tells whether a value from the metadata is of the version that this library reads. */
export function isRecordedAccess(value: unknown): value is RecordedAccess {
  return isRecord(value) && value.version === VERSION;
}
