import * as fc from 'fast-check';
import { ACCOUNT, KEY, OTHER_ACCOUNT, ROLE, SESSION, TABLE, USER } from './requests';
import { AuthorizationRequest, EffectivePolicies, PolicyDocument, PolicyStatement } from '../../src/policy/evaluate';

/** A request, and the policies that count for it. */
export interface Generated {
  readonly request: AuthorizationRequest;
  readonly policies: EffectivePolicies;
}

const LOG_GROUP = `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/aws/lambda/reader`;
const TARGETS: readonly Target[] = [
  [TABLE, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
  [`${TABLE}/index/byStatus`, 'dynamodb:Query'],
  [`${TABLE}/stream/2026-11-21T00:00:00.000`, 'dynamodb:GetRecords'],
  [TABLE.replace(ACCOUNT, OTHER_ACCOUNT), 'dynamodb:GetItem', 'dynamodb:Query'],
  [KEY, 'kms:Decrypt', 'kms:GenerateDataKey'],
  [KEY.replace(ACCOUNT, OTHER_ACCOUNT), 'kms:Decrypt'],
  [LOG_GROUP, 'logs:CreateLogGroup'],
  [`${LOG_GROUP}:log-stream:2026/11/21/[1]`, 'logs:PutLogEvents'],
  [`arn:aws:iam::${ACCOUNT}:role/service/Reader`, 'sts:AssumeRole'],
  ['*', 'dynamodb:ListTables', 'kms:ListKeys'],
];
const PRINCIPALS: readonly AuthorizationRequest['principal'][] = [
  { arn: ROLE, account: ACCOUNT },
  { arn: SESSION, account: ACCOUNT },
  { arn: USER, account: ACCOUNT },
  { arn: `arn:aws:iam::${OTHER_ACCOUNT}:role/Guest`, account: OTHER_ACCOUNT },
  { arn: 'lambda.amazonaws.com', account: '' },
];

/** The condition keys: how many values they have, and values that are near each other, under one family of operators. */
const KEYS: Readonly<Record<string, { readonly list: boolean; readonly family: string; readonly values: readonly string[] }>> = {
  'aws:username': { list: false, family: 'String', values: ['zoe', 'Zoe', 'eve', 'Orders', 'z*e'] },
  'aws:PrincipalTag/team': { list: false, family: 'String', values: ['zoe', 'red', 'Red', 're?', 'byStatus'] },
  'kms:EncryptionContext:tenant': { list: false, family: 'String', values: ['red', 'Red', 'red-1'] },
  'dynamodb:EnclosingOperation': { list: false, family: 'String', values: ['TransactWriteItems', 'TransactGetItems'] },
  'dynamodb:LeadingKeys': { list: true, family: 'String', values: ['zoe', 'red', 'red-1', 'red-2', 'Red'] },
  'aws:TagKeys': { list: true, family: 'String', values: ['team', 'cost', 'Team'] },
  'aws:MultiFactorAuthAge': { list: false, family: 'Numeric', values: ['0', '10', '10.0', '10.5', '-3', '100'] },
  'aws:CurrentTime': {
    list: false,
    family: 'Date',
    values: ['2026-11-21T00:00:00Z', '2026-11-21T01:00:00+01:00', '2026-11-21', '2026-11-20T23:59:59.999Z', '1795219200'],
  },
  'aws:SecureTransport': { list: false, family: 'Bool', values: ['true', 'false'] },
  'aws:SourceIp': {
    list: false, family: 'IpAddress', values: ['203.0.113.7', '203.0.113.255', '203.0.114.7', '2001:db8::1', '2001:db8:0:0::2'],
  },
  'aws:SourceArn': { list: false, family: 'Arn', values: [TABLE, `${TABLE}/index/byStatus`, LOG_GROUP, `${LOG_GROUP}:x`, ROLE] },
};
const RANGES = ['203.0.113.0/24', '203.0.113.7/32', '203.0.112.0/22', '0.0.0.0/0', '2001:db8::/64', '2001:db8::/127', '::/0'];
const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  String: ['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike', 'StringNotLike'],
  Numeric: [
    'NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericLessThanEquals', 'NumericGreaterThan', 'NumericGreaterThanEquals',
  ],
  Date: ['DateEquals', 'DateNotEquals', 'DateLessThan', 'DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals'],
  Bool: ['Bool'],
  IpAddress: ['IpAddress', 'NotIpAddress'],
  Arn: ['ArnEquals', 'ArnNotEquals', 'ArnLike', 'ArnNotLike'],
};
const VARIABLES = ['${aws:username}', '${aws:PrincipalTag/team}', '${aws:username, \'zoe\'}', '${AWS:userName}', '${*}', '${?}', '${$}'];

