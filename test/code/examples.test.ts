import { Stack } from 'aws-cdk-lib';
import { ClientLibraryStack } from '../../examples/client-library/client-library-stack';
import { OwnerStack } from '../../examples/cross-account/owner-stack';
import { ReaderStack } from '../../examples/cross-account/reader-stack';
import { DataProtectionStack } from '../../examples/data-protection/data-protection-stack';
import { GlobalTableStack } from '../../examples/global-table/global-table-stack';
import { MigrationStack } from '../../examples/migration/migration-stack';
import { MultiTenantStack } from '../../examples/multi-tenant/multi-tenant-stack';
import { PrivateNetworkStack } from '../../examples/private-network/private-network-stack';
import { QuickstartStack } from '../../examples/quickstart/quickstart-stack';
import { TransactionsStack } from '../../examples/transactions/transactions-stack';
import { ReportedFunction } from '../../src/code';
import { describeTableAction, listFeatureActions, NO_INDEXES } from '../../src/features/find-features';
import { reportWithCode } from '../../src/report/analysis/report-code';
import { newExampleApp } from '../support/example';

type App = ReturnType<typeof newExampleApp>;

/** The actions that features allow, because a bundle and its parts allow the same. */
function listAllowed(features: readonly string[]): string {
  const actions = features.flatMap((feature) => listFeatureActions(feature, NO_INDEXES)?.map(describeTableAction) ?? [feature]);
  return [...new Set(actions)].sort().join(', ');
}

/** What is declared in an example for a role, by table; and what is found in the code of its functions. */
function declaredAndFound(example: string, create: (app: App) => Stack): [declared: unknown, found: unknown, functions: readonly ReportedFunction[]] {
  const app = newExampleApp(example);
  create(app);
  const { directory } = app.synth();
  const { report, code: { functions } } = reportWithCode(directory);
  const grantees = report.grantees.filter((each) => each.functions.length > 0);
  const declared = grantees.flatMap((grantee) => grantee.declared.filter(({ table, features }) => table !== undefined && features.length > 0)
    .map(({ table, features }) => `${grantee.functions[0]}: ${listAllowed(features)} for ${table}`));
  const found = functions.flatMap(({ id, features }) => Object.entries(features).map(([table, each]) => `${id}: ${listAllowed(each)} for ${table}`));
  return [declared.sort(), found.sort(), functions];
}

const ENV = { account: '111111111111', region: 'eu-west-1' };

describe('the features that are found in the code are those that are declared in', () => {
  test.each<[example: string, create: (app: App) => Stack]>([
    ['quickstart', (app) => new QuickstartStack(app, 'Quickstart')],
    ['transactions', (app) => new TransactionsStack(app, 'Transactions')],
    ['migration', (app) => new MigrationStack(app, 'Migration')],
    ['data-protection', (app) => new DataProtectionStack(app, 'DataProtection')],
    ['private-network', (app) => new PrivateNetworkStack(app, 'PrivateNetwork')],
    ['multi-tenant', (app) => new MultiTenantStack(app, 'MultiTenant')],
    ['global-table', (app) => new GlobalTableStack(app, 'GlobalTable', {
      env: ENV, replicaKeyArns: { 'us-east-1': 'arn:aws:kms:us-east-1:111111111111:key/00000000-0000-0000-0000-000000000000' },
    })],
    ['cross-account', (app) => {
      const { orders } = new OwnerStack(app, 'Owner', { env: ENV, readerAccount: '222222222222' });
      return new ReaderStack(app, 'Reader', { env: { account: '222222222222', region: ENV.region }, orders });
    }],
  ])('%s', (example, create) => {
    const [declared, found, functions] = declaredAndFound(example, create);

    expect([found, functions.flatMap(({ denied }) => denied)]).toEqual([declared, []]);
  });
});

test('of the library in a minified bundle, its use of the client can\'t be told', () => {
  const [, , functions] = declaredAndFound('client-library', (app) => new ClientLibraryStack(app, 'ClientLibrary'));

  expect(functions.map(({ state, neverCalled }) => [state === 'complete', neverCalled])).toEqual([[false, []]]);
});

test('calls with the credentials of another role are told apart in multi-tenant', () => {
  const [, , functions] = declaredAndFound('multi-tenant', (app) => new MultiTenantStack(app, 'MultiTenant'));

  expect(functions.map(({ id, featuresOfOthers }) => [id, featuresOfOthers])).toEqual([
    ['MultiTenant/Api', { 'MultiTenant/Orders': ['PUT_ITEM', 'QUERY', 'READ_ITEM'] }],
    ['MultiTenant/Billing', {}],
  ]);
});

test('field encryption is found with its mode in quickstart', () => {
  const [, , functions] = declaredAndFound('quickstart', (app) => new QuickstartStack(app, 'Quickstart'));

  expect(functions.map(({ id, fieldEncryption }) => [id, fieldEncryption])).toEqual([
    ['Quickstart/Consumer', undefined],
    ['Quickstart/Reader', 'FieldEncryption.envelope(key, { mode: EncryptionMode.READ_ONLY })'],
    ['Quickstart/Writer', 'FieldEncryption.envelope(key, { mode: EncryptionMode.WRITE_ONLY })'],
  ]);
});
