import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { IPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { DynamoAccessRole, DynamoAccessRoleProps, RoleLogs, RoleTrust, TableFeature } from '../../src';
import { SOURCE_CONDITIONS } from '../../src/grants/source-conditions';
import { ENV, newStack, newTable, statementsOf } from '../support/app';
import '../support/quiet';

const ACCOUNT = '222222222222';

function access(stack: Stack, props: Partial<DynamoAccessRoleProps> = {}): DynamoAccessRole {
  const table = newTable(stack, 'Table');
  return new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.READ_ITEM], logs: RoleLogs.none(), ...props });
}

/** The only statement of the trust policy of a role. */
function trustIn(stack: Stack, assumedBy: IPrincipal): any {
  access(stack, { assumedBy });
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
  expect(Properties.AssumeRolePolicyDocument.Statement).toHaveLength(1);
  return Properties.AssumeRolePolicyDocument.Statement[0];
}

describe('the trust of an account', () => {
  const ROOT = { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${ACCOUNT}:root`]] } };

  test('without conditions is the trust of its principals', () => {
    expect(trustIn(newStack(), RoleTrust.ofAccount(ACCOUNT))).toEqual({
      Action: 'sts:AssumeRole', Effect: 'Allow', Principal: ROOT,
    });
  });

  test('asks for the external id', () => {
    expect(trustIn(newStack(), RoleTrust.ofAccount(ACCOUNT, { externalId: 'partner-7' }))).toEqual({
      Action: 'sts:AssumeRole', Effect: 'Allow', Principal: ROOT, Condition: { StringEquals: { 'sts:ExternalId': 'partner-7' } },
    });
  });

  test('asks for the organization', () => {
    expect(trustIn(newStack(), RoleTrust.ofAccount(ACCOUNT, { organizationId: 'o-a1b2c3d4e5' })).Condition).toEqual({
      StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
    });
  });

  test('asks for both', () => {
    const trust = RoleTrust.ofAccount(ACCOUNT, { externalId: 'partner-7', organizationId: 'o-a1b2c3d4e5' });
    expect(trustIn(newStack(), trust).Condition).toEqual({
      StringEquals: { 'sts:ExternalId': 'partner-7', 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
    });
  });

  test.each<[string, string, object, string]>([
    ['an account id with dashes', '2222-2222-2222', {},
      "[RoleTrust.ofAccount] accountId is '2222-2222-2222'; expected an AWS account id of 12 digits; write the id in quotes with its leading "
        + 'zeros and without dashes [cdk-dynamo-access:accountId]'],
    ['an external id of one character', ACCOUNT, { externalId: 'x' },
      "[RoleTrust.ofAccount] externalId is 'x'; expected 2 to 1,224 letters, digits, and _ + = , . @ : / -; choose another external id, or "
        + 'leave externalId out [cdk-dynamo-access:externalId]'],
    ['an organizational unit', ACCOUNT, { organizationId: 'ou-a1b2-c3d4e5f6' },
      "[RoleTrust.ofAccount] organizationId is 'ou-a1b2-c3d4e5f6'; expected the id of an organization: o- and 10 to 32 lowercase letters or "
        + 'digits; copy the id from AWS Organizations, or leave organizationId out [cdk-dynamo-access:organizationId]'],
  ])('fails for %s', (_name, account, options, message) => {
    expect(() => RoleTrust.ofAccount(account, options)).toThrow(new Error(message));
  });
});

describe('the trust of a service', () => {
  const SOURCES: Record<string, string> = {
    'appsync.amazonaws.com': 'arn:aws:appsync:eu-west-1:111122223333:apis/abc',
    'ecs-tasks.amazonaws.com': 'arn:aws:ecs:eu-west-1:111122223333:*',
    'iot.amazonaws.com': 'arn:aws:iot:eu-west-1:111122223333:rule/orders',
    'scheduler.amazonaws.com': 'arn:aws:scheduler:eu-west-1:111122223333:schedule-group/nightly',
    'states.amazonaws.com': 'arn:aws:states:eu-west-1:111122223333:stateMachine:orders',
  };

  test('without conditions is any service\'s', () => {
    expect(trustIn(newStack(), RoleTrust.ofService('lambda.amazonaws.com'))).toEqual({
      Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' },
    });
  });

  test.each(Object.keys(SOURCE_CONDITIONS))('%s asks for the account and the resource', (service) => {
    const trust = RoleTrust.ofService(service, { sourceAccount: ENV.account, sourceArn: SOURCES[service] });
    expect(trustIn(newStack(), trust)).toEqual({
      Action: 'sts:AssumeRole',
      Effect: 'Allow',
      Principal: { Service: service },
      Condition: { StringEquals: { 'aws:SourceAccount': ENV.account }, ArnLike: { 'aws:SourceArn': SOURCES[service] } },
    });
  });

  test('asks for the account alone', () => {
    expect(trustIn(newStack(), RoleTrust.ofService('states.amazonaws.com', { sourceAccount: ENV.account })).Condition).toEqual({
      StringEquals: { 'aws:SourceAccount': ENV.account },
    });
  });

  test.each(Object.entries(SOURCE_CONDITIONS))('%s rests on a page of AWS', (_service, { see }) => {
    expect(see).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/.+\.html$/);
  });

  test.each(['lambda.amazonaws.com', 'glue.amazonaws.com'])('fails for the conditions with %s, which documents none', (service) => {
    expect(() => RoleTrust.ofService(service, { sourceAccount: ENV.account })).toThrow(new Error(
      `[RoleTrust.ofService] ${service} documents no sourceAccount or sourceArn for the roles that it assumes; expected a service that does: `
        + 'appsync.amazonaws.com, ecs-tasks.amazonaws.com, iot.amazonaws.com, scheduler.amazonaws.com, states.amazonaws.com; leave the two '
        + 'options out, or write the condition yourself if AWS documents it now [cdk-dynamo-access:sourceCondition]',
    ));
  });

  test('fails for a single schedule, which never matches', () => {
    const sourceArn = 'arn:aws:scheduler:eu-west-1:111122223333:schedule/default/nightly';
    expect(() => RoleTrust.ofService('scheduler.amazonaws.com', { sourceArn })).toThrow(new Error(
      `[RoleTrust.ofService] sourceArn is '${sourceArn}', which scheduler.amazonaws.com never sends; expected the form `
        + 'arn:aws:scheduler:region:account:schedule-group/name; correct the ARN as '
        + 'https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html shows '
        + '[cdk-dynamo-access:sourceCondition]',
    ));
  });

  test('fails for a malformed source account', () => {
    expect(() => RoleTrust.ofService('states.amazonaws.com', { sourceAccount: '42' })).toThrow(
      new Error("[RoleTrust.ofService] sourceAccount is '42'; expected an AWS account id of 12 digits; write the id in quotes with its leading "
        + 'zeros and without dashes [cdk-dynamo-access:accountId]'),
    );
  });
});

describe('the three steps of delegation', () => {
  test('within the app: the trust, the permissions, and sts:AssumeRole for the one who assumes the role', () => {
    const app = new App();
    const owner = new Stack(app, 'Owner', { env: ENV });
    const partner = new Stack(app, 'Partner', { env: { ...ENV, account: ACCOUNT } });
    const job = new Role(partner, 'Job', { roleName: 'job', assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const { role } = access(owner, { roleName: 'orders-reader', assumedBy: RoleTrust.ofAccount(ACCOUNT, { externalId: 'partner-7' }) });
    role.grantAssumeRole(job);

    const [{ Properties }] = Object.values(Template.fromStack(owner).findResources('AWS::IAM::Role'));
    expect(Properties.AssumeRolePolicyDocument.Statement).toEqual([{
      Action: 'sts:AssumeRole',
      Effect: 'Allow',
      Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${ACCOUNT}:root`]] } },
      Condition: { StringEquals: { 'sts:ExternalId': 'partner-7' } },
    }]);
    expect(statementsOf(owner)).toEqual([
      { actions: ['dynamodb:GetItem'], resources: [{ 'Fn::GetAtt': ['TableCD117FA1', 'Arn'] }] },
    ]);
    expect(statementsOf(partner)).toEqual([{
      actions: ['sts:AssumeRole'],
      resources: [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::111122223333:role/orders-reader']] }],
    }]);
  });

  test('for another app: the policy that its principal needs, ready to paste', () => {
    const policy = access(newStack({}, ENV), { roleName: 'orders-reader', path: '/partners/' }).identityPolicyToAssume();
    expect(JSON.parse(policy)).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::111122223333:role/partners/orders-reader' }],
    });
  });

  test('for another app in China: with the ARN of that partition', () => {
    const policy = access(newStack({}, { ...ENV, region: 'cn-north-1' }), { roleName: 'orders-reader' }).identityPolicyToAssume();
    expect(JSON.parse(policy).Statement[0].Resource).toBe('arn:aws-cn:iam::111122223333:role/orders-reader');
  });

  test('for another app fails without a name that it can be told', () => {
    expect(() => access(newStack({}, ENV)).identityPolicyToAssume()).toThrow(new Error(
      '[Stack/Access] CloudFormation chooses the name of this role; expected a role name that another account can use before the deployment '
        + 'and that never changes; set roleName [cdk-dynamo-access:roleWithoutName]',
    ));
  });
});