/** Sometimes puts something in the place of a part of a text, from `start` on. */
function altered(text: string, start: number, insertions: readonly string[]): fc.Arbitrary<string> {
  const place = fc.nat({ max: Math.max(0, text.length - start) }).map((offset) => start + offset);
  return fc.option(fc.tuple(place, place, fc.constantFrom(...insertions)), { nil: undefined, freq: 2 }).map((change) => {
    if (!change) return text;
    const [one, other, insertion] = change;
    return text.slice(0, Math.min(one, other)) + insertion + text.slice(Math.max(one, other));
  });
}

/** What a request asks for. Most policies are about the same, so that they match often. */
type Target = readonly [resource: string, ...actions: string[]];

function isArnPattern(text: string): boolean {
  return text.endsWith('*') || text.split(':').length >= 6;
}

function near([resource]: Target, insertions: readonly string[]): fc.Arbitrary<string> {
  if (resource === '*') return fc.constant('*');
  const [, beginning, type, name] = /^((?:[^:]*:){5})([^/:]+[/:])(.*)$/.exec(resource)!;
  const inRegion = fc.constantFrom(beginning, beginning, beginning.replace('eu-west-1', '*'), beginning.replace('west-1', 'we?t-1'));
  const inAccount = fc.constantFrom((text: string) => text, (text: string) => text.replace(ACCOUNT, '*'));
  return fc.oneof(
    {
      weight: 12,
      arbitrary: fc.tuple(inRegion, inAccount, altered(name, 0, [...insertions, '*', '?', '*/'])).map(
        ([start, change, end]) => change(start) + type + end),
    },
    { weight: 1, arbitrary: altered(resource, 'arn:aws:x'.length, ['*', '?']).filter(isArnPattern) },
  );
}

function resources(target: Target, insertions: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant('*') },
    { weight: 4, arbitrary: near(target, insertions) },
    { weight: 1, arbitrary: fc.constantFrom(...TARGETS).chain((other) => near(other, insertions)) },
  );
}

function actions([, ...names]: Target): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...names) },
    { weight: 2, arbitrary: fc.constantFrom('*', 'dynamodb:*', 'kms:*', 'dynamodb:*Item', 'dynamodb:?etItem', 'DynamoDB:getitem', 'logs:*Log*') },
    { weight: 1, arbitrary: fc.constantFrom(...TARGETS.flatMap(([, ...others]) => others)) },
  );
}

function oneOrMore<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | T[]> {
  return fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 3 }));
}

const conditionEntry = fc.constantFrom(...Object.keys(KEYS)).chain((key) => {
  const { list, family, values } = KEYS[key];
  const written = family === 'IpAddress' ? fc.constantFrom(...RANGES, ...values.slice(0, 2))
    : family === 'String' ? fc.constantFrom(...values).chain((value) => altered(value, 0, [...VARIABLES, '*', '?']))
      : family === 'Arn' ? fc.constantFrom(...values).chain((value) => altered(value, value.lastIndexOf(':') + 1, ['*', '?', '${aws:username}']))
        : fc.constantFrom(...values);
  const quantifier = list ? fc.constantFrom('ForAllValues:', 'ForAnyValue:') : fc.constant('');
  const operator = fc.tuple(quantifier, fc.constantFrom(...OPERATORS[family]), fc.constantFrom('', '', '', 'IfExists'))
    .map((parts) => parts.join(''));
  return fc.oneof(
    { weight: 6, arbitrary: fc.tuple(operator, fc.constant(key), oneOrMore(written)) },
    { weight: 1, arbitrary: fc.tuple(fc.constant('Null'), fc.constantFrom(key, key.toUpperCase()), fc.constantFrom('true', 'false')) },
  );
});

