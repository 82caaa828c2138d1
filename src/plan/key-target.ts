import { Conditions } from '../conditions/conditions';

/** A key as a policy can name it: by its ARN, or as all keys (`key/*`) that meet a condition. */
export interface KeyTarget {
  readonly arn: string;
  /** Limits `key/*` to keys with this alias, when the key of an alias is unknown. */
  readonly aliasName?: string;
  /** Limits `key/*` to requests for tables with these names in this account. */
  readonly tables?: { readonly names: string; readonly account: string };
}

/**
 * Builds the conditions that limit `key/*` to the intended keys.
 *
 * A statement with an alias ARN as its resource allows nothing. A condition on the alias works for all keys. For the key of a
 * table, DynamoDB puts the name of the table and the account of its owner in the encryption context.
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
