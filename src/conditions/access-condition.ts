import { findEntryProblem, ConditionEntry } from './condition-entry';
import { isCallersKey, isSameKey } from './condition-keys';
import { mergeConditions, Conditions, oneOrMany } from './conditions';
import { parseMoment } from './operators';
import { supportsConditionKey } from './supported-keys';
import { PermissionResourceType } from '../features/permission';
import { findFirstProblem, Problem } from '../problems/problem';

/**
 * A condition that requests must meet, on top of everything else.
 *
 * It stands on DynamoDB's actions alone: KMS and other services are called on the caller's behalf, where the keys of the
 * caller's request are absent. Of several conditions, all must be met; of several values in one, any.
 *
 * A condition key that one of the actions doesn't carry, so that the statement never or always matches, is an error where the
 * access is granted; so are malformed values.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export class AccessCondition {
  /**
   * From one date on, until another: `aws:CurrentTime`.
   *
   * @param start the first moment, in ISO 8601, as in `2026-01-01T00:00:00Z`
   * @param end the first moment after, in ISO 8601
   */
  public static between(start: string, end: string): AccessCondition {
    return new AccessCondition([
      { operator: 'DateGreaterThanEquals', key: 'aws:CurrentTime', values: [start] },
      { operator: 'DateLessThan', key: 'aws:CurrentTime', values: [end] },
    ]);
  }

  /**
   * Until a date: `aws:CurrentTime`.
   *
   * @param end the first moment at which the access is over, in ISO 8601, as in `2026-01-01T00:00:00Z`
   */
  public static until(end: string): AccessCondition {
    return AccessCondition.of('DateLessThan', 'aws:CurrentTime', end);
  }

  /**
   * Only by way of a VPC endpoint in one of these VPCs: `aws:SourceVpc`.
   *
   * @param vpcIds the ids of the VPCs, as in `vpc.vpcId`
   */
  public static fromVpcs(...vpcIds: string[]): AccessCondition {
    return AccessCondition.of('StringEquals', 'aws:SourceVpc', ...vpcIds);
  }

  /**
   * Only by way of one of these VPC endpoints: `aws:SourceVpce`.
   *
   * @param endpointIds the ids of the endpoints, as in `endpoint.vpcEndpointId`
   */
  public static fromVpcEndpoints(...endpointIds: string[]): AccessCondition {
    return AccessCondition.of('StringEquals', 'aws:SourceVpce', ...endpointIds);
  }

  /**
   * Only from these public addresses: `aws:SourceIp`. Requests by way of a VPC endpoint don't carry it.
   *
   * @param ranges addresses or ranges in CIDR notation, as in `203.0.113.0/24`
   */
  public static fromAddresses(...ranges: string[]): AccessCondition {
    return AccessCondition.of('IpAddress', 'aws:SourceIp', ...ranges);
  }

  /**
   * Only by principals with a tag, on the role or in the session: `aws:PrincipalTag`.
   *
   * @param tagKey the name of the tag
   * @param tagValues the values that it may have
   */
  public static principalTag(tagKey: string, ...tagValues: string[]): AccessCondition {
    return AccessCondition.of('StringEquals', formatTagKey('aws:PrincipalTag', tagKey), ...tagValues);
  }

  /**
   * Only on tables with a tag, and on their indexes: `aws:ResourceTag`. Attribute-based access control must be enabled for
   * DynamoDB in the account and Region: a warning says so.
   *
   * @param tagKey the name of the tag
   * @param tagValues the values that it may have, also by policy variable, as in `${aws:PrincipalTag/team}`
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/attribute-based-access-control.html
   */
  public static resourceTag(tagKey: string, ...tagValues: string[]): AccessCondition {
    return AccessCondition.of('StringEquals', formatTagKey('aws:ResourceTag', tagKey), ...tagValues);
  }

  /**
   * Only on tables of accounts in one of these organizations: `aws:ResourceOrgID`.
   *
   * @param organizationIds the ids of the organizations, as in `o-a1b2c3d4e5`
   */
  public static resourceOrganization(...organizationIds: string[]): AccessCondition {
    return AccessCondition.of('StringEquals', 'aws:ResourceOrgID', ...organizationIds);
  }

  /**
   * Only over TLS: `aws:SecureTransport`.
   */
  public static tlsOnly(): AccessCondition {
    return AccessCondition.of('Bool', 'aws:SecureTransport', 'true');
  }

  /**
   * Any condition.
   *
   * Operators with `ForAllValues:` are true of requests without the key: a `Null` condition that refuses these stands beside
   * them.
   *
   * @param test the operator, as in `StringLike`, `ForAnyValue:StringEquals`, `NumericLessThanIfExists`
   * @param key the condition key, as in `aws:PrincipalOrgID`
   * @param values the values, any of which meets the condition
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
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
   * The key that says who calls from where, if there is one: services that call for the caller don't carry it.
   *
   * @internal
   */
  public get _callersKey(): string | undefined {
    return this.entries.map(({ key }) => key).find(isCallersKey);
  }

  /**
   * The end of the time that the condition is met in, where that is over.
   *
   * @internal
   */
  public _findEndBefore(now: number): string | undefined {
    return this.entries.filter(({ operator, key }) => /^DateLessThan(Equals)?$/.test(operator) && isSameKey(key, 'aws:CurrentTime'))
      .flatMap(({ values }) => values).find((value) => parseMoment(value) <= now);
  }

  /**
   * What is wrong with the condition as it is written.
   *
   * @internal
   */
  public _findProblem(): Problem | undefined {
    return findFirstProblem(this.entries, findEntryProblem) ?? this.findPeriodProblem();
  }

  /**
   * The key that an action doesn't carry in this kind of place, so that the condition says nothing there, or all.
   *
   * @internal
   */
  public _findUnsupportedKey(action: string, place: PermissionResourceType): string | undefined {
    return this.entries.map(({ key }) => key).find((key) => !supportsConditionKey(action, place, key));
  }

  private findPeriodProblem(): Problem | undefined {
    const [start, end] = this.entries;
    if (start?.operator !== 'DateGreaterThanEquals' || end?.operator !== 'DateLessThan') return undefined;
    const [from, until] = [start.values[0], end.values[0]];
    if (!(parseMoment(from) >= parseMoment(until))) return undefined;
    return { id: 'conditionPeriod', value: `the time from ${from} until ${until}`, expected: 'an end after the start', remedy: 'exchange or correct them' };
  }
}

/** The key of a tag; without the name of one, where that is no text, so that the condition is found to have none. */
function formatTagKey(key: string, tagKey: string): string {
  return typeof tagKey === 'string' ? `${key}/${tagKey}` : key;
}
