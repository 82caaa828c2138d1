/**
 * Counts what the rule packs find in the examples and the apps beside them, and compares with what is committed. With `--update` it writes
 * what is committed, and the page in docs that shows it. See docs/rule-packs.md.
 */
import { rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { allCounts, pinnedVersions, synthesized } from './count';
import { AppCounts, CommittedCounts, committedCounts, COUNTS_FILE, PACKS, SIDES } from '../../catalogue/rule-pack-counts';
import { rulePacksPage } from '../../docs/generate/rule-packs-page';

const PAGE = join(__dirname, '..', '..', 'docs', 'rule-packs.md');

/** Every count as a line, so that differences are lines too. */
function linesOf({ apps, permissions }: AppCounts): string[] {
  return [
    ...Object.entries(apps).flatMap(([app, counts]) => PACKS.flatMap((pack) => SIDES.flatMap((side) =>
      Object.entries(counts[pack][side] ?? {}).map(([rule, count]) => `${app}: ${pack}, ${side}: ${rule} x ${count}`)))),
    ...Object.entries(permissions).map(([app, counts]) => `${app}: permissions ${JSON.stringify(counts)}`),
  ];
}

async function main(): Promise<void> {
  const folder = synthesized();
  const counts = await allCounts(folder);
  rmSync(folder, { recursive: true });
  if (process.argv.includes('--update')) {
    const committed: CommittedCounts = { date: new Date().toISOString().slice(0, 10), versions: pinnedVersions(), ...counts };
    writeFileSync(COUNTS_FILE, `${JSON.stringify(committed, null, 2)}\n`);
    writeFileSync(PAGE, rulePacksPage());
    return;
  }
  const [found, committed] = [linesOf(counts), linesOf(committedCounts())];
  const differences = [
    ...found.filter((line) => !committed.includes(line)).map((line) => `found, not committed: ${line}`),
    ...committed.filter((line) => !found.includes(line)).map((line) => `committed, not found: ${line}`),
  ];
  for (const line of differences) console.log(line);
  console.log(`${found.length} counts in ${Object.keys(counts.apps).length} apps, ${differences.length} differences`);
  process.exitCode = differences.length > 0 ? 1 : 0;
}

void main();
