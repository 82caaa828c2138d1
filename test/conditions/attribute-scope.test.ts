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
  test.each(['BatchGetItem', 'GetItem', 'PartiQLSelect', 'Query', 'Scan'])('of %s to list the attributes that it wants', (name) => {
    expect(NAMED._toConditions(`dynamodb:${name}`)).toEqual({ ...NAMES, StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } });
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

describe('fails when given', () => {
  const REMEDY = 'in an access of its own, without attributes, or list the parts of it that are needed';

  test.each<[string, TableFeature, AttributeScope, string]>([
    ['a feature that replaces items, beside attributes by name', TableFeature.PUT_ITEM, NAMED,
      'feature PUT_ITEM beside attributes, with dynamodb:PutItem; expected features that leave the other attributes as they are, '
      + `such as UPDATE_ITEM; give PUT_ITEM ${REMEDY}`],
    ['a feature without attributes, beside attributes by name', TableFeature.DESCRIBE_TABLE, NAMED,
      `feature DESCRIBE_TABLE beside attributes, with dynamodb:DescribeTable; expected features whose requests name attributes; give DESCRIBE_TABLE ${REMEDY}`],
    ['a transaction, beside attributes by name', TableFeature.TRANSACT_READ, NAMED,
      "feature TRANSACT_READ beside attributes, with dynamodb:GetItem; expected no transactions, as AWS doesn't say which attributes of "
      + `theirs it compares; give TRANSACT_READ ${REMEDY}`],
    ['a transaction, beside writing alone', TableFeature.CONDITION_CHECK, AttributeScope.writeOnly(),
      "feature CONDITION_CHECK beside attributes, with dynamodb:ConditionCheckItem; expected no transactions, as AWS doesn't say which "
      + `attributes of theirs it compares; give CONDITION_CHECK ${REMEDY}`],
    ['a query of the table, beside projections', TableFeature.QUERY, AttributeScope.ofProjections(),
      "feature QUERY beside attributes, with dynamodb:Query; expected indexes alone, as in QUERY.onIndexes('name'); give QUERY "
      + REMEDY],
    ['a writer, beside projections', TableFeature.CRUD.onIndexes('byDate'), AttributeScope.ofProjections(),
      "feature CRUD.onIndexes('byDate') beside attributes, with dynamodb:GetItem; expected features that read indexes; "
      + `give CRUD ${REMEDY}`],
    ['a feature that reads an item of the table as well, beside projections', TableFeature.custom({
      name: 'READS', why: 'to test it', tableActions: ['dynamodb:Query', 'dynamodb:GetItem'], indexActions: ['dynamodb:Query'],
    }).onIndexes('byDate'), AttributeScope.ofProjections(),
    "feature READS.onIndexes('byDate') beside attributes, with dynamodb:GetItem; expected features that read indexes; "
      + `give READS ${REMEDY}`],
    ['a reader, beside writing alone', TableFeature.READ_ITEM, AttributeScope.writeOnly(),
      `feature READ_ITEM beside attributes, with dynamodb:GetItem; expected features that write items; give READ_ITEM ${REMEDY}`],
    ['no attribute', TableFeature.READ_ITEM, AttributeScope.ofAttributes(),
      'attributes []; expected the names of top-level attributes, at least one, each once; list the attributes, or leave the scope out'],
    ['an attribute twice', TableFeature.READ_ITEM, AttributeScope.ofAttributes('pk', 'pk'),
      "attributes ['pk', 'pk']; expected the names of top-level attributes, at least one, each once; list the attributes, or leave the scope out"],
    ['an attribute without a name', TableFeature.READ_ITEM, AttributeScope.ofAttributes('pk', ''),
      "attributes ['pk', '']; expected the names of top-level attributes, at least one, each once; list the attributes, or leave the scope out"],
    ['a list of attributes, in JavaScript', TableFeature.READ_ITEM, AttributeScope.ofAttributes(['pk', 'sk'] as any),
      'attribute pk,sk; expected text; spread the list: write ... before it'],
  ])('%s', (_name, feature, attributes, problem) => {
    expect(problemOf(feature, attributes)).toBe(problem);
  });
});
