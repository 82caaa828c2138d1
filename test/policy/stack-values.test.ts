import { CfnCondition, CfnElement, CfnMapping, CfnOutput, CfnParameter, CfnResource, Fn, NestedStack, Stack } from 'aws-cdk-lib';
import { newApp, read, resolved } from './assemblies';
import { EnvironmentPart } from '../../src/policy/stack-values';

const ENVIRONMENT_PARTS: readonly EnvironmentPart[] = ['account', 'region'];

function resource(stack: Stack, id: string, type: string, properties: object = {}): CfnResource {
  return new CfnResource(stack, id, { type, properties: { ...properties } });
}

describe('an expression', () => {
  test.each<[string, unknown, unknown]>([
    ['plain text', 'text', 'text'],
    ['a number', 7, 7],
    ['the account', { Ref: 'AWS::AccountId' }, '111122223333'],
    ['the Region', { Ref: 'AWS::Region' }, 'eu-west-1'],
    ['the partition', { Ref: 'AWS::Partition' }, 'aws'],
    ['the URL suffix', { Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
    ['the name of the stack', { Ref: 'AWS::StackName' }, 'Stack'],
    ['a part of the id of the stack', { 'Fn::Select': [1, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] }, 'Stack'],
    ['a joined text', { 'Fn::Join': [':', ['a', { Ref: 'AWS::Region' }]] }, 'a:eu-west-1'],
    ['a joined list', { 'Fn::Join': ['-', { 'Fn::Split': [',', 'a,b'] }] }, 'a-b'],
    ['a split text', { 'Fn::Split': [',', 'a,b'] }, ['a', 'b']],
    ['a selected part', { 'Fn::Select': ['1', ['a', 'b']] }, 'b'],
    ['a substitution', { 'Fn::Sub': 'a-${AWS::Region}-${!aws:username}' }, 'a-eu-west-1-${aws:username}'],
    ['a substitution of its own values', { 'Fn::Sub': ['${Name}-${AWS::Region}', { Name: { Ref: 'AWS::AccountId' } }] }, '111122223333-eu-west-1'],
    ['something without a value', { a: { Ref: 'AWS::NoValue' }, b: 1 }, { b: 1 }],
    ['a list with something without a value', [{ Ref: 'AWS::NoValue' }, 'b'], ['b']],
  ])('that is %s is resolved', (_name, expression, expected) => {
    expect(resolved({ inside: expression })).toEqual({ value: { inside: expected }, unresolved: [] });
  });

  test.each<[string, unknown, string]>([
    ['an unknown function', { 'Fn::GetAZs': '' }, 'Fn::GetAZs is not resolved'],
    ['a missing resource', { Ref: 'Missing' }, 'the template has no Missing'],
    ['an unknown export', { 'Fn::ImportValue': 'Other:Export' }, 'no stack of this assembly exports Other:Export in the same account and Region'],
    ['a dynamic reference', { 'Fn::Sub': '{{resolve:ssm:/orders/table}}' }, 'it is looked up at deployment'],
    ['a part that is not there', { 'Fn::Select': [2, ['a', 'b']] }, 'there is no part 2'],
    ['a value of a mapping that is not there', { 'Fn::FindInMap': ['Map', 'a', 'b'] }, 'the mapping has no such value'],
    ['a text that is a list', { 'Fn::Join': ['', [{ 'Fn::Split': [',', 'a'] }]] }, '["a"] is no text'],
    ['a part within', { 'Fn::Join': ['', ['a', { Ref: 'Missing' }]] }, 'the template has no Missing'],
    ['an unknown condition', { 'Fn::If': ['Missing', 'a', 'b'] }, 'the template has no condition Missing'],
  ])('that has %s is noted down, and stays as it is', (_name, expression, problem) => {
    expect(resolved({ inside: [expression] })).toEqual({
      value: { inside: [expression] },
      unresolved: [{ path: 'Stack/Role.Properties.Policies.0.PolicyDocument.inside.0', expression, problem }],
    });
  });

  test('that is a text with a dynamic reference is noted down, and becomes a function, so that it is no name', () => {
    const expression = { 'Fn::Sub': '{{resolve:ssm:/orders/table}}' };

    expect(resolved({ inside: '{{resolve:ssm:/orders/table}}' })).toEqual({
      value: { inside: expression },
      unresolved: [{ path: 'Stack/Role.Properties.Policies.0.PolicyDocument.inside', expression, problem: 'it is looked up at deployment' }],
    });
  });

  test('may come from a mapping', () => {
    expect(resolved({ 'Fn::FindInMap': ['Map', { Ref: 'AWS::Region' }, 'name'] }, (stack) => {
      new CfnMapping(stack, 'Map', { mapping: { 'eu-west-1': { name: 'a' } } });
    })).toEqual({ value: 'a', unresolved: [] });
  });

  test.each<[string, unknown, string]>([
    ['Fn::Equals', Fn.conditionEquals('a', 'a'), 'yes'],
    ['Fn::Equals that doesn\'t hold', Fn.conditionEquals('a', Fn.ref('AWS::Region')), 'no'],
    ['Fn::Not', Fn.conditionNot(Fn.conditionEquals('a', 'b')), 'yes'],
    ['Fn::And', Fn.conditionAnd(Fn.conditionEquals('a', 'a'), Fn.conditionEquals('a', 'b')), 'no'],
    ['Fn::Or', Fn.conditionOr(Fn.conditionEquals('a', 'a'), Fn.conditionEquals('a', 'b')), 'yes'],
  ])('may depend on a condition with %s', (_name, expression, expected) => {
    expect(resolved({ 'Fn::If': ['Condition', 'yes', 'no'] }, (stack) => {
      new CfnCondition(stack, 'Condition', { expression: expression as never });
    })).toEqual({ value: expected, unresolved: [] });
  });

  test('may depend on a condition that depends on another', () => {
    expect(resolved({ 'Fn::If': ['Second', 'yes', 'no'] }, (stack) => {
      const first = new CfnCondition(stack, 'First', { expression: Fn.conditionEquals('a', 'b') });
      new CfnCondition(stack, 'Second', { expression: Fn.conditionNot(first) });
    })).toEqual({ value: 'yes', unresolved: [] });
  });

  test.each<[string, object, unknown]>([
    ['of text', { type: 'String', default: 'a' }, 'a'],
    ['of a number', { type: 'Number', default: 7 }, '7'],
    ['of a list', { type: 'CommaDelimitedList', default: 'a, b' }, ['a', 'b']],
  ])('may be a parameter %s with a default', (_name, props, expected) => {
    expect(resolved({ inside: { Ref: 'Parameter' } }, (stack) => { new CfnParameter(stack, 'Parameter', props); }))
      .toEqual({ value: { inside: expected }, unresolved: [] });
  });

  test('that depends on a condition on the default of a parameter is noted down: a deployment may give another value', () => {
    const { unresolved } = resolved({ 'Fn::If': ['IsProd', 'a', 'b'] }, (stack) => {
      new CfnParameter(stack, 'Stage', { default: 'test' });
      new CfnCondition(stack, 'IsProd', { expression: Fn.conditionEquals(Fn.ref('Stage'), 'prod') });
    });

    expect(unresolved.map(({ problem }) => problem)).toEqual(['a deployment may give the parameter Stage another value than its default']);
  });

  test('may depend on a condition on a parameter whose value is known', () => {
    expect(resolved({ 'Fn::If': ['IsProd', 'a', 'b'] }, (stack) => {
      new CfnParameter(stack, 'Stage', { default: 'test' });
      new CfnCondition(stack, 'IsProd', { expression: Fn.conditionEquals(Fn.ref('Stage'), 'prod') });
    }, { known: { 'Stack.Stage': 'prod' } })).toEqual({ value: 'a', unresolved: [] });
  });

  test.each<[string, string, EnvironmentPart]>([
    ['AWS::AccountId', 'a deployment chooses the account of Stack', 'account'],
    ['AWS::Region', 'a deployment chooses the Region of Stack', 'region'],
    ['AWS::Partition', 'a deployment chooses the Region of Stack', 'region'],
    ['AWS::URLSuffix', 'a deployment chooses the Region of Stack', 'region'],
  ])('that depends on a condition on %s is noted down if it is assumed', (name, problem, part) => {
    const define = (stack: Stack) => { new CfnCondition(stack, 'IsProd', { expression: Fn.conditionEquals(Fn.ref(name), 'prod') }); };
    const readWith = (...assumed: EnvironmentPart[]) => resolved({ 'Fn::If': ['IsProd', 'a', 'b'] }, define, { assumed });

    expect(readWith(part).unresolved.map((each) => each.problem)).toEqual([problem]);
    expect(readWith(...ENVIRONMENT_PARTS.filter((each) => each !== part))).toEqual({ value: 'b', unresolved: [] });
  });

  test('has an assumed account and Region outside of conditions', () => {
    expect(resolved({ 'Fn::Sub': '${AWS::Partition} ${AWS::AccountId} ${AWS::Region}' }, undefined, { assumed: ENVIRONMENT_PARTS }))
      .toEqual({ value: 'aws 111122223333 eu-west-1', unresolved: [] });
  });

  test('that depends on a condition on the account is known in a stack with env', () => {
    const app = newApp();
    const stack = new Stack(app, 'Stack', { env: { account: '111122223333' } });
    new CfnCondition(stack, 'IsProd', { expression: Fn.conditionEquals(Fn.ref('AWS::AccountId'), '111122223333') });
    resource(stack, 'Role', 'AWS::IAM::Role', { RoleName: { 'Fn::If': ['IsProd', 'a', 'b'] } });

    expect(read(app, { assumed: ENVIRONMENT_PARTS })).toMatchObject({ roles: [{ name: 'a' }], unresolved: [] });
  });

  test('has the default of a mapping only if the mapping cannot have the assumed Region', () => {
    const find = (...keys: unknown[]) => resolved({ 'Fn::FindInMap': ['Map', ...keys, { DefaultValue: 'other' }] }, (stack) => {
      new CfnMapping(stack, 'Map', { mapping: { 'eu-west-1': { name: 'a' } } });
    }, { assumed: ['region'] });
    const problems = (...keys: unknown[]) => find(...keys).unresolved.map(({ problem }) => problem);

    expect(problems({ Ref: 'AWS::Region' }, 'other')).toEqual(['a deployment chooses the Region of Stack']);
    expect(find({ Ref: 'AWS::Region' }, 'name')).toEqual({ value: 'a', unresolved: [] });
    expect(find('us-east-1', 'name')).toEqual({ value: 'other', unresolved: [] });
  });

  test('may be a parameter whose value is known', () => {
    expect(resolved({ Ref: 'Parameter' }, (stack) => { new CfnParameter(stack, 'Parameter'); }, { known: { 'Stack.Parameter': 'a' } }))
      .toEqual({ value: 'a', unresolved: [] });
  });

  test.each([[7], [['String']], [{ Ref: 'AWS::Region' }]])('that is a parameter with the type %j is noted down', (Type) => {
    class OddParameter extends CfnElement {
      public _toCloudFormation() { return { Parameters: { Parameter: { Type, Default: 'orders' } } }; }
    }
    const { unresolved } = resolved({ Ref: 'Parameter' }, (stack) => { new OddParameter(stack, 'Odd'); });

    expect(unresolved.map(({ problem }) => problem)).toEqual(['the type of the parameter Parameter is no text']);
  });

  test('that is a parameter without a default is noted down', () => {
    expect(resolved({ Ref: 'Parameter' }, (stack) => { new CfnParameter(stack, 'Parameter'); }).unresolved.map(({ problem }) => problem))
      .toEqual(['the parameter Parameter has no default']);
  });

  test('may be a parameter of Systems Manager that a stack creates', () => {
    expect(resolved({ Ref: 'Parameter' }, (stack) => {
      new CfnParameter(stack, 'Parameter', { type: 'AWS::SSM::Parameter::Value<String>', default: '/orders/table' });
      resource(stack, 'Ssm', 'AWS::SSM::Parameter', { Name: '/orders/table', Value: { Ref: 'AWS::Region' } });
    })).toEqual({ value: 'eu-west-1', unresolved: [] });
  });

  test.each<[string, unknown]>([
    ['AWS::SSM::Parameter::Value<String>', 'a, b'],
    ['AWS::SSM::Parameter::Value<List<String>>', ['a', 'b']],
    ['AWS::SSM::Parameter::Value<CommaDelimitedList>', ['a', 'b']],
    ['AWS::SSM::Parameter::Value<List<AWS::EC2::Subnet::Id>>', ['a', 'b']],
  ])('may be a parameter of Systems Manager of the type %s', (type, expected) => {
    expect(resolved({ inside: { Ref: 'Parameter' } }, (stack) => {
      new CfnParameter(stack, 'Parameter', { type, default: '/names' });
      resource(stack, 'Ssm', 'AWS::SSM::Parameter', { Name: '/names', Value: 'a, b', Type: 'StringList' });
    })).toEqual({ value: { inside: expected }, unresolved: [] });
  });

  test.each<[string, unknown, unknown]>([
    ['String', 'a,b', 'a,b'],
    ['CommaDelimitedList', 'a, b', ['a', 'b']],
    ['List<Number>', '1,2', ['1', '2']],
    ['CommaDelimitedList', { 'Fn::If': ['Maybe', 'a,b', 'c'] }, { 'Fn::If': ['Maybe', ['a', 'b'], ['c']] }],
    ['CommaDelimitedList', { 'Fn::ImportValue': 'x' }, { 'Fn::ImportValue': 'x' }],
    ['AWS::SSM::Parameter::Value<String>', '/names', 'c,d'],
    ['AWS::SSM::Parameter::Value<List<String>>', '/names', ['c', 'd']],
    ['AWS::SSM::Parameter::Name', '/names', '/names'],
  ])('of a nested stack may be a parameter of the type %s with the value %j', (type, given, expected) => {
    const app = newApp();
    const stack = new Stack(app, 'Stack');
    new CfnCondition(stack, 'Maybe', { expression: Fn.conditionEquals(new CfnParameter(stack, 'Text'), 'x') });
    resource(stack, 'Ssm', 'AWS::SSM::Parameter', { Name: '/names', Value: 'c,d' });
    const nested = new NestedStack(stack, 'Nested');
    const parameter = new CfnParameter(nested, 'Parameter', { type });
    resource(nested, 'Role', 'AWS::IAM::Role', { Value: { Ref: parameter.logicalId } });
    (nested.nestedStackResource as CfnResource).addPropertyOverride('Parameters.Parameter', given);

    expect(read(app).propertyAt({ stack: 'Stack/Nested', logicalId: 'Role' }, 'Value')).toEqual(expected);
  });

  test('that is a parameter of Systems Manager of somebody else is noted down', () => {
    expect(resolved({ Ref: 'Parameter' }, (stack) => {
      new CfnParameter(stack, 'Parameter', { type: 'AWS::SSM::Parameter::Value<String>', default: '/orders/table' });
    }).unresolved.map(({ problem }) => problem)).toEqual(['the parameter /orders/table of Systems Manager is not of this assembly']);
  });

  test('may be exported by another stack', () => {
    const app = newApp();
    const stack = new Stack(app, 'Data');
    new CfnOutput(stack, 'Output', { value: Fn.ref('AWS::Region'), exportName: Fn.sub('${AWS::StackName}-name') });
    resource(new Stack(app, 'Logic'), 'Role', 'AWS::IAM::Role', { RoleName: { 'Fn::ImportValue': 'Data-name' } });

    expect(read(app)).toMatchObject({ roles: [{ name: 'eu-west-1' }], unresolved: [] });
  });

  test('may be exported beside something whose name can\'t be known', () => {
    const app = newApp();
    const stack = new Stack(app, 'Data');
    new CfnOutput(stack, 'Strange', { value: 'b', exportName: Fn.importValue('other') });
    new CfnOutput(stack, 'Output', { value: 'a', exportName: 'name' });
    resource(new Stack(app, 'Logic'), 'Role', 'AWS::IAM::Role', { RoleName: { 'Fn::ImportValue': 'name' } });

    expect(read(app)).toMatchObject({ roles: [{ name: 'a' }], unresolved: [] });
  });

  test('isn\'t exported by a stack of another Region', () => {
    const app = newApp();
    new CfnOutput(new Stack(app, 'Data', { env: { region: 'us-east-1' } }), 'Output', { value: 'a', exportName: 'name' });
    resource(new Stack(app, 'Logic'), 'Role', 'AWS::IAM::Role', { RoleName: { 'Fn::ImportValue': 'name' } });

    expect(read(app).unresolved.map(({ problem }) => problem))
      .toEqual(['no stack of this assembly exports name in the same account and Region']);
  });

  test('that refers to itself is noted down', () => {
    expect(resolved({ Ref: 'Queue' }, (stack) => {
      resource(stack, 'Queue', 'AWS::SQS::Queue', { QueueName: { 'Fn::Sub': '${Queue}-2' } });
    }).unresolved).toEqual([{
      path: 'Stack/Queue.Properties.QueueName', expression: { 'Fn::Sub': '${Queue}-2' }, problem: 'it refers to itself',
    }]);
  });
});

describe('a resource', () => {
  const [REGIONAL, ACCOUNT] = ['eu-west-1:111122223333', '111122223333'];

  test.each<[string, string, object, string]>([
    ['AWS::DynamoDB::Table', 'Ref', {}, 'Stack-X-XXXXXXXXXXXX'],
    ['AWS::DynamoDB::Table', 'Arn', {}, `arn:aws:dynamodb:${REGIONAL}:table/Stack-X-XXXXXXXXXXXX`],
    ['AWS::DynamoDB::Table', 'StreamArn', { TableName: 'T' }, `arn:aws:dynamodb:${REGIONAL}:table/T/stream/2000-01-01T00:00:00.000`],
    ['AWS::DynamoDB::GlobalTable', 'Arn', { TableName: 'T' }, `arn:aws:dynamodb:${REGIONAL}:table/T`],
    ['AWS::IAM::Group', 'Arn', {}, `arn:aws:iam::${ACCOUNT}:group/Stack-X-XXXXXXXXXXXX`],
    ['AWS::IAM::ManagedPolicy', 'Ref', { ManagedPolicyName: 'P', Path: '/a/' }, `arn:aws:iam::${ACCOUNT}:policy/a/P`],
    ['AWS::IAM::Role', 'Ref', { RoleName: 'R' }, 'R'],
    ['AWS::IAM::Role', 'Arn', { RoleName: 'R', Path: '/service/' }, `arn:aws:iam::${ACCOUNT}:role/service/R`],
    ['AWS::IAM::User', 'Arn', {}, `arn:aws:iam::${ACCOUNT}:user/Stack-X-XXXXXXXXXXXX`],
    ['AWS::KMS::Key', 'Arn', {}, `arn:aws:kms:${REGIONAL}:key/Stack-X`],
    ['AWS::KMS::Key', 'Ref', {}, 'Stack-X'],
    ['AWS::KMS::ReplicaKey', 'Ref', { PrimaryKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/mrk-1' }, 'mrk-1'],
    ['AWS::KMS::ReplicaKey', 'Arn', { PrimaryKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/mrk-1' }, `arn:aws:kms:${REGIONAL}:key/mrk-1`],
    ['AWS::KMS::Alias', 'Ref', { AliasName: 'alias/a' }, 'alias/a'],
    ['AWS::Kinesis::Stream', 'Arn', {}, `arn:aws:kinesis:${REGIONAL}:stream/Stack-X-XXXXXXXXXXXX`],
    ['AWS::Lambda::Function', 'Arn', { FunctionName: 'F' }, `arn:aws:lambda:${REGIONAL}:function:F`],
    ['AWS::Logs::LogGroup', 'Arn', { LogGroupName: '/l' }, `arn:aws:logs:${REGIONAL}:log-group:/l:*`],
    ['AWS::Logs::LogStream', 'Ref', { LogGroupName: '/l' }, 'Stack-X-XXXXXXXXXXXX'],
    ['AWS::Logs::LogStream', 'Ref', { LogGroupName: '/l', LogStreamName: 's' }, 's'],
    ['AWS::S3::Bucket', 'Arn', { BucketName: 'b' }, 'arn:aws:s3:::b'],
    ['AWS::SNS::Topic', 'Ref', {}, `arn:aws:sns:${REGIONAL}:Stack-X-XXXXXXXXXXXX`],
    ['AWS::SQS::Queue', 'Ref', {}, `https://sqs.eu-west-1.amazonaws.com/${ACCOUNT}/Stack-X-XXXXXXXXXXXX`],
    ['AWS::SQS::Queue', 'Arn', { QueueName: 'q' }, `arn:aws:sqs:${REGIONAL}:q`],
  ])('%s has for %s with %j the value %s', (type, attribute, properties, expected) => {
    const expression = attribute === 'Ref' ? { Ref: 'X' } : { 'Fn::GetAtt': ['X', attribute] };

    expect(resolved(expression, (stack) => { resource(stack, 'X', type, properties); })).toEqual({ value: expected, unresolved: [] });
  });

  test('has the name that is known', () => {
    expect(resolved({ 'Fn::Sub': '${X.Arn}' }, (stack) => { resource(stack, 'X', 'AWS::DynamoDB::Table'); }, { known: { 'Stack.X': 'orders' } }).value)
      .toBe(`arn:aws:dynamodb:${REGIONAL}:table/orders`);
  });

  test('that is a replica key has the id that is known', () => {
    expect(resolved({ 'Fn::Sub': '${X} ${X.Arn}' }, (stack) => {
      resource(stack, 'X', 'AWS::KMS::ReplicaKey', { PrimaryKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/mrk-1' });
    }, { known: { 'Stack.X': 'mrk-2' } }).value).toBe(`mrk-2 arn:aws:kms:${REGIONAL}:key/mrk-2`);
  });

  test('of a type that isn\'t known has no value', () => {
    expect(resolved({ 'Fn::GetAtt': ['X', 'Arn'] }, (stack) => { resource(stack, 'X', 'AWS::EC2::VPC'); }).unresolved.map(({ problem }) => problem))
      .toEqual(['what Arn of AWS::EC2::VPC is cannot be known before deployment']);
  });

  test('whose name can\'t be known has an invented one, and is noted down', () => {
    const { value, unresolved } = resolved({ Ref: 'X' }, (stack) => {
      resource(stack, 'X', 'AWS::DynamoDB::Table', { TableName: { 'Fn::ImportValue': 'name' } });
    });

    expect([value, unresolved.map(({ path }) => path)]).toEqual(['Stack-X-XXXXXXXXXXXX', ['Stack/X.Properties.TableName']]);
  });

  test('is not there where its condition doesn\'t hold', () => {
    const app = newApp();
    const stack = new Stack(app, 'Stack');
    const role = resource(stack, 'Role', 'AWS::IAM::Role');
    role.cfnOptions.condition = new CfnCondition(stack, 'Never', { expression: Fn.conditionEquals('a', 'b') });

    expect(read(app).roles).toEqual([]);
  });

  test('is there where its condition can\'t be known, which is noted down', () => {
    const app = newApp();
    const stack = new Stack(app, 'Stack');
    const role = resource(stack, 'Role', 'AWS::IAM::Role');
    const parameter = new CfnParameter(stack, 'Parameter');
    role.cfnOptions.condition = new CfnCondition(stack, 'Maybe', { expression: Fn.conditionEquals(parameter, 'b') });

    expect(read(app)).toMatchObject({
      roles: [{ name: 'Stack-Role-XXXXXXXXXXXX' }],
      unresolved: [{ path: 'Stack/Role.Condition', problem: 'the parameter Parameter has no default' }],
    });
  });

  test.each([['cn-north-1', 'aws-cn', 'amazonaws.com.cn'], ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com']])(
    'in %s is of the partition %s', (region, partition, urlSuffix) => {
      expect(resolved({ 'Fn::Sub': '${AWS::Partition} ${AWS::URLSuffix}' }, undefined, { region }).value).toBe(`${partition} ${urlSuffix}`);
    });
});
