import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { allow, ARN, key, Resources, role, table, writeAssembly } from './templates';
import { DataProtectionStack } from '../../examples/data-protection/data-protection-stack';
import { run } from '../../src/cli/run';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { reportWithCode } from '../../src/report/analysis/report-code';
import { FORMATS } from '../../src/report/formats/formats';
import { ActionCalls, ReportedGrantee } from '../../src/report/report-data';
import { CODE, ENOUGH, functionResources, trust, writeApp } from '../code/function-app';
import { newExampleApp } from '../support/example';
import '../support/quiet';

const DELETE = allow('dynamodb:DeleteItem', ARN.table('Orders'));

/** The calls of each action on a resource, by `resource action`. */
function listCalls(directory: string): Record<string, Omit<ActionCalls, 'action'>> {
  const { accesses } = reportWithCode(directory).report;
  return Object.fromEntries(accesses.flatMap(({ resource, calls = [] }) => calls.map(({ action, ...rest }) => [`${resource} ${action}`, rest])));
}

function describeCalls(directory: string): Record<string, string> {
  return Object.fromEntries(Object.entries(listCalls(directory)).map(([permission, { status, calls, text }]) =>
    [permission, [status, ...calls.map((each) => `${each.function} ${each.file}:${each.line}`), ...text === undefined ? [] : [text]].join('; ')]));
}

function findRole(directory: string): ReportedGrantee {
  return reportWithCode(directory).report.grantees.find(({ functions }) => functions.length > 0)!;
}

/** An app with one function that runs this code, and with other resources. */
function writeAppWith(resources: Resources, code = CODE, properties = {}): string {
  const asset = mkdtempSync(join(tmpdir(), 'asset'));
  writeFileSync(join(asset, 'index.mjs'), code);
  return writeAssembly({ ...functionResources(asset, ENOUGH, properties), ...resources });
}

test('each permission has the calls that need it', () => {
  expect(listCalls(writeApp(ENOUGH))).toEqual({
    'Stack/Orders dynamodb:PutItem': { status: 'called', calls: [{ function: 'Stack/Handler', file: 'index.mjs', line: 4, call: 'PutItem', sure: true }] },
    'Stack/Orders/index/byStatus dynamodb:Query': {
      status: 'called', calls: [{ function: 'Stack/Handler', file: 'index.mjs', line: 5, call: 'Query', sure: true }],
    },
  });
});

test('a permission without a call says that none was found, if all calls are known', () => {
  expect(describeCalls(writeApp([...ENOUGH, DELETE]))).toMatchObject({ 'Stack/Orders dynamodb:DeleteItem': 'no call found' });
});

test('a permission on another index than that of the call says that no call was found', () => {
  expect(describeCalls(writeApp([allow('dynamodb:Query', `${ARN.table('Orders')}/index/*`)]))).toEqual({
    'Stack/Orders/index/byDate dynamodb:Query': 'no call found',
    'Stack/Orders/index/byStatus dynamodb:Query': 'called; Stack/Handler index.mjs:5',
  });
});

test('a permission without a call is unknown if there may be other calls', () => {
  expect(describeCalls(writeApp([...ENOUGH, DELETE], { code: `${CODE}import './gone.mjs';` })))
    .toMatchObject({ 'Stack/Orders dynamodb:DeleteItem': 'unknown; there may be other calls in Stack/Handler' });
});

test('a permission is unknown if the code is not read', () => {
  expect(describeCalls(writeApp([DELETE], { properties: { Runtime: 'java21' } })))
    .toEqual({ 'Stack/Orders dynamodb:DeleteItem': 'unknown; the code of Stack/Handler is not read' });
});

test('a permission without a call is unknown if others may use the role', () => {
  expect(describeCalls(writeAppWith(role('Role', [DELETE], { AssumeRolePolicyDocument: trust('lambda.amazonaws.com', 'ecs-tasks.amazonaws.com') }))))
    .toEqual({ 'Stack/Orders dynamodb:DeleteItem': 'unknown; Service ecs-tasks.amazonaws.com may use the role too' });
});

