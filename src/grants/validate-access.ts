import { Token } from 'aws-cdk-lib';
import { ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import { whenOf } from './access-places';
import { describeValue, firstProblem } from './problem';
import { TableAccessOptions } from './table-access';
import { problemOfFamily } from './validate-family';
import { addsRegions, changesTableKey, problemOfFeature } from './validate-feature';
import { AccessCondition } from '../conditions/access-condition';
import { problemOfConditions } from '../conditions/access-conditions';
import { AttributeScope } from '../conditions/attribute-scope';
import { RowScope } from '../conditions/row-scope';
import { Place } from '../features/permission';
import { Problem } from '../features/problem';
import { TableFeature } from '../features/table-feature';
import { reaches } from '../plan/plan-access';

/** What is wrong with an access as it is written, whatever the table may still become. */
export function problemOfAccess(access: TableAccessOptions): Problem | undefined {
  return problemOfFeatureList(access.features)
    ?? firstProblem(access.features, problemOfFeature)
    ?? problemOfNewKey(access)
    ?? problemOfRegions(access.regions)
    ?? firstProblem(COMPANIONS, (companion) => problemOfCompanion(access, companion))
    ?? problemOfBuckets(access)
    ?? problemOfScopeTypes(access)
    ?? problemOfFamily(access)
    ?? problemOfConditions(access.features, whenOf(access))
    ?? access.fieldEncryption?._problem();
}

/** Options of the scope that some features need and no other has a use for. */
const COMPANIONS: readonly { readonly option: keyof TableAccessOptions; readonly place: Place; readonly what: string }[] = [
  { option: 'restoreTo', place: 'restored-table', what: 'the table that backups are restored to' },
  { option: 'exportTo', place: 'export-objects', what: 'the bucket that exports go to' },
  { option: 'importFrom', place: 'import-objects', what: 'the bucket that the table is imported from' },
  { option: 'kinesisStream', place: 'kinesis-stream', what: 'the Kinesis data stream that changes go to' },
  { option: 'regions', place: 'replica', what: 'the Regions of the replicas, or of all that take part beside a witness' },
];

function problemOfCompanion(access: TableAccessOptions, { option, place, what }: typeof COMPANIONS[number]): Problem | undefined {
  const feature = access.features.find((each) => reaches(each, place) || (option === 'regions' && addsRegions(each)));
  const given = access[option];
  if (feature && (!isGiven(given) || (Array.isArray(given) && given.length === 0))) {
    return { value: `feature ${feature} without ${option}`, expected: what, remedy: `pass it as ${option}` };
  }
  return !feature && isGiven(given) && option !== 'regions' ? {
    value: `${option} without a feature that has a use for it`,
    expected: `${what}, beside the feature that it is for`,
    remedy: `add the feature, or leave ${option} out`,
  } : undefined;
}

function problemOfBuckets({ exportTo, importFrom }: TableAccessOptions): Problem | undefined {
  if (isGiven(exportTo) && typeof exportTo.prefix === 'string' && /^\/|\/$/.test(exportTo.prefix)) {
    return {
      value: `prefix '${exportTo.prefix}' of an export`,
      expected: 'no slash at its beginning or end, as DynamoDB puts one behind it',
      remedy: 'remove the slash, here and in the request for the export',
    };
  }
  return firstProblem([exportTo, importFrom].filter(isGiven), ({ bucket, prefix }) => {
    if (!bucket?.bucketRef) {
      return {
        value: `bucket ${describeValue(bucket)}`,
        expected: 'a bucket: a Bucket, CfnBucket, or an import of one',
        remedy: 'pass the construct',
      };
    }
    return prefix === undefined || (typeof prefix === 'string' && (Token.isUnresolved(prefix) || /^[^*?]*$/.test(prefix))) ? undefined : {
      value: `prefix '${prefix}' of the bucket ${bucket.node.path}`,
      expected: 'what the keys of the objects begin with, without wildcards',
      remedy: 'remove * and ?',
    };
  });
}

/** What TypeScript would refuse, for those who write JavaScript. */
function problemOfScopeTypes({ rows, attributes, conditions, restoreTo, kinesisStream }: TableAccessOptions): Problem | undefined {
  const wrong = (option: string, value: unknown, expected: string): Problem =>
    ({ value: `${option} ${describeValue(value)}`, expected, remedy: 'make it by one of the static methods of that class' });
  if (rows !== undefined && !(rows instanceof RowScope)) return wrong('rows', rows, 'a RowScope');
  if (attributes !== undefined && !(attributes instanceof AttributeScope)) return wrong('attributes', attributes, 'an AttributeScope');
  const isList = conditions === undefined || (Array.isArray(conditions) && conditions.every((each) => each instanceof AccessCondition));
  if (!isList) return wrong('conditions', conditions, 'a list of AccessCondition');
  const tableProblem = isGiven(restoreTo) ? problemOfTable(restoreTo) : undefined;
  if (tableProblem) return { ...tableProblem, value: `restoreTo ${describeValue(restoreTo)}` };
  return !isGiven(kinesisStream) || kinesisStream.streamRef ? undefined : {
    value: `kinesisStream ${describeValue(kinesisStream)}`,
    expected: 'a Kinesis data stream: a Stream, CfnStream, or an import of one',
    remedy: 'pass the construct',
  };
}

/** What TypeScript would refuse, for those who write JavaScript. */
export function problemOfTable(table: ITableRef | undefined): Problem | undefined {
  return table?.tableRef ? undefined : {
    value: `table ${describeValue(table)}`,
    expected: 'a table: a Table, TableV2, CfnTable, or an import of one',
    remedy: 'pass the construct, a CfnGlobalTable by TableRef.fromGlobalTable(...)',
  };
}

function problemOfFeatureList(features: readonly TableFeature[]): Problem | undefined {
  const stranger = Array.isArray(features) ? features.findIndex((feature) => !(feature instanceof TableFeature)) : undefined;
  if (stranger !== -1) {
    return {
      value: stranger === undefined ? `features ${describeValue(features)}` : `features[${stranger}] ${describeValue(features[stranger])}`,
      expected: 'a list of TableFeature, such as [TableFeature.READ_ITEM], which is what GetItem takes',
      remedy: 'look the names up in the documentation of TableFeature',
    };
  }
  if (features.length === 0) {
    return {
      value: 'features []',
      expected: 'at least one TableFeature',
      remedy: 'list what is done with the table, for example TableFeature.READ_ITEM',
    };
  }
  const names = features.map(String);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? undefined : {
    value: `feature ${twice} twice`,
    expected: 'each feature once',
    remedy: 'remove one of them',
  };
}

function problemOfNewKey({ features, tableKey }: TableAccessOptions): Problem | undefined {
  return tableKey || !features.some(changesTableKey) ? undefined : {
    value: 'feature CHANGE_TABLE_KEY without a key',
    expected: 'the customer managed key that the table is to have',
    remedy: 'pass it as tableKey',
  };
}

/** Whether an option was given: those who write JavaScript may leave it out by null. */
function isGiven<T>(value: T): value is NonNullable<T> {
  return value !== undefined && value !== null;
}

export function problemOfRegions(regions: readonly string[] = []): Problem | undefined {
  const malformed = regions.find((region) => !Token.isUnresolved(region) && !/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region));
  return malformed === undefined ? undefined : {
    value: `region '${malformed}'`,
    expected: 'the name of an AWS Region, for example eu-west-1',
    remedy: 'correct it, or remove it from regions',
  };
}
