import { makeLookup } from '../values/lookup';

/** The values from which ARNs and names of a resource are built. */
export interface ResourceValues {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly urlSuffix?: string;
  /** The name that AWS would generate, with an invented end. It is always the same. */
  readonly generatedName: string;
  /** Reads a property of the resource. Returns `undefined` if it has no text. */
  readonly readText: (name: string) => string | undefined;
}

/** The results of Ref and Fn::GetAtt for a type of resource. Attributes that aren't here can't be known. */
interface ReturnValues {
  /** The property that names the resource, if the template can name it. The name may be a part of the property. */
  readonly name?: string;
  readonly ref: (values: ResourceValues, name: string) => string;
  readonly attributes: Readonly<Record<string, (values: ResourceValues, name: string) => string>>;
}

function returnName(_values: ResourceValues, name: string): string {
  return name;
}

function makeArnBuilder(
  service: string,
  resource: (values: ResourceValues, name: string) => string,
  scope: 'regional' | 'account' | 'none' = 'regional',
): (values: ResourceValues, name: string) => string {
  return (values: ResourceValues, name: string) => {
    const owner = { regional: `${values.region}:${values.account}`, account: `:${values.account}`, none: ':' }[scope];
    return `arn:${values.partition}:${service}:${owner}:${resource(values, name)}`;
  };
}

function makeIamArnBuilder(kind: string) {
  return makeArnBuilder('iam', (values, name) => `${kind}${values.readText('Path') ?? '/'}${name}`, 'account');
}

/** The end of names that CloudFormation generates, in place of 12 random characters. No policy that a person writes has it. */
export const GENERATED_END = '-XXXXXXXXXXXX';

/** The label of a stream, which is the time of its creation. It is invented. */
export const STREAM_LABEL = '2000-01-01T00:00:00.000';

/** The name of a backup, export or import, which contains the time of its creation. It is invented. */
export const CREATION_NAME = '01489602797149-73d8d5bc';

const key: ReturnValues = { ref: returnName, attributes: { Arn: makeArnBuilder('kms', (_values, name) => `key/${name}`), KeyId: returnName } };

/** Gets the id of a key from the id itself or from an ARN of the key. */
function readKeyId(_values: ResourceValues, idOrArn: string): string {
  return idOrArn.slice(idOrArn.lastIndexOf('/') + 1);
}

/**
 * A replica key has the key id of its primary key.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
 */
const replicaKey: ReturnValues = {
  name: 'PrimaryKeyArn',
  ref: readKeyId,
  attributes: { Arn: makeArnBuilder('kms', (values, name) => `key/${readKeyId(values, name)}`), KeyId: readKeyId },
};

const table: ReturnValues = {
  name: 'TableName',
  ref: returnName,
  attributes: {
    Arn: makeArnBuilder('dynamodb', (_values, name) => `table/${name}`),
    StreamArn: makeArnBuilder('dynamodb', (_values, name) => `table/${name}/stream/${STREAM_LABEL}`),
  },
};

/**
 * The return values of the types of resources that policies name, as CloudFormation documents them.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 */
export const RETURN_VALUES = makeLookup<ReturnValues>({
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::IAM::Group': { name: 'GroupName', ref: returnName, attributes: { Arn: makeIamArnBuilder('group') } },
  'AWS::IAM::ManagedPolicy': { name: 'ManagedPolicyName', ref: makeIamArnBuilder('policy'), attributes: { PolicyArn: makeIamArnBuilder('policy') } },
  'AWS::IAM::Role': {
    name: 'RoleName',
    ref: returnName,
    attributes: { Arn: makeIamArnBuilder('role') },
  },
  'AWS::IAM::User': { name: 'UserName', ref: returnName, attributes: { Arn: makeIamArnBuilder('user') } },
  'AWS::KMS::Alias': { name: 'AliasName', ref: returnName, attributes: {} },
  'AWS::KMS::Key': key,
  'AWS::KMS::ReplicaKey': replicaKey,
  'AWS::Kinesis::Stream': { name: 'Name', ref: returnName, attributes: { Arn: makeArnBuilder('kinesis', (_values, name) => `stream/${name}`) } },
  'AWS::Lambda::Function': {
    name: 'FunctionName',
    ref: returnName,
    attributes: { Arn: makeArnBuilder('lambda', (_values, name) => `function:${name}`) },
  },
  'AWS::Logs::LogGroup': {
    name: 'LogGroupName',
    ref: returnName,
    attributes: { Arn: makeArnBuilder('logs', (_values, name) => `log-group:${name}:*`) },
  },
  'AWS::Logs::LogStream': { name: 'LogStreamName', ref: returnName, attributes: {} },
  'AWS::S3::Bucket': { name: 'BucketName', ref: returnName, attributes: { Arn: makeArnBuilder('s3', returnName, 'none') } },
  'AWS::SNS::Topic': {
    name: 'TopicName',
    ref: makeArnBuilder('sns', returnName),
    attributes: { TopicArn: makeArnBuilder('sns', returnName), TopicName: returnName },
  },
  'AWS::SQS::Queue': {
    name: 'QueueName',
    ref: ({ region, account, urlSuffix }, name) => `https://sqs.${region}.${urlSuffix}/${account}/${name}`,
    attributes: { Arn: makeArnBuilder('sqs', returnName), QueueName: returnName },
  },
});
