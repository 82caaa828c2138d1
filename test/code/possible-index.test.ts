import { callsIn, readJavaScript, readPython } from './support';

const JAVASCRIPT = `
  import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
  import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
  const doc = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  var By; (function (By) { By["Day"] = "byDay"; })(By || (By = {}));
`;
const PYTHON = `
import boto3, os
table = boto3.resource('dynamodb').Table('T')
client = boto3.client('dynamodb')
`;

describe('an index that is named under a condition, or after a request, may be missing', () => {
  test.each([
    ['assigned in an if', 'const input = { TableName: \'T\' }; if (e.day) input.IndexName = \'byDay\'; await doc.send(new QueryCommand(input));'],
    ['assigned in a case', 'const input = { TableName: \'T\' }; switch (e.by) { case \'day\': input.IndexName = \'byDay\'; } await doc.send(new QueryCommand(input));'],
    ['assigned after &&', 'const input = { TableName: \'T\' }; e.day && (input.IndexName = \'byDay\'); await doc.send(new QueryCommand(input));'],
    ['spread after &&', 'await doc.send(new QueryCommand({ TableName: \'T\', ...(e.day && { IndexName: \'byDay\' }) }));'],
    ['spread by a conditional', 'await doc.send(new QueryCommand({ TableName: \'T\', ...(e.day ? { IndexName: \'byDay\' } : {}) }));'],
    ['undefined by a conditional', 'await doc.send(new QueryCommand({ TableName: \'T\', IndexName: e.day ? \'byDay\' : undefined }));'],
    ['undefined in a variable', 'const name = e.day ? \'byDay\' : undefined; await doc.send(new QueryCommand({ TableName: \'T\', IndexName: name }));'],
    ['assigned by Object.assign in an if', 'const input = { TableName: \'T\' }; if (e.day) Object.assign(input, { IndexName: \'byDay\' }); await doc.send(new QueryCommand(input));'],
    ['assigned after a request', 'const input = { TableName: \'T\' }; await doc.send(new QueryCommand(input)); input.IndexName = \'byDay\'; await doc.send(new QueryCommand(input));'],
    ['assigned after a request by a function', 'const run = (each) => doc.send(new QueryCommand(each)); const input = { TableName: \'T\' }; await run(input); input.IndexName = \'byDay\'; await run(input);'],
    ['assigned after a copy', 'const input = { TableName: \'T\' }; await doc.send(new QueryCommand({ ...input })); input.IndexName = \'byDay\';'],
    ['in one of two objects', 'const both = e.day ? { IndexName: \'byDay\' } : { Limit: 1 }; await doc.send(new QueryCommand({ TableName: \'T\', ...both }));'],
    ['spread of a variable', 'const extra = e.day ? { IndexName: \'byDay\' } : undefined; await doc.send(new QueryCommand({ TableName: \'T\', ...extra }));'],
    ['assigned to a variable in an if', 'let name; if (e.day) name = \'byDay\'; await doc.send(new QueryCommand({ TableName: \'T\', IndexName: name }));'],
    ['returned only sometimes', 'const find = () => { if (e.day) return \'byDay\'; }; await doc.send(new QueryCommand({ TableName: \'T\', IndexName: find() }));'],
    ['deleted', 'const input = { TableName: \'T\', IndexName: \'byDay\' }; if (e.all) delete input.IndexName; await doc.send(new QueryCommand(input));'],
    ['taken out of a copy', 'const { IndexName, ...rest } = { TableName: \'T\', IndexName: \'byDay\' }; await doc.send(new QueryCommand(e.all ? rest : { ...rest, IndexName }));'],
    ['assigned after an early return', 'const make = () => { const input = { TableName: \'T\' }; if (e.all) return input; input.IndexName = \'byDay\'; return input; }; await doc.send(new QueryCommand(make()));'],
    ['assigned in a try', 'const input = { TableName: \'T\' }; try { check(e); input.IndexName = \'byDay\'; } catch {} await doc.send(new QueryCommand(input)); function check() {}'],
    ['a property that one of two objects has', 'const { name } = e.day ? { name: \'byDay\' } : {}; await doc.send(new QueryCommand({ TableName: \'T\', IndexName: name }));'],
    ['kept by a constructor under a condition', 'class Input { constructor() { if (e.day) this.name = \'byDay\'; } } await doc.send(new QueryCommand({ TableName: \'T\', IndexName: new Input().name }));'],
    ['assigned by a function', 'const input = { TableName: \'T\' }; const add = () => { input.IndexName = \'byDay\'; }; if (e.day) add(); await doc.send(new QueryCommand(input));'],
  ])('in JavaScript, %s', (_, body) => {
    expect(callsIn(readJavaScript(`${JAVASCRIPT} export const handler = async (e) => { ${body} };`)))
      .toEqual(['Query T (likely)', 'Query T byDay']);
  });

  test.each([
    ['assigned in an if', 'params = {\'Limit\': 1}\n    if e[\'day\']:\n        params[\'IndexName\'] = \'byDay\'\n    table.query(**params)'],
    ['assigned in an except', 'params = {}\n    try:\n        e[\'day\']\n    except KeyError:\n        params[\'IndexName\'] = \'byDay\'\n    table.query(**params)'],
    ['assigned after a request', 'params = {}\n    table.query(**params)\n    params[\'IndexName\'] = \'byDay\'\n    table.query(**params)'],
    ['updated in an if', 'params = {}\n    if e[\'day\']:\n        params.update(IndexName=\'byDay\')\n    table.query(**params)'],
    ['in a dictionary that is merged', 'more = {\'IndexName\': \'byDay\'} if e[\'day\'] else {}\n    table.query(**(dict(Limit=1) | more))'],
    ['popped', 'params = {\'IndexName\': \'byDay\'}\n    if e[\'all\']:\n        params.pop(\'IndexName\')\n    table.query(**params)'],
    ['deleted', 'params = {\'IndexName\': \'byDay\'}\n    if e[\'all\']:\n        del params[\'IndexName\']\n    table.query(**params)'],
  ])('in Python, %s', (_, body) => {
    expect(callsIn(readPython(`${PYTHON}\ndef handler(e, c):\n    ${body}`))).toEqual(['Query T (likely)', 'Query T byDay']);
  });
});

