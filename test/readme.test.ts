import { readFileSync } from 'fs';
import { join } from 'path';
import { runInNewContext } from 'vm';
import { Stack } from 'aws-cdk-lib';
import { Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Function } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { ModuleKind, transpileModule } from 'typescript';
import * as library from '../src';
import { addIndexes, ENV, newFunction, newStack, newTable, readable, RECOMMENDED_FLAGS, statementsOf } from './support/app';

const README = readFileSync(join(__dirname, '../README.md'), 'utf8');
const LINES = README.trimEnd().split('\n');

/** A statement of the README, which leaves out what every one of them has. */
interface ShownStatement {
  readonly Action: string | string[];
  readonly Resource: string;
  readonly Condition?: unknown;
}

test('the README has at most 120 lines', () => {
  expect(LINES.length).toBeLessThanOrEqual(120);
});

test.each(['npm ci && npm run synth', 'npm ci && npm test'])('the README says "%s" within 25 lines', (command) => {
  expect(LINES.findIndex((line) => line.startsWith(command))).toBeGreaterThan(0);
  expect(LINES.findIndex((line) => line.startsWith(command))).toBeLessThan(25);
});

test('the README shows the statements that its example makes', () => {
  const stack = newStack(RECOMMENDED_FLAGS, ENV);
  const orders = newTable(stack, 'Orders', { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: new Key(stack, 'OrdersKey') });
  addIndexes(orders, 'byCustomer', 'byDate');
  const handler = newFunction(stack, 'Handler', { logGroup: new LogGroup(stack, 'HandlerLogs') });

  runExample(stack, orders, handler);

  const shown: ShownStatement[] = JSON.parse(/```json\n([\s\S]*?)```/.exec(README)![1]);
  expect(shown.map(({ Action, Resource, Condition }) => ({ actions: [Action].flat(), resources: [Resource], conditions: Condition })))
    .toEqual(statementsOf(stack).map(({ resources, ...statement }) => (
      { ...statement, resources: resources.map((resource) => withoutHash(readable(resource))) })));
});

/** Runs the first example of the README as the constructor of a stack. */
function runExample(stack: Stack, orders: Table, handler: Function): void {
  const [, example] = /```ts fixture=imports\n([\s\S]*?)```/.exec(README)!;
  const { outputText } = transpileModule(example, { compilerOptions: { module: ModuleKind.CommonJS } });
  runInNewContext(`(function (require, exports, orders, handler) { ${outputText} })`, {})
    .call(stack, () => library, {}, orders, handler);
}

/** The logical ids of CDK end in a hash. */
function withoutHash(resource: string): string {
  return resource.replace(/[0-9A-F]{8}(?=\.Arn>)/, '');
}
