import { AccessRequest } from './subject';
import { ACTIONS, WITHOUT_SELECT_PARAMETER } from '../features/actions';
import { isMovedToIndexes } from '../features/feature-needs';
import { PermissionResourceType, TransactionOperation } from '../features/permission';
import { TableFeature } from '../features/table-feature';
import { isRuntimePart } from '../features/table-parts';
import { FoundTableKey, makeKeyArn } from '../policy/find-table-key';
import { RoleRecord } from '../policy/read-assembly';
import { ContextValues } from '../policy/request-context';
import { CREATION_NAME } from '../policy/resource-values';

/** The name of an index that statements match only by a wildcard. */
export const ANY_INDEX = 'any-index';

/** A table, with the ARNs and names that requests contain. */
export interface RequestedTable {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** True if the app declares the table. */
  readonly isDeclared: boolean;
  /** True if its indexes and its stream are known. */
  readonly hasKnownParts: boolean;
  /** The names of its indexes, without vector indexes. An imported table may have indexes whose names CDK doesn't keep: `any-index`. */
  readonly indexes: readonly string[];
  readonly vectorIndexes: readonly string[];
  readonly stream?: string;
  /** The customer managed keys that may encrypt the table. */
  readonly keys: readonly FoundTableKey[];
}

/** The values of a request besides its action and resource. */
export interface RequestDetails {
  readonly rows?: readonly string[];
  readonly attributes?: readonly string[];
  readonly context: ContextValues;
}

/** The account whose role or user makes requests. */
type Caller = Pick<RoleRecord, 'account'>;

const ENCLOSING_OPERATION = 'dynamodb:EnclosingOperation';

/** Lists the requests that a feature should allow on a table, and the requests for the table's key that DynamoDB makes for the caller. */
export function listFeatureRequests(feature: TableFeature, table: RequestedTable, details: RequestDetails, caller: Caller): AccessRequest[] {
  return feature._permissions.flatMap(({ action, on, onlyIn }) => {
    if (on === 'table' && isMovedToIndexes(feature, action)) return [];
    if (on === 'table-key') return makeKeyRequests(table, details, caller);
    return listResourceArns(on, table, feature).map((resource) => (
      { ...inTransaction(makeRequest(action, resource, details), onlyIn), ...findUnknownIndex(feature, resource) }));
  });
}

/** Tells an index whose name isn't known from the one that stands for all indexes. */
function findUnknownIndex({ _indexScope: scope }: TableFeature, resource: string): Pick<AccessRequest, 'unknownResource'> {
  if (scope.kind !== 'declared' || !resource.endsWith(`/index/${ANY_INDEX}`)) return {};
  return {
    unknownResource: {
      described: 'the indexes of the imported table',
      dependsOn: 'their names, which CDK does not keep',
      remedy: 'Name the indexes with onIndexes(...), or use onTable().',
    },
  };
}

function inTransaction(request: AccessRequest, operation: TransactionOperation | undefined): AccessRequest {
  if (operation === undefined) return { ...request, missing: [ENCLOSING_OPERATION] };
  return { ...request, context: { ...request.context, [ENCLOSING_OPERATION]: operation } };
}

/** Makes a request. It has rows and attributes only if AWS supports the condition keys for the action. */
export function makeRequest(action: string, resource: string, details: RequestDetails): AccessRequest {
  return { action, resource, context: makeContext(action, details), missing: [] };
}

function makeContext(action: string, { rows, attributes, context }: RequestDetails): ContextValues {
  const given: ContextValues = {
    ...rows && { 'dynamodb:LeadingKeys': rows },
    ...attributes && { 'dynamodb:Attributes': attributes, 'dynamodb:ReturnValues': 'NONE' },
    ...attributes && !WITHOUT_SELECT_PARAMETER.includes(action) && { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
  };
  const supported = Object.entries(given).filter(([key]) => ACTIONS[action]?.conditionKeys?.includes(key));
  return { ...Object.fromEntries(supported), ...context };
}

/**
 * Makes the requests that DynamoDB sends to KMS on behalf of a caller who reads or writes items. Each key that the table may have is
 * needed. A key that only the deployment knows stands for all keys.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-caller-account
 */
function makeKeyRequests({ keys, arn: table, name, account, region }: RequestedTable, { context }: RequestDetails, caller: Caller): AccessRequest[] {
  return keys.map(({ arn, alias, path }) => {
    const resource = arn ?? makeAnyKey(table, alias);
    return {
      action: 'kms:Decrypt',
      resource,
      ...arn === undefined && { unknownResource: { described: 'the key of the table', dependsOn: path } },
      context: {
        ...context,
        ...alias !== undefined && { 'kms:ResourceAliases': [alias] },
        'kms:ViaService': `dynamodb.${region}.amazonaws.com`,
        'kms:CallerAccount': caller.account,
        'kms:EncryptionContext:aws:dynamodb:tableName': name,
        'kms:EncryptionContext:aws:dynamodb:subscriberId': account,
      },
      missing: [],
    };
  });
}

/** Makes the ARN of a key that statements match only by wildcards. A key that an alias names belongs to the account of the table. */
function makeAnyKey(table: string, alias: string | undefined): string {
  const own = makeKeyArn(table, 'key/any-key');
  if (alias !== undefined) return own;
  return own.replace(/:\d{12}:/, ':any-account:');
}

/** Lists the resources of the table on which a feature needs an action. */
function listResourceArns(on: PermissionResourceType, table: RequestedTable, { _indexScope: scope }: TableFeature): string[] {
  const index = (name: string) => `${table.arn}/index/${name}`;
  if (isRuntimePart(on)) return [`${table.arn}/${on}/${CREATION_NAME}`];
  switch (on) {
    case 'table': return [table.arn];
    case 'index':
      switch (scope.kind) {
        case 'table': return [];
        case 'named': return scope.names.map(index);
        case 'any': return [...table.indexes, ANY_INDEX].map(index);
        default: return table.indexes.map(index);
      }
    case 'vector-index': return table.vectorIndexes.map(index);
    case 'stream': return [table.stream ?? `${table.arn}/stream/none`];
    case 'account': return ['*'];
    default: return [];
  }
}