const condition = fc.array(conditionEntry, { minLength: 1, maxLength: 2 }).map((entries) => {
  const blocks: Record<string, Record<string, string | string[]>> = {};
  for (const [operator, key, values] of entries) blocks[operator] = { ...blocks[operator], [key]: values };
  return blocks;
});

const namedPrincipal = fc.oneof(
  fc.constant('*'),
  fc.record({
    AWS: oneOrMore(fc.constantFrom(
      '*', ACCOUNT, OTHER_ACCOUNT, `arn:aws:iam::${ACCOUNT}:root`, ROLE, SESSION, USER, PRINCIPALS[3].arn, 'AROADBQP57FF2AEXAMPLE',
    )),
  }),
  fc.record({ Service: oneOrMore(fc.constantFrom('lambda.amazonaws.com', 'ec2.amazonaws.com')) }),
);
const leftOut = fc.record({ AWS: fc.subarray([ROLE, SESSION, USER, ACCOUNT, `arn:aws:iam::${OTHER_ACCOUNT}:root`], { minLength: 1 }) });

function statements(target: Target, ofResource: boolean, insertions: readonly string[]): fc.Arbitrary<PolicyStatement> {
  const effect = fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny');
  const seldom = fc.nat(9).map((number) => number === 0);
  return fc.tuple(effect, seldom, seldom, seldom, fc.boolean()).chain(([Effect, notAction, notResource, notPrincipal, conditional]) => fc.record({
    Effect: fc.constant(Effect),
    ...ofResource && (notPrincipal && Effect === 'Deny' ? { NotPrincipal: leftOut } : { Principal: namedPrincipal }),
    [notAction ? 'NotAction' : 'Action']: oneOrMore(actions(target)),
    [notResource ? 'NotResource' : 'Resource']: oneOrMore(resources(target, insertions)),
    ...conditional && { Condition: condition },
  }));
}

function documents(target: Target, ofResource = false): fc.Arbitrary<PolicyDocument> {
  return fc.constantFrom('2012-10-17', '2012-10-17', '2012-10-17', '2008-10-17', undefined).chain((version) =>
    fc.array(statements(target, ofResource, version === '2012-10-17' ? VARIABLES : []), { minLength: 1, maxLength: 3 })
      .map((Statement) => ({ ...version && { Version: version }, Statement })));
}

const context = fc.record(Object.fromEntries(Object.entries(KEYS).map(([key, { list, values }]) => {
  const value = fc.constantFrom(...values);
  return [key, list ? fc.array(value, { minLength: 1, maxLength: 2 }) : value];
})), { requiredKeys: [] });

/** Requests and policies that are near enough to each other to match often. */
export const generated: fc.Arbitrary<Generated> = fc.constantFrom(...TARGETS).chain((target) => fc.record({
  request: fc.record({
    principal: fc.constantFrom(...PRINCIPALS),
    action: fc.constantFrom(...target.slice(1)),
    resource: fc.constant(target[0]),
    context: context as fc.Arbitrary<Record<string, string | string[]>>,
  }),
  identity: fc.array(documents(target), { minLength: 1, maxLength: 3 }),
  boundary: fc.option(documents(target), { nil: undefined, freq: 2 }),
  document: fc.option(documents(target, true), { nil: undefined, freq: 2 }),
})).map(({ request, identity, boundary, document }) => {
  const ofService = request.principal.account === '';
  const account = request.resource.split(':')[4] || (ofService ? ACCOUNT : request.principal.account);
  return {
    request,
    policies: { identity: ofService ? [] : identity, boundary: ofService ? undefined : boundary, resource: { account, document } },
  };
});