test('a permission without a call is unknown if others may use the role under a condition', () => {
  const either = { 'Fn::If': ['InTest', trust('lambda.amazonaws.com', 'ecs-tasks.amazonaws.com'), trust('lambda.amazonaws.com')] };

  expect(describeCalls(writeAppWith(role('Role', [DELETE], { AssumeRolePolicyDocument: either }))))
    .toEqual({ 'Stack/Orders dynamodb:DeleteItem': 'unknown; Service ecs-tasks.amazonaws.com may use the role too' });
});

describe('a permission without a call is unknown if the trust policy', () => {
  const lambda = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const IMPORTED = { 'Fn::ImportValue': 'elsewhere' };

  test.each<[title: string, policy: unknown]>([
    ['is known at deployment only', IMPORTED],
    ['has statements that are known at deployment only', { Version: '2012-10-17', Statement: IMPORTED }],
    ['has one statement that is known at deployment only', { Version: '2012-10-17', Statement: [lambda, IMPORTED] }],
    ['has a principal that is known at deployment only', { Version: '2012-10-17', Statement: [lambda, { ...lambda, Principal: { AWS: IMPORTED } }] }],
    ['has a list of principals of which one is known at deployment only',
      { Version: '2012-10-17', Statement: [{ ...lambda, Principal: { Service: ['lambda.amazonaws.com', IMPORTED] } }] }],
    ['is missing', undefined],
    ['has no statement', { Version: '2012-10-17', Statement: [] }],
    ['is no policy', 'none'],
  ])('%s', (_, policy) => {
    const { 'Stack/Orders dynamodb:DeleteItem': found } = describeCalls(writeAppWith(role('Role', [DELETE], { AssumeRolePolicyDocument: policy })));

    expect(found).toBe('unknown; the trust policy of the role is not known');
  });
});

test('a role has the state of the code of its functions, with the reasons', () => {
  expect(findRole(writeApp(ENOUGH, { code: `${CODE}import './gone.mjs';` })).code).toEqual([
    { function: 'Stack/Handler', state: 'open', unknown: [{ file: 'index.mjs', line: 7, reason: expect.stringContaining('gone.mjs') }] },
  ]);
});

test('functions that share a role decide together', () => {
  const asset = mkdtempSync(join(tmpdir(), 'asset'));
  writeFileSync(join(asset, 'index.mjs'), CODE.replace('PutItemCommand({', 'DeleteItemCommand({').replace('PutItemCommand,', 'DeleteItemCommand,'));
  const { Handler: Other } = functionResources(asset, []);

  expect(describeCalls(writeAppWith({ Other, ...role('Role', [...ENOUGH, DELETE]) }))).toEqual({
    'Stack/Orders dynamodb:DeleteItem': 'called; Stack/Other index.mjs:4',
    'Stack/Orders dynamodb:PutItem': 'called; Stack/Handler index.mjs:4',
    'Stack/Orders/index/byStatus dynamodb:Query': 'called; Stack/Handler index.mjs:5; Stack/Other index.mjs:5',
  });
});

test('a call on a table from outside the app belongs to the permission on its ARN', () => {
  const directory = writeApp([allow('dynamodb:PutItem', [ARN.table('Elsewhere'), ARN.table('Another')])], {
    properties: { Environment: { Variables: { ORDERS: 'Elsewhere' } } },
  });

  expect(describeCalls(directory)).toEqual({
    [`${ARN.table('Another')} dynamodb:PutItem`]: 'no call found',
    [`${ARN.table('Elsewhere')} dynamodb:PutItem`]: 'called; Stack/Handler index.mjs:4',
  });
});

