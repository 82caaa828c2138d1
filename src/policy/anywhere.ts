/** An environment for stacks that can be deployed anywhere. No stack names this account or this Region. */
export const ANYWHERE = { account: '000000000000', region: 'any-region', partition: 'aws' };

/** Replaces the account and the Region of a stack that can be deployed anywhere by wildcards. */
export function matchAnywhere(arn: string): string {
  return arn.split(':').map((part) => part === ANYWHERE.account || part === ANYWHERE.region ? '*' : part).join(':');
}
