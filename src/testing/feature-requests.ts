import { AccessRequest } from './subject';
import { ACTIONS } from '../features/actions';
import { isMovedToIndexes } from '../features/feature-needs';
import { PermissionResourceType, TransactionOperation } from '../features/permission';
import { TableFeature } from '../features/table-feature';
import { ContextValues } from '../policy/request-context';

/** A table, with the ARNs and names that requests contain. */
export interface RequestedTable {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** True if the app declares the table, so that its indexes are known. */
  readonly isDeclared: boolean;
  /** The names of its indexes, without vector indexes. */
  readonly indexes: readonly string[];
  readonly vectorIndexes: readonly string[];
  readonly stream?: string;
  /** The ARN of the customer managed key that encrypts the table. */
  readonly key?: string;
}

/** The values of a request besides its action and resource. */
export interface RequestDetails {
  readonly rows?: readonly string[];
  readonly attributes?: readonly string[];
  readonly context: ContextValues;
}

const ENCLOSING_OPERATION = 'dynamodb:EnclosingOperation';

/** The name of a backup, export or import, which contains the time of its creation. */
const ANY_NAME = '01489602797149-73d8d5bc';

/** Lists the requests that a feature should allow on a table, and the requests for the table's key that DynamoDB makes for the caller. */
export function listFeatureRequests(feature: TableFeature, table: RequestedTable, details: RequestDetails): AccessRequest[] {
  return feature._permissions.flatMap(({ action, on, onlyIn }) => {
    if (on === 'table' && isMovedToIndexes(feature, action)) return [];
    if (on === 'table-key') return makeKeyRequests(table, details);
    return listResourceArns(on, table, feature).map((resource) => inTransaction(makeRequest(action, resource, details), onlyIn));
  });
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
    ...attributes && { 'dynamodb:Attributes': attributes, 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES', 'dynamodb:ReturnValues': 'NONE' },
  };
  const supported = Object.entries(given).filter(([key]) => ACTIONS[action]?.conditionKeys?.includes(key));
  return { ...Object.fromEntries(supported), ...context };
}

/**
 * Makes the request that DynamoDB sends to KMS on behalf of a caller who reads or writes items.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
function makeKeyRequests({ key, name, account, region }: RequestedTable, { context }: RequestDetails): AccessRequest[] {
  if (key === undefined) return [];
  return [{
    action: 'kms:Decrypt',
    resource: key,
    context: {
      ...context,
      'kms:ViaService': `dynamodb.${region}.amazonaws.com`,
      'kms:CallerAccount': key.split(':')[4],
      'kms:EncryptionContext:aws:dynamodb:tableName': name,
      'kms:EncryptionContext:aws:dynamodb:subscriberId': account,
    },
    missing: [],
  }];
}

/** Lists the resources of the table on which a feature needs an action. */
function listResourceArns(on: PermissionResourceType, table: RequestedTable, { _indexScope: scope }: TableFeature): string[] {
  const index = (name: string) => `${table.arn}/index/${name}`;
  switch (on) {
    case 'table': return [table.arn];
    case 'index':
      switch (scope.kind) {
        case 'table': return [];
        case 'named': return scope.names.map(index);
        case 'any': return [...table.indexes, 'any-index'].map(index);
        default: return table.indexes.map(index);
      }
    case 'vector-index': return table.vectorIndexes.map(index);
    case 'stream': return [table.stream ?? `${table.arn}/stream/none`];
    case 'backup':
    case 'export':
    case 'import': return [`${table.arn}/${on}/${ANY_NAME}`];
    case 'account': return ['*'];
    default: return [];
  }
}