describe('an index that is always named isn\'t missing', () => {
  test.each([
    ['in the object', 'await doc.send(new QueryCommand({ TableName: \'T\', IndexName: \'byDay\' }));'],
    ['assigned without a condition', 'const input = { TableName: \'T\' }; input.IndexName = \'byDay\'; await doc.send(new QueryCommand(input));'],
    ['in an object that is spread', 'const base = { TableName: \'T\', IndexName: \'byDay\' }; await doc.send(new QueryCommand({ ...base, Limit: 1 }));'],
    ['in an object that Object.assign copies', 'await doc.send(new QueryCommand(Object.assign({}, { IndexName: \'byDay\' }, { TableName: \'T\' })));'],
    ['assigned by Object.assign', 'const input = { TableName: \'T\' }; Object.assign(input, { IndexName: \'byDay\' }); await doc.send(new QueryCommand(input));'],
    ['in each of two objects', 'const both = e.day ? { IndexName: \'byDay\' } : { IndexName: \'byDay\', Limit: 1 }; await doc.send(new QueryCommand({ TableName: \'T\', ...both }));'],
    ['in an enumeration', 'await doc.send(new QueryCommand({ TableName: \'T\', IndexName: By.Day }));'],
    ['kept by a constructor', 'class Input { constructor(name) { this.name = name; } get() { return { TableName: \'T\', IndexName: this.name }; } } await doc.send(new QueryCommand(new Input(\'byDay\').get()));'],
    ['in a static field', 'class Input { static name = \'byDay\'; } await doc.send(new QueryCommand({ TableName: \'T\', IndexName: Input.name }));'],
    ['the default of a parameter', 'const find = (name = \'byDay\') => doc.send(new QueryCommand({ TableName: \'T\', IndexName: name })); await find();'],
    ['a default of what may be missing', 'const { name = \'byDay\' } = {}; await doc.send(new QueryCommand({ TableName: \'T\', IndexName: name ?? \'byDay\' }));'],
    ['in a branch that sends the request', 'if (e.day) { const input = { TableName: \'T\', IndexName: \'byDay\' }; await doc.send(new QueryCommand(input)); }'],
  ])('in JavaScript, %s', (_, body) => {
    expect(callsIn(readJavaScript(`${JAVASCRIPT} export const handler = async (e) => { ${body} };`))).toEqual(['Query T byDay']);
  });

  test.each([
    ['in a dictionary by keywords', 'table.query(**dict(IndexName=\'byDay\'))'],
    ['updated', 'params = {}\n    params.update(IndexName=\'byDay\')\n    table.query(**params)'],
    ['by keyword', 'table.query(IndexName=\'byDay\')'],
    ['assigned without a condition', 'params = {}\n    params[\'IndexName\'] = \'byDay\'\n    table.query(**params)'],
  ])('in Python, %s', (_, body) => {
    expect(callsIn(readPython(`${PYTHON}\ndef handler(e, c):\n    ${body}`))).toEqual(['Query T byDay']);
  });
});

