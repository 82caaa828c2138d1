import { CfnResource } from 'aws-cdk-lib';
import { PolicyStatement, Effect } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { synthesizeOrders } from './orders-app';
import { run } from '../../src/cli/run';
import { ExplainedApp } from '../../src/local/explain/explained-app';
import { matchName } from '../../src/local/explain/match-names';
import { parseMessage } from '../../src/local/explain/parse-message';
import { findSchemaErrors } from '../support/json-schema';

const USER = 'arn:aws:iam::123456789012:user/MaryMajor';
const SECRET = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:*';
const denied = (action: string, rest: string) => `User: ${USER} is not authorized to perform: ${action}${rest}`;

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const DOCUMENTED: [text: string, read: object][] = [
  [denied('codecommit:ListRepositories', ' because no service control policy allows the codecommit:ListRepositories action'), { policy: 'service control policy', explicit: false }],
  [denied('codecommit:ListRepositories', ' with an explicit deny in a service control policy'), { policy: 'service control policy', explicit: true }],
  [denied('secretsmanager:GetSecretValue', ` on resource: ${SECRET} with an explicit deny in a resource control policy`), { policy: 'resource control policy', explicit: true, resource: SECRET }],
  [denied('codecommit:ListRepositories', ' because no VPC endpoint policy allows the codecommit:ListRepositories action'), { policy: 'VPC endpoint policy', explicit: false }],
  [denied('codedeploy:ListDeployments', ' on resource: arn:aws:codedeploy:us-east-1:123456789012:deploymentgroup:* with an explicit deny in a VPC endpoint policy'), {
    policy: 'VPC endpoint policy', explicit: true, resource: 'arn:aws:codedeploy:us-east-1:123456789012:deploymentgroup:*',
  }],
  [denied('codedeploy:ListDeployments', ' because no permissions boundary allows the codedeploy:ListDeployments action'), { policy: 'permissions boundary', explicit: false }],
  [denied('sagemaker:ListModels', ' with an explicit deny in a permissions boundary'), { policy: 'permissions boundary', explicit: true }],
  [denied('codecommit:ListRepositories', ' because no session policy allows the codecommit:ListRepositories action'), { policy: 'session policy', explicit: false }],
  [denied('codecommit:ListRepositories', ' with an explicit deny in a sessions policy'), { policy: 'session policy', explicit: true }],
  [denied('secretsmanager:GetSecretValue', ' because no resource-based policy allows the secretsmanager:GetSecretValue action'), { policy: 'resource-based policy', explicit: false }],
  [denied('secretsmanager:GetSecretValue', ` on resource: ${SECRET} with an explicit deny in a resource-based policy`), { policy: 'resource-based policy', explicit: true, resource: SECRET }],
  [denied('sts:AssumeRole', ' because no role trust policy allows the sts:AssumeRole action'), { policy: 'role trust policy', explicit: false }],
  [denied('sts:AssumeRole', ' with an explicit deny in the role trust policy'), { policy: 'role trust policy', explicit: true }],
  [denied('codecommit:ListRepositories', ' because no identity-based policy allows the codecommit:ListRepositories action'), { policy: 'identity-based policy', explicit: false }],
  [denied('codecommit:ListRepositories', ' with an explicit deny in an identity-based policy'), { policy: 'identity-based policy', explicit: true }],
  [denied('dynamodb:Query', ' with an explicit deny in a service control policy: arn:aws:organizations::123456789012:policy/o-1/service_control_policy/p-1'), {
    policy: 'service control policy', explicit: true, policyArn: 'arn:aws:organizations::123456789012:policy/o-1/service_control_policy/p-1',
  }],
  [denied('dynamodb:Query', ' on resource: arn:aws:dynamodb:us-east-1:123456789012:table/T'), { explicit: false, resource: 'arn:aws:dynamodb:us-east-1:123456789012:table/T' }],
];

test.each(DOCUMENTED)('reads %s', (text, read) => {
  const action = /perform: (\S+)/.exec(text)![1];

  expect(parseMessage(text)).toEqual({ principal: USER, action, ...read });
});

test('reads a message with the words of an SDK before it, and a line break in it', () => {
  expect(parseMessage(`An error occurred (AccessDeniedException) when calling the Query operation: ${denied('dynamodb:Query', ' on resource:\n arn:aws:dynamodb:us-east-1:123456789012:table/T because no identity-based policy allows the dynamodb:Query action')}`))
    .toEqual({ principal: USER, action: 'dynamodb:Query', resource: 'arn:aws:dynamodb:us-east-1:123456789012:table/T', policy: 'identity-based policy', explicit: false });
});

test('reads KMS\'s message, which does not name the key', () => {
  expect(parseMessage(denied('kms:Decrypt', ' on the resource associated with this ciphertext because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access')))
    .toEqual({ principal: USER, action: 'kms:Decrypt', policy: 'resource-based policy', explicit: false });
});

