import { Attempt, Circumstances, TargetTable } from './attempts';
import { DeployedRole, Deployment, readDeployable } from './deployment';
import { writingLogs } from './lambda';
import { ClientConfig, FULL_ACCESS, Loopback, Outcome, PLACE } from './loopback';
import { bucketOf, KINESIS_STREAM, synthesize } from './synthesize';
import { nameOf, Session, Workload } from './workload';
import { FEATURE_OPERATIONS } from '../../catalogue/feature-operations';
import { arn } from '../../src/local/endpoint/permission';
import { PolicyDocument } from '../../src/policy/evaluate';

/** What can be run again and again, each time from the same beginning. */
export abstract class Stage {
  public abstract readonly name: string;

  /** The operations of DynamoDB that its work takes, and maybe some more of the same kind. */
  public abstract readonly operations: readonly string[];

  protected constructor(
    protected readonly aws: Loopback, protected readonly deployment: Deployment, private readonly role: DeployedRole,
  ) {}

  /** The name of the emulator that answers. */
  public get emulator(): string {
    return this.aws.emulator.name;
  }

  /** Makes the tables anew. */
  public reset(): Promise<void> {
    return this.deployment.reset();
  }

  /** The policies of the role that the library made. */
  public policies(): PolicyDocument[] {
    return this.role.policies.map(({ name, document }) => {
      if (!document) throw new Error(`what the policy ${name} says isn't known`);
      return document;
    });
  }

  /** Does its work with these policies and nothing else, and writes logs around it as Lambda does. */
  public async run(policies: readonly PolicyDocument[]): Promise<Outcome> {
    await this.prepare(this.aws.administratorOf(this.deployment.deployed.tables[0].account));
    const config = this.aws.configOf({ role: this.role.name, policies, boundary: this.boundary(), ...this.circumstances() });
    return this.aws.observe(config, () => writingLogs(config, this.logGroup(), () => this.work(config)));
  }

  /** What the stage has itself. */
  public own(): { table: TargetTable; keys: string[]; logGroup: string } {
    const { tables, keys } = this.deployment.deployed;
    const { name, arn: tableArn, account, stream = '', partitionKey, sortKey, indexes } = tables.find(({ region }) => region === PLACE.region)!;
    return {
      table: {
        name: account === PLACE.account ? name : tableArn,
        arn: tableArn,
        streamArn: stream,
        key: [...partitionKey, ...sortKey],
        indexes: indexes.filter(({ type }) => type !== 'vector')
          .map((index) => ({ name: index.name, partitionKey: index.partitionKey[0] })),
      },
      keys: keys.map((key) => key.arn),
      logGroup: this.logGroup(),
    };
  }

  /** What bounds the role, whatever its policies are. */
  public boundary(): PolicyDocument | undefined {
    return this.role.boundary?.document;
  }

  public get roleName(): string {
    return this.role.name;
  }

  /** The Regions that the table is in. */
  public regions(): string[] {
    return this.deployment.deployed.tables.map(({ region }) => region);
  }

  /** The policies of resources of another account, by their ARNs, as far as they let the role in. */
  public ownersPolicies(): [string, PolicyDocument][] {
    const { tables, keys } = this.deployment.deployed;
    return [...tables, ...keys].filter(({ account }) => account !== this.role.account)
      .flatMap(({ arn: resource, policy }) => policy ? [[resource, policy] as [string, PolicyDocument]] : []);
  }

  /** Runs with another policy of a resource in the place of its own. */
  public async runWithPolicyOf(resource: string, policy: PolicyDocument): Promise<Outcome> {
    const { resourcePolicies } = this.aws.endpoint;
    const own = resourcePolicies.get(resource)!;
    resourcePolicies.set(resource, policy);
    try {
      return await this.run(this.policies());
    } finally {
      resourcePolicies.set(resource, own);
    }
  }

  /** What is true of the role's requests. */
  public circumstances(): Circumstances {
    return {};
  }

  /** The tables of similar names that aren't its own. */
  public neighbours(): TargetTable[] {
    return [];
  }

  /** What must stay forbidden because of the role's scope and denials, by role and whatever it is granted later. */
  public forbidden(): { attempts: Attempt[]; laterGrants: PolicyDocument[] } {
    return { attempts: [], laterGrants: [] };
  }

  /** Makes, with full access, what must be there before. */
  protected abstract prepare(administrator: ClientConfig): Promise<void>;

  protected abstract work(config: ClientConfig): Promise<void>;

  /** The name of the log group of the function that has the role. */
  protected abstract logGroup(): string;
}

/** A workload, and what it runs in. */
export class WorkloadStage extends Stage {
  public readonly name: string;
  public readonly operations: readonly string[];

  public constructor(aws: Loopback, private readonly id: string, private readonly workload: Workload) {
    const deployment = new Deployment(aws, readDeployable(synthesize(id, workload)));
    super(aws, deployment, deployment.deployed.roles[0]);
    this.name = nameOf(workload);
    this.operations = workload.features.flatMap(({ name }) => FEATURE_OPERATIONS[name].map(({ operation }) => operation));
    aws.dynamoDb.bucketKeys.set(bucketOf(id), this.own().keys[1]);
  }

  public async reset(): Promise<void> {
    await super.reset();
    this.aws.dynamoDb.tags.set(this.own().table.arn, this.workload.tags);
  }

  public circumstances(): Circumstances {
    return this.workload.circumstances ?? {};
  }

  public neighbours(): TargetTable[] {
    const { table } = this.own();
    return Object.entries(this.workload.neighbours?.(table.name) ?? {}).map(([name, tags]) => {
      const of = (resource: string) => resource.replace(`table/${table.name}`, `table/${name}`);
      this.aws.dynamoDb.tags.set(of(table.arn), tags);
      return { ...table, name, arn: of(table.arn), streamArn: of(table.streamArn) };
    });
  }

  public forbidden(): { attempts: Attempt[]; laterGrants: PolicyDocument[] } {
    const { name, arn: target } = this.own().table;
    return {
      attempts: (this.workload.forbidden?.(name) ?? []).map((each) => ({ client: 'dynamodb', target, ...each })),
      laterGrants: this.workload.denials || this.workload.boundary ? [FULL_ACCESS] : [],
    };
  }

  protected async prepare(administrator: ClientConfig): Promise<void> {
    if (this.workload.logGroupName) this.aws.logs.delete(PLACE, this.workload.logGroupName);
    await this.workload.prepare?.(this.sessionOf(administrator));
  }

  protected work(config: ClientConfig): Promise<void> {
    return this.workload.run(this.sessionOf(config));
  }

  protected logGroup(): string {
    return this.workload.logGroupName ?? this.deployment.deployed.logGroups[0].name;
  }

  private sessionOf(config: ClientConfig): Session {
    const { table, keys: [tableKey, otherKey] } = this.own();
    return {
      config,
      table: table.name,
      tableArn: table.arn,
      streamArn: table.streamArn,
      tableKey,
      otherKey,
      bucket: bucketOf(this.id),
      kinesisStreamArn: arn('kinesis', PLACE, `stream/${KINESIS_STREAM}`),
    };
  }
}
