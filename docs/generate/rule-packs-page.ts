import { code, codes, link, page, table } from './markdown';
import { PermissionCounts } from '../../catalogue/permission-counts';
import { EXAMPLE_NAMES, FAULTS, QUICKSTART, WITH_GRANTS, WITH_SOLUTIONS_CONSTRUCTS } from '../../catalogue/rule-pack-apps';
import { committedCounts, Counts, Pack, PACKS, Side, SIDES } from '../../catalogue/rule-pack-counts';

/** The same app in three ways. */
const WAYS = { 'this library': QUICKSTART, 'grants of aws-cdk-lib': WITH_GRANTS, 'Solutions Constructs': WITH_SOLUTIONS_CONSTRUCTS };

const TITLES: Readonly<Record<Pack, string>> = { 'cdk-nag': 'cdk-nag', 'checkov': 'Checkov', 'cfn-lint': 'cfn-lint' };
const SIDE_TITLES: Readonly<Record<Side, string>> = { access: 'access', acknowledged: 'access, acknowledged', other: 'the rest' };

const PERMISSIONS: readonly (readonly [keyof PermissionCounts, string])[] = [
  ['needed', 'needed by the functions, and allowed'],
  ['missing', 'needed, and not allowed'],
  ['excess', 'allowed, and needed by none'],
  ['dead', 'written, and allowing nothing'],
];

/** Why what is found in what this library writes is there: each of the rules that match, and a reason. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^AwsSolutions-IAM5\[Resource::\*\]$/, 'Actions that IAM authorizes on nothing narrower than `*`: `dynamodb:ListStreams` for a stream that '
    + 'triggers a function, `dynamodb:ListTables`, network interfaces of functions in a VPC. They stand in a policy of their own, `AccountAccess`, '
    + 'and this library acknowledges the finding on that policy alone: a `*` of yours on the same role is found. '
    + '`acknowledgeAccountActions: false` leaves it'],
  [/^AwsSolutions-IAM5\[Resource::<\w+\.Arn>\/(backup|export|import|.*\/AWSDynamoDB)\/\*\]$/, 'Backups, exports and the objects of an export have no '
    + 'name before they are made: the wildcard stands for those of one table, and in one folder of one bucket. This library leaves the finding; '
    + 'the example acknowledges it'],
  [/^CKV_AWS_111$/, 'Network interfaces of functions in a VPC again, which Lambda asks for on `*`. The statement that denies them to the '
    + 'function\'s own code (`lambda:SourceFunctionArn`) isn\'t looked at by the rule'],
  [/^CKV_AWS_158$/, 'CloudWatch Logs encrypts every log group; the rule asks for a customer managed key, which costs. '
    + '`RoleLogs.newGroup({ encryptionKey })` takes one and lets the service in by its policy; the group that CDK makes for a function has none'],
  [/^W3005$/, 'CDK has a function, and so the policies that name it, depend on its role, which they refer to anyway. Most of these are found on '
    + 'the functions themselves, among the rest'],
];

/** What the rule packs find in the examples, and in one of them made in other ways. */
export function rulePacksPage(): string {
  const { date, versions } = committedCounts();
  return page(
    '# Rule packs',
    `What ${PACKS.map((pack) => `${TITLES[pack]} ${versions[pack]}`).join(', ')} find in all [examples](../examples/), counted on ${date}. `
    + 'cdk-nag runs its pack AwsSolutions; all three run all rules that are on by themselves, and nothing is switched off. `npm run packs` counts again '
    + 'and fails on any difference; it is part of what has to pass before a change is merged. `npm run packs -- --update` writes this page.',
    '**Access** is what this library writes: identity policies, roles, log groups, policies of keys and tables. **The rest** is what an '
    + 'app declares by itself. Acknowledged are findings that cdk-nag is told to expect; without that they would be found, so they are counted.',
    '## The quickstart, made in three ways',
    'The table with its indexes, the keys, the functions\' code and the feature flags are the same, held so by a test. Each way is written as its '
    + `documentation has it, with [the narrowest permissions that it has](../test/packs/other-ways.ts): ${link('the quickstart', '../examples/quickstart/README.md')} as it is; `
    + '`grantWriteData`, `grantReadData`, `DynamoEventSource`, and `grantEncrypt` and `grantDecrypt` of the field key; `LambdaToDynamoDB` with the '
    + 'table permissions `Write` and `Read`, `DynamoDBStreamsToLambda`, and the same grants of the field key. Solutions Constructs add tracing by '
    + 'X-Ray and a queue for failed records; their three findings on `*` are for the tracing, one of them for `dynamodb:ListStreams` too.',
    comparison(),
    'What this library acknowledges, actions on `*` that nothing narrower exists for, is found in the other two as well.',
    'Checkov and cfn-lint don\'t tell the three apart: neither has a rule on actions that no function needs, or that allow nothing where they '
    + 'stand. Those are counted here, as single actions on single resources of DynamoDB, KMS and CloudWatch Logs: a wildcard counts for all that it '
    + 'matches among the table, its indexes, its stream, both keys, the log groups of the three functions, and one log group of another app.',
    table(['actions on resources', ...Object.keys(WAYS)], PERMISSIONS.map(([key, title]) =>
      [title, ...Object.values(WAYS).map((name) => String(permissionsOf(name)[key]))])),
    'Conditions don\'t count: this library also limits the table\'s key to calls through DynamoDB, and the field key to its encryption context. Some of the excess is a matter '
    + 'of choice: `noteKey.grant(writer, \'kms:GenerateDataKey\')` has six actions fewer than `grantEncrypt`.',
    '## What the packs can see',
    'A role that may do `dynamodb:*` on `*`, and the misspelt `dynamodb:GetItems` on a table, is counted with the examples, so that a pack that has '
    + 'gone blind is noticed:',
    table(['pack', 'finds'], PACKS.map((pack) => [TITLES[pack], rulesOf(countsIn(FAULTS, pack).access ?? {})])),
    '## The examples',
    table(['example', 'pack', 'on access', 'acknowledged', 'on the rest'], EXAMPLE_NAMES.flatMap((name) => PACKS.map((pack) =>
      [code(name), TITLES[pack], ...SIDES.map((side) => rulesOf(countsIn(name, pack)[side] ?? {}))]))),
    '## Why what remains is there',
    table(['found on access', 'why'], reasons()),
  );
}

