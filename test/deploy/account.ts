import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeContinuousBackupsCommand, DescribeTableCommand, DynamoDBClient, GetResourcePolicyCommand, KeySchemaElement, paginateListTables,
  PolicyNotFoundException,
} from '@aws-sdk/client-dynamodb';
import {
  GetRolePolicyCommand, IAMClient, paginateListAttachedRolePolicies, paginateListPolicies, paginateListRolePolicies, paginateListRoles,
} from '@aws-sdk/client-iam';
import {
  DescribeKeyCommand, GetKeyPolicyCommand, KMSClient, paginateListAliases, paginateListKeys,
} from '@aws-sdk/client-kms';
import { FunctionConfiguration, LambdaClient, paginateListEventSourceMappings, paginateListFunctions } from '@aws-sdk/client-lambda';
import { LocalAws, Place } from './local-aws';
import { PolicyDocument } from '../../src/policy/evaluate';
import { STREAM_LABEL } from '../../src/policy/resource-values';

/** What there is in a Region of an account, as the APIs of AWS say it, each kind in the form that src/policy has for what templates declare. */
export class Account {
  public readonly config: ReturnType<LocalAws['configFor']>;

  public constructor(aws: LocalAws, public readonly place: Place) {
    this.config = aws.configFor(place);
  }

  public async roleNames(): Promise<{ name: string }[]> {
    const roles = await all(paginateListRoles({ client: new IAMClient(this.config) }, {}), ({ Roles }) => Roles);
    return roles.map(({ RoleName }) => ({ name: RoleName! }));
  }

  /** The roles that the AWS CDK didn't make for itself. */
  public async roles() {
    const client = new IAMClient(this.config);
    const roles = await all(paginateListRoles({ client }, {}), ({ Roles }) => Roles);
    return Promise.all(roles.filter(({ RoleName }) => !RoleName!.startsWith('cdk-')).map(async ({ RoleName, Arn, AssumeRolePolicyDocument }) => {
      const names = await all(paginateListRolePolicies({ client }, { RoleName }), ({ PolicyNames }) => PolicyNames);
      const attached = await all(paginateListAttachedRolePolicies({ client }, { RoleName }), ({ AttachedPolicies }) => AttachedPolicies);
      return {
        name: RoleName!,
        arn: Arn!,
        account: placeOf(Arn!).account,
        trust: documentOf(AssumeRolePolicyDocument),
        managed: attached.map(({ PolicyArn }) => PolicyArn!),
        policies: await Promise.all(names.sort().map(async (PolicyName) => {
          const { PolicyDocument: document } = await client.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
          return { name: PolicyName, document: timeless(documentOf(document)) };
        })),
      };
    }));
  }

  public async managedPolicies() {
    const client = new IAMClient(this.config);
    const policies = await all(paginateListPolicies({ client }, { Scope: 'Local' }), ({ Policies }) => Policies);
    return policies.map(({ PolicyName, Arn }) => ({ name: PolicyName!, arn: Arn! }));
  }

  public async tables() {
    const client = new DynamoDBClient(this.config);
    const names = await all(paginateListTables({ client }, {}), ({ TableNames }) => TableNames);
    return Promise.all(names.map(async (TableName) => {
      const { Table: table } = await client.send(new DescribeTableCommand({ TableName }));
      const indexesOf = (type: 'global' | 'local', indexes: { IndexName?: string; KeySchema?: KeySchemaElement[] }[] = []) =>
        indexes.map(({ IndexName, KeySchema }) => ({
          name: IndexName!, arn: `${table!.TableArn}/index/${IndexName}`, type, ...keysOf(KeySchema),
        }));
      return {
        name: TableName,
        arn: table!.TableArn!,
        ...placeOf(table!.TableArn!),
        ...keysOf(table!.KeySchema),
        indexes: [...indexesOf('global', table!.GlobalSecondaryIndexes), ...indexesOf('local', table!.LocalSecondaryIndexes)],
        stream: timeless(table!.LatestStreamArn),
        key: table!.SSEDescription?.KMSMasterKeyArn,
        policy: await this.policyOf(table!.TableArn!),
        recovery: await this.recoveryOf(TableName),
      };
    }));
  }

  private async policyOf(ResourceArn: string): Promise<PolicyDocument | undefined> {
    try {
      const { Policy } = await new DynamoDBClient(this.config).send(new GetResourcePolicyCommand({ ResourceArn }));
      return Policy === undefined ? undefined : JSON.parse(Policy);
    } catch (error) {
      if (error instanceof PolicyNotFoundException) return undefined;
      throw error;
    }
  }

