import { CfnResource, Stack, Stage, Token } from 'aws-cdk-lib';
import { CfnRole, CfnUser } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { differ, formatArn, isResource, referencedResource } from './arns';
import { listReferences, readProperty } from './read-properties';
import { remembered } from './settled';
import { groupBy } from '../values/lists';

/** The kinds of identities, as CloudFormation calls them in types and properties. */
export const IDENTITY_KINDS = ['Group', 'Role', 'User'] as const;

type IdentityKind = typeof IDENTITY_KINDS[number];

export const IDENTITY_TYPES: readonly string[] = IDENTITY_KINDS.map((kind) => `AWS::IAM::${kind}`);

/** The L1 that declares a role or user in this app; imports have none. */
export function identityDeclaration(identity: IConstruct): CfnRole | CfnUser | undefined {
  const declaration = identity.node.defaultChild;
  if (isResource(declaration, CfnRole.CFN_RESOURCE_TYPE_NAME, CfnUser.CFN_RESOURCE_TYPE_NAME)) return declaration as CfnRole | CfnUser;
  return undefined;
}

/**
 * Finds the L1 of a role, user or group. An import has one, too, if its name is that of an identity which the app declares. Call this at
 * synthesis.
 */
export function findIdentityResource(identity: IConstruct): CfnResource | undefined {
  const own = [identity, identity.node.defaultChild].find((each): each is CfnResource => isResource(each, ...IDENTITY_TYPES));
  return own ?? IDENTITY_KINDS.flatMap((kind) => findImported(identity, kind)).at(0);
}

/** An L2 names an identity of each kind in a property of its own. */
function findImported(identity: IConstruct, kind: IdentityKind): CfnResource[] {
  const name = readNameProperty(identity, `${kind.toLowerCase()}Name`);
  if (name === undefined) return [];
  const account = readNameProperty(identity, 'principalAccount') ?? Stack.of(identity).account;
  return findNamedIdentities(identity, kind, name, account);
}

function readNameProperty(construct: IConstruct, name: string): string | undefined {
  const value: unknown = Reflect.get(construct, name);
  return typeof value === 'string' ? value : undefined;
}

/** Finds the identities of a stage that a name may be of. Names are unique in an account. */
export function findNamedIdentities(scope: IConstruct, kind: IdentityKind, name: string, account = Stack.of(scope).account): CfnResource[] {
  const referenced = findReferencedIdentity(scope, name);
  if (referenced) return [referenced];
  if (Token.isUnresolved(name)) return [];
  const stage = Stage.of(scope)!;
  const byName = remembered(stage, `${kind} by name`, () => groupBy(stage.node.findAll().filter((each) => isResource(each, `AWS::IAM::${kind}`))
    .flatMap((declaration) => readIdentityNames(declaration).map((text) => ({ text, declaration }))), ({ text }) => text));
  return (byName.get(name) ?? []).map(({ declaration }) => declaration).filter((each) => !differ(Stack.of(each).account, account));
}

/** The names that the app gives the L1 of an identity. */
export function readIdentityNames(declaration: CfnResource): string[] {
  return readProperty(declaration, `${declaration.cfnResourceType.split('::')[2]}Name`).texts();
}

/** Finds the L1 that a name refers to. CDK takes the name from the ARN if the identity is imported by its ARN. */
export function findReferencedIdentity(scope: IConstruct, name: string): CfnResource | undefined {
  const direct = referencedResource(name, ...IDENTITY_TYPES);
  if (direct || !isSelectedText(scope, name)) return direct;
  return listReferences(scope, name).filter(({ displayName }) => displayName === 'Arn').map(({ target }) => target)
    .find((target): target is CfnResource => isResource(target, ...IDENTITY_TYPES));
}

/** Tells whether CloudFormation selects a text from another text, for example a name from an ARN. */
function isSelectedText(scope: IConstruct, text: string): boolean {
  return Token.isUnresolved(text) && Object.hasOwn(Object(Stack.of(scope).resolve(text)), 'Fn::Select');
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
