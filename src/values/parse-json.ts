/** Parses JSON. Returns `undefined`, which JSON has no text for, if a text is not JSON. */
export function tryToParseJson(text: string): any {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
