import { TableCall } from './table-calls';
import { authorize, ContextValues } from '../../policy/evaluate';
import { listFunctionRoles } from '../../policy/function-roles';
import { openPolicy } from '../../policy/open-policies';
import { tryPolicy } from '../../policy/policy-document';
import { Assembly, FunctionRecord, RoleRecord, TableRecord } from '../../policy/read-assembly';
import { toList } from '../../values/json-values';
import { NeededPermission, neededPermission } from '../needed-permissions';

/** The permissions of a function's role. */
export class RolePermissions {
  /** Lists the permissions of each role that a function may run with, if all policies of the role are known. */
  public static listForFunction(assembly: Assembly, fn: FunctionRecord): RolePermissions[] {
    const hasKnownPolicies = ({ policies, boundary }: RoleRecord) =>
      [...policies, ...toList(boundary)].every(({ document }) => document !== undefined);
    return listFunctionRoles(assembly, fn).filter(hasKnownPolicies).map((role) => new RolePermissions(role));
  }

  private constructor(private readonly role: RoleRecord) {}

  /** True if no request of a call can be allowed. Undefined if this can't be told. */
  public isCallDenied(call: TableCall): boolean | undefined {
    const needed = neededPermission(call.service, call.operation, call.part, call.index);
    const arn = needed && findArn(needed, call);
    if (!needed || arn === undefined) return undefined;
    const allowed = this.allowsAction(needed.action, arn, needed.onlyIn, call.table ?? call.key);
    if (allowed === undefined) return undefined;
    return !allowed;
  }

  /** Conditions that aren't known count as met. */
  private allowsAction(action: string, resource: string, onlyIn: string | undefined, owner?: Pick<TableRecord, 'account' | 'policy'>): boolean | undefined {
    const { policies, boundary, arn, account } = this.role;
    const context: ContextValues = { ...onlyIn !== undefined && { 'dynamodb:EnclosingOperation': [onlyIn] } };
    const openDocument = (document: Parameters<typeof openPolicy>[0]) => openPolicy(document, context, ['dynamodb:EnclosingOperation'].filter((key) => !(key in context)));
    const { result } = tryPolicy(() => authorize({
      identity: policies.map(({ document }) => openDocument(document!)),
      boundary: boundary?.document && openDocument(boundary.document),
      resource: owner && { account: owner.account, document: owner.policy && openDocument(owner.policy) },
    }, { principal: { arn, account }, action, resource, context }));
    return result?.allowed; // undefined if a policy has values that only the deployment knows
  }
}

function findArn({ on, index }: NeededPermission, { table, key }: TableCall): string | undefined {
  switch (on) {
    case 'account': return '*';
    case 'key': return key?.arn;
    case 'stream': return table?.stream;
    case 'index': return table && `${table.arn}/index/${index}`;
    case 'table': return table?.arn;
    default: return table && `${table.arn}/${on}/01234567890123-12345678`;
  }
}
