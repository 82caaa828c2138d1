import fc from 'fast-check';
import { buildShop } from './shop';
import { ARN, index, key, role, table, writeAssembly } from './templates';
import { authorize, ContextValues, PolicyDocument } from '../../src/policy/evaluate';
import { matchesCondition } from '../../src/policy/match-conditions';
import { Assembly, readAssembly } from '../../src/policy/read-assembly';
import { RequestContext } from '../../src/policy/request-context';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { AccessReportData, DeniedActions } from '../../src/report/report-data';
import { newApp } from '../policy/assemblies';
import { ENV } from '../support/app';
import '../support/quiet';

/** A resource of the report, as requests name it. */
interface Target {
  readonly id: string;
  readonly arn: string;
  readonly account?: string;
  readonly policy?: PolicyDocument;
}

function targetsOf({ tables, keys }: Assembly): Target[] {
  const path = ({ constructPath, stack, logicalId }: Assembly['tables'][number]['origin']) =>
    constructPath?.replace(/\/Resource$/, '') ?? `${stack}/${logicalId}`;
  return [
    ...tables.flatMap(({ origin, arn, account, indexes, stream, policy, streamPolicy }) => [
      { id: path(origin), arn, account, policy },
      ...indexes.map((each) => ({ id: `${path(origin)}/index/${each.name}`, arn: each.arn, account, policy })),
      ...stream === undefined ? [] : [{ id: `${path(origin)}/stream`, arn: stream, account, policy: streamPolicy }],
    ]),
    ...keys.map(({ origin, arn, account, policy }) => ({ id: path(origin), arn, account, policy })),
    { id: 'account', arn: '*' },
  ];
}

function holds(entries: readonly DeniedActions[], action: string, context: ContextValues): boolean {
  return entries.some(({ actions, conditions }) => actions.includes(action)
    && conditions.every((condition) => matchesCondition(condition, new RequestContext(context), true, 'the report')));
}

/** Where the report says something else than the evaluation does, over all roles, users, resources and actions. */
function disagreements(report: AccessReportData, assembly: Assembly, contexts: readonly ContextValues[]): string[] {
  const kinds = new Map(report.resources.map(({ id, kind }) => [id, kind]));
  return [...assembly.roles, ...assembly.users].flatMap((identity) => {
    const { constructPath, stack, logicalId } = identity.origin;
    const grantee = constructPath?.replace(/\/Resource$/, '') ?? `${stack}/${logicalId}`;
    return targetsOf(assembly).flatMap(({ id, arn, account, policy }) => {
      const access = report.accesses.find((each) => each.grantee === grantee && each.resource === id);
      return (report.actions[kinds.get(id) ?? 'account']).flatMap((action) => contexts.flatMap((context) => {
        const { allowed } = authorize({
          identity: identity.policies.flatMap(({ document }) => document ?? []),
          boundary: identity.boundary?.document,
          resource: account === undefined ? undefined : { account, document: policy },
        }, { principal: { arn: identity.arn, account: identity.account }, action, resource: arn, context });
        const reported = access !== undefined && holds(access.allowed, action, context) && !holds(access.denied, action, context);
        return reported === allowed ? []
          : [`${grantee} ${action} on ${id} with ${JSON.stringify(context)}: ${allowed ? 'allowed' : 'denied'}, and reported the other way`];
      }));
    });
  });
}

const CONTEXTS: ContextValues[] = [
  {},
  { 'aws:SourceVpce': 'vpce-1', 'kms:ViaService': `dynamodb.${ENV.region}.amazonaws.com` },
  { 'dynamodb:EnclosingOperation': ['TransactGetItems'], 'aws:PrincipalTag/tenant': 'one', 'dynamodb:LeadingKeys': ['one'] },
];

test('of an app with statements of all kinds, the report says what the evaluation decides', () => {
  const app = newApp();
  buildShop(app);
  const { directory } = app.synth();

  expect(disagreements(reportAssembly(directory), readAssembly(directory, { ...ENV, partition: 'aws' }), CONTEXTS)).toEqual([]);
});

