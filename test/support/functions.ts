import { Duration, Stack } from 'aws-cdk-lib';
import { SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Role, RoleProps, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, Code, FunctionProps, IFunction, Runtime, SingletonFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { newFunction } from './app';

type MakeFunction = (stack: Stack, props?: Partial<FunctionProps>) => IFunction;

/** One of each kind of function that logs, runs or gets its role in another way, all with logical ids that begin with `Fn`. */
export const FUNCTIONS: [string, MakeFunction][] = [
  ['with the default log group', (stack, props) => newFunction(stack, 'Fn', props)],
  ['with a log group of its own', (stack, props) => newFunction(stack, 'Fn', { logGroup: new LogGroup(stack, 'Group'), ...props })],
  ['with logRetention', (stack, props) => newFunction(stack, 'Fn', { logRetention: RetentionDays.ONE_WEEK, ...props })],
  ['with a physical name', (stack, props) => newFunction(stack, 'Fn', { functionName: 'orders', ...props })],
  ['in a VPC', (stack, props) => newFunction(stack, 'Fn', { ...isolatedVpc(stack), ...props })],
  ['with durable executions', (stack, props) => newFunction(stack, 'Fn', { durableConfig: { executionTimeout: Duration.hours(1) }, ...props })],
  ['with a role that it was given', (stack, props) => newFunction(stack, 'Fn', { role: lambdaRole(stack), ...props })],
  ['whose role a second function shares', (stack, props) => {
    const fn = newFunction(stack, 'Fn', props);
    newFunction(stack, 'Second', { role: fn.role });
    return fn;
  }],
  ['behind an alias', (stack, props) => new Alias(stack, 'Live', {
    aliasName: 'live', version: newFunction(stack, 'Fn', props).currentVersion,
  })],
  ['behind a version', (stack, props) => newFunction(stack, 'Fn', props).currentVersion],
  ['that is a singleton', (stack, props) => newSingleton(stack, props)],
];

export function lambdaRole(stack: Stack, props: Partial<RoleProps> = {}): Role {
  return new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com'), ...props });
}

export function newSingleton(stack: Stack, props: Partial<FunctionProps> = {}): SingletonFunction {
  return new SingletonFunction(stack, 'Singleton', {
    uuid: '5c3a1f',
    lambdaPurpose: 'Fn',
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {};'),
    ...props,
  });
}

export function isolatedVpc(stack: Stack): Partial<FunctionProps> {
  return {
    vpc: new Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 0 }),
    vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
  };
}
