import { callsIn, readJavaScript, readPython, unknownIn } from './support';

const BOTO3 = 'import os\nimport boto3\nresource = boto3.resource("dynamodb")\n';
const SETTINGS = `${BOTO3}
from pydantic import BaseModel
class Shared(BaseModel):
    ORDERS: str
class Settings(Shared):
    CUSTOMERS: str
`;

describe('Fields of a model are environment variables', () => {
  test.each([
    ['if it is made of the environment', 'settings = Settings.model_validate(os.environ)'],
    ['if a library makes it of the environment', 'from aws_lambda_env_modeler import get_environment_variables\nsettings = get_environment_variables(model=Settings)'],
  ])('%s', (_, make) => {
    const reading = readPython(`${SETTINGS}${make}
def handler(event, context):
    resource.Table(settings.ORDERS).scan()
    resource.Table(settings.CUSTOMERS).get_item(Key=event)
`);

    expect([callsIn(reading), reading.state]).toEqual([['GetItem ${CUSTOMERS}', 'Scan ${ORDERS}'], 'complete']);
  });
});

test('Fields of a model are not known if it is made of the event', () => {
  const reading = readPython(`${SETTINGS}
def handler(event, context):
    resource.Table(Settings.model_validate(event).ORDERS).scan()
`);

  expect([callsIn(reading), reading.state]).toEqual([['Scan'], 'open']);
});

describe('A decorator of a library', () => {
  const cached = (decorator: string, call: string) => `${BOTO3}
from store_tools import cached, Cache
class Orders:
    ${decorator}
    def table(self, name):
        return resource.Table(name)
    def find(self):
        return self.table(os.environ['ORDERS']).scan()
def handler(event, context):
    ${call}
`;

  test.each(['@cached', '@cached(cache=Cache(size=1))'])('%s calls the method with the same arguments, and may call it with others', (decorator) => {
    const reading = readPython(cached(decorator, 'return Orders().find()'));

    expect([callsIn(reading), reading.state]).toEqual([['Scan', 'Scan ${ORDERS}'], 'open']);
  });

  test('calls no method of a class that nothing makes', () => {
    expect(callsIn(readPython(cached('@cached(cache=Cache(size=1))', 'return 1')))).toEqual([]);
  });
});

describe('The idempotency utility of Powertools', () => {
  const LAYER = ['DeleteItem ${ONCE} by Powertools', 'GetItem ${ONCE} (likely) by Powertools', 'PutItem ${ONCE} by Powertools', 'UpdateItem ${ONCE} by Powertools'];

  test('makes the requests of its persistence layer in Python', () => {
    const reading = readPython(`import os
from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer, idempotent
@idempotent(persistence_store=DynamoDBPersistenceLayer(table_name=os.environ['ONCE']))
def handler(event, context):
    return 1
`);

    expect([callsIn(reading), unknownIn(reading)]).toEqual([LAYER,
      ['library 2: uses the idempotency utility of Powertools for AWS Lambda: see ClientProfile.powertoolsIdempotency()']]);
  });

  test('makes the requests of its persistence layer in JavaScript', () => {
    const reading = readJavaScript(`import { makeIdempotent } from '@aws-lambda-powertools/idempotency';
      import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
      export const handler = makeIdempotent(async () => 1, { persistenceStore: new DynamoDBPersistenceLayer({ tableName: process.env.ONCE }) });`);

    expect([callsIn(reading), reading.state]).toEqual([LAYER, 'open']);
  });

  test('makes no requests to DynamoDB in a cache', () => {
    const reading = readPython(`from aws_lambda_powertools.utilities.idempotency import CachePersistenceLayer, idempotent
@idempotent(persistence_store=CachePersistenceLayer(client=1))
def handler(event, context):
    return 1
`);

    expect(callsIn(reading)).toEqual([]);
  });
});

test.each(['if TYPE_CHECKING:', 'if typing.TYPE_CHECKING:'])('What is imported by "%s" leaves nothing open, because it does not run', (condition) => {
  const reading = readPython(`${BOTO3}import typing\nfrom typing import TYPE_CHECKING
${condition}
    from store_tools import Store
def handler(event, context):
    resource.Table('orders').scan()
`);

  expect([callsIn(reading), unknownIn(reading)]).toEqual([['Scan orders'], []]);
});

test('What is imported unless a type checker runs may make other calls', () => {
  const reading = readPython(`from typing import TYPE_CHECKING
if TYPE_CHECKING:
    Store = object
else:
    from store_tools import Store
def handler(event, context):
    return 1
`);

  expect(unknownIn(reading)).toEqual(['module 5: the library store_tools is not in the asset: it may come from a layer outside of the app']);
});

describe('A library that has nothing to do with DynamoDB', () => {
  test.each(['import redis', 'import pandas as pd', 'from fhir.resources.R4B.bundle import Bundle', 'from oauthlib.oauth2 import WebApplicationClient'])('leaves nothing open: %s', (line) => {
    expect(readPython(`${line}\ndef handler(event, context):\n    return 1\n`).state).toBe('complete');
  });

  test('is said to get a client', () => {
    const reading = readPython('import boto3\nimport pandas\ndef handler(event, context):\n    pandas.DataFrame(boto3.client("dynamodb"))\n');

    expect(unknownIn(reading)).toEqual(['client 4: a DynamoDB client is handed to pandas (DataFrame)']);
  });
});