test.each([
  ['JSON', '{"errorMessage":"', '","errorType":"AccessDeniedException"}'],
  ['JSON of several lines', '"errorMessage": "', '",\n  "errorType": "AccessDeniedException",'],
  ['a Java exception', 'com.amazonaws.AmazonServiceException: ', ' (Service: AmazonDynamoDB; Status Code: 400; Error Code: AccessDeniedException; Request ID: 3AT)'],
  ['a Go error', 'operation error DynamoDB: Query, https response error StatusCode: 400, RequestID: 3AT, api error AccessDeniedException: ', ''],
  ['quotes', '`', '`.'],
])('reads a message in %s', (_form, before, after) => {
  const resource = 'arn:aws:dynamodb:us-east-1:123456789012:table/T/index/i';

  expect(parseMessage(before + denied('dynamodb:Query', ` on resource: ${resource}`) + after))
    .toEqual({ principal: USER, action: 'dynamodb:Query', resource, explicit: false });
});

test('is no message of a denial', () => {
  expect(parseMessage('ResourceNotFoundException: Requested resource not found')).toBeUndefined();
});

describe('a name that CloudFormation made up', () => {
  const workshop = [
    { name: '-', stackName: 'CdkWorkshopStack', logicalId: 'HelloHitCounterHitCounterHandlerServiceRole1175E1BA', longestName: 64 },
    { name: '-', stackName: 'CdkWorkshopStack', logicalId: 'HelloHitCounterHits7AAEBF80', longestName: 64 },
    { name: '-', stackName: 'CdkWorkshopStack', logicalId: 'HelloHandlerServiceRole11EF7C63', longestName: 64 },
  ];
  test.each<[string, string, number | undefined, boolean | undefined]>([
    ['is found where the logical id is cut', 'CdkWorkshopStack-HelloHitCounterHitCounterHandlerS-TU5M09L1UBID', 0, false],
    ['is found where nothing is cut', 'CdkWorkshopStack-HelloHitCounterHits7AAEBF80-1DZVT3W84LJKB', 1, false],
    ['is probably found where the stack is cut too', 'CdkWorkshopSta-HelloHitCounterHitCounterHandlerServ-TU5M09L1UBID', 0, true],
    ['is probably found where the logical id has another hash', 'CdkWorkshopStack-HelloHitCounterHits01234567-1DZVT3W84LJKB', 1, true],
    ['is not found where it is shorter than names are cut to', 'CdkWorkshopStack-HelloHitCounterHitCounter-TU5M09L1UBID', undefined, undefined],
    ['is not found in another app', 'Other-HelloHandler-TU5M09L1UBID', undefined, undefined],
  ])('%s', (_fact, deployed, index, probably) => {
    const match = matchName(deployed, workshop);

    expect([match && workshop.indexOf(match.found), match?.probably]).toEqual([index, probably]);
  });
});

/** Sessions of deployed roles by their functions. */
const SESSIONS = {
  Reader: 'assumed-role/Shop-ReaderServiceRole8283AF10-1ABCDEFGHIJK/Shop-ReaderF7BF189D-ABCDEFGHIJKL',
  Writer: 'assumed-role/Shop-WriterServiceRoleC734D21E-1ABCDEFGHIJK/Shop-Writer3ED51D24-ABCDEFGHIJKL',
  Other: 'assumed-role/Shop-OtherServiceRole01234567-1ABCDEFGHIJK/Shop-Other01234567-ABCDEFGHIJKL',
};

describe('the caller is found', () => {
  const assembly = synthesizeOrders((stack, { Reader }) => {
    new LambdaFunction(stack, 'Twin', { runtime: Runtime.NODEJS_22_X, code: Code.fromInline('exports.handler = () => {}'), handler: 'index.handler', role: Reader.role });
  });
  const app = ExplainedApp.fromFolder(assembly);
  const find = (principal: string) => {
    const match = app.matchCaller(`arn:aws:sts::111122223333:${principal}`);
    return match && [match.found.name, match.probably];
  };
  const role = 'Shop-ReaderServiceRole8283AF10-1ABCDEFGHIJK';

  test.each<[string, string, [string, boolean] | undefined]>([
    ['by the function that the session is named after, if several have the role', `assumed-role/${role}/Shop-Twin816C217F-ABCDEFGHIJKL`, ['Twin', false]],
    ['by the role probably, if several functions have it', `assumed-role/${role}/session`, ['Reader', true]],
    ['by the role, of sessions with names of their own', 'assumed-role/Shop-WriterServiceRoleC734D21E-1ABCDEFGHIJK/session', ['Writer', false]],
    ['by the ARN of a role with a path', 'role/team/a/Shop-WriterServiceRoleC734D21E-1ABCDEFGHIJK', ['Writer', false]],
    ['by the names without hashes probably', 'assumed-role/Shop-WriterServiceRole-1ABCDEFGHIJK/session', ['Writer', true]],
    ['not, if it is a user', 'user/MaryMajor', undefined],
  ])('%s', (_how, principal, expected) => {
    expect(find(principal)).toEqual(expected);
  });
});

