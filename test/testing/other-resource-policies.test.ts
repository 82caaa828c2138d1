import { CfnResource, Stack } from 'aws-cdk-lib';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { CfnEventBusPolicy } from 'aws-cdk-lib/aws-events';
import { AccountRootPrincipal, AnyPrincipal, Effect, IPrincipal, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import { AccessAssertions, TableFeature } from '../../src';
import { PrincipalAssertions } from '../../src/testing/principal-assertions';
import { ENV, newStack } from '../support/app';
import '../support/quiet';

const OBJECT = 'arn:aws:s3:::reports/today';

function build(change: (stack: Stack, role: Role) => void): PrincipalAssertions {
  const stack = newStack({}, ENV);
  const role = new Role(stack, 'Role', { roleName: 'reader', assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  change(stack, role);
  return AccessAssertions.fromStack(stack).of(role);
}

function addBucketPolicy(stack: Stack, principal: IPrincipal, more: object = {}): void {
  const statement = new PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::reports/*'], principals: [principal], ...more });
  new CfnBucketPolicy(stack, 'Policy', { bucket: 'reports', policyDocument: { Version: '2012-10-17', Statement: [statement.toJSON()] } });
}

describe('a request to another service', () => {
  test.each<[string, (role: Role) => IPrincipal]>([['the role', (role) => role], ['everybody', () => new AnyPrincipal()]])(
    'is not known to be denied if the policy of a bucket allows %s', (_name, principal) => {
      const asserted = build((stack, role) => addBucketPolicy(stack, principal(role)));
      const unknown = `It is unknown whether Stack/Role is allowed s3:GetObject on ${OBJECT}, because that depends on the policy Stack/Policy, `
        + 'which assertions do not read';

      expect(() => asserted.denies('s3:GetObject', OBJECT)).toThrow(unknown);
      expect(() => asserted.allows('s3:GetObject', OBJECT)).toThrow(unknown);
    });

  test('is not known to be denied if a bucket has a policy that is a parameter', () => {
    const asserted = build((stack) => new CfnBucketPolicy(stack, 'Policy', { bucket: 'reports', policyDocument: { 'Fn::ImportValue': 'Policy' } }));

    expect(() => asserted.denies('s3:GetObject', OBJECT)).toThrow('which assertions do not read');
  });

  test.each<[string, (stack: Stack) => void]>([
    ['the account, which leaves the decision to the policies of the role', (stack) => addBucketPolicy(stack, new AccountRootPrincipal())],
    ['a service', (stack) => addBucketPolicy(stack, new ServicePrincipal('cloudtrail.amazonaws.com'))],
    ['another action', (stack) => addBucketPolicy(stack, new AnyPrincipal(), { actions: ['s3:PutObject'] })],
    ['objects of another bucket', (stack) => addBucketPolicy(stack, new AnyPrincipal(), { resources: ['arn:aws:s3:::other/*'] })],
    ['nothing, and denies everybody', (stack) => addBucketPolicy(stack, new AnyPrincipal(), { effect: Effect.DENY })],
  ])('is denied if the policy of a bucket allows %s', (_name, change) => {
    expect(() => build(change).denies('s3:GetObject', OBJECT)).not.toThrow();
  });

  const fn = `arn:aws:lambda:${ENV.region}:${ENV.account}:function:work`;
  const permit = (principal: string) => (stack: Stack) => new CfnPermission(stack, 'Policy', { action: 'lambda:InvokeFunction', functionName: 'work', principal });

  test('is not known to be denied if a permission of a function names the role', () => {
    expect(() => build(permit(`arn:aws:iam::${ENV.account}:role/reader`)).denies('lambda:InvokeFunction', fn)).toThrow('which assertions do not read');
  });

  test('is denied if a permission of a function names a service', () => {
    expect(() => build(permit('events.amazonaws.com')).denies('lambda:InvokeFunction', fn)).not.toThrow();
  });

  test('is not known to be denied if the policy of an event bus names the role', () => {
    const bus = `arn:aws:events:${ENV.region}:${ENV.account}:event-bus/orders`;
    const asserted = build((stack, role) => new CfnEventBusPolicy(stack, 'Policy', {
      statementId: 'one', statement: { Effect: 'Allow', Action: 'events:PutEvents', Resource: bus, Principal: { AWS: role.roleArn } },
    }));

    expect(() => asserted.denies('events:PutEvents', bus)).toThrow('which assertions do not read');
  });
});

describe('a request is not known to be denied if it is allowed by the policy of', () => {
  const [own, all] = [`arn:aws:iam::${ENV.account}:role/reader`, '*'];
  const allow = (Action: string, principal = own, more: object = { Resource: '*' }) =>
    ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: principal }, Action, ...more }] });
  const ofApi = (more: object) => ({ Policy: allow('execute-api:Invoke', own, more) });

  test.each<[type: string, service: string, action: string, properties: (action: string) => object]>([
    ['AWS::Events::EventBus', 'events', 'PutEvents', (action) => ({ Name: 'bus', Policy: allow(action) })],
    ['AWS::Events::EventBusPolicy', 'events', 'PutEvents', (Action) => ({ StatementId: 'one', Action, Principal: all })],
    ['AWS::S3::MultiRegionAccessPointPolicy', 's3', 'GetObject', (action) => ({ MrapName: 'point', Policy: allow(action) })],
    ['AWS::S3Express::BucketPolicy', 's3express', 'CreateSession', (action) => ({ Bucket: 'bucket', PolicyDocument: allow(action) })],
    ['AWS::S3Tables::TableBucketPolicy', 's3tables', 'GetTableData', (action) => ({ TableBucketARN: 'x', ResourcePolicy: allow(action) })],
    ['AWS::CodeArtifact::Repository', 'codeartifact', 'ReadFromRepository', (action) => ({ RepositoryName: 'x', PermissionsPolicyDocument: allow(action) })],
    ['AWS::Lambda::LayerVersionPermission', 'lambda', 'GetLayerVersion', (Action) => ({ LayerVersionArn: 'x', Action, Principal: all })],
    ['AWS::ECR::Repository', 'ecr', 'BatchGetImage', (action) => ({ RepositoryPolicyText: allow(action, own, {}) })],
    ['AWS::SSM::ResourcePolicy', 'ssm', 'GetParameter', (action) => ({ ResourceArn: 'x', Policy: allow(action) })],
    ['AWS::VpcLattice::AuthPolicy', 'vpc-lattice-svcs', 'Invoke', (action) => ({ ResourceIdentifier: 'x', Policy: allow(action) })],
    ['AWS::CloudTrail::ResourcePolicy', 'cloudtrail-data', 'PutAuditEvents', (action) => ({ ResourceArn: 'x', ResourcePolicy: allow(action) })],
    ['AWS::XRay::ResourcePolicy', 'xray', 'PutTraceSegments', (action) => ({ PolicyName: 'x', PolicyDocument: JSON.stringify(allow(action)) })],
    ['AWS::QBusiness::Permission', 'qbusiness', 'ChatSync', (action) => ({ ApplicationId: 'x', StatementId: 'one', Actions: [action], Principal: own })],
    ['AWS::ApiGateway::RestApi', 'execute-api', 'Invoke', () => ofApi({ Resource: 'execute-api:/*/GET/orders' })],
    ['AWS::ApiGateway::RestApi', 'execute-api', 'Invoke', () => ofApi({ NotResource: 'execute-api:/prod/*' })],
    ['AWS::Serverless::Api', 'execute-api', 'Invoke', () => ({ StageName: 'prod', Auth: { ResourcePolicy: { AwsAccountWhitelist: ['444455556666'] } } })],
  ])('%s, and is denied without a policy: %s:%s', (type, service, name, properties) => {
    const action = `${service}:${name}`;
    const arn = `arn:aws:${service}:${ENV.region}:${ENV.account}:orders`;
    const withPolicy = (given: object) => build((stack) => new CfnResource(stack, 'Policy', { type, properties: { ...given } }));

    expect(() => withPolicy(properties(action)).denies(action, arn)).toThrow(
      `It is unknown whether Stack/Role is allowed ${action} on ${arn}, because that depends on the policy Stack/Policy, which assertions do not read`);
    expect(() => withPolicy({}).denies(action, arn)).not.toThrow();
  });
});

