import fc from 'fast-check';
import { CONDITIONS, CONDITIONS_ON_ONE_KEY, CONTEXT } from './generated-conditions';
import { areIncluded, Conditions } from '../../src/policy/condition-inclusion';
import { matchesCondition } from '../../src/policy/match-conditions';
import { ConditionEntry } from '../../src/policy/policy-document';
import { ContextValues, RequestContext } from '../../src/policy/request-context';

/** Evaluates conditions. A request with several values meets no condition that takes one. */
function areMet(conditions: Conditions, context: ContextValues): boolean {
  return conditions.every((condition) => {
    try {
      return matchesCondition(condition, new RequestContext(context), true, 'here');
    } catch (error) {
      if (/takes ForAllValues/.test(String(error))) return false;
      throw error;
    }
  });
}

function entry(operator: string, values: string | string[], key = 'dynamodb:LeadingKeys'): ConditionEntry {
  return { operator, key, values: [values].flat() };
}

const HAS_KEY = entry('Null', 'false');

describe('conditions are included in others', () => {
  test.each<[string, Conditions, Conditions]>([
    ['fewer values', [entry('StringEquals', 'A')], [entry('StringEquals', ['A', 'B'])]],
    ['a value and a pattern that it matches', [entry('StringEquals', 'A#1')], [entry('StringLike', 'A#*')]],
    ['a narrower pattern', [entry('StringLike', 'A#1*')], [entry('StringLike', ['A#*', 'B#*'])]],
    ['a variable and a pattern that begins with it', [entry('StringLike', '${aws:username}')], [entry('StringLike', '${aws:username}*')]],
    ['more excluded values', [entry('StringNotEquals', ['A', 'B'])], [entry('StringNotEquals', 'A')]],
    ['a value and another excluded one', [entry('StringEquals', 'A')], [entry('StringNotEquals', 'B')]],
    ['a smaller range of addresses', [entry('IpAddress', '10.1.0.0/16')], [entry('IpAddress', '10.0.0.0/8')]],
    ['an address outside of an excluded range', [entry('IpAddress', '10.1.0.0/16')], [entry('NotIpAddress', '192.168.0.0/16')]],
    ['a value in one case, and in any case', [entry('StringEquals', 'A#1')], [entry('StringEqualsIgnoreCase', 'a#1')]],
    ['a value that is excluded in any case, and in one case', [entry('StringNotEqualsIgnoreCase', 'secret')], [entry('StringNotEquals', 'SECRET')]],
    ['all values in one case, and in any case', [entry('ForAllValues:StringEquals', 'TENANT#7')], [entry('ForAllValues:StringEqualsIgnoreCase', 'TENANT#7')]],
    ['an earlier date', [entry('DateLessThan', '2026-01-01')], [entry('DateLessThanEquals', '2026-01-01T00:00:00Z')]],
    ['a number and a range with it', [entry('NumericEquals', '2')], [entry('NumericLessThan', '2.5')]],
    ['an ARN and a pattern of ARNs', [entry('ArnEquals', 'arn:aws:s3:::bucket')], [entry('ArnLike', 'arn:aws:s3:::b*')]],
    ['a condition that requires the key, and the same if it exists', [entry('StringEquals', 'A')], [entry('StringEqualsIfExists', 'A')]],
    ['a value, and that there is one', [entry('StringEquals', 'A')], [HAS_KEY]],
    ['all values, of which there is one, and some value', [entry('ForAllValues:StringEquals', 'A'), HAS_KEY], [entry('ForAnyValue:StringEquals', 'A')]],
    ['one more condition', [entry('StringEquals', 'A'), entry('Bool', 'true', 'aws:SecureTransport')], [entry('StringEquals', 'A')]],
  ])('%s, and not the other way round', (_name, narrow, broad) => {
    expect([areIncluded([narrow], [broad]), areIncluded([broad], [narrow])]).toEqual([true, false]);
  });

  test.each<[string, Conditions, Conditions]>([
    ['values in the order of another', [entry('StringEquals', ['B', 'A'])], [entry('StringEquals', ['A', 'B'])]],
    ['two patterns, and one that includes only both together', [entry('StringLike', ['a*', '*'])], [entry('StringLike', '*')]],
    ['a value without letters in any case', [entry('StringEqualsIgnoreCase', '#7')], [entry('StringEquals', '#7')]],
    ['the name of a key in another case', [entry('StringEquals', 'A', 'DynamoDB:leadingkeys')], [entry('StringEquals', 'A')]],
  ])('%s, both ways', (_name, one, other) => {
    expect([areIncluded([one], [other]), areIncluded([other], [one])]).toEqual([true, true]);
  });

  test('one statement with two values, and two statements with one each', () => {
    expect(areIncluded([[entry('StringEquals', ['A', 'B'])]], [[entry('StringEquals', 'A')], [entry('StringEquals', 'B')]])).toBe(true);
  });

  test('for all values, two values are not two statements with one each, because a request can have both', () => {
    const [both, one, other] = [['A', 'B'], 'A', 'B'].map((values) => entry('ForAllValues:StringEquals', values));

    expect(areIncluded([[both]], [[one], [other]])).toBe(false);
  });

  test.each<[string, Conditions, Conditions]>([
    ['operators that nobody knows', [entry('StringMatches', 'A')], [entry('StringMatches', ['A', 'B'])]],
    ['all values without the condition that there is one, and some value', [entry('ForAllValues:StringEquals', 'A')], [entry('ForAnyValue:StringEquals', 'A')]],
    ['a variable and a pattern of one character', [entry('StringLike', '${aws:username}')], [entry('StringLike', '?')]],
    ['the same variable with another default', [entry('StringEquals', '${aws:username, \'A\'}')], [entry('StringEquals', '${aws:username}')]],
    ['a value in any case and a pattern of one case', [entry('StringEqualsIgnoreCase', 'tenant#7')], [entry('StringLike', 'TENANT#*')]],
    ['a variable in any case', [entry('StringEqualsIgnoreCase', '${aws:username}')], [entry('StringEquals', '${aws:username}')]],
    ['an excluded variable', [entry('StringNotEquals', 'A')], [entry('StringNotEquals', '${aws:username}')]],
    ['values that can\'t be read', [entry('NumericLessThan', 'one')], [entry('NumericLessThan', 'two')]],
  ])('%s: it can\'t be told, or isn\'t so', (_name, narrow, broad) => {
    expect(areIncluded([narrow], [broad])).toBe(false);
  });

  test('only where the evaluation finds no request that meets them alone', () => {
    const pairs = fc.oneof(CONDITIONS_ON_ONE_KEY, fc.tuple(CONDITIONS, CONDITIONS));
    let included = 0;
    fc.assert(fc.property(pairs, fc.array(CONTEXT, { minLength: 20, maxLength: 20 }), ([narrow, broad], contexts) => {
      if (!areIncluded([narrow], [broad])) return;
      included++;
      expect(contexts.filter((context) => areMet(narrow, context) && !areMet(broad, context))).toEqual([]);
    }), { numRuns: 3000, seed: 20261129 });
    expect(included).toBeGreaterThan(300);
  });
});
