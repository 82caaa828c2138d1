import { callsIn, readPython, unknownIn } from './support';

const STORE = `
import boto3
from abc import ABC
from typing import Generic, TypeVar
T = TypeVar('T')
table = boto3.resource('dynamodb').Table('orders')
`;
const METHODS = `
    before = None
    def find(self, key):
        if self.before:
            self.before(key)
        return table.get_item(Key=key)
    def remove(self, key):
        return table.delete_item(Key=key)
def handler(event, context):
    return Orders().find(event)
`;
const DECORATED = (decorate: string) => `${STORE}
from tools import log, route
${decorate}
def remove(event):
    table.delete_item(Key=event)
@log
def find(event):
    return table.get_item(Key=event)
@log
def handler(event, context):
    return find(event)
`;

test('A class without parents but ABC and Generic has no methods that a library calls', () => {
  const reading = readPython(`${STORE}\nclass Store(ABC, Generic[T]):\n    pass\nclass Orders(Store[dict]):${METHODS}`);

  expect([callsIn(reading), reading.state]).toEqual([['GetItem orders'], 'complete']);
});

test('The methods of a class with a parent from a library may be called by that', () => {
  const reading = readPython(`${STORE}\nfrom framework import Store\nclass Orders(Store):${METHODS}`);

  expect(callsIn(reading)).toEqual(['DeleteItem orders', 'GetItem orders']);
});

test('A decorator that the handler has too doesn\'t register functions, but may call them', () => {
  const reading = readPython(DECORATED('@log'));

  expect([callsIn(reading), unknownIn(reading)]).toEqual([['GetItem orders'], [
    'call 15: tools may call other functions that it decorates',
    'module 8: the library tools is not in the asset: it may come from a layer outside of the app',
  ]]);
});

test('A decorator that only other functions have may register them', () => {
  expect(callsIn(readPython(DECORATED('@route')))).toEqual(['DeleteItem orders', 'GetItem orders']);
});

describe('A decorator of Powertools that gets a class by its name', () => {
  const model = (decorator: string, body: string) => `${STORE}
from aws_lambda_powertools.utilities.parser import event_parser
from aws_lambda_powertools.utilities.batch import process_partial_response
class Order:
    def remove(self):
        table.delete_item(Key={})
def save(record):
    table.put_item(Item=record)
${decorator}
def handler(event, context):
    ${body}
`;

  test('wraps the handler', () => {
    const reading = readPython(model('@event_parser(model=Order)', 'return table.get_item(Key=event)'));

    expect([callsIn(reading), reading.state]).toEqual([['GetItem orders'], 'complete']);
  });

  test('calls a function that it gets by its name', () => {
    const reading = readPython(model('', 'return process_partial_response(event=event, record_handler=save, context=context)'));

    expect([callsIn(reading), reading.state]).toEqual([['PutItem orders'], 'complete']);
  });
});

describe('A handler that a decorator gives what its signature names', () => {
  const program = (key: string) => `${STORE}
import inspect
class Orders:
    def find(self, key):
        return table.get_item(Key=key)
    def remove(self, key):
        return table.delete_item(Key=key)
class Order:
    def remove(self, key):
        return key
def inject(function):
    def wrapper(event, context):
        given = {'orders': Orders(), 'body': Order()}
        chosen = {}
        for parameter in inspect.signature(function).parameters.values():
            chosen[parameter.name] = given[${key}]
        return function(**chosen)
    return wrapper
@inject
def handler(orders, body):
    return orders.find(body.remove(1))
`;

  test('calls the methods of each under its own name', () => {
    expect(callsIn(readPython(program('parameter.name')))).toEqual(['GetItem orders']);
  });

  test('may call all methods if names are mixed up', () => {
    expect(callsIn(readPython(program('event["name"]')))).toEqual(['DeleteItem orders', 'GetItem orders']);
  });
});

test('A property under a name that a library gives may be the index of a request', () => {
  const reading = readPython(`${STORE}
from tools import names
def handler(event, context):
    params = {'KeyConditionExpression': 'id = 1'}
    for name in names(handler):
        params[name.text] = 'byStatus'
    return table.query(**params)
`);

  expect([callsIn(reading), reading.state]).toEqual([['Query orders (likely)', 'Query orders byStatus'], 'open']);
});

test.each([
  ['a text that is read by its key is no argument of a route', 'app.event.parameters.get("selection")', ['Scan']],
  ['an argument of a route may be what the app is called with', 'app.call("orders")', ['Scan', 'Scan orders']],
])('%s', (_, read, calls) => {
  const reading = readPython(`
import boto3
from framework import App
app = App()
@app.get('/orders/<name>')
def scan(name):
    return boto3.resource('dynamodb').Table(name).scan()
def handler(event, context):
    return app.resolve(${read})
`);

  expect([callsIn(reading), reading.state]).toEqual([calls, 'open']);
});
