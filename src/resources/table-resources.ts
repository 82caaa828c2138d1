import { CfnResource } from 'aws-cdk-lib';
import { CfnGlobalTable, CfnTable, ITable, ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import { IKeyRef } from 'aws-cdk-lib/aws-kms';
import { formatArn, referencedResource, splitArn } from './arns';
import { keyIdTargets, keyTargets } from './key-targets';
import { produced } from './lazy';
import { KeyTarget } from '../plan/plan-access';

/** A table as policies see it: ARNs, indexes, stream, keys. What may still change is read when it is asked for. */
export class TableResources {
  public readonly name: string;
  public readonly region: string;
  public readonly account: string;
  private readonly arn: string;
  /** The L1 that declares the table in this app; imports have none. */
  private readonly declaration?: CfnTable | CfnGlobalTable;

  constructor(private readonly table: ITableRef) {
    this.name = table.tableRef.tableName;
    this.arn = table.tableRef.tableArn;
    const own = referencedResource(this.arn, CfnTable.CFN_RESOURCE_TYPE_NAME, CfnGlobalTable.CFN_RESOURCE_TYPE_NAME);
    this.declaration = (own ?? primaryOfReplica(table)) as CfnTable | CfnGlobalTable | undefined;
    // an import's own environment is that of the stack that imports it, so its ARN decides
    const env = own ? table.env : { ...table.env, ...splitArn(this.arn) };
    this.region = env.region;
    this.account = env.account;
  }

  /** The Regions of an access: the table's own, then the others in alphabetical order. */
  public regionsWith(others: readonly string[] = []): string[] {
    return [...new Set([this.region, ...[...others].sort()])];
  }

  /** The table's ARN in each of these Regions. */
  public arns(regions: readonly string[]): string[] {
    return regions.map((region) => region === this.region ? this.arn : formatArn({
      service: 'dynamodb', region, account: this.account, resource: 'table', resourceName: this.name,
    }));
  }

  /** The names of the indexes that the table declares by now, or nothing where the app can't know them. */
  public indexNames(): string[] | undefined {
    if (!this.declaration || followsAnotherTable(this.declaration)) return undefined;
    const table = this.declaration;
    return [table.globalSecondaryIndexes, table.localSecondaryIndexes]
      .flatMap((indexes) => produced<unknown[] | undefined>(table, indexes) ?? [])
      .map((index) => produced(table, index as { readonly indexName: string }).indexName);
  }

  /** The ARN of the table's stream, or nothing where the table has none or the app can't know it. */
  public streamArn(): string | undefined {
    // TableV2 has the attribute even where it has no stream: the specification decides
    if (this.declaration && !produced(this.declaration, this.declaration.streamSpecification)) return undefined;
    return (this.table as ITable).tableStreamArn ?? this.declaration?.attrStreamArn;
  }

  /** The customer managed keys that encrypt the table in these Regions. */
  public keys(regions: readonly string[], named?: IKeyRef): KeyTarget[] {
    const key = named ?? (this.table as ITable).encryptionKey;
    const home = { region: this.region, account: this.account };
    const own = key ? keyTargets(key, regions) : this.declaredKeyIds([this.region]).flatMap((id) => keyIdTargets(id, home, regions));
    const ofReplicas = named ? [] : this.declaredKeyIds(regions.filter((region) => region !== this.region))
      .flatMap((id) => keyIdTargets(id, home, []));
    return [...new Map([...own, ...ofReplicas].map((target) => [JSON.stringify(target), target])).values()];
  }

  /** The values of `KMSMasterKeyId` that the app declares for these Regions. */
  private declaredKeyIds(regions: readonly string[]): string[] {
    const table = this.declaration;
    if (!table) return [];
    const settings = isGlobal(table)
      ? produced<unknown[]>(table, table.replicas)
        .map((replica) => produced(table, replica as CfnGlobalTable.ReplicaSpecificationProperty))
        .filter((replica) => regions.includes(replica.region))
        .map((replica) => replica.sseSpecification)
      : regions.includes(this.region) ? [table.sseSpecification] : [];
    return settings
      .map((setting) => produced(table, setting as { readonly kmsMasterKeyId?: string } | undefined)?.kmsMasterKeyId)
      .filter((id) => id !== undefined);
  }
}

function isGlobal(table: CfnTable | CfnGlobalTable): table is CfnGlobalTable {
  return table.cfnResourceType === CfnGlobalTable.CFN_RESOURCE_TYPE_NAME;
}

/** `TableV2.replica()` is an import within the TableV2 that declares it. */
function primaryOfReplica(table: ITableRef): CfnResource | undefined {
  const parent = table.node.scope?.node;
  const primary = parent?.defaultChild;
  const isReplica = table.node.id.startsWith('ReplicaTable') && CfnResource.isCfnResource(primary)
    && primary.cfnResourceType === CfnGlobalTable.CFN_RESOURCE_TYPE_NAME;
  return isReplica ? primary : undefined;
}

/** A replica of a table in another account declares no indexes of its own: it has those of its source. */
function followsAnotherTable(table: CfnTable | CfnGlobalTable): boolean {
  return isGlobal(table) && table.globalTableSourceArn !== undefined;
}
