import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { CODE, ENOUGH, writeApp } from './function-app';
import { run } from '../../src/cli/run';
import { allow, ARN } from '../report/templates';
import { findSchemaErrors } from '../support/json-schema';

const UNREACHED = `${CODE}export const other = (event) => client.send(new DeleteItemCommand({ TableName: process.env.ORDERS, Key: event }));`
  .replace('PutItemCommand,', 'DeleteItemCommand, PutItemCommand,');
const DELETE = allow('dynamodb:DeleteItem', ARN.table('Orders'));

function writeCode(): string {
  const folder = mkdtempSync(join(tmpdir(), 'code'));
  writeFileSync(join(folder, 'index.mjs'), CODE);
  return folder;
}

test.each<[title: string, args: string[], member: string]>([
  ['denied calls', [writeApp([])], '"denied": [\n        {'],
  ['a permission that is called where the handler doesn\'t reach', [writeApp([...ENOUGH, DELETE], { code: UNREACHED })], '"unreachedCall"'],
  ['reasons for what is not known', [writeApp(ENOUGH, { code: `${CODE}import './gone.mjs';` })], '"at": {\n            "file"'],
  ['the permissions of the role', [writeApp([...ENOUGH, DELETE]), '--why'], '"granted": [\n        {'],
  ['code that is not read', [writeApp(ENOUGH, { properties: { Runtime: 'java21' } }), '--why'], '"text": "the code of Stack/Handler is not read"'],
  ['files of code', [writeCode()], '"table": "${ORDERS}"'],
])('the JSON of the command features with %s is as its schema says', (_, args, member) => {
  const { output } = run(['features', ...args, '--format', 'json']);

  expect([output.includes(member), findSchemaErrors('features', output)]).toEqual([true, []]);
});

test('features with another field aren\'t as their schema says', () => {
  const report = JSON.parse(run(['features', writeApp([]), '--format', 'json']).output);

  expect(findSchemaErrors('features', JSON.stringify({ ...report, more: true }))).not.toEqual([]);
});
