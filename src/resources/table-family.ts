import { ResourceEnvironment, Stack, Token } from 'aws-cdk-lib';
import { ITableRef, TableReference } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { warn } from './annotate';
import { formatArn } from './arns';
import { checkShape, FLAG, optional, PROPS, expectOptions, expectText } from '../problems/shape';

/**
 * Options for the keys of the tables of a family.
 */
export interface TableFamilyOptions {
  /**
   * Set to true if an access covers any customer managed key of the account, for tables of the family only. DynamoDB sends the
   * table name to KMS in the encryption context. If all tables have one key, pass it as `tableKey` of the access instead.
   *
   * @default false
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
   */
  readonly findTableKeys?: boolean;
}

const OPTIONS = expectOptions({ findTableKeys: optional(FLAG) });

/** The tag or the options of a family of tables. */
export interface Family {
  readonly tag?: { readonly key: string; readonly values: string[] };
  readonly findsTableKeys: boolean;
}

/**
 * Many tables that an access treats as one, for frameworks that create tables at run time.
 *
 * An access to a family is one statement for any number of tables. Its ARN ends in a wildcard that also matches indexes, streams and
 * backups of the tables. Features on indexes are therefore allowed on all indexes. Features that would allow more than they say are an
 * error: `QUERY.onTable()` would be allowed on indexes, and `RESOURCE_POLICY` on streams. `TAGS` gives a warning, because it is allowed
 * on streams too.
 */
export class TableFamily {
  /**
   * Returns the tables in the account and Region of the stack whose names begin with a prefix.
   *
   * A prefix that doesn't end in a separator (`-`, `_`, `.`) gives a warning, because `demo-dev` also matches `demo-dev2`.
   *
   * @param namePrefix the beginning of the table names with its separator, for example `demo-dev_`
   * @example
   * new DynamoAccessRole(this, 'Access', {
   *   table: TableFamily.withPrefix(this, 'Tables', 'demo-dev_'),
   *   features: [TableFeature.READ_ITEM],
   * });
   */
  public static withPrefix(scope: Construct, id: string, namePrefix: string, options: TableFamilyOptions = {}): ITableRef {
    checkShape(scope, 'namePrefix', namePrefix, expectText('the beginning of the names of the tables'));
    checkShape(scope, PROPS, options, OPTIONS);
    const family = new FamilyOfTables(scope, id, `${namePrefix}*`, { findsTableKeys: options.findTableKeys ?? false });
    if (!Token.isUnresolved(namePrefix) && !/[-_.]$/.test(namePrefix)) {
      warn(family, {
        id: 'familyWithoutSeparator',
        value: `the prefix '${namePrefix}' also matches names that continue without a separator, such as ${namePrefix}2`,
        expected: `a prefix that ends in a separator, such as '${namePrefix}_'`,
        remedy: 'write the prefix with its separator, or acknowledge this warning',
      });
    }
    return family;
  }

  /**
   * Returns the tables in the account and Region of the stack that have a tag.
   *
   * Attribute-based access control must be enabled for DynamoDB in the account and Region. A warning says so. Features on resources
   * without the tags of the table (streams, backups, new tables) are an error when you grant them.
   *
   * @param tagKey the name of the tag
   * @param tagValues the allowed values of the tag, at least one. They may contain policy variables such as `${aws:PrincipalTag/team}`
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/attribute-based-access-control.html
   * @example
   * new DynamoAccessRole(this, 'Access', {
   *   table: TableFamily.withTag(this, 'Tables', 'team', 'orders'),
   *   features: [TableFeature.READ_ITEM],
   * });
   */
  public static withTag(scope: Construct, id: string, tagKey: string, ...tagValues: string[]): ITableRef {
    return new FamilyOfTables(scope, id, '*', { tag: { key: tagKey, values: tagValues }, findsTableKeys: false });
  }

  private constructor() {}
}

class FamilyOfTables extends Construct implements ITableRef {
  public readonly tableRef: TableReference;
  public readonly env: ResourceEnvironment;

  constructor(scope: Construct, id: string, tableName: string, public readonly family: Family) {
    super(scope, id);
    const { region, account } = Stack.of(this);
    this.env = { region, account };
    this.tableRef = {
      tableName,
      tableArn: formatArn({ service: 'dynamodb', region, account, resource: 'table', resourceName: tableName }),
    };
  }
}

/** Returns the family that a table stands for. Returns undefined for a single table. */
export function findFamily(table: ITableRef): Family | undefined {
  if (table instanceof FamilyOfTables) return table.family;
  return undefined;
}
