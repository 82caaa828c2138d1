import { getConstructPath } from '../policy/assembly-resources';
import { readPolicyDocument } from '../policy/branches';
import { PolicyDocument, PolicyStatement } from '../policy/policy-document';
import { Assembly } from '../policy/read-assembly';
import { findMember } from '../values/json-values';

/** A policy of a resource that the evaluation doesn't read. */
interface OtherPolicy {
  readonly document: PolicyDocument | undefined;
  readonly place: string;
}

/** The resources of CloudFormation that have policies of other services, by the service in actions, with the property of the policy. */
const POLICIES_BY_SERVICE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'backup': { 'AWS::Backup::BackupVault': 'AccessPolicy' },
  'ecr': { 'AWS::ECR::Repository': 'RepositoryPolicyText' },
  'elasticfilesystem': { 'AWS::EFS::FileSystem': 'FileSystemPolicy' },
  'es': { 'AWS::OpenSearchService::Domain': 'AccessPolicies', 'AWS::Elasticsearch::Domain': 'AccessPolicies' },
  'events': { 'AWS::Events::EventBusPolicy': 'Statement' },
  'execute-api': { 'AWS::ApiGateway::RestApi': 'Policy' },
  'kinesis': { 'AWS::Kinesis::ResourcePolicy': 'ResourcePolicy' },
  'lambda': { 'AWS::Lambda::Permission': 'Principal' },
  'logs': { 'AWS::Logs::ResourcePolicy': 'PolicyDocument' },
  's3': { 'AWS::S3::BucketPolicy': 'PolicyDocument', 'AWS::S3::AccessPoint': 'Policy' },
  'secretsmanager': { 'AWS::SecretsManager::ResourcePolicy': 'ResourcePolicy' },
  'sns': { 'AWS::SNS::TopicPolicy': 'PolicyDocument', 'AWS::SNS::TopicInlinePolicy': 'PolicyDocument' },
  'sqs': { 'AWS::SQS::QueuePolicy': 'PolicyDocument', 'AWS::SQS::QueueInlinePolicy': 'PolicyDocument' },
};

/** Lists the policies in the app that may be those of the resource of a request to another service. */
export function listOtherPolicies(assembly: Assembly, action: string): OtherPolicy[] {
  const types = findMember(POLICIES_BY_SERVICE, action.split(':')[0]) ?? {};
  return Object.entries(types).flatMap(([type, property]) => assembly.listResources(type).flatMap(({ origin }) => {
    const readFromResource = (name: string) => assembly.propertyAt<unknown>(origin, name);
    const value = readFromResource(property);
    if (value === undefined) return [];
    const document = wrapStatement(type, value, readFromResource);
    return [{ document: readPolicyDocument(document, getConstructPath(origin)), place: `the policy ${getConstructPath(origin)}` }];
  }));
}

/** Some resources have the parts of one statement in place of a policy. */
function wrapStatement(type: string, value: unknown, readFromResource: (name: string) => unknown): unknown {
  if (type === 'AWS::Events::EventBusPolicy') return { Statement: value };
  if (type !== 'AWS::Lambda::Permission') return value;
  return { Statement: { Effect: 'Allow', Action: readFromResource('Action'), Principal: makePrincipalElement(value), Resource: '*' } };
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html */
function makePrincipalElement(principal: unknown): PolicyStatement['Principal'] {
  if (typeof principal !== 'string' || principal === '*') return '*';
  if (/^\d{12}$|^arn:/.test(principal)) return { AWS: principal };
  return { Service: principal };
}
