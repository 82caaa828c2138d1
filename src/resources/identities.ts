import { Stack } from 'aws-cdk-lib';
import { CfnRole, CfnUser } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { formatArn, isResource } from './arns';
import { readProperty } from './read-properties';

/** The L1 that declares a role or user in this app; imports have none. */
export function identityDeclaration(identity: IConstruct): CfnRole | CfnUser | undefined {
  const declaration = identity.node.defaultChild;
  if (isResource(declaration, CfnRole.CFN_RESOURCE_TYPE_NAME, CfnUser.CFN_RESOURCE_TYPE_NAME)) return declaration as CfnRole | CfnUser;
  return undefined;
}

/** The ARN of a role or user by the name that the app gives it, without a reference; nothing where CloudFormation chooses. */
export function namedIdentityArn(identity: IConstruct): string | undefined {
  const declaration = identityDeclaration(identity);
  if (!declaration) return undefined;
  const isRole = isResource(declaration, CfnRole.CFN_RESOURCE_TYPE_NAME);
  const name = readProperty(declaration, isRole ? 'RoleName' : 'UserName').knownText();
  const declaredPath = readProperty(declaration, 'Path');
  const path = declaredPath.isAbsent ? '/' : declaredPath.knownText();
  if (name === undefined || path === undefined) return undefined;
  return formatArn({
    service: 'iam', region: '', account: Stack.of(declaration).account, resource: isRole ? 'role' : 'user', resourceName: `${path}${name}`.slice(1),
  });
}
