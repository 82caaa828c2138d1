import { ExplainedApp } from './explained-app';
import { DenialMessage } from './parse-message';
import { authorize } from '../../policy/evaluate';
import { findFailedConditions } from '../condition-failures';
import { LocalIdentity } from '../deployment/identities';

/** Why something was denied, as far as the synthesized app tells. */
export interface Explanation {
  /** Who was denied it: a function, or a role. */
  readonly who: string;
  /** The action, and the resource by its name in the app. */
  readonly what: string;
  readonly why: string;
  /** The declared features of the caller on the table. */
  readonly has: readonly string[];
  /** The change that helps. */
  readonly remedy: string;
}

/** The policies that apps don't have. */
const OUTSIDE = ['session policy', 'VPC endpoint policy', 'service control policy', 'resource control policy'];

/** Explains the message of a denial by a synthesized app. */
export function explainDenial(app: ExplainedApp, message: DenialMessage): Explanation {
  const { action } = message;
  const caller = app.matchCaller(message.principal);
  const resource = app.findResource(message.resource);
  const what = `${action} on ${qualify(resource.name, resource.probably)}`;
  const outside = message.policy !== undefined && OUTSIDE.includes(message.policy);
  if (!caller) {
    const unknown = { who: message.principal, what, has: [] };
    if (outside) return { ...unknown, ...explainOutside(message) };
    return {
      ...unknown,
      why: 'no role or user of this app has this name',
      remedy: `expected one of: ${app.identities.map(({ name }) => name).join(', ')}; name the folder of the app that was deployed`,
    };
  }
  const { name, construct, role } = caller.found;
  const who = `${qualify(name, caller.probably)} (${role.origin.constructPath ?? construct})`;
  const reason = outside ? explainOutside(message) : explainByPolicies(app, caller.found, message, resource.arn);
  return { who, what, has: app.listDeclared(caller.found, resource.arn), ...reason };
}

function qualify(name: string, probably: boolean): string {
  if (probably) return `probably ${name}`;
  return name;
}

type Reason = Pick<Explanation, 'why' | 'remedy'>;

function explainOutside({ policy, policyArn, explicit, action }: DenialMessage): Reason {
  const name = `a ${policy}${policyArn ? ` (${policyArn})` : ''}`;
  return {
    why: explicit ? `${name} denies it` : `no ${policy} allows it`,
    remedy: `${policy}s are outside of this app: ask whoever manages them to allow ${action}`,
  };
}

function explainByPolicies(app: ExplainedApp, caller: LocalIdentity, { policy, explicit, action }: DenialMessage, resource = '*'): Reason {
  const { policies, boundary, arn, account } = caller;
  const { reason, statements } = authorize({ identity: policies, boundary }, { principal: { arn, account }, action, resource, context: {} });
  if (reason === 'explicit-deny') {
    const names = statements.map((each) => app.remedies.nameStatement(each)).join(' and ');
    return { why: `${names} denies it`, remedy: 'change that statement, or do without the action' };
  }
  if (policy === 'resource-based policy' || policy === 'role trust policy') {
    return {
      why: explicit ? `the ${policy} denies it` : `the ${policy} does not allow it`,
      remedy: policy === 'role trust policy' ? 'let the role trust the caller' : `allow ${action} in the policy of the resource`,
    };
  }
  if (policy === 'permissions boundary' || reason === 'boundary') {
    return {
      why: `the permissions boundary ${caller.role.boundary?.name ?? '(which this app does not have)'} ${explicit ? 'denies it' : 'does not allow it'}`,
      remedy: `allow ${action} in the boundary`,
    };
  }
  const failed = findFailedConditions(policies, { action, resource, context: {} });
  if (failed === undefined) return { why: 'no policy of the role allows it', remedy: app.remedies.suggest({ action, resource, context: {} }) };
  if (failed.length > 0) {
    const conditions = failed.map((each) => each.replace(/ was .*; the policy has/, ':')).join('; ');
    return { why: `it is allowed only under conditions: ${conditions}`, remedy: 'compare them with the request' };
  }
  return {
    why: 'this app allows it',
    remedy: explicit ? 'a statement outside of this app denies it, or an older deployment'
      : 'what is deployed is older than this app, or a policy outside of it denies the action: deploy, and look at boundaries and organization policies',
  };
}
