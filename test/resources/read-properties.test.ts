import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Aws, CfnCondition, CfnMapping, CfnParameter, CfnResource, Fn, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { CfnPolicy, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnKey, Key } from 'aws-cdk-lib/aws-kms';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { readProperty } from '../../src/resources/read-properties';
import { TemplateValue } from '../../src/resources/template-value';
import { ENV, newStack, readable } from '../support/app';
import '../support/quiet';

const keySchema = [{ attributeName: 'pk', keyType: 'HASH' }];

function newTable(stack: Stack, props: object = {}): CfnTable {
  return new CfnTable(stack, 'Table', { keySchema, ...props });
}

function addConditions(stack: Stack): void {
  for (const name of ['First', 'Second']) new CfnCondition(stack, name, { expression: Fn.conditionEquals(Aws.STACK_NAME, name) });
}

/** Texts as a template has them. */
function inTemplate(stack: Stack, value: TemplateValue): string[] {
  return value.texts().map((text) => readable(stack.resolve(text)));
}

describe('a property is read as the template will have it:', () => {
  const encryption = (stack: Stack, props: object) => readProperty(newTable(stack, props), 'SSESpecification');

  test('with the names of CloudFormation', () => {
    const value = encryption(newStack(), { sseSpecification: { sseEnabled: true, kmsMasterKeyId: '1234abcd' } });

    expect(value.renderJson()).toEqual([{ SSEEnabled: true, KMSMasterKeyId: '1234abcd' }]);
  });

  test('with lazy values produced', () => {
    const value = encryption(newStack(), { sseSpecification: Lazy.any({ produce: () => ({ sseEnabled: Lazy.any({ produce: () => true }) }) }) });

    expect(value.renderJson()).toEqual([{ SSEEnabled: true }]);
  });

  test('with an override of the whole', () => {
    const table = newTable(newStack(), { sseSpecification: { sseEnabled: false } });
    table.addPropertyOverride('SSESpecification', { SSEEnabled: true, KMSMasterKeyId: '1234abcd' });

    expect(readProperty(table, 'SSESpecification').renderJson()).toEqual([{ SSEEnabled: true, KMSMasterKeyId: '1234abcd' }]);
  });

  test('with an override of a part', () => {
    const table = newTable(newStack(), { sseSpecification: { sseEnabled: true, kmsMasterKeyId: '1234abcd' } });
    table.addPropertyOverride('SSESpecification.SSEType', 'KMS');

    expect(readProperty(table, 'SSESpecification').renderJson()).toEqual([{ SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: '1234abcd' }]);
  });

  test('with an override of an element of a list', () => {
    const table = newTable(newStack(), { keySchema: [...keySchema, { attributeName: 'sk', keyType: 'RANGE' }] });
    table.addPropertyOverride('KeySchema.1.AttributeName', 'date');

    expect(readProperty(table, 'KeySchema').elements().flatMap((key) => key.property('AttributeName').texts())).toEqual(['pk', 'date']);
  });

  test('without what an override deletes', () => {
    const table = newTable(newStack(), { sseSpecification: { sseEnabled: true } });
    table.addPropertyDeletionOverride('SSESpecification');

    expect(readProperty(table, 'SSESpecification').isAbsent).toBe(true);
  });

  test('of a generic resource', () => {
    const table = new CfnResource(newStack(), 'Table', { type: 'AWS::DynamoDB::Table', properties: { TableName: 'orders' } });

    expect(readProperty(table, 'TableName').texts()).toEqual(['orders']);
  });

  test('of a resource that an included template declares', () => {
    const templateFile = join(mkdtempSync(join(tmpdir(), 'include-')), 'template.json');
    writeFileSync(templateFile, JSON.stringify({
      Conditions: { Prod: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } },
      Resources: {
        Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: {} } },
        Table: {
          Type: 'AWS::DynamoDB::Table',
          Properties: {
            KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
            SSESpecification: { 'Fn::If': ['Prod', { SSEEnabled: true, KMSMasterKeyId: { 'Fn::Sub': '${Key.Arn}' } }, { Ref: 'AWS::NoValue' }] },
          },
        },
      },
    }));
    const stack = newStack();
    const table = new CfnInclude(stack, 'Include', { templateFile }).getResource('Table');

    expect(inTemplate(stack, readProperty(table, 'SSESpecification').property('KMSMasterKeyId'))).toEqual(['<Key.Arn>']);
  });

  test('of a resource that stays out of the template, as nothing', () => {
    class Absent extends CfnPolicy {
      protected shouldSynthesize(): boolean {
        return false;
      }
    }
    const policy = new Absent(newStack(), 'Policy', { policyName: 'none', policyDocument: {}, roles: ['reader'] });

    expect(readProperty(policy, 'Roles').isAbsent).toBe(true);
  });
});

