import { Aws, Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { oneOrMany } from '../../conditions/conditions';
import { PlannedStatement } from '../../plan/planned-permission';
import { partitionOf } from '../../resources/arns';

/**
 * Formats a policy as JSON for the administrator of another account.
 *
 * @param principals the principals of a resource policy; an identity policy has none
 */
export function formatPolicyJson(statements: readonly PlannedStatement[], principals: readonly string[] = []): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map(({ actions, resources, conditions }) => ({
      Effect: 'Allow',
      ...principals.length > 0 && { Principal: { AWS: oneOrMany(principals) } },
      Action: oneOrMany(actions),
      Resource: oneOrMany(resources),
      ...conditions && { Condition: conditions },
    })),
  });
}

/** Replaces the partition in a text by its name, if the Region is known before deployment. */
export function replacePartition(text: string, region: string): string {
  return text.split(Aws.PARTITION).join(partitionOf(region));
}

/** Formats a text for a message. Values that only the deployment knows are in angle brackets. */
export function formatForMessage(scope: IConstruct, text: string): string {
  const partition = partitionOf(Stack.of(scope).region);
  return writePlaceholders(Stack.of(scope).resolve(text), Token.isUnresolved(partition) ? '<AWS::Partition>' : partition);
}

function writePlaceholders(value: any, partition: string): string {
  if (typeof value !== 'object') return `${value}`;
  const [[intrinsic, argument]] = Object.entries<any>(value);
  switch (intrinsic) {
    case 'Fn::Join': return argument[1].map((part: any) => writePlaceholders(part, partition)).join(argument[0]);
    case 'Fn::GetAtt': return `<${argument.join('.')}>`;
    case 'Ref': return argument === 'AWS::Partition' ? partition : `<${argument}>`;
    default: return `<${intrinsic}>`;
  }
}
