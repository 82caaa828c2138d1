import { AccessRequest } from './subject';
import { ACTIONS } from '../features/actions';
import { PermissionResourceType } from '../features/permission';
import { TableFeature } from '../features/table-feature';
import { ContextValues } from '../policy/request-context';

/** A table as far as requests can name it. */
export interface RequestedTable {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** Whether the app declares it, so that its indexes are known. */
  readonly isDeclared: boolean;
  /** The names of its indexes but vector indexes. */
  readonly indexes: readonly string[];
  readonly vectorIndexes: readonly string[];
  readonly stream?: string;
  /** The ARN of its customer managed key. */
  readonly key?: string;
}

/** What requests say besides action and resource. */
export interface RequestDetails {
  readonly rows?: readonly string[];
  readonly attributes?: readonly string[];
  readonly context: ContextValues;
}

const ENCLOSING_OPERATION = 'dynamodb:EnclosingOperation';

/** Backups, exports and imports are named by when they were made. */
const ANY_NAME = '01489602797149-73d8d5bc';

/** The requests that a feature is there for on a table, with those to the table's key that DynamoDB makes of them. */
export function listFeatureRequests(feature: TableFeature, table: RequestedTable, details: RequestDetails): AccessRequest[] {
  const capable = new Set(feature._permissions.filter(({ on }) => on === 'index').map(({ action }) => action));
  return feature._permissions.flatMap(({ action, on, onlyIn }) => {
    const { kind } = feature._indexScope;
    if (on === 'table' && capable.has(action) && (kind === 'named' || kind === 'any')) return [];
    const missing = onlyIn === undefined ? [ENCLOSING_OPERATION] : [];
    return listResourceArns(on, table, feature).map((resource) => on === 'table-key' ? makeKeyRequest(table, details) : {
      ...makeRequest(action, resource, details),
      context: { ...makeContext(action, details), ...onlyIn === undefined ? {} : { [ENCLOSING_OPERATION]: onlyIn } },
      missing,
    });
  });
}

/** One request. Rows and attributes go with the actions alone whose requests carry them. */
export function makeRequest(action: string, resource: string, details: RequestDetails): AccessRequest {
  return { action, resource, context: makeContext(action, details), missing: [] };
}

function makeContext(action: string, { rows, attributes, context }: RequestDetails): ContextValues {
  const carries = (key: string) => ACTIONS[action]?.conditionKeys?.includes(key) ?? false;
  return {
    ...rows && carries('dynamodb:LeadingKeys') ? { 'dynamodb:LeadingKeys': rows } : {},
    ...attributes && carries('dynamodb:Attributes') ? { 'dynamodb:Attributes': attributes } : {},
    ...attributes && carries('dynamodb:Select') ? { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } : {},
    ...attributes && carries('dynamodb:ReturnValues') ? { 'dynamodb:ReturnValues': 'NONE' } : {},
    ...context,
  };
}

/**
 * What DynamoDB asks of KMS on behalf of a caller who reads or writes items.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
function makeKeyRequest({ key, name, account, region }: RequestedTable, { context }: RequestDetails): AccessRequest {
  return {
    action: 'kms:Decrypt',
    resource: key!,
    context: {
      ...context,
      'kms:ViaService': `dynamodb.${region}.amazonaws.com`,
      'kms:CallerAccount': key!.split(':')[4],
      'kms:EncryptionContext:aws:dynamodb:tableName': name,
      'kms:EncryptionContext:aws:dynamodb:subscriberId': account,
    },
    missing: [],
  };
}

/** Where a feature asks for an action; nothing for places beyond the table. */
function listResourceArns(on: PermissionResourceType, table: RequestedTable, { _indexScope: reach }: TableFeature): string[] {
  const index = (name: string) => `${table.arn}/index/${name}`;
  switch (on) {
    case 'table': return [table.arn];
    case 'index':
      switch (reach.kind) {
        case 'table': return [];
        case 'named': return reach.names.map(index);
        case 'any': return [...table.indexes, 'any-index'].map(index);
        default: return table.indexes.map(index);
      }
    case 'vector-index': return table.vectorIndexes.map(index);
    case 'stream': return [table.stream ?? `${table.arn}/stream/none`];
    case 'backup':
    case 'export':
    case 'import': return [`${table.arn}/${on}/${ANY_NAME}`];
    case 'account': return ['*'];
    case 'table-key': return table.key === undefined ? [] : [table.key];
    default: return [];
  }
}
