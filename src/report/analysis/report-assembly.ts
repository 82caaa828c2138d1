import { buildReport } from './build-report';
import { DeploymentEnvironment } from './known-resources';
import { ANYWHERE } from '../../policy/anywhere';
import { readStackFiles, StackFiles } from '../../policy/assembly-files';
import { AWS_MANAGED_POLICIES } from '../../policy/aws-managed-policies';
import { findPartition } from '../../policy/partitions';
import { Assembly, readStacks } from '../../policy/read-assembly';
import { removeDuplicates } from '../../values/lists';
import { AccessReportData } from '../report-data';

/** A placeholder that isn't part of a longer name, such as `company-regional-orders`. */
const PLACEHOLDER = /(?<![\w-])(?:0{12}|any-region)(?![\w-])/g;
/** The report shows pseudo parameters in the place of the account and Region of stacks that can be deployed anywhere. */
const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = { [ANYWHERE.account]: '${AWS::AccountId}', [ANYWHERE.region]: '${AWS::Region}' };

/** Reports the access in a folder that `cdk synth` wrote. */
export function reportAssembly(directory: string): AccessReportData {
  return readReportedAssembly(directory).report;
}

/** A cloud assembly with the report of its access. */
export interface ReportedAssembly {
  readonly stacks: readonly StackFiles[];
  readonly assembly: Assembly;
  readonly report: AccessReportData;
  /** Puts pseudo parameters in the place of an assumed account and Region. */
  readonly showPseudoParameters: <T>(data: T) => T;
}

/** Reads a folder that `cdk synth` wrote, and reports its access. */
export function readReportedAssembly(directory: string): ReportedAssembly {
  const stacks = readStackFiles(directory);
  // stacks that can be deployed anywhere are assumed to be in the environment of the other stacks
  const assumed = {
    account: findOnly(stacks.map(({ account }) => account)) ?? ANYWHERE.account,
    region: findOnly(stacks.map(({ region }) => region)) ?? ANYWHERE.region,
    partition: ANYWHERE.partition,
  };
  const environments = stacks.map(({ account = assumed.account, region = assumed.region }): DeploymentEnvironment => (
    { partition: findPartition(region) ?? 'aws', account, region }));
  const assembly = readStacks(stacks, { ...assumed, assumed: ['account', 'region'], managedPolicies: AWS_MANAGED_POLICIES });
  const isKnown = stacks.every(({ account, region }) => account !== undefined && region !== undefined);
  const showPseudoParameters = isKnown ? <T>(data: T) => data : replacePlaceholders;
  return { stacks, assembly, report: showPseudoParameters(buildReport(assembly, removeDuplicates(environments))), showPseudoParameters };
}

function replacePlaceholders<T>(data: T): T {
  return JSON.parse(JSON.stringify(data).replace(PLACEHOLDER, (found) => PSEUDO_PARAMETERS[found]));
}

/** Finds the only known value. Returns `undefined` if there are several or none. */
function findOnly(values: readonly (string | undefined)[]): string | undefined {
  const known = [...new Set(values.filter((value) => value !== undefined))];
  if (known.length === 1) return known[0];
  return undefined;
}
