import { allow, ARN, index, key, Resources, role, table, writeAssembly } from './templates';
import { checkAssembly } from '../../src/checks/check-assembly';
import * as inclusion from '../../src/policy/pattern-inclusion';
import { compareReports } from '../../src/report/analysis/compare-reports';
import { ReachedArnFinder } from '../../src/report/analysis/reached-arns';
import { reportAssembly } from '../../src/report/analysis/report-assembly';

const SECONDS = 5;
const FUNCTIONS = 500;
const TABLES = 50;

/** Functions with roles of their own, each of which uses three tables with their keys, and writes its logs. */
function largeApp(count = FUNCTIONS): Resources {
  const tables = Array.from({ length: TABLES }, (_, each) => ({
    ...table(`Table${each}`, {
      GlobalSecondaryIndexes: [index('byOne'), index('byTwo')],
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      SSESpecification: { KMSMasterKeyId: { 'Fn::GetAtt': [`Key${each}`, 'Arn'] } },
    }),
    ...key(`Key${each}`),
  }));
  const functions = Array.from({ length: count }, (_, each) => ({
    [`Function${each}`]: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': [`Role${each}`, 'Arn'] } } },
    ...role(`Role${each}`, [
      allow('logs:PutLogEvents', `arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/Stack-Function${each}-XXXXXXXXXXXX:*`),
      ...[0, 1, 2].map((offset) => (each + offset) % TABLES).flatMap((of) => [
        allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], [ARN.table(`Table${of}`), `${ARN.table(`Table${of}`)}/index/*`]),
        allow('kms:Decrypt', { 'Fn::GetAtt': [`Key${of}`, 'Arn'] }, { StringEquals: { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' } }),
      ]),
    ]),
  }));
  return Object.assign({}, ...tables, ...functions);
}

/** The processor time of a function in seconds. */
function measure<T>(work: () => T): { readonly result: T; readonly seconds: number } {
  const before = process.cpuUsage();
  const result = work();
  return { result, seconds: process.cpuUsage(before).user / 1e6 };
}

test(`the check of ${FUNCTIONS} functions and ${TABLES} tables takes less than ${SECONDS} seconds`, () => {
  const directory = writeAssembly(largeApp());
  const { result, seconds } = measure(() => checkAssembly(directory));

  // `index/*` of three tables each
  expect(result.filter(({ id }) => id === 'cdk-dynamo-access:any-index')).toHaveLength(FUNCTIONS * 3);
  expect(seconds).toBeLessThan(SECONDS);
});

test('a statement on all log groups is reported once, and not once for each function', () => {
  const broad = role('Broad', [allow('logs:*', '*')]);
  const { accesses } = reportAssembly(writeAssembly({ ...largeApp(10), ...broad }));

  expect(accesses.filter(({ grantee }) => grantee === 'Stack/Broad').map(({ resource, all }) => [resource, all]))
    .toEqual([['account', undefined], ['any log group', undefined], ['any log group of functions', true]]);
});

test('a log group that a statement excludes is no part of all log groups', () => {
  const excluded = 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/Stack-Function0-XXXXXXXXXXXX:*';
  const broad = role('Broad', [{ Effect: 'Allow', Action: 'logs:PutLogEvents', NotResource: excluded }]);
  const { accesses } = reportAssembly(writeAssembly({ ...largeApp(10), ...broad }));
  const own = accesses.filter(({ grantee }) => grantee === 'Stack/Broad');

  // nine functions, the others of functions, and all others
  expect([own.length, own.some(({ all }) => all), own.some(({ resource }) => resource === 'Stack/Function0/log-group')]).toEqual([11, false, false]);
});

test(`the report of ${FUNCTIONS} functions and ${TABLES} tables takes less than ${SECONDS} seconds`, () => {
  const directory = writeAssembly(largeApp());
  const { result: { grantees, accesses }, seconds } = measure(() => reportAssembly(directory));

  // a table, two indexes and a key each, and the log group
  expect([grantees.length, accesses.length]).toEqual([FUNCTIONS, FUNCTIONS * (3 * 4 + 1)]);
  expect(seconds).toBeLessThan(SECONDS);
});

test('the roles of functions with the same statement on all log groups need no list of them each', () => {
  const countListedArns = (count: number) => {
    const grouping = jest.spyOn(ReachedArnFinder.prototype, 'groupByArn');
    const functions = Array.from({ length: count }, (_, each) => ({
      [`Function${each}`]: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': [`Role${each}`, 'Arn'] } } },
      ...role(`Role${each}`, [allow('logs:PutLogEvents', '*')]),
    }));
    reportAssembly(writeAssembly(Object.assign({}, ...functions)));
    const sizes = grouping.mock.results.map(({ value }) => value.size);
    grouping.mockRestore();
    return sizes.reduce((sum, size) => sum + size, 0);
  };

  expect(countListedArns(1)).toBeGreaterThan(0);
  expect(countListedArns(40)).toBe(40 * countListedArns(1));
});

test('a difference compares the patterns of grantees that change, however many others there are', () => {
  const countComparisons = (count: number) => {
    const broad = (name: string) => role('Broad', [allow('dynamodb:GetItem', ARN.table(`${name}*`))]);
    const [before, after] = ['Order', 'Orders'].map((name) => reportAssembly(writeAssembly({ ...largeApp(count), ...broad(name) })));
    const comparing = jest.spyOn(inclusion, 'isPatternIncluded');
    compareReports(before, after);
    const { length } = comparing.mock.calls;
    comparing.mockRestore();
    return length;
  };

  expect(countComparisons(1)).toBeGreaterThan(0);
  expect(countComparisons(40)).toBe(countComparisons(1));
});
