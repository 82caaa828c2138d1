import { refusePolicy } from './policy-document';
import { RequestContext } from './request-context';

/** How a text in a policy is read. */
export interface TextOptions {
  /** The place of the text, for messages. */
  readonly where: string;
  /** The characters that the wildcards `*` and `?` match. Those in the value of a variable are never wildcards. */
  readonly wildcards: 'none' | 'any character' | 'within ARN parts';
  /** The values of policy variables. Without it, variables are plain text. */
  readonly variables?: RequestContext;
}

/** Tells whether a value of the request matches. */
export type Test = (value: string) => boolean;

const ARN_PARTS = 6;
/** A variable such as `${aws:username}` or `${aws:username, 'anonymous'}`, one of `${*}`, `${?}` and `${$}`, or a character. */
const TOKEN = /\$\{(?:(?<special>[*?$])|(?<key>[^{}',]+)(?:, *'(?<fallback>[^']*)')?)\}|[^]/g;
const CHARACTER = /[^]/g;
const SYNTAX = /[\\^$.*+?()[\]{}|]/g;

/**
 * Builds the source of a regular expression for a text of a policy. Returns `undefined` if a variable in it has no value.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function buildPatternSource(text: string, options: TextOptions): string | undefined {
  if (text.includes('${')) return writeSource(text, options);
  return memoize(sourcesOfTexts, `${options.wildcards} ${text}`, () => writeSource(text, options)!);
}

/** The sources of texts without variables, and the expressions of sources: one policy is matched against many requests. */
const sourcesOfTexts = new Map<string, string>();
const expressionsOfSources = new Map<string, RegExp>();
const MOST_MEMOIZED = 10_000;

function memoize<T>(values: Map<string, T>, key: string, make: () => T): T {
  const known = values.get(key);
  if (known !== undefined) return known;
  if (values.size >= MOST_MEMOIZED) values.clear();
  const made = make();
  values.set(key, made);
  return made;
}

function writeSource(text: string, { where, wildcards, variables }: TextOptions): string | undefined {
  const parts: string[] = [];
  for (const { 0: token, index, groups } of text.matchAll(variables ? TOKEN : CHARACTER)) {
    const { special, key, fallback } = groups ?? {};
    if (special !== undefined) {
      parts.push(escapeSyntax(special));
    } else if (key !== undefined) {
      const value = variables!.getVariable(key) ?? fallback;
      if (value === undefined) return undefined;
      parts.push(escapeSyntax(value));
    } else if (variables && text.startsWith('${', index)) {
      refusePolicy(where, `${JSON.stringify(text)} has something that is no policy variable`);
    } else {
      const isWildcard = wildcards !== 'none' && '*?'.includes(token);
      parts.push(isWildcard ? expandWildcard(token, wildcards === 'any character' || matchesColons(text, index)) : escapeSyntax(token));
    }
  }
  return parts.join('');
}

/** A wildcard matches colons at the end of its part of the ARN, and in the last part, which may contain colons. */
function matchesColons(arn: string, index: number): boolean {
  return /^(:|$)/.test(arn.slice(index + 1)) || splitIntoParts(arn.slice(0, index)).length === ARN_PARTS;
}

/** Matches a value from beginning to end with the source of a regular expression. */
export function matchesSource(source: string, value: string, ignoreCase = false): boolean {
  // with the flag u, ignoring case would match the Kelvin sign with a k
  const flags = ignoreCase ? 'is' : 'us';
  return memoize(expressionsOfSources, `${flags} ${source}`, () => new RegExp(`^${source}$`, flags)).test(value);
}

/**
 * Matches an action with a pattern. Case doesn't matter.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function matchesAction(pattern: string, action: string): boolean {
  return matchesSource(buildPatternSource(pattern, { where: pattern, wildcards: 'any character' })!, action, true);
}

/**
 * Makes a test from a pattern of the element Resource. Returns `undefined` if a variable in it has no value.
 *
 * A `*` matches any characters within one of the six parts of an ARN, and beyond it at the end of the part.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function makeResourceTest(pattern: string, options: Omit<TextOptions, 'wildcards'>): Test | undefined {
  const variable = options.variables ? pattern.indexOf('${') : -1;
  if (variable >= 0 && pattern.slice(0, variable).split(':').length < ARN_PARTS) {
    refusePolicy(options.where, `${JSON.stringify(pattern)} has a policy variable before the fifth colon`);
  }
  if (!pattern.endsWith('*') && splitIntoParts(pattern).length < ARN_PARTS) {
    refusePolicy(options.where, `${JSON.stringify(pattern)} has not the six parts of an ARN`);
  }
  const source = buildPatternSource(pattern, { ...options, wildcards: 'within ARN parts' });
  if (source === undefined) return undefined;
  return (resource) => matchesSource(source, resource);
}

/**
 * Makes a test from a value of an ARN operator. Returns `undefined` if a variable in it has no value.
 *
 * Each of the six parts of an ARN is compared separately. The last part may contain colons.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function makeArnTest(pattern: string, options: Omit<TextOptions, 'wildcards'>): Test | undefined {
  const source = buildPatternSource(pattern, { ...options, wildcards: 'any character' });
  if (source === undefined) return undefined;
  const sources = splitIntoParts(source);
  if (sources.length < ARN_PARTS) refusePolicy(options.where, `${JSON.stringify(pattern)} has not the six parts of an ARN`);
  return (value) => {
    const parts = splitIntoParts(value);
    return parts.length === ARN_PARTS && parts.every((part, index) => matchesSource(sources[index], part));
  };
}

/** Splits `arn:partition:service:region:account:resource` into its parts. The resource keeps its colons. */
function splitIntoParts(arn: string): string[] {
  const parts = arn.split(':');
  if (parts.length <= ARN_PARTS) return parts;
  return [...parts.slice(0, ARN_PARTS - 1), parts.slice(ARN_PARTS - 1).join(':')];
}

function expandWildcard(wildcard: string, withColons: boolean): string {
  const character = withColons ? '.' : '[^:]';
  if (wildcard === '*') return `${character}*`;
  return character;
}

function escapeSyntax(text: string): string {
  return text.replace(SYNTAX, '\\$&');
}