/** A row for each pack and side, and one for each rule that is found on access. */
function comparison(): string {
  const rows = PACKS.flatMap((pack) => SIDES.flatMap((side) => {
    const counts = Object.values(WAYS).map((name) => countsIn(name, pack)[side] ?? {});
    const rules = side === 'other' ? [] : [...new Set(counts.flatMap(Object.keys))].sort();
    if (counts.every((each) => totalOf(each) === 0) && side === 'acknowledged') return [];
    return [
      [`**${TITLES[pack]}, ${SIDE_TITLES[side]}**`, ...counts.map((each) => `**${totalOf(each)}**`)],
      ...rules.map((rule) => [code(rule), ...counts.map((each) => String(each[rule] ?? 0))]),
    ];
  }));
  return table(['found', ...Object.keys(WAYS)], rows);
}

function countsIn(name: string, pack: Pack): Counts {
  const counts = committedCounts().apps[name];
  if (!counts) throw new Error(`catalogue/rule-pack-counts.json has nothing of ${name}: npm run packs -- --update`);
  return counts[pack];
}

function permissionsOf(name: string): PermissionCounts {
  return committedCounts().permissions[name];
}

function totalOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function rulesOf(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts).map(([rule, count]) => `${code(rule)} × ${count}`).join(', ');
}

/** The rules that are found in what this library writes, acknowledged or not. */
function rulesOnAccess(): string[] {
  const counts = EXAMPLE_NAMES.flatMap((name) => PACKS.map((pack) => countsIn(name, pack)));
  return [...new Set(counts.flatMap(({ access, acknowledged }) => Object.keys({ ...access, ...acknowledged })))].sort();
}

/** A row for each reason that there is something for. */
function reasons(): string[][] {
  const rules = rulesOnAccess();
  const unexplained = rules.filter((rule) => !REASONS.some(([pattern]) => pattern.test(rule)));
  if (unexplained.length > 0) throw new Error(`found on access, and docs/generate/rule-packs-page.ts doesn't say why: ${unexplained.join(', ')}`);
  return REASONS.map(([pattern, reason]) => [codes(rules.filter((rule) => pattern.test(rule))), reason]).filter(([found]) => found !== '');
}
