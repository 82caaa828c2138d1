import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { permissionsOf } from './app';
import { expandAction, isResourceOptional, resourceTypesOf } from '../../catalogue/iam-data';

/** An action on a resource that a template allows, by the types of resource that the ARN can be one of. */
export interface Pair {
  readonly action: string;
  readonly resource: string;
  /** The types of the resource; none for `*`. */
  readonly types: string[];
}

/**
 * Every action on every resource that the policies of a stack allow.
 *
 * Wildcards stand for what they match: `kms:ReEncrypt*` for two actions, `index/*` for each index that the table declares.
 */
export async function allowedPairs(stack: Stack): Promise<Pair[]> {
  const { Resources } = Template.fromStack(stack).toJSON();
  const pairs = permissionsOf(stack).map((permission) => permission.split(' on ')).flatMap(([action, resource]) =>
    expandIndexes(resource, Resources).map((each) => ({ action, resource: each, types: typesOf(each, Resources) })));
  return (await Promise.all(pairs.map(async (pair) =>
    (await expandAction(pair.action)).map((action) => ({ ...pair, action }))))).flat();
}

/** Those that allow something: AWS authorizes the action on a resource of this type. */
export async function effectivePairs(stack: Stack): Promise<string[]> {
  const pairs = await allowedPairs(stack);
  const effective = await Promise.all(pairs.map(isEffective));
  return pairs.filter((_, index) => effective[index]).map(({ action, resource }) => `${action} on ${resource}`).sort();
}

export async function isEffective({ action, types }: Pair): Promise<boolean> {
  const supported = await resourceTypesOf(action);
  if (!supported) return false;
  return types.length === 0 ? isResourceOptional(action) : types.some((type) => supported.includes(type));
}

function expandIndexes(resource: string, resources: Record<string, any>): string[] {
  const [, table] = /^<(\w+)\.Arn>\/index\/\*$/.exec(resource) ?? [];
  if (!table) return [resource];
  return resources[table].Properties.GlobalSecondaryIndexes.map(({ IndexName }: any) => `<${table}.Arn>/index/${IndexName}`);
}

function typesOf(resource: string, resources: Record<string, any>): string[] {
  if (resource === '*') return [];
  const written = WRITTEN.find(([pattern]) => pattern.test(resource));
  if (written) return written[1];
  const [, logicalId, attribute, rest] = /^<(\w+)\.(\w+)>(.*)$/.exec(resource)!;
  const kind = `${resources[logicalId].Type} ${attribute}${/^\/(index|backup|export|import)\//.exec(rest)?.[0] ?? rest}`;
  const types = TYPES[kind];
  if (!types) throw new Error(`${resource}: what type of resource is a ${kind}?`);
  return types;
}

const TYPES: Record<string, string[]> = {
  'AWS::DynamoDB::Table Arn': ['table'],
  'AWS::DynamoDB::Table Arn/index/': ['index'],
  'AWS::DynamoDB::Table Arn/backup/': ['backup'],
  'AWS::DynamoDB::Table Arn/export/': ['export'],
  'AWS::DynamoDB::Table Arn/import/': ['import'],
  'AWS::S3::Bucket Arn': ['bucket'],
  'AWS::S3::Bucket Arn/orders/AWSDynamoDB/*': ['object'],
  'AWS::S3::Bucket Arn/orders*': ['object'],
  'AWS::Kinesis::Stream Arn': ['stream'],
  'AWS::DynamoDB::Table StreamArn': ['stream'],
  'AWS::KMS::Key Arn': ['key'],
  // the attribute ends in `:*`: the group itself, and its streams
  'AWS::Logs::LogGroup Arn': ['log-group', 'log-stream'],
};

/** ARNs that don't come from a resource of the template, by what they are of. */
const WRITTEN: [RegExp, string[]][] = [
  [/:dynamodb:.*:table\/[^/]+$/, ['table']],
  [/:logs:.*:log-group:\/aws-dynamodb\/\*$/, ['log-group', 'log-stream']],
];
