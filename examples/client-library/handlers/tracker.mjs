import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Entity } from 'electrodb';

const tasks = new Entity({
  model: { entity: 'task', version: '1', service: 'tracker' },
  attributes: {
    team: { type: 'string' },
    task: { type: 'string' },
    state: { type: ['open', 'done'], default: 'open' },
  },
  indexes: {
    byKey: { pk: { field: 'pk', composite: ['team'] }, sk: { field: 'sk', composite: ['task'] } },
    byState: { index: 'gsi1', pk: { field: 'gsi1pk', composite: ['state'] }, sk: { field: 'gsi1sk', composite: ['team', 'task'] } },
  },
}, { client: new DynamoDBClient(), table: process.env.TASKS_TABLE });

const actions = {
  open: async ({ team, task }) => (await tasks.put({ team, task }).go()).data,
  finish: async ({ team, task }) => (await tasks.patch({ team, task }).set({ state: 'done' }).go({ response: 'all_new' })).data,
  drop: async ({ team, task }) => (await tasks.delete({ team, task }).go()).data,
  list: async ({ state }) => (await tasks.query.byState({ state }).go()).data,
};

/**
 * Opens, finishes or drops a task (`{ id, action, team, task }`), or lists those in a state (`{ id, action: 'list', state }`).
 * An event that comes twice, with the same id, has its effect once.
 */
export const handler = makeIdempotent(async ({ action, ...what }) => await actions[action](what) ?? null, {
  persistenceStore: new DynamoDBPersistenceLayer({ tableName: process.env.IDEMPOTENCY_TABLE }),
  config: new IdempotencyConfig({ eventKeyJmesPath: 'id' }),
});
