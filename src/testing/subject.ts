import { AttachedPolicy } from '../policy/assembly-identities';
import { getConstructPath, makeOpenPolicy } from '../policy/assembly-resources';
import { CHOICE } from '../policy/branches';
import { authorize, Decision } from '../policy/evaluate';
import { openStatement } from '../policy/open-policies';
import { PolicyDocument, PolicyStatement, PolicyType } from '../policy/policy-document';
import { isRoleSession } from '../policy/principals';
import { Assembly, RoleRecord, UserRecord } from '../policy/read-assembly';
import { readPolicy, ReadStatement } from '../policy/read-policy';
import { ContextValues } from '../policy/request-context';
import { toList } from '../values/json-values';

/** A request of a role or user. */
export interface AccessRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: ContextValues;
  /** The condition keys that the request is known not to have. */
  readonly missing: readonly string[];
}

/** A statement, with its number and policy. */
export interface Source {
  readonly place: string;
  readonly statement: PolicyStatement;
  /** The parts of the statement that are known only at deployment, or can't be read. Empty if it is known. */
  readonly unknown: readonly string[];
}

/** A decision on a request, with the statements that decided. */
export interface Verdict {
  readonly allowed: boolean;
  readonly reason: Decision['reason'];
  readonly sources: readonly Source[];
}

/** Chooses how a statement counts. Returns `undefined` for one that doesn't count. */
type Reading = (statement: ReadStatement, everything: PolicyStatement) => PolicyStatement | undefined;

/** A role or user of an assembly, whose requests it decides on. */
export class Subject {
  /**
   * @param onlyStack the path of the only stack of the assembly, if constructs have other paths
   */
  constructor(
    public readonly identity: RoleRecord | UserRecord,
    public readonly assembly: Assembly,
    private readonly onlyStack?: string,
  ) {}

  /** Resolves an expression in a stack to its text. */
  public resolveIn(stack: string, expression: unknown): string {
    try {
      const value = this.assembly.evaluateIn(this.onlyStack ?? stack, expression);
      if (typeof value === 'string') return value;
      throw new Error('it is no text');
    } catch (error) {
      throw new Error(`${JSON.stringify(expression)} is known only after deployment: ${(error as Error).message}`);
    }
  }

  /** The construct path. */
  public get name(): string {
    return getConstructPath(this.identity.origin);
  }

  /** The statements of its identity policies, as the template has them. */
  public get statements(): Source[] {
    return this.identity.policies.flatMap((policy) => readSources(policy.document, 'identity', describePolicy(policy)).map(({ source }) => source));
  }

  /** The names of its policies and boundary whose content isn't known. */
  public get unknownPolicies(): string[] {
    const { policies, boundary } = this.identity;
    return [...policies, ...toList(boundary)].filter(({ document }) => document === undefined)
      .map(({ arn, name }) => arn ?? name);
  }

  /** Lists the macros that may change the policy of a resource. */
  public listPolicyMacros(resource: string): readonly string[] {
    return [...this.assembly.tables, ...this.assembly.keys, ...this.assembly.roles].find(({ arn }) => resource === arn || resource.startsWith(`${arn}/`))?.changedBy ?? [];
  }

  /** Decides on a request as it is. Values that are known only at deployment are assumed to be against it. */
  public decide({ action, resource, context }: AccessRequest): Verdict {
    return this.decideWith(action, resource, context, readAgainst);
  }

  /** Decides whether a request is possible with any other condition keys, by the values that are known. */
  public decidePossible({ action, resource, context, missing }: AccessRequest): Verdict {
    return this.decideForSessions(action, resource, context, (statement) => {
      const known = readCertain(statement);
      return known && openStatement(known, context, missing, statement.parsed?.variables);
    });
  }

  /** Decides whether a request is possible if the values that are known only at deployment are for it. */
  public decideUncertain({ action, resource, context, missing }: AccessRequest): Verdict {
    return this.decideForSessions(action, resource, context, (statement, everything) => {
      const widest = readInFavour(statement, everything);
      return widest && openStatement(widest, context, missing, statement.parsed?.variables);
    }, true);
  }

  /** Decides for the role or user, and for each session of the role that the policy of the resource names. */
  private decideForSessions(action: string, resource: string, context: ContextValues, reading: Reading, ignoresUnknownBoundary = false): Verdict {
    const verdicts = [this.identity.arn, ...this.listNamedSessions(resource)]
      .map((arn) => this.decideWith(action, resource, context, reading, ignoresUnknownBoundary, arn));
    return verdicts.find(({ allowed }) => allowed) ?? verdicts[0];
  }

  private listNamedSessions(resource: string): string[] {
    const { document } = this.findOwner(resource) ?? {};
    if (document === undefined) return [];
    const principals = readPolicy(document, 'resource', '').flatMap(({ parsed }) => parsed?.principals?.values ?? []);
    return [...new Set(principals.map(({ value }) => value).filter((value) => isRoleSession(value, this.identity.arn)))];
  }