  /** Whether a table can be restored to a point in time. */
  private async recoveryOf(TableName: string): Promise<boolean> {
    const { ContinuousBackupsDescription } = await new DynamoDBClient(this.config).send(new DescribeContinuousBackupsCommand({ TableName }));
    return ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === 'ENABLED';
  }

  /** The keys that aren't to be deleted. */
  public async keys() {
    const client = new KMSClient(this.config);
    const keys = await all(paginateListKeys({ client }, {}), ({ Keys }) => Keys);
    const read = await Promise.all(keys.map(async ({ KeyId }) => {
      const { KeyMetadata: { Arn, KeyState } = {} } = await client.send(new DescribeKeyCommand({ KeyId }));
      const { Policy } = await client.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }));
      const aliases = await all(paginateListAliases({ client }, { KeyId }), ({ Aliases }) => Aliases);
      return {
        name: KeyId!,
        arn: Arn!,
        ...placeOf(Arn!),
        policy: JSON.parse(Policy!),
        aliases: aliases.map(({ AliasName }) => AliasName!),
        state: KeyState!,
      };
    }));
    return read.filter(({ state }) => state !== 'PendingDeletion').map(({ state: _, ...key }) => key);
  }

  public async logGroups() {
    const client = new CloudWatchLogsClient(this.config);
    const groups = await all(paginateDescribeLogGroups({ client }, {}), ({ logGroups }) => logGroups);
    return groups.map(({ logGroupName, logGroupArn, kmsKeyId }) => ({ name: logGroupName!, arn: logGroupArn!, key: kmsKeyId }));
  }

  /** MiniStack names no log group for a function that sets only the format of its logs. AWS names the default. */
  public async functions() {
    return (await this.configurations()).map(({ FunctionName, FunctionArn, Role, LoggingConfig }) => ({
      name: FunctionName!, arn: FunctionArn!, role: Role!, logGroup: LoggingConfig!.LogGroup ?? `/aws/lambda/${FunctionName}`,
    }));
  }

  public configurations(): Promise<FunctionConfiguration[]> {
    return all(paginateListFunctions({ client: new LambdaClient(this.config) }, {}), ({ Functions }) => Functions);
  }

  public async eventSourceMappings() {
    const pages = paginateListEventSourceMappings({ client: new LambdaClient(this.config) }, {});
    const mappings = await all(pages, ({ EventSourceMappings }) => EventSourceMappings);
    return mappings.map(({ UUID, EventSourceArn, FunctionArn }) => ({
      name: UUID!, stream: timeless(EventSourceArn), function: FunctionArn,
    }));
  }

  /** The names that the resources of a stack got, by `<stack name>.<logical id>`. */
  public async namesIn(stackName: string): Promise<Record<string, string>> {
    const client = new CloudFormationClient(this.config);
    const { StackResources } = await client.send(new DescribeStackResourcesCommand({ StackName: stackName }));
    // the id of a queue is its URL, which ends in its name
    return Object.fromEntries(StackResources!.map(({ LogicalResourceId, PhysicalResourceId }) =>
      [`${stackName}.${LogicalResourceId}`, PhysicalResourceId!.replace(/^https?:.*\//, '')]));
  }

  /** Everything there is, by kind and name. */
  public async inventory(): Promise<string[]> {
    const kinds = {
      'role': this.roleNames(),
      'managed policy': this.managedPolicies(),
      'table': this.tables(),
      'key': this.keys(),
      'log group': this.logGroups(),
      'function': this.functions(),
      'event source mapping': this.eventSourceMappings(),
    };
    const named = await Promise.all(Object.entries(kinds).map(async ([kind, resources]) =>
      (await resources).map(({ name }) => `${kind} ${name} in ${this.place.region} of ${this.place.account}`)));
    return named.flat().sort();
  }
}

async function all<Page, Item>(pages: AsyncIterable<Page>, itemsOf: (page: Page) => Item[] | undefined): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...itemsOf(page) ?? []);
  return items;
}

function placeOf(arn: string) {
  const [,,, region, account] = arn.split(':');
  return { region, account };
}

/** IAM gives documents in the form of URLs. */
function documentOf(text: string | undefined): PolicyDocument {
  return JSON.parse(decodeURIComponent(text!));
}

/** The time in the ARN of a stream is known after deployment alone: it becomes that which src/policy invents. */
function timeless<T>(value: T): T {
  return value && JSON.parse(JSON.stringify(value).replace(/(\/stream\/)\d[\dT:.-]+Z?/g, `$1${STREAM_LABEL}`));
}

function keysOf(schema: KeySchemaElement[] = []) {
  const of = (type: string) => schema.filter(({ KeyType }) => KeyType === type).map(({ AttributeName }) => AttributeName!);
  return { partitionKey: of('HASH'), sortKey: of('RANGE') };
}
