import { isDeepStrictEqual } from 'util';
import { Account } from './account';
import { Assembly, readAssembly } from '../../src/policy/read-assembly';
import { PLACE } from '../proof/loopback';

/** What templates declare of one kind, and what was read back. */
export interface Comparison {
  readonly kind: string;
  readonly declared: number;
  readonly found: number;
  readonly differences: readonly string[];
}

const LOCATION = ['name', 'arn', 'account', 'region'] as const;

/** The assembly that a stack was deployed from, with the names that its resources got. */
export async function deployedAssembly(account: Account, directory: string, stackName: string): Promise<Assembly> {
  return readAssembly(directory, { ...PLACE, partition: 'aws', known: await account.namesIn(stackName) });
}

/** Compares what an assembly declares with what there is in an account. */
export async function compare(assembly: Assembly, account: Account): Promise<Comparison[]> {
  const roles = assembly.roles.map((role) => ({
    name: role.name,
    arn: role.arn,
    account: role.account,
    trust: role.trust,
    managed: role.policies.flatMap((policy) => policy.arn ?? []),
    policies: role.policies.filter((policy) => policy.arn === undefined).map((policy) => ({ name: policy.name, document: policy.document! }))
      .sort((one, other) => one.name < other.name ? -1 : 1),
  }));
  const found = await account.roles();
  return [
    difference('role', roles, found),
    difference('policy', roles.flatMap(policiesOf), found.flatMap(policiesOf)),
    difference('table', assembly.tables.map(only(...LOCATION, 'partitionKey', 'sortKey', 'indexes', 'stream', 'key')), await account.tables()),
    difference('key', assembly.keys.map(only(...LOCATION, 'policy', 'aliases')), await account.keys()),
    difference('log group', assembly.logGroups.map(only('name', 'arn', 'key')), await account.logGroups()),
    difference('function', assembly.functions.map(only('name', 'arn', 'role', 'logGroup')), await account.functions()),
  ];
}

/** Compares lists of what has names. */
export function difference(kind: string, declared: readonly { name: string }[], found: readonly { name: string }[]): Comparison {
  const names = [...new Set([...declared, ...found].map(({ name }) => name))];
  return {
    kind,
    declared: declared.length,
    found: found.length,
    differences: names.flatMap((name) => {
      const [one, other] = [declared, found].map((items) => items.find((each) => each.name === name));
      if (isDeepStrictEqual(one, other)) return [];
      return [`${kind} ${name}: declared ${JSON.stringify(one)}, found ${JSON.stringify(other)}`];
    }),
  };
}

function policiesOf({ name, policies }: { name: string; policies: { name: string; document: object }[] }) {
  return policies.map((policy) => ({ name: `${name}/${policy.name}`, document: policy.document }));
}

function only<T extends object, K extends keyof T>(...keys: K[]): (record: T) => Pick<T, K> {
  return (record) => Object.fromEntries(keys.map((key) => [key, record[key]])) as Pick<T, K>;
}
