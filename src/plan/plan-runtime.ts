import { PlannedPermission, Reason } from './planned-permission';

/**
 * The actions with which Lambda connects a function to a VPC, using the execution role of the function.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
export const VPC_ACTIONS: readonly string[] = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/** @see https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html */
const TRACING_ACTIONS: readonly string[] = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];

/** Explains in the template why a statement has `*` as its resource. */
const VPC_SID = 'NetworkInterfacesOfLambda';
const TRACING_SID = 'TracesOfLambda';

/** Plans the permissions that connect a function to its VPC. AWS requires `*`. */
export function planVpcAccess(feature: string): PlannedPermission[] {
  return planOnAccount(VPC_ACTIONS, VPC_SID, { feature, why: 'connects the function to its VPC' });
}

/** Plans the permissions that send traces to X-Ray. X-Ray supports no resources for them. */
export function planTracing(feature: string): PlannedPermission[] {
  return planOnAccount(TRACING_ACTIONS, TRACING_SID, { feature, why: 'sends the traces of the function' });
}

function planOnAccount(actions: readonly string[], sid: string, reason: Reason): PlannedPermission[] {
  return actions.map((action) => ({ action, resource: '*', sid, reason }));
}
