import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AttributeType, ITableRef, Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { AttributeScope, DynamoAccessRole, RoleLogs, RowScope, TableFeature } from '../../src';
import { newCfnTable, newGlobalTable } from '../resources/tables';
import { addIndexes, FLAG_SETTINGS, newStack, newTable, statementsOf } from '../support/app';
import { messageMatching, problemsOf } from '../support/messages';
import '../support/quiet';

const TABLE = { 'Fn::GetAtt': ['TableCD117FA1', 'Arn'] };

function access(stack: Stack, table: ITableRef, attributes: AttributeScope, ...features: TableFeature[]): void {
  new DynamoAccessRole(stack, 'Access', { table, features, attributes, logs: RoleLogs.none() });
}

describe.each(FLAG_SETTINGS)('attributes, %s', (_flags, flags) => {
  const names = {
    'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['name', 'pk', 'sk'] },
    'Null': { 'dynamodb:Attributes': 'false' },
  };

  test('by name are a statement for reads and one for writers', () => {
    const stack = newStack(flags);
    access(stack, newTable(stack, 'Table'), AttributeScope.ofAttributes('pk', 'sk', 'name'), TableFeature.READ_ITEM, TableFeature.UPDATE_ITEM);

    expect(statementsOf(stack)).toEqual([
      { actions: ['dynamodb:GetItem'], resources: [TABLE], conditions: { ...names, StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } } },
      {
        actions: ['dynamodb:UpdateItem'],
        resources: [TABLE],
        conditions: { ...names, StringEquals: { 'dynamodb:ReturnValues': ['NONE', 'UPDATED_NEW', 'UPDATED_OLD'] } },
      },
    ]);
  });

  test('by name stand beside rows', () => {
    const stack = newStack(flags);
    new DynamoAccessRole(stack, 'Access', {
      table: newTable(stack, 'Table'),
      features: [TableFeature.QUERY.onTable()],
      rows: RowScope.ofValues('a'),
      attributes: AttributeScope.ofAttributes('pk', 'sk', 'name'),
      logs: RoleLogs.none(),
    });

    expect(statementsOf(stack)).toEqual([{
      actions: ['dynamodb:Query'],
      resources: [TABLE],
      conditions: {
        'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['a'], 'dynamodb:Attributes': ['name', 'pk', 'sk'] },
        'Null': { 'dynamodb:LeadingKeys': 'false', 'dynamodb:Attributes': 'false' },
        'StringEquals': { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
      },
    }]);
  });

  test('that an index projects are a statement on the index alone', () => {
    const stack = newStack(flags);
    const table = newTable(stack, 'Table');
    addIndexes(table, 'byCustomer');
    access(stack, table, AttributeScope.ofProjections(), TableFeature.QUERY.onIndexes('byCustomer'));

    expect(statementsOf(stack)).toEqual([{
      actions: ['dynamodb:Query'],
      resources: [{ 'Fn::Join': ['', [TABLE, '/index/byCustomer']] }],
      conditions: { StringEquals: { 'dynamodb:Select': 'ALL_PROJECTED_ATTRIBUTES' } },
    }]);
  });

  test('of those that only write have no names', () => {
    const stack = newStack(flags);
    access(stack, newTable(stack, 'Table'), AttributeScope.writeOnly(), TableFeature.PUT_ITEM, TableFeature.BATCH_WRITE);

    expect(statementsOf(stack)).toEqual([
      { actions: ['dynamodb:BatchWriteItem'], resources: [TABLE] },
      { actions: ['dynamodb:PutItem'], resources: [TABLE], conditions: { StringEquals: { 'dynamodb:ReturnValues': 'NONE' } } },
    ]);
  });
});

