import { Token } from 'aws-cdk-lib';
import { CfnAlias, CfnKey, IAlias, IKeyRef } from 'aws-cdk-lib/aws-kms';
import { formatArn, referencedResource, referenceOf, splitArn } from './arns';
import { KeyTarget } from '../plan/plan-access';

/** The Region and account that a bare key id or alias name belongs to. */
export interface KeyHome {
  readonly region: string;
  readonly account: string;
}

/**
 * How a policy names a key: by its ARN, an alias by the ARN of its key, an alias whose key isn't known by its name.
 *
 * A multi-Region key has one ARN in each of the regions.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-auth.html
 */
export function keyTargets(key: IKeyRef, regions: readonly string[]): KeyTarget[] {
  if (!isAlias(key)) return keyIdTargets(key.keyRef.keyArn, key.env, regions);
  const target = targetOfAlias(key);
  return target ? keyTargets(target, regions) : [aliasTarget(key.aliasName, key.env)];
}

/**
 * How a policy names a key that a template names by a string: a key ARN or id, an alias ARN or name.
 *
 * A token that points at none of the app's keys is taken for a key ARN.
 */
export function keyIdTargets(id: string, home: KeyHome, regions: readonly string[]): KeyTarget[] {
  const alias = referencedResource(id, CfnAlias.CFN_RESOURCE_TYPE_NAME) as CfnAlias | undefined;
  if (alias) return keyIdTargets(alias.targetKeyId, home, regions);

  const key = referencedResource(id, CfnKey.CFN_RESOURCE_TYPE_NAME) as CfnKey | undefined;
  if (key) {
    const arn = referenceOf(id)?.displayName === 'Ref' ? key.attrArn : id;
    return inRegions(arn, key.env, key.ref, key.multiRegion === true ? regions : []);
  }

  const [, aliasArnPrefix, aliasName] = /^(?:(arn:.*):)?(alias\/.+)$/.exec(id) ?? [];
  if (aliasName) return [aliasTarget(aliasName, aliasArnPrefix === undefined ? home : homeOf(id, home))];

  const isBareId = !Token.isUnresolved(id) && !id.startsWith('arn:');
  if (isBareId) return inRegions(keyArn(home, id), home, id, isMultiRegion(id) ? regions : []);

  const keyId = id.split(':key/')[1] ?? '';
  return inRegions(id, homeOf(id, home), keyId, isMultiRegion(keyId) ? regions : []);
}

function inRegions(arn: string, home: KeyHome, keyId: string, replicas: readonly string[]): KeyTarget[] {
  const elsewhere = replicas.filter((region) => region !== home.region);
  return [arn, ...elsewhere.map((region) => keyArn({ ...home, region }, keyId))].map((each) => ({ arn: each }));
}

function keyArn(home: KeyHome, keyId: string): string {
  return formatArn({ service: 'kms', region: home.region, account: home.account, resource: 'key', resourceName: keyId });
}

function aliasTarget(aliasName: string, home: KeyHome): KeyTarget {
  return { arn: keyArn(home, '*'), aliasName };
}

function homeOf(arn: string, fallback: KeyHome): KeyHome {
  if (!arn.startsWith('arn:')) return fallback;
  const { region, account } = splitArn(arn);
  return { region: region || fallback.region, account: account || fallback.account };
}

/** AWS gives the ids of multi-Region keys this prefix. */
function isMultiRegion(keyId: string): boolean {
  return keyId.startsWith('mrk-');
}

function isAlias(key: IKeyRef): key is IAlias {
  return 'aliasName' in key;
}

/** The key of an alias, or nothing for an alias that was imported by its name, whose getter throws. */
function targetOfAlias(alias: IAlias): IKeyRef | undefined {
  try {
    return alias.aliasTargetKey;
  } catch {
    return undefined;
  }
}
