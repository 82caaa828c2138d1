import { Template, TemplateResource } from './assembly-files';
import { AWS_MANAGED_POLICIES } from './aws-managed-policies';
import { isIntrinsic, listBranches } from './branches';
import { makeTemplatePolicy, OTHER_POLICY_TEMPLATES, POLICY_TEMPLATES } from './serverless-policies';
import { findMember, isRecord, toList, toRecord } from '../values/json-values';

/** The resources of SAM that have a role, by their types, with the service that assumes it. */
const ASSUMED_BY: Readonly<Record<string, string>> = {
  'AWS::Serverless::Function': 'lambda.amazonaws.com',
  'AWS::Serverless::StateMachine': 'states.amazonaws.com',
};

/** The managed policies that SAM adds for event sources. */
const EVENT_POLICIES: Readonly<Record<string, string>> = {
  DynamoDB: 'AWSLambdaDynamoDBExecutionRole', Kinesis: 'AWSLambdaKinesisExecutionRole', SQS: 'AWSLambdaSQSQueueExecutionRole',
};

const CONNECTOR = 'AWS::Serverless::Connector';

/**
 * Adds to a template what SAM makes of its functions, state machines and simple tables, as far as permissions are concerned.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
 */
export function expandServerless(template: Template): Template {
  const resources = Object.entries(template.Resources ?? {});
  if (!resources.some(([, resource]) => String(toRecord(resource).Type).startsWith('AWS::Serverless::'))) return template;
  const globals = toRecord(findMember(template as object as Record<string, unknown>, 'Globals'));
  return { ...template, Resources: Object.fromEntries(resources.flatMap(([id, resource]) => expandResource(id, resource, globals))) };
}

/** A resource with a connector, and the roles that the connector may give permissions to. */
interface Connector {
  readonly id: string;
  readonly roles: readonly unknown[];
}

/**
 * Lists the resources whose permissions SAM writes and this library doesn't read.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-connector.html
 */
export function listConnectors({ Resources = {} }: Template): Connector[] {
  return Object.entries(Resources).flatMap(([id, resource]): Connector[] => {
    const { Type, Properties, Connectors } = toRecord(resource);
    const ends = [Properties, ...Object.values(toRecord(Connectors)).map((each) => toRecord(each).Properties)].map(toRecord)
      .flatMap(({ Source, Destination }) => [...toList(Source), ...toList(Destination)]).map(toRecord);
    if (Type !== CONNECTOR && !isRecord(Connectors)) return [];
    const ids = [id, ...ends.map((end) => String(end.Id))];
    return [{ id, roles: [...ends.map(({ RoleName }) => RoleName), ...ids.flatMap((each) => listRoles(each, findMember(Resources, each)))] }];
  });
}

/** Lists the roles of a function or state machine: the role that it names, and the role that SAM makes. */
function listRoles(id: string, resource: TemplateResource | undefined): unknown[] {
  const { Role, RoleArn } = toRecord(resource?.Properties);
  return [Role, RoleArn, { Ref: `${id}Role` }];
}

/** @param globals the properties that all resources of a kind have, by the kind */
function expandResource(id: string, resource: TemplateResource, globals: Readonly<Record<string, unknown>>): [string, TemplateResource][] {
  const type = String(toRecord(resource).Type);
  const properties = { ...toRecord(globals[type.replace('AWS::Serverless::', '')]), ...toRecord(toRecord(resource).Properties) };
  switch (type) {
    case 'AWS::Serverless::SimpleTable': return [[id, { ...resource, Type: 'AWS::DynamoDB::Table', Properties: expandTable(properties) }]];
    case 'AWS::Serverless::StateMachine': return [[id, resource], ...makeRoleUnlessGiven(id, resource, properties, [])];
    case 'AWS::Serverless::Function': {
      const made = { 'Fn::GetAtt': [`${id}Role`, 'Arn'] };
      const role = makeRoleUnlessGiven(id, resource, properties, listFunctionPolicies(properties));
      return [[id, { ...resource, Type: 'AWS::Lambda::Function', Properties: { ...properties, Role: fillGaps(properties.Role, made) } }], ...role];
    }
    default: return [[id, resource]];
  }
}

/** Tells whether SAM makes a role: there is no role, or none in a branch of a choice. */
function lacksRole(role: unknown): boolean {
  return listBranches(role, '').some(({ value }) => isAbsent(value));
}

