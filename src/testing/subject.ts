import { AttachedPolicy } from '../policy/assembly-identities';
import { getConstructPath } from '../policy/assembly-resources';
import { authorize, Decision } from '../policy/evaluate';
import { openStatement } from '../policy/open-policies';
import { PolicyDocument, PolicyStatement } from '../policy/policy-document';
import { Assembly, RoleRecord, UserRecord } from '../policy/read-assembly';
import { ContextValues } from '../policy/request-context';

/** What is asked of a role or user. */
export interface AccessRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: ContextValues;
  /** Condition keys that the request is known not to have. */
  readonly missing: readonly string[];
}

/** A statement with where it stands. */
export interface Source {
  readonly place: string;
  readonly statement: PolicyStatement;
}

/** What was decided, and by which statements. */
export interface Verdict {
  readonly allowed: boolean;
  readonly reason: Decision['reason'];
  readonly sources: readonly Source[];
}

/** How a statement is to be read; nothing for one that doesn't count. */
type Reading = (statement: PolicyStatement) => PolicyStatement | undefined;

/** A role or user of an assembly, and what it may do. */
export class Subject {
  /**
   * @param onlyStack the path of the one stack of the assembly, where constructs have others
   */
  constructor(
    public readonly identity: RoleRecord | UserRecord,
    public readonly assembly: Assembly,
    private readonly onlyStack?: string,
  ) {}

  /** The text that an expression in a stack stands for. */
  public resolveIn(stack: string, expression: unknown): string {
    try {
      return this.assembly.evaluateIn(this.onlyStack ?? stack, expression) as string;
    } catch (error) {
      throw new Error(`${JSON.stringify(expression)} can't be known before deployment: ${(error as Error).message}`);
    }
  }

  /** The construct path. */
  public get name(): string {
    return getConstructPath(this.identity.origin);
  }

  /** All statements of its identity policies, as they are in the template. */
  public get statements(): Source[] {
    return this.identity.policies.flatMap((policy) => listSources(policy.document, describePolicy(policy)));
  }

  /** The policies that count and that nobody knows the content of. */
  public get unknownPolicies(): string[] {
    const { policies, boundary } = this.identity;
    return [...policies, ...boundary ? [boundary] : []].filter(({ document }) => document === undefined)
      .map(({ arn, name }) => arn ?? name);
  }

  /** Whether a request would be allowed as it is. What isn't known before deployment speaks against it. */
  public decide({ action, resource, context }: AccessRequest): Verdict {
    return this.decideWith(action, resource, context, (statement) => resolveUnknowns(statement, 'Deny'));
  }

  /** Whether a request could be allowed, whatever the condition keys that it leaves open are. What isn't known speaks for it. */
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

  /** Whose a resource is, and its policy; for a key that the app doesn't declare, one that leaves all to its account. */
  private findOwner(resource: string): { readonly account: string; readonly document?: PolicyDocument; readonly place: string } | undefined {
    const { tables, keys } = this.assembly;
    const table = tables.find(({ arn }) => resource === arn || resource.startsWith(`${arn}/`));
    if (table) {
      const ofStream = resource === table.stream;
      return {
        account: table.account,
        document: ofStream ? table.streamPolicy : table.policy,
        place: `the policy of ${ofStream ? 'the stream of ' : ''}${getConstructPath(table.origin)}`,
      };
    }
    if (!/^arn:[^:]*:kms:/.test(resource)) return undefined;
    const key = keys.find(({ arn }) => arn === resource);
    if (key) return { account: key.account, document: key.policy, place: `the policy of ${getConstructPath(key.origin)}` };
    const all = { Effect: 'Allow', Principal: { AWS: this.identity.account }, Action: 'kms:*', Resource: '*' };
    return { account: resource.split(':')[4], document: { Version: '2012-10-17', Statement: all }, place: `the policy of ${resource}` };
  }
}

function describePolicy({ name, origin }: AttachedPolicy): string {
  return `policy ${origin ? getConstructPath(origin) : name}`;
}

function listSources(document: PolicyDocument | undefined, place: string): Source[] {
  const statements = [document?.Statement ?? []].flat() as PolicyStatement[];
  return statements.map((statement, index) => ({ statement, place: `statement ${index} of ${place}` }));
}

/**
 * A statement with nothing in it that isn't known before deployment: of the effect that counts, it has no limit there; of the
 * other, it doesn't count.
 */
function resolveUnknowns(statement: PolicyStatement, counting: 'Allow' | 'Deny'): PolicyStatement | undefined {
  const { Resource: resource, NotResource: notResource, Condition: condition, ...rest } = statement;
  const isKnown = (value: unknown) => [value ?? []].flat().every((each) => typeof each !== 'object');
  const knowsResources = isKnown(resource) && isKnown(notResource);
  const knowsConditions = Object.values(condition ?? {}).every((keys) => Object.values(keys).every(isKnown));
  if (knowsResources && knowsConditions) return statement;
  if (statement.Effect !== counting) return undefined;
  return {
    ...rest,
    ...knowsResources ? { Resource: resource, NotResource: notResource } : { Resource: '*' },
    ...knowsConditions ? { Condition: condition } : {},
  };
}
