import { includesConditions } from '../../src/policy/compare-conditions';

const TLS = { operator: 'Bool', key: 'aws:SecureTransport', values: ['true'] };
const ROWS = { operator: 'ForAllValues:StringEquals', key: 'dynamodb:LeadingKeys', values: ['a', 'b'] };

test.each([
  ['no conditions have all of none', [], [], true],
  ['more conditions have all of fewer', [TLS, ROWS], [TLS], true],
  ['fewer conditions don\'t have all of more', [TLS], [TLS, ROWS], false],
  ['the case of a key is no difference', [TLS], [{ ...TLS, key: 'AWS:securetransport' }], true],
  ['the order of values is no difference', [ROWS], [{ ...ROWS, values: ['b', 'a'] }], true],
  ['other values are a difference', [ROWS], [{ ...ROWS, values: ['a'] }], false],
  ['another operator is a difference', [ROWS], [{ ...ROWS, operator: 'ForAllValues:StringLike' }], false],
])('%s', (_name, conditions, others, expected) => {
  expect(includesConditions(conditions, others)).toBe(expected);
});
