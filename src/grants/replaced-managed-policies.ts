import { Lazy, Stack } from 'aws-cdk-lib';
import { CfnRole, IRole, Role } from 'aws-cdk-lib/aws-iam';
import { isResource } from '../resources/arns';

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
  const arns: unknown[] = Stack.of(role).resolve((declaration as CfnRole).managedPolicyArns) ?? [];
  return WIDE_LOGS_POLICIES.filter((policy) => arns.some((arn) => isArnOf(policy, arn)));
}

/** Takes these policies away from a role. All others stay, those too that are added later. */
export function removeManagedPolicies(role: Role, policies: readonly WideLogsPolicy[]): void {
  const declaration = role.node.defaultChild as CfnRole;
  const before = declaration.managedPolicyArns;
  declaration.managedPolicyArns = Lazy.uncachedList({
    produce: (context) => {
      const arns: string[] | undefined = context.resolve(before);
      return arns?.filter((arn) => !policies.some((policy) => isArnOf(policy, arn)));
    },
  }, { omitEmpty: true });
}

/** The ARN is text, or a join of text with the partition; either way it ends in the name of the policy. */
function isArnOf(policy: WideLogsPolicy, arn: unknown): boolean {
  return JSON.stringify(arn).includes(`:iam::aws:policy/${policy.name}"`);
}