describe('key attributes', () => {
  const partitionKey = { name: 'pk', type: AttributeType.STRING };
  const keySchema = (name: string) => [{ attributeName: name, keyType: 'HASH' }];
  const indexOn = (name: string) => ({ indexName: 'byDate', keySchema: keySchema(name), projection: { projectionType: 'ALL' } });

  const TABLES: [string, (stack: Stack) => ITableRef][] = [
    ['a Table', (stack) => {
      const table = new Table(stack, 'Table', { partitionKey });
      table.addGlobalSecondaryIndex({ indexName: 'byDate', partitionKey: { name: 'date', type: AttributeType.STRING } });
      return table;
    }],
    ['a TableV2', (stack) => new TableV2(stack, 'Table', {
      partitionKey,
      globalSecondaryIndexes: [{ indexName: 'byDate', partitionKey: { name: 'date', type: AttributeType.STRING } }],
    })],
    ['a TableV2 with a local index', (stack) => new TableV2(stack, 'Table', {
      partitionKey,
      sortKey: partitionKey,
      localSecondaryIndexes: [{ indexName: 'byDate', sortKey: { name: 'date', type: AttributeType.STRING } }],
    })],
    ['a CfnTable', (stack) => newCfnTable(stack, { globalSecondaryIndexes: [indexOn('date')] })],
    ['a CfnGlobalTable', (stack) => newGlobalTable(stack, { globalSecondaryIndexes: [indexOn('date')] })],
  ];

  describe.each(TABLES)('of %s', (_kind, makeTable) => {
    function stackWith(attributes: AttributeScope, feature: TableFeature): Stack {
      const stack = newStack();
      access(stack, makeTable(stack), attributes, feature);
      return stack;
    }

    test('that are missing fail at synthesis', () => {
      expect(problemsOf(stackWith(AttributeScope.ofAttributes('name'), TableFeature.READ_ITEM)))
        .toEqual(["[Stack/Access] attributes lacks the key attribute 'pk'; expected all key attributes of the table and of the indexes that "
          + "the features use; add 'pk' [cdk-dynamo-access:keyAttributeMissing]"]);
    });

    test('that are missing for an index that the feature reaches fail at synthesis', () => {
      expect(problemsOf(stackWith(AttributeScope.ofAttributes('name'), TableFeature.QUERY)))
        .toEqual([messageMatching('Stack/Access', 'keyAttributeMissing', "'pk'", "'date'")]);
    });

    test.each([
      ['a feature on that index alone', TableFeature.QUERY.onIndexes('byDate')],
      ['a feature on any index', TableFeature.QUERY.onAnyIndex()],
    ])('that are missing for %s fail at synthesis', (_name, feature) => {
      expect(problemsOf(stackWith(AttributeScope.ofAttributes('pk'), feature))).toEqual([messageMatching('Stack/Access', 'keyAttributeMissing', "'date'")]);
    });

    test.each([
      ['a feature on the table alone', TableFeature.QUERY.onTable()],
      ['a feature that reaches no index', TableFeature.READ_ITEM],
    ])('of its indexes are not asked for by %s', (_name, feature) => {
      expect(() => Template.fromStack(stackWith(AttributeScope.ofAttributes('pk'), feature))).not.toThrow();
    });

    test('that are all there do not fail', () => {
      expect(() => Template.fromStack(stackWith(AttributeScope.ofAttributes('pk', 'date'), TableFeature.QUERY))).not.toThrow();
    });
  });

  test('of an index that is added after the access are asked for', () => {
    const stack = newStack();
    const table = newTable(stack, 'Table');
    access(stack, table, AttributeScope.ofAttributes('pk', 'sk'), TableFeature.QUERY);
    addIndexes(table, 'byDate');

    expect(problemsOf(stack)).toEqual([messageMatching('Stack/Access', 'keyAttributeMissing', "'byDateKey'")]);
  });

  test('of an index that another feature of the access names are asked for', () => {
    const stack = newStack();
    const table = newTable(stack, 'Table');
    addIndexes(table, 'byDate', 'byCustomer');
    access(stack, table, AttributeScope.ofAttributes('pk', 'sk'), TableFeature.QUERY.onIndexes('byDate'), TableFeature.SCAN.onTable());

    expect(problemsOf(stack)).toEqual([messageMatching('Stack/Access', 'keyAttributeMissing', "'byDateKey'")]);
  });

  test('of an import are not known, so not asked for', () => {
    const stack = newStack();
    access(stack, Table.fromTableName(stack, 'Table', 'orders'), AttributeScope.ofAttributes('name'), TableFeature.READ_ITEM);

    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('are not asked for where no attributes are named', () => {
    const stack = newStack();
    access(stack, newTable(stack, 'Table'), AttributeScope.writeOnly(), TableFeature.PUT_ITEM);

    expect(() => Template.fromStack(stack)).not.toThrow();
  });
});
