import { Assembly, TableRecord } from './read-assembly';

/** The ARN of the customer managed key that a table is encrypted under, if it has one that is known. */
export function keyArnOf(table: TableRecord, { keys }: Assembly): string | undefined {
  const { key, account, region } = table;
  if (typeof key !== 'string') return undefined;
  if (/^arn:[^:]*:kms:[^:]*:[^:]*:key\//.test(key)) return key;
  const alias = /(?:^|:)(alias\/.+)$/.exec(key)?.[1];
  return keys.filter((each) => each.account === account && each.region === region)
    .find(({ name, aliases }) => alias === undefined ? name === key : aliases.includes(alias))?.arn;
}
