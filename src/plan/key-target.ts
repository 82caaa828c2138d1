import { Conditions } from '../conditions/conditions';

/** A key as a policy can name it: by its ARN, or all keys (`key/*`) that meet a condition. */
export interface KeyTarget {
  readonly arn: string;
  /** Only keys that have this alias, where the key of an alias isn't known. */
  readonly aliasName?: string;
  /** Only requests for tables of these names, of this account. */
  readonly tables?: { readonly names: string; readonly account: string };
}

/**
 * What tells the keys apart that `key/*` matches.
 *
 * An alias ARN as the resource of a statement allows nothing; the condition on the alias, on all keys, allows those that have
 * it. Of the key of a table, DynamoDB puts the table's name and the owner's account in the encryption context.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
export function buildKeyConditions({ aliasName, tables }: KeyTarget): Conditions {
  return {
    ...aliasName !== undefined && { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': aliasName } },
    ...tables && {
      StringEquals: { 'kms:EncryptionContext:aws:dynamodb:subscriberId': tables.account },
      StringLike: { 'kms:EncryptionContext:aws:dynamodb:tableName': tables.names },
    },
  };
}
