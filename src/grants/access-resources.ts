import { isDeepStrictEqual } from 'util';
import { Token, TokenComparison } from 'aws-cdk-lib';
import { TableAccessOptions, TableAccessScope } from './table-access';
import { AccessCondition } from '../conditions/access-condition';
import { AccessConditions } from '../conditions/access-conditions';
import { changesTableKey } from '../features/feature-needs';
import { TableFeature } from '../features/table-feature';
import { AccessResources } from '../plan/plan-access';
import { formatArn, serviceNames } from '../resources/arns';
import { bucketPlace } from '../resources/bucket-place';
import { remembered } from '../resources/settled';
import { findFamily } from '../resources/table-family';
import { TableResources } from '../resources/table-resources';

/** The options of a scope that name resources of the access. */
const NAMES_RESOURCES: Readonly<Record<keyof TableAccessScope, boolean>> = {
  regions: true,
  tableKey: true,
  previousTableKeys: true,
  restoreTo: true,
  exportTo: true,
  importFrom: true,
  kinesisStream: true,
  rows: false,
  attributes: false,
  conditions: false,
  fieldEncryption: false,
  acknowledgeAccountActions: false,
};

const RESOURCE_OPTIONS = (Object.keys(NAMES_RESOURCES) as (keyof TableAccessScope)[]).filter((option) => NAMES_RESOURCES[option]);

/** Finds the resources of an access: the table, and the resources that its scope names. */
export function findAccessResources(table: TableResources, scope: TableAccessScope, features: readonly TableFeature[]): AccessResources {
  if (RESOURCE_OPTIONS.some((option) => scope[option] !== undefined)) return readAccessResources(table, scope, features);
  return remembered(table, 'access resources', () => readTableResources(table));
}

const resourcesByTable = new WeakMap<TableResources, AccessResources>();

/** Reads the resources of a table. It returns the same object again if nothing changed, because plans are kept for the object. */
function readTableResources(table: TableResources): AccessResources {
  const resources = readAccessResources(table, {}, []);
  const before = resourcesByTable.get(table);
  if (isDeepStrictEqual(resources, before)) return before!;
  resourcesByTable.set(table, resources);
  return resources;
}

/** Tables without what is known of them at synthesis alone: indexes, streams and keys. */
export function listTables(tables: readonly string[]): AccessResources {
  return {
    tables, declaredIndexes: [], declaredVectorIndexes: [], streams: [], tableKeys: [], chosenKeys: [], viaServices: [], replicas: tables.slice(1),
  };
}

function readAccessResources(table: TableResources, scope: TableAccessScope, features: readonly TableFeature[]): AccessResources {
  const regions = table.regionsWith(scope.regions);
  const tables = table.arns(regions);
  const presentKeys = table.keys(regions, scope.tableKey);
  const chosenKeys = scope.tableKey || !table.family ? presentKeys : [];
  // the declared key encrypts the table until the key is changed
  const formerKeys = [
    ...features.some(changesTableKey) ? table.keys(regions) : [],
    ...(scope.previousTableKeys ?? []).flatMap((key) => table.keys(regions, key)),
  ];
  return {
    tables,
    isFamily: table.family !== undefined,
    declaredIndexes: table.indexNames().names,
    declaredVectorIndexes: table.vectorIndexNames().names,
    streams: table.streamArns(regions),
    tableKeys: [...formerKeys, ...presentKeys],
    chosenKeys,
    viaServices: serviceNames('dynamodb', regions),
    replicas: tables.slice(1),
    restored: scope.restoreTo && findRestoredTable(TableResources.of(scope.restoreTo), table, presentKeys),
    exportTo: scope.exportTo && bucketPlace(scope.exportTo.bucket, formatExportPrefix(scope.exportTo.prefix), scope.exportTo.encryptionKey),
    importFrom: scope.importFrom && bucketPlace(scope.importFrom.bucket, scope.importFrom.prefix ?? '', scope.importFrom.encryptionKey),
    importLogs: scope.importFrom && formatImportLogsArn(table),
    kinesisStream: scope.kinesisStream?.streamRef.streamArn,
  };
}

/** Collects the conditions of an access: those of its scope, and the tag that makes its table a family. */
export function collectConditions({ table, rows, attributes, conditions = [] }: Omit<TableAccessOptions, 'features'>): AccessConditions {
  const tag = findFamily(table)?.tag;
  if (!tag) return { rows, attributes, conditions };
  return { rows, attributes, conditions: [AccessCondition.resourceTag(tag.key, ...tag.values), ...conditions] };
}

/** The restored table gets the key of the table unless it declares another. In another Region, it must declare one. */
function findRestoredTable(restored: TableResources, table: TableResources, keysOfTable: AccessResources['tableKeys']): AccessResources['restored'] {
  const own = restored.keys([restored.region]);
  const isNear = Token.compareStrings(restored.region, table.region) !== TokenComparison.DIFFERENT;
  return {
    table: restored.arns([restored.region])[0],
    // a key that is found by the name of the table doesn't apply to a table with another name
    keys: own.length > 0 || !isNear ? own : keysOfTable.filter(({ tables }) => tables === undefined),
    viaServices: serviceNames('dynamodb', [restored.region]),
  };
}

/**
 * Formats the prefix of the objects of an export. DynamoDB makes the folder `AWSDynamoDB/` in the prefix of the export request.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html
 */
function formatExportPrefix(prefix = ''): string {
  if (prefix === '') return 'AWSDynamoDB/';
  return `${prefix}/AWSDynamoDB/`;
}

/**
 * Formats the ARN of the log groups of imports. AWS makes their names.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataImport.Requesting.html
 */
function formatImportLogsArn({ region, account }: TableResources): string {
  return formatArn({ service: 'logs', region, account, resource: 'log-group:', resourceName: 'aws-dynamodb/*' });
}
