/** Writes the generated pages of docs. */
import { writeFileSync } from 'fs';
import { join } from 'path';
import { PAGES } from './pages';

async function main(): Promise<void> {
  for (const [path, render] of Object.entries(PAGES)) {
    writeFileSync(join(__dirname, '..', path), await render());
  }
}

void main();
