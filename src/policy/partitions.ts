/** The beginnings of Regions outside of `aws`, as in aws-cdk-lib's `RegionInfo`. */
const PARTITIONS_BY_PREFIX: Readonly<Record<string, string>> = {
  'cn-': 'aws-cn',
  'eu-isoe-': 'aws-iso-e',
  'eusc-': 'aws-eusc',
  'us-gov-': 'aws-us-gov',
  'us-iso-': 'aws-iso',
  'us-isob-': 'aws-iso-b',
  'us-isof-': 'aws-iso-f',
};

/** The ends of the names of hosts, by partition. */
const URL_SUFFIXES: Readonly<Record<string, string>> = {
  'aws': 'amazonaws.com',
  'aws-cn': 'amazonaws.com.cn',
  'aws-eusc': 'amazonaws.eu',
  'aws-iso': 'c2s.ic.gov',
  'aws-iso-b': 'sc2s.sgov.gov',
  'aws-iso-e': 'cloud.adc-e.uk',
  'aws-iso-f': 'csp.hci.ic.gov',
  'aws-us-gov': 'amazonaws.com',
};

/** Finds the partition of a Region whose name tells it. Returns `undefined` for others. */
export function findPartition(region: string): string | undefined {
  return Object.entries(PARTITIONS_BY_PREFIX).find(([prefix]) => region.startsWith(prefix))?.[1];
}

/** Finds the end of the names of hosts in a partition. */
export function findUrlSuffix(partition: string): string | undefined {
  if (Object.hasOwn(URL_SUFFIXES, partition)) return URL_SUFFIXES[partition];
  return undefined;
}

/**
 * Lists the names that a service may have as the value of `kms:ViaService` in a Region. AWS documents `amazonaws.com` alone, and the other
 * partitions may use their own suffixes.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function listServiceNames(service: string, region: string): string[] {
  const suffix = findUrlSuffix(findPartition(region) ?? 'aws')!;
  return [...new Set(['amazonaws.com', suffix])].map((each) => `${service}.${region}.${each}`);
}

const AWS_HOST = new RegExp(`\\.(${[...new Set(Object.values(URL_SUFFIXES))].map((suffix) => suffix.replaceAll('.', '\\.')).join('|')})$`);

/** Returns true for the name of a host of AWS. */
export function isAwsHost(host: string): boolean {
  return AWS_HOST.test(host);
}
