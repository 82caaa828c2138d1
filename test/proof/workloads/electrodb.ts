/** @see https://electrodb.dev */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Entity, Service } from 'electrodb';
import { versionOf } from './version';
import { ClientProfile } from '../../../src';
import { BY_CUSTOMER, BY_STATUS, Session, Workload } from '../workload';

function ordersOf({ config, table }: Session) {
  const order = new Entity({
    model: { entity: 'order', version: '1', service: 'shop' },
    attributes: {
      orderId: { type: 'string', required: true },
      line: { type: 'string', required: true },
      state: { type: 'string', required: true },
      customerId: { type: 'string', required: true },
      note: { type: 'string' },
    },
    indexes: {
      primary: { pk: { field: 'pk', composite: ['orderId'] }, sk: { field: 'sk', composite: ['line'] } },
      state: { index: BY_STATUS, pk: { field: 'status', composite: ['state'] } },
      customer: { index: BY_CUSTOMER, pk: { field: 'customer', composite: ['customerId'] } },
    },
  }, { client: new DynamoDBClient(config), table });
  return { order, service: new Service({ order }) };
}

const numbered = (line: string) => ({ orderId: 'o', line, state: 'NEW', customerId: 'c' });

export const ELECTRODB: Workload = {
  client: versionOf('electrodb'),
  name: 'entities and services',
  features: ClientProfile.electrodb().features,
  run: async (session) => {
    const { order, service } = ordersOf(session);
    await order.create(numbered('1')).go();
    await order.get({ orderId: 'o', line: '1' }).go();
    await order.patch({ orderId: 'o', line: '1' }).set({ note: 'x' }).go();
    await order.query.primary({ orderId: 'o' }).go({ pages: 'all' });
    await order.query.state({ state: 'NEW' }).go();
    await order.query.customer({ customerId: 'c' }).where(({ note }, { eq }) => eq(note, 'x')).go();
    await order.scan.go();
    await order.put([numbered('2'), numbered('3')]).go();
    await order.get([{ orderId: 'o', line: '2' }, { orderId: 'o', line: '3' }]).go();
    await service.transaction.write(({ order: entity }) => [
      entity.put(numbered('4')).commit(),
      entity.patch({ orderId: 'o', line: '2' }).set({ note: 'y' }).commit(),
      entity.delete({ orderId: 'o', line: '3' }).commit(),
      entity.check({ orderId: 'o', line: '1' }).where(({ note }, { exists }) => exists(note)).commit(),
    ]).go();
    await service.transaction.get(({ order: entity }) => [entity.get({ orderId: 'o', line: '4' }).commit()]).go();
    await order.delete({ orderId: 'o', line: '1' }).go();
  },
};
