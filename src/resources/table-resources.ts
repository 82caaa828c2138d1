import { Stack, Token } from 'aws-cdk-lib';
import { CfnGlobalTable, CfnTable, ITable, ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import { IKeyRef } from 'aws-cdk-lib/aws-kms';
import { IConstruct } from 'constructs';
import { formatArn, isResource, referencedResource, splitArn } from './arns';
import { keyIdTargets, keyTargets } from './key-targets';
import { overrideOf, produced } from './lazy';
import { NamedTable } from './named-table';
import { remembered } from './settled';
import { familyOf, Family } from './table-family';
import { KeyTarget } from '../plan/key-target';

const KNOWN = new WeakMap<ITableRef, TableResources>();

/** A table as policies see it: ARNs, indexes, stream, keys. What may still change is read when it is asked for. */
export class TableResources {
  public static of(table: ITableRef): TableResources {
    const known = KNOWN.get(table) ?? new TableResources(table);
    KNOWN.set(table, known);
    return known;
  }

  public readonly name: string;
  public readonly region: string;
  public readonly account: string;
  private readonly arn: string;
  /** What makes the table many, where it is a family. */
  public readonly family?: Family;
  /** The L1 that declares the table in this app; imports have none. */
  public readonly declaration?: CfnTable | CfnGlobalTable;

  private constructor(private readonly table: ITableRef) {
    const { tableName, tableArn } = table.tableRef;
    this.name = tableName;
    this.arn = tableArn;
    this.family = familyOf(table);
    const own = table instanceof NamedTable
      ? table.declaration
      : referencedResource(this.arn, CfnTable.CFN_RESOURCE_TYPE_NAME, CfnGlobalTable.CFN_RESOURCE_TYPE_NAME);
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
    return this.namesIn('globalSecondaryIndexes', 'localSecondaryIndexes');
  }

  /** The names of the vector indexes that the table declares by now, or nothing where the app can't know them. */
  public vectorIndexNames(): string[] | undefined {
    return this.namesIn('vectorIndexes');
  }

  /**
   * The key attributes of the table and of these indexes, or nothing where the app can't know them.
   *
   * @param indexNames the names of the indexes; all of them by default
   */
  public keyAttributes(indexNames?: readonly string[]): string[] | undefined {
    if (!this.declaration || followsAnotherTable(this.declaration)) return undefined;
    const indexes = this.indexesIn('globalSecondaryIndexes', 'localSecondaryIndexes')
      .filter(({ indexName }) => !indexNames || indexNames.includes(indexName));
    return [...new Set([this.declaration, ...indexes].flatMap(({ keySchema }) => this.attributesOf(keySchema)))];
  }

  private attributesOf(keySchema: unknown): string[] {
    return produced(this.declaration!, keySchema as CfnTable.KeySchemaProperty[])
      .map((key) => produced(this.declaration!, key).attributeName);
  }

  /** The names of what these L1 properties declare; the floor of aws-cdk-lib doesn't type all of them. */
  private namesIn(...properties: string[]): string[] | undefined {
    return remembered(this.table, properties.join(), () => this.findNames(properties));
  }

  private findNames(properties: readonly string[]): string[] | undefined {
    if (!this.declaration || followsAnotherTable(this.declaration)) return undefined;
    const table = this.declaration;
    const declared = this.indexesIn(...properties).map(({ indexName }) => indexName);
    const overriding = properties.map((property) => property[0].toUpperCase() + property.slice(1))
      .flatMap((property) => Object.values(overrideOf<Record<string, { IndexName?: string }>>(table, property) ?? {}))
      .map(({ IndexName }) => IndexName);
    return [...new Set([...declared, ...overriding.filter((name) => name !== undefined)])];
  }

  private indexesIn(...properties: string[]): { readonly indexName: string; readonly keySchema: unknown }[] {
    const table = this.declaration!;
    return properties.map((property) => (table as unknown as Record<string, unknown>)[property])
      .flatMap((indexes) => produced<unknown[] | undefined>(table, indexes as unknown[] | undefined) ?? [])
      .map((index) => produced(table, index as { readonly indexName: string; readonly keySchema: unknown }));
  }

  /** The name that the app gives the table, or nothing where CloudFormation chooses it. */
  public physicalName(): string | undefined {
    const { declaration } = this;
    const name = declaration && Stack.of(declaration).resolve(overrideOf(declaration, 'TableName') ?? declaration.tableName);
    return typeof name === 'string' ? name : undefined;
  }

  /** The name that the app gives the table or imports it by, or nothing where the app doesn't know it. */
  public knownName(): string | undefined {
    return this.physicalName() ?? (this.declaration || Token.isUnresolved(this.name) ? undefined : this.name);
  }

  /** Whether the table can be restored to any point in time, or nothing where the app doesn't know it. */
  public hasPointInTimeRecovery(): boolean | undefined {
    const table = this.declaration;
    if (!table || overrideOf(table, isGlobal(table) ? 'Replicas' : 'PointInTimeRecoverySpecification') !== undefined) return undefined;
    const settings = isGlobal(table)
      ? this.replicasOf(table).filter(({ region }) => this.sameRegion(region) === this.region)
      : [table];
    const [setting] = settings.map(({ pointInTimeRecoverySpecification }) =>
      produced(table, pointInTimeRecoverySpecification as CfnTable.PointInTimeRecoverySpecificationProperty | undefined));
    const isOn = setting?.pointInTimeRecoveryEnabled ?? false;
    return typeof isOn === 'boolean' ? isOn : undefined;
  }

  /** Whether the table is encrypted under the key that AWS manages for the account, `aws/dynamodb`. */
  public hasAwsManagedKey(): boolean {
    const table = this.declaration;
    if (!table || this.keys([this.region]).length > 0) return false;
    if (!isGlobal(table)) return isEnabled(table, sseSpecificationOf(table));
    return isEnabled(table, table.sseSpecification);
  }

  /** The Regions that the app declares replicas in, the table's own among them, or nothing where it can't know them. */
  public replicaRegions(): string[] | undefined {
    if (!this.declaration || followsAnotherTable(this.declaration)) return undefined;
    const regions = isGlobal(this.declaration)
      ? this.replicasOf(this.declaration).map(({ region }) => region)
      : replicationRegionsOf(this.declaration, this.region);
    if (!regions) return undefined;
    return regions.some((region) => Token.isUnresolved(region)) ? undefined : regions;
  }

  /** The ARN of the table's stream, or nothing where the table has none or the app can't know it. */
  public streamArn(): string | undefined {
    return remembered(this.table, 'stream', () => this.findStreamArn());
  }

  private findStreamArn(): string | undefined {
    if (this.family) return `${this.arn}/stream/*`;
    // TableV2 has the attribute even where it has no stream: the specification decides
    if (this.declaration && !(overrideOf(this.declaration, 'StreamSpecification')
      ?? produced(this.declaration, this.declaration.streamSpecification))) return undefined;
    return (this.table as ITable).tableStreamArn ?? this.declaration?.attrStreamArn;
  }

  /** The customer managed keys that encrypt the table in these Regions, or, in their place, the one that is named. */
  public keys(regions: readonly string[], named?: IKeyRef): KeyTarget[] {
    return remembered(named ?? this.table, `keys in ${regions.join()}`, () => this.findKeys(regions, named));
  }

  private findKeys(regions: readonly string[], named?: IKeyRef): KeyTarget[] {
    if (named) return keyTargets(named, regions);
    if (this.family?.findsTableKeys) return regions.map((region) => this.anyKeyOfFamily(region));
    const declared = this.declaredKeyIds(regions);
    const isOverridden = this.declaration && overrideOf(this.declaration, 'SSESpecification') !== undefined;
    const key = isOverridden ? undefined : (this.table as ITable).encryptionKey;
    const undeclared = regions.filter((region) => !declared.has(region));
    const own = key ? keyTargets(key, [this.region, ...undeclared]) : [];
    const others = regions
      .filter((region) => declared.has(region) && !(key && region === this.region))
      .flatMap((region) => keyIdTargets(this.declaration!, declared.get(region)!, { region, account: this.account }, undeclared));
    return [...new Map([...own, ...others].map((target) => [JSON.stringify(target), target])).values()];
  }

  /** The customer managed keys that the app declares for these Regions, as values of `KMSMasterKeyId`. */
  private declaredKeyIds(regions: readonly string[]): Map<string, string> {
    const table = this.declaration;
    if (!table) return new Map();
    const settings = isGlobal(table)
      ? this.replicasOf(table).map(({ region, sseSpecification }) => ({ region: this.sameRegion(region), setting: sseSpecification }))
      : [{ region: this.region, setting: sseSpecificationOf(table) }];
    const ids = settings
      .filter(({ region }) => regions.includes(region))
      .map(({ region, setting }) => [region, keyIdOf(table, setting)] as const)
      .filter((entry): entry is [string, string] => entry[1] !== undefined);
    return new Map(ids);
  }

  private anyKeyOfFamily(region: string): KeyTarget {
    const { account, name } = this;
    const arn = formatArn({ service: 'kms', region, account, resource: 'key', resourceName: '*' });
    return { arn, tables: { names: name, account } };
  }

  private replicasOf(table: CfnGlobalTable): CfnGlobalTable.ReplicaSpecificationProperty[] {
    return produced<unknown[]>(table, table.replicas)
      .map((replica) => produced(table, replica as CfnGlobalTable.ReplicaSpecificationProperty));
  }

  /**
   * The Region of a replica, or the table's own, where only one of the two is known before deployment: a key that turns out
   * to be another Region's can't be used through DynamoDB in this one, while a missing key is an outage.
   */
  private sameRegion(region: string): string {
    return Token.isUnresolved(region) || Token.isUnresolved(this.region) ? this.region : region;
  }
}

function sseSpecificationOf(table: CfnTable): unknown {
  const override = overrideOf<{ SSEEnabled?: boolean; KMSMasterKeyId?: string }>(table, 'SSESpecification');
  return override ? { sseEnabled: override.SSEEnabled, kmsMasterKeyId: override.KMSMasterKeyId } : table.sseSpecification;
}

/** The customer managed key of an encryption setting. The key that AWS manages asks for no permission of the caller. */
function keyIdOf(table: IConstruct, setting: unknown): string | undefined {
  const { kmsMasterKeyId, sseEnabled } = produced(table, setting as CfnTable.SSESpecificationProperty | undefined) ?? {};
  return sseEnabled === false || kmsMasterKeyId?.endsWith('alias/aws/dynamodb') ? undefined : kmsMasterKeyId;
}

function isEnabled(table: IConstruct, setting: unknown): boolean {
  const { sseEnabled } = produced(table, setting as CfnTable.SSESpecificationProperty | undefined) ?? {};
  return sseEnabled === true;
}

function isGlobal(table: CfnTable | CfnGlobalTable): table is CfnGlobalTable {
  return table.cfnResourceType === CfnGlobalTable.CFN_RESOURCE_TYPE_NAME;
}

/** `TableV2.replica()` is an import within the TableV2 that declares it. */
function primaryOfReplica(table: ITableRef): IConstruct | undefined {
  const parent = table.node.scope?.node;
  const primary = parent?.defaultChild;
  const isReplica = table.node.id.startsWith('ReplicaTable') && isResource(primary, CfnGlobalTable.CFN_RESOURCE_TYPE_NAME);
  return isReplica ? primary : undefined;
}

/**
 * The Regions of a `Table` with `replicationRegions`, which CDK makes by a custom resource each; nothing for a table without:
 * its replicas, if it has some, are made elsewhere.
 */
function replicationRegionsOf(table: CfnTable, own: string): string[] | undefined {
  const replicas = (table.node.scope?.node.children ?? [])
    .filter((child) => child.node.id.startsWith('Replica') && isResource(child.node.defaultChild, 'Custom::DynamoDBReplica'))
    .map((child) => child.node.id.slice('Replica'.length));
  return replicas.length > 0 ? [own, ...replicas] : undefined;
}

/** A replica of a table in another account declares no indexes of its own: it has those of its source. */
function followsAnotherTable(table: CfnTable | CfnGlobalTable): boolean {
  return isGlobal(table) && table.globalTableSourceArn !== undefined;
}
