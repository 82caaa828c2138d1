import { TableAccessScope } from './table-access';
import { changesTableKey } from './validate-access';
import { TableFeature } from '../features/table-feature';
import { AccessPlaces } from '../plan/plan-access';
import { formatArn, serviceNames } from '../resources/arns';
import { bucketPlace } from '../resources/bucket-place';
import { TableResources } from '../resources/table-resources';

/** Where the features of an access apply: the table, and what its scope names. */
export function placesOf(table: TableResources, scope: TableAccessScope, features: readonly TableFeature[]): AccessPlaces {
  const regions = table.regionsWith(scope.regions);
  const tables = table.arns(regions);
  const stream = table.streamArn();
  const chosenKeys = scope.tableKey || !table.family ? table.keys(regions, scope.tableKey) : [];
  const presentKeys = table.keys(regions, scope.tableKey);
  // until the key is changed, the table is encrypted under the one that it declares
  const formerKeys = [
    ...features.some(changesTableKey) ? table.keys(regions) : [],
    ...(scope.previousTableKeys ?? []).flatMap((key) => table.keys(regions, key)),
  ];
  return {
    tables,
    isFamily: table.family !== undefined,
    declaredIndexes: table.indexNames() ?? [],
    declaredVectorIndexes: table.vectorIndexNames() ?? [],
    streams: stream === undefined ? [] : [stream],
    tableKeys: [...formerKeys, ...presentKeys],
    chosenKeys,
    viaServices: serviceNames('dynamodb', regions),
    replicas: tables.slice(1),
    restored: scope.restoreTo && restoredPlace(new TableResources(scope.restoreTo), presentKeys),
    exportTo: scope.exportTo && bucketPlace(scope.exportTo.bucket, scope.exportTo.prefix ?? '', scope.exportTo.encryptionKey),
    importFrom: scope.importFrom && bucketPlace(scope.importFrom.bucket, scope.importFrom.prefix ?? '', scope.importFrom.encryptionKey),
    importLogs: importLogsOf(table),
    kinesisStream: scope.kinesisStream?.streamRef.streamArn,
  };
}

function restoredPlace(table: TableResources, keysOfSource: AccessPlaces['tableKeys']): AccessPlaces['restored'] {
  const [arn] = table.arns([table.region]);
  const own = table.keys([table.region]);
  return { table: arn, keys: own.length > 0 ? own : keysOfSource, viaServices: serviceNames('dynamodb', [table.region]) };
}

/**
 * The log groups of imports, whose names AWS makes.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataImport.Requesting.html
 */
function importLogsOf({ region, account }: TableResources): string {
  return formatArn({ service: 'logs', region, account, resource: 'log-group:', resourceName: 'aws-dynamodb/*' });
}
