import { Stack, Token } from 'aws-cdk-lib';
import { CfnAlias, CfnKey, IAlias, IKeyRef } from 'aws-cdk-lib/aws-kms';
import { IConstruct } from 'constructs';
import { formatArn, isResource, referencedResource, referenceOf, splitArn } from './arns';
import { KeyTarget } from '../plan/key-target';

/** The Region and account that a bare key id or alias name belongs to. */
export interface KeyHome {
  readonly region: string;
  readonly account: string;
}

/**
 * How a policy names a key: by its ARN, an alias by the ARN of its key, an alias whose key isn't known by its name.
 *
 * A multi-Region key has one ARN in each of the Regions, and so has an alias whose key isn't known.
 *
 * @param regions the Regions in which the key is used

 * @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-auth.html
 */
export function keyTargets(key: IKeyRef, regions: readonly string[]): KeyTarget[] {
  if (!isAlias(key)) return keyIdTargets(key, key.keyRef.keyArn, key.env, regions);
  const target = targetOfAlias(key);
  // an alias of that name may stand in each Region, for another key
  return target ? keyTargets(target, regions) : regions.map((region) => aliasTarget(key.aliasName, { ...key.env, region }));
}

/**
 * How a policy names a key that a template names by a string: a key ARN or id, an alias ARN or name.
 *
 * A token that is none of these, as far as the app can tell, is taken for a key ARN.
 *
 * @param scope the construct that names the key
 */
export function keyIdTargets(scope: IConstruct, id: string, home: KeyHome, regions: readonly string[]): KeyTarget[] {
  const key = referencedResource(id, CfnKey.CFN_RESOURCE_TYPE_NAME) as CfnKey | undefined;
  if (key) {
    const arn = referenceOf(id)?.displayName === 'Ref' ? key.attrArn : id;
    return inRegions(arn, key.env, key.ref, key.multiRegion === true ? regions : []);
  }

  const aliasName = aliasNameIn(scope, id);
  if (aliasName !== undefined) {
    const declared = declaredAlias(scope, id, aliasName);
    return declared ? keyIdTargets(declared, declared.targetKeyId, home, regions) : [aliasTarget(aliasName, homeOf(id, home))];
  }

  const isBareId = !Token.isUnresolved(id) && !id.startsWith('arn:');
  if (isBareId) return inRegions(keyArn(home, id), home, id, isMultiRegion(id) ? regions : []);

  const keyId = id.split(':key/')[1] ?? '';
  return inRegions(id, homeOf(id, home), keyId, isMultiRegion(keyId) ? regions : []);
}

/** The keys that an alias, imported by its name, stands for where its own stack declares one of that name. */
export function declaredKeyOf(key: IKeyRef, regions: readonly string[]): KeyTarget[] {
  const alias = isAlias(key) ? declaredAlias(key, '', key.aliasName) : undefined;
  return alias ? keyIdTargets(alias, alias.targetKeyId, key.env, regions) : [];
}

/** The name of the alias that a string ends in, seen through tokens: `alias/orders` in an alias ARN of any account. */
function aliasNameIn(scope: IConstruct, id: string): string | undefined {
  const alias = referencedResource(id, CfnAlias.CFN_RESOURCE_TYPE_NAME) as CfnAlias | undefined;
  const resolved = alias ? alias.aliasName : Stack.of(scope).resolve(id);
  const text = typeof resolved === 'string' ? resolved : lastText(resolved);
  return /^(?:.*:)?(alias\/.+)$/.exec(text)?.[1];
}

function lastText(resolved: { 'Fn::Join'?: [string, unknown[]] } | undefined): string {
  const last = resolved?.['Fn::Join']?.[1].at(-1);
  return typeof last === 'string' ? last : '';
}

/** The alias of that name that the app declares, so that its key is known. */
function declaredAlias(scope: IConstruct, id: string, aliasName: string): CfnAlias | undefined {
  const referenced = referencedResource(id, CfnAlias.CFN_RESOURCE_TYPE_NAME) as CfnAlias | undefined;
  return referenced ?? Stack.of(scope).node.findAll()
    .filter((child): child is CfnAlias => isResource(child, CfnAlias.CFN_RESOURCE_TYPE_NAME))
    .find((alias) => alias.aliasName === aliasName);
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
