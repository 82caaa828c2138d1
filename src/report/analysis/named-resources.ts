import { DeploymentEnvironment, KnownResource, listRuntimeResources, listTableArns, makeLogGroup, Ownership, SimpleKind } from './known-resources';
import { canMatchBoth } from '../../policy/pattern';
import { ANY_OTHER, readNamedPart } from '../../policy/table-part';
import { parseAction } from '../../policy/text-pattern';
import { ReportedResource } from '../report-data';

type FindKnown = (arn: string) => KnownResource | undefined;

const NAMED_ARN = /^arn:[^:]+:(?<service>dynamodb|kms|logs):(?<region>[^:]*):(?<account>[^:]*):(?<name>.+)$/;
const TABLE_NAME = /^table\/(?<table>[^/*?$]+)(?:$|\/)/;

/** Lists the resources that a policy names without wildcards in their names, and that the app doesn't declare. */
export function listNamedResources(arn: string, findKnown: FindKnown): KnownResource[] {
  const { service, region, account, name } = NAMED_ARN.exec(arn)?.groups ?? {};
  if (service === undefined || /[*?$]/.test(`${region}${account}`)) return [];
  const owner: Ownership = { account, hasUnknownPolicy: true };
  switch (service) {
    case 'kms': return listNamedKeys(arn, name, owner, findKnown);
    case 'logs': return listNamedLogGroups(arn, name, owner, findKnown);
    default: return listNamedTables(arn, name, owner, findKnown);
  }
}

function listNamedKeys(arn: string, name: string, owner: Ownership, findKnown: FindKnown): KnownResource[] {
  if (!/^key\/[^*?$]+$/.test(name) || findKnown(arn)) return [];
  return [makeExternal('key', { id: arn, name: name.replace('/', ' ') }, arn, owner)];
}

function listNamedLogGroups(arn: string, name: string, { account }: Ownership, findKnown: FindKnown): KnownResource[] {
  const [, group] = /^log-group:([^:*?$]+)(?=:|$)/.exec(name) ?? [];
  const id = `${arn.slice(0, arn.length - name.length)}log-group:${group}`;
  if (group === undefined || findKnown(id)) return [];
  return [makeLogGroup({ id, name: `log group ${group}`, declared: false }, id, account)];
}

function listNamedTables(arn: string, name: string, owner: Ownership, findKnown: FindKnown): KnownResource[] {
  const { table } = TABLE_NAME.exec(name)?.groups ?? {};
  if (table === undefined) return [];
  const id = `${arn.slice(0, arn.length - name.length)}table/${table}`;
  const known = findKnown(id)?.resource;
  const whole = known ?? { id, name: `table ${table}` };
  const tables = known ? [] : [makeExternal('table', whole, id, owner), ...listRuntimeResources(id, whole.name, id, owner)];
  const part = readNamedPart(arn, () => known?.declared ?? false);
  if (!part || findKnown(part.arn)) return tables;
  if (part.type === 'stream') {
    return [...tables, makeExternal('stream', { id: `${whole.id}/stream`, name: `the stream of ${whole.name}`, table: whole.id }, part.arn, owner)];
  }
  const { pattern } = part;
  const resource = { id: `${whole.id}/index/${pattern}`, name: `${describeIndex(pattern)} of ${whole.name}`, table: whole.id };
  return [...tables, makeExternal('index', resource, part.arn, owner)];
}

function describeIndex(pattern: string): string {
  if (pattern === '*') return 'any index';
  return /[*?]/.test(pattern) ? `indexes like ${pattern}` : `index ${pattern}`;
}

/** Tells whether a pattern has a wildcard in the name of a table, a key or a log group, so that it may match others than those of the app. */
export function isBroadPattern(pattern: string): boolean {
  return /[*?]/.test(pattern) && !/:table\/[^/*?$]+\/\w+\/[^/]*$/.test(pattern) && !/:log-group:[^:*?$]+:/.test(pattern);
}

/** Lists resources that stand for all that match a pattern, besides those that the report knows. */
export function listPatternResources(
  pattern: string, { region, account }: DeploymentEnvironment, isKnown: (arn: string) => boolean,
): KnownResource[] {
  const parts = pattern.replace(/\$\{[^}]*\}/g, '*').split(':');
  if (parts.length < 6) return [];
  const [arn, partition, service, itsRegion, itsAccount, ...name] = parts;
  const owner: Ownership = { account: /^\d{12}$/.test(itsAccount) ? itsAccount : account, hasUnknownPolicy: true };
  const isHome = canMatchBoth(parseAction(itsRegion), parseAction(region));
  const regions = /[*?]/.test(itsRegion) && isHome ? [region, itsRegion] : [itsRegion];
  const samples = regions.map((each) => [arn, partition, service, each, owner.account, ...name].join(':').replace(/[*?]/g, ANY_OTHER));
  const sample = samples.find((each) => !isKnown(each));
  if (sample === undefined) return [];
  const elsewhere = ['', ' in other Regions'][samples.indexOf(sample)];
  const resource = { id: pattern, name: `resources like ${name.join(':')}${elsewhere}`, declared: false, any: true };
  if (service === 'logs') return [makeLogGroup(resource, sample.split(':').slice(0, 7).join(':'), owner.account)];
  const kind = service === 'kms' ? 'key' : findKindOfTableResource(sample);
  const arns = kind === 'table' && pattern.endsWith('*') ? listTableArns(sample) : [{ arn: sample, type: kind }];
  return [{ resource: { ...resource, kind }, arns, ...owner }];
}

function findKindOfTableResource(arn: string): SimpleKind {
  return KINDS_BELOW_TABLE.find((kind) => arn.includes(`/${kind}/`)) ?? 'table';
}

const KINDS_BELOW_TABLE = ['index', 'stream', 'backup', 'export', 'import'] as const;

/** Makes a resource that the app doesn't declare. */
function makeExternal(
  kind: SimpleKind, { id, name, table }: Pick<ReportedResource, 'id' | 'name' | 'table'>, arn: string, owner: Ownership,
): KnownResource {
  return { resource: { id, kind, name, ...table !== undefined && { table }, declared: false }, arns: [{ arn, type: kind }], ...owner };
}
