import { IPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { isAllowedByTablePolicy } from './allowed-by-table-policy';
import { listArns } from './cross-account-access';
import { formatForMessage, formatPolicyJson } from './policy-json';
import { findCrossAccountProblem } from './validate-table-policy';
import { CROSS_ACCOUNT_ACTIONS } from '../../features/cross-account';
import { TableFeature } from '../../features/table-feature';
import { KeyTarget } from '../../plan/key-target';
import { planOnKeys, planOnTable } from '../../plan/plan-cross-account';
import { PlannedPermission } from '../../plan/planned-permission';
import { toStatements } from '../../plan/to-statements';
import { warn } from '../../resources/annotate';
import { serviceNames } from '../../resources/arns';
import { TableResources } from '../../resources/table-resources';
import { atSynthesis } from '../policies/at-synthesis';

/** The grantee's side of an access to a table of another account. */
export interface OtherAccountAccess {
  readonly table: TableResources;
  readonly path: string;
  readonly principal: IPrincipal;
  readonly features: readonly TableFeature[];
  readonly regions: readonly string[];
  readonly keys: () => KeyTarget[];
}

/**
 * Warns that the owner of the table must allow the access too, and shows the statements, unless a `TableAccessPolicy` of the app
 * allows it.
 */
export function warnAboutOtherAccount(owner: IConstruct, access: OtherAccountAccess): void {
  atSynthesis(owner, 'collect', () => {
    const { table, path, principal, features } = access;
    const unsupported = findCrossAccountProblem(features, 'grantee');
    if (unsupported) {
      warn(owner, {
        ...unsupported, id: 'notAcrossAccounts', value: `${unsupported.value}, and ${path} belongs to another account`,
      });
    }
    const side = isAllowedByTablePolicy(table, principal, access) ? [] : describeOwnerSide(access);
    if (side.length === 0) return;
    warn(owner, {
      id: 'tableOfAnotherAccount',
      value: `the table ${path} belongs to account ${table.account}, but the grantee belongs to ${principal.principalAccount}`,
      // another stack can't refer to a principal without a name
      expected: formatForMessage(Construct.isConstruct(principal) ? principal : owner, side.join(', and ')),
      remedy: 'write a TableAccessPolicy in the app of the table or add the policies by hand, then acknowledge this warning',
    });
  });
}

function describeOwnerSide({ table, principal, features, regions, keys }: OtherAccountAccess): string[] {
  const principals = listArns(principal);
  const declaredIndexes = table.indexNames().names;
  const keepSupported = (permissions: readonly PlannedPermission[]) => permissions.filter(({ action }) => CROSS_ACCOUNT_ACTIONS.has(action));
  const parts: [string, PlannedPermission[]][] = [
    ['the resource policy of the table', keepSupported(planOnTable(features, { tables: table.arns(regions), declaredIndexes, streams: [] }))],
    ['the resource policy of its stream',
      keepSupported(planOnTable(features, { tables: [], declaredIndexes, streams: table.streamArns(regions) }))],
    // in a key policy, `*` means the key
    ['the policy of its key', planOnKeys(features, keys().length === 0 ? [] : [{ arn: '*' }], serviceNames('dynamodb', regions))],
  ];
  return parts.filter(([, permissions]) => permissions.length > 0)
    .map(([where, permissions]) => `this policy in ${where}: ${formatPolicyJson(toStatements(permissions), principals)}`);
}
