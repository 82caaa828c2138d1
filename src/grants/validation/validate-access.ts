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
  { option: 'exportTo', resourceType: 'export-objects', expected: 'the bucket that receives the exports' },
  { option: 'importFrom', resourceType: 'import-objects', expected: 'the bucket that the import reads' },
  { option: 'kinesisStream', resourceType: 'kinesis-stream', expected: 'the Kinesis data stream that receives the changes' },
  { option: 'regions', resourceType: 'replica', expected: 'the Regions of the replicas or, with a witness, all Regions of the table' },
];

function findRequiredOptionProblem(access: TableAccessOptions, { option, resourceType, expected }: RequiredOption): Problem | undefined {
  const feature = access.features.find((each) => needsResource(each, resourceType) || (option === 'regions' && addsRegions(each)));
  const given = access[option];
  if (feature && (given === undefined || (Array.isArray(given) && given.length === 0))) {
    return { id: 'missingOption', value: `the feature ${feature} needs the option ${option}`, expected, remedy: `pass it as ${option}` };
  }
  if (feature || given === undefined || option === 'regions') return undefined;
  return {
    id: 'uselessOption',
    value: `no feature uses the option ${option}`,
    expected: `a feature that needs ${expected}`,
    remedy: `add the feature, or leave ${option} out`,
  };
}

function findBucketProblem({ exportTo, importFrom }: TableAccessOptions): Problem | undefined {
  if (exportTo?.prefix !== undefined && /^\/|\/$/.test(exportTo.prefix)) {
    return {
      id: 'prefix',
      value: `the prefix '${exportTo.prefix}' of exportTo begins or ends with a slash`,
      expected: 'a prefix without these slashes, because DynamoDB adds a slash to its end',
      remedy: 'remove the slash here and in the export request',
    };
  }
  const locations = [exportTo, importFrom].filter((location) => location !== undefined);
  const location = locations.find(({ prefix = '' }) => !Token.isUnresolved(prefix) && /[*?]/.test(prefix));
  return location && {
    id: 'wildcard',
    value: `the prefix '${location.prefix}' of the bucket ${location.bucket.node.path} has a wildcard`,
    expected: 'the beginning of the object keys',
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
    value: `restoreTo is the table ${table.node.path} itself`,
    expected: 'a table that does not exist yet, because DynamoDB restores only to new tables',
    remedy: "import the new table by its name: Table.fromTableName(this, 'Restored', 'orders-restored')",
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
    value: `the key ${key.node.path} is in ${key.env.region}, but the table is in ${tableRegions.join(', ')}`,
    expected: 'a key in the Region of the table, because DynamoDB uses no other keys',
    remedy: 'pass the key of that Region, or the replica of a multi-Region key there',
  };
}

function findNewKeyProblem({ features, tableKey }: TableAccessOptions): Problem | undefined {
  if (tableKey || !features.some(changesTableKey)) return undefined;
  return {
    id: 'missingOption',
    value: 'the feature CHANGE_TABLE_KEY needs the option tableKey',
    expected: 'the customer managed key that the table will have',
    remedy: 'pass the key as tableKey',
  };
}

export function findRegionsProblem(regions: readonly string[] = []): Problem | undefined {
  const malformed = regions.find((region) => !Token.isUnresolved(region) && !/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region));
  if (malformed === undefined) return undefined;
  return {
    id: 'regionName',
    value: `regions has '${malformed}', which is no Region name`,
    expected: 'the name of an AWS Region, such as eu-west-1',
    remedy: 'correct the name, or remove it from regions',
  };
}
