/**
 * Writes programs that name a table or an index only under conditions, runs them, and ends with the first that is said to make only
 * calls that are known, although it makes another:
 *
 *     tsx test/code/branches/fuzz.ts [programs [seed]]
 */
import * as fc from 'fast-check';
import { comparePrograms } from './compare';
import { JAVASCRIPT, PYTHON } from './languages';
import { programs } from './programs';
import { FORMS } from '../support';

const BATCH = 200;
const [count, seed] = [Number(process.argv[2] ?? 2_000), Number(process.argv[3] ?? Date.now() % 1_000_000_000)];

const only = process.env.ONLY;
for (const [title, language, form] of [['JavaScript', JAVASCRIPT, undefined], ['minified JavaScript', JAVASCRIPT, FORMS.find(({ minify }) => minify)], ['Python', PYTHON, undefined]] as const) {
  if (only && only !== title) continue;
  const [states, wrong, extra, asked] = [new Map<string, number>(), [] as string[], [0], [0]];
  for (let done = 0; done < count; done += BATCH) {
    const written = fc.sample(programs(language), { seed: seed + done, numRuns: Math.min(BATCH, count - done) });
    for (const each of comparePrograms(language, written, form)) {
      states.set(each.state, (states.get(each.state) ?? 0) + 1);
      if (each.missing.length > 0) wrong.push(`${each.program}\n// is said to make no ${each.missing.join(', ')}, but only ${each.found.join(', ')}`);
      if (each.state !== 'complete') continue;
      asked[0] += each.asked.length;
      extra[0] += each.found.filter((call) => !each.asked.includes(call)).length;
    }
  }
  const byLength = wrong.sort((one, other) => one.length - other.length);
  console.log(`${title}: ${count} programs from seed ${seed}: ${[...states].map(([state, many]) => `${many} ${state}`).join(', ')}; ${asked[0]} requests, ${extra[0]} calls that nothing makes; ${wrong.length} wrong`);
  console.log(byLength.slice(0, Number(process.env.SHOW ?? 1)).join('\n\n'));
  if (wrong.length > 0) process.exitCode = 1;
}
