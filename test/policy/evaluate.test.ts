import { ACCOUNT, allowAll, decide, KEY, OTHER_ACCOUNT, policy, request, ROLE, SESSION, TABLE, USER } from './requests';
import { AuthorizationRequest, authorize, EffectivePolicies, PolicyDocument, PrincipalElement } from '../../src/policy/evaluate';

const AS_ROLE = { arn: ROLE, account: ACCOUNT };
const AS_SESSION = { arn: SESSION, account: ACCOUNT };
const AS_USER = { arn: USER, account: ACCOUNT };
const AS_ROOT = { arn: `arn:aws:iam::${ACCOUNT}:root`, account: ACCOUNT };
const NOTHING = policy({ Action: 'sqs:*', Resource: '*' });

/** What a decision on a request is, by its reason alone. */
function reason(policies: Partial<EffectivePolicies>, parts: Partial<AuthorizationRequest> = {}): string {
  return authorize({ identity: [], ...policies }, request(parts)).reason;
}

/** The policy of a resource of the account that allows principals everything. */
function letsIn(...principals: PrincipalElement[]): NonNullable<EffectivePolicies['resource']> {
  const statements = principals.map((Principal) => ({ Principal, Action: '*', Resource: '*' }));
  return { account: ACCOUNT, document: policy(...statements) };
}

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

  test('is allowed where a deny is for another action', () => {
    const deny = policy({ Effect: 'Deny', Action: 'dynamodb:PutItem', Resource: '*' });

    expect(reason({ identity: [allowAll(), deny] })).toBe('allowed');
  });

  test('is denied by an explicit deny in the permissions boundary', () => {
    const boundary = policy({ Action: '*', Resource: '*' }, { Effect: 'Deny', Action: '*', Resource: '*' });

    expect(reason({ identity: [allowAll()], boundary })).toBe('explicit-deny');
  });

  test('is denied by an explicit deny in the policy of the resource', () => {
    const document = policy({ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' });

    expect(reason({ identity: [allowAll()], resource: { account: ACCOUNT, document } })).toBe('explicit-deny');
  });

  test('of the root user of the account is allowed without a policy', () => {
    expect(reason({}, { principal: AS_ROOT })).toBe('allowed');
  });

  test('of the root user is denied by an explicit deny', () => {
    const document = policy({ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' });

    expect(reason({ resource: { account: ACCOUNT, document } }, { principal: AS_ROOT })).toBe('explicit-deny');
  });

  test('of a principal whose ARN is of another account than it says is an error', () => {
    expect(() => reason({}, { principal: { arn: ROLE, account: OTHER_ACCOUNT } }))
      .toThrow(`the principal ${ROLE} is not of the account ${OTHER_ACCOUNT}`);
  });

  test('of a role without an account in its ARN is an error', () => {
    expect(() => reason({}, { principal: { arn: 'arn:aws:iam:::role/Reader', account: '' } }))
      .toThrow('the principal arn:aws:iam:::role/Reader is no ARN of IAM or STS');
  });

  test('with a condition key that stands twice, in other letters, is an error', () => {
    expect(() => reason({}, { context: { 'aws:username': 'a', 'aws:UserName': 'b' } }))
      .toThrow('the request context has the key aws:UserName twice');
  });
});

// @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
describe('a permissions boundary', () => {
  test('lets through what it allows as well, and stands in the decision', () => {
    const [own, boundary] = [allowAll(), allowAll()];

    expect(authorize({ identity: [own], boundary }, request())).toEqual({
      allowed: true,
      reason: 'allowed',
      statements: [{ policy: 'identity', document: own, index: 0 }, { policy: 'boundary', document: boundary, index: 0 }],
    });
  });

  test('holds back what it does not allow, where the decision names what would have allowed it', () => {
    const own = allowAll();

    expect(authorize({ identity: [own], boundary: NOTHING }, request()))
      .toEqual({ allowed: false, reason: 'boundary', statements: [{ policy: 'identity', document: own, index: 0 }] });
  });

  test('grants nothing by itself', () => {
    expect(reason({ boundary: allowAll() })).toBe('implicit-deny');
  });

  test('without statements allows nothing', () => {
    expect(reason({ identity: [allowAll()], boundary: policy() })).toBe('boundary');
  });
});

// @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
describe('the policy of a resource of the same account', () => {
  test.each<[string, AuthorizationRequest['principal'], PrincipalElement]>([
    ['a role', AS_ROLE, { AWS: ROLE }],
    ['a role for its sessions, whose ARN lacks its path', AS_SESSION, { AWS: ROLE }],
    ['a session', AS_SESSION, { AWS: SESSION }],
    ['a user', AS_USER, { AWS: USER }],
    ['a principal among others', AS_USER, { AWS: [ROLE, USER] }],
    ['everybody', AS_ROLE, '*'],
    ['everybody, of the type AWS', AS_ROLE, { AWS: '*' }],
    ['everybody, of the type AWS, a service too', { arn: 'lambda.amazonaws.com', account: '' }, { AWS: '*' }],
    ['a service', { arn: 'replication.dynamodb.amazonaws.com', account: '' }, { Service: 'replication.dynamodb.amazonaws.com' }],
    ['everybody, a service too', { arn: 'lambda.amazonaws.com', account: '' }, '*'],
    ['an identity provider', { arn: 'accounts.google.com', account: '' }, { Federated: 'accounts.google.com' }],
    ['a SAML provider', { arn: `arn:aws:iam::${ACCOUNT}:saml-provider/Us`, account: '' }, { Federated: `arn:aws:iam::${ACCOUNT}:saml-provider/Us` }],
    ['a federated user', { arn: `arn:aws:sts::${ACCOUNT}:federated-user/Zoe`, account: ACCOUNT }, { AWS: `arn:aws:sts::${ACCOUNT}:federated-user/Zoe` }],
  ])('allows %s without a policy of the principal', (_name, principal, element) => {
    expect(reason({ resource: letsIn(element) }, { principal })).toBe('allowed');
  });

  test.each<[string, AuthorizationRequest['principal'], PrincipalElement]>([
    ['another role', AS_ROLE, { AWS: `arn:aws:iam::${ACCOUNT}:role/Writer` }],
    ['a role of the same name in another account', AS_ROLE, { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:role/Reader` }],
    ['a role whose name differs in case', AS_ROLE, { AWS: `arn:aws:iam::${ACCOUNT}:role/service/reader` }],
    ['another session of the role', AS_SESSION, { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/Reader/other` }],
    ['a session of the role, as the role itself', AS_ROLE, { AWS: SESSION }],
    ['a user of the name of the role', AS_ROLE, { AWS: `arn:aws:iam::${ACCOUNT}:user/Reader` }],
    ['a role of the same name in another partition', AS_ROLE, { AWS: ROLE.replace('arn:aws:', 'arn:aws-cn:') }],
    ['another user', AS_USER, { AWS: `arn:aws:iam::${ACCOUNT}:user/Eve` }],
    ['a service of the name of the role', AS_ROLE, { Service: ROLE }],
    ['another account', AS_ROLE, { AWS: OTHER_ACCOUNT }],
    ['a service', AS_ROLE, { Service: 'lambda.amazonaws.com' }],
    ['a principal that was deleted', AS_ROLE, { AWS: 'AROADBQP57FF2AEXAMPLE' }],
    ['an S3 user', AS_ROLE, { CanonicalUser: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be' }],
  ])('for %s is not for the principal', (_name, principal, element) => {
    expect(reason({ resource: letsIn(element) }, { principal })).toBe('implicit-deny');
  });

  test.each([`arn:aws:iam::${ACCOUNT}:root`, ACCOUNT])('for the account, as %s, leaves it to the policies of the principal', (account) => {
    expect(reason({ resource: letsIn({ AWS: account }) })).toBe('implicit-deny');
  });

  test('for an identity provider doesn\'t name it as a principal of AWS', () => {
    const arn = `arn:aws:iam::${ACCOUNT}:saml-provider/Us`;

    expect(reason({ resource: letsIn({ AWS: arn }) }, { principal: { arn, account: '' } })).toBe('resource-policy');
  });

  test('for a role and its account is enough for the role', () => {
    expect(reason({ resource: letsIn({ AWS: [ACCOUNT, ROLE] }) })).toBe('allowed');
  });

  test('that names the role stands in the decision beside the policies of the principal', () => {
    const [own, boundary, resource] = [allowAll(), allowAll(), letsIn({ AWS: ROLE })];

    expect(authorize({ identity: [own], boundary, resource }, request()).statements).toEqual([
      { policy: 'resource', document: resource.document, index: 0 },
      { policy: 'identity', document: own, index: 0 },
      { policy: 'boundary', document: boundary, index: 0 },
    ]);
  });

  test('that leaves it to the policies of the principal doesn\'t stand in the decision', () => {
    const own = allowAll();

    expect(authorize({ identity: [own], resource: letsIn({ AWS: ACCOUNT }) }, request()).statements)
      .toEqual([{ policy: 'identity', document: own, index: 0 }]);
  });

  test('isn\'t needed where the principal\'s policies allow', () => {
    expect(reason({ identity: [allowAll()], resource: { account: ACCOUNT, document: policy() } })).toBe('allowed');
  });

  test('that stands for the resource itself needs no Resource', () => {
    const document = policy({ Principal: '*', Action: 'dynamodb:GetItem' });

    expect(reason({ resource: { account: ACCOUNT, document } })).toBe('allowed');
  });

  // @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
  test('is limited by the permissions boundary where it names the role', () => {
    expect(reason({ boundary: NOTHING, resource: letsIn({ AWS: ROLE }) }, { principal: AS_SESSION })).toBe('boundary');
  });

  test('is enough where it names the role and the permissions boundary allows', () => {
    expect(reason({ boundary: allowAll(), resource: letsIn({ AWS: ROLE }) }, { principal: AS_SESSION })).toBe('allowed');
  });

  test.each<[string, AuthorizationRequest['principal'], PrincipalElement]>([
    ['the session', AS_SESSION, { AWS: SESSION }],
    ['the user', AS_USER, { AWS: USER }],
    ['everybody', AS_SESSION, '*'],
    ['the role and the session', AS_SESSION, { AWS: [ROLE, SESSION] }],
    ['the role and everybody', AS_SESSION, { AWS: [ROLE, '*'] }],
  ])('is not limited by the permissions boundary where it names %s', (_name, principal, element) => {
    expect(reason({ boundary: NOTHING, resource: letsIn(element) }, { principal })).toBe('allowed');
  });
});

// @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
describe('NotPrincipal', () => {
  function without(...principals: string[]): EffectivePolicies['resource'] {
    return { account: ACCOUNT, document: policy({ Effect: 'Deny', NotPrincipal: { AWS: principals }, Action: '*', Resource: '*' }) };
  }

  test('denies who isn\'t named', () => {
    expect(reason({ identity: [allowAll()], resource: without(USER, ACCOUNT) })).toBe('explicit-deny');
  });

  test('leaves out a role whose account is named too', () => {
    expect(reason({ identity: [allowAll()], resource: without(ROLE, ACCOUNT) }, { principal: AS_SESSION })).toBe('allowed');
  });

  test('denies a role whose account isn\'t named', () => {
    expect(reason({ identity: [allowAll()], resource: without(ROLE) })).toBe('explicit-deny');
  });

  test('denies a session whose role isn\'t named', () => {
    expect(reason({ identity: [allowAll()], resource: without(SESSION, ACCOUNT) }, { principal: AS_SESSION })).toBe('explicit-deny');
  });

  test('leaves out a user whose account is named too', () => {
    expect(reason({ identity: [allowAll()], resource: without(USER, ACCOUNT) }, { principal: AS_USER })).toBe('allowed');
  });

  test('denies a user whose name isn\'t named', () => {
    expect(reason({ identity: [allowAll()], resource: without(ROLE, ACCOUNT) }, { principal: AS_USER })).toBe('explicit-deny');
  });

  test('leaves out the root user whose account is named', () => {
    expect(reason({ resource: without(ACCOUNT) }, { principal: AS_ROOT })).toBe('allowed');
  });

  test('denies who has a permissions boundary, even if named', () => {
    expect(reason({ identity: [allowAll()], boundary: allowAll(), resource: without(ROLE, ACCOUNT) })).toBe('explicit-deny');
  });

  test('leaves out a service that is named', () => {
    const document = policy(
      { Principal: '*', Action: '*', Resource: '*' },
      { Effect: 'Deny', NotPrincipal: { Service: 'lambda.amazonaws.com' }, Action: '*', Resource: '*' },
    );

    expect(reason({ resource: { account: ACCOUNT, document } }, { principal: { arn: 'lambda.amazonaws.com', account: '' } }))
      .toBe('allowed');
  });
});

describe('the policy of a table or stream', () => {
  test.each<[string, string, string, string]>([
    ['its table', 'dynamodb:PutItem', TABLE, 'allowed'],
    ['an index of its table', 'dynamodb:Query', `${TABLE}/index/byDate`, 'allowed'],
    ['an action that AWS may have added', 'dynamodb:NewAction', TABLE, 'allowed'],
    ['an action that no resource policy supports', 'dynamodb:CreateTable', TABLE, 'implicit-deny'],
    ['a backup, which has no policy', 'dynamodb:DeleteBackup', `${TABLE}/backup/01`, 'implicit-deny'],
    ['an action on tables in the policy of a stream', 'dynamodb:GetItem', `${TABLE}/stream/1`, 'implicit-deny'],
    ['an action on streams in the policy of a stream', 'dynamodb:GetRecords', `${TABLE}/stream/1`, 'allowed'],
  ])('that allows a role everything decides about %s', (_name, action, resource, expected) => {
    expect(reason({ resource: letsIn({ AWS: ROLE }) }, { principal: AS_ROLE, action, resource })).toBe(expected);
  });

  test('denies no action that resource policies do not support', () => {
    const document = policy({ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' });
    const policies = { identity: [allowAll()], resource: { account: ACCOUNT, document } };

    expect(['dynamodb:ListExports', 'dynamodb:GetItem'].map((action) => reason(policies, { action, resource: TABLE }))).toEqual(['allowed', 'explicit-deny']);
  });
});

// @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
describe('across accounts', () => {
  const resource = `arn:aws:dynamodb:eu-west-1:${OTHER_ACCOUNT}:table/Orders`;
  const others = (element: PrincipalElement): EffectivePolicies['resource'] => ({ ...letsIn(element), account: OTHER_ACCOUNT });

  test.each<[string, PrincipalElement]>([
    ['the role', { AWS: ROLE }],
    ['the account', { AWS: ACCOUNT }],
    ['everybody', '*'],
  ])('both sides together allow, where the resource\'s names %s', (_name, element) => {
    expect(reason({ identity: [allowAll()], resource: others(element) }, { resource })).toBe('allowed');
  });

  test('the decision names the statements of both sides', () => {
    const [own, theirs] = [allowAll(), others({ AWS: ROLE })];

    expect(authorize({ identity: [own], resource: theirs }, request({ resource })).statements).toEqual([
      { policy: 'identity', document: own, index: 0 },
      { policy: 'resource', document: theirs!.document, index: 0 },
    ]);
  });

  test.each([['dynamodb:PartiQLSelect', 'resource-policy'], ['dynamodb:Query', 'allowed']])('%s on a table is decided as %s', (action, expected) => {
    expect(reason({ identity: [allowAll()], resource: others({ AWS: ROLE }) }, { action, resource })).toBe(expected);
  });

  test('the resource\'s policy alone doesn\'t allow', () => {
    expect(reason({ resource: others({ AWS: ROLE }) }, { resource })).toBe('implicit-deny');
  });

  test('the principal\'s policy alone doesn\'t allow', () => {
    expect(reason({ identity: [allowAll()], resource: { account: OTHER_ACCOUNT } }, { resource })).toBe('resource-policy');
  });

  test('the owner is known from the ARN of the resource', () => {
    expect(reason({ identity: [allowAll()] }, { resource })).toBe('resource-policy');
  });

  test('a resource without account in its ARN is the principal\'s own, if nobody says otherwise', () => {
    expect(reason({ identity: [allowAll()] }, { action: 's3:GetObject', resource: 'arn:aws:s3:::bucket/object' })).toBe('allowed');
  });

  test('the permissions boundary limits even where the session is named', () => {
    expect(reason({ identity: [allowAll()], boundary: NOTHING, resource: others({ AWS: SESSION }) }, { principal: AS_SESSION, resource }))
      .toBe('boundary');
  });
});

// @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
describe('a KMS key', () => {
  const use = { action: 'kms:Decrypt', resource: KEY };
  const decrypt = policy({ Action: 'kms:Decrypt', Resource: KEY });

  test('whose policy lets the account in is used by whom identity policies allow', () => {
    expect(reason({ identity: [decrypt], resource: letsIn({ AWS: `arn:aws:iam::${ACCOUNT}:root` }) }, use)).toBe('allowed');
  });

  test('decides together with identity policies, where both stand in the decision', () => {
    const resource = letsIn({ AWS: ACCOUNT });

    expect(authorize({ identity: [decrypt], resource }, request(use)).statements).toEqual([
      { policy: 'identity', document: decrypt, index: 0 },
      { policy: 'resource', document: resource.document, index: 0 },
    ]);
  });

  test.each<[string, PolicyDocument | undefined]>([
    ['doesn\'t let the account in', policy({ Principal: { AWS: USER }, Action: 'kms:*', Resource: '*' })],
    ['lets the account in for other actions', policy({ Principal: { AWS: ACCOUNT }, Action: 'kms:DescribeKey', Resource: '*' })],
    ['lets the account in under a condition that doesn\'t hold', policy({
      Principal: { AWS: ACCOUNT }, Action: 'kms:*', Resource: '*', Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
    })],
    ['isn\'t known', undefined],
  ])('whose policy %s is not used by whom identity policies allow', (_name, document) => {
    expect(reason({ identity: [decrypt], resource: { account: ACCOUNT, document } }, use)).toBe('resource-policy');
  });

  test('whose policy names the role is used by it without an identity policy', () => {
    expect(reason({ resource: letsIn({ AWS: ROLE }) }, use)).toBe('allowed');
  });

  test('whose policy lets the account in isn\'t used by whom no identity policy allows', () => {
    expect(reason({ resource: letsIn({ AWS: ACCOUNT }) }, use)).toBe('implicit-deny');
  });

  test('of the account isn\'t used by its root user whom its policy doesn\'t let in', () => {
    expect(reason({ resource: letsIn({ AWS: USER }) }, { ...use, principal: AS_ROOT })).toBe('resource-policy');
  });

  test('whose policy names the role alone is used without the identity policy, which doesn\'t stand in the decision', () => {
    const resource = letsIn({ AWS: ROLE });

    expect(authorize({ identity: [decrypt], resource }, request(use)).statements).toEqual([
      { policy: 'resource', document: resource.document, index: 0 },
    ]);
  });

  test('whose policy lets another account in is not used by whom identity policies allow', () => {
    expect(reason({ identity: [decrypt], resource: letsIn({ AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` }) }, use)).toBe('resource-policy');
  });

  test('decides in whichever case the action is written', () => {
    expect(reason({ identity: [decrypt], resource: letsIn({ AWS: USER }) }, { ...use, action: 'KMS:Decrypt' })).toBe('resource-policy');
  });

  test('of another account is used where both sides allow', () => {
    const resource = { ...letsIn({ AWS: ACCOUNT }), account: OTHER_ACCOUNT };

    expect(reason({ identity: [allowAll()], resource }, { ...use, resource: KEY.replace(ACCOUNT, OTHER_ACCOUNT) })).toBe('allowed');
  });

  test('has no say in actions that name none', () => {
    expect(reason({ identity: [allowAll()] }, { action: 'kms:ListKeys', resource: '*' })).toBe('allowed');
  });

  test('has no say in actions on an alias', () => {
    expect(reason({ identity: [allowAll()] }, { action: 'kms:CreateAlias', resource: `arn:aws:kms:eu-west-1:${ACCOUNT}:alias/orders` }))
      .toBe('allowed');
  });

  test('has no say in actions of other services', () => {
    expect(reason({ identity: [allowAll()] }, { action: 'tag:TagResources', resource: KEY })).toBe('allowed');
  });
});

// @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_compare-resource-policies.html
describe('assuming a role', () => {
  const assume = { action: 'sts:AssumeRole', resource: `arn:aws:iam::${ACCOUNT}:role/Target` };
  const trusts = (element: PrincipalElement): EffectivePolicies['resource'] =>
    ({ account: ACCOUNT, document: policy({ Principal: element, Action: 'sts:AssumeRole' }) });

  test('is allowed to a service that the role trusts', () => {
    expect(reason({ resource: trusts({ Service: 'lambda.amazonaws.com' }) }, { ...assume, principal: { arn: 'lambda.amazonaws.com', account: '' } }))
      .toBe('allowed');
  });

  test('is denied to a service that the role doesn\'t trust', () => {
    expect(reason({ resource: trusts({ Service: 'lambda.amazonaws.com' }) }, { ...assume, principal: { arn: 'ec2.amazonaws.com', account: '' } }))
      .toBe('resource-policy');
  });

  test('takes the trust of the role besides an identity policy', () => {
    expect(reason({ identity: [allowAll()], resource: trusts({ Service: 'lambda.amazonaws.com' }) }, assume)).toBe('resource-policy');
  });

  test('is allowed by an identity policy where the role trusts the account', () => {
    expect(reason({ identity: [allowAll()], resource: trusts({ AWS: ACCOUNT }) }, assume)).toBe('allowed');
  });

  test('is all that the trust of a role has a say in: not in passing it', () => {
    expect(reason({ identity: [allowAll()], resource: trusts({ Service: 'lambda.amazonaws.com' }) }, { ...assume, action: 'iam:PassRole' }))
      .toBe('allowed');
  });

  test('is not what other requests to STS take', () => {
    const resource = `arn:aws:sts::${ACCOUNT}:federated-user/Zoe`;

    expect(reason({ identity: [allowAll()] }, { action: 'sts:GetFederationToken', resource })).toBe('allowed');
  });
});
