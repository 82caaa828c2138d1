import { Stage } from 'aws-cdk-lib';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Role } from 'aws-cdk-lib/aws-iam';
import { AnsweredApp, FEATURES, Grantee } from './apps';
import { AccessAssertions } from '../../../src';
import { checkAssembly, Finding } from '../../../src/checks/check-assembly';
import { readCheckedStatements } from '../../../src/checks/checked-statement';
import { listFeatureActions, NO_INDEXES } from '../../../src/features/find-features';
import { getConstructPath } from '../../../src/policy/assembly-resources';
import { ContextValues } from '../../../src/policy/evaluate';
import { matchesCondition } from '../../../src/policy/match-conditions';
import { readAssembly } from '../../../src/policy/read-assembly';
import { RequestContext } from '../../../src/policy/request-context';
import { makeResourceTest } from '../../../src/policy/text-pattern';
import { reportAssembly } from '../../../src/report/analysis/report-assembly';
import { AccessReportData, DeniedActions, ReportedAccess, ReportedCondition, ReportedGrantee } from '../../../src/report/report-data';
import { PrincipalAssertions } from '../../../src/testing/principal-assertions';
import { ENV } from '../../support/app';

/** Everything that the library says of one app. */
interface Answers {
  readonly app: AnsweredApp;
  readonly report: AccessReportData;
  readonly findings: readonly Finding[];
  readonly assertions: AccessAssertions;
  /** The places of statements that deny, as findings name them. */
  readonly denials: ReadonlySet<string>;
  /** The construct paths of what declares the policies of each role and user, by its path. */
  readonly policies: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Finds where the report, the checks, the warnings at synthesis and the assertions contradict each other. Returns `undefined` for an app
 * that is refused.
 */
export function compareAnswers(app: AnsweredApp): string[] | undefined {
  try {
    return findContradictions(app, AccessAssertions.fromStack(app.stack));
  } catch (error) {
    if (!(error as Error).message.includes('[cdk-dynamo-access:featureDenied]')) throw error;
    return undefined;
  }
}

function findContradictions(app: AnsweredApp, assertions: AccessAssertions): string[] {
  const { directory } = (app.stack.node.root as Stage).synth();
  const { roles, users, policies } = readAssembly(directory, { ...ENV, partition: 'aws' });
  const denials = policies.flatMap(readCheckedStatements).filter(({ allows: isAllowing }) => !isAllowing)
    .map(({ policy: { origin, name }, index }) => `${getConstructPath(origin!)}, policy ${name}, statement ${index}`);
  const answers: Answers = {
    app,
    report: reportAssembly(directory),
    findings: checkAssembly(directory),
    assertions,
    denials: new Set(denials),
    policies: new Map([...roles, ...users].map((identity) =>
      [getConstructPath(identity.origin), new Set(identity.policies.flatMap(({ origin }) => origin ? [getConstructPath(origin)] : []))])),
  };
  return app.grantees.flatMap((grantee) => {
    const reported = answers.report.grantees.find(({ name }) => name === grantee.name)!;
    return [
      ...compareAssertions(answers, grantee, reported),
      ...compareWarnings(answers, grantee, reported),
      ...compareSuggestions(answers, grantee, reported),
      ...compareUseless(answers, grantee, reported),
    ].map((contradiction) => `${grantee.name}: ${contradiction}`);
  });
}

/** One request, as assertions and the report name its resource. */
interface Asked {
  readonly action: string;
  readonly arn: string;
  readonly resource: string;
  readonly keys: { [key: string]: string };
}

const VIA_DYNAMODB = { 'kms:ViaService': `dynamodb.${ENV.region}.amazonaws.com` };
const KEYS: readonly Asked['keys'][] = [{}, { 'aws:SourceVpce': 'vpce-1' }];
const ACTIONS = [
  'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:Scan', 'dynamodb:ConditionCheckItem', 'dynamodb:DeleteTable', 'dynamodb:UpdateTimeToLive',
];

function listRequests({ tables }: AnsweredApp): Asked[] {
  return [
    ...tables.flatMap((table) => {
      const id = table.node.path;
      return [
        ...ACTIONS.flatMap((action) => KEYS.map((keys): Asked => ({ action, arn: table.tableArn, resource: id, keys }))),
        ...table.tableStreamArn === undefined ? [] : [
          ...['dynamodb:Query', 'dynamodb:Scan'].map((action): Asked => ({ action, arn: `${table.tableArn}/index/byDate`, resource: `${id}/index/byDate`, keys: {} })),
          { action: 'dynamodb:GetRecords', arn: table.tableStreamArn, resource: `${id}/stream`, keys: {} },
        ],
        ...table.encryptionKey === undefined ? [] : [{}, VIA_DYNAMODB].map((keys): Asked => (
          { action: 'kms:Decrypt', arn: table.encryptionKey!.keyArn, resource: table.encryptionKey!.node.path, keys })),
      ];
    }),
    ...['dynamodb:ListTables', 'dynamodb:ListStreams'].map((action): Asked => ({ action, arn: '*', resource: 'account', keys: {} })),
  ];
}

function compareAssertions({ app, report, assertions }: Answers, { grantee }: Grantee, reported: ReportedGrantee): string[] {
  const asserted = assertions.of(grantee);
  const accesses = new Map(report.accesses.filter((access) => access.grantee === reported.id).map((access) => [access.resource, access]));
  const isUnknown = reported.unknownPolicies.length > 0;
  const single = listRequests(app).flatMap(({ action, arn, resource, keys }) => {
    const options = { conditionKeys: keys };
    const access = accesses.get(resource);
    const [allowed, denied] = [passes(() => asserted.allows(action, arn, options)), passes(() => asserted.denies(action, arn, options))];
    const said = `${action} on ${resource} with ${JSON.stringify(keys)}`;
    const [isReported, isPossible] = [allows(access, action, keys), access?.allowed.some(({ actions }) => actions.includes(action)) ?? false];
    return [
      ...allowed && denied ? [`allows and denies both pass: ${said}`] : [],
      ...allowed && !isReported ? [`allows passes and the report says no: ${said}`] : [],
      ...isReported && !allowed && !isUnknown ? [`the report says yes and allows fails: ${said}`] : [],
      ...denied && isReported ? [`denies passes and the report says yes: ${said}`] : [],
      ...!denied && !isPossible && !isUnknown ? [`denies fails and the report has no such entry: ${said}`] : [],
    ];
  });
  return [...single, ...app.tables.flatMap((table) => compareFeatures(asserted, table, accesses, isUnknown))];
}

function compareFeatures(asserted: PrincipalAssertions, table: Table, accesses: ReadonlyMap<string, ReportedAccess>, isUnknown: boolean): string[] {
  const indexes = table.node.path.endsWith('Orders') ? ORDERS_INDEXES : NO_INDEXES;
  return FEATURES.flatMap((feature) => {
    const [can, cannot] = [passes(() => asserted.can(feature, table)), passes(() => asserted.cannot(feature, table))];
    const reported = listFeatureActions(`${feature}`, indexes)!.map(({ action, on, index, onlyIn }) => {
      const id = on === 'account' ? on : [table.node.path, ...on === 'table' ? [] : [on], ...index === undefined ? [] : [index]].join('/');
      return allows(accesses.get(id), action, onlyIn ? { 'dynamodb:EnclosingOperation': onlyIn } : {});
    });
    const onKey = !feature._permissions.some(({ on }) => on === 'table-key') || table.encryptionKey === undefined
      || allows(accesses.get(table.encryptionKey.node.path), 'kms:Decrypt', VIA_DYNAMODB);
    const said = `${feature} on ${table.node.path}`;
    return [
      ...can && cannot ? [`can and cannot both pass: ${said}`] : [],
      ...can && !(onKey && reported.every(Boolean)) ? [`can passes and the report lists less: ${said}`] : [],
      ...!can && onKey && reported.every(Boolean) && !isUnknown ? [`the report lists all and can fails: ${said}`] : [],
      ...cannot && reported.some(Boolean) ? [`cannot passes and the report lists a part: ${said}`] : [],
    ];
  });
}

/** Tells whether the report says that a request with these condition keys is allowed. */
function allows(access: ReportedAccess | undefined, action: string, keys: ContextValues): boolean {
  const context = new RequestContext(keys);
  // what only a session may do, not every request of the role may
  const isMet = ({ actions, conditions }: DeniedActions) => actions.includes(action) && conditions.every(({ operator }) => operator !== 'Session')
    && conditions.every((condition) => isTrue(condition, access!.resource, context));
  return access !== undefined && access.allowed.some(isMet) && !access.denied.some(isMet);
}

function isTrue(condition: ReportedCondition, resource: string, context: RequestContext): boolean {
  if (!/^(Not)?Resource$/.test(condition.operator)) return matchesCondition(condition, context, true, 'the report');
  const arn = resource.replace(/^Stack\//, `arn:aws:dynamodb:${ENV.region}:${ENV.account}:table/`);
  const tests = condition.values.map((pattern) => makeResourceTest(pattern, { where: 'the report', variables: context }));
  if (condition.operator === 'NotResource') return tests.every((test) => test !== undefined && !test(arn));
  return tests.some((test) => test?.(arn));
}

function isAbout({ place }: Finding, { policies }: Answers, { grantee }: Grantee): boolean {
  return place !== undefined && policies.get((grantee.grantPrincipal as Role).node.path)!.has(place.replace(/, policy .*$/s, ''));
}

function passes(assertion: () => void): boolean {
  try {
    assertion();
    return true;
  } catch {
    return false;
  }
}

/** Compares the warning `widerElsewhere` with what the report calls wider, on the tables that the library grants access to. */
function compareWarnings({ app, report }: Answers, { grantee, accesses }: Grantee, { id, unknownPolicies }: ReportedGrantee): string[] {
  const { stack } = app;
  const { path } = (grantee.grantPrincipal as Role).node;
  const warned = stack.node.findAll().flatMap(({ node }) => node.metadata).map(({ data }) => `${data}`)
    .filter((text) => text.startsWith(`${path} has more permissions`));
  const onTables = [...accesses].map((table) => table.node.path);
  const wider = report.accesses.filter((access) => access.grantee === id && onTables.some((table) => access.resource === table || access.resource.startsWith(`${table}/`)))
    .flatMap(({ resource, allowed }) => allowed.filter((each) => each.wider).map(({ actions }) => `${actions.join()} on ${resource}`));
  if (warned.length > 0 === wider.length > 0) return [];
  // the names of some policies tell what they allow, and the report says that it does not know their content
  if (unknownPolicies.length > 0 && warned.every((text) => text.includes('than the features of this access: all actions of'))) return [];
  return [`wider in the report: ${wider.join('; ') || 'nothing'}, in warnings: ${warned.join('; ') || 'nothing'}`];
}

/** Compares the features that the checks suggest for statements with those that the report suggests for all statements. */
function compareSuggestions(answers: Answers, grantee: Grantee, reported: ReportedGrantee): string[] {
  const { findings, report } = answers;
  // a statement doesn't allow what a boundary or a denial takes away
  const isLimited = reported.boundary !== undefined || report.accesses.some((access) => access.grantee === reported.id && access.denied.length > 0);
  return isLimited ? [] : findings.filter((finding) => isAbout(finding, answers, grantee)).flatMap(({ id, problem, remedy }) => {
    const features = /write `features: \[([^\]]*)\]`, which/.exec(remedy)?.[1];
    if (features === undefined) return [];
    const names = features.split(/, (?=TableFeature)/).map((feature) => feature.replace('TableFeature.', ''));
    const suggested = [
      // the report suggests what is not declared yet
      ...reported.declared.flatMap(({ features: declared }) => declared),
      ...reported.suggestion?.accesses.flatMap((access) => [...access.features, ...access.further?.map(({ feature }) => feature) ?? []]) ?? [],
    ];
    const missing = listActions(names).filter((action) => !listActions(suggested).includes(action));
    return missing.length > 0 ? [`${id} suggests ${names.join()} for ${problem}, the report ${suggested.join() || 'nothing'}, without ${missing.join()}`] : [];
  });
}

function listActions(features: readonly string[]): string[] {
  return features.flatMap((feature) => listFeatureActions(feature, ORDERS_INDEXES) ?? []).map(({ action, on }) => `${action} on ${on}`);
}

const ORDERS_INDEXES = { indexes: ['byDate', 'byName'], vectorIndexes: [] };
const USELESS = ['action-without-effect', 'account-level-action', 'pair-without-effect'].map((name) => `cdk-dynamo-access:${name}`);

/** Compares the actions without effect that the checks and the report find. */
function compareUseless(answers: Answers, grantee: Grantee, { suggestion }: ReportedGrantee): string[] {
  const { findings, denials } = answers;
  const dropped = new Set((suggestion?.drops ?? []).filter(({ kind }) => kind === 'without-effect').flatMap(({ actions }) => actions)
    .filter((action) => action.startsWith('dynamodb:')));
  const about = findings.filter((finding) => isAbout(finding, answers, grantee));
  const found = new Set(about.filter(({ id, place }) => USELESS.includes(id) && !denials.has(place!))
    .flatMap(({ problem }) => problem.replace(/ on .*/s, '').split(', ').map((action) => `dynamodb:${action}`)));
  const [onlyReport, onlyChecks] = [[...dropped].filter((action) => !found.has(action)), [...found].filter((action) => !dropped.has(action))];
  return [
    ...onlyReport.length > 0 ? [`only the report drops ${onlyReport.join()}`] : [],
    ...onlyChecks.length > 0 ? [`only the checks find ${onlyChecks.join()} without effect`] : [],
  ];
}
