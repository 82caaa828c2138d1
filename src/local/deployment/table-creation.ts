import { LocalApp } from './read-app';
import { TableRecord } from '../../policy/read-assembly';
import { AnyParameters } from '../endpoint/permission';

interface KeyElement {
  readonly AttributeName: string;
  readonly KeyType: string;
}

/** The parameters of the requests that create a table as its template declares it. */
export interface TableCreation {
  readonly createTable: AnyParameters;
  /** Nothing without a time to live. */
  readonly updateTimeToLive?: AnyParameters;
}

/** How a table is created in an emulator: with its keys and their types, its indexes, its stream and time to live. */
export function describeCreation({ assembly }: LocalApp, { origin, name, key }: TableRecord): TableCreation {
  const property = <T>(each: string) => assembly.propertyAt<T>(origin, each);
  const schema = property<readonly KeyElement[]>('KeySchema') ?? [];
  const global = describeIndexes(property('GlobalSecondaryIndexes'));
  const local = describeIndexes(property('LocalSecondaryIndexes'));
  const keys = new Set([schema, ...[...global, ...local].map(({ KeySchema }) => KeySchema)].flat().map(({ AttributeName }) => AttributeName));
  const stream = property<{ StreamViewType?: string }>('StreamSpecification');
  const timeToLive = property<{ Enabled: unknown; AttributeName: string }>('TimeToLiveSpecification');
  return {
    createTable: {
      TableName: name,
      // those of vector indexes, which emulators don't know, would be refused
      AttributeDefinitions: (property<{ AttributeName: string }[]>('AttributeDefinitions') ?? []).filter(({ AttributeName }) => keys.has(AttributeName)),
      KeySchema: schema,
      BillingMode: 'PAY_PER_REQUEST',
      ...global.length > 0 && { GlobalSecondaryIndexes: global },
      ...local.length > 0 && { LocalSecondaryIndexes: local },
      ...stream && { StreamSpecification: { StreamEnabled: true, StreamViewType: stream.StreamViewType } },
      ...key !== undefined && { SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: key } },
      Tags: property('Tags'),
    },
    updateTimeToLive: String(timeToLive?.Enabled) === 'true'
      ? { TableName: name, TimeToLiveSpecification: { Enabled: true, AttributeName: timeToLive!.AttributeName } } : undefined,
  };
}

interface IndexCreation {
  readonly IndexName: string;
  readonly KeySchema: readonly KeyElement[];
  readonly Projection: unknown;
}

function describeIndexes(indexes: readonly IndexCreation[] = []): IndexCreation[] {
  return indexes.map(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection }));
}
