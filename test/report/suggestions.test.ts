import { Stack } from 'aws-cdk-lib';
import { StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { AccountPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { allow, ARN, index, key, Resources, role, table, writeAssembly } from './templates';
import { TableAccessGrants, TableFeature } from '../../src';
import { checkAssembly } from '../../src/checks/check-assembly';
import { compareReports } from '../../src/report/analysis/compare-reports';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { formatText } from '../../src/report/formats/text';
import { AccessReportData } from '../../src/report/report-data';
import { newApp } from '../policy/assemblies';
import { addIndexes, ENV, newTable } from '../support/app';
import '../support/quiet';

const ORDERS = ARN.table('Orders');
const TABLE = table('Orders', { StreamSpecification: { StreamViewType: 'NEW_IMAGE' } });

function listSuggested(...statements: object[]): string[] {
  return listLines(TABLE, role('clerk', statements));
}

function listLines(...resources: Resources[]): string[] {
  return formatText(reportAssembly(writeAssembly(Object.assign({}, ...resources)))).split('\n').filter((line) => / same /.test(line)).map((line) => line.trim());
}

describe('the features to paste', () => {
  test('are the same where they allow all actions', () => {
    expect(listSuggested(allow('dynamodb:GetItem', ORDERS))).toEqual(['The same on Orders: features: [TableFeature.READ_ITEM]']);
  });

  test('are said to be without the actions that no feature allows, and those that only a wider feature allows', () => {
    expect(listSuggested(allow(['dynamodb:GetItem', 'dynamodb:InventedTomorrow', 'dynamodb:TagResource'], ORDERS)))
      .toEqual(['The same on Orders without InventedTomorrow, TagResource: features: [TableFeature.READ_ITEM]']);
  });

  test('are said to be without actions on what belongs to the table', () => {
    expect(listSuggested(allow(['dynamodb:GetItem', 'dynamodb:TagResource'], ORDERS), allow('dynamodb:GetRecords', `${ORDERS}/stream/*`)))
      .toEqual(['The same on Orders without TagResource and GetRecords on the stream of Orders: features: [TableFeature.READ_ITEM]']);
  });

  test('are not said to be the whole where nothing allows the same under a condition', () => {
    const tags = allow('dynamodb:TagResource', ORDERS, { Bool: { 'aws:SecureTransport': 'true' } });

    expect(listSuggested(allow('dynamodb:GetItem', ORDERS), tags)).toEqual([
      'The same on Orders: features: [TableFeature.READ_ITEM]',
      'No features allow the same only if aws:SecureTransport is true on Orders: TagResource',
    ]);
  });

  test('are not named where there are none', () => {
    expect(listSuggested(allow('dynamodb:TagResource', ORDERS))).toEqual([]);
  });
});

describe('features under conditions', () => {
  const ROWS = { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['A'] }, 'Null': { 'dynamodb:LeadingKeys': 'false' } };
  const ATTRIBUTES = { 'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['a'] }, 'Null': { 'dynamodb:Attributes': 'false' } };
  const withSelect = { StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } };

  function listFeatures(actions: string | string[], condition: object, resources = [ORDERS]): unknown {
    const { grantees } = reportAssembly(writeAssembly({ ...table('Orders', { GlobalSecondaryIndexes: [index('byDate')] }), ...role('clerk', [allow(actions, resources, condition)]) }));
    return grantees[0].suggestion?.accesses.flatMap(({ features, missing = [] }) => [...features, ...missing.flatMap((each) => each.actions.map((action) => `no ${action}`))]);
  }

  test.each([
    ['rows', 'dynamodb:GetItem', ROWS, ['READ_ITEM']],
    ['no rows of a scan, whose requests name no partition key', ['dynamodb:GetItem', 'dynamodb:Scan'], ROWS, ['READ_ITEM', 'no dynamodb:Scan']],
    ['no rows for requests that may name none', 'dynamodb:GetItem', { 'ForAllValues:StringEquals': ROWS['ForAllValues:StringEquals'] }, ['no dynamodb:GetItem']],
    ['no rows of which one is enough', 'dynamodb:GetItem', { ...ROWS, 'ForAllValues:StringEquals': undefined, 'StringEquals': { 'dynamodb:LeadingKeys': 'A' } }, ['no dynamodb:GetItem']],
    ['attributes', 'dynamodb:GetItem', { ...ATTRIBUTES, ...withSelect }, ['READ_ITEM']],
    ['no attributes of reads that may ask for all', 'dynamodb:GetItem', ATTRIBUTES, ['no dynamodb:GetItem']],
    ['no attributes of actions that replace items', ['dynamodb:UpdateItem', 'dynamodb:PutItem'], ATTRIBUTES, ['UPDATE_ITEM', 'no dynamodb:PutItem']],
    ['a condition that all requests have', 'dynamodb:Scan', { Bool: { 'aws:SecureTransport': 'true' } }, ['SCAN.onTable()']],
  ])('limit %s', (_name, actions, condition, expected) => {
    expect(listFeatures(actions, condition)).toEqual(expected);
  });

  test('name their indexes beside rows', () => {
    expect(listFeatures('dynamodb:Query', ROWS, [ORDERS, `${ORDERS}/index/byDate`])).toEqual(['QUERY.onIndexes(\'byDate\')', 'QUERY.onTable()']);
  });

  test('name no indexes without rows', () => {
    expect(listFeatures('dynamodb:Query', { Bool: { 'aws:SecureTransport': 'true' } }, [ORDERS, `${ORDERS}/index/byDate`])).toEqual(['QUERY']);
  });
});

test('an action on the stream that no feature gives is one of the stream', () => {
  const { grantees } = reportAssembly(writeAssembly({ ...TABLE, ...role('clerk', [allow('dynamodb:*', [ORDERS, `${ORDERS}/stream/*`])]) }));
  const drops = grantees[0].suggestion!.drops.filter(({ kind, actions }) => kind === 'no-feature' && actions.includes('dynamodb:TagResource'));

  expect(drops.map(({ resource }) => resource)).toEqual(['Stack/Orders/stream']);
});

test('features that a grantee has are not suggested, and those that give the rest are', () => {
  const app = newApp();
  const stack = new Stack(app, 'Stack', { env: ENV });
  const orders = newTable(stack, 'Orders');
  const [all, rest] = ['All', 'Rest'].map((id) => new Role(stack, id, { assumedBy: new AccountPrincipal(ENV.account) }));
  for (const each of [all, rest]) TableAccessGrants.fromTable(orders).features(each, TableFeature.READ_ITEM);
  all.addToPrincipalPolicy(PolicyStatement.fromJson(allow('kms:Decrypt', ARN.key('Other'))));
  rest.addToPrincipalPolicy(PolicyStatement.fromJson(allow(['dynamodb:GetItem', 'dynamodb:PutItem'], orders.tableArn)));
  const { grantees } = reportAssembly(app.synth().directory);

  expect(grantees.map(({ id, suggestion }) => [id, suggestion?.accesses.flatMap(({ features }) => features)])).toEqual([
    ['Stack/All', undefined], ['Stack/Rest', ['PUT_ITEM']],
  ]);
});

describe('features on a table with a key of its own', () => {
  const encrypted = table('Orders', { SSESpecification: { KMSMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } } });

  function listFeatures(resources: Resources, ...statements: object[]): string[] {
    const { grantees } = reportAssembly(writeAssembly({ ...resources, ...key('Key'), ...role('clerk', [allow('dynamodb:*', [ORDERS, `${ORDERS}/*`, '*']), ...statements]) }));
    return grantees[0].suggestion!.accesses.flatMap(({ features }) => features);
  }

  test('are not the same if they give more of the key', () => {
    expect(listFeatures(encrypted)).not.toContain('TABLE_MANAGEMENT');
  });

  test('are the same if the key may be used so already, or if there is none', () => {
    expect(listFeatures(encrypted, allow('kms:*', ARN.key('Key')))).toContain('TABLE_MANAGEMENT');
    expect(listFeatures(table('Orders'))).toContain('TABLE_MANAGEMENT');
  });

  test('are said to include the use of the key by a check, and only on such a table', () => {
    const grant = allow(['dynamodb:GetItem', 'dynamodb:Query'], [ORDERS, `${ORDERS}/index/byDate`]);
    const listRemedies = (resources: Resources) => checkAssembly(writeAssembly({ ...resources, ...key('Key'), ...role('clerk', [grant]) }))
      .filter(({ id }) => id === 'cdk-dynamo-access:pair-without-effect').map(({ remedy }) => remedy);
    const withIndex = (properties: object) => table('Orders', { GlobalSecondaryIndexes: [index('byDate')], ...properties });
    const same = 'write `features: [TableFeature.QUERY, TableFeature.READ_ITEM]`, which allows the same';

    expect(listRemedies(withIndex({}))).toEqual([same]);
    expect(listRemedies(withIndex((encrypted.Orders.Properties as object)))).toEqual([`${same}, and \`kms:Decrypt\` with the table key through DynamoDB`]);
  });
});

