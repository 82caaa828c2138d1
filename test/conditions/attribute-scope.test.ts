import { findConditionsProblem } from '../../src/conditions/access-conditions';
import { AttributeScope } from '../../src/conditions/attribute-scope';
import { Conditions } from '../../src/conditions/conditions';
import { TableFeature } from '../../src/features/table-feature';
import { describeProblem } from '../../src/problems/problem';
import { NAMED_FEATURES } from '../support/features';

const NAMED = AttributeScope.ofAttributes('sk', 'pk', 'name');

const NAMES: Conditions = {
  'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['name', 'pk', 'sk'] },
  'Null': { 'dynamodb:Attributes': 'false' },
};

function problemOf(feature: TableFeature, attributes: AttributeScope): string | undefined {
  const problem = findConditionsProblem([feature], { attributes });
  return problem && describeProblem(problem);
}

function takenBy(attributes: AttributeScope, narrow = (feature: TableFeature) => feature): string[] {
  return NAMED_FEATURES.filter(([, feature]) => problemOf(narrow(feature), attributes) === undefined).map(([name]) => name).sort();
}

describe('attributes by name demand', () => {
  test.each(['PartiQLSelect', 'Query', 'Scan'])('of %s to list the attributes that it wants', (name) => {
    expect(NAMED._toConditions(`dynamodb:${name}`)).toEqual({ ...NAMES, StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } });
  });

  test.each(['BatchGetItem', 'GetItem'])('of %s, which has no parameter Select, not to ask for all attributes', (name) => {
    expect(NAMED._toConditions(`dynamodb:${name}`)).toEqual({ ...NAMES, StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } });
  });

  test('of UpdateItem to get back no more than it wrote', () => {
    expect(NAMED._toConditions('dynamodb:UpdateItem'))
      .toEqual({ ...NAMES, StringEquals: { 'dynamodb:ReturnValues': ['NONE', 'UPDATED_NEW', 'UPDATED_OLD'] } });
  });

  test('of PartiQLUpdate to get back no more than it wrote, if it gets back anything', () => {
    expect(NAMED._toConditions('dynamodb:PartiQLUpdate'))
      .toEqual({ ...NAMES, StringEqualsIfExists: { 'dynamodb:ReturnValues': ['NONE', 'UPDATED_NEW', 'UPDATED_OLD'] } });
  });

  test('of PartiQLInsert, which returns nothing, the attributes alone', () => {
    expect(NAMED._toConditions('dynamodb:PartiQLInsert')).toEqual(NAMES);
  });

  test('with returningNothing(), of writers to get nothing back', () => {
    expect(NAMED.returningNothing()._toConditions('dynamodb:UpdateItem')).toEqual({ ...NAMES, StringEquals: { 'dynamodb:ReturnValues': 'NONE' } });
  });

  test('with returningNothing(), of reads the same as without', () => {
    expect(NAMED.returningNothing()._toConditions('dynamodb:Query')).toEqual(NAMED._toConditions('dynamodb:Query'));
  });

  test('no other features than these', () => {
    expect(takenBy(NAMED)).toEqual([
      'BATCH_READ', 'PARTIQL_INSERT', 'PARTIQL_SELECT', 'PARTIQL_UPDATE', 'QUERY', 'READ_ITEM', 'SCAN', 'UPDATE_ITEM',
    ]);
  });
});

describe('projections demand', () => {
  test.each(['PartiQLSelect', 'Query', 'Scan'])('of %s to ask for them', (name) => {
    expect(AttributeScope.ofProjections()._toConditions(`dynamodb:${name}`))
      .toEqual({ StringEquals: { 'dynamodb:Select': 'ALL_PROJECTED_ATTRIBUTES' } });
  });

  test('no other features than these, on named indexes', () => {
    expect(takenBy(AttributeScope.ofProjections(), (feature) => feature.onIndexes('byDate'))).toEqual(['PARTIQL_SELECT', 'QUERY', 'SCAN']);
  });

  test('no other features than these, on any index', () => {
    expect(takenBy(AttributeScope.ofProjections(), (feature) => feature.onAnyIndex())).toEqual(['PARTIQL_SELECT', 'QUERY', 'SCAN']);
  });

  test('no feature that reaches a table', () => {
    expect(takenBy(AttributeScope.ofProjections())).toEqual([]);
  });
});

