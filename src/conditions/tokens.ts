/** How CDK writes a value, or a list of them, that isn't known before deployment, in a string. */
const ANY_TOKEN = /[$#]\{Token\[[^\]]*\]\}/g;

/** Whether a text holds a value that isn't known before deployment, so that nothing can be said of the text as a whole. */
export function holdsToken(text: string): boolean {
  return text.match(ANY_TOKEN) !== null;
}

/** A text with some character in the place of each value that isn't known before deployment. */
export function replaceTokens(text: string): string {
  return text.replace(ANY_TOKEN, 'x');
}