describe('reading a property', () => {
  test('leaves the lazy values of other properties alone', () => {
    const produce = jest.fn(() => { throw new Error('not yet'); });
    const table = newTable(newStack(), { tableName: 'orders', sseSpecification: Lazy.any({ produce }) });

    expect(readProperty(table, 'TableName').texts()).toEqual(['orders']);
    expect(produce).not.toHaveBeenCalled();
  });

  test('leaves a policy document open to further statements', () => {
    const document = new PolicyDocument({ statements: [new PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] })] });
    const policy = new CfnPolicy(newStack(), 'Policy', { policyName: 'mine', policyDocument: document });
    readProperty(policy, 'PolicyDocument');

    expect(() => document.addStatements(new PolicyStatement({ actions: ['s3:PutObject'], resources: ['*'] }))).not.toThrow();
  });

  test('changes nothing in the template', () => {
    const stack = newStack();
    const table = newTable(stack, { sseSpecification: { sseEnabled: true } });
    table.addPropertyOverride('TableName', 'orders');
    for (const name of ['TableName', 'SSESpecification', 'Replicas']) readProperty(table, name);

    expect(Object.values(Template.fromStack(stack).findResources('AWS::DynamoDB::Table'))[0].Properties).toEqual({
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }], SSESpecification: { SSEEnabled: true }, TableName: 'orders',
    });
  });

  test('gives the same text for the same intrinsic function each time', () => {
    const table = newTable(newStack(), { tableName: Fn.select(0, Fn.split('-', Aws.STACK_NAME)) });

    expect(readProperty(table, 'TableName').texts()).toEqual(readProperty(table, 'TableName').texts());
  });
});

