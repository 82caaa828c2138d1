import { App, PolicyValidationPluginReport, Stack, Stage, Validations } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { IConstruct } from 'constructs';
import { BY_CUSTOMER, ORDERS, ordersTable, roleWith } from './findings';
import { DynamoAccessChecks } from '../../src';
import { checkAssembly } from '../../src/checks/check-assembly';
import { newApp } from '../policy/assemblies';
import { ENV } from '../support/app';
import '../support/quiet';

const WRONG = { Action: 'dynamodb:TransactGetItems', Resource: ORDERS };
const WIDE = { Action: 'dynamodb:Query', Resource: `${ORDERS}/index/*` };
const FINE = { Action: 'dynamodb:Query', Resource: BY_CUSTOMER };

/** What the plugin reports, called as CDK calls it: newer versions of CDK write another report of it, and throw on errors. */
function report(app: App): PolicyValidationPluginReport {
  const templatePaths = app.synth().stacksRecursively.map(({ templateFullPath }) => templateFullPath);
  return new DynamoAccessChecks(app).validate({ templatePaths });
}

function appWith(...statements: object[]): { app: App; stack: Stack; role: IConstruct } {
  const app = newApp();
  const stack = new Stack(app, 'Stack');
  return { app, stack, role: roleWith(stack, ...statements) };
}

/** The ids of what is found. */
function reported(app: App): string[] {
  return report(app).violations.map(({ ruleName }) => ruleName.replace('::', ':'));
}