test.each([
  ['indexes by a pattern', `${ARN.table('Elsewhere')}/index/*`],
  ['tables by a pattern', 'arn:aws:dynamodb:*:*:table/Else*'],
])('a call on an index from outside the app needs a permission on %s', (_kind, resource) => {
  const directory = writeApp([allow('dynamodb:Query', resource)], { properties: { Environment: { Variables: { ORDERS: 'Elsewhere' } } } });

  expect(Object.values(describeCalls(directory))).toEqual(['called; Stack/Handler index.mjs:5']);
});

test('a permission on the stream of a table from outside the app is unknown', () => {
  expect(Object.values(describeCalls(writeApp([allow('dynamodb:GetRecords', `${ARN.table('Elsewhere')}/stream/2026`)]))))
    .toEqual(['unknown; Lambda may read a stream that the app does not declare']);
});

test('a permission without a feature is unknown beside a call of an operation that needs several permissions', () => {
  const code = 'import { DynamoDBClient, RestoreTableToPointInTimeCommand } from "@aws-sdk/client-dynamodb";\n'
    + 'export const handler = () => new DynamoDBClient().send('
    + 'new RestoreTableToPointInTimeCommand({ SourceTableName: process.env.ORDERS, TargetTableName: "Restored" }));';

  expect(describeCalls(writeApp([DELETE], { code }))).toEqual({ 'Stack/Orders dynamodb:DeleteItem': 'unknown; RestoreTableToPointInTime may need it' });
});

describe('the permission to decrypt', () => {
  const encrypted = (statement: object): Resources => ({
    ...table('Orders', { SSESpecification: { SSEEnabled: true, KMSMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } } }),
    ...key('Key'),
    ...role('Role', [statement], { AssumeRolePolicyDocument: trust('lambda.amazonaws.com') }),
  });
  const VIA_DYNAMODB = { StringEquals: { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' } };
  const DECRYPTING = 'import { KMSClient, DecryptCommand } from "@aws-sdk/client-kms";\n'
    + 'export const handler = (event) => new KMSClient().send(new DecryptCommand({ CiphertextBlob: event.blob }));';

  test('with the table key is needed by calls on the table', () => {
    expect(describeCalls(writeAppWith(encrypted(allow('kms:Decrypt', ARN.key('Key'), VIA_DYNAMODB)))))
      .toEqual({ 'Stack/Key kms:Decrypt': 'called; Stack/Handler index.mjs:4; Stack/Handler index.mjs:5' });
  });

  test('with the key of a table from outside the app is needed by calls on that table', () => {
    const directory = writeApp([allow('kms:Decrypt', 'arn:aws:kms:eu-west-1:111111111111:key/elsewhere', VIA_DYNAMODB)], {
      properties: { Environment: { Variables: { ORDERS: 'Elsewhere' } } },
    });

    expect(Object.values(describeCalls(directory))).toEqual(['called; Stack/Handler index.mjs:4; Stack/Handler index.mjs:5']);
  });

  test('through DynamoDB isn\'t needed by calls of KMS', () => {
    expect(describeCalls(writeAppWith(encrypted(allow('kms:Decrypt', ARN.key('Key'), VIA_DYNAMODB)), DECRYPTING)))
      .toEqual({ 'Stack/Key kms:Decrypt': 'no call found' });
  });

  test('with any key is needed by a call that names no key', () => {
    expect(describeCalls(writeAppWith(encrypted(allow('kms:Decrypt', ARN.key('Key'))), DECRYPTING)))
      .toEqual({ 'Stack/Key kms:Decrypt': 'called; Stack/Handler index.mjs:2' });
  });
});

test('an export needs the keys of its feature', () => {
  const app = newExampleApp('data-protection');
  new DataProtectionStack(app, 'DataProtection');

  expect(describeCalls(app.synth().directory)).toMatchObject({
    'DataProtection/ExportsKey kms:GenerateDataKey': 'called; DataProtection/Export export.mjs:9',
    'DataProtection/Key kms:CreateGrant': 'called; DataProtection/Restore restore.mjs:12; DataProtection/Restore restore.mjs:13',
  });
});

describe('a permission that Lambda uses', () => {
  const LOGS = allow('logs:PutLogEvents', `arn:aws:logs:eu-west-1:${ARN.table('').split(':')[4]}:log-group:/aws/lambda/x:*`);

  test('on the stream of a table has no call in the code', () => {
    const directory = writeAppWith({
      ...table('Orders', { StreamSpecification: { StreamViewType: 'NEW_IMAGE' } }),
      ...role('Role', [allow('dynamodb:GetRecords', { 'Fn::GetAtt': ['Orders', 'StreamArn'] })]),
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { FunctionName: { Ref: 'Handler' }, EventSourceArn: { 'Fn::GetAtt': ['Orders', 'StreamArn'] } },
      },
    });

    expect(describeCalls(directory)).toEqual({ 'Stack/Orders/stream dynamodb:GetRecords': 'made by AWS; Lambda reads the stream for the function' });
  });

  test('on a log group of somebody else is unknown, because calls of CloudWatch Logs are not read', () => {
    expect(Object.values(describeCalls(writeApp([LOGS])))).toEqual(['unknown; calls of CloudWatch Logs are not read, and Lambda may write the logs of the function']);
  });
});

