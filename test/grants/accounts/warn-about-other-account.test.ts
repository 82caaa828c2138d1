import { App, Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { AccountPrincipal, ArnPrincipal, IPrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { DynamoAccessRole, DynamoAccessRoleProps, RoleLogs, TableAccessPolicy, TableFeature } from '../../../src';
import { newTableV2 } from '../../resources/tables';
import { ENV, newStack, newTable } from '../../support/app';
import { warningsOf } from '../../support/messages';
import '../../support/quiet';

const OWNER = '444455556666';
const ORDERS = `arn:aws:dynamodb:eu-west-1:${OWNER}:table/orders`;
const ROLE = 'arn:aws:iam::111122223333:role/reader';

function access(stack: Stack, props: Partial<DynamoAccessRoleProps> = {}): DynamoAccessRole {
  return new DynamoAccessRole(stack, 'Access', {
    table: props.table ?? Table.fromTableArn(stack, 'Table', ORDERS),
    features: [TableFeature.READ_ITEM],
    logs: RoleLogs.none(),
    roleName: 'reader',
    ...props,
  });
}

/** The warnings of an access to an imported table of another account. */
function warnings(props: (stack: Stack) => Partial<DynamoAccessRoleProps> = () => ({}), stack = newStack({}, ENV)): string[] {
  access(stack, props(stack));
  return warningsOf(stack).filter((text) => !text.includes('cdk-dynamo-access:unknownTableKey'));
}

const warning = (expected: string) =>
  `/Stack/Access: the table Stack/Table belongs to account ${OWNER}, but the grantee belongs to 111122223333; expected ${expected}; `
  + 'write a TableAccessPolicy in the app of the table or add the policies by hand, then acknowledge this warning '
  + '[ack: cdk-dynamo-access:tableOfAnotherAccount]';

const statement = (action: string, resource: string, more = '') =>
  `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"${ROLE}"},"Action":${action},"Resource":${resource}${more}}]}`;

describe('an access to a table of another account says what its owner has to add', () => {
  test('in the policy of the table', () => {
    expect(warnings()).toEqual([
      warning(`this policy in the resource policy of the table: ${statement('"dynamodb:GetItem"', `"${ORDERS}"`)}`),
    ]);
  });

  test('with the indexes that the access names', () => {
    expect(warnings(() => ({ features: [TableFeature.QUERY.onIndexes('byDate')] }))).toEqual([
      warning(`this policy in the resource policy of the table: ${statement('"dynamodb:Query"', `"${ORDERS}/index/byDate"`)}`),
    ]);
  });

  test('in the policy of the key', () => {
    expect(warnings((stack) => ({ tableKey: Key.fromKeyArn(stack, 'Key', `arn:aws:kms:eu-west-1:${OWNER}:key/1234`) }))).toEqual([
      warning(`this policy in the resource policy of the table: ${statement('"dynamodb:GetItem"', `"${ORDERS}"`)}, and this policy in the policy of its key: `
        + statement('"kms:Decrypt"', '"*"', ',"Condition":{"StringEquals":{"kms:ViaService":"dynamodb.eu-west-1.amazonaws.com"}}')),
    ]);
  });

  test('in the policy of the stream', () => {
    const tableStreamArn = `${ORDERS}/stream/2026-01-01T00:00:00.000`;
    expect(warnings((stack) => ({
      table: Table.fromTableAttributes(stack, 'Table', { tableArn: ORDERS, tableStreamArn }), features: [TableFeature.STREAM_READ],
    }))).toEqual([
      warning('this policy in the resource policy of its stream: '
        + statement('["dynamodb:DescribeStream","dynamodb:GetRecords","dynamodb:GetShardIterator"]', `"${tableStreamArn}"`)),
    ]);
  });

  test('with what only the deployment knows in angle brackets', () => {
    const [text] = warnings(() => ({ roleName: undefined }));
    expect(text).toContain('"Principal":{"AWS":"<AccessRoleE6825E38.Arn>"}');
  });

  test('unless the app doesn\'t know its own account', () => {
    expect(warnings(undefined, newStack())).toEqual([]);
  });
});

test('an access to a table of another account says what AWS doesn\'t support there', () => {
  expect(warnings(() => ({ features: [TableFeature.PARTIQL_INSERT, TableFeature.READ_ITEM] }))).toEqual([
    '/Stack/Access: the feature PARTIQL_INSERT has actions that AWS does not support across accounts: dynamodb:PartiQLInsert, and Stack/Table '
      + 'belongs to another account; expected the actions of '
      + 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html; remove the feature, or let the other '
      + 'account assume a role of this account with RoleTrust.ofAccount [ack: cdk-dynamo-access:notAcrossAccounts]',
    warning(`this policy in the resource policy of the table: ${statement('"dynamodb:GetItem"', `"${ORDERS}"`)}`),
  ]);
});

test('an access on the whole account needs nothing of the other one', () => {
  expect(warnings(() => ({ features: [TableFeature.LIST_STREAMS] }))).toEqual([]);
});

test('an access with nothing that AWS supports there says that alone', () => {
  expect(warnings(() => ({ features: [TableFeature.PARTIQL_INSERT] }))).toEqual([
    expect.stringContaining('[ack: cdk-dynamo-access:notAcrossAccounts]'),
  ]);
});

describe('where the app declares the table', () => {
  function warningsWith(
    features: TableFeature[],
    principal: IPrincipal = new AccountPrincipal(ENV.account),
    asked: Partial<DynamoAccessRoleProps> = {},
    regions?: string[],
  ): string[] {
    const app = new App();
    const [owner, user] = [new Stack(app, 'Owner', { env: { ...ENV, account: OWNER } }), new Stack(app, 'Stack', { env: ENV })];
    const table = newTableV2(owner, {
      tableName: 'orders',
      replicas: [{ region: 'us-east-1' }],
      globalSecondaryIndexes: ['byDate', 'byPlace'].map((indexName) => ({ indexName, partitionKey: { name: indexName, type: AttributeType.STRING } })),
    });
    access(user, { table, ...asked });
    if (features.length > 0) new TableAccessPolicy(owner, 'Partners', { table, principals: [principal], features, regions });
    return warningsOf(user).map((text) => text.split('; expected')[0]);
  }

  const WARNING = `/Stack/Access: the table Owner/Table belongs to account ${OWNER}, but the grantee belongs to 111122223333`;

  test('the access has the warning without a TableAccessPolicy', () => {
    expect(warningsWith([])).toEqual([WARNING]);
  });

  test('the access has none where a TableAccessPolicy, declared after it, allows its account the same', () => {
    expect(warningsWith([TableFeature.CRUD])).toEqual([]);
  });

  test('the access has the warning where the TableAccessPolicy allows other features', () => {
    expect(warningsWith([TableFeature.PUT_ITEM])).toEqual([WARNING]);
  });

  test('the access has the warning where the TableAccessPolicy allows another account', () => {
    expect(warningsWith([TableFeature.CRUD], new AccountPrincipal('222222222222'))).toEqual([WARNING]);
  });

  test.each<[string, TableFeature, TableFeature]>([
    ['the same actions in transactions only', TableFeature.TRANSACT_READ, TableFeature.READ_ITEM],
    ['the table where the access asks for indexes', TableFeature.QUERY.onTable(), TableFeature.QUERY.onIndexes('byDate')],
    ['another index', TableFeature.QUERY.onIndexes('byPlace'), TableFeature.QUERY.onIndexes('byDate')],
    ['some of the indexes', TableFeature.QUERY.onIndexes('byDate'), TableFeature.QUERY],
    ['items where the access asks for the index', TableFeature.CRUD.onTable(), TableFeature.QUERY.onAnyIndex()],
  ])('the access has the warning where the TableAccessPolicy allows %s', (_name, allowed, asked) => {
    expect(warningsWith([allowed], undefined, { features: [asked] })).toEqual([WARNING]);
  });

  test.each<[string, TableFeature, TableFeature]>([
    ['what transactions only take', TableFeature.READ_ITEM, TableFeature.TRANSACT_READ],
    ['any index', TableFeature.QUERY.onAnyIndex(), TableFeature.QUERY.onIndexes('byDate')],
    ['all indexes', TableFeature.QUERY, TableFeature.QUERY.onIndexes('byDate', 'byPlace')],
  ])('the access has none where the TableAccessPolicy allows %s', (_name, allowed, asked) => {
    expect(warningsWith([allowed], undefined, { features: [asked] })).toEqual([]);
  });

  test('the access has the warning in a Region that the TableAccessPolicy leaves out, and none in one that it names', () => {
    const asked = { regions: ['us-east-1'] };
    expect(warningsWith([TableFeature.READ_ITEM], undefined, asked)).toEqual([WARNING]);
    expect(warningsWith([TableFeature.READ_ITEM], undefined, asked, ['us-east-1'])).toEqual([]);
  });

  test.each<[string, IPrincipal]>([
    ['the role by its ARN', new ArnPrincipal(ROLE)],
    ['the account by its number', new ArnPrincipal(ENV.account)],
    ['the account by the ARN of its root', new ArnPrincipal(`arn:aws:iam::${ENV.account}:root`)],
  ])('the access has none where the TableAccessPolicy names %s', (_name, principal) => {
    expect(warningsWith([TableFeature.READ_ITEM], principal)).toEqual([]);
  });

  test('the access has the warning where the TableAccessPolicy names another role of the account', () => {
    expect(warningsWith([TableFeature.READ_ITEM], new ArnPrincipal(`${ROLE}s`))).toEqual([WARNING]);
  });
});

test('a role that a TableAccessPolicy names by its construct is covered for further accesses of its features', () => {
  const app = new App();
  const [owner, user] = [new Stack(app, 'Owner', { env: { ...ENV, account: OWNER } }), new Stack(app, 'Stack', { env: ENV })];
  const table = newTable(owner, 'Table', { tableName: 'orders' });
  const { role } = access(user, { table });
  new TableAccessPolicy(owner, 'Partners', { table, principals: [role], features: [TableFeature.READ_ITEM] });

  expect(warningsOf(user)).toEqual([]);
});
