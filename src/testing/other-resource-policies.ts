import { POLICIES_BY_SERVICE } from './policies-by-service';
import { getConstructPath, makeOpenPolicy } from '../policy/assembly-resources';
import { readPolicyDocument } from '../policy/branches';
import { PolicyDocument, PolicyStatement } from '../policy/policy-document';
import { Assembly } from '../policy/read-assembly';
import { findMember, toList, toRecord } from '../values/json-values';

/** A policy of a resource that the evaluation doesn't read. */
interface OtherPolicy {
  readonly document: PolicyDocument | undefined;
  readonly place: string;
}

/** Lists the policies in the app that may be those of the resource of a request to another service. */
export function listOtherPolicies(assembly: Assembly, action: string): OtherPolicy[] {
  const types = findMember(POLICIES_BY_SERVICE, action.split(':')[0]) ?? {};
  return Object.entries(types).flatMap(([type, property]) => assembly.listResources(type).flatMap(({ origin }) => {
    const readFromResource = (name: string) => assembly.propertyAt<unknown>(origin, name);
    const value = readFromResource(property);
    if (value === undefined) return [];
    const document = readPolicyDocument(wrapStatement(type, value, readFromResource), getConstructPath(origin));
    const isOfApi = type.startsWith('AWS::ApiGateway::');
    return [{ document: isOfApi ? coverAllResources(document) : document, place: `the policy ${getConstructPath(origin)}` }];
  }));
}

/** Some resources have the parts of one statement in place of a policy, or parts that become a policy at deployment. */
function wrapStatement(type: string, value: unknown, readFromResource: (name: string) => unknown): unknown {
  switch (type) {
    case 'AWS::Events::EventBusPolicy': return { Statement: readFromResource('Statement') ?? makeStatement(readFromResource) };
    case 'AWS::Lambda::Permission':
    case 'AWS::Lambda::LayerVersionPermission':
    case 'AWS::Signer::ProfilePermission':
    case 'AWS::QBusiness::Permission': return { Statement: makeStatement(readFromResource) };
    case 'AWS::Serverless::Api': return toRecord(value).ResourcePolicy === undefined ? {} : makeOpenPolicy('*', 'execute-api:*');
    default: return value;
  }
}

/** Makes a statement of the properties of a resource. The conditions that some resources have aren't read. */
function makeStatement(readFromResource: (name: string) => unknown): object {
  const Action = readFromResource('Action') ?? readFromResource('Actions');
  return { Effect: 'Allow', Action, Principal: makePrincipalElement(readFromResource('Principal')), Resource: '*' };
}

/**
 * API Gateway completes short names such as `execute-api:/stage/GET/orders`, so a statement may be about any method of the API.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html
 */
function coverAllResources(document: PolicyDocument | undefined): PolicyDocument | undefined {
  if (document?.Statement === undefined) return document;
  return { ...document, Statement: toList(document.Statement).map(({ NotResource: _, ...statement }) => ({ ...statement, Resource: '*' })) };
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html */
function makePrincipalElement(principal: unknown): PolicyStatement['Principal'] {
  if (typeof principal !== 'string' || principal === '*') return '*';
  if (/^\d{12}$|^arn:/.test(principal)) return { AWS: principal };
  return { Service: principal };
}