  private decideWith(
    action: string, resource: string, context: ContextValues, reading: Reading, ignoresUnknownBoundary = false, arn = this.identity.arn,
  ): Verdict {
    const { account, policies, boundary } = this.identity;
    const sources = new Map<PolicyDocument, Source[]>();
    const read = (document: PolicyDocument | undefined, type: PolicyType, place: string): PolicyDocument => {
      const counting = readSources(document, type, place).flatMap(({ read: each, source }) => {
        return toList(reading(each, { Effect: 'Allow', Action: '*', Resource: '*', ...type === 'resource' && { Principal: '*' } }))
          .map((statement) => ({ source, statement }));
      });
      const settled = { Version: counting[0] && document?.Version, Statement: counting.map(({ statement }) => statement) };
      sources.set(settled, counting.map(({ source }) => source));
      return settled;
    };
    const owner = this.findOwner(resource);
    const bounding = ignoresUnknownBoundary && boundary?.document === undefined ? undefined : boundary;
    const { allowed, reason, statements } = authorize({
      identity: policies.map((policy) => read(policy.document, 'identity', describePolicy(policy))),
      boundary: bounding && read(bounding.document, 'boundary', describePolicy(bounding)),
      resource: owner && { account: owner.account, document: owner.document && read(owner.document, 'resource', owner.place) },
    }, { principal: { arn, account }, action, resource, context });
    return { allowed, reason, sources: statements.map(({ document, index }) => sources.get(document)![index]) };
  }

  /** Finds the owner of a resource and its policy. A key or role from outside the app is assumed to leave permissions to its account. */
  private findOwner(resource: string): { readonly account: string; readonly document?: PolicyDocument; readonly place: string } | undefined {
    const { tables, keys, roles } = this.assembly;
    const table = tables.find(({ arn }) => resource === arn || resource.startsWith(`${arn}/`));
    if (table) {
      const { account, origin, stream, streamPolicy, policy } = table;
      const path = getConstructPath(origin);
      if (resource === stream) return { account, document: streamPolicy, place: `the policy of the stream of ${path}` };
      return { account, document: policy, place: `the policy of ${path}` };
    }
    const role = roles.find(({ arn }) => arn === resource);
    if (role) return { account: role.account, document: role.trust, place: `the trust policy of ${getConstructPath(role.origin)}` };
    const [, service] = /^arn:[^:]*:(kms|iam)(?=:)/.exec(resource) ?? [];
    if (service === undefined) return undefined;
    const key = keys.find(({ arn }) => arn === resource);
    if (key) return { account: key.account, document: key.policy, place: `the policy of ${getConstructPath(key.origin)}` };
    const document = makeOpenPolicy(this.identity.account, ACTIONS_BY_OWNER[service]);
    return { account: resource.split(':')[4], document, place: `the policy of ${resource}` };
  }
}

/** The actions that the policies of keys and roles are about, by the service in their ARNs. */
const ACTIONS_BY_OWNER: Readonly<Record<string, string>> = { kms: 'kms:*', iam: 'sts:*' };

function describePolicy({ name, origin }: AttachedPolicy): string {
  return `policy ${origin ? getConstructPath(origin) : name}`;
}

function readSources(document: PolicyDocument | undefined, type: PolicyType, where: string): { read: ReadStatement; source: Source }[] {
  if (document === undefined) return [];
  return readPolicy(document, type, where).map((read) => {
    const place = `statement ${read.index} of ${where}`;
    const choices = read.unknownConditions.filter(({ operator }) => operator === CHOICE).map(({ key }) => key);
    const unknown = choices.length > 0 ? choices : read.unknown.map(({ problem }) => `${place}: ${problem}`);
    return { read, source: { place, statement: read.written, unknown } };
  });
}

/** Reads a statement so that its unknown parts are against the request. A statement of which nothing is known denies everything. */
function readAgainst(statement: ReadStatement, everything: PolicyStatement): PolicyStatement | undefined {
  const { known, unknown } = statement;
  if (known === undefined) return { ...everything, Effect: 'Deny' };
  if (known.Effect === 'Allow') return readCertain(statement);
  return removeUnknown(known, unknown);
}

/** Reads a statement that surely allows or denies. */
function readCertain({ known, parsed, unknown }: ReadStatement): PolicyStatement | undefined {
  if (unknown.length === 0) return known;
  // an unknown condition, or an unknown item of a list that is negated, may limit everything
  const isPartial = parsed !== undefined && unknown.every(({ element }) => element === 'Action' || element === 'Resource');
  if (known?.Effect === 'Allow' && isPartial) return known;
  return undefined;
}

/** Reads a statement so that its unknown parts are in favour of the request. */
function readInFavour({ known, unknown }: ReadStatement, everything: PolicyStatement): PolicyStatement | undefined {
  if (known === undefined) return everything;
  if (unknown.length === 0) return known;
  if (known.Effect === 'Allow') return removeUnknown(known, unknown);
  return undefined;
}

/** Removes the elements of a statement that have unknown parts, so that it is about everything. */
function removeUnknown({ Action, NotAction, Resource, NotResource, Principal, NotPrincipal, ...rest }: PolicyStatement, unknown: ReadStatement['unknown']): PolicyStatement {
  const hasUnknown = (name: string) => unknown.some(({ element }) => element.endsWith(name));
  return {
    ...rest,
    ...{ Action, NotAction },
    ...hasUnknown('Action') && { Action: '*', NotAction: undefined },
    ...{ Resource, NotResource },
    ...hasUnknown('Resource') && { Resource: '*', NotResource: undefined },
    ...{ Principal, NotPrincipal },
    ...hasUnknown('Principal') && { Principal: '*', NotPrincipal: undefined },
  };
}
