/** What is wrong with an input: the value, what was expected instead, and what to change. */
export interface Problem {
  readonly value: string;
  readonly expected: string;
  readonly remedy: string;
}
