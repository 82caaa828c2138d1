import { ResourceEnvironment, Stack, Token } from 'aws-cdk-lib';
import { ITableRef, TableReference } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { warn } from './annotate';
import { formatArn } from './arns';
import { checkShape, FLAG, optional, PROPS, expectOptions, expectText } from '../problems/shape';

/**
 * Which keys the tables of a family are encrypted under.
 */
export interface TableFamilyOptions {
  /**
   * Whether an access covers any customer managed key of the account, though for tables of the family alone: DynamoDB names
   * the table in the encryption context of its calls to KMS. Instead, `tableKey` of the access names the one key of them all.
   *
   * @default false
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
   */
  readonly findTableKeys?: boolean;
}

const OPTIONS = expectOptions({ findTableKeys: optional(FLAG) });

/** What makes tables a family. */
export interface Family {
  readonly tag?: { readonly key: string; readonly values: string[] };
  readonly findsTableKeys: boolean;
}

/**
 * Many tables as one, for frameworks that make tables by themselves.
 *
 * An access to a family is one statement, however many tables it has. Its ARN ends in a wildcard, which spans slashes: it
 * matches the tables and all that lies below them. So features that reach indexes reach all indexes of these tables, and those
 * that would reach more than they say are an error where they are granted: `QUERY.onTable()`, as it would reach indexes, and
 * `TAGS` or `RESOURCE_POLICY`, as they would reach streams.
 */
export class TableFamily {
  /**
   * The tables of the stack's account and Region whose names begin with a prefix.
   *
   * A prefix without a separator (`-`, `_`, `.`) at its end gets a warning, as `demo-dev` is one of `demo-dev2` too. A
   * prefix that is empty, or that no table name begins with, is an error where it is granted.
   *
   * @param namePrefix what the names of the tables begin with, as in `demo-dev_`
   */
  public static withPrefix(scope: Construct, id: string, namePrefix: string, options: TableFamilyOptions = {}): ITableRef {
    checkShape(scope, 'namePrefix', namePrefix, expectText('what the names of the tables begin with'));
    checkShape(scope, PROPS, options, OPTIONS);
    const family = new FamilyOfTables(scope, id, `${namePrefix}*`, { findsTableKeys: options.findTableKeys ?? false });
    if (!Token.isUnresolved(namePrefix) && !/[-_.]$/.test(namePrefix)) {
      warn(family, {
        id: 'familyWithoutSeparator',
        value: `the prefix '${namePrefix}' matches every name that goes on without a separator, such as ${namePrefix}2`,
        expected: `a separator at its end, as in '${namePrefix}_'`,
        remedy: 'write the prefix with its separator, or acknowledge this warning',
      });
    }
    return family;
  }

  /**
   * The tables of the stack's account and Region that have a tag.
   *
   * Attribute-based access control must be enabled for DynamoDB in the account and Region: a warning says so. Features on what
   * has no tags (streams, backups, tables that are yet to be created) are an error where they are granted.
   *
   * @param tagKey the name of the tag
   * @param tagValues the values that it may have, at least one, also by policy variable, as in `${aws:PrincipalTag/team}`
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/attribute-based-access-control.html
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

/** What makes a table many; nothing for one table. */
export function familyOf(table: ITableRef): Family | undefined {
  if (table instanceof FamilyOfTables) return table.family;
  return undefined;
}
