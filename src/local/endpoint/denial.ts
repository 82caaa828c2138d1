import { Caller, Observation } from './caller';
import { PolicyType } from '../../policy/evaluate';

const POLICIES: Readonly<Record<PolicyType, string>> = {
  identity: 'an identity-based policy', boundary: 'a permissions boundary', resource: 'a resource-based policy',
};

/**
 * The message of a denial, as AWS words it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function describeDenial({ arn }: Caller, denied: Observation): string {
  const { action, resource } = denied;
  return `User: ${arn} is not authorized to perform: ${action} on resource: ${resource} ${describeReason(denied)}`;
}

function describeReason({ action, reason, statements }: Observation): string {
  const isAssuming = action.startsWith('sts:');
  switch (reason) {
    case 'explicit-deny': {
      const { policy } = statements[0];
      return `with an explicit deny in ${policy === 'resource' && isAssuming ? 'the role trust policy' : POLICIES[policy]}`;
    }
    case 'boundary': return `because no permissions boundary allows the ${action} action`;
    case 'resource-policy': return `because no ${isAssuming ? 'role trust' : 'resource-based'} policy allows the ${action} action`;
    default: return `because no identity-based policy allows the ${action} action`;
  }
}
