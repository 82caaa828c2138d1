import { Permissions } from './permissions';
import { Sample } from './sample';
import * as markdown from '../docs/generate/markdown';

/** What one way took for so many functions, in the median. */
export interface TimedSample extends Sample {
  readonly way: string;
  readonly functions: number;
  /** Its seconds in relation to those of each yardstick that was measured beside it. */
  readonly relations: Partial<Readonly<Record<Yardstick, Relation>>>;
}

/** What takes turns with something took in relation to that, in each turn. */
export interface Relation {
  readonly median: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
}

/** All that a run measured. */
export interface Results {
  readonly date: string;
  readonly machine: string;
  readonly rounds: number;
  /** What takes to load the names that declare an access, and what an access uses besides. */
  readonly importMilliseconds: { readonly names: number; readonly rest: number };
  readonly samples: TimedSample[];
  readonly permissions: Readonly<Record<string, Permissions>>;
  readonly tablesPerRole: Readonly<Record<string, number>>;
}

/** The ways that all are compared with. */
export const YARDSTICKS = ['grants.readWriteData', 'hand-written'] as const;
type Yardstick = typeof YARDSTICKS[number];

/** The ways of this library. */
const OWN = ['DynamoAccessRole', 'LambdaTableAccess'] as const;

/** From how many functions on a synthesis takes long enough to compare its times. */
const MANY = 100;

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return markdown.table(head, rows.map((cells) => cells.map(String)));
}

function ratio(one: number, other: number): string {
  return (one / other).toFixed(2);
}

/** The page that shows the results. */
export function benchmarksPage({ date, machine, rounds, importMilliseconds, samples, permissions, tablesPerRole }: Results): string {
  const ways = Object.keys(permissions);
  const compared = [...new Set(samples.filter(({ way }) => way === 'hand-written').map(({ functions }) => functions))];
  const find = (way: string, functions: number) => samples.find((each) => each.way === way && each.functions === functions)!;
  const largest = Math.max(...compared);
  const own = samples.filter(({ way, functions }) => way === 'DynamoAccessRole' && functions >= MANY);
  const highest = (ratioOf: (one: TimedSample, handWritten: TimedSample) => number) => Math.max(...compared.filter((functions) => functions >= MANY)
    .flatMap((functions) => OWN.map((way) => ratioOf(find(way, functions), find('hand-written', functions)))));
  const aims: [string, number, number][] = [
    [`synthesis in relation to grants.readWriteData, from ${MANY} functions on`, 1, highest(({ relations }) => relations['grants.readWriteData']!.median)],
    [`synthesis in relation to hand-written, from ${MANY} functions on`, 1.1, highest(({ relations }) => relations['hand-written']!.median)],
    [`bytes of templates in relation to hand-written, from ${MANY} functions on`, 1, highest((one, other) => one.templateBytes / other.templateBytes)],
    ['milliseconds to load the package, with all that an access uses', 60, importMilliseconds.names + importMilliseconds.rest],
  ];
  return `# Benchmarks

    npm run bench

compiles the package, measures it beside the alternatives, and writes this page and \`bench/results.json\`. It takes about twenty minutes.
Each figure of time is the median of at least ${rounds} syntheses, each in a process of its own, in which the ways take turns; each relation
is the median of those within a turn. They aren't to be compared with those of another machine. These are of ${date}: ${machine}.

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

Seconds, and what they are in relation to ${YARDSTICKS.join(' and to ')}:

${table(['functions', ...ways], compared.map((functions) => [functions, ...ways.map((way) =>
  `${find(way, functions).seconds.toFixed(2)} (${YARDSTICKS.map((yardstick) => find(way, functions).relations[yardstick]!.median.toFixed(2)).join(', ')})`)]))}

Half of the turns lie between these relations to ${YARDSTICKS[0]}:

${table(['functions', ...ways], compared.map((functions) => [functions, ...ways.map((way) => {
  const { lowerQuartile, upperQuartile } = find(way, functions).relations[YARDSTICKS[0]]!;
  return `${lowerQuartile.toFixed(2)} to ${upperQuartile.toFixed(2)}`;
})]))}

Whether the time grows with the functions alone, by milliseconds a function with DynamoAccessRole:

${table(own.map(({ functions }) => `${functions} functions`), [own.map(({ functions, seconds }) => (1000 * seconds / functions).toFixed(1))])}

Loading the package, with the names that declare an access and without what it takes of aws-cdk-lib: ${importMilliseconds.names.toFixed(0)} ms.
What an access uses besides is loaded when it is first used, until its template is written: ${importMilliseconds.rest.toFixed(0)} ms.

## Templates

Of ${largest} functions:

${table(['', ...ways], [
  ['bytes of the templates', ...ways.map((way) => find(way, largest).templateBytes)],
  ['in relation to hand-written', ...ways.map((way) => ratio(find(way, largest).templateBytes, find('hand-written', largest).templateBytes))],
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
