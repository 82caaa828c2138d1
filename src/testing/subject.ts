import { listOtherPolicies } from './other-resource-policies';
import { evaluateInStack } from './resolve-tokens';
import { getConstructPath, makeOpenPolicy, Origin } from '../policy/assembly-resources';
import { CHOICE, markUncertain } from '../policy/branches';
import { authorize, Decision, matchPrincipals } from '../policy/evaluate';
import { AttachedPolicy } from '../policy/identity-records';
import { listNearest } from '../policy/nearest';
import { openStatement } from '../policy/open-policies';
import { ALLOW_EVERYTHING, PolicyDocument, PolicyStatement, PolicyType } from '../policy/policy-document';
import { identify, isRoleSession } from '../policy/principals';
import { Assembly, RoleRecord, TableRecord, UserRecord } from '../policy/read-assembly';
import { readPolicy, ReadStatement } from '../policy/read-policy';
import { ContextValues } from '../policy/request-context';
import { readTablePart } from '../policy/table-part';
import { openResource } from '../policy/unknown-names';
import { computeOnce } from '../values/compute-once';
import { toList } from '../values/json-values';

/** A request of a role or user. */
export interface AccessRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: ContextValues;
  /** The condition keys that the request is known not to have. */
  readonly missing: readonly string[];
  /** Set if the request is for a resource whose name the app doesn't know. */
  readonly unknownResource?: UnknownResource;
}

/** A resource whose name the app doesn't know. */
export interface UnknownResource {
  readonly described: string;
  /** The path of the value that names it, or the reason why no value does. */
  readonly dependsOn: string;
  readonly remedy?: string;
}

/** A statement, with its number and policy. */
export interface Source {
  readonly place: string;
  readonly statement: PolicyStatement;
  /** The parts of the statement that are known only at deployment, or can't be read. Empty if it is known. */
  readonly unknown: readonly string[];
  /** True for a statement of a policy that assertions don't read, or that isn't in the app. It only may be there. */
  readonly isUnread?: boolean;
}

/** A statement as it is read, with its place. */
export interface PlacedStatement {
  readonly read: ReadStatement;
  readonly source: Source;
}

/** A decision on a request, with the statements that decided. */
export interface Verdict {
  readonly allowed: boolean;
  readonly reason: Decision['reason'];
  readonly sources: readonly Source[];
}

/** The policy of a resource. */
interface OwnersPolicy {
  readonly document: PolicyDocument | undefined;
  readonly place: string;
  readonly isUnread?: boolean;
}

/** A resource of the app, with its policy. */
interface PolicyHolder {
  readonly account: string;
  readonly origin: Origin;
  readonly document: PolicyDocument | undefined;
  /** The kind of the policy, for messages. */
  readonly kind: string;
  readonly isUnread?: boolean;
}

/** The account that owns a resource, and the policies that decide there. */
interface Owner {
  readonly account: string;
  readonly policies: readonly OwnersPolicy[];
}

/** The assumptions of a decision beside the request. */
interface Assumptions {
  readonly reading: Reading;
  /** True if policies count that assertions don't read, and no boundary that isn't known. */
  readonly isUncertain?: boolean;
  /** True if policies whose content isn't known allow everything. */
  readonly isOpen?: boolean;
  /** The role or user itself by default, or a session of the role. */
  readonly principal?: string;
}

/** Chooses how a statement counts. Returns `undefined` for one that doesn't count. */
type Reading = (statement: ReadStatement, everything: PolicyStatement) => PolicyStatement | undefined;

