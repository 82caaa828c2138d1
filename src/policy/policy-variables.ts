/** A policy variable, or one of `${*}`, `${?}` and `${$}`, which are characters. */
const VARIABLE = /\$\{([^{}]*)\}/g;
const CHARACTERS: readonly string[] = ['*', '?', '$'];

/**
 * Replaces the policy variables of a resource by a text, which is a wildcard by default. A variable that stands for a character becomes one
 * that no table, key or log group has in its name, so that the pattern matches none.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
 */
export function replacePolicyVariables(pattern: string, value = '*'): string {
  return pattern.replace(VARIABLE, (_, name) => CHARACTERS.includes(name) ? '$' : value);
}

/** Tells whether a text has a policy variable whose value only the request knows. */
export function hasPolicyVariable(text: string): boolean {
  return [...text.matchAll(VARIABLE)].some(([, name]) => !CHARACTERS.includes(name));
}

/** Writes a pattern of a policy of an old version, in which policy variables are plain text, as one of the newest version. */
export function escapePolicyVariables(pattern: string): string {
  return pattern.replace(/\$/g, '$${$$}');
}
