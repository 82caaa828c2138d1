import { ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import { IKeyRef } from 'aws-cdk-lib/aws-kms';
import { FieldEncryption } from './field-encryption';
import { TableFeature } from '../features/table-feature';

/**
 * How far an access to a table reaches.
 */
export interface TableAccessScope {
  /**
   * The Regions, besides the table's own, whose replicas of the table the access covers, for example `eu-west-1`.
   *
   * Multi-Region keys are covered in the same Regions.
   *
   * @default - the Region of the table alone
   */
  readonly regions?: string[];

  /**
   * The customer managed key that encrypts the table at rest.
   *
   * `Table`, `TableV2`, `CfnTable` and `CfnGlobalTable` tell their keys themselves; what is given here stands in their
   * place. An imported table tells its key only where it was imported with it. With `TableFeature.CHANGE_TABLE_KEY`, this
   * is the new key.
   *
   * @default - the key that the table declares, if any
   */
  readonly tableKey?: IKeyRef;

  /**
   * Keys that the table was encrypted under before: while a change of key is under way, and to read what is still
   * encrypted under them, they are needed beside the present one.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
   */
  readonly previousTableKeys?: IKeyRef[];

  /**
   * The key that the function's client encrypts fields with, and what the function does with it.
   *
   * @default - no field encryption
   */
  readonly fieldEncryption?: FieldEncryption;

  /**
   * Whether the library acknowledges the finding `AwsSolutions-IAM5[Resource::*]` of cdk-nag on the policies that hold
   * nothing but actions without a resource type, such as `dynamodb:ListTables`, which no policy can narrow.
   *
   * @default true
   */
  readonly acknowledgeAccountActions?: boolean;
}

/**
 * An access: what is done with which table, and how far it reaches.
 */
export interface TableAccessOptions extends TableAccessScope {
  /**
   * The table: a `Table`, `TableV2` or one of its replicas, a `CfnTable`, or an import of one; a `CfnGlobalTable` by
   * `TableRef.fromGlobalTable`.
   */
  readonly table: ITableRef;

  /**
   * What is done with the table: at least one feature, none twice.
   */
  readonly features: TableFeature[];
}
