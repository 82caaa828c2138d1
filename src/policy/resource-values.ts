/** What an ARN and a name of a resource are made of. */
export interface ResourceValues {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly urlSuffix?: string;
  /** The name that the resource would get: invented, but always the same. */
  readonly generatedName: string;
  /** A property of the resource as text, if it has it. */
  readonly property: (name: string) => string | undefined;
}

/** How CloudFormation answers Ref and Fn::GetAtt for a type of resource. Attributes that aren't here can't be known. */
interface ResourceType {
  /** The property that names the resource, if it can be named. */
  readonly name?: string;
  readonly ref: (values: ResourceValues, name: string) => string;
  readonly attributes: Readonly<Record<string, (values: ResourceValues, name: string) => string>>;
}

const named = (_values: ResourceValues, name: string) => name;

/** An ARN without account and Region, or with them. */
function arn(service: string, resource: (values: ResourceValues, name: string) => string, scope: 'regional' | 'account' | 'none' = 'regional') {
  return (values: ResourceValues, name: string) => {
    const region = scope === 'regional' ? values.region : '';
    const account = scope === 'none' ? '' : values.account;
    return `arn:${values.partition}:${service}:${region}:${account}:${resource(values, name)}`;
  };
}

function iam(kind: string) {
  return arn('iam', (values, name) => `${kind}${values.property('Path') ?? '/'}${name}`, 'account');
}

/** The time that a stream was made at, which is its name: invented. */
export const STREAM_LABEL = '2000-01-01T00:00:00.000';

const table: ResourceType = {
  name: 'TableName',
  ref: named,
  attributes: {
    Arn: arn('dynamodb', (_values, name) => `table/${name}`),
    StreamArn: arn('dynamodb', (_values, name) => `table/${name}/stream/${STREAM_LABEL}`),
  },
};

/**
 * The types of resources that policies name, as CloudFormation documents their return values.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 */
export const RESOURCE_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::IAM::Group': { name: 'GroupName', ref: named, attributes: { Arn: iam('group') } },
  'AWS::IAM::ManagedPolicy': { name: 'ManagedPolicyName', ref: iam('policy'), attributes: { PolicyArn: iam('policy') } },
  'AWS::IAM::Role': {
    name: 'RoleName',
    ref: named,
    attributes: { Arn: iam('role'), RoleId: (_values, name) => `AROA${name.toUpperCase()}` },
  },
  'AWS::IAM::User': { name: 'UserName', ref: named, attributes: { Arn: iam('user') } },
  'AWS::KMS::Alias': { name: 'AliasName', ref: named, attributes: {} },
  'AWS::KMS::Key': { ref: named, attributes: { Arn: arn('kms', (_values, name) => `key/${name}`), KeyId: named } },
  'AWS::Kinesis::Stream': { name: 'Name', ref: named, attributes: { Arn: arn('kinesis', (_values, name) => `stream/${name}`) } },
  'AWS::Lambda::Function': { name: 'FunctionName', ref: named, attributes: { Arn: arn('lambda', (_values, name) => `function:${name}`) } },
  'AWS::Logs::LogGroup': { name: 'LogGroupName', ref: named, attributes: { Arn: arn('logs', (_values, name) => `log-group:${name}:*`) } },
  'AWS::S3::Bucket': { name: 'BucketName', ref: named, attributes: { Arn: arn('s3', named, 'none') } },
  'AWS::SNS::Topic': {
    name: 'TopicName',
    ref: arn('sns', named),
    attributes: { TopicArn: arn('sns', named), TopicName: named },
  },
  'AWS::SQS::Queue': {
    name: 'QueueName',
    ref: ({ region, account, urlSuffix }, name) => `https://sqs.${region}.${urlSuffix}/${account}/${name}`,
    attributes: { Arn: arn('sqs', named), QueueName: named },
  },
};
