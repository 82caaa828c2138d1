import { Context } from './permission';

/** Where requests come from: a public address, or a VPC, by way of one of its endpoints. */
export type Network = { readonly address: string } | { readonly vpc: string; readonly vpcEndpoint: string };

export const INTERNET: Network = { address: '203.0.113.7' };

/**
 * The condition keys of the network that requests come from. By way of a VPC endpoint there is no public address.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip
 */
export function networkContext(network: Network): Context {
  if ('address' in network) return { 'aws:SourceIp': network.address };
  return { 'aws:SourceVpc': network.vpc, 'aws:SourceVpce': network.vpcEndpoint, 'aws:VpcSourceIp': '10.0.0.7' };
}
