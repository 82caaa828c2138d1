import { Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnGroup, CfnRole, CfnUser, IGrantable, PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { PrincipalAssertions } from './principal-assertions';
import { Evaluate, evaluateInStack, resolveContent } from './resolve-tokens';
import { ASSEMBLY, LOGICAL_ID, STACK, TEMPLATE } from './shapes';
import { Subject } from './subject';
import { StackFiles } from '../policy/assembly-files';
import { getConstructPath } from '../policy/assembly-resources';
import { AWS_MANAGED_POLICIES } from '../policy/aws-managed-policies';
import { listFunctionRoles } from '../policy/function-roles';
import { Assembly, AssemblyOptions, readAssembly, readStacks, RoleRecord, UserRecord } from '../policy/read-assembly';
import { checkShape } from '../problems/shape';
import { GRANTEE } from '../resources/shapes';

/** Values that templates don't contain. */
export interface AccessAssertionsOptions {
  /**
   * The account of stacks that can be deployed to any account.
   *
   * @default '111111111111'
   */
  readonly account?: string;

  /**
   * The Region of stacks that can be deployed to any Region.
   *
   * @default 'us-east-1'
   */
  readonly region?: string;

  /**
   * The contents of managed policies that the app doesn't declare, by their ARNs.
   *
   * @default - AWS's managed policies for functions, DynamoDB and logs are known, such as AWSLambdaBasicExecutionRole
   */
  readonly managedPolicies?: { [arn: string]: PolicyDocument };
}

/**
 * Asserts in tests who may do what with a table.
 *
 * The assertions evaluate all policies of the synthesized templates as AWS documents it, including policies that you wrote yourself.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * @example
 *
 * const assertions = AccessAssertions.fromStack(this);
 * const ofHandler = assertions.of(handler);
 *
 * ofHandler.can(TableFeature.QUERY.onIndexes('byCustomer'), orders);
 * ofHandler.cannot(TableFeature.SCAN, orders);
 */
export class AccessAssertions {
  /**
   * Synthesizes the app of a stack and reads the policies of all its stacks.
   *
   * @param stack a stack of the app
   * @param options values that templates do not contain
   * @example
   *
   * const assertions = AccessAssertions.fromStack(this);
   * assertions.of(handler).can(TableFeature.READ_ITEM, orders);
   */
  public static fromStack(stack: Stack, options: AccessAssertionsOptions = {}): AccessAssertions {
    const call = 'AccessAssertions.fromStack';
    checkShape(call, 'stack', stack, STACK);
    checkShape(call, 'options', options, ASSEMBLY);
    const root = stack.node.root;
    if (!Stage.isStage(root)) throw new Error(`[${stack.node.path}] is in no app; expected a stack of an App; give it one as its scope`);
    const { directory } = root.synth();
    return new AccessAssertions(readWithContents((reading) => readAssembly(directory, reading), { ownStack: stack.node.path }, options));
  }

  /**
   * Reads the policies of one template. Tables and grantees must belong to its stack or be imported.
   *
   * @param template the template of the stack
   * @param options values that templates do not contain
   * @example
   *
   * const assertions = AccessAssertions.fromTemplate(Template.fromStack(this));
   * assertions.of(handler).can(TableFeature.READ_ITEM, orders);
   */
  public static fromTemplate(template: Template, options: AccessAssertionsOptions = {}): AccessAssertions {
    const call = 'AccessAssertions.fromTemplate';
    checkShape(call, 'template', template, TEMPLATE);
    checkShape(call, 'options', options, ASSEMBLY);
    const files: StackFiles = {
      stackName: ONLY_STACK, path: ONLY_STACK, template: template.toJSON(), metadata: {}, findNestedTemplate: () => undefined,
    };
    const stacks = { ownStack: ONLY_STACK, onlyStack: ONLY_STACK };
    return new AccessAssertions(readWithContents((reading) => readStacks([files], reading), stacks, options), ONLY_STACK);
  }

  private constructor(private readonly assembly: Assembly, private readonly onlyStack?: string) {}

  /**
   * Selects a grantee for assertions. Throws an error if the app doesn't declare its role or user, for example for an imported function.
   *
   * @param grantee a function, a role, a user or anything else that has a role or user
   */
  public of(grantee: IGrantable): PrincipalAssertions {
    checkShape('AccessAssertions.of', 'grantee', grantee, GRANTEE);
    const fn = Construct.isConstruct(grantee) ? grantee.node.defaultChild : undefined;
    const role = CfnFunction.isCfnFunction(fn) && this.findDeclaredRole(fn.stack.resolve(fn.logicalId), this.onlyStack ?? fn.stack.node.path);
    // the template may give the function another role
    if (role) return this.makeAssertions(role);
    const { grantPrincipal } = grantee;
    const [path, declaration] = Construct.isConstruct(grantPrincipal)
      ? [grantPrincipal.node.path, grantPrincipal.node.defaultChild] : [`${grantPrincipal}`];
    if (CfnGroup.isCfnGroup(declaration)) throw new Error(`${path} is a group, which sends no requests; expected a role or user; assert each user of the group`);
    if (!CfnRole.isCfnRole(declaration) && !CfnUser.isCfnUser(declaration)) {
      throw new Error(`the app does not declare the role or user ${path}; expected one whose policies the app has; create it in the app`);
    }
    const stack = Stack.of(declaration);
    return this.findIdentity(path, stack.resolve(declaration.logicalId), this.onlyStack ?? stack.node.path);
  }

  /**
   * Selects a role, a user or a function for assertions by its logical id. Throws an error if no template or several templates have it.
   *
   * @param logicalId the logical id in the template, for example `ReaderServiceRole5C5B3C0A`
   */
  public ofLogicalId(logicalId: string): PrincipalAssertions {
    checkShape('AccessAssertions.ofLogicalId', 'logicalId', logicalId, LOGICAL_ID);
    const role = this.findDeclaredRole(logicalId);
    if (role) return this.makeAssertions(role);
    return this.findIdentity(logicalId, logicalId);
  }

  private findDeclaredRole(logicalId: string, stack?: string): RoleRecord | undefined {
    const [fn, other] = this.assembly.functions.filter(({ origin }) =>
      origin.logicalId === logicalId && (stack === undefined || origin.stack === stack));
    if (!fn) return undefined;
    if (other) throw new Error(`several stacks have a function ${logicalId}; expected one; use AccessAssertions.of(function)`);
    const roles = listFunctionRoles(this.assembly, fn);
    if (fn.roles.length > 1 || roles.length > 1 || fn.hasUnknownRole) throw new Error(describeOpenRole(logicalId, roles));
    return roles.at(0);
  }

  private findIdentity(name: string, logicalId: string, stack?: string): PrincipalAssertions {
    const { roles, users } = this.assembly;
    const found = [...roles, ...users].filter(({ origin }) =>
      origin.logicalId === logicalId && (stack === undefined || origin.stack === stack));
    if (found.length === 1) return this.makeAssertions(found[0]);
    const names = [...roles, ...users].map(({ origin }) => `${getConstructPath(origin)} (${origin.logicalId})`).join(', ');
    throw new Error(`${found.length === 0 ? 'there is no' : 'several stacks have a'} role or user ${name}; there are: ${names || 'none'}`);
  }

  private makeAssertions(identity: RoleRecord | UserRecord): PrincipalAssertions {
    return PrincipalAssertions._on(new Subject(identity, this.assembly, this.onlyStack));
  }
}

/** The name and path of the stack of a template that is read on its own. */
const ONLY_STACK = 'Template';

function describeOpenRole(logicalId: string, roles: readonly RoleRecord[]): string {
  const names = roles.map(({ origin }) => origin.logicalId).join(', ') || 'none is in the app';
  return `only CloudFormation knows which role the function ${logicalId} runs with; expected one role; assert each of the roles: ${names}`;
}

/** Reads an assembly with the contents of managed policies, which may refer to resources of the app. */
function readWithContents(
  readWith: (options: AssemblyOptions) => Assembly, { ownStack, onlyStack }: { ownStack: string; onlyStack?: string }, given: AccessAssertionsOptions,
): Assembly {
  const { account = '111111111111', region = 'us-east-1', managedPolicies = {} } = given;
  const assumed = (['account', 'region'] as const).filter((part) => given[part] === undefined);
  const options: AssemblyOptions = { account, region, partition: 'aws', assumed, managedPolicies: AWS_MANAGED_POLICIES };
  const contents = Object.entries(managedPolicies);
  if (contents.length === 0) return readWith(options);
  const app = readWith(options);
  const evaluateGiven: Evaluate = (stack, expression) => evaluateInStack(app, onlyStack ?? stack, expression);
  const resolved = contents.map(([arn, document]) => [arn, resolveContent(document.toJSON(), ownStack, evaluateGiven)]);
  return readWith({ ...options, managedPolicies: { ...AWS_MANAGED_POLICIES, ...Object.fromEntries(resolved) } });
}
