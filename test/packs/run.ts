/**
 * Counts what the rule packs find in the examples, and in the quickstart made in other ways, and compares with what is committed.
 * With `--update` it is committed anew, and the page in docs that shows it is written. See docs/rule-packs.md.
 */
import { rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { allCounts, CommittedCounts, committedCounts, COUNTS_FILE, PACKS, pinnedVersions, synthesized } from './count';
import { SIDES } from './finding';
import { rulePacksPage } from '../../docs/generate/rule-packs-page';

const PAGE = join(__dirname, '..', '..', 'docs', 'rule-packs.md');

/** Every count as a line, so that differences are lines too. */
function linesOf(apps: CommittedCounts['apps']): string[] {
  return Object.entries(apps).flatMap(([app, counts]) => PACKS.flatMap((pack) => SIDES.flatMap((side) =>
    Object.entries(counts[pack][side] ?? {}).map(([rule, count]) => `${app}: ${pack}, ${side}: ${rule} x ${count}`))));
}

async function main(): Promise<void> {
  const folder = synthesized();
  const apps = await allCounts(folder);
  rmSync(folder, { recursive: true });
  if (process.argv.includes('--update')) {
    const counts: CommittedCounts = { date: new Date().toISOString().slice(0, 10), versions: pinnedVersions(), apps };
    writeFileSync(COUNTS_FILE, `${JSON.stringify(counts, null, 2)}\n`);
    writeFileSync(PAGE, rulePacksPage());
    return;
  }
  const [found, committed] = [linesOf(apps), linesOf(committedCounts().apps)];
  const differences = [
    ...found.filter((line) => !committed.includes(line)).map((line) => `found, not committed: ${line}`),
    ...committed.filter((line) => !found.includes(line)).map((line) => `committed, not found: ${line}`),
  ];
  for (const line of differences) console.log(line);
  console.log(`${found.length} counts in ${Object.keys(apps).length} apps, ${differences.length} differences`);
  process.exitCode = differences.length > 0 ? 1 : 0;
}

void main();
