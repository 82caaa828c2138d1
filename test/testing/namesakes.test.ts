import { Template } from 'aws-cdk-lib/assertions';
import { AccessAssertions } from '../../src';

const SCANS = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'dynamodb:Scan', Resource: '*' }] };
const NOTHING = { ...SCANS, Statement: [{ ...SCANS.Statement[0], Effect: 'Deny', Action: 'dynamodb:PutItem' }] };
const TABLE = 'arn:aws:dynamodb:us-east-1:111111111111:table/orders';
const KEY_SCHEMA = [{ AttributeName: 'pk', KeyType: 'HASH' }];

type Resources = Record<string, object>;

/** Two resources with these properties, on opposite conditions. */
function choose(type: string, first: object, second: object): Resources {
  return {
    First: { Type: type, Condition: 'IsProd', Properties: first },
    Second: { Type: type, Condition: 'IsTest', Properties: second },
  };
}

function assertNoScan(resources: Resources, logicalId: string) {
  const template = Template.fromJSON({
    Parameters: { Stage: { Type: 'String' } },
    Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] }, IsTest: { 'Fn::Not': [{ Condition: 'IsProd' }] } },
    Resources: resources as never,
  });
  return () => AccessAssertions.fromTemplate(template).ofLogicalId(logicalId).denies('dynamodb:Scan', TABLE);
}

const inline = (document: object) => ({ Policies: [{ PolicyName: 'p', PolicyDocument: document }] });

/** Resources of one name with these policies, and a role or user `X` that has something to do with both. */
const CASES: Record<string, (first: object, second: object) => Resources> = {
  'managed policies': (first, second) => ({
    ...choose('AWS::IAM::ManagedPolicy', { ManagedPolicyName: 'm', PolicyDocument: first }, { ManagedPolicyName: 'm', PolicyDocument: second }),
    X: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {}, ManagedPolicyArns: ['arn:aws:iam::111111111111:policy/m'] } },
  }),
  'groups': (first, second) => ({
    ...choose('AWS::IAM::Group', { GroupName: 'g', ...inline(first) }, { GroupName: 'g', ...inline(second) }),
    X: { Type: 'AWS::IAM::User', Properties: { Groups: ['g'] } },
  }),
  'tables': (first, second) => {
    const [one, other] = [first, second].map((document: any) => ({
      TableName: 'orders',
      KeySchema: KEY_SCHEMA,
      ResourcePolicy: { PolicyDocument: { ...document, Statement: document.Statement.map((each: object) => ({ ...each, Principal: { AWS: '111111111111' } })) } },
    }));
    return { ...choose('AWS::DynamoDB::Table', one, other), X: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {}, ...inline(SCANS) } } };
  },
};

describe.each(['managed policies', 'groups'])('%s of one name on opposite conditions', (name) => {
  test('may both be there', () => {
    expect(assertNoScan(CASES[name](NOTHING, SCANS), 'X')).toThrow(/^It is unknown whether .*X is allowed dynamodb:Scan .* because that depends on Template\/Second.Condition/);
    expect(assertNoScan(CASES[name](SCANS, NOTHING), 'X')).toThrow(/^It is unknown whether .*X is allowed dynamodb:Scan .* because that depends on Template\/First.Condition/);
  });

  test('allow only what one of them allows', () => {
    expect(assertNoScan(CASES[name](NOTHING, NOTHING), 'X')).not.toThrow();
  });
});

test('tables of one name on opposite conditions may both be there', () => {
  const deny = { ...SCANS, Statement: [{ ...SCANS.Statement[0], Effect: 'Deny' }] };

  expect(assertNoScan(CASES.tables(deny, NOTHING), 'X')).toThrow('Template/X is allowed dynamodb:Scan');
  expect(assertNoScan(CASES.tables(NOTHING, deny), 'X')).toThrow('Template/X is allowed dynamodb:Scan');
});

test('roles of one name on opposite conditions may both be that of a function', () => {
  const role = (document: object) => ({ RoleName: 'reader', AssumeRolePolicyDocument: {}, ...inline(document) });
  const fn = { Type: 'AWS::Lambda::Function', Properties: { Role: 'arn:aws:iam::111111111111:role/reader' } };
  const { First: only } = choose('AWS::IAM::Role', role(NOTHING), {});

  expect(assertNoScan({ ...choose('AWS::IAM::Role', role(NOTHING), role(SCANS)), F: fn }, 'F')).toThrow('assert each of the roles: First, Second');
  expect(assertNoScan({ First: only, F: fn }, 'F')).not.toThrow();
});
