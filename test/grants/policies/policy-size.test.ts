import { App, Fn, Lazy, Stack } from 'aws-cdk-lib';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { measurePolicy } from '../../../src/grants/policies/policy-size';
import { whileSettled } from '../../../src/resources/settled';
import { newStack, newTable } from '../../support/app';
import '../../support/quiet';

const TABLE_ARN = 'arn:aws-us-gov:dynamodb:us-gov-west-1:123456789012:table/'.length + 255;

describe('the size of a part of a policy', () => {
  const long = 'x'.repeat(3000);

  test.each<[string, unknown]>([
    ['text', long],
    ['a lazy text', Lazy.string({ produce: () => long })],
    ['a lazy value', Lazy.any({ produce: () => long })],
    ['a lazy list', Lazy.list({ produce: () => [long] })],
    ['text that is joined', Fn.join('', [long, Fn.importValue('More')])],
  ])('counts what %s holds', (_name, value) => {
    expect(measurePolicy(newStack(), { StringEquals: value })).toBeGreaterThan(3000);
  });

  test('counts text as JSON writes it', () => {
    expect(measurePolicy(newStack(), 'a"b')).toBe('"a\\"b"'.length);
  });

  test('takes the ARN of a table for as long as it may be', () => {
    const stack = newStack();

    expect(measurePolicy(stack, `${newTable(stack, 'Table').tableArn}/index/byDate`)).toBe(TABLE_ARN + '"/index/byDate"'.length);
  });

  test('takes the ARN and the name of a log group for as long as they may be', () => {
    const stack = newStack();
    const group = new LogGroup(stack, 'Logs');
    const longest = 'arn:aws-us-gov:logs:us-gov-west-1:123456789012:log-group:'.length + 512 + ':*'.length;

    expect(measurePolicy(stack, group.logGroupArn)).toBe(longest + 2);
    expect(measurePolicy(stack, { Resource: group.logGroupArn })).toBe(longest + '{"Resource":""}'.length);
    expect(measurePolicy(stack, { Resource: `x${group.logGroupName}` })).toBe(512 + '{"Resource":"x"}'.length);
  });

  test('takes the ARN of a log group for as long as the context says', () => {
    const stack = newStack({ '@aws-cdk/aws-iam.arnSizeEstimate': 40 });

    expect(measurePolicy(stack, new LogGroup(stack, 'Logs').logGroupArn)).toBe(42);
  });

  test('takes the ARN of a table in another Region for what it is', () => {
    const app = new App();
    const account = '111122223333';
    const table = newTable(new Stack(app, 'Other', { env: { account, region: 'us-east-1' } }), 'Table', { tableName: 'orders' });
    const stack = new Stack(app, 'Stack', { env: { account, region: 'eu-west-1' } });

    // the partition is as long as it may be
    expect(measurePolicy(stack, table.tableArn)).toBe('"arn:aws-us-gov:dynamodb:us-east-1:111122223333:table/orders"'.length);
  });

  test('goes by what each construct says of its ARNs, also while nothing changes', () => {
    const stack = newStack();
    const [{ tableArn }, short, other]: [Table, Construct, Construct] = [newTable(stack, 'Table'), new Construct(stack, 'Short'), new Construct(stack, 'Other')];
    short.node.setContext('@aws-cdk/aws-iam.arnSizeEstimate', 40);

    expect(whileSettled(() => [short, other].map((scope) => measurePolicy(scope, tableArn)))).toEqual([42, TABLE_ARN + 2]);
  });
});
