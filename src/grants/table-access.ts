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

/** A bucket, or a part of it. */
export interface BucketLocation {
  /**
   * The bucket, owned or imported.
   */
  readonly bucket: IBucketRef;

  /**
   * The prefix of the objects, without `*`. For exports, use the prefix of the export request without a slash at its end. DynamoDB
   * writes only to `AWSDynamoDB/` under that prefix.
   *
   * @default - imports read the whole bucket, exports have no prefix
   */
  readonly prefix?: string;

  /**
   * The customer managed key that encrypts the objects.
   *
   * @default - the key that the bucket declares, if any
   */
  readonly encryptionKey?: IKeyRef;
}

/** The scope of an access to a table. */
export interface TableAccessScope {
  /**
   * The Regions, besides the table's own, whose replicas of the table the access covers, for example `eu-west-1`. With
   * `TableFeature.REPLICAS`, the Regions in which replicas are added or removed.
   *
   * The access covers multi-Region keys in the same Regions.
   *
   * @default - only the Region of the table
   */
  readonly regions?: string[];

  /**
   * The customer managed key that encrypts the table at rest.
   *
   * The key of a `Table`, `TableV2`, `CfnTable` or `CfnGlobalTable` is detected automatically. This option replaces it. The key of
   * an imported table is known only if the table was imported with it. With `TableFeature.CHANGE_TABLE_KEY`, name the new key.
   *
   * @default - the key that the table declares, if any
   */
  readonly tableKey?: IKeyRef;

  /**
   * Keys that encrypted the table before. They are needed while a change of key is in progress, and to read data that is still
   * encrypted with them.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
   */
  readonly previousTableKeys?: IKeyRef[];

  /**
   * The key that the function's client encrypts fields with, and how the function uses it.
   *
   * @default - no field encryption
   */
  readonly fieldEncryption?: FieldEncryption;

  /**
   * The rows that the access allows, by their partition keys. It is an error to use a feature that rows can't narrow.
   *
   * @default - all rows
   */
  readonly rows?: RowScope;

  /**
   * The attributes that the access allows. It is an error to use a feature that attributes can't narrow.
   *
   * @default - all attributes
   */
  readonly attributes?: AttributeScope;

  /**
   * Further conditions that requests to DynamoDB must meet, all of them. It is an error to use a feature that doesn't support a
   * condition key.
   *
   * @default - no conditions
   */
  readonly conditions?: AccessCondition[];

  /**
   * The table that `TableFeature.RESTORE` creates. It doesn't exist yet, so import it by its name. If it has its own customer
   * managed key, import it with the key. Otherwise it gets the key of the table.
   *
   * @default - none; `TableFeature.RESTORE` needs it
   */
  readonly restoreTo?: ITableRef;

  /**
   * The bucket that `TableFeature.EXPORT` writes to.
   *
   * @default - none; `TableFeature.EXPORT` needs it
   */
  readonly exportTo?: BucketLocation;

  /**
   * The bucket that `TableFeature.IMPORT` reads.
   *
   * @default - none; `TableFeature.IMPORT` needs it
   */
  readonly importFrom?: BucketLocation;

  /**
   * The Kinesis data stream that `TableFeature.KINESIS_STREAMING` writes changes to.
   *
   * @default - none; `TableFeature.KINESIS_STREAMING` needs it
   */
  readonly kinesisStream?: IStreamRef;

  /**
   * Acknowledges the finding `AwsSolutions-IAM5[Resource::*]` of cdk-nag on policies that contain only actions without a resource
   * type, such as `dynamodb:ListTables`. No policy can narrow these actions.
   *
   * @default true
   */
  readonly acknowledgeAccountActions?: boolean;
}

/** The access to a table: the features, and their scope. */
export interface TableAccessOptions extends TableAccessScope {
  /**
   * The table: a `Table`, `TableV2` or one of its replicas, a `CfnTable`, or an imported table. Use `TableRef.fromGlobalTable` for
   * a `CfnGlobalTable`, and `TableFamily` for many tables.
   */
  readonly table: ITableRef;

  /** The features that are used on the table; at least one, each once. */
  readonly features: TableFeature[];
}

/** The actions that are denied on a table. */
export interface TableDenialOptions {
  /**
   * The table.
   */
  readonly table: ITableRef;

  /** The denied actions; at least one. */
  readonly denials: TableDenial[];

  /**
   * The Regions in which the actions are denied, besides the table's own and those of the replicas that the app declares.
   *
   * @default - no other Regions
   */
  readonly regions?: string[];
}
