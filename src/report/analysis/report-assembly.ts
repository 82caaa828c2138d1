import { buildReport } from './build-report';
import { DeploymentEnvironment } from './known-resources';
import { readStackFiles } from '../../policy/assembly-files';
import { readAssembly } from '../../policy/read-assembly';
import { AccessReportData } from '../report-data';

/** What stands for the account and the Region of stacks that can be deployed anywhere, until it is written as what it is. */
const ANYWHERE = { account: '000000000000', region: 'any-region' };

/** The access report of a folder that `cdk synth` wrote. */
export function reportAssembly(directory: string): AccessReportData {
  const stacks = readStackFiles(directory);
  const only = (values: (string | undefined)[]) => {
    const known = [...new Set(values.filter((value) => value !== undefined))];
    if (known.length !== 1) return undefined;
    return known[0];
  };
  // stacks that can be deployed anywhere are taken to be where the others are
  const assumed = {
    account: only(stacks.map(({ account }) => account)) ?? ANYWHERE.account,
    region: only(stacks.map(({ region }) => region)) ?? ANYWHERE.region,
    partition: 'aws',
  };
  const environments = stacks.map(({ account = assumed.account, region = assumed.region }): DeploymentEnvironment => (
    { partition: partitionOf(region), account, region }));
  const report = buildReport(readAssembly(directory, assumed), environments.filter((each, index) =>
    environments.findIndex(({ account, region }) => account === each.account && region === each.region) === index));
  return JSON.parse(JSON.stringify(report).replaceAll(ANYWHERE.account, '${AWS::AccountId}').replaceAll(ANYWHERE.region, '${AWS::Region}'));
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
