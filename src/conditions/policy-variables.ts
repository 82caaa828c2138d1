import { problemOfKeyName } from './condition-keys';
import { Problem } from '../features/problem';

/** How CDK writes a value that isn't known before deployment, in a string. */
const TOKEN = /\$\{Token\[[^\]]*\]\}/g;

/** Whether a text holds a value that isn't known before deployment, so that nothing can be said of the text. */
export function holdsToken(text: string): boolean {
  return text.match(TOKEN) !== null;
}

/** The policy variables in a text, as in `${aws:PrincipalTag/TenantId}`, without their defaults. */
export function variablesIn(text: string): string[] {
  return [...text.replace(TOKEN, '').matchAll(/\$\{([^}]*)\}/g)].map(([, name]) => name.split(',')[0].trim());
}

/**
 * What is wrong with the policy variables of a text.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function problemOfVariables(text: string): Problem | undefined {
  const plain = text.replace(TOKEN, '');
  if (plain.replace(/\$\{[^{}]*\}/g, '').includes('${')) {
    return {
      value: `'${text}'`,
      expected: 'policy variables in the form ${aws:PrincipalTag/TenantId}',
      remedy: 'close the brace, or write ${$} for a dollar sign',
    };
  }
  const unknown = variablesIn(text).find((name) => !['*', '?', '$'].includes(name) && problemOfKeyName(name) !== undefined);
  return unknown === undefined ? undefined : {
    value: `policy variable \${${unknown}} in '${text}'`,
    expected: 'a condition key that requests carry, such as ${aws:PrincipalTag/TenantId} or ${cognito-identity.amazonaws.com:sub}',
    remedy: problemOfKeyName(unknown)!,
  };
}
