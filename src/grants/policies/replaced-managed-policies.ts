import { IResolveContext, Lazy, Stack, Token, Tokenization } from 'aws-cdk-lib';
import { CfnRole, IRole, Role } from 'aws-cdk-lib/aws-iam';
import { textOf, withoutPartition } from './written-policies';
import { isResource } from '../../resources/arns';
import { producedList } from '../../resources/lazy';

/** An AWS managed policy that CDK attaches to the roles that it makes for functions, and that writes to every log group. */
export interface WideLogsPolicy {
  readonly name: string;
  /** Whether the policy gives, besides logs, what connects a function to a VPC. */
  readonly connectsToVpc?: boolean;
  /** What the policy gives besides logs, on the function itself. */
  readonly functionActions?: readonly string[];
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
    functionActions: ['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState'],
  },
];

/** The policies of this kind that a role of the app has. */
export function wideLogsPoliciesOf(role: IRole): WideLogsPolicy[] {
  const declaration = role.node.defaultChild;
  if (!isResource(declaration, CfnRole.CFN_RESOURCE_TYPE_NAME)) return [];
  const names = (producedList(role, (declaration as CfnRole).managedPolicyArns) ?? []).map((arn) => nameOf(arn, Stack.of(role)));
  return WIDE_LOGS_POLICIES.filter(({ name }) => names.includes(name));
}

/** Takes these policies away from a role. All others stay, those too that are added later. */
export function removeManagedPolicies(role: Role, policies: readonly WideLogsPolicy[]): void {
  const declaration = role.node.defaultChild as CfnRole;
  const { managedPolicyArns: list } = declaration;
  const before: unknown = Token.isUnresolved(list) ? Tokenization.reverse(list) : list;
  const isKept = (arn: unknown, context: Resolver) => !policies.some(({ name }) => name === nameOf(arn, context));
  declaration.managedPolicyArns = Lazy.uncachedList({
    produce: (context) => {
      // within this context, CDK's own list finds what stands in it twice
      const arns = Tokenization.isResolvable(before) ? before.resolve(context as IResolveContext) : before;
      return Array.isArray(arns) ? arns.filter((arn) => isKept(arn, context)) : arns;
    },
  }, { omitEmpty: true });
}

type Resolver = Pick<IResolveContext, 'resolve'>;

/**
 * The name of the AWS managed policy whose ARN an entry of a list is: text but for its partition, or resolved to that. What only
 * CloudFormation knows, such as a parameter or a condition, has none.
 */
function nameOf(arn: unknown, resolver: Resolver): string | undefined {
  const [, name] = (typeof arn === 'string' && /^arn:[^:]*:iam::aws:policy\/([^$]+)$/.exec(arn)) || [];
  if (name !== undefined || isListOfTokens(arn)) return name;
  return /^iam::aws:policy\/(.+)$/.exec(withoutPartition(textOf(resolver.resolve(arn))))?.[1];
}

/** Whether an entry stands for a list that is known later, which can't be resolved on its own. */
function isListOfTokens(entry: unknown): boolean {
  return typeof entry === 'string' && Token.isUnresolved([entry]);
}
