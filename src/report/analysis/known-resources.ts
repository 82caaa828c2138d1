import { ResourceType } from '../../features/actions';
import { getConstructPath, getLogGroupArn } from '../../policy/assembly-resources';
import { PolicyDocument } from '../../policy/policy-document';
import { Assembly, TableRecord } from '../../policy/read-assembly';
import { ReportedResource } from '../report-data';

/** An ARN of a resource that requests name, and what AWS takes it for. `*` is what requests without a resource have. */
export interface TypedArn {
  readonly arn: string;
  readonly type: ResourceType | 'account';
}

/** A resource, as policies and requests name it. */
export interface KnownResource {
  readonly resource: ReportedResource;
  readonly arns: readonly TypedArn[];
  /** The account that owns it; none for what has no resource. */
  readonly account?: string;
  /** Its own policy, and what that is called. */
  readonly policy?: PolicyDocument;
  /** Whether it may have a policy that isn't of the app. */
  readonly hasUnknownPolicy: boolean;
}

/** Where stacks of the app are deployed to. */
export interface DeploymentEnvironment {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

/** Everything that the app declares. */
export function listDeclaredResources(assembly: Assembly, nameOf: (path: string) => string): KnownResource[] {
  const tableIds = assembly.tables.map(({ origin }) => getConstructPath(origin));
  const keys = new Map(assembly.keys.flatMap(({ origin, arn, name, aliases }) => {
    const id = getConstructPath(origin);
    return [arn, name, ...aliases, ...aliases.map((alias) => arn.replace(/:key\/.*$/, `:${alias}`))].map((text) => [text, id]);
  }));
  const logGroups = assembly.logGroups.map(({ origin, arn, account }) =>
    makeLogGroup({ id: getConstructPath(origin), name: `log group ${nameOf(getConstructPath(origin))}`, declared: true }, arn, account));
  const declaredGroups = new Set(assembly.logGroups.map(({ arn }) => arn));
  return [
    ...assembly.tables.flatMap((table) => {
      const path = getConstructPath(table.origin);
      const replicated = tableIds.filter((each) => each === path).length > 1;
      const id = replicated ? `${path}@${table.region}` : path;
      const name = replicated ? `${nameOf(path)} in ${table.region}` : nameOf(path);
      return listTableResources(id, name, table, table.key === undefined ? undefined : keys.get(table.key) ?? table.key);
    }),
    ...assembly.keys.map(({ origin, arn, account, policy }): KnownResource => {
      const id = getConstructPath(origin);
      return {
        resource: { id, kind: 'key', name: `key ${nameOf(id)}`, declared: true },
        arns: [{ arn, type: 'key' }],
        account,
        policy,
        hasUnknownPolicy: false,
      };
    }),
    ...logGroups,
    ...assembly.functions.flatMap((fn) => {
      const id = getConstructPath(fn.origin);
      const arn = getLogGroupArn(fn);
      if (declaredGroups.has(arn)) return [];
      return [makeLogGroup({ id: `${id}/log-group`, name: `log group of ${nameOf(id)}`, declared: false }, arn, fn.account)];
    }),
    {
      resource: { id: 'account', kind: 'account', name: 'the whole account', declared: false },
      arns: [{ arn: '*', type: 'account' }],
      hasUnknownPolicy: false,
    },
  ];
}

const BELONGING = { backup: '01489602797149-73d8d5bc', export: '01489602797149-73d8d5bc', import: '01489602797149-73d8d5bc' } as const;

function listTableResources(id: string, name: string, table: TableRecord, tableKey?: string): KnownResource[] {
  const { arn, account, policy } = table;
  const shared = { account, hasUnknownPolicy: false };
  return [
    {
      resource: { id, kind: 'table', name, declared: true, ...tableKey === undefined ? {} : { tableKey } },
      arns: [{ arn, type: 'table' }],
      policy,
      ...shared,
    },
    ...table.indexes.map((index): KnownResource => ({
      resource: { id: `${id}/index/${index.name}`, kind: 'index', name: `index ${index.name} of ${name}`, table: id, declared: true },
      arns: [{ arn: index.arn, type: 'index' }],
      policy,
      ...shared,
    })),
    ...table.stream === undefined ? [] : [{
      resource: { id: `${id}/stream`, kind: 'stream', name: `the stream of ${name}`, table: id, declared: true },
      arns: [{ arn: table.stream, type: 'stream' }],
      policy: table.streamPolicy,
      ...shared,
    } as const],
    ...listTableExtras(id, name, arn, shared),
  ];
}

/** What isn't declared, and may be there: backups, exports and imports of a table. */
function listTableExtras(id: string, name: string, arn: string, shared: Pick<KnownResource, 'account' | 'hasUnknownPolicy'>): KnownResource[] {
  return (['backup', 'export', 'import'] as const).map((kind) => ({
    resource: { id: `${id}/${kind}`, kind, name: `${kind}s of ${name}`, table: id, declared: false },
    arns: [{ arn: `${arn}/${kind}/${BELONGING[kind]}`, type: kind }],
    ...shared,
  }));
}

/**
 * A log group has two forms of its ARN where it is created, and one with a stream where it is written to.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
 */
function makeLogGroup(resource: Pick<ReportedResource, 'id' | 'name' | 'declared' | 'any'>, arn: string, account: string): KnownResource {
  return {
    resource: { ...resource, kind: 'log group' },
    arns: [
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
export function listOtherResources({ partition, account, region }: DeploymentEnvironment, suffix: string): KnownResource[] {
  const arn = (service: string, name: string) => `arn:${partition}:${service}:${region}:${account}:${name}`;
  const table = arn('dynamodb', `table/${ANY}`);
  const shared = { account, hasUnknownPolicy: false };
  return [
    {
      resource: { id: `any table${suffix}`, kind: 'table', name: `any other table${suffix}`, declared: false, any: true },
      arns: [
        { arn: table, type: 'table' },
        { arn: `${table}/index/${ANY}`, type: 'index' },
        { arn: `${table}/stream/${ANY}`, type: 'stream' },
        ...(['backup', 'export', 'import'] as const).map((type) => ({ arn: `${table}/${type}/${BELONGING[type]}`, type })),
      ],
      ...shared,
    },
    {
      resource: { id: `any key${suffix}`, kind: 'key', name: `any other key${suffix}`, declared: false, any: true },
      arns: [{ arn: arn('kms', `key/${ANY}`), type: 'key' }],
      ...shared,
    },
    makeLogGroup({ id: `any log group${suffix}`, name: `any other log group${suffix}`, declared: false, any: true }, arn('logs', `log-group:${ANY}`), account),
    makeLogGroup(
      { id: `any log group of functions${suffix}`, name: `log group of any other function${suffix}`, declared: false, any: true },
      arn('logs', `log-group:/aws/lambda/${ANY}`),
      account,
    ),
  ];
}

const NAMED = /^arn:[^:]+:(?<service>dynamodb|kms|logs):(?<region>[^:]*):(?<account>[^:]*):(?<name>.+)$/;
const TABLE = /^table\/(?<table>[^/*?$]+)(?:$|\/(?:(?<kind>index|stream)\/(?<part>.+))?)/;

/** What a policy names without wildcards in its name, and the app doesn't declare. */
export function listNamedResources(arn: string, known: (arn: string) => KnownResource | undefined): KnownResource[] {
  const { service, region, account, name } = NAMED.exec(arn)?.groups ?? {};
  if (service === undefined || /[*?$]/.test(`${region}${account}`)) return [];
  const shared = { account, hasUnknownPolicy: true };
  const prefix = arn.slice(0, arn.length - name.length);
  if (service === 'kms') {
    if (!/^key\/[^*?$]+$/.test(name) || known(arn)) return [];
    return [{ resource: { id: arn, kind: 'key', name: name.replace('/', ' '), declared: false }, arns: [{ arn, type: 'key' }], ...shared }];
  }
  if (service === 'logs') {
    const [, group] = /^log-group:([^:*?$]+)(?=:|$)/.exec(name) ?? [];
    const id = `${prefix}log-group:${group}`;
    if (group === undefined || known(id)) return [];
    return [makeLogGroup({ id, name: `log group ${group}`, declared: false }, id, account)];
  }
  const { table, kind, part } = TABLE.exec(name)?.groups ?? {};
  if (table === undefined) return [];
  const id = `${prefix}table/${table}`;
  const declared = known(id)?.resource;
  const places: KnownResource[] = declared ? [] : [
    { resource: { id, kind: 'table', name: `table ${table}`, declared: false }, arns: [{ arn: id, type: 'table' }], ...shared },
    ...listTableExtras(id, `table ${table}`, id, shared),
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
  return [...places, { resource, arns: [{ arn: any ? `${id}/${kind}/${ANY}` : arn, type: kind as 'index' | 'stream' }], ...shared }];
}

/** What a pattern names, where it matches nothing else that the report knows: resources of that name. */
export function listPatternResources(pattern: string, { region, account }: DeploymentEnvironment): KnownResource[] {
  const parts = pattern.replace(/\$\{[^}]*\}/g, '*').split(':');
  if (parts.length < 6) return [];
  const [arn, partition, service, itsRegion, itsAccount, ...name] = parts;
  const owner = /^\d{12}$/.test(itsAccount) ? itsAccount : account;
  const sample = [arn, partition, service, /[*?]/.test(itsRegion) ? region : itsRegion, owner, ...name].join(':').replace(/[*?]/g, ANY);
  const shared = { account: owner, hasUnknownPolicy: true };
  const resource = { id: pattern, name: `resources like ${name.join(':')}`, declared: false, any: true };
  if (service === 'kms') return [{ resource: { ...resource, kind: 'key' }, arns: [{ arn: sample, type: 'key' }], ...shared }];
  if (service === 'logs') return [makeLogGroup(resource, sample.split(':').slice(0, 7).join(':'), owner)];
  const [, part] = /\/(index|stream|backup|export|import)\//.exec(sample) ?? [undefined, 'table'];
  const kind = part as 'table' | 'index' | 'stream' | 'backup' | 'export' | 'import';
  return [{ resource: { ...resource, kind }, arns: [{ arn: sample, type: kind }], ...shared }];
}
