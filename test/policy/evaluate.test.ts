import { allowAll, decide, policy, request, TABLE } from './requests';
import { authorize } from '../../src/policy/evaluate';

describe('a request', () => {
  test('is denied without any policy', () => {
    expect(authorize({ identity: [] }, request())).toEqual({ allowed: false, reason: 'implicit-deny', statements: [] });
  });

  test('is allowed by a statement for its action and resource, which the decision names', () => {
    const document = policy({ Action: 'dynamodb:PutItem', Resource: TABLE }, { Action: 'dynamodb:GetItem', Resource: TABLE });

    expect(decide(document)).toEqual({ allowed: true, reason: 'allowed', statements: [{ policy: 'identity', document, index: 1 }] });
  });

  test('is denied by an explicit deny in another policy, which the decision names', () => {
    const deny = policy({ Effect: 'Deny', Action: 'dynamodb:*', Resource: '*' });

    expect(authorize({ identity: [allowAll(), deny] }, request()))
      .toEqual({ allowed: false, reason: 'explicit-deny', statements: [{ policy: 'identity', document: deny, index: 0 }] });
  });
});
