import { listItemBranches } from './branches';
import { StackValues } from './stack-values';
import { toRecord } from '../values/json-values';

/**
 * Reads the tags of a resource, by the property that has them. A global table has tags in each Region.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-dynamodb-globaltable-replicaspecification.html
 */
export function readResourceTags(stack: StackValues, id: string): Readonly<Record<string, unknown>> {
  if (stack.getType(id) !== 'AWS::DynamoDB::GlobalTable') return { Tags: stack.addStackTags(stack.getProperty(id, 'Tags')) };
  const replicas = listItemBranches(stack.getProperty(id, 'Replicas'), '').map(({ value }) => toRecord(value));
  return { Replicas: replicas.map(({ Region, Tags }) => ({ Region, Tags: stack.addStackTags(Tags) })) };
}
