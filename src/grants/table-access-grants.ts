import { Annotations } from 'aws-cdk-lib';
import { ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { PrincipalPolicies } from './principal-policies';
import { describeProblem, fail } from './problem';
import { TableAccessOptions, TableAccessScope } from './table-access';
import { changesTableKey, problemOfAccess, problemsAtSynthesis } from './validate-access';
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
   * @param scope how far the grants reach
   */
  public static fromTable(table: ITableRef, scope: TableAccessScope = {}): TableAccessGrants {
    return new TableAccessGrants(table, scope, table);
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
   * @param grantee who gets the permissions
   * @param features what the grantee does with the table
   */
  public features(grantee: IGrantable, ...features: TableFeature[]): Grant {
    const problem = problemOfAccess({ ...this.scope, table: this.table, features });
    if (problem) fail(this.owner, problem);
    if (features.some(changesTableKey) && this.resources.keys([], this.scope.tableKey).length === 0) {
      fail(this.owner, {
        value: 'feature CHANGE_TABLE_KEY without a key',
        expected: 'the customer managed key that the table is to have',
        remedy: 'pass it as tableKey',
      });
    }
    this.warnOfUnknownIndexes(features);
    this.owner.node.addValidation({ validate: () => problemsAtSynthesis(features, this.resources) });
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
    const formerKeys = features.some(changesTableKey) ? this.resources.keys(regions) : [];
    return [
      ...planAccess(features, {
        tables: this.resources.arns(regions),
        declaredIndexes: this.resources.indexNames() ?? [],
        streams: stream === undefined ? [] : [stream],
        tableKeys: [...formerKeys, ...chosenKeys],
        chosenKeys,
        viaServices: viaServices(regions),
      }),
      ...this.scope.fieldEncryption?._permissions(regions) ?? [],
    ];
  }

  private warnOfUnknownIndexes(features: TableFeature[]): void {
    const unclear = features.filter(reachesDeclaredIndexes).map(({ name }) => name);
    if (unclear.length === 0 || this.resources.indexNames() !== undefined) return;
    Annotations.of(this.owner).addWarningV2('cdk-dynamo-access:unknownIndexes', describeProblem({
      value: `${unclear.join(', ')} on the imported table ${this.table.node.path}, whose indexes this app can't know, reaches none of them`,
      expected: 'a feature that says which indexes it reaches',
      remedy: `write ${unclear[0]}.onTable() if it uses none, ${unclear[0]}.onIndexes('name') for the indexes that it uses`,
    }));
  }
}
