import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { deflateRawSync } from 'zlib';
import { CODE, ENOUGH, functionResources, writeApp } from './function-app';
import { run } from '../../src/cli/run';
import { ReportedFunction } from '../../src/code';
import { reportWithCode } from '../../src/report/analysis/report-code';
import { allow, ARN, writeAssembly } from '../report/templates';

function onlyFunction(directory: string): ReportedFunction {
  return reportWithCode(directory).code.functions[0];
}

test('variables lead to the tables of the app', () => {
  expect(onlyFunction(writeApp(ENOUGH))).toMatchObject({
    state: 'complete',
    calls: [{ operation: 'PutItem', table: 'Stack/Orders', at: { file: 'index.mjs', line: 4 } }, { operation: 'Query', table: 'Stack/Orders', index: 'byStatus' }],
    features: { 'Stack/Orders': ['PUT_ITEM', 'QUERY.onIndexes(\'byStatus\')'] },
    denied: [],
    neverCalled: [],
  });
});

test('a call that no policy allows is denied', () => {
  const { denied } = onlyFunction(writeApp([allow('dynamodb:Query', ARN.table('Orders'))]));

  expect(denied.map(({ action, at }) => [action, at.line])).toEqual([['dynamodb:PutItem', 4], ['dynamodb:Query', 5]]);
});

test('a permission that no call needs is never called', () => {
  const { neverCalled } = onlyFunction(writeApp([...ENOUGH, allow(['dynamodb:DeleteItem', 'dynamodb:Query'], [ARN.table('Orders'), `${ARN.table('Orders')}/index/*`])]));

  expect(neverCalled).toEqual([
    { table: 'Stack/Orders', action: 'dynamodb:DeleteItem' },
    { table: 'Stack/Orders', action: 'dynamodb:Query' },
    { table: 'Stack/Orders', action: 'dynamodb:Query', index: 'byDate' },
  ]);
});

test('nothing is never called by a function that is not read completely', () => {
  const code = `${CODE}import './gone.mjs';`;
  const { state, neverCalled } = onlyFunction(writeApp([...ENOUGH, allow('dynamodb:DeleteItem', ARN.table('Orders'))], { code }));

  expect([state, neverCalled]).toEqual(['open', []]);
});

test('conditions count as met when a call is looked for', () => {
  const condition = { StringEquals: { 'aws:SourceVpce': 'vpce-1' } };
  const { denied } = onlyFunction(writeApp([allow(['dynamodb:PutItem', 'dynamodb:Query'], [ARN.table('Orders'), `${ARN.table('Orders')}/index/byStatus`], condition)]));

  expect(denied).toEqual([]);
});

test('a variable that only the deployment knows leaves the table open', () => {
  const environment = { Environment: { Variables: { ORDERS: { 'Fn::ImportValue': 'elsewhere' } } } };
  const { state, unknown } = onlyFunction(writeApp(ENOUGH, { properties: environment }));

  expect([state, unknown.map(({ reason }) => reason)]).toEqual(['open', [
    'the table of PutItem: the variable ORDERS is known at deployment only', 'the table of Query: the variable ORDERS is known at deployment only',
  ]]);
});

test.each<[title: string, properties: object, reason: string]>([
  ['a container image', { PackageType: 'Image' }, 'the function is a container image'],
  ['inline code', { Code: { ZipFile: 'exports.handler = 1' } }, 'the code is in the template (inline code)'],
  ['another runtime', { Runtime: 'java21' }, 'the runtime java21 is not read: JavaScript and Python are'],
  ['a handler that is not there', { Handler: 'other.handler' }, 'the file of the handler other.handler is not in the asset'],
])('%s is not read, with the reason', (_, properties, reason) => {
  const { state, unknown } = onlyFunction(writeApp(ENOUGH, { properties }));

  expect([state, unknown]).toEqual(['not read', [{ kind: 'code', reason }]]);
});

