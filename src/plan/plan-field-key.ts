import { buildKeyConditions, KeyTarget } from './key-target';
import { PlannedPermission } from './planned-permission';
import { Conditions, mergeConditions } from '../conditions/conditions';
import { EncryptionMode, EncryptionScheme, listFieldKeyActions } from '../features/encryption-mode';

/**
 * Plans the permissions of a client that encrypts fields itself. It calls KMS directly, so there is no `kms:ViaService`.
 *
 * @param context pairs that the encryption context of every call must contain
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context
 */
export function planFieldKey(
  scheme: EncryptionScheme,
  mode: EncryptionMode,
  context: Readonly<Record<string, string>>,
  keys: readonly KeyTarget[],
): PlannedPermission[] {
  const pairs = Object.entries(context).map(([key, value]) => [`kms:EncryptionContext:${key}`, value]);
  const contextCondition: Conditions = { StringEquals: Object.fromEntries(pairs) };
  return listFieldKeyActions(scheme, mode).flatMap(({ action, why }) => keys.map((key): PlannedPermission => ({
    action,
    resource: key.arn,
    conditions: mergeConditions(contextCondition, buildKeyConditions(key)),
    ...pairs.length > 0 && { scope: contextCondition },
    reason: { feature: `fieldEncryption(${scheme}, ${mode})`, why },
  })));
}
