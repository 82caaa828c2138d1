import { existsSync, statSync, writeFileSync } from 'fs';
import { dirname } from 'path';
import { UnreadableInput } from '../report/read-input';

/** Writes to the file, if there is one; returns what is for the terminal. */
export function writeOutput(rendered: string, file: string | undefined): string {
  if (file === undefined) return rendered;
  if (!existsSync(dirname(file))) throw new UnreadableInput(`--output is '${file}', but the folder ${dirname(file)} does not exist; create the folder first`);
  if (existsSync(file) && statSync(file).isDirectory()) throw new UnreadableInput(`--output is '${file}', which is a folder; expected a file`);
  writeFileSync(file, rendered);
  return '';
}
