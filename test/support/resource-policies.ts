import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { readable } from './app';

/** A statement of a resource policy, ARNs as short text, with lists where AWS takes one value or many. */
export interface ResourceStatement {
  readonly principals: string[];
  readonly actions: string[];
  readonly resources: string[];
  readonly conditions?: unknown;
}

/** The statements of the policy of the only table of a stack; of a global table, in one Region. */
export function tablePolicy(stack: Stack, region?: string): ResourceStatement[] {
  return statementsIn(tableIn(stack, region).ResourcePolicy?.PolicyDocument);
}

/** The statements of the policy of the stream of the only table of a stack; of a global table, in one Region. */
export function streamPolicy(stack: Stack, region?: string): ResourceStatement[] {
  const { StreamSpecification, ReplicaStreamSpecification } = tableIn(stack, region);
  return statementsIn((region === undefined ? StreamSpecification : ReplicaStreamSpecification)?.ResourcePolicy?.PolicyDocument);
}

/** The statements of the policy of the only key of a stack. */
export function keyPolicy(stack: Stack): ResourceStatement[] {
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::KMS::Key'));
  return statementsIn(Properties.KeyPolicy);
}

function tableIn(stack: Stack, region?: string): any {
  const resources = Object.values(Template.fromStack(stack).toJSON().Resources as Record<string, any>);
  const [{ Properties }] = resources.filter(({ Type }) => /^AWS::DynamoDB::(Global)?Table$/.test(Type));
  return region === undefined ? Properties : Properties.Replicas.find(({ Region }: any) => Region === region);
}

function statementsIn(document: any): ResourceStatement[] {
  if (!document) return [];
  if (document.Version !== '2012-10-17') throw new Error(`version ${document.Version}`);
  return document.Statement.map(({ Effect, Principal, Action, Resource, Condition }: any) => {
    if (Effect !== 'Allow') throw new Error(Effect);
    return {
      // CDK writes the partition of an account as text or not, by a feature flag
      principals: [Principal.AWS ?? Principal].flat().map(readable).map((arn) => arn.replace('<AWS::Partition>', 'aws')),
      actions: [Action].flat(),
      resources: [Resource].flat().map(readable),
      ...Condition === undefined ? {} : { conditions: Condition },
    };
  });
}
