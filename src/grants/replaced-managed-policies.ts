import { IResolveContext, Lazy, Stack, Tokenization } from 'aws-cdk-lib';
import { CfnRole, IRole, Role } from 'aws-cdk-lib/aws-iam';
import { isResource } from '../resources/arns';
import { producedList } from '../resources/lazy';

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
  const names = (producedList(role, (declaration as CfnRole).managedPolicyArns) ?? []).map((arn) => nameIn(arn, Stack.of(role)));
  return WIDE_LOGS_POLICIES.filter(({ name }) => names.includes(name));
}

/** Takes these policies away from a role. All others stay, those too that are added later. */
export function removeManagedPolicies(role: Role, policies: readonly WideLogsPolicy[]): void {
  const declaration = role.node.defaultChild as CfnRole;
  const before = Tokenization.reverse(declaration.managedPolicyArns);
  const removed = policies.map(({ name }) => name);
  declaration.managedPolicyArns = Lazy.uncachedList({
    produce: (context) => {
      // within this context, CDK's own list finds what stands in it twice
      const arns = (Tokenization.isResolvable(before) ? before.resolve(context as IResolveContext) : before) as string[] | undefined;
      return arns?.filter((arn) => !removed.includes(nameIn(arn, context)));
    },
  }, { omitEmpty: true });
}

/** The name of an AWS managed policy, whose ARN is text but for the partition, or is resolved to that. */
function nameIn(arn: string, resolver: Pick<IResolveContext, 'resolve'>): string {
  const text = arn.includes(':policy/') ? arn : JSON.stringify(resolver.resolve(arn));
  return /:iam::aws:policy\/([^"]+)/.exec(text)?.[1] ?? '';
}
