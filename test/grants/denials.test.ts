import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AttributeType, ITableRef, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { AccountRootPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import {
  DynamoAccessRole, LambdaTableAccess, RoleLogs, RowScope, TableAccessGrants, TableAccessScope, TableDenial, TableFamily, TableFeature,
} from '../../src';
import { addIndexes, ENV, FLAG_SETTINGS, newFunction, newStack, newTable, permissionsOf, readable, Statement, statementsOf } from '../support/app';
import { lambdaRole } from '../support/functions';
import { errorMatching, messageMatching, problemsOf } from '../support/messages';
import '../support/quiet';

const TABLE = '<TableCD117FA1.Arn>';

/** The statements with their resources as text. */
function readableStatements(stack: Stack): Statement[] {
  return statementsOf(stack).map((statement) => ({ ...statement, resources: statement.resources.map(readable) }));
}

/** What a policy allows in the end: denied pairs of action and resource are gone, whatever allows them. */
function effective(stack: Stack): string[] {
  const pairs = (statements: Statement[]) => statements.flatMap(({ actions, resources }) =>
    actions.flatMap((action) => resources.map((resource) => `${action} on ${resource}`)));
  const statements = readableStatements(stack);
  const denied = pairs(statements.filter(({ effect, conditions }) => effect === 'Deny' && conditions === undefined));
  return pairs(statements.filter(({ effect }) => effect === undefined)).filter((pair) => !denied.includes(pair)).sort();
}

describe.each(FLAG_SETTINGS)('denials, %s', (_flags, flags) => {
  function access(stack: Stack, table: ITableRef, ...features: TableFeature[]): DynamoAccessRole {
    return new DynamoAccessRole(stack, 'Access', { table, features, logs: RoleLogs.none() });
  }

  test('of deletes are one statement beside what is allowed, and not denied', () => {
    const stack = newStack(flags);
    const table = newTable(stack, 'Table');
    access(stack, table, TableFeature.CRUD).denyTableAccess({ table, denials: [TableDenial.DELETES] });

    expect(readableStatements(stack)).toEqual([
      {
        actions: ['GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'].map((name) => `dynamodb:${name}`),
        resources: [TABLE],
      },
      {
        effect: 'Deny',
        actions: ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PartiQLDelete'],
        resources: [TABLE],
      },
    ]);
  });

  test('of full scans by PartiQL are one statement', () => {
    const stack = newStack(flags);
    const table = newTable(stack, 'Table');
    access(stack, table, TableFeature.PARTIQL_SELECT).denyTableAccess({ table, denials: [TableDenial.PARTIQL_FULL_SCANS] });

    expect(readableStatements(stack).slice(1)).toEqual([{
      effect: 'Deny',
      actions: ['dynamodb:PartiQLSelect'],
      resources: [TABLE, `${TABLE}/index/*`],
      conditions: { Bool: { 'dynamodb:FullTableScan': 'true' } },
    }]);
  });

  test('of transactions are a statement for the table, one for its indexes, one for condition checks', () => {
    const stack = newStack(flags);
    const table = newTable(stack, 'Table');
    access(stack, table, TableFeature.READ_ITEM).denyTableAccess({ table, denials: [TableDenial.TRANSACTIONS] });
    const conditions = {
      'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': ['ExecuteTransaction', 'TransactGetItems', 'TransactWriteItems'] },
    };

    expect(readableStatements(stack).filter(({ effect }) => effect === 'Deny')).toEqual([
      {
        effect: 'Deny',
        actions: ['DeleteItem', 'GetItem', 'PartiQLDelete', 'PartiQLInsert', 'PartiQLSelect', 'PartiQLUpdate', 'PutItem', 'UpdateItem']
          .map((name) => `dynamodb:${name}`),
        resources: [TABLE],
        conditions,
      },
      { effect: 'Deny', actions: ['dynamodb:PartiQLSelect'], resources: [`${TABLE}/index/*`], conditions },
      { effect: 'Deny', actions: ['dynamodb:ConditionCheckItem'], resources: [TABLE] },
    ]);
  });

  test('of features are one statement a set of actions', () => {
    const stack = newStack(flags);
    const table = newTable(stack, 'Table');
    access(stack, table, TableFeature.READ_ITEM)
      .denyTableAccess({ table, denials: [TableDenial.features(TableFeature.DELETE_TABLE, TableFeature.SCAN)] });

    expect(readableStatements(stack).slice(1)).toEqual([
      { effect: 'Deny', actions: ['dynamodb:DeleteTable', 'dynamodb:Scan'], resources: [TABLE] },
      { effect: 'Deny', actions: ['dynamodb:Scan'], resources: [`${TABLE}/index/*`] },
    ]);
  });

  test('reach the Regions that they name', () => {
    const stack = newStack(flags, ENV);
    const table = newTable(stack, 'Table');
    access(stack, table, TableFeature.READ_ITEM).denyTableAccess({ table, denials: [TableDenial.DELETES], regions: ['us-east-1'] });

    expect(readableStatements(stack)[1].resources)
      .toEqual([TABLE, 'arn:<AWS::Partition>:dynamodb:us-east-1:111122223333:table/<TableCD117FA1>']);
  });

  test('reach a family by prefix', () => {
    const stack = newStack(flags, ENV);
    const table = TableFamily.withPrefix(stack, 'Tables', 'demo-dev_');
    access(stack, table, TableFeature.CRUD).denyTableAccess({ table, denials: [TableDenial.features(TableFeature.SCAN)] });
    const family = 'arn:<AWS::Partition>:dynamodb:eu-west-1:111122223333:table/demo-dev_*';

    expect(readableStatements(stack)[1]).toEqual({ effect: 'Deny', actions: ['dynamodb:Scan'], resources: [family, `${family}/index/*`] });
  });

  describe.each<[string, (deny: () => void, allow: () => void) => void]>([
    ['before the grant', (deny, allow) => { deny(); allow(); }],
    ['after the grant', (deny, allow) => { allow(); deny(); }],
  ])('%s', (_order, inOrder) => {
    test('hold', () => {
      const stack = newStack(flags);
      const table = newTable(stack, 'Table');
      const role = lambdaRole(stack);
      const grants = TableAccessGrants.fromTable(table);
      inOrder(() => grants.deny(role, TableDenial.DELETES), () => grants.features(role, TableFeature.READ_ITEM, TableFeature.BATCH));

      expect(effective(stack)).toEqual([`dynamodb:BatchGetItem on ${TABLE}`, `dynamodb:GetItem on ${TABLE}`]);
    });

    test('stay apart from the statement that allows the same', () => {
      const stack = newStack(flags);
      const table = newTable(stack, 'Table');
      const role = lambdaRole(stack);
      const grants = TableAccessGrants.fromTable(table);
      inOrder(() => grants.deny(role, TableDenial.features(TableFeature.PUT_ITEM)), () => role.addToPolicy(new PolicyStatement({
        actions: ['dynamodb:PutItem'], resources: [table.tableArn],
      })));

      expect(statementsOf(stack).map(({ effect, actions }) => [effect, actions])).toEqual(expect.arrayContaining([
        ['Deny', ['dynamodb:PutItem']], [undefined, ['dynamodb:PutItem']],
      ]));
    });

    test('that are account-level have a Sid of their own', () => {
      const stack = newStack(flags);
      const role = lambdaRole(stack);
      const grants = TableAccessGrants.fromTable(newTable(stack, 'Table'));
      inOrder(() => grants.deny(role, TableDenial.features(TableFeature.LIST_STREAMS)), () => grants.features(role, TableFeature.LIST_TABLES));
      const statements = statementsOf(stack);

      expect([statements.map(({ effect, actions }) => [effect, actions]).sort(), statements.map(({ sid }) => sid)]).toEqual([
        [[undefined, ['dynamodb:ListTables']], ['Deny', ['dynamodb:ListStreams']]].sort(),
        ['ActionsWithoutResourceType', 'ActionsWithoutResourceType2'],
      ]);
    });
  });

  test('stand in the policies of the role, never in that of the table', () => {
    const stack = newStack(flags);
    const table = newTable(stack, 'Table');
    access(stack, table, TableFeature.READ_ITEM)
      .denyTableAccess({ table, denials: [TableDenial.DELETES, TableDenial.features(TableFeature.RESOURCE_POLICY)] });

    expect(Object.values<any>(Template.fromStack(stack).findResources('AWS::DynamoDB::Table')).map(({ Properties }) => Properties.ResourcePolicy))
      .toEqual([undefined]);
  });

  test('of a function stand in the policies of its role', () => {
    const stack = newStack(flags);
    const table = newTable(stack, 'Table');
    new LambdaTableAccess(stack, 'Access', { function: newFunction(stack, 'Fn'), table, features: [TableFeature.CRUD] })
      .denyTableAccess({ table, denials: [TableDenial.DELETES] });

    expect(Template.fromStack(stack).findResources('AWS::IAM::Policy')).toMatchObject({
      FnServiceRoleTableAccessB1255E3B: {
        Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow' }, { Effect: 'Deny' }] }, Roles: [{ Ref: 'FnServiceRoleB9001A96' }] },
      },
    });
  });

  test('can be all that a role has from the library', () => {
    const stack = newStack(flags);
    TableAccessGrants.fromTable(newTable(stack, 'Table')).deny(lambdaRole(stack), TableDenial.DELETES);

    expect(statementsOf(stack).map(({ effect }) => effect)).toEqual(['Deny']);
  });

  test('in another order give the same template', () => {
    const [one, other] = [[TableDenial.DELETES, TableDenial.TRANSACTIONS], [TableDenial.TRANSACTIONS, TableDenial.DELETES]].map((denials) => {
      const stack = newStack(flags);
      const table = newTable(stack, 'Table');
      access(stack, table, TableFeature.CRUD).denyTableAccess({ table, denials });
      return JSON.stringify(Template.fromStack(stack).toJSON());
    });

    expect(one).toBe(other);
  });
});

