import { Assembly, TableRecord } from './read-assembly';

/** Finds the ARN of the customer managed key that encrypts a table. Returns `undefined` if there is none or it isn't known. */
export function findTableKey(table: TableRecord, { keys }: Assembly): string | undefined {
  const { key, account, region } = table;
  if (typeof key !== 'string') return undefined;
  if (/^arn:[^:]*:kms:[^:]*:[^:]*:key\//.test(key)) return key;
  const alias = /(?:^|:)(alias\/.+)$/.exec(key)?.[1];
  return keys.filter((each) => each.account === account && each.region === region)
    .find(({ name, aliases }) => alias === undefined ? name === key : aliases.includes(alias))?.arn;
}
