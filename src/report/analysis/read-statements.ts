import { ActionCatalogue } from './action-catalogue';
import { RecordedAccess } from '../../features/recorded-access';
import { getConstructPath } from '../../policy/assembly-resources';
import { ConditionEntry, ParsedStatement, PolicyDocument, PolicyStatement, PolicyType, readStatements } from '../../policy/policy-document';
import { AttachedPolicy } from '../../policy/read-assembly';
import { makeResourceTest } from '../../policy/text-pattern';
import { UnknownPart } from '../report-data';

/** A statement of a policy, with what it names. */
export interface Statement {
  /** Where it stands, as `Quickstart/Writer/ServiceRole/DefaultPolicy, statement 0`. */
  readonly name: string;
  readonly parsed: ParsedStatement;
  /** The actions of the catalogue that it names. */
  readonly actions: ReadonlySet<string>;
  /** Its patterns of actions that stand for more than one. */
  readonly patterns: readonly string[];
  readonly conditions: readonly ConditionEntry[];
  /** The accesses that this library wrote the policy for; none for a policy from elsewhere. */
  readonly recordedAccesses: readonly RecordedAccess[];
}

/** The statements of a policy that can be read; what can't be is noted down. */
export function readReportedStatements(
  { document, recordedAccesses, ...policy }: Pick<AttachedPolicy, 'name' | 'origin' | 'document' | 'recordedAccesses'>,
  type: PolicyType,
  catalogue: ActionCatalogue,
  unknown: UnknownPart[],
): Statement[] {
  return listWrittenStatements({ document, ...policy }).flatMap(([place, statement]) =>
    readStatement({ ...document!, Statement: keepReadableParts(statement, place, unknown) }, type, place, unknown)
      .flatMap(splitByVariables).map((parsed): Statement => ({
        name: place,
        parsed,
        actions: catalogue.findNamed(parsed.actions),
        patterns: parsed.actions.negated ? parsed.actions.values.map((each) => `all but ${each}`)
          : parsed.actions.values.filter((each) => /[*?]/.test(each)),
        conditions: [...parsed.conditions, ...toConditions(parsed)],
        recordedAccesses,
      })));
}

/** The statements of a policy as they are written, each with its name. */
export function listWrittenStatements({ document, name, origin }: Pick<AttachedPolicy, 'name' | 'origin' | 'document'>): [string, PolicyStatement][] {
  const statements = [document?.Statement ?? []].flat() as PolicyStatement[];
  return statements.map((statement, index) => {
    const sid = statement.Sid === undefined ? '' : ` (${statement.Sid})`;
    return [`${origin ? getConstructPath(origin) : name}, statement ${index}${sid}`, statement];
  });
}

function readStatement(document: PolicyDocument, type: PolicyType, place: string, unknown: UnknownPart[]): ParsedStatement[] {
  try {
    return readStatements(document, type, place);
  } catch (error) {
    unknown.push({ path: place, problem: (error as Error).message.replace(`${place}, statement 0`, 'the statement') });
    return [];
  }
}

/** Without the resources that can't be known before deployment, and with conditions on such values as text. */
function keepReadableParts(statement: PolicyStatement, place: string, unknown: UnknownPart[]): PolicyStatement {
  const { Resource: resource, Condition: condition } = statement;
  const resources = [resource ?? []].flat();
  const readable = resources.filter((each) => typeof each === 'string');
  for (const each of resources.filter((other) => typeof other !== 'string')) {
    unknown.push({ path: place, problem: `the resource ${JSON.stringify(each)} can't be known before deployment` });
  }
  return {
    ...statement,
    ...readable.length === resources.length ? {} : { Resource: readable },
    ...condition === undefined ? {} : {
      Condition: Object.fromEntries(Object.entries(condition).map(([operator, keys]) => [operator, Object.fromEntries(
        Object.entries(keys).map(([key, values]) => [key, [values].flat().map((value) =>
          typeof value === 'object' ? JSON.stringify(value) : value)]))])),
    },
  };
}

const VARIABLE = /\$\{[^}]*\}/g;

export function replaceVariables(pattern: string): string {
  return pattern.replace(VARIABLE, '*');
}

/** A variable in a resource narrows it as a condition does: only that resource, none that stands beside it. */
function splitByVariables(parsed: ParsedStatement): ParsedStatement[] {
  const { resources, variables } = parsed;
  if (!variables || !resources || resources.negated) return [parsed];
  const parts = [false, true].map((variable) => resources.values.filter((each) => each.includes('${') === variable));
  return parts.filter((values) => values.length > 0).map((values) => ({ ...parsed, resources: { negated: false, values } }));
}

function toConditions({ resources, variables }: ParsedStatement): ConditionEntry[] {
  const values = variables ? resources?.values.filter((each) => each.includes('${')) ?? [] : [];
  if (values.length === 0) return [];
  return [{ operator: resources!.negated ? 'NotResource' : 'Resource', key: 'the resource', values }];
}

/** Which ARNs the patterns of statements match: each pattern is compared once. */
export class ArnMatcher {
  private readonly matched = new Map<string, readonly string[]>();
  private readonly named = new WeakMap<ParsedStatement, ReadonlySet<string>>();

  private readonly known: ReadonlySet<string>;
  private readonly arns: readonly string[];

  constructor(arns: readonly string[]) {
    this.known = new Set(arns);
    this.arns = [...this.known].sort();
  }

  /** The ARNs that a statement names. */
  public findNamedArns(parsed: ParsedStatement): ReadonlySet<string> {
    const named = this.named.get(parsed) ?? this.matchResources(parsed);
    this.named.set(parsed, named);
    return named;
  }

  /** Whether a statement names an ARN; one of a resource's policy that names none means the resource. */
  public namesArn(parsed: ParsedStatement, arn: string): boolean {
    return !parsed.resources || this.findNamedArns(parsed).has(arn);
  }

  /** The ARNs that a pattern matches. */
  public matchArns(pattern: string): readonly string[] {
    const known = this.matched.get(pattern);
    if (known) return known;
    const wildcard = pattern.search(/[*?]/);
    if (wildcard < 0) return this.known.has(pattern) ? [pattern] : [];
    const candidates = this.findByPrefix(pattern.slice(0, wildcard));
    const matches = candidates.length === 0 ? undefined : makeResourceTest(pattern, { where: pattern });
    const matching = matches ? candidates.filter(matches) : [];
    this.matched.set(pattern, matching);
    return matching;
  }

  /** The ARNs are sorted: those that begin in the same way stand together. */
  private findByPrefix(text: string): readonly string[] {
    let [low, high] = [0, this.arns.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.arns[middle] < text) low = middle + 1; else high = middle;
    }
    let end = low;
    while (end < this.arns.length && this.arns[end].startsWith(text)) end++;
    return this.arns.slice(low, end);
  }

  private matchResources({ resources, variables }: ParsedStatement): ReadonlySet<string> {
    if (!resources) return new Set();
    const named = new Set(resources.values.flatMap((pattern) =>
      this.matchArns(variables ? replaceVariables(pattern) : pattern)));
    // a variable may stand for anything, so what it names isn't surely left out
    if (!resources.negated) return named;
    const surely = new Set(resources.values.filter((pattern) => !variables || !pattern.includes('${'))
      .flatMap((pattern) => this.matchArns(pattern)));
    return new Set(this.arns.filter((arn) => !surely.has(arn)));
  }
}
