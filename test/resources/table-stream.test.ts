import { StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { FAR_ARN, MakeTable, newCfnTable, newGlobalTable, newReplica, newTableV2 } from './tables';
import { TableResources } from '../../src/resources/table-resources';
import { ENV, newStack, newTable, readable } from '../support/app';
import '../support/quiet';

const FAR_STREAM = `${FAR_ARN}/stream/2026-01-01T00:00:00.000`;

describe('the stream of a table', () => {
  const streamIn = (make: MakeTable) => {
    const stack = newStack({}, ENV);
    const arn = TableResources.of(make(stack)).streamArn();
    return arn === undefined ? undefined : readable(stack.resolve(arn));
  };

  test.each<[string, MakeTable, string]>([
    ['a Table', (stack) => newTable(stack, 'Table', { stream: StreamViewType.NEW_IMAGE }), '<TableCD117FA1.StreamArn>'],
    ['a TableV2', (stack) => newTableV2(stack, { dynamoStream: StreamViewType.NEW_IMAGE }), '<TableCD117FA1.StreamArn>'],
    ['a TableV2 with replicas', (stack) => newTableV2(stack, { replicas: [{ region: 'us-east-1' }] }), '<TableCD117FA1.StreamArn>'],
    ['a CfnTable', (stack) => newCfnTable(stack, { streamSpecification: { streamViewType: 'NEW_IMAGE' } }), '<Table.StreamArn>'],
    ['a CfnGlobalTable', (stack) => newGlobalTable(stack, { streamSpecification: { streamViewType: 'NEW_IMAGE' } }), '<Table.StreamArn>'],
    ['an import with its stream', (stack) => Table.fromTableAttributes(stack, 'Table', { tableArn: FAR_ARN, tableStreamArn: FAR_STREAM }), FAR_STREAM],
    ['a replica, in its own Region', newReplica, 'arn:<AWS::Partition>:dynamodb:us-east-1:111122223333:table/<TableCD117FA1>/stream/*'],
  ])('is there: %s', (_name, make, arn) => {
    expect(streamIn(make)).toBe(arn);
  });

  test.each<[string, MakeTable]>([
    ['a Table', (stack) => newTable(stack, 'Table')],
    ['a TableV2', newTableV2],
    ['a CfnTable', newCfnTable],
    ['a CfnGlobalTable', newGlobalTable],
    ['an import', (stack) => Table.fromTableArn(stack, 'Table', FAR_ARN)],
  ])('is nothing where it is off or unknown: %s', (_name, make) => {
    expect(streamIn(make)).toBeUndefined();
  });
});