describe('a reference', () => {
  test.each<[string, (key: CfnKey) => unknown]>([
    ['of CDK', (key) => key.attrArn],
    ['as Fn::GetAtt', () => Fn.getAtt('Key', 'Arn')],
    ['as Fn::GetAtt in an override', () => ({ 'Fn::GetAtt': ['Key', 'Arn'] })],
    ['as Fn::GetAtt in one text', () => ({ 'Fn::GetAtt': 'Key.Arn' })],
    ['in Fn::Sub', () => Fn.sub('${Key.Arn}')],
    ['in Fn::Sub with variables', (key) => Fn.sub('${Arn}', { Arn: key.attrArn })],
    ['in Fn::Join', (key) => Fn.join('', [key.attrArn])],
  ])('%s can be used in another stack', (_kind, makeId) => {
    const app = new App();
    const [owner, other] = [new Stack(app, 'Owner', { env: ENV }), new Stack(app, 'Other', { env: ENV })];
    const key = new CfnKey(owner, 'Key');
    const table = newTable(owner);
    table.addPropertyOverride('SSESpecification.KMSMasterKeyId', makeId(key));
    const [arn] = readProperty(table, 'SSESpecification').property('KMSMasterKeyId').texts();
    new CfnResource(other, 'Reader', { type: 'Custom::Reader', properties: { Arn: arn } });

    expect(Object.values(Template.fromStack(other).findResources('Custom::Reader'))[0].Properties.Arn).toEqual({
      'Fn::ImportValue': 'Owner:ExportsOutputFnGetAttKeyArn66D44B37',
    });
  });

  test('to a key of another stack stays one', () => {
    const app = new App();
    const [keys, owner] = [new Stack(app, 'Keys', { env: ENV }), new Stack(app, 'Owner', { env: ENV })];
    const table = newTable(owner, { sseSpecification: { sseEnabled: true, kmsMasterKeyId: new Key(keys, 'Key').keyArn } });

    expect(inTemplate(keys, readProperty(table, 'SSESpecification').property('KMSMasterKeyId'))).toEqual(['<Key961B73FD.Arn>']);
  });

  test.each([
    ['the Region', 'AWS::Region', 'eu-west-1'], ['the account', 'AWS::AccountId', '111122223333'], ['the partition', 'AWS::Partition', '<AWS::Partition>'],
    ['the DNS suffix', 'AWS::URLSuffix', '<AWS::URLSuffix>'], ['the name of the stack', 'AWS::StackName', '<AWS::StackName>'],
  ])('to %s of the stack is what another stack can use, where the app knows it', (_kind, name, text) => {
    const stack = newStack({}, ENV);
    const table = newTable(stack);
    table.addPropertyOverride('TableName', { Ref: name });

    expect(inTemplate(stack, readProperty(table, 'TableName'))).toEqual([text]);
  });

  test('to what the stack doesn\'t declare stays as it is', () => {
    const stack = newStack();
    const table = newTable(stack);
    table.addPropertyOverride('TableName', { 'Fn::Sub': '${Elsewhere}-${!Literal}-${Elsewhere.Arn}' });

    expect(inTemplate(stack, readProperty(table, 'TableName'))).toEqual(['<Elsewhere>-${Literal}-<Elsewhere.Arn>']);
  });
});

