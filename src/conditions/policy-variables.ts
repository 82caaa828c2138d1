import { classifyValues, findKeyNameRemedy } from './condition-keys';
import { replaceTokens } from './tokens';
import { Problem } from '../problems/problem';

/** Lists the policy variables in a text, for example `aws:PrincipalTag/TenantId`, without their defaults. */
export function listVariables(text: string): string[] {
  return [...replaceTokens(text).matchAll(/\$\{([^}]*)\}/g)].map(([, name]) => name.split(',')[0].trim());
}

/**
 * Finds what is wrong with the policy variables in a text.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function findVariablesProblem(text: string): Problem | undefined {
  const plain = replaceTokens(text);
  if (plain.replace(/\$\{[^{}]*\}/g, '').includes('${')) {
    return {
      id: 'policyVariable',
      value: `the policy variable in '${text}' has no closing brace`,
      expected: 'policy variables in the form ${aws:PrincipalTag/TenantId}',
      remedy: 'close the brace, or write ${$} for a dollar sign',
    };
  }
  const bare = /\$(?:aws|cognito-identity\.amazonaws\.com):[\w/-]+|(?<!\$)\{(?:aws|cognito-identity\.amazonaws\.com):[^{}]*\}/i.exec(plain)?.[0];
  if (bare !== undefined) {
    return {
      id: 'policyVariable',
      value: `the policy variable in '${text}' has no braces or no dollar sign`,
      expected: 'policy variables in the form ${aws:PrincipalTag/TenantId}',
      remedy: `write \${${bare.replace(/[${}]/g, '')}}`,
    };
  }
  const unknown = listVariables(text).find((name) => findVariableRemedy(name) !== undefined);
  if (unknown === undefined) return undefined;
  return {
    id: 'policyVariable',
    value: `'${text}' has the policy variable \${${unknown}}, which requests to DynamoDB do not have`,
    expected: 'a condition key with one value, such as ${aws:PrincipalTag/TenantId} or ${cognito-identity.amazonaws.com:sub}',
    remedy: findVariableRemedy(unknown)!,
  };
}

function findVariableRemedy(name: string): string | undefined {
  if (['*', '?', '$'].includes(name)) return undefined;
  const remedy = findKeyNameRemedy(name);
  if (remedy !== undefined || classifyValues(name) !== 'several') return remedy;
  return 'use another key, because IAM allows no key with several values in a variable';
}
