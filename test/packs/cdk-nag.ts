import { App, CfnResource } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Finding, sideOf } from './finding';

/** The file that findings are written to, in a cloud assembly. */
export const NAG_FILE = 'cdk-nag.json';

/**
 * What cdk-nag's AwsSolutions pack finds in an app that is synthesized, what is acknowledged on access included.
 *
 * As a validation plugin the pack needs a newer CDK than the oldest that the library supports, so it is called directly.
 */
export function nagFindings(app: App): Finding[] {
  const resources = new Map(app.node.findAll().filter(CfnResource.isCfnResource).map((resource) => [resource.node.path, resource]));
  const open = new Set(violations(new AwsSolutionsChecks(app), app).map(({ id }) => id));
  const all = violations(Object.assign(new AwsSolutionsChecks(app), { isAcknowledged: () => false }), app);
  return all.map(({ id, rule, path }) => {
    const side = sideOf(resources.get(path)!.cfnResourceType);
    return { rule, side: side === 'access' && !open.has(id) ? 'acknowledged' : side };
  });
}

function violations(pack: AwsSolutionsChecks, app: App): { id: string; rule: string; path: string }[] {
  return pack.validateScope(app).violations.flatMap(({ ruleName: rule, violatingResources }) =>
    violatingResources.map(({ constructPath }) => ({ id: `${rule} on ${constructPath}`, rule, path: constructPath! })));
}
