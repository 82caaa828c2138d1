import { execFileSync } from 'child_process';
import { readdirSync } from 'fs';
import { join } from 'path';
import { EXAMPLES } from '../support/example';

const HANDLERS = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' }).filter((file) => /^[^/]+\/handlers\/[^/]+\.mjs$/.test(file)).sort();

/** Loads every handler in one process, as modules need it, and says which of them can't be loaded. */
const LOAD = `
  const problems = [];
  for (const file of process.argv.slice(1)) {
    try {
      await import(file);
    } catch ({ message }) {
      problems.push(message.split(' imported from ')[0]);
    }
  }
  console.log(JSON.stringify(problems));
`;

test('all handlers find what they import', () => {
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', LOAD, ...HANDLERS.map((file) => join(EXAMPLES, file))], {
    encoding: 'utf8', stdio: 'pipe', env: { ...process.env, AWS_REGION: 'eu-west-1', REGIONS: 'eu-west-1' },
  });

  expect(JSON.parse(output)).toEqual([]);
});