/** A role or user of an assembly, whose requests it decides on. */
export class Subject {
  /** Lists the sessions of the role that a policy names. Each decision asks for them. */
  private readonly findSessions = computeOnce((document: PolicyDocument): readonly string[] => {
    const principals = readPolicy(document, 'resource', '').flatMap(({ parsed }) => parsed?.principals?.values ?? []);
    return [...new Set(principals.map(({ value }) => value).filter((value) => isRoleSession(value, this.identity.arn)))];
  });

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
    return evaluateInStack(this.assembly, this.onlyStack ?? stack, expression);
  }

  /** Resolves an expression in a stack to its text. Returns `undefined` if only the deployment knows it. */
  public resolveIfKnown(stack: string, expression: unknown): string | undefined {
    const { value } = this.assembly.evaluateIn(this.onlyStack ?? stack, expression);
    return typeof value === 'string' ? value : undefined;
  }

  /** The construct path. */
  public get name(): string {
    return getConstructPath(this.identity.origin);
  }

  /** The statements of its identity policies, as the template has them. */
  public get statements(): Source[] {
    return this.identity.policies.flatMap((policy) => readSources(policy.document, 'identity', describePolicy(policy)).map(({ source }) => source));
  }

  /** Reads the statements that decide on a request: those of its policies and boundary, and those of the resource's policy that name it. */
  public listDecidingStatements(request: AccessRequest): PlacedStatement[] {
    const { policies, boundary, arn, account } = this.identity;
    const readAttached = (type: PolicyType, attached: readonly AttachedPolicy[]) =>
      attached.flatMap((policy) => readSources(policy.document, type, describePolicy(policy)));
    const principals = [arn, ...this.listNamedSessions(request)].map((each) => ({ identity: identify({ arn: each, account }), bounded: false }));
    const granted = this.findOwner(request)?.policies.flatMap(({ document, place }) => readSources(document, 'resource', place)) ?? [];
    return [
      ...readAttached('identity', policies), ...readAttached('boundary', toList(boundary)),
      ...granted.filter(({ read: { parsed } }) => parsed === undefined || principals.some((each) => matchPrincipals(parsed, each) !== false)),
    ];
  }

  /** The names of its policies whose content isn't known. */
  public get unknownPolicies(): string[] {
    return nameUnknown(this.identity.policies);
  }

  /** True if a macro may change or remove its policies, so that none of them is certain. */
  public get hasMacro(): boolean {
    return this.identity.policies.some(({ isMacro }) => isMacro);
  }

  /** The name of its permissions boundary if the content isn't known. A boundary allows nothing that its policies don't allow. */
  public get unknownBoundaries(): string[] {
    return nameUnknown(toList(this.identity.boundary));
  }

  /** Lists the macros that may change the policy of a resource. */
  public listPolicyMacros(resource: string): readonly string[] {
    return [...this.assembly.tables, ...this.assembly.keys, ...this.assembly.roles].find(({ arn }) => resource === arn || resource.startsWith(`${arn}/`))?.changedBy ?? [];
  }

  /** Decides on a request as it is. Values that are known only at deployment are assumed to be against it. */
  public decide(request: AccessRequest): Verdict {
    return this.decideWith(request, { reading: readAgainst });
  }

  /** Decides whether a request is possible with any other condition keys, by the values that are known. */
  public decidePossible(request: AccessRequest): Verdict {
    return this.decideForSessions(request, { reading: openReading(request, readCertain) });
  }

  /** Decides whether a request is possible if the values that are known only at deployment are for it. */
  public decideUncertain(request: AccessRequest): Verdict {
    return this.decideForSessions(request, { reading: openReading(request, readInFavour), isUncertain: true });
  }

  /** Decides whether a request is possible if unknown policies and macros allow everything too. Known statements may still deny it. */
  public decideOpen(request: AccessRequest): Verdict {
    return this.decideForSessions(request, { reading: openReading(request, readInFavour), isUncertain: true, isOpen: true });
  }

  /** Decides for the role or user, and for each session of the role that the policy of the resource names. */
  private decideForSessions(request: AccessRequest, assumptions: Assumptions): Verdict {
    const verdicts = [this.identity.arn, ...this.listNamedSessions(request)]
      .map((principal) => this.decideWith(request, { ...assumptions, principal }));
    return verdicts.find(({ allowed }) => allowed) ?? verdicts[0];
  }

  private listNamedSessions(request: AccessRequest): readonly string[] {
    return this.findOwner(request)?.policies.flatMap(({ document }) => toList(document).flatMap(this.findSessions)) ?? [];
  }

  private decideWith(request: AccessRequest, { reading, isUncertain = false, isOpen = false, principal = this.identity.arn }: Assumptions): Verdict {
    const { action, resource, context } = request;
    const { account, policies, boundary } = this.identity;
    const sources = new Map<PolicyDocument, Source[]>();
    const chooseStatements = (type: PolicyType, ...documents: readonly OwnersPolicy[]): PolicyDocument => {
      const counting = documents.flatMap(({ document, place, isUnread }) => readSources(document, type, place).flatMap(({ read: each, source }) => {
        return toList(reading(each, { Effect: 'Allow', Action: '*', Resource: '*', ...type === 'resource' && { Principal: '*' } }))
          .filter(({ Effect }) => !isUnread || Effect === 'Allow')
          .map((statement) => isUncertain ? openResource(statement, resource) : statement)
          .map((statement) => ({ source: isUnread ? { ...source, unknown: [place], isUnread } : source, statement }));
      }));
      const chosen = { Version: counting[0] && documents[0].document?.Version, Statement: counting.map(({ statement }) => statement) };
      sources.set(chosen, counting.map(({ source }) => source));
      return chosen;
    };
    const unknown = [ALLOW_EVERYTHING].find(() => isOpen);
    const owner = this.findOwner(request);
    const macros = this.listPolicyMacros(resource).filter(() => isOpen).map((place): OwnersPolicy => ({ document: makeOpenPolicy('*', '*'), place }));
    const bounding = isUncertain && boundary?.document === undefined ? undefined : boundary;
    const { allowed, reason, statements } = authorize({
      identity: policies.map((policy) => chooseStatements('identity', { document: policy.document ?? unknown, place: describePolicy(policy) })),
      boundary: bounding && chooseStatements('boundary', { document: bounding.document, place: describePolicy(bounding) }),
      resource: owner && { account: owner.account, document: chooseStatements('resource', ...owner.policies.filter(({ isUnread }) => isUncertain || !isUnread), ...macros) },
    }, { principal: { arn: principal, account }, action, resource, context });
    return { allowed, reason, sources: statements.map(({ document, index }) => sources.get(document)![index]) };
  }

  /** Finds the owner of a resource and its policies. A key from outside the app is assumed to leave permissions to its account. */
  private findOwner({ action, resource }: AccessRequest): Owner | undefined {
    const holders = this.findPolicyHolders(resource);
    if (holders.length === 0) return this.findOutsideOwner(action, resource);
    return { account: holders[0].account, policies: holders.map((holder) => describeHolder(holder, holders.length)) };
  }

  private findPolicyHolders(resource: string): PolicyHolder[] {
    const { tables, keys, roles } = this.assembly;
    const named = this.listInStage(tables.filter(({ arn }) => resource === arn || resource.startsWith(`${arn}/`)));
    if (named.length > 0) return named.map((table) => holdTablePolicy(table, resource));
    const trusting = this.listInStage(roles.filter(({ arn }) => arn === resource));
    if (trusting.length > 0) return trusting.map((role) => ({ ...role, document: role.trust, kind: 'trust policy' }));
    return this.listInStage(keys.filter(({ arn }) => arn === resource)).map((key) => ({ ...key, document: key.policy, kind: 'policy' }));
  }

  /** Finds the resource that is nearest to the role or user. Stages may declare resources with the same ARN. */
  public findInStage<T extends { readonly origin: Origin }>(resources: readonly T[], stack = this.identity.origin.stack): T | undefined {
    return this.listInStage(resources, stack).at(0);
  }

  /** Lists the resources that are nearest to the role or user. Several of them exist on different conditions. */
  private listInStage<T extends { readonly origin: Origin }>(resources: readonly T[], stack = this.identity.origin.stack): readonly T[] {
    return listNearest(resources, stack, ({ origin }) => origin.stack);
  }

  /** Finds the owner of a resource that the app doesn't declare, or whose policy assertions don't read. */
  private findOutsideOwner(action: string, resource: string): Owner | undefined {
    const { account } = this.identity;
    const [, , service, , owner] = resource.split(':');
    const document = makeOpenPolicy(account, '*');
    if (service === 'kms') return { account: owner, policies: [{ document, place: `the policy of ${resource}` }] };
    if (service === 'iam') {
      return { account: owner, policies: [{ document, place: `the trust policy of ${resource}, which the app does not declare`, isUnread: true }] };
    }
    const policies = listOtherPolicies(this.assembly, action).map((policy) => (
      { ...policy, place: `${policy.place}, which assertions do not read`, isUnread: true }));
    if (!owner || owner === account) return { account, policies };
    return { account: owner, policies: [...policies, { document, place: `the policy of ${resource}, which the app does not declare`, isUnread: true }] };
  }
}

