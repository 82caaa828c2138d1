import { readFileSync } from 'fs';
import { join } from 'path';
import { allow, ARN, role, table, writeAssembly } from './templates';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { formatMarkdown } from '../../src/report/formats/markdown';
import { drawGraph } from '../../src/report/formats/mermaid';

test.each(['quickstart', 'shop'])('the report of the %s for a pull request is the sample', (name) => {
  const sample = (extension: string) => readFileSync(join(__dirname, 'samples', `${name}.${extension}`), 'utf8');

  expect(formatMarkdown(JSON.parse(sample('json')))).toBe(sample('md'));
});

test('what Markdown would read in names is text', () => {
  const pattern = ARN.table('a_b*');

  expect(formatMarkdown(reportAssembly(writeAssembly(role('role', [allow('dynamodb:GetItem', pattern)])))))
    .toContain('| resources like table/a\\_b\\* | `GetItem` |');
});

describe('the graph', () => {
  test('has grantees that reach the same once', () => {
    const roles = ['a', 'b', 'c', 'd', 'e'].map((name) => role(name, [allow('dynamodb:GetItem', ARN.table('Orders'))]));
    const [graph] = drawGraph(reportAssembly(writeAssembly(Object.assign({}, table('Orders'), ...roles))));

    expect(graph.split('\n')).toEqual([
      '```mermaid', 'graph LR', '  r0[("Orders")]', '  g0["a, b, c and 2 others"]', '  g0 -->|reads| r0', '```',
    ]);
  });

  test.each([
    ['dashed where all of the access holds only under conditions', [], '-.->'],
    ['whole where a part of the access holds under none', [allow('dynamodb:Query', ARN.table('Orders'))], '-->'],
  ])('has a line that is %s', (_name, others, line) => {
    const conditional = { ...allow('dynamodb:GetItem', ARN.table('Orders')), Condition: { Bool: { 'aws:SecureTransport': 'true' } } };
    const [graph] = drawGraph(reportAssembly(writeAssembly(Object.assign({}, table('Orders'), role('a', [conditional, ...others])))));

    expect(graph.split('\n')).toContainEqual(`  g0 ${line}|reads| r0`);
  });

  test('is left out where nobody reaches a table', () => {
    expect(drawGraph(reportAssembly(writeAssembly(table('Orders'))))).toEqual([]);
  });

  test('is left out where it would be too large to read', () => {
    const names = Array.from({ length: 25 }, (_, index) => `T${index}`);
    const roles = names.map((name, index) => role(`role${index}`, [
      allow('dynamodb:GetItem', names.map((each) => ARN.table(each))), allow('dynamodb:PutItem', ARN.table(name)),
    ]));

    expect(drawGraph(reportAssembly(writeAssembly(Object.assign({}, ...names.map((name) => table(name)), ...roles)))))
      .toEqual(['A graph of who reaches what would have 625 lines, too many to read.']);
  });
});
