import { Conditions, describeEntries, mergeConditions, oneOrMany } from '../../src/conditions/conditions';

describe('all of', () => {
  test.each<[string, (Conditions | undefined)[]]>([
    ['none', []],
    ['nothing', [undefined]],
    ['an empty block', [{}]],
    ['an operator without keys', [{ StringEquals: {} }]],
  ])('%s is no condition', (_name, conditions) => {
    expect(mergeConditions(...conditions)).toBeUndefined();
  });

  test('two operators is both', () => {
    expect(mergeConditions({ StringEquals: { 'aws:a': '1' } }, undefined, { Bool: { 'aws:b': 'true' } }))
      .toEqual({ StringEquals: { 'aws:a': '1' }, Bool: { 'aws:b': 'true' } });
  });

  test('two keys under one operator is both', () => {
    expect(mergeConditions({ StringEquals: { 'aws:a': '1' } }, { StringEquals: { 'aws:b': ['2', '3'] } }))
      .toEqual({ StringEquals: { 'aws:a': '1', 'aws:b': ['2', '3'] } });
  });

  test('one condition twice is that condition', () => {
    expect(mergeConditions({ StringEquals: { 'aws:a': '1' } }, { StringEquals: { 'aws:a': '1' } })).toEqual({ StringEquals: { 'aws:a': '1' } });
  });

  test('one condition twice, in other letters, is that condition as it stood first', () => {
    expect(mergeConditions({ StringEquals: { 'aws:SourceVpc': '1' } }, { StringEquals: { 'aws:sourcevpc': '1' } }))
      .toEqual({ StringEquals: { 'aws:SourceVpc': '1' } });
  });

  test.each([['another value', '2'], ['another list', ['1', '2']]])('one key under one operator twice, with %s, is an error', (_name, values) => {
    expect(() => mergeConditions({ StringEquals: { 'aws:SourceVpc': '1' } }, { StringEquals: { 'aws:sourceVpc': values } }))
      .toThrow('[allOf] the condition StringEquals aws:sourceVpc appears twice with different values; expected each operator once for a key, '
        + 'because a statement can have it only once; check the conditions of the access before they are merged '
        + '[cdk-dynamo-access:conditionTwice]');
  });
});

describe('the values of a condition', () => {
  test.each<[string, string[], string | string[]]>([
    ['one value', ['1'], '1'],
    ['several', ['1', '2'], ['1', '2']],
    ['none', [], []],
    ['a list that isn\'t known before deployment', ['#{Token[TOKEN.1]}'], ['#{Token[TOKEN.1]}']],
    ['a value that isn\'t known before deployment', ['${Token[TOKEN.1]}'], '${Token[TOKEN.1]}'],
  ])('are, of %s, in the form of a policy', (_name, values, expected) => {
    expect(oneOrMany(values)).toEqual(expected);
  });
});

test('a condition block is a test for each operator and key', () => {
  expect(describeEntries({ StringEquals: { 'aws:a': '1', 'aws:b': ['2', '3'] }, Bool: { 'aws:c': 'true' } })).toEqual([
    { name: 'StringEquals aws:a', values: '"1"' },
    { name: 'StringEquals aws:b', values: '["2","3"]' },
    { name: 'Bool aws:c', values: '"true"' },
  ]);
});
