import { ResourceEnvironment } from 'aws-cdk-lib';
import { CfnGlobalTable, CfnTable, ITableRef, TableReference } from 'aws-cdk-lib/aws-dynamodb';
import { IConstruct, IMixin, Node } from 'constructs';

/**
 * A table of the app by the name that the app gives it, for stacks of other accounts, which can't refer to it.
 *
 * Its stream is any that the table has: the name of a stream is known only when it is there.
 */
export class NamedTable implements ITableRef {
  public readonly node: Node;
  public readonly env: ResourceEnvironment;
  public readonly tableRef: TableReference;
  public readonly tableStreamArn: string;

  constructor(private readonly table: ITableRef, public readonly declaration: CfnTable | CfnGlobalTable, name: string, arn: string) {
    this.node = table.node;
    this.env = table.env;
    this.tableRef = { tableName: name, tableArn: arn };
    this.tableStreamArn = `${arn}/stream/*`;
  }

  public with(...mixins: IMixin[]): IConstruct {
    this.table.with(...mixins);
    return this;
  }
}
