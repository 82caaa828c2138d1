import { Caller, Observation } from './caller';
import { INTERNET, networkContext } from './network';
import { Permission } from './permission';
import { Request } from './service';
import { authorize, PolicyDocument } from '../../policy/evaluate';

/** The policies that resources have themselves, as keys do, by ARN. */
export type ResourcePolicies = ReadonlyMap<string, PolicyDocument>;

/** Decides on one permission of a request by the policies of the caller and of the resource. */
export function decideRequest(caller: Caller, request: Request, permission: Permission, resourcePolicies: ResourcePolicies): Observation {
  const { policies: identity, boundary, arn, account } = caller;
  const { action, resource } = permission;
  const { allowed, reason, statements } = authorize({ identity, boundary, resource: findResourcePolicy(resource, resourcePolicies) }, {
    principal: { arn, account }, action, resource, context: buildContext(caller, request, permission),
  });
  return { operation: request.operation, ...permission, allowed, reason, statements };
}

/** The policy of a resource, and whose it is; that of a table is also that of its indexes. */
function findResourcePolicy(resource: string, policies: ResourcePolicies): { account: string; document: PolicyDocument } | undefined {
  const document = policies.get(resource.replace(/\/index\/.*/, ''));
  return document && { account: resource.split(':')[4], document };
}

/** The condition keys of a request. */
export function buildContext(caller: Caller, { region }: Request, permission: Permission): Permission['context'] {
  return {
    'aws:CurrentTime': new Date().toISOString(),
    'aws:SecureTransport': 'true', // as it is with AWS, though not on loopback
    'aws:RequestedRegion': region,
    // what a service does on the caller's behalf doesn't come from where the caller is
    ...!('aws:ViaAWSService' in permission.context) && networkContext(caller.network ?? INTERNET),
    ...caller.context,
    ...permission.context,
  };
}
