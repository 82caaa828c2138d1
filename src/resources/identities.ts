import { Stack, Token } from 'aws-cdk-lib';
import { CfnRole, CfnUser } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { formatArn, isResource } from './arns';

/** The L1 that declares a role or user in this app; imports have none. */
export function identityDeclaration(identity: IConstruct): CfnRole | CfnUser | undefined {
  const declaration = identity.node.defaultChild;
  return isResource(declaration, CfnRole.CFN_RESOURCE_TYPE_NAME, CfnUser.CFN_RESOURCE_TYPE_NAME)
    ? declaration as CfnRole | CfnUser
    : undefined;
}

/** The ARN of a role or user by the name that the app gives it, without a reference; nothing where CloudFormation chooses. */
export function namedIdentityArn(identity: IConstruct): string | undefined {
  const declaration = identityDeclaration(identity);
  if (!declaration) return undefined;
  const { account } = Stack.of(declaration);
  const isRole = declaration.cfnResourceType === CfnRole.CFN_RESOURCE_TYPE_NAME;
  const name = Stack.of(declaration).resolve(isRole ? (declaration as CfnRole).roleName : (declaration as CfnUser).userName);
  if (typeof name !== 'string' || Token.isUnresolved(declaration.path)) return undefined;
  return formatArn({
    service: 'iam',
    region: '',
    account,
    resource: isRole ? 'role' : 'user',
    resourceName: `${declaration.path ?? '/'}${name}`.slice(1),
  });
}
