import { AttachedPolicy } from '../policy/assembly-identities';
import { getConstructPath, makeDefaultKeyPolicy } from '../policy/assembly-resources';
import { authorize, Decision } from '../policy/evaluate';
import { openStatement } from '../policy/open-policies';
import { PolicyDocument, PolicyStatement } from '../policy/policy-document';
import { Assembly, RoleRecord, UserRecord } from '../policy/read-assembly';
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
}

/** A decision on a request, with the statements that decided. */
export interface Verdict {
  readonly allowed: boolean;
  readonly reason: Decision['reason'];
  readonly sources: readonly Source[];
}

/** Changes a statement before its evaluation. Returns `undefined` for one that doesn't count. */
type Reading = (statement: PolicyStatement) => PolicyStatement | undefined;

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
      throw new Error(`${JSON.stringify(expression)} can't be known before deployment: ${(error as Error).message}`);
    }
  }

  /** The construct path. */
  public get name(): string {
    return getConstructPath(this.identity.origin);
  }

  /** The statements of its identity policies, as the template has them. */
  public get statements(): Source[] {
    return this.identity.policies.flatMap((policy) => listSources(policy.document, describePolicy(policy)));
  }

  /** The names of its policies and boundary whose content isn't known. */
  public get unknownPolicies(): string[] {
    const { policies, boundary } = this.identity;
    return [...policies, ...toList(boundary)].filter(({ document }) => document === undefined)
      .map(({ arn, name }) => arn ?? name);
  }

  /** Decides on a request as it is. Values that are known only at deployment are assumed to be against it. */
  public decide({ action, resource, context }: AccessRequest): Verdict {
    return this.decideWith(action, resource, context, (statement) => resolveUnknowns(statement, 'Deny'));
  }

  /** Decides whether a request is possible with any other condition keys. Values that are known only at deployment are assumed to allow it. */
  public decidePossible({ action, resource, context, missing }: AccessRequest): Verdict {
    return this.decideWith(action, resource, context, (statement) => {
      const known = resolveUnknowns(statement, 'Allow');
      return known && openStatement(known, context, missing);
    });
  }

  private decideWith(action: string, resource: string, context: ContextValues, reading: Reading): Verdict {
    const { arn, account, policies, boundary } = this.identity;
    const sources = new Map<PolicyDocument, Source[]>();
    const read = (document: PolicyDocument | undefined, place: string): PolicyDocument => {
      const counting = listSources(document, place).flatMap((source) => {
        const statement = reading(source.statement);
        if (!statement) return [];
        return [{ source, statement }];
      });
      const settled = { Version: document?.Version, Statement: counting.map(({ statement }) => statement) };
      sources.set(settled, counting.map(({ source }) => source));
      return settled;
    };
    const owner = this.findOwner(resource);
    const { allowed, reason, statements } = authorize({
      identity: policies.map((policy) => read(policy.document, describePolicy(policy))),
      boundary: boundary && read(boundary.document, describePolicy(boundary)),
      resource: owner && { account: owner.account, document: owner.document && read(owner.document, owner.place) },
    }, { principal: { arn, account }, action, resource, context });
    return { allowed, reason, sources: statements.map(({ document, index }) => sources.get(document)![index]) };
  }

  /** Finds the owner of a resource and its policy. A key that the app doesn't declare is assumed to leave permissions to its account. */
  private findOwner(resource: string): { readonly account: string; readonly document?: PolicyDocument; readonly place: string } | undefined {
    const { tables, keys } = this.assembly;
    const table = tables.find(({ arn }) => resource === arn || resource.startsWith(`${arn}/`));
    if (table) {
      const { account, origin, stream, streamPolicy, policy } = table;
      const path = getConstructPath(origin);
      if (resource === stream) return { account, document: streamPolicy, place: `the policy of the stream of ${path}` };
      return { account, document: policy, place: `the policy of ${path}` };
    }
    if (!/^arn:[^:]*:kms:/.test(resource)) return undefined;
    const key = keys.find(({ arn }) => arn === resource);
    if (key) return { account: key.account, document: key.policy, place: `the policy of ${getConstructPath(key.origin)}` };
    return { account: resource.split(':')[4], document: makeDefaultKeyPolicy(this.identity.account), place: `the policy of ${resource}` };
  }
}

function describePolicy({ name, origin }: AttachedPolicy): string {
  return `policy ${origin ? getConstructPath(origin) : name}`;
}

function listSources(document: PolicyDocument | undefined, place: string): Source[] {
  return toList(document?.Statement).map((statement, index) => ({ statement, place: `statement ${index} of ${place}` }));
}

/**
 * Removes values that are known only at deployment from a statement. In a statement of the effect that counts, an unknown limit is no limit.
 * A statement of the other effect doesn't count at all.
 */
function resolveUnknowns(statement: PolicyStatement, counting: 'Allow' | 'Deny'): PolicyStatement | undefined {
  const { Resource: resource, NotResource: notResource, Condition: condition, ...rest } = statement;
  const isKnown = (value: unknown) => toList(value).every((each) => typeof each !== 'object');
  const knowsResources = isKnown(resource) && isKnown(notResource);
  const knowsConditions = Object.values(condition ?? {}).every((keys) => Object.values(keys).every(isKnown));
  if (knowsResources && knowsConditions) return statement;
  if (statement.Effect !== counting) return undefined;
  return {
    ...rest,
    ...knowsResources ? { Resource: resource, NotResource: notResource } : { Resource: '*' },
    ...knowsConditions && { Condition: condition },
  };
}
