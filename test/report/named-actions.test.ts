import { allow, ARN, role, table, writeAssembly } from './templates';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { ENV } from '../support/app';

const GROUP = `arn:aws:logs:${ENV.region}:${ENV.account}:log-group:one`;

/** The actions that a role with one statement may do, by resource. */
function listAccesses(statement: object): Record<string, string[]> {
  const { accesses } = reportAssembly(writeAssembly({ ...table('Orders'), ...role('role', [statement]) }));
  return Object.fromEntries(accesses.map(({ resource, allowed }) => [resource, allowed.flatMap(({ actions }) => actions)]));
}

test('an action without a log group isn\'t reported on a log group', () => {
  expect(listAccesses(allow(['logs:PutResourcePolicy', 'logs:PutRetentionPolicy'], GROUP))).toEqual({ [GROUP]: ['logs:PutRetentionPolicy'] });
});

test('an action on deliveries of logs isn\'t reported on a log group', () => {
  expect(listAccesses(allow(['logs:CreateDelivery', 'logs:PutRetentionPolicy'], GROUP))).toEqual({ [GROUP]: ['logs:PutRetentionPolicy'] });
});

test('an action on keys without a type is reported on the account', () => {
  expect(listAccesses(allow('kms:CreateKey', '*'))).toEqual({ account: ['kms:CreateKey'] });
});

test('an operation that IAM has no action for isn\'t reported', () => {
  expect(listAccesses(allow(['dynamodb:TransactWriteItems', 'dynamodb:PutItem'], ARN.table('Orders')))).toEqual({ 'Stack/Orders': ['dynamodb:PutItem'] });
});

test('an action of global tables is reported on tables', () => {
  expect(listAccesses(allow('DYNAMODB:updateglobaltable', ARN.table('Orders')))).toEqual({ 'Stack/Orders': ['dynamodb:UpdateGlobalTable'] });
});

test('an action that AWS may have added is reported on every resource of its service that a statement names', () => {
  expect(listAccesses(allow('dynamodb:StartSomething', ARN.table('Orders')))).toEqual({ 'Stack/Orders': ['dynamodb:StartSomething'] });
});
