import { hashContent } from './hash-content';
import { CHOICE } from '../../policy/branches';
import { AccessReportData, ReportedAccess, ReportedCondition } from '../report-data';

type Definitions = AccessReportData['definitions'];

/**
 * Adds to the text of each choice at deployment a hash of the conditions, mappings and parameters that decide it, so that an accepted
 * change accepts no other definition.
 */
export function identifyChoices(report: AccessReportData): AccessReportData {
  const { definitions, accesses, grantees } = report;
  const addHashes = <T extends { readonly conditions: readonly ReportedCondition[] }>(entry: T): T => {
    if (!entry.conditions.some(({ operator }) => operator === CHOICE)) return entry;
    return { ...entry, conditions: entry.conditions.map((condition) => identifyChoice(condition, definitions)) };
  };
  return {
    ...report,
    accesses: accesses.map((access): ReportedAccess => ({ ...access, allowed: access.allowed.map(addHashes), denied: access.denied.map(addHashes) })),
    grantees: grantees.map((grantee) => ({ ...grantee, ...grantee.trust && { trust: grantee.trust.map(addHashes) } })),
  };
}

function identifyChoice(condition: ReportedCondition, definitions: Definitions): ReportedCondition {
  const { operator, key, values, text } = condition;
  if (operator !== CHOICE) return condition;
  const names = values.flatMap((value) => value.split(' and ')).map((outcome) => outcome.replace(/^not /, ''));
  const decisive = names.flatMap((name) => Object.keys(definitions)
    .filter((path) => path.endsWith(`/Conditions.${name}`) && key.startsWith(path.slice(0, -`Conditions.${name}`.length))));
  if (decisive.length === 0) return condition;
  return { ...condition, text: `${text} (content ${hashContent(listDependencies(decisive, definitions).map((path) => [path, definitions[path]]))})` };
}

/** Lists definitions with those of the same stack that they depend on. */
function listDependencies(paths: readonly string[], definitions: Definitions): string[] {
  const found = new Set(paths);
  for (const path of found) {
    const stack = path.replace(/\/[^/]*$/, '');
    const names = listTextsIn(definitions[path]);
    const others = names.flatMap((name) => ['Conditions', 'Mappings', 'Parameters'].map((section) => `${stack}/${section}.${name}`));
    for (const other of others.filter((each) => each in definitions)) found.add(other);
  }
  return [...found].sort();
}

function listTextsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Object.values(value ?? {}).flatMap(listTextsIn);
}
