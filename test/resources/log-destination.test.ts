import { App, Aws, CfnCondition, CfnParameter, Fn, Stack, StackProps, Stage, Token } from 'aws-cdk-lib';
import { CfnFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup, ILogGroup, LogGroup, LogRetention, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { LogDestination } from '../../src/plan/plan-logs';
import { destinationOf, findLogDestinations } from '../../src/resources/log-destination';
import { ENV, FLAG_SETTINGS, newFunction, newStack, readable } from '../support/app';
import { lambdaRole } from '../support/functions';
import '../support/quiet';

const MANAGED_GROUP_FLAG = '@aws-cdk/aws-lambda:useCdkManagedLogGroup';
const LOGS_ARN = 'arn:<AWS::Partition>:logs:eu-west-1:111122223333:log-group';
const IMPORTED_ARN = 'arn:aws:logs:us-east-1:999988887777:log-group:/shop/orders';

/** A destination as a template names it. */
function inTemplate(stack: Stack, { streamsArn, uncreatedGroupArn }: LogDestination): object {
  return {
    streamsArn: readable(stack.resolve(streamsArn)),
    ...uncreatedGroupArn === undefined ? {} : { uncreatedGroupArn: readable(stack.resolve(uncreatedGroupArn)) },
  };
}

describe('a log group', () => {
  test.each<[string, (stack: Stack) => ILogGroup, object]>([
    ['that the app creates is created', (stack) => new LogGroup(stack, 'Group'), { streamsArn: '<GroupC77FDACD.Arn>' }],
    ['with a physical name is created', (stack) => new LogGroup(stack, 'Group', { logGroupName: '/shop/orders' }),
      { streamsArn: '<GroupC77FDACD.Arn>' }],
    ['imported by its ARN may have to be created', (stack) => LogGroup.fromLogGroupArn(stack, 'Group', `${IMPORTED_ARN}:*`),
      { streamsArn: `${IMPORTED_ARN}:*`, uncreatedGroupArn: IMPORTED_ARN }],
    ['imported by its ARN without the streams may have to be created', (stack) => LogGroup.fromLogGroupArn(stack, 'Group', IMPORTED_ARN),
      { streamsArn: `${IMPORTED_ARN}:*`, uncreatedGroupArn: IMPORTED_ARN }],
    ['imported by its name may have to be created', (stack) => LogGroup.fromLogGroupName(stack, 'Group', '/shop/orders'),
      { streamsArn: `${LOGS_ARN}:/shop/orders:*`, uncreatedGroupArn: `${LOGS_ARN}:/shop/orders` }],
  ])('%s', (_name, make, expected) => {
    const stack = newStack({}, ENV);

    expect(inTemplate(stack, destinationOf(make(stack), stack))).toEqual(expected);
  });

  test('of another stack, in another Region, is named by the Region and its physical name', () => {
    const stack = newStack({}, ENV);
    const there = new Stack(stack.node.root as App, 'There', { env: { ...ENV, region: 'us-east-1' } });
    const group = new LogGroup(there, 'Group', { logGroupName: '/shop/orders' });

    expect(inTemplate(stack, destinationOf(group, stack)))
      .toEqual({ streamsArn: 'arn:<AWS::Partition>:logs:us-east-1:111122223333:log-group:/shop/orders:*' });
  });

  test.each<[string, StackProps]>([
    ['in the same environment', {}],
    ['in another Region, with references across Regions', { env: { ...ENV, region: 'us-east-1' }, crossRegionReferences: true }],
  ])('of another stack %s is referred to', (_name, props) => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: ENV, crossRegionReferences: true });
    const other = new Stack(app, 'Other', { env: ENV, ...props });

    expect(inTemplate(stack, destinationOf(new LogGroup(other, 'Group'), stack))).toEqual({ streamsArn: '<GroupC77FDACD.Arn>' });
  });
});

