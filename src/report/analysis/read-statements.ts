import { ActionCatalogue } from './action-catalogue';
import { listActionPatterns } from './action-patterns';
import { RecordedAccess } from '../../features/recorded-access';
import { getConstructPath } from '../../policy/assembly-resources';
import { ConditionEntry, ParsedStatement, PolicyStatement, PolicyType, VARIABLES_SINCE } from '../../policy/policy-document';
import { escapePolicyVariables, hasPolicyVariable } from '../../policy/policy-variables';
import { AttachedPolicy } from '../../policy/read-assembly';
import { readPolicy, ReadStatement } from '../../policy/read-policy';
import { isRecord, toList, toRecord } from '../../values/json-values';
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
  if (document === undefined) return [];
  return readPolicy(document, type, nameReportedPolicy(policy)).flatMap((read) => {
    const { parsed, written, index, unknownConditions } = read;
    const place = describeStatement(policy, written, index);
    const statements = [markOldVersion(written, document.Version)];
    unknown.push(...listUnknownElements(read, catalogue).map(({ problem }) => ({ path: place, problem: `the statement: ${problem}`, statements })));
    return toList(parsed).flatMap(splitByVariables).map((part): Statement => ({
      name: place,
      parsed: part,
      actions: catalogue.findNamed(part.actions),
      patterns: listActionPatterns(part.actions),
      conditions: [...escapeConditions([...part.conditions, ...unknownConditions], part), ...toConditions(part)],
      recordedAccesses,
    }));
  });
}

/** Adds the version of a policy to a statement, if policy variables in the statement are plain text. */
function markOldVersion(written: PolicyStatement, version: unknown): unknown {
  if (version === VARIABLES_SINCE || !isRecord(written)) return written;
  return { Version: version ?? null, ...written };
}

/** Writes the conditions of a policy of an old version as the newest version has them. */
function escapeConditions(conditions: readonly ConditionEntry[], { variables }: ParsedStatement): readonly ConditionEntry[] {
  if (variables) return conditions;
  return conditions.map((entry) => ({ ...entry, values: entry.values.map(escapePolicyVariables) }));
}

/** Lists the unknown elements of a statement. Unknown conditions are shown as conditions, and resources of other services don't matter. */
function listUnknownElements({ known, unknown }: ReadStatement, catalogue: ActionCatalogue): ReadStatement['unknown'] {
  const { Action, NotAction } = known ?? {};
  const isOther = Action !== undefined && catalogue.findNamed({ negated: false, values: toList(Action) }).size === 0;
  return unknown.filter(({ element }) => element !== 'Condition' && !(isOther && NotAction === undefined && /Resource$/.test(element)));
}

/** Lists the statements of a policy as they are written, each with its name. */
export function listWrittenStatements({ document, ...policy }: Pick<AttachedPolicy, 'name' | 'origin' | 'document'>): [string, PolicyStatement][] {
  return toList(document?.Statement).map((statement, index) => [describeStatement(policy, statement, index), statement]);
}

type PolicyName = Pick<AttachedPolicy, 'name' | 'origin'>;

function describeStatement(policy: PolicyName, statement: unknown, index: number): string {
  const { Sid } = toRecord(statement);
  const sid = typeof Sid === 'string' && ` (${Sid})`;
  return `${nameReportedPolicy(policy)}, statement ${index}${sid || ''}`;
}

function nameReportedPolicy({ name, origin }: PolicyName): string {
  return (origin && getConstructPath(origin)) ?? name;
}

/** Splits a statement into resources with variables and without, because a variable limits only the resource that contains it. */
function splitByVariables(parsed: ParsedStatement): ParsedStatement[] {
  const { resources } = parsed;
  if (!resources || resources.negated) return [parsed];
  const parts = [false, true].map((variable) => resources.values.filter((each) => hasPolicyVariable(each) === variable));
  return parts.filter((values) => values.length > 0).map((values) => ({ ...parsed, resources: { negated: false, values } }));
}

function toConditions({ resources }: ParsedStatement): ConditionEntry[] {
  const values = resources?.values.filter(hasPolicyVariable) ?? [];
  if (values.length === 0) return [];
  return [{ operator: resources!.negated ? 'NotResource' : 'Resource', key: 'the resource', values }];
}