/** Writes the role that SAM makes in the place of each branch without a role. */
function fillGaps(role: unknown, made: object): unknown {
  if (isAbsent(role)) return made;
  const choice = toRecord(role)['Fn::If'];
  if (!Array.isArray(choice)) return role;
  const [condition, ...values] = choice;
  return { 'Fn::If': [condition, ...values.map((value) => fillGaps(value, made))] };
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || toRecord(value).Ref === 'AWS::NoValue';
}

/** @see https://github.com/aws/serverless-application-model/blob/develop/samtranslator/model/sam_resources.py */
function makeRoleUnlessGiven(
  id: string, { Type, Condition }: TemplateResource, properties: Readonly<Record<string, unknown>>, attached: readonly string[],
): [string, TemplateResource][] {
  if (!lacksRole(properties.Role)) return [];
  return [[`${id}Role`, { Type: 'AWS::IAM::Role', Properties: makeRole(properties, ASSUMED_BY[Type], attached), ...Condition && { Condition } }]];
}

function expandTable({ PrimaryKey, ...properties }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { ...properties, KeySchema: [{ AttributeName: toRecord(PrimaryKey).Name ?? 'id', KeyType: 'HASH' }] };
}

/** @param attached the names of managed policies that the role has in any case */
function makeRole(properties: Readonly<Record<string, unknown>>, service: string, attached: readonly string[]): Record<string, unknown> {
  const { AssumeRolePolicyDocument, PermissionsBoundary, Policies, Tags } = properties;
  const policies = toList<unknown>(Policies);
  const trust = { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' } };
  return {
    AssumeRolePolicyDocument: AssumeRolePolicyDocument ?? trust,
    ...PermissionsBoundary !== undefined && { PermissionsBoundary },
    ...Tags !== undefined && { Tags: isIntrinsic(Tags) ? Tags : Object.entries(toRecord(Tags)).map(([Key, Value]) => ({ Key, Value })) },
    ManagedPolicyArns: [...attached.map(nameManagedPolicy), ...policies.flatMap(readManagedPolicy)],
    Policies: policies.flatMap(readInlinePolicy).map((PolicyDocument, index) => ({ PolicyName: `Policy${index}`, PolicyDocument })),
  };
}

/** Lists the managed policies that SAM gives the role of a function. */
function listFunctionPolicies({ DurableConfig, Events, Tracing, VpcConfig }: Readonly<Record<string, unknown>>): string[] {
  const sources = Object.values(toRecord(Events)).flatMap((event) => toList(findMember(EVENT_POLICIES, String(toRecord(event).Type))));
  const policies: readonly [name: string, isAttached: boolean][] = [
    ['AWSLambdaBasicExecutionRole', DurableConfig === undefined],
    ['AWSLambdaBasicDurableExecutionRolePolicy', DurableConfig !== undefined],
    ['AWSXRayDaemonWriteAccess', Tracing !== undefined && Tracing !== 'Disabled'],
    ['AWSLambdaVPCAccessExecutionRole', VpcConfig !== undefined],
  ];
  return [...policies.filter(([, isAttached]) => isAttached).map(([name]) => name), ...new Set(sources)];
}

/** Reads a managed policy among the policies. A policy template that isn't known has a name, so that it is named as unknown. */
function readManagedPolicy(policy: unknown): unknown[] {
  if (isIntrinsic(policy) || String(policy).startsWith('arn:')) return [policy];
  if (typeof policy === 'string') return [nameManagedPolicy(policy)];
  return Object.keys(toRecord(policy)).filter((name) => isTemplateName(name) && !(name in POLICY_TEMPLATES) && !OTHER_POLICY_TEMPLATES.has(name))
    .map((name) => `the SAM policy template ${name}`);
}

function readInlinePolicy(policy: unknown): object[] {
  if (!isRecord(policy) || isIntrinsic(policy)) return [];
  if (policy.Statement !== undefined) return [{ Version: '2012-10-17', ...policy }];
  return Object.entries(policy).filter(([name]) => Object.hasOwn(POLICY_TEMPLATES, name))
    .map(([name, parameters]) => makeTemplatePolicy(POLICY_TEMPLATES[name], toRecord(parameters)));
}

function isTemplateName(name: string): boolean {
  return !['Statement', 'Version', 'Id'].includes(name);
}

/** Writes the ARN of an AWS managed policy by its name. */
function nameManagedPolicy(name: string): object {
  const known = Object.keys(AWS_MANAGED_POLICIES).find((arn) => arn.endsWith(`/${name}`));
  const path = known?.replace(/^.*?:policy\//, '') ?? name;
  return { 'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/${path}` };
}
