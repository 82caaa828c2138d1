import { allow, ARN, index, key, Resources, role, table, writeAssembly } from './templates';
import { reportAssembly } from '../../src/report/analysis/report-assembly';

const SECONDS = 5;
const FUNCTIONS = 500;
const TABLES = 50;

/** Functions with roles of their own, each of which uses three tables with their keys, and writes its logs. */
function largeApp(): Resources {
  const tables = Array.from({ length: TABLES }, (_, each) => ({
    ...table(`Table${each}`, {
      GlobalSecondaryIndexes: [index('byOne'), index('byTwo')],
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      SSESpecification: { KMSMasterKeyId: { 'Fn::GetAtt': [`Key${each}`, 'Arn'] } },
    }),
    ...key(`Key${each}`),
  }));
  const functions = Array.from({ length: FUNCTIONS }, (_, each) => ({
    [`Function${each}`]: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': [`Role${each}`, 'Arn'] } } },
    ...role(`Role${each}`, [
      allow('logs:PutLogEvents', `arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/Stack-Function${each}:*`),
      ...[0, 1, 2].map((offset) => (each + offset) % TABLES).flatMap((of) => [
        allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], [ARN.table(`Table${of}`), `${ARN.table(`Table${of}`)}/index/*`]),
        allow('kms:Decrypt', { 'Fn::GetAtt': [`Key${of}`, 'Arn'] }, { StringEquals: { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' } }),
      ]),
    ]),
  }));
  return Object.assign({}, ...tables, ...functions);
}

test(`the report of ${FUNCTIONS} functions and ${TABLES} tables takes less than ${SECONDS} seconds`, () => {
  const directory = writeAssembly(largeApp());
  const before = process.cpuUsage();
  const { grantees, accesses } = reportAssembly(directory);
  const { user } = process.cpuUsage(before);

  // a table, two indexes and a key each, and the log group
  expect([grantees.length, accesses.length]).toEqual([FUNCTIONS, FUNCTIONS * (3 * 4 + 1)]);
  expect(user / 1e6).toBeLessThan(SECONDS);
});
