import { createHash } from 'crypto';
import { CreateTableCommand, CreateTableCommandInput, DeleteTableCommand, DynamoDBClient, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { Loopback, PLACE } from './loopback';
import { PolicyDocument } from '../../src/policy/evaluate';

interface Resource {
  readonly Type: string;
  readonly Properties?: Record<string, any>;
}

/** A synthesized stack as CloudFormation would make it: tables, keys, aliases and log groups on loopback, roles with their policies. */
export class Deployment {
  private readonly client: DynamoDBClient;
  private readonly resources: Readonly<Record<string, Resource>>;
  private readonly streamArns = new Map<string, string>();

  public constructor(
    aws: Loopback,
    private readonly stackName: string,
    template: { readonly Resources: Record<string, Resource> },
  ) {
    this.client = new DynamoDBClient(aws.administrator);
    this.resources = template.Resources;
    for (const id of this.ofType('AWS::KMS::Key')) {
      aws.endpoint.resourcePolicies.set(aws.keys.create(PLACE, this.nameOf(id)), this.propertiesOf(id).KeyPolicy);
    }
    for (const { AliasName, TargetKeyId } of this.ofType('AWS::KMS::Alias').map((id) => this.propertiesOf(id))) {
      aws.keys.addAlias(PLACE, AliasName, TargetKeyId);
    }
    for (const id of this.ofType('AWS::Logs::LogGroup')) aws.logs.create(PLACE, this.nameOf(id));
  }

  /** Makes the tables, empty, in the place of those that there are. */
  public async reset(): Promise<void> {
    for (const id of this.ofType('AWS::DynamoDB::Table')) {
      await this.deleteTable(this.nameOf(id));
      const { TableDescription } = await this.client.send(new CreateTableCommand(this.tableOf(id)));
      if (TableDescription?.LatestStreamArn) this.streamArns.set(id, TableDescription.LatestStreamArn);
    }
  }

  /** What a reference in the template stands for. */
  public valueOf(value: any): any {
    if (Array.isArray(value)) return value.map((each) => this.valueOf(each));
    if (typeof value !== 'object' || value === null) return value;
    const [[key, inner]] = Object.entries<any>(value);
    switch (key) {
      case 'Ref': return PSEUDO_PARAMETERS[inner] ?? this.nameOf(inner);
      case 'Fn::GetAtt': return this.attributeOf(inner[0], inner[1]);
      case 'Fn::Join': return inner[1].map((part: unknown) => this.valueOf(part)).join(inner[0]);
      default: return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, this.valueOf(each)]));
    }
  }

  /** The policies of a role, by its logical id. */
  public policiesOf(roleId: string): PolicyDocument[] {
    const managed: unknown[] = this.resources[roleId].Properties?.ManagedPolicyArns ?? [];
    if (managed.length > 0) throw new Error(`${roleId} has managed policies, which the template doesn't tell`);
    return this.ofType('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy')
      .filter((id) => JSON.stringify(this.resources[id].Properties!.Roles).includes(`"${roleId}"`))
      .map((id) => this.valueOf(this.resources[id].Properties!.PolicyDocument));
  }

  public ofType(...types: string[]): string[] {
    return Object.keys(this.resources).filter((id) => types.includes(this.resources[id].Type));
  }

  public propertiesOf(logicalId: string): Record<string, any> {
    return this.valueOf(this.resources[logicalId].Properties ?? {});
  }

  private async deleteTable(TableName: string): Promise<void> {
    try {
      await this.client.send(new DeleteTableCommand({ TableName }));
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
    }
  }

  /** The properties of a table in CloudFormation are parameters of `CreateTable`, with few exceptions. */
  public tableOf(id: string): CreateTableCommandInput {
    const {
      KeySchema, AttributeDefinitions, BillingMode = 'PROVISIONED', ProvisionedThroughput,
      GlobalSecondaryIndexes, LocalSecondaryIndexes, StreamSpecification, SSESpecification,
    } = this.propertiesOf(id);
    return {
      TableName: this.nameOf(id),
      KeySchema,
      AttributeDefinitions,
      BillingMode,
      ProvisionedThroughput,
      GlobalSecondaryIndexes,
      LocalSecondaryIndexes,
      ...(StreamSpecification ? { StreamSpecification: { StreamEnabled: true, ...StreamSpecification } } : {}),
      ...(SSESpecification ? { SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: SSESpecification.KMSMasterKeyId } } : {}),
    };
  }

  private attributeOf(id: string, attribute: string): string {
    const { region, account } = PLACE;
    const type = this.resources[id].Type;
    const name = this.nameOf(id);
    switch (`${type}.${attribute}`) {
      case 'AWS::DynamoDB::Table.Arn': return `arn:aws:dynamodb:${region}:${account}:table/${name}`;
      case 'AWS::DynamoDB::Table.StreamArn': return this.streamArns.get(id) ?? '';
      case 'AWS::Logs::LogGroup.Arn': return `arn:aws:logs:${region}:${account}:log-group:${name}:*`;
      case 'AWS::KMS::Key.Arn': return `arn:aws:kms:${region}:${account}:key/${name}`;
      case 'AWS::IAM::Role.Arn': return `arn:aws:iam::${account}:role/${name}`;
      default: throw new Error(`no value for ${type}.${attribute}`);
    }
  }

  private nameOf(id: string): string {
    const { Type, Properties } = this.resources[id];
    const name = `${this.stackName}-${id}`;
    if (Type === 'AWS::KMS::Key') return uuid(name);
    return Type === 'AWS::Logs::LogGroup' && Properties?.LogGroupName ? this.valueOf(Properties.LogGroupName) : name;
  }
}

const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': PLACE.region,
  'AWS::AccountId': PLACE.account,
  'AWS::URLSuffix': 'amazonaws.com',
};

function uuid(name: string): string {
  return createHash('md5').update(name).digest('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