test('a finding says what is wrong, where, and what to write instead', () => {
  const { violations: [violation] } = report(appWith(FINE, WRONG).app);
  const { ruleName, severity, description, fix, ruleMetadata, violatingResources: [{ constructPath, locations }] } = violation;

  expect({ ruleName, severity, description, fix, ruleMetadata, constructPath, locations }).toEqual({
    ruleName: 'cdk-dynamo-access::unknown-action',
    severity: 'error',
    description: 'An action that DynamoDB does not have: DynamoDB has no action dynamodb:TransactGetItems. IAM takes any name, and allows '
      + 'nothing by one that does not exist. Several operations have no action of their own: transactions are authorized by the actions of '
      + 'the items in them, PartiQL by those of its statements.',
    fix: 'remove dynamodb:TransactGetItems, because this allows nothing; to allow the operation, grant TableFeature.TRANSACT_READ',
    ruleMetadata: { see: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html' },
    constructPath: 'Stack/Role',
    locations: ['Stack/Role, policy Inline, statement 1'],
  });
});

test('the features to write instead are those of the statement', () => {
  const app = newApp();
  const stack = new Stack(app, 'Stack', { env: ENV });
  ordersTable(stack);
  roleWith(stack, WIDE);

  expect(report(app).violations[0].fix)
    .toBe('write `features: [TableFeature.QUERY.onIndexes(\'byCustomer\')]`, which names the indexes that the table declares');
});

test('an error fails the synthesis', () => {
  expect(report(appWith(WRONG).app).success).toBe(false);
});

test('a warning doesn\'t fail the synthesis', () => {
  expect(report(appWith(WIDE).app).success).toBe(true);
});

test('an app without findings has none in its report', () => {
  expect(report(appWith(FINE).app)).toEqual({ success: true, violations: [] });
});

test('CDK calls the plugin with the templates of the app', () => {
  const { app } = appWith(WIDE);
  const plugin = new DynamoAccessChecks(app);
  const validate = jest.spyOn(plugin, 'validate');
  Validations.of(app).addPlugins(plugin);
  app.synth();

  expect(validate.mock.results.map(({ value }) => value.violations[0].ruleName)).toEqual(['cdk-dynamo-access::any-index']);
});

test('the stacks of stages are checked, each once', () => {
  const app = newApp();
  for (const id of ['Beta', 'Prod']) roleWith(new Stack(new Stage(app, id), 'Stack'), WRONG);
  roleWith(new Stack(app, 'Stack'), WRONG);

  expect(report(app).violations.map(({ violatingResources: [{ constructPath }] }: any) => constructPath).sort())
    .toEqual(['Beta/Stack/Role', 'Prod/Stack/Role', 'Stack/Role']);
});

test('an app of stages alone is checked', () => {
  const app = newApp();
  for (const id of ['Beta', 'Prod']) roleWith(new Stack(new Stage(app, id), 'Stack'), WRONG);

  expect(reported(app)).toHaveLength(2);
});

test('stages are checked together, because one may use the tables of another', () => {
  const app = newApp();
  const [data, code] = ['Data', 'Code'].map((id) => new Stack(new Stage(app, id), 'Stack', { env: ENV }));
  new CfnTable(data, 'Table', {
    tableName: 'orders',
    keySchema: [{ attributeName: 'pk', keyType: 'HASH' }],
    sseSpecification: { sseEnabled: true, sseType: 'KMS', kmsMasterKeyId: new Key(data, 'Key').keyArn },
  });
  roleWith(code, { Action: 'dynamodb:GetItem', Resource: `arn:aws:dynamodb:${ENV.region}:${ENV.account}:table/orders` });

  expect(reported(app)).toEqual(['cdk-dynamo-access:no-table-key-access']);
});

describe('an acknowledgement', () => {
  const ACKNOWLEDGEMENT = { id: 'cdk-dynamo-access:unknown-action', reason: 'AWS has added it' };

  test.each<[string, (built: ReturnType<typeof appWith>) => IConstruct]>([
    ['the app', ({ app }) => app], ['the stack', ({ stack }) => stack], ['the role', ({ role }) => role],
  ])('on %s takes the finding away', (_where, constructOf) => {
    const built = appWith(WRONG);
    Validations.of(constructOf(built)).acknowledge(ACKNOWLEDGEMENT);

    expect(reported(built.app)).toEqual([]);
  });

  test.each([
    'cdk-dynamo-access::cdk-dynamo-access:unknown-action', 'cdk-dynamo-access::unknown-action', 'Annotation::cdk-dynamo-access:unknown-action',
  ])('by the id %s takes the finding away', (id) => {
    const { app, role } = appWith(WRONG);
    Validations.of(role).acknowledge({ ...ACKNOWLEDGEMENT, id });

    expect(reported(app)).toEqual([]);
  });

  test.each([
    'cdk-dynamo-access:any-index', 'cdk-dynamo-access::any-index', 'cdk-dynamo-access::cdk-dynamo-access:any-index',
  ])('on one role by the id %s leaves the finding of another role in what CDK prints', (id) => {
    const { app, role } = appWith(WIDE);
    roleWith(new Stack(app, 'Stack2'), WIDE);
    Validations.of(role).acknowledge({ id, reason: 'indexes come and go' });
    Validations.of(app).addPlugins(new DynamoAccessChecks(app));
    const printed = jest.spyOn(console, 'error').mockImplementation().mock;
    app.synth();

    expect(new Set(printed.calls.join().match(/Stack2?\/Role/g))).toEqual(new Set(['Stack2/Role']));
  });

  test.each([['the stack', true], ['the app', false]])('on %s counts in the command line: %s', (where, expected) => {
    const { app, stack } = appWith(WRONG);
    Validations.of(where === 'the app' ? app : stack).acknowledge({ ...ACKNOWLEDGEMENT, id: 'cdk-dynamo-access::unknown-action' });

    expect(checkAssembly(app.synth().directory).length === 0).toBe(expected);
  });

  test('of another rule leaves the finding', () => {
    const { app, role } = appWith(WRONG);
    Validations.of(role).acknowledge({ ...ACKNOWLEDGEMENT, id: 'cdk-dynamo-access:any-index' });

    expect(reported(app)).toEqual(['cdk-dynamo-access:unknown-action']);
  });

  test('on another construct leaves the finding', () => {
    const { app } = appWith(WRONG);
    Validations.of(new Stack(app, 'Stack2')).acknowledge(ACKNOWLEDGEMENT);

    expect(reported(app)).toEqual(['cdk-dynamo-access:unknown-action']);
  });
});
