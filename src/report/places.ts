import { ReportedResource } from './report-data';
import { ResourceType } from '../features/actions';
import { constructOf, logGroupOf } from '../policy/assembly-resources';
import { PolicyDocument } from '../policy/policy-document';
import { Assembly, TableRecord } from '../policy/read-assembly';

/** An ARN of a resource that requests name, and what AWS takes it for. `*` is what requests without a resource have. */
export interface Facet {
  readonly arn: string;
  readonly type: ResourceType | 'account';
}

/** A resource, as policies and requests name it. */
export interface Place {
  readonly resource: ReportedResource;
  readonly facets: readonly Facet[];
  /** The account that owns it; none for what has no resource. */
  readonly account?: string;
  /** Its own policy, and what that is called. */
  readonly policy?: PolicyDocument;
  /** Whether it may have a policy that isn't of the app. */
  readonly hasUnknownPolicy: boolean;
}

/** Where stacks of the app are deployed to. */
export interface Environment {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

/** Everything that the app declares. */
export function declaredPlaces(assembly: Assembly, nameOf: (path: string) => string): Place[] {
  const tableIds = assembly.tables.map(({ origin }) => constructOf(origin));
  const keys = new Map(assembly.keys.flatMap(({ origin, arn, name, aliases }) => {
    const id = constructOf(origin);
    return [arn, name, ...aliases, ...aliases.map((alias) => arn.replace(/:key\/.*$/, `:${alias}`))].map((text) => [text, id]);
  }));
  const logGroups = assembly.logGroups.map(({ origin, arn, account }) =>
    logGroup({ id: constructOf(origin), name: `log group ${nameOf(constructOf(origin))}`, declared: true }, arn, account));
  const declaredGroups = new Set(assembly.logGroups.map(({ arn }) => arn));
  return [
    ...assembly.tables.flatMap((table) => {
      const path = constructOf(table.origin);
      const replicated = tableIds.filter((each) => each === path).length > 1;
      const id = replicated ? `${path}@${table.region}` : path;
      const name = replicated ? `${nameOf(path)} in ${table.region}` : nameOf(path);
      return tablePlaces(id, name, table, table.key === undefined ? undefined : keys.get(table.key) ?? table.key);
    }),
    ...assembly.keys.map(({ origin, arn, account, policy }): Place => {
      const id = constructOf(origin);
      return {
        resource: { id, kind: 'key', name: `key ${nameOf(id)}`, declared: true },
        facets: [{ arn, type: 'key' }],
        account,
        policy,
        hasUnknownPolicy: false,
      };
    }),
    ...logGroups,
    ...assembly.functions.flatMap((fn) => {
      const id = constructOf(fn.origin);
      const arn = logGroupOf(fn);
      if (declaredGroups.has(arn)) return [];
      return [logGroup({ id: `${id}/log-group`, name: `log group of ${nameOf(id)}`, declared: false }, arn, fn.account)];
    }),
    {
      resource: { id: 'account', kind: 'account', name: 'the whole account', declared: false },
      facets: [{ arn: '*', type: 'account' }],
      hasUnknownPolicy: false,
    },
  ];
}

const BELONGING = { backup: '01489602797149-73d8d5bc', export: '01489602797149-73d8d5bc', import: '01489602797149-73d8d5bc' } as const;

function tablePlaces(id: string, name: string, table: TableRecord, tableKey?: string): Place[] {
  const { arn, account, policy } = table;
  const shared = { account, hasUnknownPolicy: false };
  return [
    {
      resource: { id, kind: 'table', name, declared: true, ...tableKey === undefined ? {} : { tableKey } },
      facets: [{ arn, type: 'table' }],
      policy,
      ...shared,
    },
    ...table.indexes.map((index): Place => ({
      resource: { id: `${id}/index/${index.name}`, kind: 'index', name: `index ${index.name} of ${name}`, table: id, declared: true },
      facets: [{ arn: index.arn, type: 'index' }],
      policy,
      ...shared,
    })),
    ...table.stream === undefined ? [] : [{
      resource: { id: `${id}/stream`, kind: 'stream', name: `the stream of ${name}`, table: id, declared: true },
      facets: [{ arn: table.stream, type: 'stream' }],
      policy: table.streamPolicy,
      ...shared,
    } as const],
    ...belongings(id, name, arn, shared),
  ];
}

/** What isn't declared, and may be there: backups, exports and imports of a table. */
function belongings(id: string, name: string, arn: string, shared: Pick<Place, 'account' | 'hasUnknownPolicy'>): Place[] {
  return (['backup', 'export', 'import'] as const).map((kind) => ({
    resource: { id: `${id}/${kind}`, kind, name: `${kind}s of ${name}`, table: id, declared: false },
    facets: [{ arn: `${arn}/${kind}/${BELONGING[kind]}`, type: kind }],
    ...shared,
  }));
}

/**
 * A log group has two forms of its ARN where it is created, and one with a stream where it is written to.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
 */
function logGroup(resource: Pick<ReportedResource, 'id' | 'name' | 'declared' | 'any'>, arn: string, account: string): Place {
  return {
    resource: { ...resource, kind: 'log group' },
    facets: [
      { arn, type: 'log-group' },
      { arn: `${arn}:log-stream:`, type: 'log-group' },
      { arn: `${arn}:log-stream:any`, type: 'log-stream' },
    ],
    account,
    hasUnknownPolicy: false,
  };
}

const ANY = 'any-other';

/** What stands for all that may be in an account besides what the app declares or names. */
export function otherPlaces({ partition, account, region }: Environment, suffix: string): Place[] {
  const arn = (service: string, name: string) => `arn:${partition}:${service}:${region}:${account}:${name}`;
  const table = arn('dynamodb', `table/${ANY}`);
  const shared = { account, hasUnknownPolicy: false };
  return [
    {
      resource: { id: `any table${suffix}`, kind: 'table', name: `any other table${suffix}`, declared: false, any: true },
      facets: [
        { arn: table, type: 'table' },
        { arn: `${table}/index/${ANY}`, type: 'index' },
        { arn: `${table}/stream/${ANY}`, type: 'stream' },
        ...(['backup', 'export', 'import'] as const).map((type) => ({ arn: `${table}/${type}/${BELONGING[type]}`, type })),
      ],
      ...shared,
    },
    {
      resource: { id: `any key${suffix}`, kind: 'key', name: `any other key${suffix}`, declared: false, any: true },
      facets: [{ arn: arn('kms', `key/${ANY}`), type: 'key' }],
      ...shared,
    },
    logGroup({ id: `any log group${suffix}`, name: `any other log group${suffix}`, declared: false, any: true }, arn('logs', `log-group:${ANY}`), account),
    logGroup(
      { id: `any log group of functions${suffix}`, name: `log group of any other function${suffix}`, declared: false, any: true },
      arn('logs', `log-group:/aws/lambda/${ANY}`),
      account,
    ),
  ];
}

const NAMED = /^arn:[^:]+:(?<service>dynamodb|kms|logs):(?<region>[^:]*):(?<account>[^:]*):(?<name>.+)$/;
const TABLE = /^table\/(?<table>[^/*?$]+)(?:$|\/(?:(?<kind>index|stream)\/(?<part>.+))?)/;

/** What a policy names without wildcards in its name, and the app doesn't declare. */
export function namedPlaces(arn: string, known: (arn: string) => Place | undefined): Place[] {
  const { service, region, account, name } = NAMED.exec(arn)?.groups ?? {};
  if (service === undefined || /[*?$]/.test(`${region}${account}`)) return [];
  const shared = { account, hasUnknownPolicy: true };
  const prefix = arn.slice(0, arn.length - name.length);
  if (service === 'kms') {
    if (!/^key\/[^*?$]+$/.test(name) || known(arn)) return [];
    return [{ resource: { id: arn, kind: 'key', name: name.replace('/', ' '), declared: false }, facets: [{ arn, type: 'key' }], ...shared }];
  }
  if (service === 'logs') {
    const [, group] = /^log-group:([^:*?$]+)(?=:|$)/.exec(name) ?? [];
    const id = `${prefix}log-group:${group}`;
    return group === undefined || known(id) ? [] : [logGroup({ id, name: `log group ${group}`, declared: false }, id, account)];
  }
  const { table, kind, part } = TABLE.exec(name)?.groups ?? {};
  if (table === undefined) return [];
  const id = `${prefix}table/${table}`;
  const declared = known(id)?.resource;
  const places: Place[] = declared ? [] : [
    { resource: { id, kind: 'table', name: `table ${table}`, declared: false }, facets: [{ arn: id, type: 'table' }], ...shared },
    ...belongings(id, `table ${table}`, id, shared),
  ];
  const any = /[*?$]/.test(part ?? '');
  // what a table of the app has is declared, so that its wildcards reach nothing else today
  if (kind === undefined || known(arn) || (any && declared)) return places;
  const label = kind === 'stream' ? 'the stream' : any ? 'any index' : `index ${part}`;
  const resource = {
    id: `${declared?.id ?? id}/${kind === 'stream' ? kind : `index/${any ? '*' : part}`}`,
    kind: kind as 'index' | 'stream',
    name: `${label} of ${declared?.name ?? `table ${table}`}`,
    table: declared?.id ?? id,
    declared: false,
  };
  return [...places, { resource, facets: [{ arn: any ? `${id}/${kind}/${ANY}` : arn, type: kind as 'index' | 'stream' }], ...shared }];
}

/** What a pattern names, where it matches nothing else that the report knows: resources of that name. */
export function patternPlaces(pattern: string, { region, account }: Environment): Place[] {
  const parts = pattern.replace(/\$\{[^}]*\}/g, '*').split(':');
  if (parts.length < 6) return [];
  const [arn, partition, service, itsRegion, itsAccount, ...name] = parts;
  const owner = /^\d{12}$/.test(itsAccount) ? itsAccount : account;
  const sample = [arn, partition, service, /[*?]/.test(itsRegion) ? region : itsRegion, owner, ...name].join(':').replace(/[*?]/g, ANY);
  const shared = { account: owner, hasUnknownPolicy: true };
  const resource = { id: pattern, name: `resources like ${name.join(':')}`, declared: false, any: true };
  if (service === 'kms') return [{ resource: { ...resource, kind: 'key' }, facets: [{ arn: sample, type: 'key' }], ...shared }];
  if (service === 'logs') return [logGroup(resource, sample.split(':').slice(0, 7).join(':'), owner)];
  const [, part] = /\/(index|stream|backup|export|import)\//.exec(sample) ?? [undefined, 'table'];
  const kind = part as 'table' | 'index' | 'stream' | 'backup' | 'export' | 'import';
  return [{ resource: { ...resource, kind }, facets: [{ arn: sample, type: kind }], ...shared }];
}