test('a request to an API of SAM with an authorizer is denied if the API has no policy', () => {
  const asserted = build((stack) => new CfnResource(stack, 'Api', { type: 'AWS::Serverless::Api', properties: { Auth: { DefaultAuthorizer: 'AWS_IAM' } } }));

  expect(() => asserted.denies('execute-api:Invoke', `arn:aws:execute-api:${ENV.region}:${ENV.account}:api/prod/GET/orders`)).not.toThrow();
});

describe('a table of another account', () => {
  const arn = `arn:aws:dynamodb:${ENV.region}:444455556666:table/orders`;
  const withTable = (...actions: string[]) => {
    const stack = newStack({}, ENV);
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    if (actions.length > 0) role.addToPolicy(new PolicyStatement({ actions, resources: [arn] }));
    return { asserted: AccessAssertions.fromStack(stack).of(role), orders: Table.fromTableArn(stack, 'Orders', arn) };
  };

  test('has a policy that is not known, on which a request depends that the role may send', () => {
    const { asserted, orders } = withTable('dynamodb:GetItem');
    const unknown = `It is unknown whether Stack/Role is allowed dynamodb:GetItem on ${arn}, because that depends on the policy of ${arn}, `
      + 'which the app does not declare';

    expect(() => asserted.cannot(TableFeature.READ_ITEM, orders)).toThrow(unknown);
    expect(() => asserted.can(TableFeature.READ_ITEM, orders)).toThrow(unknown);
  });

  test('denies what no policy of the role allows', () => {
    const { asserted, orders } = withTable();

    expect(() => asserted.cannot(TableFeature.READ_ITEM, orders)).not.toThrow();
  });
});
