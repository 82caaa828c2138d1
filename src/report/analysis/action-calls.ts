import { findKnownFeature } from './granted-by';
import { removeRegion } from './known-resources';
import { isUnknownPrincipal } from './read-trust';
import { callToText, FunctionWithCalls, ReportedCall } from '../../code';
import { ACTIONS } from '../../features/actions';
import { canMatchBoth } from '../../policy/pattern';
import { parseResource } from '../../policy/text-pattern';
import { findMember } from '../../values/json-values';
import { groupBy } from '../../values/lists';
import { ActionCalls, CallInCode, ReportedAccess, ReportedGrantee, ReportedResource } from '../report-data';

/** A role with the functions that run with it. */
export interface RoleWithCode {
  readonly grantee: ReportedGrantee;
  readonly functions: readonly FunctionWithCalls[];
}

/** An action that an access allows, with the features that asked for it. */
interface AllowedAction {
  readonly action: string;
  readonly resource: ReportedResource;
  readonly features: readonly string[];
  /** True if a condition limits the action to requests that a service of AWS makes with the key. */
  readonly isViaService: boolean;
}

/** The operations that need permissions besides their own, which their features contain: they fill, create, encrypt and export tables. */
const OPERATIONS_WITH_MORE = /^dynamodb:(CreateTable|ExportTableToPointInTime|ImportTable|RestoreTable\w+|UpdateTable)$/;

const LAMBDA = /^Service (edge)?lambda\.amazonaws\.com/;

/** Finds the calls in the code of functions that need the permissions of their role. */
export class ActionCallFinder {
  private readonly resources: ReadonlyMap<string, ReportedResource>;
  private readonly tablesByKey: ReadonlyMap<string, readonly ReportedResource[]>;

  constructor(resources: readonly ReportedResource[]) {
    this.resources = new Map(resources.map((resource) => [resource.id, resource]));
    this.tablesByKey = groupBy(resources, ({ tableKey = '' }) => tableKey);
  }

  /** Finds the calls for each action that an access allows. */
  public findCalls({ resource, allowed }: ReportedAccess, role: RoleWithCode): ActionCalls[] {
    const actions = [...new Set(allowed.flatMap((entry) => entry.actions))].sort();
    return actions.map((action) => {
      const entries = allowed.filter((entry) => entry.actions.includes(action));
      const features = entries.flatMap(({ asked }) => asked.map(({ feature }) => feature));
      const isViaService = entries.every(({ conditions }) => conditions.some(({ key }) => key === 'kms:ViaService'));
      return this.explainAction({ action, resource: this.resources.get(resource)!, features, isViaService }, role);
    });
  }

  private explainAction(allowed: AllowedAction, role: RoleWithCode): ActionCalls {
    const { action } = allowed;
    const calls = role.functions.flatMap((fn) => fn.calls.filter((call) => this.needsPermission(call, allowed)).map((call) => locateCall(fn, call)));
    if (calls.length > 0) return { action, status: 'called', calls };
    const service = this.findService(allowed, role.functions);
    if (service !== undefined) return { action, status: 'made by AWS', calls, text: service };
    const doubt = findDoubt(allowed, role) ?? this.findStreamDoubt(allowed) ?? findOperationDoubt(role);
    if (doubt !== undefined) return { action, status: 'unknown', calls, text: doubt };
    return { action, status: 'no call found', calls };
  }

  /** An event source mapping may name a stream that the app doesn't declare. */
  private findStreamDoubt({ action, resource }: AllowedAction): string | undefined {
    if (!READING_STREAMS.has(action) || action === 'kms:Decrypt' || this.isDeclared(resource.table ?? resource.id)) return undefined;
    return 'Lambda may read a stream that the app does not declare';
  }

  private needsPermission(call: ReportedCall, { action, resource, features, isViaService }: AllowedAction): boolean {
    if (call.action === undefined) return false;
    const isOfKind = call.on === resource.kind || (resource.any === true && resource.kind === 'table');
    if (!isViaService && call.action === action && isOfKind && this.isOn(call, resource)) return true;
    if (OPERATIONS_WITH_MORE.test(call.action) && features.some((feature) => includesAction(feature, call.action!))) return true;
    if (action !== 'kms:Decrypt' || findMember(ACTIONS, call.action)?.usesTableKey !== true) return false;
    // nothing is known about the keys of tables that the app doesn't declare
    return (this.tablesByKey.get(resource.id) ?? []).some((table) => this.isOn(call, table)) || (isViaService && !this.isDeclared(call.table));
  }

