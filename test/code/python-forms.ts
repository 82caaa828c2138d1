import { CodeForm } from './javascript-forms';

const BOTO3 = `
import os
import boto3
from os import environ
resource = boto3.resource('dynamodb')
client = boto3.client('dynamodb')
`;

export const PYTHON_FORMS: readonly CodeForm[] = [
  {
    title: 'the table of a resource by a variable',
    code: `${BOTO3}
table = resource.Table(os.environ['ORDERS'])
def handler(event, context):
    return table.get_item(Key={'id': event['id']})`,
    calls: ['GetItem ${ORDERS}'],
  },
  {
    title: 'variables with defaults, and by functions',
    code: `${BOTO3}
orders = os.environ.get('ORDERS', 'local')
def handler(event, context):
    resource.Table(orders).put_item(Item=event)
    resource.Table(os.getenv('CUSTOMERS')).delete_item(Key=event)
    resource.Table(environ['LOGS']).scan()`,
    calls: ['DeleteItem ${CUSTOMERS}', 'PutItem ${ORDERS}', 'Scan ${LOGS}'],
  },
  {
    title: 'a low-level client, and parameters in a dictionary',
    code: `${BOTO3}
def handler(event, context):
    params = {'TableName': environ['ORDERS'], 'IndexName': 'byStatus'}
    params['Limit'] = 1
    client.query(**params)
    client.update_item(TableName='orders', Key={})`,
    calls: ['Query ${ORDERS} byStatus', 'UpdateItem orders'],
  },
  {
    title: 'keyword arguments of the table, with and without an index',
    code: `${BOTO3}
from boto3.dynamodb.conditions import Key
table = resource.Table(environ['ORDERS'])
def find(**kwargs):
    return table.query(KeyConditionExpression=Key('id').eq(1), **kwargs)
def handler(event, context):
    find(IndexName='byStatus')`,
    calls: ['Query ${ORDERS} byStatus'],
  },
  {
    title: 'paginators, waiters and the batch writer',
    code: `${BOTO3}
table = resource.Table(environ['ORDERS'])
def handler(event, context):
    for page in client.get_paginator('scan').paginate(TableName=environ['CUSTOMERS']):
        with table.batch_writer() as batch:
            for item in page['Items']:
                batch.put_item(Item=item)
    client.get_waiter('table_exists').wait(TableName='orders')`,
    calls: ['BatchWriteItem ${ORDERS}', 'DescribeTable orders', 'Scan ${CUSTOMERS}'],
  },
  {
    title: 'classes with properties, class methods and overridden methods',
    code: `${BOTO3}
class Store:
    def __init__(self, name):
        self.name = name
    @classmethod
    def from_env(cls):
        return cls(environ['ORDERS'])
    @property
    def table(self):
        return resource.Table(self.name)
    def save(self, item):
        return self.table.put_item(Item=item)
class Logged(Store):
    def save(self, item):
        self.table.get_item(Key=item)
        return super().save(item)
def handler(event, context):
    Logged.from_env().save(event)`,
    calls: ['GetItem ${ORDERS}', 'PutItem ${ORDERS}'],
  },
  {
    title: 'a data class, and a global that an initializer sets',
    code: `${BOTO3}
from dataclasses import dataclass
@dataclass
class Settings:
    table: str
    index: str = 'byStatus'
settings = None
def start():
    global settings
    settings = Settings(table=environ['ORDERS'])
def handler(event, context):
    start()
    resource.Table(settings.table).scan(IndexName='byDate')`,
    calls: ['Scan ${ORDERS} byDate'],
  },
  {
    title: 'routers of Powertools, but no functions that are only traced',
    code: `${BOTO3}
from aws_lambda_powertools import Tracer
from aws_lambda_powertools.event_handler import APIGatewayRestResolver
app = APIGatewayRestResolver()
tracer = Tracer()
table = resource.Table(environ['ORDERS'])
@app.get('/orders')
@tracer.capture_method
def find():
    return table.scan()
@tracer.capture_method
def unused():
    table.delete_item(Key={})
@tracer.capture_lambda_handler
def handler(event, context):
    return app.resolve(event, context)`,
    calls: ['Scan ${ORDERS}'],
  },
  {
    title: 'threads, executors and partial functions',
    code: `${BOTO3}
from threading import Thread
from concurrent.futures import ThreadPoolExecutor
from functools import partial
def read(name, key):
    resource.Table(name).get_item(Key=key)
def write(item):
    resource.Table('orders').put_item(Item=item)
def handler(event, context):
    Thread(target=read, args=('orders', event)).start()
    with ThreadPoolExecutor() as executor:
        executor.map(write, event['items'])
    partial(read, 'customers')(event)`,
    calls: ['GetItem customers', 'GetItem orders', 'PutItem orders'],
  },
  {
    title: 'modules of a package, relative imports and wildcards',
    code: {
      'main.py': 'from shared.store import *\nfrom shared import names\ndef handler(event, context):\n    save(names.ORDERS, event)\n',
      'shared/__init__.py': '',
      'shared/names.py': 'import os\nORDERS = os.environ["ORDERS"]\n',
      'shared/store.py': 'from .clients import table_of\ndef save(name, item):\n    table_of(name).put_item(Item=item)\n',
      'shared/clients.py': 'import boto3\ndef table_of(name):\n    return boto3.resource("dynamodb").Table(name)\n',
    },
    calls: ['PutItem ${ORDERS}'],
  },
  {
    title: 'transactions and PartiQL',
    code: `${BOTO3}
STAGE = environ['STAGE']
def handler(event, context):
    items = [{'Put': {'TableName': f'{STAGE}-orders', 'Item': item}} for item in event['items']]
    items.append({'ConditionCheck': {'TableName': environ['CUSTOMERS']}})
    client.transact_write_items(TransactItems=items)
    client.execute_statement(Statement=f"SELECT * FROM \\"{environ['ORDERS']}\\"")`,
    calls: ['ExecuteStatement.SELECT ${ORDERS}', 'TransactWriteItems.ConditionCheck ${CUSTOMERS}', 'TransactWriteItems.Put ${STAGE}-orders'],
  },
  {
    title: 'functions that call themselves for all that dictionaries hold',
    code: {
      'main.py': `${BOTO3}
from datetime import datetime, timezone
def clean(value):
    if isinstance(value, list):
        for i in range(len(value)):
            value[i] = clean(value[i])
    elif isinstance(value, dict):
        for key in value:
            value[key] = clean(value[key])
    return value
def handler(event, context):
    rows = [{'at': datetime.now(timezone.utc), 'row': row, 'inner': {'at': datetime.now(timezone.utc)}} for row in event['rows']]
    resource.Table('orders').put_item(Item=clean({'rows': clean(rows), 'event': event}))
`,
    },
    calls: ['PutItem orders'],
  },
  {
    title: 'clients with the credentials of another role',
    code: `${BOTO3}
def handler(event, context):
    keys = boto3.client('sts').assume_role(RoleArn=event['role'], RoleSessionName='x')['Credentials']
    other = boto3.Session(aws_access_key_id=keys['AccessKeyId']).resource('dynamodb')
    other.Table('orders').get_item(Key={})
    resource.Table('orders').put_item(Item={})`,
    calls: ['GetItem orders (other credentials)', 'PutItem orders'],
  },
];

export const PYTHON_NEAR_MISSES: readonly Omit<CodeForm, 'calls'>[] = [
  { title: 'functions that nothing calls', code: `${BOTO3}\ndef unused():\n    resource.Table('orders').scan()\ndef handler(event, context):\n    return 1` },
  { title: 'methods of the same names on dictionaries', code: 'def handler(event, context):\n    cache = {}\n    cache.update(event)\n    return cache.get("x")' },
  { title: 'paginators of other services', code: 'import boto3\ns3 = boto3.client("s3")\ndef handler(event, context):\n    return list(s3.get_paginator("list_objects_v2").paginate(Bucket="b"))' },
  { title: 'HTTP requests', code: 'import requests\ndef handler(event, context):\n    return requests.delete("https://example.com", params={"TableName": "orders"})' },
];
