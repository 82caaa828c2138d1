import * as fc from 'fast-check';
import { generated } from './generated-requests';
import { policy, request, TABLE } from './requests';
import { authorize, EffectivePolicies, PolicyDocument, PolicyStatement } from '../../src/policy/evaluate';
import { openPolicy } from '../../src/policy/open-policies';
import { tryPolicy } from '../../src/policy/policy-document';

type Context = Readonly<Record<string, string | readonly string[]>>;

function opened(policies: EffectivePolicies, context: Context, missing: readonly string[]): EffectivePolicies {
  const open = (document: PolicyDocument) => openPolicy(document, context, missing);
  return {
    identity: policies.identity.map(open),
    boundary: policies.boundary && open(policies.boundary),
    resource: policies.resource && { ...policies.resource, document: policies.resource.document && open(policies.resource.document) },
  };
}

function allows(statement: PolicyStatement, context: Context, missing: readonly string[] = []): boolean {
  return authorize(opened({ identity: [policy(statement)] }, context, missing), request({ context })).allowed;
}

test('whatever is allowed stays so when less is known of the request', () => {
  let allowed = 0;
  fc.assert(fc.property(generated, fc.infiniteStream(fc.boolean()), ({ request: asked, policies }, isKnown) => {
    if (!authorize(policies, asked).allowed) return;
    allowed++;
    const context = Object.fromEntries(Object.entries(asked.context).filter(() => isKnown.next().value));
    expect(authorize(opened(policies, context, []), { ...asked, context }).allowed).toBe(true);
  }), { seed: 20261121, numRuns: 1000 });

  expect(allowed).toBeGreaterThan(100);
});

test('nothing changes where all is known of the request', () => {
  fc.assert(fc.property(generated, ({ request: asked, policies }) => {
    const keys = ['aws:username', 'aws:PrincipalTag/team', 'kms:EncryptionContext:tenant', 'dynamodb:EnclosingOperation',
      'dynamodb:LeadingKeys', 'aws:TagKeys', 'aws:MultiFactorAuthAge', 'aws:CurrentTime', 'aws:SecureTransport', 'aws:SourceIp', 'aws:SourceArn'];
    const missing = keys.filter((key) => !(key in asked.context));
    expect(authorize(opened(policies, asked.context, missing), asked).allowed).toBe(authorize(policies, asked).allowed);
  }), { seed: 20261121, numRuns: 1000 });
});

describe('a condition', () => {
  const limited = { Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:username': 'zoe' } } };

  test('on a key that isn\'t known takes nothing away', () => {
    expect(allows(limited, {})).toBe(true);
  });

  test('on a key that is known holds', () => {
    expect(allows(limited, { 'aws:username': 'eve' })).toBe(false);
  });

  test('on a key that is known to be missing holds', () => {
    expect(allows(limited, {}, ['aws:username'])).toBe(false);
  });
});

test.each<[string, unknown]>([
  ['no object', 'Allow'],
  ['null as a statement', { Version: '2012-10-17', Statement: [null] }],
  ['null in place of condition keys', { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*', Condition: { Bool: null } }] }],
])('a policy that AWS refuses leads to no mistake in this library: %s', (_what, document) => {
  const read = tryPolicy(() => authorize({ identity: [openPolicy(document as PolicyDocument, {})] }, request()));

  expect(read.result?.reason ?? 'not read').toMatch(/^(not read|implicit-deny)$/);
});

test('a denial under a condition on a key that isn\'t known denies nothing', () => {
  const document = policy(
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:username': 'zoe' } } },
  );

  expect(authorize(opened({ identity: [document] }, {}, []), request({ context: {} })).allowed).toBe(true);
});

test('a variable that isn\'t known may stand for anything', () => {
  expect(allows({ Effect: 'Allow', Action: '*', Resource: TABLE.replace('Orders', '${aws:username}') }, {})).toBe(true);
});

test.each([
  ['that has a default', { Resource: TABLE.replace('Orders', '${aws:username, \'Orders\'}') }],
  ['beside which it leaves out a table', { NotResource: TABLE.replace('Orders', '${aws:username}') }],
  ['without which the statement has no effect', { NotResource: 'arn:aws:kms:eu-west-1:111122223333:key/${aws:username}' }],
])('a denial on a variable that isn\'t known, %s, denies nothing', (_what, resources) => {
  const document = policy({ Effect: 'Allow', Action: '*', Resource: '*' }, { Effect: 'Deny', Action: '*', ...resources });

  expect(authorize(opened({ identity: [document] }, {}, []), request({ context: {} })).allowed).toBe(true);
});

test('a denial beside resources with a variable that has a default denies all others', () => {
  const document = policy({ Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: '*', NotResource: 'arn:aws:kms:eu-west-1:111122223333:key/${aws:username, \'none\'}' });

  expect(authorize(opened({ identity: [document] }, {}, []), request({ context: {} })).allowed).toBe(false);
});
