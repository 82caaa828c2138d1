import { CfnResource, CustomResourceProviderBase } from 'aws-cdk-lib';
import { IRole } from 'aws-cdk-lib/aws-iam';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { isLogRetentionHandler, planLogRetention } from './log-retention';
import { PrincipalPolicies } from './principal-policies';
import { hasRuntimeAccess, requestRuntimeAccess } from './runtime-access';
import { findDeclaredPath, inform } from '../../resources/annotate';
import { findFunctionRole, runsWith } from '../../resources/functions';
import { logsTo } from '../../resources/log-destination';
import { atSynthesis } from '../policies/at-synthesis';

/** The log groups that a `DynamoAccessRole` allows, by the role. */
const logGroupsByRole = new WeakMap<IRole, ILogGroup>();

/** Remembers the log group that a role may write to without a request. */
export function rememberLogGroup(role: IRole, logGroup: ILogGroup): void {
  logGroupsByRole.set(role, logGroup);
}

/**
 * Requests that a function may write to its own log group, unless another construct gives it these permissions. The role is read at
 * synthesis, because overrides and lazy values may change it until then.
 */
export function requestOwnLogs(fn: CfnResource): void {
  atSynthesis(fn, 'collect', () => {
    if (hasRuntimeAccess(fn)) return;
    const role = findFunctionRole(fn);
    if (!role) return informAboutMissingRole(fn);
    if (!runsWith(fn, role)) {
      return informAboutRole(fn, 'an override or a condition may give it another role', 'give it one role for logs in its own log group only');
    }
    const logGroup = logGroupsByRole.get(role);
    if (logGroup && logsTo(fn, logGroup)) return;
    const owner = findMessageOwner(fn);
    requestRuntimeAccess(fn, role, {
      owner,
      keepManagedPolicies: false,
      acknowledgeAccountActions: true,
      remedyForKept: 'acknowledge this warning',
      isForLogsOnly: true,
    });
    if (!isLogRetentionHandler(fn)) return;
    // the function runs during the deployment
    fn.node.addDependency(PrincipalPolicies.forGrantee(role, owner).addRequest({
      owner, permissions: () => planLogRetention(fn), provenance: { function: fn.node.path }, acknowledgeAccountActions: true,
    }));
  });
}

function findMessageOwner(fn: CfnResource): Construct {
  const { scope } = fn.node;
  return scope?.node.defaultChild === fn ? scope as Construct : fn;
}

/** CDK declares the role of a `CustomResourceProvider` as a raw resource, and no option gives it another role. */
function informAboutMissingRole(fn: CfnResource): void {
  if (fn.node.scope instanceof CustomResourceProviderBase) {
    return informAboutRole(fn, 'it is a function of CDK for custom resources, which makes its role without a Role construct',
      'no option changes this, so there is nothing to do');
  }
  informAboutRole(fn, 'no Role construct of this app declares its role',
    'declare a Role and write its roleArn as the role of the function for logs in its own log group only');
}

function informAboutRole(fn: CfnResource, reason: string, remedy: string): void {
  inform(findMessageOwner(fn), 'logsLeftAlone',
    `the function ${findDeclaredPath(fn)} keeps its permissions on logs, because ${reason}; ${remedy}`);
}
