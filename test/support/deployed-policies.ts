import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

/** A policy as IAM gets it in the end, every name that CloudFormation chooses as long as AWS allows. */
export interface DeployedPolicy {
  readonly logicalId: string;
  readonly kind: 'inline' | 'managed';
  readonly document: { readonly Statement: any[] };
  /** What IAM counts: the document without white space. */
  readonly characters: number;
}

/** The longest names that AWS allows for what CloudFormation names: functions are shorter than tables. */
const LONGEST_NAME: Record<string, number> = { 'AWS::Lambda::Function': 64, 'AWS::DynamoDB::Table': 255, 'AWS::Logs::LogGroup': 512 };

export function deployedPolicies(stack: Stack): DeployedPolicy[] {
  const { Resources } = Template.fromStack(stack).toJSON();
  return Object.entries<any>(Resources)
    .filter(([, { Type }]) => ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].includes(Type))
    .map(([logicalId, { Type, Properties }]) => {
      const document = deployed(Properties.PolicyDocument, Resources);
      const kind = Type === 'AWS::IAM::Policy' ? 'inline' : 'managed';
      return { logicalId, kind, document, characters: JSON.stringify(document).length };
    });
}

/** Every action on every resource that the policies allow, as `action on resource`, those that stand twice twice. */
export function pairsOf(policies: DeployedPolicy[]): string[] {
  return policies.flatMap(({ document }) => document.Statement).flatMap(({ Action, Resource }) =>
    [Action].flat().flatMap((action) => [Resource].flat().map((resource) => `${action} on ${resource}`)));
}

/** The longest name that CloudFormation may choose for a resource. */
export function longestName(logicalId: string, type: string): string {
  return logicalId.padEnd(LONGEST_NAME[type], 'x');
}

function deployed(value: any, resources: Record<string, any>): any {
  if (Array.isArray(value)) return value.map((each) => deployed(each, resources));
  if (typeof value !== 'object') return value;
  const [[key, inner]] = Object.entries<any>(value);
  switch (key) {
    case 'Ref': return PSEUDO_PARAMETERS[inner] ?? longestName(inner, resources[inner].Type);
    case 'Fn::GetAtt': return attribute(inner[0], inner[1], resources[inner[0]].Type);
    case 'Fn::Join': return inner[1].map((part: any) => deployed(part, resources)).join(inner[0]);
    default: return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, deployed(each, resources)]));
  }
}

const PSEUDO_PARAMETERS: Record<string, string> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-west-1',
  'AWS::AccountId': '111122223333',
  'AWS::URLSuffix': 'amazonaws.com',
};

function attribute(logicalId: string, name: string, type: string): string {
  switch (`${type}.${name}`) {
    case 'AWS::DynamoDB::Table.Arn': return `arn:aws:dynamodb:eu-west-1:111122223333:table/${longestName(logicalId, type)}`;
    case 'AWS::DynamoDB::Table.StreamArn': return `${attribute(logicalId, 'Arn', type)}/stream/2026-01-01T00:00:00.000`;
    case 'AWS::Logs::LogGroup.Arn': return `arn:aws:logs:eu-west-1:111122223333:log-group:${longestName(logicalId, type)}:*`;
    case 'AWS::Lambda::Function.Arn': return `arn:aws:lambda:eu-west-1:111122223333:function:${longestName(logicalId, type)}`;
    case 'AWS::KMS::Key.Arn': return `arn:aws:kms:eu-west-1:111122223333:key/${'0'.repeat(36)}`;
    default: throw new Error(`no deployed value for ${type}.${name}`);
  }
}
