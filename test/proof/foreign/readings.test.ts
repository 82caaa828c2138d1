import { readFileSync } from 'fs';
import { join } from 'path';
import { compareAnswers, readAnswers } from './answers';
import { DIFFERENCES } from './differences';
import { findShape } from './shape';
import { TRICKY } from './tricky';

const ASSUMPTIONS = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'assumptions.md'), 'utf8');
const TABLES = { 'arn:aws:dynamodb:eu-west-1:111122223333:table/W7-Table': { partitionKey: 'pk', indexes: { byStatus: 'status', byDate: 'date' } } };
const PLACE = { region: 'eu-west-1', account: '111122223333' };

describe('the endpoint and fakecloud', () => {
  const { answers, differences } = readAnswers();
  const comparison = compareAnswers(answers);

  test('read every request alike, but for named differences', () => {
    expect(comparison.unexplained).toEqual([]);
  });

  test('differ as often as when the answers were written', () => {
    expect(comparison.differences).toEqual(differences);
  });

  test.each(DIFFERENCES)('differ in that $name', ({ name }) => {
    expect(comparison.differences[name]).toBeGreaterThan(0);
  });

  test.each(DIFFERENCES)('have a reason why $name', ({ see }) => {
    expect(see.startsWith('https://docs.aws.amazon.com/') || ASSUMPTIONS.includes(`| ${see} |`)).toBe(true);
  });

  test('have read every request that is easily misread', () => {
    const answered = new Set(answers.map(({ request }) => JSON.stringify(request)));

    expect(TRICKY.filter((request) => !answered.has(JSON.stringify(request)))).toEqual([]);
  });
});

describe('the shape of a request', () => {
  test('numbers tables, indexes and values, and drops the indexes that it does not name', () => {
    const parameters = {
      TableName: 'W7-Table',
      IndexName: 'byStatus',
      KeyConditionExpression: '#k = :a AND pk = :b',
      ExpressionAttributeNames: { '#k': 'status' },
      ExpressionAttributeValues: { ':a': { S: 'NEW' }, ':b': { S: 'other' }, ':c': { S: 'NEW' } },
    };

    expect(findShape({ ...PLACE, operation: 'Query', parameters, tables: TABLES })).toEqual({
      ...PLACE,
      operation: 'Query',
      parameters: {
        ...parameters, TableName: 'Table1', IndexName: 'Index1', ExpressionAttributeValues: { ':a': { S: 'v1' }, ':b': { S: 'v2' }, ':c': { S: 'v1' } },
      },
      tables: { 'arn:aws:dynamodb:eu-west-1:111122223333:table/Table1': { partitionKey: 'pk', indexes: { Index1: 'status' } } },
    });
  });

  test('numbers the literals of a statement, and keeps the names of attributes', () => {
    const parameters = { Statement: 'INSERT INTO "W7-Table" VALUE {\'pk\': \'it\'\'s\', \'sk\': \'b\', \'note\': \'it\'\'s\'}' };

    expect(findShape({ ...PLACE, operation: 'ExecuteStatement', parameters, tables: TABLES }).parameters)
      .toEqual({ Statement: 'INSERT INTO "Table1" VALUE {\'pk\': \'v1\', \'sk\': \'v2\', \'note\': \'v1\'}' });
  });

  test('is the same for the same request on tables of two stacks', () => {
    const on = (TableName: string) => findShape({ ...PLACE, operation: 'DescribeTable', parameters: { TableName }, tables: {} });

    expect(on('W7-Table')).toEqual(on('W8-Table'));
  });
});