/** A zip file of one deflated file, as zip tools write it. */
function zip(name: string, text: string): Buffer {
  const data = deflateRawSync(Buffer.from(text));
  const fields = (size: number, values: readonly [offset: number, bytes: 2 | 4, value: number][]) => {
    const buffer = Buffer.alloc(size);
    for (const [offset, bytes, value] of values) buffer.writeUIntLE(value, offset, bytes);
    return buffer;
  };
  const local = Buffer.concat([fields(30, [[0, 4, 0x04034b50], [8, 2, 8], [18, 4, data.length], [26, 2, name.length]]), Buffer.from(name), data]);
  const central = Buffer.concat([fields(46, [[0, 4, 0x02014b50], [10, 2, 8], [20, 4, data.length], [28, 2, name.length]]), Buffer.from(name)]);
  return Buffer.concat([local, central, fields(22, [[0, 4, 0x06054b50], [8, 2, 1], [10, 2, 1], [12, 4, central.length], [16, 4, local.length]])]);
}

test('an asset that is a zip file is read', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zip'));
  writeFileSync(join(folder, 'code.zip'), zip('index.mjs', CODE));

  expect(onlyFunction(writeAssembly(functionResources(join(folder, 'code.zip'), ENOUGH)))).toMatchObject({ state: 'complete', calls: [{}, {}] });
});

test('an asset that is no zip file is not read', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zip'));
  writeFileSync(join(folder, 'code.zip'), 'none');

  expect(onlyFunction(writeAssembly(functionResources(join(folder, 'code.zip'), ENOUGH)))).toMatchObject({
    state: 'not read', unknown: [{ reason: 'its asset cannot be read: it is no zip file' }],
  });
});

test('an asset that is missing is not read, and has no path of this machine in the reason', () => {
  expect(onlyFunction(writeAssembly(functionResources(join(tmpdir(), 'asset.gone'), ENOUGH)))).toMatchObject({
    state: 'not read', unknown: [{ reason: 'the assembly has no asset.gone; run cdk synth again' }],
  });
});

test('code that the handler doesn\'t reach explains a permission on its own index only', () => {
  const code = `${CODE}export const other = () => client.send(new ScanCommand({ TableName: process.env.ORDERS, IndexName: 'byDate' }));`
    .replace('QueryCommand }', 'QueryCommand, ScanCommand }');
  const { neverCalled } = onlyFunction(writeApp([...ENOUGH, allow('dynamodb:Scan', [ARN.table('Orders'), `${ARN.table('Orders')}/index/byDate`])], { code }));

  expect(neverCalled).toEqual([
    { table: 'Stack/Orders', action: 'dynamodb:Scan' },
    { table: 'Stack/Orders', action: 'dynamodb:Scan', index: 'byDate', unreachedCall: { file: 'index.mjs', line: 7 } },
  ]);
});

test('a function without code in the assembly is not read', () => {
  const { Handler, ...others } = functionResources('', ENOUGH);
  const { Metadata, ...handler } = Handler;

  expect(onlyFunction(writeAssembly({ ...others, Handler: handler })).unknown).toEqual([{ kind: 'code', reason: 'the assembly does not contain its code' }]);
});

test('a layer of the app is read', () => {
  const layer = mkdtempSync(join(tmpdir(), 'layer'));
  mkdirSync(join(layer, 'nodejs', 'node_modules', 'store'), { recursive: true });
  writeFileSync(join(layer, 'nodejs', 'node_modules', 'store', 'index.js'), CODE.replace('handler', 'save'));
  const asset = mkdtempSync(join(tmpdir(), 'asset'));
  writeFileSync(join(asset, 'index.mjs'), 'import { save } from "store"; export const handler = (event) => save(event);');
  const directory = writeAssembly({
    ...functionResources(asset, ENOUGH, { Layers: [{ Ref: 'Layer' }] }),
    Layer: { Type: 'AWS::Lambda::LayerVersion', Metadata: { 'aws:asset:path': layer }, Properties: { Content: {} } },
  });

  expect(onlyFunction(directory)).toMatchObject({ state: 'complete', calls: [{ at: { file: '/opt/nodejs/node_modules/store/index.js' } }, {}] });
});

