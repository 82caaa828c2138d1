import { PlannedPermission, Reason } from './planned-permission';

/**
 * What Lambda does with the execution role of a function to connect it to a VPC.
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

/** Say in the template why a statement has `*` as its resource. */
const VPC_SID = 'NetworkInterfacesOfLambda';
const TRACING_SID = 'TracesOfLambda';

/** What connects a function to its VPC: AWS asks for `*`. */
export function planVpcAccess(feature: string): PlannedPermission[] {
  return planOnAccount(VPC_ACTIONS, VPC_SID, { feature, why: 'connects the function to its VPC' });
}

/** What sends the traces of a function to X-Ray, which knows no resources for them. */
export function planTracing(feature: string): PlannedPermission[] {
  return planOnAccount(TRACING_ACTIONS, TRACING_SID, { feature, why: 'sends the traces of the function' });
}

function planOnAccount(actions: readonly string[], sid: string, reason: Reason): PlannedPermission[] {
  return actions.map((action) => ({ action, resource: '*', sid, reason }));
}
