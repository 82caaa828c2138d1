import { ENV } from '../support/app';

/** A template that is odd but legal, or that a person might write by mistake, as CloudFormation would get it. */
export type OddTemplate = Readonly<Record<string, unknown>>;

type Resources = Readonly<Record<string, unknown>>;

const TABLE_ARN = { 'Fn::GetAtt': ['Orders', 'Arn'] };
const LITERAL_ARN = `arn:aws:dynamodb:${ENV.region}:${ENV.account}:table/Orders`;
const NO_VALUE = { Ref: 'AWS::NoValue' };
const VERSION = '2012-10-17';
const GET = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: TABLE_ARN };
const SCAN = { ...GET, Action: 'dynamodb:Scan' };

const maybe = (value: unknown, other: unknown = NO_VALUE) => ({ 'Fn::If': ['Maybe', value, other] });
const documentOf = (...statements: unknown[]) => ({ Version: VERSION, Statement: statements });
const inline = (document: unknown) => ({ Policies: [{ PolicyName: 'Inline', PolicyDocument: document }] });

function roleWith(properties: object): Resources {
  return { Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'clerk', AssumeRolePolicyDocument: {}, ...properties } } };
}

/** A template with a table, and a role that has these properties. */
function withRole(properties: object, more: Resources = {}, rest: object = {}): OddTemplate {
  return {
    Parameters: { Text: { Type: 'String' }, Number: { Type: 'Number', Default: 3 }, Names: { Type: 'CommaDelimitedList', Default: 'Orders, Notes' } },
    Mappings: { Names: { table: { plain: 'Orders' } } },
    Conditions: { Maybe: { 'Fn::Equals': [{ Ref: 'Text' }, 'yes'] } },
    ...rest,
    Resources: { Orders: table(), ...roleWith(properties), ...more },
  };
}

/** A template with a table, and a role that has these statements. */
function withStatements(...statements: unknown[]): OddTemplate {
  return withRole(inline(documentOf(...statements)));
}

/** A template whose role has a statement on a resource with this ARN. */
function onResource(Resource: unknown, rest: object = {}): OddTemplate {
  return withRole(inline(documentOf({ ...GET, Resource })), {}, rest);
}

function table(properties: object = {}): object {
  return { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'Orders', KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }], ...properties } };
}

function withTable(properties: object, ...statements: unknown[]): OddTemplate {
  return withRole(inline(documentOf(...statements)), { Orders: table(properties) });
}

function withTablePolicy(...statements: unknown[]): OddTemplate {
  return withTable({ ResourcePolicy: { PolicyDocument: documentOf(...statements) } });
}

const CLERK = { AWS: `arn:aws:iam::${ENV.account}:role/clerk` };
const GRANT = { Effect: 'Allow', Principal: CLERK, Action: 'dynamodb:GetItem', Resource: '*' };