describe('the command features', () => {
  const denied = writeApp([]);

  test('says in words what is denied, and ends with 1', () => {
    const { output, exitCode } = run(['features', denied]);

    expect([output.split('\n').filter((line) => line.includes('denied')), exitCode]).toEqual([[
      '  denied        PutItem on Stack/Orders  index.mjs:4: no policy of its role allows dynamodb:PutItem',
      '  denied        Query on Stack/Orders by the index byStatus  index.mjs:5: no policy of its role allows dynamodb:Query',
    ], 1]);
  });

  test('writes annotations for GitHub', () => {
    expect(run(['features', denied, '--format', 'github']).output.split('\n')[0])
      .toBe('::error file=index.mjs,line=4::Stack/Handler: PutItem on Stack/Orders: no policy of its role allows dynamodb:PutItem');
  });

  test('reports on one function by the end of its path', () => {
    expect(JSON.parse(run(['features', denied, '--function', 'Handler', '--format', 'json']).output).functions).toHaveLength(1);
  });

  test('refuses a function that there isn\'t', () => {
    expect(run(['features', denied, '--function', 'Reporter']))
      .toEqual({ output: '', error: `cdk-dynamo-access: ${denied} has no function 'Reporter'; expected Stack/Handler\n`, exitCode: 2 });
  });

  test('names the function that is most like a misspelt one', () => {
    expect(run(['features', denied, '--function', 'Stack/Handlers']).error)
      .toBe(`cdk-dynamo-access: ${denied} has no function 'Stack/Handlers'; did you mean 'Stack/Handler'?\n`);
  });

  test('writes errors for GitHub only if it ends with 1', () => {
    const { output, exitCode } = run(['features', writeApp([...ENOUGH, allow('dynamodb:DeleteItem', ARN.table('Orders'))]), '--format', 'github']);

    expect([output, exitCode]).toEqual(['::notice::Stack/Handler: never called  DeleteItem on Stack/Orders\n', 0]);
  });

  test.each([
    ['a missing path', () => join(tmpdir(), 'nowhere'), 'does not exist; run \'npx cdk synth\' first'],
    ['a folder without code', () => mkdtempSync(join(tmpdir(), 'code')), 'has no files of code; expected files that end in .js, .mjs, .cjs or .py; compile TypeScript first'],
    ['the folder of an app', () => join(__dirname, '../../examples/quickstart'), 'is the folder of an app; run \'npx cdk synth\' in it'],
  ])('refuses %s', (_, makePath, problem) => {
    const { error, exitCode } = run(['features', makePath()]);

    expect([error.includes(problem), exitCode]).toEqual([true, 2]);
  });

  test('refuses to say why without an app, because code has no permissions', () => {
    const folder = mkdtempSync(join(tmpdir(), 'code'));
    writeFileSync(join(folder, 'index.mjs'), CODE);

    expect(run(['features', folder, '--why']).error).toContain('is code without an app; expected the folder that cdk synth wrote for --why');
  });

  test('reads files of code, where variables stand for tables', () => {
    const folder = mkdtempSync(join(tmpdir(), 'code'));
    writeFileSync(join(folder, 'index.mjs'), CODE);

    expect(run(['features', folder]).output.split('\n').filter((line) => line.includes('write')))
      .toEqual(['  write         features: [TableFeature.PUT_ITEM, TableFeature.QUERY.onIndexes(\'byStatus\')] for ${ORDERS}']);
  });
});

test('importing the constructs loads nothing that reads code', () => {
  expect(readFileSync(join(__dirname, '../../src/index.ts'), 'utf8')).not.toContain('./code');
});

test.each<[title: string, other: string, sure: boolean]>([
  ['less likely beside a table of the app', "event.queue ? process.env.ORDERS : 'queue'", false],
  ['as sure as any where no table of the app is meant', "'queue'", true],
])('a name that the app does not declare is %s', (_, other, sure) => {
  const code = CODE.replace('process.env.ORDERS, Item', `${other}, Item`);
  const { calls } = onlyFunction(writeApp(ENOUGH, { code }));

  expect(calls.filter(({ operation }) => operation === 'PutItem').find((call) => call.table === 'queue')?.sure).toBe(sure);
});
