import { Permissions } from './permissions';
import { Sample } from './sample';
import type { WayName } from './ways';
import * as markdown from '../docs/generate/markdown';

/** What one way took for so many functions, in the median. */
export interface TimedSample extends Sample {
  readonly way: string;
  readonly functions: number;
}

/** What one way took in relation to what another one took at the same time. */
export interface Comparison {
  readonly way: string;
  readonly yardstick: string;
  readonly functions: number;
  readonly pairs: number;
  readonly median: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
}

/** All that a run measured. */
export interface Results {
  readonly date: string;
  readonly machine: string;
  /** What takes to load the names that declare an access, and what an access uses besides. */
  readonly importMilliseconds: { readonly names: number; readonly rest: number };
  readonly samples: TimedSample[];
  readonly comparisons: Comparison[];
  /** What one way took alone, by the number of functions. */
  readonly growth: readonly Pick<TimedSample, 'functions' | 'seconds'>[];
  readonly permissions: Readonly<Record<string, Permissions>>;
  readonly tablesPerRole: Readonly<Record<string, number>>;
}

/** The ways of this library. */
export const OWN = ['DynamoAccessRole', 'LambdaTableAccess'] as const;

/** What each way is compared with: the first also with itself, which shows what a comparison is worth. */
export const YARDSTICKS = {
  'grants.readWriteData': [...OWN, 'hand-written', 'grants.readWriteData', 'Solutions Constructs'],
  'hand-written': OWN,
} as const satisfies Partial<Record<WayName, readonly WayName[]>>;
type Yardstick = keyof typeof YARDSTICKS;

/** From how many functions on a synthesis takes long enough to compare its times. */
export const MANY = 100;

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return markdown.table(head, rows.map((cells) => cells.map(String)));
}