describe('writing alone demands', () => {
  test.each(['DeleteItem', 'PutItem', 'UpdateItem'])('of %s to get nothing back', (name) => {
    expect(AttributeScope.writeOnly()._toConditions(`dynamodb:${name}`)).toEqual({ StringEquals: { 'dynamodb:ReturnValues': 'NONE' } });
  });

  test.each(['PartiQLDelete', 'PartiQLUpdate'])('of %s to get nothing back, if it says what it wants', (name) => {
    expect(AttributeScope.writeOnly()._toConditions(`dynamodb:${name}`)).toEqual({ StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' } });
  });

  test.each(['BatchWriteItem', 'PartiQLInsert'])('nothing of %s, which returns nothing', (name) => {
    expect(AttributeScope.writeOnly()._toConditions(`dynamodb:${name}`)).toEqual({});
  });

  test('no other features than these', () => {
    expect(takenBy(AttributeScope.writeOnly())).toEqual([
      'BATCH_WRITE', 'DELETE_ITEM', 'PARTIQL_DELETE', 'PARTIQL_INSERT', 'PARTIQL_UPDATE', 'PUT_ITEM', 'UPDATE_ITEM',
    ]);
  });

  test('the same with returningNothing()', () => {
    expect(AttributeScope.writeOnly().returningNothing()._toConditions('dynamodb:PutItem'))
      .toEqual(AttributeScope.writeOnly()._toConditions('dynamodb:PutItem'));
  });
});

describe('the key attributes that are missing', () => {
  test.each<[string, AttributeScope, string[]]>([
    ['are none that is named', AttributeScope.ofAttributes('pk', 'sk', 'name'), []],
    ['are those that aren\'t named', AttributeScope.ofAttributes('pk', 'name'), ['sk']],
    ['can\'t be known where a name isn\'t known before deployment', AttributeScope.ofAttributes('pk', '${Token[TOKEN.1]}'), []],
    ['are none of projections', AttributeScope.ofProjections(), []],
    ['are none of writing alone', AttributeScope.writeOnly(), []],
  ])('%s', (_name, attributes, missing) => {
    expect(attributes._findMissingKeys(['pk', 'sk'])).toEqual(missing);
  });
});

describe('an attribute scope is an error with', () => {
  test.each<[string, TableFeature, AttributeScope, string]>([
    ['a feature that replaces items, beside attributes by name', TableFeature.PUT_ITEM, NAMED,
      'attributes cannot limit PUT_ITEM, because dynamodb:PutItem replaces or removes whole items; expected features that keep the other '
        + 'attributes, such as UPDATE_ITEM; list the features without dynamodb:PutItem, or grant PUT_ITEM in another access without '
        + 'attributes'],
    ['a feature without attributes, beside attributes by name', TableFeature.DESCRIBE_TABLE, NAMED,
      'attributes cannot limit DESCRIBE_TABLE, because dynamodb:DescribeTable does not support dynamodb:Attributes; expected features whose '
        + 'requests name attributes; list the features without dynamodb:DescribeTable, or grant DESCRIBE_TABLE in another access without '
        + 'attributes'],
    ['a transaction, beside attributes by name', TableFeature.TRANSACT_READ, NAMED,
      'attributes cannot limit TRANSACT_READ, because dynamodb:GetItem is part of a transaction; expected features without transactions, '
        + 'because AWS does not document their attributes; list the features without dynamodb:GetItem, or grant TRANSACT_READ in another '
        + 'access without attributes'],
    ['a transaction, beside writing alone', TableFeature.CONDITION_CHECK, AttributeScope.writeOnly(),
      'attributes cannot limit CONDITION_CHECK, because dynamodb:ConditionCheckItem is part of a transaction; expected features without '
        + 'transactions, because AWS does not document their attributes; list the features without dynamodb:ConditionCheckItem, or grant '
        + 'CONDITION_CHECK in another access without attributes'],
    ['a query of the table, beside projections', TableFeature.QUERY, AttributeScope.ofProjections(),
      'attributes cannot limit QUERY, because dynamodb:Query also reads the table; expected a feature on indexes only, such as '
        + "QUERY.onIndexes('name'); list the features without dynamodb:Query, or grant QUERY in another access without attributes"],
    ['a writer, beside projections', TableFeature.CRUD.onIndexes('byDate'), AttributeScope.ofProjections(),
      "attributes cannot limit CRUD.onIndexes('byDate'), because dynamodb:GetItem reads no index; expected features that read indexes; list "
        + 'the features without dynamodb:GetItem, or grant CRUD in another access without attributes'],
    ['a feature that reads an item of the table as well, beside projections', TableFeature.custom({
      name: 'READS', why: 'to test it', tableActions: ['dynamodb:Query', 'dynamodb:GetItem'], indexActions: ['dynamodb:Query'],
    }).onIndexes('byDate'), AttributeScope.ofProjections(),
    "attributes cannot limit READS.onIndexes('byDate'), because dynamodb:GetItem reads no index; expected features that read indexes; list the "
      + 'features without dynamodb:GetItem, or grant READS in another access without attributes'],
    ['a reader, beside writing alone', TableFeature.READ_ITEM, AttributeScope.writeOnly(),
      'attributes cannot limit READ_ITEM, because dynamodb:GetItem does not write items; expected features that write items; list the features '
        + 'without dynamodb:GetItem, or grant READ_ITEM in another access without attributes'],
    ['no attribute', TableFeature.READ_ITEM, AttributeScope.ofAttributes(),
      'attributes has no name; expected the names of top-level attributes, each once; list the attributes, or leave attributes out'],
    ['an attribute twice', TableFeature.READ_ITEM, AttributeScope.ofAttributes('pk', 'pk'),
      "attributes has 'pk' twice; expected the names of top-level attributes, each once; correct the list"],
    ['an attribute without a name', TableFeature.READ_ITEM, AttributeScope.ofAttributes('pk', ''),
      'attributes has an empty name; expected the names of top-level attributes, each once; correct the list'],
    ['a list of attributes, in JavaScript', TableFeature.READ_ITEM, AttributeScope.ofAttributes(['pk', 'sk'] as any),
      "the attribute is ['pk', 'sk']; expected text; spread the list: write ... before it"],
  ])('%s', (_name, feature, attributes, problem) => {
    expect(problemOf(feature, attributes)).toBe(problem);
  });
});
