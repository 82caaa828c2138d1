import { planTracing, planVpcAccess } from '../../src/plan/plan-runtime';

test('a function is connected to its VPC by exactly these actions, on *', () => {
  expect(planVpcAccess('vpcAccess')).toEqual([
    'ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets', 'ec2:UnassignPrivateIpAddresses',
  ].map((action) => ({
    action, resource: '*', sid: 'NetworkInterfacesOfLambda', reason: { feature: 'vpcAccess', why: 'connects the function to its VPC' },
  })));
});

test('traces are sent by exactly these actions, on *', () => {
  expect(planTracing('tracing')).toEqual(['xray:PutTelemetryRecords', 'xray:PutTraceSegments'].map((action) => ({
    action, resource: '*', sid: 'TracesOfLambda', reason: { feature: 'tracing', why: 'sends the traces of the function' },
  })));
});
