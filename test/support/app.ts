import { readFileSync } from 'fs';
import { App, Environment, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AttributeType, Table, TableProps } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function as LambdaFunction, FunctionProps, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

/** The feature flags that `cdk init` recommends. */
export const RECOMMENDED_FLAGS: Record<string, unknown> = JSON.parse(
  readFileSync(require.resolve('aws-cdk-lib/recommended-feature-flags.json'), 'utf8'),
);

/** Both flag settings that a policy must be the same under, for `describe.each`. */
export const FLAG_SETTINGS = [
  ['no feature flags', {}],
  ['the recommended feature flags', RECOMMENDED_FLAGS],
] as const;

export const ENV = { account: '111122223333', region: 'eu-west-1' };

/** A stack in an app of its own. */
export function newStack(flags: Record<string, unknown> = {}, env?: Environment): Stack {
  return new Stack(new App({ context: { ...flags } }), 'Stack', { env });
}

/** A table with the partition key `pk` and the sort key `sk`. */
export function newTable(scope: Construct, id: string, props: Partial<TableProps> = {}): Table {
  return new Table(scope, id, {
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    sortKey: { name: 'sk', type: AttributeType.STRING },
    ...props,
  });
}

/** Global secondary indexes with these names. */
export function addIndexes(table: Table, ...names: string[]): void {
  for (const indexName of names) {
    table.addGlobalSecondaryIndex({ indexName, partitionKey: { name: `${indexName}Key`, type: AttributeType.STRING } });
  }
}

export function newFunction(scope: Construct, id: string, props: Partial<FunctionProps> = {}): LambdaFunction {
  return new LambdaFunction(scope, id, {
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {};'),
    ...props,
  });
}

/** A statement as it stands in a template, with lists where IAM takes one value or many. */
export interface Statement {
  /** Nothing for a statement that allows. */
  readonly effect?: 'Deny';
  readonly sid?: string;
  readonly actions: string[];
  readonly resources: unknown[];
  readonly conditions?: unknown;
}

/** All statements of the inline and managed policies of a stack, in the order of the template. */
export function statementsOf(stack: Stack): Statement[] {
  return Object.values(Template.fromStack(stack).toJSON().Resources as Record<string, any>)
    .filter(({ Type }) => ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].includes(Type))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .map((statement) => ({
      ...statement.Effect === 'Allow' ? {} : { effect: statement.Effect },
      ...statement.Sid === undefined ? {} : { sid: statement.Sid },
      actions: [statement.Action].flat(),
      resources: [statement.Resource].flat(),
      ...statement.Condition === undefined ? {} : { conditions: statement.Condition },
    }));
}

/** Every action on every resource that the policies of a stack allow, as sorted `action on resource`. */
export function permissionsOf(stack: Stack): string[] {
  const pairs = statementsOf(stack).filter(({ effect }) => effect === undefined).flatMap(({ actions, resources }) =>
    actions.flatMap((action) => resources.map((resource) => `${action} on ${readable(resource)}`)));
  return [...new Set(pairs)].sort();
}

/** An intrinsic function as short text: `<Table.Arn>/index/byCustomer`. */
export function readable(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[key, inner]] = Object.entries(value as Record<string, any>);
  switch (key) {
    case 'Ref': return `<${inner}>`;
    case 'Fn::GetAtt': return `<${inner.join('.')}>`;
    case 'Fn::Join': return inner[1].map(readable).join(inner[0]);
    default: return JSON.stringify(value);
  }
}
