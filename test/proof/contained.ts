import { EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { Attempt, attemptsOnAccount, attemptsOnKey, attemptsOnLogGroup, attemptsOnTable, CLIENTS, TargetTable } from './attempts';
import { excuseFor, excusesOf } from './exceptions';
import { grantsOf, unlimited } from './grants';
import { ClientConfig, FULL_ACCESS, Loopback, REPLICA_REGION, RoleInUse } from './loopback';
import { Stage } from './stage';
import { Observation } from '../../src/local/endpoint/caller';

/** What was seen of one role: that it allows nothing that its workload doesn't do. */
export interface Containment {
  readonly stage: string;
  /** How many requests were tried that the workload doesn't make. */
  readonly attempts: number;
  /** Those of them that were allowed. */
  readonly breaches: readonly string[];
  /** How many of the attempts only the role's scope and denials hold back. */
  readonly limited: number;
  /** Attempts that show nothing, as the features alone wouldn't allow them either. */
  readonly meaningless: readonly string[];
}

/** What is another's: a table with its stream and indexes, a key, a log group. */
export interface Foreign {
  readonly table: TargetTable;
  readonly key: string;
  readonly logGroup: string;
}

/** Tries all that can be asked for, apart from what the workload does when nothing holds it back. */
export async function proveContainment(aws: Loopback, stage: Stage, foreign: Foreign): Promise<Containment> {
  await stage.reset();
  const used = usedBy(stage, (await stage.run([FULL_ACCESS])).observations);
  const intruder = new Intruder(aws, roleOf(stage));
  let attempts = 0;
  const breaches: string[] = [];
  for (const attempt of await attemptsOn(aws, stage, foreign)) {
    const asked = await intruder.try(attempt);
    if (asked.every((permission) => used.some((each) => covers(each, permission)))) continue;
    attempts += 1;
    if (asked.every(({ allowed }) => allowed)) breaches.push(describe(attempt));
  }
  const limits = await proveLimits(aws, stage);
  const owners = await proveOwnersSide(aws, stage, used);
  return {
    stage: stage.name,
    attempts: attempts + limits.attempts + owners.attempts,
    breaches: [...breaches, ...limits.breaches, ...owners.breaches],
    limited: limits.attempts,
    meaningless: limits.meaningless,
  };
}

/** Tries what the role's scope and denials hold back, and sees that nothing else does. */
async function proveLimits(
  aws: Loopback, stage: Stage,
): Promise<Pick<Containment, 'attempts' | 'breaches' | 'meaningless'>> {
  const { attempts, laterGrants } = stage.forbidden();
  const allowedTo = async (role: RoleInUse) => {
    await stage.reset();
    const intruder = new Intruder(aws, { ...role, policies: [...role.policies, ...laterGrants] });
    const allowed: Attempt[] = [];
    for (const attempt of attempts) {
      if ((await intruder.try(attempt)).every((permission) => permission.allowed)) allowed.push(attempt);
    }
    return allowed;
  };
  const withoutLimits = await allowedTo({ ...roleOf(stage), policies: unlimited(stage.policies()), boundary: undefined });
  return {
    attempts: attempts.length,
    breaches: (await allowedTo(roleOf(stage))).map(describe),
    meaningless: attempts.filter((attempt) => !withoutLimits.includes(attempt)).map(describe),
  };
}

/** Tries what the owner of a table doesn't allow: the role, whatever its own account allows it, and others of that account. */
async function proveOwnersSide(
  aws: Loopback, stage: Stage, used: readonly Used[],
): Promise<Pick<Containment, 'attempts' | 'breaches'>> {
  if (stage.ownersPolicies().length === 0) return { attempts: 0, breaches: [] };
  const { table, keys } = stage.own();
  const attempts = [
    ...attemptsOnTable(table), ...keys.flatMap((key) => attemptsOnKey(key, Buffer.from(JSON.stringify({ key })))),
  ];
  const breaches: string[] = [];
  let tried = 0;
  for (const role of [stage.roleName, `${stage.roleName}2`]) {
    const intruder = new Intruder(aws, { role, policies: [FULL_ACCESS] });
    for (const attempt of attempts) {
      const asked = await intruder.try(attempt);
      const isAllowed = role === stage.roleName && asked.every((permission) => used.some((each) => covers(each, permission)));
      if (isAllowed) continue;
      tried += 1;
      if (asked.every(({ allowed }) => allowed)) breaches.push(`${describe(attempt)} by ${role} with full access of its own account`);
    }
  }
  return { attempts: tried, breaches };
}

/** Somebody who has the role, and does with it what they like. */
class Intruder {
  private readonly clients = new Map<string, { config: ClientConfig; send: (command: any) => Promise<unknown> }>();

  public constructor(private readonly aws: Loopback, private readonly role: RoleInUse) {}

  /** The permissions that an attempt asked for; what else becomes of it doesn't matter. */
  public async try(attempt: Attempt): Promise<readonly Observation[]> {
    const { config, send } = this.clientFor(attempt);
    const observations = this.aws.observationsOf(config);
    const before = observations.length;
    const { tags } = this.aws.dynamoDb;
    const own = tags.getTags(attempt.target);
    if (attempt.tags) tags.set(attempt.target, attempt.tags);
    await send(attempt.command).catch(() => undefined);
    if (attempt.tags) tags.set(attempt.target, own);
    const asked = observations.slice(before);
    if (asked.length === 0) throw new Error(`${describe(attempt)} never reached the endpoint`);
    return asked;
  }

  private clientFor({ client, region = this.aws.administrator.region, network = this.role.network, context = {} }: Attempt) {
    const name = JSON.stringify([client, region, network, context]);
    if (!this.clients.has(name)) {
      const config = { ...this.aws.configOf({ ...this.role, network, context: { ...this.role.context, ...context } }), region };
      const sdk: { send: (command: any) => Promise<unknown> } = new CLIENTS[client](config);
      this.clients.set(name, { config, send: (command) => sdk.send(command) });
    }
    return this.clients.get(name)!;
  }
}

function roleOf(stage: Stage): RoleInUse {
  return { role: stage.roleName, policies: stage.policies(), boundary: stage.boundary(), ...stage.circumstances() };
}

function describe({ command, target, region, network, context, tags }: Attempt): string {
  const where = [target, ...region ? [`in ${region}`] : [], ...[network, context, tags].flatMap((each) => each ? JSON.stringify(each) : [])]
    .join(' ');
  return `${command.constructor.name} ${JSON.stringify(command.input).slice(0, 150)} on ${where}`;
}

async function attemptsOn(aws: Loopback, stage: Stage, foreign: Foreign): Promise<Attempt[]> {
  const { table, keys, logGroup } = stage.own();
  // whoever was given any index, or a family of tables, may reach those that don't exist yet
  const anyIndex = grantsOf(stage.policies()).some(({ resource }) => /^arn:aws:dynamodb:.*(\/index\/|table\/|[^/])\*$/.test(resource));
  const own = { ...table, indexes: [...table.indexes, ...(anyIndex ? [] : [{ name: 'undeclared', partitionKey: table.key[0] }])] };
  const elsewhere = stage.regions().includes(REPLICA_REGION) ? [REPLICA_REGION, 'ap-south-1'] : [REPLICA_REGION];
  const ofOtherAccount = table.arn.replace(/:\d{12}:/, ':444455556666:');
  const onKeys = await Promise.all(
    [...keys, foreign.key].map(async (key) => attemptsOnKey(key, await ciphertextOf(aws.administratorOf(key.split(':')[4]), key))),
  );
  return [
    ...onKeys.flat(),
    ...attemptsOnAccount(),
    ...attemptsOnLogGroup(foreign.logGroup),
    ...attemptsOnLogGroup(`${logGroup}-other`),
    ...attemptsOnLogGroup(logGroup).slice(0, 1), // streams and events of its own group are the role's own
    ...[foreign.table, ...stage.neighbours()].flatMap(attemptsOnTable),
    ...attemptsOnTable({ ...table, name: ofOtherAccount, arn: ofOtherAccount, streamArn: `${ofOtherAccount}/stream/1` }),
    ...elsewhere.flatMap((region) => {
      const ofRegion = table.arn.replace(aws.administrator.region, region);
      return attemptsOnTable({ ...table, name: table.name === table.arn ? ofRegion : table.name, arn: ofRegion })
        .filter(({ command }) => 'TableName' in command.input).map((attempt) => ({ ...attempt, region }));
    }),
    ...attemptsOnTable(own),
  ];
}

type Used = Pick<Observation, 'action' | 'resource' | 'context'>;

/** What a stage does with full access, and what documentation asks for besides. */
function usedBy(stage: Stage, observations: readonly Observation[]): Used[] {
  const excuses = excusesOf(stage);
  const documented = grantsOf(stage.policies()).filter((grant) => excuses.includes(excuseFor(stage, grant)))
    .map(({ action, resource }) => ({ action, resource, context: action.startsWith('kms:') ? VIA_DYNAMODB : {} }));
  return [...observations, ...documented];
}

const VIA_DYNAMODB = { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' };

/** The condition keys that make two uses of an action on a resource two different things. */
const DISTINCT = ['kms:ViaService', 'kms:EncryptionContext:purpose'];

function covers(used: Used, asked: Observation): boolean {
  const enclosing = used.context['dynamodb:EnclosingOperation'];
  return used.action === asked.action && used.resource === asked.resource
    && (enclosing === undefined || enclosing === asked.context['dynamodb:EnclosingOperation'])
    && DISTINCT.every((key) => used.context[key] === asked.context[key]);
}

async function ciphertextOf(administrator: ClientConfig, key: string): Promise<Uint8Array> {
  const { CiphertextBlob } = await new KMSClient(administrator).send(new EncryptCommand({
    KeyId: key, Plaintext: Buffer.from('a'),
  }));
  return CiphertextBlob!;
}