test('a call without the argument that names the index is on the table', () => {
  const code = 'const find = (name) => doc.send(new QueryCommand({ TableName: \'T\', IndexName: name })); await find(); await find(\'byDay\');';

  expect(callsIn(readJavaScript(`${JAVASCRIPT} export const handler = async (e) => { ${code} };`))).toEqual(['Query T', 'Query T byDay']);
});

test('each turn of a loop makes its own request', () => {
  const code = 'for each in [{\'IndexName\': \'byDay\'}, {\'Limit\': 1}]:\n        table.query(**each)';

  expect(callsIn(readPython(`${PYTHON}\ndef handler(e, c):\n    ${code}`))).toEqual(['Query T', 'Query T byDay']);
});

describe('a default of a name that is a variable only sometimes is possible', () => {
  test.each([
    ['a conditional', '(e.old ? process.env.OLD : undefined) ?? process.env.NEW'],
    ['a property that is missing in one of two objects', '(e.old ? { table: process.env.OLD } : {}).table ?? process.env.NEW'],
  ])('in JavaScript, %s', (_, name) => {
    expect(callsIn(readJavaScript(`${JAVASCRIPT} export const handler = async (e) => doc.send(new QueryCommand({ TableName: ${name} }));`)))
      .toEqual(['Query ${NEW}', 'Query ${OLD}']);
  });

  test('in Python, a conditional', () => {
    expect(callsIn(readPython(`${PYTHON}\ndef handler(e, c):\n    client.scan(TableName=(os.environ['OLD'] if e else None) or os.environ['NEW'])`)))
      .toEqual(['Scan ${NEW}', 'Scan ${OLD}']);
  });
});

describe('credentials that a client has only sometimes', () => {
  test('leave its calls to the role in JavaScript', () => {
    const code = `import { DynamoDB } from '@aws-sdk/client-dynamodb';
      const db = new DynamoDB({ ...(process.env.LOCAL && { credentials: { accessKeyId: 'a', secretAccessKey: 'b' } }) });
      export const handler = async () => db.scan({ TableName: 'T' });`;

    expect(callsIn(readJavaScript(code))).toEqual(['Scan T']);
  });

  test('leave its calls to the role in Python', () => {
    const code = 'import boto3, os\nkeys = {"aws_access_key_id": "a"} if os.environ.get("LOCAL") else {}\n'
      + 'def handler(e, c):\n    boto3.client("dynamodb", **keys).scan(TableName="T")';

    expect(callsIn(readPython(code))).toEqual(['Scan T']);
  });
});

describe('Python formats the name of a table', () => {
  test.each([
    ['format with places', '\'{}-{}-orders\'.format(os.environ[\'APP\'], os.environ[\'STAGE\'])', '${APP}-${STAGE}-orders'],
    ['format with numbers', '\'{1}-{0}\'.format(os.environ[\'APP\'], \'orders\')', 'orders-${APP}'],
    ['format with names', '\'{stage}-orders\'.format(stage=os.environ[\'STAGE\'])', '${STAGE}-orders'],
    ['% with one value', '\'%s-orders\' % os.environ[\'STAGE\']', '${STAGE}-orders'],
    ['% with a tuple', '\'%s-%s\' % (os.environ[\'STAGE\'], \'orders\')', '${STAGE}-orders'],
  ])('by %s', (_, name, table) => {
    expect(callsIn(readPython(`${PYTHON}\ndef handler(e, c):\n    client.scan(TableName=${name})`))).toEqual([`Scan ${table}`]);
  });

  test('a format with a specification is not followed', () => {
    expect(callsIn(readPython(`${PYTHON}\ndef handler(e, c):\n    client.scan(TableName='{:>5}'.format('orders'))`))).toEqual(['Scan']);
  });
});
