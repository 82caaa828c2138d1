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
    [`synthesis compared with grants.readWriteData from ${MANY} functions on`, 1,
      highest((way, functions) => compare(way, 'grants.readWriteData', functions).median)],
    [`synthesis compared with hand-written from ${MANY} functions on`, 1.1,
      highest((way, functions) => compare(way, 'hand-written', functions).median)],
    [`bytes of templates compared with hand-written from ${MANY} functions on`, 1, highest(bytes)],
    ['milliseconds to load the package and everything that an access uses', 60, importMilliseconds.names + importMilliseconds.rest],
  ];
  const relations = (yardstick: Yardstick) => table(['functions', ...YARDSTICKS[yardstick]], numbers.map((functions) =>
    [functions, ...YARDSTICKS[yardstick].map((way) => {
      const { median, lowerQuartile, upperQuartile, pairs } = compare(way, yardstick, functions);
      return `**${median.toFixed(2)}** (${lowerQuartile.toFixed(2)} to ${upperQuartile.toFixed(2)}, ${pairs} pairs)`;
    })]));
  return `# Benchmarks

You want to know what the library costs in time and size:

    npm run bench

The command compiles the package and measures it beside the alternatives. It writes this page and \`bench/results.json\`. It takes about
forty minutes. The figures are of ${date} and of this machine: ${machine}. You can compare ratios with those of other machines but not
seconds.

Each synthesis runs in its own process. Two ways run at the same time because the speed of a machine changes. Each ratio is the median of the
pairs. Half of the pairs lie within the range in brackets. The ratio of \`grants.readWriteData\` to itself shows the error of the measure:
less than 0.03 is no difference. The slower process of a pair ends alone, so large differences look a little smaller. Up to 10 functions
take so little time that the two processes hardly overlap.

Each function gets and puts items and queries one index. Ten functions share a table with five indexes and a customer managed key. Fifty
functions share a stack. The apps have the feature flags of \`cdk init\`. [bench/ways.ts](../bench/ways.ts) has the ways:

- **DynamoAccessRole** and **LambdaTableAccess**: this library with the function's own log group
- **hand-written**: a construct with a role, the same four statements and a log group. Its names are as long as those of
  \`DynamoAccessRole\`
- **grants.readWriteData**: the grant of aws-cdk-lib with the role and the log group that CDK makes
- **Solutions Constructs**: \`LambdaToDynamoDB\` with the default \`tablePermissions\`

## Aims

Each figure is the highest of both constructs of this library from ${MANY} functions on.

${table(['', 'at most', 'measured'], aims.map(([aim, limit, measured]) =>
  [aim, limit, `${measured.toFixed(limit < 10 ? 2 : 0)}${measured > limit ? ', **missed**' : ''}`]))}

## Synthesis

Ratios to grants.readWriteData:

${relations('grants.readWriteData')}

Ratios to hand-written:

${relations('hand-written')}

Seconds in the median of all pairs. The pairs ran at different times, so compare the ratios above and not two columns:

${table(['functions', ...ways], numbers.map((functions) => [functions, ...ways.map((way) => find(way, functions).seconds.toFixed(2))]))}

Milliseconds for each function with DynamoAccessRole and no other process. They show that the time grows linearly:

${table(growth.map(({ functions }) => `${functions} functions`), [growth.map(({ functions, seconds }) => (1000 * seconds / functions).toFixed(1))])}

Loading the names that declare an access takes ${importMilliseconds.names.toFixed(0)} ms without aws-cdk-lib. An access loads other files when
it first uses them. That takes ${importMilliseconds.rest.toFixed(0)} ms.

## Templates

With ${largest} functions:

${table(['', ...ways], [
  ['bytes of the templates', ...ways.map((way) => find(way, largest).templateBytes)],
  ['compared with hand-written', ...ways.map((way) => bytes(way, largest).toFixed(2))],
  ['resources', ...ways.map((way) => find(way, largest).resources)],
  ['characters of policies', ...ways.map((way) => find(way, largest).policyCharacters)],
])}

The first three have the same resources and statements. CDK makes names from construct ids, such as \`TableAccess\` and
\`DefaultPolicy\`. So their bytes differ.

## Permissions

The table counts actions on resources for one function. The resources are the table, its five indexes, its key, the log group of the
function and a log group of another app. AWS managed policies count too.

${table(['', ...ways], [
  ['needed', ...ways.map((way) => permissions[way].needed)],
  ['missing: needed but not allowed', ...ways.map((way) => permissions[way].missing)],
  ['excess: allowed but not needed', ...ways.map((way) => permissions[way].excess)],
  ['dead: written without effect', ...ways.map((way) => permissions[way].dead)],
  ['AWS managed policies', ...ways.map((way) => permissions[way].managedPolicies)],
])}

## Tables of one role

A role can read and write this many tables before it exceeds a limit of IAM. Each table has five indexes and a customer managed key. All
names are as long as AWS allows:

${table(Object.keys(tablesPerRole), [Object.values(tablesPerRole)])}
`;
}
