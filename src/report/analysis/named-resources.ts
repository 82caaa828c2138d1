import { DeploymentEnvironment, KnownResource, listRuntimeResources, listTableArns, makeLogGroup, Ownership, SimpleKind } from './known-resources';
import { TABLE_PARTS } from '../../features/table-parts';
import { canBeReported } from '../../policy/arn-patterns';
import { replacePolicyVariables } from '../../policy/policy-variables';
import { ANY_OTHER, OTHER_REGION, NamedPart, readNamedPart, writeSample } from '../../policy/table-part';
import { parseAction, parseResource } from '../../policy/text-pattern';
import { ReportedResource } from '../report-data';

/** Lists the known resources with an ARN. Stages may declare several. */
type ListKnown = (arn: string) => readonly KnownResource[];

const NAMED_ARN = /^arn:[^:]+:(?<service>dynamodb|kms|logs):(?<region>[^:]*):(?<account>[^:]*):(?<name>.+)$/;
const TABLE_NAME = /^table\/(?<table>[^/*?$]+)(?:$|\/)/;

/** Lists the resources that a policy names without wildcards in their names, and that the app doesn't declare. */
export function listNamedResources(arn: string, listKnown: ListKnown): KnownResource[] {
  const { service, region, account, name } = NAMED_ARN.exec(arn)?.groups ?? {};
  if (service === undefined || /[*?$]/.test(`${region}${account}`)) return [];
  const owner: Ownership = { account, hasUnknownPolicy: true };
  switch (service) {
    case 'kms': return listNamedKeys(arn, name, owner, listKnown);
    case 'logs': return listNamedLogGroups(arn, name, owner, listKnown);
    default: return listNamedTables(arn, name, owner, listKnown);
  }
}

/** Tells whether a resource of a policy is a role, or several of them. */
export function isRolePattern(pattern: string): boolean {
  return /^arn:[^:]+:iam::[^:]*:role\//.test(pattern);
}

/** Lists the role that a policy names without wildcards. */
export function listNamedRoles(arn: string): KnownResource[] {
  const [, account, name] = /^arn:[^:]+:iam::(\d{12}):role\/([^*?$]+)$/.exec(arn) ?? [];
  if (account === undefined) return [];
  const resource = { id: arn, kind: 'role' as const, name: `role ${name} of account ${account}`, declared: false };
  return [{ resource, arns: [{ arn, type: 'role' }], account, hasUnknownPolicy: true }];
}

function listNamedKeys(arn: string, name: string, owner: Ownership, listKnown: ListKnown): KnownResource[] {
  if (!/^key\/[^*?$]+$/.test(name) || listKnown(arn).length > 0) return [];
  return [makeExternal('key', { id: arn, name: name.replace('/', ' ') }, arn, owner)];
}

function listNamedLogGroups(arn: string, name: string, { account }: Ownership, listKnown: ListKnown): KnownResource[] {
  const [, group] = /^log-group:([^:*?$]+)(?=:|$)/.exec(name) ?? [];
  const id = `${arn.slice(0, arn.length - name.length)}log-group:${group}`;
  if (group === undefined || listKnown(id).length > 0) return [];
  return [makeLogGroup({ id, name: `log group ${group}`, declared: false }, id, account)];
}

function listNamedTables(arn: string, name: string, owner: Ownership, listKnown: ListKnown): KnownResource[] {
  const { table } = TABLE_NAME.exec(name)?.groups ?? {};
  if (table === undefined) return [];
  const id = `${arn.slice(0, arn.length - name.length)}table/${table}`;
  const known = listKnown(id).map(({ resource }) => resource);
  // the app knows no index of a replica if it doesn't declare the source
  const hasUnknownIndexes = listKnown(`${id}/index/${ANY_OTHER}`).length > 0;
  const part = readNamedPart(arn, (_table, type) => known.some(({ declared }) => declared) && !(type === 'index' && hasUnknownIndexes));
  const makeParts = (whole: Pick<ReportedResource, 'id' | 'name'>) => {
    if (!part || listKnown(part.arn).some(({ resource }) => resource.table === whole.id)) return [];
    return [makeExternal(part.type, describePart(part, whole), part.arn, owner)];
  };
  if (known.length > 0) return known.flatMap(makeParts);
  const external = { id, name: `table ${table}` };
  return [makeExternal('table', external, id, owner), ...listRuntimeResources(id, external.name, id, owner), ...makeParts(external)];
}

function describePart({ type, pattern }: NamedPart, whole: Pick<ReportedResource, 'id' | 'name'>): Pick<ReportedResource, 'id' | 'name' | 'table'> {
  if (type === 'stream') return { id: `${whole.id}/stream`, name: `the stream of ${whole.name}`, table: whole.id };
  return { id: `${whole.id}/index/${pattern}`, name: `${describeIndex(pattern)} of ${whole.name}`, table: whole.id };
}

function describeIndex(pattern: string): string {
  if (pattern === '*') return 'any index';
  if (/[*?]/.test(pattern)) return `indexes like ${pattern}`;
  return `index ${pattern}`;
}

/**
 * Tells whether a pattern may match other tables, keys or log groups than those of the app, because it has a wildcard in their Region, account
 * or name.
 */
export function isBroadPattern(pattern: string): boolean {
  const [, , , region, account, ...name] = pattern.split(':');
  return /[*?]/.test(`${region}${account}`) || isBroadName(name.join(':'));
}

function isBroadName(name: string): boolean {
  return /[*?]/.test(name) && !/^table\/[^/*?$]+\/\w+\/[^/]*$/.test(name) && !/^log-group:[^:*?$]+:/.test(name);
}

const SERVICES = ['dynamodb', 'kms', 'logs'] as const;

/** Splits a pattern into one for each service of the report that it matches, with all six parts of an ARN. */
export function splitByService(pattern: string): string[] {
  const [arn, partition = '*', service = '*', region = '*', account = '*', kind = '*', ...name] = pattern.split(':');
  if (service.includes('$') || !matchesPart(arn, 'arn')) return [];
  return SERVICES.filter((each) => matchesPart(service, each))
    .map((each) => ['arn', partition, each, region, account, kind, ...name].join(':'));
}

/**
 * Lists resources that stand for all that match a pattern, besides those that the report knows. They are in each account of the app that the
 * pattern matches. The policies of another account decide too.
 */
export function listPatternResources(
  pattern: string, environments: readonly DeploymentEnvironment[], isKnown: (arn: string) => boolean,
): KnownResource[] {
  const parts = replacePolicyVariables(pattern).split(':');
  // no table, key or log group has a dollar sign in its name
  if (parts.length < 6 || parts.some((part) => part.includes('$')) || !(isRolePattern(pattern) || canBeReported(pattern))) return [];
  const accounts = new Set(environments.map(({ account }) => account).filter((account) => matchesPart(parts[4], account)));
  if (accounts.size === 0) return listSamples(parts, parts[4], pattern, environments, isKnown);
  return [...accounts].flatMap((account) => listSamples(parts, account, accounts.size === 1 ? pattern : `${pattern}@${account}`,
    environments.filter((each) => each.account === account), isKnown));
}

function listSamples(
  [arn, partition, service, itsRegion, itsAccount, ...name]: readonly string[],
  account: string, id: string, environments: readonly DeploymentEnvironment[], isKnown: (arn: string) => boolean,
): KnownResource[] {
  const home = environments.map(({ region }) => region).find((region) => /[*?]/.test(itsRegion) && matchesPart(itsRegion, region));
  const elsewhereRegion = itsRegion === '*' ? OTHER_REGION : itsRegion;
  const regions = home === undefined ? [elsewhereRegion] : [home, elsewhereRegion];
  const samples = regions.map((region) => writeSample([arn, partition, service, region, account, ...name].join(':')));
  const sample = samples.find((each) => !isKnown(each));
  if (sample === undefined) return [];
  const elsewhere = samples.indexOf(sample) > 0 ? ' in other Regions' : describeRegion(itsRegion, environments);
  const owner = id.endsWith(`@${account}`) ? ` of account ${account}` : '';
  const resource = { id, name: `resources like ${name.join(':')}${owner}${elsewhere}`, declared: false, any: true };
  if (service === 'iam') {
    const where = /[*?]/.test(itsAccount) && owner === '' ? 'any account' : `account ${account}`;
    const roles = { ...resource, kind: 'role' as const, name: `roles like ${name.join(':').replace('role/', '')} of ${where}` };
    return [{ resource: roles, arns: [{ arn: sample, type: 'role' }], account, hasUnknownPolicy: true }];
  }
  if (service === 'logs' && sample.includes(':log-stream:')) {
    return [{ resource: { ...resource, kind: 'log group' }, arns: [{ arn: sample, type: 'log-stream' }], account, hasUnknownPolicy: false }];
  }
  if (service === 'logs') return [makeLogGroup(resource, sample.split(':').slice(0, 7).join(':'), account)];
  const kind = service === 'kms' ? 'key' : findTableResourceKind(sample);
  const arns = kind === 'table' && name.at(-1)!.endsWith('*') ? listTableArns(sample.replace(/(:table\/[^/]+)\/.*$/, '$1')) : [{ arn: sample, type: kind }];
  // no table has a slash in its name, so that table/Orders/* matches only what belongs to a table
  const matching = arns.filter((each) => each.arn === sample || parseResource([arn, partition, service, '*', account, ...name].join(':')).matches(each.arn));
  if (matching.length === 0) return [];
  return [{ resource: { ...resource, kind }, arns: matching, account, hasUnknownPolicy: true }];
}

/** Names the Region of a pattern if the app has no stack in it. */
function describeRegion(pattern: string, environments: readonly DeploymentEnvironment[]): string {
  if (pattern === OTHER_REGION || environments.some(({ region }) => matchesPart(pattern, region))) return '';
  return ` in ${pattern}`;
}

function matchesPart(pattern: string, part: string): boolean {
  return parseAction(pattern).matches(part);
}

/** Finds out what a resource of DynamoDB is: a table, or something that belongs to one. */
export function findTableResourceKind(arn: string): SimpleKind {
  return TABLE_PARTS.find((kind) => arn.includes(`/${kind}/`)) ?? 'table';
}

/** Makes a resource that the app doesn't declare. */
function makeExternal(
  kind: SimpleKind, { id, name, table }: Pick<ReportedResource, 'id' | 'name' | 'table'>, arn: string, owner: Ownership,
): KnownResource {
  return { resource: { id, kind, name, ...table !== undefined && { table }, declared: false }, arns: [{ arn, type: kind }], ...owner };
}
