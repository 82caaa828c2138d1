import fc from 'fast-check';
import { matchName, Named } from '../../src/local/explain/match-names';

/** The longest name of a role or a function. */
const LIMIT = 64;

/**
 * The name that CloudFormation makes up: the stack's name, the logical id and random characters. What is longer than the limit is cut: half of the
 * room is the stack's, rounded up, and the other half the logical id's; a shorter one leaves its room to the other one. Seen in deployed names,
 * those of `DEPLOYED` among them: AWS doesn't document it.
 *
 * @param randomLength 12 today, 13 in older stacks
 */
function makeDeployedName({ stackName, logicalId }: Pick<Named, 'stackName' | 'logicalId'>, randomLength: number, random: string): string {
  const room = LIMIT - randomLength - '--'.length;
  const [longestStack, longestId] = [Math.ceil(room / 2), Math.floor(room / 2)];
  const ofStack = Math.max(longestStack, room - logicalId.length);
  const ofId = Math.max(longestId, room - stackName.length);
  return [stackName.slice(0, ofStack), logicalId.slice(0, ofId), random].join('-');
}

/** Names of roles that CloudFormation made up, from public messages. */
const DEPLOYED: [stackName: string, logicalId: string, randomLength: number, deployed: string][] = [
  ['ChineseboostAnalyticsStack', 'RainlyticsSummariesJobFunctionServiceRole00000000', 12, 'ChineseboostAnalyticsStac-RainlyticsSummariesJobFun-UjecjFhpdr1d'],
  ['CdkWorkshopStack', 'HelloHitCounterHitCounterHandlerServiceRole1175E1BA', 13, 'CdkWorkshopStack-HelloHitCounterHitCounterHandlerS-TU5M09L1UBID'],
];

test.each(DEPLOYED)('%s and %s are cut as they are in a deployed name', (stackName, logicalId, randomLength, deployed) => {
  expect(makeDeployedName({ stackName, logicalId }, randomLength, deployed.split('-').pop()!)).toBe(deployed);
});

const WORDS = ['Orders', 'Api', 'Handler', 'Process', 'Payment', 'Get', 'List', 'User', 'Stream', 'Consumer', 'Notification', 'Worker', 'Report', 'Sync'];
const word = fc.constantFrom(...WORDS);
/** The end of CDK's logical ids; ids that the app chooses have none. */
const hash = fc.oneof({ weight: 3, arbitrary: fc.string({ unit: fc.constantFrom(...'0123456789ABCDEF'), minLength: 8, maxLength: 8 }) }, fc.constant(''));
const random = (length: number) => fc.string({ unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'), minLength: length, maxLength: length });
const stackName = fc.array(word, { minLength: 1, maxLength: 7 }).chain((words) => fc.constantFrom(words.join(''), words.join('-')));
/** The logical id of a role, as CDK makes it of the path of its construct, or as an app chooses it. */
const logicalId = fc.tuple(fc.array(word, { minLength: 1, maxLength: 6 }), fc.constantFrom('ServiceRole', 'Role', ''), hash)
  .map(([words, role, end]) => words.join('') + role + end);

/** The roles of an app of one to three stacks. */
const roles = fc.uniqueArray(stackName, { minLength: 1, maxLength: 3 }).chain((stacks) =>
  fc.uniqueArray(fc.record({ name: fc.constant('-'), longestName: fc.constant(LIMIT), stackName: fc.constantFrom(...stacks), logicalId }), {
    minLength: 2, maxLength: 12, selector: ({ stackName: stack, logicalId: id }) => `${stack} ${id}`,
  }));

const deployment = fc.record({ app: roles, index: fc.nat(), randomLength: fc.constantFrom(12, 13) })
  .chain(({ app, index, randomLength }) => random(randomLength).map((end) => {
    const role = app[index % app.length];
    return { app, role, deployed: makeDeployedName(role, randomLength, end) };
  }));

test('names that CloudFormation cuts are found for 95 of 100 roles, and another role is never found without "probably"', () => {
  const samples = fc.sample(deployment, { numRuns: 3000, seed: 1 });
  const matches = samples.map(({ app, role, deployed }) => ({ role, deployed, match: matchName(deployed, app) }));
  const found = matches.filter(({ role, match }) => match?.found === role).length;
  const wrong = matches.filter(({ role, match }) => match && match.found !== role && !match.probably);

  expect(wrong).toEqual([]);
  expect(found / samples.length).toBeGreaterThanOrEqual(0.95);
});

test('a role that the app has no more is never taken for another one without "probably"', () => {
  const samples = fc.sample(deployment, { numRuns: 3000, seed: 2 });
  const wrong = samples.map(({ app, role, deployed }) => ({ deployed, match: matchName(deployed, app.filter((each) => each !== role)) }))
    .filter(({ match }) => match && !match.probably);

  expect(wrong).toEqual([]);
});
