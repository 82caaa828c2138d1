/** @see https://docs.powertools.aws.dev/lambda/typescript/latest/ */
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { DynamoDBProvider } from '@aws-lambda-powertools/parameters/dynamodb';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { recordsOf } from './stream-poller';
import { versionOf } from './version';
import { ClientProfile, TableFeature } from '../../../src';
import { Session, Workload } from '../workload';

const putParameter = async ({ config, table }: Session, item: Record<string, { S: string }>) => {
  await new DynamoDBClient(config).send(new PutItemCommand({ TableName: table, Item: { ...item, value: { S: 'v' } } }));
};
const providerOf = ({ config, table: tableName }: Session) => new DynamoDBProvider({
  tableName, keyAttr: 'pk', sortAttr: 'sk', clientConfig: config,
});

export const POWERTOOLS: Workload[] = [
  {
    client: versionOf('@aws-lambda-powertools/idempotency'),
    name: 'a function that succeeds, is repeated, and fails',
    features: ClientProfile.powertoolsIdempotency().features,
    run: async ({ config: clientConfig, table: tableName }) => {
      const persistenceStore = new DynamoDBPersistenceLayer({ tableName, keyAttr: 'pk', sortKeyAttr: 'sk', clientConfig });
      const config = new IdempotencyConfig({});
      config.registerLambdaContext({ getRemainingTimeInMillis: () => 3000 } as any);
      const pay = makeIdempotent(async ({ amount }: { amount: number }) => {
        if (amount < 0) throw new RangeError('no such amount');
        return { paid: amount };
      }, { persistenceStore, config });
      await pay({ amount: 1 });
      await pay({ amount: 1 });
      await pay({ amount: -1 }).catch((error) => {
        if (!(error instanceof RangeError)) throw error;
      });
    },
  },
  {
    client: versionOf('@aws-lambda-powertools/parameters'),
    name: 'get, of a table without sort key',
    features: ClientProfile.powertoolsParameters({ sortKey: false }).features,
    table: { sortKey: undefined },
    prepare: (administrator) => putParameter(administrator, { pk: { S: 'limit' } }),
    run: async (session) => {
      await providerOf(session).get('limit');
    },
  },
  {
    client: versionOf('@aws-lambda-powertools/parameters'),
    name: 'getMultiple, of a table with sort key',
    features: ClientProfile.powertoolsParameters({ sortKey: true }).features,
    prepare: (administrator) => putParameter(administrator, { pk: { S: 'limits' }, sk: { S: 'daily' } }),
    run: async (session) => {
      await providerOf(session).getMultiple('limits');
    },
  },
  {
    client: versionOf('@aws-lambda-powertools/batch'),
    name: 'the records of a stream',
    features: [TableFeature.STREAM_TRIGGER],
    prepare: (administrator) => putParameter(administrator, { pk: { S: 'o' }, sk: { S: '1' } }),
    run: async (session) => {
      const seen: (string | undefined)[] = [];
      const { batchItemFailures } = await processPartialResponse(
        { Records: await recordsOf(session) as any[] },
        async ({ dynamodb }: any) => { seen.push(dynamodb.Keys.pk.S); },
        new BatchProcessor(EventType.DynamoDBStreams),
      );
      if (seen.join() !== 'o' || batchItemFailures.length > 0) throw new Error(`saw the records ${JSON.stringify(seen)}`);
    },
  },
];
