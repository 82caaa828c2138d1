import { Stack, Token } from 'aws-cdk-lib';
import { ITable, ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { explainBroaderStatement, explainMissingAccess, explainPossibility } from './explain-access';
import { RequestDetails, RequestedTable, makeRequest, listFeatureRequests } from './feature-requests';
import { checkAction, checkFamily, checkFeature, checkPattern, checkResource, checkResourceType } from './find-problems';
import { describeImport } from './imported-table';
import { addKnownKeys } from './known-keys';
import { listLogGroupForms, listLogWrites, listOtherLogWrites } from './log-group-requests';
import { resolveText } from './resolve-tokens';
import { findBroaderStatement, findOtherRows, listAllRowRequests, listRowRequests, makeExampleRow } from './row-requests';
import { ACTION, FEATURE, REQUEST, RESOURCE, ROWS } from './shapes';
import { AccessRequest, Subject } from './subject';
import { TableFeature } from '../features/table-feature';
import { getConstructPath, listLogGroupArns, nameIndexes, TableRecord } from '../policy/assembly-resources';
import { findTableKeys } from '../policy/find-table-key';
import { listFunctionRoles } from '../policy/function-roles';
import { fail, Problem } from '../problems/problem';
import { checkShape } from '../problems/shape';
import { LOG_GROUP, TABLE } from '../resources/shapes';
import { toList } from '../values/json-values';

/**
 * The values of a request besides its action and resource.
 *
 * `can` and `allows` look at exactly this request. `cannot` and `denies` assume the worst of everything that is not mentioned.
 */
export interface AccessRequestOptions {
  /**
   * The partition keys of the request: `dynamodb:LeadingKeys`.
   *
   * @default - none for `can` and `allows`, any for `cannot` and `denies`
   */
  readonly rows?: string[];

  /**
   * The attributes of the request: `dynamodb:Attributes`. The request reads and changes no others.
   *
   * @default - none for `can` and `allows`, any for `cannot` and `denies`
   */
  readonly attributes?: string[];

  /**
   * Other condition keys of the request, for example `aws:PrincipalTag/TenantId`.
   *
   * @default - none for `can` and `allows`, any for `cannot` and `denies`
   */
  readonly conditionKeys?: { [key: string]: string };
}

/**
 * Asserts what a role or user can and cannot do.
 *
 * A failed assertion throws an error with the statement that allows too much or with the statement that is missing. A mistake in an
 * assertion, such as an unknown action or index, is an error too. See
 * [testing](https://github.com/cdk-dynamo-access/cdk-dynamo-access/blob/main/docs/testing.md).
 */
export class PrincipalAssertions {
  /** @internal */
  public static _on(subject: Subject): PrincipalAssertions {
    return new PrincipalAssertions(subject);
  }

  private constructor(private readonly subject: Subject) {}

  /**
   * Asserts that everything is allowed that a feature needs on the table, its indexes and its customer managed key.
   *
   * Other resources of the feature, such as the bucket of `EXPORT`, are ignored. Use `allows` for them.
   *
   * @param feature the feature, on the table or on indexes
   * @param table a table of the app or an imported table
   * @param options the other values of the request
   */
  public can(feature: TableFeature, table: ITableRef, options: AccessRequestOptions = {}): void {
    const call = 'PrincipalAssertions.can';
    this.assertAllowed(this.listRequests(call, feature, this.readTable(call, table), options));
  }

  /**
   * Asserts that nothing is allowed that a feature needs on the table, its indexes or its replicas.
   *
   * It looks at the policies of the role or user, its permissions boundary, and the policy of the table. For an imported table, it looks at
   * the indexes and the stream that policies name. It fails if that depends on something that the app does not know, such as the policy of
   * a table of another account.
   *
   * @param feature the feature, on the table or on indexes
   * @param table a table of the app or an imported table
   * @param options the other values of the request
   */
  public cannot(feature: TableFeature, table: ITableRef, options: AccessRequestOptions = {}): void {
    const call = 'PrincipalAssertions.cannot';
    for (const requested of this.readWholeTable(call, table)) {
      const requests = this.listRequests(call, feature, requested, options);
      this.assertImpossible(requests.filter((request) => !isOnKey(request)));
    }
  }

  /**
   * Asserts that an action on a resource is allowed.
   *
   * It looks at the policies of the role or user, its permissions boundary, and the policies of tables, streams, keys and roles of the app.
   *
   * @param action an action without wildcards, for example `dynamodb:Query`
   * @param resource an ARN without wildcards, for example `table.tableArn`, or `*` for actions without a resource
   * @param options the other values of the request
   */
  public allows(action: string, resource: string, options: AccessRequestOptions = {}): void {
    this.assertAllowed([this.readRequest('PrincipalAssertions.allows', action, resource, options)]);
  }

  /**
   * Asserts that an action on a resource is not allowed.
   *
   * It looks at the policies of the role or user, its permissions boundary, and the policies of tables, streams, keys and roles of the app,
   * for `sts:AssumeRole` the trust policies. It fails if another policy in the app may allow the request, such as that of a bucket, and if the
   * own policies allow it on a resource of another account or on a role from outside of the app.
   *
   * @param action an action without wildcards, for example `dynamodb:Scan`
   * @param resource an ARN without wildcards, for example `table.tableArn`, or `*` for actions without a resource
   * @param options the other values of the request
   */
  public denies(action: string, resource: string, options: AccessRequestOptions = {}): void {
    const call = 'PrincipalAssertions.denies';
    const request = this.readRequest(call, action, resource, options);
    const requests = listLogGroupForms(request);
    failOn(call, checkPattern(request.action, requests[0].resource));
    this.assertImpossible(requests);
  }

  /**
   * Asserts that these rows of a table can be reached, and that no action, index, stream or replica reaches other rows.
   *
   * @param table a table of the app or an imported table
   * @param partitionKeys the partition keys of the rows, at least one. A `*` at the end of a value matches any text
   * @param options the other values of the request
   */
  public reachesOnlyRows(table: ITableRef, partitionKeys: string[], options: AccessRequestOptions = {}): void {
    const call = 'PrincipalAssertions.reachesOnlyRows';
    const places = this.readWholeTable(call, table);
    checkShape(call, 'partitionKeys', partitionKeys, ROWS);
    checkShape(call, 'options', options, REQUEST);
    const details = this.readDetails(options);
    const rows = this.resolveAll(partitionKeys)!;
    for (const row of rows) {
      const requests = listRowRequests(places[0], [makeExampleRow(row)], details);
      if (!requests.some((request) => this.subject.decideUncertain(request).allowed)) {
        throw new Error(`${this.subject.name} is allowed nothing on the row ${row} of ${table.node.path}`);
      }
    }
    for (const requested of places) this.assertNoOtherRows(requested, rows, details);
  }

  private assertNoOtherRows(requested: RequestedTable, partitionKeys: readonly string[], details: RequestDetails): void {
    const [first] = partitionKeys.map(makeExampleRow);
    this.assertImpossible(listAllRowRequests(requested, details));
    for (const row of findOtherRows(this.subject, requested, partitionKeys, details)) {
      this.assertImpossible(listRowRequests(requested, [row], details), ` for the row ${row}`);
      this.assertImpossible(listRowRequests(requested, [first, row], details), ` for the row ${row} beside ${first}`);
    }
    // the rows above are only some of the others
    const broader = findBroaderStatement(this.subject, requested, partitionKeys, details);
    if (broader) throw new Error(explainBroaderStatement(this.subject, broader));
  }

  /**
   * Asserts that logs can be written to one log group, and that no other log group can be created or written to.
   *
   * @param logGroup the log group. The default is the log group of each function that has the role
   */
  public writesOnlyLogGroup(logGroup?: ILogGroup): void {
    if (logGroup !== undefined) checkShape('PrincipalAssertions.writesOnlyLogGroup', 'logGroup', logGroup, LOG_GROUP);
    const groups = logGroup ? [this.resolveLogGroupArn(logGroup)] : this.listOwnLogGroups();
    this.assertAllowed(groups.flatMap((group) => listLogWrites(group)));
    this.assertImpossible(listOtherLogWrites(this.subject, groups));
  }

  private listRequests(call: string, feature: TableFeature, table: RequestedTable, options: AccessRequestOptions): AccessRequest[] {
    checkShape(call, 'feature', feature, FEATURE);
    checkShape(call, 'options', options, REQUEST);
    const known = this.resolveIndexNames(feature);
    failOn(call, checkFeature(known, table));
    const requests = listFeatureRequests(known, table, this.readDetails(options), this.subject.identity);
    if (requests.every(isOnKey)) {
      fail(call, {
        id: 'tableWithoutIndex',
        value: `feature ${feature} reaches nothing of the table ${table.name}`,
        expected: 'a table of the app with an index that the feature is for',
        remedy: 'add the index to the table, or remove the assertion',
      });
    }
    return requests;
  }

  private readRequest(call: string, action: string, resource: string, options: AccessRequestOptions): AccessRequest {
    checkShape(call, 'action', action, ACTION);
    checkShape(call, 'resource', resource, RESOURCE);
    checkShape(call, 'options', options, REQUEST);
    const name = this.resolveIfToken(action);
    failOn(call, checkAction(name));
    const arn = this.resolveText(resource);
    failOn(call, checkResource(arn));
    const request = makeRequest(name, arn, this.readDetails(options));
    failOn(call, checkResourceType(name, listLogGroupForms(request)[0].resource));
    return request;
  }

  private assertAllowed(requests: readonly AccessRequest[]): void {
    for (const request of requests.map((each) => addKnownKeys(each, this.subject.identity))) {
      const verdict = this.subject.decide(request);
      if (!verdict.allowed) throw new Error(explainMissingAccess(this.subject, request, verdict));
    }
  }

  private assertImpossible(requests: readonly AccessRequest[], remark = ''): void {
    for (const request of requests) {
      const problem = explainPossibility(this.subject, request, remark);
      if (problem !== undefined) throw new Error(problem);
    }
  }

  private listOwnLogGroups(): string[] {
    const { identity, assembly, name } = this.subject;
    const functions = assembly.functions.filter((fn) => listFunctionRoles(assembly, fn).some(({ origin }) => origin === identity.origin));
    if (functions.length === 0) throw new Error(`${name} is the role of no function; expected the log group that it writes to`);
    const open = functions.find(({ hasUnknownLogGroup }) => hasUnknownLogGroup);
    if (open) throw new Error(`only CloudFormation knows the log group of ${getConstructPath(open.origin)}; expected the log group that ${name} writes to`);
    return functions.flatMap(listLogGroupArns);
  }

  private resolveLogGroupArn(logGroup: ILogGroup): string {
    const stack = Stack.of(logGroup);
    return this.subject.resolveIn(stack.node.path, stack.resolve(logGroup.logGroupArn)).replace(/:\*$/, '');
  }

  /** Resolves the names of indexes in a feature. */
  private resolveIndexNames(feature: TableFeature): TableFeature {
    const { _indexScope: scope } = feature;
    if (scope.kind !== 'named') return feature;
    return feature.onIndexes(...scope.names.map((name) => this.resolveIfToken(name)));
  }

  private resolveIfToken(text: string): string {
    if (!Token.isUnresolved(text)) return text;
    return this.resolveText(text);
  }

  private resolveText(text: string): string {
    return resolveText(text, this.subject.identity.origin.stack, (stack, expression) => this.subject.resolveIn(stack, expression));
  }

  private readDetails({ rows, attributes, conditionKeys = {} }: AccessRequestOptions): RequestDetails {
    const context = Object.entries(conditionKeys).map(([key, value]) => [key, this.resolveIfToken(value)]);
    return { rows: this.resolveAll(rows), attributes: this.resolveAll(attributes), context: Object.fromEntries(context) };
  }

  private resolveAll(texts: readonly string[] | undefined): string[] | undefined {
    return texts?.map((text) => this.resolveIfToken(text));
  }

  /**
   * Reads a table with its indexes and stream, and its replicas, which have the same items. For a table that the app doesn't declare, they
   * are those that policies name. A construct or ARN of a replica stands for that replica alone.
   */
  private readWholeTable(call: string, table: ITableRef): RequestedTable[] {
    const requested = this.readTable(call, table);
    failOn(call, checkFamily(requested));
    const replicas = requested.isDeclared ? this.listReplicas(requested, table) : [];
    return [requested, ...replicas].map((each) => this.addNamedParts(each));
  }

  /** Adds the indexes and the stream that policies name if the app doesn't know those of a table. */
  private addNamedParts(requested: RequestedTable): RequestedTable {
    if (requested.hasKnownParts) return requested;
    const indexes = findNamedParts(this.subject, 'index');
    const stream = requested.stream ?? `${requested.arn}/stream/${findNamedParts(this.subject, 'stream')[0]}`;
    return { ...requested, indexes, vectorIndexes: indexes, stream };
  }

  /** Lists the replicas of a table in other Regions than that of its stack, and in other accounts. */
  private listReplicas({ arn, region }: RequestedTable, table: ITableRef): RequestedTable[] {
    const { origin } = this.findDeclared(arn, table)!;
    if (this.subject.resolveIn(origin.stack, { Ref: 'AWS::Region' }) !== region) return [];
    const { tables } = this.subject.assembly;
    const replicas = tables.filter((each) => each.origin === origin && each.arn !== arn);
    const accounts = tables.filter(({ source }) => source === arn);
    return [...replicas, ...accounts].map((each) => this.describeTable(each));
  }

  private findDeclared(arn: string, table: ITableRef): TableRecord | undefined {
    return this.subject.findInStage(this.subject.assembly.tables.filter((each) => each.arn === arn), Stack.of(table).node.path);
  }

  private readTable(call: string, table: ITableRef): RequestedTable {
    checkShape(call, 'table', table, TABLE);
    const stack = Stack.of(table);
    const arn = this.subject.resolveIn(stack.node.path, stack.resolve(table.tableRef.tableArn));
    const found = this.findDeclared(arn, table);
    if (found) return this.describeTable(found);
    const { tableStreamArn } = table as Partial<ITable>;
    return { ...describeImport(arn, table, this.subject), stream: tableStreamArn && this.resolveText(tableStreamArn) };
  }

  private describeTable(table: TableRecord): RequestedTable {
    const { arn, name, account, region, stream, hasUnknownParts = false } = table;
    const keys = findTableKeys(table, this.subject.assembly);
    return { arn, name, account, region, isDeclared: true, hasKnownParts: !hasUnknownParts, ...nameIndexes(table), stream, keys };
  }
}

/** Finds the names of indexes or streams in statements, and adds one that statements match only by a wildcard. */
function findNamedParts({ statements }: Subject, kind: 'index' | 'stream'): string[] {
  const resources = statements.flatMap(({ statement }) => toList<unknown>(statement.Resource)).filter((each) => typeof each === 'string');
  const names = resources.flatMap((resource) => resource.split(`/${kind}/`).slice(1)).map((name) => name.replace(/[*?]/g, 'x'));
  return [...new Set([...names, `any-${kind}`])];
}

function failOn(call: string, problem: Problem | undefined): void {
  if (problem) fail(call, problem);
}

function isOnKey({ action }: AccessRequest): boolean {
  return action === 'kms:Decrypt';
}
