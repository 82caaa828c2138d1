import { ResourceEnvironment } from 'aws-cdk-lib';
import { IGlobalTableRef, ITableRef, TableReference } from 'aws-cdk-lib/aws-dynamodb';
import { IConstruct, IMixin, Node } from 'constructs';
import { GLOBAL_TABLE } from './shapes';
import { checkShape } from '../problems/shape';

/**
 * Creates tables from constructs that are no `ITableRef` in CDK.
 */
export class TableRef {
  /**
   * Returns a `CfnGlobalTable` as a table. A `TableV2` is a table already.
   *
   * @param globalTable the global table; the access is on its replica in the Region of the stack
   * @example
   * new DynamoAccessRole(this, 'Access', {
   *   table: TableRef.fromGlobalTable(globalTable),
   *   features: [TableFeature.READ_ITEM],
   * });
   */
  public static fromGlobalTable(globalTable: IGlobalTableRef): ITableRef {
    checkShape('TableRef.fromGlobalTable', 'globalTable', globalTable, GLOBAL_TABLE);
    return new GlobalTableAsTable(globalTable);
  }

  private constructor() {}
}

class GlobalTableAsTable implements ITableRef {
  public readonly node: Node;
  public readonly env: ResourceEnvironment;
  public readonly tableRef: TableReference;

  constructor(private readonly globalTable: IGlobalTableRef) {
    this.node = globalTable.node;
    this.env = globalTable.env;
    this.tableRef = {
      tableName: globalTable.globalTableRef.tableName,
      tableArn: globalTable.globalTableRef.globalTableArn,
    };
  }

  public with(...mixins: IMixin[]): IConstruct {
    this.globalTable.with(...mixins);
    return this;
  }
}
