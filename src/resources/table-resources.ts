import { Token } from 'aws-cdk-lib';
import { CfnGlobalTable, CfnTable, ITable, ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import { IKeyRef } from 'aws-cdk-lib/aws-kms';
import { IConstruct } from 'constructs';
import { formatArn, isResource, referencedResource, splitArn } from './arns';
import { DeclaredNames, DeclaredTable } from './declared-table';
import { keyIdTargets, resolveKeyTargets, mayNameNoKey } from './key-targets';
import { NamedTable } from './named-table';
import { remembered } from './settled';
import { findFamily, Family } from './table-family';
import { KeyTarget } from '../plan/key-target';

const KNOWN = new WeakMap<ITableRef, TableResources>();

/** CDK keeps no index names of imported tables. */
const NOTHING_KNOWN: DeclaredNames = { names: [], isComplete: false };

/** The ARNs, indexes, stream and keys of a table that policies name. Values that may still change are read at each call. */
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
  /** The family that the table stands for, if it does. */
  public readonly family?: Family;
  /** The L1 that declares the table in this app; imports have none. */
  public readonly declaration?: CfnTable | CfnGlobalTable;
  private readonly declared?: DeclaredTable;

  private constructor(private readonly table: ITableRef) {
    const { tableName, tableArn } = table.tableRef;
    this.name = tableName;
    this.arn = tableArn;
    this.family = findFamily(table);
    const own = table instanceof NamedTable
      ? table.declaration
      : referencedResource(this.arn, CfnTable.CFN_RESOURCE_TYPE_NAME, CfnGlobalTable.CFN_RESOURCE_TYPE_NAME);
    this.declaration = (own ?? findPrimary(table)) as CfnTable | CfnGlobalTable | undefined;
    this.declared = this.declaration && new DeclaredTable(this.declaration);
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

  /** The names of the indexes that the table declares by now, as far as the app knows them. */
  public indexNames(): DeclaredNames {
    return this.namesIn('GlobalSecondaryIndexes', 'LocalSecondaryIndexes');
  }

  /** The names of the vector indexes that the table declares by now, as far as the app knows them. */
  public vectorIndexNames(): DeclaredNames {
    return this.namesIn('VectorIndexes');
  }

  private namesIn(...properties: string[]): DeclaredNames {
    return remembered(this.table, properties.join(), () => this.declared?.listNamesIn(...properties) ?? NOTHING_KNOWN);
  }

  /** The key attributes of the table and of these indexes, as far as the app knows them. */
  public keyAttributes(indexNames: readonly string[]): DeclaredNames {
    return this.declared?.listKeyAttributes(indexNames) ?? NOTHING_KNOWN;
  }

  /** The name that the app gives the table, or nothing where CloudFormation chooses it. */
  public physicalName(): string | undefined {
    return this.declared?.name();
  }

  /** The name that the app gives the table or imports it by, or nothing where the app doesn't know it. */
  public knownName(): string | undefined {
    return this.physicalName() ?? (this.declared || Token.isUnresolved(this.name) ? undefined : this.name);
  }

  /** Returns true if point-in-time recovery is on. Returns undefined if the app doesn't know it. */
  public hasPointInTimeRecovery(): boolean | undefined {
    return this.declared?.readPointInTimeRecovery(this.region);
  }

  /** Returns true if the table may be encrypted under `aws/dynamodb`, the key that AWS manages for the account. */
  public mayHaveAwsManagedKey(): boolean {
    return this.declared?.mayUseAwsManagedKey(this.region) ?? false;
  }

  /** The Regions that the app declares replicas in, the table's own among them, or nothing where it can't know them. */
  public replicaRegions(): string[] | undefined {
    const { names, isComplete } = this.knownReplicas();
    if (isComplete && !this.declared?.isReplica()) return names;
    return undefined;
  }

  /** The Regions of replicas that the app declares, as far as it knows them. */
  public knownReplicas(): DeclaredNames {
    const { declaration, declared } = this;
    if (!declaration || !declared) return NOTHING_KNOWN;
    if (declared.isGlobal()) return declared.listReplicaRegions(this.region);
    const regions = listReplicationRegions(declaration, this.region);
    return regions ? { names: regions, isComplete: true } : NOTHING_KNOWN;
  }

  /** Returns true if only CloudFormation knows some replicas of a table of the app. */
  public hasUnknownReplicas(): boolean {
    return this.declared?.mayHaveOtherReplicas(this.region) ?? false;
  }

  /** The ARNs of the table's streams in these Regions. Nothing where the table has no stream, or an import doesn't say. */
  public streamArns(regions: readonly string[]): string[] {
    const own = this.streamArn();
    if (own === undefined) return [];
    // each replica has a stream, whose name is known only when the stream is there
    return this.arns(regions).map((arn, index) => regions[index] === this.region ? own : `${arn}/stream/*`);
  }

  /** The ARN of the table's stream, or of any that it may have; nothing where the table has none, or an import doesn't say. */
  public streamArn(): string | undefined {
    return remembered(this.table, 'stream', () => this.findStreamArn());
  }

  private findStreamArn(): string | undefined {
    const anyStream = `${this.arn}/stream/*`;
    if (this.family) return anyStream;
    // TableV2 has the attribute even where it has no stream: the specification decides
    switch (this.declared?.hasStream()) {
      case 'never': return undefined;
      // a stack can't be deployed that refers to the stream of a table without one
      case 'maybe': return anyStream;
      default: return (this.table as ITable).tableStreamArn ?? this.declaration?.attrStreamArn;
    }
  }

  /** The customer managed keys that encrypt the table in these Regions, or, in their place, the one that is named. */
  public keys(regions: readonly string[], named?: IKeyRef): KeyTarget[] {
    return remembered(named ?? this.table, `keys in ${regions.join()}`, () => this.findKeys(regions, named));
  }

  private findKeys(regions: readonly string[], named?: IKeyRef): KeyTarget[] {
    if (named) return resolveKeyTargets(named, regions);
    if (this.family?.findsTableKeys) return regions.map((region) => this.anyKeyOfFamily(region));
    if (!this.declared) return this.givenKey ? resolveKeyTargets(this.givenKey, regions) : [];
    const { declared } = this.declared.listKeys(this.region);
    const undeclared = regions.filter((region) => !declared.some((each) => each.region === region && each.ids.length > 0));
    const targets = regions.flatMap((region) => declared.filter((each) => each.region === region)).flatMap(({ region, ids }) =>
      ids.flatMap((id) => keyIdTargets(this.declaration!, id, { region, account: this.account }, undeclared)));
    return [...new Map(targets.map((target) => [JSON.stringify(target), target])).values()];
  }

  /** The key that CDK was given for the table, or for an import of it. */
  private get givenKey(): IKeyRef | undefined {
    return (this.table as ITable).encryptionKey;
  }

  /** Returns true if the app knows the keys of the table. Imports have no known key, and only CloudFormation may know one. */
  public knowsKeys(): boolean {
    return remembered(this.table, 'knows keys', () => this.findOutKeys());
  }

  private findOutKeys(): boolean {
    if (this.family) return true;
    if (!this.declared) return this.givenKey !== undefined;
    const { declared, isComplete } = this.declared.listKeys(this.region);
    // CDK was given the keys of the replicas by their ARNs
    const open = declared.filter(({ region }) => region === this.region || !this.givenKey).flatMap(({ ids }) => ids);
    return isComplete && !open.some((id) => mayNameNoKey(this.declaration!, id, this.givenKey));
  }

  private anyKeyOfFamily(region: string): KeyTarget {
    const { account, name } = this;
    const arn = formatArn({ service: 'kms', region, account, resource: 'key', resourceName: '*' });
    return { arn, tables: { names: name, account } };
  }
}

/** `TableV2.replica()` is an import within the TableV2 that declares it. */
function findPrimary(table: ITableRef): IConstruct | undefined {
  const parent = table.node.scope?.node;
  const primary = parent?.defaultChild;
  const isReplica = table.node.id.startsWith('ReplicaTable') && isResource(primary, CfnGlobalTable.CFN_RESOURCE_TYPE_NAME);
  if (isReplica) return primary;
  return undefined;
}

/**
 * The Regions of a `Table` with `replicationRegions`, which CDK makes by a custom resource each; nothing for a table without:
 * its replicas, if it has some, are made elsewhere.
 */
function listReplicationRegions(table: IConstruct, own: string): string[] | undefined {
  const replicas = (table.node.scope?.node.children ?? [])
    .filter((child) => child.node.id.startsWith('Replica') && isResource(child.node.defaultChild, 'Custom::DynamoDBReplica'))
    .map((child) => child.node.id.slice('Replica'.length));
  if (replicas.length > 0) return [own, ...replicas];
  return undefined;
}
