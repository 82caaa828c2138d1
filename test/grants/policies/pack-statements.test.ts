import { packStatements } from '../../../src/grants/policies/pack-statements';
import { PlannedStatement } from '../../../src/plan/planned-permission';

function statement(...resources: string[]): PlannedStatement {
  return { actions: ['dynamodb:GetItem'], resources };
}

/** The resources of each statement of each document, where a statement takes 10 characters and a resource its length. */
function pack(statements: PlannedStatement[], first: number, others: number): string[][][] {
  const packed = packStatements(statements, { measureRest: () => 10, measureResource: (resource) => resource.length }, { first, others });
  return [packed.first, ...packed.others].map((document) => document.map(({ resources }) => resources));
}

test('what fits stands in the first document', () => {
  expect(pack([statement('aaaaa'), statement('bbbbb', 'ccccc')], 35, 20)).toEqual([[['aaaaa'], ['bbbbb', 'ccccc']]]);
});

test('a document that is full is followed by another', () => {
  expect(pack([statement('aaaaa'), statement('bbbbb')], 29, 20)).toEqual([[['aaaaa']], [['bbbbb']]]);
});

test('a statement is split where the document is full', () => {
  expect(pack([statement('aaaaa', 'bbbbb', 'ccccc', 'ddddd')], 20, 20)).toEqual([[['aaaaa', 'bbbbb']], [['ccccc', 'ddddd']]]);
});

test('the parts of a statement have its actions', () => {
  const { first, others } = packStatements([statement('aaaaa', 'bbbbb')],
    { measureRest: () => 10, measureResource: (resource) => resource.length }, { first: 15, others: 15 });

  expect([...first, ...others.flat()].map(({ actions }) => actions)).toEqual([['dynamodb:GetItem'], ['dynamodb:GetItem']]);
});

test('a first document without room is empty', () => {
  expect(pack([statement('aaaaa')], -1, 20)).toEqual([[], [['aaaaa']]]);
});

test('no statements take one empty document', () => {
  expect(pack([], 20, 20)).toEqual([[]]);
});

test('a statement that fits in no document, not even with one resource, is named once', () => {
  const [small, large] = [statement('aaaaa'), statement('bbbbbbbbbbb', 'ccccccccccc')];
  const sizes = { measureRest: () => 10, measureResource: (resource: string) => resource.length };
  const { tooLarge } = packStatements([small, large], sizes, { first: 30, others: 20 });

  expect(tooLarge).toEqual([large]);
});

test('a statement that fits in a document of its own is not too large', () => {
  const { tooLarge } = packStatements([statement('aaaaaaaaaa')],
    { measureRest: () => 10, measureResource: (resource) => resource.length }, { first: 5, others: 20 });

  expect(tooLarge).toEqual([]);
});
