import { callsIn, readJavaScript, readPython } from './support';

const readVariable = (name: string, given = "'open-orders'") => readJavaScript(`
  import { DynamoDB } from '@aws-sdk/client-dynamodb';
  const client = new DynamoDB();
  const scan = (name) => client.scan({ TableName: process.env[${name}] });
  export const handler = async (event) => scan(${given});`);

test.each([
  ['name.toUpperCase()', 'Scan ${OPEN-ORDERS}'],
  ["`${name.replace('-', '_').toUpperCase()}_TABLE`", 'Scan ${OPEN_ORDERS_TABLE}'],
  ["name.replaceAll('-', '_')", 'Scan ${open_orders}'],
  ["name.replaceAll('e', '$&')", 'Scan ${op$&n-ord$&rs}'],
  ["name.replace('e', '$&')", 'Scan ${op$&n-orders}'],
  ["name.toLowerCase().concat('')", 'Scan'],
  ['name.replace(/-/g, "_")', 'Scan'],
  ["name.replaceAll('', '_')", 'Scan'],
  ["name.replace('-', () => '_')", 'Scan'],
])('JavaScript makes the name of a variable of a text that is known: %s', (name, call) => {
  expect(callsIn(readVariable(name))).toEqual([call]);
});

test('the name of a variable that is made of the event is not known', () => {
  expect(callsIn(readVariable('name.toUpperCase()', 'event.name'))).toEqual(['Scan']);
});

test.each([
  ['name.upper()', 'Scan ${OPEN-ORDERS}'],
  ["name.replace('-', '_').lower()", 'Scan ${open_orders}'],
  ["name.replace('e', '', 1)", 'Scan'],
  ["name.replace('e', '', count=1)", 'Scan'],
])('Python makes the name of a variable of a text that is known: %s', (name, call) => {
  expect(callsIn(readPython(`
import os, boto3
def scan(name):
    return boto3.resource('dynamodb').Table(os.environ[${name}]).scan()
def handler(event, context):
    return scan('open-orders')
`))).toEqual([call]);
});

test('a text that grows in a loop comes to an end', () => {
  const reading = readJavaScript(`
    import { DynamoDB } from '@aws-sdk/client-dynamodb';
    let name = 'a';
    while (name.length < 1000) name = name.replaceAll('a', 'aa');
    export const handler = async () => new DynamoDB().scan({ TableName: name });`);

  expect([callsIn(reading).includes('Scan'), reading.state]).toEqual([true, 'open']);
});