/** The page that shows the results. */
export function benchmarksPage({ date, machine, importMilliseconds, samples, comparisons, growth, permissions, tablesPerRole }: Results): string {
  const ways = Object.keys(permissions);
  const numbers = [...new Set(samples.map(({ functions }) => functions))];
  const find = (way: string, functions: number) => samples.find((each) => each.way === way && each.functions === functions)!;
  const compare = (way: string, yardstick: Yardstick, functions: number) =>
    comparisons.find((each) => each.way === way && each.yardstick === yardstick && each.functions === functions)!;
  const largest = Math.max(...numbers);
  const highest = (ratioOf: (way: string, functions: number) => number) =>
    Math.max(...numbers.filter((functions) => functions >= MANY).flatMap((functions) => OWN.map((way) => ratioOf(way, functions))));
  const bytes = (way: string, functions: number) => find(way, functions).templateBytes / find('hand-written', functions).templateBytes;
  const aims: [string, number, number][] = [
    [`synthesis in relation to grants.readWriteData, from ${MANY} functions on`, 1,
      highest((way, functions) => compare(way, 'grants.readWriteData', functions).median)],
    [`synthesis in relation to hand-written, from ${MANY} functions on`, 1.1,
      highest((way, functions) => compare(way, 'hand-written', functions).median)],
    [`bytes of templates in relation to hand-written, from ${MANY} functions on`, 1, highest(bytes)],
    ['milliseconds to load the package, with all that an access uses', 60, importMilliseconds.names + importMilliseconds.rest],
  ];
  const relations = (yardstick: Yardstick) => table(['functions', ...YARDSTICKS[yardstick]], numbers.map((functions) =>
    [functions, ...YARDSTICKS[yardstick].map((way) => {
      const { median, lowerQuartile, upperQuartile, pairs } = compare(way, yardstick, functions);
      return `**${median.toFixed(2)}** (${lowerQuartile.toFixed(2)} to ${upperQuartile.toFixed(2)}, ${pairs} pairs)`;
    })]));
  return `# Benchmarks

    npm run bench

compiles the package, measures it beside the alternatives, and writes this page and \`bench/results.json\`. It takes about forty minutes.
These figures are of ${date}: ${machine}. Those of other machines can't be compared with them, relations can.

Each synthesis is timed in a process of its own. What is compared runs at the same time, in pairs, as a machine may be half as fast a moment
later; the relation is the median of the pairs, and half of them lie within what stands behind it. What \`grants.readWriteData\` takes
in relation to itself shows what such a figure is worth: less than three hundredths are no difference. The slower one of a pair ends
alone, which draws large differences a little towards 1, and up to 10 functions take so short that two hardly meet.

Functions get and put items and query one index; ten of them share a table of five indexes and a customer managed key, fifty of them a
stack. The apps have the feature flags that \`cdk init\` recommends. The ways, as [bench/ways.ts](../bench/ways.ts) writes them:

- **DynamoAccessRole** and **LambdaTableAccess**: this library; the log group is the function's own
- **hand-written**: a construct with a role, these four statements and a log group, in the template the same permissions as this
  library's, and names as long as those of \`DynamoAccessRole\`
- **grants.readWriteData**: what aws-cdk-lib has for it, with the role and the log group that CDK makes
- **Solutions Constructs**: \`LambdaToDynamoDB\` with the table, whose \`tablePermissions\` stay as they are

## Aims

The figure is the higher one of the two constructs of this library, of all numbers of functions from ${MANY} on.

${table(['', 'at most', 'measured'], aims.map(([aim, limit, measured]) =>
  [aim, limit, `${measured.toFixed(limit < 10 ? 2 : 0)}${measured > limit ? ', **missed**' : ''}`]))}

## Synthesis

In relation to grants.readWriteData:

${relations('grants.readWriteData')}

In relation to hand-written:

${relations('hand-written')}

Seconds, in the median of all pairs, which met at different times, so that two columns say less than their relation above:

${table(['functions', ...ways], numbers.map((functions) => [functions, ...ways.map((way) => find(way, functions).seconds.toFixed(2))]))}

Whether the time grows with the functions alone, by milliseconds a function with DynamoAccessRole, and nothing beside it:

${table(growth.map(({ functions }) => `${functions} functions`), [growth.map(({ functions, seconds }) => (1000 * seconds / functions).toFixed(1))])}

Loading the package, with the names that declare an access and without what it takes of aws-cdk-lib: ${importMilliseconds.names.toFixed(0)} ms.
What an access uses besides is loaded when it is first used, until its template is written: ${importMilliseconds.rest.toFixed(0)} ms.

## Templates

Of ${largest} functions:

${table(['', ...ways], [
  ['bytes of the templates', ...ways.map((way) => find(way, largest).templateBytes)],
  ['in relation to hand-written', ...ways.map((way) => bytes(way, largest).toFixed(2))],
  ['resources', ...ways.map((way) => find(way, largest).resources)],
  ['characters of policies', ...ways.map((way) => find(way, largest).policyCharacters)],
])}

The first three have the same resources and statements: their bytes differ by the names that CDK makes of construct ids, such as
\`TableAccess\` in the place of \`DefaultPolicy\`.

## Permissions

Of one function, counted as actions on resources: the table, its five indexes, its key, the log group of the function, and one of another
app. What AWS managed policies allow counts too.

${table(['', ...ways], [
  ['needed', ...ways.map((way) => permissions[way].needed)],
  ['missing: needed, not allowed', ...ways.map((way) => permissions[way].missing)],
  ['excess: allowed, not needed', ...ways.map((way) => permissions[way].excess)],
  ['dead: written, allowing nothing', ...ways.map((way) => permissions[way].dead)],
  ['AWS managed policies', ...ways.map((way) => permissions[way].managedPolicies)],
])}

## Tables of one role

How many tables of five indexes and a customer managed key one role can read and write before it is over a limit of IAM, if all names are
as long as AWS allows:

${table(Object.keys(tablesPerRole), [Object.values(tablesPerRole)])}
`;
}
