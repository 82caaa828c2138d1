import { App, Stack } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

/**
 * The IAM findings of cdk-nag's AwsSolutions pack that nobody acknowledged, each as `rule on construct path`.
 *
 * As a validation plugin the pack needs a newer CDK than the oldest that the library supports, so it is called directly.
 */
export function iamFindings(stack: Stack): string[] {
  const app = stack.node.root as App;
  app.synth();
  return new AwsSolutionsChecks(app).validateScope(app).violations
    .filter(({ ruleName }) => ruleName.startsWith('AwsSolutions-IAM'))
    .flatMap(({ ruleName, violatingResources }) => violatingResources.map(({ constructPath }) => `${ruleName} on ${constructPath}`));
}
