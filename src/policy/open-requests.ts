import { OneOrMore, PolicyDocument, PolicyStatement } from './policy-document';
import { ContextValues } from './request-context';

/**
 * A policy as it counts for requests of which some condition keys are known and all others may be anything: what it allows
 * under conditions on others, it allows; what it denies under them, it doesn't. So what it doesn't allow, no request gets.
 */
export function forOpenRequests(document: PolicyDocument, context: ContextValues, missing: readonly string[] = []): PolicyDocument {
  return { ...document, Statement: listOf(document.Statement).flatMap((statement) => openStatement(statement, context, missing) ?? []) };
}

/**
 * One statement of such a policy; nothing for one that denies under conditions on keys that aren't known.
 *
 * @param missing the keys that requests are known not to have
 */
export function openStatement(statement: PolicyStatement, context: ContextValues, missing: readonly string[] = []): PolicyStatement | undefined {
  const known = new Set([...Object.keys(context), ...missing].map((key) => key.toLowerCase()));
  const isOpen = (text: unknown) => [...String(text).matchAll(VARIABLE)].some(([, key]) => !known.has(key.toLowerCase()));
  const entries = Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values })));
  const decided = entries.filter(({ key, values }) => known.has(key.toLowerCase()) && !listOf(values).some(isOpen));
  if (statement.Effect === 'Deny') return decided.length < entries.length ? undefined : statement;

  const Condition: Record<string, Record<string, OneOrMore<string | number | boolean>>> = {};
  for (const { operator, key, values } of decided) Condition[operator] = { ...Condition[operator], [key]: values };
  const { Resource: resources, NotResource: others, ...rest } = statement;
  if (resources) return { ...rest, Condition, Resource: listOf(resources).map((each) => isOpen(each) ? each.replace(VARIABLE, '*') : each) };
  const left = others && listOf(others).filter((each) => !isOpen(each));
  if (left) return { ...rest, Condition, ...left.length > 0 ? { NotResource: left } : { Resource: '*' } };
  return { ...rest, Condition };
}

/** A policy variable with its key; `${*}`, `${?}` and `${$}` are none. */
const VARIABLE = /\$\{([^{}',*?$]+)(?:, *'[^']*')?\}/g;

function listOf<T>(value: OneOrMore<T>): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}
