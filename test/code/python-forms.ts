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
  {
    title: 'decorators in a row, parents with a type, and arguments that are picked by name',
    code: `${BOTO3}
import functools
import logging
from abc import ABC
from typing import Generic, TypeVar
T = TypeVar('T')
logger = logging.getLogger(__name__)
class Store(ABC, Generic[T]):
    def __init__(self, name):
        self.table = resource.Table(name)
class Orders(Store[dict]):
    def find(self, id):
        logger.info('found', self)
        return self.table.get_item(Key=id)
    def clear(self):
        self.table.delete_item(Key={})
def safe(func):
    def run(*args, **kwargs):
        return func(*args, **kwargs)
    return run
def pick(given):
    some = {}
    for name in given['names']:
        some[name] = given[name]
    return some
def with_store(store=Orders):
    def decorate(func):
        def run(event, context):
            return func(**pick({'event': event, 'store': store(environ['ORDERS']), 'names': event}))
        return functools.reduce(lambda inner, decorator: decorator(inner), [functools.wraps(func), safe], run)
    return decorate
@with_store(store=Orders)
def handler(store, event):
    return store.find(event['id'])`,
    calls: ['GetItem ${ORDERS}'],
  },
  {
    title: 'settings of pydantic',
    code: `${BOTO3}
from pydantic_settings import BaseSettings
class Base(BaseSettings):
    region: str = 'eu'
class Settings(Base):
    orders_table: str
settings = Settings()
def handler(event, context):
    resource.Table(settings.orders_table).put_item(Item=event)`,
    calls: ['PutItem ${ORDERS_TABLE}'],
  },
  {
    title: 'fields of data classes and of their parents by position',
    code: `${BOTO3}
from dataclasses import dataclass, field
@dataclass
class Base:
    region: str
@dataclass
class Store(Base):
    table: object
    seen: list = field(default_factory=list)
    def read(self, id):
        return self.table.get_item(Key=id)
def handler(event, context):
    Store('eu', resource.Table(environ['ORDERS'])).read(event)`,
    calls: ['GetItem ${ORDERS}'],
  },
  {
    title: 'stores behind a protocol, and values that are cast or copied',
    code: `${BOTO3}
from typing import Protocol, cast
import copy
class Repo(Protocol):
    def get(self, id): ...
class Dynamo:
    def __init__(self, table): self._table = cast('Table', table)
    def get(self, id): return self._table.get_item(**copy.deepcopy({'Key': id}))
def use(repo: Repo, id):
    return repo.get(id)
def handler(event, context):
    return use(Dynamo(resource.Table(environ['ORDERS'])), event['id'])`,
    calls: ['GetItem ${ORDERS}'],
  },
  {
    title: 'context managers',
    code: `${BOTO3}
from contextlib import contextmanager
@contextmanager
def opened(name):
    table = resource.Table(environ[name])
    yield table
    table.update_item(Key={})
def handler(event, context):
    with opened('ORDERS') as table:
        table.scan()`,
    calls: ['Scan ${ORDERS}', 'UpdateItem ${ORDERS}'],
  },
  {
    title: 'matched cases and named expressions',
    code: `${BOTO3}
table = resource.Table(environ['ORDERS'])
def handler(event, context):
    match event:
        case {'op': 'get', 'id': id}:
            return table.get_item(Key={'id': id})
        case {'op': 'put', **rest}:
            return table.put_item(Item=rest)
        case _:
            if (other := resource.Table(environ['LOGS'])) and (r := other.scan()):
                return r`,
    calls: ['GetItem ${ORDERS}', 'PutItem ${ORDERS}', 'Scan ${LOGS}'],
  },
  {
    title: 'tables that a comprehension makes',
    code: `${BOTO3}
tables = {name: resource.Table(environ[name]) for name in ('ORDERS', 'LOGS')}
def handler(event, context):
    tables['ORDERS'].get_item(Key={})
    return [t.scan() for n, t in tables.items() if n == 'LOGS']`,
    calls: ['GetItem ${ORDERS}', 'Scan ${LOGS}', 'Scan ${ORDERS}'],
  },
  {
    title: 'keyword arguments that are merged and filtered',
    code: `${BOTO3}
DEFAULTS = {'TableName': environ['ORDERS']}
def call(**kwargs):
    return client.query(**{**DEFAULTS, **{k: v for k, v in kwargs.items() if v}})
def handler(event, context):
    call(IndexName='byX', Select='COUNT')`,
    calls: ['Query ${ORDERS} byX', 'Query ${ORDERS} (likely)'],
  },
  {
    title: 'packages in packages, with and without files of their own',
    code: {
      'main.py': 'import app.db\nimport app.inner.deep.store as s\nimport app.inner.deep.other\nfrom app import Orders\ndef handler(event, context):\n    Orders().put(event)\n    s.read()\n    app.inner.deep.other.drop()\n    app.db.late()\n',
      'app/__init__.py': 'from .db import *\n__all__ = ["Orders"]\n',
      'app/db/__init__.py': 'from .orders import Orders, late\n',
      'app/inner/deep/__init__.py': '',
      'app/inner/deep/store.py': 'import boto3\ndef read(): return boto3.resource("dynamodb").Table("a").scan()\n',
      'app/inner/deep/other.py': 'import boto3\ndef drop(): boto3.resource("dynamodb").Table("b").delete_item(Key={})\n',
      'app/db/orders.py': 'import os, boto3\nclass Orders:\n    table = boto3.Session().resource("dynamodb").Table(os.environ["ORDERS"])\n    def put(self, x): self.table.put_item(Item=x)\ndef late():\n    Orders.table.get_item(Key={})\n',
    },
    calls: ['PutItem ${ORDERS}', 'GetItem ${ORDERS}', 'Scan a', 'DeleteItem b'],
  },
  {
    title: 'cached properties',
    code: `${BOTO3}
from functools import cached_property
import functools
class S:
    @cached_property
    def table(self): return resource.Table(self.name)
    @functools.cached_property
    def name(self): return environ['ORDERS']
s = S()
def handler(event, context):
    s.table.get_item(Key={})`,
    calls: ['GetItem ${ORDERS}'],
  },
  {
    title: 'decorators that register functions',
    code: `${BOTO3}
class Router:
    def __init__(self): self.routes = {}
    def route(self, name):
        def add(fn):
            self.routes[name] = fn
            return fn
        return add
    def run(self, event):
        return self.routes[event['name']](event)
router = Router()
@router.route('a')
def a(event): return resource.Table('a').scan()
@router.route('b')
def b(event): return resource.Table('b').put_item(Item=event)
def handler(event, context): return router.run(event)`,
    calls: ['Scan a', 'PutItem b'],
  },
  {
    title: 'batch processors',
    code: `${BOTO3}
from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response, batch_processor
processor = BatchProcessor(event_type=EventType.SQS)
logger = Logger()
def record_handler(record):
    logger.info(record)
    resource.Table(environ['ORDERS']).put_item(Item=record.json_body)
@batch_processor(record_handler=record_handler, processor=processor)
def handler(event, context):
    return processor.response()`,
    calls: ['PutItem ${ORDERS}'],
  },
  {
    title: 'validators of pydantic',
    code: `${BOTO3}
from pydantic import BaseModel, field_validator
class Order(BaseModel):
    id: str
    @field_validator('id')
    @classmethod
    def check(cls, v):
        resource.Table(environ['ORDERS']).get_item(Key={'id': v})
        return v
def handler(event, context):
    return Order(**event).id`,
    calls: ['GetItem ${ORDERS}'],
  },
  {
    title: 'routers, error handlers and middleware of Powertools',
    code: `${BOTO3}
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.router import Router
app = APIGatewayHttpResolver()
router = Router()
@router.get('/x')
def x(): return resource.Table('x').scan()
@app.exception_handler(ValueError)
def bad(e): resource.Table('errors').put_item(Item={})
def mw(app, next_middleware):
    resource.Table('mw').get_item(Key={})
    return next_middleware(app)
app.include_router(router)
app.use(middlewares=[mw])
handler = app.resolve`,
    calls: ['Scan x', 'PutItem errors', 'GetItem mw'],
  },
  {
    title: 'a module that has code for when it is the main one',
    code: `${BOTO3}
def handler(event, context): return resource.Table('a').scan()
def local(): resource.Table('b').delete_item(Key={})
if __name__ == '__main__':
    local()`,
    calls: ['Scan a'],
  },
  {
    title: 'functions that JSON and logs get, but no methods of what they write',
    code: `${BOTO3}
import json, logging
class S:
    def __init__(self): self.t = resource.Table('a')
    def read(self): return self.t.scan()
    def drop(self): self.t.delete_item(Key={})
def handler(event, context):
    s = S()
    logging.getLogger().info('x %s', s)
    logging.info(s)
    json.dumps({'s': s.read()}, default=lambda o: s.t.get_item(Key={}))`,
    calls: ['Scan a', 'GetItem a'],
  },
  {
    title: 'handlers of logs',
    code: `${BOTO3}
import logging
class H(logging.Handler):
    def emit(self, record): resource.Table('logs').put_item(Item={})
logging.getLogger().addHandler(H())
def handler(event, context):
    logging.getLogger().info('x')`,
    calls: ['PutItem logs'],
  },
  {
    title: 'encoders of JSON',
    code: `${BOTO3}
import json
class E(json.JSONEncoder):
    def default(self, o):
        return resource.Table('logs').get_item(Key={})
def handler(event, context):
    return json.dumps(event, cls=E)`,
    calls: ['GetItem logs'],
  },
  {
    title: 'dictionaries of what an object iterates over',
    code: `${BOTO3}
class Row:
    def __iter__(self):
        yield 'a', resource.Table('x')
def handler(event, context):
    dict(Row())['a'].scan()`,
    calls: ['Scan x'],
  },
  {
    title: 'members of enumerations',
    code: `${BOTO3}
from enum import Enum
class Index(str, Enum):
    A = 'byA'
    B = 'byB'
def handler(event, context):
    resource.Table('x').query(IndexName=Index.A.value)`,
    calls: ['Query x byA'],
  },
  {
    title: 'modules that are imported by name',
    code: {
      'main.py': 'import importlib\nstore = importlib.import_module("stores.orders")\nother = importlib.import_module(".logs", "stores")\ndef handler(event, context):\n    store.save(event)\n    other.read()\n',
      'stores/__init__.py': '',
      'stores/orders.py': 'import boto3\ndef save(x): boto3.resource("dynamodb").Table("orders").put_item(Item=x)\n',
      'stores/logs.py': 'import boto3\ndef read(): boto3.resource("dynamodb").Table("logs").scan()\n',
    },
    calls: ['PutItem orders', 'Scan logs'],
  },
  {
    title: 'aioboto3',
    code: `
import aioboto3, os
session = aioboto3.Session()
async def main(event):
    async with session.resource('dynamodb') as dynamodb:
        table = await dynamodb.Table(os.environ['ORDERS'])
        await table.get_item(Key={})
        async with table.batch_writer() as batch:
            await batch.put_item(Item={})
def handler(event, context):
    import asyncio
    return asyncio.run(main(event))`,
    calls: ['GetItem ${ORDERS}', 'BatchWriteItem ${ORDERS}'],
  },
  {
    title: 'models of pydantic that are validated',
    code: `${BOTO3}
from pydantic import BaseModel, field_validator
class Order(BaseModel):
    id: str
    @field_validator('id')
    def check(cls, v):
        resource.Table(environ['ORDERS']).get_item(Key={'id': v})
        return v
    def store(self):
        resource.Table(environ['ORDERS']).put_item(Item=self.model_dump())
def handler(event, context):
    Order.model_validate(event).store()`,
    calls: ['GetItem ${ORDERS}', 'PutItem ${ORDERS}'],
  },
  {
    title: 'models of pydantic that get data which nothing calls',
    code: `${BOTO3}
from pydantic import BaseModel
class Base(BaseModel):
    def __init__(self, **data):
        super().__init__(**data)
class Order(Base):
    id: str
class Store:
    def __init__(self): self.table = resource.Table(environ['ORDERS'])
    def save(self, order): self.table.put_item(Item=order.model_dump())
    def clear(self): self.table.delete_item(Key={})
def handler(event, context):
    given = {'id': event['id'], 'store': Store()}
    Order.parse_obj(given)
    given['store'].save(Order(**given))`,
    calls: ['PutItem ${ORDERS}'],
  },
  {
    title: 'functions that walk lists and dictionaries',
    code: `${BOTO3}
from decimal import Decimal
table = resource.Table(environ['ORDERS'])
def convert(value):
    if isinstance(value, list):
        return [convert(each) for each in value]
    if isinstance(value, dict):
        return {key: convert(each) for key, each in value.items()}
    return Decimal(str(value))
def name(order):
    return {key: str(each) for key, each in order['parameters'].items()}
def handler(event, context):
    orders = convert(table.query(KeyConditionExpression='id = :id')['Items'])
    for order in orders:
        order['names'] = name(order)
        table.put_item(Item=convert(order))`,
    calls: ['PutItem ${ORDERS}', 'Query ${ORDERS}'],
  },
  {
    title: 'errors that are caught by their class',
    code: `${BOTO3}
import botocore
table = resource.Table(environ['ORDERS'])
class Missing(Exception):
    def report(self): table.put_item(Item={})
class Denied(Missing):
    pass
class Broken(Exception):
    def report(self): table.delete_item(Key={})
def read(key):
    if not key:
        raise Denied(key)
    raise Broken(key)
def handler(event, context):
    try:
        read(event['id'])
    except botocore.exceptions.ClientError as error:
        error.report()
    except (KeyError, Missing) as error:
        error.report()`,
    calls: ['PutItem ${ORDERS}'],
  },
  {
    title: 'loggers whose class the code extends',
    code: `${BOTO3}
import logging
from aws_lambda_powertools import Logger
class Log(Logger):
    def found(self, store): self.info('found', store=store)
class Plain(logging.LoggerAdapter):
    def found(self, store): super().info('found', store)
class Store:
    def __init__(self): self.table = resource.Table(environ['ORDERS'])
    def read(self): return self.table.scan()
    def clear(self): self.table.delete_item(Key={})
def handler(event, context):
    store = Store()
    Log().found(store)
    Plain(logging.getLogger()).found(store)
    return store.read()`,
    calls: ['Scan ${ORDERS}'],
  },
  {
    title: 'sets of objects, and the largest of some',
    code: `${BOTO3}
class Store:
    def __init__(self, name): self.table = resource.Table(name)
    def read(self): return self.table.scan()
    def weigh(self): return self.table.query(KeyConditionExpression='a = :a')['Count']
    def clear(self): self.table.delete_item(Key={})
def handler(event, context):
    stores = set([Store('orders')])
    max(stores, key=lambda store: store.weigh()).read()
    min(Store('customers'), Store('orders'), key=len).read()`,
    calls: ['Query orders', 'Scan customers', 'Scan orders'],
  },
  {
    title: 'dictionaries that are copied into themselves',
    code: `${BOTO3}
def handler(event, context):
    params = {'TableName': environ['ORDERS']}
    params.update(params)
    others = {key: params[key] for key in params}
    others.update(others)
    for key in others:
        print(key)
    client.scan(**others)`,
    calls: ['Scan ${ORDERS}'],
  },
  {
    title: 'partial functions with arguments by name',
    code: `${BOTO3}
from functools import partial
def read(key, table='customers', index='by-name', strong=False):
    return resource.Table(table).query(IndexName=index)
def write(item, table='customers'):
    resource.Table(table).put_item(Item=item)
read_orders = partial(read, table='orders', index='by-date')
def handler(event, context):
    read_orders(event, strong=True)
    partial(write, table='orders')(event, table='stock')`,
    calls: ['PutItem stock', 'Query orders by-date'],
  },
  {
    title: 'annotations that Python evaluates',
    code: `${BOTO3}
def mark(name):
    resource.Table(name).put_item(Item={})
    return int
size: mark('sizes') = 1
class Order:
    id: mark('orders')
    def read(self, key: mark('keys')) -> mark('results'):
        total: mark('totals') = 1
        return total
def handler(event, context):
    return size`,
    calls: ['PutItem keys', 'PutItem orders', 'PutItem results', 'PutItem sizes'],
  },
  {
    title: 'no annotations that stay texts',
    code: `from __future__ import annotations
${BOTO3}
def mark(name):
    resource.Table(name).put_item(Item={})
size: mark('sizes') = 1
class Order:
    id: mark('orders')
def handler(event, context) -> mark('results'):
    return resource.Table('orders').scan()`,
    calls: ['Scan orders'],
  },
  {
    title: 'a dictionary of pairs that are filtered',
    code: `${BOTO3}
def handler(event, context):
    params = {'TableName': environ['ORDERS'], 'Limit': 1, 'ExclusiveStartKey': None}
    client.scan(**dict(filter(lambda pair: pair[1] is not None, params.items())))
    client.get_item(**dict([('TableName', 'customers'), ('Key', event)]))`,
    calls: ['GetItem customers', 'Scan ${ORDERS}'],
  },
];

