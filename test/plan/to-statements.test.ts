import * as fc from 'fast-check';
import { Conditions } from '../../src/conditions/conditions';
import { PlannedPermission, PlannedStatement } from '../../src/plan/planned-permission';
import { toStatements } from '../../src/plan/to-statements';

const reason = { feature: 'READ_ITEM', why: 'to test it' };
const IN_WRITES = { 'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': ['TransactWriteItems'] } };

function permission(action: string, resource: string, conditions?: Conditions): PlannedPermission {
  return { action, resource, conditions, reason };
}

/** Statements without what most tests don't look at. */
function written(permissions: PlannedPermission[]): object[] {
  return toStatements(permissions).map(({ actions, resources, conditions }) => ({ actions, resources, conditions }));
}

describe('statements', () => {
  test('are none for no permissions', () => {
    expect(toStatements([])).toEqual([]);
  });

  test('hold one permission as it is', () => {
    expect(toStatements([{ ...permission('a:One', 'arn:1', IN_WRITES), sid: 'Why' }])).toEqual([
      { sid: 'Why', actions: ['a:One'], resources: ['arn:1'], conditions: IN_WRITES },
    ]);
  });

  test('have the actions of a resource together, in alphabetical order', () => {
    expect(written([permission('a:Two', 'arn:1'), permission('a:One', 'arn:1')]))
      .toEqual([{ actions: ['a:One', 'a:Two'], resources: ['arn:1'] }]);
  });

  test('have the resources with the same actions together, in the order of the permissions', () => {
    expect(written([permission('a:One', 'arn:2'), permission('a:One', 'arn:1')]))
      .toEqual([{ actions: ['a:One'], resources: ['arn:2', 'arn:1'] }]);
  });

  test('keep resources with other actions apart', () => {
    expect(written([permission('a:One', 'arn:1'), permission('a:One', 'arn:2'), permission('a:Two', 'arn:2')])).toEqual([
      { actions: ['a:One'], resources: ['arn:1'] },
      { actions: ['a:One', 'a:Two'], resources: ['arn:2'] },
    ]);
  });

  test('keep permissions under other conditions apart', () => {
    expect(written([permission('a:One', 'arn:1', IN_WRITES), permission('a:Two', 'arn:1')])).toEqual([
      { actions: ['a:One'], resources: ['arn:1'], conditions: IN_WRITES },
      { actions: ['a:Two'], resources: ['arn:1'] },
    ]);
  });

  test('keep permissions with another Sid apart', () => {
    const statements = toStatements([{ ...permission('a:One', '*'), sid: 'One' }, { ...permission('a:Two', '*'), sid: 'Two' }]);

    expect(statements.map(({ sid, actions }) => ({ sid, actions }))).toEqual([
      { sid: 'One', actions: ['a:One'] },
      { sid: 'Two', actions: ['a:Two'] },
    ]);
  });

  test('take the same conditions in another order for the same', () => {
    const one = { StringEquals: { k1: 'x', k2: 'y' }, Bool: { k3: 'true' } };
    const other = { Bool: { k3: 'true' }, StringEquals: { k2: 'y', k1: 'x' } };

    expect(written([permission('a:One', 'arn:1', one), permission('a:Two', 'arn:1', other)]))
      .toEqual([{ actions: ['a:One', 'a:Two'], resources: ['arn:1'], conditions: one }]);
  });

  test('hold a permission that is asked for twice once', () => {
    expect(written([permission('a:One', 'arn:1'), { ...permission('a:One', 'arn:1'), reason: { feature: 'CRUD', why: 'to test it' } }]))
      .toEqual([{ actions: ['a:One'], resources: ['arn:1'] }]);
  });
});

