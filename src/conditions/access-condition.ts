import { ConditionEntry, findEntryProblem } from './condition-entry';
import { isCallersKey, isSameKey } from './condition-keys';
import { Conditions, mergeConditions, oneOrMany } from './conditions';
import { parseMoment } from './operators';
import { supportsConditionKey } from './supported-keys';
import { PermissionResourceType } from '../features/permission';
import { findFirstProblem, Problem } from '../problems/problem';

/**
 * A condition that requests must meet.
 *
 * Conditions apply only to actions of DynamoDB. Other services such as KMS are called on the caller's behalf, and these calls don't
 * have the condition keys of the caller's request. If an access has several conditions, a request must meet all of them. If a
 * condition has several values, a request must match one of them.
 *
 * It is an error to grant an access with a malformed value, or with a condition key that an action doesn't support. The statement
 * would then always match or never match.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export class AccessCondition {
  /**
   * Allows requests from one date until another: `aws:CurrentTime`.
   *
   * @param start the first moment of the access, in ISO 8601, for example `2026-01-01T00:00:00Z`
   * @param end the first moment after the access, in ISO 8601
   * @example
   * const conditions = [AccessCondition.between('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z')];
   */
  public static between(start: string, end: string): AccessCondition {
    return new AccessCondition([
      { operator: 'DateGreaterThanEquals', key: 'aws:CurrentTime', values: [start] },
      { operator: 'DateLessThan', key: 'aws:CurrentTime', values: [end] },
    ]);
  }

  /**
   * Allows requests until a date: `aws:CurrentTime`.
   *
   * @param end the first moment after the access, in ISO 8601, for example `2026-01-01T00:00:00Z`
   * @example
   * const conditions = [AccessCondition.until('2026-02-01T00:00:00Z')];
   */
  public static until(end: string): AccessCondition {
    return AccessCondition.of('DateLessThan', 'aws:CurrentTime', end);
  }

  /**
   * Allows requests through a VPC endpoint in one of these VPCs: `aws:SourceVpc`.
   *
   * @param vpcIds the ids of the VPCs, for example `vpc.vpcId`
   * @example
   * const conditions = [AccessCondition.fromVpcs(vpc.vpcId)];
   */
  public static fromVpcs(...vpcIds: string[]): AccessCondition {
    return AccessCondition.of('StringEquals', 'aws:SourceVpc', ...vpcIds);
  }

  /**
   * Allows requests through one of these VPC endpoints: `aws:SourceVpce`.
   *
   * @param endpointIds the ids of the endpoints, for example `endpoint.vpcEndpointId`
   * @example
   * const conditions = [AccessCondition.fromVpcEndpoints('vpce-0a1b2c3d')];
   */
  public static fromVpcEndpoints(...endpointIds: string[]): AccessCondition {
    return AccessCondition.of('StringEquals', 'aws:SourceVpce', ...endpointIds);
  }

  /**
   * Allows requests from these public addresses: `aws:SourceIp`. Requests through a VPC endpoint don't have this key.
   *
   * @param ranges addresses or ranges in CIDR notation, for example `203.0.113.0/24`
   * @example
   * const conditions = [AccessCondition.fromAddresses('203.0.113.0/24')];
   */
  public static fromAddresses(...ranges: string[]): AccessCondition {
    return AccessCondition.of('IpAddress', 'aws:SourceIp', ...ranges);
  }

  /**
   * Allows requests by principals with a tag on the role or in the session: `aws:PrincipalTag`.
   *
   * @param tagKey the name of the tag
   * @param tagValues the allowed values of the tag
   * @example
   * const conditions = [AccessCondition.principalTag('team', 'orders')];
   */
  public static principalTag(tagKey: string, ...tagValues: string[]): AccessCondition {
    return AccessCondition.of('StringEquals', formatTagKey('aws:PrincipalTag', tagKey), ...tagValues);
  }

  /**
   * Allows requests for tables with a tag, and for their indexes: `aws:ResourceTag`. Attribute-based access control must be enabled
   * for DynamoDB in the account and Region. A warning says so.
   *
   * @param tagKey the name of the tag
   * @param tagValues the allowed values of the tag, which may contain policy variables such as `${aws:PrincipalTag/team}`
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/attribute-based-access-control.html
   * @example
   * const conditions = [AccessCondition.resourceTag('team', '${aws:PrincipalTag/team}')];
   */
  public static resourceTag(tagKey: string, ...tagValues: string[]): AccessCondition {
    return AccessCondition.of('StringEquals', formatTagKey('aws:ResourceTag', tagKey), ...tagValues);
  }

  /**
   * Allows requests for tables of accounts in one of these organizations: `aws:ResourceOrgID`.
   *
   * @param organizationIds the ids of the organizations, for example `o-a1b2c3d4e5`
   * @example
   * const conditions = [AccessCondition.resourceOrganization('o-a1b2c3d4e5')];
   */
  public static resourceOrganization(...organizationIds: string[]): AccessCondition {
    return AccessCondition.of('StringEquals', 'aws:ResourceOrgID', ...organizationIds);
  }

  /**
   * Allows requests only over TLS: `aws:SecureTransport`.
   *
   * @example
   * const conditions = [AccessCondition.tlsOnly()];
   */
  public static tlsOnly(): AccessCondition {
    return AccessCondition.of('Bool', 'aws:SecureTransport', 'true');
  }

  /**
   * Allows requests that meet any condition that you name.
   *
   * Operators with `ForAllValues:` also match requests without the key. The library adds a `Null` condition that refuses these
   * requests.
   *
   * @param test the operator, for example `StringLike`, `ForAnyValue:StringEquals` or `NumericLessThanIfExists`
   * @param key the condition key, for example `aws:PrincipalOrgID`
   * @param values the values, one of which must match
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
   * @example
   * const conditions = [AccessCondition.of('StringEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5')];
   */
  public static of(test: string, key: string, ...values: string[]): AccessCondition {
    return new AccessCondition([
      { operator: test, key, values },
      ...typeof test === 'string' && test.startsWith('ForAllValues:') ? [{ operator: 'Null', key, values: ['false'] }] : [],
    ]);
  }

  private constructor(private readonly entries: readonly ConditionEntry[]) {}

  /** @internal */
  public _toConditions(): Conditions {
    return mergeConditions(...this.entries.map(({ operator, key, values }) => ({ [operator]: { [key]: oneOrMany([...values].sort()) } })))!;
  }

  /**
   * A key that describes the network or the call chain of the caller, if the condition has one. Services that call for the caller
   * don't send such a key.
   *
   * @internal
   */
  public get _callersKey(): string | undefined {
    return this.entries.map(({ key }) => key).find(isCallersKey);
  }

  /**
   * Finds the end of the access, if the end is in the past.
   *
   * @internal
   */
  public _findEndBefore(now: number): string | undefined {
    return this.entries.filter(({ operator, key }) => /^DateLessThan(Equals)?$/.test(operator) && isSameKey(key, 'aws:CurrentTime'))
      .flatMap(({ values }) => values).find((value) => parseMoment(value) <= now);
  }

  /**
   * Finds what is wrong with the condition itself.
   *
   * @internal
   */
  public _findProblem(): Problem | undefined {
    return findFirstProblem(this.entries, findEntryProblem) ?? this.findPeriodProblem();
  }

  /**
   * Finds a key that an action doesn't support on this kind of resource. With such a key, the statement always or never matches.
   *
   * @internal
   */
  public _findUnsupportedKey(action: string, resourceType: PermissionResourceType): string | undefined {
    return this.entries.map(({ key }) => key).find((key) => !supportsConditionKey(action, resourceType, key));
  }

  private findPeriodProblem(): Problem | undefined {
    const [start, end] = this.entries;
    if (start?.operator !== 'DateGreaterThanEquals' || end?.operator !== 'DateLessThan') return undefined;
    const [from, until] = [start.values[0], end.values[0]];
    if (!(parseMoment(from) >= parseMoment(until))) return undefined;
    return {
      id: 'conditionPeriod',
      value: `the access ends on ${until}, before it starts on ${from}`,
      expected: 'an end after the start',
      remedy: 'swap the dates, or correct one of them',
    };
  }
}

/** Formats the key of a tag. If the name isn't text, the key has no name, which `_findProblem` then reports. */
function formatTagKey(key: string, tagKey: string): string {
  if (typeof tagKey === 'string') return `${key}/${tagKey}`;
  return key;
}
