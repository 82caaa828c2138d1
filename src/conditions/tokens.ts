/** The forms in which CDK encodes a token or a list of tokens in a string. */
const ANY_TOKEN = /[$#]\{Token\[[^\]]*\]\}/g;

/** Returns true if a text contains a token, so that its final value is unknown. */
export function holdsToken(text: string): boolean {
  return text.match(ANY_TOKEN) !== null;
}

/** Replaces each token in a text by one character. */
export function replaceTokens(text: string): string {
  return text.replace(ANY_TOKEN, 'x');
}
