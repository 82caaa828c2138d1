import { IApiCall, ExpectedResult, IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicies, Stack } from 'aws-cdk-lib';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import flags from 'aws-cdk-lib/recommended-feature-flags.json';

/** An app under the feature flags of the examples. It leaves nothing behind, and its assembly names no folder of this machine. */
export function newIntegApp(): App {
  const app = new App({
    postCliContext: { ...flags, 'aws:cdk:disable-creation-stack-traces': true },
    stackTraces: false,
    treeMetadata: false,
  });
  RemovalPolicies.of(app).destroy();
  return app;
}

/** The test of an example: what its stacks are, down to the code of the functions. */
export function newIntegTest(app: App, ...testCases: Stack[]): IntegTest {
  return new IntegTest(app, 'Test', { testCases, diffAssets: true });
}

/** Invokes a function of the stack, and expects its result to match. */
export function invoke({ assertions }: IntegTest, stack: Stack, name: string, event: object, payload: unknown): IApiCall {
  const { functionName } = stack.node.findChild(name) as LambdaFunction;
  return assertions.invokeFunction({ functionName, payload: JSON.stringify(event) })
    .expect(ExpectedResult.objectLike({ StatusCode: 200, Payload: payload }));
}

/** Puts an item into a table of the stack. */
export function put({ assertions }: IntegTest, stack: Stack, name: string, item: Record<string, object>): IApiCall {
  const { tableName } = stack.node.findChild(name) as Table;
  return assertions.awsApiCall('DynamoDB', 'putItem', { TableName: tableName, Item: item });
}
