import { code, codes, link, page, table } from './markdown';
import { PermissionCounts } from '../../catalogue/permission-counts';
import { EXAMPLE_NAMES, FAULTS, QUICKSTART, WITH_GRANTS, WITH_SOLUTIONS_CONSTRUCTS } from '../../catalogue/rule-pack-apps';
import { committedCounts, Counts, Pack, PACKS, Side, SIDES } from '../../catalogue/rule-pack-counts';

/** The same app in three ways. */
const WAYS = { 'this library': QUICKSTART, 'grants of aws-cdk-lib': WITH_GRANTS, 'Solutions Constructs': WITH_SOLUTIONS_CONSTRUCTS };

const TITLES: Readonly<Record<Pack, string>> = { 'cdk-nag': 'cdk-nag', 'checkov': 'Checkov', 'cfn-lint': 'cfn-lint' };
const SIDE_TITLES: Readonly<Record<Side, string>> = { access: 'access', acknowledged: 'access, acknowledged', other: 'the rest' };

const PERMISSIONS: readonly (readonly [keyof PermissionCounts, string])[] = [
  ['needed', 'needed and allowed'],
  ['missing', 'needed but not allowed'],
  ['excess', 'allowed but not needed'],
  ['dead', 'written without effect'],
];

/** Why what is found in what this library writes is there: each of the rules that match, and a reason. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^AwsSolutions-IAM5\[Resource::\*\]$/, 'IAM authorizes some actions only on `*`: `dynamodb:ListTables`, `dynamodb:ListStreams` of an event source '
    + 'and the network interfaces of functions in a VPC. They are in a separate policy `AccountAccess`. This library acknowledges the finding for '
    + 'this policy only. A `*` of yours on the same role is still found. `acknowledgeAccountActions: false` keeps the finding'],
  [/^AwsSolutions-IAM5\[Resource::<\w+\.Arn>\/(backup|export|import|.*\/AWSDynamoDB)\/\*\]$/, 'Backups, exports and the objects of an export have no '
    + 'names before they are made. The wildcard matches those of one table or one folder of a bucket. This library keeps the finding. '
    + 'The example acknowledges it'],
  [/^CKV_AWS_111$/, 'Lambda needs the network interfaces of functions in a VPC on `*`. The rule ignores the statement that denies them '
    + 'to the function\'s code (`lambda:SourceFunctionArn`)'],
  [/^CKV_AWS_158$/, 'CloudWatch Logs encrypts every log group. The rule asks for a customer managed key, which has a price. '
    + '`RoleLogs.newGroup({ encryptionKey })` uses one and allows the service in its key policy. CDK makes the log groups of functions without one'],
  [/^W3005$/, 'CDK makes each function depend on its role although it refers to the role already. The policies that name a function '
    + 'inherit that. Most of these findings are on the functions'],
];

/** What the rule packs find in the examples, and in one of them made in other ways. */
export function rulePacksPage(): string {
  const { date, versions } = committedCounts();
  return page(
    '# Rule packs',
    'You run a rule pack and want to know its findings. '
    + `This page shows what ${PACKS.map((pack) => `${TITLES[pack]} ${versions[pack]}`).join(' and ')} find in all [examples](../examples/). `
    + `They were counted on ${date}. `
    + 'cdk-nag runs its pack AwsSolutions. All rules run that are on by default and none is switched off. `npm run packs` counts again '
    + 'and fails on any difference. It runs before each merge. `npm run packs -- --update` writes this page.',
    '**Access** are the resources that this library writes: policies, roles and log groups. **The rest** are the resources that the app '
    + 'declares. **Acknowledged** findings are counted too. cdk-nag is told to expect them.',
    '## The quickstart, made in three ways',
    'The table, the keys, the functions\' code and the feature flags are the same. A test holds that. Each way is written as its documentation '
    + 'shows it and with [the narrowest permissions that it offers](../test/packs/other-ways.ts):',
    [
      `- this library: ${link('the quickstart', '../examples/quickstart/README.md')}`,
      '- grants of aws-cdk-lib: `grantWriteData` `grantReadData` `DynamoEventSource` and for the field key `grantEncrypt` `grantDecrypt`',
      '- Solutions Constructs: `LambdaToDynamoDB` with the table permissions `Write` and `Read`. `DynamoDBStreamsToLambda` and the same grants '
      + 'of the field key. They add tracing by X-Ray and a queue for failed records. Their three findings on `*` are for the tracing and '
      + '`dynamodb:ListStreams`',
    ].join('\n'),
    comparison(),
    'This library acknowledges actions on `*` that can\'t be narrower. The other two ways have these findings too.',
    'Checkov and cfn-lint find the same in all three. They have no rules for actions that no function needs or for actions without effect. So '
    + 'this table counts single actions on single resources. A wildcard counts for everything that it matches: the table, its indexes, its '
    + 'stream, both keys, the log groups of the three functions and one log group of another app.',
    table(['actions on resources', ...Object.keys(WAYS)], PERMISSIONS.map(([key, title]) =>
      [title, ...Object.values(WAYS).map((name) => String(permissionsOf(name)[key]))])),
    'Conditions don\'t count. This library also limits the table key to calls through DynamoDB and the field key to its encryption context. Some of '
    + 'the excess can be avoided: `noteKey.grant(writer, \'kms:GenerateDataKey\')` grants six actions less than `grantEncrypt`.',
    '## What the packs can see',
    'A role that allows `dynamodb:*` on `*` and the misspelt `dynamodb:GetItems` is counted too. So a pack that finds nothing at all would '
    + 'be noticed:',
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
  return Object.entries(counts).map(([rule, count]) => `${code(rule)} × ${count}`).join(' · ');
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
