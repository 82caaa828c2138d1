const CLUSTER_POLICY = { 'AWS::MSK::ClusterPolicy': 'Policy' };
const TRAIL_POLICY = { 'AWS::CloudTrail::ResourcePolicy': 'ResourcePolicy' };

/**
 * The resources of CloudFormation that have policies of other services, by the service in actions, with the property of the policy.
 *
 * Left out are policies that allow no principal of IAM anything: those of VPC endpoints, of AWS IoT, of Verified Access (Cedar), of Amazon
 * OpenSearch Serverless (which needs an identity policy too), and the permission of a private CA (for AWS Certificate Manager alone).
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/introduction.html
 */
export const POLICIES_BY_SERVICE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'aiops': { 'AWS::AIOps::InvestigationGroup': 'InvestigationGroupPolicy' },
  'aps': { 'AWS::APS::ResourcePolicy': 'PolicyDocument' },
  'backup': { 'AWS::Backup::BackupVault': 'AccessPolicy', 'AWS::Backup::LogicallyAirGappedBackupVault': 'AccessPolicy' },
  'bedrock': { 'AWS::Bedrock::ResourcePolicy': 'PolicyDocument' },
  'cloudtrail': TRAIL_POLICY,
  'cloudtrail-data': TRAIL_POLICY,
  'codeartifact': { 'AWS::CodeArtifact::Domain': 'PermissionsPolicyDocument', 'AWS::CodeArtifact::Repository': 'PermissionsPolicyDocument' },
  'dsql': { 'AWS::DSQL::Cluster': 'PolicyDocument' },
  'ecr': {
    'AWS::ECR::Repository': 'RepositoryPolicyText',
    'AWS::ECR::RegistryPolicy': 'PolicyText',
    'AWS::ECR::RepositoryCreationTemplate': 'RepositoryPolicy',
  },
  'ecr-public': { 'AWS::ECR::PublicRepository': 'RepositoryPolicyText' },
  'elasticfilesystem': { 'AWS::EFS::FileSystem': 'FileSystemPolicy' },
  'es': { 'AWS::OpenSearchService::Domain': 'AccessPolicies', 'AWS::Elasticsearch::Domain': 'AccessPolicies' },
  'events': { 'AWS::Events::EventBus': 'Policy', 'AWS::Events::EventBusPolicy': 'StatementId' },
  'execute-api': { 'AWS::ApiGateway::RestApi': 'Policy', 'AWS::ApiGateway::DomainNameV2': 'Policy', 'AWS::Serverless::Api': 'Auth' },
  'kafka': CLUSTER_POLICY,
  'kafka-cluster': CLUSTER_POLICY,
  'kinesis': { 'AWS::Kinesis::ResourcePolicy': 'ResourcePolicy' },
  'lambda': { 'AWS::Lambda::Permission': 'Principal', 'AWS::Lambda::LayerVersionPermission': 'Principal' },
  'lex': { 'AWS::Lex::ResourcePolicy': 'Policy' },
  'logs': {
    'AWS::Logs::ResourcePolicy': 'PolicyDocument', 'AWS::Logs::Destination': 'DestinationPolicy', 'AWS::Logs::LogGroup': 'ResourcePolicyDocument',
  },
  'mediapackagev2': { 'AWS::MediaPackageV2::ChannelPolicy': 'Policy', 'AWS::MediaPackageV2::OriginEndpointPolicy': 'Policy' },
  'mediastore': { 'AWS::MediaStore::Container': 'Policy' },
  'mediatailor': { 'AWS::MediaTailor::ChannelPolicy': 'Policy' },
  'oam': { 'AWS::Oam::Sink': 'Policy' },
  'qbusiness': { 'AWS::QBusiness::Permission': 'Principal' },
  'redshift': { 'AWS::Redshift::Cluster': 'NamespaceResourcePolicy', 'AWS::RedshiftServerless::Namespace': 'NamespaceResourcePolicy' },
  's3': {
    'AWS::S3::BucketPolicy': 'PolicyDocument',
    'AWS::S3::AccessPoint': 'Policy',
    'AWS::S3::MultiRegionAccessPointPolicy': 'Policy',
    'AWS::Omics::SequenceStore': 'S3AccessPolicy',
  },
  's3-object-lambda': { 'AWS::S3ObjectLambda::AccessPointPolicy': 'PolicyDocument' },
  's3-outposts': { 'AWS::S3Outposts::AccessPoint': 'Policy', 'AWS::S3Outposts::BucketPolicy': 'PolicyDocument' },
  's3express': { 'AWS::S3Express::AccessPoint': 'Policy', 'AWS::S3Express::BucketPolicy': 'PolicyDocument' },
  's3files': { 'AWS::S3Files::FileSystemPolicy': 'Policy' },
  's3tables': { 'AWS::S3Tables::TableBucketPolicy': 'ResourcePolicy', 'AWS::S3Tables::TablePolicy': 'ResourcePolicy' },
  's3vectors': { 'AWS::S3Vectors::VectorBucketPolicy': 'Policy' },
  'sagemaker': { 'AWS::SageMaker::ModelPackageGroup': 'ModelPackageGroupPolicy' },
  'schemas': { 'AWS::EventSchemas::RegistryPolicy': 'Policy' },
  'secretsmanager': { 'AWS::SecretsManager::ResourcePolicy': 'ResourcePolicy' },
  'signer': { 'AWS::Signer::ProfilePermission': 'Principal' },
  'sms-voice': { 'AWS::SMSVOICE::ResourcePolicy': 'PolicyDocument' },
  'sns': { 'AWS::SNS::TopicPolicy': 'PolicyDocument', 'AWS::SNS::TopicInlinePolicy': 'PolicyDocument' },
  'sqs': { 'AWS::SQS::QueuePolicy': 'PolicyDocument', 'AWS::SQS::QueueInlinePolicy': 'PolicyDocument' },
  'ssm': { 'AWS::SSM::ResourcePolicy': 'Policy' },
  'vpc-lattice': { 'AWS::VpcLattice::ResourcePolicy': 'Policy' },
  'vpc-lattice-svcs': { 'AWS::VpcLattice::AuthPolicy': 'Policy' },
  'xray': { 'AWS::XRay::ResourcePolicy': 'PolicyDocument' },
};
