import { AccessResources } from './plan-access';
import { ResourceType } from '../features/actions';
import { listRuntimeArns } from '../features/table-parts';
import { computeOnce } from '../values/compute-once';

/** The ARN of a table or of something that belongs to it, with the type of resource that AWS takes it for. */
export interface OwnedArn {
  readonly arn: string;
  readonly type: ResourceType;
}

/** Lists the ARNs of the tables of an access, and of what belongs to them. */
export const listOwnedArns = computeOnce(({ tables, declaredIndexes, declaredVectorIndexes, streams }: AccessResources): readonly OwnedArn[] => {
  const indexes = [...declaredIndexes, ...declaredVectorIndexes];
  return [
    ...tables.flatMap((table): OwnedArn[] => [
      { arn: table, type: 'table' },
      ...indexes.map((name): OwnedArn => ({ arn: `${table}/index/${name}`, type: 'index' })),
      ...listRuntimeArns(table, 'any'),
    ]),
    ...streams.map((arn): OwnedArn => ({ arn, type: 'stream' })),
  ];
});
