import { CfnResource, Stack } from 'aws-cdk-lib';
import { isResource } from './arns';
import { readProperty } from './read-properties';

/** A resource and the name that the app gives it. */
interface NamedResource {
  readonly name: string;
  readonly resource: CfnResource;
}

/**
 * Lists the resources of a stack whose name is the same in all branches of the template. A resource with a condition is not among them,
 * because the name may belong to a resource elsewhere.
 *
 * @param property the property that has the name
 */
export function listResourcesByName(stack: Stack, type: string, property: string): NamedResource[] {
  return stack.node.findAll().filter((child) => isResource(child, type)).flatMap((resource) => {
    if (resource.stack !== stack || resource.cfnOptions.condition) return [];
    const name = readProperty(resource, property).onlyText();
    if (name === undefined) return [];
    return [{ name, resource }];
  });
}