describe('who follows a suggestion', () => {
  const ACTIONS = [
    'GetItem', 'PutItem', 'Query', 'Scan', 'BatchWriteItem', 'TagResource', 'UpdateTimeToLive', 'CreateBackup', 'ExportTableToPointInTime',
    'UpdateContributorInsights', 'DescribeTable', 'GetResourcePolicy', 'UpdateTable',
  ];
  /** Lists of actions in which each action is beside different ones. */
  const LISTS = ACTIONS.map((_, position) => ACTIONS.filter((__, other) => (other * (position + 2)) % 5 < 2).map((action) => `dynamodb:${action}`));

  function report(give: (orders: Table, grantee: Role, position: number) => void): AccessReportData {
    const app = newApp();
    const stack = new Stack(app, 'Stack', { env: ENV });
    const orders = newTable(stack, 'Orders', { stream: StreamViewType.NEW_IMAGE });
    addIndexes(orders, 'byDate');
    LISTS.forEach((_, position) => give(orders, new Role(stack, `Role${position}`, { assumedBy: new AccountPrincipal(ENV.account) }), position));
    return reportAssembly(app.synth().directory);
  }

  const before = report(({ tableArn }, grantee, position) => {
    grantee.addToPrincipalPolicy(PolicyStatement.fromJson(allow(LISTS[position], [tableArn, `${tableArn}/index/*`])));
  });
  const suggestions = new Map(before.grantees.map(({ id, suggestion }) => [id, suggestion!.accesses[0]]));
  const after = report((orders, grantee) => {
    const { features } = suggestions.get(grantee.node.path)!;
    TableAccessGrants.fromTable(orders).features(grantee, ...features.map((name) => new Function('TableFeature', `return TableFeature.${name}`)(TableFeature)));
  });

  test('loses what it says is missing and nothing else', () => {
    const said = [...suggestions].flatMap(([id, { missing = [] }]) => missing.map(({ resource, actions }) => `less ${id} ${resource} ${actions.join()}`));
    const lost = compareReports(before, after).map(({ direction, grantee, resource, actions }) => `${direction} ${grantee} ${resource} ${actions.join()}`);

    expect(lost.sort()).toEqual(said.sort());
    expect(said.length).toBeGreaterThan(5);
  });
});
