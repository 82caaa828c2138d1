import { malformed } from './policy-document';
import { RequestContext } from './request-context';

/** How the text of a policy is to be read. */
export interface TextOptions {
  /** Where it stands, for messages. */
  readonly where: string;
  /** Whether `*` and `?` are wildcards, and for which characters. Those that come out of a variable never are. */
  readonly wildcards: 'none' | 'any character' | 'within ARN parts';
  /** What the policy's variables stand for; without it they are plain text. */
  readonly variables?: RequestContext;
}

/** A variable such as `${aws:username}` or `${aws:username, 'anonymous'}`, one of `${*}`, `${?}` and `${$}`, or a character. */
const ARN_PARTS = 6;
const TOKEN = /\$\{(?:(?<special>[*?$])|(?<key>[^{}',]+)(?:, *'(?<fallback>[^']*)')?)\}|[^]/g;
const CHARACTER = /[^]/g;
const SYNTAX = /[\\^$.*+?()[\]{}|]/g;

/**
 * The source of a regular expression for a text of a policy, or nothing if one of its variables has no value.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function patternSource(text: string, { where, wildcards, variables }: TextOptions): string | undefined {
  const parts: string[] = [];
  for (const { 0: token, index, groups } of text.matchAll(variables ? TOKEN : CHARACTER)) {
    const { special, key, fallback } = groups ?? {};
    if (special !== undefined) {
      parts.push(escape(special));
    } else if (key !== undefined) {
      const value = variables!.variable(key) ?? fallback;
      if (value === undefined) return undefined;
      parts.push(escape(value));
    } else if (variables && text.startsWith('${', index)) {
      malformed(where, `${JSON.stringify(text)} has something that is no policy variable`);
    } else {
      const one = wildcards === 'any character' || reachesBeyond(text, index) ? '.' : '[^:]';
      if (wildcards === 'none' || !'*?'.includes(token)) parts.push(escape(token));
      else parts.push(token === '*' ? `${one}*` : one);
    }
  }
  return parts.join('');
}

/** Whether a wildcard may stand for colons: at the end of its part of the ARN, and in the last part, which can have some. */
function reachesBeyond(arn: string, index: number): boolean {
  return /^(:|$)/.test(arn.slice(index + 1)) || arnParts(arn.slice(0, index)).length === ARN_PARTS;
}

/** Whether a value is what the source of an expression says, from beginning to end. */
export function matchesSource(source: string, value: string, ignoreCase = false): boolean {
  // folding by Unicode would take the Kelvin sign for a k
  return new RegExp(`^${source}$`, ignoreCase ? 'is' : 'us').test(value);
}

/**
 * Whether an action matches a pattern. Neither depends on case.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function matchesAction(pattern: string, action: string): boolean {
  return matchesSource(patternSource(pattern, { where: pattern, wildcards: 'any character' })!, action, true);
}

/**
 * The test that a pattern of the element Resource is, or nothing if one of its variables has no value.
 *
 * A `*` matches within one of the six parts of an ARN, slashes included; at the end of its part it goes on beyond.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function resourcePattern(pattern: string, options: Omit<TextOptions, 'wildcards'>): ((resource: string) => boolean) | undefined {
  const variable = options.variables ? pattern.indexOf('${') : -1;
  if (variable >= 0 && pattern.slice(0, variable).split(':').length < ARN_PARTS) {
    malformed(options.where, `${JSON.stringify(pattern)} has a policy variable before the fifth colon`);
  }
  if (!pattern.endsWith('*') && arnParts(pattern).length < ARN_PARTS) {
    malformed(options.where, `${JSON.stringify(pattern)} has not the six parts of an ARN`);
  }
  const source = patternSource(pattern, { ...options, wildcards: 'within ARN parts' });
  return source === undefined ? undefined : (resource) => matchesSource(source, resource);
}

/**
 * The test that a value of an ARN operator is, or nothing if one of its variables has no value.
 *
 * Each of the six parts of an ARN is compared on its own, the last with all colons that it has.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function arnPattern(pattern: string, options: Omit<TextOptions, 'wildcards'>): ((value: string) => boolean) | undefined {
  const source = patternSource(pattern, { ...options, wildcards: 'any character' });
  if (source === undefined) return undefined;
  const sources = arnParts(source);
  if (sources.length < ARN_PARTS) malformed(options.where, `${JSON.stringify(pattern)} has not the six parts of an ARN`);
  return (value) => {
    const parts = arnParts(value);
    return parts.length === ARN_PARTS && parts.every((part, index) => matchesSource(sources[index], part));
  };
}

/** The parts of `arn:partition:service:region:account:resource`; a resource keeps its colons. */
function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, ARN_PARTS - 1), ...parts.length < ARN_PARTS ? [] : [parts.slice(ARN_PARTS - 1).join(':')]];
}

function escape(text: string): string {
  return text.replace(SYNTAX, '\\$&');
}
