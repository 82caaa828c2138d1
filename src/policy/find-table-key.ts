import { Origin, TableKey } from './assembly-resources';
import { listNearest } from './nearest';
import { Assembly, TableRecord } from './read-assembly';

/** A customer managed key that may encrypt a table. */
export interface FoundTableKey {
  /** The path to the value in the template. */
  readonly path: string;
  /** The ARN of the key. Undefined if the app doesn't know it. */
  readonly arn?: string;
  /** The alias by which the table names a key from outside of the app, in the account of the table. */
  readonly alias?: string;
}

/** A table of the app, or one that it imports, with the names of its keys. */
type EncryptedTable = Pick<TableRecord, 'arn' | 'account' | 'region' | 'keys'> & { readonly origin: Pick<Origin, 'stack'> };

/** Lists the ARNs of the known customer managed keys that may encrypt a table. A choice at deployment may decide between several. */
export function listTableKeyArns(table: TableRecord, assembly: Assembly): string[] {
  return findTableKeys(table, assembly).flatMap(({ arn }) => arn ?? []);
}

/** Finds the customer managed keys that may encrypt a table. */
export function findTableKeys(table: EncryptedTable, { keys }: Assembly): FoundTableKey[] {
  return table.keys.flatMap((key) => findNamedKeys(key, table, keys));
}

/** Finds the keys that a name may mean. Keys of several stages may have one name, and so may keys that exist on opposite conditions. */
function findNamedKeys(
  { path, named }: TableKey, { arn: tableArn, account, region, origin: { stack } }: EncryptedTable, keys: Assembly['keys'],
): FoundTableKey[] {
  if (named === undefined) return [{ path }];
  if (/^arn:[^:]*:kms:[^:]*:[^:]*:key\//.test(named)) return [{ path, arn: named }];
  const alias = /(?:^|:)(alias\/.+)$/.exec(named)?.[1];
  const found = keys.filter((each) => each.account === account && each.region === region)
    .filter(({ name, aliases }) => alias === undefined ? name === named : aliases.includes(alias));
  if (found.length > 0) return listNearest(found, stack, ({ origin }) => origin.stack).map(({ arn }) => ({ path, arn }));
  if (alias === undefined) return [{ path, arn: makeKeyArn(tableArn, `key/${named}`) }];
  const isOwn = named === alias || named === makeKeyArn(tableArn, alias);
  return [{ path, ...isOwn && { alias } }];
}

/** Makes the ARN of a key or alias in the account and Region of a table. */
export function makeKeyArn(table: string, name: string): string {
  return table.replace(/:dynamodb:(.*):table\/.*$/, (_, scope) => `:kms:${scope}:${name}`);
}
