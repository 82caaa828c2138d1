import { OneOrMore, PolicyDocument, PolicyStatement } from './policy-document';
import { ContextValues } from './request-context';

/**
 * A policy as it counts for requests of which some condition keys are known and all others may be anything: what it allows
 * under conditions on others, it allows; what it denies under them, it doesn't. So what it doesn't allow, no request gets.
 *
 * @param decided the keys that are known, those too that are known to be missing
 */
export function forOpenRequests(document: PolicyDocument, context: ContextValues, missing: readonly string[] = []): PolicyDocument {
  const decided = new Set([...Object.keys(context), ...missing].map((key) => key.toLowerCase()));
  const isOpen = (text: unknown) => [...String(text).matchAll(VARIABLE)].some(([, key]) => !decided.has(key.toLowerCase()));
  const isDecided = ([key, values]: readonly [string, unknown]) =>
    decided.has(key.toLowerCase()) && !listOf(values).some(isOpen);

  return {
    ...document,
    Statement: listOf(document.Statement).flatMap((statement) => {
      const entries = Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
        Object.entries(keys).map((entry) => ({ operator, entry, known: isDecided(entry) })));
      if (statement.Effect === 'Deny' && entries.some(({ known }) => !known)) return [];
      const Condition: Record<string, Record<string, OneOrMore<string | number | boolean>>> = {};
      for (const { operator, entry: [key, values] } of entries.filter(({ known }) => known)) {
        Condition[operator] = { ...Condition[operator], [key]: values };
      }
      const anywhere = (resources: OneOrMore<string>) => listOf(resources).map((each) =>
        isOpen(each) ? each.replace(VARIABLE, '*') : each);
      const opened: PolicyStatement = { ...statement, Condition };
      return statement.Resource === undefined || statement.Effect === 'Deny' ? opened : { ...opened, Resource: anywhere(statement.Resource) };
    }),
  };
}

const VARIABLE = /\$\{([^{}',*?$]+)(?:, *'[^']*')?\}/g;

function listOf<T>(value: OneOrMore<T>): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}
