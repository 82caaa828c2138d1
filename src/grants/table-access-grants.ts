import { Annotations, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import { ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { warnOfOtherAccount } from './other-account';
import { PrincipalPolicies } from './principal-policies';
import { describeProblem, fail } from './problem';
import { TableAccessOptions, TableAccessScope } from './table-access';
import { changesTableKey, needsIndex, problemOfAccess, problemOfTable, problemsAtSynthesis } from './validate-access';
import { TableFeature } from '../features/table-feature';
import { planAccess, reachesDeclaredIndexes } from '../plan/plan-access';
import { PlannedPermission } from '../plan/planned-permission';
import { viaServices } from '../resources/arns';
import { TableResources } from '../resources/table-resources';

/**
 * Grants anything that can be granted to (a function, role, user, group, ECS task...) exactly the permissions that its
 * features need on a table, its indexes, its stream and its keys.
 *
 * `DynamoAccessRole` and `LambdaTableAccess` are built on it; they take care of logs as well.
 */
export class TableAccessGrants {
  /**
   * Grants on a table.
   *
   * @param table the table: a `Table`, `TableV2` or one of its replicas, a `CfnTable`, or an import of one; a
   * `CfnGlobalTable` by `TableRef.fromGlobalTable`
   * @param options how far the grants reach
   */
  public static fromTable(table: ITableRef, options: TableAccessScope = {}): TableAccessGrants {
    return new TableAccessGrants(table, options, table);
  }

  /**
   * The same, for a construct that speaks of itself in messages.
   *
   * @internal
   */
  public static _of(owner: IConstruct, { table, features: _features, ...scope }: TableAccessOptions): TableAccessGrants {
    return new TableAccessGrants(table, scope, owner);
  }

  private readonly resources: TableResources;

  private constructor(
    private readonly table: ITableRef,
    private readonly scope: TableAccessScope,
    private readonly owner: IConstruct,
  ) {
    const problem = problemOfTable(table);
    if (problem) fail(owner, problem);
    this.resources = new TableResources(table);
  }

  /**
   * Grants exactly the permissions that these features need.
   *
   * The statements are written at synthesis, when the table is whole: an index that is added after this call counts.
   *
   * An error, with the construct path: no features, a feature twice, a feature without index-capable actions that was
   * told which indexes to reach, `CHANGE_TABLE_KEY` without a key, a custom feature that names no valid action, a malformed Region, a wrong encryption
   * context. At synthesis: a stream feature on a table without a stream, and an index name that the table doesn't declare.
   *
   * `assertSuccess()` of the grant says nothing: what leaves an access without effect (an immutable role, a service as
   * grantee) is a warning or an error of the synthesis.
   *
   * @param grantee who gets the permissions
   * @param features what the grantee does with the table
   */
  public features(grantee: IGrantable, ...features: TableFeature[]): Grant {
    return this._grant(grantee, features);
  }

  /** @internal */
  public _grant(grantee: IGrantable, features: TableFeature[]): Grant {
    const problem = problemOfAccess({ ...this.scope, table: this.table, features });
    if (problem) fail(this.owner, problem);
    this.warnOfUnknownIndexes(features);
    this.warnOfOtherAccount(grantee, features);
    this.warnOfOpenKeyUse(features);
    this.warnOfSelfWidening(features);
    this.owner.node.addValidation({
      validate: () => problemsAtSynthesis({ ...this.scope, table: this.table, features }, this.resources),
    });
    return PrincipalPolicies.of(grantee, this.owner).grant({
      owner: this.owner,
      permissions: () => this.plan(features),
      provenance: { table: this.table.node.path, features: features.map(String).sort() },
      acknowledgeAccountActions: this.scope.acknowledgeAccountActions ?? true,
    });
  }

  private plan(features: TableFeature[]): PlannedPermission[] {
    const regions = this.resources.regionsWith(this.scope.regions);
    const stream = this.resources.streamArn();
    const chosenKeys = this.resources.keys(regions, this.scope.tableKey);
    // until the key is changed, the table is encrypted under the one that it declares
    const formerKeys = [
      ...features.some(changesTableKey) ? this.resources.keys(regions) : [],
      ...(this.scope.previousTableKeys ?? []).flatMap((key) => this.resources.keys(regions, key)),
    ];
    return [
      ...planAccess(features, {
        tables: this.resources.arns(regions),
        declaredIndexes: this.resources.indexNames() ?? [],
        declaredVectorIndexes: this.resources.vectorIndexNames() ?? [],
        streams: stream === undefined ? [] : [stream],
        tableKeys: [...formerKeys, ...chosenKeys],
        chosenKeys,
        viaServices: viaServices(regions),
      }),
      ...this.scope.fieldEncryption?._permissions(this.scope.regions) ?? [],
    ];
  }

  private warnOfUnknownIndexes(features: TableFeature[]): void {
    const unclear = features.filter(reachesDeclaredIndexes);
    const [first] = unclear;
    if (unclear.length === 0 || this.resources.indexNames() !== undefined) return;
    Annotations.of(this.owner).addWarningV2('cdk-dynamo-access:unknownIndexes', describeProblem({
      value: `${unclear.map(({ name }) => name).join(', ')} on ${this.table.node.path}, an import, of which CDK keeps no index names, reaches no index`,
      expected: 'a feature that says which indexes it reaches',
      remedy: `write ${needsIndex(first) ? '' : `${first.name}.onTable() if it uses none, `}`
        + `${first.name}.onIndexes('name') for the indexes that it uses`,
    }));
  }

  private warnOfSelfWidening(features: TableFeature[]): void {
    if (!features.some(({ name }) => name === TableFeature.RESOURCE_POLICY.name)) return;
    Annotations.of(this.owner).addWarningV2('cdk-dynamo-access:widensItself', describeProblem({
      value: `whoever may change the resource policy of ${this.table.node.path} may give itself any access to it`,
      expected: 'RESOURCE_POLICY for those alone who may have all of this table',
      remedy: 'remove the feature, or acknowledge this warning',
    }));
  }

  private warnOfOpenKeyUse(features: TableFeature[]): void {
    const open = features.filter(({ _custom }) => _custom?.leavesKeyOpen).map(String);
    if (open.length === 0 || this.resources.keys([this.resources.region], this.scope.tableKey).length === 0) return;
    Annotations.of(this.owner).addWarningV2('cdk-dynamo-access:unknownKeyUse', describeProblem({
      value: `the custom feature ${open.join(', ')} has actions that this library doesn't know, on a table with a customer managed key`,
      expected: 'usesTableKey, which says whether they read or write items, so that the caller needs kms:Decrypt',
      remedy: 'set usesTableKey to true or false',
    }));
  }

  /** Another account's table needs the permission on both sides, and this access writes one. */
  private warnOfOtherAccount(grantee: IGrantable, features: TableFeature[]): void {
    const principal = grantee.grantPrincipal;
    const { principalAccount } = principal;
    const { account } = this.resources;
    const differs = (one?: string, other?: string) =>
      one !== undefined && other !== undefined && Token.compareStrings(one, other) === TokenComparison.DIFFERENT;
    // a principal that is another account's itself takes no policy: that is another warning
    const isForeign = Construct.isConstruct(principal) && differs(Stack.of(principal).account, principalAccount);
    if (isForeign || !differs(account, principalAccount)) return;
    const regions = this.resources.regionsWith(this.scope.regions);
    warnOfOtherAccount(this.owner, {
      table: this.resources,
      path: this.table.node.path,
      principal,
      features,
      regions,
      keys: () => this.resources.keys(regions, this.scope.tableKey),
    });
  }
}
