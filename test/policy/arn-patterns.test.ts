import { canBe, canBeDynamoDb, matchesSeveralTables } from '../../src/policy/arn-patterns';

const TABLE = 'arn:aws:dynamodb:eu-west-1:111122223333:table';

describe('a resource of a policy', () => {
  test.each([
    ['table', `${TABLE}/Orders`], ['table', `${TABLE}/*`], ['table', `${TABLE}/Or?ers`], ['table', '*'], ['table', `${TABLE}/Ord*`],
    ['table', 'arn:*:dynamodb:*:*:table/${aws:PrincipalTag/table}'],
    ['index', `${TABLE}/Orders/index/byCustomer`], ['index', `${TABLE}/Orders/index/*`], ['index', `${TABLE}/Orders*`],
    ['index', `${TABLE}/*/index/*`],
    ['stream', `${TABLE}/Orders/stream/*`], ['backup', `${TABLE}/Orders/backup/*`], ['export', `${TABLE}/Orders/*`],
    ['global-table', 'arn:aws:dynamodb::111122223333:global-table/Orders'],
    ['log-group', 'arn:*:logs'], ['log-stream', 'arn:*:logs'], ['table', 'arn:*:dynamodb'], ['key', 'arn:*:kms'],
  ] as const)('can be a %s: %s', (type, resource) => {
    expect(canBe(type, resource)).toBe(true);
  });

  test.each([
    ['table', `${TABLE}/Orders/index/byCustomer`], ['table', `${TABLE}/Orders/index/*`], ['table', 'arn:aws:s3:::*'],
    ['index', `${TABLE}/Orders`], ['index', `${TABLE}/Orders/stream/*`], ['stream', `${TABLE}/Orders/index/*`], ['stream', `${TABLE}/Orders`],
    ['log-group', 'arn:*:dynamodb'], ['log-stream', 'arn:*:dynamodb'],
  ] as const)('can\'t be a %s: %s', (type, resource) => {
    expect(canBe(type, resource)).toBe(false);
  });

  test.each([['arn:aws:s3:::*', false], ['arn:aws:dynamodb:*', true], ['*', true], ['arn:*', true], ['arn:*:dynamodb', true]])('%s can be of DynamoDB: %s', (resource, can) => {
    expect(canBeDynamoDb(resource)).toBe(can);
  });

  test.each([
    [`${TABLE}/Orders`, false], [`${TABLE}/Orders/index/*`, false], [`${TABLE}/demo-*`, false], [`${TABLE}/demo*`, true], [`${TABLE}/*`, true],
    [`${TABLE}/*/stream/*`, true], ['arn:aws:dynamodb:*', true],
  ])('%s spans tables: %s', (resource, spans) => {
    expect(matchesSeveralTables(resource)).toBe(spans);
  });
});
