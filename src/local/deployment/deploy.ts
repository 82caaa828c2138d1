import { LocalApp } from './read-app';
import { describeCreation } from './table-creation';
import { getConstructPath } from '../../policy/assembly-resources';
import { PolicyDocument } from '../../policy/policy-document';
import { TableRecord } from '../../policy/read-assembly';
import { AnyParameters } from '../endpoint/permission';
import { Answer } from '../endpoint/service';
import { withoutUnknown } from '../known-policies';
import { LocalAws } from '../local-aws';

/** Says why a table can't be made. */
export class DeploymentFailure extends Error {}

/** Makes the keys, log groups and policies of an app. Returns what can't be known of the policies. */
export function deployResources({ endpoint, keys, logs }: LocalAws, { assembly }: LocalApp): string[] {
  const notes: string[] = [];
  const addPolicy = (arn: string, where: string, document: PolicyDocument | undefined) => {
    if (!document) return;
    const known = withoutUnknown(document, 'resource', where);
    notes.push(...known.leftOut, ...known.lostDenials);
    endpoint.resourcePolicies.set(arn, known.document);
  };
  for (const { origin, arn, name, account, region, policy, aliases } of assembly.keys) {
    keys.createKey({ account, region }, name);
    addPolicy(arn, `the policy of ${getConstructPath(origin)}`, policy);
    for (const alias of aliases) keys.addAlias({ account, region }, alias, arn);
  }
  for (const { origin, arn, stream, key, policy, streamPolicy } of assembly.tables) {
    addPolicy(arn, `the policy of ${getConstructPath(origin)}`, policy);
    if (stream) addPolicy(stream, `the policy of the stream of ${getConstructPath(origin)}`, streamPolicy);
    if (key?.startsWith('arn:') && !endpoint.resourcePolicies.has(key)) importKey(key);
  }
  for (const { name, account, region } of assembly.logGroups) logs.createLogGroup({ account, region }, name);
  for (const { logGroups, account, region } of assembly.functions) {
    for (const logGroup of logGroups) logs.createLogGroup({ account, region }, logGroup);
  }
  for (const { origin, arn, trust } of assembly.roles) addPolicy(arn, `the trust policy of ${getConstructPath(origin)}`, trust);
  return notes;

  /** A key that tables only name, with the policy that a key has if it is made without one. */
  function importKey(arn: string): void {
    const [, partition,, region, account, resource] = arn.split(':');
    keys.createKey({ region, account }, resource.replace('key/', ''));
    addPolicy(arn, arn, {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:${partition}:iam::${account}:root` }, Action: 'kms:*', Resource: '*' }],
    });
  }
}

/** Makes the tables of an app that aren't in a space. Returns what the emulator can't make. */
export async function deployTables(aws: LocalAws, app: LocalApp, space?: string): Promise<string[]> {
  const notes: string[] = [];
  for (const [table, replicas] of groupReplicas(app)) {
    notes.push(...await deployTable(aws, app, table, space));
    for (const { arn, key } of replicas) aws.dynamoDb.addReplica(table.arn, arn, key);
  }
  return notes;
}

/** Empties the tables of an app in a space, by making them again. */
export async function recreateTables(aws: LocalAws, app: LocalApp, space?: string): Promise<string[]> {
  for (const [table] of groupReplicas(app)) await request(aws, { table, space }, 'DeleteTable', { TableName: table.name });
  return deployTables(aws, app, space);
}

/** The tables, each with its replicas in other Regions. */
function groupReplicas({ assembly, stacks }: LocalApp): Map<TableRecord, TableRecord[]> {
  const groups = new Map<TableRecord, TableRecord[]>();
  for (const table of assembly.tables) {
    const all = assembly.tables.filter(({ origin }) => origin === table.origin);
    const home = stacks.find(({ path }) => path === table.origin.stack)?.region;
    const first = all.find(({ region }) => region === home) ?? all[0];
    groups.set(first, all.filter((each) => each !== first));
  }
  return groups;
}

async function deployTable(aws: LocalAws, app: LocalApp, table: TableRecord, space?: string): Promise<string[]> {
  const { createTable, updateTimeToLive } = describeCreation(app, table);
  // the key and the tags are known here alone
  const { SSESpecification, Tags, ...local } = createTable;
  const { status = 200, text, body } = await request(aws, { table, space }, 'CreateTable', local);
  const name = getConstructPath(table.origin);
  const exists = status !== 200 && String(text).includes('ResourceInUseException');
  if (status !== 200 && !exists) throw new DeploymentFailure(`${aws.emulator.name} cannot make the table ${name}: ${text ?? JSON.stringify(body)}`);
  aws.dynamoDb.addTable(table.arn, createTable);
  if (exists) await request(aws, { table, space }, 'DescribeTable', { TableName: table.name });
  if (!updateTimeToLive || exists) return [];
  const wasAsked = aws.dynamoDb.unanswered.has('UpdateTimeToLive');
  const timeToLive = await request(aws, { table, space }, 'UpdateTimeToLive', updateTimeToLive);
  if (timeToLive.status === undefined || timeToLive.status === 200) return [];
  if (!wasAsked) aws.dynamoDb.unanswered.delete('UpdateTimeToLive'); // the note says it
  return [`${aws.emulator.name} lets no items of ${name} expire`];
}

interface TableInSpace {
  readonly table: TableRecord;
  readonly space: string | undefined;
}

/** Asks DynamoDB for something on a table, without authorization. */
async function request({ dynamoDb }: LocalAws, { table, space }: TableInSpace, operation: string, parameters: AnyParameters): Promise<Answer> {
  const { account, region } = table;
  return dynamoDb.api.answer({ operation, parameters, account, region, space }, { arn: `arn:aws:iam::${account}:root`, account });
}
