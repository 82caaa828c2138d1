import { Network } from './network';
import { Permission } from './permission';
import { Decision, PolicyDocument } from '../../policy/evaluate';

/** Who calls, known by the access key id of the request: signatures aren't verified. */
export interface Caller {
  /** Its name in messages. */
  readonly name?: string;
  /** Gets every decision on what the caller asked for. */
  readonly observations: { push(...observations: Observation[]): void };
  readonly arn: string;
  readonly account: string;
  readonly policies: readonly PolicyDocument[];
  readonly boundary?: PolicyDocument;
  /** The internet, unless it is given. */
  readonly network?: Network;
  /** Other condition keys of the caller's requests, such as `aws:PrincipalTag/team`. */
  readonly context?: Permission['context'];
  /** Its access key counts even if a request names another caller, as for the credentials of a session. */
  readonly explicit?: boolean;
}

/** A decision on one permission. */
export interface Observation extends Permission {
  readonly operation: string;
  readonly allowed: boolean;
  /** Why it is denied; `not-modelled` where the endpoint doesn't know the permissions that a request needs. */
  readonly reason: Decision['reason'] | 'not-modelled';
  /** The statements that deny it, or allow it. */
  readonly statements: Decision['statements'];
  /** The change that a denial suggests. */
  readonly remedy?: string;
  /** The call of the test that expects a denial. */
  readonly expectedBy?: string;
}