describe('a feature that is denied', () => {
  function problemsWith(features: TableFeature[], denials: TableDenial[]): string[] {
    const stack = newStack();
    const table = newTable(stack, 'Table');
    addIndexes(table, 'byDate');
    new DynamoAccessRole(stack, 'Access', { table, features, logs: RoleLogs.none() }).denyTableAccess({ table, denials });
    return problemsOf(stack);
  }

  test('fails at synthesis', () => {
    expect(problemsWith([TableFeature.DELETE_ITEM, TableFeature.READ_ITEM], [TableDenial.DELETES])).toEqual([
      '[Stack/Access] the denial of DELETES leaves nothing of the feature DELETE_ITEM; expected features with actions that the role is not '
        + 'denied; remove the feature or the denial [cdk-dynamo-access:featureDenied]',
    ]);
  });

  test('by two denials names both', () => {
    expect(problemsWith([TableFeature.BATCH], [TableDenial.DELETES, TableDenial.features(TableFeature.BATCH_READ)])).toEqual([
      '[Stack/Access] the denial of BATCH_READ and the denial of DELETES leaves nothing of the feature BATCH; expected features with actions '
        + 'that the role is not denied; remove the feature or the denial [cdk-dynamo-access:featureDenied]',
    ]);
  });

  test.each([
    ['with its indexes', TableFeature.QUERY], ['with its account-level actions', TableFeature.BACKUP],
  ])('%s fails at synthesis', (_name, feature) => {
    expect(problemsWith([feature], [TableDenial.features(feature)])).toEqual([
      messageMatching('Stack/Access', 'featureDenied', `${feature}`),
    ]);
  });

  test.each<[string, TableFeature, TableDenial]>([
    ['in part', TableFeature.CRUD, TableDenial.DELETES],
    ['in transactions', TableFeature.CRUD, TableDenial.TRANSACTIONS],
    ['on the table, but not on its index', TableFeature.QUERY, TableDenial.features(TableFeature.QUERY.onTable())],
  ])('%s does not fail', (_name, feature, denial) => {
    expect(() => problemsWith([feature], [denial])).toThrow('synthesis succeeded');
  });

  test('to another role does not fail', () => {
    const stack = newStack();
    const grants = TableAccessGrants.fromTable(newTable(stack, 'Table'));
    grants.features(lambdaRole(stack), TableFeature.DELETE_ITEM);
    grants.deny(newFunction(stack, 'Fn'), TableDenial.DELETES);

    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('on another table does not fail', () => {
    const stack = newStack();
    const role = lambdaRole(stack);
    TableAccessGrants.fromTable(newTable(stack, 'Table')).features(role, TableFeature.DELETE_ITEM);
    TableAccessGrants.fromTable(newTable(stack, 'Other')).deny(role, TableDenial.DELETES);

    expect(() => Template.fromStack(stack)).not.toThrow();
  });
});

describe('a denial of a construct fails with', () => {
  const ONE = 'expected a list of denials, such as [TableDenial.DELETES]; write at least one TableDenial in brackets';
  const FEATURES = 'expected features with actions of DynamoDB; name the features: TableDenial.features(TableFeature.DELETE_TABLE) '
    + '[cdk-dynamo-access:denialOfNothing]';

  test.each<[string, any, string]>([
    ['no denial', [], `denials is an empty list; ${ONE} [cdk-dynamo-access:emptyList]`],
    ['a denial of no feature', [TableDenial.features()], `the denial of no feature denies nothing; ${FEATURES}`],
    ['a denial of a name, in JavaScript', [TableDenial.features('SCAN' as any)], `the denial of no feature denies nothing; ${FEATURES}`],
    ['a denial of a list, in JavaScript', [TableDenial.features([TableFeature.SCAN] as any)], `the denial of no feature denies nothing; ${FEATURES}`],
    ['a denial of a feature that does not exist, in JavaScript', [TableDenial.features(TableFeature.SCAN, undefined as any)],
      `the denial of SCAN denies nothing; ${FEATURES}`],
    ['a denial that does not exist, in JavaScript', [undefined], `denials[0] is undefined; ${ONE} [cdk-dynamo-access:wrongType]`],
    ['a feature in the place of a denial, in JavaScript', [TableFeature.SCAN], `denials[0] is SCAN; ${ONE} [cdk-dynamo-access:wrongType]`],
    ['denials that are none, in JavaScript', undefined, `denials is undefined; ${ONE} [cdk-dynamo-access:wrongType]`],
    ['one denial without a list, in JavaScript', TableDenial.DELETES,
      `denials is an object of the class TableDenial; ${ONE} [cdk-dynamo-access:wrongType]`],
  ])('%s', (_name, denials, message) => {
    const stack = newStack();
    const table = newTable(stack, 'Table');
    const role = new DynamoAccessRole(stack, 'Role', { table, features: [TableFeature.READ_ITEM] });
    const fn = new LambdaTableAccess(stack, 'Fn', { function: newFunction(stack, 'F'), table, features: [TableFeature.READ_ITEM] });
    const messageOf = (deny: () => void) => {
      try { deny(); } catch (error) { return (error as Error).message; }
      return 'no error';
    };

    expect([() => role.denyTableAccess({ table, denials }), () => fn.denyTableAccess({ table, denials })].map(messageOf))
      .toEqual([`[Stack/Role] ${message}`, `[Stack/Fn] ${message}`]);
  });

  test('a list in the place of denials, in JavaScript', () => {
    const stack = newStack();
    const grants: any = TableAccessGrants.fromTable(newTable(stack, 'Table'));

    expect(() => grants.deny(lambdaRole(stack), [TableDenial.DELETES])).toThrow(new Error(`[Stack/Table] denials[0] is [an object of the class TableDenial]; ${ONE} `
      + '[cdk-dynamo-access:wrongType]'));
  });

  test('a malformed Region', () => {
    const stack = newStack();
    const table = newTable(stack, 'Table');

    expect(() => TableAccessGrants.fromTable(table, { regions: ['eu-west'] }).deny(lambdaRole(stack), TableDenial.DELETES)).toThrow(
      new Error("[Stack/Table] regions has 'eu-west', which is no Region name; expected the name of an AWS Region, such as eu-west-1; correct "
        + 'the name, or remove it from regions [cdk-dynamo-access:regionName]'));
  });

  test('a family with an empty prefix', () => {
    const stack = newStack();
    const grants = TableAccessGrants.fromTable(TableFamily.withPrefix(stack, 'Tables', ''));

    expect(() => grants.deny(lambdaRole(stack), TableDenial.DELETES)).toThrow(new Error("[Stack/Tables] the family of tables has the prefix ''; "
      + 'expected 1 to 254 letters, digits and _ . - without wildcards; write the beginning of the names of the tables '
      + '[cdk-dynamo-access:familyName]'));
  });

  test('a family by tag, whose ARN would be that of all tables', () => {
    const stack = newStack();
    const grants = TableAccessGrants.fromTable(TableFamily.withTag(stack, 'Tables', 'team', 'orders'));

    expect(() => grants.deny(lambdaRole(stack), TableDenial.DELETES)).toThrow(new Error('[Stack/Tables] a denial is on Stack/Tables, a family of '
      + 'tables by tag; expected a table or a family by prefix, because a denial by tag ends when the tag is removed; deny the actions on a '
      + 'family by prefix or on each table [cdk-dynamo-access:narrowedDenial]'));
  });

  test('no table, in JavaScript', () => {
    const stack = newStack();
    const access = new DynamoAccessRole(stack, 'Role', { table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM] });

    expect(() => access.denyTableAccess({ table: undefined as any, denials: [TableDenial.DELETES] }))
      .toThrow(errorMatching('Stack/Role', 'wrongType', 'table is undefined'));
  });
});

test('a principal that takes no policy fails at synthesis', () => {
  const stack = newStack();
  TableAccessGrants.fromTable(newTable(stack, 'Table')).deny(new AccountRootPrincipal(), TableDenial.DELETES);

  expect(problemsOf(stack).map((problem) => problem.split(';')[0]))
    .toEqual(['[Stack/Table] the grantee AccountRootPrincipal() accepts no identity policies, so this access grants nothing']);
});

describe('a denial fails when given', () => {
  function deny(denial: TableDenial, scope: TableAccessScope = {}, makeTable: (stack: Stack) => ITableRef = (stack) => newTable(stack, 'Table')): void {
    const stack = newStack();
    TableAccessGrants.fromTable(makeTable(stack), scope).deny(lambdaRole(stack), denial);
  }

  test.each<[string, TableDenial, string]>([
    ['a custom action that is no IAM action', TableDenial.features(TableFeature.custom({
      name: 'NEW', why: 'to test it', tableActions: ['dynamodb:TransactWriteItems'],
    })), "the custom feature NEW has the action 'dynamodb:TransactWriteItems', which is an API operation without an IAM action; expected an "
      + 'action that IAM has; use TableFeature.TRANSACT_WRITE or one of its four parts [cdk-dynamo-access:customAction]'],
    ['indexes on a feature without index-capable actions', TableDenial.features(TableFeature.READ_ITEM.onIndexes('byDate')),
      "READ_ITEM.onIndexes('byDate') has an index scope, but READ_ITEM has no actions on indexes; expected an index scope only on features "
        + 'such as QUERY and SCAN; write READ_ITEM [cdk-dynamo-access:featureReach]'],
    ['no index name', TableDenial.features(TableFeature.SCAN, TableFeature.QUERY.onIndexes()),
      'QUERY.onIndexes() names no index; expected index names of 3 to 255 letters, digits and _ . - with each name once; correct the names, or '
        + 'write onAnyIndex() for all indexes that the table may have [cdk-dynamo-access:indexNames]'],
  ])('%s', (_name, denial, message) => {
    expect(() => deny(denial)).toThrow(new Error(`[Stack/Table] ${message}`));
  });

  test('rows beside it', () => {
    expect(() => deny(TableDenial.DELETES, { rows: RowScope.ofValues('TENANT#1') })).toThrow(new Error('[Stack/Table] rows cannot limit a denial; expected a denial '
      + 'of the whole table; remove rows from the denial, and limit the access instead [cdk-dynamo-access:narrowedDenial]'));
  });

  test('a feature on the tables of a family alone', () => {
    expect(() => deny(TableDenial.features(TableFeature.QUERY.onTable()), {}, (stack) => TableFamily.withPrefix(stack, 'Tables', 'demo_')))
      .toThrow(new Error('[Stack/Tables] the feature QUERY.onTable() on a family of tables would also allow dynamodb:Query on each index of '
        + 'the tables; expected features that allow the same on everything that the ARN of the family matches; write QUERY for the tables '
        + 'and all their indexes, or grant the feature on single tables [cdk-dynamo-access:familyTooWide]'));
  });
});

describe('a denial fails at synthesis when given', () => {
  function problemsOfDenial(denial: TableDenial, scope: TableAccessScope, makeTable: (stack: Stack) => ITableRef): string[] {
    const stack = newStack({}, ENV);
    TableAccessGrants.fromTable(makeTable(stack), scope).deny(lambdaRole(stack), denial);
    return problemsOf(stack);
  }

  test('an index that the table does not declare', () => {
    expect(problemsOfDenial(TableDenial.features(TableFeature.QUERY.onIndexes('byDate')), {}, (stack) => newTable(stack, 'Table'))).toEqual([
      messageMatching('Stack/Table', 'indexNotDeclared', "'byDate'", "QUERY.onIndexes('byDate')"),
    ]);
  });

  test('a Region without a replica', () => {
    expect(problemsOfDenial(TableDenial.DELETES, { regions: ['us-west-2'] }, globalTable)).toEqual([
      "[Stack/Table] the table has no replica in 'us-west-2'; expected one of the Regions with a replica: us-east-1, eu-west-1; add the "
        + 'replica to the table, or remove the Region from regions [cdk-dynamo-access:regionWithoutReplica]',
    ]);
  });
});

function globalTable(stack: Stack): TableV2 {
  return new TableV2(stack, 'Table', { partitionKey: { name: 'pk', type: AttributeType.STRING }, replicas: [{ region: 'us-east-1' }] });
}

test('a denial holds in the Regions of all replicas that the app declares', () => {
  const stack = newStack({}, ENV);
  TableAccessGrants.fromTable(globalTable(stack)).deny(lambdaRole(stack), TableDenial.features(TableFeature.DELETE_ITEM));

  expect(readableStatements(stack)).toEqual([{
    effect: 'Deny',
    actions: ['dynamodb:DeleteItem'],
    resources: ['<TableCD117FA1.Arn>', 'arn:<AWS::Partition>:dynamodb:us-east-1:111122223333:table/<TableCD117FA1>'],
  }]);
});

test('a denial for a role that takes no policies fails at synthesis', () => {
  const stack = newStack();
  const role = Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/app', { mutable: false });
  TableAccessGrants.fromTable(newTable(stack, 'Table')).deny(role, TableDenial.DELETES);

  expect(problemsOf(stack)).toEqual([
    '[Stack/Table] this app cannot change the permissions of Stack/Role, so this denial denies nothing; expected a role, a user or a group '
      + 'that accepts policies; deny the actions where the role is defined [cdk-dynamo-access:denialWithoutEffect]',
  ]);
});

test('what a denied feature does with the account stays allowed for other tables', () => {
  const stack = newStack();
  const [orders, customers] = ['Orders', 'Customers'].map((id) => newTable(stack, id, { stream: StreamViewType.NEW_IMAGE }));
  const access = new DynamoAccessRole(stack, 'Access', { table: customers, features: [TableFeature.STREAM_TRIGGER], logs: RoleLogs.none() });
  access.denyTableAccess({ table: orders, denials: [TableDenial.features(TableFeature.STREAM_TRIGGER)] });

  expect(readableStatements(stack).filter(({ effect }) => effect === 'Deny').flatMap(({ resources }) => resources))
    .toEqual(['<OrdersA9B65338.Arn>/stream/*']);
});

test('a denial holds in the Regions that a Table replicates to by replicationRegions', () => {
  const stack = newStack({}, ENV);
  const table = newTable(stack, 'Table', { replicationRegions: ['us-east-1'] });
  TableAccessGrants.fromTable(table).deny(lambdaRole(stack), TableDenial.features(TableFeature.DELETE_ITEM));

  expect(readableStatements(stack).filter(({ effect }) => effect === 'Deny')).toEqual([{
    effect: 'Deny',
    actions: ['dynamodb:DeleteItem'],
    resources: ['<TableCD117FA1.Arn>', 'arn:<AWS::Partition>:dynamodb:us-east-1:111122223333:table/<TableCD117FA1>'],
  }]);
});

test('what is denied is not allowed in vain, in transactions neither', () => {
  const stack = newStack();
  const table = newTable(stack, 'Table');
  new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.TRANSACT_WRITE], logs: RoleLogs.none() })
    .denyTableAccess({ table, denials: [TableDenial.DELETES] });

  expect(statementsOf(stack).filter(({ effect }) => effect === undefined).flatMap(({ actions }) => actions).sort())
    .toEqual(['dynamodb:ConditionCheckItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem']);
});

test('a denial of the stream leaves nothing of a feature that reads it, which fails at synthesis', () => {
  const stack = newStack();
  const table = newTable(stack, 'Table', { stream: StreamViewType.NEW_IMAGE });
  new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.STREAM_READ], logs: RoleLogs.none() })
    .denyTableAccess({ table, denials: [TableDenial.features(TableFeature.STREAM_READ)] });

  expect(problemsOf(stack)).toEqual([messageMatching('Stack/Access', 'featureDenied', 'STREAM_READ')]);
});

test('a denial of the stream of another table is no matter of this one', () => {
  const stack = newStack();
  const table = newTable(stack, 'Table', { stream: StreamViewType.NEW_IMAGE });
  new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.STREAM_READ], logs: RoleLogs.none() })
    .denyTableAccess({ table: newTable(stack, 'Other'), denials: [TableDenial.features(TableFeature.STREAM_READ)] });

  expect(permissionsOf(stack)).toContain('dynamodb:GetRecords on <TableCD117FA1.StreamArn>');
});