export const ODD_TEMPLATES: Readonly<Record<string, OddTemplate>> = {
  // what a statement may be
  'Statement as an object': withRole(inline({ Version: VERSION, Statement: GET })),
  'a policy document as text': withRole(inline(JSON.stringify(documentOf({ ...GET, Resource: LITERAL_ARN })))),
  'an action with blanks around it': withStatements({ ...GET, Action: ' dynamodb:GetItem ' }),
  'an action in other letters, and its denial': withStatements({ ...GET, Action: 'DynamoDB:getitem' }, { ...SCAN, Effect: 'Deny', Action: 'DYNAMODB:SCAN' }),
  'an action with a question mark': withStatements({ ...GET, Action: 'dynamodb:?etItem' }),
  'an empty list of actions': withStatements({ ...GET, Action: [] }, SCAN),
  'an empty list of resources': withStatements({ ...GET, Resource: [] }, SCAN),
  'an empty list of statements': withStatements(),
  'a policy without Statement': withRole(inline({ Version: VERSION })),
  'two statements with one Sid': withStatements({ ...GET, Sid: 'Same' }, { ...SCAN, Sid: 'Same' }),
  'a Sid that looks like the end of a place': withStatements({ ...GET, Sid: 'x, statement 9 (y)' }),
  'null as a statement': withStatements(null, SCAN),
  'null as a condition': withStatements({ ...GET, Condition: null }),
  'null as a value of a condition': withStatements({ ...GET, Condition: { StringEquals: { 'aws:PrincipalTag/team': null } } }),
  'an empty condition': withStatements({ ...GET, Condition: {} }, { ...SCAN, Condition: { StringEquals: {} } }),
  'a boolean and a number as values of conditions': withStatements({ ...GET, Condition: { Bool: { 'aws:SecureTransport': true }, NumericLessThan: { 'aws:MultiFactorAuthAge': 60 } } }),
  'a number as an action': withStatements({ ...GET, Action: 7 }, SCAN),
  'Effect in other letters': withStatements({ ...GET, Effect: 'allow' }, SCAN),
  'an element that statements don\'t have': withStatements({ ...GET, Resources: '*' }, SCAN),
  'Action beside NotAction': withStatements({ ...GET, NotAction: 'dynamodb:Scan' }, SCAN),
  'a policy of the old version, in which variables are text': withRole(inline({ Version: '2008-10-17', Statement: [{ ...GET, Resource: 'arn:aws:dynamodb:*:*:table/${aws:username}' }] })),
  'NotAction and NotResource': withStatements({ Effect: 'Allow', NotAction: ['dynamodb:Delete*', 'kms:*', 'logs:*', 'sts:*'], NotResource: `${LITERAL_ARN}/index/*` }),
  'an ARN with fewer parts': onResource('arn:aws:dynamodb'),
  // choices at deployment, in every list
  'Fn::If as the inline policies': withRole({ Policies: maybe(inline(documentOf(GET)).Policies) }),
  'Fn::If in Fn::If as a statement': withStatements(maybe(maybe(GET, SCAN), SCAN)),
  'Fn::If as an action': withStatements({ ...GET, Action: ['dynamodb:Scan', maybe('dynamodb:GetItem')] }),
  'Fn::If as a resource': onResource([maybe(TABLE_ARN, '*')]),
  'Fn::If as Effect': withStatements({ ...GET, Effect: maybe('Allow', 'Deny') }),
  'Fn::If of a condition that doesn\'t exist': withStatements({ 'Fn::If': ['Nothing', GET, SCAN] }),
  'Fn::If with two values': withStatements({ 'Fn::If': ['Maybe', GET] }),
  'Fn::If of a condition that is known': withRole(inline(documentOf(maybe(GET, SCAN))), {}, { Conditions: { Maybe: { 'Fn::Not': [{ 'Fn::Equals': ['a', 'a'] }] } } }),
  'a conditional role': { ...withStatements(GET), Conditions: { Maybe: { 'Fn::Equals': ['a', 'b'] } }, Resources: { Orders: table(), Role: { ...roleWith(inline(documentOf(GET))).Role as object, Condition: 'Maybe' } } },
  'a denial that a condition takes away': withStatements(GET, maybe({ ...GET, Effect: 'Deny' })),
  'managed policies of which one is conditional': withRole({ ManagedPolicyArns: [maybe('arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess')] }),
  // intrinsic functions where text is expected
  'Fn::Sub with a literal variable': onResource({ 'Fn::Sub': '${Orders.Arn}/${!aws:username}' }),
  'Fn::Sub with values of its own': onResource({ 'Fn::Sub': ['${Arn}', { Arn: TABLE_ARN }] }),
  'Fn::Sub of a variable that doesn\'t exist': onResource({ 'Fn::Sub': '${Missing.Arn}' }),
  'Fn::Join of Fn::Select of Fn::Split': onResource({ 'Fn::Join': [':', ['arn:aws:dynamodb', { 'Fn::Select': [3, { 'Fn::Split': [':', TABLE_ARN] }] }, { Ref: 'AWS::AccountId' }, 'table/Orders']] }),
  'Fn::Select of a list parameter': onResource({ 'Fn::Sub': ['arn:aws:dynamodb:*:*:table/${Name}', { Name: { 'Fn::Select': ['0', { Ref: 'Names' }] } }] }),
  'Fn::Select beyond the list': onResource({ 'Fn::Select': [5, [TABLE_ARN]] }),
  'Fn::FindInMap': onResource({ 'Fn::Sub': ['arn:aws:dynamodb:*:*:table/${Name}', { Name: { 'Fn::FindInMap': ['Names', 'table', 'plain'] } }] }),
  'Fn::FindInMap with a default': onResource({ 'Fn::Sub': ['arn:aws:dynamodb:*:*:table/${Name}', { Name: { 'Fn::FindInMap': ['Names', 'table', 'none', { DefaultValue: 'Orders' }] } }] }, { Transform: 'AWS::LanguageExtensions' }),
  'Fn::GetAtt as text': onResource({ 'Fn::GetAtt': 'Orders.Arn' }),
  'Fn::ImportValue of Fn::Sub': onResource({ 'Fn::ImportValue': { 'Fn::Sub': '${AWS::StackName}-table' } }),
  'Fn::GetStackOutput of a stack that isn\'t there': onResource({ 'Fn::GetStackOutput': { StackName: 'Other', OutputName: 'Table' } }),
  'a number as the name of the table': withRole(inline(documentOf({ ...GET, Resource: TABLE_ARN })), { Orders: table({ TableName: 7 }) }),
  'a dynamic reference': onResource('{{resolve:ssm:/table/arn}}'),
  'a parameter without default': onResource({ Ref: 'Text' }),
  'names that refer to each other': withRole({ ...inline(documentOf(GET)), RoleName: { 'Fn::Sub': '${Orders}-role' } }, { Orders: table({ TableName: { 'Fn::Sub': '${Role}-table' } }) }),
  'resources that depend on each other': withRole(inline(documentOf(GET)), { Orders: { ...table(), DependsOn: ['Orders', 'Role'] } }),
  // macros and loops
  'Fn::Transform as a statement': withStatements({ 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://bucket/key' } } }, SCAN),
  'Fn::Transform among the properties of the role': withRole({ ...inline(documentOf(GET)), 'Fn::Transform': { Name: 'Tagging' } }),
  'Fn::Transform among the resources': withRole(inline(documentOf(GET)), { 'Fn::Transform': { Name: 'Adding' } }),
  'Fn::ForEach among the resources': withRole(inline(documentOf(GET)), { 'Fn::ForEach::Roles': ['Name', ['A', 'B'], { '${Name}Role': { Type: 'AWS::IAM::Role' } }] }, { Transform: 'AWS::LanguageExtensions' }),
  'Fn::ForEach among the properties of the role': withRole({ 'Fn::ForEach::Policies': ['Name', ['A'], {}] }, {}, { Transform: 'AWS::LanguageExtensions' }),
  'a macro on the template': { ...withStatements(GET), Transform: ['Tagging'] },
  // names that all objects have
  'a resource of the type constructor': withRole(inline(documentOf({ ...GET, Resource: { 'Fn::GetAtt': ['Other', 'Arn'] } })), { Other: { Type: 'constructor', Properties: { Name: 'a' } } }),
  'a resource of the type __proto__': withRole(inline(documentOf(GET)), { Other: { Type: '__proto__', Properties: {} } }),
  'a resource with the name toString': withRole(inline(documentOf({ ...GET, Resource: { 'Fn::GetAtt': ['toString', 'Arn'] } }))),
  'Fn::FindInMap of constructor': onResource({ 'Fn::FindInMap': ['constructor', 'name', 'length'] }),
  'a condition operator constructor': withStatements({ ...GET, Condition: { constructor: { 'aws:username': 'a' } } }),
  // policies of the table
  'a table policy for a session of the role': withTablePolicy({ ...GRANT, Principal: { AWS: `arn:aws:sts::${ENV.account}:assumed-role/clerk/one` } }),
  'a table policy for a list of principals': withTablePolicy({ ...GRANT, Principal: { AWS: ['222222222222', CLERK.AWS], Service: ['a.amazonaws.com'] } }),
  'a table policy that denies the account': withTable({ ResourcePolicy: { PolicyDocument: documentOf({ ...GRANT, Effect: 'Deny', Principal: { AWS: ENV.account } }) } }, GET, SCAN),
  'a table policy with NotPrincipal': withTablePolicy({ Effect: 'Allow', NotPrincipal: CLERK, Action: 'dynamodb:*', Resource: '*' }),
  'a table policy as text': withTable({ ResourcePolicy: { PolicyDocument: JSON.stringify(documentOf(GRANT)) } }),
  'a table policy under a condition': withTable({ ResourcePolicy: maybe({ PolicyDocument: documentOf(GRANT) }) }),
  'a table policy for a principal that isn\'t known': withTablePolicy({ ...GRANT, Principal: { AWS: { Ref: 'Text' } } }),
  'a table policy that a transform writes': withTable({ ResourcePolicy: { PolicyDocument: { 'Fn::Transform': { Name: 'AWS::Include' } } } }, GET),
  'null as a table policy': withTable({ ResourcePolicy: null }, GET),
  // everything else
  'no resources': { Resources: {} },
  'no section at all': {},
  'rules, metadata and hooks': { ...withStatements(GET), Rules: { Only: { Assertions: [{ Assert: { 'Fn::Equals': ['a', 'a'] } }] } }, Metadata: { constructor: 1 }, Hooks: {} },
  'null in place of properties': withRole({ ...inline(documentOf(GET)), ManagedPolicyArns: null, PermissionsBoundary: null, Tags: null }),
  'a boundary that isn\'t known': withRole({ ...inline(documentOf(GET)), PermissionsBoundary: { 'Fn::ImportValue': 'Boundary' } }),
  'a nested stack without its template': withRole(inline(documentOf(GET)), { Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://example.com/a.json', Parameters: null } } }),
  'a policy for a role by a parameter': withRole({}, { Policy: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'p', Roles: [{ Ref: 'Text' }], PolicyDocument: documentOf(GET) } } }),
  'a policy that names the role by its ARN': withRole({}, { Policy: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'p', Roles: [{ 'Fn::GetAtt': ['Role', 'Arn'] }], PolicyDocument: documentOf(GET) } } }),
  'the short forms of YAML as JSON': onResource({ '!GetAtt': 'Orders.Arn' }),
};
