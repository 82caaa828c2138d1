import { join } from 'path';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { Place } from './local-aws';
import { PLACE } from '../proof/loopback';

/** The stacks of an example that one account has. */
export interface Deployment {
  readonly example: string;
  readonly account: string;
  readonly stacks: readonly string[];
  /** The folder of the app. By default it is the folder of the example. */
  readonly folder?: string;
}

/** An app with one function of each kind, whose logs are checked. */
export const OWN_LOGS: Deployment = { ...ofOneAccount('own-logs', 'OwnLogs'), folder: join(__dirname, 'own-logs') };

const OWNER = '111111111111';
const READER = '222222222222';

function ofOneAccount(example: string, stack: string): Deployment {
  return { example, account: PLACE.account, stacks: [stack] };
}

/** Every example, and the app for logs, in the order in which its stacks must be deployed. */
export const DEPLOYMENTS: readonly (readonly Deployment[])[] = [
  [ofOneAccount('quickstart', 'Quickstart')],
  [ofOneAccount('multi-tenant', 'MultiTenant')],
  [ofOneAccount('transactions', 'Transactions')],
  [ofOneAccount('client-library', 'ClientLibrary')],
  [ofOneAccount('data-protection', 'DataProtection')],
  [ofOneAccount('migration', 'Migration')],
  [ofOneAccount('private-network', 'PrivateNetwork')],
  [ofOneAccount('services', 'Services')],
  [{ example: 'global-table', account: OWNER, stacks: ['Global', 'UsEast1'] }],
  [{ example: 'cross-account', account: OWNER, stacks: ['Owner'] }, { example: 'cross-account', account: READER, stacks: ['Reader'] }],
  [OWN_LOGS],
];

/** The Regions of the accounts that the examples are deployed to. */
export const PLACES: readonly Place[] = [
  PLACE, { account: OWNER, region: 'eu-west-1' }, { account: OWNER, region: 'us-east-1' }, { account: READER, region: 'eu-west-1' },
];

/** The folder of the assembly that a deployment leaves. */
export function findAssembly(folder: string, { example, account }: Deployment): string {
  return join(folder, `${example}-${account}`);
}

/** The stacks of an assembly, with the accounts and Regions that they are deployed to. */
export function readStackPlaces(directory: string): (Place & { readonly name: string })[] {
  return new CloudAssembly(directory).stacks.map(({ stackName, environment: { account, region } }) => ({
    name: stackName,
    account: account === 'unknown-account' ? PLACE.account : account,
    region: region === 'unknown-region' ? PLACE.region : region,
  }));
}
