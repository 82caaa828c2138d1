import { RegionInfo } from 'aws-cdk-lib/region-info';
import { findPartition, findUrlSuffix, isAwsHost, listServiceNames } from '../../src/policy/partitions';

const REGIONS = ['cn-north-1', 'eu-isoe-west-1', 'eu-west-1', 'eusc-de-east-1', 'us-gov-west-1', 'us-iso-east-1', 'us-isob-east-1', 'us-isof-south-1'];

test.each(REGIONS)('the partition of %s and its suffix are those of aws-cdk-lib', (region) => {
  const partition = findPartition(region) ?? 'aws';
  const info = RegionInfo.get(region);

  expect([partition, findUrlSuffix(partition)]).toEqual([info.partition, info.domainSuffix]);
});

test('no suffix is known of another partition', () => {
  expect(['aws-moon', 'constructor'].map(findUrlSuffix)).toEqual([undefined, undefined]);
});

test.each([
  ['eu-west-1', ['dynamodb.eu-west-1.amazonaws.com']],
  ['us-gov-west-1', ['dynamodb.us-gov-west-1.amazonaws.com']],
  ['cn-north-1', ['dynamodb.cn-north-1.amazonaws.com', 'dynamodb.cn-north-1.amazonaws.com.cn']],
  ['eusc-de-east-1', ['dynamodb.eusc-de-east-1.amazonaws.com', 'dynamodb.eusc-de-east-1.amazonaws.eu']],
])('the names of a service in %s are those that it may have in kms:ViaService', (region, names) => {
  expect(listServiceNames('dynamodb', region)).toEqual(names);
});

test.each([
  ['dynamodb.eu-west-1.amazonaws.com', true],
  ['sqs.cn-north-1.amazonaws.com.cn', true],
  ['sqs.eusc-de-east-1.amazonaws.eu', true],
  ['amazonaws.com.example.org', false],
  ['xamazonaws.com', false],
  ['localhost', false],
])('%s as a host of AWS: %s', (host, isOne) => {
  expect(isAwsHost(host)).toBe(isOne);
});
