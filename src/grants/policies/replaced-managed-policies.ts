import { IResolveContext, Lazy, Token, Tokenization } from 'aws-cdk-lib';
import { CfnRole, IRole, Role } from 'aws-cdk-lib/aws-iam';
import { isResource } from '../../resources/arns';
import { forgetProperties, readProperty, resolveTexts } from '../../resources/read-properties';

/** An AWS managed policy that CDK attaches to the roles that it makes for functions, and that writes to every log group. */
export interface WideLogsPolicy {
  readonly name: string;
  /** True if the policy also allows the actions that connect a function to a VPC. */
  readonly connectsToVpc?: boolean;
  /** True if the policy also allows a durable function to save its state. */
  readonly savesState?: boolean;
}

/**
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaBasicExecutionRole.html
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaVPCAccessExecutionRole.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/durable-security.html
 */
const WIDE_LOGS_POLICIES: readonly WideLogsPolicy[] = [
  { name: 'service-role/AWSLambdaBasicExecutionRole' },
  {
    name: 'service-role/AWSLambdaVPCAccessExecutionRole',
    connectsToVpc: true,
  },
  {
    name: 'service-role/AWSLambdaBasicDurableExecutionRolePolicy',
    savesState: true,
  },
];

/** The policies of this kind that a role of the app may have. */
export function wideLogsPoliciesOf(role: IRole): WideLogsPolicy[] {
  const declaration = role.node.defaultChild;
  if (!isResource(declaration, CfnRole.CFN_RESOURCE_TYPE_NAME)) return [];
  const names = readProperty(declaration, 'ManagedPolicyArns').texts().map(readName);
  return WIDE_LOGS_POLICIES.filter(({ name }) => names.includes(name));
}

/** Returns true if a role of the app has one of these policies in all branches. */
export function alwaysHas(role: IRole, policies: readonly WideLogsPolicy[]): boolean {
  const declaration = role.node.defaultChild;
  if (!isResource(declaration, CfnRole.CFN_RESOURCE_TYPE_NAME)) return false;
  const isOne = (arn: string) => policies.some(({ name }) => name === readName(arn));
  return readProperty(declaration, 'ManagedPolicyArns').each().every((list) =>
    list.elements().some((each) => !each.mayBeAbsent && !each.isUnknown && each.texts().every(isOne)));
}

/** Takes these policies away from a role. All others stay, those too that are added later, by an override or under a condition. */
export function removeManagedPolicies(role: Role, policies: readonly WideLogsPolicy[]): void {
  const declaration = role.node.defaultChild as CfnRole;
  const { managedPolicyArns: list } = declaration;
  const before: unknown = Token.isUnresolved(list) ? Tokenization.reverse(list) : list;
  const isKept = (arn: unknown) => {
    if (!isText(arn)) return true;
    // most name the policy as CDK does, and CDK resolves the list several times
    const [text, ...others] = readName(arn) === undefined ? resolveTexts(role, arn) : [arn];
    return text === undefined || others.length > 0 || !policies.some(({ name }) => name === readName(text));
  };
  declaration.managedPolicyArns = Lazy.uncachedList({
    produce: (context) => {
      // within this context, CDK's own list finds what stands in it twice
      const arns = Tokenization.isResolvable(before) ? before.resolve(context as IResolveContext) : before;
      if (Array.isArray(arns)) return arns.filter(isKept);
      return arns;
    },
  }, { omitEmpty: true });
  forgetProperties(declaration, 'ManagedPolicyArns');
}

/** The name of the AWS managed policy whose ARN a text is; what only CloudFormation knows, such as a parameter, has none. */
function readName(arn: string): string | undefined {
  return /^arn:[^:]*:iam::aws:policy\/([^$]+)$/.exec(arn)?.[1];
}

/** Returns true if an entry of a list is text. A list token can't be resolved on its own. */
function isText(entry: unknown): entry is string {
  return typeof entry === 'string' && !Token.isUnresolved([entry]);
}
