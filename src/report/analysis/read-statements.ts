import { ActionCatalogue } from './action-catalogue';
import { RecordedAccess } from '../../features/recorded-access';
import { getConstructPath } from '../../policy/assembly-resources';
import { ConditionEntry, ParsedStatement, PolicyDocument, PolicyStatement, PolicyType, readStatements } from '../../policy/policy-document';
import { AttachedPolicy } from '../../policy/read-assembly';
import { mapValues, toList } from '../../values/json-values';
import { UnknownPart } from '../report-data';

/** A statement of a policy, with the actions that it names. */
export interface Statement {
  /** The policy and the number, for example `Quickstart/Writer/ServiceRole/DefaultPolicy, statement 0`. */
  readonly name: string;
  readonly parsed: ParsedStatement;
  /** The actions of the catalogue that the statement names. */
  readonly actions: ReadonlySet<string>;
  /** Its patterns of actions that match several actions. */
  readonly patterns: readonly string[];
  readonly conditions: readonly ConditionEntry[];
  /** The accesses that this library wrote the policy for; none for a policy from elsewhere. */
  readonly recordedAccesses: readonly RecordedAccess[];
}

/** Reads the statements of a policy. Parts that can't be read are recorded as unknown. */
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
        patterns: listPatterns(parsed),
        conditions: [...parsed.conditions, ...toConditions(parsed)],
        recordedAccesses,
      })));
}

function listPatterns({ actions: { negated, values } }: ParsedStatement): string[] {
  if (negated) return values.map((each) => `all but ${each}`);
  return values.filter((each) => /[*?]/.test(each));
}

/** Lists the statements of a policy as they are written, each with its name. */
export function listWrittenStatements({ document, name, origin }: Pick<AttachedPolicy, 'name' | 'origin' | 'document'>): [string, PolicyStatement][] {
  return toList(document?.Statement).map((statement, index) => {
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

/** Removes resources whose values are known only at deployment. Such values in conditions become text. */
function keepReadableParts(statement: PolicyStatement, place: string, unknown: UnknownPart[]): PolicyStatement {
  const { Resource: resource, Condition: condition } = statement;
  const resources = toList<unknown>(resource);
  const readable = resources.filter((each) => typeof each === 'string');
  for (const each of resources.filter((other) => typeof other !== 'string')) {
    unknown.push({ path: place, problem: `the resource ${JSON.stringify(each)} can't be known before deployment` });
  }
  return {
    ...statement,
    ...readable.length < resources.length && { Resource: readable },
    ...condition && { Condition: mapValues(condition, (keys) => mapValues(keys, (values) => toList(values).map(toReadable))) },
  };
}

function toReadable<T>(value: T): T | string {
  if (typeof value === 'object') return JSON.stringify(value);
  return value;
}

/** Replaces the policy variables of a pattern by `*`. */
export function replaceVariables(pattern: string): string {
  return pattern.replace(/\$\{[^}]*\}/g, '*');
}

/** Splits a statement into resources with variables and without, because a variable limits only the resource that contains it. */
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