describe('a condition', () => {
  function branches(makeValue: (stack: Stack) => unknown): TemplateValue {
    const stack = newStack();
    addConditions(stack);
    new CfnMapping(stack, 'Map', { mapping: { a: { b: 'c' } } });
    new CfnParameter(stack, 'Parameter');
    const table = newTable(stack);
    table.addPropertyOverride('GlobalSecondaryIndexes', makeValue(stack));
    return readProperty(table, 'GlobalSecondaryIndexes');
  }
  const NO_VALUE = { Ref: 'AWS::NoValue' };
  const names = (value: TemplateValue) => value.elements().flatMap((index) => index.property('IndexName').texts());

  test.each<[string, unknown, string[]]>([
    ['the list', { 'Fn::If': ['First', [{ IndexName: 'one' }], [{ IndexName: 'two' }]] }, ['one', 'two']],
    ['the list, or nothing', { 'Fn::If': ['First', [{ IndexName: 'one' }], NO_VALUE] }, ['one']],
    ['an element', [{ IndexName: 'one' }, { 'Fn::If': ['First', { IndexName: 'two' }, NO_VALUE] }], ['one', 'two']],
    ['a text', [{ IndexName: { 'Fn::If': ['First', 'one', 'two'] } }], ['one', 'two']],
    ['a part of a text', [{ IndexName: { 'Fn::Join': ['', ['by', { 'Fn::If': ['First', 'Date', 'Name'] }]] } }], ['byDate', 'byName']],
    ['a condition within a condition', { 'Fn::If': ['First', { 'Fn::If': ['Second', [{ IndexName: 'one' }], [{ IndexName: 'two' }]] }, []] }, ['one', 'two']],
  ])('around %s leaves open what is in its branches', (_kind, value, expected) => {
    expect(names(branches(() => value))).toEqual(expected);
  });

  test('holds or not wherever it stands', () => {
    expect(names(branches(() => ({
      'Fn::If': ['First', [{ IndexName: { 'Fn::If': ['First', 'one', 'never'] } }], [{ IndexName: { 'Fn::If': ['First', 'never', 'two'] } }]],
    })))).toEqual(['one', 'two']);
  });

  test('of which one branch is nothing may be absent', () => {
    const value = branches(() => ({ 'Fn::If': ['First', [], NO_VALUE] }));

    expect([value.mayBeAbsent, value.isAbsent, value.isUnknown]).toEqual([true, false, false]);
  });

  test('of which all branches are nothing is absent', () => {
    expect(branches(() => ({ 'Fn::If': ['First', NO_VALUE, { 'Fn::If': ['Second', NO_VALUE, NO_VALUE] }] })).isAbsent).toBe(true);
  });

  test.each<[string, unknown]>([
    ['a parameter', { Ref: 'Parameter' }],
    ['a mapping', { 'Fn::FindInMap': ['Map', 'a', 'b'] }],
    ['an import', { 'Fn::ImportValue': 'Indexes' }],
    ['a transform', { 'Fn::Transform': { Name: 'Indexes' } }],
    ['an object beside a transform', { 'IndexName': 'one', 'Fn::Transform': { Name: 'Indexes' } }],
    ['an override by index of a list that isn\'t there', { 0: { IndexName: 'one' } }],
    ['a text', 'indexes'],
    ['a malformed condition', { 'Fn::If': ['First', []] }],
    ['a branch that is a parameter', { 'Fn::If': ['First', [], { Ref: 'Parameter' }] }],
  ])('is no other than known to CloudFormation alone: %s in the place of a list', (_kind, value) => {
    expect(branches(() => value).elements().some(({ isUnknown }) => isUnknown)).toBe(true);
  });

  test('has one element where an object is in the place of a list', () => {
    expect(names(branches(() => ({ IndexName: 'one' })))).toEqual(['one']);
  });

  test('beside which a transform stands leaves properties unknown', () => {
    const [index] = branches(() => [{ 'Projection': {}, 'Fn::Transform': { Name: 'Index' } }]).elements();

    expect([index.property('IndexName').isUnknown, index.property('Projection').isUnknown]).toEqual([true, false]);
  });

  test('that a transform beside the properties may add is unknown', () => {
    const table = newTable(newStack());
    table.addPropertyOverride('Fn::Transform', { Name: 'AWS::Include', Parameters: { Location: 's3://bucket/properties' } });

    expect(readProperty(table, 'GlobalSecondaryIndexes').isUnknown).toBe(true);
  });
});

describe('a value is a text', () => {
  function enabled(value: unknown): TemplateValue {
    const stack = newStack();
    addConditions(stack);
    new CfnParameter(stack, 'Parameter');
    const table = newTable(stack);
    table.addPropertyOverride('SSESpecification.SSEEnabled', value);
    return readProperty(table, 'SSESpecification').property('SSEEnabled');
  }

  test.each<[string, unknown, boolean, boolean]>([
    ['itself', true, true, true],
    ['as text', 'true', true, true],
    ['in one of two branches', { 'Fn::If': ['First', true, false] }, false, true],
    ['or nothing', { 'Fn::If': ['First', true, { Ref: 'AWS::NoValue' }] }, false, true],
    ['of a parameter', { Ref: 'Parameter' }, false, true],
    ['in the place of another', false, false, false],
    ['of something that is no text', {}, false, false],
  ])('always, or maybe: %s', (_kind, value, always, maybe) => {
    expect([enabled(value).isAlways(true), enabled(value).mayBe(true)]).toEqual([always, maybe]);
  });

  test.each<[string, unknown, string | undefined]>([
    ['text', 'yes', 'yes'],
    ['the same in both branches', { 'Fn::If': ['First', 'yes', 'yes'] }, 'yes'],
    ['another in each branch', { 'Fn::If': ['First', 'yes', 'no'] }, undefined],
    ['nothing in one branch', { 'Fn::If': ['First', 'yes', { Ref: 'AWS::NoValue' }] }, undefined],
    ['a parameter', { Ref: 'Parameter' }, undefined],
    ['a list', [], undefined],
  ])('that is known before deployment, or not: %s', (_kind, value, expected) => {
    expect(enabled(value).knownText()).toBe(expected);
  });
});