const ACTION = fc.constantFrom(
  '*', 'dynamodb:*', 'dynamodb:*Item', 'DYNAMODB:getitem', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:GetRecords', 'dynamodb:ListTables',
  'dynamodb:UpdateGlobalTable', 'kms:*', 'kms:Decrypt', 'kms:Encrypt', 'logs:PutLogEvents',
);
const RESOURCE = fc.constantFrom(
  '*', ARN.table('One'), `${ARN.table('One')}/index/*`, `${ARN.table('One')}/index/byA`, `${ARN.table('One')}/stream/*`, ARN.table('Two'),
  'arn:aws:dynamodb:*:*:table/*', 'arn:aws:dynamodb:eu-west-1:111122223333:table/?wo', ARN.table('Other'), ARN.key('Key'),
  'arn:aws:kms:eu-west-1:111122223333:key/*',
);
const CONDITION = fc.constantFrom(
  undefined, undefined, { StringEquals: { 'aws:SourceVpce': 'vpce-1' } }, { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } },
  { 'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': 'TransactGetItems' }, 'Bool': { 'aws:SecureTransport': 'true' } },
);
const CONTEXT = fc.record({
  'aws:SourceVpce': fc.constantFrom('vpce-1', 'vpce-2'),
  'aws:SecureTransport': fc.constantFrom('true', 'false'),
  'dynamodb:EnclosingOperation': fc.constant(['TransactGetItems']),
}, { requiredKeys: [] });
const EFFECT = fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny');

function some<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.uniqueArray(arbitrary, { minLength: 1, maxLength: 3 });
}

/** A statement of a role's policy or of its boundary, with every element that it may have. */
const STATEMENT = fc.record({
  Effect: EFFECT, actions: some(ACTION), notAction: fc.boolean(), resources: some(RESOURCE), notResource: fc.boolean(), Condition: CONDITION,
}).map(({ Effect, actions, notAction, resources, notResource, Condition }) => ({
  Effect, [notAction ? 'NotAction' : 'Action']: actions, [notResource ? 'NotResource' : 'Resource']: resources, Condition,
}));

const PRINCIPAL = fc.constantFrom<unknown>('*', { AWS: ARN.role('role') }, { AWS: ENV.account }, { AWS: '222233334444' });
const OWN_STATEMENT = fc.record({ Effect: EFFECT, Principal: PRINCIPAL, Action: some(ACTION), Resource: fc.constant('*'), Condition: CONDITION });

function documentOf(statements: readonly unknown[] | undefined): object | undefined {
  return statements && { Version: '2012-10-17', Statement: statements };
}

test('of any policies, the report says what the evaluation decides', () => {
  const optional = <T>(statements: fc.Arbitrary<T[]>) => fc.option(statements, { nil: undefined });
  fc.assert(fc.property(
    some(STATEMENT), optional(some(STATEMENT)), optional(some(OWN_STATEMENT)), optional(some(OWN_STATEMENT)), some(CONTEXT),
    (statements, boundary, ofTable, ofKey, contexts) => {
      const policy = documentOf(ofTable);
      const directory = writeAssembly({
        ...table('One', {
          GlobalSecondaryIndexes: [index('byA')],
          StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
          ...policy ? { ResourcePolicy: { PolicyDocument: policy } } : {},
        }),
        ...table('Two'),
        ...key('Key', ofKey ? { KeyPolicy: documentOf(ofKey) } : {}),
        ...boundary ? { Limit: { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName: 'limit', PolicyDocument: documentOf(boundary) } } } : {},
        ...role('role', statements, boundary ? { PermissionsBoundary: { Ref: 'Limit' } } : {}),
      });

      expect(disagreements(reportAssembly(directory), readAssembly(directory, { ...ENV, partition: 'aws' }), contexts)).toEqual([]);
    },
  ), { numRuns: 40 });
});
