import { ArnFormat, CfnResource, IResolvable, Lazy, Stack } from 'aws-cdk-lib';
import { CfnGlobalTable, CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { formatArn } from './arns';
import { Change, changeBranches } from './change-branches';
import { readProperty, readValue } from './read-properties';
import { TemplateValue } from './template-value';

/** Statements that are made when the template is, as they rest on names and indexes that are known only then. */
type StatementSource = () => PolicyStatement[];

export type TableResource = CfnTable | CfnGlobalTable;

/** The part of a table that has a resource policy. */
export type PolicyHolder = 'table' | 'stream';

/** A policy that a resource has, as the template will have it. */
export interface ResourcePolicy {
  readonly holder: PolicyHolder | 'key';
  readonly region: string;
  readonly document: TemplateValue;
}

/** The statements that were added to a policy in a Region. */
interface Addition {
  readonly holder: PolicyHolder | 'key';
  readonly region: string;
  readonly statements: StatementSource[];
}

const additionsByResource = new WeakMap<CfnResource, Addition[]>();

/** The properties that have what was added. An override hides a property that is there still. */
const extendedProperties = new WeakSet<object>();

/**
 * Adds statements to the policy of a table, its stream or a key, beside all that stands there already. What is declared there later stays, too.
 *
 * @param region of a global table, the replica in that Region must be there by the time of synthesis
 */
export function addToPolicy(resource: TableResource | CfnKey, holder: Addition['holder'], region: string, statements: StatementSource): void {
  const additions = additionsByResource.get(resource) ?? [];
  additionsByResource.set(resource, additions);
  const known = additions.find((each) => each.holder === holder && each.region === region);
  if (known) {
    known.statements.push(statements);
    return;
  }
  additions.push({ holder, region, statements: [statements] });
  extendResource(resource, additions);
}

function extendResource(resource: TableResource | CfnKey, additions: readonly Addition[]): void {
  const { holder, statements } = additions.at(-1)!;
  if (CfnKey.isCfnKey(resource)) {
    resource.keyPolicy = extendProperty(resource.keyPolicy, extendDocument(statements, buildDefaultKeyPolicy(resource)));
  } else if (CfnGlobalTable.isCfnGlobalTable(resource)) {
    // one property has the policies of all replicas
    if (additions.length === 1) resource.replicas = extendProperty(resource.replicas, extendReplicas(additions));
  } else if (holder === 'table') {
    resource.resourcePolicy = extendProperty(resource.resourcePolicy, extendPolicy(statements));
  } else {
    resource.streamSpecification = extendProperty(resource.streamSpecification, extendStream(statements));
  }
}

/**
 * A key without a policy gets this one from KMS, and a policy without it would lock the account out of its key.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
function buildDefaultKeyPolicy(key: CfnKey): object {
  const root = formatArn({ service: 'iam', region: '', account: Stack.of(key).account, resource: 'root', arnFormat: ArnFormat.NO_RESOURCE_NAME });
  return { Statement: [{ Sid: 'Enable IAM User Permissions', Effect: 'Allow', Principal: { AWS: root }, Action: 'kms:*', Resource: '*' }] };
}

/** The policies of a table and its stream, in each Region, as the template will have them. */
export function readTablePolicies(table: TableResource): ResourcePolicy[] {
  const policies = (region: string, ofTable: TemplateValue, ofStream: TemplateValue): ResourcePolicy[] => [
    { holder: 'table', region, document: ofTable.property('PolicyDocument') },
    { holder: 'stream', region, document: ofStream.property('ResourcePolicy').property('PolicyDocument') },
  ];
  const all = CfnGlobalTable.isCfnGlobalTable(table)
    ? readProperty(table, 'Replicas').elements().flatMap((replica) => replica.property('Region').texts().flatMap((region) =>
      policies(region, replica.property('ResourcePolicy'), replica.property('ReplicaStreamSpecification'))))
    : policies(Stack.of(table).region, readProperty(table, 'ResourcePolicy'), readProperty(table, 'StreamSpecification'));
  return all.filter(({ document }) => !document.isAbsent);
}

/** The policy of a key, as the template will have it. */
export function readKeyPolicy(key: CfnKey): ResourcePolicy {
  return { holder: 'key', region: key.env.region, document: readProperty(key, 'KeyPolicy') };
}

/** Returns true if each statement is in one of the policies, in all of its branches. */
export function containStatements(resource: CfnResource, statements: readonly PolicyStatement[], policies: readonly ResourcePolicy[]): boolean {
  const lists = policies.map(({ document }) => document.each().filter((branch) => !branch.isAbsent)
    .flatMap((branch) => branch.property('Statement').each())
    .map((list) => list.elements().flatMap((statement) => statement.renderJson()).map((each) => JSON.stringify(each))));
  return statements.flatMap((statement) => readValue(resource, statement.toStatementJson()).renderJson()).map((each) => JSON.stringify(each))
    .every((statement) => lists.some((branches) => branches.every((written) => written.includes(statement))));
}

/** Returns true if only CloudFormation knows the statements of a policy. */
export function isUnknownPolicy({ document }: ResourcePolicy): boolean {
  return document.isUnknown || document.property('Statement').elements().some(({ isUnknown }) => isUnknown);
}

/** The property that has what was added, so that an override must hide it if the template doesn't have it; nothing if it was replaced. */
export function findHiddenAdditions(resource: TableResource | CfnKey, holder: PolicyHolder | 'key'): string | undefined {
  const [name, property] = findPolicyProperty(resource, holder);
  if (typeof property === 'object' && extendedProperties.has(property)) return name;
  return undefined;
}

function findPolicyProperty(resource: TableResource | CfnKey, holder: PolicyHolder | 'key'): [name: string, property: object | undefined] {
  if (CfnKey.isCfnKey(resource)) return ['KeyPolicy', resource.keyPolicy];
  if (CfnGlobalTable.isCfnGlobalTable(resource)) return ['Replicas', resource.replicas];
  if (holder === 'table') return ['ResourcePolicy', resource.resourcePolicy];
  return ['StreamSpecification', resource.streamSpecification];
}

/** The Regions that the table has no replica in, or not exactly one that is known to be there before deployment. */
export function regionsWithoutReplica(table: TableResource, regions: readonly string[]): string[] {
  if (!CfnGlobalTable.isCfnGlobalTable(table)) return regions.slice(1);
  const lists = readProperty(table, 'Replicas').each().map((list) => list.elements().map((replica) => replica.property('Region').texts()));
  const isThere = (region: string, replicas: readonly string[][]) =>
    replicas.filter((names) => names.some((name) => isSame(table.stack.resolve(region), table.stack.resolve(name), replicas.length))).length === 1;
  return regions.filter((region) => !lists.every((replicas) => isThere(region, replicas)));
}

/** Changes a property in all of its branches when CDK resolves it. */
function extendProperty(before: unknown, change: Change): IResolvable {
  const property = Lazy.uncachedAny({
    produce: (context) => changeBranches(context.resolve(before), { context, nameIn: (name) => name }, change),
  });
  extendedProperties.add(property);
  return property;
}

function extendPolicy(added: readonly StatementSource[]): Change {
  return (policy, place) => {
    const document = place.nameIn('policyDocument');
    return { ...policy, [document]: changeBranches(policy?.[document], place, extendDocument(added)) };
  };
}

function extendStream(added: readonly StatementSource[]): Change {
  return (specification, place) => {
    const policy = place.nameIn('resourcePolicy');
    return specification && { ...specification, [policy]: changeBranches(specification[policy], place, extendPolicy(added)) };
  };
}

/** A policy document with further statements, each of them once. */
function extendDocument(added: readonly StatementSource[], byDefault: object = {}): Change {
  return (before, place) => {
    const document = before ?? place.context.resolve(byDefault);
    return { Version: '2012-10-17', ...document, Statement: changeBranches(document.Statement, place, appendStatements(added)) };
  };
}

function appendStatements(added: readonly StatementSource[]): Change {
  return (before, { context }) => {
    const statements = [...[before ?? []].flat(), ...added.flatMap((source) => source()).map((each) => context.resolve(each.toStatementJson()))];
    return [...new Map(statements.map((statement) => [JSON.stringify(statement), statement])).values()];
  };
}

function extendReplicas(additions: readonly Addition[]): Change {
  return (replicas: unknown[], place) => replicas?.map((replica) => changeBranches(replica, place, extendReplica(additions, replicas.length)));
}

function extendReplica(additions: readonly Addition[], replicas: number): Change {
  return (replica, place) => {
    if (!replica) return replica;
    const region = replica[place.nameIn('region')];
    const here = additions.filter((addition) => isSame(place.context.resolve(addition.region), region, replicas));
    const added = (holder: PolicyHolder) => here.filter((addition) => addition.holder === holder).flatMap(({ statements }) => statements);
    const [policy, stream] = [place.nameIn('resourcePolicy'), place.nameIn('replicaStreamSpecification')];
    return {
      ...replica,
      ...added('table').length > 0 && { [policy]: changeBranches(replica[policy], place, extendPolicy(added('table'))) },
      ...added('stream').length > 0 && { [stream]: changeBranches(replica[stream] ?? {}, place, extendStream(added('stream'))) },
    };
  };
}

/** Returns true if two resolved Regions are the same. In a stack without a Region, a single replica is in the Region of the stack. */
function isSame(region: unknown, other: unknown, replicas: number): boolean {
  if (JSON.stringify(region) === JSON.stringify(other)) return true;
  return replicas === 1 && (typeof region !== 'string' || typeof other !== 'string');
}