/** Finds the policy that decides on a resource of a table. Only the deployment knows the label of the stream. */
function holdTablePolicy(table: TableRecord, resource: string): PolicyHolder {
  if (readTablePart(resource)?.on !== 'stream') return { ...table, document: table.policy, kind: 'policy' };
  return { ...table, document: table.streamPolicy, kind: 'policy of the stream', isUnread: resource !== table.stream };
}

/** Describes the policy of a resource. Of several resources with one ARN, conditions decide which one exists. */
function describeHolder({ origin, document, kind, isUnread }: PolicyHolder, count: number): OwnersPolicy {
  const path = getConstructPath(origin);
  const choice = { uncertain: `${origin.stack}/${origin.logicalId}.Condition` };
  return { document: document && count > 1 ? markUncertain(document, choice) : document, place: `the ${kind} of ${path}`, ...isUnread && { isUnread } };
}

function nameUnknown(policies: readonly AttachedPolicy[]): string[] {
  return policies.filter(({ document }) => document === undefined).map(({ arn, name }) => arn ?? name);
}

function describePolicy({ name, origin }: AttachedPolicy): string {
  return `policy ${origin ? getConstructPath(origin) : name}`;
}

function readSources(document: PolicyDocument | undefined, type: PolicyType, where: string): PlacedStatement[] {
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

/** Makes a reading that counts all conditions as met that may be met. */
function openReading({ context, missing }: AccessRequest, read: Reading): Reading {
  return (statement, everything) => {
    const known = read(statement, everything);
    return known && openStatement(known, context, missing, statement.parsed?.variables);
  };
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