/** Forms whose libraries aren't in the asset, so that there may be other calls. */
export const PYTHON_OPEN_FORMS: readonly CodeForm[] = [
  {
    title: 'a FastAPI app that Mangum gets',
    code: {
      'main.py': 'from fastapi import FastAPI, APIRouter, Depends\nfrom mangum import Mangum\nfrom routes import router\napp = FastAPI()\napp.include_router(router, prefix=\'/v1\')\nhandler = Mangum(app)\n',
      'routes.py': 'import boto3\nfrom fastapi import APIRouter, Depends\nrouter = APIRouter()\ndef table(): return boto3.resource(\'dynamodb\').Table(\'orders\')\n@router.get(\'/x/{id}\')\nasync def x(id: str, t=Depends(table)):\n    return t.get_item(Key={\'id\': id})\n',
    },
    calls: ['GetItem orders'],
  },
  {
    title: 'a Flask app that serverless_wsgi gets',
    code: {
      'main.py': 'import serverless_wsgi\nfrom web import app\ndef handler(event, context):\n    return serverless_wsgi.handle_request(app, event, context)\n',
      'web.py': `import boto3\nfrom flask import Flask, Blueprint\napp = Flask(__name__)\nbp = Blueprint('a', __name__)\nt = boto3.resource('dynamodb').Table('orders')\n@app.route('/a')\ndef a(): return t.scan()\n@bp.route('/b')\ndef b(): return t.put_item(Item={})\napp.register_blueprint(bp)\ndef c(): return t.delete_item(Key={})\napp.add_url_rule('/c',
      'c', c)\n@app.errorhandler(404)\ndef e(x): return t.get_item(Key={})\ndef no(): t.update_item(Key={})\n`,
    },
    calls: ['Scan orders', 'PutItem orders', 'DeleteItem orders', 'GetItem orders'],
  },
  {
    title: 'a Chalice app',
    code: `${BOTO3}
from chalice import Chalice, Blueprint
app = Chalice(app_name='x')
@app.route('/a')
def a(): return resource.Table('a').scan()
@app.on_sqs_message(queue='q')
def b(event): return resource.Table('b').put_item(Item={})
def no(): return resource.Table('no').scan()
handler = app`,
    calls: ['Scan a', 'PutItem b'],
  },
];

export const PYTHON_NEAR_MISSES: readonly Omit<CodeForm, 'calls'>[] = [
  { title: 'functions that nothing calls', code: `${BOTO3}\ndef unused():\n    resource.Table('orders').scan()\ndef handler(event, context):\n    return 1` },
  { title: 'methods of the same names on dictionaries', code: 'def handler(event, context):\n    cache = {}\n    cache.update(event)\n    return cache.get("x")' },
  { title: 'paginators of other services', code: 'import boto3\ns3 = boto3.client("s3")\ndef handler(event, context):\n    return list(s3.get_paginator("list_objects_v2").paginate(Bucket="b"))' },
  { title: 'HTTP requests', code: 'import requests\ndef handler(event, context):\n    return requests.delete("https://example.com", params={"TableName": "orders"})' },
];
