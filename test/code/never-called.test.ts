import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { CODE, ENOUGH, functionResources, trust, writeApp } from './function-app';
import { DataProtectionStack } from '../../examples/data-protection/data-protection-stack';
import { GlobalTableStack } from '../../examples/global-table/global-table-stack';
import { MigrationStack } from '../../examples/migration/migration-stack';
import { MultiTenantStack } from '../../examples/multi-tenant/multi-tenant-stack';
import { PrivateNetworkStack } from '../../examples/private-network/private-network-stack';
import { QuickstartStack } from '../../examples/quickstart/quickstart-stack';
import { TransactionsStack } from '../../examples/transactions/transactions-stack';
import { DynamoAccessChecks } from '../../src';
import { run } from '../../src/cli/run';
import { reportWithCode } from '../../src/report/analysis/report-code';
import { allow, ARN, role, writeAssembly } from '../report/templates';
import { newExampleApp } from '../support/example';
import '../support/quiet';

const DELETE = allow('dynamodb:DeleteItem', ARN.table('Orders'));
/** Permissions of which the code needs two. */
const MORE = [...ENOUGH, DELETE, allow(['dynamodb:Query', 'dynamodb:Scan'], [ARN.table('Orders'), `${ARN.table('Orders')}/index/*`])];

/** The permissions on tables and indexes for which the report has no call, by function. */
function listOfReport(directory: string): string[] {
  const { grantees, resources, accesses } = reportWithCode(directory).report;
  const ids = resources.filter(({ kind, declared, any }) => declared && !any && (kind === 'table' || kind === 'index')).map(({ id }) => id);
  return accesses.filter(({ resource }) => ids.includes(resource)).flatMap(({ grantee, resource, calls = [] }) => {
    const { functions } = grantees.find(({ id }) => id === grantee)!;
    const unneeded = calls.filter(({ status }) => status === 'no call found');
    return functions.flatMap((id) => unneeded.map(({ action }) => `${id}: ${action} on ${resource.replace(/@[\w-]+/, '')}`));
  });
}

function listOfCommand(directory: string): string[] {
  const { functions } = JSON.parse(run(['features', directory, '--format', 'json']).output);
  return functions.flatMap(({ id, neverCalled }: { id: string; neverCalled: { table: string; index?: string; action: string }[] }) =>
    neverCalled.map(({ table, index, action }) => `${id}: ${action} on ${table}${index === undefined ? '' : `/index/${index}`}`));
}

/** The findings in the words of the check: `the role allows <action> by the index <name>, <action> on <table>`. */
function listOfCheck(directory: string): string[] {
  const { violations } = new DynamoAccessChecks(new App(), { code: true }).validate({ templatePaths: [join(directory, 'Stack.template.json')] });
  return violations.filter(({ ruleName }) => ruleName === 'cdk-dynamo-access::permission-never-called').flatMap(({ description, violatingResources }) => {
    const [, permissions, table] = /the role allows (.*) on (\S+)\. /.exec(description.replace(/ \(called in .*?\)/g, ''))!;
    return permissions.split(', ').map((permission) => {
      const [action, index] = permission.split(' by the index ');
      return `${violatingResources[0].constructPath}: ${action} on ${table}${index === undefined ? '' : `/index/${index}`}`;
    });
  });
}

function writeExample(name: string, create: (app: ReturnType<typeof newExampleApp>) => Stack): string {
  const app = newExampleApp(name);
  create(app);
  return app.synth().directory;
}

/** An app with a function whose role has a trust policy. */
function writeTrusting(trustPolicy: unknown): string {
  const asset = mkdtempSync(join(tmpdir(), 'asset'));
  writeFileSync(join(asset, 'index.mjs'), CODE);
  return writeAssembly({ ...functionResources(asset, []), ...role('Role', MORE, { AssumeRolePolicyDocument: trustPolicy }) });
}

/** An app whose role is shared by a function that deletes. */
function writeSharing(): string {
  const [one, other] = [CODE, CODE.replace(/PutItemCommand/g, 'DeleteItemCommand')].map((code) => {
    const asset = mkdtempSync(join(tmpdir(), 'asset'));
    writeFileSync(join(asset, 'index.mjs'), code);
    return functionResources(asset, MORE);
  });
  return writeAssembly({ ...one, Deleter: other.Handler });
}

const ENV = { account: '111111111111', region: 'eu-west-1' };
const KEYS = { 'us-east-1': 'arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000000' };

describe('the report, the command features and the check agree on the permissions that no call needs in', () => {
  test.each<[title: string, write: () => string, number: number]>([
    ['the example quickstart', () => writeExample('quickstart', (app) => new QuickstartStack(app, 'Stack')), 0],
    ['the example transactions', () => writeExample('transactions', (app) => new TransactionsStack(app, 'Stack')), 0],
    ['the example migration', () => writeExample('migration', (app) => new MigrationStack(app, 'Stack')), 0],
    ['the example data-protection', () => writeExample('data-protection', (app) => new DataProtectionStack(app, 'Stack')), 0],
    ['the example private-network', () => writeExample('private-network', (app) => new PrivateNetworkStack(app, 'Stack')), 0],
    ['the example multi-tenant', () => writeExample('multi-tenant', (app) => new MultiTenantStack(app, 'Stack')), 0],
    ['the example global-table', () => writeExample('global-table', (app) => new GlobalTableStack(app, 'Stack', { env: ENV, replicaKeyArns: KEYS })), 0],
    ['an app whose role has more permissions than its code needs', () => writeApp(MORE), 6],
    ['an app whose code has calls that the handler doesn\'t reach', () => writeApp(MORE, {
      code: `${CODE}export const other = () => client.send(new ScanCommand({ TableName: process.env.ORDERS }));`.replace('QueryCommand }', 'QueryCommand, ScanCommand }'),
    }), 6],
    ['an app whose code is not read completely', () => writeApp(MORE, { code: `${CODE}import './gone.mjs';` }), 0],
    ['an app whose functions share a role', writeSharing, 10],
    ['an app whose role may be used by a container', () => writeTrusting(trust('lambda.amazonaws.com', 'ecs-tasks.amazonaws.com')), 0],
    ['an app whose role has a trust policy that only the deployment knows', () => writeTrusting({ 'Fn::ImportValue': 'elsewhere' }), 0],
    ['an app whose role has a permission for every table', () => writeApp([...ENOUGH, allow('dynamodb:DeleteItem', '*')]), 1],
    ['an app whose role is imported', () => writeApp(MORE, { properties: { Role: 'arn:aws:iam::111111111111:role/Elsewhere' } }), 0],
  ])('%s', (_, write, number) => {
    const directory = write();
    const [report, command, check] = [listOfReport, listOfCommand, listOfCheck].map((list) => list(directory).sort());

    expect([command, check, report.length]).toEqual([report, report, number]);
  });
});
