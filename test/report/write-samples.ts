import { writeFileSync } from 'fs';
import { join } from 'path';
import { SAMPLES } from './samples';
import { formatMarkdown } from '../../src/report/formats/markdown';
import '../support/quiet';

for (const [name, report] of SAMPLES) {
  const data = report();
  const file = join(__dirname, 'samples', name);
  writeFileSync(`${file}.json`, `${JSON.stringify(data, undefined, 2)}\n`);
  writeFileSync(`${file}.md`, formatMarkdown(data));
}
