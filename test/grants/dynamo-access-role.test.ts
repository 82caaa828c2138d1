import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AccountPrincipal, CompositePrincipal, ManagedPolicy, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { DynamoAccessRole, DynamoAccessRoleProps, RoleLogs, TableFeature } from '../../src';
import { newFunction, newStack, newTable, permissionsOf } from '../support/app';
import '../support/quiet';

function access(stack: Stack, props: Partial<DynamoAccessRoleProps> = {}): DynamoAccessRole {
  return new DynamoAccessRole(stack, 'Access', {
    table: props.table ?? newTable(stack, 'Table'), features: [TableFeature.READ_ITEM], ...props,
  });
}

/** The properties of the only role that the test's stack has besides that of the table. */
function roleOf(stack: Stack): any {
  return Template.fromStack(stack).toJSON().Resources.AccessRoleE6825E38.Properties;
}

function trust(service: string): unknown {
  return { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: service } };
}

describe('the trust policy of the role', () => {
  test('is Lambda by default', () => {
    const stack = newStack();
    access(stack);

    expect(roleOf(stack).AssumeRolePolicyDocument.Statement).toEqual([trust('lambda.amazonaws.com')]);
  });

  test('is whoever assumedBy names', () => {
    const stack = newStack();
    access(stack, { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });

    expect(roleOf(stack).AssumeRolePolicyDocument.Statement).toEqual([trust('ecs-tasks.amazonaws.com')]);
  });

  test('can be several principals', () => {
    const stack = newStack();
    access(stack, { assumedBy: new CompositePrincipal(new ServicePrincipal('lambda.amazonaws.com'), new AccountPrincipal('444455556666')) });

    expect(roleOf(stack).AssumeRolePolicyDocument.Statement).toHaveLength(2);
  });
});

describe('the role', () => {
  test('has no managed policies', () => {
    const stack = newStack();
    access(stack);

    expect(roleOf(stack)).not.toHaveProperty('ManagedPolicyArns');
  });

  test('has the name, path and description that it was given', () => {
    const stack = newStack();
    access(stack, { roleName: 'orders-reader', path: '/orders/', description: 'Reads orders' });

    expect(roleOf(stack)).toMatchObject({ RoleName: 'orders-reader', Path: '/orders/', Description: 'Reads orders' });
  });

  test('has no name, path, description or boundary by default', () => {
    const stack = newStack();
    access(stack);

    expect(Object.keys(roleOf(stack))).toEqual(['AssumeRolePolicyDocument']);
  });

  test('has the permissions boundary that it was given', () => {
    const stack = newStack();
    const permissionsBoundary = ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', 'arn:aws:iam::111122223333:policy/boundary');
    access(stack, { permissionsBoundary });

    expect(roleOf(stack).PermissionsBoundary).toBe('arn:aws:iam::111122223333:policy/boundary');
  });

  test('runs a function, which gets no role of its own', () => {
    const stack = newStack();
    const { role, logGroup } = access(stack);
    newFunction(stack, 'Fn', { role, logGroup });

    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
      Role: { 'Fn::GetAtt': ['AccessRoleE6825E38', 'Arn'] },
      LoggingConfig: { LogGroup: { Ref: 'AccessLogGroupA6C70CD6' } },
    });
  });

  test('takes the grants of other constructs', () => {
    const stack = newStack();
    new Bucket(stack, 'Bucket').grantRead(access(stack));

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Action: ['s3:GetObject*', 's3:GetBucket*', 's3:List*'] }] },
      Roles: [{ Ref: 'AccessRoleE6825E38' }],
    });
  });
});

describe('several tables', () => {
  test('stand in one policy', () => {
    const stack = newStack();
    access(stack, { logs: RoleLogs.none() })
      .addTableAccess({ table: newTable(stack, 'Other'), features: [TableFeature.PUT_ITEM] });

    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 1);
    expect(permissionsOf(stack)).toEqual([
      'dynamodb:GetItem on <TableCD117FA1.Arn>',
      'dynamodb:PutItem on <Other34654A52.Arn>',
    ]);
  });

  test('with the same features share a statement', () => {
    const stack = newStack();
    access(stack, { logs: RoleLogs.none() })
      .addTableAccess({ table: newTable(stack, 'Other'), features: [TableFeature.READ_ITEM] });

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [{
          Action: 'dynamodb:GetItem',
          Resource: [{ 'Fn::GetAtt': ['TableCD117FA1', 'Arn'] }, { 'Fn::GetAtt': ['Other34654A52', 'Arn'] }],
        }],
      },
    });
  });

  test('can be the same table, whose features add up', () => {
    const stack = newStack();
    const table = newTable(stack, 'Table');
    access(stack, { table, logs: RoleLogs.none() }).addTableAccess({ table, features: [TableFeature.READ_ITEM, TableFeature.DELETE_ITEM] });

    expect(permissionsOf(stack)).toEqual([
      'dynamodb:DeleteItem on <TableCD117FA1.Arn>',
      'dynamodb:GetItem on <TableCD117FA1.Arn>',
    ]);
  });
});
