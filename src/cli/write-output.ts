import { writeFileSync } from 'fs';

/** Writes to the file, if there is one; returns what is for the terminal. */
export function writeOutput(rendered: string, file: string | undefined): string {
  if (file === undefined) return rendered;
  writeFileSync(file, rendered);
  return '';
}
