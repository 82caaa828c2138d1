import { CfnResource } from 'aws-cdk-lib';
import { IRole } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { findDeclaredPath, warn } from '../../resources/annotate';
import { findIdentityResource } from '../../resources/identities';
import { readProperty } from '../../resources/read-properties';
import { TemplateValue } from '../../resources/template-value';
import { mayPerform } from '../policies/read-policies';

/** A permission that Lambda needs from the role of a function, besides logs. */
interface RuntimeNeed {
  readonly id: 'vpcWithoutAccess' | 'tracingWithoutAccess' | 'durableWithoutAccess';
  readonly isOf: (fn: CfnResource) => boolean;
  readonly action: string;
  readonly situation: string;
  readonly lack: string;
  readonly expected: string;
}

/**
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/durable-security.html
 */
const RUNTIME_NEEDS: readonly RuntimeNeed[] = [
  {
    id: 'vpcWithoutAccess',
    isOf: (fn) => isConnected(readProperty(fn, 'VpcConfig').property('SubnetIds')),
    action: 'ec2:CreateNetworkInterface',
    situation: 'in a VPC',
    lack: 'cannot create network interfaces',
    expected: 'a role with this permission, because Lambda cannot create the function without it',
  },
  {
    id: 'tracingWithoutAccess',
    isOf: (fn) => readProperty(fn, 'TracingConfig').property('Mode').mayBe('Active') || readProperty(fn, 'Tracing').mayBe('Active'),
    action: 'xray:PutTraceSegments',
    situation: 'with active tracing',
    lack: 'cannot send traces',
    expected: 'a role with this permission, because the traces are lost without it',
  },
  {
    id: 'durableWithoutAccess',
    isOf: (fn) => !readProperty(fn, 'DurableConfig').isAbsent,
    action: 'lambda:CheckpointDurableExecution',
    situation: 'with durable executions',
    lack: 'cannot save their state',
    expected: 'a role that can, because no execution gets beyond its first step otherwise',
  },
];

/** A function without subnets isn't connected to a VPC. */
function isConnected(subnets: TemplateValue): boolean {
  return subnets.isUnknown || subnets.elements().length > 0;
}

/**
 * Warns about functions whose role lacks a permission that their configuration needs. A role with policies that the app doesn't
 * know counts as having it. Call this at validation.
 *
 * @param remedies the remedy for each need
 */
export function warnAboutFunctions(owner: IConstruct, role: IRole, functions: readonly CfnResource[], remedies: Readonly<Record<RuntimeNeed['id'], string>>): void {
  if (!findIdentityResource(role)) return;
  for (const { id, isOf, action, situation, lack, expected } of RUNTIME_NEEDS) {
    const affected = functions.filter(isOf);
    if (affected.length === 0 || mayPerform(role, action)) continue;
    for (const fn of affected) {
      warn(owner, {
        id,
        value: `the function ${findDeclaredPath(fn)} runs ${situation}, but its role ${role.node.path} ${lack}`,
        expected,
        remedy: remedies[id],
      });
    }
  }
}