describe('a permission under conditions', () => {
  test.each([
    ['before', [permission('a:One', 'arn:1'), permission('a:One', 'arn:1', IN_WRITES)]],
    ['after', [permission('a:One', 'arn:1', IN_WRITES), permission('a:One', 'arn:1')]],
  ])('is dropped where one without conditions stands %s it', (_name, permissions) => {
    expect(written(permissions)).toEqual([{ actions: ['a:One'], resources: ['arn:1'], conditions: undefined }]);
  });

  test('is dropped where one under some of its conditions allows the same', () => {
    const narrow = { StringEquals: { k1: 'x', k2: 'y' } };
    const broad = { StringEquals: { k1: 'x' } };

    expect(written([permission('a:One', 'arn:1', narrow), permission('a:One', 'arn:1', broad)]))
      .toEqual([{ actions: ['a:One'], resources: ['arn:1'], conditions: broad }]);
  });

  test.each([
    ['on another resource', permission('a:One', 'arn:2')],
    ['for another action', permission('a:Two', 'arn:1')],
    ['under another condition', permission('a:One', 'arn:1', { Bool: { 'aws:SecureTransport': 'true' } })],
  ])('is kept beside one %s', (_name, other) => {
    const statements = toStatements([permission('a:One', 'arn:1', IN_WRITES), other]);

    expect(statements.map(({ actions, resources, conditions }) => ({ actions, resources, conditions })))
      .toContainEqual({ actions: ['a:One'], resources: ['arn:1'], conditions: IN_WRITES });
  });
});

describe('for any permissions', () => {
  const value = fc.constantFrom<string | string[]>('x', 'y', ['x', 'y']);
  const block = fc.dictionary(fc.constantFrom('k1', 'k2'), value, { minKeys: 1 });
  const conditions = fc.option(fc.dictionary(fc.constantFrom('StringEquals', 'StringLike'), block), { nil: undefined });
  const permissions = fc.array(fc.record({
    action: fc.constantFrom('a:One', 'a:Two', 'a:Three'),
    resource: fc.constantFrom('arn:1', 'arn:2', 'arn:3', '*'),
    conditions,
    reason: fc.constant(reason),
  }).map((each): PlannedPermission => each.resource === '*' ? { ...each, sid: 'Account' } : each), { maxLength: 30 });

  /** An action on a resource, and the conditions that must all hold for it. */
  interface Allowed { readonly pair: string; readonly entries: string[] }

  function allowedBy({ action, resource, conditions: block_ = {} }: Omit<PlannedPermission, 'reason'>): Allowed {
    const entries = Object.entries(block_).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => `${operator} ${key} ${values}`));
    return { pair: `${action} on ${resource}`, entries: entries.sort() };
  }

  function allowedIn(statements: PlannedStatement[]): Allowed[] {
    return statements.flatMap(({ actions, resources, ...rest }) =>
      actions.flatMap((action) => resources.map((resource) => allowedBy({ action, resource, ...rest }))));
  }

  function isNarrower(one: Allowed, other: Allowed): boolean {
    return one.pair === other.pair && one.entries.length > other.entries.length
      && other.entries.every((entry) => one.entries.includes(entry));
  }

  const texts = (allowed: Allowed[]) => allowed.map(({ pair, entries }) => [pair, ...entries].join(' | ')).sort();

  test('the statements allow them all and nothing else, but those that a broader one covers', () => {
    fc.assert(fc.property(permissions, (input) => {
      const asked = input.map(allowedBy);
      const expected = asked.filter((one) => !asked.some((other) => isNarrower(one, other)));

      expect(texts(allowedIn(toStatements(input)))).toEqual([...new Set(texts(expected))]);
    }));
  });

  test('no action stands twice on a resource under the same conditions', () => {
    fc.assert(fc.property(permissions, (input) => {
      const all = texts(allowedIn(toStatements(input)));

      expect(all).toEqual([...new Set(all)]);
    }));
  });

  test('no two statements could be one', () => {
    fc.assert(fc.property(permissions, (input) => {
      const blocks = toStatements(input).map((statement) =>
        JSON.stringify([statement.sid, allowedBy({ ...statement, action: '', resource: '' }).entries, statement.actions]));

      expect(blocks).toEqual([...new Set(blocks)]);
    }));
  });

  test('the actions of a statement are sorted', () => {
    fc.assert(fc.property(permissions, (input) => {
      for (const { actions } of toStatements(input)) expect(actions).toEqual([...actions].sort());
    }));
  });
});
