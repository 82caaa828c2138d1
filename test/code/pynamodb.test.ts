import { callsIn, readPython, unknownIn } from './support';

const MODELS = `
import os
from pynamodb.models import Model
from pynamodb.indexes import GlobalSecondaryIndex

class ByCustomer(GlobalSecondaryIndex):
    class Meta:
        index_name = 'byCustomer'

class ByStatus(GlobalSecondaryIndex):
    class Meta:
        read_capacity_units = 1

class Order(Model):
    class Meta:
        table_name = os.environ['ORDERS']
    by_customer = ByCustomer()
    status = ByStatus()
`;

function callsOf(body: string): string[] {
  return callsIn(readPython(`${MODELS}\ndef handler(event, context):\n    ${body}\n`));
}

describe('a model of PynamoDB', () => {
  test.each([
    ['Order.get(event["id"])', 'GetItem ${ORDERS} by PynamoDB'],
    ['Order(event["id"]).save()', 'PutItem ${ORDERS} by PynamoDB'],
    ['Order(event["id"]).update(actions=[])', 'UpdateItem ${ORDERS} by PynamoDB'],
    ['Order(event["id"]).delete()', 'DeleteItem ${ORDERS} by PynamoDB'],
    ['Order(event["id"]).refresh()', 'GetItem ${ORDERS} by PynamoDB'],
    ['list(Order.query(event["id"]))', 'Query ${ORDERS} by PynamoDB'],
    ['list(Order.scan())', 'Scan ${ORDERS} by PynamoDB'],
    ['list(Order.batch_get(event["ids"]))', 'BatchGetItem ${ORDERS} by PynamoDB'],
    ['Order.count(event["id"])', 'Query ${ORDERS} by PynamoDB'],
    ['list(Order.by_customer.query(event["id"]))', 'Query ${ORDERS} byCustomer by PynamoDB'],
    ['list(Order.status.query(event["id"]))', 'Query ${ORDERS} status by PynamoDB'],
    ['Order.exists()', 'DescribeTable ${ORDERS} by PynamoDB'],
  ])('makes the request that %s stands for', (body, call) => {
    expect(callsOf(body)).toEqual([call]);
  });

  test('leaves the state open, because the library may make other requests', () => {
    expect(unknownIn(readPython(`${MODELS}\ndef handler(event, context):\n    Order.get(1)\n`))).toContain('library 3: uses PynamoDB: see ClientProfile.pynamodb()');
  });

  test('makes the request of its parent by `super`', () => {
    const overridden = 'class Kept(Order):\n    def save(self):\n        super().save()\n';
    const reading = readPython(`${MODELS}\n${overridden}\ndef handler(event, context):\n    Kept(1).save()\n`);

    expect(callsIn(reading)).toEqual(['PutItem ${ORDERS} by PynamoDB']);
  });

  test.each([
    ['an item that it got', 'found = Order.get(event["id"])\n    found.refresh()\n    found.delete()', ['DeleteItem', 'GetItem']],
    ['items that it found', '[order.update(actions=[]) for order in Order.by_customer.query(1)]', ['Query byCustomer', 'UpdateItem']],
    ['all items of a scan', 'for order in Order.scan():\n        order.save()', ['PutItem', 'Scan']],
  ])('makes the requests of %s', (_, body, calls) => {
    expect(callsOf(body)).toEqual(calls.map((call) => `${call.replace(/ |$/, ' ${ORDERS} ').trim()} by PynamoDB`));
  });

  test('makes the requests of overridden methods of an item, on the table that is named later', () => {
    const model = `${MODELS.replace("table_name = os.environ['ORDERS']", 'region = "eu"')}
    def save(self, **given):
        super().save()
    def __iter__(self):
        for name, attribute in self._get_attributes().items():
            yield name, attribute.serialize(getattr(self, name))
    @staticmethod
    def start(model, name):
        model.Meta.table_name = name
`;
    const handler = (body: string) => readPython(`${model}\ndef handler(event, context):\n    Order.start(Order, os.environ['ORDERS'])\n    ${body}\n`);

    expect(callsIn(handler('Order.get(1).save()'))).toEqual(['GetItem ${ORDERS} by PynamoDB', 'PutItem ${ORDERS} by PynamoDB']);
    expect(callsIn(handler('return [dict(each) for each in Order.scan()]'))).toEqual(['Scan ${ORDERS} by PynamoDB']);
  });

  test('makes no request by methods of its own', () => {
    const own = 'class Kept(Order):\n    def update(self):\n        return self\n';
    const reading = readPython(`${MODELS}\n${own}\ndef handler(event, context):\n    Kept(1).update()\n`);

    expect(callsIn(reading)).toEqual([]);
  });
});

test.each([
  ['a dictionary', 'event.get("id")'],
  ['a method of a model that makes no request', 'Order(1).to_dict()'],
  ['an attribute of a model', 'Order.id.get("x")'],
])('%s makes no request', (_, body) => {
  expect(callsOf(body)).toEqual([]);
});

test('a class with the same methods that is no model makes no request', () => {
  expect(callsIn(readPython('class Order:\n    class Meta:\n        table_name = "orders"\n\ndef handler(event, context):\n    Order.query(1)\n'))).toEqual([]);
});