describe('explain says', () => {
  const assembly = synthesizeOrders((stack, { Reader, Writer }) => {
    Writer.addToRolePolicy(new PolicyStatement({ actions: ['states:StartExecution'], resources: [new CfnResource(stack, 'Machine', { type: 'AWS::StepFunctions::StateMachine' }).ref] }));
    Writer.addToRolePolicy(new PolicyStatement({ sid: 'NoPurge', effect: Effect.DENY, actions: ['dynamodb:DeleteItem'], resources: ['*'] }));
    Reader.addToRolePolicy(new PolicyStatement({ actions: ['dynamodb:Scan'], resources: ['*'], conditions: { StringEquals: { 'dynamodb:Select': 'COUNT' } } }));
  });
  const explain = (name: keyof typeof SESSIONS, action: string, place: string, reason: string) => run([
    'explain',
    `User: arn:aws:sts::111122223333:${SESSIONS[name]} is not authorized to perform: ${action} on resource: arn:aws:dynamodb:eu-west-1:111122223333:table/Shop-OrdersA9B65338-1ABCDEFGHIJKL${place} ${reason}`,
    assembly,
  ]);
  const nothing = (action: string) => `because no identity-based policy allows the ${action} action`;

  test('who, what, that nothing allows it, what there is, and the feature to add', () => {
    expect(explain('Writer', 'dynamodb:Query', '/index/byStatus', nothing('dynamodb:Query'))).toEqual({
      output: [
        'who     Writer (Shop/Writer/ServiceRole/Resource)',
        'what    dynamodb:Query on Orders/index/byStatus',
        'why     no policy of the role allows it',
        'has     Shop/Orders: DELETE_ITEM, PUT_ITEM',
        'change  features: [TableFeature.QUERY.onIndexes(\'byStatus\')]',
        '',
      ].join('\n'),
      error: '',
      exitCode: 0,
    });
  });

  test('the same as JSON, as its schema says', () => {
    const message = `User: arn:aws:sts::111122223333:${SESSIONS.Writer} is not authorized to perform: dynamodb:Query on resource: `
      + 'arn:aws:dynamodb:eu-west-1:111122223333:table/Shop-OrdersA9B65338-1ABCDEFGHIJKL/index/byStatus because no identity-based policy allows the dynamodb:Query action';
    const { output } = run(['explain', message, assembly, '--format', 'json']);

    expect([JSON.parse(output).version, findSchemaErrors('explanation', output)]).toEqual([1, []]);
  });

  test.each<[string, keyof typeof SESSIONS, string, string, string, string]>([
    ['which statement denies it', 'Writer', 'dynamodb:DeleteItem', '', 'with an explicit deny in an identity-based policy', 'statement 1 (NoPurge) of Shop/Writer/ServiceRole/DefaultPolicy denies it'],
    ['under which conditions it is allowed', 'Reader', 'dynamodb:Scan', '', nothing('dynamodb:Scan'), 'it is allowed only under conditions: dynamodb:Select: StringEquals COUNT'],
    ['that the app allows it', 'Reader', 'dynamodb:GetItem', '', nothing('dynamodb:GetItem'), 'this app allows it'],
    ['that a policy outside of the app denies it', 'Reader', 'dynamodb:GetItem', '', 'with an explicit deny in a service control policy', 'a service control policy denies it'],
    ['that the boundary does not allow it', 'Reader', 'dynamodb:GetItem', '', 'because no permissions boundary allows the dynamodb:GetItem action', 'the permissions boundary (which this app does not have) does not allow it'],
  ])('%s', (_what, name, action, place, reason, why) => {
    expect(explain(name, action, place, reason).output.split('\n')[2]).toBe(`why     ${why}`);
  });

  test('which functions there are, of a role that the app does not have', () => {
    expect(explain('Other', 'dynamodb:GetItem', '', '').output.split('\n').slice(2, 4)).toEqual([
      'why     no role or user of this app has this name',
      'change  expected one of: Reader, Writer, Counter; name the folder of the app that was deployed',
    ]);
  });

  test('what it expects, of a text that is no denial', () => {
    expect(run(['explain', 'it is broken', assembly])).toEqual({
      output: '', exitCode: 2, error: 'cdk-dynamo-access: the message is not that of a denial; expected \'User: ARN is not authorized to perform: ACTION ...\'\n',
    });
  });
});
