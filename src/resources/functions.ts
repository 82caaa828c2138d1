import { CfnResource, DefaultTokenResolver, Stage, StringConcat, Token, Tokenization, TokenizedStringFragments } from 'aws-cdk-lib';
import { CfnRole, IRole, Role } from 'aws-cdk-lib/aws-iam';
import { CfnFunction, Function as LambdaFunction, IFunction } from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { isResource, referencedResource } from './arns';
import { readProperty } from './read-properties';
import { remembered } from './settled';
import { writeStandIns } from './stand-ins';

/** Returns the function that an alias or a version publishes. Returns any other function unchanged. */
export function unqualified(fn: IFunction): IFunction {
  const published = (fn as Partial<{ readonly lambda: IFunction }>).lambda;
  if (published) return unqualified(published);
  return fn;
}

/** Returns true for the L1 of a function, of AWS SAM too. */
export function isFunctionResource(construct: IConstruct): construct is CfnResource {
  return isResource(construct, CfnFunction.CFN_RESOURCE_TYPE_NAME, 'AWS::Serverless::Function');
}

/** Returns the L1 that declares a function in this app. Imported functions have none. */
export function findFunctionDeclaration(fn: IFunction): CfnFunction | undefined {
  const published = unqualified(fn);
  const { defaultChild } = published.node;
  // the ARN of a function is made anew whenever it is asked for, which takes long; that of a singleton is of a function elsewhere
  if (isResource(defaultChild, CfnFunction.CFN_RESOURCE_TYPE_NAME)) return defaultChild as CfnFunction;
  return referencedResource(published.functionArn, CfnFunction.CFN_RESOURCE_TYPE_NAME) as CfnFunction | undefined;
}

/** The environment variables that a function has by now. Their values aren't resolved, as it isn't synthesis yet. */
export function listEnvironmentVariables(fn: IFunction): Readonly<Record<string, string>> {
  const declaration = findFunctionDeclaration(fn);
  if (!declaration) return {};
  const environment = Tokenization.resolve(declaration.environment, { scope: declaration, resolver: new TextKeeper(), preparing: false });
  return environment?.variables ?? {};
}

/** Resolves lists and objects, and leaves text as it is. */
class TextKeeper extends DefaultTokenResolver {
  constructor() {
    super(new StringConcat());
  }

  public resolveString(fragments: TokenizedStringFragments): string {
    return fragments.mapTokens({ mapToken: (token) => token.toString() }).join(new StringConcat());
  }
}

/** The construct of CDK that sets the notifications of buckets. It calls the role of its function `Role`. */
const NOTIFICATIONS_HANDLER = 'BucketNotificationsHandler';

/** The role that CDK made for a function, rather than one that the function was given. */
export function findOwnRole(fn: CfnResource): Role | undefined {
  const role = fn.node.scope?.node.tryFindChild(fn.node.scope.node.id.startsWith(NOTIFICATIONS_HANDLER) ? 'Role' : 'ServiceRole');
  const roles = findRoles(fn);
  // a customized role has no resource of its own
  if (role instanceof Role && role.node.defaultChild && roles.length === 1 && roles[0] === role.node.defaultChild) return role;
  return undefined;
}

/** Returns the role of a function that the app declares, if a construct of the app stands for the role. */
export function findFunctionRole(fn: CfnResource): IRole | undefined {
  const { scope } = fn.node;
  if (scope instanceof LambdaFunction && scope.node.defaultChild === fn) return scope.role;
  const [declaration] = findRoles(fn);
  const role = declaration?.node.scope;
  return role instanceof Role && role.node.defaultChild === declaration ? role : undefined;
}

/** The functions of the role's stage that run with it, in any branch. To be called at synthesis, when no function is missing. */
export function listFunctionsWithRole(role: IConstruct): CfnResource[] {
  const stage = Stage.of(role)!;
  const byRole = remembered(stage, 'functions by role', () => functionsByRole(stage));
  return byRole.get(role.node.defaultChild as CfnRole) ?? [];
}

function functionsByRole(stage: Stage): Map<CfnResource, CfnResource[]> {
  const functions = new Map<CfnResource, CfnResource[]>();
  for (const child of stage.node.findAll()) {
    if (!isFunctionResource(child)) continue;
    for (const role of findRoles(child)) if (role) functions.set(role, [...functions.get(role) ?? [], child]);
  }
  return functions;
}

/** Returns true if a function runs with a role in all branches that the app knows. */
export function runsWith(fn: CfnResource, role: IRole): boolean {
  const isKnown = (text: string) => role.node.defaultChild !== undefined || !Token.isUnresolved(text);
  const roles = readProperty(fn, 'Role');
  const isArn = (text: string) => text === role.roleArn || writeStandIns(fn, text) === writeStandIns(role, role.roleArn);
  return !roles.mayBeAbsent && roles.texts().filter(isKnown).every(isArn);
}

/** The roles that a function may run with; nothing in the place of one that the app doesn't declare. */
function findRoles(fn: CfnResource): (CfnResource | undefined)[] {
  return readProperty(fn, 'Role').texts().map((role) => referencedResource(role, CfnRole.CFN_RESOURCE_TYPE_NAME));
}