describe('the log group of a function', () => {
  function groupOf(make: (stack: Stack) => LambdaFunction | CfnFunction, flags = {}, env: object | undefined = ENV): object {
    const stack = newStack(flags, env);
    const made = make(stack);
    return inTemplate(stack, findLogDestinations(made instanceof CfnFunction ? made : made.node.defaultChild as CfnFunction)[0].destination);
  }

  const DEFAULT_GROUP = { streamsArn: `${LOGS_ARN}:/aws/lambda/<Fn9270CBC0>:*`, uncreatedGroupArn: `${LOGS_ARN}:/aws/lambda/<Fn9270CBC0>` };

  test('is the default one where it says nothing', () => {
    expect(groupOf((stack) => newFunction(stack, 'Fn'))).toEqual(DEFAULT_GROUP);
  });

  test('is the default one in the Region and account of the deployment where the stack has no environment', () => {
    expect(groupOf((stack) => newFunction(stack, 'Fn'), {}, {})).toEqual({
      streamsArn: 'arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:/aws/lambda/<Fn9270CBC0>:*',
      uncreatedGroupArn: 'arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:/aws/lambda/<Fn9270CBC0>',
    });
  });

  test('is the default one of a CfnFunction', () => {
    const make = (stack: Stack) => new CfnFunction(stack, 'Fn', { role: lambdaRole(stack).roleArn, code: {} });

    expect(groupOf(make)).toEqual({ streamsArn: `${LOGS_ARN}:/aws/lambda/<Fn>:*`, uncreatedGroupArn: `${LOGS_ARN}:/aws/lambda/<Fn>` });
  });

  test('is the default one where its logging configuration names no group', () => {
    const make = (stack: Stack) => new CfnFunction(stack, 'Fn', { role: lambdaRole(stack).roleArn, code: {}, loggingConfig: { logFormat: 'JSON' } });

    expect(groupOf(make)).toEqual({ streamsArn: `${LOGS_ARN}:/aws/lambda/<Fn>:*`, uncreatedGroupArn: `${LOGS_ARN}:/aws/lambda/<Fn>` });
  });

  test('is the one that CDK manages for it under the feature flag', () => {
    expect(groupOf((stack) => newFunction(stack, 'Fn'), { [MANAGED_GROUP_FLAG]: true })).toEqual({ streamsArn: '<FnLogGroup27CC2AC8.Arn>' });
  });

  test('is the default one, created at deployment, with logRetention', () => {
    expect(groupOf((stack) => newFunction(stack, 'Fn', { logRetention: RetentionDays.ONE_WEEK })))
      .toEqual({ streamsArn: `${LOGS_ARN}:/aws/lambda/<Fn9270CBC0>:*` });
  });

  test('may have to be created where another construct has a LogRetention', () => {
    const make = (stack: Stack) => {
      new LogRetention(stack, 'LogRetention', { logGroupName: '/shop/other', retention: RetentionDays.ONE_WEEK });
      return newFunction(stack, 'Fn');
    };

    expect(groupOf(make)).toEqual(DEFAULT_GROUP);
  });

  test.each(FLAG_SETTINGS)('is the one that it was given, %s', (_name, flags) => {
    expect(groupOf((stack) => newFunction(stack, 'Fn', { logGroup: new LogGroup(stack, 'Group') }), flags))
      .toEqual({ streamsArn: '<GroupC77FDACD.Arn>' });
  });

  test('is the one of another stack that it was given', () => {
    const make = (stack: Stack) => {
      const other = new Stack(stack.node.root as Stage, 'Other', { env: ENV });
      return newFunction(stack, 'Fn', { logGroup: new LogGroup(other, 'Group', { logGroupName: '/shop/orders' }) });
    };

    expect(groupOf(make)).toEqual({ streamsArn: '<GroupC77FDACD.Arn>' });
  });

  test.each<[string, object]>([['Region', { region: 'us-east-1' }], ['account', { account: '444455556666' }]])(
    'is the one of the same name where it runs, if it was given one of another %s', (_name, env) => {
      const make = (stack: Stack) => {
        const far = new Stack(stack.node.root as Stage, 'Far', { env: { ...ENV, ...env } });
        return newFunction(stack, 'Fn', { logGroup: new LogGroup(far, 'Group', { logGroupName: '/shop/orders' }) });
      };

      expect(groupOf(make)).toEqual({ streamsArn: `${LOGS_ARN}:/shop/orders:*`, uncreatedGroupArn: `${LOGS_ARN}:/shop/orders` });
    });

  test('is the imported one that it was given, which may have to be created', () => {
    const make = (stack: Stack) => newFunction(stack, 'Fn', { logGroup: LogGroup.fromLogGroupName(stack, 'Group', '/shop/orders') });

    expect(groupOf(make)).toEqual({ streamsArn: `${LOGS_ARN}:/shop/orders:*`, uncreatedGroupArn: `${LOGS_ARN}:/shop/orders` });
  });

  test('is the one that a parameter names', () => {
    const make = (stack: Stack) => {
      const name = new CfnParameter(stack, 'Name').valueAsString;
      return newFunction(stack, 'Fn', { logGroup: LogGroup.fromLogGroupName(stack, 'Group', name) });
    };

    expect(groupOf(make)).toEqual({ streamsArn: `${LOGS_ARN}:<Name>:*`, uncreatedGroupArn: `${LOGS_ARN}:<Name>` });
  });

  test.each<[string, (stack: Stack) => LambdaFunction]>([
    ['by the name of the function', (stack) => {
      const fn = newFunction(stack, 'Fn');
      new LogGroup(stack, 'Group', { logGroupName: `/aws/lambda/${fn.functionName}` });
      return fn;
    }],
    ['by the physical name of the function', (stack) => {
      new LogGroup(stack, 'Group', { logGroupName: '/aws/lambda/orders' });
      return newFunction(stack, 'Fn', { functionName: 'orders' });
    }],
    ['after the function, by its physical name', (stack) => {
      const fn = newFunction(stack, 'Fn', { functionName: 'orders' });
      new LogGroup(stack, 'Group', { logGroupName: '/aws/lambda/orders' });
      return fn;
    }],
    ['and imports it under its name', (stack) => {
      new LogGroup(stack, 'Group', { logGroupName: '/shop/orders' });
      return newFunction(stack, 'Fn', { logGroup: LogGroup.fromLogGroupName(stack, 'Import', '/shop/orders') });
    }],
  ])('is the one that the user declares %s', (_name, make) => {
    expect(groupOf(make)).toEqual({ streamsArn: '<GroupC77FDACD.Arn>' });
  });

  test('is the default one where the user declares groups with other names or none', () => {
    const make = (stack: Stack) => {
      new LogGroup(stack, 'Other', { logGroupName: '/aws/lambda/other' });
      new CfnLogGroup(stack, 'Unnamed');
      return newFunction(stack, 'Fn');
    };

    expect(groupOf(make)).toEqual(DEFAULT_GROUP);
  });

  const maybe = (name: string) => Fn.conditionIf('Condition', name, '/aws/lambda/others').toString();

  test.each<[string, (stack: Stack) => LambdaFunction]>([
    ['the function has its name in one branch of a condition', (stack) => {
      new LogGroup(stack, 'Group', { logGroupName: '/aws/lambda/orders' });
      return newFunction(stack, 'Fn', { functionName: Fn.conditionIf('Condition', 'orders', 'others').toString() });
    }],
    ['the function has a name in one branch of a condition', (stack) => {
      new LogGroup(stack, 'Group', { logGroupName: '/aws/lambda/orders' });
      return newFunction(stack, 'Fn', { functionName: Fn.conditionIf('Condition', 'orders', Aws.NO_VALUE).toString() });
    }],
    ['the group has its name in one branch of a condition', (stack) => {
      new LogGroup(stack, 'Group', { logGroupName: maybe('/aws/lambda/orders') });
      return newFunction(stack, 'Fn', { functionName: 'orders' });
    }],
    ['the group has a condition', (stack) => {
      const group = new CfnLogGroup(stack, 'Group', { logGroupName: '/aws/lambda/orders' });
      group.cfnOptions.condition = new CfnCondition(stack, 'Condition');
      return newFunction(stack, 'Fn', { functionName: 'orders' });
    }],
  ])('is the default one by the name of the function, where %s', (_name, make) => {
    expect(groupOf(make)).toEqual(DEFAULT_GROUP);
  });

  test('is not the one of the same name that another stack declares', () => {
    const make = (stack: Stack) => {
      const far = new Stack(stack.node.root as Stage, 'Far', { env: { ...ENV, region: 'us-east-1' } });
      new LogGroup(far, 'Group', { logGroupName: '/aws/lambda/orders' });
      return newFunction(stack, 'Fn', { functionName: 'orders' });
    };

    expect(groupOf(make)).toHaveProperty('uncreatedGroupArn');
  });

  test('is read from a lazy logging configuration', () => {
    const make = (stack: Stack) => new CfnFunction(stack, 'Fn', {
      role: lambdaRole(stack).roleArn, code: {}, loggingConfig: Token.asAny({ logGroup: '/shop/orders' }),
    });

    expect(groupOf(make)).toEqual({ streamsArn: `${LOGS_ARN}:/shop/orders:*`, uncreatedGroupArn: `${LOGS_ARN}:/shop/orders` });
  });

  test('keeps tokens in its name', () => {
    const make = (stack: Stack) => newFunction(stack, 'Fn', {
      logGroup: LogGroup.fromLogGroupName(stack, 'Group', `/shop/${Aws.STACK_NAME}`),
    });

    expect(groupOf(make)).toHaveProperty('streamsArn', `${LOGS_ARN}:/shop/<AWS::StackName>:*`);
  });

  test('is the configured one, whatever other group has the default name', () => {
    const stack = newStack({}, ENV);
    const logGroup = LogGroup.fromLogGroupName(stack, 'Configured', '/shop/custom');
    const fn = newFunction(stack, 'Fn', { functionName: 'orders', logGroup });
    new LogGroup(stack, 'Other', { logGroupName: '/aws/lambda/orders' });

    expect(inTemplate(stack, findLogDestinations(fn.node.defaultChild as CfnFunction)[0].destination))
      .toEqual({ streamsArn: `${LOGS_ARN}:/shop/custom:*`, uncreatedGroupArn: `${LOGS_ARN}:/shop/custom` });
  });
});
