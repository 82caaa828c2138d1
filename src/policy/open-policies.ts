import { OneOrMore, PolicyDocument, PolicyStatement } from './policy-document';
import { ContextValues } from './request-context';
import { isRecord, toList } from '../values/json-values';

/**
 * Changes a policy so that it allows every request that the policy may allow, if only some condition keys of the request are known.
 * Conditions on other keys count as met in statements that allow, and as not met in statements that deny.
 */
export function openPolicy(document: PolicyDocument, context: ContextValues, missing: readonly string[] = []): PolicyDocument {
  if (!isRecord(document)) return document;
  return { ...document, Statement: toList(document.Statement).flatMap((statement) => openStatement(statement, context, missing) ?? []) };
}

/**
 * Changes one statement in the same way.
 *
 * @param missing the keys that the request is known not to have
 * @param variables false for a statement of an old version, in which policy variables are plain text
 * @returns `undefined` for a statement that denies under a condition on an unknown key
 */
export function openStatement(
  statement: PolicyStatement, context: ContextValues, missing: readonly string[] = [], variables = true,
): PolicyStatement | undefined {
  if (!isRecord(statement)) return statement;
  const knownKeys = new Set([...Object.keys(context), ...missing].map((key) => key.toLowerCase()));
  const hasOpenVariable = (text: unknown) => variables && [...String(text).matchAll(VARIABLE)].some(([, key]) => !knownKeys.has(key.toLowerCase()));
  const entries = Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys ?? { '': null }).map(([key, values]) => ({ operator, key, values })));
  const decided = entries.filter(({ key, values }) => knownKeys.has(key.toLowerCase()) && !toList(values).some(hasOpenVariable));
  if (statement.Effect === 'Deny') return decided.length < entries.length ? undefined : openDenial(statement, hasOpenVariable);

  const Condition: Record<string, Record<string, OneOrMore<string | number | boolean>>> = {};
  for (const { operator, key, values } of decided) Condition[operator] = { ...Condition[operator], [key]: values };
  const { Resource: resources, NotResource: others, ...rest } = statement;
  if (resources) return { ...rest, Condition, Resource: replaceOpenVariables(resources, hasOpenVariable) };
  if (!others) return { ...rest, Condition };
  const known = toList(others).filter((each) => !hasOpenVariable(each));
  if (known.length === 0) return { ...rest, Condition, Resource: '*' };
  return { ...rest, Condition, NotResource: known };
}

/** Keeps the resources that a statement denies whatever the values of unknown variables are. */
function openDenial(statement: PolicyStatement, hasOpenVariable: (text: string) => boolean): PolicyStatement | undefined {
  const { Resource: resources, NotResource: others } = statement;
  // a variable without a value makes the statement have no effect
  if (toList(others).some((each) => hasOpenVariable(each) && !EVERY_VARIABLE_HAS_DEFAULT.test(each))) return undefined;
  if (others) return { ...statement, NotResource: replaceOpenVariables(others, hasOpenVariable) };
  const known = toList(resources).filter((each) => !hasOpenVariable(each));
  if (known.length === 0) return undefined;
  return { ...statement, Resource: known };
}

function replaceOpenVariables(resources: OneOrMore<string>, hasOpenVariable: (text: string) => boolean): string[] {
  return toList(resources).map((each) => hasOpenVariable(each) ? each.replace(VARIABLE, '*') : each);
}

/** A text all of whose variables have a default: `${aws:PrincipalTag/table, 'none'}`. */
const EVERY_VARIABLE_HAS_DEFAULT = /^(?!.*\$\{[^{}',*?$]+\})/;

/** A policy variable and its key. `${*}`, `${?}` and `${$}` are characters, not variables. */
const VARIABLE = /\$\{([^{}',*?$]+)(?:, *'[^']*')?\}/g;
