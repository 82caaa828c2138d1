import { problemOfKeyName, valuesOf } from './condition-keys';
import { withoutTokens } from './tokens';
import { Problem } from '../problems/problem';

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
  const bare = /\$(?:aws|cognito-identity\.amazonaws\.com):[\w/-]+|(?<!\$)\{(?:aws|cognito-identity\.amazonaws\.com):[^{}]*\}/i.exec(plain)?.[0];
  if (bare !== undefined) {
    return {
      id: 'policyVariable',
      value: `'${text}'`,
      expected: 'policy variables in the form ${aws:PrincipalTag/TenantId}',
      remedy: `write \${${bare.replace(/[${}]/g, '')}}`,
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
