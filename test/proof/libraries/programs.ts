import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';

/** The keys of a table or of an index. */
export type Keys = readonly [partitionKey: string, sortKey?: string];

/** A program that makes the usual calls of a client library on items, and the table that the library is made for. */
export interface Program {
  /** The folder of the program, which pins the version of the library. */
  readonly language: 'node' | 'python' | 'java' | 'go';
  /** The program, where the folder has several. */
  readonly file?: string;
  readonly keys: Keys;
  readonly indexes?: Readonly<Record<string, Keys>>;
  /** The keys that aren't strings. */
  readonly types?: Readonly<Record<string, AttributeType>>;
}

/** The programs, by the names of their libraries in catalogue/client-runs.ts. */
export const PROGRAMS: Readonly<Record<string, Program>> = {
  'connect-dynamodb': { language: 'node', file: 'connect-dynamodb.cjs', keys: ['id'] },
  'dynamodb-onetable': { language: 'node', file: 'dynamodb-onetable.cjs', keys: ['pk', 'sk'], indexes: { gs1: ['gs1pk', 'gs1sk'] } },
  '@typedorm/core': { language: 'node', file: 'typedorm.cjs', keys: ['PK', 'SK'], indexes: { GSI1: ['GSI1PK', 'GSI1SK'] } },
  '@auth/dynamodb-adapter': { language: 'node', file: 'auth-adapter.mjs', keys: ['pk', 'sk'], indexes: { GSI1: ['GSI1PK', 'GSI1SK'] } },
  'dynamode': { language: 'node', file: 'dynamode.cjs', keys: ['pk', 'sk'], indexes: { GSI1: ['GSI1PK', 'GSI1SK'] } },
  '@castore/event-storage-adapter-dynamodb': {
    language: 'node',
    file: 'castore.cjs',
    keys: ['aggregateId', 'version'],
    indexes: { initialEvents: ['eventStoreId', 'timestamp'] },
    types: { version: AttributeType.NUMBER },
  },
  'boto3, the resource `Table`': { language: 'python', file: 'boto3_resource.py', keys: ['pk', 'sk'] },
  'langgraph-checkpoint-aws, `DynamoDBSaver`': { language: 'python', file: 'dynamodb_saver.py', keys: ['PK', 'SK'] },
  'langgraph-checkpoint-aws, `DynamoDBStore`': { language: 'python', file: 'dynamodb_store.py', keys: ['PK', 'SK'] },
  'PynamoDB': { language: 'python', file: 'pynamodb_models.py', keys: ['pk', 'sk'], indexes: { byName: ['name'] } },
  'pydynox': { language: 'python', file: 'pydynox_client.py', keys: ['pk', 'sk'], indexes: { byName: ['name'] } },
  'DynamoDB Enhanced Client for Java': { language: 'java', keys: ['pk', 'sk'], indexes: { byName: ['name'] } },
  'guregu/dynamo for Go': { language: 'go', keys: ['pk', 'sk'], indexes: { byName: ['name'] } },
};
