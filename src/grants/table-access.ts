import { ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import { IStreamRef } from 'aws-cdk-lib/aws-kinesis';
import { IKeyRef } from 'aws-cdk-lib/aws-kms';
import { IBucketRef } from 'aws-cdk-lib/aws-s3';
import { FieldEncryption } from './field-encryption';
import { AccessCondition } from '../conditions/access-condition';
import { AttributeScope } from '../conditions/attribute-scope';
import { RowScope } from '../conditions/row-scope';
import { TableDenial } from '../features/table-denial';
import { TableFeature } from '../features/table-feature';

/**
 * A bucket, or a part of it.
 */
export interface BucketLocation {
  /**
   * The bucket, owned or imported.
   */
  readonly bucket: IBucketRef;

  /**
   * What the keys of the objects begin with, without `*`. Of exports, it is the prefix that the export is asked for, without a
   * slash at its end: DynamoDB writes to `AWSDynamoDB/` behind it, and nowhere else.
   *
   * @default - imports from the whole bucket, exports without a prefix
   */
  readonly prefix?: string;

  /**
   * The customer managed key that the objects are encrypted under.
   *
   * @default - the key that the bucket declares, if any
   */
  readonly encryptionKey?: IKeyRef;
}

/**
 * How far an access to a table reaches.
 */
export interface TableAccessScope {
  /**
   * The Regions, besides the table's own, whose replicas of the table the access covers, for example `eu-west-1`. With
   * `TableFeature.REPLICAS`, those that replicas are added in or removed from.
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
   * The rows that the access reaches, by their partition keys. A feature that rows can't narrow is an error.
   *
   * @default - all rows
   */
  readonly rows?: RowScope;

  /**
   * The attributes that the access reaches. A feature that attributes can't narrow is an error.
   *
   * @default - all attributes
   */
  readonly attributes?: AttributeScope;

  /**
   * What requests to DynamoDB must meet besides, all of it. A feature whose requests don't carry what a condition compares is
   * an error.
   *
   * @default - no conditions
   */
  readonly conditions?: AccessCondition[];

  /**
   * The table that backups are restored to, with `TableFeature.RESTORE`: it doesn't exist yet, so import it by its name. With a
   * customer managed key of its own, import it with that key; otherwise it gets the one of the table.
   *
   * @default - none; an error beside `TableFeature.RESTORE`
   */
  readonly restoreTo?: ITableRef;

  /**
   * Where exports go to, with `TableFeature.EXPORT`.
   *
   * @default - nowhere; an error beside `TableFeature.EXPORT`
   */
  readonly exportTo?: BucketLocation;

  /**
   * Where the table is imported from, with `TableFeature.IMPORT`.
   *
   * @default - nowhere; an error beside `TableFeature.IMPORT`
   */
  readonly importFrom?: BucketLocation;

  /**
   * The Kinesis data stream that changes go to, with `TableFeature.KINESIS_STREAMING`.
   *
   * @default - none; an error beside `TableFeature.KINESIS_STREAMING`
   */
  readonly kinesisStream?: IStreamRef;

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
   * `TableRef.fromGlobalTable`; many tables by `TableFamily`.
   */
  readonly table: ITableRef;

  /**
   * What is done with the table: at least one feature, none twice.
   */
  readonly features: TableFeature[];
}

/**
 * What is denied on which table.
 */
export interface TableDenialOptions {
  /**
   * The table.
   */
  readonly table: ITableRef;

  /**
   * What is denied: at least one.
   */
  readonly denials: TableDenial[];

  /**
   * The Regions, besides the table's own and those of the replicas that the app declares, in which it is denied.
   *
   * @default - no others
   */
  readonly regions?: string[];
}
