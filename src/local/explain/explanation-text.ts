import { Explanation } from './explain-denial';

/** An explanation, one line each. */
export function explanationToText({ who, what, why, has, remedy }: Explanation): string {
  return [
    `who     ${who}`,
    `what    ${what}`,
    `why     ${why}`,
    ...has.map((each) => `has     ${each}`),
    `change  ${remedy}`,
    '',
  ].join('\n');
}
