import { readFileSync } from 'fs';
import { join } from 'path';
import { TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { LambdaTableAccess, TableFeature } from '../src';
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
  const orders = newTable(stack, 'Orders', { encryption: TableEncryption.CUSTOMER_MANAGED });
  addIndexes(orders, 'byCustomer', 'byDate');
  new LambdaTableAccess(stack, 'OrdersAccess', {
    function: newFunction(stack, 'Handler', { logGroup: new LogGroup(stack, 'HandlerLogs') }),
    table: orders,
    features: [TableFeature.READ_ITEM, TableFeature.PUT_ITEM, TableFeature.QUERY.onIndexes('byCustomer')],
  });

  const shown: ShownStatement[] = JSON.parse(/```json\n([\s\S]*?)```/.exec(README)![1]);

  const made = statementsOf(stack).map(({ actions, resources: [resource], conditions }) =>
    ({ actions, resource: withoutHash(readable(resource)), conditions }));
  expect(shown.map(({ Action, Resource, Condition }) => ({ actions: [Action].flat(), resource: Resource, conditions: Condition })))
    .toEqual(expect.arrayContaining(made));
  expect(shown).toHaveLength(made.length);
});

test('the example of the README is the one whose statements it shows', () => {
  expect(README).toContain(`  features: [
    TableFeature.READ_ITEM,
    TableFeature.PUT_ITEM,
    TableFeature.QUERY.onIndexes('byCustomer'),
  ],`);
});

/** The logical ids of CDK end in a hash. */
function withoutHash(resource: string): string {
  return resource.replace(/[0-9A-F]{8}(?=\.Arn>)/, '');
}
