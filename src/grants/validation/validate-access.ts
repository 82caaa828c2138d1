import { Token } from 'aws-cdk-lib';
import { collectConditions } from '../access-resources';
import { TableAccessOptions } from '../table-access';
import { findFamilyProblem } from './validate-family';
import { findFeatureProblem } from './validate-feature';
import { findConditionsProblem } from '../../conditions/access-conditions';
import { addsRegions, changesTableKey, needsResource } from '../../features/feature-needs';
import { PermissionResourceType } from '../../features/permission';
import { findFirstProblem, Problem } from '../../problems/problem';
import { differ } from '../../resources/arns';
import { TableResources } from '../../resources/table-resources';

/** Finds what is wrong with an access before the table is complete. */
export function findAccessProblem(access: TableAccessOptions): Problem | undefined {
  return findFirstProblem(access.features, findFeatureProblem)
    ?? findNewKeyProblem(access)
    ?? findRegionsProblem(access.regions)
    ?? findFirstProblem(REQUIRED_OPTIONS, (companion) => findRequiredOptionProblem(access, companion))
    ?? findBucketProblem(access)
    ?? findFamilyProblem(access)
    ?? findRestoredTableProblem(access)
    ?? findKeyRegionProblem(access)
    ?? findConditionsProblem(access.features, collectConditions(access))
    ?? access.fieldEncryption?._findProblem();
}

interface RequiredOption {
  readonly option: keyof TableAccessOptions;
  readonly resourceType: PermissionResourceType;
  readonly expected: string;
}

/** Options of the scope that some features require. Other features don't use them. */
const REQUIRED_OPTIONS: readonly RequiredOption[] = [
  { option: 'restoreTo', resourceType: 'restored-table', expected: 'the table that backups are restored to' },
  { option: 'exportTo', resourceType: 'export-objects', expected: 'the bucket that exports go to' },
  { option: 'importFrom', resourceType: 'import-objects', expected: 'the bucket that the table is imported from' },
  { option: 'kinesisStream', resourceType: 'kinesis-stream', expected: 'the Kinesis data stream that changes go to' },
  { option: 'regions', resourceType: 'replica', expected: 'the Regions of the replicas, or of all that take part beside a witness' },
];

function findRequiredOptionProblem(access: TableAccessOptions, { option, resourceType, expected }: RequiredOption): Problem | undefined {
  const feature = access.features.find((each) => needsResource(each, resourceType) || (option === 'regions' && addsRegions(each)));
  const given = access[option];
  if (feature && (given === undefined || (Array.isArray(given) && given.length === 0))) {
    return { id: 'missingOption', value: `feature ${feature} without ${option}`, expected, remedy: `pass it as ${option}` };
  }
  if (feature || given === undefined || option === 'regions') return undefined;
  return {
    id: 'uselessOption',
    value: `${option} without a feature that has a use for it`,
    expected: `${expected}, beside the feature that it is for`,
    remedy: `add the feature, or leave ${option} out`,
  };
}

function findBucketProblem({ exportTo, importFrom }: TableAccessOptions): Problem | undefined {
  if (exportTo?.prefix !== undefined && /^\/|\/$/.test(exportTo.prefix)) {
    return {
      id: 'prefix',
      value: `prefix '${exportTo.prefix}' of an export`,
      expected: 'no slash at its beginning or end, as DynamoDB puts one behind it',
      remedy: 'remove the slash, here and in the request for the export',
    };
  }
  const locations = [exportTo, importFrom].filter((location) => location !== undefined);
  const location = locations.find(({ prefix = '' }) => !Token.isUnresolved(prefix) && /[*?]/.test(prefix));
  return location && {
    id: 'wildcard',
    value: `prefix '${location.prefix}' of the bucket ${location.bucket.node.path}`,
    expected: 'what the keys of the objects begin with, without wildcards',
    remedy: 'remove * and ?',
  };
}

/** AWS restores only to tables that don't exist yet. */
function findRestoredTableProblem({ table, restoreTo }: TableAccessOptions): Problem | undefined {
  if (!restoreTo) return undefined;
  const [one, other] = [table, restoreTo].map((each) => TableResources.of(each));
  const hasSameName = one.knownName() !== undefined && one.knownName() === other.knownName();
  const isSame = restoreTo === table || (hasSameName && !differ(one.region, other.region) && !differ(one.account, other.account));
  if (!isSame) return undefined;
  return {
    id: 'restoreToItself',
    value: `the table ${table.node.path} as restoreTo of its own access`,
    expected: 'a table that doesn\'t exist yet, as DynamoDB restores to no other',
    remedy: "import the restored table by its name, as in Table.fromTableName(this, 'Restored', 'orders-restored')",
  };
}

/**
 * DynamoDB encrypts a table only with keys of its own Region. An alias has the Region of the table.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html
 */
function findKeyRegionProblem({ table, regions = [], tableKey, previousTableKeys = [] }: TableAccessOptions): Problem | undefined {
  const keys = [tableKey, ...previousTableKeys].filter((key) => key !== undefined).filter((key) => !('aliasName' in key));
  if (keys.length === 0) return undefined;
  const tableRegions = [TableResources.of(table).region, ...regions];
  const key = keys.find(({ env }) => tableRegions.every((region) => differ(region, env.region)));
  return key && {
    id: 'keyOfAnotherRegion',
    value: `the key ${key.node.path} of ${key.env.region} for a table of ${tableRegions.join(', ')}`,
    expected: 'a key of the Region of the table, as DynamoDB uses no other',
    remedy: 'name the key of that Region, or of a multi-Region key its replica there',
  };
}

function findNewKeyProblem({ features, tableKey }: TableAccessOptions): Problem | undefined {
  if (tableKey || !features.some(changesTableKey)) return undefined;
  return {
    id: 'missingOption',
    value: 'feature CHANGE_TABLE_KEY without a key',
    expected: 'the customer managed key that the table is to have',
    remedy: 'pass it as tableKey',
  };
}

export function findRegionsProblem(regions: readonly string[] = []): Problem | undefined {
  const malformed = regions.find((region) => !Token.isUnresolved(region) && !/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region));
  if (malformed === undefined) return undefined;
  return {
    id: 'regionName',
    value: `region '${malformed}'`,
    expected: 'the name of an AWS Region, for example eu-west-1',
    remedy: 'correct it, or remove it from regions',
  };
}
