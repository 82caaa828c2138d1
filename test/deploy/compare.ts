import { isDeepStrictEqual } from 'util';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { Account } from './account';
import { dropFrom } from './dropped';
import { readStackPlaces } from './examples';
import { Assembly, readAssembly, TableRecord } from '../../src/policy/read-assembly';
import { PLACE } from '../proof/loopback';

/** What templates declare of one kind, and what was read back. */
export interface Comparison {
  readonly kind: string;
  readonly declared: number;
  readonly found: number;
  readonly differences: readonly string[];
}

/** A table as a template declares it. */
export interface DeclaredTable extends Pick<TableRecord,
  'name' | 'arn' | 'account' | 'region' | 'partitionKey' | 'sortKey' | 'indexes' | 'stream' | 'key' | 'policy'> {
  /** Whether it is a replica in another Region than that of its stack. */
  readonly isReplica: boolean;
  /** Whether it can be restored to a point in time. */
  readonly recovery: boolean;
}

const LOCATION = ['name', 'arn', 'account', 'region'] as const;

/** An assembly, with the names that its resources got in the accounts and Regions that it was deployed to. */
export async function readDeployed(accounts: readonly Account[], directory: string): Promise<Assembly> {
  return readAssembly(directory, { ...PLACE, partition: 'aws', known: await readNames(accounts, directory) });
}

/** The names of the resources of an assembly, by `<stack name>.<logical id>`. */
async function readNames(accounts: readonly Account[], directory: string): Promise<Record<string, string>> {
  const names = await Promise.all(readStackPlaces(directory).map(({ name, ...place }) =>
    accounts.find((account) => isDeepStrictEqual(account.place, place))!.namesIn(name)));
  return Object.assign({}, ...names);
}

/** A document with the names of resources whose types src/policy doesn't know, such as VPC endpoints. */
function nameResources<T>(document: T, stack: string, names: Readonly<Record<string, string>>): T {
  return JSON.parse(JSON.stringify(document).replace(/\{"Ref":"(\w+)"\}/g, (reference, logicalId) =>
    JSON.stringify(names[`${stack}.${logicalId}`]) ?? reference));
}

/** Compares what assemblies declare with what there is in the accounts, and counts what MiniStack drops. */
export async function compare(
  directories: readonly string[], accounts: readonly Account[],
): Promise<{ comparisons: Comparison[]; dropped: Record<string, number> }> {
  const assemblies = await Promise.all(directories.map((directory) => readDeployed(accounts, directory)));
  const names = Object.assign({}, ...await Promise.all(directories.map((directory) => readNames(accounts, directory))));
  const roles = assemblies.flatMap((assembly) => assembly.roles).map((role) => ({
    name: role.name,
    arn: role.arn,
    account: role.account,
    trust: role.trust,
    managed: role.policies.flatMap((policy) => policy.arn ?? []),
    policies: role.policies.filter((policy) => policy.arn === undefined)
      .map((policy) => ({ name: policy.name, document: nameResources(policy.document!, role.origin.stack, names) }))
      .sort((one, other) => one.name < other.name ? -1 : 1),
  }));
  const { tables, dropped } = dropFrom(assemblies.flatMap((assembly, index) => declaredTables(assembly, directories[index])));
  // roles belong to an account, whatever the Region
  const foundRoles = await readAll(accounts.filter(isFirstOfAccount), (account) => account.roles());
  return {
    dropped,
    comparisons: [
      difference('role', roles, foundRoles),
      difference('policy', roles.flatMap(policiesOf), foundRoles.flatMap(policiesOf)),
      difference('table', tables.map(({ isReplica: _, ...table }) => table), await readAll(accounts, (account) => account.tables())),
      difference(
        'key', pick(assemblies.flatMap(({ keys }) => keys), ...LOCATION, 'policy', 'aliases'),
        await readAll(accounts, (account) => account.keys()),
      ),
      difference(
        'log group', pick(assemblies.flatMap(({ logGroups }) => logGroups), 'name', 'arn', 'key'),
        await readAll(accounts, (account) => account.logGroups()),
      ),
      difference(
        'function', pick(assemblies.flatMap(({ functions }) => functions.map((each) => ({ ...each, role: each.roles[0], logGroup: each.logGroups[0] }))), 'name', 'arn', 'role', 'logGroup'),
        await readAll(accounts, (account) => account.functions()),
      ),
    ],
  };
}

/** Compares lists of what has ARNs. */
export function difference(kind: string, declared: readonly { arn: string }[], found: readonly { arn: string }[]): Comparison {
  const arns = [...new Set([...declared, ...found].map(({ arn }) => arn))];
  return {
    kind,
    declared: declared.length,
    found: found.length,
    differences: arns.flatMap((arn) => {
      const [one, other] = [declared, found].map((items) => items.find((each) => each.arn === arn));
      if (isDeepStrictEqual(one, other)) return [];
      return [`${kind} ${arn}: declared ${JSON.stringify(one)}, found ${JSON.stringify(other)}`];
    }),
  };
}

function declaredTables({ tables }: Assembly, directory: string): DeclaredTable[] {
  const stacks = new CloudAssembly(directory).stacks;
  return tables.map((table) => {
    const { template, environment } = stacks.find(({ hierarchicalId }) => hierarchicalId === table.origin.stack)!;
    const { Replicas, PointInTimeRecoverySpecification } = template.Resources[table.origin.logicalId].Properties;
    const replica = Replicas?.find(({ Region }: any) => Region === table.region);
    return {
      ...pick([table], ...LOCATION, 'partitionKey', 'sortKey', 'indexes', 'stream', 'key', 'policy')[0],
      isReplica: replica !== undefined && table.region !== environment.region,
      recovery: (replica?.PointInTimeRecoverySpecification ?? PointInTimeRecoverySpecification)?.PointInTimeRecoveryEnabled ?? false,
    };
  });
}

function isFirstOfAccount({ place }: Account, index: number, accounts: readonly Account[]): boolean {
  return accounts.findIndex((other) => other.place.account === place.account) === index;
}

async function readAll<T>(accounts: readonly Account[], read: (account: Account) => Promise<T[]>): Promise<T[]> {
  return (await Promise.all(accounts.map(read))).flat();
}

function policiesOf({ arn, policies }: { arn: string; policies: { name: string; document: object }[] }) {
  return policies.map((policy) => ({ arn: `${arn}/${policy.name}`, document: policy.document }));
}

function pick<T extends object, K extends keyof T>(records: readonly T[], ...keys: K[]): Pick<T, K>[] {
  return records.map((record) => Object.fromEntries(keys.map((key) => [key, record[key]])) as Pick<T, K>);
}
