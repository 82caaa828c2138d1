import { problemOfKeyName, valuesOf } from './condition-keys';
import { Problem } from '../problems/problem';

/** How CDK writes a value, or a list of them, that isn't known before deployment, in a string. */
const TOKEN = /[$#]\{Token\[[^\]]*\]\}/g;

/** Whether a text holds a value that isn't known before deployment, so that nothing can be said of the text as a whole. */
export function holdsToken(text: string): boolean {
  return text.match(TOKEN) !== null;
}

/** A text with some character in the place of each value that isn't known before deployment. */
export function withoutTokens(text: string): string {
  return text.replace(TOKEN, 'x');
}

/** The policy variables in a text, as in `${aws:PrincipalTag/TenantId}`, without their defaults. */
export function variablesIn(text: string): string[] {
  return [...withoutTokens(text).matchAll(/\$\{([^}]*)\}/g)].map(([, name]) => name.split(',')[0].trim());
}

/**
 * What is wrong with the policy variables of a text.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function problemOfVariables(text: string): Problem | undefined {
  const plain = withoutTokens(text);
  if (plain.replace(/\$\{[^{}]*\}/g, '').includes('${')) {
    return {
      id: 'policyVariable',
      value: `'${text}'`,
      expected: 'policy variables in the form ${aws:PrincipalTag/TenantId}',
      remedy: 'close the brace, or write ${$} for a dollar sign',
    };
  }
  const unknown = variablesIn(text).find((name) => problemOfVariable(name) !== undefined);
  return unknown === undefined ? undefined : {
    id: 'policyVariable',
    value: `policy variable \${${unknown}} in '${text}'`,
    expected: 'a condition key that requests carry, such as ${aws:PrincipalTag/TenantId} or ${cognito-identity.amazonaws.com:sub}',
    remedy: problemOfVariable(unknown)!,
  };
}

function problemOfVariable(name: string): string | undefined {
  if (['*', '?', '$'].includes(name)) return undefined;
  return problemOfKeyName(name) ?? (valuesOf(name) === 'several' ? 'use another: IAM takes no key with several values here' : undefined);
}