  private isDeclared(table: string | undefined): boolean {
    return table !== undefined && this.resources.get(table)?.declared === true;
  }

  /** A call whose table or key isn't named may be on any. */
  private isOn({ table, index }: ReportedCall, resource: ReportedResource): boolean {
    const { id, kind } = resource;
    if (table === undefined || kind === 'account') return true;
    if (resource.any) return !this.isDeclared(table);
    if (kind === 'index' && index !== undefined && !canBeIndex(id, index)) return false;
    const owner = removeRegion(resource.table ?? id);
    return owner === table || (owner.startsWith('arn:') && stripArn(owner) === stripArn(table));
  }

  /** Finds the service that makes a request for a function, without its code. */
  private findService({ action, resource, features }: AllowedAction, functions: readonly FunctionWithCalls[]): string | undefined {
    if (features.includes('logs')) return 'Lambda writes the logs of the function';
    const streamed = functions.flatMap((fn) => Object.entries(fn.features).filter(([, found]) => found.includes('STREAM_TRIGGER')).map(([table]) => table));
    const tables = [resource, ...action === 'kms:Decrypt' ? this.tablesByKey.get(resource.id) ?? [] : []].map((each) => each.table ?? each.id);
    const isOfStream = resource.kind === 'stream' || resource.kind === 'key' ? tables.some((table) => streamed.includes(table)) : streamed.length > 0;
    if (isOfStream && READING_STREAMS.has(action)) return 'Lambda reads the stream for the function';
    return undefined;
  }
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html */
const READING_STREAMS: ReadonlySet<string> = new Set([
  'dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams', 'kms:Decrypt',
]);

function includesAction(feature: string, action: string): boolean {
  return findKnownFeature(feature)?._permissions.some((permission) => permission.action === action) ?? false;
}

function locateCall({ id }: FunctionWithCalls, { operation, part, sure, at: { file, line } }: ReportedCall): CallInCode {
  return { function: id, file, line, call: callToText({ operation, part }), sure };
}

/** Returns true if an index is among those that a resource names, by a pattern too. */
function canBeIndex(resource: string, index: string): boolean {
  const start = resource.lastIndexOf('/') + 1;
  if (!/[*?]/.test(resource.slice(start))) return resource.slice(start) === index;
  return canMatchBoth(parseResource(resource), parseResource(resource.slice(0, start) + index));
}

/** Removes all but the name from an ARN. */
function stripArn(table: string): string {
  return table.replace(/^arn:.*?[:/](?:table|key)\//, '').replace(/^arn:.*:/, '');
}

/** Which further permissions an operation needs is known only for the features of this library. */
function findOperationDoubt({ functions }: RoleWithCode): string | undefined {
  const call = functions.flatMap(({ calls }) => calls).find(({ action }) => action !== undefined && OPERATIONS_WITH_MORE.test(action));
  return call && `${call.operation} may need it`;
}

/** Finds the reason why there may be a call that needs an action. */
function findDoubt({ resource: { kind } }: AllowedAction, { grantee, functions }: RoleWithCode): string | undefined {
  if (kind === 'role') return 'calls that assume roles are not read';
  if (kind === 'log group') return 'calls of CloudWatch Logs are not read, and Lambda may write the logs of the function';
  const open = functions.find(({ state }) => state !== 'complete');
  if (open) return open.state === 'open' ? `there may be other calls in ${open.id}` : `the code of ${open.id} is not read`;
  const users = grantee.trust?.filter(({ denied }) => !denied) ?? [];
  // a role that a function runs with trusts Lambda, so a policy without principals is one that can't be read
  if (users.length === 0 || users.some(isUnknownPrincipal)) return 'the trust policy of the role is not known';
  const other = users.find(({ principal }) => !LAMBDA.test(principal));
  return other && `${other.principal} may use the role too`;
}
