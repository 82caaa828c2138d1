import { Template } from './assembly-files';
import { findMember, toList, toRecord } from '../values/json-values';

/** A resource that may create roles or give permissions, and that isn't read. */
interface UnreadResource {
  /** The logical id, or the place of the property that isn't read. */
  readonly id: string;
  /** The part that is not read: the resource, or one property of it. */
  readonly resource: unknown;
  readonly problem: string;
  /** True if it makes other resources, which may be policies of the identities that it gets. */
  readonly makesResources: boolean;
}

const LOGS_POLICY = 'the policies of CloudWatch Logs for other services and accounts are not read';

/**
 * The reasons, by types. SAM makes roles for the data sources and the logs of a GraphQL API.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-graphqlapi.html
 */
const UNREAD_TYPES: Readonly<Record<string, string>> = {
  'AWS::CloudFormation::StackSet': 'the stacks of a stack set are not read',
  'AWS::Logs::ResourcePolicy': LOGS_POLICY,
  'AWS::SSO::PermissionSet': 'the roles that IAM Identity Center makes of a permission set are not read',
  'AWS::Serverless::Application': 'the stack that SAM makes of an application is not read',
  'AWS::Serverless::GraphQLApi': 'the roles that SAM makes for a GraphQL API are not read',
  'AWS::ServiceCatalog::CloudFormationProduct': 'the stacks of a product of Service Catalog are not read',
  'AWS::ServiceCatalog::CloudFormationProvisionedProduct': 'the stacks of a product of Service Catalog are not read',
};

/** The types that make other resources from another template. */
const MAKES_RESOURCES = /^AWS::(CloudFormation|Serverless|ServiceCatalog)::|::MODULE$/;

/**
 * Lists the resources of a template that may add permissions and aren't read, modules among them. A log group may have a policy of its own.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html#cfn-logs-loggroup-resourcepolicydocument
 */
export function listUnreadResources({ Resources = {} }: Template): UnreadResource[] {
  return Object.entries(Resources).flatMap(([id, resource]): UnreadResource[] => {
    const { Type, Properties } = toRecord(resource);
    const type = String(Type);
    const policy = type === 'AWS::Logs::LogGroup' ? toRecord(Properties).ResourcePolicyDocument : undefined;
    if (policy !== undefined) return [{ id: `${id}.Properties.ResourcePolicyDocument`, resource: policy, problem: LOGS_POLICY, makesResources: false }];
    return toList(findUnreadReason(type)).map((problem) => ({ id, resource, problem, makesResources: MAKES_RESOURCES.test(type) }));
  });
}

function findUnreadReason(type: string): string | undefined {
  if (type.endsWith('::MODULE')) return 'the resources of a module are not read';
  return findMember(UNREAD_TYPES, type);
}
