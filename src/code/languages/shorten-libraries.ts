import { LibraryRegion } from './library-regions';

/**
 * Puts the names that libraries declare in the place of their code, as far as these are known. Most of the code in bundles is libraries,
 * and parsing it takes most of the time. All other code stays where it is.
 *
 * esbuild begins every statement of a module at the start of a line, and indents all lines within.
 */
export function shortenLibraries(text: string, regions: readonly LibraryRegion[]): string {
  return text.slice(0, regions[0]?.offset) + regions.map(({ library, offset }, index) => {
    const code = text.slice(offset, regions[index + 1]?.offset);
    return library === undefined ? code : shorten(code);
  }).join('');
}

function shorten(code: string): string {
  const names = new Set<string>();
  for (const [line] of code.matchAll(/^[^\s].*$/gm)) {
    const declared = listDeclaredNames(line);
    if (!declared) return code;
    for (const name of declared) names.add(name);
  }
  const short = names.size > 0 ? `var ${[...names].join(',')};\n` : '\n';
  if (short.length > code.length) return code;
  return short.padStart(code.length);
}

/** These are seen from outside, or declare names in ways of their own. */
const KEEPS = /^(export|import|module\b|exports\b|0 &&|return\b|using\b|await using\b)/;
/** The end of a statement over several lines, with another declaration after it. */
const GOES_ON = /^[}\])`]+,/;

/** The names that the first line of a statement declares. Undefined if that can't be told. */
function listDeclaredNames(line: string): string[] | undefined {
  if (KEEPS.test(line) || GOES_ON.test(line)) return undefined;
  const [, made] = /^(?:(?:async )?function\*? ?|class )([\w$]+)/.exec(line) ?? [];
  if (made !== undefined) return [made];
  const [, declared] = /^(?:var|let|const) (.*)$/.exec(line) ?? [];
  if (declared === undefined) return [];
  const [, names, last, value = ''] = /^((?:[\w$]+, )*)([\w$]+)(?: = (.*)|;)$/.exec(declared) ?? [];
  if (last === undefined || mayDeclareMore(value)) return undefined;
  return [...names.split(', ').slice(0, -1), last];
}

/** Tells whether a comma may be outside of all brackets and quotes. */
function mayDeclareMore(value: string): boolean {
  const bare = value.replace(/"(?:[^"\\]|\\.)*"/g, '').replace(/'(?:[^'\\]|\\.)*'/g, '');
  if (!bare.includes(',')) return false;
  if (/[`/"']/.test(bare)) return true;
  let depth = 0;
  for (const each of bare) {
    if ('([{'.includes(each)) depth++;
    if (')]}'.includes(each)) depth--;
    if (each === ',' && depth === 0) return true;
  }
  return false;
}