test('a role that no function runs with has no calls', () => {
  const { report } = reportWithCode(writeAppWith(role('Task', [DELETE])));

  expect(report.accesses.find(({ grantee }) => grantee === 'Stack/Task')).not.toHaveProperty('calls');
});

test('a report without the code is the report with the code, without calls', () => {
  const directory = writeApp(ENOUGH);
  const { report } = reportWithCode(directory);
  const accesses = report.accesses.map(({ calls, ...access }) => access);
  const grantees = report.grantees.map(({ code, ...grantee }) => grantee);

  expect(reportAssembly(directory)).toEqual({ ...report, accesses, grantees });
});

describe('the command report --code', () => {
  const directory = writeApp([...ENOUGH, DELETE]);

  test('prints the calls behind the permissions', () => {
    expect(run(['report', directory, '--code']).output.split('\n').slice(0, 4)).toEqual([
      'Handler may',
      '  - delete items of Orders · by Stack/Role, statement 2 · no call found',
      '  - put items into Orders · by Stack/Role, statement 0 · index.mjs:4',
      '  - query index byStatus of Orders · by Stack/Role, statement 1 · index.mjs:5',
    ]);
  });

  test('prints what is not known of the code', () => {
    const { output } = run(['report', writeApp(ENOUGH, { properties: { Runtime: 'java21' } }), '--code']);

    expect(output).toContain('\n  The code of Stack/Handler is not read: the runtime java21 is not read: JavaScript and Python are\n');
  });

  test('has a column of calls as Markdown', () => {
    expect(run(['report', directory, '--code', '--format', 'md']).output)
      .toContain('| Orders | `DeleteItem` |  | statement of `Stack/Role, statement 2` | no call found |');
  });

  test('refuses a report as JSON, because it has no code', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'report')), 'access.json');
    run(['report', directory, '--format', 'json', '--output', file]);

    expect(run(['report', file, '--code'])).toMatchObject({ exitCode: 2, error: expect.stringContaining('is no CloudFormation template') });
  });
});

describe.each([
  ['text', /^# All good|[\u001b\u202e]/m],
  ['md', /^# All good|[\u001b\u202e]|[^\\]<script>/m],
  ['html', /All good <script>/],
])('as %s', (format, forged) => {
  test('the name of a file of code can\'t add lines, elements or terminal escapes', () => {
    const asset = mkdtempSync(join(tmpdir(), 'asset'));
    const file = 'x\n# All good <script>\u001b[8m\u202e.mjs';
    writeFileSync(join(asset, file), CODE);
    writeFileSync(join(asset, 'index.mjs'), `export { handler } from ${JSON.stringify(`./${file}`)};`);
    const rendered = FORMATS[format].render(reportWithCode(writeAssembly(functionResources(asset, ENOUGH))).report);

    expect([rendered.includes('All good'), forged.test(rendered)]).toEqual([true, false]);
  });
});
