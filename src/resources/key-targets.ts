import { Errors, Stack, Token, Tokenization } from 'aws-cdk-lib';
import { CfnAlias, CfnKey, CfnReplicaKey, IAlias, IKeyRef } from 'aws-cdk-lib/aws-kms';
import { IConstruct } from 'constructs';
import { differ, findReference, formatArn, isSameText, referencedResource, splitArn } from './arns';
import { listResourcesByName } from './named-resources';
import { readProperty, resolveTexts } from './read-properties';
import { remembered } from './settled';
import { KeyTarget } from '../plan/key-target';

const KEY_TYPES: readonly string[] = [CfnKey.CFN_RESOURCE_TYPE_NAME, CfnReplicaKey.CFN_RESOURCE_TYPE_NAME];

/** The Region and account that a bare key id or alias name belongs to. */
export interface KeyHome {
  readonly region: string;
  readonly account: string;
}

/**
 * Lists the names by which a policy names a key. A key has its ARN. An alias has the ARN of its key, or its own name if the key is
 * unknown. A multi-Region key or an alias with an unknown key has one target in each Region.
 *
 * @param regions the Regions in which the key is used
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-auth.html
 */
export function resolveKeyTargets(key: IKeyRef, regions: readonly string[]): KeyTarget[] {
  if (!isAlias(key)) return keyIdTargets(key, key.keyRef.keyArn, key.env, regions);
  const target = findTargetKey(key);
  // each Region may have an alias with this name for another key
  if (target) return resolveKeyTargets(target, regions);
  return regions.map((region) => aliasTarget(key.aliasName, { ...key.env, region }));
}

/**
 * Lists the names by which a policy names a key that a template names by a key ARN, key id, alias ARN or alias name.
 *
 * The library treats any other token as a key ARN.
 *
 * @param scope the construct that names the key
 */
export function keyIdTargets(scope: IConstruct, id: string, home: KeyHome, regions: readonly string[]): KeyTarget[] {
  return resolveTexts(scope, id).flatMap((text) => findKeyTargets(scope, text, home, regions));
}

function findKeyTargets(scope: IConstruct, id: string, home: KeyHome, regions: readonly string[]): KeyTarget[] {
  const key = referencedResource(id, ...KEY_TYPES) as CfnKey | CfnReplicaKey | undefined;
  if (key) {
    const arn = findReference(id)?.displayName === 'Ref' ? key.attrArn : id;
    const isInRegions = CfnReplicaKey.isCfnReplicaKey(key) || readProperty(key, 'MultiRegion').mayBe(true);
    return inRegions(arn, key.env, key.ref, isInRegions ? regions : []);
  }

  const alias = findAlias(scope, id, homeOf(id, home));
  if (alias) {
    const keys = alias.declaration && readProperty(alias.declaration, 'TargetKeyId').texts();
    if (keys && keys.length > 0) return keys.flatMap((keyId) => keyIdTargets(alias.declaration!, keyId, home, regions));
    return [aliasTarget(alias.name, homeOf(id, home))];
  }

  const isBareId = !Token.isUnresolved(id) && !id.startsWith('arn:');
  if (isBareId) return inRegions(keyArn(home, id), home, id, isMultiRegion(id) ? regions : []);

  const keyId = id.split(':key/')[1] ?? '';
  return inRegions(id, homeOf(id, home), keyId, isMultiRegion(keyId) ? regions : []);
}

/** The keys that an alias, imported by its name, stands for where its own stack declares one of that name. */
export function declaredKeyOf(key: IKeyRef, regions: readonly string[]): KeyTarget[] {
  const alias = isAlias(key) ? findAlias(key, key.aliasName, key.env)?.declaration : undefined;
  if (alias) return readProperty(alias, 'TargetKeyId').texts().flatMap((id) => keyIdTargets(alias, id, key.env, regions));
  return [];
}

/**
 * Returns true if a string may be an alias or a key id, because only CloudFormation knows the value.
 *
 * @param scope the construct that names the key
 * @param given the key that CDK was given, which is named by its ARN
 */
export function mayNameNoKey(scope: IConstruct, id: string, given?: IKeyRef): boolean {
  // the resource of an ARN may be a token too
  const [, token] = /^(?:arn:.*:)?(\$\{Token\[[^\]]*\]\}|.*\{\{resolve:.*)$/.exec(id) ?? [];
  if (token === undefined || referencedResource(token, ...KEY_TYPES, CfnAlias.CFN_RESOURCE_TYPE_NAME)) return false;
  return !given || !isSameText(Stack.of(scope), id, given.keyRef.keyArn);
}

/** The alias that a string names, whose name stands in an ARN, or alone, as text or as the reference to it. */
function findAlias(scope: IConstruct, id: string, home: KeyHome): { readonly name: string; readonly declaration?: CfnAlias } | undefined {
  const last = Tokenization.reverseString(id).tokens.at(-1);
  const isLast = last !== undefined && id.endsWith(last.toString());
  const referenced = isLast ? referencedResource(last.toString(), CfnAlias.CFN_RESOURCE_TYPE_NAME) as CfnAlias | undefined : undefined;
  const name = referenced ? last!.toString() : /^(?:.*:)?(alias\/.+)$/.exec(id)?.[1];
  if (name === undefined) return undefined;
  const declaration = referenced ?? findDeclaredAlias(Stack.of(scope), name);
  // each Region and account may have an alias of this name for another key
  if (!declaration || differ(declaration.stack.region, home.region) || differ(declaration.stack.account, home.account)) return { name };
  return { name, declaration };
}

function findDeclaredAlias(stack: Stack, name: string): CfnAlias | undefined {
  return remembered(stack, 'aliases by name', () => findAliases(stack)).get(name);
}

function findAliases(stack: Stack): Map<string, CfnAlias> {
  return new Map(listResourcesByName(stack, CfnAlias.CFN_RESOURCE_TYPE_NAME, 'AliasName').map(({ name, resource }) => [name, resource as CfnAlias]));
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

/** The key of an alias, or nothing for an alias that was imported by its name, which refuses to tell it. */
function findTargetKey(alias: IAlias): IKeyRef | undefined {
  try {
    return alias.aliasTargetKey;
  } catch (error) {
    if (Errors.isValidationError(error)) return undefined;
    throw error;
  }
}
