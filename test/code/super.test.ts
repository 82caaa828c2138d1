import { callsIn, FORMS, inForm, readJavaScript, readPython } from './support';

const PARENT = `
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb';
const document = DynamoDBDocument.from(new DynamoDBClient());
class Base {
  constructor() { this.own = process.env.OWN; }
  get names() { return { orders: process.env.ORDERS, own: this.own }; }
  find() { return process.env.FOUND; }
}`;

describe.each(FORMS)('JavaScript $name', (form) => {
  test.each<[title: string, members: string, table: string, calls: string[]]>([
    ['a getter of the parent under the same name', 'get names() { return { orders: super.names.orders }; }', 'new Config().names.orders', ['GetItem ${ORDERS}']],
    ['a getter of the parent that reads the instance', 'get names() { return { own: super.names.own }; }', 'new Config().names.own', ['GetItem ${OWN}']],
    ['a method of the parent that is read first', 'find() { const found = super.find; return found.call(this); }', 'new Config().find()', ['GetItem ${FOUND}']],
    ['its own getter, and not that of the parent', 'get names() { return { orders: process.env.OTHER }; }', 'new Config().names.orders', ['GetItem ${OTHER}']],
  ])('reads %s', (_, members, table, calls) => {
    const reading = readJavaScript(inForm(`${PARENT}
      class Config extends Base { ${members} }
      export const handler = () => document.get({ TableName: ${table} });`, form));

    expect([callsIn(reading), reading.state]).toEqual([calls, 'complete']);
  });
});

test('Python reads a property of the parent under the same name', () => {
  const reading = readPython(`
import boto3, os
class Base:
    @property
    def table(self): return os.environ['ORDERS']
class Config(Base):
    @property
    def table(self): return super().table
def handler(event, context):
    return boto3.resource('dynamodb').Table(Config().table).get_item(Key={})
`);

  expect([callsIn(reading), reading.state]).toEqual([['GetItem ${ORDERS}'], 'complete']);
});
