import { foldCase, Pattern, PatternItem, Wildcard } from './pattern';
import { refusePolicy } from './policy-document';
import { RequestContext } from './request-context';

/** The way in which a text of a policy is compared. */
export interface TextOptions {
  /** The place of the text, for messages. */
  readonly where: string;
  /**
   * The characters that the wildcards `*` and `?` match. Those in the value of a variable are never wildcards.
   *
   * - `within ARN parts`: no colon, except at the end of a part of the ARN and in the last part, which may contain colons
   * - `in separate ARN parts`: no colon, except in the last part
   */
  readonly wildcards: 'none' | 'any character' | 'within ARN parts' | 'in separate ARN parts';
  readonly ignoresCase?: boolean;
  /** The values of policy variables. Without it, variables are plain text. */
  readonly variables?: RequestContext;
}

/** Tells whether a value of the request matches. */
export type Test = (value: string) => boolean;

const ARN_PARTS = 6;
/** A variable such as `${aws:username}` or `${aws:username, 'anonymous'}`, one of `${*}`, `${?}` and `${$}`, or a character. */
const TOKEN = /\$\{(?:(?<special>[*?$])|(?<key>[^{}',]+)(?:, *'(?<fallback>[^']*)')?)\}|[^]/gu;
const CHARACTER = /[^]/gu;

/**
 * Parses a text of a policy. Returns `undefined` if a variable in it has no value.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function parsePattern(text: string, options: TextOptions): Pattern | undefined {
  if (text.includes('${')) return parseText(text, options);
  const patterns = (options.ignoresCase ? foldedPatterns : exactPatterns)[options.wildcards];
  const known = patterns.get(text);
  if (known) return known;
  if (patterns.size >= MOST_MEMOIZED) patterns.clear();
  const pattern = parseText(text, options)!;
  patterns.set(text, pattern);
  return pattern;
}

type PatternsByText = Readonly<Record<TextOptions['wildcards'], Map<string, Pattern>>>;

/** The patterns of texts without variables, because one policy is matched with many requests. */
const exactPatterns = makeMemo();
const foldedPatterns = makeMemo();
const MOST_MEMOIZED = 10_000;

function makeMemo(): PatternsByText {
  return { 'none': new Map(), 'any character': new Map(), 'within ARN parts': new Map(), 'in separate ARN parts': new Map() };
}

function parseText(text: string, options: TextOptions): Pattern | undefined {
  const { where, variables, ignoresCase = false } = options;
  const items: PatternItem[] = [];
  for (const { 0: token, index, groups } of text.matchAll(variables ? TOKEN : CHARACTER)) {
    const { special, key, fallback } = groups ?? {};
    if (special !== undefined) {
      items.push(special);
    } else if (key !== undefined) {
      const value = variables!.getVariable(key) ?? fallback;
      if (value === undefined) return undefined;
      items.push(...value);
    } else if (variables && text.startsWith('${', index)) {
      refusePolicy(where, `${JSON.stringify(text)} has something that is no policy variable`);
    } else {
      items.push(parseCharacter(token, text, index, options));
    }
  }
  return new Pattern(ignoresCase ? items.map(foldItem) : items, ignoresCase);
}

function parseCharacter(character: string, text: string, index: number, { wildcards }: TextOptions): PatternItem {
  if (wildcards === 'none' || !'*?'.includes(character)) return character;
  if (wildcards === 'any character') return makeWildcard(character);
  const isInLastPart = splitIntoParts(text.slice(0, index)).length === ARN_PARTS;
  const isAtEnd = /^(:|$)/.test(text.slice(index + 1));
  return makeWildcard(character, isInLastPart || (wildcards === 'within ARN parts' && isAtEnd) ? undefined : ':');
}

/** Makes a wildcard of `*` or `?`. */
export function makeWildcard(character: string, except?: string): Wildcard {
  return { repeats: character === '*', except };
}

function foldItem(item: PatternItem): PatternItem {
  return typeof item === 'string' ? foldCase(item) : item;
}

/**
 * Matches an action with a pattern. Case doesn't matter.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function matchesAction(pattern: string, action: string): boolean {
  return parseAction(pattern).matches(action);
}

/** Parses a pattern of the element Action. */
export function parseAction(pattern: string): Pattern {
  return parsePattern(pattern, { where: pattern, wildcards: 'any character', ignoresCase: true })!;
}

/**
 * Makes a test from a pattern of the element Resource. Returns `undefined` if a variable in it has no value.
 *
 * A `*` matches any characters within one of the six parts of an ARN, and beyond it at the end of the part.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function makeResourceTest(pattern: string, options: Pick<TextOptions, 'where' | 'variables'>): Test | undefined {
  const variable = options.variables ? pattern.indexOf('${') : -1;
  if (variable >= 0 && pattern.slice(0, variable).split(':').length < ARN_PARTS) {
    refusePolicy(options.where, `${JSON.stringify(pattern)} has a policy variable before the fifth colon`);
  }
  const parsed = parsePattern(completeArn(pattern), { ...options, wildcards: 'within ARN parts' });
  return parsed && ((resource) => parsed.matches(resource));
}

/** Parses a pattern of the element Resource. A `${` in it is plain text. */
export function parseResource(pattern: string): Pattern {
  return parsePattern(completeArn(pattern), { where: pattern, wildcards: 'within ARN parts' })!;
}

/**
 * Completes an ARN with fewer than six parts as IAM does in identity policies: missing parts are `*`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
function completeArn(pattern: string): string {
  if (pattern.endsWith('*')) return pattern; // it matches the missing parts already
  return pattern + ':*'.repeat(Math.max(0, ARN_PARTS - splitIntoParts(pattern).length));
}

/**
 * Parses a value of an ARN operator. Returns `undefined` if a variable in it has no value.
 *
 * Each of the six parts of an ARN is compared separately. The last part may contain colons.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function parseArnPattern(written: string, options: Pick<TextOptions, 'where' | 'variables'>): Pattern | undefined {
  const parsed = parsePattern(written, { ...options, wildcards: 'in separate ARN parts' });
  if (parsed && parsed.items.filter((item) => item === ':').length < ARN_PARTS - 1) {
    refusePolicy(options.where, `${JSON.stringify(written)} has not the six parts of an ARN`);
  }
  return parsed;
}

/** Splits `arn:partition:service:region:account:resource` into its parts. The resource keeps its colons. */
export function splitIntoParts(arn: string): string[] {
  const parts = arn.split(':');
  if (parts.length <= ARN_PARTS) return parts;
  return [...parts.slice(0, ARN_PARTS - 1), parts.slice(ARN_PARTS - 1).join(':')];
}
