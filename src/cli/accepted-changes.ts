import { existsSync, readFileSync } from 'fs';
import { DIFFERENCES_VERSION, Differences } from '../report/formats/format-differences';
import { UnreadableInput } from '../report/read-input';
import { Change } from '../report/report-data';

/**
 * Takes out the changes that a file accepts. Each line of the file is the text of a change, as `diff` prints it as text or as Markdown.
 * Empty lines and lines that begin with `#` don't count.
 */
export function acceptChanges(changes: readonly Change[], file: string | undefined): Differences {
  if (file === undefined) return { version: DIFFERENCES_VERSION, changes, accepted: 0, unused: [] };
  if (!existsSync(file)) throw new UnreadableInput(`--accept is '${file}', which does not exist; expected a file with a line for each accepted change`);
  const entries = new Set(readFileSync(file, 'utf8').split('\n').map(readLine).filter((line) => line !== ''));
  const open = changes.filter(({ text }) => !entries.has(text));
  const texts = new Set(changes.map(({ text }) => text));
  return {
    version: DIFFERENCES_VERSION,
    changes: open,
    accepted: changes.length - open.length,
    unused: [...entries].filter((entry) => !texts.has(entry)),
  };
}

function readLine(line: string): string {
  if (line.startsWith('#')) return '';
  return line.replace(/^\s*-\s+/, '').replace(/^(More access|Less access|Access to other requests): /, '').replace(/\\([\\`*_[\]<>|])/g, '$1').trim();
}
