import { Aws, Token } from 'aws-cdk-lib';
import { CfnGlobalTable, CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { isResource, isSameText, referencedResource } from './arns';
import { readProperties, readProperty } from './read-properties';
import { TemplateValue } from './template-value';

/** The properties that contain names. The oldest supported aws-cdk-lib doesn't type all of them. */
const INDEXES: readonly string[] = ['GlobalSecondaryIndexes', 'GlobalTableSourceArn', 'KeySchema', 'LocalSecondaryIndexes', 'VectorIndexes'];

/** Other properties that accesses depend on. They are read later, because the resource policies in them contain the names. */
const SETTINGS: readonly string[] = ['PointInTimeRecoverySpecification', 'Replicas', 'SSESpecification', 'StreamSpecification'];

/** Names that a table declares. */
export interface DeclaredNames {
  readonly names: string[];
  /** True if the table declares no other names in any branch of its conditions and parameters. */
  readonly isComplete: boolean;
}

/** The customer managed keys that a table declares for a Region, as values of `KMSMasterKeyId`. */
export interface DeclaredKeys {
  readonly region: string;
  readonly ids: string[];
}

/** A table of the app as its template will have it. What conditions leave open counts in all of their branches. */
export class DeclaredTable {
  constructor(public readonly resource: CfnTable | CfnGlobalTable) {}

  /** The name that the app gives the table, or nothing where CloudFormation chooses it, or knows it alone. */
  public name(): string | undefined {
    return readProperty(this.resource, 'TableName').knownText();
  }

  /** The names of the indexes in these properties. */
  public listNamesIn(...properties: string[]): DeclaredNames {
    const names = this.source()?.indexesIn(properties).map((index) => index.property('IndexName'));
    return listTexts(names);
  }

  /** Returns false for a replica whose source isn't in the app, which has the indexes of its source. */
  public hasDeclaredIndexes(): boolean {
    return this.source() !== undefined;
  }

  /** The key attributes of the table and of those of its indexes that are named. */
  public listKeyAttributes(indexNames: readonly string[]): DeclaredNames {
    const indexes = this.source()?.indexesIn(['GlobalSecondaryIndexes', 'LocalSecondaryIndexes'])
      .filter((index) => index.property('IndexName').texts().some((name) => indexNames.includes(name)));
    return listTexts(indexes && [this.indexes(), ...indexes].flatMap((each) => each.property('KeySchema').elements())
      .map((key) => key.property('AttributeName')));
  }

  /** Says if the table has a stream in all branches, in none, or in some. */
  public hasStream(): 'always' | 'maybe' | 'never' {
    const specification = this.source()?.settings().property('StreamSpecification');
    if (!specification || specification.property('StreamViewType').isUnknown) return 'maybe';
    if (specification.isAbsent) return 'never';
    if (specification.mayBeAbsent) return 'maybe';
    return 'always';
  }

  /** The customer managed keys of the table, by Region, and whether there are no others.  */
  public listKeys(ownRegion: string): { readonly declared: DeclaredKeys[]; readonly isComplete: boolean } {
    const settings = this.encryptionSettings(ownRegion);
    return {
      declared: settings.map(({ region, setting }) => ({ region, ids: listKeyIds(setting) })),
      isComplete: settings.every(({ setting }) => !setting.property('KMSMasterKeyId').isUnknown),
    };
  }

  /** Returns true if the table may be encrypted under the key that AWS manages for the account. */
  public mayUseAwsManagedKey(ownRegion: string): boolean {
    const isEnabled = this.settings().property('SSESpecification').each().filter((setting) => setting.property('SSEEnabled').isAlways(true));
    if (isEnabled.length === 0) return false;
    if (!this.isGlobal()) return isEnabled.some((setting) => hasNoKey(setting));
    return this.listKeys(ownRegion).declared.every(({ ids }) => ids.length === 0);
  }

  /** Returns true if point-in-time recovery is on. Returns undefined if the branches differ. */
  public readPointInTimeRecovery(ownRegion: string): boolean | undefined {
    const settings = this.listInRegion(ownRegion).map((each) => each.property('PointInTimeRecoverySpecification').property('PointInTimeRecoveryEnabled'));
    if (settings.every((setting) => setting.isAlways(true))) return true;
    if (settings.every((setting) => !setting.mayBe(true))) return false;
    return undefined;
  }

  /** Returns true if the table is a replica of a table of another account, whose other replicas its template doesn't name. */
  public isReplica(): boolean {
    return !this.indexes().property('GlobalTableSourceArn').isAbsent;
  }

  /** The Regions of the replicas, as far as the app knows them. */
  public listReplicaRegions(ownRegion: string): DeclaredNames {
    const { names, isComplete } = listTexts(this.replicas().map((replica) => replica.property('Region')));
    const isOwn = (region: string) => [ownRegion, Aws.REGION].some((own) => isSameText(this.resource.stack, region, own));
    const regions = names.map((region) => isOwn(region) ? ownRegion : region);
    const others = regions.filter((region) => region !== ownRegion && Token.isUnresolved(region));
    return { names: regions.filter((region) => !others.includes(region)), isComplete: isComplete && others.length === 0 };
  }

  /** Returns true if only CloudFormation knows some replicas. */
  public mayHaveOtherReplicas(ownRegion: string): boolean {
    return this.isGlobal() && !this.listReplicaRegions(ownRegion).isComplete;
  }

  private indexes(): TemplateValue {
    return readProperties(this.resource, INDEXES);
  }

  private settings(): TemplateValue {
    return readProperties(this.resource, SETTINGS);
  }

  public isGlobal(): boolean {
    return isResource(this.resource, CfnGlobalTable.CFN_RESOURCE_TYPE_NAME);
  }

  /**
   * The table that declares the indexes and the stream: of a replica of another account's table, that is its source. Nothing where the
   * source isn't in the app.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables_MultiAccount.html
   */
  private source(): DeclaredTable | undefined {
    const arn = this.indexes().property('GlobalTableSourceArn');
    if (arn.isAbsent) return this;
    const sources = arn.texts().map((text) => referencedResource(text, CfnTable.CFN_RESOURCE_TYPE_NAME, CfnGlobalTable.CFN_RESOURCE_TYPE_NAME));
    if (sources.length === 1 && sources[0]) return new DeclaredTable(sources[0] as CfnTable | CfnGlobalTable);
    return undefined;
  }

  private indexesIn(properties: readonly string[]): TemplateValue[] {
    return properties.flatMap((property) => this.indexes().property(property).elements());
  }

  private replicas(): TemplateValue[] {
    return this.settings().property('Replicas').elements();
  }

  /** The table, or its replicas in a Region. */
  private listInRegion(ownRegion: string): TemplateValue[] {
    if (!this.isGlobal()) return [this.settings()];
    return this.replicas().filter((replica) => replica.property('Region').texts().some((region) => sameRegion(region, ownRegion) === ownRegion));
  }

  private encryptionSettings(ownRegion: string): { readonly region: string; readonly setting: TemplateValue }[] {
    if (!this.isGlobal()) return [{ region: ownRegion, setting: this.settings().property('SSESpecification') }];
    return this.replicas().flatMap((replica) => {
      const setting = replica.property('SSESpecification');
      const regions = replica.property('Region').texts().map((region) => sameRegion(region, ownRegion));
      return (regions.length === 0 ? [ownRegion] : regions).map((region) => ({ region, setting }));
    });
  }
}

/** Lists the possible texts of values, and says if they are complete. */
function listTexts(values: readonly TemplateValue[] | undefined): DeclaredNames {
  if (!values) return { names: [], isComplete: false };
  return { names: [...new Set(values.flatMap((value) => value.texts()))], isComplete: !values.some(({ isUnknown }) => isUnknown) };
}

/** The customer managed keys of an encryption setting. The key that AWS manages asks for no permission of the caller. */
function listKeyIds(setting: TemplateValue): string[] {
  return setting.each().filter((each) => !each.property('SSEEnabled').isAlways(false))
    .flatMap((each) => each.property('KMSMasterKeyId').texts())
    .filter((id) => !id.endsWith('alias/aws/dynamodb'));
}

function hasNoKey(setting: TemplateValue): boolean {
  const key = setting.property('KMSMasterKeyId');
  return key.mayBeAbsent || key.texts().some((id) => id.endsWith('alias/aws/dynamodb'));
}

/**
 * The Region of a replica, or the table's own, where only one of the two is known before deployment: a key that turns out
 * to be another Region's can't be used through DynamoDB in this one, while a missing key is an outage.
 */
function sameRegion(region: string, ownRegion: string): string {
  if (Token.isUnresolved(region) || Token.isUnresolved(ownRegion)) return ownRegion;
  return region;
}
